"""Attributes: what may follow a dot. What is not in these tables does not exist, whatever Python would find."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import SourceError
from .container_methods import METHODS
from .machine import not_in_language
from .object_gradients import note_gradient
from .suggest import closest
from .values import (
    ABSENT,
    ArrayView,
    BoundMethod,
    Builtin,
    Class,
    Const,
    FreeObject,
    Gradient,
    Ignored,
    Instance,
    Items,
    Module,
    Number,
    NumberComparison,
    ProgramFunction,
    SetOfItems,
    Super,
    Value,
)

if TYPE_CHECKING:
    from .calling import Arguments
    from .machine import Machine

__all__ = ["get_attribute", "set_attribute"]


def get_attribute(m: Machine, owner: Value, name: str, node: ast.AST) -> Value:
    """`owner.name`.

    Raises:
        SourceError: `unknown-method` (of a value) or `unknown-function` (of a module).
    """
    kind = type(owner)
    rule = ATTRIBUTES.get(kind)
    if rule is None and kind is Builtin:
        rule = _array_attribute if _is_bare(owner, node) else _builtin_attribute
    attribute = ABSENT if rule is None else rule(m, owner, name, node)
    if attribute is ABSENT:
        attribute = _method(owner, name)
    if attribute is ABSENT and (kind is Items or kind is tuple):
        attribute = _array_attribute(m, owner, name, node)
    if attribute is ABSENT:
        raise _unknown(m, owner, name, node)
    return attribute


def _method(owner: Value, name: str) -> Any:
    """A method of the tables: of random generators, containers and texts."""
    from .modules.random import GENERATOR, Generator

    kind = type(owner)
    if kind is Generator and name in GENERATOR:
        return Builtin(f".{name}", GENERATOR[name], owner)
    table = METHODS.get(dict if isinstance(owner, dict) and kind is not SetOfItems else kind)
    return Builtin(f".{name}", table[name], owner) if table is not None and name in table else ABSENT


def _module_attribute(m: Machine, owner: Module, name: str, node: ast.AST) -> Any:
    from .modules import member

    return member(m, owner, name, node)


def _array_attribute(m: Machine, owner: Value, name: str, node: ast.AST) -> Any:
    from .modules.methods import array_attribute

    return array_attribute(m, owner, name, node)


def _free_attribute(m: Machine, owner: FreeObject, name: str, node: ast.AST) -> Any:
    """Return what the program set; else an array's method or property, or an object that stays the same one."""
    if name in owner.attributes:
        return owner.attributes[name]
    attribute = _array_attribute(m, owner, name, node) if owner.name != "self" else ABSENT
    if attribute is ABSENT:
        attribute = owner.attributes[name] = FreeObject(m.leaf_name(owner, name))
    return attribute


def _instance_attribute(m: Machine, owner: Instance, name: str, node: ast.AST) -> Any:
    from .classes import get_instance_attribute

    attribute = get_instance_attribute(m, owner, name, node)
    if attribute is not None or name in owner.attributes:
        return attribute
    if name == "__class__":
        return owner.cls
    return FreeObject(name) if owner.open and not name.startswith("__") else ABSENT


def _super_attribute(m: Machine, owner: Super, name: str, node: ast.AST) -> Any:
    for place in owner.order:
        if name in place.attributes:
            return BoundMethod(owner.owner, place.attributes[name])
    if name == "__init__":
        return Ignored("super().__init__")
    raise _unknown(m, owner.owner, name, node)


def _class_attribute(_: Machine, owner: Class, name: str, __: ast.AST) -> Any:
    if name == "__name__":
        return owner.name
    attribute = owner.find(name)
    if type(attribute) is ProgramFunction and "classmethod" in attribute.attributes:
        return BoundMethod(owner, attribute)
    return ABSENT if attribute is None else attribute


def _function_attribute(_: Machine, owner: ProgramFunction, name: str, __: ast.AST) -> Any:
    if name == "__name__":
        return owner.name
    if name in owner.attributes:
        return owner.attributes[name]
    if name in ("setter", "deleter", "getter") and "property" in owner.attributes:
        return Builtin(f".{name}", lambda call: _changed_property(call, name), owner)
    return owner.derivative if name == "derivative" and owner.derivative is not None else ABSENT


def _changed_property(call: Arguments, name: str) -> Value:
    """`@w.setter`: the property, with a function that is called where it is set."""
    getter, function = call.args
    if type(getter) is ProgramFunction and type(function) is ProgramFunction:
        if name == "getter":
            function.attributes.update(getter.attributes)
            return function
        getter.attributes[name] = function
    return getter


def _builtin_attribute(_: Machine, owner: Builtin, name: str, __: ast.AST) -> Any:
    return owner.run.__dict__.get("members", {}).get(name, ABSENT)


