"""Gradients written by hand: each is judged as PyTorch judges it, and a mistake is told by its name."""

from __future__ import annotations

import cProfile
import pstats
import re
import time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

import chainrule
from backward_passes import PLANTED, PROGRAMS, Planted, Program
from chainrule.diagnostics import MISTAKES
from judged_gradients import judged, mistakes, verdicts
from test_gradient_mistakes import CODES
from whole_backward_passes import NO_GRADIENTS, SLIPS, WHOLE, Slip, Whole, listed, numbers

BY_NAME = {program.name: program for program in PROGRAMS}


# the oracle ----------------------------------------------------------------------------------------------------------


def _torch() -> SimpleNamespace:
    def summed(x: torch.Tensor, axis: Any = None, keepdims: bool = False) -> torch.Tensor:
        return x.sum() if axis is None else x.sum(dim=axis, keepdim=keepdims)

    def largest(a: Any, b: torch.Tensor) -> torch.Tensor:
        return torch.maximum(torch.as_tensor(a, dtype=torch.float64), b)

    return SimpleNamespace(
        exp=torch.exp, log=torch.log, tanh=torch.tanh, sqrt=torch.sqrt, sum=summed, maximum=largest, dot=torch.matmul
    )  # fmt: skip


def true_gradients(program: Program) -> dict[str, np.ndarray]:
    """dL/d(each name of the forward pass), by PyTorch."""
    space: dict[str, Any] = {"np": _torch()}
    for name, value in program.values.items():
        space[name] = torch.tensor(np.array(value, float), requires_grad=True)
    exec(re.sub(r"axis=(\w+), keepdims", r"dim=\1, keepdim", program.forward), space)
    loss = eval(program.loss, space)
    found = {}
    for name, of in program.of.items():
        (gradient,) = torch.autograd.grad(loss, space[of], retain_graph=True)
        found[name] = program.signs.get(name, 1) * gradient.numpy()
    return found


def written(source: str, program: Program) -> dict[str, np.ndarray]:
    """What the program's own lines compute, by NumPy."""
    space: dict[str, Any] = {"np": np}
    space.update({name: np.array(value, float) for name, value in program.values.items()})
    exec(source, space)
    return {name: np.asarray(space[name], float) for name in program.of}


def agrees(mine: np.ndarray, true: np.ndarray) -> bool:
    return mine.size == true.size and bool(np.allclose(mine.reshape(true.shape), true, rtol=1e-8, atol=1e-10))


# programs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_a_right_backward_pass_is_right_line_by_line(program: Program) -> None:
    true, mine = true_gradients(program), written(program.source, program)
    assert all(agrees(mine[name], true[name]) for name in true), "The program itself must be right."
    found = judged(program.source, dict(program.values))[1]
    assert {each.text for each in found if each.verdict != "right"} == set()
    assert {each.name for each in found} >= set(program.of)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda p: f"{p.program}:{p.new.strip() or 'left out'}")
def test_a_planted_mistake_is_found_and_named(planted: Planted) -> None:
    program = BY_NAME[planted.program]
    source = program.source.replace(planted.old, planted.new, 1)
    assert source != program.source
    true, mine = true_gradients(program), written(source, program)
    found = {each.name: each for each in judged(source, dict(program.values))[1]}
    for name in program.of:
        right = agrees(mine[name], true[name])
        if right or name in planted.wrong or name in planted.inherits:
            assert found[name].verdict == ("right" if right else "wrong"), found[name].text
    for name, each in found.items():
        if name in planted.wrong:
            assert (each.verdict, each.inherits, each.mistake or "") == ("wrong", None, planted.wrong[name]), each.text
        elif name in planted.inherits:
            assert (each.verdict, each.inherits) == ("wrong", next(iter(planted.wrong))), each.text
        else:
            assert each.verdict == "right", each.text


def test_every_kind_of_mistake_is_planted_somewhere() -> None:
    planted = {code for each in PLANTED for code in each.wrong.values()} | CODES
    assert {mistake.code for mistake in MISTAKES} - planted <= {"local-only", "shape"}


# values --------------------------------------------------------------------------------------------------------------

