"""Sums of vectors over an index: ∑_i (p_i − y_i) x_i, where each x_i is a vector that wᵀx_i shows to be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import tree
from .runs import AxisRun
from .tree import Node

if TYPE_CHECKING:
    from .indexed_formulas import Arrays

__all__ = ["sum_of_vectors"]


def sum_of_vectors(arrays: Arrays, node: tree.ReducePart, runs: list[AxisRun]) -> AxisRun | None:
    """Return the sum of vectors, each times a number, as one vector; None where no factor or several are vectors.

    `runs` are the factors of the body, or the body itself.
    """
    body = node.body
    factors = body.factors if isinstance(body, tree.ProductPart) else [body]
    signs = body.signs if isinstance(body, tree.ProductPart) else []
    places = [place for place, factor in enumerate(factors) if _is_vector(arrays, factor, runs[place], node.index)]
    if len(places) != 1 or (places[0] and signs[places[0] - 1] == "/") or len(runs) < len(factors):
        return None
    place = places[0]
    if any(run.axes not in ((), (node.index,)) for run in runs[: len(factors)]):
        return None
    if not place and signs and signs[0] == "/":
        return None
    vector = runs[place].node
    rest = [factor for at, factor in enumerate(factors) if at != place]
    if not rest:
        return AxisRun(tree.CallPart(node.start, node.end, "sum_of_each_entry", [vector]), ())
    others = [run for at, run in enumerate(runs[: len(factors)]) if at != place]
    between = [sign for at, sign in enumerate(signs) if at != max(place - 1, 0)]
    weights = arrays.product(tree.ProductPart(node.start, node.end, rest, between), others) if between else others[0]
    return AxisRun(tree.CallPart(node.start, node.end, "weighted_sum", [weights.node, vector]), ())


def _is_vector(arrays: Arrays, factor: Node, run: AxisRun, index: str) -> bool:
    return isinstance(factor, tree.NamePart) and arrays.facts.has_vectors(factor) and run.axes == (index,)
