"""Helpers shared by the rows whose gates only rearrange entries."""

from __future__ import annotations

from typing import Any

from .op import Lowering, Op, Pattern
from .settings import shape_of

__all__ = ["rearrangement", "shape_texts"]


def rearrangement(name: str, symbol: str, title: str, **columns: Any) -> Op:
    """Return a row whose gate moves entries and computes nothing; `columns` differ from such a row's."""
    settings: dict[str, Any] = {
        "elementwise": False,
        "pattern": Pattern.RESHAPE,
        "equation": f"{name}(a)",
        "units": Lowering.STRUCTURE,
        "latex": rf"\operatorname{{{{{name.replace('_', ' ')}}}}}({{0}})",
        "why": ("Entries only change places: each one's gradient goes back to where it came from.",),
    }
    return Op(name=name, symbol=symbol, title=title, **{**settings, **columns})


def shape_texts(*names: str) -> Any:
    """`texts` of rows whose settings stand in code as they are, one element tuples included."""
    return lambda **params: {name: repr(shape_of(params[name])) for name in names if name in params}
