"""One graph compiled for many evaluations: what does not move is computed once, what is not asked for is left out.

A run evaluates the same graph thousands of times. `evaluate` settles everything again in every pass and keeps what a
trace shows; here the rows' functions stand in flat lists, in evaluation order, with their arguments by place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from ..evaluate import ARITHMETIC, Number, unbroadcast
from ..graph import INPUT, LITERAL, Graph, Node, ancestors
from ..ops import OPS

__all__ = ["Compiled", "multiply_adds"]

_Forward: TypeAlias = tuple[int, Callable[..., Any], int, int, tuple[int, ...], tuple[int, ...]]
# Of an argument: its node, the vjp, its shape, and the leading axes to sum over where it was stretched along those.
_Slot: TypeAlias = tuple[int, Callable[..., Any], tuple[int, ...], tuple[int, ...]]
_Backward: TypeAlias = tuple[int, tuple[_Slot, ...], tuple[int, ...], bool]


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
        follows = [node.id in self.wrt for node in nodes]  # its gradient is wanted, or a leaf's below it
        self._forward: list[_Forward] = []
        self._backward: list[_Backward] = []
        reached = ancestors(graph, self.outputs[0])
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
            slots = _slots(nodes, node, follows)
            follows[node.id] = bool(slots)
            if slots and reached[node.id]:
                self._backward.append((node.id, slots, node.args, not node.shape and _flat(nodes, node)))
        self._backward.reverse()
        self._nodes = nodes

    def run(self) -> Number:
        """Compute forward with the numbers that the moving leaves have now. Returns the value of the first output."""
        _compute(self._forward, self.numbers, self._nodes)
        return self.numbers[self.outputs[0]]

    def gradients(self, seed: Number) -> list[Number]:
        """The gradients of `wrt`, in their shapes, with `seed` as the upstream gradient of the first output."""
        numbers, nodes = self.numbers, self._nodes
        gradients: dict[int, Number] = {self.outputs[0]: seed}
        for index, slots, args, flat in self._backward:
            upstream = gradients.pop(index, None)
            if upstream is None:
                continue
            out = numbers[index]
            inputs = [numbers[arg] for arg in args]
            for arg, vjp, shape, axes in slots:
                try:
                    term = vjp(upstream, out, *inputs)
                except ARITHMETIC:
                    term = vjp(
                        *[np.float64(each) if type(each) is float else each for each in (upstream, out, *inputs)]
                    )
                if flat:
                    if type(term) is not float:
                        term = float(term)
                elif (term.shape if type(term) is np.ndarray else ()) != shape:
                    whole = axes and type(term) is np.ndarray and term.shape == nodes[index].shape
                    term = np.add.reduce(term, axis=axes) if whole else unbroadcast(term, shape)
                elif not shape and type(term) is not float:
                    term = float(term)
                known = gradients.get(arg)
                gradients[arg] = term if known is None else known + term
        return [gradients[leaf] if leaf in gradients else _zeros(nodes[leaf].shape) for leaf in self.wrt]


def _forward(nodes: Sequence[Node], node: Node) -> _Forward:
    row, args = OPS[node.op], node.args
    run: Callable[..., Any] = row.scalar if _flat(nodes, node) and row.scalar is not None else row.forward
    if node.params:
        run = _with(run, node.params)
    first, second = (args[0] if args else -1), (args[1] if len(args) == 2 else -1)
    return node.id, run, first if len(args) <= 2 else -1, second, args, node.shape


def _slots(nodes: Sequence[Node], node: Node, follows: Sequence[bool]) -> tuple[_Slot, ...]:
    """The arguments that get a gradient back."""
    row, slots = OPS[node.op], []
    for slot, arg in enumerate(node.args):
        if not follows[arg] or slot in row.stops:
            continue
        vjp: Callable[..., Any] = row.vjp[slot] if isinstance(row.vjp, tuple) else _of_slot(row.vjp, slot)
        shape = nodes[arg].shape
        leading = len(node.shape) - len(shape)
        stretched = row.elementwise and leading > 0 and bool(shape) and node.shape[leading:] == shape
        axes = tuple(range(leading)) if stretched else ()
        slots.append((arg, _with(vjp, node.params) if node.params else vjp, shape, axes))
    return tuple(slots)


def _flat(nodes: Sequence[Node], node: Node) -> bool:
    return not node.shape and not any(nodes[arg].shape for arg in node.args)


def _with(function: Callable[..., Any], params: Mapping[str, Any]) -> Callable[..., Any]:
    return lambda *args: function(*args, **params)


def _of_slot(vjp: Callable[..., Any], slot: int) -> Callable[..., Any]:
    return lambda g, out, *args, **params: vjp(slot, g, out, *args, **params)


def _zeros(shape: tuple[int, ...]) -> Number:
    return np.zeros(shape) if shape else 0.0


def _compute(steps: Sequence[_Forward], numbers: list[Number], nodes: Sequence[Node]) -> None:
    for index, run, a, b, args, shape in steps:
        try:
            if b >= 0:
                value = run(numbers[a], numbers[b])
            elif a >= 0:
                value = run(numbers[a])
            else:
                value = run(*[numbers[arg] for arg in args])
        except ARITHMETIC:
            given = [np.float64(numbers[arg]) if type(numbers[arg]) is float else numbers[arg] for arg in args]
            value = OPS[nodes[index].op].forward(*given, **nodes[index].params)
        if not shape:
            if type(value) is not float:
                value = float(value)
        elif type(value) is not np.ndarray or value.shape != shape:
            value = np.array(np.broadcast_to(value, shape))
        numbers[index] = value


def multiply_adds(graph: Graph) -> int:
    """The work of one forward and backward pass: the backward pass costs twice the forward pass."""
    total = 0
    for node in graph.nodes:
        if node.args:
            shapes = [graph.nodes[arg].shape for arg in node.args]
            total += math.prod(node.shape) + OPS[node.op].cost(*shapes, **node.params)
    return 3 * total
