"""What a trace looks like in a terminal: a line, whatever its size."""

from __future__ import annotations

import numpy as np

import chainrule


def test_a_trace_is_one_short_line() -> None:
    trace = chainrule.trace("x*y", values={"x": 2, "y": 3})
    assert repr(trace) == "Trace('x*y', value=6.0, gradients={'x': 3.0, 'y': 2.0})"
    wide = chainrule.trace("sum(tanh(W @ x))", values={"W": np.ones((80, 80)).tolist(), "x": [0.1] * 80})
    assert len(repr(wide)) < 400
    assert "\n" not in repr(wide)
