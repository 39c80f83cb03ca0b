"""Gates that make one number of many along axes: sum, mean, amax, amin, prod; and cumsum."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..graph import Shape
from .arithmetic import CANCELLED, OVERFLOW, SMALLEST_NORMAL
from .op import Kink, Lowering, Op, Pattern, Trial, module
from .scaled_products import product_tangent
from .settings import axes_of, axis_of, flag

__all__ = ["ROWS"]

SETTINGS = {"axis": None, "keepdims": False}


def _shape(a: Shape, *, axis: Any = None, keepdims: bool = False) -> Shape:
    reduced_axes = axes_of(len(a), axis)
    if flag(keepdims, "keepdims"):
        return tuple(1 if number in reduced_axes else size for number, size in enumerate(a))
    return tuple(size for number, size in enumerate(a) if number not in reduced_axes)


def _shape_filled(a: Shape, *, axis: Any = None, keepdims: bool = False) -> Shape:
    if any(a[number] == 0 for number in axes_of(len(a), axis)):
        raise ValueError(f"An array of shape {a} has nothing to choose from along that axis.")
    return _shape(a, axis=axis, keepdims=keepdims)


def _size(a: Shape, **_: Any) -> int:
    return math.prod(a)


def _count(a: Any, axis: Any) -> int:
    shape = np.shape(a)
    return math.prod(shape[number] for number in axes_of(len(shape), axis))


def _spread(g: Any, a: Any, axis: Any, keepdims: bool) -> Any:
    """`g`, which has the shape of the reduced array, broadcast to the shape of `a` again (perhaps a read-only view)."""
    if axis is None and not keepdims:
        return np.full(np.shape(a), g)[()]
    if not keepdims:
        g = np.expand_dims(g, axes_of(np.ndim(a), axis))
    return np.broadcast_to(g, np.shape(a))[()]


def _winners(out: Any, a: Any, axis: Any, keepdims: bool) -> tuple[Any, Any]:
    won = a == _spread(out, a, axis, keepdims)
    return won, np.sum(won, axis=axis, keepdims=True)


def _extreme_back(g: Any, out: Any, a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
    won, count = _winners(out, a, axis, keepdims)
    return (_spread(g, a, axis, keepdims) * won / np.broadcast_to(count, np.shape(a)))[()]


def _extreme_tangent(t: Any, out: Any, a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
    """Return the mean of the winners' tangents, of one winner its own."""
    if axis is None:
        won = np.flatnonzero(np.equal(a, out))
        mean = np.sum(np.take(t, won)) / won.size
        return np.full((1,) * np.ndim(a), mean) if keepdims else mean
    won = np.equal(a, out if keepdims else np.expand_dims(out, axes_of(np.ndim(a), axis)))
    if isinstance(axis, int) and np.count_nonzero(won) == np.size(out) and not np.isnan(out).any():
        alone = np.take_along_axis(t, won.argmax(axis=axis, keepdims=True), axis)
        return alone if keepdims else alone.reshape(np.shape(out))
    return (t * won).sum(axis=axis, keepdims=keepdims) / won.sum(axis=axis, keepdims=keepdims)


