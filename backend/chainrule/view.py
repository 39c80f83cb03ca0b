"""Graph -> View: what is drawn. Constants move inside gates, copy and broadcast gates appear, functions close.

The View is structure only. It says, for each wire, which places of the Graph its numbers come from, so that
opening and closing can never change a number.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from .errors import ValueProblem
from .graph import Call, Graph, Node, Shape, constants
from .ops import OPS
from .ops.fold import folded

__all__ = ["OUTPUT", "ROOM", "VIEWS", "Box", "Frame", "View", "Wire", "view"]

OUTPUT = "out"  # the id of the output's box
VIEWS = ("gates", "functions", "units")
ROOM = 300  # gates above which a picture closes functions by itself


@dataclass(frozen=True, slots=True)
class Box:
    """One thing drawn.

    kind: "leaf" (rounded box), "gate" (circle), "function" (pill: a closed call), "output" (the name at the end).
    """

    id: str  # "n5" graph node 5; "c5" the copy gate behind node 5; "b7_1" the broadcast gate in front of slot 1 of
    #          node 7; "f2" closed call 2; "out"
    kind: str
    op: str  # a key of OPS, or "output"; for a pill the function's name
    label: str  # what is written inside: "×", "w0", "sigmoid"; "+{7}" is a constant: the value of graph node 7
    node: int  # the graph node whose value leaves this box
    frame: int | None  # innermost OPEN call it is drawn in
    constants: tuple[tuple[int, int], ...] = ()  # (slot, graph node) of scalar constants drawn inside the gate

    @property
    def stretches(self) -> bool:
        """Whether it stands in front of a gate to stretch one argument ("b7_1"); not a `broadcast_to` of the source."""
        return self.id[0] == "b"


@dataclass(frozen=True, slots=True)
class Wire:
    """One edge from box to box. Its value is that of graph node `node`, stretched behind a broadcast gate.

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
class Frame:
    """An open function: the dashed frame round its boxes. `id` is "f" + the call's index."""

    id: str
    call: int
    parent: int | None
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    boxes: tuple[Box, ...]  # in evaluation order
    wires: tuple[Wire, ...]  # grouped by target, in slot order
    frames: tuple[Frame, ...]  # outer before inner
    folded: int = 0  # functions closed because the picture would have been too large


def view(
    graph: Graph, mode: str = "gates", opened: Collection[str] = (), closed: Collection[str] = (), room: int = ROOM
) -> View:
    """Choose what is drawn of `graph`.

    Args:
        mode: "gates" shows functions open, "functions" every function closed. A function with a derivative of the
            reader's own is closed in both: the gates inside do not make its gradient. "open" is every function
            open, whatever it is and however large the picture: for readers that draw nothing.
        opened, closed: exceptions, as call ids ("f1") or function names ("sigmoid"); an id goes before a name, and
            `opened` before `closed`.
        room: a "gates" picture of more gates than this closes functions by itself, the innermost first, as long as
            it is larger and functions are left; those in `opened` stay open. `View.folded` says how many.

    Raises:
        ValueProblem: `unknown-function` for an exception that is neither.
    """
    shut = _shut_calls(graph, mode, opened, closed)
    drawn = _Drawing(graph, shut).view()
    if mode != "gates" or not graph.calls or _gates(drawn) <= room:
        return drawn
    free = [not _names(call).intersection(opened) and not shut[call.id] for call in graph.calls]
    depths: list[int] = []
    for call in graph.calls:
        depths.append(0 if call.parent is None else depths[call.parent] + 1)
    for depth in range(max(depths), -1, -1):
        for call in graph.calls:
            if depths[call.id] == depth and free[call.id]:
                shut[call.id] = call.output >= 0
        drawn = _Drawing(graph, shut).view()
        if _gates(drawn) <= room:
            break
    return replace(drawn, folded=sum(now and may for now, may in zip(shut, free, strict=True)))


def _gates(drawn: View) -> int:
    return sum(box.kind in ("gate", "function") for box in drawn.boxes)


def _names(call: Call) -> set[str]:
    return {call.function, f"f{call.id}"}


