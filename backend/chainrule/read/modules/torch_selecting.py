"""Entries of PyTorch's tensors: the largest, those at positions, those under a mask; pairs of values and positions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ...ops import key_of
from ..arrays import get_item
from ..calling import Arguments
from ..values import ArrayView, Const, Items, Number, Value
from .named import named_tuple
from .numpy import NUMPY
from .picking import mark
from .rows import Row
from .torch_shapes import dimension_at

if TYPE_CHECKING:
    pass

__all__ = ["extreme", "gather", "index_select", "masked_fill", "median", "scattered", "sort", "topk", "where"]


def _pair(values: Value, indices: Value) -> Value:
    """Return the result of `x.max(dim)`, a pair. Used as a number it is its values."""
    gradient_node = named_tuple(("values", "indices"), (values, indices))
    gradient_node.attributes["data"] = values
    return gradient_node


def extreme(reduced: str, of_two: str, position: str) -> Row:
    """`x.max()` is a number, `x.max(dim)` a pair of values and positions, `torch.max(a, b)` a gate of two inputs."""

    def run(call: Arguments) -> Value:
        a, axis, keepdims = call.bind("a, axis=None, keepdims=False")
        if axis is None:
            return call.emit(reduced, [a], {"axis": None, "keepdims": False})
        if type(axis) in (Number, ArrayView, Items) or (type(axis) is Const and type(axis.value) is float):
            return call.emit(of_two, [a, axis])
        params = {"axis": call.integer(axis, "A dimension"), "keepdims": call.flag(keepdims)}
        return _pair(call.emit(reduced, [a], params), call.emit(position, [a], params, "int"))

    return run


def sort(call: Arguments) -> Value:
    """Return the entries in order with their positions."""
    a, axis, descending, _ = call.bind("a, axis=-1, descending=False, stable=False")
    params = {"axis": call.integer(axis, "A dimension"), "descending": call.flag(descending)}
    return _pair(call.emit("sort", [a], params), call.emit("argsort", [a], params, "int"))


def topk(call: Arguments) -> Value:
    """Return the k largest or smallest entries with their positions."""
    a, k, axis, largest, _ = call.bind("a, k, axis=-1, largest=True, sorted=True")
    rank = len(call.shape(a))
    along, count = dimension_at(call, axis, rank), call.integer(k)
    if rank and not 0 <= count <= call.shape(a)[along]:
        raise call.refuse(f"There are no {count} entries along this axis.", f"Take up to {call.shape(a)[along]}.")
    params = {"axis": along, "descending": call.flag(largest)}
    key = key_of(tuple(slice(None) if at != along else slice(0, count) for at in range(rank)))
    values, places = call.emit("sort", [a], params), call.emit("argsort", [a], params, "int")
    return _pair(call.emit("index", [values], {"key": key}), call.emit("index", [places], {"key": key}, "int"))


def median(call: Arguments) -> Value:
    """PyTorch's median is the lower of the two in the middle."""
    a, axis, keepdims = call.bind("a, axis=None, keepdims=False")
    shape = call.shape(a)
    if axis is None:
        count = math.prod(shape)
        ordered = call.emit("sort", [a], {"axis": None, "descending": False})
        return call.emit("index", [ordered], {"key": ((count - 1) // 2,)})
    along = dimension_at(call, axis, len(shape))
    middle = (shape[along] - 1) // 2
    place: Any = slice(middle, middle + 1) if call.flag(keepdims) else middle
    key = key_of(tuple(slice(None) if at != along else place for at in range(len(shape))))
    params = {"axis": along, "descending": False}
    values, places = call.emit("sort", [a], params), call.emit("argsort", [a], params, "int")
    return _pair(call.emit("index", [values], {"key": key}), call.emit("index", [places], {"key": key}, "int"))


def gather(call: Arguments) -> Value:
    """Return the entry that `index` names along an axis, for each place of `index`."""
    a, axis, index = call.bind("a, axis, index")
    shape, index_shape = call.shape(a), call.shape(index)
    along = dimension_at(call, axis, len(shape))
    mark(call, a, index, along)
    if len(shape) == len(index_shape) and any(
        x > y for at, (x, y) in enumerate(zip(shape, index_shape, strict=True)) if at != along
    ):
        part = tuple(slice(None) if at == along else slice(0, size) for at, size in enumerate(index_shape))
        a = call.emit("index", [a], {"key": key_of(part)})
    if len(index_shape) < len(shape):
        needed = tuple(1 if place == along else size for place, size in enumerate(shape))
        call.machine.need_labels(call.number(index), needed, shape[along])
    return call.emit("gather", [a, index], {"axis": along})


def index_select(call: Arguments) -> Value:
    """Return the parts of an axis that a list of positions names."""
    a, axis, index = call.bind("a, axis, index")
    along = dimension_at(call, axis, len(call.shape(a)))
    key = tuple(slice(None) for _ in range(along))
    return get_item(call.machine, a, (*key, index), call.node)


def _where_mask(call: Arguments, mask: Value, yes: Value, no: Value) -> Value:
    return NUMPY["where"](Arguments(call.machine, call.name, [mask, yes, no], {}, call.node))


def masked_fill(call: Arguments) -> Value:
    """Return the array with `value` where the mask is true."""
    a, mask, value = call.bind("a, mask, value")
    return _where_mask(call, mask, value, a)


def where(call: Arguments) -> Value:
    """`x.where(condition, other)`: x where the condition holds."""
    a, condition, other = call.bind("a, condition, b")
    return _where_mask(call, condition, a, other)


def scattered(name: str) -> Row:
    """`x.scatter(dim, index, src)`: a larger `src` gives its first entries."""

    def run(call: Arguments) -> Value:
        call.keywords = {{"value": "src"}.get(word, word): value for word, value in call.keywords.items()}
        a, axis, index, source = call.bind("a, axis, index, src")
        shape, own = call.shape(index), call.shape(source)
        if not own and shape:
            source = call.emit("broadcast", [source], {"shape": shape})
        elif own != shape and len(own) == len(shape) and all(x >= y for x, y in zip(own, shape, strict=True)):
            source = call.emit("index", [source], {"key": key_of(tuple(slice(0, size) for size in shape))})
        along = dimension_at(call, axis, len(call.shape(a)))
        mark(call, a, index, along)
        return call.emit(name, [a, source, index], {"axis": along})

    return run


def one_hot(call: Arguments) -> Value:
    a, classes = call.bind("a, num_classes=-1")
    m = call.machine
    index = m.node(a, call.node)
    count = call.integer(classes)
    if count < 1:
        count = int(np.max(np.asarray(m.value_of(index)), initial=0)) + 1
    m.mark_labels(index, count)
    return call.emit("one_hot", [a], {"classes": count}, "int")
