"""Parts of a graph computed again with other numbers, and numbers held to one another.

A backward pass written by hand is judged by trying things out: the true gradient in place of the one that a line was
given, another operand, no mask. Nothing here computes a gradient.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import compress
from typing import Any

import numpy as np

from .graph import GraphNode
from .ops import OPS

__all__ = [
    "TOLERANCE",
    "close",
    "compute",
    "constant_ratio",
    "constant_ratios",
    "line_of",
    "lined_up",
    "replay",
    "rounds_to",
    "same",
]

TOLERANCE = 1e-9  # relative to the largest entry: another order of the same sums may differ in the last digits

Number = Any  # as in evaluate


def compute(node: GraphNode, args: Sequence[Number]) -> Number:
    """Compute one gate's value, with IEEE 754's answers where Python would raise; nan where the numbers do not fit."""
    try:
        with np.errstate(all="ignore"):
            arguments = [np.float64(arg) if type(arg) is float else arg for arg in args]
            value = np.asarray(OPS[node.op].forward(*arguments, **node.params), dtype=np.float64)
        if not node.shape:
            return float(value.reshape(-1)[0]) if value.size == 1 else float("nan")
        return value if value.shape == node.shape else np.array(np.broadcast_to(value, node.shape))
    except ValueError:  # a replaced number may have another shape than the one that it stands for
        return np.full(node.shape, np.nan) if node.shape else float("nan")


def replay(
    nodes: Sequence[GraphNode] | Mapping[int, GraphNode],
    order: Iterable[int],
    values: Mapping[int, Number] | Sequence[Number],
    replaced: Mapping[int, Number],
) -> dict[int, Number]:
    """Compute the gates of `order` (ascending) again; what stands in `replaced` is taken from there, leaves stay.

    Returns the new values, and those of `replaced`.
    """
    numbers_by_index: dict[int, Number] = dict(replaced)
    for index in order:
        node = nodes[index]
        if index not in replaced and node.args:
            numbers_by_index[index] = compute(
                node, [numbers_by_index[arg] if arg in numbers_by_index else values[arg] for arg in node.args]
            )
    return numbers_by_index


def lined_up(value: Number, true: Number) -> tuple[np.ndarray, np.ndarray] | None:
    """Return both as arrays of one shape; axes of one entry do not count (1×3 and 3). None: the shapes differ."""
    first, second = np.asarray(value, dtype=np.float64), np.asarray(true, dtype=np.float64)
    if first.shape == second.shape:
        return first, second
    if [n for n in first.shape if n != 1] == [n for n in second.shape if n != 1]:
        return first.reshape(second.shape), second
    return None


def close(value: Number, true: Number, tolerance: float = TOLERANCE) -> np.ndarray | None:
    """Return, by entry, whether two numbers agree relative to the largest entry; None where the shapes differ."""
    pair = lined_up(value, true)
    if pair is None:
        return None
    finite = np.abs(pair[1][np.isfinite(pair[1])])
    scale = float(finite.max(initial=0.0))
    with np.errstate(all="ignore"):
        return np.asarray(np.isclose(*pair, rtol=tolerance, atol=tolerance * scale, equal_nan=True))


def same(value: Number, true: Number, tolerance: float = TOLERANCE) -> bool:
    """Return whether two numbers or arrays agree in all entries; the usual case in fewer steps than `close`."""
    pair = lined_up(value, true)
    if pair is None:
        return False
    size = np.abs(pair[1])
    scale = float(size.max(initial=0.0))
    if scale < np.inf:  # no entry is infinite or nan
        with np.errstate(all="ignore"):
            return bool((np.abs(pair[0] - pair[1]) <= tolerance * (scale + size)).all())
    result = close(value, true, tolerance)
    return result is not None and bool(result.all())


def rounds_to(value: Number, true: Number) -> bool:
    """Return whether a number typed by hand is the true one to as many decimals as it has."""
    pair = lined_up(value, true)
    if pair is None:
        return False
    for yours, exactly in zip(pair[0].ravel().tolist(), pair[1].ravel().tolist(), strict=True):
        digits = repr(yours)
        decimals = 0 if "e" in digits or yours == round(yours) else len(digits.partition(".")[2])
        if yours != exactly and (not decimals or not abs(yours - exactly) <= 0.5000001 * 10.0**-decimals):
            return False
    return True


def constant_ratio(value: Number, true: Number) -> float | None:
    """Return the one factor c with written = c * true, where there is one; None also where either is 0 throughout."""
    pair = lined_up(value, true)
    if pair is None or not all(np.isfinite(each).all() for each in pair):
        return None
    place = np.unravel_index(int(np.abs(pair[1]).argmax()), pair[1].shape) if pair[1].size else None
    if place is None or pair[1][place] == 0 or pair[0][place] == 0:
        return None
    ratio = float(pair[0][place] / pair[1][place])
    return ratio if same(pair[0], ratio * pair[1]) else None


def constant_ratios(value: Number, trues: Sequence[Number]) -> set[float]:
    """Return the factors c with value = c * true of several numbers or arrays; exactly 1 where they agree.

    Those of the value's own shape are compared in one step: a loop has a gradient for each of its rounds.
    """
    own = np.asarray(value, dtype=np.float64)
    is_plain = bool(np.isfinite(own).all()) and own.size > 0
    alike = [is_plain and np.shape(true) == own.shape for true in trues]
    ratios = {
        1.0 if same(value, true) else constant_ratio(value, true) or 0.0
        for true, is_alike in zip(trues, alike, strict=True)
        if not is_alike
    }
    if not any(alike):
        return ratios - {0.0}
    rows = np.array(list(compress(trues, alike)), dtype=np.float64).reshape(-1, own.size)
    rows, flat = rows[np.isfinite(rows).all(axis=1)], own.ravel()
    with np.errstate(all="ignore"):
        places = np.abs(rows).argmax(axis=1)
        factors = flat[places] / rows[np.arange(len(rows)), places]
        factors = np.where(np.isfinite(factors), factors, 0.0)
        is_same = _agree(flat, rows)
        is_multiple = ~is_same & _agree(flat, factors[:, np.newaxis] * rows)
    ratios.update([1.0] if is_same.any() else [], factors[is_multiple].tolist())
    return ratios - {0.0}


def _agree(value: Any, rows: Any) -> Any:
    """Return, for each row, whether all entries agree: `same` of many at once."""
    sizes = np.abs(rows)
    bounds = TOLERANCE * (sizes.max(axis=1, initial=0.0, keepdims=True) + sizes)
    return (np.abs(value - rows) <= bounds).all(axis=1)


def line_of(
    nodes: Sequence[GraphNode], root: int, stop: Collection[int], first: int = 0
) -> tuple[list[int], list[int]]:
    """Return the gates that make `root`, down to those in `stop` or before `first`, and the used nodes of `stop`."""
    order, used, visited, todo = [], [], {root}, [root]
    while todo:
        node = todo.pop()
        order.append(node)
        for arg in nodes[node].args:
            if arg in visited:
                continue
            visited.add(arg)
            if arg in stop:
                used.append(arg)
            elif arg >= first:
                todo.append(arg)
    return sorted(order), sorted(used)
