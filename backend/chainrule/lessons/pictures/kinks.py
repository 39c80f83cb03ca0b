"""Answers of PyTorch and JAX where a function has no derivative. The tests ask both."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...export.shapes import DrawnScene
from ...number import number
from ...request import TraceRequest
from ...sentences import sentence, tr
from ...tracing import build
from ..context import SceneContext
from ..places import PhraseError
from .canvas import PAD, Cell, PictureCanvas

__all__ = ["KINKS", "FrameworkSlope", "kinks"]


class FrameworkSlope(NamedTuple):
    """A function at x = (0, 0), and the first entry of its gradient. source: a sum over the entries."""

    text: str
    source: str
    torch: float
    jax: float


KINKS = (
    FrameworkSlope("relu(x)", "sum(relu(x))", 0.0, 0.0),
    FrameworkSlope("|x|", "sum(abs(x))", 0.0, 1.0),
    FrameworkSlope("maximum(x, 0)", "sum(maximum(x, 0))", 0.5, 0.5),
    FrameworkSlope("clip(x, 0, 1)", "sum(clip(x, 0, 1))", 1.0, 0.5),
    FrameworkSlope("leaky_relu(x, 0.1)", "sum(leaky_relu(x, 0.1))", 0.1, 1.0),
    FrameworkSlope(sentence("max of a tie"), "max(x)", 0.5, 0.5),
    FrameworkSlope(sentence("length of x"), "np.linalg.norm(x)", 0.0, np.nan),
    FrameworkSlope("√(x·x)", "sum(sqrt(x*x))", np.nan, np.nan),
)
"""Length of x means that of the vector (0, 0); max of a tie that of both entries at once."""


def kinks(context: SceneContext, words: str, canvas: PictureCanvas) -> DrawnScene:
    """`kinks`: the slope at 0 here, in PyTorch and in JAX. Raises: PhraseError."""
    if words:
        raise PhraseError("It takes nothing.")
    rows = [[Cell(tr("at x = 0"), "mute"), *(Cell(each, bold=True) for each in (tr("here"), "PyTorch", "JAX"))]]
    descriptions = []
    for kink in KINKS:
        trace = build(TraceRequest(kink.source, {"x": [0.0, 0.0]}), context.limits)
        numbers = (float(np.asarray(trace.gradients["x"], float)[0]), kink.torch, kink.jax)
        differ = len({number(each) for each in numbers}) > 1
        rows.append(
            [Cell(tr(kink.text)), *(Cell(number(each), "bwd" if differ else "ink", differ) for each in numbers)]
        )
        descriptions.append(
            f"{tr(kink.text)}: {tr('here')} {number(numbers[0])}, PyTorch {number(kink.torch)}, JAX {number(kink.jax)}"
        )
    canvas.table(PAD, PAD, rows)
    return canvas.scene(tr("Slopes where there is none"), "; ".join(descriptions) + ".")
