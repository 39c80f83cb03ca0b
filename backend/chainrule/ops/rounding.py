"""Rounding and what is left over by it: floor, ceil, round, trunc, mod, fmod, floor_divide; and arctan2."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from .arithmetic import OVERFLOW, POSITIVE
from .op import Kink, NonFiniteCause, Op, Pattern
from .scalar_or_array import has_no_zero, zero

__all__ = ["ROWS"]


def _row(
    name: str,
    forward: Callable[..., Any],
    scalar: Callable[[float], int],
    words: tuple[str, ...],
    symbol: str,
    js: str,
    kink: str,
    latex: str,
    torch: str = "",
) -> Op:
    return Op(
        name=name,
        symbol=symbol,
        title=f"{name.capitalize()} gate",
        spellings=words,
        methods=words,
        forward=forward,
        scalar=lambda a: float(scalar(a)),
        vjp=(lambda g, out, a: zero(g),),
        pattern=Pattern.STOP,
        equation=f"{name}(a)",
        local=("0",),
        why=("Between two steps the result is flat: a little change of the input does not change it.",),
        kinks=(Kink(kink, "The result jumps here; its slope counts as 0, as in PyTorch."),),
        js=js,
        js_local=("0",),
        numpy=f"np.{name}({{0}})",
        torch=f"torch.{torch or name}({{0:t}})",
        latex=latex,
        blocks_infinite=True,
    )


def _floored(out: Any, a: Any, b: Any) -> Any:
    """Return floor(a / b); of arrays (a - out) / b, which is whole but for rounding: the division is the dear part."""
    if type(a) is float and type(b) is float:
        return a // b
    quotient = np.rint((a - out) / b)
    return quotient if np.isfinite(quotient).all() else np.floor_divide(a, b)


def _truncated(out: Any, a: Any, b: Any) -> Any:
    return float(math.trunc(a / b)) if type(a) is float and type(b) is float else np.trunc(np.true_divide(a, b))


NO_DIVISOR = NonFiniteCause("b == 0", "div-by-zero", "Division by 0 leaves no remainder: NaN.")


def _remainder(
    name: str,
    word: str,
    forward: Callable[..., Any],
    scalar: Callable[..., float],
    quotient: Callable[..., Any],
    **rest: Any,
) -> Op:
    return Op(
        name=name,
        symbol=name,
        title="Remainder gate",
        slots=2,
        forward=forward,
        scalar=scalar,
        vjp=(lambda g, out, a, b: g, lambda g, out, a, b: -g * quotient(out, a, b)),
        pattern=Pattern.SCALE,
        local=("1", f"-{word}(a / b)"),
        why=(
            "Raise the first input by a little and the remainder rises by as much: the slope is 1.",
            "The divisor is taken off as often as it goes into the first input: so many times the remainder falls.",
        ),
        kinks=(
            Kink(
                f"out == 0 and a / b == {word}(a / b)", "The remainder jumps here; the slope 1 counts, as in PyTorch."
            ),
        ),
        nonfinite_causes=(NO_DIVISOR,),
        trials=POSITIVE,
        **rest,
    )


def _angle_back(other: int, sign: float) -> Callable[..., Any]:
    """Return the slope of the angle of (b, a): the other coordinate over the squared length, 0 where both are 0."""

    def back(g: Any, out: Any, *args: Any) -> Any:
        if type(args[0]) is float and type(args[1]) is float:
            length = math.hypot(*args)
            return g * (sign * args[other] / length / length) if length else 0.0 * g
        length = np.hypot(*args)
        if has_no_zero(length):
            return g * (sign * args[other] / length / length)
        far = np.where(length == 0, 1.0, length)
        return (g * np.where(length == 0, 0.0, sign * args[other] / far / far))[()]

    return back


def _angle_tangent(t_a: Any, t_b: Any, out: Any, a: Any, b: Any) -> Any:
    """Return the tangent of the angle of (b, a); at the origin there is no angle to turn."""
    length = np.hypot(a, b)
    if has_no_zero(length):
        return (t_a * (b / length) - t_b * (a / length)) / length
    return _angle_back(1, 1.0)(t_a, out, a, b) + _angle_back(0, -1.0)(t_b, out, a, b)


ROWS = (
    _row("floor", np.floor, math.floor, ("floor",), "⌊x⌋", "Math.floor(a)", "a == floor(a)", r"\lfloor {0} \rfloor"),
    _row("ceil", np.ceil, math.ceil, ("ceil",), "⌈x⌉", "Math.ceil(a)", "a == floor(a)", r"\lceil {0} \rceil"),
    _row(
        "trunc",
        np.trunc,
        math.trunc,
        ("trunc", "fix"),
        "trunc",
        "Math.trunc(a)",
        "a == floor(a)",
        r"\operatorname{{trunc}}({0})",
    ),
    _row(
        "round",
        np.round,
        round,
        ("round", "rint", "around"),
        "round",
        "roundEven(a)",
        "a - floor(a) == 0.5",
        r"\operatorname{{round}}({0})",
    ),
    _remainder(
        "mod",
        "floor",
        np.mod,
        lambda a, b: a % b,
        _floored,
        spellings=("mod", "remainder"),
        methods=("remainder",),
        operator="%",
        equation="a - b * floor(a / b)",
        js="modulo(a, b)",
        js_local=("1", "-floorDivide(a, b)"),
        numpy="np.mod({0}, {1})",
        torch="torch.remainder({0:t}, {1})",
        latex=r"{0} \bmod {1}",
    ),
    _remainder(
        "fmod",
        "trunc",
        np.fmod,
        math.fmod,
        _truncated,
        spellings=("fmod",),
        methods=("fmod",),
        equation="a - b * trunc(a / b)",
        js="a % b",
        js_local=("1", "-Math.trunc(a / b)"),
        numpy="np.fmod({0}, {1})",
        torch="torch.fmod({0:t}, {1})",
        latex=r"\operatorname{{fmod}}({0}, {1})",
    ),
    Op(
        name="floor_divide",
        symbol="÷↓",
        title="Floor divide gate",
        spellings=("floor_divide",),
        methods=("floor_divide",),
        operator="//",
        slots=2,
        forward=np.floor_divide,
        scalar=lambda a, b: a // b,
        vjp=(lambda g, out, a, b: zero(g), lambda g, out, a, b: zero(g)),
        pattern=Pattern.STOP,
        equation="floor(a / b)",
        local=("0", "0"),
        why=("Between two whole numbers the result is flat: a little change of an input does not change it.",),
        kinks=(Kink("a / b == out or b == 0", "The result jumps here; its slope counts as 0, as in PyTorch."),),
        nonfinite_causes=(
            NonFiniteCause("a == 0 and b == 0", "zero-over-zero", "0 divided by 0 has no value: NaN."),
            NonFiniteCause("b == 0", "div-by-zero", "A number was divided by 0, so it became infinite."),
            OVERFLOW,
        ),
        js="floorDivide(a, b)",
        js_local=("0", "0"),
        numpy="np.floor_divide({0}, {1})",
        torch="torch.div({0:t}, {1}, rounding_mode='floor')",
        latex=r"\left\lfloor \frac{{{0}}}{{{1}}} \right\rfloor",
        trials=POSITIVE,
        blocks_infinite=True,
    ),
    Op(
        name="arctan2",
        symbol="atan2",
        title="Angle gate",
        spellings=("arctan2", "atan2"),
        methods=("arctan2", "atan2"),
        slots=2,
        forward=np.arctan2,
        scalar=math.atan2,
        vjp=(_angle_back(1, 1.0), _angle_back(0, -1.0)),
        jvp=_angle_tangent,
        pattern=Pattern.SCALE,
        equation="arctan2(a, b)",
        local=(
            "where(abs(a) + abs(b) == 0, 0, b / hypot(a, b) / hypot(a, b))",
            "where(abs(a) + abs(b) == 0, 0, -a / hypot(a, b) / hypot(a, b))",
        ),
        why=(
            "The angle of the point (b, a): its slope upwards is b over the squared distance from the origin.",
            "The angle of the point (b, a): its slope to the right is −a over the squared distance from the origin.",
        ),
        kinks=(Kink("a == 0 and b == 0", "The origin has no angle; both slopes count as 0, as in PyTorch."),),
        js="Math.atan2(a, b)",
        js_local=("over(b, Math.hypot(a, b))", "over(-a, Math.hypot(a, b))"),
        numpy="np.arctan2({0}, {1})",
        torch="torch.atan2({0:t}, {1:t})",
        latex=r"\operatorname{{atan2}}({0}, {1})",
        trials=POSITIVE,
    ),
)
