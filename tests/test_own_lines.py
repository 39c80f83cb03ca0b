"""Training loops that are pasted train: their own lines are the optimizer, and a run has what the libraries have."""

import numpy as np
import pytest

import chainrule
from chainrule.errors import ChainruleError
from test_framework_rounds import BY_HAND, JAX, LINEAR, MODULE, of_torch
from test_rounds import DESCENT, ELEVEN_LINES, SLIDE


def test_a_pytorch_loop_gives_the_losses_that_pytorch_gives() -> None:
    for source, rounds in (
        (LINEAR.replace("OPTIMIZER", "Adam([w, b], lr=0.1)"), 12),
        (BY_HAND, 9),
    ):
        run = chainrule.train(source.replace("ROUNDS", str(rounds)), optimizer=None)
        assert run.iterations.tolist() == list(range(rounds + 1))
        assert run.loss[:-1].tolist() == pytest.approx(of_torch(source, rounds), rel=1e-9)
        assert run.ended == "iterations"


def test_minibatches_of_a_module_give_the_losses_that_pytorch_gives() -> None:
    run = chainrule.train(MODULE.replace("ROUNDS", "3"), optimizer=None)
    assert run.loss[:-1].tolist() == pytest.approx(of_torch(MODULE, 3), rel=1e-9)
    assert run.parameters == ["net.fc1.weight", "net.fc1.bias", "net.fc2.weight", "net.fc2.bias"]


def test_the_network_in_eleven_lines_has_the_weights_that_numpy_has() -> None:
    source = ELEVEN_LINES.replace("60000", "60")
    names: dict[str, np.ndarray] = {}
    exec(source, names)
    run = chainrule.train(source, optimizer=None, keep=5)
    assert run.values["syn0"][-1] == pytest.approx(names["syn0"], rel=1e-12)
    assert run.values["syn1"][-1] == pytest.approx(names["syn1"], rel=1e-12)
    # The text computes no loss: half the squared error is the one that its gradients start from.
    assert run.loss[-2] > run.loss[-1] > 0
    half = 0.5 * np.sum(
        (names["y"] - 1 / (1 + np.exp(-(1 / (1 + np.exp(-names["X"] @ names["syn0"]))) @ names["syn1"]))) ** 2
    )
    assert run.loss[-1] == pytest.approx(half, rel=1e-12)


def test_an_entry_is_what_the_graph_of_its_round_shows() -> None:
    run = chainrule.train(DESCENT, {"w0": 2, "x": 3}, optimizer=None, keep=7)
    for place in (1, 3, 5):
        trace = chainrule.trace(DESCENT, {"w0": 2, "x": 3}, round=int(run.iterations[place]) + 1)
        assert trace.value == pytest.approx(run.loss[place], rel=1e-12)
        assert trace.named["w"].value == pytest.approx(run.values["w"][place])
        assert trace.named["w"].gradient == pytest.approx(run.gradients["w"][place])


def test_a_jax_loop_moves_a_structure_of_parameters() -> None:
    run = chainrule.train(JAX, optimizer=None)
    assert sorted(run.parameters) == ["params[0]", "params[1]"]
    assert run.loss[-1] < 0.05 < run.loss[0]


def test_the_slides_loop_without_an_end_runs_as_long_as_it_is_asked_to() -> None:
    values = {"data": 3, "weights": 1, "step_size": 0.5}
    run = chainrule.train(SLIDE, values, optimizer=None, iterations=5, defaults=True)
    assert run.loss.tolist() == pytest.approx([0.5 * (2 * 0.5**k) ** 2 for k in range(6)])
    assert run.learning_rate[0] == 0.5


def test_a_loop_that_ends_by_itself_has_its_last_entry() -> None:
    source = "w = 5.0\nfor t in range(1000):\n    loss = w**2\n    dw = 2*w\n    if loss < 1e-3:\n        break\n"
    source += "    w -= 0.2*dw"
    run = chainrule.train(source, optimizer=None, keep=3)
    w, done = 5.0, 0
    while w**2 >= 1e-3:
        w, done = w - 0.2 * 2 * w, done + 1
    assert run.iterations[-1] in (done, done + 1)
    assert run.loss[-1] == pytest.approx(w**2)


