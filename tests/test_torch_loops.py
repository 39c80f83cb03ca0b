"""Training loops as they are written for PyTorch: what they leave is what PyTorch leaves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

import chainrule

NETWORK = """
import torch
import torch.nn as nn
import torch.nn.functional as F
X = torch.tensor([[0.5, -1.0], [1.5, 2.0], [-0.3, 0.8], [2.0, 0.1], [-1.2, 0.4], [0.7, 0.9]])
y = torch.tensor([[1.0], [-2.0], [0.5], [3.0], [0.2], [-0.6]])
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 3)
        self.fc2 = nn.Linear(3, 1)
        with torch.no_grad():
            self.fc1.weight.copy_(torch.tensor([[0.3, -0.2], [0.1, 0.4], [-0.5, 0.2]]))
            self.fc1.bias.copy_(torch.tensor([0.1, 0.0, -0.1]))
            self.fc2.weight.copy_(torch.tensor([[0.6, -0.4, 0.3]]))
            self.fc2.bias.copy_(torch.tensor([0.05]))
    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x)))
model = Net()
"""
LOOPS = {
    "DataLoader": """
from torch.utils.data import TensorDataset, DataLoader
loader = DataLoader(TensorDataset(X, y), batch_size=2, shuffle=False)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for epoch in range(10):
    for xb, yb in loader:
        optimizer.zero_grad()
        loss = F.mse_loss(model(xb), yb)
        loss.backward()
        optimizer.step()
""",
    "StepLR": """
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.5)
criterion = nn.MSELoss()
for epoch in range(40):
    optimizer.zero_grad(set_to_none=True)
    loss = criterion(model(X), y)
    loss.backward()
    optimizer.step()
    scheduler.step()
""",
    "CosineAnnealingLR": """
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=30, eta_min=1e-4)
for epoch in range(30):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    scheduler.step()
    if epoch % 10 == 0:
        print(f"epoch {epoch}: loss {loss.item():.4f} lr {scheduler.get_last_lr()[0]:.4f}")
""",
    "OneCycleLR": """
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=30)
for epoch in range(30):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    scheduler.step()
""",
    "ReduceLROnPlateau": """
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, mode='min', factor=0.5, patience=2)
for epoch in range(40):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    scheduler.step(loss.item())
""",
    "clip_grad_norm_": """
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(30):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=0.5)
    optimizer.step()
""",
    "groups of parameters": """
optimizer = torch.optim.AdamW([
    {'params': model.fc1.parameters(), 'lr': 0.01},
    {'params': model.fc2.parameters(), 'weight_decay': 0.1},
], lr=0.05, weight_decay=0.01)
for epoch in range(25):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
""",
    "early stopping by break": """
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
best, patience, bad = float('inf'), 3, 0
Xv, yv = X[4:], y[4:]
for epoch in range(100):
    model.train()
    optimizer.zero_grad()
    loss = F.mse_loss(model(X[:4]), y[:4])
    loss.backward()
    optimizer.step()
    model.eval()
    with torch.no_grad():
        val = F.mse_loss(model(Xv), yv).item()
    if val < best - 1e-4:
        best, bad = val, 0
    else:
        bad += 1
        if bad >= patience:
            print("stop", epoch)
            break
""",
    "parameters moved in a loop": """
lr = 0.1
for epoch in range(30):
    loss = F.mse_loss(model(X), y)
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for p in model.parameters():
            p -= lr * p.grad
""",
    "SequentialLR": """
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
s1 = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=5)
s2 = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=20)
scheduler = torch.optim.lr_scheduler.SequentialLR(optimizer, schedulers=[s1, s2], milestones=[5])
for epoch in range(25):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    scheduler.step()
""",
    "first values copied in a loop": """
labels = torch.tensor([0, 1, 2, 1, 0, 2])
model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 3))
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(0.3 * torch.sin(torch.arange(p.numel(), dtype=torch.float64).reshape(p.shape) + i))
optimizer = torch.optim.Adam(model.parameters(), lr=0.02, betas=(0.8, 0.99), eps=1e-6)
criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
for epoch in range(20):
    optimizer.zero_grad()
    out = model(X)
    loss = criterion(out, labels)
    loss.backward()
    optimizer.step()
    acc = (out.argmax(1) == labels).float().mean()
""",
    "clip_grad_value_": """
optimizer = torch.optim.NAdam(model.parameters(), lr=0.02)
for epoch in range(20):
    optimizer.zero_grad()
    loss = F.smooth_l1_loss(model(X), y)
    loss.backward()
    nn.utils.clip_grad_value_(model.parameters(), 0.1)
    optimizer.step()
