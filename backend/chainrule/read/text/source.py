"""Result of the text stage for the interpreter: Python's own syntax tree, and each part's place in the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ...errors import Span, TextEdit
from ...graph import Note, Shape
from .mapped import Mapped, SourcePlaces
from .words import LAMBDA

__all__ = ["OtherReading", "Source"]

_SIGNS = frozenset("+-*/@%&|^<>")
_COMMENT = re.compile(r"#[^\n]*")


PAPER = frozenset({"calculator", "latex"})
"""The dialects of mathematics on paper."""


class OtherReading(NamedTuple):
    """Another reading of the text: what it would be, and the edit that makes it so."""

    text: str
    fix: TextEdit


@dataclass(frozen=True, slots=True)
class Source:
    """A text that has been read.

    `text` is what Python's parser was given, `statements` what it made of it; `dialect` says how the text was read:
    "python", "calculator", "latex", "matlab", "r" or "c". `shapes` are sizes that the text itself says, of names as
    they are in `text`; `sizes` the same with the words that stand for sizes, such as ("q", "p").
    """

    source: str
    text: str
    statements: list[ast.stmt]
    dialect: str = "python"
    notices: tuple[Note, ...] = ()
    alternatives: tuple[OtherReading, ...] = ()
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    sizes: Mapping[str, tuple[int | str, ...]] = field(default_factory=dict)
    mapped: Mapped = field(default_factory=lambda: Mapped("", (), ()), repr=False)
    places: SourcePlaces = field(default_factory=lambda: SourcePlaces(""), repr=False)
    products: frozenset[int] = frozenset()  # where in `text` a product by shape has its sign
    lines: list[int] = field(default_factory=list, repr=False)  # where in `text` each line starts

    @property
    def on_paper(self) -> bool:
        """Return whether this is mathematics: a list is a vector, and a name may be used above its line."""
        return self.dialect in PAPER

    def bounds(self, node: ast.AST) -> tuple[int, int]:
        """Return the start and end of `node` in `text`."""
        start = self.index(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        end = self.index(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        return start, end

    def index(self, line: int, offset: int) -> int:
        """Return the index in `text` of a place of Python's parser: line from 1, offset in UTF-8 bytes from 0."""
        start = self.lines[min(line, len(self.lines)) - 1]
        if not self.text.isascii():
            stop = self.lines[line] if line < len(self.lines) else len(self.text)
            offset = len(self.text[start:stop].encode()[:offset].decode(errors="ignore"))
        return min(start + offset, len(self.text))

    def place(self, start: int, end: int) -> Span:
        """Return the place in the source of text[start:end]."""
        if not self.mapped.text:
            return self.places.span(0, 0)
        first = min(start, len(self.mapped.text) - 1)
        last = max(min(end, len(self.mapped.text)) - 1, first)
        return self.places.span(self.mapped.begin[first], self.mapped.end[last])

    def span(self, node: ast.AST) -> Span:
        """Return the place of `node` in the source."""
        if self.mapped.text is self.source and self.source.isascii():  # the usual text: nothing was rewritten
            return Span(node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        return self.place(*self.bounds(node))

    def _sign(self, node: ast.BinOp) -> tuple[int, int] | None:
        start, end = self.bounds(node.left)[1], self.bounds(node.right)[0]
        between = self.text[start:end]
        if "#" in between:
            between = _COMMENT.sub(lambda match: " " * len(match[0]), between)
        signs = [i for i, sign in enumerate(between, start) if sign in _SIGNS]
        return (signs[0], signs[-1] + 1) if signs else None

    def operator(self, node: ast.BinOp) -> Span:
        """Return the place of the sign between the operands; a product without one has the place of what follows it."""
        sign = self._sign(node)
        return self.place(*sign) if sign else self.span(node)

    def is_product_by_shape(self, node: ast.BinOp) -> bool:
        """Return whether a dot or nothing stands for this product: it is mul, inner or matmul by its shapes."""
        if not self.products or not isinstance(node.op, ast.Mult):
            return False
        sign = self._sign(node)
        return sign is not None and sign[0] in self.products

    def is_before_bracket(self, node: ast.BinOp) -> bool:
        """Return whether a product has no sign of its own: its left side is right before a bracket, as in `f(x)`."""
        sign = self._sign(node)
        if sign is None or not self.mapped.text:
            return False
        start, end = self.mapped.begin[sign[0]], self.mapped.end[sign[1] - 1]
        return not self.source[start:end].strip() and self.source[start:].lstrip().startswith("(")

    def shown_name(self, name: str) -> str:
        """Return the name as the answer writes it: `lambda`, which Python cannot read as a name, is `lambda_`."""
        return "lambda" if name == LAMBDA else name
