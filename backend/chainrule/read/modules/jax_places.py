"""`x.at[...]` of JAX: the functional updates of its arrays."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..arrays import get_item
from ..calling import Arguments
from ..classes import call as call_value
from ..entry_assignment import set_item
from ..operators import SIGNS, binary, kind_of
from ..values import Number, Value
from .foreign_objects import Object
from .numpy import NUMPY
from .rows import Row

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["at"]


def _changed(sign: str | None) -> Row:
    """Return a copy of the array with these entries set, or changed by an operator."""

    def run(call: Arguments) -> Value:
        owner, value = call.bind("places, values, indices_are_sorted=False, unique_indices=False, mode=None")[:2]
        m, key = call.machine, owner.attributes["key"]
        array = owner.attributes["array"]
        gradient_node = Number(m.node(array, call.node), kind_of(array))
        if sign is not None:
            value = binary(m, SIGNS[sign], get_item(m, gradient_node, key, call.node), value, call.node)
        set_item(m, gradient_node, key, value, call.node)
        return gradient_node

    return run


def _added(call: Arguments) -> Value:
    """`x.at[i].add(v)`: an entry that is named twice gets both."""
    owner, value = call.bind("places, values, indices_are_sorted=False, unique_indices=False, mode=None")[:2]
    m, array = call.machine, owner.attributes["array"]
    gradient_node = Number(m.node(array, call.node), kind_of(array))
    add = NUMPY["add"].__dict__["members"]["at"]
    call_value(m, add, [gradient_node, owner.attributes["key"], value], {}, call.node)
    return gradient_node


def _bounded(name: str) -> Row:
    def run(call: Arguments) -> Value:
        owner, value = call.bind("places, values, indices_are_sorted=False, unique_indices=False, mode=None")[:2]
        m, key = call.machine, owner.attributes["key"]
        gradient_node = Number(m.node(owner.attributes["array"], call.node))
        set_item(m, gradient_node, key, call.emit(name, [get_item(m, gradient_node, key, call.node), value]), call.node)
        return gradient_node

    return run


def _take(call: Arguments) -> Value:
    owner = call.bind("places")[0]
    return get_item(call.machine, owner.attributes["array"], owner.attributes["key"], call.node)


def _applied(call: Arguments) -> Value:
    owner, function = call.bind("places, func")
    m, key = call.machine, owner.attributes["key"]
    gradient_node = Number(m.node(owner.attributes["array"], call.node))
    set_item(
        m,
        gradient_node,
        key,
        call_value(m, function, [get_item(m, gradient_node, key, call.node)], {}, call.node),
        call.node,
    )
    return gradient_node


PLACES: Mapping[str, Row] = {
    "set": _changed(None), "add": _added, "subtract": _changed("-"), "multiply": _changed("*"), "mul": _changed("*"),
    "divide": _changed("/"), "power": _changed("**"), "min": _bounded("minimum"), "max": _bounded("maximum"),
    "get": _take, "apply": _applied,
}  # fmt: skip


def at(m: Machine, owner: Value, node: ast.AST) -> Value:
    """`x.at`: takes an index between brackets, and then `.set(v)`, `.add(v)` and the like."""

    def places(call: Arguments) -> Value:
        return Object("places", PLACES, {"array": owner, "key": call.args[1]}).make()

    return Object("at", {"__getitem__": places}).make()
