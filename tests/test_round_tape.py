"""Rounds that are run as a tape leave the program exactly where the interpreter, going through them, leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

import chainrule
from chainrule.graph import LITERAL, Graph
from chainrule.learn import train
from chainrule.limits import DEFAULT
from chainrule.read import Request, read
from chainrule.read.tape import RoundTape, TapeSegment

PATIENT = replace(DEFAULT, round_seconds=60.0, seconds=60.0)  # the interpreter alone, on a busy machine
PERCEPTRON = """
import numpy as np
class Neuron:
    def __init__(self, n):
        self.w = np.zeros(n)
        self.b = 0.0
    def forward(self, x):
        return 1/(1 + np.exp(-(self.w @ x + self.b)))
    def step(self, x, y, lr):
        p = self.forward(x)
        d = p - y
        self.w -= lr*d*x
        self.b -= lr*d
        return -(y*np.log(p) + (1 - y)*np.log(1 - p))
net = Neuron(2)
X = np.array([[0.5, 1.0], [1.0, -1.0], [-1.0, 0.3]])
Y = np.array([1.0, 0.0, 1.0])
for epoch in range(10000):
    for i in range(3):
        loss = net.step(X[i], Y[i], 0.1)
"""
TORCH = """
import torch
X = torch.tensor([[0., 1.], [1., 0.], [1., 1.]])
y = torch.tensor([[1.], [0.], [1.]])
W = torch.tensor([[0.1], [0.2]], requires_grad=True)
losses = []
for epoch in range(5000):
    loss = ((torch.sigmoid(X @ W) - y)**2).mean()
    loss.backward()
    with torch.no_grad():
        W -= 0.1*W.grad
    W.grad.zero_()
    losses.append(loss.item())
    print(epoch, loss.item())
"""
BRANCHES = """
def relu(z): return z if z > 0 else 0.01*z
w = 0.3
u = -0.2
for t in range(4000):
    h = relu(w*x)
    y = u*h
    loss = (y - 1)**2
    dy = 2*(y - 1)
    du = dy*h
    dw = dy*u*(x if w*x > 0 else 0.01*x)
    w -= 0.01*dw
    u -= 0.01*du
"""
PROGRAMS = {
    "a class, and a loop within a loop": PERCEPTRON,
    "PyTorch, with a list of losses and a print": TORCH,
    "PyTorch whose gradients are never set to zero": TORCH.replace("    W.grad.zero_()\n", ""),
    "branches by a number": BRANCHES,
    "a perceptron, one example after the other": """
import numpy as np
w = np.array([0.1, -0.2])
b = 0.0
X = [[1.0, 2.0], [-1.0, 0.5], [2.0, -1.0], [0.3, 0.3]]
Y = [1, -1, 1, -1]
for epoch in range(500):
    for x, y in zip(X, Y):
        margin = y*(w @ np.array(x) + b)
        loss = np.maximum(0, 1 - margin)
        if margin < 1:
            dw = -y*np.array(x)
            db = -y
            w = w - 0.01*dw
            b = b - 0.01*db
""",
    "momentum": "w = 2.0\nv = 0.0\nfor t in range(9000):\n    loss = (w*x - 1)**2\n    dw = 2*(w*x - 1)*x\n"
    "    v = 0.9*v - 0.01*dw\n    w += v",
    "a function of JAX": "import jax\nimport jax.numpy as jnp\n"
    "def f(w, x, y): return jnp.mean((jnp.tanh(x @ w) - y)**2)\n"
    "w = jnp.array([0.1, 0.2])\nX = jnp.array([[1.0, 2.0], [0.5, -1.0]])\ny = jnp.array([0.5, -0.5])\n"
    "for step in range(3000):\n    w = w - 0.1*jax.grad(f)(w, X, y)",
    "an optimizer of PyTorch": "import torch\nimport torch.nn as nn\n"
    "net = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))\n"
    "opt = torch.optim.Adam(net.parameters(), lr=0.1)\nX = torch.tensor([[0.,1.],[1.,0.],[1.,1.]])\n"
    "y = torch.tensor([[1.],[0.],[1.]])\nfor epoch in range(2000):\n    opt.zero_grad()\n"
    "    loss = nn.functional.mse_loss(net(X), y)\n    loss.backward()\n    opt.step()\n"
    "    if epoch % 100 == 0:\n        print(epoch, loss.item())",
    # These change something besides numbers in every round.
    "a rate that the counter sets": "w = 2.0\nfor t in range(900):\n    loss = (w*x - 1)**2\n    dw = 2*(w*x - 1)*x\n"
    "    w -= 0.1/(1 + t)*dw",
    "a rate that shrinks": "w = 2.0\nlr = 0.1\nfor t in range(900):\n    loss = (w*x - 1)**2\n    dw = 2*(w*x - 1)*x\n"
    "    w -= lr*dw\n    lr *= 0.99",
    "a random example": "import numpy as np\nrng = np.random.default_rng(0)\nX = np.array([1.0, 2.0])\nw = 0.5\n"
    "for t in range(900):\n    i = rng.integers(0, 2)\n    loss = (w*X[i] - 3)**2\n    dw = 2*(w*X[i] - 3)*X[i]\n"
    "    w -= 0.01*dw",
    "an object that changes late": "w = 2.0\nn = []\nfor t in range(900):\n    n.append(1)\n"
    "    loss = (w*x - 1)**2\n    dw = 2*(w*x - 1)*x\n    if len(n) > 30:\n        dw = dw*0.5\n    w -= 0.01*dw",
}


@contextmanager
def watched(interpret_all: bool = False) -> Iterator[list[int]]:
    """How many segments the interpreter handed over; with `interpret_all` it is never relieved of a round."""
    handed: list[int] = []
    original = RoundTape.skip

    def skip(self: RoundTape, m: object, segment: TapeSegment) -> None:
        handed.append(len(segment.nodes))
        if not interpret_all:
            original(self, m, segment)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RoundTape, "skip", skip)
        yield handed


def at(source: str, number: int) -> Graph:
    return read(source, Request(values={"x": 0.7}, round=number, limits=PATIENT))


@pytest.mark.parametrize("number", [2, 5, 60])
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_round_on_the_tape_is_the_round_of_the_interpreter(name: str, number: int) -> None:
    skipping = at(PROGRAMS[name], number)
    with watched(interpret_all=True):
        interpreted = at(PROGRAMS[name], number)
    assert [node[:3:2] for node in skipping.nodes] == [node[:3:2] for node in interpreted.nodes]
    for ours, theirs in zip(skipping.nodes, interpreted.nodes, strict=True):
        assert (ours.op, ours.name, ours.shape) == (theirs.op, theirs.name, theirs.shape)
        if ours.op == LITERAL:
            np.testing.assert_allclose(ours.params["value"], theirs.params["value"], rtol=1e-10)
    assert skipping.names == interpreted.names
    assert skipping.loop == interpreted.loop
    assert [guard[:4] for guard in skipping.guards] == [guard[:4] for guard in interpreted.guards]


@pytest.mark.parametrize("name", [*PROGRAMS][:8])
def test_most_rounds_are_not_interpreted(name: str) -> None:
    with watched() as handed:
        at(PROGRAMS[name], 400)
    assert len(handed) < 100


def test_the_last_round_of_a_loop_of_ten_thousand_has_its_numbers() -> None:
    names: dict[str, object] = {}
    exec(PERCEPTRON.replace("range(10000)", "range(9999)"), names)
    graph = at(PERCEPTRON, 10_000)
    begun = [node.params["value"] for node in graph.nodes if node.op == LITERAL and node.shape == (2,)]
    assert any(np.allclose(value, names["net"].w, rtol=1e-9) for value in begun)  # type: ignore[attr-defined]


def test_a_loop_that_ends_by_itself_ends_in_the_same_round() -> None:
    source = """
