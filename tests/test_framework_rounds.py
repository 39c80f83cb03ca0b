"""Loops of PyTorch and JAX that are drawn for one round: any round has the numbers that the library has there."""

import pytest

import chainrule


def of_torch(source: str, rounds: int) -> list[float]:
    """The losses of the first rounds: the same text, run by PyTorch in float64."""
    import torch

    losses: list[float] = []
    torch.set_default_dtype(torch.float64)
    try:
        exec(source.replace("ROUNDS", str(rounds)).replace("# KEEP", "losses.append(loss.item())"), {"losses": losses})
    finally:
        torch.set_default_dtype(torch.float32)
    return losses


LINEAR = """
import torch
X = torch.tensor([[0.5, -1.0], [1.5, 2.0], [-0.3, 0.8], [2.0, 0.1]])
y = torch.tensor([1.0, -2.0, 0.5, 3.0])
w = torch.tensor([0.3, -0.2], requires_grad=True)
b = torch.tensor(0.1, requires_grad=True)
opt = torch.optim.OPTIMIZER
for step in range(ROUNDS):
    loss = ((X @ w + b - y)**2).mean() + 0.1*w.abs().sum()
    opt.zero_grad()
    loss.backward()
    opt.step()
    # KEEP
"""


@pytest.mark.parametrize(
    "optimizer",
    [
        "SGD([w, b], lr=0.1)",
        "SGD([w, b], lr=0.05, momentum=0.9, weight_decay=0.01)",
        "SGD([w, b], lr=0.05, momentum=0.9, nesterov=True)",
        "SGD([w, b], lr=0.05, momentum=0.9, dampening=0.3)",
        "SGD([{'params': [w], 'lr': 0.2}, {'params': [b]}], lr=0.01)",
        "Adam([w, b], lr=0.1)",
        "Adam([w, b], lr=0.1, amsgrad=True, weight_decay=0.1)",
        "AdamW([w, b], lr=0.1)",
        "Adagrad([w, b], lr=0.5, lr_decay=0.1)",
        "RMSprop([w, b], lr=0.1, momentum=0.5)",
        "RMSprop([w, b], lr=0.1, centered=True)",
        "Adadelta([w, b], lr=1.0)",
        "Adamax([w, b], lr=0.1)",
        "NAdam([w, b], lr=0.1)",
        "RAdam([w, b], lr=0.1)",
    ],
)
def test_a_pytorch_loop_is_where_pytorch_is(optimizer: str) -> None:
    source = LINEAR.replace("OPTIMIZER", optimizer)
    losses = of_torch(source, 12)
    for number in (1, 2, 3, 12):
        trace = chainrule.trace(source.replace("ROUNDS", "12"), round=number)
        assert trace.value == pytest.approx(losses[number - 1], rel=1e-9)


@pytest.mark.parametrize(
    "clipping", ["norm_([w, b], max_norm=0.5)", "norm_([w, b], 0.3, float('inf'))", "value_([w, b], 0.2)"]
)
def test_gradients_are_clipped_before_the_step_as_in_pytorch(clipping: str) -> None:
    source = LINEAR.replace("OPTIMIZER", "SGD([w, b], lr=0.1, momentum=0.9)")
    source = source.replace("    opt.step()", f"    torch.nn.utils.clip_grad_{clipping}\n    opt.step()")
    losses = of_torch(source, 6)
    for number in (2, 6):
        trace = chainrule.trace(source.replace("ROUNDS", "6"), round=number)
        assert trace.value == pytest.approx(losses[number - 1], rel=1e-9)


SCHEDULED = LINEAR.replace("OPTIMIZER", "SGD([w, b], lr=0.1)\nsched = torch.optim.lr_scheduler.SCHEDULE").replace(
    "    opt.step()\n", "    opt.step()\n    sched.step()\n"
)


@pytest.mark.parametrize(
    "schedule",
    [
        "StepLR(opt, step_size=3)",
        "MultiStepLR(opt, [2, 5], gamma=0.5)",
        "ExponentialLR(opt, 0.9)",
        "CosineAnnealingLR(opt, T_max=10)",
        "CosineAnnealingWarmRestarts(opt, 3, 2)",
        "LambdaLR(opt, lambda t: 1/(1 + t))",
        "LinearLR(opt)",
        "ConstantLR(opt, 0.5, 4)",
        "PolynomialLR(opt, 8, power=2.0)",
    ],
)
def test_a_schedule_is_where_pytorch_is(schedule: str) -> None:
    source = SCHEDULED.replace("SCHEDULE", schedule)
    losses = of_torch(source, 12)
    for number in (2, 5, 12):
        trace = chainrule.trace(source.replace("ROUNDS", "12"), round=number)
        assert trace.value == pytest.approx(losses[number - 1], rel=1e-9)


