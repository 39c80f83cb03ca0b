"""Every function of the prelude: against PyTorch, against its own closed formula, at kinks and far out."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

import chainrule
from chainrule.errors import ChainruleError
from chainrule.prelude import PRELUDE, ROWS, Definition

DOUBLE = torch.float64
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text.partition(" = ")[0])
POINTS = (-30.0, -6.0, -3.0, -1.3, -1.0, -0.2, 0.0, 0.4, 1.0, 2.5, 3.0, 6.0, 7.5, 30.0)
KINKS = (-3.0, -1.0, 0.0, 1.0, 3.0, 6.0)
FAR = (-800.0, 800.0)

TWINS: dict[str, Callable[..., Any]] = {
    "sigmoid(x)": torch.sigmoid,
    "leaky_relu(x)": F.leaky_relu,
    "leaky_relu(x, 0.1)": lambda x: F.leaky_relu(x, 0.1),
    "elu(x)": F.elu,
    "elu(x, 0.7)": lambda x: F.elu(x, 0.7),
    "selu(x)": F.selu,
    "celu(x, 2)": lambda x: F.celu(x, 2.0),
    "swish(x)": F.silu,
    "hardswish(x)": F.hardswish,
    "gelu(x)": F.gelu,
    "gelu_tanh(x)": lambda x: F.gelu(x, approximate="tanh"),
    "relu6(x)": F.relu6,
    "relu(x)": F.relu,
    "softplus(x)": lambda x: torch.logaddexp(x, torch.zeros_like(x)),
    "softplus(x, 2)": lambda x: torch.logaddexp(2 * x, torch.zeros_like(x)) / 2,
    "logsigmoid(x)": F.logsigmoid,
    "mish(x)": lambda x: x * torch.tanh(torch.logaddexp(x, torch.zeros_like(x))),
    "softsign(x)": F.softsign,
    "hardtanh(x)": F.hardtanh,
    "hardsigmoid(x)": lambda x: torch.where(x > -3, torch.where(x < 3, x / 6 + 0.5, 1.0), 0.0),
    "tanhshrink(x)": F.tanhshrink,
    "threshold(x, 0.5, -2)": lambda x: F.threshold(x, 0.5, -2.0),
    "hardshrink(x)": F.hardshrink,
    "hardshrink(x, lambd=1)": lambda x: F.hardshrink(x, 1.0),
    "softshrink(x)": F.softshrink,
    "softshrink(x, 1)": lambda x: F.softshrink(x, 1.0),
    "rrelu(x)": F.rrelu,
}
PAIRS: dict[str, Callable[..., Any]] = {
    "prelu(x, y)": lambda x, y: torch.where(x > 0, x, y * x),
    "maxout(x, y)": torch.maximum,
    "swish(x, y)": lambda x, y: x * torch.sigmoid(x * y),
    "logaddexp(x, y)": torch.logaddexp,
    "mse(x, y)": F.mse_loss,
    "squared_error(x, y)": lambda x, y: F.mse_loss(x, y, reduction="sum"),
    "half_squared_error(x, y)": lambda x, y: 0.5 * ((x - y) ** 2).sum(),
    "l1_loss(x, y)": F.l1_loss,
    "smooth_l1_loss(x, y, beta=0.5)": lambda x, y: F.smooth_l1_loss(x, y, beta=0.5),
    "huber(x, y, delta=0.7)": lambda x, y: F.huber_loss(x, y, delta=0.7),
    "binary_cross_entropy_with_logits(x, y)": F.binary_cross_entropy_with_logits,
    "bce(sigmoid(x), sigmoid(y))": lambda x, y: F.binary_cross_entropy_with_logits(x, torch.sigmoid(y)),
    "cross_entropy(x, softmax(y))": lambda x, y: F.cross_entropy(x, torch.softmax(y, -1)),
    "hinge(x, y)": lambda x, y: (F.relu(x - (x * y).sum(-1, keepdim=True) + 1) * (1 - y)).sum(-1).mean(),
    "kl_div(log_softmax(x), softmax(y))": lambda x, y: F.kl_div(
        F.log_softmax(x, -1), F.softmax(y, -1), reduction="sum"
    )
    / x.numel(),
    "soft_margin_loss(x, sign(y))": lambda x, y: F.soft_margin_loss(x, torch.sign(y).detach()) + 0 * y.sum(),
    "hinge_embedding_loss(x, sign(y))": lambda x, y: F.hinge_embedding_loss(x, torch.sign(y)) + 0 * y.sum(),
    "poisson_nll_loss(x, y)": F.poisson_nll_loss,
    "gaussian_nll_loss(x, 0.5, y**2)": lambda x, y: F.gaussian_nll_loss(x, torch.full_like(x, 0.5), y**2),
    "margin_ranking_loss(x, y, 1)": lambda x, y: F.margin_ranking_loss(x, y, torch.ones_like(x)),
    "cosine_similarity(x, y)": lambda x, y: F.cosine_similarity(x, y, dim=-1),
    "pairwise_distance(x, y)": F.pairwise_distance,
    "triplet_margin_loss(x, y, x + y**2)": lambda x, y: F.triplet_margin_loss(x, y, x + y**2),
    "weighted_bce_with_logits(x, sigmoid(y), 3)": lambda x, y: F.binary_cross_entropy_with_logits(
        x, torch.sigmoid(y), pos_weight=torch.tensor(3.0)
    ),
    "nll_loss(log_softmax(x), y)": lambda x, y: -(F.log_softmax(x, -1) * y).sum(-1).mean(),
}  # fmt: skip
ARRAYS: dict[str, Callable[..., Any]] = {
    "softmax(x)": lambda x: F.softmax(x, -1),
    "softmax(x, axis=0)": lambda x: F.softmax(x, 0),
    "torch.softmax(x, dim=1)": lambda x: F.softmax(x, 1),
    "log_softmax(x)": lambda x: F.log_softmax(x, -1),
    "x.log_softmax(0)": lambda x: F.log_softmax(x, 0),
    "logsumexp(x)": lambda x: torch.logsumexp(x.reshape(-1), 0),
    "logsumexp(x, axis=1, keepdims=True)": lambda x: torch.logsumexp(x, 1, keepdim=True),
    "scipy.special.logsumexp(x, axis=0)": lambda x: torch.logsumexp(x, 0),
    "np.var(x)": lambda x: x.var(correction=0),
    "x.var(axis=1)": lambda x: x.var(1, correction=0),
    "x.std(axis=0, keepdims=True)": lambda x: x.std(0, correction=0, keepdim=True),
    "np.linalg.norm(x)": lambda x: x.norm(),
    "np.linalg.norm(x, axis=1, keepdims=True)": lambda x: x.norm(dim=1, keepdim=True),
    "layer_norm(x)": lambda x: F.layer_norm(x, x.shape[-1:]),
    "rms_norm(x)": lambda x: F.rms_norm(x, x.shape[-1:], eps=1e-5),
    "batch_norm(x)": lambda x: F.batch_norm(x, None, None, training=True),
    "l2(x)": lambda x: (x**2).sum(),
    "softmin(x)": lambda x: F.softmin(x, -1),
    "normalize(x, axis=1)": lambda x: F.normalize(x, dim=1),
    "weighted_cross_entropy(x, [2, 0], [1, 2, 3], 0.1)": lambda x: F.cross_entropy(
        x, torch.tensor([2, 0]), weight=torch.tensor([1.0, 2.0, 3.0], dtype=DOUBLE), label_smoothing=0.1
    ),
    "weighted_cross_entropy(x, [[0, 1, 0], [0, 0, 0]])": lambda x: F.cross_entropy(
        x, torch.tensor([1, -100]), ignore_index=-100
    ),
    "weighted_nll_loss(log_softmax(x), [2, 0], [1, 2, 3])": lambda x: F.nll_loss(
        F.log_softmax(x, -1), torch.tensor([2, 0]), weight=torch.tensor([1.0, 2.0, 3.0], dtype=DOUBLE)
    ),
    "cross_entropy(x, [2, 0])": lambda x: F.cross_entropy(x, torch.tensor([2, 0])),
    "F.cross_entropy(x, target=[1, 1])": lambda x: F.cross_entropy(x, torch.tensor([1, 1])),
    "cross_entropy(x[0], 1)": lambda x: F.cross_entropy(x[0], torch.tensor(1)),
    "nll_loss(log_softmax(x), [0, 2])": lambda x: F.nll_loss(F.log_softmax(x, -1), torch.tensor([0, 2])),
    "hinge(x, [0, 2])": lambda x: F.multi_margin_loss(x, torch.tensor([0, 2])) * x.shape[-1],
}
SHIFTS = (0.0, 30.0, 800.0)


def judged(source: str, twin: Callable[..., Any], **values: Any) -> None:
    """Value and gradients of `source` are PyTorch's to 1e-9, for an upstream gradient that is not all ones."""
    leaves = {name: torch.tensor(value, dtype=DOUBLE, requires_grad=True) for name, value in values.items()}
    wanted = twin(*leaves.values())
    seed = torch.linspace(0.5, 1.5, max(1, wanted.numel()), dtype=DOUBLE).reshape(wanted.shape)
    wanted.backward(seed)
    given = {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in values.items()}
    found = chainrule.trace(source, values=given, upstream=seed.tolist())
    np.testing.assert_allclose(np.array(found.value), wanted.detach().numpy(), rtol=1e-9, atol=1e-12)
    for name, leaf in leaves.items():
        gradient = np.array(found.gradients[name], dtype=float)
        np.testing.assert_allclose(gradient, leaf.grad.numpy(), rtol=1e-9, atol=1e-12)  # type: ignore[union-attr]


