"""The kinds of text that are not Python, one row each: how it is known, and what rewrites it to Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .braces import is_c, is_r, read_c, read_r
from .calculator import Calculated
from .latex import is_latex, read_latex
from .mapped import Mapped, Places
from .matlab import is_matlab, read_matlab

__all__ = ["KINDS", "Kind"]


class Kind(NamedTuple):
    dialect: str
    marks: tuple[str, ...]  # one of them is in every such text that Python's parser can read, too
    matches: Callable[[str], bool]  # of the text with strings and comments blank
    read: Callable[[Mapped, frozenset[str], Places], Calculated]


KINDS = (
    Kind("latex", ("^{", "_{"), is_latex, read_latex),
    Kind("r", ("<-", "= function"), is_r, read_r),
    Kind("c", ("Math.", "//", "std."), is_c, read_c),
    Kind("matlab", (";", "%", "disp(", "fprintf(", "end)", "end-"), is_matlab, read_matlab),
)
