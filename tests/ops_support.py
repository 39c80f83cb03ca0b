"""What the tests of the op table share: points to try, the formula language, a scalar tape."""

from __future__ import annotations

import ast
import math
import operator
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from chainrule.ops import OPS, Op, Trial
from chainrule.ops.helpers import HELPERS
from chainrule.ops.special import trigamma

NAMES = "abcdefgh"
RAISES = (ZeroDivisionError, OverflowError, ValueError)  # what a scalar function may raise on Python floats
COMPUTING = [op for op in OPS.values() if op.slots != 0]
ELEMENTWISE = [op for op in COMPUTING if op.elementwise]


def trials(op: Op) -> tuple[Trial, ...]:
    return op.trials or tuple(Trial((shape,) * (op.slots or 3)) for shape in ((), (3,), (2, 3)))


def points(op: Op) -> Iterator[tuple[Trial, list[Any], Any]]:
    """Every trial of a row with seeded arguments, and an upstream gradient in the shape of the result."""
    rng = np.random.default_rng(zlib.crc32(op.name.encode()))
    for trial in trials(op):
        args = [
            counted(rng, trial.whole[slot], shape) if slot in trial.whole else draw(rng, trial.low, trial.high, shape)
            for slot, shape in enumerate(trial.shapes)
        ]
        if trial.diagonal:
            args[0] = args[0] + trial.diagonal * np.eye(trial.shapes[0][-1])
        yield trial, args, draw(rng, -2.0, 2.0, np.shape(op.forward(*args, **trial.params)))


def draw(rng: np.random.Generator, low: float, high: float, shape: tuple[int, ...]) -> Any:
    return rng.uniform(low, high, shape) if shape else float(rng.uniform(low, high))


def counted(rng: np.random.Generator, below: int, shape: tuple[int, ...]) -> Any:
    return rng.integers(0, below, shape).astype(float) if shape else float(rng.integers(0, below))


def back(op: Op, slot: int, g: Any, out: Any, args: list[Any], params: Mapping[str, Any]) -> Any:
    if isinstance(op.vjp, tuple):
        return op.vjp[slot](g, out, *args, **params)
    return op.vjp(slot, g, out, *args, **params)


def unbroadcast(g: Any, shape: tuple[int, ...]) -> Any:
    """What the reverse loop does to every row's answer: the sum over the axes the argument was broadcast along."""
    g = np.asarray(g)
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    axes = tuple(axis for axis, size in enumerate(shape) if size == 1 and g.shape[axis] != 1)
    return g.sum(axis=axes, keepdims=True)


def gradient(op: Op, slot: int, g: Any, out: Any, args: list[Any], params: Mapping[str, Any]) -> Any:
    return unbroadcast(back(op, slot, g, out, args, params), np.shape(args[slot]))


def close(found: Any, wanted: Any, *, rtol: float = 1e-12, atol: float = 1e-13) -> None:
    assert np.shape(found) == np.shape(wanted)
    np.testing.assert_allclose(np.asarray(found, float), np.asarray(wanted, float), rtol=rtol, atol=atol)


