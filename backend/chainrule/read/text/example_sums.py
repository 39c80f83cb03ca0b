"""Sums over the examples of a data set, ∑_{(x, y) ∈ D} and ∑_{x ∈ X}: the same sums over an index."""

from __future__ import annotations

import re
import string

from .mapped import Edit, Mapped

__all__ = ["with_indexed_examples"]

_B = r"[ \t]*+"
_IN = r"(?:∈|\\in\b|\bin\b)"
_NAME = r"(?:\\mathbf ?\{[a-zA-Z]\}|\\vec ?\{[a-z]\}|[a-z])"
_SET = r"(?:\\(?:mathcal|mathbb|mathrm) ?\{(?P<script>[A-Z])\}|(?P<set>[A-Z]))(?![\w(])"
_SUM = re.compile(
    rf"(?P<sign>\\sum|\\prod|[Σ∑∏]|\bsum){_B}(?:\\limits)?_{_B}(?P<brace>\{{)?{_B}"
    rf"(?:\({_B}(?P<names>{_NAME}{_B},{_B}{_NAME}(?:{_B},{_B}{_NAME})?){_B}\)|(?P<name>{_NAME})){_B}{_IN}{_B}"
    rf"{_SET}{_B}(?(brace)\}})"
)
_LETTERS, _COUNTS = "ijklmn", "nNm"


def with_indexed_examples(text: Mapped) -> Mapped:
    """Return the text with `∑_i (w x_i + b - y_i)^2` for `∑_{(x, y) ∈ D} (w x + b - y)^2`, and n for |D|.

    A set that has its numbers, X = {1, 2, 3}, is the array itself. ∑_{x ∈ X} p(x) has a value for every x, and stays.
    """
    source = text.text
    if "∈" not in source and "\\in" not in source and " in " not in source:
        return text
    edits: list[Edit] = []
    for match in _SUM.finditer(source):
        end = source.find("\n", match.end())
        end = end if end >= 0 else len(source)
        edits += _indexed(source, match, end)
    return text.edited(sorted(edits)) if edits else text


def _indexed(source: str, match: re.Match[str], end: int) -> list[Edit]:
    """Return the edits of one sum, whose body ends at the end of its line at the latest."""
    data = match["script"] or match["set"]
    names = [name.strip() for name in (match["names"] or match["name"]).split(",")]
    functions = set(re.findall(r"(?<![A-Za-z\\])([A-Za-z])\([a-z]\)[ \t]*:?=", source))
    bodies = {name: list(_bare(name, functions).finditer(source, match.end(), end)) for name in names}
    assigned = re.compile(rf"(?:^|[,;\n])[ \t]*(?:{'|'.join(map(re.escape, names))})[ \t]*=", re.MULTILINE)
    letter = next((each for each in _LETTERS if not _stands_in(each, source)), "")
    if not any(bodies.values()) or assigned.search(source) is not None or not letter:
        return []
    edits = [Edit(match.start(), match.end(), f"{match['sign']}_{{{letter}}} ")]
    value = re.search(rf"(?:^|[,;\n])[ \t]*{data}[ \t]*=[ \t]*(?:(\\?\{{)[-−\d., \t]*(\\?\}}))?", source)
    if value is not None and value[1]:
        edits += [Edit(*value.span(1), "["), Edit(*value.span(2), "]")]
    for name, places in bodies.items():
        spelled = data if value is not None and len(names) == 1 else name
        edits += [Edit(*place.span(), f"{spelled}_{{{letter}}}") for place in places if _is_used(source, place)]
    count = next((each for each in _COUNTS if not _stands_in(each, source)), "n")
    bar = r"(?:\||\\[lr]?vert\b)"
    size = re.compile(rf"{bar}{_B}(?:\\(?:mathcal|mathbb) ?\{{{data}\}}|{data}){_B}{bar}")
    return edits + [Edit(*place.span(), f" {count} ") for place in size.finditer(source)]


def _stands_in(letter: str, source: str) -> bool:
    return re.search(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", source) is not None


def _is_used(source: str, place: re.Match[str]) -> bool:
    """Return whether a name is used there, and not the parameter of the f(x) = ... behind the sum."""
    return re.match(r"\)[ \t]*:?=", source[place.end() : place.end() + 9]) is None and not _defines(source, place)


def _defines(source: str, place: re.Match[str]) -> bool:
    """Return whether it stands in the formula of a function that the text defines behind the sum."""
    piece = source[source.rfind(",", 0, place.start()) + 1 : place.start()]
    return re.match(r"[ \t]*[A-Za-z]\([a-z]\)[ \t]*:?=", piece) is not None


def _bare(name: str, functions: set[str]) -> re.Pattern[str]:
    """Return the pattern of a name that stands alone, and not as the argument of a p(x) without a formula."""
    others = "".join(sorted(set(string.ascii_letters) - functions))
    word = re.escape(name)
    alone = rf"(?<![\w\\])(?<!(?<![A-Za-z\\])[{others}]\(){word}"
    return re.compile(rf"(?:{alone}|(?<=(?<![A-Za-z\\])[a-z]){word})(?![\w(])")
