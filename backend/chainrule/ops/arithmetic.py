"""add, sub, mul, div, pow, neg, and the n-ary sum of the unit view."""

from __future__ import annotations

import functools
import math
import operator
from typing import Any

import numpy as np

from .op import Kink, NonFiniteCause, Op, Pattern, Trial
from .scalar_or_array import has_no_zero, zero

__all__ = ["OVERFLOW", "ROWS"]

OVERFLOW = NonFiniteCause(
    "abs(out) > 1.7976931348623157e308",
    "overflow",
    "The result is larger than the largest double, about 1.8e308, so it became infinite.",
)
CANCELLED = NonFiniteCause(
    "out != out", "inf-minus-inf", "Inside, numbers overflowed with both signs, and inf - inf has no value: NaN."
)

SMALLEST_NORMAL = 2.2250738585072014e-308

BROADCAST_SHAPES = (
    ((), ()),
    ((3,), (3,)),
    ((2, 3), (2, 3)),
    ((2, 3), ()),
    ((), (3,)),
    ((2, 1), (3,)),
    ((4, 1, 3), (2, 1)),
)
PAIRS = tuple(Trial(shapes) for shapes in BROADCAST_SHAPES)
POSITIVE = tuple(Trial(shapes, low=0.3, high=2.5) for shapes in BROADCAST_SHAPES)


def power(a: Any, b: Any) -> Any:
    """Return a ** b in real numbers: Python's own `**` on floats would leave them for complex ones."""
    if type(b) is float:
        if type(a) is float:
            return math.pow(a, b)
        if b == 2.0:  # ten times faster than power, and the same number
            return np.square(a)
        if b == 1.0:
            return a
    return np.power(a, b)


def _pow_base(g: Any, out: Any, a: Any, b: Any) -> Any:
    # x ** 0 is 1 everywhere, so its slope is 0 also at x = 0, where b * a ** (b - 1) would be 0 * inf.
    if type(b) is float:
        return g * (b * power(a, b - 1.0)) if b != 0.0 else zero(g)
    slope = b * np.power(a, b - 1.0)
    return g * slope if has_no_zero(b) else np.where(b == 0, 0.0, g * slope)[()]


def _pow_exponent(g: Any, out: Any, a: Any, b: Any) -> Any:
    # 0 ** b is 0 for every b > 0: no slope in b, although log(0) is -inf.
    if type(a) is float and type(b) is float:
        return g * (out * math.log(a)) if a != 0.0 or b < 0.0 else 0.0 * b
    slope = out * np.log(a)
    return g * slope if has_no_zero(a) else np.where((a == 0) & (b >= 0), 0.0, g * slope)[()]


def _power_tangent(t_a: Any, t_b: Any, out: Any, a: Any, b: Any) -> Any:
    """Return out (t_b log a + t_a b/a), which shares the power with the forward pass, where both have all digits."""
    size = np.abs(out)
    if (
        type(out) is np.ndarray
        and out.size
        and np.min(a) > 0.0
        and size.min() > SMALLEST_NORMAL
        and size.max() < np.inf
    ):
        result = t_b * np.log(a) + t_a * (b / a)
        result *= out
        if np.isfinite(result).all():
            return result
    return _pow_base(t_a, out, a, b) + _pow_exponent(t_b, out, a, b)


def _quotient_tangent(t_a: Any, t_b: Any, out: Any, a: Any, b: Any) -> Any:
    """Return (t_a - out * t_b) / b, which shares the quotient with the forward pass; large arrays in one buffer."""
    if type(out) is not np.ndarray:
        return (t_a - t_b * out) / b
    result = np.multiply(t_b, out)
    np.subtract(t_a, result, out=result)
    return np.divide(result, b, out=result)


