"""The smallest parts of a formula: numbers, names, brackets, bars, braces, and what starts with a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..vocabulary import ELEMENTARY, KEYWORDS, MOMENTS, RESERVED, function_name
from ..words import LAMBDA
from . import tree
from .applications import applied, logarithm, rooted
from .big import reduction
from .brackets import between_bars, braced, bracketed, inner, squared
from .derivatives import derivative
from .indicators import indicator
from .naming import named
from .scripts import group
from .tokens import COMMAND, NAME, NUMBER, STRING, Token
from .trails import arguments
from .tree import Node

if TYPE_CHECKING:
    from .parser import StatementParser

__all__ = ["BIG_WORD", "LIMIT", "atom"]

BIG_WORD = re.compile(r"(max|min|sum|prod|mean)_([A-Za-z])")  # max_j in plain text
_VALUES = frozenset({"True", "False", "None"})


LIMIT = (
    "This is a limit. A graph computes with numbers; it takes no limit.",
    "Write the difference quotient with a small number: `(f(x + h) - f(x))/h`.",
)


def atom(parser: StatementParser) -> Node:
    """Read the smallest part of a formula: a number, a name, or something in brackets."""
    token = parser.peek
    condition = indicator(parser)
    if condition is not None:
        return condition
    if token.kind == NUMBER:
        return _number(parser)
    if token.kind == NAME:
        return _named(parser)
    if token.kind == STRING:
        parser.next()
        return tree.CodePart(token.start, token.end, token.text)
    if token.kind == COMMAND:
        return parser.commands[token.text](parser)
    if parser.sees("("):
        return bracketed(parser)
    if parser.sees("["):
        return squared(parser)
    if parser.sees("{"):
        return group(parser) if parser.latex else braced(parser)
    if parser.sees("|", "||"):
        return between_bars(parser)
    if parser.sees("⟨"):
        return inner(parser)
    raise parser.unexpected()


def _number(parser: StatementParser) -> Node:
    token = parser.next()
    following = parser.peek
    if following.kind == NUMBER and not parser.latex:
        raise parser.error(
            f"Two numbers stand side by side: `{token.text} {following.text}`.",
            "Write `*` to multiply them, or put them together.",
            token,
            following,
        )
    return tree.NumberPart(token.start, token.end, token.text)


def _named(parser: StatementParser) -> Node:
    token = parser.peek
    word = token.text
    if parser.latex and word in MOMENTS and parser.ahead().text == "[" and not parser.names.is_number(word):
        return _moment(parser, word)
    if not parser.latex and word in KEYWORDS:
        if word in _VALUES:
            parser.next()
            return tree.CodePart(token.start, token.end, word)
        if word == "if" and _has_then(parser):
            return _if_then(parser)
        raise parser.unexpected()
    if parser.latex:
        _refuse_no_number(parser, token)
    following = parser.ahead()
    if word == "Delta" and following.kind == NAME and (parser.latex or not following.space):  # Δx is one name
        parser.next()
        parser.next()
        return tree.NamePart(token.start, following.end, f"Delta_{following.text}")
    named = derivative(parser)
    if named is not None:
        return named
    parser.next()
    if word == "lambda" and not parser.latex and _is_function(parser):
        return _function(parser, token)
    if word in ("∑", "∏"):
        return reduction(parser, token, "sum" if word == "∑" else "prod")
    if word in ("√", "∛"):
        return rooted(parser, token)
    if word in parser.names.places and parser.sees("("):
        return _value_at(parser, token)
    if parser.names.is_number(word):
        return tree.NamePart(token.start, token.end, _spelled(word))
    if word in parser.names.functions:
        return tree.NamePart(token.start, token.end, word)
    if word == "sigma" and parser.sees("(", "'"):
        return applied(parser, token, "sigmoid")
    if word == "lim" and parser.peek.kind == NAME:
        raise parser.error(LIMIT[0], LIMIT[1], token)
    if word == "D" and parser.sees("["):
        return _mathematica(parser, token)
    big = BIG_WORD.fullmatch(word)
    if big is not None and not parser.latex:
        return reduction(parser, token, big[1], big[2])
    base = logarithm(parser, token)
    if base is not None:
        return base
    function = function_name(word)
    if function is not None and _is_applied(parser, word):
        return applied(parser, token, function)
    return _symbol(parser, token)


def _value_at(parser: StatementParser, token: Token) -> Node:
    """V(s') where V stands for its values alone: the name V_s_prime."""
    inside, _, end = arguments(parser)
    names = [named(each, each.subs, parser.names) for each in inside if isinstance(each, tree.NamePart)]
    return tree.NamePart(token.start, end, "_".join((token.text, *names)))


def _has_then(parser: StatementParser) -> bool:
    """Return whether `then` and `else` stand behind the `if`."""
    words = [token.text for token in parser.tokens[parser.at :] if token.kind == NAME]
    return "then" in words and "else" in words[words.index("then") :]


def _if_then(parser: StatementParser) -> Node:
    """if x > 0 then x else 0.1x: a choice, whose last value may be another one."""
    first = parser.next()
    rows: list[tuple[Node, Node | None]] = []
    while True:
        before, parser.condition = parser.condition, True
        condition = parser.condition_of()
        parser.condition = before
        _expect(parser, "then")
        rows.append((parser.sum(), condition))
        _expect(parser, "else")
        if not parser.word("if"):
            break
        parser.next()
    rows.append((parser.sum(), None))
    return tree.CasesPart(first.start, parser.before.end, rows)


def _expect(parser: StatementParser, word: str) -> None:
    if not parser.word(word):
        raise parser.error(f"`{word}` is missing here.", "Write `if x > 0 then a else b`.", parser.peek)
    parser.next()


def _moment(parser: StatementParser, word: str) -> Node:
    """E[x] and Var[x], as of layer normalization: over the entries of x."""
    token = parser.next()
    inside, _, end = arguments(parser)
    _, function = MOMENTS[word]
    if len(inside) != 1 or function == "cov":
        raise parser.error(f"`{word}[...]` is taken of one value.", "Write it out as a mean over examples.", token)
    text = parser.places.source[token.start : end]
    parser.notices.append(("moment", f"`{text}` is taken over the entries: {function}.", token.start, end))
    return tree.CallPart(token.start, end, function, inside)


def _refuse_no_number(parser: StatementParser, token: Token) -> None:
    """Signs of LaTeX that stand for no number."""
    if token.text == "ℝE":
        raise parser.error(
            "An expected value has no numbers to compute with.", "Write a mean over examples: `mean(x)`.", token
        )
    if token.text.startswith("ℝ"):
        raise parser.error("This is a set of numbers; it computes nothing.", "Type a formula, such as `f = Wx`.", token)
    if token.text in ("argmin", "argmax") or (token.text == "arg" and parser.ahead().text in ("min", "max")):
        word = token.text if token.text != "arg" else f"arg{parser.ahead().text}"
        raise parser.error(
            f"`{word}` is a search for the best value; a graph computes one.",
            "Type the formula that is made small or large, and train it.",
            token,
        )


def _mathematica(parser: StatementParser, token: Token) -> Node:
    """D[f, x]."""
    args, _, end = arguments(parser)
    if len(args) != 2:
        raise parser.error("`D[...]` takes a formula and a name.", "Write `D[x^2, x]`.", token)
    return tree.DerivativePart(token.start, end, args[0], args[1])


def _spelled(word: str) -> str:
    return LAMBDA if word == "lambda" else word


def _is_applied(parser: StatementParser, word: str) -> bool:
    """Return whether the function's name stands before its argument."""
    exact = word in RESERVED or word in ELEMENTARY
    if parser.sees("("):
        return exact or len(word) > 1
    if parser.sees("["):
        return len(word) > 1 and (word in ELEMENTARY or not word.islower()) and not parser.peek.space
    if word in ("max", "min", "sum", "prod", "mean") and not parser.sees("["):
        return parser.sees("_", "'") or parser.starts_factor()
    following = parser.sees("^", "'", "_") or parser.starts_factor() or parser.peek.kind == NUMBER
    following = following or (parser.sees("-") and parser.latex)
    return word in ELEMENTARY and following


def _symbol(parser: StatementParser, token: Token) -> Node:
    """Read one name, or several side by side: `mx` where m and x are names."""
    word, names = token.text, parser.names
    if parser.latex or word == "lambda":
        return tree.NamePart(token.start, token.end, _spelled(word))
    parts = names.splits(word)
    before = parser.tokens[parser.at - 2] if parser.at >= 2 else None
    if parts is None and before is not None and _is_coefficient(before) and before.end == token.start:
        parts = names.splits_behind_number(word)
    if parts is not None:
        return _side_by_side(parser, token, parts)
    applied_to = names.functions_and_arguments(word)
    if applied_to is not None:
        return _applied_words(token, applied_to)
    if len(word) == 2 and word[1] == "e" and names.may_split(word) and _has_name_above(parser):  # xe^x
        return _side_by_side(parser, token, list(word))
    letters = names.may_split(word)
    if letters is not None:
        parser.offer_text(token, "*".join(letters))
    return tree.NamePart(token.start, token.end, word)


def _has_name_above(parser: StatementParser) -> bool:
    """Return whether a power with a name in it follows: ^x, ^{-x}, ^(2x)."""
    if not parser.sees("^"):
        return False
    at = parser.at + 1
    while parser.tokens[at].text in ("{", "(", "-") or parser.tokens[at].kind == NUMBER:
        at += 1
    return parser.tokens[at].kind == NAME


def _applied_words(token: Token, words: list[tuple[str, str, str]]) -> Node:
    """sinx, sin2x, sinxcosx: functions with their arguments in one word."""
    factors: list[Node] = []
    at = token.start
    for head, digits, name in words:
        middle, end = at + len(head), at + len(head) + len(digits) + len(name)
        argument: Node = tree.NamePart(end - len(name), end, name)
        if digits:
            number = tree.NumberPart(middle, middle + len(digits), digits)
            argument = tree.ProductPart(middle, end, [number, argument], ["*"])
        factors.append(tree.CallPart(at, end, ELEMENTARY[head], [argument]))
        at = end
    if len(factors) == 1:
        return factors[0]
    return tree.ProductPart(token.start, token.end, factors, ["·"] * (len(factors) - 1))


def _is_coefficient(token: Token) -> bool:
    return token.kind == NUMBER or token.text == "pi"


def _side_by_side(parser: StatementParser, token: Token, parts: list[str]) -> Node:
    """Return a product that stays together: 1/xy is 1/(x*y). The last name may carry a power, so it is given back."""
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
        return tree.NamePart(first.start, first.end, _spelled(first.text))
    factors: list[Node] = []
    for part_token in split[:-1]:
        parser.next()
        factors.append(tree.NamePart(part_token.start, part_token.end, _spelled(part_token.text)))
    factors.append(parser.power())
    return tree.ProductPart(token.start, factors[-1].end, factors, ["·"] * (len(factors) - 1))


def _is_function(parser: StatementParser) -> bool:
    """Return whether parameters and a colon follow `lambda`."""
    at = parser.at
    while parser.tokens[at].kind == NAME or parser.tokens[at].text == ",":
        at += 1
    return parser.tokens[at].text == ":"


def _function(parser: StatementParser, token: Token) -> Node:
    parameters: list[str] = []
    while not parser.sees(":"):
        part = parser.next()
        if part.kind == NAME:
            parameters.append(part.text)
    parser.next()
    body = parser.expression()
    return tree.FunctionPart(token.start, body.end, ", ".join(parameters), body)
