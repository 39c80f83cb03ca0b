"""Big signs: sums, products, the largest and the smallest over an index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ....errors import TextEdit
from . import tree
from .scripts import exponent
from .tokens import COMMAND, END, NAME, NUMBER, Token
from .tree import Node
from .walk import rewritten

if TYPE_CHECKING:
    from .parser import StatementParser

__all__ = ["member", "reduction"]

_SIGN = {"sum": "∑", "prod": "∏", "max": "max", "min": "min", "mean": "mean"}
_COUNTING = frozenset("ijklmn")  # letters below a sign that count entries
_ORDER = ("<", "<=", ">", ">=")
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class _Range:
    """An index, where it starts, and the value that it stands in `relation` to: j ≠ y, i < j."""

    index: str
    low: Node | None = None
    unless: Node | None = None
    relation: str = "!="


def reduction(parser: StatementParser, token: Token, kind: str, index: str = "") -> Node:
    """Read the sum or product sign `token`, its bounds below and above it, and the following product as its body."""
    ranges = [_Range(index)] if index else []
    high: Node | None = None
    while parser.sees("_", "^"):
        if parser.accept("_"):
            ranges, high = _below(parser, kind, high)
        else:
            parser.next()
            high = exponent(parser)
    if parser.sees(")", ",", ";", "=", "]", "}") or parser.peek.kind == END:
        raise parser.error(
            f"Nothing stands behind `{_SIGN[kind]}`.", "Write what it is taken of, such as `∑ x_i`.", token
        )
    members, indices = parser.members, parser.indices
    parser.indices = indices | {each.index for each in ranges}
    if high is None:
        parser.members = members | {each.index for each in ranges if each.low is None and each.unless is None}
    parser.summed = parser.peek
    body = parser.product()
    for each in ranges:
        if each.index in parser.entries and each.index not in members:
            body = _with_entries(body, each.index)
    parser.members, parser.indices = members, indices
    value = body
    for each in reversed(ranges or [_Range("")]):
        top = high if isinstance(high, tree.NumberPart | tree.NamePart | tree.SumPart | tree.ProductPart) else None
        value = tree.ReducePart(
            token.start, body.end, kind, each.index, each.low, top, each.unless, value, each.relation
        )
    return value


def _below(parser: StatementParser, kind: str, high: Node | None) -> tuple[list[_Range], Node | None]:
    """i, or i=1, or j ≠ y, or x ∈ S, or i < j, or several of them, and the last value of the index if it is said."""
    opened = parser.accept("{")
    ranges: list[_Range] = []
    while True:
        if opened is not None and parser.peek.kind == NUMBER:  # 1 ≤ i < j ≤ n
            low, sign = parser.product(), parser.next()
            if sign.text not in ("<", "<="):
                raise _unread(parser, kind, sign)
        else:
            low, sign = None, None
        if parser.peek.kind == COMMAND:  # \mathbf{i}
            named = parser.postfix()
            if isinstance(named, tree.NamePart):
                parser.at -= 1
                parser.tokens[parser.at] = Token(NAME, named.base, named.start, named.end, False)
        token = parser.next()
        if token.kind != NAME:
            raise _unread(parser, kind, token)
        if opened is None:
            return [_Range(token.text)], high
        low = low if sign is None or sign.text == "<=" else None
        if parser.accept("="):
            ranges.append(_Range(token.text, parser.sum()))
        elif parser.accept("!="):
            ranges.append(_Range(token.text, None, parser.sum()))
        elif parser.accept("∈"):
            _skip_set(parser, kind, token)
            ranges.append(_Range(token.text))
        elif parser.sees(*_ORDER):
            chain, high = _ordered(parser, token, low, high)
            ranges += chain
        else:
            ranges.append(_Range(token.text, low))
        if parser.accept("}"):
            return ranges, high
        if parser.accept(",") is None and parser.peek.kind != NAME:
            raise parser.unexpected()


def _unread(parser: StatementParser, kind: str, token: Token) -> Exception:
    return parser.error(
        f"What stands below `{_SIGN[kind]}` is not read.",
        "Write the index it runs over: `j`, `j = 1` or `j ≠ y`.",
        token,
    )


def _skip_set(parser: StatementParser, kind: str, index: Token) -> None:
    """x ∈ X: the index runs over the entries there are; one that counts entries, j ∈ S, may leave some out."""
    depth, at = 0, parser.at
    while parser.peek.kind != END and not (depth == 0 and parser.sees("}", ",")):
        depth += parser.sees("{", "(", "[") - parser.sees("}", ")", "]")
        parser.next()
    inside = parser.tokens[at : parser.at]
    listed = bool(inside) and inside[0].text in ("{", "[", "(")  # {1, ..., n}, [n]
    part = any(token.text in ("(", "_") for token in inside[1:]) or (index.text in _COUNTING and not listed)
    if part:
        raise parser.error(
            f"`{_SIGN[kind]}` over a set is not read.",
            f"A set may leave entries out. Over all, write the index alone, `∑_{index.text}`; over a part, its bounds, "
            "`∑_{j=1}^{n}`.",
            index,
            parser.before,
            fix=TextEdit(parser.places.span(index.start, parser.before.end), index.text),
        )


def _ordered(
    parser: StatementParser, first: Token, low: Node | None, high: Node | None
) -> tuple[list[_Range], Node | None]:
    """i < j, j ≤ i, 1 ≤ i < j ≤ n: pairs of indices in order; a bound at the end is the last value."""
    ranges: list[_Range] = []
    token, before, mirrored = first, low, "!="
    lower: Node | None = None  # the index before this one
    while True:
        sign = parser.next().text
        value = parser.sum()
        if not parser.sees(*_ORDER):
            if (low is not None or lower is not None) and sign in ("<", "<="):  # ... ≤ n
                top = value if sign == "<=" else _one_less(value)
                return [*ranges, _Range(token.text, before, lower, mirrored)], high or top
            return [*ranges, _Range(token.text, before, value, sign)], high
        if not isinstance(value, tree.NamePart) or value.subs:
            raise parser.unexpected()
        ranges.append(_Range(token.text, before, lower, mirrored))
        lower = tree.NamePart(token.start, token.end, token.text)
        token, before, mirrored = Token(NAME, value.base, value.start, value.end, False), None, _MIRRORED[sign]


def _one_less(value: Node) -> Node:
    one = tree.NumberPart(value.start, value.end, "1")
    return tree.SumPart(value.start, value.end, [("+", value), ("-", one)])


def member(parser: StatementParser, node: Node) -> Node | None:
    """P(x) below ∑_x, with nothing that says what the function P is: an entry of P for each x. None for anything else.

    A word with brackets of several forms, P(x, y) and P(x), is several arrays.
    """
    if not parser.members or not isinstance(node, tree.NamePart) or node.subs or not parser.sees("("):
        return None
    inside = _names_inside(parser, parser.at)
    if inside is None or node.base in parser.names.functions:
        return None
    running = [token for token in inside if token.text in parser.members]
    if not running:
        return None
    forms = {
        tuple(token.text for token in other)
        for at, token in enumerate(parser.tokens)
        if token.text == node.base and (other := _names_inside(parser, at + 1)) is not None
    }
    parser.entries.update(token.text for token in running)
    while not parser.sees(")"):
        parser.next()
    closed = parser.next()
    base = node.base if len(forms) == 1 else f"{node.base}_{''.join(token.text for token in inside)}"
    subs = tuple(tree.NamePart(token.start, token.end, token.text) for token in running)
    return tree.NamePart(node.start, closed.end, base, subs, node.label, node.accents)


def _with_entries(body: Node, index: str) -> Node:
    """∑_x x P(x): beside an entry of P, the x itself is an entry of the values that x takes."""

    def entry(node: Node) -> Node:
        if isinstance(node, tree.NamePart) and node.base == index and not node.subs:
            return tree.NamePart(node.start, node.end, index, (node,))
        return node

    def place(node: Node) -> Node:  # the x below a name, P_x, is a place
        return node.subs[0] if isinstance(node, tree.NamePart) and node.base == index and node.subs else node

    def change(node: Node) -> Node:
        if isinstance(node, tree.NamePart) and node.subs:
            return replace(node, subs=tuple(map(place, node.subs)))
        return entry(node)

    return change(rewritten(body, change))


def _names_inside(parser: StatementParser, at: int) -> list[Token] | None:
    """Return the names in the bracket that opens at `at`, if it holds nothing else: (x), (x, y), (x | y)."""
    if parser.tokens[at].text != "(":
        return None
    names: list[Token] = []
    for token in parser.tokens[at + 1 :]:
        if token.text == ")":
            return names
        if token.kind == NAME:
            names.append(token)
        elif token.text not in (",", ";", "|"):
            return None
    return None
