"""Loops for PyTorch that shuffle their examples, or change gradients between `backward()` and `step()`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

import chainrule
from test_torch_loops import NETWORK

SHUFFLED = """
from torch.utils.data import TensorDataset, DataLoader
torch.manual_seed(3)
loader = DataLoader(TensorDataset(X, y), batch_size=4, shuffle=True)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
losses = []
for epoch in range(6):
    for xb, yb in loader:
        optimizer.zero_grad()
        loss = F.mse_loss(model(xb), yb)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
"""
STEPS = """
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.5)
losses = []
for epoch in range(12):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    CHANGE
    optimizer.step()
    losses.append(loss.item())
"""
EACH = "for p in model.parameters():\n        "
SELECTED = """norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 0.3)
    if norm > 100:
        continue"""
OWN_NORM = """total_norm = 0
    for p in model.parameters():
        total_norm += p.grad.data.norm(2).item() ** 2
    clip_coef = 1.0 / (total_norm ** 0.5 + 1e-6)
    if clip_coef < 1:
        for p in model.parameters():
            p.grad.data.mul_(clip_coef)"""
MOVING_AVERAGE = """optimizer.step()
    with torch.no_grad():
        for mean, p in zip(means, model.parameters()):
            mean.mul_(0.9).add_(p, alpha=0.1)"""
LOOPS = {
    "shuffled with a seed": SHUFFLED,
    "shuffled, the last batch dropped": SHUFFLED.replace("shuffle=True", "shuffle=True, drop_last=True"),
    "shuffled by a generator": SHUFFLED.replace(
        "shuffle=True", "shuffle=True, generator=torch.Generator().manual_seed(7)"
    ),
    "a held-out loader draws a seed, too": SHUFFLED.replace(
        "optimizer =", "held_out = DataLoader(TensorDataset(X, y), batch_size=6)\noptimizer ="
    )
    + "    for xb, yb in held_out:\n        val = F.mse_loss(model(xb), yb).item()\n",
    "clamp_": STEPS.replace("CHANGE", f"{EACH}p.grad.data.clamp_(-0.2, 0.2)"),
    "assigned": STEPS.replace("CHANGE", f"{EACH}p.grad = p.grad*0.5"),
    "divided": STEPS.replace("CHANGE", f"{EACH}p.grad /= 2"),
    "two changes in one line": STEPS.replace("CHANGE", f"{EACH}p.grad.add_(p.data, alpha=0.01).mul_(0.5)"),
    "the norm by hand": STEPS.replace("CHANGE", OWN_NORM),
    "the norm that is clipped decides": STEPS.replace("CHANGE", "losses.append(loss.item())\n    " + SELECTED).replace(
        "step()\n    losses.append(loss.item())", "step()"
    ),
    "clipped, and never set to zero": STEPS.replace("    optimizer.zero_grad()\n", "").replace(
        "CHANGE", "nn.utils.clip_grad_norm_(model.parameters(), 0.3)"
    ),
    "clamp_, and never set to zero": STEPS.replace("    optimizer.zero_grad()\n", "").replace(
        "CHANGE", f"{EACH}p.grad.clamp_(-0.2, 0.2)"
    ),
    "a moving average of the parameters": STEPS.replace(
        "losses = []", "losses = []\nmeans = [p.detach().clone() for p in model.parameters()]"
    )
    .replace("    CHANGE\n", "")
    .replace("optimizer.step()", MOVING_AVERAGE),
}


@pytest.fixture(autouse=True)
def _float64() -> Iterator[None]:
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("name", LOOPS)
def test_each_update_has_the_loss_that_pytorch_has(name: str) -> None:
    program = NETWORK + LOOPS[name]
    space: dict[str, object] = {}
    exec(program, space)  # our own text
    losses = space["losses"]
    assert isinstance(losses, list)
    run = chainrule.train(program, optimizer=None, keep=1000)
    assert [notice.code for notice in run.notices] == []
    np.testing.assert_allclose(run.loss[:-1], losses, rtol=1e-9, atol=1e-13)
