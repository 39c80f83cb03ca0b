"""Comparisons and logic as values: masks of ones and zeros. No gradient passes through any of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..graph import Shape
from .arithmetic import PAIRS
from .choice import COMPARED, SIGNS, TEX, ComparisonRow
from .op import Kink, Lowering, Op, Pattern, Trial
from .scalar_or_array import zero
from .settings import axes_of, flag

__all__ = ["ROWS"]

WORDS = {  # the end of the row's name -> what NumPy and PyTorch call it
    "gt": ("greater", "gt"),
    "ge": ("greater_equal", "ge"),
    "lt": ("less", "lt"),
    "le": ("less_equal", "le"),
    "eq": ("equal", "eq"),
    "ne": ("not_equal", "ne"),
}
FLAT = "The result is 1 or 0: a little change of an input does not change it, and no gradient passes back."


def _mask(truth: Any) -> Any:
    """Return True and False as 1 and 0."""
    return float(truth) if isinstance(truth, (bool, np.bool_)) else np.asarray(truth, dtype=np.float64)


def _stopped(slots: int) -> dict[str, Any]:
    """Return the columns of an elementwise row through which no gradient passes."""
    return {
        "slots": slots,
        "vjp": tuple(lambda g, out, *_: zero(g) for _ in range(slots)),
        "stops": range(slots),
        "pattern": Pattern.STOP,
        "local": ("0",) * slots,
        "js_local": ("0",) * slots,
        "why": (FLAT,),
        "blocks_infinite": True,
    }


def _compared(comparison: ComparisonRow) -> Op:
    symbol, compare = comparison.symbol, comparison.compare
    sign = SIGNS.get(symbol, symbol)
    words = WORDS[comparison.name]
    return Op(
        name=comparison.name,
        symbol=f"a{sign}b",
        title="Comparison gate",
        spellings=words,
        methods=words,
        forward=lambda a, b: _mask(compare(a, b)),
        scalar=lambda a, b: 1.0 if compare(a, b) else 0.0,
        equation=f"where(a {symbol} b, 1, 0)",
        commutes=symbol in ("==", "!="),
        folded=(f"{{c}}{sign}b", f"a{sign}{{c}}"),
        kinks=(Kink("a == b", f"The two sides are equal here: this is where a {sign} b changes its answer."),),
        js=f"a {comparison.js} b ? 1 : 0",
        numpy=f"({{0}} {symbol} {{1}}) * 1.0",
        torch=f"({{0}} {symbol} {{1}}) * 1.0",
        latex=rf"[{{0}} {TEX.get(symbol, symbol)} {{1}}]",
        trials=PAIRS,
        **_stopped(2),
    )


def _logic(name: str, sign: str, equation: str, js: str, forward: Callable[..., Any], tex: str) -> Op:
    slots = 1 if name == "logical_not" else 2
    places = ", ".join(f"{{{slot}}}" for slot in range(slots))
    tensors = ", ".join(f"{{{slot}:t}}" for slot in range(slots))
    return Op(
        name=name,
        symbol=sign,
        title=f"Logical {name.removeprefix('logical_')} gate",
        commutes=slots == 2,
        spellings=(name,),
        methods=(name,),
        forward=lambda *args: _mask(forward(*args)),
        scalar=lambda *args: float(forward(*args)),
        equation=equation,
        kinks=(Kink("a == 0" if slots == 1 else "a == 0 or b == 0", "A value of exactly 0 counts as false."),),
        js=js,
        numpy=f"np.{name}({places}) * 1.0",
        torch=f"torch.{name}({tensors}) * 1.0",
        latex=tex,
        trials=PAIRS if slots == 2 else (),
        **_stopped(slots),
    )


def _predicate(name: str, equation: str, js: str, scalar: Callable[[float], bool], title: str) -> Op:
    """Return a question about one number."""
    forward = getattr(np, name)
    return Op(
        name=name,
        symbol=name,
        title=f"{title} gate",
        spellings=(name,),
        methods=(name,),
        forward=lambda a: _mask(forward(a)),
        scalar=lambda a: float(scalar(a)),
        equation=equation,
        js=js,
        numpy=f"np.{name}({{0}}) * 1.0",
        torch=f"torch.{name}({{0:t}}) * 1.0",
        latex=rf"\operatorname{{{{{name}}}}}({{0}})",
        **_stopped(1),
    )


def _reduced_shape(a: Shape, *, axis: Any = None, keepdims: bool = False) -> Shape:
    reduced_axes = axes_of(len(a), axis)
    if flag(keepdims, "keepdims"):
        return tuple(1 if number in reduced_axes else size for number, size in enumerate(a))
    return tuple(size for number, size in enumerate(a) if number not in reduced_axes)


def _texts(*, axis: Any = None, keepdims: bool = False) -> Mapping[str, str]:
    numpy = ("" if axis is None else f", axis={axis}") + (", keepdims=True" if keepdims else "")
    torch = "" if axis is None else f", dim={axis}"
    if keepdims:  # PyTorch keeps axes only where they are named
        torch = (torch or ", dim=tuple(range({0}.ndim))") + ", keepdim=True"
    return {"numpy_settings": numpy, "torch_settings": torch}


def _quantified(name: str, chain: str, why: str) -> Op:
    function = getattr(np, name)

    def forward(a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
        return _mask(function(np.not_equal(a, 0.0), axis=axis, keepdims=keepdims))

    def lower(emit: Any, a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
        reduced_axes = axes_of(a.ndim, axis)
        free_axes = tuple(number for number in range(a.ndim) if number not in reduced_axes)
        entries_last = np.transpose(a, free_axes + reduced_axes)
        out = np.empty(entries_last.shape[: len(free_axes)], dtype=object)
        for place in np.ndindex(out.shape):
            entries = list(entries_last[place].flat) if reduced_axes else [entries_last[place]]
            if not entries:
                out[place] = emit.constant(float(function([])))
                continue
            result = emit("ne", entries[0], emit.constant(0.0))
            for entry in entries[1:]:
                result = emit(chain, result, entry)
            out[place] = result
        return out.reshape(_reduced_shape(a.shape, axis=axis, keepdims=keepdims))

    return Op(
        name=name,
        symbol=name,
        title=f"{name.capitalize()} gate",
        joins=chain,
        spellings=(name,),
        methods=(name,),
        params={"axis": None, "keepdims": False},
        forward=forward,
        vjp=(lambda g, out, a, *, axis=None, keepdims=False: np.zeros(np.shape(a))[()],),
        shape=_reduced_shape,
        cost=lambda a, **_: math.prod(a),
        elementwise=False,
        stops=range(1),
        pattern=Pattern.STOP,
        equation=f"{name}(a)",
        rule=("0",),
        why=(why,),
        units=Lowering.CUSTOM,
        lower=lower,
        numpy=f"np.{name}({{0}} != 0{{numpy_settings}}) * 1.0",
        torch=f"torch.{name}({{0}} != 0{{torch_settings}}) * 1.0",
        param_text=_texts,
        latex=rf"\operatorname{{{{{name}}}}} {{0}}",
        trials=(
            Trial(((),)),
            Trial(((3,),)),
            Trial(((2, 3),)),
            Trial(((2, 3),), {"axis": 1}),
            Trial(((2, 3),), {"axis": (0, 1), "keepdims": True}),
            Trial(((2, 3, 2),), {"axis": -2, "keepdims": True}),
        ),
    )


LARGEST = "1.7976931348623157e308"

ROWS = (
    *map(_compared, COMPARED),
    _logic(
        "logical_and",
        "and",
        "where(a != 0, where(b != 0, 1, 0), 0)",
        "a !== 0 && b !== 0 ? 1 : 0",
        lambda a, b: np.logical_and(a, b),
        r"{0} \land {1}",
    ),
    _logic(
        "logical_or",
        "or",
        "where(a != 0, 1, where(b != 0, 1, 0))",
        "a !== 0 || b !== 0 ? 1 : 0",
        lambda a, b: np.logical_or(a, b),
        r"{0} \lor {1}",
    ),
    _logic(
        "logical_xor",
        "xor",
        "where(a != 0, where(b != 0, 0, 1), where(b != 0, 1, 0))",
        "(a !== 0) !== (b !== 0) ? 1 : 0",
        lambda a, b: np.logical_xor(a, b),
        r"{0} \oplus {1}",
    ),
    _logic("logical_not", "not", "where(a != 0, 0, 1)", "a !== 0 ? 0 : 1", lambda a: np.logical_not(a), r"\lnot {0}"),
    _predicate("isnan", "where(a != a, 1, 0)", "a !== a ? 1 : 0", math.isnan, "Is not a number"),
    _predicate(
        "isinf",
        f"where(abs(a) > {LARGEST}, 1, 0)",
        "Math.abs(a) === Number.POSITIVE_INFINITY ? 1 : 0",
        math.isinf,
        "Is infinite",
    ),
    _predicate(
        "isfinite",
        f"where(abs(a) <= {LARGEST}, 1, 0)",
        "Number.isFinite(a) ? 1 : 0",
        math.isfinite,
        "Is finite",
    ),
    _quantified("all", "logical_and", "Whether all entries count as true: 1 or 0. No gradient passes back."),
    _quantified("any", "logical_or", "Whether some entry counts as true: 1 or 0. No gradient passes back."),
)