@pytest.mark.parametrize("source", TWINS)
def test_an_activation_is_pytorchs_also_at_its_kinks(source: str) -> None:
    judged(source, TWINS[source], x=np.array(POINTS))
    for point in KINKS:
        judged(source, TWINS[source], x=point)


@pytest.mark.parametrize("source", TWINS)
def test_far_out_an_activation_is_right(source: str) -> None:
    for point in FAR:
        judged(source, TWINS[source], x=point)


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
def test_far_left_the_sigmoid_has_the_gradient_0_and_not_nan(view: str) -> None:
    trace = chainrule.trace("sigmoid(x) + sum(swish([x, 2*x]))", values={"x": -1000.0}, view=view)
    assert (trace.value, trace.gradients["x"]) == (0, 0)


@pytest.mark.parametrize("source", ["relu6", "hardtanh", "hardsigmoid", "hardswish", "leaky_relu", "elu", "softplus"])
def test_an_activation_does_not_hide_that_its_input_is_not_a_number(source: str) -> None:
    assert np.isnan(chainrule.trace(f"{source}(log(x))", values={"x": -1.0}).value)


@pytest.mark.parametrize(
    ("source", "x", "value"),
    [
        ("logsumexp(log(x))", [0.0, 0.0], "-Infinity"),
        ("logsumexp(log(x))", [1.0, 0.0], 0.0),
        ("logsumexp(1/x)", [0.0, 1.0], "Infinity"),
    ],
)
def test_the_log_of_a_sum_may_be_infinite(source: str, x: list[float], value: Any) -> None:
    """As in a hidden Markov model, where the logarithm of no chance is −∞."""
    assert chainrule.trace(source, values={"x": x}).to_dict()["value"] == value


