"""Formulas as a calculator takes them: what Python text they become, and what is said of those that are none."""

from __future__ import annotations

import ast

import pytest

from chainrule.errors import SourceError, Span, TextEdit
from chainrule.read.text import Source, canonical_name, read_text
from text_support import repaired


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("2x", "2*x"),
        ("x^3 - 2x + 1", "x**3 - 2*x + 1"),
        ("(x+y)z", "(x + y)*z"),
        ("f = (x + y) z", "f = (x + y)*z"),
        ("x(y+2)", "x*(y + 2)"),
        ("(x+1)(x-2)", "(x + 1)*(x - 2)"),
        ("3(x+1)", "3*(x + 1)"),
        ("2[x+1]", "2*(x + 1)"),
        ("1/2 m v^2", "1/2*m*v**2"),
        ("2σ", "2*sigma"),
        ("σ√(2π)", "sigma*sqrt(2*pi)"),
        ("1/(σ√(2π))", "1/(sigma*sqrt(2*pi))"),
        ("2πr", "2*pi*r"),
        ("πr²", "pi*r**2"),
        ("x² + 3x", "x**2 + 3*x"),
        ("½x", "1/2*x"),
        ("e^(2x)", "e**(2*x)"),
        ("e^{-x}", "e**(-x)"),
        ("x^-2y", "x**-2*y"),
        ("-(x-μ)²/2σ²", "-(x - mu)**2/(2*sigma**2)"),
        ("w₁x₁ + w₂x₂ + b", "w1*x1 + w2*x2 + b"),
        ("x_{1} + x_{2}", "x_1 + x_2"),
        ("αx + β", "alpha*x + beta"),
        ("wᵀx + b", "w.T*x + b"),
        ("3·10^8 m", "3*10**8*m"),
        ("⌊x⌋ + x mod 2", "floor(x) + x%2"),
    ],
)
def test_factors_side_by_side_are_products(source: str, python: str) -> None:
    assert read_text(source).text == python


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("ln x", "log(x)"),
        ("sin 2x", "sin(2*x)"),
        ("sqrt x", "sqrt(x)"),
        ("x sin x", "x*sin(x)"),
        ("sin x cos x", "sin(x)*cos(x)"),
        ("log x^2", "log(x**2)"),
        ("sin^2(x)", "sin(x)**2"),
        ("cos²x + sin² x", "cos(x)**2 + sin(x)**2"),
        ("tan^-1(x)", "arctan(x)"),
        ("sinx + tg x", "sin(x) + tan(x)"),
        ("log_2(x) + log_10(x) + log_3 x", "log2(x) + log10(x) + log(x)/log(3)"),
        ("Exp[x] + Sin[x]", "exp(x) + sin(x)"),
        ("ReLU(x)", "relu(x)"),
        ("|x| + ||w||^2 + |x||y|", "absolute_or_norm(x) + norm(w)**2 + absolute_or_norm(x)*absolute_or_norm(y)"),
        ("‖w‖_1", "sum(abs(w))"),
        ("tanh′(x)", "(1 - tanh(x)**2)"),
        ("max(0, 2x)", "maximum(0, 2*x)"),
        ("√x + ∛(x+1)", "sqrt(x) + cbrt(x + 1)"),
        ("{x if x>0, 0 otherwise}", "where(x > 0, x, 0)"),
        ("{ x, x > 0; 0, otherwise", "where(x > 0, x, 0)"),
        ("sec x + csc(x)", "sec(x) + csc(x)"),
        ("σ(2x)", "sigmoid(2*x)"),
    ],
)
def test_functions_are_applied_as_on_paper(source: str, python: str) -> None:
    assert read_text(source).text == python


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("∑ x_i", "sum(x)"),
        ("Σᵢ xᵢ yᵢ", "sum(x*y)"),
        ("∑_{i=1}^{n} (t_i - p_i)^2", "sum((t - p)**2)"),
        ("1/n ∑_{i=1}^{n} x_i", "n = len(x)\n1/n*sum(x)"),
        ("z_i = ∑_j w_{ij} x_j + b_i", "z = w@x + b"),
        ("∑_j w_{ji} x_j", "w.T@x"),
        ("∑_k a_{ik} b_{kj}", "a@b"),
        ("∑_{k=1}^{5} k^2", "sum([k**2 for k in range(1, 6)])"),
        ("e^{z_i}/∑_j e^{z_j}", "e**z/sum(e**z)"),
        ("∑_{j≠y} max(0, s_j - s_y + 1)", "sum(where(arange(len(s)) != y, maximum(0, s - s[y] + 1), 0))"),
        ("∑_i ∑_j W_ij^2", "sum(W**2)"),
        ("max_j s_j", "max(s)"),
    ],
)
def test_sums_over_an_index_are_formulas_of_arrays(source: str, python: str) -> None:
    assert read_text(source).text == python


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("L = (sigmoid(w*x+b) - t)^2, w=0.5, x=2", "w = 0.5\nx = 2\nL = (sigmoid(w*x + b) - t)**2"),
        ("(w*x-t)^2 with w = 0.5 and x=2", "w = 0.5\nx = 2\n(w*x - t)**2"),
        ("w*x where x = 3", "x = 3\nw*x"),
        ("x*y for x=2, y=5", "x = 2\ny = 5\nx*y"),
        ("x^2 at x=3", "x = 3\nx**2"),
        ("w*x (w=2, x=3)", "w = 2\nx = 3\nw*x"),
        ("a = 3, b = 4, a*b", "a = 3\nb = 4\na*b"),
        ("f(x) = x^2, x=3", "x = 3\ndef f(x): return x**2\nf(x)"),
        ("f=(x+y)z x=-2 y=5 z=-4", "x = -2\ny = 5\nz = -4\nf = (x + y)*z"),
        ("q = x + y, f = q*z, x = -2", "x = -2\nq = x + y\nf = q*z"),
        ("dy/dx where y = x^3", "y = x**3\ngrad(y, x)"),
        ("f(x) = x^2; f(3)", "def f(x): return x**2\nf(3)"),
        ("f(x,y,z) = (x+y)z", "def f(x, y, z): return (x + y)*z"),
        ("y := 3x", "y = 3*x"),
        ("v = 3 m/s\n2v", "v = 3\n2*v"),
    ],
)
def test_values_behind_a_formula_come_before_it(source: str, python: str) -> None:
    assert read_text(source).text == python


