"""Leaves: what the user gives, what stands in the source, and seeded random numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..graph import INPUT, LITERAL, Shape
from .op import Lowering, Op, Pattern
from .settings import shape_of, whole

__all__ = ["ROWS"]


def _seeded(draw: Callable[[np.random.Generator, Shape], Any]) -> Callable[..., Any]:
    def forward(*, seed: int = 0, shape: Shape = ()) -> Any:
        sizes = shape_of(shape)
        numbers = draw(np.random.default_rng(abs(seed)), sizes)
        return numbers if sizes else float(numbers)

    return forward


def _shape(*, seed: int = 0, shape: Shape = ()) -> Shape:
    whole(seed, "seed")
    if -1 in shape_of(shape):
        raise ValueError(f"A size cannot be negative, as in {shape}.")
    return shape_of(shape)


def _leaf(name: str, title: str, symbol: str = "", **columns: Any) -> Op:
    return Op(
        name=name,
        symbol=symbol,
        title=title,
        slots=0,
        vjp=(),
        elementwise=False,
        pattern=Pattern.LEAF,
        units=Lowering.STRUCTURE,
        **{"outline": "variable", **columns},
    )


def _random(name: str, title: str, equation: str, spellings: tuple[str, ...], forward: Callable[..., Any]) -> Op:
    return _leaf(
        name,
        title,
        name,
        spellings=spellings,
        params={"seed": 0, "shape": ()},
        forward=forward,
        shape=_shape,
        equation=equation,
        numpy="np.random.default_rng({seed})." + ("random" if name == "rand" else "standard_normal") + "({shape})",
        param_text=lambda *, seed=0, shape=(): {"seed": str(abs(seed)), "shape": str(shape_of(shape))},
    )


ROWS = (
    _leaf(INPUT, "Variable", forward=lambda value: value, equation="a", numpy="{0}", torch="{0}"),
    _leaf(
        LITERAL,
        "Constant",
        outline="literal",
        params={"value": 0.0},
        forward=lambda *, value=0.0: value,
        shape=lambda *, value=0.0: np.shape(value),
        equation="a",
    ),
    _random(
        "randn",
        "Normal random numbers",
        "randn(shape)",
        ("randn", "standard_normal", "normal"),
        _seeded(lambda generator, shape: generator.standard_normal(shape)),
    ),
    _random(
        "rand",
        "Uniform random numbers",
        "rand(shape)",
        ("rand", "random", "random_sample"),
        _seeded(lambda generator, shape: generator.random(shape)),
    ),
)
