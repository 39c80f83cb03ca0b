"""Trailers of an operand: brackets of a call, an index, a method, a prime, a factorial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....errors import TextEdit
from ..signs import GREEK
from ..vocabulary import DERIVATIVES, MOMENTS, RESERVED, function_name
from . import tree
from .big import member
from .indices import INDICES
from .naming import label_of
from .products import is_weights
from .scripts import subscripted
from .tokens import COMMAND, END, NAME, SIGN, NotAsPython, Token
from .tree import Node
from .walk import nodes
from .windows import places_between

if TYPE_CHECKING:
    from .parser import StatementParser

__all__ = ["NEIGHBOURS", "arguments", "trailed"]

MOST_INSIDE = 40  # tokens of vectors that are joined
NEIGHBOURS = (
    "Neighbouring entries of an array, such as x_{i+1}, are not read here.",
    "Write it in Python: `x[1:]` and `x[:-1]`.",
)
_CALLED = frozenset({"f", "g", "h", "F", "G", "H", "phi", "psi", "Phi", "Psi"})


def trailed(parser: StatementParser, node: Node) -> Node:
    """`node` with all that is glued to its end."""
    while True:
        token = parser.peek
        entry = member(parser, node)
        if entry is not None:
            node = entry
        elif parser.sees("(") and _is_call(parser, node):
            node = _called(parser, node)
        elif parser.sees("[") and is_weights(node) and _joins(parser):
            return node
        elif parser.sees("[") and not token.space and not isinstance(node, tree.NumberPart) and _chooses(parser, node):
            node = _indexed(parser, node)
        elif parser.sees(".") and parser.ahead().kind == NAME:
            parser.next()
            name = parser.next()
            node = tree.AttributePart(node.start, name.end, node, name.text)
        elif parser.sees("'"):
            node = _primed(parser, node)
        elif parser.sees("°"):
            end = parser.next().end
            turn: list[Node] = [tree.NamePart(end - 1, end, "pi"), tree.NumberPart(end - 1, end, "180")]
            node = tree.ProductPart(node.start, end, [node, *turn], ["*", "/"])
        elif parser.sees("!") and _is_whole(parser, node):
            end = parser.next().end
            node = tree.CallPart(node.start, end, "factorial", [node])
        elif parser.sees("!"):
            raise _factorial(parser, node)
        elif parser.peek.text == "_" and parser.ahead().text == "+" and _ends(parser.ahead(2)):
            parser.next()
            end = parser.next().end
            if isinstance(node, tree.NamePart):  # k_+, the key that fits
                node = tree.NamePart(node.start, end, node.base, (*node.subs, tree.LabelPart(end - 1, end, "plus")))
                continue
            # [1 - z]_+: what is above 0
            value = node.items[0] if isinstance(node, tree.ListingPart) and len(node.items) == 1 else node
            node = tree.CallPart(node.start, end, "maximum", [tree.NumberPart(end, end, "0"), value])
        elif parser.sees("_") and (parser.latex or not token.space or parser.ahead().text == "{"):
            node = subscripted(parser, node)
        else:
            return node


def _ends(token: Token) -> bool:
    """Return whether no operand starts here."""
    return token.kind == END or (token.kind == SIGN and token.text not in ("(", "[", "{")) or token.space


def _chooses(parser: StatementParser, node: Node) -> bool:
    """Return whether the brackets that follow choose entries. In LaTeX they do so for letters that count: x[n-k]."""
    if not parser.latex:
        return True
    texts = [token.text for token in parser.tokens[parser.at : parser.at + MOST_INSIDE]]
    inside = parser.tokens[parser.at + 1 : parser.at + (texts.index("]") if "]" in texts else 1)]
    counts = all(token.kind != NAME or token.text in INDICES for token in inside)
    is_name = isinstance(node, tree.NamePart) and not node.subs and parser.has_sums
    return is_name and bool(inside) and counts and all(token.kind == NAME or token.text in ",+-1" for token in inside)


def _joins(parser: StatementParser) -> bool:
    """Return whether the brackets that follow join vectors, as in W[h, x], rather than choose entries: W[i, j]."""
    texts = [token.text for token in parser.tokens[parser.at : parser.at + MOST_INSIDE]]
    inside = parser.tokens[parser.at + 1 : parser.at + (texts.index("]") if "]" in texts else 1)]
    names = [token.text for token in inside if token.kind == NAME and token.text not in INDICES]
    return bool(names) and (parser.names.paper or parser.peek.space) and _has_comma(parser)


def _is_call(parser: StatementParser, node: Node) -> bool:
    """Return whether the bracket that follows holds arguments: f(x); if not, it is a factor: x(y + 1)."""
    if isinstance(node, tree.AttributePart):
        return node.name != "T"
    if not isinstance(node, tree.NamePart) or node.label or node.accents:
        return isinstance(node, tree.CallPart) and node.function in ("grad", "jit", "vmap", "composed")
    word, names = node.base, parser.names
    if node.subs:
        return word in names.functions or (not names.is_number(word) and (word in _CALLED or _has_comma(parser)))
    if word in names.functions or word in names.maybe:
        return True
    if names.is_number(word):
        return False
    letter = word.rstrip("0123456789").partition("_")[0]
    if word in RESERVED and word not in ("e", "pi") and letter not in GREEK.values():
        return True
    if len(letter) > 1 and letter not in GREEK.values():
        return True
    return letter in _CALLED or _has_comma(parser) or (parser.latex and _holds_a_name(parser))


def _holds_a_name(parser: StatementParser) -> bool:
    """R(W): a bracket around one name holds an argument."""
    names = 0
    at = parser.at + 1
    while parser.tokens[at].kind != END and parser.tokens[at].text != ")":
        token = parser.tokens[at]
        if token.text in ("_", "^"):  # subscripts and superscripts are part of the name
            at = _behind_script(parser, at + 1)
            continue
        if token.kind == NAME:
            names += 1
        elif token.kind != COMMAND and token.text not in ("{", "}"):
            return False
        at += 1
    return names == 1


def _behind_script(parser: StatementParser, at: int) -> int:
    last = len(parser.tokens) - 1
    if parser.tokens[min(at, last)].text != "{":
        return min(at + 1, last)
    depth = 0
    while parser.tokens[at].kind != END:
        depth += (parser.tokens[at].text == "{") - (parser.tokens[at].text == "}")
        at += 1
        if depth == 0:
            break
    return at


def _has_comma(parser: StatementParser) -> bool:
    depth = 0
    for token in parser.tokens[parser.at :]:
        if token.kind == END:
            break
        if token.text in ("(", "[", "{"):
            depth += 1
        elif token.text in (")", "]", "}"):
            depth -= 1
            if depth == 0:
                break
        elif depth == 1 and token.text in (",", ";"):
            return True
    return False


def _called(parser: StatementParser, node: Node) -> Node:
    function: str | Node = node
    if isinstance(node, tree.NamePart) and node.subs:
        function = "_".join((node.base, *filter(None, map(label_of, node.subs))))
    elif isinstance(node, tree.NamePart):
        word = node.base
        all_names = None if word in parser.names.functions or word in RESERVED else function_name(word)
        function = all_names or word
    args, keywords, end = arguments(parser)
    return tree.CallPart(node.start, end, function, args, keywords)


def arguments(parser: StatementParser) -> tuple[list[Node], list[tuple[str, Node]], int]:
    """(...), [...] or {...}: the values, the settings by name, and where the bracket ends."""
    opened = parser.next()
    closing = {"(": ")", "[": "]", "{": "}"}[opened.text]
    bars, parser.bars = parser.bars, []
    parser.inside += 1
    args: list[Node] = []
    keywords: list[tuple[str, Node]] = []
    while not parser.sees(closing):
        if parser.peek.kind == NAME and parser.ahead().text == "=":
            name = parser.next().text
            parser.next()
            keywords.append((name, parser.expression()))
        elif parser.sees("*", "^"):
            raise parser.error("Arguments with a star are not read here.", "Write the arguments out.", parser.peek)
        else:
            args.append(parser.expression())
        if parser.accept(",", ";") is None:
            break
    closed = parser.close(closing, opened)
    parser.bars = bars
    parser.inside -= 1
    return args, keywords, closed.end


def _indexed(parser: StatementParser, node: Node) -> Node:
    """x[...] of Python. Slices stay as they are written."""
    opened = parser.next()
    inside: list[Token] = []
    depth = 1
    while parser.peek.kind != END:
        token = parser.peek
        depth += (token.text in ("[", "(", "{")) - (token.text in ("]", ")", "}"))
        if depth == 0:
            break
        inside.append(parser.next())
    closed = parser.close("]", opened)
    if not inside:
        raise parser.error("There is no index between these brackets.", "Write one, such as `x[0]`.", opened, closed)
    _refuse_expectation(parser, node, inside)
    letters = _running_letters(parser, node, inside)
    if letters and isinstance(node, tree.NamePart):
        return tree.NamePart(node.start, closed.end, node.base, letters)
    words = {"^": "**", "·": "*"}
    text = " ".join(words.get(token.text, token.text) for token in inside)
    code = tree.CodePart(inside[0].start, inside[-1].end, text)
    return tree.IndexPart(node.start, closed.end, node, [code])


def _running_letters(parser: StatementParser, node: Node, inside: list[Token]) -> tuple[Node, ...]:
    """Return the letters of the y[i] and W[i, j] below a sum sign: they run, and have no value themselves."""
    if not isinstance(node, tree.NamePart) or node.subs or not parser.has_sums:
        return ()
    letters = [token for token in inside if token.text != ","]
    runs = all(token.kind == NAME and token.text in INDICES for token in letters)
    counts = [token.text for token in letters if token.kind == NAME and not parser.names.is_number(token.text)]
    windows = places_between(inside, INDICES)
    if windows:
        return windows
    if not runs and counts and all(count in INDICES for count in counts):  # x[n-k]
        raise parser.error(NEIGHBOURS[0], NEIGHBOURS[1], inside[0], inside[-1])
    if not runs or len(inside) != 2 * len(letters) - 1 or any(parser.names.is_number(each.text) for each in letters):
        return ()
    return tuple(tree.NamePart(token.start, token.end, token.text) for token in letters)


def _refuse_expectation(parser: StatementParser, node: Node, inside: list[Token]) -> None:
    """E[x] where nothing says what E is; E[i] and E[0] may be entries of an array."""
    if not isinstance(node, tree.NamePart) or node.base not in MOMENTS or parser.names.is_number(node.base):
        return
    if all(token.text in INDICES or token.kind != NAME for token in inside) and inside[0].kind != SIGN:
        return
    moment, function = MOMENTS[node.base]
    raise NotAsPython(
        "syntax",
        f"{moment} has no numbers to compute with.",
        span=parser.places.span(node.start, parser.before.end),
        hint=f"Write it over examples: `{function}(x)`.",
    )


def _primed(parser: StatementParser, node: Node) -> Node:
    """x' of MATLAB is the transpose, f' the derivative of f; in LaTeX x' is a name of its own."""
    first = parser.next()
    primes = 1
    while parser.accept("'"):
        primes += 1
    if isinstance(node, tree.NamePart) and not node.subs and parser.sees("("):
        word = node.base
        if word in parser.names.functions:
            function: Node = tree.CodePart(node.start, first.end, word)
            for _ in range(primes):
                function = tree.CallPart(node.start, first.end, "grad", [function])
            args, keywords, end = arguments(parser)
            return tree.CallPart(node.start, end, function, args, keywords)
        function_word = word if word in DERIVATIVES else function_name(word)
        if function_word in DERIVATIVES and primes == 1 and not parser.names.is_number(word):
            args, _, end = arguments(parser)
            if len(args) == 1:
                return tree.TemplatePart(node.start, end, DERIVATIVES[function_word], args[0])
        raise parser.error(
            f"`{word}'` is the derivative of `{word}`, and the text does not say what `{word}` is.",
            f"Put its formula above: `{word}(x) = x^2`.",
            node,
            first,
        )
    is_name = isinstance(node, tree.NamePart) and (parser.latex or node.base in parser.names.primed)
    if is_name and isinstance(node, tree.NamePart):
        accents = (*node.accents, *["prime"] * primes)
        return tree.NamePart(node.start, first.end, node.base, node.subs, node.label, accents)
    alone = parser.peek.kind == END and parser.at == primes + 1  # y' and nothing else
    if alone and isinstance(node, tree.NamePart) and node.base not in parser.names.values:
        word = node.base
        raise parser.error(
            f"`{word}'` is the derivative of `{word}`, and the text does not say of what.",
            f"Put its formula above, then ask for `d{word}/dx`.",
            node,
            first,
        )
    parser.transposes = True
    return tree.TransposePart(node.start, first.end, node) if primes % 2 else node


def _is_whole(parser: StatementParser, node: Node) -> bool:
    """Return whether a factorial is of an index that counts, as in ∑ x^n/n! and (2n + 1)!."""
    names = [part for part in nodes(node) if isinstance(part, tree.NamePart)]
    return bool(names) and all(part.base in parser.indices and not part.subs for part in names)


def _factorial(parser: StatementParser, node: Node) -> Exception:
    sign = parser.peek
    fix = None
    if isinstance(node, tree.NumberPart) and node.text.isdigit() and int(node.text[:3]) <= 20:
        value = 1
        for factor in range(2, int(node.text) + 1):
            value *= factor
        fix = TextEdit(parser.places.span(node.start, sign.end), str(value))
    return parser.error(
        "`!` is a factorial: it is there for whole numbers only, so it has no derivative.",
        "Write the number itself, such as `6` for 3!.",
        node,
        sign,
        fix=fix,
    )
