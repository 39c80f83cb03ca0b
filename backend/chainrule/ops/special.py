"""Further functions of NumPy and SciPy: hypot, xlogy, exp2, cbrt, arccosh, arctanh, erfc, erfinv, ndtr, lgamma, ..."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from .arithmetic import OVERFLOW, POSITIVE
from .op import Kink, NonFiniteCause, Op, Pattern, Trial
from .scalar_or_array import either

__all__ = ["ROWS", "trigamma"]

_exp, _sqrt = either(math.exp, np.exp), either(math.sqrt, np.sqrt)
LOG_2 = math.log(2.0)
ROOT_PI = math.sqrt(math.pi)


def _each(function: Callable[[float], float]) -> Callable[[Any], Any]:
    """Return a function of one Python float, on arrays too."""
    entries = np.frompyfunc(lambda a: function(float(a)), 1, 1)

    def forward(a: Any) -> Any:
        return function(float(a)) if np.ndim(a) == 0 else np.asarray(entries(a), dtype=np.float64)

    return forward


def _pole(a: float) -> bool:
    return a == -math.inf or (a <= 0.0 and a == math.floor(a))


def lgamma(a: float) -> float:
    """Return log |Γ(a)|, infinite at 0, -1, -2, ... and where it is larger than any double."""
    if _pole(a):
        return math.inf
    try:
        return math.lgamma(a)
    except OverflowError:
        return math.inf


# The asymptotic series of digamma and trigamma: Bernoulli numbers B2, B4, ... (Abramowitz and Stegun 6.3.18, 6.4.12).
BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)
FAR = 10.0  # from here on the series is exact to double precision


def digamma(a: float) -> float:
    """Return the slope of lgamma: ψ(a) = ψ(a + 1) - 1/a up to where the series holds; left of 0 by reflection."""
    if a == 0.0:
        return -math.copysign(math.inf, a)
    if _pole(a) or a != a or a == -math.inf:
        return math.nan
    if a < 0.0:
        return digamma(1.0 - a) - math.pi / math.tan(math.pi * (a - round(a)))
    result = 0.0
    while a < FAR:
        result -= 1.0 / a
        a += 1.0
    series = 0.0
    for k, number in reversed(list(enumerate(BERNOULLI, 1))):
        series = (series + number / (2 * k)) / a / a
    return result + math.log(a) - 0.5 / a - series


def trigamma(a: float) -> float:
    """Return the slope of digamma."""
    if _pole(a):
        return math.inf
    if a != a or a == -math.inf:
        return math.nan
    if a < 0.0:
        return (math.pi / math.sin(math.pi * (a - round(a)))) ** 2 - trigamma(1.0 - a)
    result = 0.0
    while a < FAR:
        result += 1.0 / (a * a) if a > 1e-154 else math.inf
        a += 1.0
    series = 0.0
    for number in reversed(BERNOULLI):
        series = (series + number) / a / a
    return result + 1.0 / a + 0.5 / a / a + series / a


def _lgamma_slope(a: Any) -> Any:
    """Return digamma of a number or an array, whose entries go up to where the series holds together."""
    if np.ndim(a) == 0:
        return digamma(float(a))
    a = np.asarray(a, dtype=np.float64)
    left = a < 0.0
    b, result = np.where(left, 1.0 - a, a), np.zeros(a.shape)
    for _ in range(int(FAR)):
        low = b < FAR
        if not low.any():
            break
        result -= np.where(low, 1.0 / b, 0.0)
        b = b + low
    series = np.zeros(a.shape)
    for k, number in reversed(list(enumerate(BERNOULLI, 1))):
        series = (series + number / (2 * k)) / b / b
    result += np.log(b) - 0.5 / b - series
    if left.any():
        pole = left & (a == np.floor(a))
        result = np.where(left, result - math.pi / np.tan(math.pi * (a - np.round(a))), result)
        result = np.where(pole, np.nan, result)
    return np.where(a == 0.0, -np.copysign(np.inf, a), result)


def erfinv(a: float) -> float:
    """Return the inverse of erf: a rough start (Winitzki), then Halley's steps, on erfc where erf is almost 1."""
    if not -1.0 <= a <= 1.0:
        return math.nan
    if abs(a) == 1.0:
        return math.copysign(math.inf, a)
    size = abs(a)
    log = math.log1p(-size * size)
    half = 2.0 / (math.pi * 0.147) + log / 2.0
    x = math.sqrt(max(math.sqrt(half * half - log / 0.147) - half, 0.0))
    for _ in range(3):
        error = (1.0 - size) - math.erfc(x) if size > 0.5 else math.erf(x) - size
        step = error * ROOT_PI / 2.0 * math.exp(x * x)
        x -= step / (1.0 + x * step)
    return math.copysign(x, a)