""",
    "autograd.grad and a momentum of its own": """
params = list(model.parameters())
lr = 0.05
v = [torch.zeros_like(p) for p in params]
for epoch in range(20):
    loss = F.mse_loss(model(X), y)
    grads = torch.autograd.grad(loss, params)
    with torch.no_grad():
        for i, (p, g) in enumerate(zip(params, grads)):
            v[i] = 0.9 * v[i] + g
            p -= lr * v[i]
""",
    "frozen parameters": """
for p in model.fc1.parameters():
    p.requires_grad = False
optimizer = torch.optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=0.1, momentum=0.9, nesterov=True)
ema = model.fc2.weight.detach().clone()
for epoch in range(20):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    ema = 0.9 * ema + 0.1 * model.fc2.weight.detach()
""",
    "p.data moved": """
for epoch in range(9):
    model.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    for p in model.parameters():
        p.data = p.data - 0.1 * p.grad.data
""",
    "sub_ and add_": """
for epoch in range(9):
    model.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    with torch.no_grad():
        for p in model.parameters():
            p.sub_(0.05 * p.grad)
            p.add_(p.grad, alpha=-0.05)
""",
    "OneCycleLR in three phases": """
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
scheduler = torch.optim.lr_scheduler.OneCycleLR(
    optimizer, max_lr=0.1, epochs=5, steps_per_epoch=4, three_phase=True, anneal_strategy='linear')
for step in range(20):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    scheduler.step()
""",
    "MultiplicativeLR": """
optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
scheduler = torch.optim.lr_scheduler.MultiplicativeLR(optimizer, lr_lambda=lambda epoch: 0.9)
for step in range(12):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    scheduler.step()
""",
    "the largest gradient clipped": """
optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
for step in range(12):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), 0.3, norm_type=float('inf'))
    optimizer.step()
""",
    "gradients of two rounds add up before a step": """
w = torch.tensor([[0.1], [0.2]], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.01)
for step in range(6):
    loss = F.mse_loss(X[step % 4: step % 4 + 1] @ w, y[step % 4: step % 4 + 1]) / 2
    loss.backward()
    if (step + 1) % 2 == 0:
        optimizer.step()
        optimizer.zero_grad()
model = nn.ParameterList([w])
""",
    "gradients of parts add up in an inner loop": """
w = torch.zeros(2, 1).requires_grad_()
optimizer = torch.optim.Adam([w], lr=0.02)
for epoch in range(7):
    optimizer.zero_grad()
    for i in range(3):
        loss = F.mse_loss(X[2*i: 2*i + 2] @ w, y[2*i: 2*i + 2])
        (loss / 3).backward()
    optimizer.step()
model = nn.ParameterList([w])
""",
    "gradients of a layer add up": """
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for step in range(9):
    loss = F.mse_loss(model(X), y)
    loss.backward()
    if step % 3 == 2:
        optimizer.step()
        optimizer.zero_grad()
""",
    "scalars moved in a list": """
a = torch.tensor(0.5, requires_grad=True)
b = torch.tensor(-0.5, requires_grad=True)
for step in range(12):
    loss = ((a * X[:, 0] + b - y[:, 0])**2).mean()
    loss.backward()
    with torch.no_grad():
        for p in [a, b]:
            p -= 0.1 * p.grad
            p.grad.zero_()
model = nn.ParameterList([a, b])
""",
}


_ROUNDS = """
for epoch in range(14):
    optimizer.zero_grad()
    loss = F.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
