"""Sets beside formulas, and searches in front of them: what computes nothing, and what it says all the same."""

from __future__ import annotations

import numpy as np
import pytest

import chainrule
from chainrule.errors import SourceError
from chainrule.read.text import read_text


@pytest.mark.parametrize(
    ("source", "shapes"),
    [
        ("y = wᵀx + b, x ∈ R^3, w ∈ R^3", {"x": (3,), "w": (3,), "b": ()}),
        (
            "y = W_2 relu(W_1 x + b_1) + b_2, x ∈ ℝ^4, W_1 ∈ ℝ^{5×4}, W_2 ∈ ℝ^{3×5}",
            {"x": (4,), "W_1": (5, 4), "W_2": (3, 5), "b_1": (5,), "b_2": (3,)},
        ),
        ("x ∈ ℝ³, W ∈ ℝ²ˣ³\ny = Wx", {"x": (3,), "W": (2, 3)}),
        ("Let x ∈ R^3 and W ∈ R^{2×3}. Let y = Wx and L = ||y||².", {"x": (3,), "W": (2, 3)}),
        (r"y = Wx, x \in \mathbb{R}^3, W \in \mathbb{R}^{2 \times 3}", {"x": (3,), "W": (2, 3)}),
        (
            r"$y = Wx + b$ where $x \in \mathbb{R}^{4}$, $W \in \mathbb{R}^{2 \times 4}$ and $b \in \mathbb{R}^2$",
            {"x": (4,), "W": (2, 4), "b": (2,)},
        ),
        ("f(x) = x^T A x, A ∈ R^{n x n}, x in R^n", {"x": (3,), "A": (3, 3)}),
        ("h = tanh(Wx + b), W ∈ ℝ^{n×d}, x ∈ ℝ^d", {"x": (2,), "W": (3, 2), "b": (3,)}),
        ("L = w^T x, w, x ∈ ℝ^5", {"x": (5,), "w": (5,)}),
        ("f: ℝ² → ℝ, f(x, y) = x² y + y", {"x": (), "y": ()}),
        ("y = 2*x, x in R", {"x": ()}),
        ("f(x) = x^2 for all x ∈ R", {"x": ()}),
        ("y = x^2, x ~ N(0,1)", {"x": ()}),
        (r"z = \mu + \sigma \epsilon, \epsilon \sim \mathcal{N}(0, 1)", {"mu": (), "sigma": (), "epsilon": ()}),
        (r"L = \sum_i (y_i - w^T x_i - b)^2", {"y": (3,), "x": (3, 2), "w": (2,), "b": ()}),
        ("LN(x) = (x − mean(x))/std(x)", {"x": (3,)}),
        (
            "Given: X (3x2), W (2x1), y (3x1). pred = XW, L = mean((pred - y)^2)",
            {"X": (3, 2), "W": (2, 1), "y": (3, 1)},
        ),
        ("W: 2×3, x: 3×1\ny = W x", {"W": (2, 3), "x": (3, 1)}),
        ("y = w (2x1)", {"w": (), "x1": ()}),  # a product
    ],
)
def test_sets_say_how_large_a_name_is(source: str, shapes: dict[str, tuple[int, ...]]) -> None:
    trace = chainrule.trace(source, defaults=True)
    assert {name: np.shape(gradient) for name, gradient in trace.gradients.items()} == shapes


def test_labels_and_probabilities_say_theirs() -> None:
    trace = chainrule.trace("L = -(y log p + (1 - y) log(1 - p)), y ∈ {0, 1}, p ∈ (0, 1), y = 1, p = 0.5")
    assert trace.value == pytest.approx(np.log(2))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("R = [1.0, 2.0]\ny = sum([x**2 for x in R]) * w", "for x in R"),
        ("r = [1.0, 2.0]\ny = sum([x**2 for x in r]) * w  # a 2x1 list", "for x in r"),
        ("f(x) = x^2\nf(2x1)", "f(2*x1)"),
        ("w (2x1) + b", "w*(2*x1) + b"),
        ("x1 = 3\ny = 2x1\nw (2x1)", "w*(2*x1)"),
        ("mask = x > 0\nmask = ~mask\ny = x*mask", "mask = ~mask"),
        ("keep = (x > 0)\nkeep = keep * ~keep\ny = x * keep", "keep * ~keep"),
    ],
)
def test_what_only_looks_like_a_set_stays(source: str, text: str) -> None:
    assert text in read_text(source).text


