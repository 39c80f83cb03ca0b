"""One picture of a graph: its boxes, its wires and the copy gates between them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ..folding import folding
from ..graph import LITERAL, ROUND, Graph, GraphNode
from ..ops import OPS
from .parts import OUTPUT, Box, Form, FunctionFrame, View, Wire, call_id
from .repeats import Repeats, bundle

__all__ = ["draw"]


def draw(graph: Graph, collapsed: list[bool], expanded: Collection[str] | None) -> View:
    """Return the picture in which the calls marked in `collapsed` are closed.

    `expanded`: repeated boxes that are drawn one by one all the same; None: none are drawn as one.
    """
    drawing = _Drawing(graph, collapsed)
    drawing.everything()
    drawing.boxes = _attributes_inside(graph, drawing.boxes, drawing.wires)
    repeats = Repeats(graph, drawing.boxes, drawing.wires, drawing.bundles, drawing.parameters_inside)
    if expanded is not None and repeats.find(expanded):
        drawing.boxes, drawing.wires = repeats.merge()
    boxes, wires = _connected(graph, drawing.boxes, drawing.wires)
    boxes, frames = _framed(graph, boxes, wires, repeats.opened)
    return View(tuple(boxes), tuple(wires), tuple(frames), bundles=tuple(drawing.bundles))


class _Drawing:
    """Boxes and wires as they are made, one wire for each use of a value."""

    def __init__(self, graph: Graph, collapsed: list[bool]) -> None:
        self.graph = graph
        self.inside = graph.fact(folding)
        self.needed = self._reached()
        self.collapsed_call = self._collapsed_calls(collapsed)
        self.hidden: dict[int, list[GraphNode]] = {}  # closed call -> the nodes in it that are needed
        for node in graph.nodes:
            call = self.collapsed_call[node.id]
            if call is not None and self.needed[node.id]:
                self.hidden.setdefault(call, []).append(node)
        self.parameters_inside = sum(
            not node.args and "." in (node.name or "") for nodes in self.hidden.values() for node in nodes
        )
        self.bundles: list[tuple[int, ...]] = []  # of closed calls that give several results
        self.leaving = self._leaving()
        self.boxes: list[Box] = []
        self.wires: list[Wire] = []  # with ids still to be given

    def _reached(self) -> list[bool]:
        """Return the nodes that are drawn: those the output depends on other than through a constant inside a gate."""
        reached = [False] * len(self.graph.nodes)
        roots = _ends(self.graph)
        for root in roots:
            reached[root] = True
        for node in reversed(self.graph.nodes[: max(roots) + 1]):
            if reached[node.id]:
                for arg, inside in zip(node.args, self.inside[node.id], strict=True):
                    reached[arg] = reached[arg] or not inside
        return reached

    def _collapsed_calls(self, collapsed: list[bool]) -> list[int | None]:
        """Return, for each node, the outermost closed call it is hidden in."""
        calls, collapsed = self.graph.calls, list(collapsed)
        while True:
            outermost: list[int | None] = []
            for call in calls:  # a parent stands before its children
                above = None if call.parent is None else outermost[call.parent]
                outermost.append(above if above is not None else call.id if collapsed[call.id] else None)
            collapsed_call = [None if node.call is None else outermost[node.call] for node in self.graph.nodes]
            visible = self._seen_through(collapsed_call)
            if not visible:
                return self._with_attributes(collapsed_call)
            for each in visible:
                collapsed[each] = False

    def _with_attributes(self, collapsed_call: list[int | None]) -> list[int | None]:
        """Hide a leaf that an object holds (`conv1.weight`) in the closed call that alone reads it and is not given it.

        A closed module has its parameters in it so.
        """
        graph = self.graph
        readers: dict[int, set[int | None]] = {}
        for node in graph.nodes:
            if self.needed[node.id]:
                for arg in node.args:
                    if not graph.nodes[arg].args and "." in (graph.nodes[arg].name or ""):
                        readers.setdefault(arg, set()).add(collapsed_call[node.id])
        result, ends = list(collapsed_call), set(_ends(graph))
        for leaf, calls in readers.items():
            (call, *others) = calls
            if call is not None and not others and leaf not in ends and leaf not in graph.calls[call].args:
                result[leaf] = call
        return result

    def _seen_through(self, collapsed_call: list[int | None]) -> set[int]:
        """Return closed calls that cannot be drawn as one gate: more than their own result is used outside.

        A number written in one of them and used outside is taken out of it instead.
        """
        nodes, calls = self.graph.nodes, self.graph.calls
        visible = {
            call
            for call in collapsed_call
            if call is not None and any(collapsed_call[end] != call for end in calls[call].ends or (-1,))
        }
        for node in nodes:
            if self.needed[node.id]:
                for arg, inside in zip(node.args, self.inside[node.id], strict=True):
                    call = collapsed_call[arg]
                    if (
                        call is not None
                        and call != collapsed_call[node.id]
                        and not inside
                        and arg not in calls[call].ends
                    ):
                        if nodes[arg].args:
                            visible.add(call)
                        else:
                            collapsed_call[arg] = None
        for end in _ends(self.graph):
            hidden = collapsed_call[end]
            if hidden is not None and end not in calls[hidden].ends:
                visible.add(hidden)
        return visible

    def _leaving(self) -> dict[int, tuple[int, ...]]:
        """Return, for each closed call, those of its results that are used outside."""
        ends = set(_ends(self.graph))
        used = {call: ends.intersection(self.graph.calls[call].ends) for call in self.hidden}
        for node in self.graph.nodes:
            if self.needed[node.id]:
                for arg, inside in zip(node.args, self.inside[node.id], strict=True):
                    call = self.collapsed_call[arg]
                    if call is not None and call != self.collapsed_call[node.id] and not inside:
                        used[call].add(arg)
        return {call: tuple(sorted(nodes)) for call, nodes in used.items()}

    def box_of(self, node: int) -> str:
        return f"n{node}" if self.collapsed_call[node] is None else f"f{self.collapsed_call[node]}"

    def everything(self) -> None:
        graph = self.graph
        for node in graph.nodes:
            if not self.needed[node.id]:
                continue
            call = self.collapsed_call[node.id]
            if call is None:
                self._gate(node)
            elif self.leaving[call][-1] == node.id:
                self._collapsed_call(call)
        output = graph.output if graph.halves is None else graph.halves.output
        self._end(OUTPUT, output, graph.output_name, back=False)
        for number, end in enumerate(() if graph.halves is None else graph.halves.ends):
            self._end(f"{OUTPUT}{number}", end.node, end.name, back=True)

    def _end(self, box: str, node: int, name: str, *, back: bool) -> None:
        """Add a name at the end of a wire."""
        self.wires.append(Wire("", self.box_of(node), box, 0, node, (), self.graph.nodes[node].shape))
        self.boxes.append(Box.of(box, "output", "output", name, node, None, back=back))

    def _gate(self, node: GraphNode) -> None:
        box, back = f"n{node.id}", self.graph.halves is not None and node.id >= self.graph.halves.nodes
        row = OPS[node.op]
        inside = self.inside[node.id]
        for slot, arg in enumerate(node.args):
            if inside[slot]:
                continue
            target, place, shape = box, slot, self.graph.nodes[arg].shape
            if row.elementwise and row.slots is not None and shape != node.shape:
                target, place = f"b{node.id}_{slot}", 0
                self.boxes.append(self._broadcast(target, node, slot, back))
                self.wires.append(Wire("", target, box, slot, arg, ((node.id, slot),), node.shape))
            self.wires.append(Wire("", self.box_of(arg), target, place, arg, ((node.id, slot),), shape))
        form: Form = "gate" if node.args else "literal" if node.op == LITERAL else "variable"
        fixed = tuple((slot, arg) for slot, arg in enumerate(node.args) if inside[slot])
        label, frame = self._label(node, fixed), call_id(node.call)
        self.boxes.append(Box.of(box, form, node.op, label, node.id, frame, fixed, back=back, call=node.call))

    def _broadcast(self, id: str, node: GraphNode, slot: int, back: bool) -> Box:
        symbol, frame = OPS["broadcast"].symbol, call_id(node.call)
        place = node.id, slot
        return Box.of(
            id, "broadcast", "broadcast", symbol, node.args[slot], frame, back=back, call=node.call, port=place
        )

    def _label(self, node: GraphNode, fixed: tuple[tuple[int, int], ...]) -> str:
        """Return the label of the box: the gate's symbol, with its constants; numbers are put in by the trace."""
        row = OPS[node.op]
        if not node.args:
            return node.name or row.symbol
        if fixed:
            return " ".join(row.folded[slot].replace("{c}", f"{{{arg}}}") for slot, arg in fixed)
        return row.label(**node.params)

    def _collapsed_call(self, call: int) -> None:
        graph, box = self.graph, f"f{call}"
        ports: dict[int, list[tuple[int, int]]] = {}
        for node in self.hidden[call]:
            for slot, arg in enumerate(node.args):
                if self.collapsed_call[arg] != call and not self.inside[node.id][slot]:
                    ports.setdefault(arg, []).append((node.id, slot))
        order = {arg: i for i, arg in reversed(list(enumerate(graph.calls[call].args)))}
        sources = sorted(ports, key=lambda arg: (order.get(arg, len(order)), arg))
        free = [arg for arg in sources if arg not in order]  # names of the program that the body reads by itself
        for arg in sources:
            slot = order[arg] if arg in order else len(graph.calls[call].args) + free.index(arg)
            self.wires.append(Wire("", self.box_of(arg), box, slot, arg, tuple(ports[arg]), graph.nodes[arg].shape))
        row = graph.calls[call]
        name, parent = row.function, row.parent
        back = graph.halves is not None and call >= graph.halves.calls
        frame, results = call_id(parent), bundle(self.graph, self.bundles, self.leaving[call])
        self.boxes.append(Box.of(box, "collapsed", name, name, results, frame, calls=(call,), back=back, call=parent))


