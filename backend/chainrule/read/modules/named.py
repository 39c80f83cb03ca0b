"""Tuples with names: `torch.max(x, dim=1).values`, `collections.namedtuple`."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import SourceError
from ..arrays import get_item
from ..calling import Arguments
from ..values import Builtin, Class, Const, Instance, Value

__all__ = ["ITEMS", "named_tuple", "pair", "tuple_class"]

ITEMS = "__items__"  # the attribute that holds the entries


def _entries(call: Arguments) -> Value:
    return _items(call.args[0])


def _items(owner: Value) -> tuple[Value, ...]:
    names = owner.cls.attributes["_fields"]
    return tuple(owner.attributes[name] for name in names)


def _entry(call: Arguments) -> Value:
    owner, key = call.args
    return get_item(call.machine, _items(owner), key, call.node)


def _length(call: Arguments) -> Value:
    return Const(len(_items(call.args[0])))


def _as_dict(call: Arguments) -> Value:
    owner = call.args[0]
    return dict(zip(owner.cls.attributes["_fields"], _items(owner), strict=True))


def _replace(call: Arguments) -> Value:
    owner = call.args[0]
    return Instance(owner.cls, {**owner.attributes, **call.keywords})


def tuple_class(name: str, fields: Sequence[str], defaults: Sequence[Value] = ()) -> Class:
    """Return a class of tuples with these fields; `defaults` belong to the last of them."""
    default_values = dict(zip(fields[len(fields) - len(defaults) :], defaults, strict=True))

    def start(call: Arguments) -> Value:
        owner, *values = call.args
        bound = {**default_values, **dict(zip(fields, values, strict=False)), **call.keywords}
        if len(values) > len(fields) or set(bound) != set(fields):
            raise SourceError(
                "arguments", f"`{name}` takes {len(fields)} values.", span=call.machine.span(call.node),
                hint=f"Its fields are: {', '.join(fields)}.",
            )  # fmt: skip
        owner.attributes.update(bound)
        return None

    result = Class(name, (), {
        "_fields": tuple(fields), ITEMS: True, "__init__": Builtin("__init__", start),
        "__iter__": Builtin("__iter__", _entries), "__getitem__": Builtin("__getitem__", _entry),
        "__len__": Builtin("__len__", _length), "_asdict": Builtin("_asdict", _as_dict),
        "_replace": Builtin("_replace", _replace),
    })  # fmt: skip
    result.order = (result,)
    return result


def named_tuple(fields: Sequence[str], values: Sequence[Value]) -> Instance:
    """Return a tuple whose entries have names."""
    return Instance(tuple_class("tuple", fields), dict(zip(fields, values, strict=True)))


def pair(call: Arguments) -> Value:
    """`pair(first, second, 'values', 'indices')`."""
    first, second, *names = call.args
    return named_tuple(names or ("values", "indices"), (first, second))
