"""The grammar of formulas on paper: tokens -> a tree.

One grammar serves what a calculator takes and LaTeX; they differ in their tokens, and in a few places that ask `latex`.
The parser nests as deep as the brackets of the text, which `DEPTH` bounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

from ....errors import LimitError, TextEdit
from ..mapped import SourcePlaces
from ..signs import GREEK
from ..source import OtherReading
from ..vocabulary import KEYWORDS, RESERVED, function_name
from . import tree
from .atoms import atom
from .cursor import Cursor
from .products import joined_behind
from .scripts import powered
from .text_names import TextNames
from .tokens import COMMAND, END, NAME, NUMBER, SIGN, STRING, Token
from .trails import arguments, trailed
from .tree import Node

__all__ = ["DEPTH", "Commands", "StatementParser"]

CHAINED = 1_000  # terms of a sum, factors of a product
MOST_ALTERNATIVES = 20  # other readings that are offered
_BEFORE_A_SUM = (")", "]", "*", "·", "×", "np", "torch", ".")
_SUMS = ("∑", "Σ", "sum", "‖", "||")
DEPTH = 50  # brackets, fractions and roots inside each other
_COMPARE = {"<", "<=", ">", ">=", "==", "!="}
_PRODUCT = {"*", "·", "/", "@", "//", "%"}
_STOPS = {"then", "otherwise", "elsewhere", "when", "where", "given", "at"}  # words of paper that end a formula
_OVER_AN_INDEX = re.compile(r"[Σ∑∏]|\\(?:sum|prod)(?![a-z])|(?<![\w.])(?:sum|prod|max|min|mean)_[A-Za-z{]")
_STARTS = {"(", "√", "{", "[", "⟨"}


Commands: TypeAlias = Mapping[str, Callable[["StatementParser"], Node]]  # of LaTeX, by the text of their tokens


class StatementParser(Cursor):
    """Reads one statement's tokens. What is said at a place is said by `error`."""

    def __init__(
        self, tokens: Sequence[Token], names: TextNames, places: SourcePlaces, commands: Commands | None = None
    ) -> None:
        super().__init__(tokens, places)
        self.names = names
        self.commands = commands or {}
        self.latex = commands is not None
        self.bars: list[str] = []  # bars that are open, innermost last
        self.depth = 0
        self.inside = 0  # brackets of calls that are open
        self.transposes = False  # whether MATLAB's x' was seen
        self.members: frozenset[str] = frozenset()  # indices of the big signs around: ∑_x P(x) has an entry for each x
        self.entries: set[str] = set()  # those of them that stood in such brackets
        self.indices: frozenset[str] = frozenset()  # indices of the big signs around
        self.summed: Token | None = None  # the first token behind a big sign and its bounds
        self.condition = False  # in a condition, `=` compares
        self.alternatives: list[OtherReading] = []
        self.notices: list[tuple[str, str, int, int]] = []  # code, sentence, and the place in the text

    @cached_property
    def has_sums(self) -> bool:
        """Return whether the text has a sign over an index, so that letters in brackets may be indices that run."""
        return _OVER_AN_INDEX.search(self.places.source) is not None

    # Expressions, weakest first

    def expression(self) -> Node:
        """Read an expression, with its comparisons, `and`, `or` and `if`."""
        first = None
        if not self.word("not"):
            first = self.sum()
            if not (self.sees(*_COMPARE, "=") or self.word("and", "or", "if")):
                return first
        value = self.condition_of(first)
        if not self.latex and self.word("if") and self._has_else():
            self.next()
            test = self.condition_of()
            self.next()
            other = self.expression()
            value = tree.TernaryPart(value.start, other.end, test, value, other)
        return value

    def _has_else(self) -> bool:
        """Return whether `else` follows at this depth: Python's choice, not a row of cases."""
        depth = 0
        for token in self.tokens[self.at :]:
            if token.kind == SIGN and token.text in "([{":
                depth += 1
            elif token.kind == SIGN and token.text in ")]}":
                depth -= 1
            if depth < 0 or (depth == 0 and token.text in (",", ";")):
                return False
            if depth == 0 and token.kind == NAME and token.text == "else":
                return True
        return False

    def condition_of(self, first: Node | None = None) -> Node:
        """Comparisons joined by `and` and `or`. `first` is what was read of it already."""
        parts = [self._both(first)]
        while self.word("or"):
            self.next()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else tree.LogicPart(parts[0].start, parts[-1].end, "or", parts)

    def _both(self, first: Node | None = None) -> Node:
        parts = [self._not(first)]
        while self.word("and"):
            self.next()
            parts.append(self._not(None))
        return parts[0] if len(parts) == 1 else tree.LogicPart(parts[0].start, parts[-1].end, "and", parts)

    def _not(self, first: Node | None) -> Node:
        count, start = 0, self.peek.start
        while first is None and self.word("not"):
            self.next()
            count += 1
        parts, signs = [first or self.sum()], list[str]()
        while self.sees(*_COMPARE) or (self.condition and self.sees("=")):
            sign = self.next().text
            signs.append("==" if sign == "=" else sign)
            parts.append(self.sum())
        value = parts[0] if not signs else tree.ComparePart(parts[0].start, parts[-1].end, parts, signs)
        return tree.LogicPart(start, value.end, "not", [value]) if count % 2 else value

    def sum(self) -> Node:
        """Read terms with their signs."""
        start = self.peek.start
        sign = self.next().text if self.sees("+", "-") else "+"
        terms = [(sign, self.product())]
        while self.sees("+", "-"):
            sign = self.next().text
            terms.append((sign, self.product()))
            self._count(terms)
        if self.sees("±", "∓"):
            raise self.error("`±` stands for two values at once.", "Write `+` or `-`.", self.peek)
        if len(terms) == 1 and terms[0][0] == "+":
            return terms[0][1]
        return tree.SumPart(start, terms[-1][1].end, terms)

    def product(self) -> Node:
        """Read factors, with or without a sign between them."""
        factors, signs = [self.unary()], list[str]()
        while True:
            if self.sees(*_PRODUCT):
                if self.sees("%") and self._percent():
                    break
                sign = self.next()
                factor = self.unary() if sign.text == "/" else joined_behind(factors[-1], self.unary())
                if sign.text == "/":
                    factor = self._denominator(factors, factor)
                elif self._are_composed(factors[-1], sign, factor):
                    factors[-1] = tree.CallPart(factors[-1].start, factor.end, "composed", [factors[-1], factor])
                    continue
                factors.append(factor)
                signs.append(sign.text)
            elif self.sees("⊗"):
                factors.append(self._tensor_product(factors.pop()))
            elif self.word("mod") and not self.latex and not self.names.is_number("mod"):
                self.next()
                factors.append(self.unary())
                signs.append("%")
            elif self.starts_factor():
                self._refuse_prose()
                factors.append(joined_behind(factors[-1], self.power()))
                signs.append("·")
            else:
                break
            self._count(factors)
        return factors[0] if not signs else tree.ProductPart(factors[0].start, factors[-1].end, factors, signs)

    def _are_composed(self, left: Node, sign: Token, right: Node) -> bool:
        """f ∘ g of two functions that the text defines; of anything else it is a product entry by entry."""
        circle = self.places.source[sign.start : sign.end] in ("∘", "\\circ")
        names = (part.base if isinstance(part, tree.NamePart) else "" for part in (left, right))
        return circle and all(name in self.names.functions for name in names)

    def _tensor_product(self, left: Node) -> Node:
        """u ⊗ v: all products of an entry of each. Some write the sign for a product entry by entry."""
        sign = self.next()
        right = self.unary()
        entrywise = "\\odot" if self.latex else "⊙"
        if len(self.alternatives) < MOST_ALTERNATIVES:
            edit = TextEdit(self.places.span(sign.start, sign.end), entrywise)
            source = self.places.source
            text = source[left.start : sign.start] + entrywise + source[sign.end : right.end]
            self.alternatives.append(OtherReading(text, edit))
        return tree.CallPart(left.start, right.end, "tensor_product", [left, right])

    def _denominator(self, factors: list[Node], factor: Node) -> Node:
        """In `a/2b` the 2b is under the line; in `1/2 b` and `1/2b` one half is a number of its own.

        The count of a mean is under the line, too: `1/2m Σ (...)²` and `(1/2m) * sum(...)` divide by m.
        """
        if not isinstance(factor, tree.NumberPart) or self.peek.space or not self.starts_factor():
            return factor
        if len(factors) == 1 and isinstance(factors[0], tree.NumberPart) and not self._counts_terms():
            self.offer(factor.start, self._glued_end(), "({})", factors[0].start, self._glued_end())
            return factor
        parts: list[Node] = [factor]
        while self.starts_factor() and not self.peek.space:
            parts.append(self.power())
        product = tree.ProductPart(factor.start, parts[-1].end, parts, ["·"] * (len(parts) - 1))
        self.offer(factors[0].start, factor.end, "({})", factors[0].start, product.end)
        return product

    def _counts_terms(self) -> bool:
        """Return whether one name is read next, and a sum behind it, perhaps after a bracket or a sign of a product."""
        ahead = [self.ahead(i) for i in range(1, 6)]
        while ahead and ahead[0].text in _BEFORE_A_SUM:
            ahead.pop(0)
        return bool(self.peek.kind == NAME and ahead and ahead[0].text in _SUMS)

    def _glued_end(self) -> int:
        """Return the end of the factors that follow without a blank, seen from the tokens alone."""
        at, depth = self.at, 0
        while self.tokens[at].kind != END:
            token = self.tokens[at]
            if depth == 0 and (token.space or (token.kind == SIGN and token.text not in ("(", "^", "_", "{"))):
                break
            depth += (token.text in ("(", "{")) - (token.text in (")", "}"))
            at += 1
        return self.tokens[at - 1].end

    def _count(self, parts: list[Any]) -> None:
        if len(parts) > CHAINED:
            span = self.places.span(self.before.start, self.before.end)
            raise LimitError("chained", CHAINED, "More terms or factors stand in a row than that", span=span)

    def offer(self, start: int, end: int, text: str, shown_start: int, shown_end: int) -> None:
        """Another reading: `text` with what stands at start:end put in, shown as part of a larger piece."""
        if len(self.alternatives) >= MOST_ALTERNATIVES:
            return
        source = self.places.source
        edited = text.format(source[start:end])
        repaired = source[shown_start:start] + edited + source[end:shown_end]
        self.alternatives.append(OtherReading(repaired, TextEdit(self.places.span(start, end), edited)))

    def offer_text(self, token: Token, text: str) -> None:
        """Another reading of one word."""
        if len(self.alternatives) < MOST_ALTERNATIVES:
            self.alternatives.append(OtherReading(text, TextEdit(self.places.span(token.start, token.end), text)))

    def _percent(self) -> bool:
        """`5%` is five percent when nothing follows that it could divide."""
        following = self.ahead()
        named = following.kind in (NUMBER, NAME, STRING) and following.text != "of"
        if named or (following.kind == SIGN and following.text in "([|√-"):
            return False
        number, sign = self.before, self.peek
        last, new = sign, ""
        if following.text == "of":  # 20% of x
            last, new = following, "*"
        fix = None
        if number.kind == NUMBER:
            fix = TextEdit(self.places.span(number.start, last.end), f"{float(number.text) / 100:g}{new}")
        raise self.error("`%` as a percent sign is not read.", "Write 5 % as `0.05`.", number, sign, fix=fix)

    def starts_factor(self) -> bool:
        """Return whether the next token can be multiplied with the one before it, without a sign."""
        token = self.tokens[self.at]
        if token.kind == NAME:
            return (
                self.latex
                or (token.text not in KEYWORDS and (token.text not in _STOPS or not token.space))
                or self.names.is_number(token.text)
                or token.text in self.names.products
            )
        if token.kind == NUMBER:
            return self.before.text in (")", "]", "}") or self.latex
        if token.kind == COMMAND:
            return token.text != "end"
        if token.kind != SIGN:
            return False
        if token.text in ("|", "||"):
            return not self.bars or not token.text.startswith(self.bars[-1])
        return token.text in _STARTS

    def _refuse_prose(self) -> None:
        """Two words with a blank between are a product only of names that are known, or of single letters."""
        left, right = self.before, self.peek
        if self.latex or left.kind != NAME or right.kind != NAME or not right.space or self._starts_gradient():
            return
        for word in (left, right):
            if not self._is_symbol(word.text):
                raise self.error(
                    f"`{right.text}` follows `{left.text}` without a sign between them.",
                    f"Write `{left.text}*{right.text}` to multiply; words that are no formula go after a `#`.",
                    right,
                    fix=TextEdit(self.places.span(left.end, right.start), "*"),
                )

    def _starts_gradient(self) -> bool:
        """Return whether it is the ∂L/∂w of `η ∂L/∂w`, or the dL/dw of `η dL/dw`."""
        if self.peek.text in ("∂", "∇"):
            return True
        return self.peek.text[0] == "d" and self.ahead().text == "/" and self.ahead(2).text[:1] == "d"

    def _is_symbol(self, word: str) -> bool:
        letters = word.rstrip("0123456789").partition("_")[0]
        if letters in ("max", "min", "sum", "prod") or function_name(word) is not None:
            return True
        if len(letters) == 2 and letters[0] in "dWUV" and letters.isascii():  # dZ, dW: gradients; Wq, Uh: weights
            return True
        if word in self.names.products:
            return True
        return len(letters) <= 1 or letters in GREEK.values() or word in RESERVED or self.names.is_number(word)

    def arguments(self) -> tuple[list[Node], list[tuple[str, Node]], int]:
        """Read what stands in the brackets behind a function: arguments, keywords, and where they end."""
        return arguments(self)

    def unary(self) -> Node:
        """Read a power with the signs before it."""
        start, signs = self.peek.start, ""
        while self.sees("+", "-", "~"):
            signs += self.next().text
        value = self.power()
        return tree.NegativePart(start, value.end, signs, value) if signs else value

    def power(self) -> Node:
        """Read a factor with all that stands above it."""
        self._deeper()
        value = powered(self, trailed(self, atom(self)))
        self.depth -= 1
        return value

    def postfix(self) -> Node:
        """Read a factor without exponents and other marks above it."""
        self._deeper()
        value = trailed(self, atom(self))
        self.depth -= 1
        return value

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            span = self.places.span(self.peek.start, self.peek.end)
            raise LimitError("bracket_depth", DEPTH, "The brackets are nested too deep", span=span)
