"""Mistakes at one expression of a backward pass, in loops and out of them: each is told by its code and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.diagnostics import MISTAKES
from chainrule.replay import constant_ratio, constant_ratios, same


@dataclass(frozen=True)
class Case:
    """A right program, and `old` replaced by `new` in it: `name` is at fault by the mistake `code`, said in `words`."""

    code: str
    source: str
    old: str
    new: str
    name: str
    words: str
    values: Mapping[str, tuple[int, ...]]


POOL = """
out = np.zeros(2)
for i in range(2):
    out[i] = np.max(x[2*i:2*i+2])
L = np.sum(out*v)
dx = np.zeros(4)
for i in range(2):
    window = x[2*i:2*i+2]
    dx[2*i:2*i+2] += (window == np.max(window)) * v[i]
"""
CROP = """
xp = np.pad(x, 1)
L = np.sum(xp**3 * k)
dxp = 3*xp**2 * k
dx = dxp[1:-1, 1:-1]
"""
HEADS = """
y = x.transpose(1, 0, 2).reshape(3, 4)
L = np.sum(y**2 * v)
dy = 2*y*v
dx = dy.reshape(3, 2, 2).transpose(1, 0, 2)
"""
ATTENTION = """
s = q @ k.T
p = np.exp(s) / np.sum(np.exp(s), axis=1, keepdims=True)
L = np.sum(p * v)
dp = v
ds = p * (dp - np.sum(dp * p, axis=1, keepdims=True))
dq = ds @ k
"""
STEP = """
h = np.tanh(x @ W1)
y = h @ W2
L = 0.5*np.sum(y**2)
dy = y
dW2 = h.T @ dy
dh = dy @ W2.T
dW1 = x.T @ (dh * (1 - h**2))
"""
CARRIED = """
c = c0
for t in range(3):
    c = f[t]*c + u[t]
L = np.sum(c*v)
dc = v
du = np.zeros((3, 2))
for t in reversed(range(3)):
    du[t] = dc
    dc = dc * f[t]
"""
LABELS = """
z = x @ W
p = np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)
L = -np.sum(np.log(p[np.arange(3), y]))
dz = p.copy()
dz[np.arange(3), y] -= 1
dW = x.T @ dz
"""
NORM = """
xc = x - x.mean(axis=0)
y = xc / s
L = np.sum(y**3)
dy = 3*y**2
dxc = dy / s
dx = dxc - dxc.mean(axis=0)
"""
CASES = (
    Case("wrong-winner", POOL, "(window == np.max(window)) * v[i]", "v[i]", "dx", "largest", {"x": (4,), "v": (2,)}),
    Case("wrong-part", CROP, "dxp[1:-1, 1:-1]", "dxp[:-2, 1:-1]", "dx", "[1:-1, 1:-1]", {"x": (2, 3), "k": (4, 5)}),
    Case(
        "wrong-order-of-axes",
        HEADS,
        "dy.reshape(3, 2, 2).transpose(1, 0, 2)",
        "dy.reshape(3, 2, 2).transpose(1, 2, 0).transpose(0, 2, 1)[:, :, ::-1][:, :, ::-1].transpose(0, 2, 1)"
        ".reshape(2, 3, 2)",
        "dx",
        "order",
        {"x": (2, 3, 2), "v": (3, 4)},
    ),
    Case(
        "softmax-entrywise",
        ATTENTION,
        "p * (dp - np.sum(dp * p, axis=1, keepdims=True))",
        "dp * p * (1 - p)",
        "ds",
        "softmax",
        {"q": (2, 3), "k": (4, 3), "v": (2, 4)},
    ),
    Case(
        "updated-first",
        STEP,
        "dh = dy",
        "W2 = W2 - 0.1*dW2\ndh = dy",
        "dh",
        "updated",
        {"x": (3, 2), "W1": (2, 4), "W2": (4, 2)},
    ),
    Case("wrong-entries", LABELS, "dz[np.arange(3), y]", "dz[y]", "dz", "entries", {"x": (3, 2), "W": (2, 4)}),
    Case("wrong-operation", NORM, "dxc = dy / s", "dxc = dy * s", "dxc", "divide", {"x": (4, 3), "s": (3,)}),
    Case("wrong-reduction", NORM, "dxc.mean(axis=0)", "dxc.sum(axis=0)", "dx", "mean", {"x": (4, 3), "s": (3,)}),
    Case(
        "altered-gate",
        CARRIED,
        "dc = dc * f[t]",
        "dc = dc",
        "du",
        "f[t]*c",
        {"c0": (2,), "f": (3, 2), "u": (3, 2), "v": (2,)},
    ),
)
CODES = frozenset(case.code for case in CASES)


def values_of(case: Case) -> dict[str, Any]:
    random = np.random.default_rng(5)
    values = {name: random.standard_normal(shape).round(2).tolist() for name, shape in case.values.items()}
    return {**values, "y": [0, 2, 1]} if "y]" in case.source else values


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_mistake_at_one_place_is_told_by_its_name(case: Case) -> None:
    right = chainrule.trace(case.source, values=values_of(case))
    assert [check.text for check in right.hand_gradients if check.verdict == "wrong"] == []
    assert case.old in case.source
    wrong = chainrule.trace(case.source.replace(case.old, case.new), values=values_of(case))
    first = next(check for check in wrong.hand_gradients if check.verdict == "wrong")
    assert (first.name, first.mistake) == (case.name, case.code), first.text
    assert case.words in first.text


def test_the_codes_are_those_of_the_table() -> None:
    assert {mistake.code for mistake in MISTAKES} >= CODES


def test_an_array_filled_in_rounds_is_no_gradient_of_another_shape() -> None:
    """`do` in a round is the gradient of the entry of that round, and a right line is never called wrong."""
    source = """
o = np.zeros((3, 2))
for t in range(3):
    o[t] = V @ h[t]
L = 0.5*np.sum((o - y)**2)
dV = np.zeros_like(V)
for t in reversed(range(3)):
    do = o[t] - y[t]
    dV += np.outer(do, h[t])
"""
    random = np.random.default_rng(3)
    values = {
        name: random.standard_normal(shape).tolist() for name, shape in {"V": (2, 2), "h": (3, 2), "y": (3, 2)}.items()
    }
    checks = chainrule.trace(source, values=values).hand_gradients
    assert {check.name: check.verdict for check in checks} == {"do": "right", "dV": "right"}


def test_ratios_to_many_gradients_are_those_to_each() -> None:
    rng = np.random.default_rng(0)
    value = rng.normal(size=(2, 3))
    trues = [value, 2 * value, -value, rng.normal(size=(2, 3)), np.zeros((2, 3)), value.T, np.full((2, 3), np.inf)]
    each = {1.0 if same(value, true) else constant_ratio(value, true) or 0.0 for true in trues} - {0.0}
    assert constant_ratios(value, trues) == each == {1.0, 0.5, -1.0}
    assert constant_ratios(2.0, [2.0, 4.0]) == {1.0, 0.5}
    assert constant_ratios(np.full(2, np.nan), [np.ones(2)]) == set()
