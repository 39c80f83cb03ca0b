"""Languages with braces around their blocks, C and JavaScript and R, as far as formulas go -> Python."""

from __future__ import annotations

import re

from ..calculator import Calculated
from ..mapped import Mapped, SourcePlaces
from .brace_program import BraceProgram
from .brace_tokens import brace_tokens
from .languages import BraceLanguage, C, R

__all__ = ["is_c", "is_r", "read_c", "read_r"]

_C = re.compile(
    r"^[ \t]*(?:const|let|var|double|float|int|auto|final|static|public|void)[ \t]+\w[^=\n;(]*(?:=|\()"
    r"|\bMath\.[A-Za-z]|\bfunction\b[^\n{]*\{"
    r"|(?:\)|=[ \t]*\w+)[ \t]*=>|^[ \t]*class\b[^:\n]*\{"
    r"|\?[^:?\n]*:|===|!==|\bconsole\.log\b|\bstd::|(?<![\w.])\d+\.\d*[fF]\b"
    r"|\bfor[ \t]*\([^()\n]*;[^()\n]*;|\b(?:expf|powf|sqrtf|tanhf|logf|fmaxf|fminf)\(|^[ \t]*#include\b|^[ \t]*//",
    re.M,
)
# if (x > 0) y = 1;
_HEAD = re.compile(r"^[ \t]*(?:if|while|for)[ \t]*\([^\n]{0,200}\)[^\n:]{0,200};[ \t]*(?:else\b|$)", re.M)
_R = re.compile(
    r"%\*%|<-[ \t]*function\b|^[ \t]*[\w.]+[ \t]*<-[ \t]*c\(|=[ \t]*function\([^)\n]*\)[ \t]*[^{ \t\n]"
    r"|^[ \t]*library\(|^[ \t]*for[ \t]*\([ \t]*\w+[ \t]+in[ \t]+[^)\n]*\)",
    re.M,
)


def is_c(code: str) -> bool:
    """Return whether a text is C, Java or JavaScript, by what neither Python nor MATLAB have."""
    if _HEAD.search(code) is not None and re.search(r"\bend", code) is None:
        return True
    return (
        _C.search(code) is not None
        and re.search(r"^[ \t]*(?:def|import|from)\b|^[ \t]*class\b[^{\n]*:", code, re.M) is None
    )


def is_r(code: str) -> bool:
    """Return whether a text is R."""
    return _R.search(code) is not None


def _read(text: Mapped, language: BraceLanguage, places: SourcePlaces) -> Calculated:
    return Calculated(BraceProgram(brace_tokens(text, places, language), language, places).run(), True)


def read_c(text: Mapped, values: frozenset[str], places: SourcePlaces) -> Calculated:
    """Rewrite C-like text as Python.

    Raises:
        SourceError: a form that is not read.
    """
    return _read(text, C, places)


def read_r(text: Mapped, values: frozenset[str], places: SourcePlaces) -> Calculated:
    """Rewrite R as Python.

    Raises:
        SourceError: a form that is not read.
    """
    return _read(text, R, places)
