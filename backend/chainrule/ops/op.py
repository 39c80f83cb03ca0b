"""What a row of the op table holds. The table is the only place that knows an op by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from ..graph import Shape

__all__ = ["Culprit", "Kink", "Op", "Pattern", "Trial", "Units", "broadcast"]


class Pattern(StrEnum):
    """What a gate does to the gradient. The value is the word in the JSON; `heading` and `sentence` are shown."""

    heading: str
    sentence: str

    def __new__(cls, value: str, heading: str, sentence: str) -> Pattern:
        member = str.__new__(cls, value)
        member._value_ = value
        member.heading = heading
        member.sentence = sentence
        return member

    LEAF = "leaf", "leaf", "A leaf has no inputs: the gradient that arrives here is the answer for this variable."
    DISTRIBUTOR = "distributor", "gradient distributor", "An add gate hands every input the same gradient, unchanged."
    SWAP = "swap", "swap multiplier", "A multiply gate hands each input the gradient times the other input's value."
    ADDER = "adder", "gradient adder", "One value used in several places gets the sum of the gradients that come back."
    ROUTER = "router", "gradient router", "The input that won gets the whole gradient; the others get 0."
    SCALE = "scale", "scaler", "The gradient is scaled by the gate's own slope at the value of the forward pass."
    RESHAPE = "reshape", "rearranger", "Nothing is computed: every entry of the gradient goes back to where it came from."
    SUM = "sum", "gradient copier", "A sum hands every entry the same gradient, copied along the summed axis."
    BROADCAST = "broadcast", "gradient summer", "Stretching copied the value forward, so the copies' gradients add up."
    STOP = "stop", "gradient stop", "The value passes forward; no gradient passes back."


class Units(StrEnum):
    """How a row is taken apart into scalars for the unit view and the browser's tape."""

    ELEMENTWISE = "elementwise"  # the same row on each entry, after broadcasting
    STRUCTURE = "structure"  # entries only move: `forward` is run on an object array of entries
    CUSTOM = "custom"  # the row's own `lower`


@dataclass(frozen=True, slots=True)
class Kink:
    """Where the derivative does not exist: a condition in the formula language on a, b, ... and what is done there."""

    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Culprit:
    """Why finite inputs gave inf or nan: a condition in the formula language on a, b, ..., a code and a sentence."""

    when: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Trial:
    """Where a row is tested: argument shapes, params, and the open interval its inputs are drawn from."""

    shapes: tuple[Shape, ...]
    params: Mapping[str, Any] = field(default_factory=dict)
    low: float = -2.0
    high: float = 2.0


def broadcast(*shapes: Shape, **_: Any) -> Shape:
    """NumPy's broadcasting rule.

    Raises:
        ValueError: the shapes do not fit; the message names the axis.
    """
    return np.broadcast_shapes(*shapes)


def _one(*_: Shape, **__: Any) -> int:
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Op:
    """One row. Arguments are called a, b, c, d in formulas, the result `out`, the upstream gradient `g`."""

    name: str
    symbol: str  # on the gate: "×", "exp"
    title: str  # "Multiply gate"
    spellings: tuple[str, ...] = ()  # callable names without np.: ("exp",)
    methods: tuple[str, ...] = ()  # spelled x.sum(...): the first argument stands before the dot
    operator: str | None = None  # "+", "@": the binary or unary operator that means this row
    slots: int | None = 1  # number of arguments; None: any number
    params: Mapping[str, Any] = field(default_factory=dict)  # accepted keyword (and trailing positional) settings -> default

    forward: Callable[..., Any]  # forward(*args, **params); must work on float64 arrays
    scalar: Callable[..., float] | None = None  # the same on Python floats, faster; may raise, then `forward` is used
    vjp: Callable[..., Any] | tuple[Callable[..., Any], ...]
    # a tuple: vjp[slot](g, out, *args, **params) -> dL/d(args[slot]) before broadcasting is undone;
    # one callable (rows with slots=None): vjp(slot, g, out, *args, **params)
    shape: Callable[..., Shape] = broadcast  # shape(*shapes, **params); raises ValueError with a sentence
    cost: Callable[..., int] = _one  # multiply-adds beyond one per output element: cost(*shapes, **params)
    elementwise: bool = True

    pattern: Pattern
    equation: str  # what it computes, in the formula language: "a * b", "exp(a)"
    local: tuple[str, ...] = ()  # elementwise rows: d(out)/d(slot) in the formula language; what is shown
    rule: tuple[str, ...] = ()  # other rows: the downstream gradient per slot as shown: "g @ b.T"
    why: tuple[str, ...] = ()  # one sentence per slot (or one for all) on why the local gradient is what it is
    folded: tuple[str, ...] = ()  # the gate's symbol when slot i is a constant c drawn inside it: ("{c}+", "+{c}")
    kinks: tuple[Kink, ...] = ()
    culprits: tuple[Culprit, ...] = ()

    js: str = ""  # scalar forward in JavaScript, of a, b, c, d: "Math.exp(a)"
    js_local: tuple[str, ...] = ()  # scalar d(out)/d(slot) in JavaScript, of a, b, c, d and out
    units: Units = Units.ELEMENTWISE
    lower: Callable[..., Any] | None = None  # CUSTOM: lower(emit, *entries, **params); emit(op, *entries) -> entry
    numpy: str = ""  # NumPy code: "np.exp({0})"; params by name
    torch: str = ""  # PyTorch code
    latex: str = ""  # LaTeX of the equation if the printer's default is not the custom: r"\\sqrt{{{0}}}"

    trials: tuple[Trial, ...] = ()  # where to test it; default: each slot scalar, (3,), (2, 3) in (-2, 2)
