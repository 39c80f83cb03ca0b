"""Formulas as a calculator takes them, alone or as lines of a program: `2x`, `sin x`, `f(x) = x^2`, `y = mx + b`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from ...errors import SourceError
from ...graph import Note
from .logical_lines import LogicalLine, logical_lines
from .mapped import Mapped, SourcePlaces
from .notation.resolve import resolved
from .notation.squares import with_squares
from .notation.statements import StatementLine, read_line
from .notation.substituted import Numbers, is_in_numbers, with_numbers
from .notation.text_names import TextNames
from .notation.tokens import NotAsPython, tokens
from .notation.tree import Statement
from .notation.vector_entries import has_entries, vectors_of, with_entries
from .notation.write import Writer
from .oddities import free_words, has_transposes, is_odd, stands_beside
from .python import parses
from .signs import PRODUCT, ascii_signs
from .source import OtherReading
from .strings_and_comments import blanked
from .words import lambda_names

__all__ = ["Calculated", "read_calculator"]

_STATEMENT = re.compile(
    r"(?:def|class|if|elif|else|for|while|with|try|except|finally|import|from|assert|raise|pass|break|continue|global"
    r"|nonlocal|del|async)\b|@"
)
_ASSIGNMENT = re.compile(r"[^\W\d]\w*[ \t]*=(?!=)")
_SET_SQUARE = re.compile(r"(?:^|[,;])[ \t]*+[^\W\d]\w*(?:²|\^2|\*\*2)[ \t]*+=(?!=)", re.M)
_RETURN = re.compile(r"return\b[ \t]*")


class Calculated(NamedTuple):
    """Result of the calculator's reading: the Python text, or the error in the first line that is no formula."""

    text: Mapped
    changed: bool = False
    notices: tuple[Note, ...] = ()
    alternatives: tuple[OtherReading, ...] = ()
    sizes: Mapping[str, tuple[int | str, ...]] = {}
    problem: SourceError | None = None


class _Formula(NamedTuple):
    line: int
    begin: int  # where it starts in the text: behind the blanks of its line, and behind `return`
    statements: list[Statement]


def read_calculator(text: Mapped, names: TextNames, places: SourcePlaces) -> Calculated:
    """Return each line as Python, or, where it is none or hardly meant so, as a formula on paper.

    Raises:
        SourceError: a quotation mark is never closed.
        LimitError: brackets inside each other.
    """
    code = blanked(text, places)
    lines = logical_lines(code)
    line = StatementLine(names, places)
    # What an index means holds for the whole text; so does what a square stands for that a line sets.
    joint = "∑" in code or "∏" in code or _SET_SQUARE.search(code) is not None
    formulas: list[_Formula] = []
    problem: SourceError | None = None
    vectors = vectors_of(text.text)
    for number, logical in enumerate(lines):
        begin, end = logical.start + logical.indent, logical.start + len(code[logical.start : logical.end].rstrip())
        if begin >= end or _STATEMENT.match(code, begin, end):
            continue
        returned = _RETURN.match(code, begin, end)
        begin = returned.end() if returned else begin
        python = _is_python(text.slice(begin, end), names, places)
        if python and not joint and not has_entries(text.text[begin:end], vectors):
            continue
        try:
            formulas.append(_Formula(number, begin, read_line(tokens(text.slice(begin, end), places), line)))
        except SourceError as error:
            certain = isinstance(error, NotAsPython)
            if problem is None and (certain or not _parses(text.slice(begin, end), names, places)):
                problem = error
    if not formulas:
        return Calculated(text, problem=problem)
    others = _assignments(text, lines, formulas, line.numbers, StatementLine(names, places))
    statements_by_line = with_numbers([formula.statements for formula in formulas], line.numbers, names.values, others)
    statements_by_line = with_squares(with_entries(statements_by_line, vectors, names))
    result, facts = resolved(statements_by_line, names, places)
    writer = Writer()
    at = 0
    for formula, statements in zip(formulas, result, strict=True):
        logical = lines[formula.line]
        writer.keep(_as_python(text.slice(at, formula.begin), names, places))
        _write(writer, statements, text, logical)
        at = logical.start + len(code[logical.start : logical.end].rstrip())
    writer.keep(_as_python(text.slice(at, len(text.text)), names, places))
    return Calculated(writer.text(), True, tuple(line.notices), tuple(line.alternatives), facts.sizes(), problem)


def _assignments(
    text: Mapped, lines: list[LogicalLine], formulas: list[_Formula], numbers: Numbers, line: StatementLine
) -> list[Statement]:
    """Return the assignments in lines of Python, where a formula in numbers may be one of theirs."""
    if not numbers and not any(is_in_numbers(statement) for formula in formulas for statement in formula.statements):
        return []
    read = {formula.line for formula in formulas}
    result: list[Statement] = []
    for number, logical in enumerate(lines):
        begin = logical.start + logical.indent
        if number not in read and _ASSIGNMENT.match(text.text, begin, logical.end):
            with suppress(SourceError):
                result += read_line(tokens(text.slice(begin, logical.end), line.places), line)
    return result


def _as_python(piece: Mapped, names: TextNames, places: SourcePlaces) -> Mapped:
    return lambda_names(ascii_signs(piece, places, names.all_names), places)


def _parses(piece: Mapped, names: TextNames, places: SourcePlaces) -> bool:
    result = _as_python(piece, names, places)
    return parses(result.text.replace(PRODUCT, "*")) is not None


def _is_python(piece: Mapped, names: TextNames, places: SourcePlaces) -> bool:
    if stands_beside(piece.text) or has_transposes(piece.text, lambda: names):
        return False
    result = _as_python(piece, names, places)
    code = blanked(result, places)
    plain = result.text if PRODUCT not in code else result.text.replace(PRODUCT, "*")
    return parses(plain) is not None and not is_odd(code, free_words(code), lambda: names)


def _write(writer: Writer, statements: list[Statement], text: Mapped, logical: LogicalLine) -> None:
    """Write the statements in place of the line, each on a line of its own with the same indentation."""
    indent = text.slice(logical.start, logical.start + logical.indent)
    for i, statement in enumerate(statements):
        if i:
            writer.put("\n", statement.start, statement.start)
            writer.keep(indent)
        writer.statement(statement)
