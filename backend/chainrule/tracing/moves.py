"""A direction of forward mode, as the request says it -> what moves in a pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..directions import leaf_of, tangents
from ..errors import InputError
from ..evaluate import Number, Pass
from ..graph import Graph, leaves_by_name, variables
from ..limits import Limits
from ..number import shape_text
from ..read.text import canonical_name
from ..scalarize import entry_name
from .request_values import read_value

__all__ = ["default_direction", "direction_of", "moves_by_leaf", "tangents_of"]


def direction_of(graph: Graph, direction: Mapping[str, npt.ArrayLike], limits: Limits) -> dict[str, Number]:
    """A direction as float64. Raises: InputError `unknown-name`, `bad-direction`, `bad-value`."""
    moves: dict[str, Number] = {}
    for name, value in direction.items():
        leaf = graph.nodes[leaf_of(graph, canonical_name(name))]
        move = read_value(name, value, limits)
        if np.shape(move) != leaf.shape:
            have, need = (shape_text(shape) or "a number" for shape in (np.shape(move), leaf.shape))
            raise InputError(
                "bad-direction",
                f"The direction of `{name[:40]}` has shape {have}, the variable {need}.",
                hint="A direction has the shape of its variable.",
            )
        moves[canonical_name(name)] = move
    return moves


def default_direction(graph: Graph) -> dict[str, Number]:
    """The first variable that the output depends on moves by 1, each of its entries; {} where there is none."""
    for name, leaf in graph.fact(variables).items():
        shape = graph.nodes[leaf].shape
        return {name: np.ones(shape) if shape else 1.0}
    return {}


def moves_by_leaf(graph: Graph, moves: Mapping[str, Number]) -> dict[int, Any]:
    """The same direction by node, of a program or of its units."""
    own = {node.name: node.id for node in graph.nodes if not node.args and node.name is not None}
    leaves = {**own, **graph.fact(leaves_by_name)}
    direction: dict[int, Any] = {}
    for name, move in moves.items():
        if name in leaves:
            direction[leaves[name]] = move
            continue
        for place, entry in np.ndenumerate(np.asarray(move)):
            leaf = leaves.get(entry_name(name, place))
            if leaf is not None:
                direction[leaf] = float(entry)
    return direction


def tangents_of(run: Pass, moves: Mapping[str, Number], limits: Limits) -> list[Number]:
    """The tangent of every node of a pass, of the program or of its units; zeros where nothing moves.

    Raises: LimitError `seconds`.
    """
    result = tangents(run.graph, run.values, moves_by_leaf(run.graph, moves), limits)
    return [
        (np.zeros(node.shape) if node.shape else 0.0) if tangent is None else tangent
        for node, tangent in zip(run.graph.nodes, result, strict=True)
    ]
