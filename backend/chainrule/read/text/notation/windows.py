"""Two indices below one place: the windows of x_{i+k}, and the delays of x_{n-k} that a convolution sums over."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise
from typing import TYPE_CHECKING

from . import tree
from .runs import AxisRun
from .sums import length
from .tokens import NAME, NUMBER, Token
from .tree import Node

if TYPE_CHECKING:
    from .indexed_formulas import Arrays

__all__ = ["has_window", "letters_along", "places_between", "window_letters", "window_run"]


def window_letters(sub: Node) -> tuple[str, str] | None:
    """Return the i and k of x_{i+k}, x_{i+k-1} and x_{i-k}: where the window starts, and the place in it.

    None for others.
    """
    if not isinstance(sub, tree.SumPart) or len(sub.terms) not in (2, 3):
        return None
    (first_sign, first), (second_sign, second) = sub.terms[:2]
    rest = [sign + term.text for sign, term in sub.terms[2:] if isinstance(term, tree.NumberPart)]
    signs = (first_sign, second_sign)
    if rest not in ([], ["-1"]) or len(rest) != len(sub.terms) - 2 or signs not in (("+", "+"), ("+", "-")):
        return None
    if rest and signs == ("+", "-"):
        return None
    if not isinstance(first, tree.NamePart) or not isinstance(second, tree.NamePart) or first.subs or second.subs:
        return None
    return (first.base, second.base) if first.base != second.base else None


def is_delay(sub: Node) -> bool:
    """Return whether a place counts backwards: x_{n-k} for the entry k places before n."""
    return isinstance(sub, tree.SumPart) and window_letters(sub) is not None and sub.terms[1][0] == "-"


def places_between(inside: Sequence[Token], indices: Set[str]) -> tuple[Node, ...]:
    """Return the places of the x[i+1], x[i+k] and x[i+m, j+n] below a sum sign, where one is a sum."""
    commas = [-1, *(i for i, token in enumerate(inside) if token.text == ","), len(inside)]
    places = [_place(inside[start + 1 : end], indices) for start, end in pairwise(commas)]
    parts = tuple(place for place in places if place is not None)
    return parts if len(parts) == len(places) and any(isinstance(part, tree.SumPart) for part in parts) else ()


def _place(tokens: Sequence[Token], indices: Set[str]) -> Node | None:
    """Return i, i + k or i + k - 1 as a node; None for anything else."""
    signs = ["+", *(token.text for token in tokens[1::2])]
    terms = [
        tree.NumberPart(token.start, token.end, token.text)
        if token.kind == NUMBER
        else tree.NamePart(token.start, token.end, token.text)
        for token in tokens[::2]
    ]
    counts = all(token.kind == NUMBER or (token.kind == NAME and token.text in indices) for token in tokens[::2])
    if len(tokens) % 2 == 0 or not counts or not {"+", "-"}.issuperset(signs):
        return None
    if len(terms) == 1:
        return terms[0]
    return tree.SumPart(tokens[0].start, tokens[-1].end, list(zip(signs, terms, strict=True)))


def has_window(name: tree.NamePart, axes: Set[str]) -> bool:
    """Return whether a place below the name is the sum of two indices of which one runs."""
    return any(pair is not None and not axes.isdisjoint(pair) for pair in map(window_letters, name.subs))


def letters_along(name: tree.NamePart) -> tuple[str, ...]:
    """Return a letter for each axis: `i+k` for the entries that windows take, `i-k` for those that delays take."""
    letters: list[str] = []
    for sub in name.subs:
        pair = window_letters(sub)
        if pair is not None:
            letters.append(("-" if is_delay(sub) else "+").join(pair))
        else:
            letters.append(sub.base if isinstance(sub, tree.NamePart) else "")
    return tuple(letters)


def window_run(arrays: Arrays, node: tree.NamePart, base: Node) -> AxisRun | None:
    """Return all windows of an array, along where they start and then along their own entries.

    The windows of x_{n-k} run backwards, and beyond both ends, where x is 0. None where a place below the name is
    neither an index nor made of two.
    """
    starts: list[str] = []
    inside: list[str] = []
    windowed: list[int] = []
    backwards: list[bool] = []
    for axis, sub in enumerate(node.subs):
        pair = window_letters(sub)
        if pair is None and not arrays.facts.is_axis(sub):
            return None
        if pair is None:
            assert isinstance(sub, tree.NamePart)
            starts.append(sub.base)
            continue
        start, place = pair if pair[1] in arrays.counts or is_delay(sub) else pair[::-1]
        if place not in arrays.counts:
            return None
        backwards.append(is_delay(sub))
        starts.append(start)
        inside.append(place)
        windowed.append(axis)
    numbers = [tree.NumberPart(node.start, node.end, str(axis)) for axis in windowed]
    sizes = [length(arrays, place, node) for place in inside]
    args = [base, *(tree.ListingPart(node.start, node.end, "()", list(part)) for part in (sizes, numbers))]
    if any(backwards) != all(backwards):
        return None
    if backwards[0] and isinstance(base, tree.NamePart) and base.base == arrays.target_name:
        raise arrays.error(
            f"Each entry of `{node.base}` needs those before it, which have no value yet.",
            f"Write the first entries and a loop: `for t in range(2, 5): {node.base}[t] = ...`.",
            node,
        )
    function = "delays_of" if backwards[0] else "windows_of"
    return AxisRun(tree.CallPart(node.start, node.end, function, args), (*starts, *inside))
