"""How a trace shows itself in a notebook: the still picture of its last step."""

from __future__ import annotations

from typing import Any

from ..trace.document import Trace
from .table import render

__all__ = ["mimebundle"]


def mimebundle(trace: Trace) -> dict[str, Any]:
    """What IPython's `_repr_mimebundle_` returns; viewers without scripts show the SVG."""
    return {"image/svg+xml": render(trace, "svg").decode(), "text/plain": f"Trace of {trace.source!r}"}