SPECIAL = {
    "zeros": lambda shape, _: np.zeros(shape),
    "ones": lambda shape, _: np.ones(shape),
    "whole numbers": lambda shape, random: random.integers(-2, 3, shape).astype(float),
    "halves": lambda shape, random: random.choice([0.0, 0.5, 1.0, -1.0], shape),
    "saturated": lambda shape, random: 5 * random.standard_normal(shape),
    "of all sizes": lambda shape, random: random.standard_normal(shape) * 10.0 ** random.integers(-6, 3),
}


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_no_values_make_a_right_gradient_wrong(program: Program, kind: str) -> None:
    """Kinks, ties, saturation, zeros: where a coincidence or a lost digit could accuse somebody."""
    random = np.random.default_rng(11)
    for _ in range(3):
        values = {
            name: value if name == "Y" else SPECIAL[kind](np.shape(value), random).tolist()
            for name, value in program.values.items()
        }
        for each in judged(program.source, values)[1]:
            assert each.verdict == "right", (each.text, values)


# whole programs ------------------------------------------------------------------------------------------------------

WHOLE_BY_NAME = {whole.name: whole for whole in WHOLE}


@pytest.mark.parametrize("whole", WHOLE, ids=lambda whole: whole.name)
def test_a_whole_program_is_right(whole: Whole) -> None:
    graph, found = judged(whole.source, numbers(whole.given))
    assert graph.compared_with.removeprefix("compared with ") == whole.compared
    assert {each.text for each in found if each.verdict == "wrong"} == set()
    assert {each.name for each in found if each.verdict == "right"} == set(listed(whole.right))
    assert {each.name for each in found if each.verdict == "undecided"} == set(listed(whole.undecided))


@pytest.mark.parametrize("whole", WHOLE, ids=lambda whole: whole.name)
def test_what_is_called_right_agrees_with_differences(whole: Whole) -> None:
    """Where NumPy itself runs the program and L is a value of it, for what is given from outside."""
    given = {name: np.array(value, float) for name, value in numbers(whole.given).items()}
    loss = whole.compared.partition(" = ")[2] or whole.compared
    try:
        space = run_numpy(whole.source, given)
        float(eval(loss, space | given))
    except Exception:
        pytest.skip("NumPy alone does not run it")
    for each in judged(whole.source, numbers(whole.given))[1]:
        steady = each.of in given and not re.search(rf"(?m)^\s*{each.of}\s*([-+*]?=)", whole.source)
        if each.verdict != "right" or not steady or each.name not in space or "digits" in each.text:
            continue
        mine = np.asarray(space[each.name], float)
        slope = differences(whole.source, given, each.of, loss)
        if mine.shape == slope.shape and np.isfinite(slope).all():
            scale = max(1.0, float(np.abs(slope).max()))
            assert np.allclose(np.abs(mine), np.abs(slope), atol=1e-4 * scale), each.name


def run_numpy(source: str, given: dict[str, Any]) -> dict[str, Any]:
    def sigmoid(x: Any) -> Any:
        return 1 / (1 + np.exp(-x))

    names = {
        name: value.astype(int) if value.ndim == 1 and (value == np.floor(value)).all() else value
        for name, value in given.items()
    }
    space: dict[str, Any] = {"np": np, "sum": np.sum, "sigmoid": sigmoid, "relu": lambda x: np.maximum(0, x)}
    space |= {name: value.copy() if value.ndim else float(value) for name, value in names.items()}
    exec(source, space)
    return space


def differences(source: str, given: dict[str, Any], name: str, loss: str) -> np.ndarray:
    found = np.zeros(given[name].shape)
    for place in np.ndindex(found.shape):
        ends = []
        for step in (1e-5, -1e-5):
            moved = {each: value.copy() for each, value in given.items()}
            moved[name][place] += step
            ends.append(float(eval(loss, run_numpy(source, moved) | moved)))
        found[place] = (ends[0] - ends[1]) / 2e-5
    return found


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.program}:{slip.new.strip() or 'left out'}")
def test_a_mistake_in_a_whole_program_is_found(slip: Slip) -> None:
    whole = WHOLE_BY_NAME[slip.program]
    assert slip.old in whole.source
    found = judged(whole.source.replace(slip.old, slip.new, 1), numbers(whole.given))[1]
    assert {each.name: each.mistake for each in found if each.verdict == "wrong" and not each.inherits} == slip.wrong
    assert {each.name for each in found if each.inherits} == set(listed(slip.inherits))


