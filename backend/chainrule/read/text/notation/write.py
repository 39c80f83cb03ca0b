"""A tree -> Python text, each character of which knows the place it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from ....errors import LimitError
from ..mapped import Mapped
from . import tree
from .tree import Node, Statement

__all__ = ["Writer"]

TERNARY, OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, POWER, ATOM = range(10)
MOST = 200_000  # characters that are written: f'(f'(f'(x))) doubles with each bracket
Inner: TypeAlias = tuple[Node, int]  # a node that is to be written, and the level it needs


class Writer:
    """Collects pieces of Python text. `text()` gives them as one."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.begin: list[int] = []
        self.end: list[int] = []

    def put(self, text: str, start: int, end: int) -> None:
        """Write `text`, which stands for source[start:end]; a word as long as its source is mapped letter by letter."""
        self.parts.append(text)
        self.size += len(text)
        if self.size > MOST:
            raise LimitError("source_characters", MOST, "Written out, the formula is longer than that")
        if end - start == len(text):
            self.begin += range(start, end)
            self.end += range(start + 1, end + 1)
        else:
            self.begin += [start] * len(text)
            self.end += [end] * len(text)

    def keep(self, piece: Mapped) -> None:
        """Append text that knows its places already."""
        self.parts.append(piece.text)
        self.begin += piece.begin
        self.end += piece.end

    def text(self) -> Mapped:
        """Return what is written so far."""
        return Mapped("".join(self.parts), self.begin, self.end)

    def statements(self, statements: Sequence[Statement], separator: str = "\n") -> None:
        """Write statements, `separator` between them."""
        for i, statement in enumerate(statements):
            if i:
                self.put(separator, statement.start, statement.start)
            self.statement(statement)

    def statement(self, statement: Statement) -> None:
        """Write one statement."""
        match statement:
            case tree.Assign(target=target, value=value, sign=sign):
                self.node(target, TERNARY)
                self.put(f" {sign} ", target.end, value.start)
                self.node(value, TERNARY)
            case tree.Define(start, _, name, parameters, value):
                self.put("def ", start, name.end)
                self.node(name, ATOM)
                self.put("(", name.end, name.end + 1)
                for i, parameter in enumerate(parameters):
                    if i:
                        self.put(", ", name.end, parameter.start)
                    self.node(parameter, OR)
                self.put("): return ", name.end, value.start)
                self.node(value, TERNARY)
            case tree.Show(value=value):
                self.node(value, TERNARY)

    def node(self, node: Node, level: int) -> None:
        """Write `node` where what binds weaker than `level` needs brackets."""
        open_nodes = [self._bracketed(node, level)]
        while open_nodes:
            inner = next(open_nodes[-1], None)
            if inner is None:
                open_nodes.pop()
            else:
                open_nodes.append(self._bracketed(*inner))

    def _bracketed(self, node: Node, level: int) -> Iterator[Inner]:
        """Writes `node`, and gives each node inside of it, with its level, where that is to be written."""
        own = _level(node)
        if own < level:
            self.put("(", node.start, node.start + 1)
        yield from self._inside(node)
        if own < level:
            self.put(")", node.end - 1, node.end)

    def _inside(self, node: Node) -> Iterator[Inner]:
        match node:
            case tree.NumberPart(start, end, text) | tree.CodePart(start, end, text):
                self.put(text, start, end)
            case tree.NamePart(start, end, base):
                self.put(base, start, end)
            case tree.SumPart(terms=terms):
                for i, (sign, term) in enumerate(terms):
                    if i:
                        self.put(f" {sign} ", terms[i - 1][1].end, term.start)
                    elif sign == "-":
                        self.put("-", node.start, node.start + 1)
                    yield term, PRODUCT if i == 0 and sign == "-" else SUM + (sign == "-") if i else SUM
            case tree.ProductPart(factors=factors, signs=signs):
                yield factors[0], PRODUCT
                for i, sign in enumerate(signs):
                    factor = factors[i + 1]
                    self.put(sign, factors[i].end, factor.start)
                    yield factor, SIGN
            case tree.NegativePart(start, end, sign, value):
                self.put(sign, start, start + len(sign))
                yield value, SIGN
            case tree.PowerPart(parts=parts):
                for i, part in enumerate(parts):
                    if i:
                        self.put("**", parts[i - 1].end, part.start)
                    yield part, ATOM if i == 0 or not isinstance(part, tree.NegativePart) else SIGN
            case tree.CallPart(start, end, function, args, keywords):
                yield from self._call(start, end, function, args, keywords)
            case tree.IndexPart(start, end, value, items):
                yield value, ATOM
                self.put("[", value.end, value.end + 1)
                for i, item in enumerate(items):
                    if i:
                        self.put(", ", end - 1, end)
                    if item is None:
                        self.put(":", end - 1, end)
                    else:
                        yield item, TERNARY
                self.put("]", end - 1, end)
            case tree.AttributePart(start, end, value, name):
                yield value, ATOM
                self.put(f".{name}", value.end, end)
            case tree.TransposePart(start, end, value):
                yield value, ATOM
                self.put(".T", value.end, end)
            case tree.ComparePart(parts=parts, signs=signs):
                yield parts[0], SUM
                for part, sign in zip(parts[1:], signs, strict=True):
                    self.put(f" {sign} ", part.start, part.start)
                    yield part, SUM
            case tree.LogicPart(start, end, sign, parts):
                level = {"or": AND, "and": NOT, "not": NOT}[sign]
                if sign == "not":
                    self.put("not ", start, start + 3)
                for i, part in enumerate(parts):
                    if i:
                        self.put(f" {sign} ", parts[i - 1].end, part.start)
                    yield part, level
            case tree.ListingPart(start, end, brackets, items):
                self.put(brackets[0], start, start + 1)
                yield from self._items(items, end - 1)
                self.put("," * (brackets == "()" and len(items) == 1) + brackets[1], end - 1, end)
            case tree.TernaryPart(start, end, test, yes, no):
                yield yes, OR
                self.put(" if ", yes.end, test.start)
                yield test, OR
                self.put(" else ", test.end, no.start)
                yield no, TERNARY
            case tree.FunctionPart(start, end, parameters, body):
                self.put(f"lambda {parameters}: ".replace(" :", ":"), start, body.start)
                yield body, TERNARY
            case tree.CasesPart(start, end, rows):
                yield from self._cases(start, end, rows)
            case tree.DerivativePart(start, end, value, by, order):
                for _ in range(order):
                    self.put("grad(", start, value.start)
                yield value, OR
                for _ in range(order):
                    self.put(", ", value.end, by.start)
                    yield by, OR
                    self.put(")", end - 1, end)
            case tree.EachPart():
                yield from self._each(node)
            case tree.TemplatePart(start, end, text, argument):
                yield from self._template(start, end, text, argument)
            case tree.ReducePart() | tree.LabelPart() | tree.SubscriptedPart():
                raise AssertionError("Big signs are resolved before anything is written.")

    def _call(
        self, start: int, end: int, function: str | Node, args: list[Node], keywords: list[tuple[str, Node]]
    ) -> Iterator[Inner]:
        if isinstance(function, str):
            first = min([start + len(function), *[arg.start for arg in args]])
            self.put(function, start, max(first, start + 1))
        else:
            yield function, ATOM
        self.put("(", start, start + 1)
        yield from self._items(args, end - 1)
        for i, (name, value) in enumerate(keywords):
            self.put(f"{', ' if args or i else ''}{name}=", value.start, value.start + 1)
            yield value, TERNARY
        self.put(")", end - 1, end)

    def _template(self, start: int, end: int, text: str, argument: Node) -> Iterator[Inner]:
        parts = text.split("{0}")
        self.put(parts[0], start, end)
        for before, after in pairwise(parts):
            alone = before.endswith("(") and after.startswith((")", ","))
            yield argument, TERNARY if alone else ATOM
            self.put(after, start, end)

    def _each(self, node: tree.EachPart) -> Iterator[Inner]:
        start, end, high = node.start, node.end, node.high
        self.put("[", start, start + 1)
        yield node.body, OR
        self.put(f" for {node.index} in range(", start, start + 1)
        yield node.low, OR
        self.put(", ", high.start, high.end)
        if isinstance(high, tree.NumberPart) and high.text.isdigit():
            self.put(str(int(high.text) + 1), high.start, high.end)
        else:
            yield high, SUM
            self.put(" + 1", high.start, high.end)
        self.put(")", high.start, high.end)
        if node.unless is not None:
            self.put(f" if {node.index} {node.relation} ", node.unless.start, node.unless.end)
            yield node.unless, SUM
        self.put("]", end - 1, end)

    def _items(self, items: list[Node], end: int) -> Iterator[Inner]:
        for i, item in enumerate(items):
            if i:
                self.put(", ", items[i - 1].end, item.start)
            yield item, OR

    def _cases(self, start: int, end: int, rows: list[tuple[Node, Node | None]]) -> Iterator[Inner]:
        opened = 0
        for value, condition in rows:
            if condition is not None:
                self.put("where(", start, start + 1)
                yield condition, OR
                self.put(", ", condition.start, condition.end)
                opened += 1
            yield value, OR
            if condition is not None:
                self.put(", ", value.end - 1, value.end)
        self.put(")" * opened, end - 1, end)


_LEVELS: dict[type, int] = {
    tree.SumPart: SUM,
    tree.ProductPart: PRODUCT,
    tree.NegativePart: SIGN,
    tree.PowerPart: POWER,
    tree.ComparePart: COMPARE,
    tree.TernaryPart: TERNARY,
    tree.FunctionPart: TERNARY,
}


def _level(node: Node) -> int:
    if isinstance(node, tree.LogicPart):
        return {"or": OR, "and": AND, "not": NOT}[node.sign]
    if isinstance(node, tree.CodePart):
        return ATOM if node.text.isidentifier() or node.text.endswith((")", "]")) else TERNARY
    return _LEVELS.get(type(node), ATOM)


def mapped(statements: Sequence[Statement], separator: str = "\n") -> Mapped:
    """Return statements as text of Python, each character with its place in the source."""
    writer = Writer()
    writer.statements(statements, separator)
    return writer.text()


__all__ += ["mapped"]
