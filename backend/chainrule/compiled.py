"""One graph compiled for many evaluations: what does not move is computed once, what is not asked for is left out.

A run evaluates the same graph thousands of times. `evaluate` settles everything again in every pass and keeps what a
trace shows; here the rows' functions stand in flat lists, in evaluation order, with their arguments by place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from .evaluate import ARITHMETIC, Number, unbroadcast, vjp_of, with_params
from .graph import INPUT, LITERAL, Graph, GraphNode, ancestors
from .ops import OPS

__all__ = ["Backward", "Compiled", "CompiledForward", "multiply_adds"]

_Shape: TypeAlias = tuple[int, ...]
_Forward: TypeAlias = tuple[int, Callable[..., Any], int, int, _Shape, _Shape]
# One slot of a gate: the gate, its one or two arguments (-1: none, or all of those listed), the vjp, the argument that
# gets the gradient, its shape (None: all are numbers), and whether it is the first to give that argument a gradient.
_Backward: TypeAlias = tuple[int, int, int, _Shape, Callable[..., Any], int, _Shape | None, bool]


class Compiled:
    """The values at `outputs`, and the gradients of the first of them, for leaves that move.

    Args:
        leaves: a float or float64 array for each leaf of the graph that is no literal and no random number, by node.
        moving: the leaves that will be given other numbers; of the same shapes.
        outputs: the nodes whose values are wanted.
        wrt: the moving leaves whose gradients are wanted.
    """

    def __init__(
        self,
        graph: Graph,
        leaves: Mapping[int, Number],
        moving: Collection[int],
        outputs: Sequence[int],
        wrt: Sequence[int] = (),
    ) -> None:
        nodes = graph.nodes
        self.numbers: list[Number] = [None] * len(nodes)
        self.wrt = tuple(wrt)
        self.outputs = tuple(outputs)
        needed = [False] * len(nodes)
        for output in outputs:
            needed = [one or other for one, other in zip(needed, ancestors(graph, output), strict=True)]
        moves = [node.id in moving for node in nodes]
        self._forward: list[_Forward] = []
        for node in nodes:
            if not needed[node.id]:
                continue
            if node.id in leaves:
                self.numbers[node.id] = leaves[node.id]
                continue
            if node.op == LITERAL:
                self.numbers[node.id] = node.params["value"]
                continue
            assert node.op != INPUT, "Every free name has a value."
            moves[node.id] = any(moves[arg] for arg in node.args)
            step = _forward(nodes, node)
            if moves[node.id]:
                self._forward.append(step)
            else:
                _compute([step], self.numbers, nodes)
        self._backward = Backward(nodes, self.outputs[0], {*leaves}, self.wrt)
        self._nodes = nodes

    def run(self) -> Number:
        """Compute forward with the numbers that the moving leaves have now. Returns the value of the first output."""
        _compute(self._forward, self.numbers, self._nodes)
        return self.numbers[self.outputs[0]]

    def gradients(self, seed: Number) -> list[Number]:
        """Return the gradients of `wrt`, in their shapes, with `seed` as the upstream gradient of the first output."""
        return self._backward.run(self.numbers, seed)


class CompiledForward:
    """Some gates of a graph, in ascending order; `run` computes them from the numbers that stand before them."""

    def __init__(self, nodes: Sequence[GraphNode], order: Sequence[int]) -> None:
        self._nodes = nodes
        self._steps = [_forward(nodes, nodes[index]) for index in order]

    def run(self, numbers: list[Number]) -> None:
        """Write the number of each gate to the place of its id."""
        _compute(self._steps, numbers, self._nodes)


class Backward:
    """The gradients of one node with respect to others, of numbers that are known.

    `evaluate.gradients_of` has the same loop for a trace, which shows every term on its wire; both call the rows' vjps
    and `unbroadcast`, and tests/test_compiled.py holds them to the same bits.

    Args:
        nodes: in evaluation order, as in a Graph.
        leaves: nodes below which nothing is differentiated.
        wrt: the nodes whose gradients are wanted; leaves.
    """

    def __init__(self, nodes: Sequence[GraphNode], output: int, leaves: Collection[int], wrt: Sequence[int]) -> None:
        self._nodes, self._output, self.wrt = nodes, output, tuple(wrt)
        self._steps = _backward(nodes, output, leaves, self.wrt)

    def run(self, numbers: Sequence[Number] | Mapping[int, Number], seed: Number) -> list[Number]:
        """Return the gradients of `wrt`, in their shapes, with `seed` as the upstream gradient of the output."""
        gradients: list[Number] = [None] * (self._output + 1)
        gradients[self._output] = seed
        for index, a, b, args, vjp, arg, shape, first in self._steps:
            upstream = gradients[index]
            try:
                if b >= 0:
                    term = vjp(upstream, numbers[index], numbers[a], numbers[b])
                elif a >= 0:
                    term = vjp(upstream, numbers[index], numbers[a])
                else:
                    term = vjp(upstream, numbers[index], *[numbers[each] for each in args])
            except ARITHMETIC:
                gate_args = [upstream, numbers[index], *[numbers[each] for each in args]]
                term = vjp(*[np.float64(each) if type(each) is float else each for each in gate_args])
            if shape is None:
                if type(term) is not float:
                    term = float(term)
            elif type(term) is not np.ndarray or term.shape != shape:
                term = unbroadcast(term, shape)
            gradients[arg] = term if first else gradients[arg] + term
        return [
            _zeros(self._nodes[leaf].shape) if leaf > self._output or gradients[leaf] is None else gradients[leaf]
            for leaf in self.wrt
        ]


def _forward(nodes: Sequence[GraphNode], node: GraphNode) -> _Forward:
    row, args = OPS[node.op], node.args
    run: Callable[..., Any] = row.scalar if _flat(nodes, node) and row.scalar is not None else row.forward
    return node.id, with_params(run, node.params), *_pair(args), args, node.shape


def _backward(
    nodes: Sequence[GraphNode], output: int, leaves: Collection[int], wrt: Collection[int]
) -> list[_Backward]:
    """Return the slots through which the gradients of `wrt` come back from `output`, in backward order."""
    targets = {*wrt}
    follows = [node.id in targets for node in nodes[: output + 1]]  # its gradient is wanted, or one below it
    for node in nodes[: output + 1]:
        if node.id not in leaves and not follows[node.id]:
            stops = OPS[node.op].stops
            follows[node.id] = any(follows[arg] and slot not in stops for slot, arg in enumerate(node.args))
    steps: list[_Backward] = []
    reached = {output}  # a gradient has come back to it
    for node in reversed(nodes[: output + 1]):
        if node.id not in reached or node.id in leaves or not follows[node.id]:
            continue
        row, flat = OPS[node.op], _flat(nodes, node)
        one, two = _pair(node.args)
        for slot, arg in enumerate(node.args):
            if not follows[arg] or slot in row.stops:
                continue
            vjp = with_params(vjp_of(node, slot), node.params)
            shape = None if flat else nodes[arg].shape
            steps.append((node.id, one, two, node.args, vjp, arg, shape, arg not in reached))
            reached.add(arg)
    return steps


def _pair(args: Sequence[int]) -> tuple[int, int]:
    """Return the one or two arguments; -1 where there are none, or more."""
    return (args[0] if 1 <= len(args) <= 2 else -1), (args[1] if len(args) == 2 else -1)


def _flat(nodes: Sequence[GraphNode], node: GraphNode) -> bool:
    return not node.shape and not any(nodes[arg].shape for arg in node.args)


def _zeros(shape: tuple[int, ...]) -> Number:
    return np.zeros(shape) if shape else 0.0


def _compute(steps: Sequence[_Forward], numbers: list[Number], nodes: Sequence[GraphNode]) -> None:
    for index, run, a, b, args, shape in steps:
        try:
            if b >= 0:
                value = run(numbers[a], numbers[b])
            elif a >= 0:
                value = run(numbers[a])
            else:
                value = run(*[numbers[arg] for arg in args])
        except ARITHMETIC:
            arguments = [np.float64(numbers[arg]) if type(numbers[arg]) is float else numbers[arg] for arg in args]
            value = OPS[nodes[index].op].forward(*arguments, **nodes[index].params)
        if not shape:
            if type(value) is not float:
                value = float(value)
        elif type(value) is not np.ndarray or value.shape != shape:
            value = np.array(np.broadcast_to(value, shape))
        numbers[index] = value


def multiply_adds(graph: Graph) -> int:
    """Return the work of one forward and backward pass: the backward pass costs twice the forward pass."""
    total = 0
    for node in graph.nodes:
        if node.args:
            shapes = [graph.nodes[arg].shape for arg in node.args]
            total += math.prod(node.shape) + OPS[node.op].cost(*shapes, **node.params)
    return 3 * total
