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
_COUNTED = re.compile(
    rf"(?:\\sum|\\prod|[Σ∑∏]|\bsum){_B}(?:\\limits)?(?P<below>_{_B}(?P<brace>\{{)?{_B}(?P<index>[a-z]){_B}{_IN}{_B}"
    rf"\\?\{{(?P<values>[\w.…\\, \t]{{1,60}}?)\\?\}}{_B}(?(brace)\}}))"
)
_DOTS = ("...", "…", "\\ldots", "\\dots", "\\cdots")
_DEFINED = re.compile(r"(?<![A-Za-z\\])([A-Za-z])\([a-z]\)[ \t]*:?=")
_LETTERS, _COUNTS = "ijklmn", "nNm"
_MOST = 12  # such sums in one text


def with_indexed_examples(text: Mapped) -> Mapped:
    """Return the text with `∑_i (w x_i + b - y_i)^2` for `∑_{(x, y) ∈ D} (w x + b - y)^2`, and n for |D|.

    A set that has its numbers, X = {1, 2, 3}, is the array itself. ∑_{x ∈ X} p(x) has a value for every x, and stays.
    """
    if "∈" not in text.text and "\\in" not in text.text and " in " not in text.text:
        return text
    text = text.edited(_of_counts(text.text))
    source = text.text
    sums = list(_SUM.finditer(source))
    if not 0 < len(sums) <= _MOST:
        return text
    letters = iter([each for each in _LETTERS if not _stands_in(each, source)])
    functions = set(_DEFINED.findall(source))
    edits: set[Edit] = set()
    index_of: dict[tuple[str, ...], str] = {}
    for match in sums:
        names = tuple(name.strip() for name in (match["names"] or match["name"]).split(","))
        if names not in index_of:
            index_of[names] = next(letters, "")
        if index_of[names]:
            edits.update(_indexed(source, match, names, index_of[names], functions))
    outside = [edit for edit in edits if not any(each.start() < edit.start < each.end() for each in sums)]
    return text.edited(sorted(outside)) if outside else text


def _of_counts(source: str) -> list[Edit]:
    """Return the edits that make ∑_{i = 1}^{3} of ∑_{i ∈ {1, 2, 3}} and of ∑_{i ∈ {1, ..., 3}}."""
    edits: list[Edit] = []
    for match in _COUNTED.finditer(source):
        first, *others = (each.strip() for each in match["values"].split(","))
        dots = len(others) == 2 and others[0] in _DOTS
        values = [first, *others]
        if not all(value.isdigit() for value in values if value not in _DOTS and value is not others[-1]) or not others:
            continue
        if dots or (values[-1].isdigit() and [*map(int, values)] == [*range(int(first), int(first) + len(values))]):
            edits.append(Edit(match.start("below"), match.end(), f"_{{{match['index']} = {first}}}^{{{others[-1]}}} "))
    return edits


def _indexed(source: str, match: re.Match[str], names: tuple[str, ...], letter: str, functions: set[str]) -> list[Edit]:
    """Return the edits of one sum, whose body ends at the end of its line at the latest."""
    data = match["script"] or match["set"]
    end = source.find("\n", match.end())
    end = end if end >= 0 else len(source)
    bodies = {name: list(_bare(name, functions).finditer(source, match.end(), end)) for name in names}
    assigned = re.compile(rf"(?:^|[,;\n])[ \t]*(?:{'|'.join(map(re.escape, names))})[ \t]*=", re.MULTILINE)
    if not any(bodies.values()) or assigned.search(source) is not None:
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
    piece = source[source.rfind(",", max(0, place.start() - 200), place.start()) + 1 : place.start()]
    return re.match(r"[ \t]*[A-Za-z]\([a-z]\)[ \t]*:?=", piece) is not None


def _bare(name: str, functions: set[str]) -> re.Pattern[str]:
    """Return the pattern of a name that stands alone, and not as the argument of a p(x) without a formula."""
    others = "".join(sorted(set(string.ascii_letters) - functions))
    word = re.escape(name)
    alone = rf"(?<![\w\\])(?<!(?<![A-Za-z\\])[{others}]\(){word}"
    return re.compile(rf"(?:{alone}|(?<=(?<![A-Za-z\\])[a-z]){word})(?![\w(])")
