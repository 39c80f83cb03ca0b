"""Properties and methods of numbers and arrays, by the dialect of the program."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ...ops import OPS, SPELLINGS
from ...prelude import PRELUDE
from ..calling import Arguments
from ..operators import kind_of, write
from ..values import ABSENT, ArrayView, Builtin, Const, Number, Value
from .autodiff import (
    backward,
    forget_gradient,
    gradient_property,
    requires_gradient,
    set_requires_gradient,
    zero_gradient,
)
from .creation import converted, dtype_kind
from .jax_places import at
from .keras import METHODS as TENSORFLOW
from .numpy import NUMPY
from .picking import item, listed
from .prelude_calls import prelude
from .rows import Row, identity, op
from .shaping import flatten, swapaxes, transpose
from .sympy import SYMBOL_METHODS
from .torch import TENSOR_METHODS, TENSOR_PROPERTIES

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


def _imaginary(m: Machine, owner: Value, node: ast.AST) -> Value:
    return NUMPY["imag"](Arguments(m, ".imag", [owner], {}, node))


def _dtype(m: Machine, owner: Value, node: ast.AST) -> Value:
    return kind_of(owner)


PROPERTIES: Mapping[str, Property] = {
    "value": lambda m, owner, node: owner if id(owner) in m.parameters else ABSENT,  # of `nnx.Param`
    "grad": gradient_property, "at": at,
    "T": _transposed, "mT": _matrix_transposed, "shape": _shape, "size": _count, "ndim": _rank, "data": _itself,
    "real": _itself, "imag": _imaginary, "dtype": _dtype, "flat": lambda m, owner, node: flatten(Arguments(m, ".flat", [owner], {}, node)),
}  # fmt: skip


def astype(call: Arguments) -> Value:
    """`x.astype(int)` cuts off the fraction, `x.astype(bool)` asks for not 0; other types change nothing on paper."""
    a, dtype = call.bind("a, dtype")
    return converted(call, a, dtype_kind(dtype))


def _in_place(name: str) -> Row:
    """`x.sort()`: the result of NumPy's function becomes the array's next version."""

    def run(call: Arguments) -> Value:
        owner = call.args[0]
        if type(owner) not in (Number, ArrayView):
            raise call.refuse(f"`{call.name}` changes an array in place; this is none.", f"Write `np.{name}(x)`.")
        write(call.machine, owner, call.number(NUMPY[name](call)))
        return None

    return run


def _viewed(call: Arguments) -> Value:
    """`x.view()` shares the array's memory, `x.view(2, 3)` is PyTorch's reshape."""
    return NUMPY["reshape"](call) if len(call.args) > 1 or call.keywords else call.args[0]


def _fill(call: Arguments) -> Value:
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
    "backward": backward, "zero_": zero_gradient, "requires_grad_": requires_gradient, "detach": op("stop"),
    **{
        name: NUMPY[name]
        for name in (
            "reshape", "ravel", "transpose", "swapaxes", "squeeze", "dot", "clip", "trace", "diagonal", "sum", "mean",
            "prod", "max", "min", "var", "std", "cumsum", "cumprod", "copy", "nonzero", "argmax", "argmin", "argsort",
            "repeat", "all", "any", "take", "put", "round", "searchsorted", "compress",
        )
    },
    "flatten": flatten, "astype": astype, "item": item, "tolist": listed, "fill": _fill, "conj": identity,
    "view": _viewed, "float": identity, "double": identity, "numpy": identity, "cpu": identity,
    "matmul": NUMPY["matmul"], "sort": _in_place("sort"), "partition": _in_place("partition"),
}  # fmt: skip


def array_attribute(m: Machine, owner: Value, name: str, node: ast.AST) -> Value:
    """Return a property's value or a method bound to its array; ABSENT where there is none of that name."""
    properties, methods = OWN.get(m.dialect, ({}, {}))
    if name in properties:
        return properties[name](m, owner, node)
    if name in methods:
        return Builtin(f".{name}", methods[name], owner)
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
    if id(owner) in m.attributes:
        return m.attributes[id(owner)][1].get(name, ABSENT)
    return ABSENT


OWN: Mapping[str, tuple[Mapping[str, Property], Mapping[str, Row]]] = {  # by dialect: names that take precedence
    "torch": (TENSOR_PROPERTIES, TENSOR_METHODS),
    "sympy": ({}, SYMBOL_METHODS),
}


def method_names(m: Machine) -> list[str]:
    """Return the names of all methods and properties, to guess a misspelt one."""
    return [*METHODS, *PROPERTIES, *TENSOR_METHODS]


def set_array_attribute(m: Machine, owner: Value, name: str, value: Value, node: ast.AST) -> bool:
    """`w.data = ...`, `x.requires_grad = True`, `w.grad = None`. False where the attribute cannot be set."""
    if name in ("data", "flat"):
        write(m, owner, m.node(value, node))
        return True
    if name == "shape":
        return False
    if name == "grad" and value is None:
        forget_gradient(m, owner)
    elif name == "grad" and m.dialect == "torch":
        m.clipped[id(owner)] = (owner, Number(m.node(value, node)))
    if name == "requires_grad":
        set_requires_gradient(m, owner, value is not False)
    if name in ("requires_grad", "grad", "name", "label"):
        return True
    if m.dialect != "torch" or array_attribute(m, owner, name, node) is not ABSENT:
        return False
    _, own = m.attributes.setdefault(id(owner), (owner, {}))
    m.check_container(len(own) + 1, node)
    before = own.get(name)
    own[name] = value
    target = getattr(node, "value", None)
    if isinstance(target, ast.Name):
        m.record(f"{target.id}.{name}", value, before, node)
    return True
