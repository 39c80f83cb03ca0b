"""The frame of a container that is a part of a module: `self.features(x)` is drawn as `features`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..calling import Arguments
from ..classes import call, call_function, find_method
from ..values import Instance, ProgramFunction, Value

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["framed"]

INSIDE = "Sequential"  # what a container is called that only has a number in its own container


def framed(arguments: Arguments) -> Value:
    """`framed(self, input)`: run `self.run(input)` as a function with the name that the module around it has for it.

    A container that no module holds draws no frame: the whole program is its run.
    """
    owner, value = arguments.args
    assert isinstance(owner, Instance)
    m, function = arguments.machine, find_method(owner, "run")
    name = _name(m, owner)
    if name is None or type(function) is not ProgramFunction:
        return call(m, function, [owner, value], {}, arguments.node)
    return call_function(m, replace(function, name=name, hidden=False), [owner, value], {}, arguments.node)


def _name(m: Machine, owner: Instance) -> str | None:
    """The name that the innermost running module has for `owner`, as in `named_modules`."""
    for environment, _ in reversed(m.frames):
        for holder in environment.names.values():
            if type(holder) is Instance and holder is not owner:
                name = _within(holder, owner)
                if name is not None:
                    return name
    return None


def _within(holder: Instance, owner: Instance) -> str | None:
    for word, value in holder.attributes.items():
        if value is owner:
            return word
        items = value if type(value) is dict else value.attributes.get("_items") if type(value) is Instance else None
        if type(items) is dict:
            for key, each in items.items():
                if each is owner:
                    return INSIDE if str(key).isdigit() else str(key)
    return None
