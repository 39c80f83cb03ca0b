"""Python's own modules of objects: itertools, functools, collections, copy, dataclasses, typing."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from ...graph import LITERAL
from ..arrays import entries
from ..calling import Arguments
from ..classes import call as call_value
from ..comparisons import key_of
from ..operators import SIGNS, binary
from ..values import (
    ArrayView,
    Builtin,
    Class,
    Const,
    DefaultDict,
    Ignored,
    Instance,
    Items,
    Number,
    ProgramFunction,
    SetOfItems,
    Value,
)
from .builtins import PYTHON
from .named import tuple_class
from .parameters import registered
from .rows import Row, identity
from .source_definitions import SourceDefinitions

__all__ = ["MODULES"]


def _listed(call: Arguments, values: Value) -> list[Value]:
    return entries(call.machine, values, call.node)


def _gathered(call: Arguments, parts: Iterable[Value]) -> Items:
    """Return the entries of an iterator, within the budget."""
    items = Items()
    limit = call.machine.limits.container_entries
    for part in parts:
        items.append(part)
        if len(items) > limit:
            call.machine.check_container(len(items), call.node)
    call.machine.spend(len(items), call.node)
    return items


# itertools ------------------------------------------------------------------------------------------------------------


def _product(call: Arguments) -> Value:
    times = call.integer(call.keywords.get("repeat", Const(1)))
    lists = [_listed(call, values) for values in call.args]
    if times * len(lists) > 20:
        raise call.refuse("This product has too many factors.", "Write loops.")
    return _gathered(call, itertools.product(*lists, repeat=max(times, 0)))


def _choices(function: type) -> Row:
    def run(call: Arguments) -> Value:
        values, count = call.bind("iterable, r=None")
        parts = _listed(call, values)
        size = len(parts) if count is None else call.integer(count)
        if size < 0:
            raise call.refuse("A number of entries cannot be negative.", "Give a whole number from 0.")
        return _gathered(call, function(parts, size))

    return run


def _chain(call: Arguments) -> Value:
    return _gathered(call, (part for values in call.args for part in _listed(call, values)))


def _flattened(call: Arguments) -> Value:
    (lists,) = call.bind("iterable")
    return _gathered(call, (part for values in _listed(call, lists) for part in _listed(call, values)))


def _repeat(call: Arguments) -> Value:
    value, times = call.bind("object, times=None")
    if times is None:
        raise call.refuse("An iterator without an end is not read.", "Say how often: `repeat(x, 3)`.")
    return _gathered(call, itertools.repeat(value, max(call.integer(times), 0)))


def _accumulate(call: Arguments) -> Value:
    values, function, initial = call.bind("iterable, func=None, initial=None")
    m = call.machine
    items = Items() if initial is None else Items([initial])
    for value in _listed(call, values):
        if not items:
            items.append(value)
        elif function is None:
            items.append(binary(m, SIGNS["+"], items[-1], value, call.node))
        else:
            items.append(call_value(m, function, [items[-1], value], {}, call.node))
    return items


def _slice(call: Arguments) -> Value:
    values, *bounds = call.args
    numbers = [None if bound is None else call.integer(bound) for bound in bounds]
    return Items(_listed(call, values)[slice(*numbers)])


def _zip_longest(call: Arguments) -> Value:
    fill = call.keywords.get("fillvalue")
    return _gathered(call, itertools.zip_longest(*[_listed(call, values) for values in call.args], fillvalue=fill))


def _pairwise(call: Arguments) -> Value:
    return _gathered(call, itertools.pairwise(_listed(call, call.bind("iterable")[0])))


_chain.__dict__["members"] = {"from_iterable": Builtin("chain.from_iterable", _flattened)}
ITERTOOLS: Mapping[str, Row] = {
    "product": _product, "permutations": _choices(itertools.permutations),
    "combinations": _choices(itertools.combinations),
    "combinations_with_replacement": _choices(itertools.combinations_with_replacement), "chain": _chain,
    "repeat": _repeat, "accumulate": _accumulate, "islice": _slice, "zip_longest": _zip_longest,
    "pairwise": _pairwise,
}  # fmt: skip

# functools ------------------------------------------------------------------------------------------------------------


def _partial(call: Arguments) -> Value:
    """`partial(f, 1, a=2)`: f with arguments filled in."""
    function, *first = call.args
    words = dict(call.keywords)

    def run(later: Arguments) -> Value:
        return call_value(later.machine, function, [*first, *later.args], {**words, **later.keywords}, later.node)

    return Builtin(call.name, run)


def _decorator(call: Arguments) -> Value:
    """`@lru_cache`, `@lru_cache(maxsize=None)`, `@wraps(f)`: the function stays as it is."""
    if (
        len(call.args) == 1
        and not call.keywords
        and isinstance(call.args[0], ProgramFunction)
        and "wraps" not in call.name
    ):
        return call.args[0]
    return Builtin(call.name, identity)


FUNCTOOLS: Mapping[str, Row] = {
    "partial": _partial, "reduce": PYTHON["reduce"], "wraps": _decorator, "lru_cache": _decorator,
    "cache": _decorator, "cached_property": PYTHON["property"],
}  # fmt: skip

# collections ----------------------------------------------------------------------------------------------------------


def _namedtuple(call: Arguments) -> Value:
    name, fields, _, defaults = call.bind("typename, field_names, rename=False, defaults=()")
    if type(fields) is str:
        words = fields.replace(",", " ").split()
    else:
        words = [str(word) for word in _listed(call, fields) if type(word) is str]
    if not words or any(word.startswith("_") for word in words):
        raise call.refuse("The fields of a tuple are names.", "Write `namedtuple('Point', ['x', 'y'])`.")
    return tuple_class(str(name), words, _listed(call, defaults))


def _defaultdict(call: Arguments) -> Value:
    factory, *rest = call.args
    table = DefaultDict(factory)
    table.update(PYTHON["dict"](Arguments(call.machine, call.name, rest, call.keywords, call.node)))
    return table


def _counter(call: Arguments) -> Value:
    (values,) = call.bind("iterable=()")
    counts: dict[Value, Value] = DefaultDict(Builtin("int", lambda later: Const(0)))
    for value in _listed(call, values):
        key = key_of(call.machine, value, call.node)
        counts[key] = Const((counts[key].value if key in counts else 0) + 1)
    return counts


def _deque(call: Arguments) -> Value:
    values, most = call.bind("iterable=(), maxlen=None")
    if most is not None:
        raise call.refuse("A deque with `maxlen` is not read.", "Use a list, and `del` its first entry.")
    return Items(_listed(call, values))


COLLECTIONS: Mapping[str, Row] = {
    "namedtuple": _namedtuple, "OrderedDict": PYTHON["dict"], "defaultdict": _defaultdict, "Counter": _counter,
    "deque": _deque,
}  # fmt: skip

# copy -----------------------------------------------------------------------------------------------------------------


def _own_leaf(call: Arguments, node: int) -> int:
    """Return a leaf with the same numbers: the copy of a parameter has a gradient of its own."""
    m = call.machine
    leaf = m.builder.nodes[node]
    return m.builder.literal(leaf.params["value"], leaf.span) if leaf.op == LITERAL else node


def copied(call: Arguments, deep: bool) -> Value:
    """Return a copy of an object and, if deep, of everything in it; references to one object stay so."""
    values_by_index: dict[int, Value] = {}
    m = call.machine

    def again(part: Value, depth: int) -> Value:
        return of(part, depth + 1) if deep else part

    def of(value: Value, depth: int) -> Value:
        if depth > m.limits.call_depth:
            raise call.refuse("This object is nested too deeply to copy.", "Copy its parts.")
        if id(value) in values_by_index:
            return values_by_index[id(value)]
        m.spend(1, call.node)
        kind = type(value)
        new: Value = value
        if kind in (Number, ArrayView):
            if id(value) in m.parameters:
                new = registered(m, Number(_own_leaf(call, m.node(value, call.node))))
            else:
                new = Number(m.node(value, call.node), value.kind)
        elif kind is Items:
            new = values_by_index[id(value)] = Items()
            new.extend(again(part, depth) for part in value)
        elif kind is tuple:
            new = tuple(again(part, depth) for part in value)
        elif isinstance(value, dict) and kind is not SetOfItems:
            new = values_by_index[id(value)] = DefaultDict(value.factory) if isinstance(value, DefaultDict) else {}
            new.update({key: again(part, depth) for key, part in value.items()})
        elif kind is SetOfItems:
            new = SetOfItems(value)
        elif kind is Instance:
            new = values_by_index[id(value)] = Instance(value.cls)
            new.attributes.update({name: again(part, depth) for name, part in value.attributes.items()})
        values_by_index[id(value)] = new
        return new

    return of(call.args[0], 0)


COPY: Mapping[str, Row] = {
    "copy": lambda call: copied(call, deep=False),
    "deepcopy": lambda call: copied(call, deep=True),
}

# dataclasses, typing --------------------------------------------------------------------------------------------------


class Field:
    """`field(default_factory=list)`."""

    __slots__ = ("default", "factory")

    def __init__(self, default: Value, factory: Value) -> None:
        self.default = default
        self.factory = factory


MISSING = Ignored("MISSING")


def _field(call: Arguments) -> Value:
    default = call.keywords.get("default", MISSING)
    return Field(default, call.keywords.get("default_factory", MISSING))


def _dataclass(call: Arguments) -> Value:
    """`@dataclass`, `@dataclass(frozen=True)`: an `__init__` made of the annotated names."""
    if not call.args:
        return Builtin(call.name, _dataclass)
    (cls,) = call.args
    if type(cls) is not Class:
        raise call.refuse("`dataclass` is written above a class.", "Write `@dataclass` above `class`.")
    names: dict[str, None] = {}
    for place in reversed(cls.order):
        names.update(dict.fromkeys(place.annotations))

    def start(later: Arguments) -> Value:
        owner, *values = later.args
        fields = list(names)
        field_values = {**dict(zip(fields, values, strict=False)), **later.keywords}
        unknown = [word for word in field_values if word not in names]
        if len(values) > len(fields) or unknown:
            raise later.refuse(
                f"`{cls.name}` has no field `{unknown[0]}`." if unknown else f"`{cls.name}` has {len(fields)} fields.",
                f"Its fields are: {', '.join(fields)}.",
            )
        for name in fields:
            owner.attributes[name] = field_values[name] if name in field_values else _default(later, cls, name)
        if cls.find("__post_init__") is not None:
            from ..classes import call_method

            call_method(later.machine, owner, "__post_init__", [], later.node)
        return None

    cls.attributes["__init__"] = Builtin("__init__", start)
    return cls


def _default(call: Arguments, cls: Class, name: str) -> Value:
    value = cls.find(name)
    if isinstance(value, Field):
        if value.factory is not MISSING:
            return call_value(call.machine, value.factory, [], {}, call.node)
        value = value.default
    if (value is None and not any(name in place.attributes for place in cls.order)) or value is MISSING:
        raise call.refuse(f"`{cls.name}` needs a value for `{name}`.", f"Write `{cls.name}({name}=...)`.")
    return value


def _as_dict(call: Arguments) -> Value:
    (owner,) = call.bind("obj")
    return dict(owner.attributes) if type(owner) is Instance else {}


def _replaced(call: Arguments) -> Value:
    owner = call.args[0]
    if type(owner) is not Instance:
        raise call.refuse("`replace` takes an object of a dataclass.", "Give it one.")
    return Instance(owner.cls, {**owner.attributes, **call.keywords})


DATACLASSES: Mapping[str, Row] = {
    "dataclass": _dataclass, "field": _field, "asdict": _as_dict, "replace": _replaced,
}  # fmt: skip


def _fields(call: Arguments) -> Value:
    """A class below `NamedTuple`: its annotated names are the fields of a tuple."""
    (cls,) = call.args
    defaults = [cls.attributes[name] for name in cls.annotations if name in cls.attributes]
    result = tuple_class(cls.name, cls.annotations, defaults)
    cls.attributes.update({name: value for name, value in result.attributes.items() if name not in cls.attributes})
    return None


TYPING_TEXT = SourceDefinitions(
    """
class NamedTuple:
    def __init_subclass__(cls):
        return fields_of(cls)
""",
    helpers={"fields_of": _fields},
)
NAMESPACE = Class("SimpleNamespace", (), {})
NAMESPACE.order = (NAMESPACE,)


def namespace(call: Arguments) -> Value:
    """`SimpleNamespace(w=0.5)`: an object with these attributes."""
    return Instance(NAMESPACE, dict(call.keywords))


TYPING: Mapping[str, Any] = {**TYPING_TEXT.classes(), "cast": lambda call: call.args[1]}
MODULES: Mapping[str, Mapping[str, Any]] = {
    "itertools": ITERTOOLS, "functools": FUNCTOOLS, "collections": COLLECTIONS, "copy": COPY,
    "dataclasses": DATACLASSES, "typing": TYPING, "types": {"SimpleNamespace": namespace},
}  # fmt: skip
