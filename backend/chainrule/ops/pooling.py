"""Pooling: the largest entry of each window, its place, the mean of each window, and the mean's gradient `avg_spread`.

An array is (examples, channels, *places). Of equal entries of a window the first gets the gradient, as in PyTorch.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from ..graph import Shape
from .arithmetic import CANCELLED, OVERFLOW
from .op import Kink, Op, Pattern, Trial, Units
from .settings import flag, shape_of
from .windows import RANKS, each_axis, places

__all__ = ["ROWS"]


class Pool(NamedTuple):
    """The windows over the last axes of an array."""

    front: Shape  # examples, channels
    sizes: Shape
    counts: Shape  # how many windows there are along each axis
    size: Shape
    stride: Shape
    padding: Shape
    dilation: Shape

    @property
    def shape(self) -> Shape:
        return (*self.front, *self.counts)

    def seen(self) -> Iterator[tuple[Any, Any]]:
        """For each place of a window, over all windows: the flat place in the array, and whether it is in it."""
        for place in places(self.size):
            flat: Any = np.zeros(self.counts, dtype=np.intp)
            there: Any = np.ones(self.counts, dtype=bool)
            for axis, (k, n, s, p, d, length) in enumerate(
                zip(place, self.counts, self.stride, self.padding, self.dilation, self.sizes, strict=True)
            ):
                at = (np.arange(n) * s - p + k * d).reshape((1,) * axis + (-1,) + (1,) * (len(self.counts) - axis - 1))
                there = there & (at >= 0) & (at < length)
                flat = flat * length + np.clip(at, 0, length - 1)
            yield flat.ravel(), there.ravel()

    def flat(self, a: Any) -> Any:
        return np.reshape(a, (*self.front, math.prod(self.sizes)))


def _pool(a: Shape, size: Any, stride: Any, padding: Any, dilation: Any, ceil: Any) -> Pool:
    """The windows at these settings; `stride` None is the size.

    Raises:
        ValueError: shape or settings do not fit.
    """
    rank = len(a) - 2
    if rank not in RANKS:
        raise ValueError(
            f"Pooling takes the axes (examples, channels, ...) and 1 to 3 more, not shape {a}; put missing axes of "
            "size 1 in front."
        )
    window = each_axis(size, "size", rank, 1)
    s = window if stride is None else each_axis(stride, "stride", rank, 1)
    p = each_axis(padding, "padding", rank, 0)
    d = each_axis(dilation, "dilation", rank, 1)
    up = flag(ceil, "ceil")
    counts = tuple(_count(*each, up) for each in zip(a[2:], window, s, p, d, strict=True))
    return Pool(a[:2], a[2:], counts, window, s, p, d)


def _count(length: int, window: int, stride: int, padding: int, dilation: int, ceil: bool) -> int:
    covered = dilation * (window - 1) + 1
    if 2 * padding > covered:
        raise ValueError(f"The padding {padding} is more than half of a window of {covered} entries.")
    rest = length + 2 * padding - covered
    if rest < 0 or not length:
        raise ValueError(f"A window of {covered} entries does not fit into {length} with a padding of {padding}.")
    count = (rest + (stride - 1) * ceil) // stride + 1
    if (count - 1) * stride >= length + padding:
        count -= 1  # the last window would begin in the padding
    if dilation > 1 and padding and not _all_meet(length, window, stride, padding, dilation, count):
        raise ValueError("A window meets nothing but padding.")
    return count


def _all_meet(length: int, window: int, stride: int, padding: int, dilation: int, count: int) -> bool:
    """Whether each window has an entry that is no padding."""
    early = range(-padding, min(0, (count - 1) * stride - padding + 1), stride)
    first = [start + -(start // dilation) * dilation for start in early]
    return all(at < length and (at - start) // dilation < window for at, start in zip(first, early, strict=True))


# the largest entry -----------------------------------------------------------------------------------------------

POOL: Mapping[str, Any] = {"size": 2, "stride": None, "padding": 0, "dilation": 1, "ceil": False}


def _of(a: Shape, params: Mapping[str, Any]) -> Pool:
    return _pool(a, **{**POOL, **params})


def _largest(a: Any, pool: Pool) -> tuple[Any, Any]:
    """The largest entry of each window, and its flat place: both (examples, channels, windows)."""
    values = pool.flat(a)
    count = math.prod(pool.counts)
    best = np.full((*pool.front, count), -np.inf)
    full = np.full((*pool.front, count), -1, dtype=np.intp)
    for flat, there in pool.seen():
        entry = values[..., flat]
        better = there & ((full < 0) | (entry > best) | np.isnan(entry))
        best = np.where(better, entry, best)
        full = np.where(better, flat, full)
    return best, full


def _max_pool(a: Any, **params: Any) -> Any:
    pool = _of(np.shape(a), params)
    return _largest(a, pool)[0].reshape(pool.shape)


def _max_back(g: Any, out: Any, a: Any, **params: Any) -> Any:
    pool = _of(np.shape(a), params)
    return _added(pool, _largest(a, pool)[1], np.reshape(g, (*pool.front, math.prod(pool.counts))))


def _added(pool: Pool, where: Any, g: Any) -> Any:
    """Zeros in the shape of the array, with each number of `g` added at its flat place."""
    rows, count = math.prod(pool.front), math.prod(pool.sizes)
    at = where.reshape(rows, -1) + np.arange(rows)[:, np.newaxis] * count if rows else where
    bincount = np.bincount(at.ravel(), weights=g.ravel(), minlength=rows * count)
    return bincount.astype(np.float64, copy=False).reshape(*pool.front, *pool.sizes)


def _max_tangent(t: Any, out: Any, a: Any, **params: Any) -> Any:
    pool = _of(np.shape(a), params)
    return np.take_along_axis(pool.flat(t), _largest(a, pool)[1], axis=-1).reshape(pool.shape)


def _max_places(a: Any, **params: Any) -> Any:
    pool = _of(np.shape(a), params)
    return _largest(a, pool)[1].reshape(pool.shape).astype(np.float64)


def _max_rule(a: Shape, **params: Any) -> tuple[str, ...]:
    pool = _of(a, params)
    return (f"max_pool_back(g, a{_unusual(pool, params)})",)


def _unusual(pool: Pool, params: Mapping[str, Any]) -> str:
    """The settings that are not the usual ones, as a formula names them."""
    words = [f", size={pool.size}"]
    words += [f", stride={pool.stride}"] if pool.stride != pool.size else []
    words += [f", padding={pool.padding}"] if any(pool.padding) else []
    words += [f", dilation={pool.dilation}"] if any(step != 1 for step in pool.dilation) else []
    words += [", ceil=True"] if params.get("ceil") else []
    words += [", count_padding=False"] if not params.get("count_padding", True) else []
    words += [f", divisor={params['divisor']}"] if params.get("divisor") is not None else []
    return "".join(words)


def _listed(pool: Pool, params: Mapping[str, Any]) -> str:
    return f"{pool.size}, {pool.stride}, {pool.padding}, {pool.dilation}, {bool(params.get('ceil'))}"


def _max_code(language: str, a: Shape, **params: Any) -> tuple[str, ...]:
    pool = _of(a, params)
    flat, seen = (*pool.front, math.prod(pool.sizes)), (*pool.front, math.prod(pool.counts))
    settings = _listed(pool, params)
    if language == "numpy":
        where = f"max_places({{a}}, {settings}).reshape({seen})"
        return (f"added_along(np.zeros({flat}), {where}, {{g}}.reshape({seen}), 2).reshape({a})",)
    where = f"torch.nn.functional.max_pool{len(pool.size)}d({{a}}, {settings}, return_indices=True)[1].reshape({seen})"
    return (f"torch.zeros({flat}).scatter_add(2, {where}, {{g}}.reshape({seen})).reshape({a})",)


def _entries(a: Any, pool: Pool) -> Iterator[tuple[tuple[int, ...], list[int], list[Any]]]:
    """For each window its place in the result, and the flat places and entries in it."""
    lines = a.reshape(*pool.front, math.prod(pool.sizes))
    seen = list(pool.seen())
    for front in np.ndindex(*pool.front):
        for number, at in enumerate(np.ndindex(*pool.counts)):
            flat = [int(spots[number]) for spots, there in seen if there[number]]
            yield (*front, *at), flat, [lines[(*front, spot)] for spot in flat]


def _max_lower(emit: Any, a: Any, **params: Any) -> Any:
    pool = _of(a.shape, params)
    out = np.empty(pool.shape, dtype=object)
    for spot, _, inner in _entries(a, pool):
        out[spot] = emit("choose", emit("argmaxn", *inner), *inner)
    return out


def _places_lower(emit: Any, a: Any, **params: Any) -> Any:
    pool = _of(a.shape, params)
    out = np.empty(pool.shape, dtype=object)
    for spot, flat, inner in _entries(a, pool):
        out[spot] = emit("choose", emit("argmaxn", *inner), *(emit.constant(float(at)) for at in flat))
    return out


def _tied(out: Any, a: Any, **params: Any) -> Any:
    pool = _of(np.shape(a), params)
    values, best = pool.flat(a), np.reshape(out, (*pool.front, math.prod(pool.counts)))
    equal = [there & (values[..., flat] == best) for flat, there in pool.seen()]
    return np.sum(equal, axis=0) > 1


# the mean --------------------------------------------------------------------------------------------------------

MEAN: Mapping[str, Any] = {
    "size": 2,
    "stride": None,
    "padding": 0,
    "ceil": False,
    "count_padding": True,
    "divisor": None,
}


def _mean_of(a: Shape, params: Mapping[str, Any]) -> tuple[Pool, Any]:
    """The windows, and what the sum of each is divided by, in their order."""
    settings = {**MEAN, **params}
    pool = _pool(a, settings["size"], settings["stride"], settings["padding"], 1, settings["ceil"])
    counted, divisor = flag(settings["count_padding"], "count_padding"), settings["divisor"]
    if divisor is not None:
        if (
            isinstance(divisor, bool)
            or not isinstance(divisor, int | float)
            or not math.isfinite(divisor)
            or not divisor
        ):
            raise ValueError("`divisor` must be a number other than 0.")
        if len(pool.size) == 1:
            raise ValueError("`divisor` belongs to windows of 2 or 3 axes.")
        return pool, np.full(math.prod(pool.counts), float(divisor))
    numbers: Any = np.ones(())
    for n, s, p, k, length in zip(pool.counts, pool.stride, pool.padding, pool.size, pool.sizes, strict=True):
        start = np.arange(n) * s - p
        end = np.minimum(start + k, length + p)
        along = end - start if counted else np.minimum(end, length) - np.maximum(start, 0)
        numbers = numbers[..., np.newaxis] * along
    return pool, numbers.ravel()


def _avg_pool(a: Any, **params: Any) -> Any:
    pool, divisor = _mean_of(np.shape(a), params)
    values, total = pool.flat(a), np.zeros((*pool.front, math.prod(pool.counts)))
    for flat, there in pool.seen():
        total += np.where(there, values[..., flat], 0.0)
    return (total / divisor).reshape(pool.shape)


def _avg_spread(a: Any, *, shape: Any = (), **params: Any) -> Any:
    pool, divisor = _mean_of((*np.shape(a)[:2], *shape_of(shape)), params)
    share = np.reshape(a, (*pool.front, math.prod(pool.counts))) / divisor
    result = np.zeros((*pool.front, math.prod(pool.sizes)))
    for flat, there in pool.seen():  # two windows never meet one entry at the same place of theirs
        spots = flat[there]
        result[..., spots] += share[..., there]
    return result.reshape(*pool.front, *pool.sizes)


def _spread_shape(a: Shape, *, shape: Any = (), **params: Any) -> Shape:
    sizes = shape_of(shape)
    if -1 in sizes:
        raise ValueError(f"A size cannot be negative, as in {sizes}.")
    pool, _ = _mean_of((*a[:2], *sizes), params)
    if pool.shape != a:
        raise ValueError(f"Shape {sizes} has windows of shape {pool.counts}, not {a[2:]}.")
    return (*pool.front, *pool.sizes)


def _avg_rule(a: Shape, **params: Any) -> tuple[str, ...]:
    pool, _ = _mean_of(a, params)
    return (f"avg_spread(g, shape={a[2:]}{_unusual(pool, params)})",)


def _spread_rule(a: Shape, *, shape: Any = (), **params: Any) -> tuple[str, ...]:
    pool, _ = _mean_of((*a[:2], *shape_of(shape)), params)
    return (f"avg_pool(g{_unusual(pool, params)})",)


def _avg_code(language: str, a: Shape, **params: Any) -> tuple[str, ...]:
    words = {**_mean_settled(a, params), **_avg_texts(**_mean_settled(a, params)), "shape": a[2:], "x": "x", "g": "{g}"}
    template = "avg_spread({g}, {shape}, {size}, {stride}, {padding}, {ceil}, {count_padding}, {divisor})"
    if language == "torch":
        template = _SPREAD_CODE.replace("{0}", "{g}")
    return (template.format(**words),)


def _spread_code(language: str, a: Shape, *, shape: Any = (), **params: Any) -> tuple[str, ...]:
    settings = _mean_settled((*a[:2], *shape_of(shape)), params)
    words = {**settings, **_avg_texts(**settings), "x": "{g}", "g": "{g}"}
    template = "avg_pool({g}, {size}, {stride}, {padding}, {ceil}, {count_padding}, {divisor})"
    return ((_MEAN_CODE if language == "torch" else template).format(**words),)


def _avg_lower(emit: Any, a: Any, **params: Any) -> Any:
    pool, divisor = _mean_of(a.shape, params)
    out = np.empty(pool.shape, dtype=object)
    for number, (spot, _, inner) in enumerate(_entries(a, pool)):
        total = emit("addn", *inner) if len(inner) > 1 else inner[0]
        out[spot] = emit("div", total, emit.constant(float(divisor[number % len(divisor)])))
    return out


def _spread_lower(emit: Any, a: Any, *, shape: Any = (), **params: Any) -> Any:
    pool, divisor = _mean_of((*a.shape[:2], *shape_of(shape)), params)
    terms: dict[tuple[int, ...], list[Any]] = {}
    lines = a.reshape(*pool.front, math.prod(pool.counts))
    seen = list(pool.seen())
    for front in np.ndindex(*pool.front):
        for number in range(lines.shape[-1]):
            share = emit("div", lines[(*front, number)], emit.constant(float(divisor[number])))
            for spots, there in seen:
                if there[number]:
                    terms.setdefault((*front, int(spots[number])), []).append(share)
    out = np.empty((*pool.front, math.prod(pool.sizes)), dtype=object)
    for spot in np.ndindex(out.shape):
        parts = terms.get(spot, [])
        out[spot] = emit("addn", *parts) if len(parts) > 1 else parts[0] if parts else emit.constant(0.0)
    return out.reshape(*pool.front, *pool.sizes)


# rows ------------------------------------------------------------------------------------------------------------


def _texts(*, size: Any = 2, **params: Any) -> Mapping[str, str]:
    window = size if isinstance(size, tuple) else (size,)
    return {"rank": str(len(window))}


def _max_texts(**params: Any) -> Mapping[str, str]:
    return {**_texts(**params), "label": f"max {_by(params)}"}


def _avg_texts(**params: Any) -> Mapping[str, str]:
    result = {**_texts(**params), "label": f"mean {_by(params)}"}
    return {**result, "last": "" if result["rank"] == "1" else f", {params.get('divisor')}"}


def _by(params: Mapping[str, Any]) -> str:
    size = params.get("size", 2)
    return "×".join(map(str, size)) if isinstance(size, tuple) else str(size)


def _settled(pool: Pool) -> dict[str, Any]:
    return {"size": pool.size, "stride": pool.stride, "padding": pool.padding}


def _max_settled(a: Shape, *, ceil: Any = False, **params: Any) -> Mapping[str, Any]:
    pool = _of(a, {**params, "ceil": ceil})
    return {**_settled(pool), "dilation": pool.dilation, "ceil": bool(ceil)}


def _mean_settled(a: Shape, params: Mapping[str, Any]) -> dict[str, Any]:
    settings = {**MEAN, **params}
    flags = {"ceil": bool(settings["ceil"]), "count_padding": bool(settings["count_padding"])}
    return {**_settled(_mean_of(a, params)[0]), **flags, "divisor": settings["divisor"]}


_MEAN_CODE = "torch.nn.functional.avg_pool{rank}d({x}, {size}, {stride}, {padding}, {ceil}, {count_padding}{last})"
_SPREAD_CODE = (
    f"torch.func.vjp(lambda x: {_MEAN_CODE}, torch.zeros(*{{0}}.shape[:2], *{{shape}}, dtype={{0}}.dtype))[1]({{0}})[0]"
)

ROWS = (
    Op(
        name="max_pool",
        symbol="max",
        title="Max pooling gate",
        spellings=("max_pool",),
        params=POOL,
        forward=_max_pool,
        vjp=(_max_back,),
        jvp=_max_tangent,
        shape=lambda a, **params: _of(a, params).shape,
        cost=lambda a, **params: math.prod((pool := _of(a, params)).shape) * math.prod(pool.size),
        elementwise=False,
        pattern=Pattern.ROUTER,
        equation="max_pool(a)",
        rule=("max_pool_back(g, a)",),
        rule_for=_max_rule,
        back_code=_max_code,
        settle=_max_settled,
        why=(
            "The largest entry of each window gets the whole gradient of that window, the others get 0; where windows "
            "overlap, the gradients of those that an entry won add up.",
        ),
        kinks=(Kink("False", "Entries of a window are equal here: the first one gets the whole gradient.", _tied),),
        units=Units.CUSTOM,
        lower=_max_lower,
        numpy="max_pool({0}, {size}, {stride}, {padding}, {dilation}, {ceil})",
        torch="torch.nn.functional.max_pool{rank}d({0}, {size}, {stride}, {padding}, {dilation}, {ceil})",
        texts=_max_texts,
        latex=r"\operatorname{{max\,pool}} {0}",
        trials=(
            Trial(((1, 1, 4),)),
            Trial(((2, 2, 5),), {"size": 3, "stride": 1, "padding": 1}),
            Trial(((2, 1, 4, 5),), {"size": (2, 3), "stride": (2, 1)}),
            Trial(((1, 2, 5, 5),), {"size": 3, "stride": 2, "padding": 1, "ceil": True}),
            Trial(((1, 1, 6, 5),), {"size": 2, "stride": 2, "dilation": 2}),
            Trial(((1, 1, 2, 2, 4),), {"size": 2}),
        ),
    ),
    Op(
        name="max_places",
        symbol="argmax",
        title="Places of max pooling gate",
        spellings=("max_places",),
        params=POOL,
        forward=_max_places,
        vjp=(lambda g, out, a, **_: np.zeros(np.shape(a)),),
        shape=lambda a, **params: _of(a, params).shape,
        cost=lambda a, **params: math.prod((pool := _of(a, params)).shape) * math.prod(pool.size),
        elementwise=False,
        stops=range(1),
        pattern=Pattern.STOP,
        equation="max_places(a)",
        rule=("0",),
        why=("The result is a place and not a quantity: no gradient passes back.",),
        settle=_max_settled,
        units=Units.CUSTOM,
        lower=_places_lower,
        numpy="max_places({0}, {size}, {stride}, {padding}, {dilation}, {ceil}) * 1.0",
        torch="torch.nn.functional.max_pool{rank}d({0}, {size}, {stride}, {padding}, {dilation}, {ceil}, "
        "return_indices=True)[1] * 1.0",
        texts=_texts,
        latex=r"\operatorname{{argmax\,pool}} {0}",
        trials=(
            Trial(((1, 2, 4),)),
            Trial(((2, 1, 4, 5),), {"size": (2, 3), "stride": (2, 1)}),
            Trial(((1, 1, 5, 5),), {"size": 3, "stride": 2, "padding": 1, "ceil": True}),
        ),
    ),
    Op(
        name="avg_pool",
        symbol="mean",
        title="Average pooling gate",
        spellings=("avg_pool",),
        params=MEAN,
        forward=_avg_pool,
        vjp=(lambda g, out, a, **params: _avg_spread(g, shape=np.shape(a)[2:], **params),),
        shape=lambda a, **params: _mean_of(a, params)[0].shape,
        cost=lambda a, **params: math.prod((pool := _mean_of(a, params)[0]).shape) * math.prod(pool.size),
        elementwise=False,
        pattern=Pattern.SUM,
        equation="avg_pool(a)",
        rule=("avg_spread(g)",),
        rule_for=_avg_rule,
        back_code=_avg_code,
        settle=lambda a, **params: _mean_settled(a, params),
        why=("Every entry of a window gets the same share of its gradient: the gradient divided by their number.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Units.CUSTOM,
        lower=_avg_lower,
        numpy="avg_pool({0}, {size}, {stride}, {padding}, {ceil}, {count_padding}, {divisor})",
        torch=_MEAN_CODE.replace("{x}", "{0}"),
        texts=_avg_texts,
        latex=r"\operatorname{{avg\,pool}} {0}",
        trials=(
            Trial(((1, 1, 4),)),
            Trial(((2, 2, 5),), {"size": 3, "stride": 1, "padding": 1}),
            Trial(((2, 1, 4, 5),), {"size": (2, 3), "stride": (2, 1)}),
            Trial(((1, 2, 5, 5),), {"size": 3, "stride": 2, "padding": 1, "ceil": True}),
            Trial(((1, 1, 6, 6),), {"size": 3, "stride": 2, "padding": 1, "ceil": True, "count_padding": False}),
            Trial(((1, 1, 4, 4),), {"size": 2, "divisor": 3}),
            Trial(((1, 1, 2, 2, 4),), {"size": 2}),
        ),
    ),
    Op(
        name="avg_spread",
        symbol="spread",
        title="Spread over windows gate",
        spellings=("avg_spread",),
        params={"shape": (), **MEAN},
        forward=_avg_spread,
        vjp=(lambda g, out, a, *, shape=(), **params: _avg_pool(g, **params),),
        shape=_spread_shape,
        cost=lambda a, *, shape=(), **params: (
            math.prod(a) * math.prod(_mean_of((*a[:2], *shape_of(shape)), params)[0].size)
        ),
        elementwise=False,
        pattern=Pattern.BROADCAST,
        equation="avg_spread(a)",
        rule=("avg_pool(g)",),
        rule_for=_spread_rule,
        back_code=_spread_code,
        settle=lambda a, *, shape=(), **params: {
            "shape": shape_of(shape),
            **_mean_settled((*a[:2], *shape_of(shape)), params),
        },
        why=("Each entry was laid over a whole window in equal shares: its gradient is the mean over that window.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Units.CUSTOM,
        lower=_spread_lower,
        numpy="avg_spread({0}, {shape}, {size}, {stride}, {padding}, {ceil}, {count_padding}, {divisor})",
        torch=_SPREAD_CODE.replace("{x}", "x"),
        texts=_avg_texts,
        latex=r"\operatorname{{spread}} {0}",
        trials=(
            Trial(((1, 1, 2),), {"shape": (4,)}),
            Trial(((2, 1, 3, 2),), {"shape": (4, 5), "size": (2, 3), "stride": (1, 2)}),
            Trial(((1, 1, 3, 3),), {"shape": (5, 5), "size": 3, "stride": 2, "padding": 1, "count_padding": False}),
        ),
    ),
)
