"""Numbers and arrays in the document: how they are typed, written as JSON, and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Annotated, Any, Literal, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from ..abstract import AbstractArray
from ..evaluate import Number as EngineNumber
from ..number import jsonable
from ..schema import JsonForm, NamedSchema
from .measure import SAMPLE, strongest

__all__ = ["ALIASES", "LARGE", "Array", "FloatArray", "Large", "Number", "Numbers", "array", "numbers"]

LARGE = 4096  # elements up to which an array travels whole
CORNER = 8


@dataclass(frozen=True, slots=True)
class Large:
    """An array of more than 4,096 entries: shape, summary and corner. `POST /api/v1/array` has all of it."""

    large: Literal[True]
    """Tells it from an array that is there in full."""
    shape: list[int]
    """The length of each axis."""
    min: Number
    """The smallest entry."""
    max: Number
    """The largest entry."""
    mean: Number
    """The mean of all entries."""
    corner: Array
    """The entries with all indices under 8, as nested lists."""
    sample: Array
    """At most 10 rows of 14 entries for a heat map: the entry of each part that is farthest from 0."""


Number: TypeAlias = Annotated[
    float | Literal["NaN", "Infinity", "-Infinity"],
    NamedSchema("Number", "A float64; what JSON cannot hold is one of three texts."),
]
Array: TypeAlias = Annotated[
    "Number | list[Array] | Large | AbstractArray",
    NamedSchema(
        "Array",
        "A number, nested lists of numbers (the nesting is the shape), the summary of a large array, or a shape alone.",
    ),
]
ALIASES: Mapping[str, Any] = {
    "Number": Number,
    "Array": Array,
    "Large": Large,
    "AbstractArray": AbstractArray,
}  # for annotations that are read later
FloatArray: TypeAlias = npt.NDArray[np.float64]
Numbers: TypeAlias = Annotated[float | FloatArray, JsonForm(Array)]


def array(value: EngineNumber) -> Array:
    """A value for the document: nested lists, a summary when it is too large to travel, or a shape alone."""
    if type(value) is float and isfinite(value):
        return value
    if isinstance(value, AbstractArray):
        return value
    if isinstance(value, np.ndarray) and value.size > LARGE:
        with np.errstate(all="ignore"):
            corner = value[tuple(slice(0, CORNER) for _ in value.shape)]
            low, high, mean = (jsonable(float(x)) for x in (value.min(), value.max(), value.mean()))
        return Large(True, list(value.shape), low, high, mean, jsonable(corner), jsonable(_sample(value)))
    result: Array = jsonable(value)
    return result


def numbers(value: Any) -> float | FloatArray:
    """Convert what `array` wrote to a float, a float64 array or a shape alone.

    Raises:
        ValueError, TypeError: a summary, or no number at all.
    """
    if isinstance(value, dict) and value.get("abstract") is True:
        return cast(FloatArray, AbstractArray.of(value["shape"]))
    if isinstance(value, dict) and value.get("large") is True:
        raise ValueError("an array of more than 4,096 entries was left out")
    if isinstance(value, list):
        boxed = np.array(value, dtype=object)
        flat = [float(entry) for entry in boxed.ravel()]
        return np.array(flat, dtype=np.float64).reshape(boxed.shape)
    return float(value)


def _sample(value: FloatArray) -> FloatArray:
    """A heat map's entries: rows are those of the last axis."""
    return strongest(value.reshape(-1, value.shape[-1]), *SAMPLE)
