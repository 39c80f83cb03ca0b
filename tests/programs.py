"""Random programs, as text that both Chainrule and PyTorch run, and hand-picked ones: the judge of every gradient."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import torch

UNARY = (
    "exp({})",
    "sin({})",
    "cos({})",
    "tanh({})",
    "sigmoid({})",
    "relu({})",
    "abs({})",
    "softplus({})",
    "({})**2",
    "({})**3",
    "1/(2+({})**2)",
    "log(1+({})**2)",
    "sqrt(1+({})**2)",
    "-({})",
    "arctan({})",
    "erf({})",
    "sinh({})",
    "gelu({})",
    "silu({})",
    "leaky_relu({})",
    "elu({})",
    "log(exp({})+1)",
    "sinc({})",
    "arcsinh({})",
    "2**({})",
    "relu6({})",
    "hardswish({})",
)
BINARY = (
    "({}) + ({})",
    "({}) - ({})",
    "({}) * ({})",
    "({}) / (1.5 + ({})**2)",
    "maximum({}, {})",
    "minimum({}, {})",
    "where({} > 0.1, {}, 0.5)",
    "(1 + ({})**2) ** ({})",
)


def scalar_program(seed: int) -> tuple[str, dict[str, float]]:
    """A program of a few statements on up to four variables, names reused so that copies appear."""
    pick = random.Random(seed)
    names = [f"x{i}" for i in range(pick.randint(1, 4))]
    values = {name: round(pick.uniform(-1.5, 1.5), 3) for name in names}
    known, lines = list(names), []
    for line in range(pick.randint(1, 6)):
        expression = pick.choice(known)
        for _ in range(pick.randint(1, 3)):
            if pick.random() < 0.45:
                expression = pick.choice(UNARY).replace("{}", expression)
            else:
                expression = pick.choice(BINARY).replace("{}", expression, 1).replace("{}", pick.choice(known))
            if len(expression) > 120:
                break
        lines.append(f"v{line} = {expression}")
        known.append(f"v{line}")
    return "\n".join([*lines, " + ".join(dict.fromkeys([known[-1], pick.choice(known), *names]))]), values


def _sinc(x: Any) -> Any:
    """torch.sinc, whose second derivative at 0 is NaN, with its first terms there."""
    x = torch.as_tensor(x, dtype=torch.float64)
    at_zero = x == 0
    return torch.where(at_zero, 1 - (torch.pi * x) ** 2 / 6, torch.sinc(torch.where(at_zero, 1.0, x)))


def _axis(function: Any) -> Any:
    def call(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        dims = tuple(range(x.dim())) if axis is None else axis
        return function(x, dim=dims, keepdim=keepdims)

    return call


def _wide(function: Any) -> Any:
    def call(*args: Any) -> Any:
        return function(*[torch.as_tensor(arg, dtype=torch.float64) for arg in args])

    return call


def _max(x: Any, y: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    return _axis(torch.amax)(x, axis, keepdims) if y is None else _wide(torch.maximum)(x, y)


F = torch.nn.functional
NAMES: dict[str, Any] = {
    "exp": torch.exp,
    "sin": torch.sin,
    "cos": torch.cos,
    "tan": torch.tan,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "abs": torch.abs,
    "softplus": F.softplus,
    "log": torch.log,
    "sqrt": _wide(torch.sqrt),
    "arctan": torch.arctan,
    "erf": torch.erf,
    "sinh": torch.sinh,
    "cosh": torch.cosh,
    "gelu": F.gelu,
    "silu": F.silu,
    "leaky_relu": F.leaky_relu,
    "elu": F.elu,
    "sinc": _sinc,
    "arcsinh": torch.arcsinh,
    "relu6": F.relu6,
    "conv": F.conv2d,
    "max_pool": F.max_pool2d,
    "hardswish": F.hardswish,
    "maximum": _wide(torch.maximum),
    "minimum": _wide(torch.minimum),
    "where": lambda test, a, b: torch.where(test, *[torch.as_tensor(x, dtype=torch.float64) for x in (a, b)]),
    "sum": _axis(torch.sum),
    "mean": _axis(torch.mean),
    "max": _max,
    "var": lambda x, axis=None, keepdims=False: torch.var(x, dim=axis, keepdim=keepdims, correction=0),
    "softmax": lambda x, axis=-1: torch.softmax(x, dim=axis),
    "log_softmax": lambda x, axis=-1: torch.log_softmax(x, dim=axis),
    "pi": math.pi,
    "torch": torch,
    "concatenate": lambda parts, axis=0: torch.cat(parts, dim=axis),
    "stack": lambda parts, axis=0: torch.stack(parts, dim=axis),
    "outer": torch.outer,
    "roll": torch.roll,
    "clip": torch.clamp,
    "trace": torch.trace,
    "diag": torch.diag,
    "transpose": lambda x, axes: x.permute(axes),
    "reshape": lambda x, shape: x.reshape(shape),
}


def torch_gradients(source: str, values: dict[str, Any], upstream: Any = None) -> tuple[Any, dict[str, Any]]:
    """The same text run by PyTorch in float64: the output and the gradient of every variable."""
    leaves = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in values.items()}
    scope = {**NAMES, **leaves}
    *statements, last = [line for line in source.split("\n") if line.strip()]
    exec("\n".join(statements), scope)
    left, equals, right = last.partition(" = ")
    out = eval(right if equals and left.isidentifier() else last, scope)
    seed = torch.ones_like(out) if upstream is None else torch.tensor(upstream, dtype=torch.float64)
    out.backward(seed)
    zero = {name: torch.zeros_like(leaf) for name, leaf in leaves.items()}
    grads = {name: (zero[name] if leaf.grad is None else leaf.grad).numpy() for name, leaf in leaves.items()}
    return out.detach().numpy(), grads


def agree(found: Any, expected: Any, what: str = "") -> None:
    """Equal shape, and equal to 1e-9 relative (1e-12 of the largest entry absolute: sums of terms that cancel)."""
    a, b = np.asarray(found, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    assert a.shape == b.shape, f"{what}: shape {a.shape} for {b.shape}"
    scale = np.abs(b[np.isfinite(b)]).max(initial=1.0)
    np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-12 * scale, err_msg=what)


ARRAYS: tuple[tuple[str, dict[str, tuple[int, ...]]], ...] = (
    ("sum((x @ w + b)**2)", {"x": (4, 3), "w": (3, 2), "b": (2,)}),
    ("sum(x * y)", {"x": (3, 1), "y": (1, 4)}),
    ("mean(x - mean(x, axis=0, keepdims=True))", {"x": (3, 4)}),
    ("sum((x - mean(x, axis=1, keepdims=True))**3)", {"x": (3, 4)}),
    (
        "m = mean(x, axis=-1, keepdims=True)\nv = var(x, axis=-1, keepdims=True)\n"
        "sum(g * (x - m)/sqrt(v + 1e-5) * x + b)",
        {"x": (3, 4), "g": (4,), "b": (4,)},
    ),
    ("p = softmax(x, axis=1)\nsum(p * y)", {"x": (3, 4), "y": (3, 4)}),
    ("-sum(y * log_softmax(x @ w, axis=1))", {"x": (3, 4), "w": (4, 2), "y": (3, 2)}),
    (
        "e = exp(x)\np = e / sum(e, axis=1, keepdims=True)\n-mean(log(sum(p * y, axis=1)**2 + 1))",
        {"x": (3, 4), "y": (3, 4)},
    ),
    ("a = softmax(q @ k.T / sqrt(3), axis=-1)\nsum((a @ v)**2)", {"q": (2, 3), "k": (4, 3), "v": (4, 2)}),
    (
        "a = softmax(q @ transpose(k, (0, 2, 1)) / 2, axis=-1)\nsum(tanh(a @ v))",
        {"q": (2, 3, 4), "k": (2, 3, 4), "v": (2, 3, 2)},
    ),
    (
        "h = relu(x @ w1 + b1)\nsum(sigmoid(h @ w2 + b2))",
        {"x": (5, 3), "w1": (3, 4), "b1": (4,), "w2": (4, 1), "b2": (1,)},
    ),
    ("sum((x @ w)**2)", {"x": (2, 3, 4), "w": (4, 2)}),
    ("sum(x[0] * x[1] + x[:, 1] @ x[:, 0])", {"x": (3, 3)}),
    ("sum(concatenate([x, y], axis=1) ** 2 * z)", {"x": (2, 2), "y": (2, 1), "z": (3,)}),
    ("sum(stack([x, y]) @ w)", {"x": (3,), "y": (3,), "w": (3, 2)}),
    ("sum(max(x, axis=1) * y)", {"x": (3, 4), "y": (3,)}),
    ("sum(outer(x, y) * w)", {"x": (3,), "y": (2,), "w": (3, 2)}),
    ("sum(reshape(x, (2, 6)) @ w)", {"x": (3, 4), "w": (6, 2)}),
    ("(x @ y) * sum(x * y)", {"x": (4,), "y": (4,)}),
    ("sum(tanh(x @ w) @ v)", {"x": (3,), "w": (3, 4), "v": (4,)}),
    ("sum(x / (1 + exp(-beta * x)))", {"x": (3, 2), "beta": ()}),
    ("sum(where(x > 0, x, a * x) * y)", {"x": (3, 2), "a": (), "y": (2,)}),
    ("m = maximum(x, y)\nsum(m * minimum(x, y) + abs(x))", {"x": (3, 2), "y": (2,)}),
    ("sum(gelu(x @ w) * silu(x @ w))", {"x": (2, 3), "w": (3, 3)}),
    (
        "s = x @ w.T\nc = sum(s * y, axis=1, keepdims=True)\n"
        "sum(maximum(0, s - c + 1) * (1 - y)) / 3 + 0.1 * sum(w**2)",
        {"x": (3, 2), "w": (4, 2), "y": (3, 4)},
    ),
    ("tanh(x) @ w", {"x": (2, 3), "w": (3, 2)}),
    ("sum(clip(x, -0.5, 0.5) * x)", {"x": (3, 2)}),
    ("sum(x[:, None] * y[None, :])", {"x": (3,), "y": (4,)}),
    ("-mean(log(softmax(x, axis=1)[[0, 1, 2], [1, 0, 3]]))", {"x": (3, 4)}),
    ("sum(x.T @ x)", {"x": (3, 2)}),
    ("trace(x @ y) * sum(diag(x @ y)**2)", {"x": (3, 2), "y": (2, 3)}),
)


def array_values(shapes: dict[str, tuple[int, ...]], seed: int) -> dict[str, Any]:
    draw = np.random.default_rng(seed)
    return {name: draw.normal(size=shape).round(3).tolist() for name, shape in shapes.items()}
