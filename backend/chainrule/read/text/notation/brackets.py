"""Contents of brackets, bars and braces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import tree
from .indicators import compares, condition_between
from .magnitudes import MAGNITUDE
from .scripts import subscript
from .tokens import END, NAME, NUMBER, Token
from .tree import Node

if TYPE_CHECKING:
    from .parser import StatementParser

__all__ = ["between_bars", "braced", "bracketed", "cases", "inner", "squared"]


def bracketed(parser: StatementParser) -> Node:
    """Read what stands in round brackets: an expression, or a list of them."""
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
        return _at(items[0], opened.start, closed.end)
    return tree.ListingPart(opened.start, closed.end, "()", items)


def _at(value: Node, start: int, end: int) -> Node:
    """Return a value with the places of its brackets: it is one factor, whatever surrounds it."""
    value.start, value.end = start, end
    return value


def squared(parser: StatementParser) -> Node:
    """[...]: a list; in LaTeX also brackets of another form."""
    opened = parser.next()
    if compares(parser.tokens[parser.at :]):
        return condition_between(parser, opened, opened)
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
        nodes: list[Node] = [tree.ListingPart(row[0].start, row[-1].end, "[]", row) for row in rows]
        return tree.ListingPart(opened.start, closed.end, "[]", nodes)
    following = parser.sees("*", "/", "^", "·") or parser.starts_factor() or _multiplied(parser, opened)
    following = following or (len(items) == 1 and isinstance(items[0], tree.SumPart) and _is_term(parser, opened))
    if len(items) == 1 and not comma and (parser.latex or following):
        return _at(items[0], opened.start, closed.end)
    return tree.ListingPart(opened.start, closed.end, "[]", items)


def _multiplied(parser: StatementParser, opened: Token) -> bool:
    """Return whether a number, a product sign or a big sign stands before these brackets: 2[x + 1], ∑ [y_i - t_i]."""
    at = next(i for i in range(parser.at, -1, -1) if parser.tokens[i] is opened)
    before = parser.tokens[at - 1] if at else opened
    return opened is parser.summed or before.kind == NUMBER or before.text in ("*", "/", "·", ")")


def _is_term(parser: StatementParser, opened: Token) -> bool:
    """Return whether a sign of a sum or a name stands before these brackets: -[y log(p) + ...], α [r + γ v - u]."""
    at = next(i for i in range(parser.at, -1, -1) if parser.tokens[i] is opened)
    before = parser.tokens[at - 1] if at else opened
    return before.text in ("+", "-") or (before.kind == NAME and opened.space)


def inner(parser: StatementParser) -> Node:
    """⟨x, y⟩, the inner product."""
    opened = parser.next()
    items = [parser.expression()]
    while parser.accept(",", "|"):
        items.append(parser.expression())
    closed = parser.close("⟩", opened)
    if len(items) != 2:
        raise parser.error("An inner product is of two vectors.", "Write ⟨x, y⟩.", opened, closed)
    return tree.ProductPart(opened.start, closed.end, items, ["·"])


def between_bars(parser: StatementParser) -> Node:
    """|x| is the absolute value or the length, ||x|| and |x|_1 the norm; what stands below it says which one."""
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
    if bar == "|" and not parser.sees("_"):
        function = "absolute_or_det" if parser.latex and _is_matrix_letter(value) else MAGNITUDE
        return tree.CallPart(opened.start, closed.end, function, [value])
    below = subscript(parser) if parser.sees("_") else ()
    end = parser.before.end
    kind = "".join(part.text if isinstance(part, tree.NumberPart) else getattr(part, "base", "?") for part in below)
    if kind in ("", "2", "F"):
        return tree.CallPart(opened.start, end, "norm", [value])
    if kind == "1":
        return tree.CallPart(opened.start, end, "sum", [tree.CallPart(value.start, value.end, "abs", [value])])
    if kind in ("inf", "∞"):
        return tree.CallPart(opened.start, end, "max", [tree.CallPart(value.start, value.end, "abs", [value])])
    if len(below) == 1 and isinstance(below[0], tree.NumberPart | tree.NamePart):  # the p-norm
        absolute = tree.CallPart(value.start, value.end, "abs", [value])
        powers = tree.PowerPart(value.start, value.end, [absolute, below[0]])
        total = tree.CallPart(opened.start, end, "sum", [powers])
        one = tree.NumberPart(opened.start, end, "1")
        return tree.PowerPart(opened.start, end, [total, tree.ProductPart(opened.start, end, [one, below[0]], ["/"])])
    raise parser.error(
        "This norm is not read.", "The norms are ||x||, ||x||_1, ||x||_p, ||x||_F and ||x||_∞.", opened, closed
    )


def _is_matrix_letter(value: Node) -> bool:
    """Return whether |X| may be a determinant: of one capital letter."""
    return isinstance(value, tree.NamePart) and value.base[:1].isupper() and not value.subs


def braced(parser: StatementParser) -> Node:
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
        return _at(rows[0][0], opened.start, closed.end)
    if not rows or all(condition is None for _, condition in rows):
        raise parser.error(
            "Braces around several values are a set, which has no gradient.",
            "Write a list with `[...]`.",
            opened,
            closed,
        )
    return cases(opened.start, closed.end, rows)


def _condition(parser: StatementParser) -> Node | None:
    """`if x > 0`, `, x > 0`, `for x > 0`, `x > 0:`; None where there is none, or `otherwise`."""
    mark = parser.at
    has_separator = parser.accept(",", ":") is not None
    if parser.word("if", "for", "when", "where"):
        parser.next()
        has_separator = True
    if parser.word("otherwise", "else", "elsewhere"):
        parser.next()
        return None
    if not has_separator or not compares(parser.tokens[parser.at :]):
        parser.at = mark
        return None
    before, parser.condition = parser.condition, True
    condition = parser.condition_of()
    parser.condition = before
    return condition


def cases(start: int, end: int, rows: list[tuple[Node, Node | None]]) -> Node:
    """Return the cases as nested choices; the last row is the one left when no other holds."""
    value, condition = rows[-1]
    if condition is not None and len(rows) > 1:
        rows = [*rows[:-1], (value, None)]
    elif condition is not None:
        rows = [*rows, (tree.NumberPart(end - 1, end, "0"), None)]
    return tree.CasesPart(start, end, rows)
