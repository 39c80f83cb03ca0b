"""Formulas among sentences: `The loss is L = -Σ y_i log p_i, with y = [0, 1] and p = [0.3, 0.7].` has three."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from .mapped import Edit, Mapped
from .signs import GREEK
from .vocabulary import ELEMENTARY, RESERVED, is_program

__all__ = ["formulas_among", "has_words_of"]

_LONGEST = 3_000  # characters of sentences: beyond, it is none
_WORD = re.compile(
    r"(?<![\w.\\^_'’])(?:\d+[-–])?[A-Za-z][A-Za-z]*+(?:['’]s)?(?:[-–][A-Za-z]{2,})*+(?![\w^_\[\\{}])", re.ASCII
)
_FUNCTIONS = frozenset({*GREEK.values(), *ELEMENTARY}) - {"of"}
_OPERATORS_BEFORE, _OPERATORS_BEHIND = "=+*/^·−<>(|[√∂/", "=+*/^·−<>)|]([²³"
_EDGES = " \t\n,;:.?!–—"
_COMPUTES = re.compile(r"=|[^\W_]\s*[-+*/^·−²³]|\d[A-Za-z]|[A-Za-z]\(|[∑Σ√|‖]")
_BLOCK = re.compile(r"(?m)^[ \t]*+(?:while|with|for|if|elif|else)\b[^\n]*:[ \t]*$")  # of a program
_CHOICE = re.compile(r"\bif\b[^\n]{0,200}\b(?:else|otherwise)\b")  # a condition is a part of the formula
_NAME_OF_WORDS = re.compile(r"(?m)^[ \t]*+[A-Za-z]{3,}[ \t]+[A-Za-z]{3,}[ \t]*=(?!=)")  # kinetic energy = ...
_LABEL = re.compile(r"(?m)^[ \t]*+[A-Z][A-Za-z]*+(?:[-–][A-Za-z]++)*+:[ \t]+\S")  # Pre-activation: z = ...
_CLAUSE = re.compile(r"(?:[^\n:]|:(?![ \t\n]))+")  # up to the end of the line, or a colon in a sentence
_LETTER = re.compile(r"[^\W\d]")
_BRACKETS = {")": "(", "]": "[", "}": "{"}
# the output o is σ(net)
_EQUALS = re.compile(
    r"(?<![\w.\\])[A-Za-zα-ω][\d_₀-₉]{0,3}[ \t]+(is|equals)[ \t]+"
    r"(?=[^\W\d]\w{0,9}\(|[\d√|‖(]|[A-Za-zα-ω]\w{0,2}[ \t]*[-−+*/^·²])"
)
_BETWEEN = frozenset({"is", "are", "be", "equals", "of", "and", "with", "where", "for", "by", "when", "from", "to"})
_RUN = 2  # words side by side that make a sentence
_ALONE = frozenset(  # words that are no factor even alone
    re.findall(
        r"\w+", "when while since because therefore hence then where with using given let suppose and so thus but"
    )
)


def formulas_among(text: Mapped) -> Mapped | None:
    """Return the formulas of a text of sentences, a line each; None where there are no sentences or no formulas."""
    text = text.edited(Edit(match.start(1), match.end(1), "=") for match in _EQUALS.finditer(text.text))
    source = text.text
    if len(source) > _LONGEST or is_program(source) or _BLOCK.search(source) is not None:
        return None
    words = _words(source)
    if not words or not _is_prose(source, words) or _CHOICE.search(source) is not None:
        return None
    edits: list[Edit] = []
    count, at = 0, 0
    for start, end in [*((word.start(), word.end()) for word in words), (len(source), len(source))]:
        for begin, stop in _lines(source, at, start):
            edits.append(Edit(at, begin, "\n" if count else ""))
            at, count = stop, count + 1
        edits.append(Edit(at, end, ""))
        at = end
    return text.edited(edits) if count else None


def has_words_of(text: Mapped, statements: Iterable[ast.stmt]) -> bool:
    """Return whether words of the sentences are names of what was read: `When` in `When x = 1, y = 2x`."""
    source = text.text
    words = _words(source) if len(source) <= _LONGEST and not is_program(source) else []
    if not words or not _is_prose(source, words):
        return False
    plain = {part for word in words for part in re.split(r"[-–'’]", word[0])}
    nodes = (node for statement in statements for node in ast.walk(statement))
    return any(isinstance(node, ast.Name) and node.id in plain and len(node.id) > 1 for node in nodes)


def _words(source: str) -> list[re.Match[str]]:
    """Return the words that stand beside no sign of a formula; one letter is a word between others alone."""
    words: list[re.Match[str]] = []
    for match in _WORD.finditer(source):
        word = match[0]
        before, behind = source[: match.start()].rstrip(" \t")[-1:], source[match.end() :].lstrip(" \t")[:1]
        apart = behind == "(" and source[match.end()] != "("
        between = apart and word in _BETWEEN  # the loss is (y - t)^2
        if word in _FUNCTIONS or (len(word) == 1 and word not in "aAI"):
            continue
        if word in RESERVED and behind == "(" and not between:
            continue
        if word[0].isupper() and word[1:].islower() and (before, behind) == ("(", ")"):  # (Now)
            words.append(match)
            continue
        opens = between or (apart and word.istitle())  # At (x, y) = (2, 3)
        if (before and before in _OPERATORS_BEFORE) or (behind and behind in _OPERATORS_BEHIND and not opens):
            continue
        if len(word) == 1 and not (words and not source[words[-1].end() : match.start()].strip()):
            continue
        words.append(match)
    return words


def _is_prose(source: str, words: list[re.Match[str]]) -> bool:
    """Return whether several words stand side by side, or one that is no factor even alone."""
    if _NAME_OF_WORDS.search(source) is not None or _LABEL.search(source) is not None:
        return True
    run = 1
    for before, word in zip([None, *words], words, strict=False):
        beside = before is not None and not source[before.end() : word.start()].strip()
        run = run + 1 if beside else 1
        if run >= _RUN or word[0].casefold() in _ALONE:
            return True
    return False


def _lines(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places of the formulas between two words, one for each line."""
    places: list[tuple[int, int]] = []
    for match in _CLAUSE.finditer(source, start, end):
        begin, stop = match.span()
        while begin < stop and source[begin] in _EDGES + ")":
            begin += 1
        while stop > begin and source[stop - 1] in _EDGES + "(":
            stop -= 1
        piece = source[begin:stop]
        if _LETTER.search(piece) and _COMPUTES.search(piece) and _is_closed(piece):
            places.append((begin, stop))
    return places


def _is_closed(piece: str) -> bool:
    """Return whether each bracket of a piece is closed in it."""
    opened: list[str] = []
    for sign in piece:
        if sign in "([{":
            opened.append(sign)
        elif sign in _BRACKETS and (not opened or opened.pop() != _BRACKETS[sign]):
            return False
    return not opened
