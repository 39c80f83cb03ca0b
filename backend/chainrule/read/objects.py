"""Attributes: what may follow a dot. What is not in these tables does not exist, whatever Python would find."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import SourceError
from .arrays import entries
from .calling import Arguments
from .formats import format_all
from .machine import not_in_language
from .operators import equal, key_of
from .suggest import closest
from .values import (
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
    from .machine import Machine

__all__ = ["get_attribute", "set_attribute"]

Method = Callable[[Arguments], Value]


def get_attribute(m: Machine, owner: Value, name: str, node: ast.AST) -> Value:
    """`owner.name`.

    Raises:
        SourceError: `unknown-method` (of a value) or `unknown-function` (of a module).
    """
    from .modules.random import GENERATOR, Generator

    kind = type(owner)
    if kind is Module:
        from .modules import member

        return member(m, owner, name, node)
    if kind is Ignored:
        return owner
    if kind in (Number, ArrayView, NumberComparison, Const, Gradient, bool) or (
        kind is Builtin and _is_bare(owner, node)
    ):
        from .modules.methods import array_attribute

        attribute = array_attribute(m, owner, name, node)
        if attribute is not None:
            return attribute
        raise _unknown(m, owner, name, node)
    if kind is FreeObject:
        from .modules.methods import array_attribute

        attribute = array_attribute(m, owner, name, node) if owner.name != "self" else None
        return FreeObject(name) if attribute is None else attribute
    if kind is Generator and name in GENERATOR:
        return Builtin(f".{name}", GENERATOR[name], owner)
    if kind is Instance:
        from .classes import get_instance_attribute

        attribute = get_instance_attribute(m, owner, name, node)
        if attribute is not None or name in owner.attributes:
            return attribute
        if name == "__class__":
            return owner.cls
        if owner.open and not name.startswith("__"):
            return FreeObject(name)
        raise _unknown(m, owner, name, node)
    if kind is Super:
        for place in owner.order:
            if name in place.attributes:
                return BoundMethod(owner.owner, place.attributes[name])
        if name == "__init__":
            return Ignored("super().__init__")
        raise _unknown(m, owner.owner, name, node)
    if kind is Class:
        if name == "__name__":
            return owner.name
        attribute = owner.find(name)
        if attribute is not None:
            if type(attribute) is ProgramFunction and "classmethod" in attribute.attributes:
                return BoundMethod(owner, attribute)
            return attribute
        raise _unknown(m, owner, name, node)
    if kind is ProgramFunction:
        if name == "__name__":
            return owner.name
        if name in owner.attributes:
            return owner.attributes[name]
        if name == "derivative" and owner.derivative is not None:
            return owner.derivative
    if kind is Builtin and name in owner.run.__dict__.get("members", ()):
        return owner.run.__dict__["members"][name]
    table = METHODS.get(dict if isinstance(owner, dict) and kind is not SetOfItems else kind)
    if table is not None and name in table:
        return Builtin(f".{name}", table[name], owner)
    if kind is Items or kind is tuple:
        from .modules.methods import array_attribute

        attribute = array_attribute(m, owner, name, node)
        if attribute is not None:
            return attribute
    raise _unknown(m, owner, name, node)


def _is_bare(owner: Builtin, node: ast.AST) -> bool:
    """A library function's name that is used as a variable: `var.sum()`."""
    return owner.owner is None and isinstance(getattr(node, "value", None), ast.Name) and not owner.run.__dict__


def _unknown(m: Machine, owner: Value, name: str, node: ast.AST) -> SourceError:
    span = m.span(node)
    if m.place is None and isinstance(node, ast.Attribute):
        end = m.source.span(node)
        span = end._replace(line=end.end_line, column=max(end.end_column - len(name), 0))
    texts: list[str] = []
    what = ""
    if type(owner) is Instance:
        texts = [*owner.attributes, *(key for place in owner.cls.order for key in place.attributes)]
        what = f" of `{owner.cls.name}`"
    elif type(owner) in (Number, ArrayView, NumberComparison, Const):
        from .modules.methods import method_names

        texts = method_names(m)
    elif type(owner) in METHODS:
        texts = list(METHODS[type(owner)])
    guess = None if name.startswith("__") else closest(name, texts)
    hint = (
        f"Did you mean `.{guess}`?" if guess else "Methods are those of NumPy arrays: `.dot`, `.T`, `.sum`, `.mean`, …"
    )
    if type(owner) is Instance and not guess:
        listed = [word for word in dict.fromkeys(texts) if not word.startswith("__")][:12]
        hint = f"It has: {', '.join(f'`{word}`' for word in listed)}." if listed else "Set it in `__init__` first."
    return SourceError("unknown-method", f"`.{name}`{what} is not known here.", span=span, hint=hint)


