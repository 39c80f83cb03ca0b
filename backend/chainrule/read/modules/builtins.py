"""Python's own functions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...errors import LimitError, SourceError
from ..arrays import entries
from ..calling import Arguments
from ..classes import call as call_value
from ..comparisons import key_of
from ..machine import not_in_language
from ..operators import SIGNS, binary
from ..values import (
    ArrayView,
    Builtin,
    Class,
    Const,
    Instance,
    Items,
    Module,
    Number,
    NumberComparison,
    ProgramFunction,
    SetOfItems,
    Value,
)
from .rows import Row, op, pair_or_reduction, reduction
from .sorting import extreme, sorted_list

__all__ = ["PYTHON"]


def _range(call: Arguments) -> Value:
    bounds = [call.integer(value, "`range`") for value in call.args]
    if not 1 <= len(bounds) <= 3 or bounds[2:] == [0]:
        raise SourceError(
            "loop",
            "`range` takes one to three whole numbers.",
            span=call.machine.span(call.node),
            hint="Write `range(10)`.",
        )
    numbers = range(*bounds)
    if abs(numbers.stop - numbers.start) > 2**62:
        raise LimitError("operations", call.machine.limits.operations, "This range has more numbers than that",
                         span=call.machine.span(call.node))  # fmt: skip
    return numbers


def _len(call: Arguments) -> Value:
    (value,) = call.bind("a")
    if isinstance(value, Items | tuple | str | dict | range):
        return call.constant(len(value))
    if type(value) is Instance:
        from ..classes import call_method, find_method

        if find_method(value, "__len__") is not None:
            return call_method(call.machine, value, "__len__", [], call.node)
    shape = call.shape(value)
    if not shape:
        from ..builder import ShapeMismatch

        raise ShapeMismatch(
            "A number has no length.",
            "len",
            (call.number(value),),
            call.machine.span(call.node),
            "`len` counts the rows of an array.",
        )
    return call.constant(shape[0])


def _zip(call: Arguments) -> Value:
    lists = [entries(call.machine, value, call.node) for value in call.args]
    return Items(zip(*lists, strict=False))


def _enumerate(call: Arguments) -> Value:
    values, start = call.bind("values, start=0")
    first = call.integer(start)
    return Items((Const(first + i), value) for i, value in enumerate(entries(call.machine, values, call.node)))


def _map(call: Arguments) -> Value:
    function, *values = call.args
    lists = [entries(call.machine, value, call.node) for value in values]
    return Items(call_value(call.machine, function, list(args), {}, call.node) for args in zip(*lists, strict=False))


def _filter(call: Arguments) -> Value:
    function, values = call.bind("function, values")
    m = call.machine
    return Items(
        value
        for value in entries(m, values, call.node)
        if m.truth(value if function is None else call_value(m, function, [value], {}, call.node), call.node)
    )


def _reduce(call: Arguments) -> Value:
    function, values, initial = call.bind("function, values, initial=None")
    parts = entries(call.machine, values, call.node)
    if initial is not None:
        parts = [initial, *parts]
    if not parts:
        raise call.refuse("There is nothing to reduce.", "Give it at least one value.")
    result = parts[0]
    for part in parts[1:]:
        result = call_value(call.machine, function, [result, part], {}, call.node)
    return result


def _sum(call: Arguments) -> Value:
    """Python's `sum(values, start)`; for an array, NumPy's sum of everything, as the formula language has it."""
    if call.keywords and "start" not in call.keywords:
        return reduction("sum")(call)
    values, start = call.bind("values, start=0")
    m = call.machine
    if type(values) in (Number, ArrayView, NumberComparison):
        if type(start) is Const and start.value == 0:
            return reduction("sum")(Arguments(m, call.name, [values], {}, call.node))
        if type(start) is Const and len(m.shape(values, call.node)) > 1:
            return reduction("sum")(Arguments(m, call.name, [values, start], {}, call.node))
    parts = entries(m, values, call.node)
    flat = [part for part in parts if type(part) in (Const, Number, ArrayView)]
    if len(flat) == len(parts) > 8 and all(not m.shape(part, call.node) for part in parts):
        total = reduction("sum")(Arguments(m, call.name, [Items(parts)], {}, call.node))
        return total if type(start) is Const and start.value == 0 else binary(m, SIGNS["+"], start, total, call.node)
    result = start
    for index, part in enumerate(parts):
        first = index == 0 and type(start) is Const and start.value == 0 and start.name is None
        result = (
            part if first and type(part) not in (bool, Instance) else binary(m, SIGNS["+"], result, part, call.node)
        )
    return result


def _list(call: Arguments) -> Value:
    (values,) = call.bind("values=()")
    return Items(entries(call.machine, values, call.node))


def _tuple(call: Arguments) -> Value:
    (values,) = call.bind("values=()")
    return tuple(entries(call.machine, values, call.node))


def _reversed(call: Arguments) -> Value:
    (values,) = call.bind("values")
    return Items(entries(call.machine, values, call.node)[::-1])


def _dict(call: Arguments) -> Value:
    values_by_key: dict[Any, Value] = {}
    if call.args:
        if isinstance(call.args[0], dict):
            values_by_key.update(call.args[0])
        else:
            for pair in entries(call.machine, call.args[0], call.node):
                key, value = entries(call.machine, pair, call.node)
                values_by_key[key_of(call.machine, key, call.node)] = value
    values_by_key.update(call.keywords)
    call.machine.check_container(len(values_by_key), call.node)
    return values_by_key


def _set(call: Arguments) -> Value:
    (values,) = call.bind("values=()")
    parts = entries(call.machine, values, call.node)
    return SetOfItems({key_of(call.machine, value, call.node): None for value in parts})


def _float(call: Arguments) -> Value:
    (value,) = call.bind("value=0.0")
    if type(value) is str:
        try:
            return call.constant(float(value))
        except ValueError:
            raise call.refuse("This text is no number.", "Write the number without quotation marks.") from None
    if type(value) is Const:
        return Const(float(value.value), call.machine.span(call.node)) if value.is_plain else value
    if type(value) is bool:
        return call.constant(float(value))
    return Number(call.number(value))


def _int(call: Arguments) -> Value:
    (value,) = call.bind("value=0")
    if type(value) is str:
        try:
            return call.constant(int(value))
        except ValueError:
            raise call.refuse("This text is no whole number.", "Write the number without quotation marks.") from None
    if type(value) is Const or type(value) is bool:
        number = float(value if type(value) is bool else value.value)
        if not math.isfinite(number):
            raise call.refuse("This is no finite number.", "Give `int` a finite number.")
        return call.constant(int(number))
    return call.emit("trunc", [value], None, "int")


MOST_PLACES = 400  # a float has no more


def _round(call: Arguments) -> Value:
    value, digits = call.bind("value, decimals=0")
    if type(value) is Const:
        if not math.isfinite(value.value):
            raise call.refuse("This is no finite number.", "Give `round` a finite number.")
        places = call.integer(digits) if digits is not None else 0
        number = round(float(value.value), max(-MOST_PLACES, min(places, MOST_PLACES)))
        return call.constant(int(number) if len(call.args) == 1 and not call.keywords else number)
    from .picking import round_to

    return round_to(Arguments(call.machine, call.name, [value, Const(0) if digits is None else digits], {}, call.node))


def _bool(call: Arguments) -> Value:
    (value,) = call.bind("value=False")
    return call.machine.truth(value, call.node)


def _str(call: Arguments) -> Value:
    (value,) = call.bind("value=''")
    if type(value) is Const:
        return f"{value.value}"[:40]
    return value if type(value) is str else str(value) if value is None or type(value) is bool else "…"


def _isinstance(call: Arguments) -> Value:
    value, kinds = call.bind("value, kinds")
    return any(_is_of(value, kind) for kind in (kinds if isinstance(kinds, tuple) else (kinds,)))


def _is_of(value: Value, kind: Value) -> bool:
    if type(kind) is Class:
        return type(value) is Instance and kind in value.cls.order
    name = kind.name.rpartition(".")[2] if type(kind) is Builtin else ""
    if name in ("int", "float"):
        if type(value) is Const:
            return (type(value.value) is int) == (name == "int")
        return name == "float" and type(value) is Number
    kinds: Mapping[str, tuple[type, ...]] = {
        "list": (Items,), "tuple": (tuple,), "dict": (dict,), "str": (str,), "bool": (bool,), "set": (SetOfItems,),
        "ndarray": (Number, ArrayView), "array": (Number, ArrayView), "Tensor": (Number, ArrayView),
    }  # fmt: skip
    return type(value) in kinds.get(name, ())


def _hasattr(call: Arguments) -> Value:
    """`hasattr(object, name)`; of a library what is read here: `hasattr(F, 'scaled_dot_product_attention')`."""
    from ..objects import get_attribute

    owner, name = call.bind("owner, name")
    if type(owner) is Instance and (name in owner.attributes or owner.cls.find(name) is not None):
        return True
    if type(name) is not str or not (type(owner) is Module or _answers_names(owner)):
        return False
    try:
        get_attribute(call.machine, owner, name, call.node)
    except SourceError:
        return False
    return True


def _answers_names(owner: Value) -> bool:
    return type(owner) is Instance and owner.cls.find("__getattr__") is not None


def _getattr(call: Arguments) -> Value:
    from ..objects import get_attribute

    owner, name, *rest = call.args
    if type(name) is not str or name.startswith("_"):
        raise call.refuse("This attribute is not read.", "Write it with a dot.")
    if type(owner) is Instance and rest and name not in owner.attributes and owner.cls.find(name) is None:
        return rest[0]
    return get_attribute(call.machine, owner, name, call.node)


def _setattr(call: Arguments) -> Value:
    from ..objects import set_attribute

    owner, name, value = call.bind("owner, name, value")
    if type(name) is not str or name.startswith("_"):
        raise call.refuse("This attribute is not set here.", "Write it with a dot.")
    set_attribute(call.machine, owner, name, value, call.node)
    return None


def _property(call: Arguments) -> Value:
    (function,) = call.bind("function")
    if type(function) is ProgramFunction:
        function.attributes["property"] = True
    return function


def _marked(word: str) -> Row:
    def run(call: Arguments) -> Value:
        (function,) = call.bind("function")
        if type(function) is ProgramFunction:
            function.attributes[word] = True
        return function

    return run


def _callable(call: Arguments) -> Value:
    return type(call.bind("a")[0]) in (ProgramFunction, Builtin, Class)


def _any_all(word: str) -> Row:
    def run(call: Arguments) -> Value:
        (values,) = call.bind("a")
        m = call.machine
        parts = entries(m, values, call.node)
        for part in parts:
            if m.truth(part, call.node) == (word == "any"):
                return word == "any"
        return word == "all"

    return run


def _type(call: Arguments) -> Value:
    (value,) = call.bind("a")
    if type(value) is Instance:
        return value.cls
    return "number"


def _id(call: Arguments) -> Value:
    return call.constant(id(call.args[0]) % 2**31)


def _next(call: Arguments) -> Value:
    values = call.args[0]
    if isinstance(values, Items) and values:
        return values.pop(0)
    raise call.refuse("There is no next value.", "Use an index: `values[0]`.")


def _refused(word: str, hint: str) -> Row:
    def run(call: Arguments) -> Value:
        raise not_in_language(
            f"`{word}` is not read here: nothing outside the text is.", call.machine.span(call.node), hint
        )

    return run


def _divmod(call: Arguments) -> Value:
    a, b = call.bind("a, b")
    return (
        binary(call.machine, SIGNS["//"], a, b, call.node),
        binary(call.machine, SIGNS["%"], a, b, call.node),
    )


def _pow(call: Arguments) -> Value:
    a, b = call.bind("a, b")
    return binary(call.machine, SIGNS["**"], a, b, call.node)


PYTHON: Mapping[str, Row] = {
    "range": _range, "xrange": _range, "len": _len, "zip": _zip, "enumerate": _enumerate, "map": _map,
    "filter": _filter, "reduce": _reduce, "sum": _sum, "sorted": sorted_list, "list": _list, "tuple": _tuple,
    "reversed": _reversed, "dict": _dict, "OrderedDict": _dict, "set": _set, "frozenset": _set, "float": _float,
    "int": _int, "round": _round, "bool": _bool, "str": _str, "isinstance": _isinstance, "hasattr": _hasattr,
    "getattr": _getattr, "setattr": _setattr, "property": _property, "staticmethod": _marked("staticmethod"),
    "classmethod": _marked("classmethod"), "callable": _callable, "any": _any_all("any"), "all": _any_all("all"),
    "type": _type, "id": _id, "iter": _list, "next": _next, "abs": op("abs"), "pow": _pow, "divmod": _divmod,
    "max": extreme(pair_or_reduction("maximum", "amax"), True), "min": extreme(pair_or_reduction("minimum", "amin"), False),
    "input": _refused("input", "Write the value into the text."), "open": _refused("open", "Write the data as a list."),
    "eval": _refused("eval", "Write the formula itself."), "exec": _refused("exec", "Write the program itself."),
    "__import__": _refused("__import__", "Write `import numpy as np`."), "repr": _str, "format": _str,
}  # fmt: skip
