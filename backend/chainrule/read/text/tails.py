"""Ranges of an index, and sets that a value lies in, behind a formula: they compute nothing."""

from __future__ import annotations

import re

from .mapped import Edit, Mapped

__all__ = ["without_tails"]

_BLANK = r"(?:[ \t~]|\\q?quad\b|\\[,;:! ]){0,8}"
_DOTS = r"(?:…|\\[lc]?dots\b|\.\.\.?)"
_EACH = r"(?:\\forall|∀|\bfor[ \t]+(?:all|each|every)|\\text(?:rm)?\{[ \t]*for[ \t]+(?:all|each|every)[ \t]*\})"
_FOR = rf"(?:{_EACH}|\bfor|\\text(?:rm)?\{{[ \t]*for[ \t]*\}})"
_INDEX = r"[a-z](?:[ \t]*,[ \t]*[a-z])?"
_RANGE = (
    rf"(?:[=:][^=\n]{{0,40}}?{_DOTS}[^=\n]{{0,20}}?"  # i = 1, ..., n
    r"|(?:∈|\\in\b|in[ \t])[^=\n]{0,20}?(?:\{|\\\{|\[)[^=\n]{1,40}?)"  # j ∈ {1, ..., m}, j ∈ [m]
)
_END = r"(?P<end>[ \t]*(?:\.?[ \t]*\$*|\\\\|\\\]|\\\))[ \t]*)$"
_INDICES = re.compile(
    rf"(?:(?:{_FOR}|[,;]){_BLANK}{_INDEX}{_BLANK}{_RANGE}|{_EACH}{_BLANK}{_INDEX}){_END}",
    re.MULTILINE,
)
_REALS = r"(?:ℝ|\\mathbb[ ]?\{?R\}?|\\R\b|R(?=\^|[A-Z]))"
_SET = re.compile(
    rf"(?:∈|\\in\b|(?<=[ \t])in[ \t]){_BLANK}{_REALS}"
    rf"(?:\^(?:\{{[^{{}}\n]*\}}|\([^()\n]*\)|\w+)|[A-Z0-9×x]+)?{_END}",
    re.MULTILINE,
)
_ORDER = r"(?:[<>]=?|≥|≤|≠|!=|\\(?:geq?|leq?|neq?|gt|lt)\b)"
_DOMAIN = re.compile(  # x^2 for x > 0, x^2 for all x in R
    rf"(?:{_FOR}{_BLANK}[^\W\d]\w{{0,9}}{_BLANK}{_ORDER}{_BLANK}-?[\w.]{{1,9}}"
    rf"|{_EACH}{_BLANK}[a-z]{_BLANK}(?:in|∈|\\in)\b[ \t]*[ℝR]){_END}",
    re.MULTILINE,
)
_MARKS = re.compile(r"…|\\[lc]?dots|\.\.|forall|∀|for|∈|\\in\b|[ \t]in[ \t]+R[\^A-Z]")
_PROGRAM = re.compile(r"^[ \t]*(?:import|from|def|class|for|while|if|return)\b", re.MULTILINE)
_APART = re.compile(r"(?:[,;]|\\q?quad\b|\\[,;:! ]|[ \t~])+$")
_SEPARATOR = re.compile(r"\\\\|[(){}\[\],;]")


def without_tails(text: Mapped) -> Mapped:
    """Return the text without `, i = 1, …, n`, `for all i` and `∈ ℝ^K` behind its formulas; programs have none."""
    if _MARKS.search(text.text) is None or _PROGRAM.search(text.text) is not None:
        return text
    of_cases = ("{" in text.text and "cases" in text.text) or text.text.count("{") > text.text.count("}")
    for pattern in (_INDICES, _SET, *(() if of_cases else (_DOMAIN,))):
        edits = []
        for tail in pattern.finditer(text.text):
            formula = text.text[text.text.rfind("\n", 0, tail.start()) + 1 : tail.start()]
            bare = _APART.sub("", formula)
            if _ends_formula(bare):
                edits.append(Edit(tail.start() - len(formula) + len(bare), tail.start("end"), ""))
        text = text.edited(edits)
    return text


def _ends_formula(line: str) -> bool:
    """Return whether the last piece of a line is an assignment: the W of `f = Wx, W` is none.

    Behind an open bracket no formula ends: sum(w for w in [1, 2]) is a comprehension.
    """
    if sum(map(line.count, "([")) > sum(map(line.count, ")]")):
        return False
    depth, start = 0, 0
    for separator in _SEPARATOR.finditer(line):
        sign = separator[0]
        if sign in ("(", "[", "{"):
            depth += 1
        elif sign in (")", "]", "}"):
            depth -= 1
        elif sign == "\\\\" or depth == 0:
            start = separator.end()
    return "=" in line[start:]