"""
LOOPS |= {
    rule: f"optimizer = torch.optim.{rule}{_ROUNDS}"
    for rule in (
        "Rprop(model.parameters(), lr=0.01)",
        "ASGD(model.parameters(), lr=0.05, lambd=0.01, weight_decay=0.1)",
    )
}
# One schedule, several that are stepped together, and a chain of them.
SCHEDULES = (
    ("CyclicLR(optimizer, base_lr=0.01, max_lr=0.1, step_size_up=4)",),
    ("CyclicLR(optimizer, 0.01, 0.1, step_size_up=4, mode='triangular2', cycle_momentum=False)",),
    ("CyclicLR(optimizer, 0.01, 0.1, step_size_up=3, step_size_down=5, mode='exp_range', gamma=0.99)",),
    ("CyclicLR(optimizer, 0.01, 0.1, step_size_up=4, scale_fn=lambda k: 1/k, cycle_momentum=False)",),
    ("ExponentialLR(optimizer, gamma=0.9)", "MultiStepLR(optimizer, milestones=[3, 8])"),
    ("LinearLR(optimizer, start_factor=0.1, total_iters=4)", "CosineAnnealingLR(optimizer, T_max=5, eta_min=0.01)"),
    ("PolynomialLR(optimizer, total_iters=8)", "StepLR(optimizer, 3)"),
)
for _names in SCHEDULES:
    _lines = "".join(f"s{k} = torch.optim.lr_scheduler.{name}\n" for k, name in enumerate(_names))
    _steps = "".join(f"    s{k}.step()\n" for k in range(len(_names)))
    _begin = f"optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)\n{_lines}"
    LOOPS[" and ".join(_names)] = f"{_begin}{_ROUNDS}{_steps}"
    if len(_names) > 1:
        _chain = (
            f"chain = torch.optim.lr_scheduler.ChainedScheduler([{', '.join(f's{k}' for k in range(len(_names)))}])\n"
        )
        LOOPS["a chain of " + " and ".join(_names)] = f"{_begin}{_chain}{_ROUNDS}    chain.step()\n"


@pytest.fixture(autouse=True)
def _float64() -> Iterator[None]:
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_leaves_what_pytorch_leaves(name: str) -> None:
    program = NETWORK + LOOPS[name]
    space: dict[str, object] = {}
    exec(program, space)  # our own text
    model = space["model"]
    assert isinstance(model, torch.nn.Module)
    moving = [each.detach().numpy() for each in model.parameters() if each.requires_grad]
    run = chainrule.train(program, optimizer=None, keep=1000)
    assert len(run.parameters) == len(moving)
    for rows, end in zip(run.values.values(), moving, strict=True):
        np.testing.assert_allclose(rows[-1], end, rtol=1e-9, atol=1e-12)


MANY = """from micrograd.engine import Value
from micrograd.nn import MLP
model = MLP(2, [12, 12, 1])
X = [[0.5, 0.2], [-0.3, 1.0], [1.1, -0.7]]
for k in range(20):
    scores = [model(x) for x in X]
    loss = sum(s*s for s in scores) + 0.01*sum(p*p for p in model.parameters())
    model.zero_grad()
    loss.backward()
    for p in model.parameters():
        p.data -= 0.1 * p.grad
"""


def test_a_row_of_schedules_beside_another_one_is_refused() -> None:
    program = (
        NETWORK
        + """
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
plain = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
first = torch.optim.lr_scheduler.ConstantLR(optimizer)
row = torch.optim.lr_scheduler.SequentialLR(optimizer, [first], milestones=[])
"""
        + _ROUNDS
    )
    with pytest.raises(chainrule.ChainruleError, match="beside another schedule"):
        chainrule.train(program, optimizer=None)


def test_a_loop_over_many_parameters_is_a_part_of_its_round() -> None:
    loop = chainrule.trace(MANY).to_dict()["loop"]
    assert (loop["round"], loop["rounds"], loop["place"]["line"]) == (1, 20, 5)


def test_gradients_of_two_terms_of_a_sum_stay_two() -> None:
    program = "a = torch.tensor(2.0, requires_grad=True)\nb = torch.tensor(3.0, requires_grad=True)\nL = (a + b)**2\n"
    program = "import torch\n" + program + "L.backward()\nr = a.grad*b.grad + a.grad + L*b.grad"
    space: dict[str, object] = {}
    exec(program, space)
    assert chainrule.trace(program, output="r").value == space["r"].item()  # type: ignore[attr-defined]


def test_smoothed_labels_cost_what_pytorch_says_and_closures_of_lbfgs_are_refused():
    source = """import torch
from torch import nn
W = torch.tensor([[0.3, -0.2], [0.1, 0.4], [-0.5, 0.2]], requires_grad=True, dtype=torch.float64)
X = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64)
y = torch.tensor([0, 2])
opt = torch.optim.SGD([W], lr=0.1, momentum=0.9)
crit = nn.CrossEntropyLoss(label_smoothing=0.1)
for i in range(8):
    opt.zero_grad()
    loss = crit(X @ W.T, y)
    loss.backward()
    opt.step()
"""
    losses: list[float] = []
    exec(source.replace("opt.step()", "losses.append(loss.item()); opt.step()"), {"losses": losses})
    assert chainrule.train(source, optimizer=None).loss[:-1] == pytest.approx(losses, rel=1e-12)
    with pytest.raises(chainrule.ChainruleError, match="LBFGS") as refused:
        chainrule.train(source.replace("SGD([W], lr=0.1, momentum=0.9)", "LBFGS([W])"), optimizer=None)
    assert "SGD or Adam" in str(refused.value.hint)
