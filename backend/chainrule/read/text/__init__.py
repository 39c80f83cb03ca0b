"""The text stage: what a person typed or pasted -> Python's own syntax tree, and the way back to each place."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from ...errors import SourceError
from ...graph import Note
from ...limits import DEFAULT, Limits
from .asides import without_asides
from .calculator import Calculated, read_calculator
from .copied_text import cleaned, is_sentence, reindented, without_prose
from .derivative_signs import with_derivative_signs
from .example_sums import with_indexed_examples
from .fit_calls import fits_as_loops
from .guard import refuse_characters, refuse_depth, refuse_length
from .hoist import definitions_first, values_first, with_values, without_results
from .kinds import KINDS
from .kronecker import with_kronecker
from .logical_lines import chained
from .mapped import Mapped, SourcePlaces, identity
from .matrices import with_commas
from .normal_distribution import has_normal, with_normal
from .notation.cursor import UNEXPECTED
from .notation.text_names import TextNames, names_of
from .notation.vector_entries import has_vectors_of_paper
from .oddities import free_words, has_transposes, is_odd, other_readings, stands_beside
from .one_hots import with_one_hots
from .probabilities import with_probabilities
from .python import parses
from .rewritten import rewritten
from .scan_calls import scans_as_loops
from .sentences import formulas_among, has_words_of
from .signs import PRODUCT, accents, ascii_signs, canonical_name, line_ends, quotes, subscripts, sums, tildes
from .signs_in_words import with_signs
from .sizes import concrete
from .source import PAPER, OtherReading, Source
from .stated_sets import without_sets
from .strings_and_comments import blanked
from .symbols import symbols_with_values
from .syntax_mistakes import explained, looks_like_python, misspelled_word
from .tails import without_tails
from .wolfram import without_patterns
from .wording import UnknownTask, refuse_asked, with_points, without_wording
from .words import lambda_names, printing

__all__ = ["OtherReading", "Source", "canonical_name", "read_text"]


def read_text(source: str, names: Collection[str] = (), limits: Limits = DEFAULT) -> Source:
    """Read a text as the person who wrote it reads it.

    Args:
        source: a formula, a program, a piece of a notebook.
        names: the names that have a value: they decide whether `wx` is w times x.
        limits: `source_characters`, `bracket_depth`, `sign_run` and `chained` hold here.

    Raises:
        SourceError: what the text is not, with the place and a hint.
        LimitError: which limit it passes.
    """
    refuse_length(source, limits)
    values = frozenset(names if "".join(names).isascii() else map(canonical_name, names))
    text = _TextContext(source, SourcePlaces(source), values, limits, {})
    if _SIMPLE.fullmatch(source) is not None:
        result = _simple(text)
        if result is not None:
            return result
    raw = with_probabilities(with_normal(without_patterns(cleaned(quotes(line_ends(identity(source)))))))
    raw = with_derivative_signs(with_one_hots(with_kronecker(with_indexed_examples(with_signs(raw)))))
    stated = without_sets(raw)
    try:
        return _without_noise(text._replace(sizes=stated.sizes), stated.text)
    except SourceError as error:
        if error.code == UNEXPECTED:
            error.code = "syntax"
        raise


_PROSE = Note("prose", "Words that are no formula are left out.", None)
# The usual formula: letters, digits and signs that are the same on paper and in Python.
_SIMPLE = re.compile(r"[A-Za-z0-9_.(][A-Za-z0-9_ .,=+\-*/()\[\]:<>@\n]*+")


_OF_PROGRAMS = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)  # of Python, which no formula has
_NOTHING: Mapping[str, tuple[int, ...]] = MappingProxyType({})


def _simple(text: _TextContext) -> Source | None:
    """Return a text without strings, comments and signs of paper, if it is Python and meant so."""
    source = text.source
    if "lambda" in source or "In" in source or " in R" in source:  # a name, the prompt of a notebook, a set
        return None
    raw = identity(source)
    refuse_depth(raw, source, text.places, text.limits)
    statements = parses(source) if not has_normal(source) else None
    calculator_names = _CalculatorNames(source, text.values)
    words = free_words(source)
    if not statements or is_odd(source, words, calculator_names) or has_vectors_of_paper(source):
        return None
    plain = _plainer(statements, source)
    ordered = values_first(plain, text.values)
    return Source(
        source,
        source,
        ordered,
        _dialect_of(ordered, plain, "python"),
        alternatives=other_readings(source, words, raw, calculator_names, text.places) if words else (),
        shapes=_NOTHING,
        sizes=_NOTHING,
        mapped=raw,
        places=text.places,
        lines=text.places.starts,
    )


class _TextContext(NamedTuple):
    """Input of every stage: the source, its places, the names with values, the limits, and sizes said in words."""

    source: str
    places: SourcePlaces
    values: frozenset[str]
    limits: Limits
    sizes: Mapping[str, tuple[int | str, ...]]


def _without_noise(text: _TextContext, raw: Mapped) -> Source:
    """Read the text, and where that fails, or takes words of its sentences for names, the formulas among them."""
    problem: SourceError | None = None
    try:
        read = _without_words(text, raw)
    except UnknownTask as task:
        if raw.text.count("=") < 2:  # else it is one sentence of several
            raise
        problem = task
    except SourceError as error:
        problem = error
    else:
        is_code = read.dialect not in PAPER and (read.dialect != "python" or parses(raw.text) is not None)
        if is_code or not has_words_of(raw, read.statements):
            return read
    among = formulas_among(with_points(raw))
    if among is not None:
        with suppress(SourceError):
            return _with_prose(_as_written(text, among))
    if problem is not None:
        raise problem
    return read


def _without_words(text: _TextContext, raw: Mapped) -> Source:
    """Read the formulas of an exercise, else the text as it is written.

    Lines that are sentences are dropped where it cannot be read with them.
    """
    stated = without_wording(raw) if parses(raw.text) is None else None
    if stated is not None:
        try:
            read = _as_written(text, stated)
        except SourceError:
            refuse_asked(stated, text.places)  # else what is said about the text as typed is clearer
        else:
            return _with_prose(read)
    try:
        return _as_written(text, raw)
    except SourceError:
        shorter, sentence = without_prose(raw, names_of(raw.text, text.values).is_number)
        if sentence is None and is_sentence(raw.text):
            raise SourceError(
                "syntax",
                "This is a sentence; there is no formula in it.",
                span=text.places.span(0, len(text.source)),
                hint="Type a formula, such as `(x + y) * z`, or paste code.",
            ) from None
        if sentence is None:
            raise
        read = _as_written(text, shorter)
        note = Note("prose", "Lines that are no formula are left out.", text.places.span(*sentence))
        return replace(read, notices=(note, *read.notices))


def _as_written(text: _TextContext, raw: Mapped) -> Source:
    """Python where it is Python, else as the kind of text it is, else as formulas of a calculator."""
    raw, words_left = without_asides(without_tails(raw))
    read = _read(text, raw)
    return _with_prose(read) if words_left else read


def _with_prose(read: Source) -> Source:
    """Return a text with the note that words of it are left out."""
    return replace(read, notices=(_PROSE, *(note for note in read.notices if note.code != _PROSE.code)))


def _read(text: _TextContext, raw: Mapped) -> Source:
    raw = tildes(raw)
    code = blanked(raw, text.places)
    if not code.isascii():
        raw = sums(raw, code)
        raw = accents(raw, code)
        code = blanked(raw, text.places)
        raw = subscripts(raw, code)
        code = blanked(raw, text.places)
    lines = chained(raw, code)
    raw, code = (lines, blanked(lines, text.places)) if lines is not raw else (raw, code)
    refuse_depth(raw, code, text.places, text.limits)
    values = text.values.union(text.sizes)
    calculator_names = _CalculatorNames(code, values)
    raw = printing(raw, code)
    signed = lambda_names(ascii_signs(raw, text.places, values), text.places)
    plain = _PythonText.of(signed, code if signed is raw else blanked(signed, text.places))
    statements = parses(plain.text)
    for kind in KINDS:
        if (statements is None or any(mark in code for mark in kind.marks)) and kind.matches(code):
            return _finished(text, kind.read(raw, values, text.places), kind.dialect)
    words = free_words(plain.code)
    plainly = not (stands_beside(code) or has_vectors_of_paper(code) or has_transposes(code, calculator_names))
    if statements is not None and plainly and not is_odd(plain.code, words, calculator_names):
        read = Calculated(signed, alternatives=other_readings(plain.code, words, signed, calculator_names, text.places))
        return _source(text, read, plain, statements, "python", code)
    raw = raw if statements is not None else with_commas(reindented(raw))
    read = read_calculator(raw, calculator_names(), text.places)
    if read.problem is not None:
        if statements is not None and any(isinstance(each, _OF_PROGRAMS) for each in statements):
            return _source(text, Calculated(signed), plain, statements, "python", code)
        raise better(text, raw, read.problem)
    return _finished(text, read, "calculator" if read.changed else "python")


def better(text: _TextContext, raw: Mapped, problem: SourceError) -> SourceError:
    """Return the error to show: explained as a program if the line at fault looks like one, else as a formula."""
    code = blanked(raw, text.places)
    line = problem.span.line if problem.span else 1
    lines = code.split("\n")
    source_line = lines[min(line, len(lines)) - 1]
    if problem.code != UNEXPECTED and misspelled_word(source_line) is None and not looks_like_python(source_line):
        return problem
    signed = lambda_names(ascii_signs(raw, text.places, text.values), text.places)
    plain = _PythonText.of(signed, blanked(signed, text.places))
    return problem if parses(plain.text) is not None else explained(signed, plain.text, plain.code, text.places)


def _finished(text: _TextContext, read: Calculated, dialect: str) -> Source:
    plain = _PythonText.of(read.text, blanked(read.text, text.places))
    refuse_depth(read.text, plain.code, text.places, text.limits)
    return _source(text, read, plain, parses(plain.text), dialect, text.source)


def _source(
    text: _TextContext,
    read: Calculated,
    plain: _PythonText,
    statements: list[ast.stmt] | None,
    dialect: str,
    code: str,
) -> Source:
    """Return the text as it is read; `code` is what was typed, without the strings and comments of a program."""
    refuse_characters(read.text, plain.code, text.places)
    if statements is None:
        raise explained(read.text, plain.text, plain.code, text.places)
    if not statements:
        raise SourceError("empty", "There is no formula yet.", hint="Type one, such as `(x + y) * z`.")
    ordered = statements
    if dialect in PAPER or "^" in code or _was_in_sentences(text, read):  # Python's own powers are written **
        ordered = definitions_first(with_values(without_results(statements)), text.values)
    ordered = symbols_with_values(ordered) if "ymbol" in plain.text else ordered
    ordered = _plainer(ordered, plain.text)
    sizes = {**text.sizes, **read.sizes} if text.sizes else read.sizes
    sorted_statements = values_first(ordered, text.values)
    return Source(
        text.source,
        plain.text,
        sorted_statements,
        _dialect_of(sorted_statements, ordered, dialect),
        read.notices,
        read.alternatives,
        shapes=concrete(sizes, text.values),
        sizes=sizes,
        mapped=read.text,
        places=text.places,
        products=plain.products,
        lines=text.places.starts if plain.text is text.source else SourcePlaces(plain.text).starts,
    )


def _dialect_of(ordered: list[ast.stmt], statements: list[ast.stmt], dialect: str) -> str:
    """`F = a + b` above `a = [1, 2]` is no Python, which would not know `a`: what is written so is mathematics."""
    return "calculator" if dialect == "python" and ordered is not statements else dialect


def _was_in_sentences(text: _TextContext, read: Calculated) -> bool:
    """Return whether the formulas were taken out of sentences, which name what they use in any order."""
    return "`" in text.source and "`" not in read.text.text


_OTHER_FORMS = re.compile(r"\bmatch\b|\byield\b|=[ \t]*\w+[ \t]*=|\bis[ \t]+-?[ \t]*\.?\d")
_LOOPS_OF_JAX = re.compile(r"\b(?:scan|fori_loop|while_loop)\(")


def _plainer(statements: list[ast.stmt], code: str) -> list[ast.stmt]:
    if _OTHER_FORMS.search(code) is not None:
        statements = rewritten(statements)
    if _LOOPS_OF_JAX.search(code) is not None:
        statements = scans_as_loops(statements)
    return fits_as_loops(statements) if ".fit(" in code else statements


class _CalculatorNames:
    """The names of a text, found when they are asked for."""

    __slots__ = ("code", "names", "values")

    def __init__(self, code: str, values: frozenset[str]) -> None:
        self.code = code
        self.values = values
        self.names: TextNames | None = None

    def __call__(self) -> TextNames:
        if self.names is None:
            self.names = names_of(self.code, self.values)
        return self.names


class _PythonText(NamedTuple):
    """The text as Python's parser takes it, with the places of products whose kind the shapes decide."""

    text: str
    code: str  # strings and comments blank
    products: frozenset[int]

    @classmethod
    def of(cls, text: Mapped, code: str) -> _PythonText:
        if PRODUCT not in code:
            return cls(text.text, code, frozenset())
        products = frozenset(i for i, sign in enumerate(code) if sign == PRODUCT)
        plain = "".join("*" if i in products else sign for i, sign in enumerate(text.text))
        return cls(plain, code, products)
