"""The methods of lists, tuples, dictionaries, sets and texts."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import SourceError
from .arrays import entries
from .calling import Arguments
from .comparisons import equal, key_of
from .formats import format_all
from .hand_gradients import is_list_of_gradients
from .values import (
    Const,
    Items,
    Number,
    SetOfItems,
    Value,
)

__all__ = ["METHODS"]


Method = Callable[[Arguments], Value]


# lists ----------------------------------------------------------------------------------------------------------------


def _append(call: Arguments) -> Value:
    owner, value = call.bind("owner, value")
    call.machine.check_container(len(owner) + 1, call.node)
    owner.append(value)
    _record_entry(call, owner, value)
    return None


def _record_entry(call: Arguments, owner: Items, value: Value) -> None:
    """Remember what `deltas.append(d)` adds as the gradient that it is, `deltas[0]`."""
    func = call.node.func if isinstance(call.node, ast.Call) else None
    target = func.value if isinstance(func, ast.Attribute) else None
    if type(value) not in (Number, Const) or not isinstance(target, ast.Name | ast.Attribute):
        return
    if is_list_of_gradients(target.id if isinstance(target, ast.Name) else target.attr):
        call.machine.record(f"{ast.unparse(target)}[{len(owner) - 1}]", value, None, call.node)


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
    from .modules.sorting import sorted_entries

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
    """Return a method of texts whose arguments are texts or whole numbers."""

    def run(call: Arguments) -> Value:
        owner, *rest = (call.static(value) for value in call.args)
        call.machine.spend(len(owner), call.node)
        try:
            result = method(owner, *rest)
        except (TypeError, ValueError) as error:
            raise call.refuse(
                f"`{call.name}` does not take that. Python says: `{error}`.", "See how Python's texts work."
            ) from None
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


def _replace(call: Arguments) -> Value:
    """Refuse `text.replace(old, new)` before it is made where the result would be too long."""
    parts = [call.static(value) for value in call.args]
    if len(parts) == 3 and all(isinstance(part, str) for part in parts):
        text, old, new = parts
        call.machine.check_characters(len(text) + text.count(old) * (len(new) - len(old)), call.node)
    return _text(_replace_text)(call)


def _replace_text(text: str, old: str, new: str) -> str:
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
        "endswith": _text(str.endswith), "replace": _replace, "title": _text(str.title),
        "count": _text(str.count), "find": _text(str.find), "isdigit": _text(str.isdigit),
    },
}  # fmt: skip
