"""The loss over a line or a plane through the space of the parameters."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import InputError, LimitError
from ..limits import Limits
from ..number import jsonable
from .problem import TrainingProblem
from .run_document import SurfaceDocument

__all__ = ["split_vector", "surface"]

DIRECTIONS = 2


def surface(
    source: str,
    values: Mapping[str, Any] | None,
    where: Mapping[str, Any],
    parameters: Sequence[str] | None,
    origin: Sequence[float],
    along: Sequence[Sequence[float]],
    steps: Sequence[Sequence[float]],
    limits: Limits,
) -> SurfaceDocument:
    """Compute the loss at origin + s*along[0] + t*along[1] for each s of steps[0] and t of steps[1].

    Args:
        where: `output`, `upstream` and `defaults`.
        origin, along: vectors over the entries of all parameters, one after the other, each in C order.
        steps: for each direction where to go along it.

    Raises:
        InputError: `bad-surface`.
        LimitError: `surface_places`, `run_multiply_adds` or `run_seconds`.
        ChainruleError: what is wrong with the program or its values.
    """
    problem = TrainingProblem(source, values, parameters=parameters, limits=limits, **where)
    shapes = {leaf.name: leaf.shape for leaf in problem.parameters}
    size = sum(math.prod(shape) for shape in shapes.values())
    start, ways = _vector("origin", origin, size), [_vector("along", each, size) for each in along]
    if not 1 <= len(ways) <= DIRECTIONS or len(steps) != len(ways) or not all(len(each) for each in steps):
        raise InputError(
            "bad-surface",
            "A surface has one or two directions, and steps along each.",
            hint='Send "along" and "steps".',
        )
    grids = [_vector("steps", each, len(each)) for each in steps]
    places = math.prod(len(each) for each in grids)
    if places > limits.surface_places:
        raise LimitError("surface_places", limits.surface_places, f"The surface has {places:,} places")
    if places * problem.cost(None) > limits.run_multiply_adds:
        raise LimitError(
            "run_multiply_adds", limits.run_multiply_adds, "The surface takes more multiply-adds than that"
        )
    deadline = time.monotonic() + limits.run_seconds
    numbers: list[float] = []
    with np.errstate(all="ignore"):
        for far in grids[1] if len(grids) > 1 else [0.0]:
            base = start + far * ways[1] if len(grids) > 1 else start
            for row in grids[0]:
                problem.values = _parts(base + row * ways[0], shapes)
                numbers.append(problem.loss())
            if time.monotonic() > deadline:
                raise LimitError("run_seconds", limits.run_seconds, "The surface takes longer than that")
    return SurfaceDocument([*shapes], [jsonable(each) for each in numbers])


def _vector(name: str, numbers: Sequence[float], size: int) -> np.ndarray:
    """Raises: InputError `bad-surface`."""
    if len(numbers) != size:
        text = f"`{name}` has {len(numbers):,} numbers, and the parameters have {size:,}."
        raise InputError("bad-surface", text, hint="A vector has the entries of all parameters, one after the other.")
    vector = np.asarray(numbers, dtype=np.float64)
    if not np.isfinite(vector).all():
        raise InputError("bad-surface", f"`{name}` has a number that is not finite.")
    return vector


def split_vector(name: str, numbers: Sequence[float], shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """A vector over all parameters as values by name. Raises: InputError `bad-surface`."""
    return _parts(_vector(name, numbers, sum(math.prod(shape) for shape in shapes.values())), shapes)


def _parts(vector: np.ndarray, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    values_by_name: dict[str, Any] = {}
    start = 0
    for name, shape in shapes.items():
        end = start + math.prod(shape)
        values_by_name[name] = vector[start:end].reshape(shape) if shape else float(vector[start])
        start = end
    return values_by_name
