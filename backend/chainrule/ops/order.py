"""Gates that put entries in order: argmax, argmin, argsort (no gradient passes), sort, quantile.

Of equal entries the first one counts as the smaller: sorting is stable in either direction.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..graph import Shape
from .op import Kink, Lowering, NonFiniteCause, Op, Pattern, Trial
from .running import lines_along
from .settings import axis_of, flag

__all__ = ["ROWS", "quantile_places"]

NONE = "The result is a place and not a quantity: no gradient passes back."
TIED = "Entries are equal here: their order, and with it the gradient's way, jumps."


# along one axis, or along all of the flattened array -------------------------------------------------------------


def _place_shape(a: Shape, *, axis: int | None = None, keepdims: bool = False) -> Shape:
    keeps_axis = flag(keepdims, "keepdims")
    if 0 in a:
        raise ValueError(f"An array of shape {a} has nothing to choose from.")
    if axis is None:
        return (1,) * len(a) if keeps_axis else ()
    along = axis_of(len(a), axis)
    return tuple(1 if number == along else size for number, size in enumerate(a) if keeps_axis or number != along)


def _texts(*, axis: int | None = None, keepdims: bool = False) -> Mapping[str, str]:
    return {
        "numpy_settings": ("" if axis is None else f", axis={axis}") + (", keepdims=True" if keepdims else ""),
        "torch_settings": ("" if axis is None else f", dim={axis}") + (", keepdim=True" if keepdims else ""),
    }


def _first(name: str, word: str) -> Op:
    """Return the row of argmax or argmin."""
    function = getattr(np, name)

    def forward(a: Any, *, axis: int | None = None, keepdims: bool = False) -> Any:
        result = np.asarray(function(a, axis=axis, keepdims=keepdims), dtype=np.float64)
        return result[()]

    def lower(emit: Any, a: Any, *, axis: int | None = None, keepdims: bool = False) -> Any:
        lines = lines_along(a, axis)
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
        units=Lowering.CUSTOM,
        lower=lower,
        numpy=f"np.{name}({{0}}{{numpy_settings}}) * 1.0",
        torch=f"torch.{name}({{0}}{{torch_settings}}) * 1.0",
        param_text=_texts,
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
    """Return the same of scalars: what argmax and argmin are in the unit view."""
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
    """Return the indices of the sorted entries along the axis (of the flattened array for None)."""
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


def _sort_tangent_code(language: str, a: Shape, *, axis: int | None = -1, descending: bool = False) -> str:
    flat, along = (".reshape(-1)", 0) if axis is None else ("", axis)
    if language == "torch":
        order = f"torch.sort({{a}}{flat}, dim={along}, descending={descending}, stable=True)[1]"
        return f"{{t}}{flat}.gather({along}, {order})"
    order = f"np.argsort({'-' if descending else ''}{{a}}{flat}, axis={along}, kind='stable')"
    return f"np.take_along_axis({{t}}{flat}, {order}, axis={along})"


def _sort_rule(a: Shape, *, axis: int | None = -1, descending: bool = False) -> tuple[str, ...]:
    along = 0 if axis is None else axis
    flat = "ravel(a)" if axis is None else "a"
    inner = f"argsort({'-' if descending else ''}{flat}, {along})"
    return (f"gather(g, argsort({inner}, {along}), {along})" + (f".reshape({a})" if axis is None else ""),)


def _sort_tied(out: Any, a: Any, *, axis: int | None = -1, descending: bool = False) -> Any:
    return np.diff(np.asarray(out), axis=0 if axis is None else axis) == 0


def _sort_lower(scalar: str) -> Callable[..., Any]:
    def lower(emit: Any, a: Any, *, axis: int | None = -1, descending: bool = False) -> Any:
        lines = lines_along(a, axis)
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


# sorting of scalars ----------------------------------------------------------------------------------------------


def _ranked(args: tuple[Any, ...]) -> tuple[Any, Any, Any]:
    """Return (place, whether there is one, order of the entries): args[0] is the place."""
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
    """Return the place of the quantile of `count` sorted entries: (low, high, part of the way from low to high).

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
            nearest = round(at)  # a half goes to the even place
            return nearest, nearest, 0.0
        case "midpoint":
            return low, high, 0.5 if high > low else 0.0
    return low, high, at - low


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
        jvp_code=_sort_tangent_code,
        shape=_sort_shape,
        cost=lambda a, **_: math.prod(a) * 8,
        elementwise=False,
        pattern=Pattern.RESHAPE,
        equation="sort(a)",
        rule=("unsort(g)",),
        rule_for=_sort_rule,
        why=("Entries only change places: each one's gradient goes back to where it came from.",),
        kinks=(Kink("a == b", TIED, at=_sort_tied),),
        units=Lowering.CUSTOM,
        lower=_sort_lower("nth"),
        numpy="np.take_along_axis({0}{flat}, np.argsort({minus}{0}{flat}, axis={along}, kind='stable'), axis={along})",
        torch="torch.sort({0}{flat}, dim={along}, descending={descending}, stable=True)[0]",
        param_text=_sort_texts,
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
        units=Lowering.CUSTOM,
        lower=_sort_lower("argnth"),
        numpy="np.argsort({minus}{0}{flat}, axis={along}, kind='stable') * 1.0",
        torch="torch.argsort({0}{flat}, dim={along}, descending={descending}, stable=True) * 1.0",
        param_text=lambda **params: {**_sort_texts(**params), "label": "argsort"},
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
        vjp_code=lambda language, *shapes: (
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
)
