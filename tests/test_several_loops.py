"""Programs with several training loops, one behind the other: their rounds are one run, and each is drawn as itself."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import chainrule
from test_torch_loops import NETWORK

BEGIN = """import numpy as np
x = np.array([1.0, 2.0, 3.0, 4.0])
y = np.array([2.0, 4.1, 5.9, 8.2])
w, b = 0.1, 0.0
losses = []
"""
ROUNDS = """for i in range(COUNT):
    e = w*x + b - y
    loss = np.mean(e**2)
    losses.append(loss)
    dw = 2*np.mean(e*x)
    db = 2*np.mean(e)
    w = w - RATE*dw
    b = b - RATE*db
"""


def rounds(count: int, rate: float) -> str:
    return ROUNDS.replace("COUNT", str(count)).replace("RATE", str(rate))


INSIDE = rounds(5, 0.05).replace("5):", "n):", 1).replace("0.05", "lr").replace("\n", "\n    ").rstrip()
PROGRAMS = {
    "another rate": BEGIN + rounds(10, 0.05) + rounds(7, 0.01),
    "from the start again": BEGIN + rounds(10, 0.05) + "w, b = 0.1, 0.0\n" + rounds(10, 0.01),
    "one of the two stays": BEGIN + rounds(10, 0.05) + rounds(6, 0.1).replace("    w = w - 0.1*dw\n", ""),
    "a function called twice": BEGIN
    + f"def train(w, b, lr, n):\n    {INSIDE}\n    return w, b\n"
    + "w, b = train(w, b, 0.05, 5)\nw, b = train(w, b, 0.01, 6)\n",
    "three loops, and one that measures": BEGIN
    + rounds(3, 0.05)
    + rounds(4, 0.01)
    + rounds(5, 0.02)
    + "total = 0\nfor k in range(4):\n    total += (w*x[k] + b - y[k])**2\n",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_rounds_of_all_loops_are_one_run(name: str) -> None:
    names: dict[str, object] = {}
    exec(PROGRAMS[name], names)  # our own text
    losses = names["losses"]
    assert isinstance(losses, list)
    run = chainrule.train(PROGRAMS[name], optimizer=None, keep=100)
    assert run.loss[:-1] == pytest.approx(losses, rel=1e-12)
    assert {each: rows[-1] for each, rows in run.values.items()} == pytest.approx({"w": names["w"], "b": names["b"]})
    for number in (1, len(losses) // 2, len(losses)):
        trace = chainrule.trace(PROGRAMS[name], round=number)
        assert trace.value == pytest.approx(losses[number - 1], rel=1e-12)
        assert trace.loop is not None
        assert (trace.loop.round, trace.loop.rounds) == (number, len(losses))


def test_a_loop_that_moves_other_numbers_is_a_run_of_its_own() -> None:
    other = "c = 3.0\nfor i in range(6):\n    loss = (c - 1)**2\n    dc = 2*(c - 1)\n    c -= 0.1*dc\n"
    run = chainrule.train(BEGIN + rounds(10, 0.05) + other, optimizer=None)
    assert (run.parameters, run.iterations[-1]) == (["w", "b"], 10)


TORCH = """
for epoch in range(9):
    optimizer.zero_grad()
    loss = F.mse_loss(MODEL(X), y)
    losses.append(loss.item())
    loss.backward()
    optimizer.step()
"""
START = f"{NETWORK}losses = []\noptimizer = torch.optim.SGD(model.parameters(), lr=0.1)" + TORCH.replace(
    "MODEL", "model"
)
OTHER = (
    "\nother = nn.Linear(2, 1)\nother.weight.data.fill_(0.3)\noptimizer = torch.optim.SGD(other.parameters(), lr=0.1)"
)


@pytest.mark.parametrize("keep", [3, 100])
@pytest.mark.parametrize(
    ("second", "count"),
    [
        ("optimizer = torch.optim.Adam(model.parameters(), lr=0.01)" + TORCH.replace("MODEL", "model"), 18),
        (OTHER + TORCH.replace("MODEL", "other"), 9),
    ],
)
def test_optimizers_one_behind_the_other_leave_what_pytorch_leaves(second: str, count: int, keep: int) -> None:
    torch.set_default_dtype(torch.float64)
    names: dict[str, object] = {}
    exec(START + second, names)  # our own text
    torch.set_default_dtype(torch.float32)
    run = chainrule.train(START + second, optimizer=None, keep=keep)
    assert run.iterations[-1] == count
    model = names["model"]
    assert isinstance(model, torch.nn.Module)
    for rows, end in zip(run.values.values(), model.parameters(), strict=True):
        np.testing.assert_allclose(rows[-1], end.detach().numpy(), rtol=1e-9)


def test_a_loader_that_shuffles_without_a_seed_says_so() -> None:
    loop = """
from torch.utils.data import TensorDataset, DataLoader
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    for xb, yb in DataLoader(TensorDataset(X, y), batch_size=2, shuffle=True):
        optimizer.zero_grad()
        F.mse_loss(model(xb), yb).backward()
        optimizer.step()
"""
    (notice,) = chainrule.train(NETWORK + loop, optimizer=None).notices
    assert notice.code == "random"
    assert notice.text.startswith("The examples come in the order of the text")


def test_a_loop_that_moves_other_numbers_is_left_out_and_said_to_be() -> None:
    program = (
        BEGIN + rounds(5, 0.05) + "v = 1.0\nfor i in range(4):\n    cost = (v - 3)**2\n    v = v - 0.2*2*(v - 3)\n"
    )
    run = chainrule.train(program, optimizer=None)
    assert list(run.values) == ["w", "b"]
    assert [(note.code, note.text) for note in run.notices] == [
        ("loop-left-out", "The loop in line 15 is not in this run: it moves other numbers.")
    ]
    alone = chainrule.train(BEGIN + rounds(5, 0.05) + rounds(3, 0.01), optimizer=None)
    assert alone.notices == []
