"""Forward mode of one row: the tangents of its arguments -> the tangent of its result (Wengert 1964)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from .op import Op, Pattern

__all__ = ["slope", "tangent", "tangent_function"]


def tangent(row: Op, tangents: Sequence[Any], out: Any, args: Sequence[Any], **params: Any) -> Any:
    """The Jacobian of a gate times the tangents of its arguments.

    Args:
        tangents: one per argument, in its shape; None where it does not move. At least one moves.

    Returns:
        An array that broadcasts to the shape of `out`.
    """
    moving = [slot for slot, each in enumerate(tangents) if each is not None and slot not in row.stops]
    return tangent_function(row, moving, len(args), params)(*[tangents[slot] for slot in moving], out, *args)


def tangent_function(row: Op, moving: Sequence[int], count: int, params: Mapping[str, Any]) -> Callable[..., Any]:
    """Return the function f(tangents of the moving slots, out, the arguments) -> tangent of the result.

    An elementwise row multiplies by the slopes that its vjp multiplies by. The other rows are linear in all arguments
    together (they move or add entries) or in each of them (products); what is neither has a `jvp` of its own.

    Args:
        moving: the slots that move, in order: at least one, none of them in `row.stops`.
        count: the number of arguments.
    """
    if row.jvp is not None and len(moving) == count:
        return partial(row.jvp, **params) if params else row.jvp
    if row.elementwise:
        return _sum([partial(slope(row, slot), **params) if params else slope(row, slot) for slot in moving])
    forward = partial(row.forward, **params) if params else row.forward
    if row.jvp is None and row.pattern is Pattern.SWAP:
        return _sum([_product(forward, slot) for slot in moving])
    if row.jvp is None and count == 1:
        return lambda t, out, a: forward(t)
    return _filled(row, tuple(moving), forward, params)


def slope(row: Op, slot: int) -> Callable[..., Any]:
    """Return the function that multiplies by d(out)/d(the slot-th argument), entry by entry."""
    rows = row.vjp
    if isinstance(rows, tuple):
        return rows[slot]
    return lambda g, out, *args, **params: rows(slot, g, out, *args, **params)


def _product(forward: Callable[..., Any], slot: int) -> Callable[..., Any]:
    """Return the term of a row that is linear in each argument: the row itself, with the tangent in that slot."""
    if slot == 0:
        return lambda t, out, a, *rest: forward(t, *rest)
    if slot == 1:
        return lambda t, out, a, b, *rest: forward(a, t, *rest)
    return lambda t, out, *args: forward(*args[:slot], t, *args[slot + 1 :])


def _sum(terms: Sequence[Callable[..., Any]]) -> Callable[..., Any]:
    """Return the function that adds the terms of several moving slots."""
    if len(terms) == 1:
        return terms[0]
    if len(terms) == 2:
        first, second = terms
        return lambda t, u, out, *args: first(t, out, *args) + second(u, out, *args)
    count = len(terms)

    def total(*numbers: Any) -> Any:
        rest = numbers[count:]
        result = terms[0](numbers[0], *rest)
        for term, t in zip(terms[1:], numbers[1:count], strict=True):
            result = result + term(t, *rest)
        return result

    return total


def _filled(
    row: Op, moving: tuple[int, ...], forward: Callable[..., Any], params: Mapping[str, Any]
) -> Callable[..., Any]:
    """Return the function of a row that takes the tangents of all arguments: 0 for those that do not move."""

    def run(*numbers: Any) -> Any:
        moves, (out, *args) = dict(zip(moving, numbers, strict=False)), numbers[len(moving) :]
        tangents = [moves[slot] if slot in moves else np.zeros(np.shape(arg)) for slot, arg in enumerate(args)]
        if row.jvp is not None:
            return row.jvp(*tangents, out, *args, **params)
        return forward(*[args[slot] if slot in row.stops else each for slot, each in enumerate(tangents)])

    return run
