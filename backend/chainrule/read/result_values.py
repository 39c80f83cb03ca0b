"""Values at the end of a program that are no results, or less than others: counters, sizes, what is only printed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ..graph import LITERAL, Graph, ancestors
from .operators import innermost
from .values import Const, Items, Number, Value

if TYPE_CHECKING:
    from .machine import Machine
    from .text import Source

__all__ = ["all_plain", "ends_with_print", "is_counter", "is_size", "larger"]


def is_counter(m: Machine, name: str, value: Value) -> bool:
    """Return whether a name only counts: `n = 0` and, in a loop, `n = n + 1`."""
    if type(value) is Const:
        counted = value
        while counted.op in ("add", "sub") and counted.args[-1].op is None:
            counted = counted.args[0]
        return counted is not value and counted.op is None and counted.name in (None, name)
    node = m.node_if_any(value)
    nodes = m.builder.nodes
    if node is None or not nodes[node].args:
        return False
    while nodes[node].op in ("add", "sub"):
        before, step = nodes[node].args
        if nodes[step].op != LITERAL or nodes[step].name is not None:
            return False
        node = before
    return nodes[node].op == LITERAL and nodes[node].name in (None, name)


def ends_with_print(text: Source) -> bool:
    """Return whether a program ends with a `print` that is of no gradient."""
    last = text.statements[-1] if text.statements else None
    call = last.value if isinstance(last, ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"):
        return False
    return not any(isinstance(arg, ast.Attribute) and arg.attr == "grad" for arg in call.args)  # it is drawn anyway


def larger(m: Machine, assigned: int, printed: int | None) -> int:
    """Return the one into which more gates went: `print(t, y)` below a loop that ends with `t += h` means y."""
    if printed is None:
        return assigned
    graph = Graph("", tuple(m.builder.nodes), assigned, {})
    return max((assigned, printed), key=lambda node: sum(ancestors(graph, node)))


def is_size(value: Value) -> bool:
    """`x.shape`, `len(x)` at the end of a program only show a size."""
    if type(value) is Const:
        return type(value.value) is int and value.op is None and value.name is None and value.node is None
    return isinstance(value, tuple) and all(map(is_size, value))


def all_plain(values: Value) -> bool:
    """Return whether nested lists hold numbers alone."""
    return type(values) is Items and all(type(value) in (Const, Number) for value in innermost(values))
