"""Functions, methods and classes as they stand in a repository: no call, no values, parameters of every kind.

The oracle is NumPy: it runs the same text with the values that were assumed, and a call of the function.
"""

from __future__ import annotations

import math
import random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.errors import ChainruleError
from uncalled_programs import REFUSED, UNCALLED, Uncalled


@pytest.mark.parametrize("case", UNCALLED, ids=lambda case: case.name)
def test_a_function_without_a_call_computes_what_numpy_does(case: Uncalled) -> None:
    trace = chainrule.trace(case.source, defaults=True)
    names: dict[str, Any] = {"np": np, "math": math, "random": random, "SimpleNamespace": SimpleNamespace}
    if case.source.lstrip("@").startswith(("def", "class")):
        exec(case.source, names)  # the tests' own text
    values = {name: np.array(value) if np.ndim(value) else value for name, value in trace.values.items()}
    expected = eval(case.call, names | values)
    np.testing.assert_allclose(np.asarray(trace.value), np.asarray(expected), rtol=1e-9)
    assert {name: np.shape(trace.values[name]) for name, _ in case.shapes} == dict(case.shapes)
    verdicts = {hand.name: hand.verdict for hand in trace.hand_gradients}
    assert "wrong" not in verdicts.values()
    assert all(verdicts[name] == "right" for name in case.right)


@pytest.mark.parametrize(("source", "sentence"), REFUSED)
def test_what_the_text_does_not_define_is_named(source: str, sentence: str) -> None:
    with pytest.raises(ChainruleError) as problem:
        chainrule.trace(source, defaults=True)
    assert str(problem.value).startswith(sentence)
    assert "Paste" in (problem.value.hint or "")


@pytest.mark.parametrize(
    ("source", "shapes"),
    [
        ("wᵀx + b", {"w": (3,), "x": (3,), "b": ()}),
        ("w^T x + b", {"w": (3,), "x": (3,), "b": ()}),
        ("w^Tx + b", {"w": (3,), "x": (3,), "b": ()}),
        ("w'x + b", {"w": (3,), "x": (3,), "b": ()}),
        (r"\mathbf{w}^\top \mathbf{x} + b", {"w": (3,), "x": (3,), "b": ()}),
        ("y = Wᵀx", {"W": (4, 3), "x": (4,)}),
        ("xᵀAx", {"x": (3,), "A": (3, 3)}),
        ("x^TAx", {"x": (3,), "A": (3, 3)}),
        ("x.T @ A @ x", {"x": (3,), "A": (3, 3)}),
        ("δ aᵀ", {"delta": (3,), "a": (3,)}),
        ("λ wᵀw", {"lambda": (), "w": (3,)}),
        ("(Ax-b)ᵀ(Ax-b)", {"A": (2, 3), "x": (3,), "b": (2,)}),
        ("softmax(QKᵀ/√d)V", {"Q": (2, 3), "K": (4, 3), "d": (), "V": (4, 3)}),
        (r"\frac{1}{2}(x-\mu)^\top \Sigma^{-1} (x-\mu)", {"x": (3,), "mu": (3,), "Sigma": (3, 3)}),
        ("x^Ts + Ts", {"x": (), "T": (), "s": ()}),
    ],
)
def test_letters_beside_a_transpose_on_paper_are_vectors_and_matrices(
    source: str, shapes: dict[str, tuple[int, ...]]
) -> None:
    trace = chainrule.trace(source, defaults=True)
    assert {name: np.shape(value) for name, value in trace.values.items()} == shapes


@pytest.mark.parametrize(
    "source",
    ["y = a + log(b/c)", "KL = p*log(p/q)", "y = a + sqrt(b*c)", "y = a + log(1/b)", "y = a + (b/c)^0.5",
     "y = a + log(b*c/d)", "y = a + arcsin(b)"],
)  # fmt: skip
def test_a_formula_begins_where_it_and_its_gradients_are_numbers(source: str) -> None:
    trace = chainrule.trace(source, defaults=True)
    assert np.isfinite(trace.value)
    assert all(np.isfinite(gradient) for gradient in trace.gradients.values())


@pytest.mark.parametrize(
    ("score", "weights"),
    [("H @ w2 + b2", {"w2": (3,), "b2": ()}), ("sigmoid(H @ W2 + b2)", {"W2": (3,), "b2": ()})],
)
def test_one_target_for_each_example_asks_for_one_number_of_it(score: str, weights: dict[str, tuple[int, ...]]) -> None:
    source = f"X, y = moons(60)\nH = tanh(X @ W1 + b1)\ns = {score}\nL = mean((s - y)^2)"
    trace = chainrule.trace(source, defaults=True)
    assert {name: np.shape(trace.values[name]) for name in weights} == weights
