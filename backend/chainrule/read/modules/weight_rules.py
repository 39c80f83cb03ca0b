"""First values of weights by the rules that JAX's libraries share: `lecun_normal`, `glorot_uniform`, `orthogonal`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..calling import Arguments
from ..values import Value
from .keras_text import RANDOM_INITIAL, SHARE_WITHIN
from .parameters import parameter_value, random_weights

__all__ = ["RULES", "draw"]

Numbers = np.ndarray[Any, Any]


def _filled(value: float) -> Callable[..., Numbers]:
    return lambda call, sizes: np.broadcast_to(np.float64(value), sizes)


def _normal(call: Arguments, sizes: tuple[int, ...], deviation: float = 0.01) -> Numbers:
    return random_weights(call, sizes, "normal", 0.0, deviation)


def _uniform(call: Arguments, sizes: tuple[int, ...], scale: float = 0.01) -> Numbers:
    return random_weights(call, sizes, "uniform", 0.0, scale)


def _truncated(call: Arguments, sizes: tuple[int, ...], deviation: float = 0.01) -> Numbers:
    """Return normal numbers without those beyond two deviations; `deviation` is the one before they are cut off."""
    numbers = random_weights(call, sizes, "normal", 0.0, deviation)
    while not call.machine.shapes_only and (beyond := np.abs(numbers) > 2 * deviation).any():
        numbers[beyond] = random_weights(call, (int(np.sum(beyond)),), "normal", 0.0, deviation)
    return numbers


SPREADS = {**RANDOM_INITIAL, "glorot_uniform": ("uniform", lambda n, k: math.sqrt(6 / (n + k)))}


def _scaled(rule: str) -> Callable[..., Numbers]:
    """Return a rule of fan-in and fan-out; the last two sizes are inputs and outputs, those before a window."""
    how, spread = SPREADS[rule]

    def run(call: Arguments, sizes: tuple[int, ...]) -> Numbers:
        if len(sizes) < 2:
            raise call.refuse("This rule needs a weight with rows and columns.", "Use `zeros` for a bias.")
        window = math.prod(sizes[:-2])
        deviation = spread(max(sizes[-2] * window, 1), max(sizes[-1] * window, 1))
        if how == "uniform":
            return random_weights(call, sizes, "uniform", -deviation, deviation)
        return _truncated(call, sizes, deviation / SHARE_WITHIN)

    return run


def _orthogonal(call: Arguments, sizes: tuple[int, ...], scale: float = 1.0) -> Numbers:
    rows, columns = math.prod(sizes[:-1]), sizes[-1]
    numbers = random_weights(call, (max(rows, columns), min(rows, columns)), "normal", 0.0, 1.0)
    if call.machine.shapes_only:
        return np.broadcast_to(np.float64(0.0), sizes)
    q, r = np.linalg.qr(numbers)
    q = q * np.sign(np.diagonal(r))
    return np.ascontiguousarray(scale * (q if rows >= columns else q.T)).reshape(sizes)


RULES: Mapping[str, Callable[..., Numbers]] = {
    **{name: _scaled(name) for name in ("lecun_normal", "lecun_uniform", "glorot_normal", "glorot_uniform",
                                        "he_normal", "he_uniform")},
    "zeros": _filled(0.0), "ones": _filled(1.0), "normal": _normal, "uniform": _uniform,
    "truncated_normal": _truncated, "orthogonal": _orthogonal,
    "constant": lambda call, sizes, value: np.broadcast_to(np.float64(value), sizes),
    "embedding": lambda call, sizes: _normal(call, sizes, 1 / math.sqrt(sizes[-1])),  # of a table: by its columns
}  # fmt: skip


def draw(call: Arguments, rule: str, sizes: tuple[int, ...], *settings: float) -> Value:
    """Return a parameter with first values by a rule."""
    return parameter_value(call, RULES[rule](call, sizes, *settings))
