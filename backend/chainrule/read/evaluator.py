"""Values while reading: a node's value is computed only where a decision of the program needs it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import LimitError
from ..graph import INPUT, LITERAL, Guard, Node
from ..limits import Limits
from ..ops import OPS
from .defaults import Assumption, default_value

__all__ = ["COMPARE", "Evaluator", "holds"]


class Evaluator:
    """Computes nodes at the present values of the free names and remembers what it computed."""

    def __init__(self, values: Mapping[str, Any], assumed: Mapping[str, Assumption], limits: Limits) -> None:
        self.values = values  # a float or float64 array for each free name that has a value
        self.assumed = assumed
        self.limits = limits
        self.known: dict[int, Any] = {}
        self.deadline = time.monotonic() + limits.seconds

    def value(self, nodes: Sequence[Node], wanted: int) -> Any:
        """The value of node `wanted`: a float, or a float64 array.

        Raises:
            LimitError: `seconds`.
        """
        known = self.known
        if wanted in known:
            return known[wanted]
        todo = [wanted]
        with np.errstate(all="ignore"):
            while todo:
                index = todo[-1]
                if index in known:
                    todo.pop()
                    continue
                node = nodes[index]
                if node.op == INPUT:
                    known[index] = self._input(nodes, node)
                elif node.op == LITERAL:
                    known[index] = node.params["value"]
                else:
                    waiting = [arg for arg in node.args if arg not in known]
                    if waiting:
                        todo.extend(waiting)
                        continue
                    known[index] = self._run(node)
                todo.pop()
        return known[wanted]

    def _input(self, nodes: Sequence[Node], node: Node) -> Any:
        name = node.name or ""
        if name in self.values:
            return self.values[name]
        place = sum(1 for other in nodes[: node.id] if other.op == INPUT)
        return default_value(self.assumed.get(name, Assumption())._replace(shape=node.shape), place)

    def _run(self, node: Node) -> Any:
        if time.monotonic() > self.deadline:
            raise LimitError(
                "seconds", self.limits.seconds, "Following the program took longer than that", hint="Use fewer rounds."
            )
        args = [
            np.float64(value) if type(value) is float else value for value in map(self.known.__getitem__, node.args)
        ]
        result = OPS[node.op].forward(*args, **node.params)
        if not node.shape:
            return float(result)
        return result if np.shape(result) == node.shape else np.array(np.broadcast_to(result, node.shape))

    def forget(self, first: int) -> None:
        """Drop the values of the nodes from `first` on: they were taken back."""
        for index in [index for index in self.known if index >= first]:
            del self.known[index]


COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">": np.greater,
    ">=": np.greater_equal,
    "<": np.less,
    "<=": np.less_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def holds(guard: Guard, nodes: Sequence[Node], evaluator: Evaluator) -> bool:
    """Whether a guard comes out as it did when the program was read."""
    left, right = evaluator.value(nodes, guard.left), evaluator.value(nodes, guard.right)
    with np.errstate(all="ignore"):
        return bool(np.all(COMPARE[guard.comparison](left, right))) == guard.outcome
