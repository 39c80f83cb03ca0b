"""The three ways lectures write a gradient: the twin of the player's notation.ts, on MathML."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Literal, TypeAlias

from ..formula.mathml import symbol

__all__ = ["NOTATIONS", "Notation", "notate"]

Notation: TypeAlias = Literal["partial", "bar", "delta"]
NOTATIONS: tuple[Notation, ...] = ("partial", "bar", "delta")
_MINUS = "\N{MINUS SIGN}"


@lru_cache(maxsize=1024)
def notate(math: str, notation: Notation, nets: frozenset[str] = frozenset()) -> str:
    """MathML with every `<mrow class="d" data-of="NAME">` rewritten; `partial` is how it came.

    `nets`: the names of the net values, of which δ is minus the derivative; all other gradients stay derivatives.
    """
    if notation == "partial":
        return math
    root = ET.fromstring(math)  # noqa: S314  our own MathML
    if notation == "bar":
        for mark in _marks(root):
            mark[:] = [_bar(_name_in(mark))]
    else:
        for table in list(root.iter("mtable")):
            for row in [child for child in table if child.tag == "mtr"][::-1]:
                _write_delta(table, row, nets)
    return ET.tostring(root, encoding="unicode")


def _marks(element: ET.Element) -> list[ET.Element]:
    return [mark for mark in element.iter("mrow") if mark.get("class") == "d" and mark.get("data-of") is not None]


def _element(tag: str, text: str | None = None, children: Sequence[ET.Element] = (), **attributes: str) -> ET.Element:
    element = ET.Element(tag, attributes)
    element.text = text
    element.extend(children)
    return element


def _name_in(mark: ET.Element) -> ET.Element:
    """The name stands at the end of the denominator."""
    fraction = mark.find("mfrac")
    if fraction is not None and len(fraction) and len(fraction[-1]):
        return deepcopy(fraction[-1][-1])
    return ET.fromstring(symbol(mark.get("data-of", "")))  # noqa: S314  our own MathML


def _bar(name: ET.Element) -> ET.Element:
    return _element("mover", children=[name, _element("mo", "\N{MACRON}", stretchy="false")], accent="true")


def _write_delta(table: ET.Element, row: ET.Element, nets: frozenset[str]) -> None:
    """Write one equation in error terms.

    What is handed back is the upstream gradient times something: a minus on either side stands before the whole side.
    Its numbers are those of the derivative: they keep its name, and δ gets its own.
    """
    if len(row) < 2 or not len(row[1]) or _text(row[1][0]) != "=":
        return
    left, right = row[0], row[1]
    of = next(iter(_marks(left)), None)
    sources = _marks(right)
    derivative = deepcopy(list(left))
    negated = of is not None and of.get("data-of") in nets
    turned = len(sources) == 1 and sources[0].get("data-of") in nets
    if of is not None and negated:
        _set_delta(of)
    if turned:
        _set_delta(sources[0])
    if negated != turned:
        _negate_side(right, alone=not sources)
    rows = list(table)
    numbers = rows[rows.index(row) + 1 :]
    if of is None or not negated or not numbers or len(numbers[0][0]):
        return
    lines = [numbers[0]]
    for line in numbers[1:]:
        if len(line[0]):
            break
        lines.append(line)
    last = [*lines[-1].iter("mn")][-1:]
    if not last:
        return
    numbers[0][0][:] = derivative
    own = _element("mtd", children=[_element("mo", "="), _element("mn", _negative(last[0].text or ""))])
    table.insert(rows.index(lines[-1]) + 1, _element("mtr", children=[_element("mtd", children=[deepcopy(of)]), own]))


def _set_delta(mark: ET.Element) -> None:
    mark[:] = [_element("msub", children=[_element("mi", "δ"), _name_in(mark)])]


def _negate_side(right: ET.Element, *, alone: bool) -> None:
    """A minus before the right side, in brackets where it is no product with the upstream gradient."""
    side = _element("mrow", children=list(right)[1:])
    if alone or any(_text(child) in ("+", _MINUS) for child in side):
        side[:] = [_element("mo", "("), *side, _element("mo", ")")]
    right[1:] = [_element("mo", _MINUS, form="prefix"), side]


def _text(element: ET.Element) -> str:
    return "".join(element.itertext())


def _negative(text: str) -> str:
    """A number as it is written, with the other sign."""
    if text.startswith(_MINUS):
        return text[1:]
    try:
        return text if float(text) == 0 else f"{_MINUS}{text}"
    except ValueError:
        return f"{_MINUS}{text}"
