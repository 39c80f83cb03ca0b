"""Error terms and the steps made of them, as textbooks write them: signs, targets of 1, learning rates."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule
from judged_gradients import verdicts

NET = """h = 1/(1+exp(-(w1*x)))
y = 1/(1+exp(-(w2*h)))
"""
VALUES = {"w1": 0.4, "w2": -0.7, "x": 1.5, "t": 0.9}


def judge(text: str) -> dict[str, str]:
    values = {name: value for name, value in VALUES.items() if name in text}
    return verdicts(text, **values)


@pytest.mark.parametrize(
    "step",
    [
        "dw2 = 0.9*delta_o*h",
        "lr = 0.9\ndw2 = lr*delta_o*h",
        "dw2 = delta_o*h",
        "dw2 = 0.9*delta_o*h\nw2_new = w2 + dw2",
        "delta_w2 = 0.9*delta_o*h",
        "Δw2 = 0.9*delta_o*h",
    ],
)
@pytest.mark.parametrize("target", ["t", "1", "0.25"])
def test_a_step_made_of_an_error_term_is_right(step: str, target: str) -> None:
    text = f"{NET}delta_o = y*(1-y)*({target}-y)\ndelta_h = h*(1-h)*w2*delta_o\n{step}"
    result = judge(text)
    assert set(result.values()) == {"right"}
    assert {"delta_o", "delta_h"} < result.keys()


@pytest.mark.parametrize("slip", ["y*(1-y)*(1-y)*(1-y)", "y*(1+y)*(1-y)", "y*y*(1-y)"])
def test_a_wrong_slope_beside_a_target_of_one_is_not_called_right(slip: str) -> None:
    result = judge(f"{NET}delta_o = {slip}\ndelta_h = h*(1-h)*w2*delta_o\ndw2 = delta_o*h")
    assert result.get("delta_o") != "right"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("dw = error*y*(1-y)*x", "right"),  # what is to be added
        ("dw = error*y*(1-y)*x\nw += dw", "right"),
        ("dw = error*y*(1-y)*x\nw -= dw", "wrong"),  # it goes up
        ("d = error*y*(1-y)\ndw = d*x\ndb = d\nw -= dw\nb -= db", "wrong"),
        ("dw = -error*y*(1-y)*x\nw -= 0.1*dw", "right"),
    ],
)
def test_the_sign_of_a_step_is_that_of_its_update(lines: str, expected: str) -> None:
    text = f"y = 1/(1+exp(-(w*x+b)))\nerror = t - y\n{lines}"
    assert verdicts(text, w=0.3, x=1.2, b=-0.2, t=1.0)["dw"] == expected


def test_one_parameter_with_another_sign_than_the_others_is_wrong() -> None:
    text = f"{NET}delta_o = y*(1-y)*(t-y)\ndelta_h = h*(1-h)*w2*delta_o\ndw2 = delta_o*h\ndw1 = -delta_h*x"
    result = judge(text)
    assert sorted((result["dw1"], result["dw2"])) == ["right", "wrong"]


CELL = """
import numpy as np
class Cell:
    def __init__(self, inputs, hidden):
        self.Wf = np.random.randn(hidden + inputs, hidden)
        self.bf = np.zeros((1, hidden))
        self.C = np.zeros((1, hidden))
    def forward(self, x, h_prev):
        joined = np.concatenate((h_prev, x), axis=1)
        f = 1/(1 + np.exp(-(joined @ self.Wf + self.bf)))
        self.C = f*self.C + f
        return self.C
"""


def test_the_sizes_of_joined_inputs_follow_from_the_weights() -> None:
    nodes = {node["name"]: node["shape"] for node in chainrule.trace(CELL, defaults=True).to_dict()["nodes"]}
    assert nodes["joined"][1] == nodes["h_prev"][1] + nodes["x"][1]


@pytest.mark.parametrize("returned", ["{'dz': dz, 'db': db, 'dW': dW}", "(dz, db, dW)"])
def test_a_backward_pass_alone_is_drawn(returned: str) -> None:
    text = f"""
def cell_backward(da, cache):
    a, x, W = cache
    dz = (1 - a**2)*da
    db = np.sum(dz, axis=1, keepdims=True)
    dW = np.dot(dz, x.T)
    return {returned}
"""
    assert len(chainrule.trace(text, defaults=True).nodes) > 5


BODY = """
def gradients(x, y):
    relu_x = max(0, x)
    f = x*y + relu_x
    grad_relu = 1 if x > 0 else 0
    df_dx = y + grad_relu
    return df_dx
"""


@pytest.mark.parametrize("call", ["gradients(3, -2)", "gradients(-3, -2)", "x = 3\ny = -2\ngradients(x, y)"])
def test_numbers_in_a_call_are_leaves_as_named_ones_are(call: str) -> None:
    result = verdicts(BODY + call)
    assert result["df_dx"] == "right"
    assert result["grad_relu"] == "undecided"  # the slope of the function, not a gradient of relu_x


LAYER = """
import numpy as np
a = np.maximum(0, x @ W1)
loss = np.sum((a @ W2 - t)**2)
dy = 2*(a @ W2 - t)
dh = dy @ W2.T
da = {line}
dW1 = x.T @ da
"""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("dh @ (a > 0)", "`dh @ (a > 0)` multiplies matrices where it must multiply entry by entry"),
        ("dh + (a > 0)", "`dh + (a > 0)` adds where it must multiply"),
        ("dh / (a > 0)", None),
    ],
)
def test_another_operation_is_named(line: str, words: str | None) -> None:
    random = np.random.default_rng(3)
    values = {name: random.normal(size=(3, 3)) for name in ("x", "W1", "W2", "t")}
    verdict = {each.name: each for each in chainrule.trace(LAYER.format(line=line), values).hand_gradients}["da"]
    assert verdict.verdict == "wrong"
    if words is not None:
        assert words in verdict.text
