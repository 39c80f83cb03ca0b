"""Loops and branches of JAX as functions: `fori_loop`, `while_loop`, `cond`, `scan`; and trees of parameters."""

from __future__ import annotations

from ..arrays import entries
from ..calling import Arguments
from ..classes import call as call_value
from ..values import Const, Items, Number, Value
from .separate_arguments import over_structure

__all__ = ["cond", "fori_loop", "leaves", "mapped", "scan", "switch", "tree_map", "while_loop"]


def fori_loop(call: Arguments) -> Value:
    """Call the body with each number and the state, and return the last state."""
    low, high, body, state = call.bind("lower, upper, body_fun, init_val, unroll=None")[:4]
    for number in range(call.integer(low), call.integer(high)):
        state = call_value(call.machine, body, [Const(number), state], {}, call.node)
    return state


def while_loop(call: Arguments) -> Value:
    """Call the body for as long as the condition holds, and return the last state."""
    test, body, state = call.bind("cond_fun, body_fun, init_val")
    m = call.machine
    while m.truth(call_value(m, test, [state], {}, call.node), call.node):
        state = call_value(m, body, [state], {}, call.node)
        m.spend(1, call.node)
    return state


def cond(call: Arguments) -> Value:
    """Call one of two functions."""
    test, yes, no, operands = call.bind("pred, true_fun, false_fun, *operands")
    chosen = yes if call.machine.truth(test, call.node) else no
    return call_value(call.machine, chosen, list(operands), {}, call.node)


def switch(call: Arguments) -> Value:
    """Call one of several functions; an index outside takes the nearest."""
    index, branches, operands = call.bind("index, branches, *operands")
    functions = entries(call.machine, branches, call.node)
    place = min(max(call.integer(index), 0), len(functions) - 1)
    return call_value(call.machine, functions[place], list(operands), {}, call.node)


def _rows(call: Arguments, tree: Value) -> list[Value]:
    """Return the entries that a scan goes through; a tuple of arrays gives tuples of their rows."""
    m = call.machine
    if isinstance(tree, dict):
        columns = {key: _rows(call, value) for key, value in tree.items()}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    if isinstance(tree, tuple):
        return [tuple(row) for row in zip(*(_rows(call, value) for value in tree), strict=True)]
    return entries(m, tree, call.node)


def _stacked(call: Arguments, outputs: list[Value]) -> Value:
    if not outputs or outputs[0] is None:
        return None
    if isinstance(outputs[0], tuple):
        return tuple(_stacked(call, list(column)) for column in zip(*outputs, strict=True))
    return Number(call.machine.node(Items(outputs), call.node))


def scan(call: Arguments) -> Value:
    """Call the body for each row, and return the last state with the outputs, stacked."""
    body, state, values, length, backward = call.bind("f, init, xs=None, length=None, reverse=False, unroll=1")[:5]
    rows = [None] * call.integer(length) if values is None else _rows(call, values)
    outputs: list[Value] = []
    for entry in rows[::-1] if call.flag(backward) else rows:
        pair = call_value(call.machine, body, [state, entry], {}, call.node)
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise call.refuse("The function of a `scan` returns a pair.", "End it with `return carry, output`.")
        state, gradient_node = pair
        outputs.append(gradient_node)
    return state, _stacked(call, outputs[::-1] if call.flag(backward) else outputs)


def mapped(call: Arguments) -> Value:
    """Call the function for each row, and return the results, stacked."""
    function, values = call.bind("f, xs")
    rows = _rows(call, values)
    return _stacked(call, [call_value(call.machine, function, [row], {}, call.node) for row in rows])


def tree_map(call: Arguments) -> Value:
    """Call the function for each value of nested lists, tuples and dictionaries."""
    function, first, rest = call.bind("f, tree, *rest")
    m = call.machine

    def visit(trees: list[Value]) -> Value:
        head = trees[0]
        if isinstance(head, dict):
            return {key: visit([tree[key] for tree in trees]) for key in head}
        if isinstance(head, tuple):
            return tuple(visit(list(parts)) for parts in zip(*trees, strict=True))
        if isinstance(head, Items) and any(type(entry) is not Const for entry in head):
            return Items(visit(list(parts)) for parts in zip(*trees, strict=True))
        return call_value(m, function, list(trees), {}, call.node)

    m.spend(10, call.node)
    return visit([first, *rest])


def leaves(call: Arguments) -> Value:
    """Return the values of nested lists, tuples and dictionaries as one list."""
    items = Items()
    over_structure(call, call.args[0], lambda value: items.append(value))
    return items
