"""Gradients that a program computes on with are built from the formulas of the op table: each is the row's own."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from chainrule.errors import ChainruleError
from chainrule.limits import DEFAULT
from chainrule.ops import OPS, Op, Trial
from chainrule.read.builder import Builder
from chainrule.read.evaluator import Evaluator
from chainrule.read.gradients import differentiate
from chainrule.read.machine import Machine
from chainrule.read.modules import BUILTINS
from chainrule.read.text import read_text

PLACE = ast.parse("f(x)").body[0]
# `own` is a derivative of the program's own; `nth` stands in the unit view alone; the slope of digamma is refused.
WITHOUT_FORMULA = {"own", "nth", "digamma", "recorded"}


def machine(inputs: dict[str, np.ndarray]) -> Machine:
    text = read_text("f(x)", list(inputs))
    builder = Builder(DEFAULT, {name: np.shape(value) for name, value in inputs.items()}, {})
    return Machine(text, builder, Evaluator(inputs, {}, DEFAULT), BUILTINS, DEFAULT)


def trials() -> list[object]:
    found = []
    for row in OPS.values():
        if row.slots == 0 or row.name in WITHOUT_FORMULA:
            continue
        usual = (Trial(((2, 3),) * (row.slots or 1)),) if row.elementwise else ()
        for number, trial in enumerate(row.trials or usual):
            if trial.repeats:
                continue
            found.append(pytest.param(row, trial, id=f"{row.name}-{number}"))
    return found


@pytest.mark.parametrize(("row", "trial"), trials())
def test_a_gradient_built_of_gates_is_the_gradient_of_the_row(row: Op, trial: Trial) -> None:
    draw = np.random.default_rng(3)
    values = [
        draw.integers(0, trial.whole[slot], shape).astype(float)
        if slot in trial.whole
        else draw.uniform(trial.low, trial.high, shape)
        for slot, shape in enumerate(trial.shapes)
    ]
    m = machine({f"x{i}": value if value.shape else float(value) for i, value in enumerate(map(np.asarray, values))})
    leaves = [m.builder.input(f"x{i}", None) for i in range(len(values))]
    params = {**row.params, **trial.params}
    output = m.builder.emit(row.name, tuple(leaves), params or None)
    out = np.asarray(m.value_of(output))
    g = draw.uniform(-1, 1, out.shape)
    seed = m.builder.literal(g if g.shape else float(g), None)
    for slot, leaf in enumerate(leaves):
        vjp = row.vjp[slot] if isinstance(row.vjp, tuple) else lambda *args, slot=slot, **kw: row.vjp(slot, *args, **kw)
        right = np.asarray(vjp(g, out, *map(np.asarray, values), **params))
        right = unbroadcast(right, np.shape(values[slot]))
        try:
            (made,) = differentiate(m, output, [leaf], seed, PLACE)
        except ChainruleError as error:
            pytest.fail(f"slot {slot}: {error.detail} {error.hint}")
        np.testing.assert_allclose(m.value_of(made), right, rtol=1e-9, atol=1e-12)


def unbroadcast(g: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    g = np.broadcast_to(g, np.broadcast_shapes(g.shape, shape))
    extra = g.ndim - len(shape)
    axes = (*range(extra), *(i + extra for i, size in enumerate(shape) if size == 1 and g.shape[i + extra] != 1))
    return np.sum(g, axis=axes).reshape(shape)