@pytest.mark.parametrize("name", NO_GRADIENTS)
def test_a_computation_with_a_d_in_its_names_is_no_backward_pass(name: str) -> None:
    source, given = NO_GRADIENTS[name]
    graph, found = judged(source, numbers(given))
    assert (graph.hand_gradients, found) == ((), [])


# sentences -----------------------------------------------------------------------------------------------------------

NETWORK_LOSS = "z = w*x\np = 1/(1 + np.exp(-z))\nL = (p - t)**2\n"


def sentence(source: str, name: str, **values: Any) -> str:
    return {each.name: each.text for each in judged(source, values)[1]}[name]


def test_a_clean_ratio_is_told_in_words_and_no_other_is() -> None:
    for line, words in (
        ("4*2*(p - t)", "4 times too large"),
        ("0.5*(p - t)", "4 times too small"),
        ("4*(p - t)", "twice"),
    ):
        assert words in sentence(NETWORK_LOSS + f"dp = {line}", "dp", w=2, x=1.5, t=0.3)
    odd = sentence(NETWORK_LOSS + "dp = 1.37*(p - t)\ndz = dp*p*(1 - p)\ndw = dz*x", "dp", w=2, x=1.5, t=0.3)
    assert "times" not in odd
    assert "dL/dp is" in odd


def test_the_first_wrong_line_is_blamed_and_the_later_ones_say_so() -> None:
    source = NETWORK_LOSS + "dp = p - t\ndz = dp*p*(1 - p)\ndw = dz*x"
    found = judged(source, {"w": 2, "x": 1.5, "t": 0.3})[1]
    assert [(each.name, each.inherits) for each in found] == [("dp", None), ("dz", "dp"), ("dw", "dp")]
    assert "its own line is right" in found[2].text


def test_a_place_that_a_gradient_leaves_out_is_named() -> None:
    text = sentence("q = x*y\nf = q + x\ndq = 1.0\ndx = dq*y", "dx", x=2.5, y=3.5)
    assert "x is used twice" in text
    assert "what comes back through `q + x` is missing" in text or "`f`" in text


def test_the_output_is_called_by_its_name_and_a_given_upstream_gradient_makes_an_l() -> None:
    assert "dcost/dw" in sentence("cost = w*w*x\ndw = 2*w*x", "dw", w=1.5, x=2)
    assert "dL/dx" in sentence("out = x*w\ndx = dout*w", "dx", x=2, w=3, dout=0.5)


# what the gradients decide -------------------------------------------------------------------------------------------


def test_what_is_asked_for_is_drawn_and_the_gradients_keep_their_loss() -> None:
    source = NETWORK_LOSS + "dp = 2*(p - t)\ndz = dp*p*(1 - p)"
    graph, found = judged(source, {"w": 2, "x": 1.5, "t": 0.3}, output="z")
    assert graph.nodes[graph.output].name == "z"
    assert {each.name: each.verdict for each in found} == {"dp": "right", "dz": "right"}


def test_the_value_that_the_gradients_are_of_is_the_output() -> None:
    graph, _ = judged("q = x + y\nf = q*z\ndfdz = q\ndfdq = z\ndfdx = dfdq*1.0", {"x": -2, "y": 5, "z": -4})
    assert graph.nodes[graph.output].name == "f"
    graph, _ = judged("out = x @ w\ndx = dout @ w.T", {"x": [[1, 2.5]], "w": [[1.5], [2]], "dout": [[3.0]]})
    assert graph.nodes[graph.output].name == "out"
    assert graph.nodes[graph.seed or 0].name == "dout"


