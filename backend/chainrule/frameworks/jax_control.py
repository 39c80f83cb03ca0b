"""Loops and branches of a jaxpr: unrolled, each round a call of one function; a branch is followed the way it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ..errors import LimitError
from .record import Frame, Part, RecordedCall, RecordedLeaf, Slot, decided

if TYPE_CHECKING:
    from .jax_recorder import Walker

__all__ = ["CONTROL", "UNROLLED_EQUATIONS"]

UNROLLED_EQUATIONS = 20_000  # of all rounds of all loops
Pair: TypeAlias = tuple[Any, "Slot | None"]  # a value, and where it stands; None: it follows from no argument


def _spend(walker: Walker, jaxpr: Any) -> None:
    walker.unrolled += len(jaxpr.jaxpr.eqns)
    if walker.unrolled > UNROLLED_EQUATIONS:
        raise LimitError(
            "unrolled_equations",
            UNROLLED_EQUATIONS,
            "The loops of this function take more equations than that when they are unrolled",
            hint="Use fewer rounds, or a shorter sequence.",
        )


def _scan(walker: Walker, params: Mapping[str, Any], inputs: Sequence[Pair], frame: Frame) -> list[Pair]:
    """`lax.scan`, and `fori_loop` with a fixed number of rounds."""
    jaxpr, constants = params["jaxpr"], params["num_consts"]
    carried = constants + params["num_carry"]
    names = getattr(jaxpr.jaxpr.debug_info, "arg_names", None) or [""] * len(inputs)
    carry = [_started(*pair) for pair in zip(inputs[constants:carried], names[constants:carried], strict=True)]
    sequences = inputs[carried:]
    columns: list[list[Pair]] = [[] for _ in range(len(jaxpr.out_avals) - params["num_carry"])]
    order = range(params["length"])
    for place in reversed(order) if params["reverse"] else order:
        _spend(walker, jaxpr)
        entries = [_entry(walker, sequence, place, frame) for sequence in sequences]
        results = walker.inside(jaxpr, [*inputs[:constants], *carry, *entries], frame, "scan_body")
        carry = results[: params["num_carry"]]
        for column, result in zip(columns, results[params["num_carry"] :], strict=True):
            column.append(result)
    stacked = [
        _stacked(walker, column[::-1] if params["reverse"] else column, aval, frame)
        for column, aval in zip(columns, jaxpr.out_avals[params["num_carry"] :], strict=True)
    ]
    return [*carry, *stacked]


def _started(start: Pair, name: str) -> Pair:
    """The start of a loop; numbers of its own are data, so that the first round is like all others."""
    value, slot = start
    array = np.asarray(value)
    if slot is not None or not np.issubdtype(array.dtype, np.floating) or not np.isfinite(array).all():
        return start
    return value, RecordedLeaf(f"{name if name.isidentifier() else 'carry'}_0", np.array(array), "constant")


def _entry(walker: Walker, sequence: Pair, place: int, frame: Frame) -> Pair:
    value, slot = sequence
    return value[place], None if slot is None else walker.record([slot, f"[{place}]"], frame)


def _stacked(walker: Walker, column: Sequence[Pair], aval: Any, frame: Frame) -> Pair:
    values = [value for value, _ in column]
    value = np.stack(values) if values else np.zeros((0, *aval.shape), dtype=aval.dtype)
    if all(slot is None for _, slot in column):
        return value, None
    parts: list[Part] = ["jnp.stack(["]
    for place, (each, slot) in enumerate(column):
        parts += [", " if place else "", walker.constant(each, frame) if slot is None else slot]
    return value, walker.record([*parts, "])"], frame)


def _while(walker: Walker, params: Mapping[str, Any], inputs: Sequence[Pair], frame: Frame) -> list[Pair]:
    """`lax.while_loop`: as many rounds as it takes at these values, which the program holds to."""
    tested, run = params["cond_jaxpr"], params["body_jaxpr"]
    own = params["cond_nconsts"] + params["body_nconsts"]
    carry = list(inputs[own:])
    while True:
        _spend(walker, tested)
        condition = [*inputs[: params["cond_nconsts"]], *carry]
        ((value, slot),) = walker.inside(tested, condition, frame, "while_condition")
        _decide(slot, bool(value), frame)
        if not value:
            return carry
        _spend(walker, run)
        carry = walker.inside(run, [*inputs[params["cond_nconsts"] : own], *carry], frame, "while_body")


def _cond(walker: Walker, params: Mapping[str, Any], inputs: Sequence[Pair], frame: Frame) -> list[Pair]:
    """`lax.cond` and `lax.switch`: the branch that is taken at these values."""
    (index, slot), *operands = inputs
    branches = params["branches"]
    place = min(max(int(index), 0), len(branches) - 1)
    _decide(slot, bool(place), frame)
    return walker.inside(branches[place], operands, frame, "branch")


def _decide(slot: Slot | None, outcome: bool, frame: Frame) -> None:
    """Say in the program what the run decided by, if the condition follows from an argument."""
    if slot is not None:
        call: RecordedCall = decided(slot, outcome)
        frame.items.append(call)


CONTROL: Mapping[str, Callable[..., list[Pair]]] = {"scan": _scan, "while": _while, "cond": _cond}
