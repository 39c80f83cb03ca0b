"""Gates that choose: maximum, minimum, where, clip, and the n-ary maxima of the unit view."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ..graph import Shape
from .op import Kink, Op, Pattern, Trial
from .scalar_or_array import blocked, choice, passed, zero

__all__ = ["COMPARED", "COMPARISONS", "ROWS", "SIGNS", "TEX", "ComparisonRow"]

SHAPES = (
    ((), ()),
    ((3,), (3,)),
    ((2, 3), (3,)),
    ((2, 3), ()),
    ((), (2, 2)),
)


def _larger(a: float, b: float) -> float:
    return a if a > b else b if b > a or a == b else a + b  # the last case: one is NaN, and so is the answer


def _smaller(a: float, b: float) -> float:
    return a if a < b else b if b < a or a == b else a + b


def _where_forward(condition: Any, yes: Any, no: Any) -> Any:
    return np.where(condition, yes, no)[()]


def _route(ahead: Callable[[Any, Any], Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return the vjps of a choice between a and b, in which `ahead(b, a)` means that a lost."""

    def first(g: Any, out: Any, a: Any, b: Any) -> Any:
        if type(a) is float and type(b) is float:
            return 0.0 if ahead(b, a) else g * 0.5 if a == b else g
        result, tied = blocked(ahead(b, a), g), np.equal(a, b)
        return np.where(tied, g * 0.5, result)[()] if np.any(tied) else result

    def second(g: Any, out: Any, a: Any, b: Any) -> Any:
        return first(g, out, b, a)

    return first, second


def _routed(ahead: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """Return the jvp of such a choice: the tangent of the input that won, the mean of both where they are equal."""

    def jvp(t_a: Any, t_b: Any, out: Any, a: Any, b: Any) -> Any:
        if type(a) is float and type(b) is float:
            return t_a if ahead(a, b) else t_b if ahead(b, a) else (t_a + t_b) * (0.5 if a == b else 1.0)
        won, lost = ahead(a, b), ahead(b, a)
        chosen = choice(won, t_a, t_b)
        if np.count_nonzero(won) + np.count_nonzero(lost) == np.size(won):
            return chosen[()]
        return np.where(won | lost, chosen, (t_a + t_b) * np.where(a == b, 0.5, 1.0))[()]

    return jvp


def _tie(g: Any, out: Any, slot: int, args: tuple[Any, ...]) -> Any:
    winners = functools.reduce(operator.add, ((entry == out) * 1.0 for entry in args))
    return g * (args[slot] == out) / winners


def _shared(*shapes: Shape) -> tuple[str, ...]:
    won = [f"where(x{slot} == out, 1, 0)" for slot in range(len(shapes))]
    return tuple(f"g * {each} / ({' + '.join(won)})" for each in won)


class ComparisonRow(NamedTuple):
    """A comparison: one row of COMPARISONS, from which the rows of masks and choices are made."""

    symbol: str  # in the formula language
    name: str  # the end of the row's name
    js: str
    compare: Callable[[Any, Any], Any]


COMPARED = (
    ComparisonRow(">", "gt", ">", operator.gt),
    ComparisonRow(">=", "ge", ">=", operator.ge),
    ComparisonRow("<", "lt", "<", operator.lt),
    ComparisonRow("<=", "le", "<=", operator.le),
    ComparisonRow("==", "eq", "===", operator.eq),
    ComparisonRow("!=", "ne", "!==", operator.ne),
)
SIGNS = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}  # on the gate
TEX = {">=": r"\ge", "<=": r"\le", "==": "=", "!=": r"\ne"}
COMPARISONS = {comparison.symbol: f"where_{comparison.name}" for comparison in COMPARED}


