"""Options of a picture, in a request, beside the fields of a trace."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal

from ..errors import RequestError
from ..export import Options
from ..export.notation import NOTATIONS
from ..export.palette import THEMES
from ..export.papers import PAPER_NAMES
from ..schema import OneOf

__all__ = ["RenderRequest", "options_of"]


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """Options of a picture; beside the fields of `TraceRequest`."""

    step: int | Literal["last", "all"] | None = None
    """Number of steps done, or `last`, or `all` where the format has pages or frames; null: as the format has it."""
    theme: Annotated[str, OneOf(lambda: THEMES)] = "light"
    """The palette."""
    scale: float = 1.0
    """Times the size, 0.1 to 10; pixels per unit where there are pixels."""
    font_size: float = 13.0
    """Size of the numbers, 6 to 96 px or pt; the picture grows with them."""
    transparent: bool = False
    """No background."""
    animate: bool = False
    """An SVG that plays by itself."""
    formula: bool = False
    """The step's formula below the graph."""
    caption: bool = False
    """The step's sentence below the graph."""
    notation: Annotated[str, OneOf(lambda: NOTATIONS)] = "partial"
    """Notation of gradients: \u2202L/\u2202x, x\u0304 or \u03b4."""
    seconds: float = 1.2
    """Seconds that a step stays where the picture moves, 0.05 to 20."""
    fonts: bool = True
    """If true, an SVG carries its letters, some 30 kB."""
    native: bool = False
    """A PPTX with shapes that can be edited, instead of pictures."""
    paper: Annotated[str, OneOf(lambda: PAPER_NAMES)] | None = None
    """Paper on which an SVG, PNG, PDF or TikZ is looked at; it fits there, its digits legible. Null: of any size."""
    fragment: bool = False
    """TikZ without the document around it, for \\input into another."""


_KINDS: dict[str, type] = {each.name: type(each.default) for each in fields(RenderRequest)}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def options_of(texts_by_name: Mapping[str, Any]) -> Options:
    """The options that a body, or a query in which all values are texts, asks for.

    Raises: RequestError, InputError.
    """
    return Options(**{name: _value(name, value) for name, value in texts_by_name.items()})


def _value(name: str, value: Any) -> Any:
    """Raises: RequestError."""
    kind = _KINDS[name]
    if name == "step":
        is_integer = isinstance(value, str) and value.lstrip("-").isdecimal() and len(value) < 10
        if value is None or is_integer or isinstance(value, str) or (type(value) is int and abs(value) < 10**9):
            return int(value) if is_integer else value
        raise RequestError("bad-field", "`step` is a whole number, last or all.")
    if kind is bool:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in _TRUTH:
            return _TRUTH[value.lower()]
        raise RequestError("bad-field", f"`{name}` is true or false.")
    if kind is float:
        number = _number(value)
        if number is None:
            raise RequestError("bad-field", f"`{name}` is a number.")
        return number
    if kind is type(None) and value is None:
        return None
    if not isinstance(value, str):
        raise RequestError("bad-field", f"`{name}` is a text.")
    return value


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None
    except OverflowError:
        return math.inf
