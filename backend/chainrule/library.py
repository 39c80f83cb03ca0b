"""The Python API: `trace`, and how a trace shows itself in a notebook and in a terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from reprlib import Repr
from typing import Any

from .limits import DEFAULT, Limits
from .request import TraceRequest, View
from .tracing import Trace, build

__all__ = ["trace"]


def trace(
    source: str,
    values: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    upstream: Any = None,
    view: View = "gates",
    open: Collection[str] = (),
    closed: Collection[str] = (),
    defaults: bool = False,
    partial: bool = False,
    limits: Limits = DEFAULT,
) -> Trace:
    """Values, gradients and the graph of a formula or program.

    Args:
        source: the formula or program.
        values: a number or nested list per free name.
        output: the name to take as output; None: the last expression or assignment.
        upstream: dL/d(output), number or nested list; None means ones.
        view: "gates", "functions" or "units".
        open, closed: functions ("f1" or "sigmoid") drawn other than `view` draws them.
        defaults: give names without a value one of their own, marked, instead of an error.
        partial: where shapes do not fit, draw what was read up to that place instead of an error.

    Raises:
        ChainruleError: whatever is wrong with the source, a value, a shape or a limit.
    """
    request = TraceRequest(source, values or {}, output, upstream, view, tuple(open), tuple(closed), defaults, partial)
    return build(request, limits)


def _picture(shown: Trace, **_: Any) -> dict[str, Any]:
    """A trace shows itself in a notebook. The trace knows no picture, so the package joins the two."""
    from .export import mimebundle

    return mimebundle(shown)


def _brief(shown: Trace) -> str:
    """A line for a terminal: the whole document is 20,000 characters for a neuron."""
    short = Repr()
    short.maxstring, short.maxother, short.maxdict, short.maxlist, short.maxlevel = 80, 60, 6, 4, 3
    gradients = short.repr(shown.gradients)
    return f"Trace({short.repr(shown.source)}, value={short.repr(shown.value)}, gradients={gradients})"


Trace._repr_mimebundle_ = _picture  # type: ignore[attr-defined]
Trace.__repr__ = _brief  # type: ignore[method-assign, assignment]