@pytest.mark.parametrize("source", ["a ∈ A, y = a^2", "(x, y) ∈ R^2, f = x y", "s ∈ S\nf = s^2"])
def test_other_sets_are_left_out(source: str) -> None:
    assert np.shape(chainrule.trace(source, defaults=True).value) == ()


@pytest.mark.parametrize("source", ["x ∈ R^3", r"x \in \mathbb{R}^D"])
def test_a_set_alone_is_no_formula(source: str) -> None:
    with pytest.raises(SourceError, match=r"set|how large"):
        chainrule.trace(source, defaults=True)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("min_w (w - 3)^2", "(w - 3)**2"),
        ("argmax_x f(x), f(x) = -x^2", "def f(x): return -x**2\nf(x)"),
        ("θ* = argmin_θ (θ - 3)^2", "(theta - 3)**2"),
        ("arg min_θ 1/N Σ_i (y_i - θ x_i)^2", "1/N*sum((y - theta*x)**2)\nN = len(y)"),
        (r"\theta^* = \arg\min_\theta (\theta - 3)^2", "(theta - 3)**2"),
        (r"\hat{\theta} = \operatorname*{arg\,min}_{\theta} (\theta - 3)^2", "(theta - 3)**2"),
        (r"w^* = \underset{w}{\mathrm{argmin}} (w - 3)^2", "(w - 3)**2"),
    ],
)
def test_the_formula_behind_a_search_is_read(source: str, text: str) -> None:
    read = read_text(source)
    assert sorted(read.text.strip().split("\n")) == sorted(text.split("\n"))
    assert [note.code for note in read.notices] == ["search"]


@pytest.mark.parametrize(("source", "value"), [("max_i x_i", 5), (r"\max_j x_j", 5), ("min_i x_i", 1)])
def test_a_largest_entry_is_no_search(source: str, value: float) -> None:
    assert chainrule.trace(source, {"x": [1, 5, 2]}).value == value


@pytest.mark.parametrize(
    ("source", "value", "gradients"),
    [
        ("gradient of x^2 y at (1, 2)", 2, {"x": 4, "y": 1}),
        ("f(x,y,z) = (x + y) z; x=-2, y=5, z=-4. Find ∇f", -12, {"x": -4, "y": -4, "z": 3}),
        ("f(x,y) = x^2 y. Find ∇f(1,2).", 2, {"x": 4, "y": 1}),
        ("diff(x^2, x)", 4, {"x": 4}),
        ("V(s) ← V(s) + α [r + γ V(s') − V(s)], α = 0.5, r = 1, γ = 0.5", None, {}),
        ("h_t = (1 - z_t) * h_{t-1} + z_t * ~h_t, z_t = 0.25", None, {}),
    ],
)
def test_what_is_asked_is_drawn(source: str, value: float | None, gradients: dict[str, float]) -> None:
    trace = chainrule.trace(source, defaults=True)
    assert np.shape(trace.value) == ()
    if value is not None:
        assert trace.value == pytest.approx(value)
    assert {name: trace.gradients[name] for name in gradients} == pytest.approx(gradients)


def test_a_tilde_in_front_of_what_is_set_lies_over_it() -> None:
    trace = chainrule.trace("h_t = (1 - z_t) * h_{t-1} + z_t * ~h_t", defaults=True)
    assert set(trace.gradients) == {"z_t", "h_t_minus_1", "h_tilde_t"}


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("f(x) = x^3. Its derivative is 3x^2.", "right"),
        ("f(x) = x^3. Its derivative is 2x^2.", "wrong"),
        ("tanh(x) = (e^x − e^{−x})/(e^x + e^{−x}). Its derivative is 1 − tanh²(x).", "right"),
        ("The sigmoid function is σ(x) = 1/(1 + e^{-x}). Its derivative is σ(x)(1 − σ(x)).", "right"),
    ],
)
def test_a_derivative_in_a_sentence_is_judged(source: str, verdict: str) -> None:
    assert [each.verdict for each in chainrule.trace(source, defaults=True).hand_gradients] == [verdict]
