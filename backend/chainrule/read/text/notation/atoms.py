"""The smallest parts of a formula: numbers, names, brackets, bars, braces, and what starts with a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..vocabulary import ELEMENTARY, KEYWORDS, TAKEN, function_name
from ..words import LAMBDA
from . import tree
from .big import reduction
from .derivatives import derivative
from .functions import applied, logarithm, rooted
from .scripts import group, subscript
from .tokens import COMMAND, END, NAME, NUMBER, STRING, Token
from .trails import arguments
from .tree import Node

if TYPE_CHECKING:
    from .parser import Parser

__all__ = ["LIMIT", "atom"]

_BIG = re.compile(r"(max|min|sum|prod)_([A-Za-z])")  # max_j in plain text
_VALUES = frozenset({"True", "False", "None"})


LIMIT = (
    "This is a limit. A graph computes with numbers; it takes no limit.",
    "Write the difference quotient with a small number: `(f(x + h) - f(x))/h`.",
)


def atom(parser: Parser) -> Node:
    token = parser.peek
    if token.kind == NUMBER:
        return _number(parser)
    if token.kind == NAME:
        return _named(parser)
    if token.kind == STRING:
        parser.next()
        return tree.Code(token.start, token.end, token.text)
    if token.kind == COMMAND:
        return parser.commands[token.text](parser)
    if parser.sees("("):
        return _bracketed(parser)
    if parser.sees("["):
        return _squared(parser)
    if parser.sees("{"):
        return group(parser) if parser.latex else _braced(parser)
    if parser.sees("|", "||"):
        return _between_bars(parser)
    if parser.sees("⟨"):
        return _inner(parser)
    raise parser.unexpected()


def _number(parser: Parser) -> Node:
    token = parser.next()
    following = parser.peek
    if following.kind == NUMBER and not parser.latex:
        raise parser.error(
            f"Two numbers stand side by side: `{token.text} {following.text}`.",
            "Write `*` to multiply them, or put them together.",
            token,
            following,
        )
    return tree.Number(token.start, token.end, token.text)


def _named(parser: Parser) -> Node:
    token = parser.peek
    word = token.text
    if not parser.latex and word in KEYWORDS:
        if word in _VALUES:
            parser.next()
            return tree.Code(token.start, token.end, word)
        raise parser.unexpected()
    if parser.latex:
        _refuse_no_number(parser, token)
        if word == "Delta" and parser.ahead().kind == NAME:  # Δx is one name
            parser.next()
            last = parser.next()
            return tree.Name(token.start, last.end, f"Delta_{last.text}")
    found = derivative(parser)
    if found is not None:
        return found
    parser.next()
    if word == "lambda" and not parser.latex and _is_function(parser):
        return _function(parser, token)
    if word in ("∑", "∏"):
        return reduction(parser, token, "sum" if word == "∑" else "prod")
    if word in ("√", "∛"):
        return rooted(parser, token)
    if parser.names.is_number(word):
        return tree.Name(token.start, token.end, _spelled(word))
    if word in parser.names.functions:
        return tree.Name(token.start, token.end, word)
    if word == "sigma" and parser.sees("(", "'"):
        return applied(parser, token, "sigmoid")
    if word == "lim" and parser.peek.kind == NAME:
        raise parser.error(LIMIT[0], LIMIT[1], token)
    if word == "D" and parser.sees("["):
        return _mathematica(parser, token)
    big = _BIG.fullmatch(word)
    if big is not None and not parser.latex:
        return reduction(parser, token, big[1], big[2])
    base = logarithm(parser, token)
    if base is not None:
        return base
    function = function_name(word)
    if function is not None and _is_applied(parser, word):
        return applied(parser, token, function)
    return _symbol(parser, token)


def _refuse_no_number(parser: Parser, token: Token) -> None:
    """Signs of LaTeX that stand for no number."""
    if token.text == "ℝE":
        raise parser.error(
            "An expected value has no numbers to compute with.", "Write a mean over examples: `mean(x)`.", token
        )
    if token.text.startswith("ℝ"):
        raise parser.error("This is a set of numbers; it computes nothing.", "Type a formula, such as `f = Wx`.", token)
    if token.text in ("argmin", "argmax"):
        raise parser.error(
            f"`{token.text}` is a search for the best value; a graph computes one.",
            "Type the formula that is made small or large, and train it.",
            token,
        )


def _mathematica(parser: Parser, token: Token) -> Node:
    """D[f, x]."""
    args, _, end = arguments(parser)
    if len(args) != 2:
        raise parser.error("`D[...]` takes a formula and a name.", "Write `D[x^2, x]`.", token)
    return tree.Derivative(token.start, end, args[0], args[1])


def _spelled(word: str) -> str:
    return LAMBDA if word == "lambda" else word


def _is_applied(parser: Parser, word: str) -> bool:
    """Whether the function's name stands before what it is applied to."""
    exact = word in TAKEN or word in ELEMENTARY
    if parser.sees("("):
        return exact or len(word) > 1
    if parser.sees("["):
        return len(word) > 1 and (word in ELEMENTARY or not word.islower()) and not parser.peek.space
    if word in ("max", "min", "sum", "prod", "mean") and not parser.sees("["):
        return parser.sees("_", "'") or parser.starts_factor()
    following = parser.sees("^", "'", "_") or parser.starts_factor() or parser.peek.kind == NUMBER
    following = following or (parser.sees("-") and parser.latex)
    return word in ELEMENTARY and following


