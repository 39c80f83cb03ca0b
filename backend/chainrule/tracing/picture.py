"""A View of a Pass as the boxes, wires, frames and steps of the document."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from ..errors import LimitError, Span
from ..evaluate import Pass, shape_of
from ..explain import notices
from ..graph import INPUT
from ..layout import BoxSize, GroupSpec, Picture, WireSpec, layout
from ..limits import Limits
from ..number import short, text
from ..ops import OPS
from ..ops.op import Op, PatternName
from ..prelude import PRELUDE
from ..request import Flow, TraceRequest
from ..sentences import sentence
from ..view import OUTPUT, Box, View, Wire
from .abstract_pass import is_abstract
from .bundles import bundled
from .document import Edge, Function, Node, Notice, Step
from .document_picture import BLANK_EDGE, BLANK_NODE, FramePart, renewed
from .measure import box_size, group_spec, wire_spec
from .moves import tangents_of
from .net_values import net_values
from .numbers import Numbers, Wiring
from .saved import Saved, saved_bytes, saved_values
from .steps import letters, loss_of, steps
from .structure import PictureStructure
from .values_json import array
from .visibility import Visibility, visibility
from .windows_of import windows_of

__all__ = ["Drawing"]


CAPTION_SIGNS = 14  # a longer name on a wire ends in "…"


@lru_cache(maxsize=64)
def cached_layout(
    boxes: tuple[BoxSize, ...],
    wires: tuple[WireSpec, ...],
    groups: tuple[GroupSpec, ...],
    columns: bool,
    flow: Flow,
    aspect: float | None,
) -> Picture:
    """The layout, kept: new values of the same size need no new one."""
    return layout(boxes, wires, groups, columns=columns, flow=flow, aspect=aspect)


class _FixedNode(NamedTuple):
    """The part of a node that follows from the graph: all but its numbers and its place."""

    node: Node
    op: Op | None  # of a gate of the program, whose kinks are looked for
    rows: list[str]  # the names of the values that it stands for


class Drawing:
    """One picture: what is drawn, its numbers, and where it stands.

    Raises:
        LimitError: `gates_drawn`.
    """

    def __init__(
        self,
        run: Pass,
        view: View,
        request: TraceRequest,
        defaulted: Collection[str],
        seeded: bool,
        limits: Limits,
        moves: Mapping[str, Any] | None = None,
        structure: PictureStructure | None = None,
    ) -> None:
        self.view, self.moves = view, moves
        self.structure = structure or PictureStructure(fixed=False)
        units = request.view == "units"
        self.bare = run  # of the program's own nodes
        self.bare_tangents = tangents = None if moves is None else tangents_of(run, moves, limits)
        self.run = run = bundled(run, self.view.bundles)
        self.graph, self.defaulted, self.seeded = run.graph, defaulted, seeded
        gates = self.structure.part("gates", lambda: sum(box.kind in ("gate", "function") for box in self.view.boxes))
        if gates > limits.gates_drawn:
            raise LimitError(
                "gates_drawn",
                limits.gates_drawn,
                f"The picture would have {gates:,} gates",
                hint="Ask for the gates view." if units else "Close functions, or take an earlier name as output.",
            )
        self.numbers = Numbers(run, self.structure.part("wiring", lambda: Wiring(self.view)), tangents)
        self.wired = self.numbers.wires()
        self.labels = self._labels()
        self.letters = self.structure.part(("letters", seeded), lambda: letters(self.numbers, seeded))
        self.sizes = self._sizes()
        self.captions: dict[str, str] = self.structure.part(
            ("captions", seeded), lambda: {wire.id: self._caption(wire) for wire in self.view.wires}
        )
        self.rooms = {wire.id: self._room(wire) for wire in self.view.wires}
        groups = [group_spec(frame.id, frame.boxes, frame.title, frame.parent) for frame in self.view.frames]
        self.picture = cached_layout(
            tuple(self.sizes.values()),
            tuple(self.rooms.values()),
            tuple(groups),
            units and run.graph.halves is None,
            request.flow,
            request.aspect,
        )

    @property
    def output(self) -> str:
        """The box whose value is the output."""
        return self.numbers.boxes[next(wire.source for wire in self.view.wires if wire.target == OUTPUT)].id

    def _shape(self, box: Box) -> tuple[int, ...]:
        return () if box.kind == "output" else shape_of(self.run.values[box.node])

    def _room(self, wire: Wire) -> WireSpec:
        n, source = self.wired[wire.id], self.numbers.boxes[wire.source]
        spec = wire_spec(wire, n.value, n.downstream, source.copies, self.captions[wire.id])
        return spec._replace(slot=self._turns[wire.id]) if source.back else spec

    @cached_property
    def _turns(self) -> dict[str, int]:
        """The order in which the wires of the backward half leave: that of what they are the gradients of."""
        halves, boxes = self.graph.halves, self.numbers.boxes
        assert halves is not None, "only a graph with two halves has a backward half"
        numbers_by_name: dict[str, int] = {}
        for source, wires in self.numbers.outgoing.items():
            if boxes[source].back:
                key = {wire.id: self.numbers.mirrors(boxes[wire.target]) for wire in wires}
                numbers_by_name.update(
                    {wire.id: turn for turn, wire in enumerate(sorted(wires, key=lambda wire: key[wire.id]))}
                )
        return numbers_by_name

    def _caption(self, wire: Wire) -> str:
        """The name on a wire; none where the box that it comes from, or leads to, says it.

        A value that is saved for the backward half has its name, for its wire leads far away.
        """
        source, ends = self.numbers.boxes[wire.source], self.numbers.boxes[wire.target].kind == "output"
        if saved_bytes(wire, self.numbers.boxes) is not None:
            name = self._called(wire)
        elif source.kind == "leaf" or source.copies or source.is_broadcast or ends:
            return ""
        else:
            name = self.graph.nodes[wire.node].name or self.letters.get(wire.node, "")
        return name if len(name) <= CAPTION_SIGNS else name[: CAPTION_SIGNS - 1] + "…"

    def _labels(self) -> dict[str, str]:
        """The text of each box. Only the value of a leaf without a name moves."""
        labels = self.structure.part(
            "labels", lambda: {box.id: self._label(box) for box in self.view.boxes if box.kind != "leaf" or box.label}
        )
        return {box.id: labels[box.id] if box.id in labels else self._label(box) for box in self.view.boxes}

    def _sizes(self) -> dict[str, BoxSize]:
        def size(box: Box) -> BoxSize:
            return box_size(box, self.labels[box.id], self._shape(box))

        sizes = self.structure.part(
            "sizes", lambda: {box.id: size(box) for box in self.view.boxes if box.kind != "leaf" or box.label}
        )
        return {box.id: sizes[box.id] if box.id in sizes else size(box) for box in self.view.boxes}

    def _label(self, box: Box) -> str:
        """The box's text, with the constants drawn inside it: "+{7}" becomes "+1"."""
        value = self.run.values[box.node]
        if box.kind == "leaf" and not box.label:
            return short(value, CONSTANT_DIGITS) if isinstance(value, float) else text(value)
        label = _entry_label(box.label) if box.kind in ("leaf", "output") else box.label
        for _, node in box.constants:
            label = label.replace(f"{{{node}}}", short(self.run.values[node], CONSTANT_DIGITS))
        return POSITIONS.sub("[…]", label) if is_abstract(self.run) else label

    @cached_property
    def nodes(self) -> list[Node]:
        """The boxes with their numbers, places and texts."""
        return [self._node(box) for box in self.view.boxes]

    def _fixed(self, box: Box) -> _FixedNode:
        """The fields of a node that no number moves."""
        source, own = self.graph.nodes[box.node], box.is_single
        title, pattern, span = self._title(box)
        members = box.members or box.op == INPUT
        rows = [self.graph.nodes[node].name or "" for node in self.numbers.member_nodes(box.node)] if members else []
        node = renewed(
            BLANK_NODE,
            {
                "id": box.id,
                "kind": box.kind,
                "form": box.form,
                "outline": box.outline,
                "op": box.op,
                "name": source.name if own or box.members or box.kind in ("output", "function") else None,
                "title": title,
                "pattern": pattern,
                "function": box.frame,
                "span": span,
                "value_step": self.visibility_steps.values.get(box.id),
                "gradient_step": self.visibility_steps.box_gradients.get(box.id),
                "tangent_step": self.visibility_steps.tangents.get(box.id),
                "editable": own and source.op == INPUT,
                "count": len(box.members) or 1,
                "carries": self.numbers.carries(box),
                "backward_of": self.numbers.backward_of(box),
                "windows": windows_of(box, self.graph),
            },
        )
        return _FixedNode(node, OPS[source.op] if own and source.args else None, rows)

    def _node(self, box: Box) -> Node:
        source = self.graph.nodes[box.node]
        fixed = self.structure.part(("node", box.id, self.moves is None), lambda: self._fixed(box))
        x, y = self.picture.boxes[box.id]
        size, value = self.sizes[box.id], self.numbers.value(box)
        result = []
        if fixed.op is not None and not is_abstract(self.run):
            result = notices(fixed.op, [self.run.values[arg] for arg in source.args], value, source.params)
        return renewed(
            fixed.node,
            {
                "label": self.labels[box.id],
                "value": array(value),
                "gradient": array(self.numbers.gradient(box)),
                "shape": list(shape_of(value)),
                "x": x,
                "y": y,
                "width": size.width,
                "height": size.height,
                "terms": list(self.visibility_steps.terms.get(box.id, ())),
                "default": box.op == INPUT
                and bool(self.defaulted)
                and any(name.partition("[")[0] in self.defaulted for name in fixed.rows),
                "members": list(box.members),
                "names": list(fixed.rows) if box.members else [],
                "notices": [Notice(code, words) for code, words in result],
                "tangent": None if self.moves is None else array(self.numbers.tangent(box)),
            },
        )

    def _title(self, box: Box) -> tuple[str, PatternName | None, Span | None]:
        if box.kind == "output":
            return sentence("Output"), None, None
        times = f" × {len(box.members)}" if box.members else ""
        if box.calls:
            call = self.graph.calls[box.calls[0]]
            overloads = PRELUDE.get(call.function)
            return (overloads[0].title if overloads else call.function) + times, "scale", call.span
        row = OPS[box.op]
        node = box.node if box.is_single else next(iter(box.nodes), None)
        span = None if node is None else self.graph.nodes[node].span
        return row.title + times, row.pattern.word, span

    @cached_property
    def edges(self) -> list[Edge]:
        """The wires with their numbers and paths."""
        return [self._edge(wire) for wire in self.view.wires]

    def _fixed_edge(self, wire: Wire) -> Edge:
        """The fields of an edge that no number moves."""
        return renewed(
            BLANK_EDGE,
            {
                "id": wire.id,
                "source": wire.source,
                "target": wire.target,
                "slot": wire.slot,
                "name": self.graph.nodes[wire.node].name,
                "gradient_step": self.visibility_steps.gradients.get(wire.id),
                "caption": self.captions[wire.id],
                "letter": "" if self.numbers.boxes[wire.target].kind == "output" else self.letters.get(wire.node, ""),
                "saved": saved_bytes(wire, self.numbers.boxes),
            },
        )

    def _edge(self, wire: Wire) -> Edge:
        fixed = self.structure.part(("edge", wire.id, self.moves is None, self.seeded), lambda: self._fixed_edge(wire))
        n, room, path = self.wired[wire.id], self.rooms[wire.id], self.picture.wires[wire.id]
        return renewed(
            fixed,
            {
                "value": array(n.value),
                "upstream": array(n.upstream),
                "local": None if n.local is None else array(n.local),
                "rule": n.rule,
                "downstream": array(n.downstream),
                "shape": list(wire.shape),
                "path": list(path.path),
                "label": path.label,
                "label_size": (room.label_width, room.label_above, room.label_below),
                "tangent": None if self.moves is None else array(self.numbers.wire_tangent(wire)),
            },
        )

    def saved(self) -> Saved | None:
        """Return what a backward graph keeps of the forward pass; None of any other graph."""
        if self.graph.halves is None:
            return None
        names = {wire.id: self._called(wire) for wire in self.view.wires}
        return saved_values(self.view.wires, self.numbers.boxes, names)

    def _called(self, wire: Wire) -> str:
        node = self.graph.nodes[wire.node]
        if node.name is None and not node.args:
            return self.labels[f"n{node.id}"]
        return node.name or self.letters.get(wire.node) or self.graph.output_name

    @cached_property
    def functions(self) -> list[Function]:
        """Frames of open calls, and closed calls."""
        calls, result = self.graph.calls, []
        for frame in self.view.frames:
            at, members = self.picture.groups.get(frame.id), list(frame.boxes)
            if at is None:  # left and entered again by its wires: no frame could hold it alone
                continue
            hidden = frame.call is not None and calls[frame.call].recognised
            room = at.x, at.y, at.width, at.height
            further = [FramePart(*part) for part in at.rest]
            result.append(
                Function(frame.id, frame.title, True, members, frame.parent, hidden, *room, frame.count, further)
            )
        for box in self.view.boxes:
            if box.kind == "function":
                hidden = any(calls[call].recognised for call in box.calls)
                room = *self.picture.boxes[box.id], self.sizes[box.id].width, self.sizes[box.id].height
                name = box.label if box.members else box.op
                count = max(1, len(box.members))
                result.append(Function(box.id, name, False, [box.id], box.frame, hidden, *room, count))
        return result

    @property
    def loss(self) -> str:
        """Return the name of L, which gradients are called the gradients of."""
        return loss_of(self.graph, self.seeded)

    @cached_property
    def steps(self) -> list[Step]:
        """Steps of the lecture, in their order."""
        return steps(self.numbers, self.wired, self.labels, self.letters, self.seeded, self.structure)

    @cached_property
    def net_values(self) -> list[str]:
        """Ids of the boxes whose value is the argument of an activation."""
        return self.structure.part(("nets",), lambda: net_values(self.nodes, self.edges, self.functions))

    @cached_property
    def visibility_steps(self) -> Visibility:
        """From which step on each box, wire and term is seen."""

        def make() -> Visibility:
            return visibility(self.view.boxes, self.numbers.incoming, self.numbers.outgoing, self.steps)

        return self.structure.part(("seen", self.moves is None), make)


POSITIONS = re.compile(r"\[\d+(?:, \d+)*\]")
"""Indices of entries that are picked by number. A trace of shapes alone does not know them."""
CONSTANT_DIGITS = 4  # of a constant that is written in a gate
SUBSCRIPT = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉,")


def _entry_label(name: str) -> str:
    """The entry of an array as it is written on paper: W[0,1] is W₀₁."""
    bare, bracket, place = name.partition("[")
    if not bracket:
        return name
    digits = place.rstrip("]")
    if all(len(part) == 1 for part in digits.split(",")):
        digits = digits.replace(",", "")
    return bare + digits.translate(SUBSCRIPT)
