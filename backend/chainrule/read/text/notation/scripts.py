"""Marks above and below the line: powers, transposes, layers, subscripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeGuard

from ..vocabulary import KEYWORDS
from . import tree
from .indices import INDICES
from .tokens import END, NAME, NUMBER, Token
from .tree import Node
from .walk import nodes

if TYPE_CHECKING:
    from .parser import StatementParser

__all__ = ["exponent", "group", "powered", "subscript"]


def powered(parser: StatementParser, base: Node) -> Node:
    """`base` with all that stands above it. A subscript may follow, as in W^{(1)}_{ij}."""
    parts = [base]
    while parser.sees("^"):
        sign = parser.next()
        if _is_transpose(parser, parts[-1]):
            parts[-1] = _transposed(parser, parts[-1])
        elif _is_inverse_transpose(parser):
            inverse = tree.CallPart(base.start, sign.start, "inv", [parts[-1]])
            parts[-1] = tree.TransposePart(base.start, parser.before.end, inverse)
        elif (sign_above := _sign_above(parser)) and isinstance(parts[-1], tree.NamePart):  # s^+ and s^-
            name = parts[-1]
            mark = tree.LabelPart(sign.start, parser.before.end, sign_above)
            parts[-1] = tree.NamePart(name.start, parser.before.end, name.base, (*name.subs, mark), name.label)
        elif (label := _label(parser) or _projection(parser, parts[-1])) is not None:
            parts[-1] = _labelled(parser, parts[-1], label, sign)
        else:
            alone = parser.latex and not (isinstance(base, tree.NamePart) and base.base == "e")
            parts.append(_one_name(parser) if alone and parser.peek.kind == NAME else exponent(parser))
        if parser.latex and parser.sees("_") and len(parts) <= 2:
            parts[0] = subscripted(parser, parts[0])
    if parser.sees("'") and isinstance(parts[0], tree.TransposePart):
        raise parser.error("`'` after a transpose is not read.", "Remove one of the two.", parser.peek)
    if len(parts) == 2 and _is_function(base, parser) and parser.sees("("):  # f²(x)
        args, keywords, end = parser.arguments()
        return tree.PowerPart(base.start, end, [tree.CallPart(base.start, end, base.base, args, keywords), parts[1]])
    _refuse_imaginary(parser, parts)
    if not parser.latex and len(parts) == 2 and _is_squared_capital(parser, parts):
        return _square(parts[0], parts[1])
    if len(parts) == 2 and is_minus_one(parts[1]) and (parser.latex or _is_on_paper(parser, base)):
        if is_matrix(parts[0]):
            return tree.CallPart(base.start, parser.before.end, "inv", [parts[0]])
        if any(isinstance(node, tree.NamePart) and node.base[:1].isupper() for node in nodes(parts[0])):
            return tree.CallPart(base.start, parser.before.end, "inverse_or_reciprocal", [parts[0]])
    return parts[0] if len(parts) == 1 else tree.PowerPart(base.start, parser.before.end, parts)


_INVERSE_TRANSPOSES = (("-", "T"), ("{", "-", "T", "}"), ("{", "-", "}", "^", "T"))  # the last one of signs: A⁻ᵀ


def _is_inverse_transpose(parser: StatementParser) -> bool:
    """Read the exponent of A^{-T}, where T is no name of a number."""
    if parser.names.is_number("T"):
        return False
    for form in _INVERSE_TRANSPOSES:
        texts = [token.text for token in parser.tokens[parser.at : parser.at + len(form)]]
        if tuple("T" if text == "⊤" else text for text in texts) == form:
            parser.at += len(form)
            return True
    return False


_SIGN_WORDS = {"+": "plus", "-": "minus"}
_BEHIND_MARKS = (")", "]", "}", ",", "+", "-", "*", "/", "=", "|", "||", "_")


def _sign_above(parser: StatementParser) -> str:
    """Read the sign of s^+ or s^{-}, the score of a pair that fits or does not; return its word, or ""."""
    braced = int(parser.sees("{"))
    sign = parser.tokens[parser.at + braced].text
    at = parser.at + braced + 1
    if sign not in _SIGN_WORDS or (braced and parser.tokens[at].text != "}"):
        return ""
    behind = parser.tokens[at + braced]
    if not braced and behind.kind != END and behind.text not in _BEHIND_MARKS:
        return ""
    parser.at = at + braced
    return _SIGN_WORDS[sign]


def _is_function(base: Node, parser: StatementParser) -> TypeGuard[tree.NamePart]:
    """Return whether the text says itself what the function is."""
    return isinstance(base, tree.NamePart) and not base.subs and base.base in parser.names.functions


def _refuse_imaginary(parser: StatementParser, parts: list[Node]) -> None:
    """e^{iθ}, where nothing else in the text says what i is."""
    if not parser.latex or len(parts) != 2 or not isinstance(parts[0], tree.NamePart) or parts[0].base != "e":
        return
    places = {id(sub) for node in nodes(parts[1]) if isinstance(node, tree.NamePart) for sub in node.subs}
    for node in nodes(parts[1]):
        if id(node) not in places and isinstance(node, tree.NamePart) and node.base in ("i", "j") and not node.subs:
            if parser.names.is_number(node.base) or parser.names.used[node.base] > 1:
                continue
            raise parser.error(
                f"`{node.base}` would be the imaginary unit here, and values are real.",
                "Write the real part and the imaginary part: `\\cos(x)` and `\\sin(x)`.",
                node,
            )


def _is_on_paper(parser: StatementParser, base: Node) -> bool:
    """Return whether a power is written as on paper, Σ⁻¹; `A**-1` of code goes entry by entry."""
    return not parser.inside and parser.places.source[base.end : base.end + 1] == "⁻"


def _is_squared_capital(parser: StatementParser, parts: list[Node]) -> bool:
    """A^2 outside of a call; sum(A^2) is meant entry by entry, and so is A**2."""
    base, above = parts
    if not isinstance(base, tree.NamePart) or base.subs or not (len(base.base) == 1 and base.base.isupper()):
        return False
    two = isinstance(above, tree.NumberPart) and above.text == "2"
    return (
        base.base not in _SQUARED_NUMBERS
        and two
        and not parser.inside
        and parser.places.source[base.end : base.end + 1] in ("^", "²")
    )


def _square(base: Node, two: Node) -> Node:
    """Return a matrix times itself, or the square of anything else."""
    start, end = base.start, two.end
    dimensions = tree.AttributePart(start, end, base, "ndim")
    test = tree.ComparePart(start, end, [dimensions, tree.NumberPart(start, end, "2")], ["=="])
    product = tree.ProductPart(start, end, [base, base], ["@"])
    return tree.TernaryPart(start, end, test, product, tree.PowerPart(start, end, [base, two]))


def is_minus_one(node: Node) -> bool:
    """Return whether a part is −1: the exponent of an inverse."""
    if isinstance(node, tree.SumPart):
        return len(node.terms) == 1 and node.terms[0][0] == "-" and _is_one(node.terms[0][1])
    return isinstance(node, tree.NegativePart) and node.sign == "-" and _is_one(node.value)


def _is_one(node: Node) -> bool:
    return isinstance(node, tree.NumberPart) and node.text == "1"


_COUNTS = frozenset("NMTKCDLRIEFGJ")  # capitals that mostly stand for numbers
_SQUARED_NUMBERS = (_COUNTS - {"M"}) | {"V", "B", "U", "Q"}  # V²/R, I²R


_BESIDE_TRANSPOSE = re.compile(r"T([A-Za-z]{1,2})")


def is_matrix(node: Node) -> bool:
    """Return whether slides invert it as a matrix: a capital such as A, a product with a transpose such as (X^T X)."""
    if isinstance(node, tree.NamePart):
        return (len(node.base) == 1 and node.base.isupper() and node.base not in _COUNTS) or node.base in (
            "Sigma",
            "Lambda",
        )
    if isinstance(node, tree.TransposePart):
        return is_matrix(node.value)
    factors = node.factors if isinstance(node, tree.ProductPart) else []
    if isinstance(node, tree.SumPart):
        return any(is_scaled_matrix(term) for _, term in node.terms)
    return len(factors) > 1 and any(isinstance(factor, tree.TransposePart) for factor in factors)


def is_scaled_matrix(node: Node) -> bool:
    """Return whether it is a matrix, or numbers times one: γP."""
    last = node.factors[-1] if isinstance(node, tree.ProductPart) and node.signs[-1] in ("·", "*") else node
    return is_matrix(node) or is_matrix(last)


def _is_transpose(parser: StatementParser, value: Node) -> bool:
    if not isinstance(value, tree.NumberPart) and not (isinstance(value, tree.NamePart) and value.base == "e"):
        _part_from_transpose(parser)
    token = parser.ahead() if parser.sees("{") else parser.peek
    closed = not parser.sees("{") or parser.ahead(2).text == "}"
    symbols = ("T", "⊤") if not parser.names.is_number("T") else ("⊤",)
    return closed and token.kind == NAME and token.text in symbols


def _part_from_transpose(parser: StatementParser) -> None:
    """Part the `Tx` of w^Tx, which is no word of the text, into the transpose and what follows it."""
    token, names = parser.peek, parser.names
    word = _BESIDE_TRANSPOSE.fullmatch(token.text) if token.kind == NAME and not token.space else None
    if word is None or names.is_number(token.text) or names.is_number("T") or names.used[token.text] > 1:
        return
    middle = token.start + 1
    rest = [token._replace(text="T", end=middle), token._replace(text=word[1], start=middle)]
    parser.tokens[parser.at : parser.at + 1] = rest


def _transposed(parser: StatementParser, value: Node) -> Node:
    braced = parser.accept("{")
    last = parser.next()
    if braced:
        last = parser.close("}", braced)
    if isinstance(value, tree.ListingPart) and not any(isinstance(item, tree.ListingPart) for item in value.items):
        return tree.ListingPart(value.start, last.end, "[]", value.items)  # (1, 2)^T: a vector has one axis
    return tree.TransposePart(value.start, last.end, value)


def _label(parser: StatementParser) -> list[Token] | None:
    """Return the tokens of a layer or an example above a name: (1), (l-1), (i), * ."""
    braced = parser.sees("{")
    at = parser.at + braced
    inside: list[Token] = []
    example = not braced and _is_example(parser, parser.tokens[at : at + 3])
    if parser.tokens[at].text == "*":
        inside = [parser.tokens[at]]
        at += 1
    elif (braced or example) and parser.tokens[at].text in ("(", "["):
        closing = ")" if parser.tokens[at].text == "(" else "]"
        at += 1
        while parser.tokens[at].kind in (NAME, NUMBER) or parser.tokens[at].text in ("+", "-"):
            inside.append(parser.tokens[at])
            at += 1
        if parser.tokens[at].text != closing or not 1 <= len(inside) <= 3:
            return None
        at += 1
    if not inside or not (parser.latex or braced or example):
        return None
    if braced and parser.tokens[at].text in ("T", "⊤") and parser.tokens[at + 1].text == "}":
        inside.append(parser.tokens[at])
        at += 1
    if braced and parser.tokens[at].text != "}":
        return None
    parser.at = at + braced
    return inside


_PROJECTIONS = frozenset("QKVO")  # of attention: what the matrix W^Q makes


def _projection(parser: StatementParser, base: Node) -> list[Token] | None:
    """Return the letter above the W of W^Q, which tells one matrix of attention from the others."""
    braced = int(parser.sees("{"))
    token = parser.tokens[parser.at + braced]
    if not isinstance(base, tree.NamePart) or base.base != "W" or token.text not in _PROJECTIONS:
        return None
    if (braced and parser.tokens[parser.at + 2].text != "}") or parser.names.is_number(token.text):
        return None
    parser.at += 1 + 2 * braced
    return [token]


def _is_example(parser: StatementParser, ahead: Sequence[Token]) -> bool:
    """Return whether the (i) of x^(i) in plain text counts examples: a sum binds it, and y^(i) has it too."""
    index = ahead[1].text if len(ahead) == 3 else ""
    bound = index in parser.indices or (parser.has_sums and index in INDICES)
    if not bound or (ahead[0].text, ahead[2].text) != ("(", ")"):
        return False
    return _counts_examples(parser.places.source, index)


@lru_cache(maxsize=64)
def _counts_examples(source: str, index: str) -> bool:
    return len(set(re.findall(rf"([^\W\d]\w*+)[ \t]*+\^[ \t]*+\({index}\)", source))) > 1


def _labelled(parser: StatementParser, value: Node, label: list[Token], sign: Token) -> Node:
    last = parser.before
    turned = label[-1].text in ("T", "⊤") and len(label) > 1
    words = [token.text for token in label[: len(label) - turned]]
    if not isinstance(value, tree.NamePart):
        raise parser.error("A layer or an example stands above something that is no name.", "Give it a name.", sign)
    if not parser.latex and len(words) == 1 and words[0] in INDICES:  # x^(i) in plain text is x_i
        subs = (*value.subs, tree.NamePart(label[0].start, label[0].end, words[0]))
        return tree.NamePart(value.start, last.end, value.base, subs, "", value.accents)
    named = tree.NamePart(value.start, last.end, value.base, value.subs, label_text(words), value.accents)
    return tree.TransposePart(value.start, last.end, named) if turned else named


def label_text(words: list[str]) -> str:
    """Return a layer as it is written in a name: 1, l, l_minus_1."""
    spelled = {"+": "_plus_", "-": "_minus_", "*": "_star"}
    return "".join(spelled.get(word, word) for word in words)


def _one_name(parser: StatementParser) -> Node:
    """In LaTeX the exponent of w^l_{jk} is l: the subscript is that of w."""
    if parser.ahead().text != "_":
        return exponent(parser)
    token = parser.next()
    return tree.NamePart(token.start, token.end, token.text)


def exponent(parser: StatementParser) -> Node:
    """Read an exponent: a group, or one factor with its signs."""
    if parser.sees("{"):
        return group(parser)
    start, signs = parser.peek.start, ""
    while parser.sees("-", "+"):
        signs += parser.next().text
    if parser.latex and parser.peek.kind == NUMBER:
        value: Node = _first_digit(parser)
    else:
        value = parser.postfix()
    return tree.NegativePart(start, value.end, signs, value) if signs else value


def _first_digit(parser: StatementParser) -> Node:
    """In LaTeX x^12 is x to the 1, then a 2."""
    token = parser.next()
    if len(token.text) > 1 and token.text[0].isdigit():
        rest = token._replace(text=token.text[1:], start=token.start + 1)
        parser.at -= 1
        parser.tokens[parser.at] = rest
        return tree.NumberPart(token.start, token.start + 1, token.text[0])
    return tree.NumberPart(token.start, token.end, token.text)


def group(parser: StatementParser) -> Node:
    """{...}: its braces are not seen."""
    opened = parser.next()
    bars, parser.bars = parser.bars, []
    if parser.sees("}"):
        raise parser.error("There is nothing between these braces.", "Put something in, or remove them.", opened)
    value = parser.expression()
    parser.close("}", opened)
    parser.bars = bars
    return value


def subscript(parser: StatementParser) -> tuple[Node, ...]:
    """Read a subscript: indices, a label, or a number."""
    parser.next()
    if not parser.sees("{"):
        token = parser.peek
        if token.kind == NUMBER and parser.latex and "\\" in parser.places.source:
            return (_first_digit(parser),)
        if token.kind in (NAME, NUMBER):
            parser.next()
            number = parser.peek
            if token.kind == NAME and number.kind == NUMBER and not number.space and number.text.isdigit():
                parser.next()  # `net_h1` as people type it; nobody takes net_h once
                return (tree.NamePart(token.start, number.end, token.text + number.text),)
            number_part = tree.NumberPart if token.kind == NUMBER else tree.NamePart
            return (number_part(token.start, token.end, token.text),)
        return (parser.postfix(),)
    opened = parser.next()
    nodes: list[Node] = []
    if parser.peek.text in _SIGN_WORDS and parser.ahead().text == "}":  # s_{+}
        token = parser.next()
        nodes.append(tree.LabelPart(token.start, token.end, _SIGN_WORDS[token.text]))
    while not parser.sees("}"):
        if parser.accept(","):
            continue
        if parser.sees(":"):
            token = parser.next()
            nodes.append(tree.LabelPart(token.start, token.end, ":"))
            continue
        nodes += _below(parser)
        if parser.sees("="):
            raise parser.error(
                "What stands below here counts, as it does below a sum, and there is no sum.",
                "Write `\\sum` before it, or leave it out.",
                parser.peek,
            )
    parser.close("}", opened)
    return tuple(nodes)


def _below(parser: StatementParser) -> list[Node]:
    """Read one part of a subscript: letters side by side are indices, everything else is one expression."""
    letters: list[Token] = []
    while (parser.peek.kind == NAME and parser.ahead().text in ("}", ",")) or (
        parser.peek.kind == NAME and parser.ahead().kind == NAME
    ):
        letters.append(parser.next())
    if letters and parser.sees("}", ","):
        return [part for token in letters for part in _letters(parser, token)]
    parser.at -= len(letters)
    return [parser.expression()]


_SUMS = ("\\sum", "Σ", "∑")
_BIAS = re.compile(r"([ijk])(0)")


def _letters(parser: StatementParser, token: Token) -> list[Node]:
    """In plain text the ij of W_{ij} is one word; in LaTeX it is two letters already."""
    word = token.text
    bias = _BIAS.fullmatch(word) if any(sign in parser.places.source for sign in _SUMS) else None
    if bias is not None:  # w_{j0}: what stands beside the sum over w_{ji}
        middle = token.start + 1
        return [tree.NamePart(token.start, middle, bias[1]), tree.NumberPart(middle, token.end, bias[2])]
    counted = 1 < len(word) <= 3 and not parser.latex and all(letter in INDICES for letter in word)
    if not counted or word in KEYWORDS or parser.names.is_number(word):
        return [tree.NamePart(token.start, token.end, word)]
    return [tree.NamePart(token.start + i, token.start + i + 1, letter) for i, letter in enumerate(word)]


def subscripted(parser: StatementParser, value: Node) -> Node:
    """`value` with what stands below it."""
    subs = subscript(parser)
    end = parser.before.end
    if parser.places.source[value.start : value.start + 1] == "[" and parser.sees("^"):
        raise parser.error(
            "This bracket is the difference of a value at two places.",
            "Write it out: `F(b) - F(a)`, with `F(x) = ...` above.",
            value,
        )
    if isinstance(value, tree.NamePart):
        return tree.NamePart(value.start, end, value.base, (*value.subs, *subs), value.label, value.accents)
    return tree.SubscriptedPart(value.start, end, value, subs)


__all__ += ["is_minus_one", "is_matrix", "is_scaled_matrix", "label_text", "subscripted"]
