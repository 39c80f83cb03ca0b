"""The answer key of an exercise: for each blank what is right, and which wrong answers are known by name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..ops.op import Pattern
from ..sentences import tr, translated
from .blanks import Blank, ExerciseSheet
from .exercise_request import AskKind
from .misconceptions import MISTAKES, OTHER, BlankContext
from .quantities import Quantity

__all__ = ["Interval", "Key", "WrongAnswer", "answer_key"]

Interval = tuple[float, float]  # centre, half width
MOST_WRONG = 12  # known wrong answers of one blank


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A known mistake, at the true numbers, and the answers that it gives. A right answer is no mistake."""

    code: str
    sentence: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class Key:
    """One blank with its answers. A right answer lies in one of `intervals`, or is one of `texts`.

    choices: the words to choose from, where the answer is a word of a list.
    """

    blank: Blank
    answer: str
    intervals: tuple[Interval, ...] = ()
    texts: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    wrong: tuple[WrongAnswer, ...] = ()

    @property
    def low(self) -> float:
        """Return the least right answer."""
        return min(centre - half for centre, half in self.intervals)

    @property
    def high(self) -> float:
        """Return the greatest right answer."""
        return max(centre + half for centre, half in self.intervals)


def answer_key(sheet: ExerciseSheet) -> list[Key]:
    """Return the right answers and the known mistakes of each blank, in the order of the blanks."""
    return [KEYS[blank.kind](sheet, blank) for blank in sheet.blanks]


def _number(sheet: ExerciseSheet, blank: Blank) -> Key:
    quantity, rule = sheet.quantity(blank), sheet.request.rule
    assert quantity is not None, "this kind of blank asks for a number"
    exact = sheet.quantities.exact[quantity]
    return Key(blank, rule.format_number(exact), tuple(rule.intervals(exact)), wrong=_known_mistakes(sheet, quantity))


def _known_mistakes(sheet: ExerciseSheet, quantity: Quantity) -> tuple[WrongAnswer, ...]:
    exact, rule = sheet.quantities.exact, sheet.request.rule
    situation = BlankContext(sheet.quantities, exact, quantity, exact[quantity], rule)
    wrong_answers_by_index: dict[float, WrongAnswer] = {}
    for mistake in MISTAKES:
        for number in mistake.wrong(situation) if quantity.kind in mistake.kinds else ():
            if number is None or not math.isfinite(number) or rule.same(exact[quantity], number):
                continue
            interval = rule.intervals(number)[0]
            wrong_answers_by_index.setdefault(
                interval[0], WrongAnswer(mistake.code, translated(mistake.sentence), interval)
            )
    return tuple(wrong_answers_by_index.values())[:MOST_WRONG]


def _shape(sheet: ExerciseSheet, blank: Blank) -> Key:
    sizes = [str(size) for size in sheet.quantities.wires[blank.edge or ""].shape]
    ways = ["x".join(sizes), " x ".join(sizes), "×".join(sizes), ",".join(sizes), ", ".join(sizes)]
    return Key(blank, ways[0], texts=tuple(dict.fromkeys([*ways, f"({ways[3]})", f"({ways[4]})"])))


def _pattern(sheet: ExerciseSheet, blank: Blank) -> Key:
    node = next(node for node in sheet.trace.nodes if node.id == blank.node)
    words = [tr(each.heading) for each in Pattern if each not in (Pattern.LEAF, Pattern.STOP, Pattern.RECORDED)]
    answer = next(tr(each.heading) for each in Pattern if each.value == node.pattern)
    choices = dict.fromkeys([*words, answer])
    return Key(blank, answer, texts=(answer,), choices=tuple(choices))


def _order(sheet: ExerciseSheet, blank: Blank) -> Key:
    done = sheet.done(blank.step)
    texts = [sheet.label(box) for box in sheet.gates() if sheet.is_ready(box, done)]
    labels = dict.fromkeys(sheet.label(box) for box in sheet.gates())
    return Key(blank, " or ".join(dict.fromkeys(texts)), texts=tuple(dict.fromkeys(texts)), choices=tuple(labels))


def _wrong_line(sheet: ExerciseSheet, blank: Blank) -> Key:
    wrong = [each for each in sheet.trace.hand_gradients if each.verdict == "wrong" and each.span is not None]
    spans = [(each, each.span) for each in wrong if each.span is not None]
    first = next(span for each, span in spans if each.inherits is None)
    inherited = [
        WrongAnswer("inherited-line", OTHER["inherited-line"], _lines(span.line, span.end_line))
        for each, span in spans
        if each.inherits is not None
    ]
    return Key(blank, str(first.line), (_lines(first.line, first.end_line),), wrong=tuple(inherited[:MOST_WRONG]))


def _lines(first: int, last: int) -> Interval:
    return (first + last) / 2, (last - first) / 2


def _program_line(sheet: ExerciseSheet, blank: Blank) -> Key:
    line = sheet.lines[blank.line or 0]
    return Key(blank, f"{line.target} = {line.value}", texts=(line.value,))


KEYS: Mapping[AskKind, Callable[[ExerciseSheet, Blank], Key]] = {
    "value": _number,
    "local": _number,
    "downstream": _number,
    "term": _number,
    "shape": _shape,
    "pattern": _pattern,
    "order": _order,
    "wrong_line": _wrong_line,
    "line": _program_line,
}