def _ends(graph: Graph) -> list[int]:
    """Return the nodes at the ends of the picture."""
    halves = graph.halves
    return [graph.output] if halves is None else [halves.output, *(end.node for end in halves.ends)]


def _connected(graph: Graph, boxes: list[Box], wires: list[Wire]) -> tuple[list[Box], list[Wire]]:
    """Join every value to its users: by one wire, or through a copy gate where there are several.

    One wire leads from the forward half to the backward half for each value that is saved: a copy gate behind it hands
    the value on.
    """
    call_of = {box.id: box.call for box in boxes}
    back = {box.id for box in boxes if box.back}
    uses: dict[tuple[str, int], list[Wire]] = {}  # (box, value) -> wires that carry it, in drawing order
    for wire in wires:
        uses.setdefault((wire.source, wire.node), []).append(wire)
    behind: dict[str, list[Box]] = {}
    incoming: dict[str, list[Wire]] = {}

    def copied(copy: Box, users: list[Wire]) -> Wire:
        """Return the wire into a copy gate in front of `users`."""
        for user in users:
            incoming.setdefault(user.target, []).append(user._replace(source=copy.id))
        ports = tuple(port for user in users for port in user.ports)
        return users[0]._replace(target=copy.id, slot=0, ports=ports)

    for (source, node), users in uses.items():
        half, symbol, copies = source in back, OPS["copy"].symbol, []
        saved = [] if half else [wire for wire in users if wire.target in back]
        inside = [call_of[wire.target] for wire in users]
        if saved:
            inside = [call_of[source], *(call_of[wire.target] for wire in users if wire.target not in back)]
        if len(saved) > 1:
            copies.append(Box.of(f"c{node}b", "copy", "copy", symbol, node, None, back=True, keeps=True))
            users = [*(wire for wire in users if wire.target not in back), copied(copies[-1], saved)]
        if len(users) > 1:
            call = _of_copy(graph, call_of[source], inside)
            copies.insert(0, Box.of(f"c{node}", "copy", "copy", symbol, node, call_id(call), back=half, call=call))
            users = [copied(copies[0], users)]
        if copies:
            behind.setdefault(source, []).extend(copies)
        for wire in users:
            incoming.setdefault(wire.target, []).append(wire)
    boxes = [each for box in boxes for each in (box, *behind.get(box.id, ()))]
    ordered = [wire for box in boxes for wire in sorted(incoming.get(box.id, ()), key=lambda wire: wire.slot)]
    return boxes, [wire._replace(id=f"e{i}") for i, wire in enumerate(ordered)]


