"""Second derivatives, exact: forward mode over the graph of the backward pass (Pearlmutter 1994)."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError, LimitError
from ..evaluate import Number, forward, plan
from ..graph import Graph, leaves_by_name, variables
from ..limits import DEFAULT, Limits
from ..ops import OPS
from ..read import backward_graph
from .smooth import one_sided
from .tangents import tangents, tangents_of_many

__all__ = ["HessianResult", "hessian", "hessian_vector_product", "leaf_of"]

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class HessianResult:
    """The matrix of second derivatives over the entries of some leaves, in order (of an array: C order)."""

    names: list[str]  # of the entries: `w`, or `W[0, 1]`
    matrix: Array  # n x n, symmetric
    eigenvalues: Array  # ascending; empty where the matrix holds inf or NaN


def hessian(
    graph: Graph,
    values: Mapping[str, Number],
    wrt: Sequence[str] | None = None,
    upstream: Number | None = None,
    *,
    limits: Limits = DEFAULT,
) -> HessianResult:
    """Return d²L/d(entry)d(entry), where L is the scalar output or the sum of the output times `upstream`.

    Args:
        wrt: names of leaves; None: all that have a value from outside.

    Raises:
        InputError: `unknown-name`.
        LimitError: `hessian_entries`, `seconds`, or what the backward graph needs.
    """
    leaves = _leaves(graph, wrt)
    shapes = [graph.nodes[leaf].shape for leaf in leaves.values()]
    sizes = [math.prod(shape) for shape in shapes]
    count = sum(sizes)
    if count > limits.hessian_entries:
        raise LimitError(
            "hessian_entries",
            limits.hessian_entries,
            f"The Hessian would have {count:,} rows",
            hint="Choose fewer variables with `wrt`.",
        )
    backward = _backward(graph, values, list(leaves.values()), upstream, limits)
    directions: dict[int, Any] = {}
    first = 0
    for leaf, shape, size in zip(leaves.values(), shapes, sizes, strict=True):
        rows = np.zeros((count, size))
        rows[first : first + size] = np.eye(size)
        directions[backward.nodes[leaf]] = rows.reshape((count, *shape))
        first += size
    columns = tangents_of_many(backward.graph, backward.values, directions, count, limits)
    parts = []
    for leaf, size in zip(leaves.values(), sizes, strict=True):
        tangent = columns[backward.gradient(leaf)]
        parts.append(np.zeros((count, size)) if tangent is None else np.asarray(tangent).reshape(count, size))
    matrix = np.concatenate(parts, axis=1) if parts else np.zeros((0, 0))
    matrix = (matrix + matrix.T) / 2
    finite = bool(np.isfinite(matrix).all())
    spectrum: Array = np.asarray(np.linalg.eigvalsh(matrix) if finite else [], dtype=np.float64)
    names = [name for leaf, shape in zip(leaves, shapes, strict=True) for name in _entries(leaf, shape)]
    return HessianResult(names, matrix, spectrum)


def hessian_vector_product(
    graph: Graph,
    values: Mapping[str, Number],
    direction: Mapping[str, Number],
    upstream: Number | None = None,
    *,
    limits: Limits = DEFAULT,
) -> dict[str, Number]:
    """Return the Hessian times a vector, for the cost of a few passes and without the matrix.

    Args:
        direction: the vector, by the names of the leaves that move, each in the leaf's shape.

    Returns:
        For each leaf that has a value from outside its part of the product, in the leaf's shape.
    """
    leaves = _leaves(graph, None)
    moving = _leaves(graph, list(direction))
    backward = _backward(graph, values, list(leaves.values()), upstream, limits)
    moves = {backward.nodes[leaf]: direction[name] for name, leaf in moving.items()}
    derivatives = tangents(backward.graph, backward.values, moves, limits)
    numbers_by_name: dict[str, Number] = {}
    for name, leaf in leaves.items():
        tangent, shape = derivatives[backward.gradient(leaf)], graph.nodes[leaf].shape
        numbers_by_name[name] = tangent if tangent is not None else np.zeros(shape) if shape else 0.0
    return numbers_by_name


@dataclass(frozen=True, slots=True)
class _Backward:
    graph: Graph
    values: list[Number]
    nodes: Mapping[int, int]  # a node of the program -> the node of `graph` with its value
    gradients: Mapping[int, int]  # a node of `graph` -> the node that computes its gradient

    def gradient(self, leaf: int) -> int:
        """Return the node that computes the gradient of a leaf of the program."""
        return self.gradients[self.nodes[leaf]]


def _backward(
    graph: Graph, values: Mapping[str, Number], wrt: list[int], upstream: Number | None, limits: Limits
) -> _Backward:
    """Return the backward graph of what the output depends on, with its values."""
    smooth = graph.fact(one_sided)
    mirrored = backward_graph(smooth.graph, [smooth.nodes[leaf] for leaf in wrt], upstream, limits=limits)
    numbers = forward(plan(mirrored.graph, ()), values, limits=limits)
    _refuse_singular(smooth.graph, numbers, mirrored.gradients)
    return _Backward(mirrored.graph, numbers, smooth.nodes, mirrored.gradients)


def _refuse_singular(graph: Graph, numbers: Sequence[Number], gradients: Collection[int]) -> None:
    """Refuse gates that have no second derivatives at these values.

    Args:
        numbers: of the graph's nodes, and more.
        gradients: the nodes that get a gradient; a gate is asked if it hands one back.

    Raises:
        InputError: `no-second-derivative`.
    """
    for node in graph.nodes:
        refusal = OPS[node.op].second_refusal
        if refusal is None or not any(arg in gradients for arg in node.args):
            continue
        sentence = refusal(*[numbers[arg] for arg in node.args], **node.params)
        if sentence is not None:
            raise InputError("no-second-derivative", sentence, hint="Give the matrix other values, or fewer rows.")


def _leaves(graph: Graph, wrt: Sequence[str] | None) -> dict[str, int]:
    return graph.fact(variables) if wrt is None else {name: leaf_of(graph, name) for name in wrt}


def leaf_of(graph: Graph, name: str) -> int:
    """Return the leaf of a free name. Raises: InputError `unknown-name`."""
    leaves = graph.fact(leaves_by_name)
    if name not in leaves:
        name_list = ", ".join(f"`{each}`" for each in leaves)
        raise InputError(
            "unknown-name",
            f"The program has no variable `{name[:40]}`.",
            hint=f"Its variables are {name_list}." if name_list else "It has no variables.",
        )
    return leaves[name]


def _entries(name: str, shape: tuple[int, ...]) -> list[str]:
    if not shape:
        return [name]
    return [f"{name}[{', '.join(map(str, place))}]" for place in np.ndindex(shape)]
