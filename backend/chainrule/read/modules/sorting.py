"""Putting in order: `sorted`, and `max` and `min` with a key."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from ..arrays import entries
from ..calling import Arguments
from ..classes import call as call_value
from ..comparisons import compare
from ..values import (
    Const,
    Items,
    Number,
    Value,
)
from .rows import Row

__all__ = ["extreme", "sorted_list", "sorted_entries"]


def sorted_entries(call: Arguments, values: list[Value], key: Value, reverse: bool) -> list[Value]:
    """Return the values in order; numbers of the graph by their present values, which are guarded."""
    m = call.machine
    keys = values if key is None else [call_value(m, key, [value], {}, call.node) for value in values]
    m.spend(len(values) * 4, call.node)
    plain = [_sort_key(call, value) for value in keys]
    try:
        order = sorted(range(len(values)), key=plain.__getitem__, reverse=reverse)
    except TypeError:
        raise call.refuse("These values cannot be put in order.", "Give a `key=` that makes numbers of them.") from None
    for before, after in itertools.pairwise(order):
        if Number in (type(keys[before]), type(keys[after])):
            m.truth(compare(m, _at_most(reverse), keys[before], keys[after], call.node), call.node)
    return [values[place] for place in order]


def _at_most(reverse: bool) -> Any:
    import ast

    return ast.GtE if reverse else ast.LtE


def _sort_key(call: Arguments, value: Value) -> Any:
    if type(value) is Const:
        return value.value
    if type(value) in (str, bool):
        return value
    if isinstance(value, tuple | Items):
        return tuple(_sort_key(call, entry) for entry in value)
    return float(np.asarray(call.machine.value_of(call.number(value))).reshape(()))


def sorted_list(call: Arguments) -> Value:
    """Return a sorted list, as Python's `sorted`."""
    values, key, reverse = call.bind("values, key=None, reverse=False")
    return Items(sorted_entries(call, entries(call.machine, values, call.node), key, call.flag(reverse)))


def extreme(row: Row, largest: bool) -> Row:
    """`max(pairs, key=...)`: the entry whose key is the largest, the first of several; without a key `row`."""

    def run(call: Arguments) -> Value:
        key = call.keywords.get("key")
        if key is None:
            return row(call)
        values = entries(call.machine, call.args[0], call.node) if len(call.args) == 1 else call.args
        if not values:
            return call.keywords.get("default")
        return sorted_entries(call, list(values), key, largest)[0]

    return run
