"""LaTeX as it stands on a slide: what Python text it becomes, and what is said of what computes nothing."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from chainrule.errors import ChainruleError, SourceError, Span, TextEdit
from chainrule.read.text import read_text

FORMULAS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("text_formulas.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", FORMULAS, ids=[f"deck {row['deck']}: {row['text'][:40]}" for row in FORMULAS])
def test_every_formula_of_the_decks_is_read_or_says_what_it_is(row: dict[str, Any]) -> None:
    if "python" in row:
        assert read_text(row["text"]).text == row["python"]
        return
    with pytest.raises(SourceError) as caught:
        read_text(row["text"])
    assert caught.value.detail == row["refused"]
    assert caught.value.hint


@pytest.mark.parametrize(
    ("latex", "python"),
    [
        (r"\frac{1}{1+e^{-x}}", "1/(1 + e**(-x))"),
        (r"\dfrac12 \tfrac{a}{b+c}", "1/2*(a/(b + c))"),
        (r"\sqrt{x} + \sqrt[3]{x}", "sqrt(x) + x**(1/3)"),
        (r"\sigma\left(\mathbf{w}^\top \mathbf{x} + b\right)", "sigmoid(w.T*x + b)"),
        (r"\hat{y} = \tanh(Wx + b)", "y_hat = tanh(W*x + b)"),
        (r"\tilde{x} \odot \vec{v} \circ z", "x_tilde*v*z"),
        (r"\|w\|_2^2 + \lVert x \rVert + |x|", "norm(w)**2 + norm(x) + absolute_or_norm(x)"),
        (r"\log_2 x + \ln x + \log_{10}(x)", "log2(x) + log(x) + log10(x)"),
        (r"\sin^2 x \cos 2x \tan^{-1}(x)", "sin(x)**2*cos(2*x)*arctan(x)"),
        (r"\max(0, W_1 x) + \min\{x, y\}", "maximum(0, W_1*x) + minimum(x, y)"),
        (r"\operatorname{softmax}(z) \text{ReLU}(x)", "softmax(z)*relu(x)"),
        (r"\mathrm{loss} = \text{loss}_\text{reg}", "loss = loss_reg"),
        (r"x_{1}^{2} + e^{x_i}", "x_1**2 + e**x_i"),
        (r"\alpha^23", "alpha**2*3"),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} x", "[[1, 2], [3, 4]]*x"),
        (r"\underbrace{(y - t)^2}_{\text{loss}}", "(y - t)**2"),
        (r"\langle x, y \rangle", "x*y"),
        (r"A^{-1} b + (X^T X)^{-1} X^T y + N^{-1}", "inv(A)*b + inv(X.T*X)*X.T*y + inverse_or_reciprocal(N)"),
        (r"f(x) = x^2 \\ f'(x)", "def f(x): return x**2\ngrad(f)(x)"),
    ],
)
def test_commands_mean_what_they_show(latex: str, python: str) -> None:
    assert read_text(latex).text == python


@pytest.mark.parametrize(
    ("latex", "python"),
    [
        (r"z_i = \sum_{j} w_{ij} x_j + b_i", "z = w@x + b"),
        (r"\sum_{j} w_{ji} x_j", "w.T@x"),
        (r"\frac{1}{N}\sum_{i=1}^{N}(t_i - y_i)^2", "N = len(t)\n1/N*sum((t - y)**2)"),
        (r"-\sum_i y_i \log \hat{y}_i", "-sum(y*log(y_hat))"),
        (r"\frac{e^{z_i}}{\sum_{j} e^{z_j}}", "e**z/sum(e**z)"),
        (r"\sum_{j \neq y} \max(0, s_j - s_y + 1)", "sum(where(arange(len(s)) != y, maximum(0, s - s[y] + 1), 0))"),
        (r"\sum_k W_k^2", "sum(W**2)"),
        (r"\sum_i \sum_j W_{ij}^2", "sum(W**2)"),
        (r"\sum_{i,j} A_{ij} B_{ij}", "sum(A*B)"),
        (r"\prod_{i} p_i", "prod(p)"),
        (r"\max_j s_j", "max(s)"),
        (r"\sum_{k=0}^{3} x^k", "sum([x**k for k in range(0, 4)])"),
        (r"-\frac{1}{N}\sum_{i=1}^N \log p_{i,y_i}", "N = len(p)\n-1/N*sum(log(p[arange(len(p)), y]))"),
        (r"y_i = \sum_j x_i x_j", "y = sum(outer(x, x), axis=1)"),
        (r"\sum_j (x_i - c_{ij})^2 + \sum_i x_i", "sum((x[:, None] - c)**2, axis=1) + sum(x)"),
    ],
)
def test_formulas_of_entries_become_formulas_of_arrays(latex: str, python: str) -> None:
    assert read_text(latex).text == python


@pytest.mark.parametrize(
    ("latex", "python"),
    [
        (r"h^{(1)} = \sigma(W^{(1)} x + b^{(1)})", "h1 = sigmoid(W1*x + b1)"),
        (r"\mathbf{W}^2 \sigma(\mathbf{W}^1 x)", "W2*sigmoid(W1*x)"),
        (r"W_{11}^1 = 0.1", "W1_11 = 0.1"),
        (r"net_i^l = \sum_j W_{ij}^l x_j^{l-1} + b_i^l", "net_l = W_l@x_l_minus_1 + b_l"),
        (r"\delta_1^2 = (t_1 - y_1)\sigma'(net_1^2)", "delta2_1 = (t_1 - y_1)*(sigmoid(net2_1)*(1 - sigmoid(net2_1)))"),
        (r"w^* = w - \eta g", "w_star = w - eta*g"),
        (r"x^2 + W^T x + x^\top", "x**2 + W.T*x + x.T"),
    ],
)
def test_what_stands_above_a_name_is_its_layer_where_the_text_says_so(latex: str, python: str) -> None:
    assert read_text(latex).text == python


@pytest.mark.parametrize(
    ("latex", "python"),
    [
        (
            r"f = qz \quad \frac{\partial f}{\partial q} = z, \frac{\partial f}{\partial z} = q",
            "f = q*z\ndf_dq = z\ndf_dz = q",
        ),
        (r"\bar{w} = \bar{z} x", "w_bar = z_bar*x"),
        (r"\bar{\hat{y}} = -2(y - \hat{y})", "y_hat_bar = -2*(y - y_hat)"),
        (r"\underline{\bar{W}}^{(2)} = \underline{\bar{y}} \underline{h}^{(1)T}", "W2_bar = y_bar*h1.T"),
        (r"L = wx \\ \frac{\partial L}{\partial w}", "L = w*x\ngrad(L, w)"),
        (r"L = wx \\ \partial L/\partial w", "L = w*x\ngrad(L, w)"),
        (r"\frac{d}{dx} x^2", "grad(x**2, x)"),
        (r"L = w^2 x \\ \nabla_w L", "L = w**2*x\ngrad(L, w)"),
        (
            r"z = wx \\ L = z^2 \\ \frac{\partial L}{\partial z} = 2z "
            r"\\ \frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} x",
            "z = w*x\nL = z**2\ndL_dz = 2*z\ndL_dw = dL_dz*x",
        ),
    ],
)
def test_gradients_by_hand_are_names_and_others_are_asked_for(latex: str, python: str) -> None:
    assert read_text(latex).text == python


@pytest.mark.parametrize(
    "latex",
    [
        r"z = wx + b \\ \hat{y} = \sigma(z) \\ L = (y - \hat{y})^2",
        r"\begin{aligned} z &= wx + b && \text{parameters} \\ \hat{y} &= \sigma(z) \\ "
        r"L &= (y - \hat{y})^2 \end{aligned}",
        "\\begin{align*}\nz &= wx + b, \\\\\n\\hat{y} &= \\sigma(z), \\\\\nL &= (y - \\hat{y})^2.\n\\end{align*}",
        r"Let $z = wx + b$, $\hat{y} = \sigma(z)$ and $L = (y - \hat{y})^2$.",
        r"\[ z = wx + b \] \[ \hat{y} = \sigma(z) \] \[ L = (y - \hat{y})^2 \]",
        "z = wx + b\n\\hat{y} = \\sigma(z)\nL = (y - \\hat{y})^2",
        r"z = wx + b \quad \hat{y} = \sigma(z) \qquad L = (y - \hat{y})^2 \text{ (squared error)}",
    ],
)
def test_several_equations_are_a_program_whatever_they_stand_in(latex: str) -> None:
    read = read_text(latex)
    assert read.text == "z = w*x + b\ny_hat = sigmoid(z)\nL = (y - y_hat)**2"
    assert read.dialect == "latex"


def test_cases_choose_by_their_conditions() -> None:
    latex = r"f(x) = \begin{cases} x & \text{if } x > 0 \\ \alpha(e^x - 1) & \text{otherwise} \end{cases}"
    assert read_text(latex).text == "def f(x): return where(x > 0, x, alpha*(e**x - 1))"


def test_a_derivation_draws_its_first_formula_and_offers_the_others() -> None:
    read = read_text(r"a = b + c = d \cdot e = 3")
    assert read.text == "a = b + c"
    assert [other.text for other in read.alternatives] == [r"d \cdot e"]
    assert [note.code for note in read.notices] == ["chain"]


def test_sizes_below_a_symbol_are_its_shape() -> None:
    read = read_text(r"\underline{z}_{q \times 1} = \underline{W}_{q \times p} \underline{x}_{p \times 1}")
    assert read.text == "z = W*x"
    assert read.sizes == {"z": ("q", 1), "W": ("q", "p"), "x": ("p", 1)}
    assert read.shapes == {"z": (3, 1), "W": (3, 2), "x": (2, 1)}
    assert read_text(r"W_{2 \times 3} x", ["x"]).shapes == {"W": (2, 3)}
    assert read_text(r"W_{q \times 3} x", ["x"]).shapes == {}
    assert read_text(r"f = Wx \\ W \in \mathbb{R}^{C \times D}").sizes == {"W": ("C", "D")}


def test_a_product_without_a_sign_is_told_by_its_shape() -> None:
    read = read_text(r"W x \odot y \cdot z \times 2")
    value = read.statements[0].value  # type: ignore[attr-defined]
    kinds = []
    while isinstance(value, ast.BinOp):
        kinds.append(read.is_product_by_shape(value))
        value = value.left
    assert kinds == [False, True, False, True]


@pytest.mark.parametrize(
    ("latex", "sentence"),
    [
        (r"x \in \mathbb{R}^D", "how large"),
        (r"\mathbb{E}[x]", "expected value"),
        (r"\int x dx", "integral"),
        (r"\lim_{h \to 0} \frac{f(x+h)}{h}", "limit"),
        (r"\Delta x \to \Delta y", "arrow"),
        (r"x_1, \dots, x_n", "left out"),
        (r"\hat\theta = \operatorname{argmin} J(\theta)", "search"),
        (r"\frac{\partial f}{\partial x}", "does not say what `f` is"),
        (r"\sigam(x)", "not known"),
        (r"\frac{1}{x", "never closed"),
        (r"\begin{cases} x & x > 0", "never ended"),
        (r"x \end{cases}", "never begun"),
        (r"\binom{n}{k}", "binomial"),
        (r"\frac{}{x}", "nothing between"),
        (r"\hat{2}", "no name"),
        (r"\sum_{j \in S} x_j", "over a set"),
        (r"\sum_{i=1}^N 3", "depends on `i`"),
        (r"y_i = x_{i+1} \sum_i x_i", "Neighbouring"),
        (r"\{x^{(i)}\}_{i=1}^{N}", "there is no sum"),
    ],
)
def test_what_computes_nothing_says_what_it_is(latex: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence) as caught:
        read_text(latex)
    assert caught.value.hint


def test_a_misspelled_command_is_offered_right() -> None:
    with pytest.raises(SourceError) as caught:
        read_text(r"\sigam(x) + 1")
    assert caught.value.fix == TextEdit(Span(1, 0, 1, 6), r"\sigma")


def test_commands_that_lost_their_first_letter_in_a_string_are_read() -> None:
    assert read_text("y = \x0crac{1}{x}").text == "y = 1/x"
    assert read_text(r"rac{1}{1+e^{-x}} \left(x ight)").text == "1/(1 + e**(-x))*x"


@pytest.mark.parametrize(
    ("latex", "name", "typed"),
    [
        (r"\frac{\alpha}{\beta} + c", "alpha", r"\alpha"),
        (r"\hat{y} - y", "y_hat", r"\hat{y}"),
        (r"\sum_i w_i x_i", "w", "w_i"),
        (r"W^{(1)} x", "W1", "W^{(1)}"),
        (r"\mathbf{w}^T x", "w", r"\mathbf{w}"),
    ],
)
def test_a_symbol_is_found_where_it_was_typed(latex: str, name: str, typed: str) -> None:
    read = read_text(latex)
    nodes = ast.walk(read.statements[0])
    (span,) = [read.span(node) for node in nodes if isinstance(node, ast.Name) and node.id == name]
    assert latex[span.column : span.end_column] == typed


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac" * 3_000,
        r"\sqrt{" * 60 + "x" + "}" * 60,
        r"\sigma'(" * 45 + "x" + ")" * 45,
        r"\sum_i x_i " * 1_000,
        r"\begin{cases}" * 1_000,
        "{x}_" * 4_000,
        "$" * 16_000,
        r"\hat" * 4_000,
    ],
)
def test_hostile_latex_is_refused(latex: str) -> None:
    with pytest.raises(ChainruleError):
        read_text(latex[:16_000])
