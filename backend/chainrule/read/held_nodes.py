"""Reachable state of a program: every number that it can still come to, with the objects on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .values import (
    ArrayView,
    BoundMethod,
    Builtin,
    Class,
    Const,
    DefaultDict,
    Environment,
    Gradient,
    Instance,
    Items,
    Number,
    NumberComparison,
    ProgramFunction,
    Super,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["HeldNodes", "held_nodes"]


class HeldNodes:
    """The values whose nodes stand at `first` or behind it; `nodes` are those nodes."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.nodes: set[int] = set()
        self.gradients: list[Gradient] = []  # gradients of what stands there
        self._pointers: list[tuple[Value, str]] = []  # an object, and the attribute that holds the id of a node
        self._makers: list[Value] = []  # the function that makes its node when it is needed

    def point(self, value: Value, name: str) -> None:
        """Remember that an attribute of a value is a node of the round, so that it can be changed."""
        node = getattr(value, name)
        if node >= self.first:
            self.nodes.add(node)
            self._pointers.append((value, name))

    def unmake(self, value: Value) -> None:
        """Remember that a value was made in the round."""
        self._makers.append(value)

    def move(self, places: Mapping[int, int]) -> None:
        """Let every value stand for another node; `places` has one for each of `nodes`."""
        for value, name in self._pointers:
            setattr(value, name, places[getattr(value, name)])
        self.forget()

    def forget(self) -> None:
        """Let the values that make their node when it is needed make it anew."""
        for value in self._makers:
            UNMADE[type(value)](value)


def held_nodes(m: Machine, first: int) -> HeldNodes:
    """Collect everything that can be reached from the names, the stacks and the registers of the machine."""
    result = HeldNodes(first)
    todo: list[Value] = [m.environment, m.globals, m.last, m.printed, *m.assigned.values(), *m.comprehensions]
    for environment, stack in m.frames:
        todo.append(environment)
        todo.extend(stack)
    for registered in (m.parameters, m.graded, m.frozen, m.texts):
        todo.extend(registered.values())
    for owners in (m.zeroed, m.grown_gradients):
        todo.extend(owner for owner, _ in owners.values())
    todo.extend(value for pair in m.clipped.values() for value in pair)
    todo += [constant for _, _, constant, *_ in m.constant_assignments]
    visited: set[int] = set()
    while todo:
        value = todo.pop()
        visit = VISIT.get(type(value))
        if visit is not None and id(value) not in visited:
            visited.add(id(value))
            todo.extend(visit(result, value))
    return result


def _number(result: HeldNodes, value: Number) -> Iterable[Value]:
    result.point(value, "node")
    return ()


def _view(result: HeldNodes, value: ArrayView) -> Iterable[Value]:
    if max(value.node, value.version) >= result.first:
        result.unmake(value)
    return (value.base,)


def _items(result: HeldNodes, value: Items) -> Iterable[Value]:
    if value.node >= result.first:
        result.unmake(value)
    return value


def _constant(result: HeldNodes, value: Const) -> Iterable[Value]:
    gradient_node = value.node if value.node is not None else -1
    if max(gradient_node, value.entry_of[0] if value.entry_of is not None else -1) >= result.first:
        result.unmake(value)
    return value.args


def _comparison(result: HeldNodes, value: NumberComparison) -> Iterable[Value]:
    result.point(value, "left")
    result.point(value, "right")
    if value.node >= result.first:
        result.unmake(value)
    return ()


def _gradient(result: HeldNodes, value: Gradient) -> Iterable[Value]:
    if max(value.output, value.gradient_node) >= result.first:
        result.gradients.append(value)
    return (value.owner,)


def _environment(result: HeldNodes, value: Environment) -> Iterable[Value]:
    return (*value.names.values(), value.outer)


def _function(result: HeldNodes, value: ProgramFunction) -> Iterable[Value]:
    return (value.outer, value.derivative, *value.defaults.values(), *value.attributes.values())


def _builtin(result: HeldNodes, value: Builtin) -> Iterable[Value]:
    return (value.owner, *(cell.cell_contents for cell in getattr(value.run, "__closure__", None) or ()))


def _entries(result: HeldNodes, value: Iterable[Value]) -> Iterable[Value]:
    return value


def _values(result: HeldNodes, value: dict[Value, Value]) -> Iterable[Value]:
    return value.values()


VISIT: Mapping[type, Callable[[HeldNodes, Any], Iterable[Value]]] = {
    Number: _number,
    ArrayView: _view,
    Items: _items,
    Const: _constant,
    NumberComparison: _comparison,
    Gradient: _gradient,
    Environment: _environment,
    ProgramFunction: _function,
    Builtin: _builtin,
    Class: lambda result, value: (*value.attributes.values(), *value.bases),
    Instance: lambda result, value: (value.cls, *value.attributes.values()),
    Super: lambda result, value: (value.owner,),
    BoundMethod: lambda result, value: (value.owner, value.function),
    tuple: _entries,
    list: _entries,
    dict: _values,
    DefaultDict: _values,
}


def _unmake_view(value: ArrayView) -> None:
    value.node = value.version = -1


def _unmake_items(value: Items) -> None:
    value.node, value.made_from = -1, ()


def _unmake_constant(value: Const) -> None:
    value.node = value.entry_of = None


def _unmake_comparison(value: NumberComparison) -> None:
    value.node = -1


UNMADE: Mapping[type, Callable[[Any], None]] = {
    ArrayView: _unmake_view,
    Items: _unmake_items,
    Const: _unmake_constant,
    NumberComparison: _unmake_comparison,
}