def ndtr(a: float) -> float:
    return 0.5 * math.erfc(-a / math.sqrt(2.0))


def _exp2(a: float) -> float:
    return math.pow(2.0, a)


def _xlogy(a: Any, b: Any) -> Any:
    return np.where((np.equal(a, 0.0)) & ~np.isnan(b), 0.0, a * np.log(b))[()]


def _xlogy_first(g: Any, out: Any, a: Any, b: Any) -> Any:
    return np.where(np.equal(a, 0.0) & np.less_equal(b, 0.0), 0.0, g * np.log(b))[()]


def _one(
    name: str, forward: Callable[..., Any], scalar: Callable[..., float], vjp: Callable[..., Any], **columns: Any
) -> Op:
    low, high = columns.pop("between", (-2.0, 2.0))
    settings: dict[str, Any] = {
        "symbol": name,
        "title": f"{name} gate",
        "spellings": (name,),
        "pattern": Pattern.SCALE,
        "equation": f"{name}(a)",
        "numpy": f"np.{name}({{0}})",
        "torch": f"torch.{name}({{0:t}})",
        "latex": rf"\operatorname{{{{{name}}}}} {{0}}",
        "trials": tuple(Trial((shape,), low=low, high=high) for shape in ((), (3,), (2, 3))),
    }
    return Op(name=name, forward=forward, scalar=scalar, vjp=(vjp,), **{**settings, **columns})


_digamma, _trigamma = _each(digamma), _each(trigamma)
BELL = "exp(-a ** 2 / 2) / sqrt(2 * pi)"

