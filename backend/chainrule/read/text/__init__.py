"""The text stage: what a person typed or pasted -> Python's own syntax tree, and the way back to each place."""

from __future__ import annotations

from collections.abc import Collection

from ...errors import SourceError
from ...limits import DEFAULT, Limits
from .code import blanked
from .guard import refuse_harm, refuse_length
from .mapped import Mapped, Places, identity
from .python import parse
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
    refuse_length(source, limits)
    places = Places(source)
    values = frozenset(map(canonical_name, names))
    text = quotes(line_ends(identity(source)))
    text = ascii_signs(text, places, values)
    text = lambda_names(text, places)
    return finished(source, text, places, limits)


def finished(source: str, text: Mapped, places: Places, limits: Limits) -> Source:
    code = blanked(text, places)
    refuse_harm(text, code, places, limits)
    products = frozenset[int]()
    plain = text.text
    if PRODUCT in code:
        products = frozenset(i for i, sign in enumerate(code) if sign == PRODUCT)
        plain = "".join("*" if sign == PRODUCT else plain[i] for i, sign in enumerate(code))
    statements = parse(text, plain, code, places)
    if not statements:
        raise SourceError("empty", "There is no formula yet.", hint="Type one, such as `(x + y) * z`.")
    lines = places.starts if text.text is source else Places(plain).starts
    return Source(source, plain, statements, mapped=text, places=places, products=products, lines=lines)
