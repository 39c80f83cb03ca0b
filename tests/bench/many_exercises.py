"""Right answers of many exercises: `python tests/bench/many_exercises.py [COUNT]`, 10,000 of random graphs if left out.

Each answer is written in the roundings that the rule allows and in other notations; none may be marked wrong. Prints
what it counted; exit code 1 if one was.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

from chainrule.errors import InputError
from chainrule.exercises import ExerciseRequest, ExerciseSheet, grade, make
from chainrule.request import TraceRequest
from programs import scalar_program

KINDS = ("value", "local", "downstream", "term")


def exercise(seed: int) -> ExerciseSheet | None:
    """Exercise of a random graph with its own kinds, number of blanks and rule; None where there is nothing to ask."""
    pick = random.Random(f"exercise {seed}")
    source, values = scalar_program(seed)
    rule = pick.choice([{"digits": pick.randint(0, 6)}, {"significant": pick.randint(2, 6)}])
    ask = pick.sample(KINDS, pick.randint(1, len(KINDS)))
    try:
        return make(TraceRequest(source, values), ExerciseRequest(ask, seed=seed, count=pick.randint(1, 12), **rule))
    except InputError:
        return None


def writings(sheet: ExerciseSheet, number: float) -> Iterator[str]:
    """All that a careful student may write for a number: to the rule's places, to more, and in other notations."""
    rule = sheet.request.rule
    yield repr(number)
    yield repr(rule.rounded(number))
    yield f"{number:.15e}"  # with all its digits
    yield repr(number).replace(".", ",").replace("-", "\N{MINUS SIGN}")


def wrongly_marked(sheet: ExerciseSheet) -> list[str]:
    """Labels of the blanks at which a right answer is marked wrong."""
    numbers = {
        blank.id: sheet.quantities.exact[q] for blank in sheet.blanks if (q := sheet.quantity(blank)) is not None
    }
    columns = zip(*(list(writings(sheet, number)) for number in numbers.values()), strict=True)
    return [
        f"{mark.id} {answers}"
        for answers in columns
        for mark in grade(sheet, dict(zip(numbers, answers, strict=True))).marks
        if not mark.right
    ]


def main(argv: list[str]) -> int:
    count, seed, made, blanks = int(argv[0]) if argv else 10_000, 0, 0, 0
    while made < count:
        sheet = exercise(seed)
        seed += 1
        if sheet is None:
            continue
        made, blanks = made + 1, blanks + len(sheet.blanks)
        if wrong := wrongly_marked(sheet):
            print(f"seed {seed - 1}: {sheet.trace.source!r}: {wrong[:3]}")
            return 1
    print(f"{made:,} exercises, {blanks:,} blanks, each right in {len(list(writings(sheet, 1.0)))} writings.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
