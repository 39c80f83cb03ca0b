"""Lines of a backward pass that a student writes: which can be left out, and what is said of the ones he wrote."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..diagnostics.hand_gradients import generic_lines
from ..errors import ChainruleError
from ..graph import Shape
from ..limits import DEFAULT, Limits
from ..number import shape_text
from ..request import TraceRequest
from ..sentences import tr
from ..syntax import parse, parse_expression
from ..tracing.build import build, draw
from ..tracing.document import HandGradient, Trace
from .misconceptions import OTHER

__all__ = ["GAP", "LineMark", "ProgramLine", "grade_lines", "program_lines", "without_lines"]

FOLLOWS = "The line is right; its number follows from an earlier line."
_SIGNS = (0, 4)  # points at which data have other signs: a mask that is missing counts at none of the present ones
_SIGNS_OF_PAPER = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-"})  # as the picture has them
GAP = "____"  # what stands where a line is left out


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """A line that computes a gradient by hand: `target = value` with nothing else on it."""

    first: int
    last: int
    indent: str
    target: str
    value: str
    gradient: HandGradient

    def statement(self, value: str) -> str:
        """Return the line with `value` on its right side."""
        return f"{self.indent}{self.target} = {value}"


@dataclass(frozen=True, slots=True)
class LineMark:
    """Mark of one written line. `undecided`: it could be read, but not judged."""

    right: bool
    follows: bool
    mistake: str | None
    sentence: str


def program_lines(trace: Trace) -> dict[int, ProgramLine]:
    """The lines that can be left out, by number: those whose gradient is found right as they stand."""
    text = trace.source.split("\n")
    once: dict[int, int] = {}
    for each in trace.hand_gradients:
        if each.span is not None:
            once[each.span.line] = once.get(each.span.line, 0) + 1
    result = {}
    for each in trace.hand_gradients:
        if each.span is None or each.verdict != "right" or once[each.span.line] > 1:
            continue
        first, last = each.span.line, each.span.end_line
        whole = "\n".join(text[first - 1 : last])
        statement = _assignment(whole.strip())
        if statement is not None:
            indent = whole[: len(whole) - len(whole.lstrip())]
            result[first] = ProgramLine(first, last, indent, *statement, each)
    return result


def without_lines(source: str, lines: Mapping[int, ProgramLine]) -> str:
    """The program with a gap in place of each of these lines; the others keep their numbers."""
    return _with_statements(source, {line: (each, each.statement(GAP)) for line, each in lines.items()})


def _with_statements(source: str, answers_by_line: Mapping[int, tuple[ProgramLine, str]]) -> str:
    text = source.split("\n")
    for line, statement in answers_by_line.values():
        text[line.first - 1 : line.last] = [statement, *[""] * (line.last - line.first)]
    return "\n".join(text)


def _assignment(line: str) -> tuple[str, str] | None:
    """Target and value of a line that is one assignment in Python."""
    try:
        body = parse(line).body
        if len(body) != 1 or not isinstance(body[0], ast.Assign) or len(body[0].targets) != 1:
            return None
        return ast.unparse(body[0].targets[0]), ast.unparse(body[0].value)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _names(value: str) -> set[str]:
    return {node.id for node in ast.walk(parse_expression(value)) if isinstance(node, ast.Name)}


def _misspelled(value: str, source: str) -> str | None:
    """A name that the program has not, and that would be read as a product of its letters: `yy` for `y`."""
    tree, program_names = parse_expression(value), set(re.findall(r"[^\W\d]\w*", source))
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called]
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    unknown = {node.id for node in names} - program_names - bound - {"pi", "inf", "nan"}
    return next((name for name in sorted(unknown) if _is_product(name, program_names)), None)


def _is_product(name: str, program_names: Collection[str]) -> bool:
    """True if a name is several of the program's, one behind the other."""
    if len(name) > DEFAULT.name_characters:  # no reader takes it
        return False
    ends = {0}
    for end in range(1, len(name) + 1):
        if any(name[start:end] in program_names for start in ends):
            ends.add(end)
    return len(name) in ends


def grade_lines(
    request: TraceRequest,
    trace: Trace,
    lines: Mapping[int, ProgramLine],
    answers: Mapping[int, str],
    limits: Limits = DEFAULT,
) -> dict[int, LineMark]:
    """The marks of the lines that were written.

    A line is right where it is right among the teacher's own lines, so that one slip costs once; or where it uses a
    wrong line of the student's and is right among the student's lines.

    request, trace: the teacher's program with its values; its lines stand in for those that cannot be read.
    """
    program = _Program(replace(request, output=_output(trace) or request.output), lines, limits)
    marks: dict[int, LineMark] = {}
    answers_by_line: dict[int, str] = {}
    for number, answer in answers.items():
        value = _value_of(lines[number], answer) or program.unread(number, answer)
        if isinstance(value, str) and (slip := _misspelled(value, request.source)):
            value = LineMark(False, False, "unreadable", f"The program has no `{slip}`.")
        if isinstance(value, LineMark):
            marks[number] = value
        else:
            answers_by_line[number] = value
            marks[number] = program.mark(number, {number: value})
    wrong = {name for number in answers_by_line if not marks[number].right for name in _names(lines[number].target)}
    for number, value in answers_by_line.items():
        if not wrong & (_names(value) - _names(lines[number].target)):
            continue
        if marks[number].right or program.mark(number, answers_by_line).right:
            marks[number] = LineMark(True, True, None, FOLLOWS)
    return marks


