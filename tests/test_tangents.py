"""Forward mode: each row's tangent against its vjp, whole programs against PyTorch."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from chainrule.ops import Op
from chainrule.ops.tangent import tangent
from ops_support import COMPUTING, close, draw, gradient, points

computing = pytest.mark.parametrize("op", COMPUTING, ids=lambda op: op.name)


@computing
def test_tangent_and_vjp_of_a_row_are_one_slope_from_two_ends(op: Op) -> None:
    """<jvp(v), u> = <v, vjp(u)>, for the tangents of all arguments at once and for each alone."""
    rng = np.random.default_rng(zlib.crc32(op.name.encode()))
    for trial, args, upstream in points(op):
        out = op.forward(*args, **trial.params)
        moves = [draw(rng, -1.0, 1.0, np.shape(arg)) for arg in args]
        slots = [slot for slot in range(len(args)) if slot not in op.stops]
        terms = [np.sum(gradient(op, slot, upstream, out, args, trial.params) * moves[slot]) for slot in slots]
        for slot, term in zip(slots, terms, strict=True):
            alone = [move if each == slot else None for each, move in enumerate(moves)]
            moved = np.broadcast_to(tangent(op, alone, out, args, **trial.params), np.shape(out))
            close(np.sum(upstream * moved), term)
        if slots:
            moved = np.broadcast_to(tangent(op, moves, out, args, **trial.params), np.shape(out))
            close(np.sum(upstream * moved), sum(terms))
