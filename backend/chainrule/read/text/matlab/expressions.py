"""Expressions of MATLAB -> trees of Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....errors import LimitError, SourceError
from ..mapped import SourcePlaces
from ..notation import tree
from ..notation.parser import DEPTH
from ..notation.tokens import END, NAME, NUMBER, SIGN, STRING, Token
from ..notation.tree import Node
from ..words import LAMBDA
from .entries import entries, matrix
from .matlab_functions import called, constant

if TYPE_CHECKING:
    from .scope import Scope

__all__ = ["Expressions"]

_LOOSEST_FIRST: tuple[tuple[str, ...], ...] = (
    ("||", "|"),
    ("&&", "&"),
    ("<", "<=", ">", ">=", "==", "~=", "!="),
)
_ADD, _TIMES = ("+", "-", ".+", ".-"), ("*", "/", "\\", ".*", "./", ".\\")
_COMPARE = {"~=": "!=", "!=": "!="}


class Expressions:
    """Reads one statement's tokens. `scope` knows which names are arrays, and which functions."""

    def __init__(self, tokens: Sequence[Token], scope: Scope, places: SourcePlaces) -> None:
        last = tokens[-1].end if tokens else 0
        self.tokens = [*tokens, Token(END, "", last, last, True)]
        self.at = 0
        self.scope = scope
        self.places = places
        self.depth = 0
        self.indexed: list[Node] = []  # arrays whose last entry `end` is, innermost last

    @property
    def peek(self) -> Token:
        """Return the token that is read next."""
        return self.tokens[self.at]

    @property
    def before(self) -> Token:
        """Return the token that was read last."""
        return self.tokens[max(self.at - 1, 0)]

    def next(self) -> Token:
        """Read a token; the last one, which is the end, stays."""
        token = self.tokens[self.at]
        self.at += token.kind != END
        return token

    def sees(self, *signs: str) -> bool:
        """Return whether the next token is one of these signs."""
        return self.peek.kind == SIGN and self.peek.text in signs

    def accept(self, *signs: str) -> Token | None:
        """Read the next token if it is one of these signs, else return None."""
        return self.next() if self.sees(*signs) else None

    def error(self, detail: str, hint: str, token: Token) -> SourceError:
        """Return the error of a token that cannot be read."""
        return SourceError("syntax", detail, span=self.places.span(token.start, token.end), hint=hint)

    def unexpected(self) -> SourceError:
        """Return the error of the next token."""
        token = self.peek
        if token.kind == END:
            return self.error("The line stops too early.", "Something must follow here.", self.before)
        return self.error(f"`{token.text}` is not expected here.", "Look at what stands before it.", token)

    def close(self, sign: str, opened: Token) -> Token:
        """Read the closing bracket. Raises: SourceError, where another token stands there."""
        token = self.accept(sign)
        if token is not None:
            return token
        if self.peek.kind == END:
            raise self.error(f"`{opened.text}` is never closed.", "Add the closing bracket.", opened)
        raise self.unexpected()

    def whole(self) -> Node:
        """Read an expression up to the end. Raises: SourceError, where something follows it."""
        value = self.expression()
        if self.peek.kind != END:
            raise self.unexpected()
        return value

    def expression(self) -> Node:
        """Read an expression. Raises: LimitError, where brackets are nested too deep."""
        self.depth += 1
        if self.depth > DEPTH:
            span = self.places.span(self.peek.start, self.peek.end)
            raise LimitError("bracket_depth", DEPTH, "The brackets are nested too deep", span=span)
        value = self._ranged()
        self.depth -= 1
        return value

    def _ranged(self) -> Node:
        """a:b and a:step:b."""
        if self.sees("@"):
            return self._handle()
        first = self.logic(0)
        if not self.sees(":") or self.colon_ends():
            return first
        self.next()
        second = self.logic(0)
        if self.accept(":"):
            return self._range(first, self.logic(0), second)
        return self._range(first, second, None)

    def colon_ends(self) -> bool:
        """Return whether a colon stands alone, for all entries of an axis: the index ends behind it."""
        following = self.tokens[self.at + 1]
        return following.kind == END or following.text in (")", ",")

    def _range(self, low: Node, high: Node, step: Node | None) -> Node:
        start, end = low.start, high.end
        one: Node = step or tree.NumberPart(start, end, "1")
        top = tree.SumPart(high.start, high.end, [("+", high), ("+", one)])
        return tree.CallPart(start, end, "arange", [low, top, *([step] if step else [])])

    def logic(self, level: int) -> Node:
        """Read a chain of the operators of a level, from the loosest, 0, on."""
        if level == len(_LOOSEST_FIRST):
            return self._sum()
        parts, signs = [self.logic(level + 1)], list[str]()
        while self.sees(*_LOOSEST_FIRST[level]):
            signs.append(self.next().text)
            parts.append(self.logic(level + 1))
        if not signs:
            return parts[0]
        start, end = parts[0].start, parts[-1].end
        if level == 2:
            return tree.ComparePart(start, end, parts, [_COMPARE.get(sign, sign) for sign in signs])
        return tree.LogicPart(start, end, "or" if level == 0 else "and", parts)

    def _sum(self) -> Node:
        terms = [("+", self._product())]
        while self.sees(*_ADD):
            sign = self.next().text[-1]
            terms.append((sign, self._product()))
        return terms[0][1] if len(terms) == 1 else tree.SumPart(terms[0][1].start, terms[-1][1].end, terms)

    def _product(self) -> Node:
        value = self._signed()
        factors, signs = [value], list[str]()
        while self.sees(*_TIMES):
            sign = self.next().text
            factor = self._signed()
            if sign == "\\":  # A \ b solves A x = b
                left = self._joined(factors, signs)
                factors = [tree.CallPart(left.start, factor.end, "solve", [left, factor])]
                signs = []
            elif sign == "*" and isinstance(factor, tree.TransposePart) and isinstance(factor.value, tree.NamePart):
                left = self._joined(factors, signs)
                factors, signs = [self._times_transposed(left, factor)], []
            elif (
                sign == "*" and isinstance(turned := factors[-1], tree.TransposePart) and self._is_outer(turned, factor)
            ):
                factors[-1] = tree.CallPart(turned.start, factor.end, "outer", [turned.value, factor])
            else:
                if sign == ".\\":
                    factors[-1], factor = factor, factors[-1]
                factors.append(factor)
                signs.append({"*": "·", ".*": "*", "./": "/", ".\\": "/"}.get(sign, sign))
        return self._joined(factors, signs)

    def _joined(self, factors: list[Node], signs: list[str]) -> Node:
        return factors[0] if not signs else tree.ProductPart(factors[0].start, factors[-1].end, factors, signs)

    def _is_outer(self, left: tree.TransposePart, right: Node) -> bool:
        """Return whether a' * b is the outer product: a and b are rows."""
        orientations = self.scope.orientations
        return orientations.of(right) == "row" and orientations.of(left.value) in ("row", None)

    def _times_transposed(self, left: Node, right: tree.TransposePart) -> Node:
        """Return a * b': the outer product of two vectors, the product of matrices."""
        start, end = left.start, right.end
        if "row" in (self.scope.orientations.of(left), self.scope.orientations.of(right.value)):
            return tree.ProductPart(start, end, [left, right], ["·"])
        test = tree.ComparePart(
            start,
            end,
            [tree.AttributePart(right.start, end, right.value, "ndim"), tree.NumberPart(start, end, "1")],
            ["=="],
        )
        outer = tree.CallPart(start, end, "outer", [left, right.value])
        product = tree.ProductPart(start, end, [left, right], ["·"])
        if isinstance(left, tree.NamePart | tree.TransposePart) and not isinstance(left, tree.TransposePart):
            both = tree.ComparePart(
                start,
                end,
                [tree.AttributePart(left.start, left.end, left, "ndim"), tree.NumberPart(start, end, "1")],
                ["=="],
            )
            test_both: Node = tree.LogicPart(start, end, "and", [both, test])
            return tree.TernaryPart(start, end, test_both, outer, product)
        return product

    def _signed(self) -> Node:
        start, signs = self.peek.start, ""
        while self.sees("-", "+", "~", "!"):
            signs += self.next().text
        value = self._power()
        if "~" in signs or "!" in signs:
            return tree.LogicPart(start, value.end, "not", [value])
        return tree.NegativePart(start, value.end, signs, value) if signs else value

    def _power(self) -> Node:
        base = self._postfix()
        parts = [base]
        while self.sees("^", ".^"):
            sign = self.next().text
            start, signs = self.peek.start, ""
            while self.sees("-", "+"):
                signs += self.next().text
            value = self._postfix()
            exponent = tree.NegativePart(start, value.end, signs, value) if signs else value
            squared = sign == "^" and isinstance(parts[0], tree.NamePart) and isinstance(exponent, tree.NumberPart)
            if squared and len(parts) == 1 and isinstance(exponent, tree.NumberPart) and exponent.text == "2":
                parts = [self._matrix_square(parts[0], exponent)]
            else:
                parts = [parts[0] if len(parts) == 1 else tree.PowerPart(base.start, parts[-1].end, parts), exponent]
        return parts[0] if len(parts) == 1 else tree.PowerPart(base.start, parts[-1].end, parts)

    def _matrix_square(self, base: Node, exponent: Node) -> Node:
        """A^2 is A times A where A is a matrix."""
        start, end = base.start, exponent.end
        power = tree.PowerPart(start, end, [base, exponent])
        if not isinstance(base, tree.NamePart) or not base.base[0].isupper():
            return power
        two = tree.NumberPart(start, end, "2")
        test = tree.ComparePart(start, end, [tree.AttributePart(start, end, base, "ndim"), two], ["=="])
        return tree.TernaryPart(start, end, test, tree.ProductPart(start, end, [base, base], ["@"]), power)

    def _postfix(self) -> Node:
        value = self._atom()
        while True:
            if self.sees("(", ".("):
                value = self._applied(value)
            elif self.sees("{") and isinstance(value, tree.NamePart):
                value = self._cell(value)
            elif self.sees("'", ".'"):
                token = self.next()
                value = tree.TransposePart(value.start, token.end, value)
            elif self.sees(".") and self.tokens[self.at + 1].kind == NAME:
                self.next()
                name = self.next()
                value = tree.AttributePart(value.start, name.end, value, name.text)
            else:
                return value

    def _atom(self) -> Node:
        token = self.peek
        if token.kind == NUMBER:
            self.next()
            return tree.NumberPart(token.start, token.end, token.text)
        if token.kind == STRING:
            self.next()
            return tree.CodePart(token.start, token.end, repr(token.text[1:-1]))
        if token.kind == NAME:
            self.next()
            return self._name(token)
        if self.sees("("):
            opened = self.next()
            value = self.expression()
            closed = self.close(")", opened)
            value.start, value.end = opened.start, closed.end
            return value
        if self.sees("["):
            return matrix(self)
        if self.sees("{"):
            return self._cells()
        if self.sees("@"):
            return self._handle()
        raise self.unexpected()

    def _cells(self) -> Node:
        """{x, 2*x}: a list, whose entries are c{1}, c{2}, ..."""
        opened = self.next()
        items: list[Node] = []
        while not self.sees("}"):
            items.append(self.expression())
            if self.sees(";"):
                raise self.error("Cell arrays of several rows are not read.", "Use one row.", self.peek)
            self.accept(",")
        closed = self.close("}", opened)
        return tree.ListingPart(opened.start, closed.end, "[]", items)

    def _cell(self, value: Node) -> Node:
        """c{i}: an entry of a list, counted from 1."""
        opened = self.next()
        place = self.expression()
        closed = self.close("}", opened)
        if isinstance(place, tree.CodePart) and place.text == "end":
            index: Node = tree.CodePart(place.start, place.end, "-1")
        elif isinstance(place, tree.NumberPart) and place.text.isdigit():
            index = tree.NumberPart(place.start, place.end, str(int(place.text) - 1))
        else:
            one = tree.NumberPart(place.start, place.end, "1")
            index = tree.SumPart(place.start, place.end, [("+", place), ("-", one)])
        return tree.IndexPart(value.start, closed.end, value, [index])

    def _name(self, token: Token) -> Node:
        word = token.text
        if word == "end" and self.indexed:
            return tree.CodePart(token.start, token.end, "end")
        if not self.scope.is_value(word) and not self.sees("("):
            value = constant(word)
            if value is not None:
                return tree.CodePart(token.start, token.end, value)
        return tree.NamePart(token.start, token.end, LAMBDA if word == "lambda" else word)

    def _handle(self) -> Node:
        """@(x) x.^2 and @sin."""
        at = self.next()
        if not self.sees("("):
            name = self.next()
            if name.kind != NAME:
                raise self.error("`@` is not followed by a function.", "Write `@(x) x.^2` or `@sin`.", at)
            return tree.NamePart(at.start, name.end, name.text)
        opened = self.next()
        parameters: list[str] = []
        while self.peek.kind == NAME:
            parameters.append(LAMBDA if self.peek.text == "lambda" else self.peek.text)
            self.next()
            if self.accept(",") is None:
                break
        self.close(")", opened)
        with self.scope.inside(parameters):
            body = self.expression()
        return tree.FunctionPart(at.start, body.end, ", ".join(parameters), body)

    def _applied(self, value: Node) -> Node:
        """Return a call, or entries of an array: MATLAB writes both with round brackets."""
        opened = self.next()
        plain = opened.text == "("
        if isinstance(value, tree.NamePart) and plain and self.scope.is_array(value.base, self.tokens, self.at):
            return entries(self, value, opened)
        args: list[Node] = []
        while not self.sees(")"):
            if self.sees(":") and self.colon_ends():
                raise self.error("`:` stands in the arguments of a function.", "Write the arguments out.", self.peek)
            args.append(self.expression())
            if self.accept(",") is None:
                break
        closed = self.close(")", opened)
        if isinstance(value, tree.NamePart):
            if value.base == "diff" and self.scope.symbols and len(args) == 2:
                return tree.DerivativePart(value.start, closed.end, args[0], args[1])
            return called(self, value, args, closed.end)
        return tree.CallPart(value.start, closed.end, value, args)