def differences(op: Op, slot: int, g: Any, args: list[Any], params: Mapping[str, Any]) -> Any:
    """The gradient of sum(g * out) by central differences, one entry at a time."""
    here = np.array(args[slot], dtype=float)
    found = np.empty_like(here)
    for place in np.ndindex(here.shape):
        sides = []
        for h in (1e-6, -1e-6):
            moved = here.copy()
            moved[place] += h
            value = float(moved) if moved.ndim == 0 else moved
            sides.append(float(np.sum(g * op.forward(*args[:slot], value, *args[slot + 1 :], **params))))
        found[place] = (sides[0] - sides[1]) / 2e-6
    return found


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "where": np.where,
    "all": np.all,
    "any": np.any,
    "max": np.max,
    "sum": np.sum,
    "trigamma": np.vectorize(trigamma, otypes=[float]),
    **{word: op.forward for op in ELEMENTWISE for word in op.spellings if op.slots in (1, 2)},
}
BINARY: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.true_divide,
    ast.Pow: np.power,
    ast.MatMult: np.matmul,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def formula(text: str, names: Mapping[str, Any]) -> Any:
    """The value of a formula of the table."""

    def value(node: ast.AST) -> Any:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id="pi" | "inf" as constant):
                return getattr(math, constant)
            case ast.Name(id=name):
                return names[name]
            case ast.UnaryOp(op=ast.USub(), operand=part):
                return -value(part)
            case ast.BinOp(left=left, op=op, right=right):
                return BINARY[type(op)](value(left), value(right))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return BINARY[type(op)](value(left), value(right))
            case ast.BoolOp(op=ast.And(), values=parts):
                return np.logical_and.reduce(np.broadcast_arrays(*map(value, parts)))
            case ast.BoolOp(op=ast.Or(), values=parts):
                return np.logical_or.reduce(np.broadcast_arrays(*map(value, parts)))
            case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]):
                return FUNCTIONS[name](*map(value, parts))
        raise AssertionError(f"{text!r} is not in the formula language: {ast.dump(node)}")

    with np.errstate(all="ignore"):
        return value(ast.parse(text, mode="eval").body)


class Tape:
    """Scalar gates in order, each entry a number of the list; runs forward and backward on Python floats."""

    def __init__(self) -> None:
        self.gates: list[tuple[str, tuple[int, ...]]] = []
        self.values: list[float] = []

    def leaf(self, value: float) -> int:
        self.gates.append(("", ()))
        self.values.append(value)
        return len(self.values) - 1

    def leaves(self, value: Any) -> Any:
        if np.ndim(value) == 0:
            return self.leaf(float(value))
        out = np.empty(np.shape(value), dtype=object)
        for place in np.ndindex(out.shape):
            out[place] = self.leaf(float(value[place]))
        return out

    def constant(self, value: float, /) -> int:
        return self.leaf(value)

    def __call__(self, op: str, /, *entries: Any) -> int:
        row = OPS[op]
        assert row.elementwise
        assert row.js
        assert row.slots in (None, len(entries))
        value = row.forward(*(self.values[entry] for entry in entries))
        self.gates.append((op, entries))
        self.values.append(float(value))
        return len(self.values) - 1

    def gradients(self, seeds: Any, outputs: Any) -> list[float]:
        total = [0.0] * len(self.values)
        for seed, entry in zip(np.ravel(seeds), np.ravel(np.asarray(outputs, dtype=object)), strict=True):
            total[entry] += float(seed)
        for i in range(len(self.gates) - 1, -1, -1):
            name, entries = self.gates[i]
            args = [self.values[entry] for entry in entries]
            for slot, entry in enumerate(entries):
                total[entry] += float(back(OPS[name], slot, total[i], self.values[i], args, {}))
        return total


every_row = pytest.mark.parametrize("op", OPS.values(), ids=lambda op: op.name)
computing = pytest.mark.parametrize("op", COMPUTING, ids=lambda op: op.name)
elementwise = pytest.mark.parametrize("op", ELEMENTWISE, ids=lambda op: op.name)
structural = pytest.mark.parametrize("op", [op for op in COMPUTING if not op.elementwise], ids=lambda op: op.name)


def numbers(op: Op, out: Any, args: list[Any]) -> dict[str, Any]:
    return {**dict(zip(NAMES, args, strict=False)), "out": out}


def helpers(language: str) -> dict[str, Any]:
    """What generated code can call."""
    import torch

    space: dict[str, Any] = {"np": np, "math": math, "torch": torch}
    exec("\n".join(HELPERS[language].values()), space)
    return space


def settled(op: Op, args: list[Any], params: Any) -> Any:
    return params if op.explicit_params is None else op.explicit_params(*map(np.shape, args), **params)
