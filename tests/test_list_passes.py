"""Backward passes over plain lists of numbers, as beginners write them: one example after the other, entry by entry."""

from __future__ import annotations

import itertools
import textwrap

import pytest

import chainrule

START = """import math
def sigmoid(v):
    return 1.0/(1.0 + math.exp(-v))
W1 = [[0.26, -0.47], [-0.68, 0.37]]
b1 = [0.11, -0.23]
W2 = [0.48, -0.74]
b2 = 0.36
lr = 0.5
"""
FORWARD = """hidden = [sigmoid(sum(w*v for w, v in zip(W1[i], x)) + b1[i]) for i in range(2)]
out = sigmoid(sum(w*v for w, v in zip(W2, hidden)) + b2)
"""
ERRORS = {"p - t": ("out - t", "-="), "t - p": ("t - out", "+=")}
DELTAS = {
    "append": "deltas = []\nfor i in range(2):\n    deltas.append({delta})\n",
    "comprehension": "deltas = [{delta} for i in range(2)]\n",
    "entries": "deltas = [0.0]*2\nfor i in range(2):\n    deltas[i] = {delta}\n",
}
UPDATE = """for i in range(2):
    W2[i] {sign} lr*d_output*hidden[i]
b2 {sign} lr*d_output
for i in range(2):
    for j in range(2):
        W1[i][j] {sign} lr*deltas[i]*x[j]
    b1[i] {sign} lr*deltas[i]
"""
DATA = "data = [([0.3, 0.9], 0), ([0.1, 1.0], 1), ([1.0, 0.2], 1), ([0.8, 0.7], 0)]\n"
LOOPS = {
    "once": "x, t = [0.5, 0.8], 0.9\n{step}",
    "examples": DATA + "for x, t in data:\n{step1}",
    "epochs": DATA + "for epoch in range(1000):\n    for x, t in data:\n{step2}",
}


def program(error: str, deltas: str, loop: str, slope: str = "*out*(1 - out)", back: str = "d_output*W2[i]") -> str:
    """Return a pass; `slope` is that of the output, `back` what comes back to a hidden unit."""
    difference, sign = ERRORS[error]
    delta = f"{back}*hidden[i]*(1 - hidden[i])"
    backward = f"error = {difference}\nd_output = error{slope}\n" + DELTAS[deltas].format(delta=delta)
    step = FORWARD + backward + UPDATE.format(sign=sign)
    one, two = textwrap.indent(step, " " * 4), textwrap.indent(step, " " * 8)
    return START + LOOPS[loop].format(step=step, step1=one, step2=two)


def verdicts(source: str) -> dict[str, str]:
    return {each.name: each.verdict for each in chainrule.trace(source).hand_gradients}


@pytest.mark.parametrize(("error", "deltas", "loop"), list(itertools.product(ERRORS, DELTAS, LOOPS)))
def test_a_right_pass_over_lists_is_right_entry_by_entry(error: str, deltas: str, loop: str) -> None:
    found = verdicts(program(error, deltas, loop))
    assert set(found.values()) == {"right"}
    assert {"d_output", "deltas[0]", "deltas[1]"} <= set(found)


@pytest.mark.parametrize("error", ERRORS)
def test_the_delta_of_a_cross_entropy_has_no_slope(error: str) -> None:
    found = verdicts(program(error, "append", "epochs", slope=""))
    assert found["deltas[0]"] == found["deltas[1]"] == "right"


@pytest.mark.parametrize(("deltas", "loop"), list(itertools.product(DELTAS, LOOPS)))
def test_a_weight_that_was_left_out_is_found(deltas: str, loop: str) -> None:
    found = verdicts(program("p - t", deltas, loop, back="d_output"))
    assert "wrong" in {found["deltas[0]"], found["deltas[1]"]}


SKIPPED = """def square(v):
    return v*v
def scale(v):
    return 2*square(v)
def run(step, data):
    return step(scale(data[0]))
"""


PRINTED = """def cost(c, xs):
    m = max(xs)
    return -(xs[c] - m - math.log(sum(math.exp(x - m) for x in xs)))
print(f"{cost(1, [2.0, 5.0, 1.0]):.6f}")
"""


def test_an_entry_that_is_printed_is_drawn() -> None:
    """A print that was tried left values that stood for gates that are gone: an error of the service."""
    assert chainrule.trace("import math\n" + PRINTED).value == pytest.approx(0.06588390083936627)


def test_a_definition_that_calls_its_parameter_is_refused() -> None:
    with pytest.raises(chainrule.ChainruleError, match="`step` is called, but nothing here says what it computes"):
        chainrule.trace(SKIPPED, defaults=True)


def test_a_file_that_is_python_is_read_as_python() -> None:
    """`n(x)` of a comprehension is a call, and no product of two names."""
    source = "class Gate:\n    def __init__(self, k):\n        self.k = k\n"
    source += "    def __call__(self, x):\n        return self.k*x\n"
    source += "n = 3\ngates = [Gate(2.0), Gate(0.5)]\nx = 1.5\nL = sum([n(x)**2 for n in gates])"
    assert chainrule.trace(source).value == 2.0**2 * 1.5**2 + 0.5**2 * 1.5**2
