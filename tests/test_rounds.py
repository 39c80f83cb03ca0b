"""Loops that are drawn for one round: any round can be asked for, and has the numbers that Python itself has there."""

import numpy as np
import pytest

import chainrule
from chainrule.errors import ChainruleError

DESCENT = """
w = w0
for t in range(200):
    y = w*x
    loss = (y - 1)**2
    grad_w = 2*(y - 1)*x
    w -= 0.01*grad_w
"""


@pytest.mark.parametrize("number", [1, 2, 3, 57, 200])
def test_a_later_round_has_the_numbers_that_the_program_has_there(number: int) -> None:
    w = 2.0
    for _ in range(number - 1):
        w -= 0.01 * 2 * (w * 3 - 1) * 3
    trace = chainrule.trace(DESCENT, values={"w0": 2, "x": 3}, round=number)
    assert trace.value == pytest.approx((w * 3 - 1) ** 2, rel=1e-12)
    assert trace.named["w"].value == pytest.approx(w, rel=1e-12)
    assert [(each.name, each.verdict) for each in trace.hand_gradients] == [("grad_w", "right")]
    assert trace.loop is not None
    assert (trace.loop.round, trace.loop.rounds) == (number, 200)


def test_the_gradient_of_a_free_name_is_the_one_of_its_value_in_that_round() -> None:
    source = "for t in range(9):\n    loss = (w*x - 1)**2\n    grad_w = 2*(w*x - 1)*x\n    w -= 0.01*grad_w"
    w = 2.0
    for _ in range(4):
        w -= 0.01 * 2 * (w * 3 - 1) * 3
    trace = chainrule.trace(source, values={"w": 2, "x": 3}, round=5)
    assert trace.gradients["w"] == pytest.approx(2 * (3 * w - 1) * 3)
    assert trace.values["w"] == 2


def test_a_moved_slider_computes_the_earlier_rounds_again() -> None:
    first = chainrule.trace(DESCENT, values={"w0": 2, "x": 3}, round=5)
    other = chainrule.trace(DESCENT, values={"w0": 1, "x": 3}, round=5)
    assert first.value != other.value
    assert first.tape is None


def test_there_is_no_round_behind_the_last() -> None:
    with pytest.raises(ChainruleError) as caught:
        chainrule.trace(DESCENT, values={"w0": 2, "x": 3}, round=201)
    assert caught.value.code == "no-round"
    assert "200 rounds" in caught.value.detail


def test_a_program_without_such_a_loop_says_that_the_round_is_not_used() -> None:
    trace = chainrule.trace("y = x**2", values={"x": 3}, round=4)
    assert [notice.code for notice in trace.notices] == ["unused-round"]
    assert trace.loop is None


def test_a_loop_that_would_not_fit_has_any_round() -> None:
    source = "for t in range(20000):\n    x = x*0.5 + y\nx"
    x = 1.0
    for _ in range(6):
        x = x * 0.5 + 2
    trace = chainrule.trace(source, values={"x": 1, "y": 2}, round=6)
    assert trace.value == pytest.approx(x)


def test_rounds_of_loops_within_loops_are_counted_through() -> None:
    source = """
for epoch in range(3):
    for x, t in zip([1.0, 2.0, 3.0, 4.0], [2.0, 4.1, 5.9, 8.2]):
        y = w*x
        loss = (y - t)**2
        dw = 2*(y - t)*x
        w = w - 0.01*dw
    print(epoch, loss)
"""
    w, losses = 0.5, []
    for _ in range(3):
        for x, t in zip([1.0, 2.0, 3.0, 4.0], [2.0, 4.1, 5.9, 8.2], strict=True):
            losses.append((w * x - t) ** 2)
            w = w - 0.01 * 2 * (w * x - t) * x
    for number in (1, 4, 5, 8, 12):
        trace = chainrule.trace(source, values={"w": 0.5}, round=number)
        assert trace.value == pytest.approx(losses[number - 1])
        assert trace.loop is not None
        assert trace.loop.rounds == 12


ELEVEN_LINES = """
import numpy as np
X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
y = np.array([[0,1,1,0]]).T
np.random.seed(1)
syn0 = 2*np.random.random((3,4)) - 1
syn1 = 2*np.random.random((4,1)) - 1
for j in range(60000):
    l1 = 1/(1+np.exp(-(np.dot(X,syn0))))
    l2 = 1/(1+np.exp(-(np.dot(l1,syn1))))
    l2_delta = (y - l2)*(l2*(1-l2))
    l1_delta = l2_delta.dot(syn1.T) * (l1 * (1-l1))
    syn1 += l1.T.dot(l2_delta)
    syn0 += X.T.dot(l1_delta)
"""


def test_the_network_in_eleven_lines_is_where_numpy_is() -> None:
    names: dict[str, np.ndarray] = {}
    exec(ELEVEN_LINES.replace("60000", "100"), names)
    trace = chainrule.trace(ELEVEN_LINES, round=101)
    assert trace.named["syn0"].value == pytest.approx(names["syn0"], rel=1e-9)
    assert trace.named["syn1"].value == pytest.approx(names["syn1"], rel=1e-9)
    assert {each.verdict for each in trace.hand_gradients} == {"right"}
