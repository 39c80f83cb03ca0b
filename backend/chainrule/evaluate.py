"""Graph and values -> Pass: forward values and every gradient. Nothing outside this file computes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from .graph import Graph

__all__ = ["Pass", "evaluate"]

Number: TypeAlias = Any  # float for a scalar, float64 ndarray (ndim >= 1) for an array


@dataclass(frozen=True, slots=True)
class Pass:
    """All numbers of one forward and backward pass, indexed by node id."""

    graph: Graph
    values: list[Number]
    gradients: list[Number]  # dL/d(node); zeros where the output does not depend on it
    downstream: list[tuple[Number, ...]]  # per node, per slot: upstream x local BEFORE broadcasting is undone; () if unreached
    upstream: Number  # the seed at the output

    def local(self, node: int, slot: int) -> Number | None:
        """d(node)/d(its slot-th argument), entry by entry; None where it is a Jacobian (the row is not elementwise)."""
        raise NotImplementedError


def evaluate(graph: Graph, values: Mapping[str, Any], upstream: Any = None) -> Pass:
    raise NotImplementedError
