"""Functions of one number: the lectures' exp, log, tanh, relu, ... and the rest of the Swish search space."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from .arithmetic import OVERFLOW
from .op import Kink, NonFiniteCause, Op, Pattern, Trial
from .scalar_or_array import LARGE, blocked, either, passed, zero

__all__ = ["ROWS"]

SIGN_BIT = np.int64(-(2**63))

_cos, _sin = either(math.cos, np.cos), either(math.sin, np.sin)
_cosh = either(math.cosh, np.cosh)
_exp, _sqrt = either(math.exp, np.exp), either(math.sqrt, np.sqrt)
_erf_entries = np.frompyfunc(math.erf, 1, 1)


def _erf(a: Any) -> Any:
    return math.erf(a) if isinstance(a, float) else np.asarray(_erf_entries(a), dtype=np.float64)


def _sinc(a: float) -> float:
    return math.sin(math.pi * a) / (math.pi * a) if a else 1.0


# d/dt of sin(t)/t as a power series in t: the closed form loses half its digits near 0.
_SINC_SERIES = tuple((-1.0) ** k * 2 * k / math.factorial(2 * k + 1) for k in range(1, 9))


def _sinc_slope(a: Any, out: Any) -> Any:
    if type(a) is float and abs(a) > 0.5:
        return (math.cos(math.pi * a) - out) / a
    t = math.pi * np.asarray(a, dtype=np.float64)
    near = np.abs(t) < 0.5
    if not near.any():
        return (np.cos(t) - out) / a
    result = np.asarray((np.cos(t) - out) / np.where(near, 1.0, a))
    few = t[near]
    square, series = few * few, np.zeros_like(few)
    for coefficient in reversed(_SINC_SERIES):
        series = series * square + coefficient
    result[near] = math.pi * few * series
    return result[()]


def _sinc_formula() -> str:
    """Return the vjp in the formula language: the series near 0, so that it can be differentiated again there."""
    series, square = repr(_SINC_SERIES[-1]), f"(a * a * {math.pi**2!r})"
    for coefficient in reversed(_SINC_SERIES[:-1]):
        series = f"({series} * {square} + {coefficient!r})"
    return f"g * where(abs(a) < 0.16, {math.pi**2!r} * a * {series}, (cos(pi * a) - out) / where(a == 0, 1, a))"


def _relu(a: float) -> float:
    return a if a > 0.0 or a != a else 0.0


def _relu_back(g: Any, out: Any, a: Any) -> Any:
    if type(a) is float:
        return 0.0 if a <= 0.0 else g
    return blocked(a <= 0, g)


def _sign(a: float) -> float:
    return 1.0 if a > 0.0 else -1.0 if a < 0.0 else a * 0.0


def _abs_back(g: Any, out: Any, a: Any) -> Any:
    """Return g sign(a); of a large array without 0 and NaN by its sign bits, in half the time of np.sign."""
    if type(a) is float:
        return g * _sign(a)
    if np.shape(a) != np.shape(g) or np.size(a) < LARGE or np.count_nonzero(out > 0) < np.size(a):
        return g * np.sign(a)
    bits = np.bitwise_and(a.view(np.int64), SIGN_BIT)
    bits ^= g.view(np.int64)
    return bits.view(np.float64)


def _cosh_back(g: Any, out: Any, a: Any) -> Any:
    """Return g sinh(a), of arrays as cosh(a) tanh(a): the forward pass has the one, and the other is the cheaper."""
    return g * math.sinh(a) if type(a) is float else g * (out * np.tanh(a))


def _row(
    name: str,
    forward: Callable[..., Any],
    scalar: Callable[..., float],
    vjp: Callable[..., Any],
    local: str,
    why: str,
    *,
    low: float = -2.0,
    high: float = 2.0,
    js_local: str,
    **columns: Any,
) -> Op:
    """Return a row of one slot whose names are the same everywhere, and which is tested between `low` and `high`."""
    settings: dict[str, Any] = {
        "symbol": name,
        "title": f"{name} gate",
        "spellings": (name,),
        "pattern": Pattern.SCALE,
        "equation": f"{name}(a)",
        "js": f"Math.{name}(a)",
        "numpy": f"np.{name}({{0}})",
        "torch": f"torch.{name}({{0:t}})",
        "latex": rf"\{name} {{0}}",
        "trials": tuple(Trial((shape,), low=low, high=high) for shape in ((), (3,), (2, 3))),
    }
    return Op(
        name=name,
        forward=forward,
        scalar=scalar,
        vjp=(vjp,),
        local=(local,),
        why=(why,),
        js_local=(js_local,),
        **{**settings, **columns},
    )


LARGEST = 1.7976931348623157e308
EXP_OVERFLOW = NonFiniteCause(
    "a > 709.78",
    "exp-overflow",
    "exp of more than 709.78 is larger than the largest double, about 1.8e308, so it became infinite.",
)


def _at_most(out: Any) -> Any:
    """Return a slope that stays finite where exp overflows, so that a gradient of 0 stays 0 there instead of NaN."""
    return min(out, LARGEST) if type(out) is float else np.minimum(out, LARGEST)


def _root_back(g: Any, out: Any, a: Any) -> Any:
    if type(a) is float and type(g) is float:
        return g / (2.0 * out) if out != 0.0 else 0.0
    return np.where(np.equal(out, 0.0), 0.0, np.divide(g, 2.0 * np.asarray(out)))[()]


def _log_causes(at: str) -> tuple[NonFiniteCause, ...]:
    return (
        NonFiniteCause(f"a == {at}", "log-of-zero", "The logarithm of 0 is minus infinity."),
        NonFiniteCause(f"a < {at}", "log-of-negative", "A negative number has no real logarithm: NaN."),
    )


ROWS = (
    _row(
        "abs",
        np.abs,
        abs,
        _abs_back,
        "sign(a)",
        "The slope is 1 right of 0 and -1 left of 0.",
        symbol="|x|",
        title="Absolute value gate",
        spellings=("abs", "absolute", "fabs"),
        methods=("abs",),
        kinks=(Kink("a == 0", "|x| has a corner at 0; its slope there counts as 0, as in PyTorch."),),
        js_local="Math.sign(a)",
        latex=r"\left|{0}\right|",
    ),
    _row(
        "sqrt",
        np.sqrt,
        math.sqrt,
        lambda g, out, a: g / (2.0 * out),
        "1 / (2 * out)",
        "The square root is the power 1/2; the power rule gives 1 over twice the root.",
        low=0.2,
        high=3.0,
        symbol="√",
        title="Square root gate",
        methods=("sqrt",),
        kinks=(Kink("a == 0", "The square root rises vertically at 0: its slope there is infinite."),),
        nonfinite_causes=(
            NonFiniteCause("a < 0", "sqrt-of-negative", "A negative number has no real square root: NaN."),
        ),
        js_local="1 / (2 * out)",
        latex=r"\sqrt{{{0}}}",
        domain=(0.0, math.inf),
    ),
    _row(
        "root",
        np.sqrt,
        math.sqrt,
        _root_back,
        "where(out == 0, 0, 1 / (2 * out))",
        "The length of a vector is a root of squares; the power rule gives 1 over twice the root.",
        low=0.2,
        high=3.0,
        alike="sqrt",
        symbol="√",
        title="Length gate",
        equation="sqrt(a)",
        kinks=(Kink("a == 0", "A vector of length 0 has no direction; the slope there counts as 0, as in PyTorch."),),
        nonfinite_causes=(
            NonFiniteCause("a < 0", "sqrt-of-negative", "A negative number has no real square root: NaN."),
        ),
        js="Math.sqrt(a)",
        js_local="out === 0 ? 0 : 1 / (2 * out)",
        numpy="np.sqrt({0})",
        torch="root({0:t})",
        latex=r"\sqrt{{{0}}}",
        blocks_infinite=True,
        domain=(0.0, math.inf),
    ),
    _row(
        "exp",
        np.exp,
        math.exp,
        lambda g, out, a: g * out,
        "out",
        "The exponential is its own slope.",
        title="Exponential gate",
        methods=("exp",),
        nonfinite_causes=(EXP_OVERFLOW,),
        js_local="out",
        latex="e^{{{0}}}",
        expensive=True,
    ),
    _row(
        "exp_finite",
        np.exp,
        math.exp,
        lambda g, out, a: g * _at_most(out),
        "out",
        "The exponential is its own slope.",
        alike="exp",
        symbol="exp",
        title="Exponential gate",
        equation="exp(a)",
        nonfinite_causes=(EXP_OVERFLOW,),
        js="Math.exp(a)",
        js_local="Math.min(out, Number.MAX_VALUE)",
        vjp_formula=lambda a: ("g * finite(out)",),
        numpy="np.exp({0})",
        torch="exp_finite({0:t})",
        latex="e^{{{0}}}",
        expensive=True,
    ),
    _row(
        "finite",
        lambda a: np.clip(a, -LARGEST, LARGEST),
        lambda a: a if abs(a) <= LARGEST or a != a else math.copysign(LARGEST, a),
        lambda g, out, a: passed(np.abs(a) <= LARGEST, g) if type(a) is not float else g if abs(a) <= LARGEST else 0.0,
        "where(abs(a) < inf, 1, 0)",
        "A number passes unchanged; an infinite one becomes the largest double, 1.8e308, so that 0 times it is 0.",
        title="Keep-finite gate",
        js="a !== a ? a : Math.min(Math.max(a, -Number.MAX_VALUE), Number.MAX_VALUE)",
        js_local="Number.isFinite(a) ? 1 : 0",
        numpy="np.clip({0}, -np.finfo(float).max, np.finfo(float).max)",
        torch="torch.clamp({0:t}, -torch.finfo(torch.float64).max, torch.finfo(torch.float64).max)",
        latex=r"\operatorname{{finite}} {0}",
        blocks_infinite=True,
    ),
    _row(
        "log",
        np.log,
        math.log,
        lambda g, out, a: g / a,
        "1 / a",
        "The slope of the natural logarithm is 1 over its argument: steep near 0, flat far out.",
        low=0.2,
        high=3.0,
        title="Logarithm gate",
        spellings=("log", "ln"),
        methods=("log",),
        nonfinite_causes=_log_causes("0"),
        js_local="1 / a",
        expensive=True,
        domain=(0.0, math.inf),
    ),
    _row(
        "relu",
        lambda a: np.maximum(a, 0.0),
        _relu,
        _relu_back,
        "where(a > 0, 1, 0)",
        "Above 0 the value passes unchanged, so the gradient does too; below 0 nothing passes.",
        symbol="ReLU",
        title="ReLU gate",
        methods=("relu",),
        pattern=Pattern.ROUTER,
        equation="maximum(0, a)",
        kinks=(Kink("a == 0", "ReLU has a corner at 0; its slope there counts as 0, as in PyTorch."),),
        js="a > 0 || a !== a ? a : 0",
        js_local="a <= 0 ? 0 : 1",
        numpy="np.maximum({0}, 0)",
        latex=r"\max(0, {0})",
        blocks_infinite=True,
        activation=True,
    ),
    _row(
        "tanh",
        np.tanh,
        math.tanh,
        lambda g, out, a: g * (1.0 - out * out),
        "1 - out ** 2",
        "The slope of tanh is 1 minus its own square: 1 in the middle, almost 0 where it has saturated.",
        methods=("tanh",),
        js_local="1 - out * out",
        max_slope=1.0,
        activation=True,
        expensive=True,
    ),
    _row(
        "sin",
        np.sin,
        math.sin,
        lambda g, out, a: g * _cos(a),
        "cos(a)",
        "The slope of the sine is the cosine.",
        title="Sine gate",
        methods=("sin",),
        js_local="Math.cos(a)",
        expensive=True,
    ),
    _row(
        "cos",
        np.cos,
        math.cos,
        lambda g, out, a: g * -_sin(a),
        "-sin(a)",
        "The slope of the cosine is minus the sine.",
        title="Cosine gate",
        methods=("cos",),
        js_local="-Math.sin(a)",
        expensive=True,
    ),
    _row(
        "tan",
        np.tan,
        math.tan,
        lambda g, out, a: g * (1.0 + out * out),
        "1 + out ** 2",
        "The slope of the tangent is 1 plus its own square.",
        low=-1.2,
        high=1.2,
        title="Tangent gate",
        js_local="1 + out * out",
        expensive=True,
    ),
    _row(
        "arcsin",
        np.arcsin,
        math.asin,
        lambda g, out, a: g / _sqrt(1.0 - a * a),
        "1 / sqrt(1 - a ** 2)",
        "The arc sine undoes the sine: its slope is 1 over the cosine of its own value.",
        low=-0.9,
        high=0.9,
        spellings=("arcsin", "asin"),
        nonfinite_causes=(
            NonFiniteCause("abs(a) > 1", "outside-domain", "The arc sine is defined from -1 to 1 only: NaN."),
        ),
        js="Math.asin(a)",
        js_local="1 / Math.sqrt(1 - a * a)",
        domain=(-1.0, 1.0),
        expensive=True,
    ),
    _row(
        "arccos",
        np.arccos,
        math.acos,
        lambda g, out, a: -g / _sqrt(1.0 - a * a),
        "-1 / sqrt(1 - a ** 2)",
        "The arc cosine falls exactly as the arc sine rises: the same slope with a minus.",
        low=-0.9,
        high=0.9,
        spellings=("arccos", "acos"),
        nonfinite_causes=(
            NonFiniteCause("abs(a) > 1", "outside-domain", "The arc cosine is defined from -1 to 1 only: NaN."),
        ),
        js="Math.acos(a)",
        js_local="-1 / Math.sqrt(1 - a * a)",
        domain=(-1.0, 1.0),
        expensive=True,
    ),
    _row(
        "arctan",
        np.arctan,
        math.atan,
        lambda g, out, a: g / (1.0 + a * a),
        "1 / (1 + a ** 2)",
        "The slope of the arc tangent is 1 at 0 and dies away with the square of the argument.",
        spellings=("arctan", "atan"),
        js="Math.atan(a)",
        js_local="1 / (1 + a * a)",
        activation=True,
        expensive=True,
    ),
    _row(
        "sinh",
        np.sinh,
        math.sinh,
        lambda g, out, a: g * _cosh(a),
        "cosh(a)",
        "The slope of sinh is cosh.",
        nonfinite_causes=(OVERFLOW,),
        js_local="Math.cosh(a)",
        expensive=True,
    ),
    _row(
        "cosh",
        np.cosh,
        math.cosh,
        _cosh_back,
        "sinh(a)",
        "The slope of cosh is sinh.",
        nonfinite_causes=(OVERFLOW,),
        js_local="Math.sinh(a)",
        expensive=True,
    ),
    _row(
        "arcsinh",
        np.arcsinh,
        math.asinh,
        lambda g, out, a: g / _sqrt(a * a + 1.0),
        "1 / sqrt(a ** 2 + 1)",
        "The slope of arcsinh is 1 at 0 and falls like 1/|a| far out.",
        spellings=("arcsinh", "asinh"),
        js="Math.asinh(a)",
        js_local="1 / Math.sqrt(a * a + 1)",
        latex=r"\operatorname{{arcsinh}} {0}",
        expensive=True,
    ),
    _row(
        "sinc",
        np.sinc,
        _sinc,
        lambda g, out, a: g * _sinc_slope(a, out),
        "where(a == 0, 0, (cos(pi * a) - out) / a)",
        "NumPy's sinc is sin(πa)/(πa); the quotient rule gives this slope.",
        equation="where(a == 0, 1, sin(pi * a) / (pi * a))",
        nonfinite_causes=(
            NonFiniteCause("abs(a) > 5.7e307", "overflow", "πa is larger than the largest double: its sine is NaN."),
        ),
        vjp_formula=lambda a: (_sinc_formula(),),
        js="sinc(a)",
        js_local="sincSlope(a, out)",
        latex=r"\operatorname{{sinc}} {0}",
        expensive=True,
    ),
    _row(
        "erf",
        _erf,
        math.erf,
        lambda g, out, a: g * (1.1283791670955126 * _exp(-(a * a))),
        "2 / sqrt(pi) * exp(-a ** 2)",
        "erf is the area under the bell curve, so its slope is the bell curve itself.",
        js="erf(a)",
        js_local="1.1283791670955126 * Math.exp(-(a * a))",
        max_slope=1.1283791670955126,
        numpy="np.vectorize(math.erf)({0})",
        latex=r"\operatorname{{erf}} {0}",
        expensive=True,
    ),
    _row(
        "log1p",
        np.log1p,
        math.log1p,
        lambda g, out, a: g / (a + 1.0),
        "1 / (a + 1)",
        "log(1 + a), exact near 0: the slope is 1 over 1 + a.",
        low=-0.8,
        equation="log(1 + a)",
        nonfinite_causes=_log_causes("-1"),
        js_local="1 / (a + 1)",
        latex=r"\log(1 + {0})",
        expensive=True,
        domain=(-1.0, math.inf),
    ),
    _row(
        "expm1",
        np.expm1,
        math.expm1,
        lambda g, out, a: g * _exp(a),
        "exp(a)",
        "exp(a) - 1, exact near 0: the slope is still exp(a). It is not taken from the result, which far left is -1.",
        equation="exp(a) - 1",
        nonfinite_causes=(OVERFLOW,),
        js_local="Math.exp(a)",
        latex="e^{{{0}}} - 1",
        expensive=True,
    ),
    _row(
        "log2",
        np.log2,
        math.log2,
        lambda g, out, a: g / (a * 0.6931471805599453),
        "1 / (a * log(2))",
        "The natural logarithm over log 2; its slope is divided by log 2 too.",
        low=0.2,
        high=3.0,
        equation="log(a) / log(2)",
        nonfinite_causes=_log_causes("0"),
        js_local="1 / (a * 0.6931471805599453)",
        latex=r"\log_2 {0}",
        domain=(0.0, math.inf),
        expensive=True,
    ),
    _row(
        "log10",
        np.log10,
        math.log10,
        lambda g, out, a: g / (a * 2.302585092994046),
        "1 / (a * log(10))",
        "The natural logarithm over log 10; its slope is divided by log 10 too.",
        low=0.2,
        high=3.0,
        equation="log(a) / log(10)",
        nonfinite_causes=_log_causes("0"),
        js_local="1 / (a * 2.302585092994046)",
        latex=r"\log_{{10}} {0}",
        domain=(0.0, math.inf),
        expensive=True,
    ),
    _row(
        "sign",
        np.sign,
        _sign,
        lambda g, out, a: zero(g),
        "0",
        "The sign is flat everywhere: a little change of the input does not change it.",
        title="Sign gate",
        pattern=Pattern.STOP,
        kinks=(Kink("a == 0", "The sign jumps at 0; its slope counts as 0, as in PyTorch."),),
        js_local="0",
        latex=r"\operatorname{{sign}} {0}",
        blocks_infinite=True,
    ),
)