@pytest.mark.parametrize("name", ["elu", "selu", "celu"])
@pytest.mark.parametrize("view", ["gates", "functions"])
def test_far_left_an_exponential_unit_keeps_its_slope(name: str, view: str) -> None:
    for point in (-30.0, -38.0, -600.0):
        x = torch.tensor(point, dtype=DOUBLE, requires_grad=True)
        getattr(F, name)(x).backward()
        found = chainrule.trace(f"{name}(x)", values={"x": point}, view=view).gradients["x"]
        assert math.isclose(found, x.grad.item(), rel_tol=1e-9)  # type: ignore[union-attr]


def test_expm1_keeps_its_slope_where_its_value_is_minus_1() -> None:
    assert math.isclose(chainrule.trace("expm1(x)", values={"x": -38.0}).gradients["x"], math.exp(-38.0), rel_tol=1e-12)


@pytest.mark.parametrize(
    ("source", "value", "twin"),
    [
        ("std(x)", [2.0, 2.0, 2.0], lambda x: x.std(correction=0)),
        ("std(x, axis=1)", [[2.0, 2.0], [1.0, 3.0]], lambda x: x.std(1, correction=0)),
        ("np.linalg.norm(x)", [0.0, 0.0], lambda x: x.norm()),
        ("np.linalg.norm(x, axis=1)", [[0.0, 0.0], [3.0, 4.0]], lambda x: x.norm(dim=1)),
    ],
)
def test_a_length_of_0_has_the_gradient_0_as_in_pytorch(source: str, value: Any, twin: Callable[..., Any]) -> None:
    judged(source, twin, x=np.array(value))


@pytest.mark.parametrize("source", PAIRS)
def test_a_function_of_two_is_pytorchs(source: str) -> None:
    draw = np.random.default_rng(7)
    judged(source, PAIRS[source], x=draw.normal(size=(4, 3)), y=draw.normal(size=(4, 3)))
    if takes_numbers(PRELUDE[source.partition("(")[0]][0]) and "softmax" not in source:
        judged(source, PAIRS[source], x=0.3, y=-0.4)