ATTRIBUTES: Mapping[type, Callable[[Machine, Any, str, ast.AST], Any]] = {
    Module: _module_attribute,
    Ignored: lambda m, owner, name, node: owner,
    Number: _array_attribute,
    ArrayView: _array_attribute,
    NumberComparison: _array_attribute,
    Const: _array_attribute,
    Gradient: _array_attribute,
    bool: _array_attribute,
    FreeObject: _free_attribute,
    Instance: _instance_attribute,
    Super: _super_attribute,
    Class: _class_attribute,
    ProgramFunction: _function_attribute,
}
"""Rules for the attributes of each kind of value; ABSENT where it has none of a name, and METHODS is asked."""


def _is_bare(owner: Builtin, node: ast.AST) -> bool:
    """Return whether a library function's name is used as a variable: `var.sum()`."""
    return owner.owner is None and isinstance(getattr(node, "value", None), ast.Name) and not owner.run.__dict__


def _unknown(m: Machine, owner: Value, name: str, node: ast.AST) -> SourceError:
    span = m.span(node)
    if m.place is None and isinstance(node, ast.Attribute):
        end = m.source.span(node)
        span = replace(end, line=end.end_line, column=max(end.end_column - len(name), 0))
    texts: list[str] = []
    owner_words = ""
    if type(owner) is Instance:
        texts = [*owner.attributes, *(key for place in owner.cls.order for key in place.attributes)]
        owner_words = f" of `{owner.cls.name}`"
    elif type(owner) in (Number, ArrayView, NumberComparison, Const):
        from .modules.methods import method_names

        texts = method_names(m)
    elif type(owner) in METHODS:
        texts = list(METHODS[type(owner)])
    guess = None if name.startswith("__") else closest(name, [text for text in texts if text != name])
    hint = (
        f"Did you mean `.{guess}`?" if guess else "Methods are those of NumPy arrays: `.dot`, `.T`, `.sum`, `.mean`, …"
    )
    if type(owner) is Instance and not guess:
        listed = [word for word in dict.fromkeys(texts) if not word.startswith("_")][:12]
        hint = f"It has: {', '.join(f'`{word}`' for word in listed)}." if listed else "Set it in `__init__` first."
    detail = f"`.{name}`{owner_words} is not known here."
    return SourceError("unknown-method", detail, span=span, hint=hint, guess=guess)


def set_attribute(m: Machine, owner: Value, name: str, value: Value, node: ast.AST, before: int | None = None) -> None:
    """`owner.name = value`. `before`: the node that the attribute had, where the value itself has changed since.

    Raises:
        SourceError: the owner has no attributes that can be set.
    """
    kind = type(owner)
    if kind in (Instance, Class, FreeObject):
        m.check_container(len(owner.attributes) + 1, node)
        property_of = owner.cls.find(name) if kind is Instance and name not in owner.attributes else None
        setter = property_of.attributes.get("setter") if type(property_of) is ProgramFunction else None
        if type(setter) is ProgramFunction:
            from .classes import call

            call(m, setter, [owner, value], {}, node)
            return
        old = owner.attributes.get(name) if before is None else Number(before)
        if kind is Instance and name in m.trainable_attributes:
            value = _trainable(m, name, value, node)
        owner.attributes[name] = value
        m.name_entry(owner, _owner_name(node), name, value, node)
        m.record(f"{_owner_name(node)}.{name}", value, old, node)
        if kind is Instance:
            note_gradient(m, owner, name, value, node)
        return
    if kind is ProgramFunction:
        if name == "derivative":
            from .custom_derivative import set_derivative

            set_derivative(m, owner, value, node)
            return
        if type(value) is not ProgramFunction:
            owner.attributes[name] = value
            return
    elif name == "derivative" and kind is not Class:
        raise SourceError(
            "derivative",
            "Only a function of your own has a derivative of your own.",
            span=m.span(node),
            hint="Write `def f(x): ...` first.",
        )
    if kind in (Number, ArrayView):
        from .modules.methods import set_array_attribute

        if set_array_attribute(m, owner, name, value, node):
            return
    if kind in (Module, Ignored, Builtin, NumberComparison):
        return  # settings of libraries, such as `plt.rcParams = ...`
    raise not_in_language(
        f"`.{name}` cannot be assigned to.",
        m.span(node),
        "Only `f.derivative` of a function can."
        if kind is ProgramFunction
        else "Only attributes of objects of a class can.",
    )


def _trainable(m: Machine, name: str, value: Value, node: ast.AST) -> Value:
    """`self.b = 0.0`, which a line moves along `db`: a leaf from the start, and by name, so that it has a gradient."""
    if type(value) is Const and value.op is None:
        value = Number(m.node(value, node))
    if type(value) is Number and not m.builder.nodes[value.node].shape:
        m.builder.set_name(value.node, name)
    return value


def _owner_name(node: ast.AST) -> str:
    target = getattr(node, "value", None)
    return target.id if isinstance(target, ast.Name) else "self"
