"""The present numbers of a value, where a function chooses by them."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..calling import Arguments
from ..values import Number, Value

__all__ = ["glimpse", "now"]


def now(call: Arguments, a: Value) -> np.ndarray[Any, Any]:
    """Return the entries of an array as they are; the graph stands while they are the same.

    What is returned must be used for what cannot be part of the graph: positions, counts, lengths.
    """
    m = call.machine
    index = m.node(a, call.node)
    values = np.asarray(m.value_of(index), dtype=np.float64)
    if not m.is_literal(Number(index)):
        m.guard("==", index, m.builder.literal(values, m.span(call.node)), True, call.node)
    return values


def glimpse(call: Arguments, a: Value) -> np.ndarray[Any, Any] | None:
    """Return the entries of an array as they are, to refuse what is wrong with them; None where only shapes are known.

    The graph stands whatever they are later: nothing of it may depend on them.
    """
    m = call.machine
    if m.shapes_only:
        return None
    return np.asarray(m.evaluator.value(m.builder.nodes, m.node(a, call.node)), dtype=np.float64)