def test_numbers_typed_by_hand_are_right_to_their_digits() -> None:
    neuron = "f = 1/(1 + np.exp(-(w0*x0 + w1*x1 + w2)))\n"
    values = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}
    typed = "dw0 = -0.20\ndx0 = 0.39\ndw1 = -0.39\ndx1 = -0.59\ndw2 = 0.20\n"
    assert set(verdicts(neuron + typed, **values).values()) == {"right"}
    assert verdicts(neuron + typed.replace("0.59", "0.60"), **values)["dx1"] == "right"  # 0.6 to one decimal
    assert verdicts(neuron + typed.replace("0.59", "0.62"), **values)["dx1"] == "wrong"


def test_either_slope_is_right_at_a_kink() -> None:
    values = {"x": [[1, 0.0]], "dout": [[1, 2]]}
    assert verdicts("out = np.maximum(0, x)\ndx = dout*(x >= 0)", **values) == {"dx": "right"}
    assert verdicts("out = np.maximum(0, x)\ndx = dout*(x > 0)", **values) == {"dx": "right"}


def test_a_stabilising_constant_is_no_mistake_and_a_regularisation_is_none() -> None:
    source = "p = 1/(1 + np.exp(-w*x))\nL = -np.log(p + 1e-8)\ndw = -(1 - p)*x"
    assert verdicts(source, w=0.7, x=1.3) == {"dw": "right"}
    decay = "L = (w*x - t)**2 + 0.001*w**2\ndw = 2*(w*x - t)*x"
    assert mistakes(decay, w=0.7, x=1.3, t=0.2) == {"dw": "overwrote"}


def test_a_difference_quotient_is_a_gradient() -> None:
    assert verdicts("h = 1e-4\ny = x**3\ndy_dx = ((x + h)**3 - x**3)/h", x=1.3) == {"dy_dx": "right"}


def test_an_error_term_has_the_sign_that_its_updates_go_down_with() -> None:
    program = "y = 1/(1 + np.exp(-(w @ x)))\ndelta = ({0})*y*(1 - y)\nw = w + 0.5*delta*x"
    values = {"w": [0.3, -0.4], "x": [1.5, 0.7], "t": 0.9}
    assert verdicts(program.format("t - y"), **values) == {"delta": "right"}
    assert mistakes(program.format("y - t"), **values) == {"delta": "sign"}


def test_many_rounds_of_a_loop_stay_within_a_second() -> None:
    whole = WHOLE_BY_NAME["minchar"]
    given = numbers(whole.given) | {"inputs": [i % 4 for i in range(25)], "targets": [(i + 1) % 4 for i in range(25)]}
    start = time.process_time()
    found = judged(whole.source.replace("range(3)", "range(25)"), given)[1]
    assert {each.verdict for each in found} == {"right"}
    assert time.process_time() - start < 5  # about half a second on an idle machine


RECURRENT = """import numpy as np
np.random.seed(0)
xs, ys = np.random.randn({rounds}, 2), np.random.randn({rounds})
Wx, Wh, Wy = np.random.randn(3, 2)*0.3, np.random.randn(3, 3)*0.3, np.random.randn(3)*0.3
h, out, loss = np.zeros(({rounds} + 1, 3)), np.zeros({rounds}), 0
for t in range({rounds}):
    h[t] = np.tanh(Wx @ xs[t] + Wh @ h[t-1])
    out[t] = Wy @ h[t]
    loss += 0.5*(out[t] - ys[t])**2
dWx, dWh, dWy, dhnext = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(Wy), np.zeros(3)
for t in reversed(range({rounds})):
    dy = out[t] - ys[t]
    dWy += dy*h[t]
    dh = dy*Wy + dhnext
    dz = dh*(1 - h[t])
    dWx += np.outer(dz, xs[t])
    dWh += np.outer(dz, h[t-1])
    dhnext = Wh.T @ dz
"""


def test_a_mistake_in_many_rounds_is_looked_for_among_the_gates_that_it_changes() -> None:
    """Calls of functions are counted, which no other work changes: 4.5 million where all gates are computed."""
    profile = cProfile.Profile()
    found = profile.runcall(verdicts, RECURRENT.format(rounds=20))
    assert found["dWy"] == "right"
    assert found["dWx"] == found["dWh"] == "wrong"
    assert pstats.Stats(profile).total_calls < 3_300_000  # type: ignore[attr-defined]