@pytest.mark.parametrize(
    "source", ["maxout(x, y)", "logaddexp(x, y)", "l1_loss(x, y)", "smooth_l1_loss(x, y, beta=0.5)"]
)
def test_a_tie_is_pytorchs(source: str) -> None:
    judged(source, PAIRS[source], x=0.3, y=0.3)


@pytest.mark.parametrize("source", ARRAYS)
def test_a_function_of_arrays_is_pytorchs(source: str) -> None:
    draw = np.random.default_rng(3)
    judged(source, ARRAYS[source], x=draw.normal(size=(2, 3)))


@pytest.mark.parametrize("shift", SHIFTS)
@pytest.mark.parametrize("source", [name for name in ARRAYS if "soft" in name or "sumexp" in name or "entropy" in name])
def test_scores_far_out_do_not_overflow(source: str, shift: float) -> None:
    judged(source, ARRAYS[source], x=np.array([[0.3, -0.2, 1.0], [2.0, -1.0, 0.1]]) * max(1.0, shift))


REDUCED: dict[str, Callable[..., Any]] = {
    "cross_entropy": F.cross_entropy,
    "mse": F.mse_loss,
    "binary_cross_entropy": F.binary_cross_entropy,
    "binary_cross_entropy_with_logits": F.binary_cross_entropy_with_logits,
    "l1_loss": F.l1_loss,
    "smooth_l1_loss": F.smooth_l1_loss,
    "huber": F.huber_loss,
    "kl_div": F.kl_div,
    "soft_margin_loss": lambda p, t, reduction: REDUCTIONS[reduction](torch.log1p(torch.exp(-t * p))),
    "poisson_nll_loss": F.poisson_nll_loss,
    "hinge_embedding_loss": lambda p, t, reduction: REDUCTIONS[reduction](
        torch.where(t == 1, p, (1 - p).clamp(min=0)) + 0 * t
    ),
    "nll_loss": lambda s, y, reduction: REDUCTIONS[reduction](-(s * y).sum(-1)),
    "weighted_nll_loss": lambda s, y, reduction: REDUCTIONS[reduction](-(s * y).sum(-1)),
    "weighted_cross_entropy": F.cross_entropy,
    "weighted_bce_with_logits": F.binary_cross_entropy_with_logits,
    "margin_ranking_loss": lambda a, b, t, reduction: F.margin_ranking_loss(a, b, t, reduction=reduction),
    "gaussian_nll_loss": lambda p, t, v, reduction: F.gaussian_nll_loss(p, t, v, reduction=reduction),
}
REDUCTIONS: dict[str, Callable[..., Any]] = {"sum": torch.sum, "none": lambda x: x}


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("row", [row for row in ROWS if row.entries], ids=lambda row: row.name)
def test_a_loss_is_reduced_as_pytorch_reduces_it(row: Definition, reduction: str) -> None:
    twin = REDUCED[row.name]
    settings = ", ".join(f"{name}={ast.unparse(default)}" for name, default in row.defaults.items())
    reduced = row.reduced(reduction)
    source = f"{settings.replace(', ', chr(10))}\n{reduced.body}" if settings else reduced.body
    judged(
        source,
        lambda *values: twin(*values, reduction=reduction),
        **{name: np.array(value) for name, value in inputs(row, shape=(2, 3)).items()},
    )
    assert row.reduced("mean") is row
    with pytest.raises(ValueError, match="no reduction"):
        row.reduced("median")


def test_classes_that_are_values_and_not_written_out() -> None:
    scores = [[0.3, -1.0, 2.0], [0.1, 0.2, 0.3]]
    written = chainrule.trace("cross_entropy(s, [2, 0])", values={"s": scores})
    given = chainrule.trace("cross_entropy(s, y)", values={"s": scores, "y": [2, 0]})
    assert np.array_equal(written.value, given.value)
    assert np.array_equal(written.gradients["s"], given.gradients["s"])


# what needs no edit for a new row ------------------------------------------------------------------------------------


def required(row: Definition) -> list[str]:
    return [name for name in row.parameters if name not in row.defaults]


def call(row: Definition) -> str:
    return f"{row.name}({', '.join(required(row))})"


