"""Training loops of many kinds, as people paste them: what Python computes, the run has."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule
from pasted_loops import ENGINE, LOOPS


@pytest.mark.parametrize("name", LOOPS)
def test_a_pasted_loop_has_the_losses_that_python_has(name: str) -> None:
    source = LOOPS[name]
    names: dict[str, list[float]] = {}
    exec(source, names)
    losses = [float(loss) for loss in names["losses"]]
    run = chainrule.train(source, optimizer=None, keep=len(losses) + 1)
    assert run.ended == "iterations"
    assert run.loss[:-1] == pytest.approx(losses, rel=1e-9)
    assert [notice.code for notice in run.notices] == []
    assert all(np.isfinite(rows).all() for rows in run.gradients.values())


def test_an_engine_of_ones_own_says_of_what_its_gradients_are() -> None:
    source = f"{ENGINE}\na = Value(2.0)\nb = Value(-3.0)\nL = (a*b + 10).tanh()\nL.backward()"
    trace = chainrule.trace(source)
    assert [(each.name, each.verdict) for each in trace.hand_gradients] == [("a.grad", "right"), ("b.grad", "right")]


def test_a_mistake_in_an_engine_of_ones_own_is_a_wrong_gradient() -> None:
    wrong = ENGINE.replace("other.grad += self.data * out.grad", "other.grad += other.data * out.grad")
    trace = chainrule.trace(f"{wrong}\na = Value(2.0)\nb = Value(-3.0)\nL = (a*b + 1).tanh()\nL.backward()")
    assert [(each.name, each.verdict) for each in trace.hand_gradients] == [("a.grad", "right"), ("b.grad", "wrong")]


def test_gradients_that_were_never_set_to_zero_train_as_the_program_does() -> None:
    source = LOOPS["micrograd's engine, pasted, with a network"].replace("p.grad = 0.0", "pass")
    names: dict[str, list[float]] = {}
    exec(source, names)
    run = chainrule.train(source, optimizer=None)
    assert run.loss[:-1] == pytest.approx([float(loss) for loss in names["losses"]], rel=1e-9)


def test_a_number_of_an_object_that_moves_has_a_gradient_from_the_first_round_on() -> None:
    trace = chainrule.trace(LOOPS["a model with fit and step"])
    assert [(each.name, each.verdict) for each in trace.hand_gradients] == [("dw", "right"), ("db", "right")]
