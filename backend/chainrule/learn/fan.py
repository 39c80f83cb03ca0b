"""The gradients of minibatches around that of all data: how they scatter, and less the larger they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import InputError, LimitError
from ..limits import Limits
from ..number import jsonable
from .batches import minibatches
from .problem import TrainingProblem
from .run_document import FanDocument, Spread
from .surface import split_vector

__all__ = ["fan"]

MINIBATCHES = 30  # minibatches of each size
ROUNDING = 1e-12
SIZES = 8  # sizes at most whose scatter is measured


def fan(
    source: str,
    values: Mapping[str, Any] | None,
    where: Mapping[str, Any],
    parameters: Sequence[str] | None,
    data: Sequence[str] | None,
    at: Sequence[float] | None,
    batch: int,
    seed: int,
    limits: Limits,
) -> FanDocument:
    """Compute the gradients of 30 minibatches in a plane: whole gradient, and direction of their widest scatter.

    Args:
        where: `output`, `upstream` and `defaults`.
        parameters, data, seed: as a run takes them.
        at: the parameters there, all entries one after the other; None: where a run would begin.
        batch: how many examples a minibatch has; at most all of them.

    Raises:
        InputError: `bad-batch`, `bad-surface`.
        LimitError: `run_multiply_adds`.
        ChainruleError: what is wrong with the program or its values.
    """
    problem = TrainingProblem(source, values, parameters=parameters, data=data, batched=True, limits=limits, **where)
    if at is not None:
        problem.values = split_vector("at", at, {leaf.name: leaf.shape for leaf in problem.parameters})
    if batch < 1:
        raise InputError("bad-batch", "A minibatch has one example or more.")
    batch = min(batch, problem.examples)
    sizes = sorted({batch, *_sizes(problem.examples)})
    if MINIBATCHES * sum(problem.cost(size) for size in sizes) > limits.run_multiply_adds:
        raise LimitError(
            "run_multiply_adds", limits.run_multiply_adds, "The minibatches take more multiply-adds than that"
        )
    with np.errstate(all="ignore"):
        full_gradient = _vector(problem.evaluate()[1])
        gradients_by_size = {size: _gradients(problem, size, seed) for size in sizes}
    spreads = [Spread(size, jsonable(_scatter(rows - full_gradient))) for size, rows in gradients_by_size.items()]
    length = float(np.linalg.norm(full_gradient))
    axes = _plane(full_gradient, gradients_by_size[batch])
    points = gradients_by_size[batch] @ axes.T
    return FanDocument(
        problem.examples, batch, jsonable(length), jsonable(points), jsonable(points.mean(axis=0)), spreads
    )


def _sizes(examples: int) -> list[int]:
    """Powers of two, up to all examples."""
    powers = [2**k for k in range(examples.bit_length()) if 2**k <= examples]
    every = -(-len(powers) // SIZES)
    return powers[::every]


def _gradients(problem: TrainingProblem, size: int, seed: int) -> np.ndarray:
    order = minibatches(problem.examples, size, seed)
    arrays: list[np.ndarray] = []
    while len(arrays) < MINIBATCHES:
        rows = next(order)
        if len(rows) == size:  # the last part of an epoch may be smaller
            arrays.append(_vector(problem.evaluate(rows)[1]))
    return np.array(arrays)


def _scatter(off: np.ndarray) -> float:
    """The root of the mean squared length of the rows."""
    return float(np.sqrt(np.mean(np.sum(off**2, axis=1))))


def _vector(gradients: Sequence[Any]) -> np.ndarray:
    return np.concatenate([np.ravel(each) for each in gradients])


def _plane(full_gradient: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Two unit vectors: along the whole gradient, and at a right angle to it where the rows scatter most."""
    length = float(np.linalg.norm(full_gradient))
    along = full_gradient / length if length > 0 else np.eye(len(full_gradient))[0]
    off = rows - np.outer(rows @ along, along)
    if not np.isfinite(off).all() or np.abs(off).max(initial=0.0) <= ROUNDING * max(length, float(np.abs(rows).max())):
        return np.array([along, np.zeros_like(along)])  # what is left is rounding, and has no direction
    return np.array([along, np.linalg.svd(off, full_matrices=False)[2][0]])
