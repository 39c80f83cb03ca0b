"""What one changed sign in the engine broke and no other test told: found by `python -m fuzz.mutants`."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from chainrule import trace
from chainrule.errors import ChainruleError, LimitError
from chainrule.evaluate import evaluate, forward, gradients_of, plan, unbroadcast
from chainrule.limits import DEFAULT, Deadline
from reading import read


def test_a_gradient_that_python_cannot_form_is_formed_by_numpy() -> None:
    """g/x at 0 raises in Python; of two factors, the other gradient is there, too."""
    assert trace("log(x)", {"x": 0}).gradients["x"] == math.inf
    gradients = trace("x*log(y)", {"x": 2, "y": 0}).gradients
    assert gradients == {"x": -math.inf, "y": math.inf}


def test_a_condition_hands_nothing_to_what_it_compares() -> None:
    assert trace("where(sqrt(x) > 1, x, 2*x)", {"x": 0}).gradients["x"] == 2
    clipped = trace("v = sum(where(norm(v) > 1, v/2, v))", {"v": [0, 0]}).gradients["v"]
    assert np.array_equal(clipped, [1, 1])


def test_a_term_of_one_row_is_the_gradient_of_every_row() -> None:
    assert np.array_equal(unbroadcast(np.ones((1, 3)), (2, 3)), np.ones((2, 3)))
    assert np.array_equal(unbroadcast(np.ones((4, 2, 3)), (2, 1)), np.full((2, 1), 12.0))
    assert unbroadcast(np.ones((2, 3)), ()) == 6


def test_a_program_that_ends_in_a_number_shows_what_it_computed() -> None:
    for ending in ("5", "z = 5", "z = 5\nz", "print(5)"):
        assert trace(f"y = x*3\n{ending}", {"x": 2}).value == 6
    with pytest.raises(ChainruleError, match="only sets values"):
        trace("x = 2\n5")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("f = lambda x: x**2", 9),
        ("f = lambda x, w: w*x**2", 18),
        ("f = lambda x: x**2\nf(w)", 4),
        ("def f(x): return x**2", 9),
    ],
)
def test_a_function_that_nobody_calls_is_drawn_at_its_own_names(source: str, value: float) -> None:
    assert trace(source, {"x": 3, "w": 2}).value == value


def test_the_cross_product_along_another_axis_has_its_gradients_in_every_view() -> None:
    values = {"a": [[1, 2], [3, 4], [5, 6]], "b": [[1, 3], [0.5, 1], [2, 0]], "c": [[1, 2], [3, 1], [2, 5]]}
    gates, units = (trace("sum(cross(a, b, axis=0)*c)", values, view=view) for view in ("gates", "units"))
    a, b, c = (np.array(values[name], dtype=float) for name in "abc")
    assert gates.value == units.value == np.sum(np.cross(a, b, axis=0) * c)
    for trace_ in (gates, units):
        np.testing.assert_allclose(trace_.gradients["a"], np.cross(b, c, axis=0))
        np.testing.assert_allclose(trace_.gradients["b"], np.cross(c, a, axis=0))


@pytest.mark.parametrize(
    ("source", "values", "name"),
    [
        ("1/(exp(-x)*(1 + exp(x)))", {"x": 0.5}, "sigmoid"),
        ("x/(exp(-x)*(1 + exp(x)))", {"x": 0.5}, "swish"),
        ("1/(exp(-s)*sum(exp(s)))", {"s": [1, 2]}, "softmax"),
    ],
)
def test_an_exponential_below_the_line_is_one_of_the_other_sign(
    source: str, values: dict[str, object], name: str
) -> None:
    assert [function.name for function in trace(source, values).functions] == [name]


def test_on_a_bound_the_bound_itself_has_no_slope() -> None:
    """The value passes there, so that only one of the three has the gradient."""
    for x, bounds in ((1.0, (1.0, 3.0)), (3.0, (1.0, 3.0))):
        result = trace("clip(x, low, high)", {"x": x, "low": bounds[0], "high": bounds[1]})
        assert result.gradients == {"x": 1.0, "low": 0.0, "high": 0.0}


@pytest.mark.parametrize(("factor", "is_mean"), [("0.25", True), ("4", False)])
def test_a_sum_times_one_over_its_length_is_a_mean(factor: str, is_mean: bool) -> None:
    result = trace(f"sum((p - y)**2)*{factor}", {"p": [1, 2, 3, 4], "y": [0, 0, 0, 1]})
    assert any(function.name == "mse" for function in result.functions) is is_mean


@pytest.mark.parametrize(
    ("source", "shape"), [("sum(x*x)", (3,)), ("y = x*1\n" + "y = y*x\n" * 300 + "y", ())], ids=["array", "chain"]
)
def test_both_passes_end_when_their_time_is_over(source: str, shape: tuple[int, ...]) -> None:
    ready = plan(read(source, {"x": shape}))
    values = np.full(shape, 1.0) if shape else 1.0
    results = evaluate(ready, {"x": values}).values
    with pytest.raises(LimitError):
        forward(ready, {"x": values}, limits=replace(DEFAULT, seconds=-1e9))
    output = ready.graph.output
    gradients_of(ready, results, output, 1.0, Deadline(60), DEFAULT)
    with pytest.raises(LimitError) as error:
        gradients_of(ready, results, output, 1.0, Deadline(-1e9), DEFAULT)
    assert error.value.name == "seconds"


def test_a_backward_pass_of_ones_own_that_is_a_multiple_of_what_it_gets_is_drawn_as_pytorch_runs_it() -> None:
    torch_program = """
