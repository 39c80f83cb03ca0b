"""A mistake made on purpose at one box of a picture, and the box of that picture where it shows first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..directions import broken_gradients, first_wrong
from ..errors import InputError
from ..evaluate import Number, Pass
from ..graph import leaves_by_name
from ..limits import Limits
from ..request import TraceRequest
from ..scalarize import entry_name
from ..view import Box, View, view
from .build import drawn_view
from .gradcheck_request import FaultRequest

__all__ = ["BrokenPass", "broken_pass"]


@dataclass(frozen=True, slots=True)
class BrokenPass:
    """The results of a backward pass with a fault."""

    fault: FaultRequest
    gradients: Mapping[str, Number]  # by leaf of the program, each in its shape
    first_wrong: str | None  # the first box, going backwards, whose gradient is not its difference quotient
    is_sum: bool  # there gradients are added up wrongly


def broken_pass(request: TraceRequest, fault: FaultRequest, limits: Limits) -> BrokenPass:
    """Run the backward pass of a picture with a fault at one of its boxes.

    Raises:
        InputError: `bad-fault`: there is no such box, or it has no such mistake to make.
        LimitError: `check_entries`, `seconds`.
    """
    if request.graph == "backward":
        raise InputError(
            "bad-fault",
            "A gate is broken in the graph of the program: its backward graph follows from it.",
            hint='Ask with "graph": "forward".',
        )
    full_run, run, shown_view = drawn_view(request, limits)
    boxes = {box.id: box for box in shown_view.boxes}
    if request.view != "units":  # the gates inside a closed function can be broken, too
        inside = view(run.graph, "open", repeats=False)
        boxes = {box.id: box for box in inside.boxes if box.form in ("gate", "copy")} | boxes
    broken = broken_gradients(run, _node_of(boxes, fault), fault.kind)
    at = first_wrong(run, broken, limits)
    by_name: dict[str | None, Number] = {
        node.name: broken.gradients[node.id] for node in run.graph.nodes if not node.args and node.name
    }
    gradients = {
        name: _gathered(name, full_run.graph.nodes[leaf].shape, by_name) if request.view == "units" else by_name[name]
        for name, leaf in full_run.graph.fact(leaves_by_name).items()
    }
    return BrokenPass(fault, gradients, None if at is None else _box_of(run, shown_view, *at), at is not None and at[1])


def _gathered(name: str, shape: tuple[int, ...], by_name: Mapping[str | None, Number]) -> Number:
    """The gradient of an array, out of those of its entries; of an entry that is not drawn it is 0."""
    if not shape:
        return by_name.get(name, 0.0)
    entries = [by_name.get(entry_name(name, place), 0.0) for place in np.ndindex(shape)]
    return np.array(entries, dtype=np.float64).reshape(shape)


def _node_of(boxes: Mapping[str, Box], fault: FaultRequest) -> int:
    """The graph's node whose gradient a box hands on. Raises: InputError `bad-fault`."""
    box = boxes.get(fault.node)
    if box is None or box.form not in ("gate", "copy", "collapsed"):
        raise InputError(
            "bad-fault",
            f"`{fault.node[:40]}` is no gate of this view.",
            hint="Give the id of a gate of the trace: n5, c5 for a copy, or f1 for a closed function.",
        )
    if box.members:
        raise InputError(
            "bad-fault", f"`{fault.node[:40]}` stands for several gates.", hint="Open it, and break one of them."
        )
    if box.form == "collapsed" and fault.kind != "sign":
        raise InputError(
            "bad-fault", "A closed function can drop its sign only.", hint="Open it to break a gate inside."
        )
    return box.node


def _box_of(run: Pass, view: View, node: int, is_sum: bool) -> str:
    """The box of the picture in which a node's gradient is handed on, or added up."""
    if is_sum:
        for box in view.boxes:
            if box.form == "copy" and box.node == node:
                return box.id
    around: set[Any] = set()
    call = run.graph.nodes[node].call
    while call is not None:
        around.add(call)
        call = run.graph.calls[call].parent
    for box in view.boxes:
        is_it = box.is_single and box.node == node
        if is_it or (box.form == "collapsed" and (node in box.nodes or around.intersection(box.calls))):
            return box.id
    return f"n{node}"
