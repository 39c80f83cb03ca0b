"""Rich display of a trace in a notebook: the still picture of its last step, in the forms that consumers take."""

from __future__ import annotations

import base64

from ..tracing.document import Trace
from .options import Options
from .table import EXPORTS, render

__all__ = ["mimebundle", "pictures"]


def pictures(trace: Trace, options: Options) -> dict[str, str]:
    """Return the still picture by media type: SVG for pages, and PDF where it can be drawn.

    nbconvert puts the PDF into LaTeX. Without one it converts the SVG with Inkscape, and ends where there is none.
    """
    values_by_name: dict[str, str] = {"image/svg+xml": render(trace, "svg", options).decode()}
    if EXPORTS["pdf"].available:
        values_by_name["application/pdf"] = base64.b64encode(render(trace, "pdf", options)).decode()
    return values_by_name


def mimebundle(trace: Trace) -> dict[str, str]:
    """Return the bundle for IPython's `_repr_mimebundle_`; viewers without scripts show the picture."""
    return {**pictures(trace, Options()), "text/plain": f"Trace of {trace.source!r}"}
