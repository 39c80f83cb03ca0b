"""With a seed a program in PyTorch has the very numbers that PyTorch draws."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule

torch = pytest.importorskip("torch")

DRAWS = {
    "few and many": """
a = torch.rand(3)
b = torch.randn(5)
c = torch.randn(40)
d = torch.randn(2, 3)
e = torch.rand(7, 5)
""",
    "of doubles": """
a = torch.randn(4, dtype=torch.float64)
b = torch.rand(6, dtype=torch.double)
c = torch.randn(21, dtype=torch.double)
""",
    "whole numbers": """
a = torch.randint(0, 10, (4, 5))
b = torch.randperm(12)
c = torch.randint(3, (7,))
d = torch.randn(1)
""",
    "normal": """
a = torch.normal(1.0, 0.1, (3, 4))
b = torch.normal(0.0, 2.0, size=(20,))
""",
    "like": """
x = torch.zeros(4, 5)
a = torch.randn_like(x)
b = torch.rand_like(x)
""",
    "in place": """
a = torch.empty(3, 4).normal_(0, 0.1)
b = torch.empty(5, 5).uniform_(-0.5, 0.5)
""",
    "a generator": """
g = torch.Generator().manual_seed(2147483647)
a = torch.randn((27, 10), generator=g)
b = torch.randn((10,), generator=g)
c = torch.randn(4)
""",
    "default doubles": """
torch.set_default_dtype(torch.float64)
a = torch.randn(3)
b = torch.rand(20)
""",
    "linear": """
m = torch.nn.Linear(4, 3)
a = m.weight
b = m.bias
""",
    "two layers": """
m = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
a = m[0].weight
b = m[2].weight
c = m[2].bias
""",
    "convolution": """
m = torch.nn.Conv2d(2, 3, 3)
a = m.weight
b = m.bias
""",
    "embedding": """
m = torch.nn.Embedding(5, 4)
a = m.weight
""",
    "recurrent": """
m = torch.nn.LSTM(3, 4)
a = m.weight_ih_l0
b = m.weight_hh_l0
c = m.bias_hh_l0
""",
    "attention": """
m = torch.nn.MultiheadAttention(4, 2)
a = m.in_proj_weight
b = m.out_proj.weight
c = m.out_proj.bias
""",
    "attention with other keys": """
m = torch.nn.MultiheadAttention(4, 2, bias=False, kdim=3, vdim=5)
a = m.q_proj_weight
b = m.v_proj_weight
c = m.out_proj.weight
""",
    "a transformer layer": """
m = torch.nn.TransformerDecoderLayer(4, 2, 8)
a = m.multihead_attn.in_proj_weight
b = m.linear1.weight
c = m.linear2.bias
""",
    "init": """
a = torch.empty(4, 5)
torch.nn.init.xavier_uniform_(a)
b = torch.empty(4, 5)
torch.nn.init.kaiming_normal_(b)
c = torch.empty(6)
torch.nn.init.normal_(c, 1.0, 0.5)
""",
}


@pytest.mark.parametrize("seed", [0, 42, 1337])
@pytest.mark.parametrize("name", DRAWS)
def test_a_seed_gives_pytorchs_numbers(name, seed):
    source = f"import torch\ntorch.manual_seed({seed})\n{DRAWS[name]}"
    names = [each for each in "abcde" if f"\n{each} = " in source]
    scope: dict[str, object] = {}
    try:
        exec(source, scope)
    finally:
        torch.set_default_dtype(torch.float32)
    for each in names:
        trace = chainrule.trace(f"{source}\ny = {each}.double() * 1.0", output="y").to_dict()
        true = scope[each].detach().double().numpy()
        np.testing.assert_allclose(trace["value"], true, atol=1e-6, err_msg=each)
        assert not [notice for notice in trace["notices"] if notice["code"] == "random"]


LOOP = """
import torch
import torch.nn as nn

torch.manual_seed(1)
X = torch.tensor([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
y = torch.tensor([[0.], [1.], [1.], [0.]])

class XOR(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 4)
        self.fc2 = nn.Linear(4, 1)

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.tanh(self.fc1(x))))

model = XOR()
criterion = nn.BCELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for epoch in range(300):
    optimizer.zero_grad()
    loss = criterion(model(X), y)
    loss.backward()
    optimizer.step()
    if epoch % 50 == 0:
        print(f"epoch {epoch}, loss {loss.item():.4f}")
"""


def test_a_pasted_loop_with_a_seed_prints_what_pytorch_prints(capsys):
    exec(LOOP, {})
    printed = [float(line.rpartition(" ")[2]) for line in capsys.readouterr().out.splitlines()]
    run = chainrule.train(LOOP, optimizer=None, keep=301)
    assert [round(loss, 4) for loss in run.loss[0:300:50].tolist()] == printed
    assert not run.notices


def test_numbers_that_stand_in_for_pytorchs_are_said_to():
    """Without a seed, and of what a dropout draws."""
    unseeded = (
        "import torch\nx = torch.randn(3)\nw = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)\nL = (w*x).sum()"
    )
    run = chainrule.train(unseeded, parameters=["w"], iterations=2)
    assert [notice.code for notice in run.notices] == ["random"]
    dropout = LOOP.replace("torch.tanh(self.fc1(x))", "nn.functional.dropout(self.fc1(x), 0.5)")
    run = chainrule.train(dropout, optimizer=None, iterations=2)
    assert [notice.code for notice in run.notices] == ["random"]