def set_attribute(m: Machine, owner: Value, name: str, value: Value, node: ast.AST, before: int | None = None) -> None:
    """`owner.name = value`. `before`: the node that the attribute had, where the value itself has changed since.

    Raises:
        SourceError: the owner has no attributes that can be set.
    """
    kind = type(owner)
    if kind is Instance or kind is Class:
        m.check_container(len(owner.attributes) + 1, node)
        old = owner.attributes.get(name) if before is None else Number(before)
        owner.attributes[name] = value
        m.record(f"{_written(node)}.{name}", value, old, node)
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


def _written(node: ast.AST) -> str:
    target = getattr(node, "value", None)
    return target.id if isinstance(target, ast.Name) else "self"


# lists ----------------------------------------------------------------------------------------------------------------


def _append(call: Arguments) -> Value:
    owner, value = call.bind("owner, value")
    call.machine.check_container(len(owner) + 1, call.node)
    owner.append(value)
    return None


def _extend(call: Arguments) -> Value:
    owner, values = call.bind("owner, values")
    more = entries(call.machine, values, call.node)
    call.machine.check_container(len(owner) + len(more), call.node)
    call.machine.spend(len(more), call.node)
    owner.extend(more)
    return None


def _insert(call: Arguments) -> Value:
    owner, index, value = call.bind("owner, index, value")
    call.machine.check_container(len(owner) + 1, call.node)
    call.machine.spend(len(owner), call.node)
    owner.insert(call.integer(index), value)
    return None


def _pop(call: Arguments) -> Value:
    owner, index, default = call.bind("owner, index=-1, default=None")
    if isinstance(owner, dict):
        return owner.pop(key_of(call.machine, index, call.node), default)
    place = call.integer(index)
    if not -len(owner) <= place < len(owner):
        raise SourceError(
            "index",
            "There is no such entry to take out.",
            span=call.machine.span(call.node),
            hint="The list is shorter.",
        )
    call.machine.spend(len(owner), call.node)
    return owner.pop(place)


def _pop_first(call: Arguments) -> Value:
    return _pop(Arguments(call.machine, call.name, [*call.args, Const(0)], {}, call.node))


def _append_first(call: Arguments) -> Value:
    owner, value = call.bind("owner, value")
    return _insert(Arguments(call.machine, call.name, [owner, Const(0), value], {}, call.node))


def _reverse(call: Arguments) -> Value:
    (owner,) = call.bind("owner")
    call.machine.spend(len(owner), call.node)
    owner.reverse()
    return None


def _copied(call: Arguments) -> Value:
    (owner,) = call.bind("owner")
    call.machine.spend(len(owner), call.node)
    return Items(owner) if isinstance(owner, Items) else type(owner)(owner)


def _index(call: Arguments) -> Value:
    owner, value = call.bind("owner, value")
    call.machine.spend(len(owner), call.node)
    for place, entry in enumerate(owner):
        if equal(entry, value):
            return call.constant(place)
    raise SourceError(
        "index", "This value is not in the list.", span=call.machine.span(call.node), hint="Look it up with `in` first."
    )


def _count(call: Arguments) -> Value:
    owner, value = call.bind("owner, value")
    call.machine.spend(len(owner), call.node)
    return call.constant(sum(equal(entry, value) for entry in owner))


def _clear(call: Arguments) -> Value:
    call.bind("owner")[0].clear()
    return None


def _remove(call: Arguments) -> Value:
    owner, value = call.bind("owner, value")
    if isinstance(owner, dict):
        owner.pop(key_of(call.machine, value, call.node), None)
        return None
    place = next((i for i, entry in enumerate(owner) if equal(entry, value)), None)
    if place is not None:
        del owner[place]
    return None


def _sort(call: Arguments) -> Value:
    from .modules.builtins import sorted_entries

    owner, key, reverse = call.bind("owner, key=None, reverse=False")
    owner[:] = sorted_entries(call, list(owner), key, call.flag(reverse))
    return None


