"""A number or an array as text: the only place that decides digits. `frontend/src/shared/number.ts` is its twin.

Both pass `tests/number_cases.json`. A tie is rounded away from zero on the exact binary value, as `toFixed`,
`toPrecision` and `toExponential` do in JavaScript (0.125 is "0.13"); Python's own formatting would round it to even.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import inf, isfinite, isnan, nextafter
from typing import Any

import numpy as np

from .abstract import UNKNOWN, AbstractArray

__all__ = ["MINUS", "as_given", "exact", "jsonable", "number", "shape_text", "short", "size_text", "text", "told_apart"]

MINUS = "\N{MINUS SIGN}"
ENTRIES_SHOWN = 4
LONGEST_GIVEN = 8  # characters
TWO_DIGITS = Context(prec=2, rounding=ROUND_HALF_UP)


@lru_cache(maxsize=16384)  # one number is written on its wire, in its gate's sentence, in both its formulas
def number(x: float | AbstractArray) -> str:
    """Return the number as shown on screen: two decimals for everyday sizes, two significant digits for the rest."""
    if isinstance(x, AbstractArray):
        return UNKNOWN
    size = abs(x)
    if 0.1 <= size < 1000:
        # The exact tie at two decimals is an odd number of eighths; half-even would disagree with the browser there.
        digits = f"{size:.2f}" if size * 8 % 2 != 1 else f"{nextafter(size, inf):.2f}"
        if len(digits) == 7:
            digits = "1000.0"
    elif size == 0:
        return "0.00"
    else:
        digits = _outside(float(size))
    return MINUS + digits if x < 0 else digits


def _outside(size: float) -> str:
    if isnan(size):
        return "NaN"
    if size == inf:
        return "∞"
    if 1000 <= size < 100_000:
        digits = str(Decimal(size).quantize(Decimal("0.1") if size < 9999.95 else Decimal(1), ROUND_HALF_UP))
        return digits if len(digits) < 6 or "." in digits else "1.0e5"
    # The class is that of the rounded number, so 0.00099999 is "0.0010".
    rounded = TWO_DIGITS.create_decimal(size)
    if -4 < rounded.adjusted() < 0:
        return f"{rounded:.{1 - rounded.adjusted()}f}"
    mantissa, power = f"{rounded:.1e}".split("e")
    return f"{mantissa}e{MINUS if power[0] == '-' else ''}{power.lstrip('+-').lstrip('0') or '0'}"


def short(x: float, digits: int = 3) -> str:
    """Return the number in at most so many significant digits, without zeros at the end: 0.5, −3, 1e−4, ∞."""
    return f"{float(x):.{digits}g}".replace("e-0", "e-").replace("-", MINUS).replace("inf", "∞")


def exact(x: float) -> str:
    """Return the shortest plain ASCII text that reads back as the same float64: for copying, for code, for a field."""
    digits = repr(float(x))
    return digits[:-2] if digits.endswith(".0") else digits


def as_given(x: float) -> str:
    """Return the number with all its digits while they are few, else as shown on screen: 4, −0.125, 0.33."""
    digits = exact(x).replace("-", MINUS)
    return digits if len(digits) <= LONGEST_GIVEN else number(x)


def told_apart(x: float, y: float) -> tuple[str, str]:
    """Return two numbers that differ, each as short as shows that they do: 0.15 and 0.23, 2.34 and 2.341."""
    if number(x) != number(y):
        return as_given(x), as_given(y)
    pairs = ((short(x, digits), short(y, digits)) for digits in range(3, 17))
    return next((pair for pair in pairs if pair[0] != pair[1]), (exact(x), exact(y)))


def jsonable(x: Any) -> Any:
    """Return a float or float64 array as JSON numbers and nested lists; what JSON cannot hold as its three strings."""
    if isinstance(x, np.ndarray):
        return x.tolist() if np.isfinite(x).all() else _nested(x)
    x = float(x)
    if isfinite(x):
        return x
    return "NaN" if isnan(x) else "Infinity" if x > 0 else "-Infinity"


def _nested(x: np.ndarray) -> Any:
    named = x.astype(object)
    named[np.isnan(x)] = "NaN"
    named[x == inf] = "Infinity"
    named[x == -inf] = "-Infinity"
    return named.tolist()


def shape_text(shape: tuple[int, ...]) -> str:
    """(2, 3) -> "2×3", (5,) -> "5"."""
    return "×".join(map(str, shape))


def size_text(shape: tuple[int, ...]) -> str:
    """(2, 3) -> "2×3", () -> "scalar"."""
    return shape_text(shape) or "scalar"


def text(value: Any) -> str:
    """Return a value as a label: the number, an array's entries while they are few, else its shape."""
    if isinstance(value, AbstractArray):
        return size_text(value.shape)
    if not isinstance(value, np.ndarray):
        return number(value)
    if not 0 < value.size <= ENTRIES_SHOWN:
        return f"{value.size} entries" if value.ndim == 1 else shape_text(value.shape)
    rows = [number(x) for x in value.ravel().tolist()]
    for length in reversed(value.shape):  # from the innermost axis outwards
        rows = ["[" + ", ".join(rows[i : i + length]) + "]" for i in range(0, len(rows), length)]
    return rows[0]
