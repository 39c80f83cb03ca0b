"""Values and gradients of whole programs, held to PyTorch in float64."""

from __future__ import annotations

import pytest

import chainrule
from chainrule.examples import EXAMPLES
from programs import ARRAYS, agree, array_values, scalar_program, torch_gradients


def check(source: str, values: dict[str, object], upstream: object = None) -> None:
    trace = chainrule.trace(source, values=values, upstream=upstream)
    value, gradients = torch_gradients(source, values, upstream)
    agree(trace.value, value, source)
    for name, gradient in gradients.items():
        agree(trace.gradients[name], gradient, f"d/d{name} of {source}")


@pytest.mark.parametrize("block", range(10))
def test_random_scalar_programs(block: int) -> None:
    for seed in range(block * 40, block * 40 + 40):
        check(*scalar_program(seed))


@pytest.mark.parametrize(("source", "shapes"), ARRAYS)
def test_array_programs(source: str, shapes: dict[str, tuple[int, ...]]) -> None:
    for seed in range(3):
        check(source, array_values(shapes, seed))


@pytest.mark.filterwarnings("ignore:The use of `x.T`")  # the lecture's (y - yhat).T of a vector
@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.values], ids=lambda e: e.name)
def test_every_example(example: object) -> None:
    source = example.source.replace("[[1, 0, 0], [0, 1, 0], [0, 0, 1]]", "torch.eye(3, dtype=torch.float64)")
    for row in ("[0, 1, 0]", "[1, 0]"):
        source = source.replace(f"y = {row}", f"y = torch.tensor({row}, dtype=torch.float64)")
    value, gradients = torch_gradients(source, example.values, example.upstream)
    trace = chainrule.trace(example.source, values=example.values, upstream=example.upstream, view=example.view)
    agree(trace.value, value, example.name)
    for name, gradient in gradients.items():
        agree(trace.gradients[name], gradient, f"{example.name}: {name}")


KINKS = (
    ("relu(x)", {"x": 0.0}),
    ("abs(x)", {"x": 0.0}),
    ("maximum(x, y)", {"x": 2.0, "y": 2.0}),
    ("minimum(x, y)", {"x": 1.0, "y": 1.0}),
    ("sum(max(x, axis=0))", {"x": [1.0, 1.0, 0.0]}),
    ("sqrt(x)", {"x": 0.0}),
    ("x**0", {"x": 0.0}),
    ("x**y", {"x": 0.0, "y": 2.0}),
    ("x**y", {"x": 0.0, "y": 0.0}),
    ("x**y", {"x": -2.0, "y": 2.0}),
    ("x / y", {"x": 0.0, "y": 0.0}),
    ("x / y", {"x": 1.0, "y": 0.0}),
    ("log(x)", {"x": 0.0}),
    ("1/(1+exp(-x))", {"x": -1000.0}),
    ("relu6(x)", {"x": 6.0}),
    ("relu6(x)", {"x": 0.0}),
    ("hardswish(x)", {"x": 3.0}),
    ("hardswish(x)", {"x": -3.0}),
    ("leaky_relu(x)", {"x": 0.0}),
    ("elu(x)", {"x": 0.0}),
    ("x / x", {"x": 3e-172}),
    ("exp(x)", {"x": 710.0}),
    ("where(x > 0, sqrt(x), 0)", {"x": 0.0}),
    ("where(sqrt(x) > 1, x, 2*x)", {"x": 0.0}),
    ("where(log(x) < -5, x, x**2)", {"x": 0.0}),
    ("x*x*x*x", {"x": 1e200}),
)


@pytest.mark.parametrize(("source", "values"), KINKS, ids=lambda case: str(case))
def test_kinks_ties_and_edges(source: str, values: dict[str, object]) -> None:
    trace = chainrule.trace(source, values=values)
    value, gradients = torch_gradients(source, values)
    agree(trace.value, value, source)
    for name, gradient in gradients.items():
        agree(trace.gradients[name], gradient, source)


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
def test_a_condition_passes_nothing_back_whatever_its_slope(view: str) -> None:
    """Gradient clipping at 0: what is compared has the slope 0/0 there."""
    clipped = "where(sqrt(sum(v**2)) > 1, v/2, v)"
    gradient = chainrule.trace(clipped, values={"v": [0.0, 0.0]}, view=view).gradients["v"]
    agree(gradient, [1.0, 1.0], clipped)
