"""Both passes in one graph, to be drawn: the forward half, and mirrored behind it the gates of the backward pass.

Every gate of the backward half is a row of the op table, made from the formulas that the rows show, so that it can be
opened, stepped, written as code and differentiated again.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from ..graph import INPUT, LITERAL, FunctionCall, GradientEnd, Graph, GraphNode, Halves, variables
from ..limits import DEFAULT, Limits
from ..ops import ARGUMENTS, OPS
from .builder import Builder
from .evaluator import Evaluator
from .gradients import SCATTERED, gradient_term, run_formula, unbroadcast
from .hand_back import hand_back
from .machine import Machine
from .modules import BUILTINS
from .text import read_text
from .values import Number, Value

__all__ = ["two_halves"]

PLACE = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=1)


def two_halves(graph: Graph, upstream: Any = None, closed: Collection[int] = (), *, limits: Limits = DEFAULT) -> Graph:
    """Return the graph of the forward and the backward pass. Its first nodes are those of `graph`, ids kept.

    Its output holds all gradients: the one there is, or all of them flattened, one after another in the order of
    `halves.ends`. Its call k + `halves.calls` holds what the backward pass of call k computes.

    Args:
        upstream: dL/d(output) in the output's shape; None: what the program seeds with, else ones.
        closed: calls that are differentiated by their own local gradients where they have them, as one gate.

    Returns:
        `graph` itself where its output depends on no variable.

    Raises:
        SourceError: a gate on the way has no formula of its own for its gradient.
        LimitError: `gates`, `operations` or `total_elements`.
    """
    leaves = sorted(graph.fact(variables).values())
    return _Mirror(graph, closed, limits).graph_of(leaves, upstream) if leaves else graph


class _Mirror:
    def __init__(self, graph: Graph, closed: Collection[int], limits: Limits) -> None:
        self.graph, self.limits = graph, limits
        inputs = {node.name: node.id for node in graph.nodes if node.op == INPUT and node.name is not None}
        self.builder = Builder(limits, {name: graph.nodes[node].shape for name, node in inputs.items()})
        self.builder.nodes, self.builder.inputs = list(graph.nodes), inputs
        self.first = len(graph.calls)
        self.builder.calls = [*graph.calls, *map(self._mirrored, graph.calls)]
        self.machine = Machine(read_text("0", [], limits), self.builder, Evaluator({}, {}, limits), BUILTINS, limits)
        self.closed = {graph.calls[call].output: graph.calls[call] for call in closed if self._has_slope(call)}
        self.gradients: dict[int, int] = {}
        self.frames: dict[int, int | None] = {}  # of each sum of gradients so far: the frame that it stands in
        self.origin: dict[int, int] = {}
        self.sums: set[int] = set()

    def _mirrored(self, call: FunctionCall) -> FunctionCall:
        parent = None if call.parent is None else self.first + call.parent
        return FunctionCall(self.first + call.id, f"{call.function}_backward", parent, (), -1, call.span, (), ())

    def _has_slope(self, call: int) -> bool:
        """Return whether the local gradients of a call are all that its backward pass computes."""
        row, graph = self.graph.calls[call], self.graph
        if (
            row.output < 0
            or row.custom_derivatives
            or not row.args
            or not len(row.local) == len(row.params) == len(row.args)
        ):
            return False
        inside = self._inside(graph, call)
        if row.output not in inside:
            return False
        outside = {arg for gate in inside for arg in graph.nodes[gate].args if arg not in inside}
        fixed = {arg for arg in outside if not graph.nodes[arg].args and graph.nodes[arg].op != INPUT}
        plain = all(OPS[graph.nodes[gate].op].elementwise and not graph.nodes[gate].params for gate in inside)
        return plain and outside - fixed <= set(row.args)

    @staticmethod
    def _inside(graph: Graph, call: int) -> set[int]:
        """Return the gates made by a call or by the calls in it."""
        within = [False] * len(graph.calls)
        for row in graph.calls:  # a parent stands before its children
            within[row.id] = row.id == call or (row.parent is not None and within[row.parent])
        return {node.id for node in graph.nodes if node.args and node.call is not None and within[node.call]}

    def graph_of(self, leaves: Sequence[int], upstream: Any) -> Graph:
        builder, graph = self.builder, self.graph
        seed = self._seed(upstream)
        self._differentiate(leaves, seed)
        ends = []
        for leaf in leaves:
            if leaf not in self.gradients:
                shape = graph.nodes[leaf].shape
                self._settle(leaf, builder.literal(np.zeros(shape) if shape else 0.0, None), leaf, None)
            ends.append(GradientEnd(self._free(graph.nodes[leaf].name or ""), self.gradients[leaf], leaf))
        names = self._name(ends)
        last = len(builder.nodes)
        output = self._joined([end.node for end in ends])
        origin = {**self.origin, **dict.fromkeys(range(last, len(builder.nodes)), graph.output)}
        halves = Halves(len(graph.nodes), self.first, graph.output, seed, tuple(ends), origin, frozenset(self.sums))
        result = replace(graph, nodes=tuple(builder.nodes), output=output, names={**graph.names, **names}, seed=None)
        return replace(result, calls=tuple(self._ended(builder.calls, ends)), halves=halves)

    def _seed(self, upstream: Any) -> int:
        graph, builder = self.graph, self.builder
        if upstream is None and graph.seed is not None:
            return graph.seed
        shape = graph.nodes[graph.output].shape
        custom_derivatives = np.ones(shape) if upstream is None else np.asarray(upstream, dtype=np.float64)
        return builder.literal(custom_derivatives if shape else float(custom_derivatives), None)

    def _differentiate(self, leaves: Sequence[int], seed: int) -> None:
        """Reverse mode (Linnainmaa 1970), in the order of the engine."""
        graph = self.graph
        relevant = [False] * len(graph.nodes)
        for leaf in leaves:
            relevant[leaf] = True
        for node in graph.nodes:
            relevant[node.id] = relevant[node.id] or any(relevant[arg] for arg in node.args)
        self.gradients[graph.output], self.frames[graph.output] = seed, None
        if seed >= len(graph.nodes):
            self.origin[seed] = graph.output
        for index in range(graph.output, -1, -1):
            if index not in self.gradients or not relevant[index]:
                continue
            call = self.closed.get(index)
            if call is not None:
                self._through(call, relevant)
                continue
            gate = graph.nodes[index]
            for slot, arg in enumerate(gate.args):
                if relevant[arg]:
                    frame = None if gate.call is None else self.first + gate.call
                    term = self._gradient_of_term(partial(self._term, gate, slot), frame, index)
                    if term is not None:
                        self._settle(arg, term, arg, frame)

    def _through(self, call: FunctionCall, relevant: Sequence[bool]) -> None:
        """Add the backward pass of a call by its local gradients: `g * (out * (1 - out))`."""
        upstream, frame = self.gradients[call.output], self.first + call.id
        names: dict[str, Value] = {name: Number(arg) for name, arg in zip(call.params, call.args, strict=True)}
        names.update(out=Number(call.output), g=Number(upstream))
        for arg, local in zip(call.args, call.local, strict=True):
            formula, shape = hand_back(local), self.graph.nodes[arg].shape
            if not relevant[arg] or formula is None:
                continue

            def term(formula: str = formula, shape: tuple[int, ...] = shape) -> int:
                return unbroadcast(self.machine, run_formula(self.machine, formula, names, PLACE), shape, PLACE)

            gradient_of_term = self._gradient_of_term(term, frame, call.output)
            assert gradient_of_term is not None
            self._settle(arg, gradient_of_term, arg, frame)

    def _term(self, gate: GraphNode, slot: int) -> int | None:
        """Return the term that a gate adds to the gradient of one argument; None if it is 0."""
        row, upstream, nodes = OPS[gate.op], self.gradients[gate.id], self.graph.nodes
        plain = (
            row.elementwise
            and row.vjp_formula is None
            and row.local
            and not gate.params
            and len(gate.args) <= len(ARGUMENTS)
        )
        if not plain or gate.op in SCATTERED:
            return gradient_term(self.machine, gate, slot, upstream, PLACE)
        letters = list(zip(ARGUMENTS, gate.args, strict=False))
        operands = tuple(
            (letter, float(nodes[arg].params["value"]))
            for letter, arg in letters
            if nodes[arg].op == LITERAL and nodes[arg].name is None and not nodes[arg].shape
        )
        formula = hand_back(row.local[min(slot, len(row.local) - 1)], operands)
        if formula is None:
            return None
        names: dict[str, Value] = {letter: Number(arg) for letter, arg in letters}
        names.update(out=Number(gate.id), g=Number(upstream))
        return unbroadcast(
            self.machine, run_formula(self.machine, formula, names, PLACE), nodes[gate.args[slot]].shape, PLACE
        )

    def _gradient_of_term(self, term: Any, frame: int | None, origin: int) -> int | None:
        """Run a formula: what it emits stands in that frame and belongs to that gate."""
        builder, first = self.builder, len(self.builder.nodes)
        builder.call = frame
        number: int | None = term()
        builder.call = None
        self.origin.update(dict.fromkeys(range(first, len(builder.nodes)), origin))
        return number

    def _settle(self, arg: int, term: int, origin: int, frame: int | None) -> None:
        """Add a term to the gradient of `arg`."""
        old = self.gradients.get(arg)
        if old is not None:
            frame = frame if frame == self.frames[arg] else None
            builder = self.builder
            gradient_of_term = self._gradient_of_term(lambda: builder.emit("add", (old, term)), frame, origin)
            assert gradient_of_term is not None
            term = gradient_of_term
            self.sums.add(term)
        elif term >= len(self.graph.nodes):
            self.origin.setdefault(term, origin)
        self.gradients[arg], self.frames[arg] = term, frame

    def _name(self, ends: Iterable[GradientEnd]) -> dict[str, int]:
        """Name gradients after their values, as the lectures do: dq of q."""
        graph, builder = self.graph, self.builder
        names = {}
        for node in sorted(self.gradients, reverse=True):
            name = graph.nodes[node].name or ("f" if node == graph.output else None)
            gradient = self.gradients[node]
            if name is not None and graph.nodes[node].op != INPUT and gradient >= len(graph.nodes):
                names[self._free(name)] = gradient
        names.update({end.name: end.node for end in ends})
        for name, node in names.items():
            if node >= len(graph.nodes):
                builder.set_name(node, name)
        return names

    def _free(self, name: str) -> str:
        """Return a name for the gradient of `name` that the program does not use itself."""
        text = f"d{name}"
        while text in self.graph.names:
            text = f"d_{text[1:]}"
        return text

    def _joined(self, parts: list[int]) -> int:
        """Return all gradients as one value."""
        builder, most = self.builder, self.limits.gate_arguments
        while len(parts) > 1:
            flat = not any(builder.shape(part) for part in parts)
            if not flat:
                parts = [
                    part
                    if len(builder.shape(part)) == 1
                    else builder.emit("reshape", (part,), {"shape": (int(np.prod(builder.shape(part), dtype=int)),)})
                    for part in parts
                ]
            op = "stack" if flat else "concatenate"
            groups = [tuple(parts[at : at + most]) for at in range(0, len(parts), most)]
            parts = [builder.emit(op, group, {"axis": 0}) for group in groups]
        return parts[0]

    def _ended(self, calls: Sequence[FunctionCall], ends: Iterable[GradientEnd]) -> list[FunctionCall]:
        """Return the calls, those of the backward half with their result where they have one."""
        nodes, ended = self.builder.nodes, list(calls)
        leaving: list[set[int]] = [set() for _ in calls]
        users: dict[int, set[int | None]] = {}
        for node in nodes[len(self.graph.nodes) :]:
            for arg in node.args:
                users.setdefault(arg, set()).add(node.call)
        for end in ends:
            users.setdefault(end.node, set()).add(None)
        enclosing: list[set[int]] = []
        for call in calls:
            enclosing.append({call.id} | (set() if call.parent is None else enclosing[call.parent]))
        for node in nodes[len(self.graph.nodes) :]:
            if node.call is None or not node.args:
                continue
            for user in users.get(node.id, ()):
                for frame in enclosing[node.call] - (set() if user is None else enclosing[user]):
                    leaving[frame].add(node.id)
        for call in calls[self.first :]:
            if len(leaving[call.id]) == 1:
                ended[call.id] = call._replace(output=next(iter(leaving[call.id])))
        return ended
