"""Answers are marked: right, right because it follows from what the student wrote before, or wrong in a known way."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..errors import InputError
from ..limits import DEFAULT, Limits
from ..ops.op import Pattern
from ..sentences import tr, translated
from .answers import read_number, readings, why_unreadable
from .blanks import Blank, ExerciseSheet
from .exercise_request import AskKind
from .misconceptions import OTHER, BlankContext, mistake_of
from .program_lines import grade_lines
from .quantities import Quantity

__all__ = ["UNREADABLE", "Grades", "BlankMark", "grade"]

_SIZE_OF = re.compile(r"^(torch\.)?size\b")  # `torch.Size([3, 2])`, as PyTorch prints it
_SHAPE = re.compile(r"\d+")
_KEYS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "√": "sqrt", "Σ": "sum"})
_LINE = re.compile(r"^(line|zeile|l\.?|z\.?|#)\s*")
FOLLOWS = "Right with what you wrote before: one slip counts once."
ROUNDED = "Right with the numbers as you rounded them before."
UNREADABLE: Mapping[AskKind, str] = MappingProxyType(
    {
        "shape": "This could not be read as a shape. Type its sizes, such as 3 x 2, or () for a single number.",
        "pattern": "This is the name of no pattern. Type one such as distributor, swap multiplier or router.",
        "order": "No gate is called that. Type the name or the sign of one, as it stands in the graph.",
        "wrong_line": "This could not be read as a line. Type its number, such as 3.",
    }
)
"""Sentences about answers that are no number and could not be read, by the kind of the blank."""


@dataclass(frozen=True, slots=True)
class BlankMark:
    """One blank, marked."""

    id: str
    """Id of the blank."""
    answered: bool
    """True if an answer was given that could be read."""
    right: bool
    """It is the exact answer, or it follows from what was answered before."""
    follows: bool
    """It is right only because it follows from an earlier answer, which is wrong."""
    mistake: str | None
    """The code of the mistake that gives this answer; null where it is right or missing."""
    sentence: str
    """Remark on the answer, as a sentence."""


@dataclass(frozen=True, slots=True)
class Grades:
    """All blanks of an exercise, marked."""

    score: int
    """Number of right answers."""
    of: int
    """Number of blanks."""
    marks: list[BlankMark]
    """One for each blank, in their order."""
    rule: str
    """Rule by which an answer is right, as a sentence."""


def grade(exercise: ExerciseSheet, answers: Mapping[str, str], limits: Limits = DEFAULT) -> Grades:
    """Mark the answers, by the ids of the blanks.

    Raises:
        InputError: `unknown-id`: an answer for a blank that is none.
    """
    blank_ids = {blank.id for blank in exercise.blanks}
    for id in answers:
        if id not in blank_ids:
            raise InputError("unknown-id", f"There is no blank `{id[:40]}`.", hint="The exercise lists its blanks.")
    answered: dict[Quantity, float] = {}
    for blank in exercise.blanks:
        quantity, answer = exercise.quantity(blank), answers.get(blank.id, "")
        if quantity is not None and (number := _number(exercise, quantity, answer)) is not None:
            answered[quantity] = number
    marks = [_mark(exercise, blank, answers, answered) for blank in exercise.blanks]
    marks = _with_roundings(exercise, answered, marks)
    marks = [
        replace(mark, sentence=translated(mark.sentence)) for mark in _with_lines(exercise, answers, marks, limits)
    ]
    return Grades(sum(mark.right for mark in marks), len(marks), marks, exercise.rule_sentence)


def _with_roundings(
    exercise: ExerciseSheet, answered: Mapping[Quantity, float], marks: list[BlankMark]
) -> list[BlankMark]:
    """The marks, where what follows from right numbers that were rounded is right by itself: nothing slipped there."""
    blanks = list(zip((exercise.quantity(blank) for blank in exercise.blanks), marks, strict=True))
    if not any(mark.follows for quantity, mark in blanks if quantity is not None):
        return marks
    slips = {q: answered[q] for q, mark in blanks if q is not None and q in answered and not mark.right}
    exact, from_slips = exercise.quantities.exact, exercise.quantities.following(slips)
    return [
        replace(mark, follows=False, sentence=ROUNDED)
        if mark.follows and quantity is not None and math.isclose(from_slips[quantity], exact[quantity], abs_tol=1e-12)
        else mark
        for quantity, mark in blanks
    ]


def _number(exercise: ExerciseSheet, quantity: Quantity, answer: str) -> float | None:
    """The answer as a number; one that can be read in two ways counts if it is right in one of them."""
    exact, rule = exercise.quantities.exact[quantity], exercise.request.rule
    return next((number for number in readings(answer) if rule.same(number, exact)), read_number(answer))


def _with_lines(
    exercise: ExerciseSheet, answers: Mapping[str, str], marks: list[BlankMark], limits: Limits
) -> list[BlankMark]:
    """The marks, with those of lines of the program, which are judged together."""
    answers_by_line = {
        blank.line: answer
        for blank in exercise.blanks
        if blank.line is not None and (answer := answers.get(blank.id, "").strip())
    }
    if not answers_by_line:
        return marks
    lines = grade_lines(exercise.filled, exercise.trace, exercise.lines, answers_by_line, limits)
    ids = {blank.id: lines[blank.line] for blank in exercise.blanks if blank.line in lines}
    return [
        BlankMark(mark.id, line.mistake != "unreadable", line.right, line.follows, line.mistake, line.sentence)
        if (line := ids.get(mark.id)) is not None
        else mark
        for mark in marks
    ]


def _mark(
    exercise: ExerciseSheet, blank: Blank, answers: Mapping[str, str], answered: Mapping[Quantity, float]
) -> BlankMark:
    nothing = BlankMark(blank.id, False, False, False, None, "No answer yet.")
    if not answers.get(blank.id, "").strip() or blank.line is not None:
        return nothing
    quantity = exercise.quantity(blank)
    if quantity is None:
        right, mistake, sentence = JUDGES[blank.kind](exercise, blank, answers)
        return BlankMark(blank.id, mistake != "unreadable", right, sentence == FOLLOWS, mistake, sentence)
    if quantity not in answered:
        return replace(nothing, mistake="unreadable", sentence=why_unreadable(answers[blank.id]))
    number, rule = answered[quantity], exercise.request.rule
    others = {key: value for key, value in answered.items() if key != quantity}
    exact, numbers = exercise.quantities.exact[quantity], exercise.quantities.following(others)
    if rule.same(number, exact):
        return BlankMark(blank.id, True, True, False, None, "Right.")
    if rule.same(number, numbers[quantity]):
        return BlankMark(blank.id, True, True, True, None, FOLLOWS)
    # A student goes by the numbers on the own sheet; without any there, by the true ones.
    for true, known_numbers in ((numbers[quantity], numbers), (exact, exercise.quantities.exact)):
        result = mistake_of(BlankContext(exercise.quantities, known_numbers, quantity, true, rule), number)
        if result is not None:
            return BlankMark(blank.id, True, False, False, result.code, result.sentence)
    return BlankMark(blank.id, True, False, False, "unknown", OTHER["unknown"])


Judgement = tuple[bool, str | None, str]


def _shape(exercise: ExerciseSheet, blank: Blank, answers: Mapping[str, str]) -> Judgement:
    answer = answers[blank.id].strip()
    wire = exercise.quantities.wires[blank.edge or ""]
    bare = _SIZE_OF.sub("", answer.lower()).replace(" by ", " x ").strip("()[] ")
    scalar = bare in ("", "a number", "number", "scalar")
    if not scalar and not re.fullmatch(r"\d[\d\s,x×*]*", bare):
        return False, "unreadable", UNREADABLE["shape"]
    sizes = () if scalar else tuple(int(size[:9]) for size in _SHAPE.findall(bare))
    if sizes == tuple(wire.shape):
        return True, None, "Right."
    output = next(node for node in exercise.trace.nodes if node.id == wire.target).shape
    if sizes == tuple(output):
        return False, "shape-of-output", OTHER["shape-of-output"]
    return False, "wrong-shape", OTHER["wrong-shape"]


def _pattern(exercise: ExerciseSheet, blank: Blank, answers: Mapping[str, str]) -> Judgement:
    answer = answers[blank.id].strip()
    node = next(node for node in exercise.trace.nodes if node.id == blank.node)
    true = next(each for each in Pattern if each.value == node.pattern)
    words = answer.lower()
    named = [each for each in Pattern if words in _names(each)]
    if not named:
        return False, "unreadable", UNREADABLE["pattern"]
    if named[0] is true:
        return True, None, f"Right. {true.sentence}"
    return False, "wrong-pattern", f"{OTHER['wrong-pattern']} {true.sentence}"


def _names(pattern: Pattern) -> tuple[str, ...]:
    """The names of a pattern that an answer may have, in small letters; that of the page's language is one."""
    heading = pattern.heading
    return pattern.value, heading, heading.removeprefix("gradient "), tr(heading).lower()


