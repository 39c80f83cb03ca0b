"""The three ways lectures write a gradient: the twin of the player's notation.ts, on MathML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import Literal, TypeAlias

__all__ = ["NOTATIONS", "Notation", "notate"]

Notation: TypeAlias = Literal["partial", "bar", "delta"]
NOTATIONS: tuple[Notation, ...] = ("partial", "bar", "delta")
_NUMBERED = re.compile(r"(.*?[^\d_])_?(\d+)")


def _identifier(name: str) -> ET.Element:
    match = _NUMBERED.fullmatch(name)
    base = ET.Element("mi")
    base.text = match[1] if match else name
    if not match:
        return base
    whole = ET.Element("msub")
    below = ET.Element("mn")
    below.text = match[2]
    whole.extend([base, below])
    return whole


def _symbol(name: str, notation: Notation) -> list[ET.Element]:
    if notation == "bar":
        over = ET.Element("mover", accent="true")
        bar = ET.Element("mo", stretchy="false")
        bar.text = "\N{MACRON}"
        over.extend([_identifier(name), bar])
        return [over]
    minus, whole, delta = ET.Element("mo", form="prefix"), ET.Element("msub"), ET.Element("mi")
    minus.text, delta.text = "\N{MINUS SIGN}", "δ"
    # δ is minus the derivative, so the derivative is −δ: the numbers beside it stay true.
    whole.extend([delta, _identifier(name)])
    return [minus, whole]


@lru_cache(maxsize=1024)
def notate(math: str, notation: Notation) -> str:
    """Return MathML with every `<mrow class="d" data-of="NAME">` rewritten; `partial` is how it came."""
    if notation == "partial":
        return math
    root = ET.fromstring(math)  # noqa: S314  our own MathML
    for mark in root.iter("mrow"):
        if mark.get("class") == "d" and (name := mark.get("data-of")) is not None:
            mark[:] = _symbol(name, notation)
    return ET.tostring(root, encoding="unicode")
