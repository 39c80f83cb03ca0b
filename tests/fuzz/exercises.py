"""Right answers to random exercises, in any rounding that the rule allows, are never marked wrong."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from chainrule.errors import InputError
from chainrule.exercises import ExerciseRequest, ExerciseSheet, answer_key, grade, make
from chainrule.exercises.answers import LARGE
from chainrule.request import TraceRequest
from programs import scalar_program

from .checks import Mismatch

__all__ = ["ExerciseCase", "check_exercise", "random_exercise"]


@dataclass(frozen=True, slots=True)
class ExerciseCase:
    """A program, how exact its answers must be, and the seed of the roundings."""

    source: str
    values: dict[str, float]
    rule: dict[str, int]
    seed: int


def random_exercise(seed: int) -> ExerciseCase:
    pick = random.Random(seed)
    source, values = scalar_program(seed)
    if pick.random() < 0.2:  # large numbers, and small ones
        source += f" + {pick.choice(list(values))}*1e{pick.randint(-7, 14)}"
    rule = {"digits": pick.randint(0, 5)} if pick.random() < 0.7 else {"significant": pick.randint(1, 5)}
    return ExerciseCase(source, values, rule, seed)


def check_exercise(case: ExerciseCase) -> bool:
    """Two students: one rounds the exact numbers, one goes on with the numbers that he has rounded.

    Returns whether there was anything to ask. Raises Mismatch.
    """
    wanted: dict[str, Any] = {"ask": ["value", "local", "downstream", "term"], "seed": case.seed, **case.rule}
    try:
        sheet = make(TraceRequest(case.source, case.values), ExerciseRequest(**wanted))
    except InputError:
        return False
    pick = random.Random(case.seed)
    hold(sheet, {blank.id: rounding(sheet, number, pick) for blank, number in numbers(sheet)}, "rounded")
    carried: dict[str, str] = {}
    given: dict[Any, float] = {}
    for blank in sheet.blanks:
        quantity = sheet.quantity(blank)
        assert quantity is not None
        carried[blank.id] = sheet.request.rule.format_number(sheet.quantities.following(given)[quantity])
        given[quantity] = float(carried[blank.id])
    hold(sheet, carried, "carried on")
    for key, (blank, number) in zip(answer_key(sheet), numbers(sheet), strict=True):
        if not key.low <= number <= key.high:
            raise Mismatch(f"{blank.label}: {number!r} is not between {key.low!r} and {key.high!r}")
    return True


def numbers(sheet: ExerciseSheet) -> list[tuple[Any, float]]:
    return [(blank, sheet.quantities.exact[q]) for blank in sheet.blanks if (q := sheet.quantity(blank)) is not None]


def rounding(sheet: ExerciseSheet, number: float, pick: random.Random) -> str:
    """One of the ways in which a person writes a number that is right."""
    centre, half = pick.choice(sheet.request.rule.intervals(number))
    inside = centre + half * pick.uniform(-0.999, 0.999)
    texts = [repr(number), sheet.request.rule.format_number(number), f"{inside:.17g}"]
    digits = sheet.request.rule.digits
    if digits is None or abs(number) < 10.0 ** (13 - digits) or abs(number) >= LARGE:  # else 13 figures are too few
        texts.append(f"{number:.12e}")
    text = pick.choice(texts)
    mantissa, e, power = text.partition("e")
    if e:
        return pick.choice([text, f"{mantissa}·10^{int(power)}", f"{mantissa} * 10^{int(power)}"])
    return pick.choice([text, text.replace(".", ","), text.replace("-", "\N{MINUS SIGN}"), f" {text} "])


def hold(sheet: ExerciseSheet, answers: dict[str, str], what: str) -> None:
    """Raises Mismatch."""
    wrong = [mark for mark in grade(sheet, answers).marks if not mark.right]
    if wrong:
        label = next(blank.label for blank in sheet.blanks if blank.id == wrong[0].id)
        raise Mismatch(f"{what}: {label}: {answers[wrong[0].id]!r} is {wrong[0].mistake}")
