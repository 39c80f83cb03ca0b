"""Commands of LaTeX that take arguments: fractions, roots, accents, environments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from . import tex_words, tree
from .atoms import LIMIT
from .brackets import cases
from .derivatives import differentiated_by, function_alone
from .scripts import group
from .tex import CELL, ROW
from .tokens import COMMAND, END, NAME, NUMBER, SIGN, Token
from .tree import Node

if TYPE_CHECKING:
    from .parser import StatementParser

__all__ = ["COMMANDS"]


def _argument(parser: StatementParser) -> Node:
    """Read a group, or one token."""
    if parser.sees("{"):
        return group(parser)
    token = parser.peek
    if token.kind == NUMBER and len(token.text) > 1 and token.text.isdigit():  # \frac12
        parser.tokens[parser.at] = token._replace(text=token.text[1:], start=token.start + 1)
        return tree.NumberPart(token.start, token.start + 1, token.text[0])
    return parser.postfix() if token.kind == COMMAND else _single(parser)


def _single(parser: StatementParser) -> Node:
    token = parser.next()
    if token.kind == NUMBER:
        return tree.NumberPart(token.start, token.end, token.text)
    if token.kind == NAME:
        return tree.NamePart(token.start, token.end, token.text)
    parser.at -= token.kind != END
    raise parser.unexpected()


def _fraction(parser: StatementParser) -> Node:
    token = parser.next()
    leibniz = _leibniz(parser, token)
    if leibniz is not None:
        return leibniz
    top = _argument(parser)
    bottom = _argument(parser)
    return tree.ProductPart(token.start, parser.before.end, [top, bottom], ["/"])


def _leibniz(parser: StatementParser, token: Token) -> Node | None:
    """\\frac{\\partial L}{\\partial w} and \\frac{d}{dx} of what follows; None for any other fraction."""
    second = _differential_at(parser, parser.at)
    if second is None or _differential_at(parser, second) is None:
        return None
    value, order = _differential(parser)
    others: list[Node] = []
    by, _ = _differential(parser, others)
    if by is None:
        raise parser.error("It is not said by what the derivative is taken.", "Write `\\partial w` below.", token)
    if value is None:
        value = parser.power() if parser.sees("(", "[", "{") else parser.product()
    if others:
        names = [_name_and_count(each) for each in (by, *others)]
    else:
        names = [(_name_and_count(by)[0] if order > 1 else by, order)]
    return differentiated_by(value, names, token.start, max(parser.before.end, value.end))


def _name_and_count(by: Node) -> tuple[Node, int]:
    """Return the x of ∂x², and how often."""
    if isinstance(by, tree.PowerPart) and len(by.parts) == 2 and isinstance(times := by.parts[1], tree.NumberPart):
        return by.parts[0], int(times.text) if times.text in ("2", "3", "4") else 1
    return by, 1


def _differential_at(parser: StatementParser, at: int) -> int | None:
    """Return the end of the group {∂...} or {d...} that starts at `at`; None where none starts, or it is a sum."""
    tokens = parser.tokens
    if tokens[at].text != "{" or tokens[at + 1].kind != NAME or tokens[at + 1].text not in ("∂", "d"):
        return None
    depth = 0
    for i in range(at, len(tokens)):
        depth += (tokens[i].text in ("{", "(")) - (tokens[i].text in ("}", ")"))
        if depth == 0:
            return i + 1
        if depth == 1 and tokens[i].kind == SIGN and tokens[i].text in ("+", "-", "/", "*", "·", "=", ","):
            return None
    return None


def _differential(parser: StatementParser, others: list[Node] | None = None) -> tuple[Node | None, int]:
    """{∂L}, {d}, {\\partial^2 L}: its value and order; into `others` what follows a second ∂."""
    opened = parser.next()
    parser.next()
    order = 1
    if parser.sees("^"):
        parser.next()
        braced = parser.accept("{")
        number = parser.next()
        if not number.text.isdigit() or not 1 <= int(number.text[:2]) <= 4:
            raise parser.error("The order of this derivative is not read.", "It is a number from 1 to 4.", number)
        order = int(number.text[:2])
        if braced:
            parser.close("}", braced)
    if parser.accept("}"):
        return None, order
    value = parser.power()
    if isinstance(value, tree.NamePart) and parser.sees("("):  # L(θ): its arguments
        _skip_brackets(parser)
    value = function_alone(parser, value)
    while others is not None and parser.peek.text == "∂":
        parser.next()
        others.append(parser.power())
    parser.close("}", opened)
    return value, order


def _skip_brackets(parser: StatementParser) -> None:
    depth = 0
    while parser.peek.kind != END:
        token = parser.next()
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return


def _root(parser: StatementParser) -> Node:
    token = parser.next()
    index: Node | None = None
    if parser.accept("["):
        index = parser.expression()
        parser.close("]", token)
    value = _argument(parser)
    end = parser.before.end
    if index is None or (isinstance(index, tree.NumberPart) and index.text == "2"):
        return tree.CallPart(token.start, end, "sqrt", [value])
    one = tree.NumberPart(token.start, token.end, "1")
    return tree.PowerPart(token.start, end, [value, tree.ProductPart(index.start, index.end, [one, index], ["/"])])


def _accent(parser: StatementParser) -> Node:
    token = parser.next()
    accent = token.text
    value = _argument(parser)
    end = parser.before.end
    if isinstance(value, tree.NamePart):
        return tree.NamePart(token.start, end, value.base, value.subs, value.label, (*value.accents, accent))
    if isinstance(value, tree.ProductPart) and all(isinstance(part, tree.NamePart) for part in value.factors):
        word = "".join(part.base for part in value.factors if isinstance(part, tree.NamePart))
        return tree.NamePart(token.start, end, word, (), "", (accent,))
    raise parser.error(f"`\\{accent}` stands over something that is no name.", "Give it a name of its own.", token)


def _content(parser: StatementParser) -> Node:
    token = parser.next()
    value = _argument(parser)
    value.start, value.end = token.start, parser.before.end
    if isinstance(value, tree.ProductPart) and all(
        isinstance(part, tree.NamePart) and not part.subs and len(part.base) == 1 for part in value.factors
    ):  # \mathbf{net}: letters set together are one word
        word = "".join(part.base for part in value.factors if isinstance(part, tree.NamePart))
        return tree.NamePart(token.start, value.end, word)
    return value


def _brace(parser: StatementParser) -> Node:
    """\\underbrace{x}_{what it is}: the words below are no subscript."""
    token = parser.next()
    value = _argument(parser)
    while parser.sees("_", "^"):
        parser.next()
        _skip(parser)
    value.start, value.end = token.start, parser.before.end
    return value


def _skip(parser: StatementParser) -> None:
    depth = 0
    while parser.peek.kind != END:
        token = parser.next()
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return


def _second(parser: StatementParser) -> Node:
    """\\textcolor{red}{x}, \\overset{a}{b}: the second argument."""
    parser.next()
    _skip(parser)
    return _argument(parser)


def _limit(parser: StatementParser) -> Node:
    token = parser.peek
    raise parser.error(LIMIT[0], LIMIT[1], token)


def _binomial(parser: StatementParser) -> Node:
    raise parser.error("A binomial coefficient is there for whole numbers only.", "Write the number.", parser.peek)


def _negated(parser: StatementParser) -> Node:
    raise parser.error("`\\not` is not read.", "Write `\\neq`.", parser.peek)


def _rows(parser: StatementParser) -> list[list[Node | None]]:
    """Return the cells of an environment up to its end; None where a cell is empty."""
    opened = parser.next()
    rows: list[list[Node | None]] = [[]]
    empty = True
    while True:
        token = parser.peek
        if token.kind == ROW or token.kind == CELL or (token.kind == COMMAND and token.text == "end"):
            parser.next()
            if empty and token.kind != COMMAND:
                rows[-1].append(None)
            if token.kind == COMMAND:
                return [row for row in rows if any(row)]
            if token.kind == ROW:
                rows.append([])
            empty = True
            continue
        if token.kind == END:
            raise parser.error("This environment is never ended.", "Add its `\\end{...}`.", opened)
        if not empty:
            raise parser.unexpected()
        rows[-1].append(_cell(parser))
        empty = False


def _cell(parser: StatementParser) -> Node | None:
    """Read one cell: a value, or a condition with its words."""
    while parser.peek.kind == NAME and parser.peek.text in ("if", "for", "when", "where", "with"):
        parser.next()
    if parser.peek.kind == NAME and parser.peek.text in ("otherwise", "else", "elsewhere"):
        parser.next()
        return None
    before, parser.condition = parser.condition, True
    value = parser.expression()
    parser.condition = before
    while parser.sees(",", ";", ".") or parser.word("if", "for"):
        following = parser.ahead()
        parser.next()
        if following.kind not in (ROW, CELL, COMMAND) and not parser.sees(",", ";", "."):
            parser.tokens.insert(parser.at, Token(CELL, "&", following.start, following.start, False))
    return value


def _cases(parser: StatementParser) -> Node:
    start = parser.peek.start
    opened = parser.peek
    rows: list[tuple[Node, Node | None]] = []
    for row in _rows(parser):
        filled = [cell for cell in row if cell is not None]
        if not filled:
            continue
        condition = (
            filled[-1] if len(filled) > 1 and isinstance(filled[-1], tree.ComparePart | tree.LogicPart) else None
        )
        values = filled[:-1] if condition is not None else filled
        value = values[0]
        if len(values) > 1:  # a formula that an ampersand splits
            value = tree.ProductPart(values[0].start, values[-1].end, values, ["·"] * (len(values) - 1))
        rows.append((value, condition))
    if not rows or all(condition is None for _, condition in rows):
        raise parser.error(
            "These rows do not say when each of them holds.",
            "Write a condition behind an ampersand: `x & x > 0 \\\\`.",
            opened,
        )
    return cases(start, parser.before.end, rows)


def _matrix(parser: StatementParser) -> Node:
    opened = parser.peek
    rows = _rows(parser)
    nodes: list[Node] = []
    for row in rows:
        cells = [cell for cell in row if cell is not None]
        if len(cells) != len(row) or not cells:
            raise parser.error("An entry of this matrix is empty.", "Write 0 where it is 0.", opened)
        nodes.append(tree.ListingPart(cells[0].start, cells[-1].end, "[]", cells))
    return tree.ListingPart(opened.start, parser.before.end, "[]", nodes)


def _ended(parser: StatementParser) -> Node:
    raise parser.error("An environment ends here that holds no formula.", "Write one into it.", parser.peek)


COMMANDS: Mapping[str, Callable[[StatementParser], Node]] = MappingProxyType(
    {
        "frac": _fraction,
        "sqrt": _root,
        **dict.fromkeys(tex_words.ACCENTS.values(), _accent),
        "content": _content,
        "brace": _brace,
        "textcolor": _second,
        "stackrel": _second,
        "overset": _second,
        "underset": _second,
        "substack": _content,
        "lim": _limit,
        "binom": _binomial,
        "not": _negated,
        "cases": _cases,
        "matrix": _matrix,
        "end": _ended,
    }
)
