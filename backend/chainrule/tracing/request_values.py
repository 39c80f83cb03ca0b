"""Values as they are sent: a number or a nested list per name -> float or float64 array, checked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import InputError, LimitError
from ..evaluate import Number
from ..graph import Shape
from ..limits import Limits
from ..read.text import canonical_name

__all__ = ["default_value", "masks_of", "read_value"]

DEFAULTS = (2.0, -1.0, 3.0, -2.0, 1.0, 0.5)


def read_value(name: str, value: Any, limits: Limits) -> Number:
    """Check one value.

    Raises:
        InputError: `bad-value` if it is no finite number or rectangular nested list of them.
        LimitError: `array_elements` or `dimensions`.
    """
    name = name[: limits.name_characters]
    if type(value) is float or type(value) is int:
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
        raise InputError(
            "bad-value", f"The value of `{name}` is not a finite number.", hint="Give a number below 1.8e308."
        )
    if hasattr(value, "__array__"):
        return _foreign(name, value, limits)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return _array(name, value, limits)
    raise InputError(
        "bad-value",
        f"The value of `{name}` is neither a number nor a list of numbers.",
        hint="Write 1.5, or [[1, 2], [3, 4]].",
    )


def masks_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names whose values are truth values: they choose entries, where numbers would be their places."""
    return tuple(canonical_name(name) for name, value in values.items() if _is_mask(value))


def _is_mask(value: Any) -> bool:
    if isinstance(value, list | tuple):
        first: Any = value
        while isinstance(first, list | tuple) and first:
            first = first[0]
        return type(first) is bool
    dtype = getattr(value, "dtype", None)
    return getattr(value, "ndim", 0) > 0 and str(dtype).rpartition(".")[2] in ("bool", "boolean")


def _foreign(name: str, value: Any, limits: Limits) -> Number:
    """An array of NumPy, PyTorch, pandas, JAX, ..."""
    try:
        array = np.asarray(value.detach() if hasattr(value, "detach") else value)
    except (TypeError, ValueError, RuntimeError) as error:
        raise InputError(
            "bad-value",
            f"The value of `{name}` cannot be taken as an array: {str(error)[:200]}",
            hint="Move it to the CPU and make it float64.",
        ) from None
    if array.dtype.kind not in "biuf":
        raise InputError(
            "bad-value", f"The value of `{name}` holds `{array.dtype}`, not real numbers.", hint="Make it float64."
        )
    if array.ndim > limits.dimensions:
        raise LimitError("dimensions", limits.dimensions, f"The value of `{name}` has more axes than that")
    if array.size > limits.array_elements:
        raise LimitError("array_elements", limits.array_elements, f"The value of `{name}` has more elements than that")
    if not array.size:
        raise InputError("bad-value", f"The value of `{name}` is an empty array.", hint="Put numbers in it.")
    result = array.astype(np.float64)
    if not np.isfinite(result).all():
        raise InputError(
            "bad-value", f"The value of `{name}` holds a number that is not finite.", hint="Give finite numbers."
        )
    return result if result.ndim else float(result)


def _array(name: str, value: Sequence[Any], limits: Limits) -> Number:
    shape: list[int] = []
    level: Sequence[Any] = [value]
    while level and isinstance(level[0], Sequence) and not isinstance(level[0], str | bytes):
        lengths = {len(row) if isinstance(row, Sequence) and not isinstance(row, str | bytes) else -1 for row in level}
        if len(lengths) > 1:
            raise InputError(
                "ragged", f"The rows of `{name}` differ in length.", hint="Give every row the same number of entries."
            )
        shape.append(lengths.pop())
        if shape[-1] == 0:
            raise InputError("bad-value", f"The value of `{name}` is an empty list.", hint="Put numbers in it: [1, 2].")
        if len(shape) > limits.dimensions:
            raise LimitError("dimensions", limits.dimensions, f"The value of `{name}` has more axes than that")
        if math.prod(shape) > limits.array_elements:
            raise LimitError(
                "array_elements", limits.array_elements, f"The value of `{name}` has more elements than that"
            )
        level = [entry for row in level for entry in row]
    allowed = (bool,) if type(level[0]) is bool else (float, int)
    for entry in level:
        if type(entry) not in allowed:
            raise InputError(
                "ragged" if isinstance(entry, list | tuple) else "bad-value",
                f"The value of `{name}` holds something that is not a number.",
                hint="Write numbers, rows of equal length.",
            )
    try:
        array = np.array(level, dtype=np.float64).reshape(shape)
    except OverflowError:
        array = np.array([math.inf])
    if not np.isfinite(array).all():
        raise InputError(
            "bad-value", f"The value of `{name}` holds a number that is not finite.", hint="Give finite numbers."
        )
    return array


def default_value(shape: Shape, index: int) -> Number:
    """A value for a name nobody gave one: a small number, or an array of small numbers that differ."""
    if not shape:
        return DEFAULTS[index % len(DEFAULTS)]
    count = math.prod(shape)
    return (((np.arange(count) * 7 + 3 * index) % 11) / 5.0 - 1.0).round(1).reshape(shape)
