"""What is wrong with a program, in the words of the person who wrote it, and the edit that repairs it."""

from __future__ import annotations

import re

import pytest

from chainrule.errors import SourceError
from chainrule.read.text import read_text
from text_support import repaired


@pytest.mark.parametrize(
    ("source", "edited"),
    [
        ("y = np.exp(x", "y = np.exp(x)"),
        ("y = [(x + 1, 2\nz = 3", "y = [(x + 1, 2)]\nz = 3"),
        ("y = x + 1)", "y = x + 1"),
        ("y = x * * 2", "y = x ** 2"),
        ("(x* *2)", "(x**2)"),
        ("y = (x + [1, 2)", "y = (x + [1, 2]"),
        ("if x = 3:\n    y = 1", "if x == 3:\n    y = 1"),
        ("for i in range(3)  # thrice\n    y = i", "for i in range(3):  # thrice\n    y = i"),
        ("def f(x)\n    return x", "def f(x):\n    return x"),
        ("fro i in range(3):\n    y = i", "for i in range(3):\n    y = i"),
        ("def f(x):\n    retrun x\nf(2)", "def f(x):\n    return x\nf(2)"),
        ("def f(x):\nreturn x", "def f(x):\n    return x"),
        ("x = 1\n  y = 2\nz = 3", "x = 1\ny = 2\nz = 3"),
        ("if x > 0:\n    y = 1\nelse if x < 0:\n    y = 2", "if x > 0:\n    y = 1\nelif x < 0:\n    y = 2"),
        ("y = x if x > 0", "y = x if x > 0 else 0"),
        ("if x && y:\n    z = 1", "if x and y:\n    z = 1"),
        ("if x => 3:\n    z = 1", "if x >= 3:\n    z = 1"),
        ("x = 1\nx++", "x = 1\nx += 1"),
        ("class = 3\ny = 2", "class_ = 3\ny = 2"),
        ("y = [2x for x in range(3)]", "y = [2*x for x in range(3)]"),
    ],
)
def test_one_edit_repairs_what_one_edit_can(source: str, edited: str) -> None:
    assert repaired(source) == edited


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("x = = 3", "Two signs stand side by side"),
        ("x ** ** y", "Two signs stand side by side"),
        ("import numpy as", "stops too early"),
        ("if x: y = 1 else: y = 2", "`else` starts a line of its own"),
        ("while x { y = 1 }", "no braces"),
        ("for x in y: = 3", "Two signs stand side by side"),
        ("import 3", "`3` cannot stand behind `import`"),
        ("x = 'abc", "quotation mark"),
    ],
)
def test_every_refusal_names_what_was_written(source: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence) as caught:
        read_text(source)
    assert caught.value.hint
    assert caught.value.span is not None


@pytest.mark.parametrize(
    "source", ["x y z =", "f(", "3 = = x", "if", "for for for", "]", "x = )", "def", "@", "aa bb", "1 2", "x[", "class"]
)
def test_no_word_of_the_machine_is_told(source: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_text(source)
    told = f"{caught.value.code} {caught.value.detail} {caught.value.hint}"
    for word in ("classdef", "GeneratorExp", "ast", "token", "unexpected", "operator or a bracket missing"):
        assert re.search(rf"\b{word}\b", told) is None
    assert caught.value.hint
