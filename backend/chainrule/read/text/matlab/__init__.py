"""MATLAB, Octave and the like -> Python: dotted operators, matrices with blanks between, indices from 1.

A vector is one-dimensional here, whether it was a row or a column: what a product of two of them means is seen from
their transposes, and of a vector and a matrix from their shapes.
"""

from __future__ import annotations

import re

from ..calculator import Calculated
from ..mapped import Mapped, SourcePlaces
from ..matrices import with_squares, without_matrices
from ..notation.text_names import names_of
from ..oddities import free_words
from .blocks import MatlabProgram
from .matlab_tokens import matlab_tokens

__all__ = ["is_matlab", "read_matlab"]

_STRONG = re.compile(
    r"[A-Za-z_)\]'][ \t]*\.[*/^\\](?!\w*\()"  # x .* y, a ./ b, x.^2
    r"|(?:[=(,][ \t]*)@(?:\([\w, \t]*\)|\w+[ \t]*[;)\n]|\w+$)"  # f = @(x) x + 1
    r"|^[ \t]*(?:end|endif|endfor|endwhile|endfunction)[ \t]*[;,]?[ \t]*(?:%.*)?$"
    r"|^[ \t]*function[ \t]+(?:[\w\[\], \t]+=[ \t]*)?\w+[ \t]*(?:\([^(){}\n]*\))?[ \t]*(?:%.*)?$"
    r"|(?:;|^)[ \t]*%(?:[ \t{]|$)"  # a comment
    r"|[\w)\]]'[ \t]*\*|[)\]]'|\*[ \t]*\w+'(?!\()"  # transposes
    r"|(?<![\w·])(?<![\w·] )\[[^\[\]=;]*;[^\[\]]*\]"  # rows of a matrix, not the W[h; x] of paper
    r"|\[[-\d. \t]+\n[-\d. \t\n;]+\]|\[[ \t]*-?\d[\d.]*(?:[ \t]+-?\d[\d.]*)+[ \t]*\]"  # [1 2 3]
    r"|(?<=[^\s.])[ \t]*\.\.\.[ \t]*(?:%.*)?$"  # continued
    r"|\w\(:|,[ \t]*:[ \t]*[,)]|\w\([^()\n]*\bend[ \t]*[-)]|\([ \t]*\w+[ \t]*:[ \t]*\w+[ \t]*\)"  # x(:), A(1,:), x(end)
    r"|;[ \t]*end[ \t]*[;,]?[ \t]*$|\[[ \t]*-?\d[\d.]*[ \t]+-?\d[-\d. \t]*;"  # while x > 1 x = x/2; end
    r"|~=|^[ \t]*for[ \t]+\w+[ \t]*=|^[ \t]*(?:elseif|syms)\b|\b(?:fprintf|disp)[ \t]*\("
    r"|[\w)\]][ \t]+\\[ \t]+[\w(\[]|[\w)\]]\.\(",  # A \ b; Julia's exp.(x)
    re.M,
)
_BLANKS = re.compile(r"\[([^\[\]\n=]{0,200}\)'?[ \t]+\w[^\[\]\n=]{0,200})\]")  # [ones(3, 1) X]
_WORDS = re.compile(r"\b(?:for|if|in|and|or|not|is|else|lambda)\b")
_PYTHON = re.compile(
    r"\b(?:import|def|lambda[ \t]+\w+[ \t]*[,:]|print|np|torch|None|True|False)\b|\*\*|:[ \t]*$|^[ \t]*#", re.M
)
_SUM = re.compile(r"[ \t][-+*/][ \t]")  # -[y log(p) + (1-y) log(1-p)]: brackets of paper
_NORM = re.compile(r"\|\|[^|\n]+\|\|[ \t]*(?:\^|²|$)", re.M)  # a norm of paper beside [1 2; 3 4]
_PAPER = re.compile(  # signs, a transpose, names side by side
    r"[‖ᵀ⊤½∑∂∇√σ²]|\^\{?T\b|=[^\n;,\[\]()]*[\w)][ \t]+[A-Za-z]\w*[ \t]*(?:[-+(]|$)", re.M
)
_ENDED = re.compile(r";[ \t]*(?:%.*)?$")


def is_matlab(code: str) -> bool:
    """Return whether a text, whose strings and comments are blank, is MATLAB: it has something that only MATLAB has."""
    if _PYTHON.search(code) is not None:
        return False
    if _NORM.search(code) is not None:
        return False
    if _STRONG.search(code) is not None:
        return not _is_paper(code)
    match = _BLANKS.search(code)
    if match is not None and _WORDS.search(match[1]) is None and _SUM.search(match[1]) is None:
        return True
    lines = [line for line in code.split("\n") if line.strip()]
    ended = sum(_ENDED.search(line) is not None for line in lines)
    return bool(ended) and ended >= len(lines) - 1 and all("=" in line for line in lines[:ended]) and ";" in lines[0]


def _is_paper(code: str) -> bool:
    """Return whether nothing but matrices of numbers looks like MATLAB, in formulas with signs or products of paper."""
    rest = without_matrices(code)
    if rest == code or _STRONG.search(rest) is not None:
        return False
    if _PAPER.search(rest) is not None:
        return True
    names = names_of(rest, ())
    return any(names.splits(word) for word in free_words(rest))


def read_matlab(text: Mapped, values: frozenset[str], places: SourcePlaces) -> Calculated:
    """Return the program in Python.

    Raises:
        SourceError: what is not read, or not MATLAB.
        LimitError: brackets inside each other.
    """
    program = MatlabProgram(matlab_tokens(with_squares(text), places), text, values, places)
    return Calculated(program.run(), True, tuple(program.notices))