def inputs(row: Definition, seed: int = 1, shape: tuple[int, ...] = ()) -> dict[str, Any]:
    """Between 0.1 and 0.9, where every function is defined and smooth."""
    draw = np.random.default_rng(seed)
    return {name: draw.uniform(0.1, 0.9, shape).tolist() if shape else draw.uniform(0.1, 0.9) for name in required(row)}


def takes_numbers(row: Definition) -> bool:
    return "axis=-1" not in row.text and "axis=0" not in row.text


def number(default: ast.expr) -> float | None:
    return float(default.value) if isinstance(default, ast.Constant) and type(default.value) in (int, float) else None  # type: ignore[arg-type]


@every_row
def test_a_row_says_what_it_is(row: Definition) -> None:
    assert row.title
    assert row.why.endswith(".")
    assert bool(row.stable) <= bool(row.textbook)
    assert len(row.local) in (0, len(row.parameters))
    assert row.labels in ("", *row.parameters)
    for _, ours in row.words:
        assert any(ours in other.parameters for other in PRELUDE[row.name])
    for name in (row.name, *row.also):
        assert row in PRELUDE[name]


@every_row
@pytest.mark.parametrize("seed", range(4))
def test_the_closed_gates_formula_is_the_slope(row: Definition, seed: int) -> None:
    """`local`, put to numbers by the language itself, is the gradient through the gates."""
    if not row.local:
        return
    sign = -1 if seed % 2 and row.name != "logit" else 1
    values = {name: sign * value for name, value in inputs(row, seed).items()}
    trace = chainrule.trace(call(row), values=values)
    settings = {name: number(default) for name, default in row.defaults.items()}
    known = {**{name: value for name, value in settings.items() if value is not None}, **values, "out": trace.value}
    for name, formula in zip(row.parameters, row.local, strict=True):
        if name in values:
            slope = chainrule.trace(f"{formula} + 0*({'+'.join(known)})", values=known).value
            assert math.isclose(slope, trace.gradients[name], rel_tol=1e-9, abs_tol=1e-12)


@every_row
def test_the_textbook_formula_is_the_same_number(row: Definition) -> None:
    if not row.textbook or ":" in row.textbook:
        return
    values = inputs(row, shape=() if takes_numbers(row) and "axis" not in row.parameters else (3,))
    stable, plain = (chainrule.trace(source, values=values) for source in (call(row), row.textbook))
    np.testing.assert_allclose(np.array(stable.value), np.array(plain.value), rtol=1e-12)
    for name in values:
        np.testing.assert_allclose(
            np.array(stable.gradients[name]), np.array(plain.gradients[name]), rtol=1e-9, atol=1e-15
        )


@every_row
@pytest.mark.parametrize("shape", [(), (2, 3)])
def test_every_view_of_a_row_has_the_same_numbers(row: Definition, shape: tuple[int, ...]) -> None:
    values = inputs(row, shape=shape)
    if not shape and not takes_numbers(row):
        with pytest.raises(ChainruleError) as told:
            chainrule.trace(call(row), values=values)
        assert told.value.span is not None
        return
    gates, closed, units = (
        chainrule.trace(call(row), values=values, view=view) for view in ("gates", "functions", "units")
    )
    assert repr((gates.value, gates.gradients)) == repr((closed.value, closed.gradients))
    assert repr((gates.value, gates.gradients)) == repr((units.value, units.gradients))
    assert [box.label for box in closed.nodes if box.kind == "function"] == [row.name]
    for edge in closed.edges:
        if edge.local is not None and np.ndim(edge.local) == np.ndim(edge.upstream):
            np.testing.assert_allclose(
                np.array(edge.upstream) * np.array(edge.local), np.array(edge.downstream), rtol=1e-12, atol=1e-15
            )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("softmax(2.0)", "takes a vector"),
        ("softmax([1, 2], axis=3)", "no axis 3"),
        ("cross_entropy([1, 2, 3], 5)", "no class 5"),
        ("cross_entropy([1, 2, 3], 0.5)", "no class 0.5"),
        ("cross_entropy([1, 2, 3])", "needs a value for `y`"),
        ("relu6(1, 2)", "takes 1 value"),
        ("elu(1, b=2)", "no free parameter `b`"),
        ("leaky_relu()", "needs a value for `x`"),
        ("sofmax([1, 2])", "not known"),
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(source: str, words: str) -> None:
    with pytest.raises(ChainruleError) as told:
        chainrule.trace(source)
    assert words in told.value.detail
    assert told.value.hint or "axis" in told.value.detail
    assert told.value.span is not None