def test_a_run_that_diverges_says_so() -> None:
    source = "w = 5.0\nfor t in range(5000):\n    loss = w**2\n    dw = 2*w\n    w -= 2.5*dw"
    run = chainrule.train(source, optimizer=None)
    assert run.ended == "diverged"
    assert "infinite" in run.text or "not a number" in run.text


def test_a_program_without_such_a_loop_asks_for_an_optimizer() -> None:
    for source in ("loss = (w*x - 1)**2", "for i in range(3):\n    x = x*w\nx"):
        with pytest.raises(ChainruleError) as caught:
            chainrule.train(source, {"w": 2, "x": 3}, optimizer=None)
        assert caught.value.code == "no-update-lines"


def test_what_belongs_to_an_optimizer_is_refused() -> None:
    with pytest.raises(ChainruleError) as caught:
        chainrule.train(DESCENT, {"w0": 2, "x": 3}, optimizer=None, settings={"lr": 1})
    assert "`settings`" in caught.value.detail


MICROGRAD = """
from micrograd.engine import Value
from micrograd.nn import MLP
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5]]
ys = [1.0, -1.0]
n = MLP(3, [2, 1])
for k in range(5):
    ypred = [n(x) for x in xs]
    loss = sum((yout - ygt)**2 for ygt, yout in zip(ys, ypred))
    for p in n.parameters():
        p.grad = 0.0
    loss.backward()
    for p in n.parameters():
        p.data += -0.05*p.grad
"""


def test_a_loop_through_the_parameters_is_a_part_of_a_round() -> None:
    run = chainrule.train(MICROGRAD, optimizer=None)
    assert run.iterations.tolist() == [0, 1, 2, 3, 4, 5]
    assert len(run.parameters) == 2 * 4 + 3
    trace = chainrule.trace(MICROGRAD, round=3)
    assert trace.value == pytest.approx(run.loss[2], rel=1e-12)


def test_examples_one_by_one_and_a_loop_that_stops_at_a_tolerance() -> None:
    source = """
data = [(1.0, 3.1), (2.0, 4.9), (3.0, 7.2)]
w, b, lr = 0.0, 0.0, 0.05
losses = []
for epoch in range(4):
    for x, y in data:
        error = w*x + b - y
        loss = error**2
        dw = 2*error*x
        db = 2*error
        w -= lr*dw
        b -= lr*db
        losses.append(loss)
"""
    names: dict[str, list[float]] = {}
    exec(source, names)
    run = chainrule.train(source, optimizer=None)
    assert run.loss[:-1].tolist() == pytest.approx(names["losses"], rel=1e-12)
    source = "x = np.array([3.0, 4.0])\nwhile np.linalg.norm(x) > 1e-2:\n    f = x @ x\n    df_dx = 2*x\n"
    run = chainrule.train(f"{source}    x = x - 0.1*df_dx", optimizer=None)
    assert run.loss[-1] == pytest.approx(float(run.values["x"][-1] @ run.values["x"][-1]))
    assert run.loss[-1] < 1e-4 <= run.loss[-2]
    run = chainrule.train(f"{source}    x = x - 0.1*df_dx", optimizer=None, keep=5)
    assert len(run.iterations) == 5


KEEPS_THE_BEST = """
import numpy as np
X = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 1.0]])
y = np.array([1.0, 2.0, 0.5])
w, b = np.zeros(2), 0.0
best_w, best_b = w.copy(), b
for i in range(9):
    e = X @ w + b - y
    loss = np.mean(e**2)
    w = w - 0.1*2*X.T @ e/3
    b = b - 0.1*2*e.mean()
    if i % 2 == 0:
        best_w, best_b = w.copy(), b
"""


def test_what_is_kept_of_the_best_takes_no_name_away() -> None:
    run = chainrule.train(KEEPS_THE_BEST, optimizer=None)
    assert sorted(run.parameters) == ["b", "w"]
    assert run.values["w"].shape == (10, 2)