def test_lines_of_values_below_a_formula_come_before_it() -> None:
    read = read_text("q = x*w\nL = q + b\nw = 0.5\nx = [1, 2]\nb = -1")
    assert [ast.unparse(statement) for statement in read.statements] == [
        "w = 0.5",
        "x = [1, 2]",
        "b = -1",
        "q = x * w",
        "L = q + b",
    ]
    assert read.span(read.statements[0]) == Span(3, 0, 3, 7)


def test_a_name_that_has_a_value_is_changed_where_its_line_stands() -> None:
    read = read_text("q = x*w\nw = 0.5\nL = q*w", ["x", "w"])
    assert [ast.unparse(statement) for statement in read.statements] == ["q = x * w", "w = 0.5", "L = q * w"]


@pytest.mark.parametrize(
    "source", ["x = 2\ny = x*x\nx = 3", "def f():\n    return lr\nlr = 0.1", "total = 0\ny = x\nn = 3"]
)
def test_values_that_python_would_know_stay_where_they_are(source: str) -> None:
    read = read_text(source)
    assert [ast.dump(statement) for statement in read.statements] == [ast.dump(each) for each in ast.parse(source).body]


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("L = w*x\ndL/dw", "L = w*x\ngrad(L, w)"),
        ("L = w*x\n∂L/∂w", "L = w*x\ngrad(L, w)"),
        ("d/dx x^2 + 3x", "grad(x**2 + 3*x, x)"),
        ("d/dx (x^2) + 3", "grad(x**2, x) + 3"),
        ("d(x^2)/dx", "grad(x**2, x)"),
        ("y = x^3\nd²y/dx²", "y = x**3\ngrad(grad(y, x), x)"),
        ("D[Sin[x]^2, x]", "grad(sin(x)**2, x)"),
        ("derivative of x^2", "grad(x**2, x)"),
        ("f(x) = x^3\nf'(2)", "def f(x): return x**3\ngrad(f)(2)"),
        ("L = w*x\ndL/dw = x", "L = w*x\ndL_dw = x"),
        ("dL = 3\ndw = 2\ndL/dw", "dL = 3\ndw = 2\ndL/dw"),
    ],
)
def test_a_gradient_is_asked_for_and_divides_nothing(source: str, python: str) -> None:
    assert read_text(source).text == python


@pytest.mark.parametrize(
    ("source", "names", "python"),
    [
        ("wx + b", ["w", "x", "b"], "w*x + b"),
        ("wx^2", ["w", "x"], "w*x**2"),
        ("1/wx", ["w", "x"], "1/(w*x)"),
        ("x1x2 + XW", ["x1", "x2", "X", "W"], "x1*x2 + X*W"),
        ("f(x, y) = xy", [], "def f(x, y): return x*y"),
        ("m = 1\nx = 2\nb = 3\nmx + b", [], "m = 1\nx = 2\nb = 3\nm*x + b"),
        ("xy + z", [], "x*y + z"),
        ("ax + by + c", [], "a*x + b*y + c"),
        ("2ab + 1", [], "2*a*b + 1"),
        ("lr + by", [], "lr + by"),
        ("wx + b", ["wx", "w", "x"], "wx + b"),
    ],
)
def test_names_side_by_side_are_a_product_where_they_are_there(source: str, names: list[str], python: str) -> None:
    assert read_text(source, names).text == python