ROWS = (
    Op(
        name="add",
        symbol="+",
        title="Add gate",
        spellings=("add",),
        operator="+",
        slots=2,
        forward=operator.add,
        scalar=operator.add,
        vjp=(lambda g, out, a, b: g, lambda g, out, a, b: g),
        jvp=lambda t_a, t_b, out, a, b: t_a + t_b,
        pattern=Pattern.DISTRIBUTOR,
        equation="a + b",
        local=("1", "1"),
        why=("Raise an input by a little and the sum rises by just as much: the slope is 1.",),
        folded=("+{c}", "+{c}"),
        nonfinite_causes=(OVERFLOW,),
        js="a + b",
        js_local=("1", "1"),
        numpy="{0} + {1}",
        torch="{0} + {1}",
        latex="{0} + {1}",
        trials=PAIRS,
        commutes=True,
    ),
    Op(
        name="sub",
        symbol="−",
        title="Subtract gate",
        spellings=("subtract", "sub"),
        operator="-",
        slots=2,
        forward=operator.sub,
        scalar=operator.sub,
        vjp=(lambda g, out, a, b: g, lambda g, out, a, b: -g),
        jvp=lambda t_a, t_b, out, a, b: t_a - t_b,
        pattern=Pattern.SCALE,
        equation="a - b",
        local=("1", "-1"),
        why=(
            "Raise the first input and the difference rises by as much: the slope is 1.",
            "Raise what is taken away and the difference falls by as much: the slope is -1.",
        ),
        folded=("{c}−", "−{c}"),
        nonfinite_causes=(OVERFLOW,),
        js="a - b",
        js_local=("1", "-1"),
        numpy="{0} - {1}",
        torch="{0} - {1}",
        latex="{0} - {1}",
        trials=PAIRS,
    ),
    Op(
        name="mul",
        symbol="×",
        title="Multiply gate",
        spellings=("multiply", "mul"),
        operator="*",
        slots=2,
        forward=operator.mul,
        scalar=operator.mul,
        vjp=(lambda g, out, a, b: g * b, lambda g, out, a, b: g * a),
        jvp=lambda t_a, t_b, out, a, b: t_a * b + t_b * a,
        pattern=Pattern.SWAP,
        equation="a * b",
        local=("b", "a"),
        why=("How much the product moves with one input is the value of the other input: the values swap places.",),
        folded=("×{c}", "×{c}"),
        nonfinite_causes=(OVERFLOW,),
        js="a * b",
        js_local=("b", "a"),
        numpy="{0} * {1}",
        torch="{0} * {1}",
        latex=r"{0} \cdot {1}",
        trials=PAIRS,
        commutes=True,
    ),
    Op(
        name="div",
        symbol="÷",
        title="Divide gate",
        spellings=("divide", "true_divide", "div"),
        operator="/",
        slots=2,
        forward=operator.truediv,
        scalar=operator.truediv,
        # out / b and not a / b ** 2: the square of a small b underflows to 0 long before b does.
        vjp=(lambda g, out, a, b: g / b, lambda g, out, a, b: -g * (out / b)),
        jvp=_quotient_tangent,
        pattern=Pattern.SCALE,
        equation="a / b",
        local=("1 / b", "-out / b"),
        why=(
            "The numerator is scaled by 1/b, and so is any change of it.",
            "The slope of n/d in its denominator is −n/d²: the quotient divided by d once more, its sign turned.",
        ),
        folded=("{c}/x", "÷{c}"),
        nonfinite_causes=(
            NonFiniteCause("a == 0 and b == 0", "zero-over-zero", "0 divided by 0 has no value: NaN."),
            NonFiniteCause("b == 0", "div-by-zero", "A number was divided by 0, so it became infinite."),
            OVERFLOW,
        ),
        js="a / b",
        js_local=("1 / b", "-out / b"),
        numpy="{0} / {1}",
        torch="{0} / {1}",
        latex=r"\frac{{{0}}}{{{1}}}",
        trials=POSITIVE,
    ),
    Op(
        name="pow",
        symbol="^",
        title="Power gate",
        spellings=("power", "pow", "float_power"),
        operator="**",
        slots=2,
        forward=np.power,
        scalar=math.pow,
        vjp=(_pow_base, _pow_exponent),
        jvp=_power_tangent,
        pattern=Pattern.SCALE,
        equation="a ** b",
        local=(
            "where(b == 0, where(a == 0, 0, b * a ** (b - 1)), b * a ** (b - 1))",  # at b = 0 it still has a slope in b
            "where(a == 0, where(b >= 0, 0, out * log(a)), out * log(a))",
        ),
        why=(
            "The power rule: bring the exponent down in front and lower it by one.",
            "An exponential in its exponent: the slope is the value itself times the logarithm of the base.",
        ),
        folded=("{c}^x", "^{c}"),
        kinks=(Kink("a == 0 and b == 0", "0 to the power 0 counts as 1, and its slopes as 0, as in PyTorch."),),
        nonfinite_causes=(
            NonFiniteCause("a == 0 and b < 0", "div-by-zero", "0 to a negative power is 1 divided by 0: infinite."),
            NonFiniteCause(
                "a < 0 and out != out",
                "negative-base-fraction-power",
                "A negative number to a power that is not whole is not a real number: NaN.",
            ),
            OVERFLOW,
        ),
        js="power(a, b)",
        js_local=(
            "b === 0 ? 0 : b * power(a, b - 1)",
            "a === 0 && b >= 0 ? 0 : out * Math.log(a)",
        ),
        numpy="{0} ** {1}",
        torch="{0} ** {1}",
        latex="{0}^{{{1}}}",
        trials=POSITIVE,
    ),
    Op(
        name="neg",
        symbol="×−1",
        title="Times −1 gate",
        spellings=("negative", "neg"),
        operator="-",
        forward=operator.neg,
        scalar=operator.neg,
        vjp=(lambda g, out, a: -g,),
        pattern=Pattern.SCALE,
        equation="-a",
        local=("-1",),
        why=("The value is multiplied by −1, and so is any change of it.",),
        js="-a",
        js_local=("-1",),
        numpy="-{0}",
        torch="-{0}",
        latex="-{0}",
    ),
    Op(
        name="addn",
        symbol="Σ",
        title="Sum gate",
        slots=None,
        # A plain left fold, the order the browser adds in; the built-in sum is compensated from Python 3.12 on.
        forward=lambda *args: functools.reduce(operator.add, args),
        vjp=lambda slot, g, out, *args: g,
        pattern=Pattern.DISTRIBUTOR,
        equation="a + b + ...",
        local=("1",),
        why=("Raise any one input by a little and the sum rises by just as much: the slope is 1.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        js="total(x)",
        js_local=("1",),
        numpy="sum([{args}])",
        torch="sum([{args}])",
        trials=(Trial(((),)), Trial(((), (), ())), Trial(((), (), (), (), ())), Trial(((3,), (3,), (3,)))),
    ),
)
