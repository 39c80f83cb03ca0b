"""Formulas that are said in words, as they stand in forums and are dictated."""

from __future__ import annotations

import pytest

import chainrule
from chainrule.read.text import read_text


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("x squared plus 3 times y", "x**2 + 3 * y"),
        ("the square root of x^2 + y^2", "sqrt(x**2 + y**2)"),
        ("f(x) = e to the power of -x", "def f(x): return e**-x"),
        ("half of (y - t) squared", "1/2 * (y - t)**2"),
        ("(y - t) squared over 2", "(y - t)**2 / 2"),
        ("3x squared minus 2x plus 1", "3*x**2 - 2*x + 1"),
        ("sin of x times cos of x", "sin(x) * cos(x)"),
        ("log of (1 + e^x)", "log((1 + e**x))"),
        ("1 over (1 + e^-x)", "1 / (1 + e**-x)"),
        ("the absolute value of x - 3", "abs(x - 3)"),
        ("x to the third power", "x**3"),
        ("one half times m times v squared", "1/2 * m * v**2"),
        ("e to the minus x", "e**-x"),
        ("a is 3, b is 4, c = sqrt(a^2 + b^2)", "a = 3\nb = 4\nc = sqrt(a**2 + b**2)"),
        ("L = sum over i of (y_i - t_i)^2", "L = sum((y - t)**2)"),
        ("The loss is the sum over i of (y_i - t_i)^2", "sum((y - t)**2)"),
        ("f = log of the absolute value of x, x = 3", "x = 3\nf = log(abs(x))"),
        ("The gradient flows over the edges. f = x*y", "f = x*y"),
    ],
)
def test_words_are_read_as_their_signs(source: str, python: str) -> None:
    assert read_text(source).text.strip() == python


@pytest.mark.parametrize(
    "source",
    ["over = 2\nx*over", "plus = 1\nminus = 2\nplus - minus", "# x squared\nx*x", "squared = x*x\nsquared + 1"],
)
def test_names_that_are_words_stay(source: str) -> None:
    assert read_text(source).text == source


def test_the_gradient_of_a_formula_in_words() -> None:
    traced = chainrule.trace("half of (y - t) squared, y = 3, t = 1")
    assert (traced.value, traced.gradients) == (2.0, {"y": 2.0, "t": -2.0})