def _shut_calls(graph: Graph, mode: str, opened: Collection[str], closed: Collection[str]) -> list[bool]:
    """For each call, whether it is drawn as one pill."""
    names = {name for call in graph.calls for name in _names(call)}
    for wanted in (*opened, *closed):
        if wanted not in names:
            known = sorted({call.function for call in graph.calls})
            raise ValueProblem(
                "unknown-function",
                f"There is no function `{wanted[:60]}` in this graph.",
                hint=f"Its functions are: {', '.join(known[:20])}." if known else "It has no functions.",
            )
    shut = []
    for call in graph.calls:
        chosen = mode == "functions" or (mode == "gates" and bool(call.given))
        for name in (call.function, f"f{call.id}"):  # the id is more exact than the name and has the last word
            chosen = False if name in opened else True if name in closed else chosen
        shut.append(chosen and call.output >= 0)
    return shut


class _Drawing:
    """One run of `view`: boxes and wires as they are made."""

    def __init__(self, graph: Graph, shut: list[bool]) -> None:
        self.graph = graph
        constant = constants(graph)
        self.inside = [folded(node, constant) for node in graph.nodes]
        self.needed = self._reached()
        self.pill = self._pills(shut)
        self.boxes: list[Box] = []
        self.incoming: dict[str, list[Wire]] = {}  # per target box, with ids still to be given

    def _reached(self) -> list[bool]:
        """The nodes that are drawn: those the output depends on other than through a constant inside a gate."""
        reached = [False] * len(self.graph.nodes)
        reached[self.graph.output] = True
        for node in reversed(self.graph.nodes[: self.graph.output + 1]):
            if reached[node.id]:
                for arg, inside in zip(node.args, self.inside[node.id], strict=True):
                    reached[arg] = reached[arg] or not inside
        return reached

    def _pills(self, shut: list[bool]) -> list[int | None]:
        """For each node the outermost closed call it is hidden in."""
        calls, shut = self.graph.calls, list(shut)
        while True:
            outermost: list[int | None] = []
            for call in calls:  # a parent stands before its children
                above = None if call.parent is None else outermost[call.parent]
                outermost.append(above if above is not None else call.id if shut[call.id] else None)
            pill = [None if node.call is None else outermost[node.call] for node in self.graph.nodes]
            seen = self._seen_through(pill)
            if not seen:
                return pill
            for call_id in seen:
                shut[call_id] = False

    def _seen_through(self, pill: list[int | None]) -> set[int]:
        """Closed calls that cannot be drawn as one gate: more than their result is used outside, or it is not theirs.

        A number written in one of them and used outside is taken out of its pill instead.
        """
        nodes, calls = self.graph.nodes, self.graph.calls
        seen = {call for call in pill if call is not None and pill[calls[call].output] != call}
        for node in nodes:
            if self.needed[node.id]:
                for arg, inside in zip(node.args, self.inside[node.id], strict=True):
                    call = pill[arg]
                    if call is not None and call != pill[node.id] and not inside and arg != calls[call].output:
                        if nodes[arg].args:
                            seen.add(call)
                        else:
                            pill[arg] = None
        hidden = pill[self.graph.output]
        if hidden is not None and calls[hidden].output != self.graph.output:
            seen.add(hidden)
        return seen

    def box_of(self, node: int) -> str:
        return f"n{node}" if self.pill[node] is None else f"f{self.pill[node]}"

    def view(self) -> View:
        graph = self.graph
        uses: dict[int, list[tuple[str, Wire]]] = {}  # node -> wires that carry its value, in drawing order
        for node in graph.nodes:
            if not self.needed[node.id]:
                continue
            call = self.pill[node.id]
            if call is not None:
                if graph.calls[call].output == node.id:
                    self._pill(call, uses)
            else:
                self._gate(node, uses)
        last = Wire("", self.box_of(graph.output), OUTPUT, 0, graph.output, (), graph.nodes[graph.output].shape)
        uses.setdefault(graph.output, []).append((OUTPUT, last))
        name = graph.nodes[graph.output].name or "f"
        self.boxes.append(Box(OUTPUT, "output", "output", name, graph.output, None))
        self._connect(uses)
        wires = [wire for box in self.boxes for wire in self.incoming.get(box.id, ())]
        wires = [replace(wire, id=f"e{i}") for i, wire in enumerate(wires)]
        return View(tuple(self.boxes), tuple(wires), self._frames())

    def _gate(self, node: Node, uses: dict[int, list[tuple[str, Wire]]]) -> None:
        box = f"n{node.id}"
        row = OPS[node.op]
        inside = self.inside[node.id]
        for slot, arg in enumerate(node.args):
            if inside[slot]:
                continue
            target, place, shape = box, slot, self.graph.nodes[arg].shape
            if row.elementwise and row.slots is not None and shape != node.shape:
                stretch = f"b{node.id}_{slot}"
                self.boxes.append(Box(stretch, "gate", "broadcast", OPS["broadcast"].symbol, arg, node.call))
                after = Wire("", stretch, box, slot, arg, ((node.id, slot),), node.shape)
                self.incoming.setdefault(box, []).append(after)
                target, place = stretch, 0
            wire = Wire("", self.box_of(arg), target, place, arg, ((node.id, slot),), shape)
            uses.setdefault(arg, []).append((target, wire))
        kind = "leaf" if not node.args else "gate"
        fixed = tuple((slot, arg) for slot, arg in enumerate(node.args) if inside[slot])
        self.boxes.append(Box(box, kind, node.op, self._label(node, fixed), node.id, node.call, fixed))

    def _label(self, node: Node, fixed: tuple[tuple[int, int], ...]) -> str:
        """What stands in the box: the gate's symbol, with its constants; numbers are put in by the trace."""
        row = OPS[node.op]
        if not node.args:
            return node.name or ""
        if fixed:
            return " ".join(row.folded[slot].replace("{c}", f"{{{arg}}}") for slot, arg in fixed)
        return row.label(**node.params)

    def _pill(self, call: int, uses: dict[int, list[tuple[str, Wire]]]) -> None:
        graph, box = self.graph, f"f{call}"
        ports: dict[int, list[tuple[int, int]]] = {}
        for node in graph.nodes[: graph.calls[call].output + 1]:
            if self.pill[node.id] == call and self.needed[node.id]:
                for slot, arg in enumerate(node.args):
                    if self.pill[arg] != call and not self.inside[node.id][slot]:
                        ports.setdefault(arg, []).append((node.id, slot))
        order = {arg: i for i, arg in reversed(list(enumerate(graph.calls[call].args)))}
        sources = sorted(ports, key=lambda arg: (order.get(arg, len(order)), arg))
        free = [arg for arg in sources if arg not in order]  # names of the program that the body reads by itself
        for arg in sources:
            slot = order[arg] if arg in order else len(graph.calls[call].args) + free.index(arg)
            wire = Wire("", self.box_of(arg), box, slot, arg, tuple(ports[arg]), graph.nodes[arg].shape)
            uses.setdefault(arg, []).append((box, wire))
        row = graph.calls[call]
        self.boxes.append(Box(box, "function", row.function, row.function, row.output, row.parent))

    def _connect(self, uses: dict[int, list[tuple[str, Wire]]]) -> None:
        """Join every value to its users: by one wire, or through a copy gate where there are several."""
        frame_of = {box.id: box.frame for box in self.boxes}
        copies: list[tuple[str, Box]] = []
        for node, users in uses.items():
            if len(users) > 1:
                copy = f"c{node}"
                frame = self._common([frame_of[target] for target, _ in users])
                copies.append((self.box_of(node), Box(copy, "gate", "copy", OPS["copy"].symbol, node, frame)))
                ports = tuple(port for _, wire in users for port in wire.ports)
                self.incoming[copy] = [replace(users[0][1], source=self.box_of(node), target=copy, slot=0, ports=ports)]
                users = [(target, replace(wire, source=copy)) for target, wire in users]
            for target, wire in users:
                self.incoming.setdefault(target, []).append(wire)
        behind = dict(copies)
        self.boxes = [b for box in self.boxes for b in ((box, behind[box.id]) if box.id in behind else (box,))]
        for wires in self.incoming.values():
            wires.sort(key=lambda wire: wire.slot)

    def _common(self, frames: list[int | None]) -> int | None:
        """The innermost call that all of `frames` lie in."""
        calls = self.graph.calls
        chains: list[list[int]] = []
        for frame in frames:
            chain: list[int] = []
            while frame is not None:
                chain.append(frame)
                frame = calls[frame].parent
            chains.append(chain)
        return next((call for call in chains[0] if all(call in chain for chain in chains[1:])), None)

    def _frames(self) -> tuple[Frame, ...]:
        members: dict[int, list[str]] = {}
        for box in self.boxes:
            call = box.frame
            while call is not None:
                members.setdefault(call, []).append(box.id)
                call = self.graph.calls[call].parent
        calls = self.graph.calls
        frames = []
        for call in sorted(members):
            parent = calls[call].parent
            frames.append(Frame(f"f{call}", call, parent if parent in members else None, tuple(members[call])))
        return tuple(frames)