# dictionaries ---------------------------------------------------------------------------------------------------------


def _key_value(key: Any) -> Value:
    if type(key) in (int, float):
        return Const(key)
    return tuple(map(_key_value, key)) if isinstance(key, tuple) else key


def _dict_items(call: Arguments) -> Value:
    owner = call.bind("owner")[0]
    call.machine.spend(len(owner), call.node)
    return Items((_key_value(key), value) for key, value in owner.items())


def _dict_keys(call: Arguments) -> Value:
    return Items(map(_key_value, call.bind("owner")[0]))


def _dict_values(call: Arguments) -> Value:
    return Items(call.bind("owner")[0].values())


def _dict_get(call: Arguments) -> Value:
    owner, key, default = call.bind("owner, key, default=None")
    return owner.get(key_of(call.machine, key, call.node), default)


def _dict_setdefault(call: Arguments) -> Value:
    owner, key, default = call.bind("owner, key, default=None")
    call.machine.check_container(len(owner) + 1, call.node)
    return owner.setdefault(key_of(call.machine, key, call.node), default)


def _dict_update(call: Arguments) -> Value:
    owner = call.args[0]
    for other in call.args[1:]:
        if isinstance(other, dict):
            owner.update(other)
        else:
            for pair in entries(call.machine, other, call.node):
                key, value = entries(call.machine, pair, call.node)
                owner[key_of(call.machine, key, call.node)] = value
    owner.update(call.keywords)
    call.machine.check_container(len(owner), call.node)
    call.machine.spend(len(owner), call.node)
    return None


def _set_add(call: Arguments) -> Value:
    owner, value = call.bind("owner, value")
    call.machine.check_container(len(owner) + 1, call.node)
    owner[key_of(call.machine, value, call.node)] = None
    return None


# texts ----------------------------------------------------------------------------------------------------------------


def _text(method: Callable[..., Any]) -> Method:
    """A method of texts whose arguments are texts or whole numbers."""

    def run(call: Arguments) -> Value:
        owner, *rest = (call.static(value) for value in call.args)
        call.machine.spend(len(owner), call.node)
        try:
            result = method(owner, *rest)
        except (TypeError, ValueError) as error:
            raise call.refuse(f"`{call.name}` does not take that: {error}.", "See how Python's texts work.") from None
        if isinstance(result, str):
            return call.machine.check_text(result, call.node)
        if isinstance(result, list):
            return Items(result)
        return Const(result) if type(result) is int else result

    return run


def _join(call: Arguments) -> Value:
    owner, parts = call.bind("owner, parts")
    words = [entry if isinstance(entry, str) else "…" for entry in entries(call.machine, parts, call.node)]
    call.machine.check_characters(sum(map(len, words)) + len(owner) * max(len(words) - 1, 0), call.node)
    return owner.join(words)


def _format(call: Arguments) -> Value:
    text, *values = call.args
    return format_all(call.machine, text, values, call.keywords, call.node)


def _replace_text(text: str, old: str, new: str) -> str:
    if len(text) * (len(new) + 1) > 10**6:
        raise ValueError("the result would be too long")
    return text.replace(old, new)


METHODS: Mapping[type, Mapping[str, Method]] = {
    Items: {
        "append": _append, "extend": _extend, "insert": _insert, "pop": _pop, "reverse": _reverse, "copy": _copied,
        "index": _index, "count": _count, "clear": _clear, "remove": _remove, "sort": _sort,
        "popleft": _pop_first, "appendleft": _append_first,
    },
    tuple: {"index": _index, "count": _count},
    dict: {
        "items": _dict_items, "keys": _dict_keys, "values": _dict_values, "get": _dict_get, "pop": _pop,
        "setdefault": _dict_setdefault, "update": _dict_update, "copy": _copied, "clear": _clear,
    },
    SetOfItems: {"add": _set_add, "update": _dict_update, "copy": _copied, "clear": _clear, "remove": _remove,
                 "discard": _remove},
    str: {
        "format": _format, "join": _join, "lower": _text(str.lower), "upper": _text(str.upper),
        "strip": _text(str.strip), "split": _text(str.split), "startswith": _text(str.startswith),
        "endswith": _text(str.endswith), "replace": _text(_replace_text), "title": _text(str.title),
        "count": _text(str.count), "find": _text(str.find), "isdigit": _text(str.isdigit),
    },
}  # fmt: skip