def _attributes_inside(graph: Graph, boxes: list[Box], wires: list[Wire]) -> list[Box]:
    """Put a leaf that an object holds (`conv1.weight`) into the open call that alone uses it: it belongs there, and not
    into the method that made it (`_make_layer`)."""
    call_of = {box.id: box.call for box in boxes}
    inside: dict[str, list[int | None]] = {}
    for wire in wires:
        inside.setdefault(wire.source, []).append(call_of[wire.target])

    def move(box: Box) -> Box:
        if box.kind != "leaf" or "." not in box.label:
            return box
        call = _common(graph, inside.get(box.id) or [None])
        return box._replace(frame=call_id(call), call=call)

    return [move(box) for box in boxes]


def _of_copy(graph: Graph, source: int | None, users: list[int | None]) -> int | None:
    """Return the innermost call that holds all users of a value; or its source and a user of it.

    A result that its own call uses, too, as the `c` of an LSTM's step, would else leave its frame and come back.
    """
    common = _common(graph, users)
    around = set[int]().union(*(_chain(graph, user) for user in users))
    own = next((call for call in _chain(graph, source) if call in around), None)
    return own if own is not None and (common is None or common in _chain(graph, own)) else common


def _chain(graph: Graph, call: int | None) -> list[int]:
    """Return a call and those that it lies in."""
    chain: list[int] = []
    while call is not None:
        chain.append(call)
        call = graph.calls[call].parent
    return chain