w = 3.0
dw = 1.0
while abs(dw) > 1e-6:
    loss = (w - 1)**2
    dw = 2*(w - 1)
    w = w - 0.01*dw
"""
    w, dw, rounds = 3.0, 1.0, 0
    while abs(dw) > 1e-6:
        dw = 2 * (w - 1)
        w, rounds = w - 0.01 * dw, rounds + 1
    with pytest.raises(Exception, match=f"ends after {rounds} rounds"):
        at(source, rounds + 1)
    assert at(source, rounds).loop is not None


def test_a_run_interprets_the_rounds_that_it_keeps() -> None:
    with watched() as handed:
        run = train(TORCH, {}, optimizer=None, keep=5)
    assert len(handed) < 80
    with watched(interpret_all=True):
        assert run.loss[-1] == pytest.approx(train(TORCH, {}, optimizer=None, keep=2).loss[-1], rel=1e-9)


@pytest.mark.parametrize("rounds", [10, 25_000])
def test_a_class_counts_in_a_loop_of_any_length(rounds: int) -> None:
    """The arguments of its calls were leaves of the graph: 20,000 rounds would not fit, and one of them was drawn."""
    source = f"""
class Counter:
    def __init__(self):
        self.n = 0
    def tick(self, k):
        self.n += k % 3
c = Counter()
for k in range({rounds}):
    c.tick(k)
y = x*c.n
"""
    trace = chainrule.trace(source, {"x": 0.5}, limits=PATIENT)
    assert trace.value == 0.5 * sum(k % 3 for k in range(rounds))
    assert trace.loop is None


def test_a_bias_that_begins_as_a_number_of_the_text_has_its_gradient_in_every_later_round() -> None:
    run = chainrule.train(PERCEPTRON, optimizer=None)
    arrays = chainrule.train(PERCEPTRON.replace("self.b = 0.0", "self.b = np.zeros(1)"), optimizer=None)
    assert np.isnan(run.gradients["net.b"][0])
    assert run.gradients["net.b"][1:] == pytest.approx(arrays.gradients["net.b"][1:, 0], rel=1e-9)
    assert run.values["net.b"][1:] == pytest.approx(arrays.values["net.b"][1:, 0], rel=1e-9)


def test_what_the_lines_of_a_round_mean_is_searched_for_once_and_not_in_every_kept_round(monkeypatch) -> None:
    from chainrule.read import output

    searches: list[int] = []
    search = output.find_hand_gradients
    monkeypatch.setattr(output, "find_hand_gradients", lambda *given: searches.append(1) or search(*given))
    source = "w = 3.0\nfor t in range(200):\n    loss = (w*x - 1)**2\n    dw = 2*(w*x - 1)*x\n    w -= 0.01*dw"
    run = chainrule.train(source, {"x": 1.5}, optimizer=None, keep=201)
    w = 3.0
    for entry in range(201):
        assert run.values["w"][entry] == pytest.approx(w, rel=1e-12)
        assert run.gradients["w"][entry] == pytest.approx(2 * (w * 1.5 - 1) * 1.5, rel=1e-12)
        w -= 0.01 * 2 * (w * 1.5 - 1) * 1.5
    assert len(searches) < 15
