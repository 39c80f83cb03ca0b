"""The text stage on Python: what stays, which signs are rewritten, and where each part is in the source."""

from __future__ import annotations

import ast

import pytest

import chainrule
from chainrule.errors import ChainruleError, LimitError, SourceError, Span
from chainrule.limits import Limits
from chainrule.read.text import canonical_name, read_text


@pytest.mark.parametrize(
    "source",
    [
        "1/(1+exp(-(w0*x0+w1*x1+w2)))",
        "x = 'a·b ² # no comment'  # a comment — with signs ²",
        'def f(x):\n    """doc — string"""\n    return x\nf(2)',
        "s = f'{x:.2f}' + rb'a'.decode()",
        "g = lambda x, y=2: x*y\nh = lambda: 3\nk = lambda *a, **b: a",
        "# " + "-" * 120 + "\nx",
    ],
)
def test_python_stays_as_it_stands(source: str) -> None:
    read = read_text(source)
    assert read.text == source
    assert ast.dump(ast.Module(read.statements, [])) == ast.dump(ast.parse(source))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("x² + y³", "x**2 + y**3"),
        ("x⁻¹", "x**(-1)"),
        ("x×y − 1", "x*y - 1"),
        ("x ÷ 2 ≤ 3", "x / 2 <= 3"),
        ("½*x^2", "(1/2)*x**2"),
        ("w₀*x₁", "w0*x1"),
        ("σ(x)", "sigmoid(x)"),
        ("loss + λ*w", "loss + lambda_*w"),
        ("loss = mse + lambda*np.sum(w**2)", "loss = mse + lambda_*np.sum(w**2)"),
        ("f(lambda)", "f(lambda_)"),
        ("print(“a”)", 'print("a")'),
        ("if x:\r\n\ty = 1\rz", "if x:\n    y = 1\nz"),
    ],
)
def test_pasted_signs_become_pythons(source: str, text: str) -> None:
    assert read_text(source).text == text


def test_a_value_called_sigma_is_no_function() -> None:
    assert read_text("σ*x", ["σ"]).text == "sigma*x"


def test_a_greek_letter_and_its_word_are_one_name() -> None:
    assert [canonical_name(name) for name in ("σ", "sigma", "λ", "w₁", "θ_0", "x")] == [
        "sigma",
        "sigma",
        "lambda",
        "w1",
        "theta_0",
        "x",
    ]
    read = read_text("λ")
    node = read.statements[0]
    assert isinstance(node, ast.Expr)
    assert isinstance(node.value, ast.Name)
    assert read.shown_name(node.value.id) == "lambda"


def test_places_are_those_of_the_typed_text() -> None:
    read = read_text("x² + σ(θ)\n'é' + yy")
    first, second = read.statements
    assert read.span(first) == Span(1, 0, 1, 9)
    assert isinstance(first, ast.Expr)
    assert isinstance(first.value, ast.BinOp)
    assert read.span(first.value.right) == Span(1, 5, 1, 9)
    assert read.operator(first.value) == Span(1, 3, 1, 4)
    assert isinstance(second, ast.Expr)
    assert isinstance(second.value, ast.BinOp)
    assert read.span(second.value.right) == Span(2, 6, 2, 8)


def test_a_dot_is_a_product_by_shape_and_a_star_is_not() -> None:
    read = read_text("w · x + w*x")
    sums = read.statements[0].value  # type: ignore[attr-defined]
    assert read.is_product_by_shape(sums.left)
    assert not read.is_product_by_shape(sums.right)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("x" * 101, "source_characters"),
        ("(" * 11 + ")" * 11, "bracket_depth"),
        ("-" * 60 + "x", "sign_run"),
        ("x" + "**x" * 31, "chained"),
    ],
)
def test_limits_are_held_before_python_parses(source: str, name: str) -> None:
    with pytest.raises(LimitError) as caught:
        read_text(source, (), Limits(source_characters=100, bracket_depth=10, sign_run=50, chained=30))
    assert caught.value.name == name


def test_what_is_in_strings_and_comments_counts_for_no_limit() -> None:
    read_text("x # " + "(" * 99 + "-" * 300 + "**" * 2000 + "\n'" + "(" * 99 + "'")


@pytest.mark.parametrize(
    ("source", "span"),
    [
        ("", None),
        ("x = 'abc", Span(1, 4, 1, 5)),
        ("(x + 1", Span(1, 0, 1, 1)),
        ("x +", Span(1, 2, 1, 3)),
        ("x ☃ y", Span(1, 2, 1, 3)),
        ("x\0", Span(1, 1, 1, 2)),
    ],
)
def test_what_is_refused_says_where(source: str, span: Span | None) -> None:
    with pytest.raises(SourceError) as caught:
        read_text(source)
    assert caught.value.span == span
    assert caught.value.hint


@pytest.mark.parametrize(
    "source", ["\x00", "\ud800", "'" * 99, '"""' * 33, "\\\n" * 99, "x\\", "…", "é" * 50 + "(", "\n\n ", "#"]
)
def test_what_no_person_writes_is_refused_kindly(source: str) -> None:
    with pytest.raises(ChainruleError):
        read_text(source)


@pytest.mark.parametrize(
    ("program", "value"),
    [
        ("p = {'w': 1}\ny = sum(w for w in [1, 2])", 3),
        ("p = {'w': [0.5, 1.0], 'b': 0.1}\ny = sum(w*x for w, x in zip(p['w'], [1.0, 2.0])) + p['b']", 2.6),
    ],
)
def test_a_comprehension_over_a_list_is_no_range_of_an_index(program: str, value: float) -> None:
    assert chainrule.trace(program).value == pytest.approx(value)