def _where(comparison: ComparisonRow) -> Op:
    symbol, compare = comparison.symbol, comparison.compare

    sign = SIGNS.get(symbol, symbol)
    edge = "a == b"
    return Op(
        name=f"where_{comparison.name}",
        symbol=f"a{sign}b?",
        title="Where gate",
        slots=4,
        forward=lambda a, b, c, d: _where_forward(compare(a, b), c, d),
        scalar=lambda a, b, c, d: c if compare(a, b) else d,
        vjp=(
            lambda g, out, a, b, c, d: zero(g),
            lambda g, out, a, b, c, d: zero(g),
            lambda g, out, a, b, c, d: passed(compare(a, b), g),
            lambda g, out, a, b, c, d: blocked(compare(a, b), g),
        ),
        pattern=Pattern.ROUTER,
        equation=f"where(a {symbol} b, c, d)",
        local=("0", "0", f"where(a {symbol} b, 1, 0)", f"where(a {symbol} b, 0, 1)"),
        why=(
            "The comparison only decides which value passes; a little change of it changes nothing.",
            "The comparison only decides which value passes; a little change of it changes nothing.",
            f"This value passes where a {sign} b holds; there it gets the whole gradient, elsewhere 0.",
            f"This value passes where a {sign} b fails; there it gets the whole gradient, elsewhere 0.",
        ),
        folded=(f"{{c}}{sign}b?", f"a{sign}{{c}}?", "", ""),
        kinks=(Kink(edge, f"The two sides are equal here: this is where a {sign} b changes its answer."),),
        js=f"a {comparison.js} b ? c : d",
        js_local=("0", "0", f"a {comparison.js} b ? 1 : 0", f"a {comparison.js} b ? 0 : 1"),
        numpy=f"np.where({{0}} {symbol} {{1}}, {{2}}, {{3}})",
        torch=f"torch.where({{0}} {symbol} {{1}}, {{2}}, {{3}})",
        latex=rf"\operatorname{{{{where}}}}({{0}} {TEX.get(symbol, symbol)} {{1}}, {{2}}, {{3}})",
        trials=(
            Trial(((), (), (), ())),
            Trial(((3,), (3,), (3,), (3,))),
            Trial(((2, 3), (), (2, 3), ())),
            Trial(((3,), (), (), (2, 1))),
        ),
        blocks_infinite=True,
        stops=range(2),
    )


def _clip_tangent(t_a: Any, t_b: Any, t_c: Any, out: Any, a: Any, b: Any, c: Any) -> Any:
    """Return the tangent of the one of three that a clipped value is."""
    low, crossed = a < b, b > c
    high = (a > c) | crossed
    result = choice(high, t_c, choice(low, t_b, t_a))
    if np.any(np.isnan(out)) or np.any(b == c):  # there are entries through which nothing passes
        return np.where(high | low & (b < c) | _between(a, b, c), result, 0.0)[()]
    return result[()]


def _between(a: Any, b: Any, c: Any) -> Any:
    return (a >= b) & (a <= c)