EXAMPLES = """x = np.array([[[0., 1., 1.]], [[1., 0., 1.]], [[1., 1., 0.]]])
y = np.array([[[1., 0.]], [[0., 1.]], [[1., 1.]]])
w = np.array([[.1, .2], [.3, -.1], [.2, .4]])
b = np.array([[.05, -.1]])
a = np.tanh(x @ w + b)
L = np.sum((a - y)**2){scale}
da = 2*(a - y)
db = {slope}*da
dw = np.reshape(x, (3, 3, 1))*db
b -= 0.1*np.{over}(db, axis=0)
w -= 0.1*np.{over}(dw, axis=0)
"""


@pytest.mark.parametrize(("scale", "over"), [("", "sum"), ("/3", "mean")])
def test_one_gradient_for_each_example_is_right(scale: str, over: str) -> None:
    texts = _verdicts(EXAMPLES.format(scale=scale, over=over, slope="(1 - a**2)"))
    assert texts["db"] == ("right", f"db is right: it has one gradient for each of 3 examples, whose {over} is dL/db.")
    assert texts["dw"][0] == "right"
    assert texts["da"][0] == ("right" if over == "sum" else "undecided")


def test_a_wrong_slope_is_wrong_for_each_example() -> None:
    assert _verdicts(EXAMPLES.format(scale="", over="sum", slope="(1 - a)"))["db"][0] == "wrong"


def _verdicts(source: str) -> dict[str, tuple[str, str]]:
    return {each.name: (each.verdict, each.text) for each in chainrule.trace(source).hand_gradients}


LAYER = """class Net:
    def __init__(self):
        self.w1, self.w2, self.b2, self.lr = 0.4, 0.3, 0.1, 0.1
    def forward(self, x):
        self.x = x
        self.z1 = self.w1 * x
        self.h = max(0.0, self.z1)
        self.out = 1 / (1 + math.exp(-(self.w2 * self.h + self.b2)))
        return self.out
    def backward(self, target):
        d_loss = 2.0 * (self.out - target)
        d_sigmoid = self.out * (1 - self.out)
        d_out = d_loss * {slope}
        d_relu = 1.0 if self.z1 > 0 else 0.0
        d_h = d_out * self.w2 * d_relu
        self.w2 -= self.lr * d_out * self.h
        self.w1 -= self.lr * d_h * self.x
net = Net()
"""


@pytest.mark.parametrize(
    "calls",
    [
        "pred = net.forward(0.5)\nnet.backward(1.0)\n",
        "pred = net.forward(0.5)\nnet.backward(0.3)\n",
        "for x, y in [(0.5, 1.0), (0.8, 0.0)] * 9:\n    net.forward(x)\n    net.backward(y)\n",
    ],
)
def test_the_slopes_of_activations_prove_no_other_loss(calls: str) -> None:
    """Nothing computes the loss: `2*(out - target)` says what it is, not the slope d_sigmoid of the output."""
    texts = _verdicts(LAYER.format(slope="d_sigmoid") + calls)
    assert texts["d_out"][0] == texts["d_h"][0] == "right"
    assert "wrong" not in {verdict for verdict, _ in texts.values()}
    assert _verdicts(LAYER.format(slope="self.out") + calls)["d_out"][0] == "wrong"


LAYERS_WITHOUT_CALLS = """
class Product:
    def forward(self, x, y):
        self.x, self.y = x, y
        out = x * y
        return out
    def backward(self, dout):
        dx = dout * self.y
        dy = dout * {}
        return dx, dy
class Sum:
    def forward(self, x, y):
        out = x + y
        return out
    def backward(self, dout):
        dx = dout * 1
        dy = dout * 1
        return dx, dy
"""


@pytest.mark.parametrize(("factor", "verdict"), [("self.x", "right"), ("self.y", "wrong")])
def test_each_of_two_layers_is_judged_by_its_own_output(factor: str, verdict: str) -> None:
    gradients = chainrule.trace(LAYERS_WITHOUT_CALLS.format(factor), defaults=True).hand_gradients
    assert [(each.name, each.verdict) for each in gradients] == [
        ("dx", "right"),
        ("dy", verdict),
        ("dx", "right"),
        ("dy", "right"),
    ]
