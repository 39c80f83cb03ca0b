"""Forward mode of one row: the tangents of its arguments -> the tangent of its result (Wengert 1964)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .op import Op, Pattern

__all__ = ["slope", "tangent"]


def tangent(row: Op, tangents: Sequence[Any], out: Any, args: Sequence[Any], **params: Any) -> Any:
    """The Jacobian of a gate times the tangents of its arguments.

    An elementwise row multiplies by the slopes that its vjp multiplies by. The other rows are linear in all arguments
    together (they move or add entries) or in each of them (products); what is neither has a `jvp` of its own.

    Args:
        tangents: one per argument, in its shape; None where it does not move. At least one moves.

    Returns:
        An array that broadcasts to the shape of `out`.
    """
    moving = [slot for slot, each in enumerate(tangents) if each is not None and slot not in row.stops]
    if row.jvp is not None and (len(moving) == len(args) or not row.elementwise):
        return row.jvp(*map(_filled, tangents, args), out, *args, **params)
    if row.elementwise:
        return _sum([slope(row, slot)(tangents[slot], out, *args, **params) for slot in moving])
    if row.pattern is Pattern.SWAP:
        return _sum([row.forward(*args[:slot], tangents[slot], *args[slot + 1 :], **params) for slot in moving])
    tangents_in = [arg if slot in row.stops else _filled(tangents[slot], arg) for slot, arg in enumerate(args)]
    return row.forward(*tangents_in, **params)


def slope(row: Op, slot: int) -> Callable[..., Any]:
    """Return the function that multiplies by d(out)/d(the slot-th argument), entry by entry."""
    rows = row.vjp
    if isinstance(rows, tuple):
        return rows[slot]
    return lambda g, out, *args, **params: rows(slot, g, out, *args, **params)


def _filled(each: Any, arg: Any) -> Any:
    return np.zeros(np.shape(arg)) if each is None else each


def _sum(terms: Sequence[Any]) -> Any:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total