def test_gradients_that_are_never_set_to_zero_grow_as_in_pytorch() -> None:
    source = LINEAR.replace("OPTIMIZER", "SGD([w, b], lr=0.02)").replace("    opt.zero_grad()\n", "")
    losses = of_torch(source, 8)
    for number in (2, 3, 8):
        trace = chainrule.trace(source.replace("ROUNDS", "8"), round=number)
        assert trace.value == pytest.approx(losses[number - 1], rel=1e-9)


BY_HAND = """
import torch
X = torch.tensor([[0.5, -1.0], [1.5, 2.0], [-0.3, 0.8], [2.0, 0.1]])
y = torch.tensor([[1.0], [-2.0], [0.5], [3.0]])
W1 = torch.linspace(-1, 1, 6).reshape(2, 3).clone().requires_grad_()
W2 = torch.linspace(-0.5, 0.7, 3).reshape(3, 1).clone().requires_grad_()
lr = 0.1
for step in range(ROUNDS):
    h = torch.tanh(X @ W1)
    loss = ((h @ W2 - y)**2).mean()
    loss.backward()
    with torch.no_grad():
        W1 -= lr*W1.grad
        W2 -= lr*W2.grad
        W1.grad.zero_()
        W2.grad.zero_()
    # KEEP
"""


def test_updates_by_hand_are_where_pytorch_is() -> None:
    losses = of_torch(BY_HAND, 9)
    for number in (1, 2, 4, 9):
        trace = chainrule.trace(BY_HAND.replace("ROUNDS", "9"), round=number)
        assert trace.value == pytest.approx(losses[number - 1], rel=1e-9)


MODULE = """
import torch
import torch.nn as nn
from torch.utils.data import TensorDataset, DataLoader

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 3)
        self.fc2 = nn.Linear(3, 1)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x)))

net = Net()
with torch.no_grad():
    net.fc1.weight.copy_(torch.tensor([[0.5, -0.2], [0.3, 0.8], [-0.6, 0.1]]))
    net.fc1.bias.copy_(torch.tensor([0.1, 0.0, -0.1]))
    net.fc2.weight.copy_(torch.tensor([[0.4, -0.7, 0.2]]))
    net.fc2.bias.copy_(torch.tensor([0.05]))
X = torch.tensor([[0.5, -1.0], [1.5, 2.0], [-0.3, 0.8], [2.0, 0.1]])
y = torch.tensor([[1.0], [-2.0], [0.5], [3.0]])
loader = DataLoader(TensorDataset(X, y), batch_size=2)
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
for epoch in range(ROUNDS):
    running = 0.0
    for xb, yb in loader:
        optimizer.zero_grad()
        out = net(xb)
        loss = criterion(out, yb)
        loss.backward()
        optimizer.step()
        running += loss.item()
        # KEEP
    print(f"epoch {epoch}: {running/len(loader):.4f}")
"""


def test_minibatches_of_a_module_are_where_pytorch_is() -> None:
    losses = of_torch(MODULE, 3)
    for number in (1, 2, 3, 6):
        trace = chainrule.trace(MODULE.replace("ROUNDS", "3"), round=number)
        assert trace.value == pytest.approx(losses[number - 1], rel=1e-9)
        assert trace.loop is not None
        assert trace.loop.rounds == 6


JAX = """
import jax
import jax.numpy as jnp
x = jnp.array([1.0, 2.0, 3.0])
t = jnp.array([2.0, 4.1, 5.9])
def loss(params):
    w, b = params
    return jnp.mean((w*x + b - t)**2)
params = (0.5, 0.0)
for i in range(20):
    value, grads = jax.value_and_grad(loss)(params)
    params = tuple(p - 0.05*g for p, g in zip(params, grads))
"""


def test_a_jax_loop_is_where_jax_is() -> None:
    import jax

    names: dict[str, object] = {}
    with jax.enable_x64(True):
        exec(JAX.replace("range(20)", "range(7)"), names)
    trace = chainrule.trace(JAX, round=7)
    assert trace.value == pytest.approx(float(names["value"]), rel=1e-6)  # type: ignore[arg-type]
