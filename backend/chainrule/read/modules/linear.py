"""Products of vectors and matrices, and linear algebra."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_letters
from typing import Any

from ...diagnostics.points import RATES
from ...graph import INPUT
from ...ops.einsum import tensordot_spec
from ..arrays import entries
from ..builder import ShapeMismatch
from ..calling import Arguments
from ..operators import SIGNS, binary, kind_of
from ..values import Items, Number, Value
from .rows import Row, op

__all__ = ["PRODUCTS", "dot", "einsum", "matmul", "tensordot"]


def dot(call: Arguments) -> Value:
    """`np.dot`: inner product, matrix product, or a plain product with a number."""
    a, b = call.bind("a, b")
    left, right = call.shape(a), call.shape(b)
    if not left or not right:
        if len(left or right) == 1 and any(_may_be_a_vector(call, value) for value in (a, b)):
            return _matmul(call, a, b)  # its refusal says which name must be a vector
        return binary(call.machine, SIGNS["*"], a, b, call.node)
    if len(right) > 2 or (len(left) > 2 and len(right) == 2):
        return _joined(call, a, b, ((len(left) - 1,), (len(right) - 2,)))
    return _matmul(call, a, b)


def _may_be_a_vector(call: Arguments, value: Value) -> bool:
    """Return whether a number is a name without a value, or an entry of one, whose shape its uses decide."""
    m = call.machine
    node = m.builder.nodes[m.node(value, call.node)]
    if node.op == "index" and not node.shape:  # x[i], where x may be a matrix
        node = m.builder.nodes[node.args[0]]
        return node.op == INPUT and len(node.shape) == 1 and node.name in m.builder.missing
    is_free = node.op == INPUT and node.shape == () and node.name in m.builder.missing
    return is_free and RATES.fullmatch(node.name or "") is None


def _matmul(call: Arguments, a: Value, b: Value) -> Value:
    m = call.machine
    nodes = m.node(a, call.place(0)), m.node(b, call.place(1))
    kind = "int" if kind_of(a) != "float" and kind_of(b) != "float" else "float"
    return Number(m.builder.emit("matmul", nodes, None, m.span(call.node), m.span(call.node)), kind)


def matmul(call: Arguments) -> Value:
    """Return the product of vectors, matrices or stacks of them, as NumPy's `@`."""
    a, b = call.bind("a, b")
    if not call.shape(a) or not call.shape(b):
        return binary(call.machine, SIGNS["@"], a, b, call.node)
    return _matmul(call, a, b)


def inner(call: Arguments) -> Value:
    """Return the products along the last axes of both."""
    a, b = call.bind("a, b")
    left, right = call.shape(a), call.shape(b)
    if not left or not right:
        return binary(call.machine, SIGNS["*"], a, b, call.node)
    if len(left) == len(right) == 1:
        return call.emit("inner", [a, b])
    return _joined(call, a, b, ((len(left) - 1,), (len(right) - 1,)))


def vdot(call: Arguments) -> Value:
    a, b = (
        call.emit("reshape", [value], {"shape": (-1,)}) if len(call.shape(value)) != 1 else value
        for value in call.bind("a, b")
    )
    return call.emit("inner", [a, b])


def outer(call: Arguments) -> Value:
    a, b = (
        call.emit("reshape", [value], {"shape": (-1,)}) if len(call.shape(value)) != 1 else value
        for value in call.bind("a, b")
    )
    return call.emit("outer", [a, b])


def tensordot(call: Arguments) -> Value:
    """Return the product summed over the last axes of `a` and the first of `b`, or over those of `axes`."""
    a, b, axes = call.bind("a, b, axes=2")
    return _joined(call, a, b, call.static(axes))


def _joined(call: Arguments, a: Value, b: Value, axes: Any) -> Value:
    ranks = len(call.shape(a)), len(call.shape(b))
    try:
        spec = tensordot_spec(*ranks, axes)
    except ValueError as error:
        raise ShapeMismatch(
            str(error), "einsum", (call.number(a), call.number(b)), call.machine.span(call.node), "See the axes."
        ) from None
    return call.emit("einsum", [a, b], {"spec": spec})


def einsum(call: Arguments) -> Value:
    """Return the product that letters name for each axis."""
    call.keywords.pop("optimize", None)
    spec, operands = call.bind("spec, *operands")
    if type(spec) is not str:
        spec, operands = _by_lists(call, [spec, *operands])
    if len(operands) == 1 and isinstance(operands[0], Items | tuple):
        operands = entries(call.machine, operands[0], call.node)
    return call.emit("einsum", operands, {"spec": spec})


def _by_lists(call: Arguments, values: Sequence[Value]) -> tuple[str, list[Value]]:
    """`einsum(a, [0, 1], b, [1, 2], [0, 2])`: the axes as numbers in place of letters."""
    pairs, out = values[: len(values) // 2 * 2], values[len(values) // 2 * 2 :]
    texts = [_letters(call, axes) for axes in (*pairs[1::2], *out)]
    spec = ",".join(texts[: len(pairs) // 2]) + ("->" + texts[-1] if out else "")
    return spec, list(pairs[::2])


def _letters(call: Arguments, axes: Value) -> str:
    if not isinstance(axes, Items | tuple):
        raise call.refuse("`einsum` needs a text or lists of axes.", "Write `np.einsum('ij,jk->ik', a, b)`.")
    numbers = [None if axis is Ellipsis else call.integer(axis, "An axis") for axis in axes]
    if any(number is not None and not 0 <= number < len(ascii_letters) for number in numbers):
        raise call.refuse("`einsum` counts its axes from 0 to 51.", "Write `np.einsum('ij,jk->ik', a, b)`.")
    return "".join("..." if number is None else ascii_letters[number] for number in numbers)


PRODUCTS: Mapping[str, Row] = {
    "dot": dot, "matmul": matmul, "inner": inner, "vdot": vdot, "outer": outer, "tensordot": tensordot,
    "einsum": einsum, "kron": op("kron"),
}  # fmt: skip
