"""One line of a plain formula -> its statements: values behind a formula, definitions, chains of equals signs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TypeGuard

from ....errors import SourceError, TextEdit
from ....graph import Note
from ..mapped import SourcePlaces
from ..source import OtherReading
from ..vocabulary import CONSTANTS, MOMENTS, RESERVED
from . import tree
from .headings import is_heading
from .left_sides import (
    are_names,
    definition_of,
    differentiated,
    free_name,
    is_slope_of_function,
    is_squared_name,
    of_slope,
    slope_of,
    speaks_only_of,
    target_of,
    with_formulas,
    with_updated_names,
)
from .naming import symbol
from .parser import MOST_ALTERNATIVES, Commands, StatementParser
from .pieces import ASSIGN, after_label, braced_rows, environment, opened_group, pieces
from .searches import without_search
from .squares import square_of
from .substituted import Numbers, numbers_in_place
from .text_names import TextNames
from .tokens import END, NAME, NUMBER, SIGN, Token
from .tree import Node, Statement
from .values_behind import computes, values_first
from .walk import nodes

__all__ = ["StatementLine", "read_line"]

MOST_NOTICES = 20
_THOUSANDS = re.compile(r"\d[\d.]*(?:,[\d.]+)+")
_ASKS = frozenset({"derivative", "gradient", "differentiate", "diff", "slope"})
_ENTRYWISE = re.compile(r"[⊙∘]|\\odot|\\circ|\.\*")
_UNITS = frozenset(
    ["m", "s", "kg", "g", "N", "J", "W", "V", "A", "K", "Hz", "Pa", "cm", "mm", "km", "ms", "h", "min", "mol", "rad"]
)


class StatementLine:
    """Statements read so far of a text, with its notices and other readings."""

    def __init__(self, names: TextNames, places: SourcePlaces, commands: Commands | None = None) -> None:
        self.names = names
        self.places = places
        self.commands = commands
        self.latex = commands is not None
        self.layers = False  # whether a number above a name is its layer: W^2 = ...
        self.notices: list[Note] = []
        self.alternatives: list[OtherReading] = []
        self.numbers: Numbers = []  # put in for names behind a second equals sign

    def note(self, code: str, text: str, start: int, end: int) -> None:
        """Add a notice on a place of the line, up to a number of them."""
        if len(self.notices) < MOST_NOTICES:
            self.notices.append(Note(code, text, self.places.span(start, end)))


def read_line(tokens_of_line: Sequence[Token], line: StatementLine) -> list[Statement]:
    """Return the statements of one line, values before the formulas that use them.

    Raises:
        SourceError, LimitError: the line is no formula, with the place and a hint.
    """
    statements: list[Statement] = []
    tokens_of_line = with_updated_names(opened_group(tokens_of_line))
    if not line.latex:
        tokens_of_line = braced_rows(tokens_of_line)
    for token in tokens_of_line:
        if token.kind == NUMBER and _THOUSANDS.fullmatch(line.places.source, token.start, token.end):
            line.note("thousands", f"This is read as one number, {token.text}.", token.start, token.end)
    _refuse_bare_place(tokens_of_line, line)
    for piece in pieces(tokens_of_line, line.latex):
        statements += _statement(after_label(piece) if line.latex else piece, line)
    if not statements:
        raise SourceError("empty", "There is no formula yet.", hint="Type one, such as `(x + y) * z`.")
    return values_first(statements)


def _refuse_bare_place(tokens: Sequence[Token], line: StatementLine) -> None:
    """|_{(2, 3)} and |_2: numbers, and nothing says which names they are for."""
    bars = 0
    for i in range(1, len(tokens) - 2):
        bars += tokens[i - 1].text == "|"
        if tokens[i].text != "|" or tokens[i + 1].text != "_" or tokens[i].kind != SIGN or bars % 2:  # |w|_1 is a norm
            continue
        inside = [token for token in tokens[i + 2 :] if token.text not in ("{", "}", "(", ")", ",", "-")]
        if inside and all(token.kind == NUMBER for token in inside):
            raise _error(line, "It is not said which names take these values.", "Write them: `|_{x = 2}`.", tokens[i])


def _statement(piece: list[Token], line: StatementLine) -> list[Statement]:
    """One piece: an assignment, a definition, a chain of equals signs, or a formula alone."""
    if piece[0].kind == NAME and (
        piece[0].text in _ASKS or (piece[0].text == "grad" and len(piece) > 1 and piece[1].kind == NAME)
    ):
        return [_gradient_question(piece, line)]
    searched = without_search(piece, line.names)
    if searched is not piece:
        begin, end = piece[0].start, searched[0].start
        text = line.places.source[begin:end].rstrip()
        line.note("search", f"`{text}` is a search; the formula behind it is drawn.", begin, begin + len(text))
    piece = _with_approximation(_without_result(searched))
    at = _equals(piece)
    if not at:
        return [tree.Show(piece[0].start, piece[-1].end, _formula(piece, line))]
    if at[0] == 0:  # a continued derivation starts with its equals sign
        if not piece[1:]:
            raise _error(
                line, "This sign stands alone.", "Write a name left of it, and a formula right of it.", piece[0]
            )
        return _statement(piece[1:], line)
    parts = [piece[start:end] for start, end in zip([0, *[i + 1 for i in at]], [*at, len(piece)], strict=True)]
    sign = piece[at[0]].text
    for before, after in pairwise(at):
        if after == before + 1:
            signs = f"`{piece[before].text}` and `{piece[after].text}`"
            raise _error(line, f"Two signs stand side by side: {signs}.", "Remove one of them.", piece[after])
    if not parts[-1]:
        raise _error(line, "Nothing stands right of this sign.", "Write what the name stands for.", piece[at[-1]])
    return _assigned(parts, sign, piece, line)


def _without_result(piece: list[Token]) -> list[Token]:
    """`y = tanh(z) ≈ 0.80`: the rounded number behind the formula is left out."""
    at = next((i for i, token in enumerate(piece) if token.text == "≈"), 0)
    number = [token for token in piece[at + 1 :] if token.text not in ("-", "+", "≈", "≃")]
    plain = bool(number) and all(token.kind == NUMBER for token in number)
    return piece[:at] if at > 1 and plain else piece


def _with_approximation(piece: list[Token]) -> list[Token]:
    """`GELU(x) ≈ 0.5x(1 + ...)`: a name with a formula that is nearly it has that formula."""
    at = next((i for i, token in enumerate(piece) if token.text == "≈"), 0)
    bare = 0 < at < len(piece) - 1 and not any(token.text in ASSIGN for token in piece)
    left = [
        token for token in piece[:at] if token.kind == SIGN and token.text not in ("(", ")", ",", "_", "{", "}", "^")
    ]
    return [*piece[:at], piece[at]._replace(text="="), *piece[at + 1 :]] if bare and not left else piece


def _equals(piece: Sequence[Token]) -> list[int]:
    depth, tokens_of_line = 0, list[int]()
    for i, token in enumerate(piece):
        depth += environment(token)
        if token.kind != SIGN:
            continue
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if depth == 0 and token.text in ASSIGN:
            tokens_of_line.append(i)
    return tokens_of_line


def _formula(piece: Sequence[Token], line: StatementLine) -> Node:
    """Read an expression that takes the whole piece."""
    parser = StatementParser(piece, line.names, line.places, line.commands)
    value = parser.expression()
    if parser.sees(","):
        items = [value]
        while parser.accept(","):
            items.append(parser.expression())
        value = tree.ListingPart(items[0].start, items[-1].end, "()", items)
    if parser.peek.kind != END:
        raise parser.unexpected()
    for notice in parser.notices:
        line.note(*notice)
    line.alternatives += parser.alternatives[: MOST_ALTERNATIVES - len(line.alternatives)]
    for node in nodes(value):  # x'*y of MATLAB, x^T * y and (A * x)^T are products of matrices
        if isinstance(node, tree.ProductPart) and (parser.transposes or _has_transpose(node)):
            _multiply_matrices(node, line)
        elif isinstance(node, tree.TransposePart) and isinstance(node.value, tree.ProductPart):
            _multiply_matrices(node.value, line)
    return value


def _has_transpose(node: tree.ProductPart) -> bool:
    return any(isinstance(factor, tree.TransposePart) for factor in node.factors)


def _entry_by_entry(target: Node, value: Node) -> list[tuple[Node, Node]]:
    """Return the names of (x, y) = (1, 2) and the slopes of ∇f = (2x, 2y), each with its value."""
    if not isinstance(target, tree.ListingPart) or not isinstance(value, tree.ListingPart):
        return []
    values = value.items
    if all(isinstance(item, tree.ListingPart) and len(item.items) == 1 for item in values):  # a column
        values = [item.items[0] for item in values if isinstance(item, tree.ListingPart)]
    of_gradient = all(isinstance(item, tree.DerivativePart) for item in target.items)
    if len(values) != len(target.items) or not (of_gradient or _is_point(value, len(values))):
        return []
    return list(zip(target.items, values, strict=True))


def _is_point(value: Node, count: int) -> TypeGuard[tree.ListingPart]:
    """Return whether it is a list of so many numbers: the (1, 2) of (x, y) = (1, 2)."""
    return isinstance(value, tree.ListingPart) and len(value.items) == count and not computes(value)


def _multiply_matrices(node: tree.ProductPart, line: StatementLine) -> None:
    between = [line.places.source[left.end : right.start] for left, right in pairwise(node.factors)]
    if any(sign == "·" and not text.strip() for sign, text in zip(node.signs, between, strict=True)):
        return  # W^T dz * g'(z): beside a product without a sign the `*` is one entry by entry
    node.signs = [
        "·" if sign == "*" and _ENTRYWISE.search(text) is None else sign
        for sign, text in zip(node.signs, between, strict=True)
    ]


def _assigned(parts: list[list[Token]], sign: str, piece: list[Token], line: StatementLine) -> list[Statement]:
    start, end = piece[0].start, piece[-1].end
    moment = line.latex and len(parts[0]) > 1 and parts[0][1].text == "[" and piece[0].text.removeprefix("ℝ") in MOMENTS
    if moment or (piece[0].text in ("|", "||") and is_heading(parts[0], line.names)):
        heading = _under_heading(parts, piece, line)
        if isinstance(heading, tree.Show) and computes(heading.value):
            return [heading]
    try:
        target = target_of(_formula(parts[0], line), line)
    except SourceError:
        if not is_heading(parts[0], line.names):
            raise
        return [_under_heading(parts, piece, line)]
    values = [_formula(_unit_less(part, line), line) for part in parts[1:]]
    further = _further_names(values, parts, line) if isinstance(target, tree.NamePart) else []
    if further:
        more: list[Statement] = [tree.Assign(values[i].start, values[i].end, values[i], target) for i in further]
        rest = [part for i, part in enumerate(parts) if i - 1 not in further]
        return [*_assigned(rest, sign, piece, line), *more]
    chosen = values[0]
    if len(values) > 1:
        chosen = _of_chain(values, parts, line)
    slope = slope_of(target)
    if slope is not None:  # of f(x), which is drawn
        assert isinstance(slope.value, tree.NamePart)
        value = tree.CallPart(target.start, target.end, slope.value.base, [slope.by])
        return [tree.Show(start, end, value), tree.Assign(start, end, slope, chosen), tree.Show(start, end, value)]
    if isinstance(target, tree.DerivativePart) and (target.order > 1 or isinstance(target.value, tree.DerivativePart)):
        return of_slope(target, chosen, start, end)
    inner = differentiated(target)
    of_formulas = with_formulas(*inner, line.names) if inner is not None else None
    if inner is not None and of_formulas is not None:
        inner = of_formulas, inner[1]
    elif inner is not None and ((line.latex and is_slope_of_function(target)) or not speaks_only_of(chosen, *inner)):
        inner = None
    if inner is not None:
        name = free_name(line)
        result = tree.NamePart(target.start, target.end, name)
        of_result = tree.DerivativePart(target.start, target.end, result, inner[1])
        return [
            tree.Assign(target.start, target.end, result, inner[0]),
            tree.Assign(start, end, of_result, chosen),
        ]
    if isinstance(target, tree.CallPart) and are_names(target.args):
        return [definition_of(target, chosen, start, end)]
    plain_list = isinstance(target, tree.ListingPart) and all(
        isinstance(item, tree.NamePart | tree.DerivativePart | tree.IndexPart) for item in target.items
    )
    pairs = _entry_by_entry(target, chosen) if plain_list else []
    if pairs:
        return [tree.Assign(name.start, value.end, name, value) for name, value in pairs]
    if plain_list or isinstance(target, tree.NamePart | tree.DerivativePart | tree.IndexPart):
        plain = sign if sign not in (":=", "<-") else "="
        return [tree.Assign(start, end, target, chosen, plain)]
    if line.latex and isinstance(target, tree.CallPart) and _is_notation(target, (tree.NamePart, tree.CallPart)):
        assert isinstance(target.function, str)  # L(y, f(x; θ)) = ...
        return [tree.Assign(start, end, tree.NamePart(target.start, target.end, target.function), chosen)]
    if isinstance(target, tree.TemplatePart):  # σ'(z) = ...: its value
        return [tree.Show(start, end, chosen)]
    has_result = isinstance(chosen, tree.NumberPart) and _is_known(target, line)
    if has_result or not (computes(target) or isinstance(target, tree.NumberPart)):
        line.note("chain", "What stands behind the equals sign is the result, and is not used.", start, end)
        return [tree.Show(start, end, target)]
    square = None if line.latex else square_of(target)
    if square is not None and _is_used_again(square.base, line) and computes(chosen):
        return [tree.Assign(start, end, target, chosen)]
    if (is_heading(parts[0], line.names) or is_squared_name(target, line)) and computes(chosen):
        return [_under_heading(parts, piece, line)]
    raise _equation(parts, target, line)


def _is_known(value: Node, line: StatementLine) -> bool:
    """Return whether the text sets all names of a formula, whose number may stand behind it: 1 - h^2 = 0.786."""
    names = {symbol(node) for node in nodes(value) if isinstance(node, tree.NamePart) and node.base not in CONSTANTS}
    return bool(names) and names <= line.names.assigned


def _is_used_again(name: str, line: StatementLine) -> bool:
    return line.names.used[name] + line.names.used[f"{name}²"] > 1


def _under_heading(parts: list[list[Token]], piece: list[Token], line: StatementLine) -> Statement:
    """D(p ‖ q) = ...: what stands left of the sign only names the formula."""
    values = [_formula(_unit_less(part, line), line) for part in parts[1:]]
    chosen = values[0] if len(values) == 1 else _of_chain(values, parts, line)
    heading = line.places.source[parts[0][0].start : parts[0][-1].end]
    line.note("heading", f"`{heading}` is taken for the name of the formula behind it.", piece[0].start, piece[-1].end)
    return tree.Show(piece[0].start, piece[-1].end, chosen)


def _of_chain(values: list[Node], parts: list[list[Token]], line: StatementLine) -> Node:
    """In a = b = c the first value that computes something is drawn; a number at the end is its result."""
    computing = [
        (value, part)
        for value, part in zip(values, parts[1:], strict=True)
        if computes(value) and not (_is_notation(value) and value is not values[-1])
    ]
    if not computing:
        return values[0]
    # In ∂L/∂z = ∂L/∂y ∂y/∂z = ∂L/∂y σ'(z), only the last form can be computed if L has no formula.
    all_names = [pair for pair in computing if not _asks_for_unknown(pair[0], line)]
    # In E = Σ ½(t − o)² = E_1 + E_2 the last form has the names of the text.
    defined = [pair for pair in all_names[1:] if _uses_only(pair[0], line.names.assigned)]
    # In L = ½(y − ŷ)² = ½(y − a_2)², after a_2 = ..., only the last form goes on from the lines above.
    defined = defined or [pair for pair in all_names[1:] if _uses_any(pair[0], line)]
    earliest = (all_names or computing)[0]
    chosen, tokens = defined[0] if defined and not _uses_any(earliest[0], line) else earliest
    source = line.places.source
    excerpt = source[tokens[0].start : tokens[-1].end]
    if sum(map(computes, values)) > 1:  # a number behind one formula is its result, and goes without saying
        line.note("chain", f"Of the values between equals signs, `{excerpt}` is drawn.", chosen.start, chosen.end)
    first, last = parts[1][0].start, parts[-1][-1].end
    for value, part in zip(values, parts[1:], strict=True):
        line.numbers += numbers_in_place(chosen, value)
        if value is not chosen and computes(value):
            text = source[part[0].start : part[-1].end]
            if len(line.alternatives) < MOST_ALTERNATIVES:
                line.alternatives.append(OtherReading(text, TextEdit(line.places.span(first, last), text)))
    return chosen


def _further_names(values: list[Node], parts: list[list[Token]], line: StatementLine) -> list[int]:
    """Return the places in h_t = y_t = tanh(z) of names that are set nowhere else: more names of the same value."""
    source = line.places.source
    places = []
    for i, (value, part) in enumerate(zip(values[:-1], parts[1:], strict=False)):
        if isinstance(value, tree.NamePart) and symbol(value) not in line.names.values:
            name = re.escape(source[part[0].start : part[-1].end])
            if re.search(rf"(?:^|[,;\n$&])[ \t]*{name}[ \t]*:?&?=", source) is None:
                places.append(i)
    return places


def _uses_only(value: Node, all_names: Collection[str]) -> bool:
    return all(symbol(node) in all_names for node in nodes(value) if isinstance(node, tree.NamePart))


def _uses_any(value: Node, line: StatementLine) -> bool:
    """Return whether it uses a name that the text sets; on a slide a name with an index below, a_2, counts as a."""
    all_names = line.names.assigned
    return any(
        symbol(node) in all_names or (line.latex and bool(node.subs) and node.base in all_names)
        for node in nodes(value)
        if isinstance(node, tree.NamePart)
    )


def _asks_for_unknown(value: Node, line: StatementLine) -> bool:
    """Return whether it holds a derivative of something that the text has no formula for."""
    all_names = line.names.assigned | line.names.functions
    return any(
        isinstance(node, tree.DerivativePart)
        and isinstance(node.value, tree.NamePart)
        and node.value.base not in all_names
        for node in nodes(value)
    )


def _is_notation(value: Node, args: type | tuple[type, ...] = tree.NamePart) -> bool:
    """Return whether a value only lists the dependences, as the middle of s = f(x; W) = Wx does."""
    if not isinstance(value, tree.CallPart) or not all(isinstance(arg, args) for arg in value.args):
        return False
    return isinstance(value.function, str) and value.function not in RESERVED


def _equation(parts: list[list[Token]], target: Node, line: StatementLine) -> SourceError:
    source = line.places.source
    left, right = (source[part[0].start : part[-1].end] for part in (parts[0], parts[-1]))
    start, end = parts[0][0].start, parts[-1][-1].end
    if isinstance(target, tree.NumberPart):
        return SourceError(
            "syntax",
            f"`{left}` is a number: nothing can be assigned to it.",
            span=line.places.span(target.start, target.end),
            hint="Write the name on the left: `x = 3`.",
        )
    bare = right if len(parts[-1]) == 1 else f"({right})"
    return SourceError(
        "syntax",
        "This is an equation. A graph computes a value from others; it does not solve for them.",
        span=line.places.span(start, end),
        hint=f"Write how far it is from being true: `{left} - {bare}`.",
        fix=TextEdit(line.places.span(start, end), f"{left} - {bare}"),
    )


def _error(line: StatementLine, detail: str, hint: str, token: Token) -> SourceError:
    return SourceError("syntax", detail, span=line.places.span(token.start, token.end), hint=hint)


def _unit_less(part: list[Token], line: StatementLine) -> list[Token]:
    """`3 m/s`: a unit behind a number is left out, and this is said."""
    if len(part) < 2 or part[0].kind != NUMBER or not part[1].space or part[1].kind != NAME:
        return part
    for token in part[1:]:
        all_names = token.text in _UNITS and not line.names.is_number(token.text)
        if not (all_names and line.names.used[token.text] <= 2) and token.text not in ("/", "^", "*", "·", "2", "3"):
            return part
    unit = line.places.source[part[1].start : part[-1].end]
    line.note("unit", f"`{unit}` is taken for a unit and left out.", part[1].start, part[-1].end)
    return part[:1]


def _gradient_question(piece: list[Token], line: StatementLine) -> Statement:
    """`derivative of x^2`, with `by`, `with respect to` or `wrt` and the name where there are several."""
    rest = piece[1:]
    if rest and rest[0].text == "of":
        rest = rest[1:]
    by: list[Token] = []
    for i, token in enumerate(rest):
        if token.text in ("wrt", "by") or (token.text in ("with", "in") and rest[-1].kind == NAME and i):
            by, rest = rest[-1:], rest[:i]
            break
    if not rest:
        raise _error(line, "It is not said of what.", "Write the formula behind it.", piece[0])
    value = _formula(rest, line)
    free = {node.base for node in nodes(value) if isinstance(node, tree.NamePart)} - {"e", "pi"}
    if by:
        name: Node = tree.NamePart(by[0].start, by[0].end, by[0].text)
    elif len(free) == 1:
        name = tree.NamePart(piece[0].start, piece[0].end, free.pop())
    elif piece[0].text in ("gradient", "grad"):  # by each of them, as the picture has it
        return tree.Show(piece[0].start, piece[-1].end, value)
    else:
        raise _error(
            line, "It is not said by which name the derivative is taken.", "Write `d/dx` before the formula.", piece[0]
        )
    return tree.Show(piece[0].start, piece[-1].end, tree.DerivativePart(piece[0].start, piece[-1].end, value, name))
