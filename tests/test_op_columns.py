"""Columns of the op table that say what an op is: held to its forward function, row by row."""

from __future__ import annotations

import math

import numpy as np

from chainrule.ops import OPS, Op
from ops_support import back, close, computing, points


@computing
def test_arguments_change_places_where_the_row_says_so_and_nowhere_else(op: Op) -> None:
    if op.slots != 2 or not op.elementwise:
        assert not op.commutes
        return
    either_way = [
        bool(np.array_equal(op.forward(*args, **trial.params), op.forward(*args[::-1], **trial.params)))
        for trial, args, _ in points(op)
        if np.shape(args[0]) == np.shape(args[1])
    ]
    assert op.commutes == all(either_way)


@computing
def test_a_reduction_applies_the_row_that_it_joins_with(op: Op) -> None:
    if op.joins:
        entries = np.array([0.5, -2.0, 3.0, 1.5])
        both = OPS[op.joins].forward
        close(op.forward(entries), both(both(both(entries[0], entries[1]), entries[2]), entries[3]))


@computing
def test_value_and_slope_are_finite_inside_the_domain_alone(op: Op) -> None:
    low, high = op.domain
    with np.errstate(all="ignore"):
        for x in np.linspace(max(low, -3.0), min(high, 3.0), 9)[1:-1] if op.slots == 1 and op.elementwise else []:
            out = op.forward(x)
            is_inside = np.isfinite(out) and np.isfinite(back(op, 0, 1.0, out, [x], {}))
            assert is_inside or op.domain == (-math.inf, math.inf)
        for end, outside in ((low, low - 0.1), (high, high + 0.1)):
            if math.isfinite(end):
                assert not np.isfinite(op.forward(np.float64(outside)))
