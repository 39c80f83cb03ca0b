"""Gates that hand their value on unchanged and differ in what passes back: copy, stop, a derivative of one's own."""

from __future__ import annotations

import operator

import numpy as np

from ..graph import Shape
from .op import Op, Pattern, Trial, broadcast
from .scalar_or_array import zero

__all__ = ["ROWS"]


def _shape_of_first(a: Shape, b: Shape, c: Shape) -> Shape:
    if broadcast(a, b, c) != a:
        raise ValueError("The derivative must have the shape of the result.")
    return a


ROWS = (
    Op(
        name="copy",
        symbol="•",
        title="Copy gate",
        outline="copy",
        spellings=("copy",),
        methods=("copy", "clone"),
        forward=operator.pos,
        scalar=operator.pos,
        vjp=(lambda g, out, a: g,),
        pattern=Pattern.ADDER,
        equation="a",
        local=("1",),
        why=("Every copy moves with the value; the gradients of all its copies add up here.",),
        js="a",
        js_local=("1",),
        numpy="{0}",
        torch="{0}",
        latex="{0}",
    ),
    Op(
        name="stop",
        symbol="stop",
        title="Stop gradient gate",
        spellings=("stop", "stop_gradient", "detach"),
        methods=("detach",),
        forward=operator.pos,
        scalar=operator.pos,
        vjp=(lambda g, out, a: zero(g),),
        pattern=Pattern.STOP,
        equation="a",
        local=("0",),
        why=("The value is used as if it were a constant: no gradient passes back.",),
        js="a",
        js_local=("0",),
        numpy="{0}",
        torch="{0}.detach()",
        latex=r"\operatorname{{stop}}({0})",
        blocks_infinite=True,
        stops=range(1),
    ),
    Op(
        name="own",
        symbol="f′",
        title="Gate with a derivative of your own",
        slots=3,
        forward=lambda a, b, c: operator.pos(a),
        scalar=lambda a, b, c: a,
        vjp=(
            lambda g, out, a, b, c: g,
            lambda g, out, a, b, c: np.where(np.equal(c, 0), 0.0, g * c)[()],
            lambda g, out, a, b, c: zero(g),
        ),
        shape=_shape_of_first,
        pattern=Pattern.SCALE,
        equation="a",
        local=("1", "c", "0"),
        why=(
            "The value passes unchanged.",
            "The local gradient is the one you gave.",
            "Your derivative is only multiplied with; no gradient passes into it.",
        ),
        js="a",
        js_local=("1", "c", "0"),
        numpy="{0}",
        torch="{0} + ({1} - {1}.detach()) * {2}.detach()",
        latex="{0}",
        trials=(Trial(((), (), ())), Trial(((3,), (3,), (3,))), Trial(((2, 3), (3,), (2, 3)))),
        blocks_infinite=True,
        stops=range(2, 3),
    ),
)