class _Program:
    """The teacher's program, with some of its lines written otherwise."""

    def __init__(self, request: TraceRequest, lines: Mapping[int, ProgramLine], limits: Limits) -> None:
        self.trace_request, self.lines, self.limits = request, lines, limits

    @cached_property
    def generic(self) -> dict[int, set[int]]:
        """The teacher's lines that are right at other values, too; and at data of both signs."""
        return {signs: self._generic({}, signs) for signs in _SIGNS}

    def request(self, answers_by_line: Mapping[int, str]) -> TraceRequest:
        put = {
            number: (self.lines[number], self.lines[number].statement(text)) for number, text in answers_by_line.items()
        }
        return replace(self.trace_request, source=_with_statements(self.trace_request.source, put))

    def unread(self, number: int, answer: str) -> LineMark:
        """The mark of an answer that is no assignment: what the reader says of its own text, if it is a formula."""
        target, sentence = self.lines[number].target, ""
        if "\n" not in answer and not re.search(r"(?<![=!<>])=(?!=)", answer):
            try:
                build(TraceRequest(f"{target} = {answer}"), self.limits)
            except ChainruleError as error:
                sentence = error.detail if error.code == "syntax" else ""
        return LineMark(False, False, "unreadable", sentence or f"This is no line such as `{target} = ...`.")

    def mark(self, number: int, answers_by_line: Mapping[int, str]) -> LineMark:
        """The mark of one line among these and the teacher's."""
        try:
            mark = _verdict(build(self.request(answers_by_line), self.limits), self.lines[number])
        except ChainruleError as error:
            return LineMark(False, False, "unreadable", error.detail)
        # Right at the present values only, where the teacher's holds at others too?
        if mark.right and (shapes := self._other_shapes(number, answers_by_line)) is not None:
            yours, true = map(shape_text, shapes)
            target = self.lines[number].target
            return LineMark(
                False, False, "transpose", f"The numbers of `{target}` are right, but it is {yours} and not {true}."
            )
        for signs in _SIGNS if mark.right else ():
            if number in self.generic[signs] and number not in self._generic(answers_by_line, signs):
                return LineMark(False, False, "by-chance", OTHER["by-chance"])
        return mark

    def _other_shapes(self, number: int, answers_by_line: Mapping[int, str]) -> tuple[Shape, Shape] | None:
        """Return the shapes of the student's and the teacher's line where one is a row and the other a column."""
        yours, true = (self._shape(number, each) for each in (answers_by_line, {}))
        return (yours, true) if len(yours) == len(true) == 2 and yours == true[::-1] != true else None

    def _shape(self, number: int, answers_by_line: Mapping[int, str]) -> Shape:
        run, _ = draw(self.request(answers_by_line), self.limits)
        nodes = [each.node for each in run.graph.hand_gradients if each.span and each.span.line == number]
        return run.graph.nodes[nodes[0]].shape if nodes else ()

    def _generic(self, answers_by_line: Mapping[int, str], signs: int) -> set[int]:
        run, _ = draw(self.request(answers_by_line), self.limits)
        return generic_lines(run, run.graph.hand_gradients, run.graph.seed, signs)


def _output(trace: Trace) -> str | None:
    """The name that the gradients are of. A line that is no gradient any more must not move it."""
    label = next((node.label for node in trace.nodes if node.kind == "output"), None)
    return label if label in trace.named else None


def _value_of(line: ProgramLine, answer: str) -> str | LineMark | None:
    """Return the value that the student assigns, written with the target or without it; a mark if it is none for this
    line, None if it is no assignment."""
    answer = answer.translate(_SIGNS_OF_PAPER)
    statement = _assignment(answer) or _assignment(f"{line.target} = {answer}")
    if "\n" in answer or statement is None:
        return None
    target, value = statement
    if target != line.target:
        return LineMark(False, False, "other-name", f"This line sets `{target}`; `{line.target}` belongs here.")
    if not _names(value) and _names(line.value):
        return LineMark(False, False, "number-for-rule", OTHER["number-for-rule"])
    return value


def _verdict(trace: Trace, line: ProgramLine) -> LineMark:
    """Return the mark by the verdict on the gradient that this line computes."""
    result = [each for each in trace.hand_gradients if each.span is not None and each.span.line == line.first]
    if not result:
        return LineMark(False, False, "undecided", f"{line.gradient.name} could not be judged as a gradient here.")
    (each, *_) = result
    if each.verdict == "undecided":
        return LineMark(False, False, "undecided", each.text)
    if each.verdict == "right":
        return LineMark(True, False, None, f"{tr('Right.')} {each.text}")  # the trace is in its language already
    return LineMark(False, False, each.mistake or "unknown", each.text)
