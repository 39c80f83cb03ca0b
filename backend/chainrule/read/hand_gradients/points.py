"""The program's values at several points, so that a coincidence at one of them (a factor of 1, a 0) decides nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...evaluate import Plan, gradients_of, plan
from ...graph import INPUT, LITERAL, Graph, Node
from ...limits import DEFAULT
from ...replay import compute

__all__ = ["Points", "Seed"]

Number = Any
Values = Sequence[Number]
SIZES = re.compile(r"[NnMmBT]|batch_?size|num_\w+|n_\w+")  # a whole number of this name counts the examples
Seed = tuple[int, int | None, float]  # output, the node that is dL/d(output) (None: ones), a factor on it


class Points:
    """All values at three points: the present one; all data moved but for what stands for labels; all data moved."""

    def __init__(self, nodes: Sequence[Node], value_of: Callable[[int], Number], *, again: bool = False) -> None:
        """`again`: only the leaves have their values from `value_of`; all else is computed from them."""
        self.nodes = nodes
        self._plan: Plan = plan(Graph("", tuple(nodes), len(nodes) - 1, {}))
        present: list[Number] = []
        for node in nodes:
            value = compute(node, [present[arg] for arg in node.args]) if again and node.args else value_of(node.id)
            present.append(value)
        self.values: tuple[list[Number], ...] = (
            present,
            _moved(nodes, present, labels=False),
            _moved(nodes, present, labels=True),
        )
        self._gradients: dict[tuple[Seed, ...], list[list[Number]]] = {}

    def gradients(self, seeds: tuple[Seed, ...]) -> list[list[Number]]:
        """Per point and node the gradient of L = sum of factor * sum(output * seed); None where L does not depend."""
        if seeds not in self._gradients:
            self._gradients[seeds] = [self._backward(values, seeds) for values in self.values]
        return self._gradients[seeds]

    def _backward(self, values: list[Number], seeds: tuple[Seed, ...]) -> list[Number]:
        total: list[Number] = [None] * len(self.nodes)
        for output, seed, factor in seeds:
            shape = self.nodes[output].shape
            first = (np.ones(shape) if shape else 1.0) if seed is None else values[seed]
            first = (
                np.broadcast_to(np.asarray(first, dtype=np.float64), shape) * factor
                if shape
                else float(np.sum(first)) * factor
            )
            deadline = time.monotonic() + DEFAULT.seconds
            with np.errstate(all="ignore"):
                terms, _ = gradients_of(self._plan, values, output, first, deadline, DEFAULT)
            for index, term in enumerate(terms):
                if term is not None:
                    total[index] = term if total[index] is None else total[index] + term
        return total


def _moved(nodes: Sequence[Node], present: Values, labels: bool) -> list[Number]:
    """The values after every leaf that is data or a parameter has been moved by up to a third of its size.

    What could be a label or a mask (an array of whole numbers) stays unless `labels`; rows that add up to 1 still do.
    """
    random = np.random.default_rng(7)
    found: list[Number] = []
    for node in nodes:
        value = present[node.id]
        if node.args or node.op not in (INPUT, LITERAL):
            if node.args:
                value = compute(node, [found[arg] for arg in node.args])
        elif _is_data(node, value, labels):
            value = _shifted(value, random)
        found.append(value)
    return found


def _is_data(node: Node, value: Number, labels: bool) -> bool:
    whole = bool(np.all(np.asarray(value) == np.floor(value)))
    if node.op == LITERAL:
        return node.name is not None and (labels or not whole)
    return labels or not whole or (not node.shape and not SIZES.fullmatch(node.name or ""))


def _shifted(value: Number, random: np.random.Generator) -> Number:
    array = np.asarray(value, dtype=np.float64)
    moved = array * (1 + random.uniform(0.05, 0.35, array.shape))
    moved = np.where(array == 0, random.uniform(0.1, 0.4, array.shape), moved)
    if array.ndim and array.size > 1 and (array >= 0).all() and np.allclose(array.sum(-1), 1):
        moved = moved / moved.sum(-1, keepdims=True)
    inside = bool(((array > 0) & (array < 1)).all())
    if inside and (moved >= 1).any():  # a probability stays one
        moved = array * (1 - 0.3 * random.uniform(0.1, 1, array.shape))
    return moved if array.ndim else float(moved)
