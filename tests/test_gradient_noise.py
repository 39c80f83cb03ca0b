"""Gradients that are 0 but for rounding are right, and names that only begin like a gradient's are not listed."""

from __future__ import annotations

import numpy as np

import chainrule

BATCH_NORM = """
import numpy as np
x = np.array([[0.3, -1.2, 0.7], [1.1, 0.4, -0.6], [-0.8, 0.9, 0.2]])
W1 = np.array([[0.2, -0.5], [0.7, 0.1], [-0.3, 0.4]])
b1 = np.array([0.1, -0.2])
pre = x @ W1 + b1
diff = pre - pre.mean(0, keepdims=True)
var = (diff**2).mean(0, keepdims=True)
inv = (var + 1e-5)**-0.5
raw = diff*inv
h = np.tanh(raw)
loss = (h * np.array([[1., 2.], [3., -1.], [0.5, 0.3]])).sum()

dh = np.array([[1., 2.], [3., -1.], [0.5, 0.3]])
draw = (1 - h**2)*dh
ddiff = inv*draw
dinv = (diff*draw).sum(0, keepdims=True)
dvar = -0.5*(var + 1e-5)**-1.5*dinv
ddiff += 2*diff*dvar/3
dpre = ddiff - ddiff.mean(0)
db1 = {db1}
dW1 = x.T @ dpre
"""


def _verdicts(source: str) -> dict[str, str]:
    return {each.name: each.verdict for each in chainrule.trace(source).hand_gradients}


def test_a_bias_in_front_of_a_batch_norm_has_no_gradient_but_for_rounding() -> None:
    source = BATCH_NORM.format(db1="dpre.sum(0)")
    assert np.abs(chainrule.trace(source).gradients["b1"]).max() < 1e-14
    verdicts = _verdicts(source)
    assert set(verdicts.values()) == {"right"}
    assert "db1" in verdicts


def test_one_that_is_not_summed_of_all_is_wrong_there() -> None:
    assert _verdicts(BATCH_NORM.format(db1="ddiff.sum(0) + dh.sum(0)"))["db1"] == "wrong"


def test_what_only_begins_like_a_gradient_is_not_listed() -> None:
    source = """
import numpy as np
data = "hello"
data_size, vocab_size = len(data), 4
w = np.array([1., 2.])
x = np.array([3., -1.])
loss = (w*x).sum()**2
dw = 2*(w*x).sum()*x
dx = 2*(w*x).sum()*w
for dparam in [dw, dx]:
    np.clip(dparam, -5, 5, out=dparam)
"""
    assert {name: verdict for name, verdict in _verdicts(source).items() if verdict != "right"} == {}
    assert {"dparam", "data_size"}.isdisjoint(_verdicts(source))


def test_a_wrong_gradient_that_vanishes_at_these_values_alone_is_wrong() -> None:
    source = """
x = 40.0
w = 1.0
v = 2.0
h = 1/(1 + np.exp(-w*x))
loss = (v*h - 1.0)**2
dv = 2*(v*h - 1.0)*h
dw = {dw}
"""
    right = "2*(v*h - 1.0)*v*h*(1 - h)*x"
    assert abs(chainrule.trace(source.format(dw=right)).gradients["w"]) < 1e-12
    assert _verdicts(source.format(dw=right))["dw"] == "right"
    assert _verdicts(source.format(dw=f"-({right})"))["dw"] == "wrong"
