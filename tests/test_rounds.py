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


SLIDE = """
while True:
    weights_grad = evaluate_gradient(loss_fun, data, weights)
    weights += - step_size * weights_grad
"""


def test_the_slides_loop_without_an_end_has_any_round() -> None:
    trace = chainrule.trace(SLIDE, values={"data": 3, "weights": 1, "step_size": 0.5}, defaults=True, round=4)
    assert trace.value == pytest.approx(0.5 * (2 * 0.5**3) ** 2)
    assert trace.loop is not None
    assert trace.loop.rounds is None


def test_a_state_and_a_counter_are_what_they_are_in_that_round() -> None:
    source = "import numpy as np\nv = 0\nfor t in range(1, 40):\n    loss = x**2\n    dx = 2*x\n"
    source += "    v = 0.9*v - 0.1*dx/np.sqrt(t)\n    x += v\n"
    x, v = 3.0, 0.0
    for t in range(1, 20):
        v = 0.9 * v - 0.1 * 2 * x / np.sqrt(t)
        x += v
    trace = chainrule.trace(source, values={"x": 3}, round=20)
    assert trace.value == pytest.approx(x**2, rel=1e-12)


def test_a_loop_in_a_function_and_lists_that_grow() -> None:
    source = """
def train(w, xs, ts, lr):
    history = []
    for i in range(30):
        pred = w*xs
        loss = ((pred - ts)**2).mean()
        dw = (2*(pred - ts)*xs).mean()
        w = w - lr*dw
        history.append(loss)
    return w, history
w, history = train(0.0, np.array([1.0, 2.0]), np.array([2.0, 4.0]), 0.05)
"""
    w = 0.0
    xs, ts = np.array([1.0, 2.0]), np.array([2.0, 4.0])
    for _ in range(11):
        w -= 0.05 * (2 * (w * xs - ts) * xs).mean()
    trace = chainrule.trace(source, round=12)
    assert trace.value == pytest.approx(((w * xs - ts) ** 2).mean())


def test_a_far_round_is_no_work_for_a_thread() -> None:
    from chainrule.api.service import SMALL
    from chainrule.limits import DEFAULT

    assert SMALL["round_seconds"] < DEFAULT.round_seconds
    endless = "while True:\n    loss = (w*x - 1)**2\n    dw = 2*(w*x - 1)*x\n    w -= 0.001*dw"
    limits = chainrule.Limits(round_seconds=0.1)
    with pytest.raises(ChainruleError) as caught:
        chainrule.trace(endless, values={"w": 1, "x": 2}, round=1_000_000_000, limits=limits)
    assert "`round_seconds` is 0.1" in caught.value.detail


UNROLLED = """import jax
def unrolled(w):
    for i in range(20000):
        w = w - 0.1*(w - 3)
    return w*w
g = jax.grad(unrolled)(2.0)
g
"""


def test_a_loop_inside_a_differentiated_function_has_no_later_round() -> None:
    chainrule.trace(UNROLLED)
    with pytest.raises(chainrule.ChainruleError, match="runs inside a function that is differentiated") as caught:
        chainrule.trace(UNROLLED, round=3)
    assert caught.value.code == "no-round"


LAYERS = """
class Dense:
    def __init__(self, W, b):
        self.W, self.b = W, b
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, grad, lr):
        dx = grad @ self.W.T
        dW = self.x.T @ grad
        db = grad.sum(axis=0)
        self.W -= lr * dW
        self.b -= lr * db
        return dx
class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out
    def backward(self, grad, lr):
        return grad * (1 - self.out**2)
network = [Dense(W1, b1), Tanh(), Dense(W2, b2)]
"""
PASS = """out = X
for layer in network:
    out = layer.forward(out)
loss = np.mean((out - y)**2)
grad = 2*(out - y)/y.size
for layer in reversed(network):
    grad = layer.backward(grad, 0.1)
"""
LAYER_VALUES = {
    "X": [[0.5, -1.0], [1.5, 2.0], [0.3, 0.7]], "y": [[1.0], [0.0], [1.0]], "W1": [[0.3, -0.2, 0.5], [0.1, 0.4, -0.6]],
    "b1": [0.0, 0.1, 0.0], "W2": [[0.5], [-0.7], [0.2]], "b2": [0.3],
}  # fmt: skip


def test_layers_that_update_themselves_in_a_backward_pass_are_gone_through_once() -> None:
    trace = chainrule.trace(LAYERS + PASS, LAYER_VALUES)
    assert trace.loop is None
    assert {each.verdict for each in trace.hand_gradients} == {"right"}
    assert trace.hand_gradients[-1].text == "grad is right: it equals dloss/dX (3×2)."
    assert not any("next round" in notice.text for notice in trace.notices)


def test_epochs_of_layers_that_update_themselves_are_a_loop_that_trains() -> None:
    epochs = LAYERS + "for epoch in range(5):\n" + "".join(f"    {line}\n" for line in PASS.splitlines())
    trace = chainrule.trace(epochs, LAYER_VALUES, round=3)
    assert trace.loop is not None
    assert (trace.loop.round, trace.loop.rounds) == (3, 5)
    space = {"np": np, **{name: np.array(value) for name, value in LAYER_VALUES.items()}}
    exec(epochs.replace("range(5)", "range(3)"), space)  # our own text
    assert trace.value == pytest.approx(space["loss"], rel=1e-12)
