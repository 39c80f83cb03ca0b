"""Exercises in words: what becomes their formulas, what stays as it is, what is refused in the writer's words."""

from __future__ import annotations

import ast

import pytest

from chainrule.errors import SourceError
from chainrule.read.text import read_text
from text_support import repaired


def python(source: str) -> str:
    return "\n".join(ast.unparse(statement) for statement in read_text(source).statements)


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("Let x = 2, y = -4. Compute f = x^2 y + y^3.", "x = 2\ny = -4\nf = x ** 2 * y + y ** 3"),
        ("f(x, y) = x*y at (1, 2)", "x = 1\ny = 2\ndef f(x, y):\n    return x * y\nf(x, y)"),
        ("(a) z = w*x\n(b) L = (z - t)^2", "z = w * x\nL = (z - t) ** 2"),
        ("L = (y - t)^2 where y = w*h and h = tanh(v*x)", "h = tanh(v * x)\ny = w * h\nL = (y - t) ** 2"),
        ("Loss: L = (y - t)^2\ny = 3, t = 1", "y = 3\nt = 1\nL = (y - t) ** 2"),
        ("L = -[y log(p) + (1-y) log(1-p)]", "L = -(y * log(p) + (1 - y) * log(1 - p))"),
    ],
)
def test_an_exercise_becomes_its_formulas(source: str, read: str) -> None:
    assert python(source) == read


@pytest.mark.parametrize("source", ["for i in range(3):\n    x = x^2", "if x > 2:\n    y = 3x"])
def test_a_program_keeps_its_words(source: str) -> None:
    assert python(source).split()[0] == source.split()[0]


def test_words_that_are_left_out_are_said() -> None:
    assert [note.code for note in read_text("Let x = 2. Compute f = 3x.").notices] == ["prose"]


def test_a_task_that_no_graph_does_is_refused_in_its_words() -> None:
    source = "Find the minimum of f(x) = x^2"
    with pytest.raises(SourceError, match="`minimum of`"):
        read_text(source)
    assert repaired(source).strip() == "f(x) = x^2"


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("x = symbols('x')\nf = x**2\nf.subs(x, 2)", "x = 2\nf = x ** 2\nf"),
        ("x, y = symbols('x y')\nf = x*y\nf.subs({x: 2})", "x = 2\ny = symbols('y')\nf = x * y\nf"),
        ("x = Symbol('x')\ng = x + 1\nf = lambdify(x, g**2)\nf(3)", "g = x + 1\nf = lambda x: (x + 1) ** 2\nf(3)"),
    ],
)
def test_numbers_of_sympy_stand_above_the_formula(source: str, read: str) -> None:
    assert python(source).endswith(read)


def test_two_numbers_for_one_symbol_stay_as_they_are() -> None:
    assert ".subs(" in python("x = symbols('x')\nf = x**2\nf.subs(x, 2)\nf.subs(x, 3)")


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("x = y = 1", "x = 1\ny = 1"),
        ("def f():\n    yield a\n    yield b", "yielded.append(b)\n    return yielded"),
        ("match kind:\n    case 'relu':\n        y = 1\n    case _:\n        y = x", "else:\n    y = x"),
        ("f[x_, y_] := x^2 y\nf[2, 3]", "f(2, 3)"),
        ("x y /. {x -> 2, y -> 3}", "x = 2\ny = 3\nx * y"),
    ],
)
def test_rarer_statements_become_plainer_ones(source: str, read: str) -> None:
    assert python(source).endswith(read)


@pytest.mark.parametrize("start", ["x = symbols('x')\n", "x = y = 1\n"])
def test_a_formula_of_very_many_terms_is_read_all_the_same(start: str) -> None:
    assert len(read_text(start + "f = " + " + ".join(["x"] * 900)).statements) > 1
