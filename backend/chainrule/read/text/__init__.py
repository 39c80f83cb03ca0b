"""The text stage: what a person typed or pasted -> Python's own syntax tree, and the way back to each place."""

from __future__ import annotations

import ast
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from ...errors import SourceError
from ...limits import DEFAULT, Limits
from .calculator import Calculated, read_calculator
from .code import blanked
from .guard import refuse_characters, refuse_depth, refuse_length
from .latex import is_latex, read_latex
from .mapped import Mapped, Places, identity
from .notation.names import Names, names_of
from .notation.parser import UNEXPECTED
from .oddities import is_odd, stands_beside
from .python import parses, refusal
from .signs import PRODUCT, ascii_signs, canonical_name, line_ends, quotes
from .source import Alternative, Source
from .words import lambda_names

__all__ = ["Alternative", "Source", "canonical_name", "read_text"]


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
    try:
        return _read(source, names, limits)
    except SourceError as error:
        if error.code == UNEXPECTED:
            error.code = "syntax"
        raise


def _read(source: str, names: Collection[str], limits: Limits) -> Source:
    refuse_length(source, limits)
    places = Places(source)
    values = frozenset(map(canonical_name, names))
    raw = quotes(line_ends(identity(source)))
    code = blanked(raw, places)
    refuse_depth(raw, code, places, limits)

    @lru_cache(maxsize=1)
    def known() -> Names:
        return names_of(code, values)

    if is_latex(code):
        return _finished(source, read_latex(raw, values, places), "latex", places, limits)
    text = lambda_names(ascii_signs(raw, places, values), places)
    made = text if text is raw else None
    plain = _Plain.of(text, code if made else blanked(text, places))
    statements = parses(plain.text)
    read = Calculated(text)
    if statements is None or stands_beside(code) or is_odd(plain.code, known):
        read = read_calculator(raw, known(), places)
        if read.problem is not None:
            raise read.problem
        return _finished(source, read, "calculator" if read.changed else "python", places, limits)
    return _source(source, read, plain, statements, "python", places)


def _finished(source: str, read: Calculated, dialect: str, places: Places, limits: Limits) -> Source:
    plain = _Plain.of(read.text, blanked(read.text, places))
    refuse_depth(read.text, plain.code, places, limits)
    return _source(source, read, plain, parses(plain.text), dialect, places)


def _source(
    source: str, read: Calculated, plain: _Plain, statements: list[ast.stmt] | None, dialect: str, places: Places
) -> Source:
    refuse_characters(read.text, plain.code, places)
    if statements is None:
        raise refusal(read.text, plain.text, plain.code, places)
    if not statements:
        raise SourceError("empty", "There is no formula yet.", hint="Type one, such as `(x + y) * z`.")
    return Source(
        source,
        plain.text,
        statements,
        dialect,
        read.notices,
        read.alternatives,
        sizes=read.sizes,
        mapped=read.text,
        places=places,
        products=plain.products,
        lines=places.starts if plain.text is source else Places(plain.text).starts,
    )


class _Plain(NamedTuple):
    """The text as Python's parser takes it, with the places of products whose kind the shapes decide."""

    text: str
    code: str  # strings and comments blank
    products: frozenset[int]

    @classmethod
    def of(cls, text: Mapped, code: str) -> _Plain:
        if PRODUCT not in code:
            return cls(text.text, code, frozenset())
        products = frozenset(i for i, sign in enumerate(code) if sign == PRODUCT)
        plain = "".join("*" if i in products else sign for i, sign in enumerate(text.text))
        return cls(plain, code, products)