import torch
class Through(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return torch.sign(x)
    @staticmethod
    def backward(ctx, g):
        return g*3
y = (Through.apply(x)*w).sum()
"""
    gradients = trace(torch_program, {"x": [1, -2, 3], "w": [1, 2, 4]}).gradients
    assert np.array_equal(gradients["x"], [3, 6, 12])


def test_the_slope_of_abs_at_zero_is_zero_in_a_large_array_too() -> None:
    """Of many entries the sign bits are taken, which a zero and a NaN have as well."""
    x = np.linspace(-1, 1, 4_001)
    assert x[2_000] == 0
    assert np.array_equal(trace("sum(abs(x))", {"x": x}).gradients["x"], np.sign(x))
    assert np.array_equal(trace("sum(abs(x))", {"x": x[x != 0]}).gradients["x"], np.sign(x[x != 0]))
    undefined = trace("sum(abs(log(x)))", {"x": x}).gradients["x"]
    assert np.isnan(undefined[:2_000]).all()
    assert not np.isnan(undefined[2_001:]).any()


@pytest.mark.parametrize(
    ("source", "function"),
    [
        ("m = max(x).detach()\nl = x - m - log(sum(exp(x - m)))\nsum(l*y)", "log_softmax"),
        (
            "m = jax.lax.stop_gradient(jnp.max(x))\nl = x - m - jnp.log(jnp.sum(jnp.exp(x - m)))\nsum(l*y)",
            "log_softmax",
        ),
        ("v = mean((x - mean(x).detach())**2)\nv*sum(y)", "var"),
        ("m = mean(x).detach()\nn = (x - m)/sqrt(mean((x - m)**2) + 1e-5)\nsum(n*y)", "layer_norm"),
    ],
)
def test_a_function_whose_reduction_is_held_fast_is_recognised(source: str, function: str) -> None:
    held = trace(source, {"x": [1, 2, 4], "y": [1, 0, 2]}, view="functions")
    assert [(call.name, call.recognised) for call in held.functions] == [(function, True)]


def test_rates_beside_a_gradient_are_added_and_not_judged() -> None:
    """`x += dx*dt` is a step of a simulation: dx is a rate of its own, and no wrong gradient of a loss nobody wrote."""
    source = "z = a*x + b\ndb = z - c\nda = a*db\nb -= 0.1*db\na += da*dt"
    traced = trace(source, {"a": 2, "x": 3, "b": 1, "c": 1, "dt": 0.1})
    assert traced.hand_gradients == []
    assert traced.value == pytest.approx(2 + 0.1 * 2 * 6)
