"""Gates that put entries in order: argmax, argmin, argsort (no gradient passes), sort, quantile; and cumprod, diff.

Of equal entries the first one counts as the smaller: sorting is stable in either direction.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..graph import Shape
from .arithmetic import OVERFLOW
from .op import Kink, NonFiniteCause, Op, Pattern, Trial, Units
from .settings import axis_of, flag, whole

__all__ = ["ROWS", "quantile_places"]

NONE = "The result is a place and not a quantity: no gradient passes back."
TIED = "Entries are equal here: their order, and with it the gradient's way, jumps."


# along one axis, or along all of the flattened array -------------------------------------------------------------


def _line(a: Any, axis: int | None) -> Any:
    """`a` with the axis last; flattened for None."""
    return np.reshape(a, -1) if axis is None else np.moveaxis(np.asarray(a), axis, -1)


def _place_shape(a: Shape, *, axis: int | None = None, keepdims: bool = False) -> Shape:
    kept = flag(keepdims, "keepdims")
    if 0 in a:
        raise ValueError(f"An array of shape {a} has nothing to choose from.")
    if axis is None:
        return (1,) * len(a) if kept else ()
    along = axis_of(len(a), axis)
    return tuple(1 if number == along else size for number, size in enumerate(a) if kept or number != along)


def _texts(*, axis: int | None = None, keepdims: bool = False) -> Mapping[str, str]:
    return {
        "numpy_settings": ("" if axis is None else f", axis={axis}") + (", keepdims=True" if keepdims else ""),
        "torch_settings": ("" if axis is None else f", dim={axis}") + (", keepdim=True" if keepdims else ""),
    }


def _first(name: str, word: str) -> Op:
    """argmax and argmin."""
    function = getattr(np, name)

    def forward(a: Any, *, axis: int | None = None, keepdims: bool = False) -> Any:
        result = np.asarray(function(a, axis=axis, keepdims=keepdims), dtype=np.float64)
        return result[()]

    def lower(emit: Any, a: Any, *, axis: int | None = None, keepdims: bool = False) -> Any:
        lines = _line(a, axis)
        out = np.empty(lines.shape[:-1], dtype=object)
        for spot in np.ndindex(out.shape):
            out[spot] = emit(f"{name}n", *lines[spot])
        return out.reshape(_place_shape(a.shape, axis=axis, keepdims=keepdims))

    return Op(
        name=name,
        symbol=name,
        title=f"Place of the {word} gate",
        spellings=(name,),
        methods=(name,),
        params={"axis": None, "keepdims": False},
        forward=forward,
        vjp=(lambda g, out, a, **_: np.zeros(np.shape(a))[()],),
        shape=_place_shape,
        cost=lambda a, **_: math.prod(a),
        elementwise=False,
        stops=range(1),
        pattern=Pattern.STOP,
        equation=f"{name}(a)",
        rule=("0",),
        why=(NONE,),
        units=Units.CUSTOM,
        lower=lower,
        numpy=f"np.{name}({{0}}{{numpy_settings}}) * 1.0",
        torch=f"torch.{name}({{0}}{{torch_settings}}) * 1.0",
        texts=_texts,
        latex=rf"\operatorname{{{{{name}}}}} {{0}}",
        trials=(
            Trial(((),)),
            Trial(((4,),)),
            Trial(((4,),), {"axis": 0}),
            Trial(((2, 3),)),
            Trial(((2, 3),), {"axis": 1}),
            Trial(((2, 3),), {"axis": -2, "keepdims": True}),
            Trial(((2, 3),), {"keepdims": True}),
        ),
    )


def _first_entry(name: str, word: str) -> Op:
    """The same of scalars: what argmax and argmin are in the unit view."""
    function = getattr(np, name)
    return Op(
        name=f"{name}n",
        symbol=name,
        title=f"Place of the {word} gate",
        slots=None,
        forward=lambda *args: function(np.stack(np.broadcast_arrays(*args)), axis=0) * 1.0,
        vjp=lambda slot, g, out, *args: np.zeros(np.shape(args[slot]))[()],
        stops=range(1 << 30),
        pattern=Pattern.STOP,
        equation=f"{name}(a, b, ...)",
        local=("0",),
        why=(NONE,),
        js=f"{name}(x)",
        js_local=("0",),
        numpy=f"np.{name}(np.array([{{args}}]), axis=0) * 1.0",
        torch=f"torch.{name}(torch.stack([{{args}}]), dim=0) * 1.0",
        trials=(Trial(((), (), ())), Trial(((),)), Trial(((), (), (), (), ()))),
        blocks_infinite=True,
    )


# sorting ---------------------------------------------------------------------------------------------------------


def _sort_shape(a: Shape, *, axis: int | None = -1, descending: bool = False) -> Shape:
    flag(descending, "descending")
    if axis is None:
        return (math.prod(a),)
    axis_of(len(a), axis)
    return a


def _order(a: Any, axis: int | None, descending: bool) -> Any:
    """Where the sorted entries come from, along the axis (of the flattened array for None)."""
    values = np.reshape(a, -1) if axis is None else np.asarray(a)
    return np.argsort(-values if descending else values, axis=0 if axis is None else axis, kind="stable")


def _sorted(a: Any, *, axis: int | None = -1, descending: bool = False) -> Any:
    values = np.reshape(a, -1) if axis is None else np.asarray(a)
    return np.take_along_axis(values, _order(a, axis, descending), 0 if axis is None else axis)


def _sort_back(g: Any, out: Any, a: Any, *, axis: int | None = -1, descending: bool = False) -> Any:
    order, along = _order(a, axis, descending), 0 if axis is None else axis
    return np.take_along_axis(np.asarray(g), np.argsort(order, axis=along), along).reshape(np.shape(a))


def _sort_tangent(t: Any, out: Any, a: Any, *, axis: int | None = -1, descending: bool = False) -> Any:
    values, along = (np.reshape(t, -1), 0) if axis is None else (np.asarray(t), axis)
    return np.take_along_axis(values, _order(a, axis, descending), along)


def _sort_rule(a: Shape, *, axis: int | None = -1, descending: bool = False) -> tuple[str, ...]:
    along = 0 if axis is None else axis
    flat = "ravel(a)" if axis is None else "a"
    inner = f"argsort({'-' if descending else ''}{flat}, {along})"
    return (f"gather(g, argsort({inner}, {along}), {along})" + (f".reshape({a})" if axis is None else ""),)


def _sort_tied(out: Any, a: Any, *, axis: int | None = -1, descending: bool = False) -> Any:
    return np.diff(np.asarray(out), axis=0 if axis is None else axis) == 0


def _sort_lower(scalar: str) -> Callable[..., Any]:
    def lower(emit: Any, a: Any, *, axis: int | None = -1, descending: bool = False) -> Any:
        lines = _line(a, axis)
        out = np.empty(lines.shape, dtype=object)
        for spot in np.ndindex(lines.shape[:-1]):
            line = [emit("neg", entry) for entry in lines[spot]] if descending else list(lines[spot])
            for k in range(len(line)):
                result = emit(scalar, emit.constant(float(k)), *line)
                out[(*spot, k)] = emit("neg", result) if descending and scalar == "nth" else result
        return out if axis is None else np.moveaxis(out, -1, axis)

    return lower


def _sort_texts(*, axis: int | None = -1, descending: bool = False) -> Mapping[str, str]:
    return {
        "label": "sort ↓" if descending else "sort ↑",
        "flat": ".flatten()" if axis is None else "",
        "along": "0" if axis is None else str(axis),
        "minus": "-" if descending else "",
    }


SORTED = (
    Trial(((4,),)),
    Trial(((4,),), {"descending": True}),
    Trial(((2, 3),)),
    Trial(((2, 3),), {"axis": 0}),
    Trial(((2, 3),), {"axis": None}),
    Trial(((2, 3),), {"axis": 0, "descending": True}),
)


# what scalars are put in order by --------------------------------------------------------------------------------


def _ranked(args: tuple[Any, ...]) -> tuple[Any, Any, Any]:
    """(which place is asked for, whether there is one, the order of the entries): args[0] is the place."""
    place, *entries = np.broadcast_arrays(*args)
    fits = (place == np.floor(place)) & (place >= -len(entries)) & (place < len(entries))
    return (
        np.where(fits, place, 0.0).astype(np.intp) % len(entries),
        fits,
        np.argsort(np.stack(entries), axis=0, kind="stable"),
    )


def _which(args: tuple[Any, ...]) -> tuple[Any, Any]:
    place, fits, order = _ranked(args)
    return np.take_along_axis(order, place[np.newaxis], axis=0)[0], fits


def _nth(*args: Any) -> Any:
    which, fits = _which(args)
    entries = np.stack(np.broadcast_arrays(*args)[1:])
    return np.where(fits, np.take_along_axis(entries, which[np.newaxis], axis=0)[0], np.nan)[()]


def _nth_back(slot: int, g: Any, out: Any, *args: Any) -> Any:
    which, fits = _which(args)
    return np.where((which == slot - 1) & fits, g, 0.0)[()] if slot else np.zeros(np.shape(g))[()]


def _argnth(*args: Any) -> Any:
    which, fits = _which(args)
    return np.where(fits, which * 1.0, np.nan)[()]


def _nth_tied(out: Any, *args: Any) -> Any:
    return sum((np.equal(entry, out) * 1.0 for entry in args[1:]), np.zeros(np.shape(out))) > 1


def _listed(shapes: tuple[Shape, ...]) -> str:
    return ", ".join(f"{{x{slot}}}" for slot in range(len(shapes)))


NO_PLACE = NonFiniteCause("out != out", "index-out-of-range", "There are not so many inputs: NaN.")
NTH = (Trial(((), (), ()), whole={0: 2}), Trial(((), ()), whole={0: 1}), Trial(((), (), (), ()), whole={0: 3}))


# quantiles -------------------------------------------------------------------------------------------------------

METHODS = ("linear", "lower", "higher", "nearest", "midpoint")


def quantile_places(count: int, q: float, method: str = "linear") -> tuple[int, int, float]:
    """Where the quantile of `count` sorted entries lies: between two places, and how far from the first to the second.

    sort(a)[low] * (1 - part) + sort(a)[high] * part; the median is q = 0.5, torch.median has the method "lower".

    Raises:
        ValueError: q is not from 0 to 1, there is no such method, or there are no entries.
    """
    if isinstance(q, bool) or not isinstance(q, (int, float)) or not 0 <= q <= 1:
        raise ValueError("`q` must be a number from 0 to 1.")
    if method not in METHODS:
        raise ValueError(f"`method` must be one of {', '.join(METHODS)}.")
    if count < 1:
        raise ValueError("No entries have no quantile.")
    at = q * (count - 1)
    low, high = math.floor(at), math.ceil(at)
    match method:
        case "lower":
            return low, low, 0.0
        case "higher":
            return high, high, 0.0
        case "nearest":
            near = round(at)  # a half goes to the even place
            return near, near, 0.0
        case "midpoint":
            return low, high, 0.5 if high > low else 0.0
    return low, high, at - low


# running products and differences --------------------------------------------------------------------------------


def _cumprod_shape(a: Shape, *, axis: int | None = None) -> Shape:
    if axis is None:
        return (math.prod(a),)
    axis_of(len(a), axis)
    return a


def _cumprod_tangent(t: Any, out: Any, a: Any, *, axis: int | None = None) -> Any:
    """The product rule, entry after entry: the product so far moves by itself and by the entry that joins it."""
    lines, moves = _line(a, axis), _line(t, axis)
    result = np.array(moves, dtype=np.float64)
    product = np.cumprod(lines, axis=-1)
    for k in range(1, lines.shape[-1]):
        result[..., k] = result[..., k - 1] * lines[..., k] + product[..., k - 1] * moves[..., k]
    return result if axis is None else np.moveaxis(result, -1, axis)


def _cumprod_back(g: Any, out: Any, a: Any, *, axis: int | None = None) -> Any:
    """An entry's slope in a later product is the product of all the others in it: those before, those between.

    No division, so that a 0 does no harm: from the end, what comes behind is multiplied with the next entry and the
    next gradient is added.
    """
    lines, handed = _line(a, axis), _line(g, 0 if axis is None else axis)
    before = np.ones(lines.shape)
    before[..., 1:] = np.cumprod(lines[..., :-1], axis=-1)
    behind = np.array(handed, dtype=np.float64)
    for k in range(lines.shape[-1] - 2, -1, -1):
        behind[..., k] += lines[..., k + 1] * behind[..., k + 1]
    result = before * behind
    return result.reshape(np.shape(a))[()] if axis is None else np.moveaxis(result, -1, axis)


def _cumprod_rule(a: Shape, *, axis: int | None = None) -> tuple[str, ...]:
    along = 0 if axis is None else axis
    top = f"flip(cumsum(flip(g * out, {along}), {along}), {along})"
    return (f"{top}{'' if axis is not None else f'.reshape({a})'} / a",)


def _cumprod_lower(emit: Any, a: Any, *, axis: int | None = None) -> Any:
    lines = _line(a, axis).copy()
    for spot in np.ndindex(lines.shape[:-1]):
        for k in range(1, lines.shape[-1]):
            lines[(*spot, k)] = emit("mul", lines[(*spot, k - 1)], lines[(*spot, k)])
    return lines if axis is None else np.moveaxis(lines, -1, axis)


MOST_TIMES = 64


def _diff_shape(a: Shape, *, n: int = 1, axis: int = -1) -> Shape:
    along = axis_of(len(a), axis)
    if not 0 <= whole(n, "n") <= MOST_TIMES:
        raise ValueError(f"`n`, how often differences are taken, must be from 0 to {MOST_TIMES}.")
    return tuple(max(size - n, 0) if number == along else size for number, size in enumerate(a))


def _diff_back(g: Any, out: Any, a: Any, *, n: int = 1, axis: int = -1) -> Any:
    """Differences of the gradient with zeros round it: each entry stands in two of them, once with a minus."""
    widths = [(0, 0)] * np.ndim(a)
    widths[axis] = (n, n)
    result = (-1.0) ** n * np.diff(np.pad(g, widths), n=n, axis=axis)
    return result if np.shape(result) == np.shape(a) else np.zeros(np.shape(a))  # too few entries: nothing was taken


def _diff_rule(a: Shape, *, n: int = 1, axis: int = -1) -> tuple[str, ...]:
    if a[axis] < n or n == 0:
        return ("g" if n == 0 else f"zeros({a})",)
    widths = tuple((n, n) if number == axis % len(a) else (0, 0) for number in range(len(a)))
    return (f"{'-' if n % 2 else ''}diff(pad(g, {widths}), {n}, {axis})",)


def _diff_lower(emit: Any, a: Any, *, n: int = 1, axis: int = -1) -> Any:
    lines = np.moveaxis(a, axis, -1)
    for _ in range(n):
        size = max(lines.shape[-1] - 1, 0)
        shorter = np.empty((*lines.shape[:-1], size), dtype=object)
        for spot in np.ndindex(shorter.shape):
            shorter[spot] = emit("sub", lines[(*spot[:-1], spot[-1] + 1)], lines[spot])
        lines = shorter
    return np.moveaxis(lines, -1, axis)


ROWS = (
    _first("argmax", "largest"),
    _first("argmin", "smallest"),
    _first_entry("argmax", "largest"),
    _first_entry("argmin", "smallest"),
    Op(
        name="sort",
        symbol="sort",
        title="Sort gate",
        spellings=("sort", "msort"),
        methods=("sort",),
        params={"axis": -1, "descending": False},
        forward=_sorted,
        vjp=(_sort_back,),
        jvp=_sort_tangent,
        shape=_sort_shape,
        cost=lambda a, **_: math.prod(a) * 8,
        elementwise=False,
        pattern=Pattern.RESHAPE,
        equation="sort(a)",
        rule=("unsort(g)",),
        rule_for=_sort_rule,
        why=("Entries only change places: each one's gradient goes back to where it came from.",),
        kinks=(Kink("a == b", TIED, at=_sort_tied),),
        units=Units.CUSTOM,
        lower=_sort_lower("nth"),
        numpy="np.take_along_axis({0}{flat}, np.argsort({minus}{0}{flat}, axis={along}, kind='stable'), axis={along})",
        torch="torch.sort({0}{flat}, dim={along}, descending={descending}, stable=True)[0]",
        texts=_sort_texts,
        latex=r"\operatorname{{sort}} {0}",
        trials=SORTED,
    ),
    Op(
        name="argsort",
        symbol="argsort",
        title="Order gate",
        spellings=("argsort",),
        methods=("argsort",),
        params={"axis": -1, "descending": False},
        forward=lambda a, *, axis=-1, descending=False: _order(a, axis, descending) * 1.0,
        vjp=(lambda g, out, a, **_: np.zeros(np.shape(a))[()],),
        shape=_sort_shape,
        cost=lambda a, **_: math.prod(a) * 8,
        elementwise=False,
        stops=range(1),
        pattern=Pattern.STOP,
        equation="argsort(a)",
        rule=("0",),
        why=(NONE,),
        units=Units.CUSTOM,
        lower=_sort_lower("argnth"),
        numpy="np.argsort({minus}{0}{flat}, axis={along}, kind='stable') * 1.0",
        torch="torch.argsort({0}{flat}, dim={along}, descending={descending}, stable=True) * 1.0",
        texts=lambda **params: {**_sort_texts(**params), "label": "argsort"},
        latex=r"\operatorname{{argsort}} {0}",
        trials=SORTED,
    ),
    Op(
        name="nth",
        symbol="sort",
        title="Sorted entry gate",
        slots=None,
        forward=_nth,
        vjp=_nth_back,
        pattern=Pattern.ROUTER,
        equation="nth(a, b, ...)",
        why=("In order, one of the inputs stands at the asked place: it gets the whole gradient, the others get 0.",),
        kinks=(Kink("a == b", TIED, at=_nth_tied),),
        nonfinite_causes=(NO_PLACE,),
        stops=range(1),
        js="nth(x)",
        js_local=("nthShare(x, slot)",),
        back_code=lambda language, *shapes: (
            "",
            *(f"nth_share({{g}}, {slot}, {_listed(shapes)})" for slot in range(len(shapes) - 1)),
        ),
        numpy="nth({args})",
        torch="nth({args})",
        trials=NTH,
        blocks_infinite=True,
    ),
    Op(
        name="argnth",
        symbol="argsort",
        title="Place of the sorted entry gate",
        slots=None,
        forward=_argnth,
        vjp=lambda slot, g, out, *args: np.zeros(np.shape(args[slot]))[()],
        pattern=Pattern.STOP,
        equation="argnth(a, b, ...)",
        local=("0",),
        why=(NONE,),
        nonfinite_causes=(NO_PLACE,),
        stops=range(1 << 30),
        js="argnth(x)",
        js_local=("0",),
        numpy="argnth({args})",
        torch="argnth({args})",
        trials=NTH,
        blocks_infinite=True,
    ),
    Op(
        name="cumprod",
        symbol="cumprod",
        title="Running product gate",
        spellings=("cumprod",),
        methods=("cumprod",),
        params={"axis": None},
        forward=np.cumprod,
        vjp=(_cumprod_back,),
        jvp=_cumprod_tangent,
        shape=_cumprod_shape,
        cost=lambda a, **_: math.prod(a),
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="cumprod(a)",
        rule=("flip(cumsum(flip(g * out))) / a",),
        rule_for=_cumprod_rule,
        back_code=lambda language, a, *, axis=None: (f"cumprod_back({{g}}, {{a}}, {axis})",),
        why=("An entry is a factor of every running product from its own place on: their gradients add up in it.",),
        nonfinite_causes=(OVERFLOW,),
        units=Units.CUSTOM,
        lower=_cumprod_lower,
        numpy="np.cumprod({0}, axis={axis})",
        torch="torch.cumprod({0}{flat}, dim={along})",
        texts=lambda *, axis=None: {
            "flat": ".flatten()" if axis is None else "",
            "along": "0" if axis is None else str(axis),
        },
        latex=r"\operatorname{{cumprod}} {0}",
        trials=tuple(
            Trial((shape,), {"axis": axis}, low=0.5, high=2.0)
            for shape, axis in (((3,), None), ((2, 3), None), ((2, 3), 0), ((2, 3), -1), ((1,), 0))
        ),
    ),
    Op(
        name="diff",
        symbol="diff",
        title="Differences gate",
        spellings=("diff",),
        methods=("diff",),
        params={"n": 1, "axis": -1},
        forward=np.diff,
        vjp=(_diff_back,),
        shape=_diff_shape,
        cost=lambda a, *, n=1, **_: math.prod(a) * n,
        elementwise=False,
        pattern=Pattern.SCALE,
        equation="diff(a)",
        rule=("-diff(pad(g))",),
        rule_for=_diff_rule,
        why=("An entry is added in one difference and taken away in the next: it gets one gradient less the other.",),
        nonfinite_causes=(OVERFLOW,),
        units=Units.CUSTOM,
        lower=_diff_lower,
        numpy="np.diff({0}, n={n}, axis={axis})",
        torch="torch.diff({0}, n={n}, dim={axis})",
        latex=r"\operatorname{{diff}} {0}",
        trials=(
            Trial(((4,),)),
            Trial(((2, 3),)),
            Trial(((2, 3),), {"axis": 0}),
            Trial(((5,),), {"n": 2}),
            Trial(((2, 4),), {"n": 3, "axis": 1}),
            Trial(((3,),), {"n": 0}),
        ),
    ),
)
