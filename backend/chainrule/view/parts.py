"""Parts of a View."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from ..graph import Shape
from ..ops import OPS
from ..ops.op import Outline

__all__ = ["OUTPUT", "Box", "Form", "FunctionFrame", "View", "Wire", "call_id"]

Form: TypeAlias = Literal["variable", "literal", "gate", "collapsed", "copy", "broadcast", "output"]

BoxKind: TypeAlias = Literal["leaf", "gate", "function", "output"]

OUTPUT = "out"  # the id of the output's box


class Box(NamedTuple):
    """One thing drawn, made by `Box.of`.

    form: "variable" and "literal" (rounded boxes); "gate" (a circle); "copy" and "broadcast" (gates that the source
    does not write: one hands a value to its users, the other stands in front of a gate and repeats one argument);
    "collapsed" (a closed call, or repeated boxes drawn as one); "output" (the name at the end).
    """

    id: str  # its id in wires, frames and the document; nothing is read from it
    form: Form
    op: str  # a key of OPS, or "output"; of a collapsed call the function's name
    label: str  # text inside: "×", "w0", "sigmoid"; "+{7}" is a constant: the value of graph node 7
    node: int  # the graph node, or the bundle of them, whose value leaves this box
    frame: str | None  # the innermost frame it is drawn in
    constants: tuple[tuple[int, int], ...] = ()  # (slot, graph node) of scalar constants drawn inside the gate
    calls: tuple[int, ...] = ()  # the closed calls that it stands for
    members: tuple[str, ...] = ()  # the boxes that it stands for, where they are several
    back: bool = False  # it stands in the backward half of a graph that has two
    call: int | None = None  # the innermost call that it is drawn in
    nodes: tuple[int, ...] = ()  # the graph nodes of repeated boxes that are single nodes each
    port: tuple[int, int] | None = None  # of a broadcast box: the gate behind it, and the slot
    in_a_row: bool = False  # of the boxes that it stands for, each takes what the one before gives
    keeps: bool = False  # a copy gate between the halves: it hands a saved value to its users in the backward half

    # These fields follow from the box's form; `of` computes them once, since they are read again and again.
    kind: BoxKind = "gate"  # how it is drawn
    is_broadcast: bool = (
        False  # it stands in front of a gate to repeat one argument; not a `broadcast_to` of the source
    )
    copies: bool = False  # it hands one value to its users; not a `copy` of the source, which is a gate like others
    is_single: bool = False  # it is one node of the graph
    outline: Outline | Literal["output"] = "gate"  # the row's; of what is no row that of a gate

    @classmethod
    def of(
        cls,
        id: str,
        form: Form,
        op: str,
        label: str,
        node: int,
        frame: str | None,
        constants: tuple[tuple[int, int], ...] = (),
        calls: tuple[int, ...] = (),
        members: tuple[str, ...] = (),
        back: bool = False,
        call: int | None = None,
        nodes: tuple[int, ...] = (),
        port: tuple[int, int] | None = None,
        keeps: bool = False,
        in_a_row: bool = False,
    ) -> Box:
        """Return a box; what follows from its form and op (outline, kind) is filled in here."""
        outline = "output" if form == "output" else "gate" if form == "collapsed" else OPS[op].outline
        follows = _KINDS[form], form == "broadcast", form == "copy", form in _SINGLE and not members, outline
        return cls(
            id,
            form,
            op,
            label,
            node,
            frame,
            constants,
            calls,
            members,
            back,
            call,
            nodes,
            port,
            in_a_row,
            keeps,
            *follows,
        )

    @property
    def computes(self) -> bool:
        """True if the program has it as a gate or a call."""
        return self.form in ("gate", "collapsed")


_SINGLE = frozenset(("variable", "literal", "gate"))
_KINDS: dict[Form, BoxKind] = {
    "variable": "leaf",
    "literal": "leaf",
    "gate": "gate",
    "collapsed": "function",
    "copy": "gate",
    "broadcast": "gate",
    "output": "output",
}


def call_id(call: int | None) -> str | None:
    """Return the id of a call's frame while it is open, and of its box while it is collapsed."""
    return None if call is None else f"f{call}"


class Wire(NamedTuple):
    """One edge from box to box. Its value is that of `node`, broadcast behind a broadcast gate.

    `ports` are the (graph node, slot) places whose downstream gradients add up on this wire.
    """

    id: str  # "e0", "e1", ... in drawing order
    source: str
    target: str
    slot: int  # position among the target's operands, top to bottom
    node: int
    ports: tuple[tuple[int, int], ...]
    shape: Shape


@dataclass(frozen=True, slots=True)
class FunctionFrame:
    """The dashed frame round the boxes of an open function ("f" + its call), or round repeated boxes ("r9")."""

    id: str
    title: str
    parent: str | None
    boxes: tuple[str, ...]
    call: int | None = None
    count: int = 1  # boxes that are drawn as one when it is closed


@dataclass(frozen=True, slots=True)
class View:
    """Drawn part of a graph: boxes, wires and the frames of open functions."""

    boxes: tuple[Box, ...]  # in evaluation order
    wires: tuple[Wire, ...]  # grouped by target, in slot order
    frames: tuple[FunctionFrame, ...]  # outer before inner
    folded: int = 0  # functions closed because the picture would have been too large
    rounds: int = 0  # rounds closed because their loop is long
    bundles: tuple[tuple[int, ...], ...] = ()  # node len(graph.nodes) + i is these nodes, one above the other
