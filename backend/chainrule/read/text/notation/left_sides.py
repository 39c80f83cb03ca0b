"""Left sides of equations: names, functions, gradients, and what only says what the right side is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..vocabulary import CONSTANTS, DERIVATIVES, ELEMENTARY
from . import tree
from .naming import label_of, symbol
from .squares import square_of
from .tokens import NAME, SIGN, Token
from .tree import Node, Statement
from .walk import nodes

if TYPE_CHECKING:
    from .statements import StatementLine
    from .text_names import TextNames

PRIME = "ʹ"  # a letter, so that a name may have it
MOST_BELOW = 12  # tokens of what stands below a name

__all__ = [
    "are_names",
    "definition_of",
    "differentiated",
    "free_name",
    "is_slope_of_function",
    "is_squared_name",
    "of_slope",
    "slope_of",
    "speaks_only_of",
    "target_of",
    "with_formulas",
    "with_updated_names",
]


def with_updated_names(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with w⁺, w^+ and the `w5+` of `w5+ = ...` as names of their own: the value after an update."""
    result: list[Token] = []
    dropped = range(0)
    for i, token in enumerate(tokens):
        plus = _plus_behind(tokens, i)
        if plus:
            dropped = plus
            token = token._replace(text=f"{token.text}_plus")
        if i not in dropped:
            result.append(token)
    return result


def _plus_behind(tokens: Sequence[Token], at: int) -> range:
    """Return the places of the plus that belongs to the name at `at`, perhaps behind what stands below it."""
    if tokens[at].kind != NAME:
        return range(0)
    begin = at + 1
    if [token.text for token in tokens[begin : begin + 1]] == ["_"]:
        texts = [token.text for token in tokens[begin : begin + MOST_BELOW]]
        begin += texts.index("}") + 1 if texts[1:2] == ["{"] and "}" in texts else 2
    texts = [token.text for token in tokens[begin : begin + 4]]
    following = tokens[begin + 2] if len(texts) > 2 else None
    if texts == ["^", "{", "+", "}"]:
        return range(begin, begin + 4)
    if texts[:2] == ["^", "+"] and (following is None or following.kind == SIGN):
        return range(begin, begin + 2)
    is_set = texts[:2] == ["+", "="] and not tokens[begin].space and tokens[begin + 1].space
    return range(begin, begin + is_set)


def target_of(target: Node, line: StatementLine) -> Node:
    """Return the target on the left of an equals sign. On a slide, a number above its name is a layer."""
    if not line.latex:
        return target
    if isinstance(target, tree.PowerPart) and isinstance(target.parts[0], tree.NamePart) and len(target.parts) == 2:
        name = target.parts[0]
        line.layers = True
        return tree.NamePart(name.start, target.end, name.base, name.subs, label_of(target.parts[1]), name.accents)
    if isinstance(
        target, tree.ProductPart
    ):  # \frac{\partial L}{\partial y} \bar{y} = ...: one gradient in two notations
        last = target.factors[-1]
        if isinstance(last, tree.NamePart) and all(
            isinstance(part, tree.DerivativePart) for part in target.factors[:-1]
        ):
            return last
    if isinstance(target, tree.SubscriptedPart):
        return target.value
    return target


def definition_of(target: tree.CallPart, value: Node, start: int, end: int) -> Statement:
    """f(x) = ...: a function."""
    if isinstance(target.function, str):
        name: Node = tree.NamePart(target.start, target.start + len(target.function), target.function)
    else:
        name = target.function
    if not isinstance(name, tree.NamePart):
        return tree.Assign(start, end, name, value)
    if isinstance(value, tree.ListingPart) and value.brackets == "()":  # f(x, y) = (x^2, xy): its values are a vector
        value = tree.ListingPart(value.start, value.end, "[]", value.items)
    return tree.Define(start, end, name, [arg for arg in target.args if isinstance(arg, tree.NamePart)], value)


def are_names(args: Sequence[Node]) -> bool:
    """Return whether arguments are all names, one at least: those of a function that is defined."""
    return bool(args) and all(isinstance(arg, tree.NamePart) for arg in args)


