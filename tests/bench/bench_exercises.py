"""Exercises: `python tests/bench/bench_exercises.py`. Milliseconds, the median of 30; sizes in kB.

Grading 30 blanks of a 2-2-1 network with half of the answers wrong, and each file of one exercise.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from chainrule.assessments import FORMATS, render
from chainrule.exercises import ExerciseRequest, ExerciseSheet, answer_key, grade, make
from chainrule.request import TraceRequest

BLANKS = 30
NETWORK = TraceRequest(
    "h1 = sigmoid(a*x + b*y)\nh2 = sigmoid(c*x + d*y)\nf = (sigmoid(e*h1 + g*h2) - t)**2/2",
    {"a": 0.2, "b": -0.4, "c": 0.7, "d": 0.1, "e": 0.5, "g": -0.3, "x": 1.0, "y": 2.0, "t": 1.0},
)
WANTED = ExerciseRequest(["value", "local", "downstream", "term"], count=BLANKS, digits=4)


def sheet_and_answers() -> tuple[ExerciseSheet, dict[str, str]]:
    """Every second answer has lost its sign."""
    sheet = make(NETWORK, WANTED)
    keys = answer_key(sheet)
    return sheet, {key.blank.id: str(-float(key.answer)) if at % 2 else key.answer for at, key in enumerate(keys)}


def milliseconds(work: Callable[[], object], rounds: int = 30) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def main() -> None:
    sheet, answers = sheet_and_answers()
    print(f"grade {len(answers)} blanks: {milliseconds(lambda: grade(sheet, answers)):.1f} ms")
    print(f"make and grade: {milliseconds(lambda: grade(make(NETWORK, WANTED), answers)):.1f} ms")
    for name, row in FORMATS.items():
        size = len(render(NETWORK, WANTED, name)) / 1000
        print(f"{row.title}: {milliseconds(lambda n=name: render(NETWORK, WANTED, n), 5):.0f} ms, {size:.0f} kB")  # type: ignore[misc]


if __name__ == "__main__":
    main()