def _tied(out: Any, a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
    return _winners(out, a, axis, keepdims)[1] > 1


def _entries_last(a: Any, axis: Any) -> tuple[tuple[int, ...], Any]:
    """Return the order of the axes in which the reduced ones come last, and `a` in it."""
    reduced_axes = axes_of(np.ndim(a), axis)
    order = (*(number for number in range(np.ndim(a)) if number not in reduced_axes), *reduced_axes)
    return order, np.transpose(a, order)


def _prod_back(g: Any, out: Any, a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
    """Return the vjp: an entry's slope is the product of the entries before and after it, so that a 0 does no harm."""
    shape = np.shape(a)
    if 0 in shape:
        return np.zeros(shape)
    order, entries_last = _entries_last(a, axis)
    free = entries_last.ndim - len(axes_of(len(shape), axis))
    flat = entries_last.reshape((*entries_last.shape[:free], -1))
    before, after = np.ones_like(flat), np.ones_like(flat)
    np.cumprod(flat[..., :-1], axis=-1, out=before[..., 1:])
    after[..., :-1] = np.cumprod(flat[..., :0:-1], axis=-1)[..., ::-1]
    others = (before * after).reshape(entries_last.shape).transpose(np.argsort(order))
    return (_spread(g, a, axis, keepdims) * others)[()]


def _prod_tangent(t: Any, out: Any, a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
    """Return the sum of the entries' slopes times their tangents; a slope is the product by the entry if none is 0."""
    size = np.abs(out)
    if np.all((size >= SMALLEST_NORMAL) & (size < np.inf)):
        aligned = out if axis is None or keepdims else np.expand_dims(out, axes_of(np.ndim(a), axis))
        return np.sum(t * (aligned / a), axis=axis, keepdims=keepdims)
    if np.isfinite(a).all():
        moves, factors = (np.reshape(_entries_last(each, axis)[1], (np.size(out), -1)) for each in (t, a))
        result = product_tangent(moves, factors)
        if result is not None:
            return np.reshape(result, np.shape(out))
    slopes = _prod_back(np.ones(np.shape(out))[()], out, a, axis=axis, keepdims=keepdims)
    return np.sum(t * slopes, axis=axis, keepdims=keepdims)


def _lowered(chain: Callable[[Any, list[Any]], Any]) -> Callable[..., Any]:
    """Take a reduction apart: `chain(emit, entries)` makes the one gate (or few) behind each entry of the result."""

    def lower(emit: Any, a: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
        reduced_axes = axes_of(a.ndim, axis)
        free_axes = tuple(number for number in range(a.ndim) if number not in reduced_axes)
        entries_last = np.transpose(a, free_axes + reduced_axes)
        out = np.empty(entries_last.shape[: len(free_axes)], dtype=object)
        for place in np.ndindex(out.shape):
            out[place] = chain(emit, list(entries_last[place].flat) if reduced_axes else [entries_last[place]])
        return out.reshape(_shape(a.shape, axis=axis, keepdims=keepdims))

    return lower


def _sum_entries(emit: Any, entries: list[Any]) -> Any:
    if not entries:
        return emit.constant(0.0)
    return emit("addn", *entries) if len(entries) > 1 else entries[0]


def _mean_entries(emit: Any, entries: list[Any]) -> Any:
    return emit("div", _sum_entries(emit, entries), emit.constant(float(len(entries))))


def _prod_entries(emit: Any, entries: list[Any]) -> Any:
    product = entries[0] if entries else emit.constant(1.0)
    for entry in entries[1:]:
        product = emit("mul", product, entry)
    return product


def _most(name: str) -> Callable[[Any, list[Any]], Any]:
    return lambda emit, entries: emit(name, *entries) if len(entries) > 1 else entries[0]


def _expanded(inner: str, a: Shape, axis: Any, keepdims: bool) -> str:
    """Return the code that broadcasts `inner`, shaped as the result, to the shape of the argument."""
    reduced_axes = axes_of(len(a), axis)
    if not reduced_axes:
        return inner
    if not keepdims and len(reduced_axes) < len(a) and reduced_axes != tuple(range(len(reduced_axes))):
        where = reduced_axes[0] if len(reduced_axes) == 1 else reduced_axes
        inner = f"expand_dims({inner}, {where})"
    return f"broadcast_to({inner}, {a})"


def _sum_rule(a: Shape, *, axis: Any = None, keepdims: bool = False) -> tuple[str, ...]:
    return (_expanded("g", a, axis, keepdims),)


def _mean_rule(a: Shape, *, axis: Any = None, keepdims: bool = False) -> tuple[str, ...]:
    count = math.prod(a[number] for number in axes_of(len(a), axis))
    return (f"{_expanded('g', a, axis, keepdims)} / {count}",)


def _extreme_rule(a: Shape, *, axis: Any = None, keepdims: bool = False) -> tuple[str, ...]:
    g, out = (_expanded(word, a, axis, keepdims) for word in ("g", "out"))
    settings = "" if axis is None else f", axis={axis}"
    won = f"(a == {out})"
    return (f"{g} * {won} / sum({won}{settings}, keepdims=True)",)


def _prod_rule(a: Shape, *, axis: Any = None, keepdims: bool = False) -> tuple[str, ...]:
    return (f"{_expanded('g * out', a, axis, keepdims)} / a",)


def _prod_code(a: Shape, *, axis: Any = None, keepdims: bool = False) -> tuple[str, ...]:
    """Return code that also runs where an entry is 0, by which the rule divides: zeros are counted and left out."""
    settings = ("" if axis is None else f", axis={axis}") + ", keepdims=True"
    zeros, rest = "where(a == 0, 1, 0)", "where(a == 0, 1, a)"
    others = f"where(sum({zeros}{settings}) - {zeros} == 0, prod({rest}{settings}) / {rest}, 0)"
    return (f"{_expanded('g', a, axis, keepdims)} * {others}",)


MOST_ENTRIES = 16_384  # of an array with all other factors of each entry


def _prod_backward(a: Shape, *, axis: Any = None, keepdims: bool = False) -> tuple[str, ...]:
    """Return the product of the other factors, which is right at several zeros, too.

    Of many factors it is the product of those before by that of those behind.
    """
    axes = axes_of(len(a), axis)
    count = math.prod(a[number] for number in axes)
    if not a or 0 in a:
        return _prod_code(a, axis=axis, keepdims=keepdims)
    order = (*(number for number in range(len(a)) if number not in axes), *axes)
    turned = tuple(a[number] for number in order)
    lines, back = (*turned[: len(a) - len(axes)], count), tuple(order.index(number) for number in range(len(a)))
    factors = "other_factors" if math.prod(a) * count <= MOST_ENTRIES else "long_other_factors"
    return (f"{_expanded('g', a, axis, keepdims)} * {factors}(a, {order}, {lines}, {turned}, {back})",)


def _extreme_tangent_code(language: str, a: Shape, *, axis: Any = None, keepdims: bool = False) -> str:
    """Return code for the mean of the winners' tangents."""
    shape = _shape(a, axis=axis, keepdims=keepdims)
    lined_up = _shape(a, axis=axis, keepdims=True)
    won = "({a} == {out})" if lined_up == shape or not shape else f"({{a}} == {{out}}.reshape({lined_up}))"
    along = "" if axis is None else f", {'axis' if language == 'numpy' else 'dim'}={axis}"
    mean = "{m}.sum({{t}} * {won}{along}) / {m}.sum({won}{along})".format(m=module(language), won=won, along=along)
    return f"({mean}).reshape({shape})" if keepdims and a else mean


def _prod_tangent_code(language: str, a: Shape, *, axis: Any = None, keepdims: bool = False) -> str:
    shape, axes = _shape(a, axis=axis, keepdims=keepdims), axes_of(len(a), axis)
    return f"prod_tangent({{t}}, {{a}}, {axes}, {shape})"


def _texts(*, axis: Any = None, keepdims: bool = False) -> Mapping[str, str]:
    numpy = "" if axis is None else f", axis={axis}"
    torch = "" if axis is None else f", dim={axis}"
    return {
        "numpy_settings": numpy + (", keepdims=True" if keepdims else ""),
        "torch_settings": (torch or ", dim=None") + ", keepdim=True" if keepdims else torch,
        "torch_every": (torch or ", dim=()") + (", keepdim=True" if keepdims else ""),
        "torch_chain": _chained(axis, keepdims),
    }


def _chained(axis: Any, keepdims: bool) -> str:
    """torch.prod takes one axis at a time."""
    if axis is None:
        return ".prod()" + (".reshape((1,) * {0}.ndim)" if keepdims else "")
    axes = axis if isinstance(axis, tuple) else (axis,)
    chain = "".join(f".prod(dim={number}, keepdim=True)" for number in axes)
    if keepdims or not axes:
        return chain
    return f".prod(dim={axes[0]})" if len(axes) == 1 else f"{chain}.squeeze({axes})"


TRIALS = tuple(
    Trial((shape,), {"axis": axis, "keepdims": keepdims})
    for keepdims in (False, True)
    for shape, axis in (
        ((), None),
        ((3,), None),
        ((3,), 0),
        ((2, 3), None),
        ((2, 3), 0),
        ((2, 3), 1),
        ((2, 3), -1),
        ((2, 1), 1),
        ((2, 3, 2), (0, 2)),
        ((2, 3, 2), (2, 1)),
        ((2, 3, 2), 1),
    )
)


def _extreme(name: str, word: str, forward: Callable[..., Any], entries: str) -> Op:
    return Op(
        name=name,
        symbol=word,
        title=f"{word.capitalize()} gate",
        joins=f"{word}imum",
        spellings=(name, word),
        methods=(name, word),
        params=SETTINGS,
        forward=forward,
        vjp=(_extreme_back,),
        jvp=_extreme_tangent,
        jvp_code=_extreme_tangent_code,
        shape=_shape_filled,
        cost=_size,
        elementwise=False,
        pattern=Pattern.ROUTER,
        equation=f"{word}(a)",
        rule=("g * (a == out) / sum(a == out)",),
        rule_for=_extreme_rule,
        why=(
            f"Only the {'largest' if word == 'max' else 'smallest'} entry reaches the output: it gets the gradient, "
            "the others get 0.",
        ),
        kinks=(
            Kink(
                "sum(a == max(a)) > 1",
                f"Several entries share the {word}imum: the gradient is split evenly among them, as in PyTorch.",
                at=_tied,
            ),
        ),
        units=Lowering.CUSTOM,
        lower=_lowered(_most(entries)),
        numpy=f"np.{word}({{0}}{{numpy_settings}})",
        torch=f"torch.{name}({{0}}{{torch_every}})",
        param_text=_texts,
        latex=rf"\{word} {{0}}",
        trials=TRIALS,
    )


def _cumsum_shape(a: Shape, *, axis: int | None = None) -> Shape:
    if axis is None:
        return (math.prod(a),)
    axis_of(len(a), axis)
    return a


def _cumsum_back(g: Any, out: Any, a: Any, *, axis: int | None = None) -> Any:
    along = 0 if axis is None else axis
    return np.flip(np.cumsum(np.flip(g, along), along), along).reshape(np.shape(a))[()]


def _cumsum_lower(emit: Any, a: Any, *, axis: int | None = None) -> Any:
    work = a.reshape(-1) if axis is None else a
    lines = np.moveaxis(work.copy(), 0 if axis is None else axis, -1)
    for place in np.ndindex(lines.shape[:-1]):
        for k in range(1, lines.shape[-1]):
            lines[(*place, k)] = emit("add", lines[(*place, k - 1)], lines[(*place, k)])
    return np.moveaxis(lines, -1, 0 if axis is None else axis)


def _cumsum_rule(a: Shape, *, axis: int | None = None) -> tuple[str, ...]:
    along = 0 if axis is None else axis
    return (f"flip(cumsum(flip(g, {along}), {along}), {along}){'' if axis is not None else f'.reshape({a})'}",)


ROWS = (
    Op(
        name="sum",
        symbol="sum",
        title="Sum gate",
        spellings=("sum",),
        methods=("sum",),
        params=SETTINGS,
        forward=np.sum,
        vjp=(lambda g, out, a, *, axis=None, keepdims=False: _spread(g, a, axis, keepdims),),
        shape=_shape,
        cost=_size,
        elementwise=False,
        pattern=Pattern.SUM,
        equation="sum(a)",
        rule=("broadcast_to(g, a.shape)",),
        rule_for=_sum_rule,
        why=("Raise any entry by a little and the sum rises by just as much: each entry gets a copy of the gradient.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Lowering.CUSTOM,
        lower=_lowered(_sum_entries),
        numpy="np.sum({0}{numpy_settings})",
        torch="torch.sum({0}{torch_settings})",
        param_text=_texts,
        latex=r"\textstyle\sum {0}",
        trials=TRIALS,
        joins="add",
    ),
    Op(
        name="mean",
        symbol="mean",
        title="Mean gate",
        spellings=("mean", "average"),
        methods=("mean",),
        params=SETTINGS,
        forward=np.mean,
        vjp=(lambda g, out, a, *, axis=None, keepdims=False: _spread(g / _count(a, axis), a, axis, keepdims),),
        shape=_shape_filled,
        cost=_size,
        elementwise=False,
        pattern=Pattern.SUM,
        equation="sum(a) / n",
        rule=("broadcast_to(g, a.shape) / n",),
        rule_for=_mean_rule,
        why=("Each of the n entries counts for 1/n of the mean, so each gets 1/n of the gradient.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Lowering.CUSTOM,
        lower=_lowered(_mean_entries),
        numpy="np.mean({0}{numpy_settings})",
        torch="torch.mean({0}{torch_settings})",
        param_text=_texts,
        latex=r"\operatorname{{mean}} {0}",
        trials=TRIALS,
    ),
    _extreme("amax", "max", np.amax, "maxn"),
    _extreme("amin", "min", np.amin, "minn"),
    Op(
        name="prod",
        symbol="prod",
        title="Product gate",
        spellings=("prod",),
        methods=("prod",),
        params=SETTINGS,
        forward=np.prod,
        vjp=(_prod_back,),
        jvp=_prod_tangent,
        jvp_code=_prod_tangent_code,
        shape=_shape,
        cost=_size,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="prod(a)",
        rule=("broadcast_to(g * out, a.shape) / a",),
        rule_for=_prod_rule,
        vjp_formula=_prod_code,
        backward_formula=_prod_backward,
        why=("Each entry is multiplied by all the others, so it gets the gradient times the product of the others.",),
        nonfinite_causes=(OVERFLOW,),
        units=Lowering.CUSTOM,
        lower=_lowered(_prod_entries),
        numpy="np.prod({0}{numpy_settings})",
        torch="{0}{torch_chain}",
        param_text=_texts,
        latex=r"\textstyle\prod {0}",
        trials=tuple(Trial(trial.shapes, trial.params, low=0.5, high=2.0) for trial in TRIALS),
        joins="mul",
    ),
    Op(
        name="cumsum",
        symbol="cumsum",
        title="Running sum gate",
        spellings=("cumsum",),
        methods=("cumsum",),
        params={"axis": None},
        forward=np.cumsum,
        vjp=(_cumsum_back,),
        shape=_cumsum_shape,
        cost=_size,
        elementwise=False,
        pattern=Pattern.SUM,
        equation="cumsum(a)",
        rule=("flip(cumsum(flip(g)))",),
        rule_for=_cumsum_rule,
        why=("An entry is part of every running sum from its own place on, so it gets the sum of their gradients.",),
        nonfinite_causes=(OVERFLOW,),
        units=Lowering.CUSTOM,
        lower=_cumsum_lower,
        numpy="np.cumsum({0}, axis={axis})",
        torch="torch.cumsum({torch}, dim={along})".replace("{torch}", "{0}{flat}"),
        param_text=lambda *, axis=None: {
            "flat": ".flatten()" if axis is None else "",
            "along": "0" if axis is None else str(axis),
        },
        latex=r"\operatorname{{cumsum}} {0}",
        trials=(Trial(((3,),)), Trial(((2, 3),)), Trial(((2, 3),), {"axis": 0}), Trial(((2, 3),), {"axis": -1})),
    ),
)
