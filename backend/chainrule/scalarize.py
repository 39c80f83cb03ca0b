"""Graph -> the same graph in scalars: each vector or matrix taken apart into its entries.

For the unit view, and for the tape that a page runs by itself. Numbers stay the same: only sums are grouped by entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .errors import LimitError
from .graph import INPUT, LITERAL, FunctionCall, Graph, GraphNode, Shape, ancestors
from .ops import OPS, Lowering, lowered

__all__ = ["ScalarizedGraph", "entry_name", "entry_names", "scalarize", "unit_graph"]


@dataclass(slots=True, eq=False)
class ScalarUse:
    """A scalar on its way through one gate: which scalar node it is, and the slot of the gate it came in by.

    Not frozen, for one is made for each entry of each argument; and no tuple, which NumPy would take for a sequence.
    """

    node: int
    slot: int | None = None


@dataclass(slots=True)
class ScalarizedGraph:
    """`graph` holds only scalars. `entries[node]`: the scalar nodes of an original node, in its shape (objects).

    `places[(node, slot)]`: for each entry of that argument, in C order, the (scalar node, slot) pairs that read
    it inside the gate. `broadcast_copies[(node, slot)]`: the copies of an argument that was broadcast, in the gate's
    shape.
    """

    graph: Graph
    entries: list[Any] = field(default_factory=list)
    places: dict[tuple[int, int], list[list[tuple[int, int]]]] = field(default_factory=dict)
    broadcast_copies: dict[tuple[int, int], Any] = field(default_factory=dict)


class _Emit:
    """Collects scalar nodes; remembers, for each, through which slot of the gate at hand its arguments came."""

    def __init__(self, limit: int, limit_name: str) -> None:
        self.nodes: list[GraphNode] = []
        self.limit, self.limit_name = limit, limit_name
        self.reads: dict[tuple[int, int], list[tuple[int, int]]] = {}  # (slot, argument) -> places that read it
        self.of: GraphNode | None = None

    def add(
        self, op: str, args: tuple[int, ...] = (), params: Mapping[str, Any] | None = None, name: str | None = None
    ) -> int:
        index = len(self.nodes)
        if index >= self.limit:
            raise LimitError(
                self.limit_name,
                self.limit,
                "Taken apart into scalars, the graph has more gates than that",
                hint="Stay with the gates or functions view, or use smaller arrays.",
            )
        of = self.of
        assert of is not None
        self.nodes.append(GraphNode(index, op, args, params or {}, (), of.span, name, None if op == INPUT else of.call))
        return index

    def __call__(self, op: str, /, *entries: Any) -> ScalarUse:
        index = self.add(op, tuple(entry.node for entry in entries))
        for place, entry in enumerate(entries):
            if entry.slot is not None:
                self.reads.setdefault((entry.slot, entry.node), []).append((index, place))
        return ScalarUse(index)

    def constant(self, value: float, /) -> ScalarUse:
        return ScalarUse(self.add(LITERAL, (), {"value": float(value)}))


def scalarize(graph: Graph, needed: list[bool], limit: int, limit_name: str, *, moves: bool) -> ScalarizedGraph:
    """Take `graph` apart.

    Args:
        needed: only these nodes are taken apart.
        moves: entries that only move (transpose, indexing, ...) pass through a copy of their own, so that the gradient
            on each wire can be told apart; without, they are the same scalars.

    Raises:
        LimitError: more than `limit` scalar nodes.
    """
    emit = _Emit(limit, limit_name)
    scalars = ScalarizedGraph(graph, [None] * len(graph.nodes))
    for node in graph.nodes:
        if needed[node.id]:
            emit.of = node
            emit.reads = {}
            if _is_scalar_gate(graph, node):
                at = emit.add(node.op, tuple([scalars.entries[arg] for arg in node.args]))
                scalars.entries[node.id] = at
                for slot in range(len(node.args)):
                    scalars.places[node.id, slot] = [[(at, slot)]]
                continue
            scalars.entries[node.id] = _node(graph, node, emit, scalars, moves)
            for slot, arg in enumerate(node.args):
                if (node.id, slot) not in scalars.broadcast_copies:
                    flat = _flat(scalars.entries[arg])
                    scalars.places[node.id, slot] = [emit.reads.get((slot, scalar), []) for scalar in flat]
    ends = _flat(scalars.entries[graph.output])
    output = ends[-1] if ends else -1  # an empty array has no entry
    names = {node.name: node.id for node in emit.nodes if node.name is not None}
    scalars.graph = Graph(graph.source, tuple(emit.nodes), output, names, graph.calls)
    return scalars


def _is_scalar_gate(graph: Graph, node: GraphNode) -> bool:
    """Return whether a gate is one of the scalar graph as it stands."""
    if not node.args or node.shape or OPS[node.op].units is not Lowering.ELEMENTWISE:
        return False
    return all(not graph.nodes[arg].shape for arg in node.args)


def entry_name(name: str, place: tuple[int, ...]) -> str:
    """W and (0, 1) -> "W[0,1]"."""
    return f"{name}[{','.join(map(str, place))}]" if place else name


def entry_names(name: str, shape: Shape) -> list[str]:
    """Return the names of all entries, in C order."""
    return [entry_name(name, place) for place in np.ndindex(*shape)]


def unit_graph(graph: Graph, upstream: Any, limit: int) -> Graph:
    """Return the graph that the unit view draws: one gate per entry, and one output.

    An array as output becomes the scalar behind its upstream gradient: L = sum of upstream x entry. Functions of one
    entry at a time (sigmoid, relu, ...) become one call per entry, so that they can be closed to units.

    Args:
        upstream: dL/d(output) in the output's shape, or None for ones.

    Raises:
        LimitError: `unit_gates`.
    """
    scalars = scalarize(graph, ancestors(graph, graph.output), limit, "unit_gates", moves=False)
    nodes = list(scalars.graph.nodes)
    for node in graph.nodes:
        entries = scalars.entries[node.id]
        if node.name is not None and node.args and entries is not None:
            for place, entry in np.ndenumerate(np.asarray(entries, dtype=object)):
                if nodes[entry].name is None and nodes[entry].args:
                    nodes[entry] = nodes[entry]._replace(name=entry_name(node.name, place))
    calls = _unit_calls(graph, scalars, nodes)
    output = scalars.graph.output
    if graph.nodes[graph.output].shape:
        output = _gather(graph, scalars, upstream, nodes)
    return Graph(graph.source, tuple(nodes), output, scalars.graph.names, tuple(calls), graph.notes)


def _gather(graph: Graph, scalars: ScalarizedGraph, upstream: Any, nodes: list[GraphNode]) -> int:
    """Append the scalar behind an upstream gradient: its product with the output, added up."""

    def add(op: str, args: tuple[int, ...], params: Mapping[str, Any]) -> int:
        nodes.append(GraphNode(len(nodes), op, args, params, (), graph.nodes[graph.output].span, None, None))
        return len(nodes) - 1

    terms = _flat(scalars.entries[graph.output])
    if upstream is not None:
        weights = [add(LITERAL, (), {"value": float(weight)}) for weight in np.ravel(upstream)]
        terms = [add("mul", pair, {}) for pair in zip(weights, terms, strict=True)]
    if not terms:  # an empty array: the sum of nothing
        return add(LITERAL, (), {"value": 0.0})
    return add("addn", tuple(terms), {}) if len(terms) > 1 else terms[0]


def _unit_calls(graph: Graph, scalars: ScalarizedGraph, nodes: list[GraphNode]) -> list[FunctionCall]:
    """Return one call per entry for an elementwise function; else the call stays a frame that does not close."""
    inside: dict[int, list[int]] = {call.id: [] for call in graph.calls}
    for node in graph.nodes:
        at = node.call
        while at is not None:
            if scalars.entries[node.id] is not None:
                inside[at].append(node.id)
            at = graph.calls[at].parent
    calls: list[FunctionCall] = []
    renamed: dict[tuple[int, int], int] = {}  # (call, entry) -> new call
    parts: dict[int, int] = {}
    for call in graph.calls:
        gates = [node for node in inside[call.id] if graph.nodes[node].args]
        shape = graph.nodes[call.output].shape if call.output >= 0 else ()
        each = (
            bool(gates)
            and 0 not in shape
            and all(OPS[graph.nodes[node].op].elementwise and graph.nodes[node].shape == shape for node in gates)
        )
        count = int(np.prod(shape)) if each else 1
        parts[call.id] = count
        for part in range(count):
            parent = None
            if call.parent is not None:
                parent = renamed[call.parent, part if parts[call.parent] == count else 0]
            renamed[call.id, part] = len(calls)
            single = call.output >= 0 or not any(graph.nodes[end].shape for end in call.ends)
            has_scalars = bool(call.ends) and all(scalars.entries[end] is not None for end in call.ends)
            closes = (each or not shape) and single and has_scalars
            ends = (
                _unit_ends(graph, scalars, call, part, count) if closes else {"args": (), "output": -1, "results": ()}
            )
            calls.append(call._replace(id=len(calls), parent=parent, **ends))
    home = [None if node.call is None else renamed[node.call, 0] for node in nodes]
    for node in graph.nodes:
        if node.call is not None and node.args and scalars.entries[node.id] is not None:
            for part, entry in enumerate(_flat(scalars.entries[node.id])):
                if parts[node.call] > 1:
                    home[entry] = renamed[node.call, part]
    nodes[:] = [node._replace(call=call) for node, call in zip(nodes, home, strict=True)]
    return calls


def _unit_ends(graph: Graph, scalars: ScalarizedGraph, call: FunctionCall, part: int, count: int) -> dict[str, Any]:
    """Return the fields of one entry's call that change.

    An argument that the body does not use, or an empty one, has no scalars: it is dropped with its parameter and its
    local gradient.
    """
    args: list[int] = []
    dropped: set[int] = set()
    for slot, arg in enumerate(call.args):
        entries = scalars.entries[arg]
        flat = [] if entries is None else _flat(entries)
        if flat:
            args.append(flat[part] if len(flat) == count else flat[0])
        else:
            dropped.add(slot)
    return {
        "args": tuple(args),
        "params": tuple(name for slot, name in enumerate(call.params) if slot not in dropped),
        "local": tuple(slope for slot, slope in enumerate(call.local) if slot not in dropped),
        "output": -1 if call.results else _flat(scalars.entries[call.output])[part],
        "results": tuple(_flat(scalars.entries[end])[part] for end in call.results),
    }


def _flat(entries: Any) -> list[int]:
    return [int(entry) for entry in np.ravel(entries)] if isinstance(entries, np.ndarray) else [entries]


def _node(graph: Graph, node: GraphNode, emit: _Emit, scalars: ScalarizedGraph, moves: bool) -> Any:
    if not node.args:
        return _leaf(node, emit)
    row = OPS[node.op]
    args = [_entries(scalars.entries[arg], slot) for slot, arg in enumerate(node.args)]
    if row.units is Lowering.ELEMENTWISE:
        return _elementwise(graph, node, emit, scalars, args, moves)
    first = len(emit.nodes)
    result = lowered(row, emit, args, node.params)
    # An entry of the result that the gate itself goes on with (a running sum) gets a copy of its own: the gradient of
    # the entry is what comes from outside alone. So does one that only moves (a transpose, a sum of one), or that
    # stands in several places, where each wire is to have its gradient.
    inner = {arg for inside in emit.nodes[first:] for arg in inside.args}
    times = Counter(entry.node for entry in np.ravel(result)) if moves else Counter()

    def own(entry: ScalarUse) -> int:
        is_copied = moves and (entry.slot is not None or times[entry.node] > 1)
        return emit("copy", entry).node if is_copied or (entry.slot is None and entry.node in inner) else entry.node

    return _ids(result, node, own)


def _elementwise(
    graph: Graph, node: GraphNode, emit: _Emit, scalars: ScalarizedGraph, args: list[Any], moves: bool
) -> Any:
    spread = []
    for slot, arg in enumerate(node.args):
        entries = args[slot]
        if graph.nodes[arg].shape != node.shape:
            wide = np.empty(node.shape, dtype=object)
            wide[...] = np.broadcast_to(entries, node.shape) if isinstance(entries, np.ndarray) else entries
            if moves:
                copies = _each(wide, lambda entry: emit("copy", entry).node)
                scalars.places[node.id, slot] = [
                    emit.reads.get((slot, scalar), []) for scalar in _flat(scalars.entries[arg])
                ]
                scalars.broadcast_copies[node.id, slot] = copies
                wide = _entries(copies, None)
            entries = wide
        spread.append(entries)
    return _each(lowered(OPS[node.op], emit, spread, node.params), lambda entry: entry.node)


def _leaf(node: GraphNode, emit: _Emit) -> Any:
    if not node.shape:
        if node.op in (INPUT, LITERAL):
            return emit.add(node.op, (), node.params, node.name)
        return emit.add(LITERAL, (), {"value": OPS[node.op].forward(**node.params)}, node.name)
    out = np.empty(node.shape, dtype=object)
    if node.op == INPUT:
        values = None
    else:
        values = node.params["value"] if node.op == LITERAL else OPS[node.op].forward(**node.params)
    for place in np.ndindex(*node.shape):
        name = entry_name(node.name, place) if node.name else None
        params = {} if values is None else {"value": float(values[place])}
        out[place] = emit.add(INPUT if values is None else LITERAL, (), params, name)
    return out


def _entries(ids: Any, slot: int | None) -> Any:
    return _each(ids, lambda scalar: ScalarUse(scalar, slot)) if isinstance(ids, np.ndarray) else ScalarUse(ids, slot)


def _each(entries: Any, change: Any) -> Any:
    if not isinstance(entries, np.ndarray):
        return change(entries)
    out = np.empty(entries.shape, dtype=object)
    out.ravel()[:] = [change(entry) for entry in entries.ravel()]
    return out


def _ids(entries: Any, node: GraphNode, named: Callable[[ScalarUse], int]) -> Any:
    if isinstance(entries, np.ndarray) and entries.ndim == 0:
        entries = entries.item()
    assert np.shape(entries) == node.shape, (node.op, np.shape(entries), node.shape)
    return _each(entries, named)