def _symbol(parser: Parser, token: Token) -> Node:
    """One name, or several side by side: `mx` where m and x are names."""
    word, names = token.text, parser.names
    if parser.latex or word == "lambda":
        return tree.Name(token.start, token.end, _spelled(word))
    parts = names.splits(word)
    if parts is not None:
        return _side_by_side(parser, token, parts)
    applied_to = names.function_and_argument(word)
    if applied_to is not None:
        head, rest = applied_to
        middle = token.start + len(head)
        argument = tree.Name(middle, token.end, rest)
        return tree.Call(token.start, token.end, ELEMENTARY[head], [argument])
    letters = names.may_split(word)
    if letters is not None:
        parser.offer_text(token, "*".join(letters))
    return tree.Name(token.start, token.end, word)


def _side_by_side(parser: Parser, token: Token, parts: list[str]) -> Node:
    """A product that stays together: 1/xy is 1/(x*y). The last name may carry a power, so it is given back."""
    parser.offer_text(token, "_".join(parts))
    tight = token.end - token.start == len(token.text)
    at = token.start
    split: list[Token] = []
    for part in parts:
        split.append(Token(NAME, part, at if tight else token.start, at + len(part) if tight else token.end, False))
        at += len(part)
    divided = parser.at >= 2 and parser.tokens[parser.at - 2].text == "/"
    parser.at -= 1
    parser.tokens[parser.at : parser.at + 1] = split
    if not divided:
        first = parser.next()
        return tree.Name(first.start, first.end, _spelled(first.text))
    factors: list[Node] = []
    for part_token in split[:-1]:
        parser.next()
        factors.append(tree.Name(part_token.start, part_token.end, _spelled(part_token.text)))
    factors.append(parser.power())
    return tree.Product(token.start, factors[-1].end, factors, ["·"] * (len(factors) - 1))


def _is_function(parser: Parser) -> bool:
    """Whether parameters and a colon follow `lambda`."""
    at = parser.at
    while parser.tokens[at].kind == NAME or parser.tokens[at].text == ",":
        at += 1
    return parser.tokens[at].text == ":"


def _function(parser: Parser, token: Token) -> Node:
    parameters: list[str] = []
    while not parser.sees(":"):
        part = parser.next()
        if part.kind == NAME:
            parameters.append(part.text)
    parser.next()
    body = parser.expression()
    return tree.Function(token.start, body.end, ", ".join(parameters), body)


def _bracketed(parser: Parser) -> Node:
    opened = parser.next()
    bars, parser.bars = parser.bars, []
    condition, parser.condition = parser.condition, False
    items: list[Node] = []
    comma = False
    while not parser.sees(")"):
        items.append(parser.expression())
        comma = parser.accept(",") is not None
        if not comma:
            break
    closed = parser.close(")", opened)
    parser.bars, parser.condition = bars, condition
    if len(items) == 1 and not comma:
        return _placed(items[0], opened.start, closed.end)
    return tree.Listing(opened.start, closed.end, "()", items)


def _placed(value: Node, start: int, end: int) -> Node:
    """A value with its brackets: what is in them is one factor, whatever stands around."""
    value.start, value.end = start, end
    return value


def _squared(parser: Parser) -> Node:
    """[...]: a list; in LaTeX also brackets of another form."""
    opened = parser.next()
    bars, parser.bars = parser.bars, []
    items: list[Node] = []
    rows: list[list[Node]] = []
    comma = False
    while not parser.sees("]"):
        items.append(parser.expression())
        if parser.accept(";"):
            rows.append(items)
            items = []
            continue
        comma = bool(parser.accept(",")) or comma
        if not parser.sees("]") and parser.before.text != "," and not parser.starts_factor():
            break
    closed = parser.close("]", opened)
    parser.bars = bars
    if rows:
        rows += [items] if items else []
        made: list[Node] = [tree.Listing(row[0].start, row[-1].end, "[]", row) for row in rows]
        return tree.Listing(opened.start, closed.end, "[]", made)
    following = parser.sees("*", "/", "^", "·") or parser.starts_factor() or _multiplied(parser, opened)
    if len(items) == 1 and not comma and (parser.latex or following):
        return _placed(items[0], opened.start, closed.end)
    return tree.Listing(opened.start, closed.end, "[]", items)