ROWS = (
    Op(
        name="maximum",
        symbol="max",
        title="Max gate",
        spellings=("maximum",),
        slots=2,
        forward=np.maximum,
        scalar=_larger,
        vjp=_route(operator.gt),
        jvp=_routed(operator.gt),
        pattern=Pattern.ROUTER,
        equation="maximum(a, b)",
        local=(
            "where(a > b, 1, where(a == b, 0.5, 0))",
            "where(b > a, 1, where(a == b, 0.5, 0))",
        ),
        why=("Only the larger input reaches the output: it gets the whole gradient, the smaller one gets 0.",),
        folded=("max {c}", "max {c}"),
        kinks=(Kink("a == b", "The inputs are equal: the gradient is split half and half, as in PyTorch."),),
        js="Math.max(a, b)",
        js_local=("a > b ? 1 : a < b ? 0 : a === b ? 0.5 : 1", "b > a ? 1 : b < a ? 0 : a === b ? 0.5 : 1"),
        numpy="np.maximum({0}, {1})",
        torch="torch.maximum({0:t}, {1:t})",
        latex=r"\max({0}, {1})",
        trials=tuple(Trial(shapes) for shapes in SHAPES),
        blocks_infinite=True,
        commutes=True,
    ),
    Op(
        name="minimum",
        symbol="min",
        title="Min gate",
        spellings=("minimum",),
        slots=2,
        forward=np.minimum,
        scalar=_smaller,
        vjp=_route(operator.lt),
        jvp=_routed(operator.lt),
        pattern=Pattern.ROUTER,
        equation="minimum(a, b)",
        local=(
            "where(a < b, 1, where(a == b, 0.5, 0))",
            "where(b < a, 1, where(a == b, 0.5, 0))",
        ),
        why=("Only the smaller input reaches the output: it gets the whole gradient, the larger one gets 0.",),
        folded=("min {c}", "min {c}"),
        kinks=(Kink("a == b", "The inputs are equal: the gradient is split half and half, as in PyTorch."),),
        js="Math.min(a, b)",
        js_local=("a < b ? 1 : a > b ? 0 : a === b ? 0.5 : 1", "b < a ? 1 : b > a ? 0 : a === b ? 0.5 : 1"),
        numpy="np.minimum({0}, {1})",
        torch="torch.minimum({0:t}, {1:t})",
        latex=r"\min({0}, {1})",
        trials=tuple(Trial(shapes) for shapes in SHAPES),
        blocks_infinite=True,
        commutes=True,
    ),
    Op(
        name="clip",
        symbol="clip",
        title="Clip gate",
        spellings=("clip", "clamp"),
        methods=("clip", "clamp"),
        slots=3,
        forward=lambda a, b, c: np.minimum(np.maximum(a, b), c),
        scalar=lambda a, b, c: _smaller(_larger(a, b), c),
        vjp=(
            lambda g, out, a, b, c: passed(_between(a, b, c), g),
            lambda g, out, a, b, c: passed((a < b) & (b < c), g),
            lambda g, out, a, b, c: passed((a > c) | (b > c), g),
        ),
        jvp=_clip_tangent,
        pattern=Pattern.ROUTER,
        equation="minimum(maximum(a, b), c)",
        local=(
            "where(a >= b, where(a <= c, 1, 0), 0)",
            "where(a < b, where(b < c, 1, 0), 0)",
            "where(a > c, 1, where(b > c, 1, 0))",
        ),
        why=(
            "Between the bounds the value passes unchanged and so does the gradient; outside nothing passes.",
            "Below the lower bound the output is that bound, which then gets the gradient.",
            "Above the upper bound the output is that bound, which then gets the gradient.",
        ),
        folded=("", "≥{c}", "≤{c}"),
        kinks=(Kink("a == b or a == c", "The value stands on a bound; the slope there counts as 1."),),
        js="Math.min(Math.max(a, b), c)",
        js_local=("a >= b && a <= c ? 1 : 0", "a < b && b < c ? 1 : 0", "a > c || b > c ? 1 : 0"),
        numpy="np.clip({0}, {1}, {2})",
        torch="torch.clamp({0}, {1:t}, {2:t})",
        latex=r"\operatorname{{clip}}({0}, {1}, {2})",
        trials=(
            Trial(((), (), ())),
            Trial(((6,), (), ())),
            Trial(((2, 3), (3,), (2, 1))),
        ),
        blocks_infinite=True,
    ),
    *map(_where, COMPARED),
    Op(
        name="maxn",
        symbol="max",
        title="Max gate",
        slots=None,
        forward=lambda *args: functools.reduce(np.maximum, args),
        scalar=lambda *args: functools.reduce(_larger, args),
        vjp=lambda slot, g, out, *args: _tie(g, out, slot, args),
        pattern=Pattern.ROUTER,
        equation="max(a, b, ...)",
        why=("Only the largest input reaches the output: it gets the whole gradient, the others get 0.",),
        kinks=(
            Kink(
                "a == b",
                "Several inputs share the maximum: the gradient is split evenly among them, as in PyTorch.",
                at=lambda out, *args: sum((entry == out) * 1.0 for entry in args) > 1,
            ),
        ),
        js="largest(x)",
        js_local=("share(x, out, slot)",),
        vjp_formula=_shared,
        numpy="np.max([{args}])",
        torch="torch.amax(torch.stack([{args}]), 0)",
        trials=(Trial(((), (), ())), Trial(((),)), Trial(((), (), (), (), ()))),
    ),
    Op(
        name="minn",
        symbol="min",
        title="Min gate",
        slots=None,
        forward=lambda *args: functools.reduce(np.minimum, args),
        scalar=lambda *args: functools.reduce(_smaller, args),
        vjp=lambda slot, g, out, *args: _tie(g, out, slot, args),
        pattern=Pattern.ROUTER,
        equation="min(a, b, ...)",
        why=("Only the smallest input reaches the output: it gets the whole gradient, the others get 0.",),
        kinks=(
            Kink(
                "a == b",
                "Several inputs share the minimum: the gradient is split evenly among them, as in PyTorch.",
                at=lambda out, *args: sum((entry == out) * 1.0 for entry in args) > 1,
            ),
        ),
        js="smallest(x)",
        js_local=("share(x, out, slot)",),
        vjp_formula=_shared,
        numpy="np.min([{args}])",
        torch="torch.amin(torch.stack([{args}]), 0)",
        trials=(Trial(((), (), ())), Trial(((),)), Trial(((), (), (), (), ()))),
    ),
)
