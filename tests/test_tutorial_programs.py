"""Programs of tutorials that train: their runs end where Python ends, with the loss that they make small."""

from __future__ import annotations

import contextlib
import io
import sys
import types
from typing import Any

import numpy as np
import pytest

import chainrule
from tutorial_programs import PROGRAMS


def executed(program: str) -> dict[str, Any]:
    """The names of a program that Python has executed: our own text, without its plots."""
    names: dict[str, Any] = {"__name__": "__main__"}
    plots = types.ModuleType("matplotlib.pyplot")
    plots.scatter = plots.show = lambda *_: None  # type: ignore[attr-defined]
    package = types.ModuleType("matplotlib")
    package.pyplot = plots  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
        patch.setitem(sys.modules, "matplotlib", package)
        patch.setitem(sys.modules, "matplotlib.pyplot", plots)
        exec(program, names)
    return names


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_tutorials_loop_ends_where_python_ends(name: str) -> None:
    program, ends = PROGRAMS[name]
    names = executed(program)
    run = chainrule.train(program, optimizer=None)
    assert run.ended == "iterations"
    for carried, expression in ends.items():
        np.testing.assert_allclose(run.values[carried][-1], eval(expression, names), rtol=1e-11, atol=1e-14)


def squares(names: dict[str, Any]) -> float:
    return float(np.mean((names["Y"] - names["m"] * names["X"] - names["c"]) ** 2))


def entropy(names: dict[str, Any]) -> float:
    p = 1 / (1 + np.exp(-(names["X"] @ names["w"] + names["b"])))
    return float(-np.mean(names["y"] * np.log(p) + (1 - names["y"]) * np.log(1 - p)))


def softmax_loss(names: dict[str, Any]) -> float:
    scores = names["X"] @ names["W"] + names["b"]
    logs = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    return float(-np.mean(logs[range(6), names["y"]]) + 0.5e-3 * np.sum(names["W"] ** 2))


LOSSES = {
    "a line through five points": (18.0, squares),
    "linear regression with a history of the cost": (3.40625, lambda names: names["J_history"][-1]),
    "logistic regression": (np.log(2), entropy),
    "softmax regression with a penalty": (np.log(3), softmax_loss),
    "RMSProp by hand": (22.5, lambda names: names["f"](names["w"])),
}


@pytest.mark.parametrize("name", LOSSES)
def test_its_loss_is_that_of_each_entry(name: str) -> None:
    program, _ = PROGRAMS[name]
    first, last = LOSSES[name]
    loss = chainrule.train(program, optimizer=None).loss
    assert loss[0] == pytest.approx(first, rel=1e-12)
    assert loss[-1] == pytest.approx(last(executed(program)), rel=1e-9)


def test_a_long_computation_is_no_training() -> None:
    newton = "x = 3.0\nfor i in range(5000):\n    x = x - (x**2 - 2)/(2*x)"
    run = chainrule.train(newton, optimizer=None)
    assert np.isnan(run.loss).all()
    assert [notice.code for notice in run.notices] == ["no-gradient-lines"]
    assert run.values["x"][-1] == pytest.approx(2**0.5, rel=1e-15)


@pytest.mark.parametrize("slope", ["dm", "D_m", "d_m"])
def test_slope_and_bias_that_both_begin_at_0_are_two(slope: str) -> None:
    bias = slope.replace("m", "c")
    program = PROGRAMS["a line through five points"][0].replace("D_m", slope).replace("D_c", bias)
    trace = chainrule.trace(program)
    assert [(each.name, each.of, each.verdict) for each in trace.hand_gradients] == [
        (slope, "m", "right"),
        (bias, "c", "right"),
    ]
    wrong = chainrule.trace(program.replace("sum(Y - Y_pred)", "sum(X * (Y - Y_pred))"))
    assert [each.verdict for each in wrong.hand_gradients] == ["right", "wrong"]
