"""A spelling of a function in the formula language -> the pattern it is looked for by.

Sums and products are flat and in no order, so that `a - b`, `a + (-b)`, `x/2` and `0.5*x` are one pattern each.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from ..graph import INPUT, LITERAL, Graph, GraphNode, Shape
from ..ops import OPS
from ..read import Request, read

__all__ = [
    "FULL",
    "LINED_UP",
    "REDUCTIONS",
    "ROWS",
    "WHERES",
    "FnPattern",
    "NumPattern",
    "Pattern",
    "ProdPattern",
    "SumPattern",
    "VarPattern",
    "compiled",
    "layers",
    "scaled",
    "words",
]

REDUCTIONS = ("sum", "mean", "amax", "amin")
FULL, LINED_UP, ROWS = "full", "lined up", "rows"  # reductions of everything; with a result that lines up; of any axis
WHERES = {"where_gt": (0, 1, 2, 3), "where_lt": (1, 0, 2, 3), "where_ge": (1, 0, 3, 2), "where_le": (0, 1, 3, 2)}


@dataclass(frozen=True, slots=True)
class VarPattern:
    """A place that any value fits; the same name means the same value."""

    name: str


@dataclass(frozen=True, slots=True)
class NumPattern:
    """A number that must be there."""

    value: float


@dataclass(frozen=True, slots=True)
class SumPattern:
    """A sum in any order: a constant and terms with their factors."""

    constant: float
    terms: tuple[tuple[float, Pattern], ...]  # (factor, what)


@dataclass(frozen=True, slots=True)
class ProdPattern:
    """A product in any order: a constant and factors with their exponents."""

    constant: float
    factors: tuple[tuple[Pattern, float], ...]  # (what, exponent)
    free: str | None = None  # an argument that is a number written out: whatever factor is left beside `constant`


@dataclass(frozen=True)
class FnPattern:
    """A call of an op or of a function."""

    name: str  # an op, or a function that has been recognised or called there
    args: tuple[Pattern, ...]
    mode: str | None = None  # of a reduction

    @cached_property
    def either_order(self) -> bool:
        """Return whether the function's two arguments may change places."""
        return self.name in OPS and OPS[self.name].commutes


Pattern: TypeAlias = VarPattern | NumPattern | SumPattern | ProdPattern | FnPattern


def compiled(formula: str, shapes: Mapping[str, Shape], numbers: Collection[str] = ()) -> Pattern:
    """Return the pattern of a formula; its free names become variables of these shapes, or `numbers` written out."""
    graph = read(formula, Request(shapes=shapes))
    outputs = {call.output: call for call in reversed(graph.calls)}  # the outermost call of a node wins
    patterns: list[Pattern] = []
    for node in graph.nodes:
        call = outputs.get(node.id)
        if call is not None and call.parent is None:
            patterns.append(FnPattern(call.function, tuple(patterns[arg] for arg in call.args)))
        else:
            patterns.append(_pattern(graph, node, [patterns[arg] for arg in node.args], numbers))
    return patterns[graph.output]


def _pattern(graph: Graph, node: GraphNode, args: list[Pattern], numbers: Collection[str]) -> Pattern:
    if node.op == INPUT:
        assert node.name is not None
        return ProdPattern(1.0, (), node.name) if node.name in numbers else VarPattern(node.name)
    if node.op == LITERAL:
        return NumPattern(float(node.params["value"]))
    if all(isinstance(arg, NumPattern) for arg in args):
        return NumPattern(float(OPS[node.op].forward(*(arg.value for arg in args if isinstance(arg, NumPattern)))))
    match node.op:
        case "add" | "sub":
            return _sum(args[0], args[1], 1.0 if node.op == "add" else -1.0)
        case "mul" | "div":
            return _product(args[0], args[1], 1.0 if node.op == "mul" else -1.0)
        case "neg":
            return scaled(args[0], -1.0)
        case "sqrt":
            return _power(args[0], 0.5)
        case "pow" if isinstance(args[1], NumPattern):
            return _power(args[0], args[1].value)
        case "log1p":
            return FnPattern("log", (_sum(NumPattern(1.0), args[0], 1.0),))
        case "stop":
            return args[0]
    if node.op in WHERES:
        return FnPattern("where", tuple(args[i] for i in WHERES[node.op]))
    if node.op in REDUCTIONS:
        mode = FULL if node.params.get("axis") is None else LINED_UP if node.params.get("keepdims") else ROWS
        return FnPattern(node.op, tuple(args), mode)
    return FnPattern(node.op, tuple(args))


