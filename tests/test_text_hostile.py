"""No text harms the text stage: each is read or refused by a ChainruleError, in time that grows with its length."""

from __future__ import annotations

import ast
import random
import time
from contextlib import suppress

import pytest

from chainrule.errors import ChainruleError
from chainrule.read.text import Source, read_text

PIECES = [
    *("x", "y", "2", "(", ")", "[", "]", "{", "}", "+", "-", "*", "/", "^", "**", "_", "=", "==", ",", ";", " ", "\n"),
    *("    ", "|", "||", "'", '"', "#", "%", "\\", "\\frac", "\\sum", "\\begin{cases}", "\\end{cases}", "&", "\\\\"),
    *("\\left(", "\\right)", "\\text{if }", "d", "/dx", "∂", "∑", "√", "σ", "²", "₁", "sin", "log_", "for", "if"),
    *("else", "lambda", "def f(x):", "return", "end", ".*", "./", ".T", "@", "<-", "...", "1,000", "5%", "!", "`"),
    *("$", "~", ":", "with x=2", "where", "∇", "\\hat", "\\bar{z}", "^{(1)}", "_{ij}", "_j", "^T", "\\partial"),
    *("f(x) = ", "<=", "≠", "\\mathbb{R}", "∈", "->", "=>", "function", "{x", "if(", "else{", "x++", "//", "/*", "*/"),
    *("é", "☃", "\x00", "\t", "\r", "１", "½", "²³", "“", "’", "\u200b", "e^{-x}", "D[", "Exp[", "not", "and", "in"),
    *("[1 2; 3 4]", "x(1,:)", "@(x)", "\\operatorname{", "i", "k=1", "\\|", "\\cdot", "\\quad", "(x=2)", "|_{x=1}"),
]
REPEATED = [
    *("(", "[", "{", "|", "||", "'", '"', '"""', "\\", "\\\\", "\\[", "\\(", "\\frac", "\\frac1", "\\sum_{i}x_i "),
    *("\\begin{a}", "&", "$", "^", "x^", "_", "x_{", "-", "+-", "a b ", "1,000 ", "1.1.", "2x", "sin ", "d/dx "),
    *("∂L/∂w+", "∑", "√x", "x²", "w₁x₁", "αβ", "x=1,", "x=1;", "x\n", "# c\n", "% c\n", "//", "f(x)=x\n", "x'", "x.y."),
    *(".T", "x.*y+", "[1 2;", "end\n", "for i=1:3\n", "lambda x: ", "x if y else ", "not ", "{x,", "{x:", " x=1"),
    *("(x=1)", "1/2x", "1/2(", "a/2b", "D[", "Exp[x]", "\\text{", "\\hat{", "\\quad ", "x = ", ">>> x\n", "1 x\n"),
    *("print x\n", "? ", "x ? y : ", "x => ", "{ ", "} ", "function(){", "c(", "1:", "\x00", "\ud800", "½", "dθ"),
    *("A^2+", "⟨x,", "3 m/s ", "the ", "\\nabla ", "rac{1}{2}", "\\max_j ", "e^{-", "x_{y_{", "\\sigma'(", "x mod "),
    *("|x|", "x||y", "if(x)", "if (x > 0) y = 1;\n", "[;", "[) a"),
    *(
        "y = x (1)\n",
        "y = x  (a note)\n",
        "y = x where w is w, ",
        "y = x // a ",
        "out(out ",
        "out(1 - out)",
        "Σ p + ",
        "f(x",
    ),
    *("y = x (1) where             ", "f(x)=x, f'(2), ", "x = 1 then "),
    *("\\sum_{x \\in X} x ", "∑_{(x,y) ∈ D} (x-y)+", "P(A|B) ", "P(A,", "δ_{ij} ", "max_{a'} Q(s', a') ", "log of x "),
    *(
        "the square root of ",
        "x squared plus ",
        "sum over i of ",
        "X is a 3x2, ",
        "w and ",
        "\\text{a b} + ",
        "a is 3, ",
    ),
]


def walked(read: Source) -> int:
    """Every node of what was read has a place in the source."""
    count = 0
    for statement in read.statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.expr):
                line, column, end_line, end = read.span(node)
                assert (1, 0) <= (line, column) <= (end_line, end)
                count += 1
            if isinstance(node, ast.BinOp):
                read.operator(node)
                read.is_product_by_shape(node)
    return count


@pytest.mark.parametrize("seed", range(8))
def test_random_text_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    nodes = refused = 0
    for _ in range(250):
        source = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 25)))
        try:
            nodes += walked(read_text(source, chance.choice([(), ("x", "y"), ("T", "sigma")])))
        except ChainruleError:
            refused += 1
    assert nodes > 10
    assert refused > 10


@pytest.mark.parametrize("piece", REPEATED)
def test_a_piece_repeated_costs_time_in_proportion(piece: str) -> None:
    for source in (piece * (16_000 // len(piece)), f"x = {piece * 3_000}"[:16_000], f"x({piece * 1_000}"[:16_000]):
        start = time.thread_time()
        with suppress(ChainruleError):
            walked(read_text(source, ("x", "y", "w")))
        assert time.thread_time() - start < 5  # what is quadratic takes longer


@pytest.mark.parametrize("piece", [" ", "\t", " ,", "a ", "is "])
@pytest.mark.parametrize(
    "start", ["y = x (1)", "y = x where", "y = x where w", "y = x //", "y = x (a", "x = 1 and", "y = f("]
)
def test_what_follows_a_note_costs_time_in_proportion(start: str, piece: str) -> None:
    begun = time.thread_time()
    with suppress(ChainruleError):
        read_text(start + piece * (15_900 // len(piece)) + "z")
    assert time.thread_time() - begun < 5  # blanks that two parts of a pattern share take a minute


@pytest.mark.parametrize(
    "source",
    [
        "2" + "(" * 49 + "x" + ")" * 49 + "y",
        "sin " * 49 + "x",
        "e^{" * 48 + "x" + "}" * 48,
        "2(1+" * 48 + "x" + ")" * 48,
        "\\frac{1}{" * 48 + "x" + "}" * 48,
        "\\sigma(" * 48 + "z" + ")" * 48,
        "A*(" * 49 + "x" + ")" * 49 + ".^2",
    ],
)
def test_fifty_brackets_inside_each_other_are_read(source: str) -> None:
    def deeper(frames: int) -> int:
        return deeper(frames - 1) if frames else len(read_text(source, ("x",)).statements)

    assert deeper(200) == 1
