"""Max pooling: the largest entry of each window, and its place.

Of equal entries of a window the first gets the gradient, as in PyTorch.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..graph import Shape
from .op import Kink, Lowering, Op, Pattern, Trial
from .pool_windows import Pool, entries_by_window, explicit_sizes, pool_of, rank_text, size_text, unusual_settings

__all__ = ["ROWS"]

POOL: Mapping[str, Any] = {"size": 2, "stride": None, "padding": 0, "dilation": 1, "ceil": False}


def _of(a: Shape, params: Mapping[str, Any]) -> Pool:
    return pool_of(a, **{**POOL, **params})


def _largest(a: Any, pool: Pool) -> tuple[Any, Any]:
    """Return the largest entry of each window, and its flat place: both (examples, channels, windows)."""
    values = pool.flat(a)
    count = math.prod(pool.counts)
    best = np.full((*pool.front, count), -np.inf)
    full = np.full((*pool.front, count), -1, dtype=np.intp)
    for flat, there in pool.windows():
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
    """Return zeros in the shape of the array, with each number of `g` added at its flat place."""
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
    return (f"max_pool_back(g, a{unusual_settings(pool, params)})",)


def _listed(pool: Pool, params: Mapping[str, Any]) -> str:
    return f"{pool.size}, {pool.stride}, {pool.padding}, {pool.dilation}, {bool(params.get('ceil'))}"


def _max_code(language: str, a: Shape, **params: Any) -> tuple[str, ...]:
    pool = _of(a, params)
    flat, windowed = (*pool.front, math.prod(pool.sizes)), (*pool.front, math.prod(pool.counts))
    settings = _listed(pool, params)
    if language == "numpy":
        where = f"max_places({{a}}, {settings}).reshape({windowed})"
        return (f"added_along(np.zeros({flat}), {where}, {{g}}.reshape({windowed}), 2).reshape({a})",)
    where = (
        f"torch.nn.functional.max_pool{len(pool.size)}d({{a}}, {settings}, return_indices=True)[1].reshape({windowed})"
    )
    return (f"torch.zeros({flat}).scatter_add(2, {where}, {{g}}.reshape({windowed})).reshape({a})",)


def _max_tangent_code(language: str, a: Shape, **params: Any) -> str:
    pool = _of(a, params)
    flat, settings = (*pool.front, math.prod(pool.sizes)), _listed(pool, params)
    windowed = (*pool.front, math.prod(pool.counts))
    if language == "numpy":
        where = f"max_places({{a}}, {settings}).reshape({windowed})"
        return f"np.take_along_axis({{t}}.reshape({flat}), {where}, axis=2).reshape({pool.shape})"
    kind = f"torch.nn.functional.max_pool{len(pool.size)}d"
    where = f"{kind}({{a}}, {settings}, return_indices=True)[1].reshape({windowed})"
    return f"{{t}}.reshape({flat}).gather(2, {where}).reshape({pool.shape})"


def _max_lower(emit: Any, a: Any, **params: Any) -> Any:
    pool = _of(a.shape, params)
    out = np.empty(pool.shape, dtype=object)
    for spot, _, inner in entries_by_window(a, pool):
        out[spot] = emit("choose", emit("argmaxn", *inner), *inner)
    return out


def _places_lower(emit: Any, a: Any, **params: Any) -> Any:
    pool = _of(a.shape, params)
    out = np.empty(pool.shape, dtype=object)
    for spot, flat, inner in entries_by_window(a, pool):
        out[spot] = emit("choose", emit("argmaxn", *inner), *(emit.constant(float(at)) for at in flat))
    return out


def _tied(out: Any, a: Any, **params: Any) -> Any:
    pool = _of(np.shape(a), params)
    values, best = pool.flat(a), np.reshape(out, (*pool.front, math.prod(pool.counts)))
    equal = [there & (values[..., flat] == best) for flat, there in pool.windows()]
    return np.sum(equal, axis=0) > 1


def _max_texts(**params: Any) -> Mapping[str, str]:
    return {**rank_text(**params), "label": f"max {size_text(params)}"}


def _max_settled(a: Shape, *, ceil: Any = False, **params: Any) -> Mapping[str, Any]:
    pool = _of(a, {**params, "ceil": ceil})
    return {**explicit_sizes(pool), "dilation": pool.dilation, "ceil": bool(ceil)}


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
        jvp_code=_max_tangent_code,
        shape=lambda a, **params: _of(a, params).shape,
        cost=lambda a, **params: math.prod((pool := _of(a, params)).shape) * math.prod(pool.size),
        elementwise=False,
        pattern=Pattern.ROUTER,
        equation="max_pool(a)",
        rule=("max_pool_back(g, a)",),
        rule_for=_max_rule,
        vjp_code=_max_code,
        explicit_params=_max_settled,
        windows=lambda a, **params: _of(a, params).sliding("largest"),
        why=(
            "The largest entry of each window gets the whole gradient of that window, the others get 0; where windows "
            "overlap, the gradients of those that an entry won add up.",
        ),
        kinks=(Kink("False", "Entries of a window are equal here: the first one gets the whole gradient.", _tied),),
        units=Lowering.CUSTOM,
        lower=_max_lower,
        numpy="max_pool({0}, {size}, {stride}, {padding}, {dilation}, {ceil})",
        torch="torch.nn.functional.max_pool{rank}d({0}, {size}, {stride}, {padding}, {dilation}, {ceil})",
        param_text=_max_texts,
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
        explicit_params=_max_settled,
        units=Lowering.CUSTOM,
        lower=_places_lower,
        numpy="max_places({0}, {size}, {stride}, {padding}, {dilation}, {ceil}) * 1.0",
        torch="torch.nn.functional.max_pool{rank}d({0}, {size}, {stride}, {padding}, {dilation}, {ceil}, "
        "return_indices=True)[1] * 1.0",
        param_text=rank_text,
        latex=r"\operatorname{{argmax\,pool}} {0}",
        trials=(
            Trial(((1, 2, 4),)),
            Trial(((2, 1, 4, 5),), {"size": (2, 3), "stride": (2, 1)}),
            Trial(((1, 1, 5, 5),), {"size": 3, "stride": 2, "padding": 1, "ceil": True}),
        ),
    ),
)
