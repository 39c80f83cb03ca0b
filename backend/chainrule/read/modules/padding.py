"""`np.pad` in all its modes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...ops import key_of
from ..calling import Arguments
from ..operators import kind_of
from ..values import Value

__all__ = ["pad"]


def pad(call: Arguments) -> Value:
    """`np.pad(x, widths, mode)`: constants around the array, or its own entries taken again."""
    a, widths, mode, values = call.bind("a, pad_width, mode='constant', constant_values=0")
    rank = len(call.shape(a))
    pairs = _pairs(call, call.static(widths), rank)
    if mode == "constant":
        fill = call.static(values)
        if isinstance(fill, tuple):
            return _padded_by(call, a, pairs, fill)
        return call.emit("pad", [a], {"widths": pairs, "value": float(fill)}, kind_of(a))
    if mode in STATISTICS:
        return _padded_with(call, a, pairs, STATISTICS[mode])
    if mode not in SOURCE_INDICES:
        raise call.refuse(
            f"`np.pad` is not read with mode {mode!r}.",
            f"Modes are constant, {', '.join((*SOURCE_INDICES, *STATISTICS))}.",
        )
    result = a
    for axis, (before, after) in enumerate(pairs):
        size = call.shape(result)[axis]
        if not before and not after:
            continue
        if mode == "reflect" and size < 2:
            raise call.refuse("An axis of one entry cannot be reflected.", "Use mode 'edge'.")
        places = tuple(SOURCE_INDICES[mode](at, size) for at in range(-before, size + after))
        key = (*(key_of(slice(None)) * axis), places)
        result = call.emit("index", [result], {"key": key}, kind_of(a))
    return result


STATISTICS: Mapping[str, str] = {"mean": "mean", "maximum": "amax", "minimum": "amin"}  # mode -> op of an axis


def _padded_by(call: Arguments, a: Value, pairs: Sequence[tuple[int, int]], inputs: tuple[Any, ...]) -> Value:
    """Pad with a constant for each side: `(before, after)`, or such a pair for each axis."""
    rank = len(pairs)
    values = inputs if all(isinstance(pair, tuple) for pair in inputs) else (inputs,)
    values = values * rank if len(values) == 1 else values
    if len(values) != rank or any(len(pair) not in (1, 2) for pair in values):
        raise call.refuse("`constant_values` does not fit the axes.", "Give it one number, or a pair for each axis.")
    for axis, ((before, after), pair) in enumerate(zip(pairs, values, strict=True)):
        for widths, value in (((before, 0), pair[0]), ((0, after), pair[-1])):
            all_widths = tuple(widths if at == axis else (0, 0) for at in range(rank))
            a = call.emit("pad", [a], {"widths": all_widths, "value": float(value)}, kind_of(a))
    return a


def _padded_with(call: Arguments, a: Value, pairs: Sequence[tuple[int, int]], statistic: str) -> Value:
    """Pad with the mean, the largest or the smallest entry of each line."""
    for axis, (before, after) in enumerate(pairs):
        if not before and not after:
            continue
        edge = call.emit(statistic, [a], {"axis": axis, "keepdims": True})
        parts = [edge] * before + [a] + [edge] * after
        a = call.emit("concatenate", parts, {"axis": axis})
    return a


def _bounced(at: int, period: int) -> int:
    at %= 2 * period
    return at if at <= period else 2 * period - at


SOURCE_INDICES: Mapping[str, Callable[[int, int], int]] = {
    "edge": lambda at, size: min(max(at, 0), size - 1),
    "reflect": lambda at, size: _bounced(at, size - 1),
    "symmetric": lambda at, size: (lambda turn: turn if turn < size else 2 * size - 1 - turn)(at % (2 * size)),
    "wrap": lambda at, size: at % size,
}


def _pairs(call: Arguments, widths: Any, rank: int) -> tuple[tuple[int, int], ...]:
    """`1`, `(1, 2)` or `((1, 2), (0, 1))` as a pair for each axis."""
    if type(widths) is int:
        return ((widths, widths),) * rank
    if isinstance(widths, tuple) and all(type(number) is int for number in widths):
        if len(widths) == 2:
            return ((widths[0], widths[1]),) * rank
        if len(widths) == 1:
            return ((widths[0], widths[0]),) * rank
    if isinstance(widths, tuple) and all(isinstance(pair, tuple) for pair in widths):
        full = tuple(pair if len(pair) == 2 else pair * 2 for pair in widths)
        if len(full) in (1, rank) and all(len(pair) == 2 and all(type(n) is int for n in pair) for pair in full):
            return full * (rank if len(full) == 1 else 1)
    raise call.refuse(
        "The widths to pad do not fit the axes.", "Write `1`, `(before, after)`, or a pair for each axis."
    )
