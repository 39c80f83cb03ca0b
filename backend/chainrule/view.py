"""Graph -> View: what is drawn. Constants move inside gates, copy and broadcast gates appear, functions close.

The View is structure only. It says, for each wire, which places of the Graph its numbers come from, so that
opening and closing can never change a number.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from .errors import ValueProblem
from .graph import Graph, Node, Shape, constants
from .ops import OPS
from .ops.fold import folded

__all__ = ["OUTPUT", "VIEWS", "Box", "Frame", "View", "Wire", "view"]

OUTPUT = "out"  # the id of the output's box
VIEWS = ("gates", "functions", "units")


@dataclass(frozen=True, slots=True)
class Box:
    """One thing drawn.

    kind: "leaf" (rounded box), "gate" (circle), "function" (pill: a closed call), "output" (the name at the end).
    """

    id: str  # "n5" graph node 5; "c5" the copy gate behind node 5; "b7_1" the broadcast gate in front of slot 1 of node 7;
    #          "f2" closed call 2; "out"
    kind: str
    op: str  # a key of OPS, or "output"; for a pill the function's name
    label: str  # what is written inside: "×", "w0", "sigmoid"; "+{7}" is a constant: the value of graph node 7
    node: int  # the graph node whose value leaves this box
    frame: int | None  # innermost OPEN call it is drawn in
    constants: tuple[tuple[int, int], ...] = ()  # (slot, graph node) of scalar constants drawn inside the gate


@dataclass(frozen=True, slots=True)
class Wire:
    """One edge: `source` box -> `target` box. Its value is that of graph node `node` (stretched, behind a broadcast gate).

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


def view(graph: Graph, mode: str = "gates", opened: Collection[str] = (), closed: Collection[str] = ()) -> View:
    """Choose what is drawn of `graph`.

    Args:
        mode: "gates" shows every function open, "functions" every function closed ("units" is "gates" of a scalar graph).
        opened, closed: exceptions, as call ids ("f1") or function names ("sigmoid").

    Raises:
        ValueProblem: `unknown-function` for an exception that is neither.
    """
    shut = _shut_calls(graph, mode, opened, closed)
    return _Drawing(graph, shut).view()


def _shut_calls(graph: Graph, mode: str, opened: Collection[str], closed: Collection[str]) -> list[bool]:
    """For each call, whether it is drawn as one pill."""
    names = {call.function for call in graph.calls} | {f"f{call.id}" for call in graph.calls}
    for wanted in (*opened, *closed):
        if wanted not in names:
            raise ValueProblem(
                "unknown-function", f"There is no function `{wanted[:60]}` in this graph.",
                hint=f"Its functions are: {', '.join(sorted(names)[:20])}." if names else "It has no functions.",
            )  # fmt: skip
    shut = []
    for call in graph.calls:
        own = {call.function, f"f{call.id}"}
        by_default = mode == "functions"
        chosen = f"f{call.id}"  # the id is more exact than the name
        if chosen in opened or (chosen not in closed and not own.isdisjoint(opened)):
            by_default = False
        elif not own.isdisjoint(closed):
            by_default = True
        shut.append(by_default and call.output >= 0)
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
        calls = self.graph.calls
        outermost: list[int | None] = []
        for call in calls:  # a parent stands before its children
            above = None if call.parent is None else outermost[call.parent]
            outermost.append(above if above is not None else call.id if shut[call.id] else None)
        pill = [None if node.call is None else outermost[node.call] for node in self.graph.nodes]
        for call in calls:  # a closed call whose result is made elsewhere (`return x`) has nothing to draw
            if outermost[call.id] == call.id and pill[call.output] != call.id:
                pill = [None if hidden == call.id else hidden for hidden in pill]
        return pill

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
            uses.setdefault(arg, []).append((target, Wire("", self.box_of(arg), target, place, arg, ((node.id, slot),), shape)))
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