def _multiplied(parser: Parser, opened: Token) -> bool:
    """Whether a number or a product sign stands before these brackets: 2[x + 1]."""
    at = next(i for i in range(parser.at, -1, -1) if parser.tokens[i] is opened)
    before = parser.tokens[at - 1] if at else opened
    return before.kind == NUMBER or before.text in ("*", "/", "·", ")")


def _inner(parser: Parser) -> Node:
    """⟨x, y⟩, the inner product."""
    opened = parser.next()
    items = [parser.expression()]
    while parser.accept(",", "|"):
        items.append(parser.expression())
    closed = parser.close("⟩", opened)
    if len(items) != 2:
        raise parser.error("An inner product is of two vectors.", "Write ⟨x, y⟩.", opened, closed)
    return tree.Product(opened.start, closed.end, items, ["·"])


def _between_bars(parser: Parser) -> Node:
    """|x| is the absolute value, ||x|| the norm; what stands below the norm says which one."""
    opened = parser.next()
    bar = opened.text
    parser.bars.append(bar)
    value = parser.expression()
    if bar == "|" and parser.sees("||"):  # |x||y|: one bar closes, the other opens
        both = parser.next()
        middle = both.start + 1
        parser.at -= 1
        halves = [both._replace(text="|", end=middle), both._replace(text="|", start=middle, space=False)]
        parser.tokens[parser.at : parser.at + 1] = halves
    if not parser.sees(bar):
        hint = "|x| is an absolute value, and ||x|| a norm. What stands behind a bar, as in p(y | x), cannot be drawn."
        raise parser.error(f"`{bar}` is never closed.", hint, opened)
    closed = parser.next()
    parser.bars.pop()
    if bar == "|":
        return tree.Call(opened.start, closed.end, "abs", [value])
    below = subscript(parser) if parser.sees("_") else ()
    end = parser.before.end
    kind = "".join(part.text if isinstance(part, tree.Number) else getattr(part, "base", "?") for part in below)
    if kind in ("", "2", "F"):
        return tree.Call(opened.start, end, "norm", [value])
    if kind == "1":
        return tree.Call(opened.start, end, "sum", [tree.Call(value.start, value.end, "abs", [value])])
    if kind in ("inf", "∞"):
        return tree.Call(opened.start, end, "max", [tree.Call(value.start, value.end, "abs", [value])])
    raise parser.error(
        "This norm is not read.", "The norms are ||x||, ||x||_1, ||x||_2, ||x||_F and ||x||_∞.", opened, closed
    )


def _braced(parser: Parser) -> Node:
    """{...} of a calculator: a choice by rows, or brackets of another form. At the end it may stay open."""
    opened = parser.next()
    bars, parser.bars = parser.bars, []
    rows: list[tuple[Node, Node | None]] = []
    while not parser.sees("}") and parser.peek.kind != END:
        value = parser.condition_of()
        condition = _condition(parser)
        rows.append((value, condition))
        if parser.accept(",", ";") is None:
            break
    left_open = parser.peek.kind == END and len(rows) > 1
    closed = parser.before if left_open else parser.close("}", opened)
    parser.bars = bars
    if len(rows) == 1 and rows[0][1] is None:
        return _placed(rows[0][0], opened.start, closed.end)
    if not rows or all(condition is None for _, condition in rows):
        raise parser.error(
            "Braces around several values are a set, which has no gradient.",
            "Write a list with `[...]`.",
            opened,
            closed,
        )
    return cases(opened.start, closed.end, rows)


def _condition(parser: Parser) -> Node | None:
    """`if x > 0`, `, x > 0`, `for x > 0`, `x > 0:`; None where there is none, or `otherwise`."""
    mark = parser.at
    said = parser.accept(",", ":") is not None
    if parser.word("if", "for", "when", "where"):
        parser.next()
        said = True
    if parser.word("otherwise", "else", "elsewhere"):
        parser.next()
        return None
    if not said or not _compares(parser):
        parser.at = mark
        return None
    before, parser.condition = parser.condition, True
    found = parser.condition_of()
    parser.condition = before
    return found


def _compares(parser: Parser) -> bool:
    """Whether a comparison stands before the row ends."""
    depth = 0
    for token in parser.tokens[parser.at :]:
        depth += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
        if depth < 0 or token.kind == END or (depth == 0 and token.text in (",", ";")):
            return False
        if depth == 0 and token.text in ("<", "<=", ">", ">=", "==", "!=", "="):
            return True
    return False


def cases(start: int, end: int, rows: list[tuple[Node, Node | None]]) -> Node:
    """The last row is the one that is left when no other holds."""
    value, condition = rows[-1]
    if condition is not None and len(rows) > 1:
        rows = [*rows[:-1], (value, None)]
    elif condition is not None:
        rows = [*rows, (tree.Number(end - 1, end, "0"), None)]
    return tree.Cases(start, end, rows)


__all__ += ["cases"]