def _order(exercise: ExerciseSheet, blank: Blank, answers: Mapping[str, str]) -> Judgement:
    """Any gate may go next whose value is used by nothing that has not had its turn: every reversed topological order
    is right. Who answered the earlier blanks in an order of his own goes on from there. After a wrong answer he may
    go on from it, or from the turn that was right in its place, as the page shows it."""
    gates = [step.nodes[0] for step in exercise.trace.steps if step.kind == "backward"]
    orders = [each for each in exercise.blanks if each.kind == "order"]
    at = orders[0].step
    done = exercise.done(at)
    own = set(done)  # as the student has it
    judgement: Judgement = (False, "unreadable", UNREADABLE["order"])
    for each in orders:
        for step in exercise.trace.steps[at : each.step]:
            if step.kind == "backward":  # a turn that is not asked for
                done.add(_next(gates, done))
                own.add(_next(gates, own))
        answer = answers.get(each.id, "").strip()
        chosen, judgement = _turn(exercise, answer, done)
        believed = chosen
        if chosen is None:
            believed, follows = _turn(exercise, answer, own)
            if follows[0]:
                judgement = (True, None, FOLLOWS)
            else:
                believed = next(iter(_called(exercise, answer)), None)
        if each is blank:
            break
        done.add(chosen or _next(gates, done))
        own.add(believed if believed is not None and believed not in own else _next(gates, own))
        at = each.step + 1
    return judgement


