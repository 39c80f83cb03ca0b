"""What may follow the dot behind a number or array: properties and methods, by the dialect of the program."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ...ops import OPS, SPELLINGS
from ...prelude import PRELUDE
from ..calling import Arguments
from ..operators import kind_of
from ..values import Builtin, Comparison, Const, Number, Value
from .autodiff import backward, gradient_property, zero_gradient
from .creation import array
from .keras import METHODS as TENSORFLOW
from .numpy import NUMPY
from .prelude_calls import prelude
from .rows import Row, identity, op
from .shaping import flatten, swapaxes, transpose

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["array_attribute", "method_names", "set_array_attribute"]

Property = Callable[["Machine", Value, ast.AST], Value]


def _transposed(m: Machine, owner: Value, node: ast.AST) -> Value:
    return transpose(Arguments(m, ".T", [owner], {}, node))


def _matrix_transposed(m: Machine, owner: Value, node: ast.AST) -> Value:
    return swapaxes(Arguments(m, ".mT", [owner, Const(-1), Const(-2)], {}, node))


def _shape(m: Machine, owner: Value, node: ast.AST) -> Value:
    return tuple(Const(size) for size in m.shape(owner, node))


def _count(m: Machine, owner: Value, node: ast.AST) -> Value:
    return Const(math.prod(m.shape(owner, node)))


def _rank(m: Machine, owner: Value, node: ast.AST) -> Value:
    return Const(len(m.shape(owner, node)))


def _itself(m: Machine, owner: Value, node: ast.AST) -> Value:
    return owner


def _dtype(m: Machine, owner: Value, node: ast.AST) -> Value:
    return kind_of(owner)


PROPERTIES: Mapping[str, Property] = {
    "grad": gradient_property,
    "T": _transposed, "mT": _matrix_transposed, "shape": _shape, "size": _count, "ndim": _rank, "data": _itself,
    "real": _itself, "dtype": _dtype, "flat": lambda m, owner, node: flatten(Arguments(m, ".flat", [owner], {}, node)),
}  # fmt: skip


def astype(call: Arguments) -> Value:
    """`x.astype(int)` cuts off the fraction; other types change nothing on paper."""
    a, dtype = call.bind("a, dtype")
    if type(a) is Comparison:
        a = Number(call.number(a), "bool")
    return array(Arguments(call.machine, call.name, [a], {"dtype": dtype}, call.node))


def item(call: Arguments) -> Value:
    """`x.item()`, `x.tolist()`: the value as a plain number."""
    a = call.args[0]
    shape = call.shape(a)
    if shape and math.prod(shape) == 1:
        return call.emit("reshape", [a], {"shape": ()})
    return a


def _fill(call: Arguments) -> Value:
    from ..operators import write

    a, value = call.bind("a, value")
    shape = call.shape(a)
    index = call.number(value)
    if shape:
        index = call.machine.builder.emit("broadcast", (index,), {"shape": shape}, call.machine.span(call.node))
    write(call.machine, a, index)
    return None


def of_numpy(name: str) -> Row:
    return NUMPY[name]


METHODS: dict[str, Row] = {
    **TENSORFLOW,
    "backward": backward, "zero_": zero_gradient, "requires_grad_": identity, "detach": op("stop"),
    **{
        name: NUMPY[name]
        for name in (
            "reshape", "ravel", "transpose", "swapaxes", "squeeze", "dot", "clip", "trace", "diagonal", "sum", "mean",
            "prod", "max", "min", "var", "std", "cumsum", "copy", "nonzero",
        )
    },
    "flatten": flatten, "astype": astype, "item": item, "tolist": identity, "fill": _fill, "conj": identity,
    "view": NUMPY["reshape"], "float": identity, "double": identity, "numpy": identity, "cpu": identity,
    "matmul": NUMPY["matmul"], "round": op("round") if "round" in OPS else identity,
}  # fmt: skip
for _name in ("argmax", "argmin", "argsort", "sort", "repeat", "all", "any", "cumprod", "take"):
    if _name in NUMPY:
        METHODS[_name] = NUMPY[_name]


def array_attribute(m: Machine, owner: Value, name: str, node: ast.AST) -> Value | None:
    """A property's value or a method bound to its array; None where there is none of that name."""
    from .torch import TENSOR_METHODS, TENSOR_PROPERTIES

    if m.dialect == "torch" and name in TENSOR_PROPERTIES:
        return TENSOR_PROPERTIES[name](m, owner, node)
    if m.dialect == "torch" and name in TENSOR_METHODS:
        return Builtin(f".{name}", TENSOR_METHODS[name], owner)
    if name in PROPERTIES:
        return PROPERTIES[name](m, owner, node)
    if name in METHODS:
        return Builtin(f".{name}", METHODS[name], owner)
    if name in TENSOR_PROPERTIES:
        return TENSOR_PROPERTIES[name](m, owner, node)
    if name in TENSOR_METHODS:
        return Builtin(f".{name}", TENSOR_METHODS[name], owner)
    if name in PRELUDE:
        return Builtin(f".{name}", prelude(name), owner)
    if name in SPELLINGS and OPS[SPELLINGS[name]].slots == 1:
        return Builtin(f".{name}", op(SPELLINGS[name]), owner)
    return None


def method_names(m: Machine) -> list[str]:
    from .torch import TENSOR_METHODS

    return [*METHODS, *PROPERTIES, *TENSOR_METHODS]


def set_array_attribute(m: Machine, owner: Value, name: str, value: Value, node: ast.AST) -> bool:
    """`w.data = ...`, `x.requires_grad = True`, `w.grad = None`. False where the attribute cannot be set."""
    from ..operators import write

    if name in ("data", "flat"):
        write(m, owner, m.node(value, node))
        return True
    if name == "shape":
        return False
    return name in ("requires_grad", "grad", "name", "label")
