"""What a program holds at a moment: every number that it can still come to, with the objects on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .values import (
    BoundMethod,
    Builtin,
    Class,
    Comparison,
    Const,
    DefaultDict,
    Environment,
    Function,
    Gradient,
    Instance,
    Items,
    Number,
    Super,
    Value,
    View,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["Held", "held"]


class Held:
    """The values whose nodes stand at `first` or behind it; `nodes` are those nodes."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.nodes: set[int] = set()
        self.gradients: list[Gradient] = []  # gradients of what stands there
        self._pointers: list[tuple[Value, str]] = []  # an object, and the attribute that holds the id of a node
        self._makers: list[Value] = []  # what makes its node when it is needed

    def point(self, value: Value, name: str) -> None:
        node = getattr(value, name)
        if node >= self.first:
            self.nodes.add(node)
            self._pointers.append((value, name))

    def unmake(self, value: Value) -> None:
        self._makers.append(value)

    def move(self, places: Mapping[int, int]) -> None:
        """Let every value stand for another node; `places` has one for each of `nodes`."""
        for value, name in self._pointers:
            setattr(value, name, places[getattr(value, name)])
        for value in self._makers:
            UNMADE[type(value)](value)


def held(m: Machine, first: int) -> Held:
    """Everything that can be reached from the names, the stacks and the registers of the machine."""
    found = Held(first)
    todo: list[Value] = [m.environment, m.globals, m.last, m.printed, *m.assigned.values(), *m.comprehensions]
    for environment, stack in m.frames:
        todo.append(environment)
        todo.extend(stack)
    for registered in (m.parameters, m.graded, m.texts):
        todo.extend(registered.values())
    for owners in (m.zeroed, m.grown_gradients):
        todo.extend(owner for owner, _ in owners.values())
    seen: set[int] = set()
    while todo:
        value = todo.pop()
        visit = VISIT.get(type(value))
        if visit is not None and id(value) not in seen:
            seen.add(id(value))
            todo.extend(visit(found, value))
    return found


def _number(found: Held, value: Number) -> Iterable[Value]:
    found.point(value, "node")
    return ()


def _view(found: Held, value: View) -> Iterable[Value]:
    if max(value.node, value.version) >= found.first:
        found.unmake(value)
    return (value.base,)


def _items(found: Held, value: Items) -> Iterable[Value]:
    if value.node >= found.first:
        found.unmake(value)
    return value


def _constant(found: Held, value: Const) -> Iterable[Value]:
    made = value.node if value.node is not None else -1
    if max(made, value.entry_of[0] if value.entry_of is not None else -1) >= found.first:
        found.unmake(value)
    return value.args


def _comparison(found: Held, value: Comparison) -> Iterable[Value]:
    found.point(value, "left")
    found.point(value, "right")
    if value.node >= found.first:
        found.unmake(value)
    return ()


def _gradient(found: Held, value: Gradient) -> Iterable[Value]:
    if max(value.output, value.made) >= found.first:
        found.gradients.append(value)
    return (value.owner,)


def _environment(found: Held, value: Environment) -> Iterable[Value]:
    return (*value.names.values(), value.outer)


def _function(found: Held, value: Function) -> Iterable[Value]:
    return (value.outer, value.derivative, *value.defaults.values(), *value.attributes.values())


def _builtin(found: Held, value: Builtin) -> Iterable[Value]:
    return (value.owner, *(cell.cell_contents for cell in getattr(value.run, "__closure__", None) or ()))


def _entries(found: Held, value: Iterable[Value]) -> Iterable[Value]:
    return value


def _values(found: Held, value: dict[Value, Value]) -> Iterable[Value]:
    return value.values()


VISIT: Mapping[type, Callable[[Held, Any], Iterable[Value]]] = {
    Number: _number,
    View: _view,
    Items: _items,
    Const: _constant,
    Comparison: _comparison,
    Gradient: _gradient,
    Environment: _environment,
    Function: _function,
    Builtin: _builtin,
    Class: lambda found, value: (*value.attributes.values(), *value.bases),
    Instance: lambda found, value: (value.cls, *value.attributes.values()),
    Super: lambda found, value: (value.owner,),
    BoundMethod: lambda found, value: (value.owner, value.function),
    tuple: _entries,
    list: _entries,
    dict: _values,
    DefaultDict: _values,
}


def _unmake_view(value: View) -> None:
    value.node = value.version = -1


def _unmake_items(value: Items) -> None:
    value.node, value.made_from = -1, ()


def _unmake_constant(value: Const) -> None:
    value.node = value.entry_of = None


def _unmake_comparison(value: Comparison) -> None:
    value.node = -1


UNMADE: Mapping[type, Callable[[Any], None]] = {
    View: _unmake_view,
    Items: _unmake_items,
    Const: _unmake_constant,
    Comparison: _unmake_comparison,
}