def test_what_nothing_decides_is_offered_the_other_way() -> None:
    (other,) = read_text("y = mx + b").alternatives
    assert other == ("m_x", TextEdit(Span(1, 4, 1, 6), "m_x"))
    (other,) = read_text("y = uv + loss").alternatives
    assert other == ("u*v", TextEdit(Span(1, 4, 1, 6), "u*v"))
    (other,) = read_text("mx + b", ["m", "x", "b"]).alternatives
    assert other.fix.text == "m_x"
    (other,) = read_text("1/2x").alternatives
    assert other == ("1/(2x)", TextEdit(Span(1, 2, 1, 4), "(2x)"))
    (other,) = read_text("a/2b").alternatives
    assert other == ("(a/2)b", TextEdit(Span(1, 0, 1, 3), "(a/2)"))
    assert read_text("loss*lr").alternatives == ()


def test_a_factor_is_a_product_by_its_shape_and_a_sum_of_entries_is_not() -> None:
    read = read_text("W x")
    assert read.is_product_by_shape(read.statements[0].value)  # type: ignore[attr-defined]
    read = read_text("∑_i w_i x_i")
    assert read.products == frozenset()
    assert read_text("σ'(z) y").products == frozenset()


def test_lines_of_python_stay_among_lines_of_formulas() -> None:
    source = (
        "import numpy as np\ndef f(x):\n    # twice\n    return 2x\nfor i in range(3):\n    y = 3x + np.exp(1)  # e"
    )
    assert read_text(source).text == (
        "import numpy as np\ndef f(x):\n    # twice\n    return 2*x\nfor i in range(3):\n    y = 3*x + np.exp(1)  # e"
    )
    assert read_text("model = Net(3)\nf = np.tanh\nf(x) + model(x)\nh = lambda x, y=2: x").dialect == "python"


@pytest.mark.parametrize(
    ("source", "sentence", "hint"),
    [
        ("n!", "factorial", "3!"),
        ("5%", "percent", "0.05"),
        ("x ± 1", "two values", "`+` or `-`"),
        ("x^2 + y^2 = 1", "equation", "x^2 + y^2 - 1"),
        ("f'(x)", "does not say what `f` is", "f(x) = x^2"),
        ("dL/dw", "does not say what `L` is", "L = ..."),
        ("∫ x^2 dx", "integral", "sum"),
        ("lim x->0 sin(x)/x", "limit", "difference quotient"),
        ("2 3", "side by side", "multiply"),
        ("the value", "`value` follows `the`", "#"),
        ("what is backpropagation?", "sentence", "formula"),
        ("{1, 2}x", "a set", "[...]"),
        ("|x", "never closed", "absolute value"),
        ("∑_k k^2", "where this ends", "last value"),
        ("||x||_{2,1}", "norm", "||x||_1"),
        ("2x +", "stops too early", "`+`"),
    ],
)
def test_what_is_no_formula_says_what_it_is(source: str, sentence: str, hint: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_text(source)
    error = caught.value
    assert sentence in error.detail
    assert error.hint is not None
    assert hint in error.hint
    assert error.span is not None
    assert error.code in ("syntax", "character")


@pytest.mark.parametrize(
    ("source", "edited"),
    [
        ("exp(x", "exp(x)"),
        ("2(x + 1", "2(x + 1)"),
        ("3 x + 1)", "3 x + 1"),
        ("5%", "0.05"),
        ("20% of x", "0.2* x"),
        ("3! x", "6 x"),
        ("2,5*x", "2.5*x"),
        ("x^2 + 3x = y", "x^2 + 3x - y"),
        ("mass accel", "mass*accel"),
    ],
)
def test_the_edit_that_is_offered_repairs_the_formula(source: str, edited: str) -> None:
    assert repaired(source) == edited
    read_text(edited, ["mass", "accel", "x", "y"])


def test_what_was_read_otherwise_than_typed_is_said() -> None:
    assert [note.code for note in read_text("y = 1,000*x").notices] == ["thousands"]
    assert [note.code for note in read_text("v = 3 m/s\n2v").notices] == ["unit"]
    assert [note.code for note in read_text("y = 2x + x = 3x").notices] == ["chain"]
    assert read_text("q = x + y = 3\nf = 2q = 6").notices == ()  # a number is the result, and goes without saying


@pytest.mark.parametrize(
    "source",
    [
        "2πr + αx",
        "w₁x₁ + sin 2y",
        "L = (σ(w x + b) − t)², w=0.5",
        "|x - 3|/‖y‖",
        "f(x) = 3x² + 2x\nf(θ)",
        "1/(σ√(2π)) e^(-(x-μ)²/2σ²)",
        "∑_i (t_i - p_i)^2 + λ∑_k w_k^2",
    ],
)
def test_every_name_is_found_where_it_was_typed(source: str) -> None:
    read = read_text(source)
    found = 0
    for statement in read.statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id not in ("sigmoid", "sqrt", "norm", "absolute_or_norm", "grad"):
                typed = canonical_name(at(read, read.span(node)))
                assert read.shown_name(node.id) in (typed, typed.partition("_")[0]) or typed[0] == "∑"
                found += 1
    assert found >= 2


def at(read: Source, span: Span) -> str:
    assert span.line == span.end_line
    return read.source.split("\n")[span.line - 1][span.column : span.end_column]
