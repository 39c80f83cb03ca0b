"""Values while reading: a node's value is computed only where a decision of the program needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import LimitError, Span
from ..graph import INPUT, LITERAL, GraphNode, GuardNode
from ..limits import Deadline, Limits
from ..ops import OPS
from .defaults import Assumption, default_value

__all__ = ["COMPARE", "Evaluator", "holds"]


class Evaluator:
    """Computes nodes at the present values of the free names and remembers what it computed."""

    def __init__(self, values: Mapping[str, Any], assumed: Mapping[str, Assumption], limits: Limits) -> None:
        self.values = values  # a float or float64 array for each free name that has a value
        self.assumed = assumed
        self.limits = limits
        self.values_by_node: dict[int, Any] = {}
        self.limit, self.seconds = "seconds", limits.seconds  # the limit of the time, and its number
        self.deadline = Deadline(limits.seconds)

    def allow(self, limit: str, seconds: float) -> None:
        """Let the program take so many seconds more, those of another limit: rounds of a loop are run."""
        self.limit, self.seconds = limit, seconds
        self.deadline.extend(seconds)

    def check_time(self, span: Span | None = None) -> None:
        """Look at the clock.

        Raises:
            LimitError: `seconds`, or the limit of the rounds of a loop.
        """
        if self.deadline.is_over():
            hint = "Use fewer rounds or smaller sizes."
            raise LimitError(
                self.limit, self.seconds, "Following the program took longer than that", span=span, hint=hint
            )

    def value(self, nodes: Sequence[GraphNode], number: int) -> Any:
        """Return the value of node `number`: a float, or a float64 array.

        Raises:
            LimitError: `seconds`.
        """
        values_by_node = self.values_by_node
        if number in values_by_node:
            return values_by_node[number]
        todo = [number]
        with np.errstate(all="ignore"):
            while todo:
                index = todo[-1]
                if index in values_by_node:
                    todo.pop()
                    continue
                node = nodes[index]
                if node.op == INPUT:
                    values_by_node[index] = self._input(nodes, node)
                elif node.op == LITERAL:
                    values_by_node[index] = node.params["value"]
                else:
                    waiting = [arg for arg in node.args if arg not in values_by_node]
                    if waiting:
                        todo.extend(waiting)
                        continue
                    values_by_node[index] = self._run(node)
                todo.pop()
        return values_by_node[number]

    def _input(self, nodes: Sequence[GraphNode], node: GraphNode) -> Any:
        name = node.name or ""
        if name in self.values:
            return self.values[name]
        place = sum(1 for other in nodes[: node.id] if other.op == INPUT)
        return default_value(self.assumed.get(name, Assumption())._replace(shape=node.shape), place)

    def _run(self, node: GraphNode) -> Any:
        self.check_time()
        args = [
            np.float64(value) if type(value) is float else value
            for value in map(self.values_by_node.__getitem__, node.args)
        ]
        result = OPS[node.op].forward(*args, **node.params)
        if not node.shape:
            return float(result)
        return result if np.shape(result) == node.shape else np.array(np.broadcast_to(result, node.shape))

    def drop_from(self, first: int) -> None:
        """Drop the values of the nodes from `first` on: they were taken back."""
        for index in [index for index in self.values_by_node if index >= first]:
            del self.values_by_node[index]


COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">": np.greater,
    ">=": np.greater_equal,
    "<": np.less,
    "<=": np.less_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def holds(guard: GuardNode, nodes: Sequence[GraphNode], evaluator: Evaluator) -> bool:
    """Return whether a guard comes out as it did when the program was read."""
    left, right = evaluator.value(nodes, guard.left), evaluator.value(nodes, guard.right)
    with np.errstate(all="ignore"):
        return bool(np.all(COMPARE[guard.comparison](left, right))) == guard.outcome
