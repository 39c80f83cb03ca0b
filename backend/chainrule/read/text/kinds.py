"""The kinds of text that are not Python, one row each: how it is known, and what rewrites it to Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .braces import is_c, is_r, read_c, read_r
from .calculator import Calculated
from .latex import is_latex, read_latex
from .mapped import Mapped, SourcePlaces
from .matlab import is_matlab, read_matlab

__all__ = ["KINDS", "SourceKind"]


class SourceKind(NamedTuple):
    """A kind of text that is not Python: one row of the table, with its test and its reader."""

    dialect: str
    marks: tuple[str, ...]  # one of them is in every such text that Python's parser can read, too
    matches: Callable[[str], bool]  # of the text with strings and comments blank
    read: Callable[[Mapped, frozenset[str], SourcePlaces], Calculated]


KINDS = (
    SourceKind("latex", ("^{", "_{"), is_latex, read_latex),
    SourceKind("r", ("<-", "= function"), is_r, read_r),
    SourceKind("c", ("Math.", "//", "std."), is_c, read_c),
    SourceKind("matlab", (";", "%", "disp(", "fprintf(", "end)", "end-"), is_matlab, read_matlab),
)
