"""Average pooling: the mean of each window, and its gradient `avg_spread`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..graph import Shape
from .arithmetic import CANCELLED, OVERFLOW
from .op import Lowering, Op, Pattern, Trial
from .pool_windows import Pool, entries_by_window, explicit_sizes, pool_of, rank_text, size_text, unusual_settings
from .settings import flag, shape_of

__all__ = ["ROWS"]

MEAN: Mapping[str, Any] = {
    "size": 2,
    "stride": None,
    "padding": 0,
    "ceil": False,
    "count_padding": True,
    "divisor": None,
}


def _mean_of(a: Shape, params: Mapping[str, Any]) -> tuple[Pool, Any]:
    """Return the windows, and what the sum of each is divided by, in their order."""
    settings = {**MEAN, **params}
    pool = pool_of(a, settings["size"], settings["stride"], settings["padding"], 1, settings["ceil"])
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
    for flat, there in pool.windows():
        total += np.where(there, values[..., flat], 0.0)
    return (total / divisor).reshape(pool.shape)


def _avg_spread(a: Any, *, shape: Any = (), **params: Any) -> Any:
    pool, divisor = _mean_of((*np.shape(a)[:2], *shape_of(shape)), params)
    share = np.reshape(a, (*pool.front, math.prod(pool.counts))) / divisor
    result = np.zeros((*pool.front, math.prod(pool.sizes)))
    for flat, there in pool.windows():  # two windows never meet one entry at the same place of theirs
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
    return (f"avg_spread(g, shape={a[2:]}{unusual_settings(pool, params)})",)


def _spread_rule(a: Shape, *, shape: Any = (), **params: Any) -> tuple[str, ...]:
    pool, _ = _mean_of((*a[:2], *shape_of(shape)), params)
    return (f"avg_pool(g{unusual_settings(pool, params)})",)


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
    for number, (spot, _, inner) in enumerate(entries_by_window(a, pool)):
        total = emit("addn", *inner) if len(inner) > 1 else inner[0]
        out[spot] = emit("div", total, emit.constant(float(divisor[number % len(divisor)])))
    return out


def _spread_lower(emit: Any, a: Any, *, shape: Any = (), **params: Any) -> Any:
    pool, divisor = _mean_of((*a.shape[:2], *shape_of(shape)), params)
    terms: dict[tuple[int, ...], list[Any]] = {}
    lines = a.reshape(*pool.front, math.prod(pool.counts))
    windows = list(pool.windows())
    for front in np.ndindex(*pool.front):
        for number in range(lines.shape[-1]):
            share = emit("div", lines[(*front, number)], emit.constant(float(divisor[number])))
            for spots, there in windows:
                if there[number]:
                    terms.setdefault((*front, int(spots[number])), []).append(share)
    out = np.empty((*pool.front, math.prod(pool.sizes)), dtype=object)
    for spot in np.ndindex(out.shape):
        parts = terms.get(spot, [])
        out[spot] = emit("addn", *parts) if len(parts) > 1 else parts[0] if parts else emit.constant(0.0)
    return out.reshape(*pool.front, *pool.sizes)


def _avg_texts(**params: Any) -> Mapping[str, str]:
    result = {**rank_text(**params), "label": f"mean {size_text(params)}"}
    return {**result, "last": "" if result["rank"] == "1" else f", {params.get('divisor')}"}


def _mean_settled(a: Shape, params: Mapping[str, Any]) -> dict[str, Any]:
    settings = {**MEAN, **params}
    flags = {"ceil": bool(settings["ceil"]), "count_padding": bool(settings["count_padding"])}
    return {**explicit_sizes(_mean_of(a, params)[0]), **flags, "divisor": settings["divisor"]}


_MEAN_CODE = "torch.nn.functional.avg_pool{rank}d({x}, {size}, {stride}, {padding}, {ceil}, {count_padding}{last})"
_SPREAD_CODE = (
    f"torch.func.vjp(lambda x: {_MEAN_CODE}, torch.zeros(*{{0}}.shape[:2], *{{shape}}, dtype={{0}}.dtype))[1]({{0}})[0]"
)


ROWS = (
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
        vjp_code=_avg_code,
        explicit_params=lambda a, **params: _mean_settled(a, params),
        windows=lambda a, **params: _mean_of(a, params)[0].sliding("mean"),
        why=("Every entry of a window gets the same share of its gradient: the gradient divided by their number.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Lowering.CUSTOM,
        lower=_avg_lower,
        numpy="avg_pool({0}, {size}, {stride}, {padding}, {ceil}, {count_padding}, {divisor})",
        torch=_MEAN_CODE.replace("{x}", "{0}"),
        param_text=_avg_texts,
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
        vjp_code=_spread_code,
        explicit_params=lambda a, *, shape=(), **params: {
            "shape": shape_of(shape),
            **_mean_settled((*a[:2], *shape_of(shape)), params),
        },
        why=("Each entry was laid over a whole window in equal shares: its gradient is the mean over that window.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Lowering.CUSTOM,
        lower=_spread_lower,
        numpy="avg_spread({0}, {shape}, {size}, {stride}, {padding}, {ceil}, {count_padding}, {divisor})",
        torch=_SPREAD_CODE.replace("{x}", "x"),
        param_text=_avg_texts,
        latex=r"\operatorname{{spread}} {0}",
        trials=(
            Trial(((1, 1, 2),), {"shape": (4,)}),
            Trial(((2, 1, 3, 2),), {"shape": (4, 5), "size": (2, 3), "stride": (1, 2)}),
            Trial(((1, 1, 3, 3),), {"shape": (5, 5), "size": 3, "stride": 2, "padding": 1, "count_padding": False}),
        ),
    ),
)