ROWS = (
    Op(
        name="hypot",
        symbol="hypot",
        title="Hypotenuse gate",
        spellings=("hypot",),
        methods=("hypot",),
        slots=2,
        forward=np.hypot,
        scalar=math.hypot,
        vjp=(lambda g, out, a, b: g * (a / out), lambda g, out, a, b: g * (b / out)),
        pattern=Pattern.SCALE,
        equation="sqrt(a ** 2 + b ** 2)",
        local=("a / out", "b / out"),
        why=("The gradient is the unit vector towards (a, b). The squares are never formed, so they cannot overflow.",),
        kinks=(Kink("a == 0 and b == 0", "At the origin the slope is 0/0: NaN, as in PyTorch."),),
        nonfinite_causes=(OVERFLOW,),
        js="Math.hypot(a, b)",
        js_local=("a / out", "b / out"),
        numpy="np.hypot({0}, {1})",
        torch="torch.hypot({0:t}, {1:t})",
        latex=r"\sqrt{{{0}^2 + {1}^2}}",
        trials=POSITIVE,
        commutes=True,
    ),
    Op(
        name="xlogy",
        symbol="x log y",
        title="x log y gate",
        spellings=("xlogy",),
        methods=("xlogy",),
        slots=2,
        forward=_xlogy,
        vjp=(_xlogy_first, lambda g, out, a, b: g * (a / b)),
        pattern=Pattern.SCALE,
        equation="where(a == 0, where(b == b, 0, b), a * log(b))",
        local=("where(a == 0, where(b <= 0, 0, log(b)), log(b))", "a / b"),
        why=(
            "The product grows by the logarithm for each unit of the first input.",
            "The slope of the logarithm, times the first input.",
        ),
        kinks=(Kink("a == 0 and b == 0", "0·log 0 counts as 0; its slope in y is 0/0: NaN, as in PyTorch."),),
        nonfinite_causes=(
            NonFiniteCause("b == 0", "log-of-zero", "The logarithm of 0 is minus infinity."),
            NonFiniteCause("b < 0", "log-of-negative", "A negative number has no real logarithm: NaN."),
            OVERFLOW,
        ),
        js="a === 0 && b === b ? 0 : a * Math.log(b)",
        js_local=("a === 0 && b <= 0 ? 0 : Math.log(b)", "a / b"),
        numpy="xlogy({0}, {1})",
        torch="torch.xlogy({0:t}, {1:t})",
        latex=r"{0} \log {1}",
        trials=POSITIVE,
    ),
    _one(
        "exp2",
        np.exp2,
        _exp2,
        lambda g, out, a: g * (out * LOG_2),
        local=("out * log(2)",),
        equation="2 ** a",
        why=("An exponential is its own slope, times the logarithm of its base.",),
        nonfinite_causes=(OVERFLOW,),
        js="power(2, a)",
        js_local=("out * Math.LN2",),
        latex="2^{{{0}}}",
        expensive=True,
    ),
    _one(
        "cbrt",
        np.cbrt,
        math.cbrt,
        lambda g, out, a: g / (3.0 * out * out),
        local=("1 / (3 * out ** 2)",),
        equation="sign(a) * abs(a) ** (1 / 3)",
        why=("The cube root is the power 1/3; the power rule gives 1 over three times its square.",),
        kinks=(Kink("a == 0", "The cube root rises vertically at 0: its slope there is infinite."),),
        between=(0.3, 2.5),
        symbol="∛",
        js="Math.cbrt(a)",
        js_local=("1 / (3 * out * out)",),
        torch="torch.sign({0:t}) * torch.abs({0:t}) ** (1 / 3)",
        latex=r"\sqrt[3]{{{0}}}",
        expensive=True,
    ),
    _one(
        "arccosh",
        np.arccosh,
        math.acosh,
        lambda g, out, a: g / _sqrt(a * a - 1.0),
        local=("1 / sqrt(a ** 2 - 1)",),
        spellings=("arccosh", "acosh"),
        why=("The inverse of cosh: its slope is 1 over sinh of its own value.",),
        nonfinite_causes=(
            NonFiniteCause("a < 1", "outside-domain", "The inverse of cosh is defined from 1 on only: NaN."),
        ),
        between=(1.2, 3.0),
        js="Math.acosh(a)",
        js_local=("1 / Math.sqrt(a * a - 1)",),
        domain=(1.0, math.inf),
        expensive=True,
    ),
    _one(
        "arctanh",
        np.arctanh,
        math.atanh,
        lambda g, out, a: g / (1.0 - a * a),
        local=("1 / (1 - a ** 2)",),
        spellings=("arctanh", "atanh"),
        why=("The inverse of tanh: its slope is 1 at 0 and grows without bound towards ±1.",),
        nonfinite_causes=(
            NonFiniteCause("abs(a) == 1", "outside-domain", "tanh only comes near ±1: its inverse there is infinite."),
            NonFiniteCause(
                "abs(a) > 1", "outside-domain", "The inverse of tanh is defined between -1 and 1 only: NaN."
            ),
        ),
        between=(-0.9, 0.9),
        js="Math.atanh(a)",
        js_local=("1 / (1 - a * a)",),
        domain=(-1.0, 1.0),
        expensive=True,
    ),
    _one(
        "erfc",
        _each(math.erfc),
        math.erfc,
        lambda g, out, a: g * (-2.0 / ROOT_PI * _exp(-(a * a))),
        local=("-2 / sqrt(pi) * exp(-a ** 2)",),
        equation="1 - erf(a)",
        why=("1 − erf, exact far right: its slope is minus the bell curve.",),
        js="erfc(a)",
        js_local=("-1.1283791670955126 * Math.exp(-(a * a))",),
        numpy="np.vectorize(math.erfc)({0})",
        max_slope=2.0 / ROOT_PI,
        expensive=True,
    ),
    _one(
        "erfinv",
        _each(erfinv),
        erfinv,
        lambda g, out, a: g * (ROOT_PI / 2.0 * _exp(out * out)),
        local=("sqrt(pi) / 2 * exp(out ** 2)",),
        why=("The inverse of erf: its slope is 1 over the bell curve at its own value.",),
        nonfinite_causes=(
            NonFiniteCause("abs(a) == 1", "outside-domain", "erf only comes near ±1: its inverse there is infinite."),
            NonFiniteCause("abs(a) > 1", "outside-domain", "The inverse of erf is defined between -1 and 1 only: NaN."),
        ),
        between=(-0.9, 0.9),
        js="erfinv(a)",
        js_local=("0.8862269254527579 * Math.exp(out * out)",),
        numpy="erfinv({0})",
        latex=r"\operatorname{{erf}}^{{-1}} {0}",
        domain=(-1.0, 1.0),
        expensive=True,
    ),
    _one(
        "ndtr",
        _each(ndtr),
        ndtr,
        lambda g, out, a: g * (_exp(-(a * a) / 2.0) / math.sqrt(2.0 * math.pi)),
        local=(BELL,),
        spellings=("ndtr", "normal_cdf", "norm_cdf"),
        symbol="Φ",
        title="Normal distribution gate",
        equation="(1 + erf(a / sqrt(2))) / 2",
        why=("The chance that a normal variable is below a: its slope is the bell curve.",),
        js="0.5 * erfc(-a / Math.SQRT2)",
        js_local=("Math.exp(-(a * a) / 2) / Math.sqrt(2 * Math.PI)",),
        numpy="0.5 * np.vectorize(math.erfc)(-{0} / np.sqrt(2))",
        torch="torch.special.ndtr({0:t})",
        latex=r"\Phi({0})",
        max_slope=1.0 / math.sqrt(2.0 * math.pi),
        expensive=True,
    ),
    _one(
        "lgamma",
        _each(lgamma),
        lgamma,
        lambda g, out, a: g * _lgamma_slope(a),
        local=("digamma(a)",),
        spellings=("lgamma", "gammaln"),
        methods=("lgamma",),
        symbol="log Γ",
        why=("The slope of log Γ has a name of its own: digamma.",),
        nonfinite_causes=(
            NonFiniteCause("a <= 0 and a == floor(a)", "div-by-zero", "Γ has a pole at 0, −1, −2, …: infinite."),
            OVERFLOW,
        ),
        between=(0.4, 3.0),
        js="lgamma(a)",
        js_local=("digamma(a)",),
        numpy="lgamma({0})",
        latex=r"\log \Gamma({0})",
        expensive=True,
    ),
    _one(
        "digamma",
        _digamma,
        digamma,
        lambda g, out, a: g * _trigamma(a),
        spellings=("digamma", "psi"),
        methods=("digamma",),
        symbol="ψ",
        why=("The second derivative of log Γ, called trigamma.",),
        nonfinite_causes=(
            NonFiniteCause("a <= 0 and a == floor(a)", "div-by-zero", "ψ has a pole at 0, −1, −2, …: no value there."),
            OVERFLOW,
        ),
        between=(0.4, 3.0),
        local=("trigamma(a)",),
        js="digamma(a)",
        js_local=("trigamma(a)",),
        numpy="digamma({0})",
        latex=r"\psi({0})",
        expensive=True,
    ),
)
