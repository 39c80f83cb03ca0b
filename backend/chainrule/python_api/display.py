"""Display of a trace in a notebook and in a terminal."""

from __future__ import annotations

from reprlib import Repr

import numpy as np

from ..tracing import Trace

__all__ = []


def _mimebundle(trace: Trace, **_: object) -> dict[str, str]:
    """Return the picture of a trace for a notebook. The trace knows no picture, so the package joins the two."""
    from ..export import mimebundle

    return mimebundle(trace)


def _one_line(trace: Trace) -> str:
    """Return a line for a terminal: the whole document is 20,000 characters for a neuron."""
    short = Repr()
    short.maxstring, short.maxother, short.maxdict, short.maxlevel = 80, 60, 6, 3
    gradients = {name: _brief(value) for name, value in list(trace.gradients.items())[: short.maxdict + 1]}
    return f"Trace({short.repr(trace.source)}, value={_brief(trace.value)}, gradients={short.repr(gradients)})"


class _Brief(str):
    __slots__ = ()
    __repr__ = str.__str__


def _brief(value: float | np.ndarray) -> _Brief:
    """Return a number, or the shape of an array."""
    if isinstance(value, np.ndarray):
        return _Brief(f"array of {'×'.join(map(str, value.shape))}")
    return _Brief(repr(value))


Trace._repr_mimebundle_ = _mimebundle  # type: ignore[attr-defined]
Trace.__repr__ = _one_line  # type: ignore[method-assign, assignment]
