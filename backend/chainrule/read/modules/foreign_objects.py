"""Objects of libraries that are not functions: what takes brackets, what holds settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..calling import Arguments
from ..values import Builtin, Class, Const, Instance, Value
from .rows import Row

__all__ = ["Object", "bracketed", "settings_of"]


class Object:
    """An object in the table of a module. Every use makes a new one, so that no program changes another's."""

    __slots__ = ("attributes", "methods", "name")

    def __init__(self, name: str, methods: Mapping[str, Row], attributes: Mapping[str, Value] | None = None) -> None:
        self.name = name
        self.methods = methods
        self.attributes = attributes or {}

    def make(self) -> Instance:
        """Return a new object with these attributes and methods."""
        cls = Class(self.name, (), {word: Builtin(f".{word}", row) for word, row in self.methods.items()})
        cls.order = (cls,)
        return Instance(cls, dict(self.attributes))


def bracketed(name: str, take: Callable[[Arguments, Value], Value]) -> Object:
    """`np.r_[...]`: `taken(call, key)` gives what stands for the brackets."""

    def entry(call: Arguments) -> Value:
        return take(call, call.args[1])

    return Object(name, {"__getitem__": entry})


def settings_of(values: Mapping[str, float]) -> Row:
    """`np.finfo(float).eps`: an object that holds numbers."""

    def run(call: Arguments) -> Value:
        span = call.machine.span(call.node)
        return Object("finfo", {}, {name: Const(value, span) for name, value in values.items()}).make()

    return run
