"""Helpers of every printer: brackets by precedence (one table), signs of products, parts of a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..number import MINUS, number
from ..sentences import tr
from .tree import Bin, Call, Neg, Num, NumberPlace, Tree, Var, fold

__all__ = [
    "FUNCTION_NAMES",
    "RELATIONS",
    "Piece",
    "Printer",
    "bracketed_number",
    "constant_text",
]

OR, AND, RELATION, SUM, NEG, PRODUCT, POWER, ATOM = range(1, 9)
# operator: (its precedence, the least precedence of a left part without brackets, the same of the right part)
PRECEDENCE: dict[str, tuple[int, int, int]] = {
    "or": (OR, OR, AND),
    "and": (AND, AND, RELATION),
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), (RELATION, SUM, SUM)),
    "+": (SUM, SUM, PRODUCT),
    "-": (SUM, SUM, PRODUCT),
    "*": (PRODUCT, NEG, POWER),
    "@": (PRODUCT, NEG, POWER),
    "/": (PRODUCT, NEG, POWER),
    "**": (POWER, ATOM, POWER),
}
RELATIONS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠", "+": "+", "-": MINUS}
FUNCTION_NAMES = {
    "sigmoid": "σ",
    "absolute": "abs",
    "arcsinh": "arsinh",
    "maximum": "max",
    "minimum": "min",
}
PLACES = re.compile(r"\{(\d)\}")


class Piece(NamedTuple):
    """A printed part. `signed` is set for a number of the trace: how it is written where a minus needs brackets."""

    text: str
    binding: int = ATOM
    starts: bool = False  # with a digit: then a × in front of it
    ends: bool = False
    signed: str | None = None
    rows: tuple[tuple[str, str], ...] = ()  # of a `where`: (value, condition), the last without condition


def bracketed_number(text: str) -> str:
    """Return a number after an operator or under a power: brackets round a minus or a power of ten. "" stays."""
    return f"({text})" if text.startswith(MINUS) or "e" in text else text


def constant_text(value: float) -> str:
    """Return a constant of the formula as a user would write it: 2, 0.1, −3; a long one in the number format."""
    digits = repr(value).removesuffix(".0")
    return digits.replace("-", MINUS) if len(digits) <= 7 and "e" not in digits else number(value)


class Printer:
    """Walks a tree; a language says how its parts look. `names` maps a variable to its printed form.

    `arrays`: a product of two names is entry by entry, and says so (⊙).
    """

    juxtaposed = times = dot = hadamard = ""

    def __init__(self, names: Mapping[str, str] | None = None, *, arrays: bool = False) -> None:
        self.names = names or {}
        self.arrays = arrays

    def print(self, tree: Tree) -> str:
        """Return the text of a tree."""
        return fold(tree, self.piece).text

    def piece(self, tree: Tree, parts: tuple[Piece, ...]) -> Piece:
        """Return the text of one part of a tree, given the pieces of its own parts: a step of `fold`."""
        match tree:
            case Num(value):
                return Piece(self.number(constant_text(value)), NEG if value < 0 else ATOM, value >= 0, True)
            case Var(name):
                return Piece(self.names.get(name) or self.name(name))
            case NumberPlace():
                return Piece(self.place(tree, False), NEG, True, True, self.place(tree, True))
            case Neg():
                (part,) = parts
                return Piece(self.negative(self.at_least(part, PRODUCT)), NEG, False, part.ends)
            case Bin("/"):
                return self.fraction(*parts)
            case Bin("**"):
                return self.power(*parts)
            case Bin(op):
                left, right = parts
                binding, first, second = PRECEDENCE[op]
                sign = self.product_sign(tree, left, right) if op == "*" else self.sign(op)
                text = self.joined(self.at_least(left, first), sign, self.at_least(right, second))
                return Piece(text, binding, left.starts, right.ends)
            case Call(name) if "{0}" in name:
                return Piece(self.sentence(tr(name), [part.text for part in parts]), OR)
            case Call(name, _, keys):
                return self.call(name, parts, keys, tree)

    def at_least(self, part: Piece, binding: int) -> str:
        """Return the part, in brackets if it binds less tightly than its surroundings."""
        if part.binding >= binding:
            return part.text
        return self.bracketed(part.text) if part.signed is None else part.signed

    def product_sign(self, tree: Bin, left: Piece, right: Piece) -> str:
        """Return the sign between two factors: none in `2x`, a cross beside a digit, ⊙ between arrays, else a dot."""
        # A part that stands in brackets does not start or end with its digit; a number of the trace does.
        starts = right.starts and (right.binding >= POWER or right.signed is not None)
        ends = left.ends and (left.binding >= NEG or left.signed is not None)
        if (isinstance(tree.left, Num) or tree.left == Var("pi")) and not starts:
            return self.juxtaposed
        if ends or starts:
            return self.times
        return self.hadamard if self.arrays else self.dot

    def sentence(self, words: str, parts: Sequence[str]) -> str:
        """Return words with a part of the formula at each of their places {0}, {1}."""
        pieces = PLACES.split(words)
        return "".join(parts[int(piece)] if turn % 2 else self.text(piece) for turn, piece in enumerate(pieces))

    @staticmethod
    def rows(parts: tuple[Piece, ...]) -> tuple[tuple[str, str], ...]:
        """Return where(c, x, where(d, y, z)) as rows: (x, c), (y, d), (z, "")."""
        condition, yes, no = parts
        return ((yes.text, condition.text), *(no.rows or ((no.text, ""),)))

    def fraction(self, top: Piece, bottom: Piece) -> Piece:
        """Write `top / bottom`."""
        raise NotImplementedError

    def power(self, base: Piece, exponent: Piece) -> Piece:
        """Write `base ** exponent`."""
        raise NotImplementedError

    def call(self, name: str, parts: tuple[Piece, ...], keys: tuple[str, ...], tree: Call) -> Piece:
        """Write a call of a function; `keys`: names of the last parts, which are keywords."""
        raise NotImplementedError

    def number(self, text: str) -> str:
        """Write a constant; `text`: its digits."""
        raise NotImplementedError

    def name(self, name: str) -> str:
        """Write a variable that has no entry in `names`."""
        raise NotImplementedError

    def place(self, place: NumberPlace, signed: bool) -> str:
        """Write a number of the trace; `signed`: where a minus would need brackets."""
        raise NotImplementedError

    def text(self, words: str) -> str:
        """Write words among formulas."""
        raise NotImplementedError

    def negative(self, part: str) -> str:
        """Write a minus before a part."""
        raise NotImplementedError

    def sign(self, op: str) -> str:
        """Return how the operator `op` is written."""
        raise NotImplementedError

    def joined(self, left: str, sign: str, right: str) -> str:
        """Write two parts with a sign between them."""
        raise NotImplementedError

    def bracketed(self, text: str) -> str:
        """Write a part in brackets."""
        raise NotImplementedError