def _next(gates: list[str], done: set[str]) -> str:
    """The first gate of the trace's own order that has not had its turn: all that use its value have had theirs."""
    return next((gate for gate in gates if gate not in done), "")


def _called(exercise: ExerciseSheet, answer: str) -> list[str]:
    """The gates that an answer can mean: as it stands, else as a keyboard has it (`*` for ×, `relu` for ReLU)."""
    names = {box: exercise.names(box) for box in exercise.gates()}
    exactly = [box for box, own in names.items() if answer in own]
    return exactly or [box for box, own in names.items() if _typed(answer) in map(_typed, own)]


def _typed(name: str) -> str:
    return "".join(name.translate(_KEYS).lower().split())


def _turn(exercise: ExerciseSheet, answer: str, done: set[str]) -> tuple[str | None, Judgement]:
    """The gate that an answer gives the next turn, None where it cannot have it; and what is said of it."""
    boxes = _called(exercise, answer)
    if not boxes:
        return None, (False, "unreadable", UNREADABLE["order"])
    for box in boxes:
        if exercise.is_ready(box, done):
            return box, (True, None, "Right: all that uses its value has handed its gradient back.")
    code = "done-already" if done.issuperset(boxes) else "too-early"
    return None, (False, code, OTHER[code])


def _wrong_line(exercise: ExerciseSheet, blank: Blank, answers: Mapping[str, str]) -> Judgement:
    answer = answers[blank.id].strip()
    number = _line_called(exercise, answer) or read_number(_LINE.sub("", answer.rstrip(":").lower()))
    if number is None or number != int(number):
        return False, "unreadable", UNREADABLE["wrong_line"]
    spans = [(each, each.span) for each in exercise.trace.hand_gradients if each.span is not None]
    first = next(each for each, _ in spans if each.verdict == "wrong" and each.inherits is None)
    at = [each for each, span in spans if span.line <= number <= span.end_line]
    if any(each is first for each in at):
        return True, None, f"{tr('Right.')} {first.text}"  # the trace speaks the language of the request
    wrong = [each for each in at if each.verdict == "wrong"]
    if wrong:
        code = "later-line" if any(each.inherits is None for each in wrong) else "inherited-line"
    else:
        code = "right-line" if at and all(each.verdict == "right" for each in at) else "other-line"
    return False, code, OTHER[code]


def _line_called(exercise: ExerciseSheet, answer: str) -> int | None:
    """The line of a gradient by its name or its own text, `dw` or `dw = dz*w`; None where that is no single one."""
    text = exercise.trace.source.split("\n")
    spans = [(each.name, each.span) for each in exercise.trace.hand_gradients if each.span is not None]
    lines = {span.line for name, span in spans if _typed(answer) in (_typed(name), _typed(text[span.line - 1]))}
    return lines.pop() if len(lines) == 1 else None


JUDGES = {"shape": _shape, "pattern": _pattern, "order": _order, "wrong_line": _wrong_line}