def is_squared_name(target: Node, line: StatementLine) -> bool:
    """s² = ..., r^2 = ...: the name of a square, where the text uses the name nowhere else."""
    if line.latex:
        return False
    name: Node | None = square_of(target)
    if isinstance(target, tree.PowerPart) and len(target.parts) == 2 and isinstance(target.parts[1], tree.NumberPart):
        name = target.parts[0]
    return isinstance(name, tree.NamePart) and not name.subs and line.names.used[name.base] <= 1


def slope_of(target: Node) -> tree.DerivativePart | None:
    """f'(x) = 3x^2, where the text defines f: df/dx, written by hand. None for any other left side."""
    if not isinstance(target, tree.CallPart) or len(target.args) != 1 or not isinstance(target.args[0], tree.NamePart):
        return None
    slope = target.function
    if not isinstance(slope, tree.CallPart) or slope.function != "grad" or not isinstance(slope.args[0], tree.CodePart):
        return None
    name = tree.NamePart(target.start, target.end, slope.args[0].text)
    return tree.DerivativePart(target.start, target.end, name, target.args[0])


def is_slope_of_function(target: Node) -> bool:
    """Return whether a left side is the derivative of a known function, of which a slide shows the formula."""
    of_call = isinstance(target, tree.DerivativePart) and isinstance(target.value, tree.CallPart)
    return of_call or isinstance(target, tree.TemplatePart)


def speaks_only_of(value: Node, whole: Node, by: tree.NamePart) -> bool:
    """Return whether a slope has the name by which is differentiated, or others of what is differentiated."""
    names, others = (
        {symbol(node) for node in nodes(part) if isinstance(node, tree.NamePart) and node.base not in CONSTANTS}
        for part in (value, whole)
    )
    return bool(names) and names <= (others | {symbol(by)}) and symbol(by) in others


def of_slope(target: tree.DerivativePart, value: Node, start: int, end: int) -> list[Statement]:
    """Return d²y/dx² = 6x as the derivative by x of yʹ, which is computed, and ∂³f/∂x²∂y as that of fʹʹ."""
    inner = replace(target, order=target.order - 1) if target.order > 1 else target.value
    assert isinstance(inner, tree.DerivativePart)
    by: list[str] = []
    of: Node = inner
    while isinstance(of, tree.DerivativePart):
        by += [symbol(of.by)] * of.order if isinstance(of.by, tree.NamePart) else []
        of = of.value
    base = of.base if isinstance(of, tree.NamePart) else "f"
    label = (
        "".join(by) if isinstance(target.value, tree.DerivativePart) else ""
    )  # by which names, where there are several
    name = tree.NamePart(target.start, target.end, base + PRIME * len(by), (), label)
    number = tree.NumberPart(target.start, target.start, "1")  # times 1: a value that is computed, and not asked for
    slope = tree.ProductPart(target.start, target.end, [number, replace(inner, true=True)], ["*"])
    return [
        tree.Assign(target.start, target.end, name, slope),
        tree.Assign(start, end, tree.DerivativePart(target.start, target.end, name, target.by), value),
    ]


def differentiated(target: Node) -> tuple[Node, tree.NamePart] | None:
    """Return what a left side differentiates, and by which name: the σ(x) of σ'(x), the x^2 of d/dx x^2."""
    if isinstance(target, tree.TemplatePart) and isinstance(target.argument, tree.NamePart):
        function = next((name for name, text in DERIVATIVES.items() if text == target.text), None)
        if function is not None:
            return tree.CallPart(target.start, target.end, function, [target.argument]), target.argument
    if not isinstance(target, tree.DerivativePart) or target.order != 1 or isinstance(target.value, tree.NamePart):
        return None
    return (target.value, target.by) if isinstance(target.by, tree.NamePart) else None


def with_formulas(value: Node, by: tree.NamePart, names: TextNames) -> Node | None:
    """Return the ln L of d(ln L)/dp where the text has a formula for L, with L(p) for a function; else None."""
    if not isinstance(value, tree.CallPart) or value.function not in ELEMENTARY.values() or len(value.args) != 1:
        return None
    of = value.args[0]
    if not isinstance(of, tree.NamePart) or of.subs:
        return None
    if of.base in names.functions:
        return replace(value, args=[tree.CallPart(of.start, of.end, of.base, [by])])
    return value if of.base in names.assigned and of.base != by.base else None


def free_name(line: StatementLine) -> str:
    """Return a name for a value that the text does not name."""
    return next(name for name in ("y", "f", "u", "out") if not line.names.used[name] or name == "out")