def _common(graph: Graph, inside: list[int | None]) -> int | None:
    """Return the innermost call that all the calls of `inside` lie in."""
    chains = [_chain(graph, call) for call in inside]
    return next((call for call in chains[0] if all(call in chain for chain in chains[1:])), None)


def _with_copies(frame: FunctionFrame, boxes: Sequence[Box], wires: Sequence[Wire]) -> FunctionFrame:
    """Take in the copy gates that hand a value on from one box of the frame to another."""
    inside, copies = set(frame.boxes), {box.id for box in boxes if box.copies}
    behind = {wire.target for wire in wires if wire.source in inside and wire.target in copies}
    before = {wire.source for wire in wires if wire.target in inside}
    return replace(frame, boxes=(*frame.boxes, *(box.id for box in boxes if box.id in behind & before)))


def _framed(
    graph: Graph, boxes: list[Box], wires: Sequence[Wire], expanded: list[FunctionFrame]
) -> tuple[list[Box], list[FunctionFrame]]:
    """Return the frames round open functions, and `expanded`, those round repeated boxes that are drawn one by one."""
    expanded = [_with_copies(frame, boxes, wires) for frame in expanded]
    within: dict[int, list[str]] = {}
    for box in boxes:
        call = box.call
        while call is not None:
            within.setdefault(call, []).append(box.id)
            call = graph.calls[call].parent
    frames = []
    for call, members in sorted(within.items()):
        row, id = graph.calls[call], call_id(call)
        title = f"{ROUND} {row.of_round}" if row.function == ROUND and row.of_round else row.function
        frames.append(FunctionFrame(str(id), title, call_id(row.parent), tuple(members), call))
    inside = {box: frame.id for frame in expanded for box in frame.boxes}
    boxes = [box._replace(frame=inside[box.id]) if box.id in inside else box for box in boxes]
    return boxes, [*frames, *expanded]