def _as_sum(pattern: Pattern) -> SumPattern:
    match pattern:
        case SumPattern():
            return pattern
        case NumPattern(value):
            return SumPattern(value, ())
        case ProdPattern(constant, factors, free) if constant != 1.0:
            return SumPattern(0.0, ((constant, scaled(ProdPattern(1.0, factors, free), 1.0)),))
    return SumPattern(0.0, ((1.0, pattern),))


def _sum(left: Pattern, right: Pattern, sign: float) -> Pattern:
    a, b = _as_sum(left), _as_sum(right)
    terms = a.terms + tuple((sign * factor, term) for factor, term in b.terms)
    return SumPattern(a.constant + sign * b.constant, tuple(sorted(terms, key=lambda term: _vagueness(term[1]))))


def _as_product(pattern: Pattern) -> ProdPattern:
    match pattern:
        case ProdPattern():
            return pattern
        case NumPattern(value):
            return ProdPattern(value, ())
    return ProdPattern(1.0, ((pattern, 1.0),))


def _product(left: Pattern, right: Pattern, exponent: float) -> Pattern:
    a, b = _as_product(left), _as_product(_power(right, exponent))
    factors = sorted(a.factors + b.factors, key=lambda factor: _vagueness(factor[0]))
    return ProdPattern(a.constant * b.constant, tuple(factors), a.free or b.free)


def _vagueness(pattern: Pattern) -> int:
    """Return the rank in which patterns are tried: the most specific first."""
    return (FnPattern, NumPattern, SumPattern, ProdPattern, VarPattern).index(type(pattern))


def _power(pattern: Pattern, exponent: float) -> Pattern:
    if exponent == 1.0:
        return pattern
    inner = _as_product(pattern)
    factors = tuple((base, power * exponent) for base, power in inner.factors)
    return ProdPattern(math.pow(inner.constant, exponent), factors, inner.free)


def scaled(pattern: Pattern, factor: float) -> Pattern:
    """factor * pattern, without a product around it where none is needed."""
    inner = _as_product(pattern)
    constant = inner.constant * factor
    if constant == 1.0 and inner.free is None and len(inner.factors) == 1 and inner.factors[0][1] == 1.0:
        return inner.factors[0][0]
    return ProdPattern(constant, inner.factors, inner.free)


def words(pattern: Pattern) -> set[str]:
    """Return every op or function that must stand somewhere in the graph for the pattern to fit."""
    texts: set[str] = set()
    stack = [pattern]
    while stack:
        part = stack.pop()
        if isinstance(part, FnPattern):
            texts.add(part.name)
        stack.extend(_inside(part))
    return texts


def layers(pattern: Pattern) -> int:
    """Return the number of sums, products and functions above the innermost word of the pattern."""
    level, depth, deepest = [pattern], 0, 0
    while level:
        deepest = depth if any(isinstance(part, FnPattern) for part in level) else deepest
        level = [inside for part in level for inside in _inside(part)]
        depth += 1
    return deepest


def _inside(pattern: Pattern) -> tuple[Pattern, ...]:
    match pattern:
        case FnPattern(_, args):
            return args
        case SumPattern(_, terms):
            return tuple(term for _, term in terms)
        case ProdPattern(_, factors):
            return tuple(base for base, _ in factors)
    return ()
