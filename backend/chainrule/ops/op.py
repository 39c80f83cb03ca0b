"""Row of the op table. The table is the only place that knows an op by name."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Protocol, TypeAlias, cast

from ..graph import Shape
from .windows import SlidingWindows

__all__ = [
    "ARGUMENTS",
    "NonFiniteCause",
    "Emit",
    "Kink",
    "Op",
    "Pattern",
    "PatternName",
    "Trial",
    "Lowering",
    "broadcast",
    "module",
]

ARGUMENTS = "abcdefhk"
"""Names of a gate's arguments in formulas, by slot. No g: that is the upstream gradient."""

Outline: TypeAlias = Literal["variable", "literal", "gate", "copy", "broadcast"]
PatternName: TypeAlias = Literal[
    "leaf", "distributor", "swap", "adder", "router", "scale", "reshape", "sum", "broadcast", "stop", "recorded"
]
"""The words of `Pattern` in the JSON, for types; a test compares the two."""


class Pattern(StrEnum):
    """Pattern of a gate's backward pass. The value is the word in the JSON; `heading` and `sentence` are shown."""

    heading: str
    sentence: str

    def __new__(cls, value: str, heading: str, sentence: str) -> Pattern:
        """Return a member that carries its heading and its sentence."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.heading = heading
        member.sentence = sentence
        return member

    @property
    def word(self) -> PatternName:
        """The word in the JSON."""
        return cast(PatternName, self.value)

    LEAF = "leaf", "leaf", "A leaf has no inputs: the gradient that arrives here is the answer for this variable."
    DISTRIBUTOR = "distributor", "gradient distributor", "An add gate hands every input the same gradient, unchanged."
    SWAP = "swap", "swap multiplier", "A multiply gate hands each input the gradient times the other input's value."
    ADDER = "adder", "gradient adder", "One value used in several places gets the sum of the gradients that come back."
    ROUTER = "router", "gradient router", "The input that won gets the whole gradient; the others get 0."
    SCALE = "scale", "scaler", "The gradient is scaled by the gate's own slope at the value of the forward pass."
    RESHAPE = "reshape", "rearranger", "Nothing is computed: every entry of the gradient goes back where it came from."
    SUM = "sum", "gradient copier", "A sum hands every entry the same gradient, copied along the summed axis."
    BROADCAST = (
        "broadcast",
        "gradient summer",
        "Broadcasting copied the value forward, so the copies' gradients add up.",
    )
    STOP = "stop", "gradient stop", "The value passes forward; no gradient passes back."
    RECORDED = (
        "recorded",
        "recorded gate",
        "Value and gradient are those of the library that ran it, at these inputs only.",
    )


class Lowering(StrEnum):
    """Way in which a row is taken apart into scalars for the unit view and the browser's tape."""

    ELEMENTWISE = "elementwise"  # the same row on each entry, after broadcasting
    STRUCTURE = "structure"  # entries only move: `forward` is run on an object array of entries
    CUSTOM = "custom"  # the row's own `lower`


class Emit(Protocol):
    """Receiver of the scalar gates of `Op.lower`. Entries are opaque: any objects that name a scalar there."""

    def __call__(self, op: str, /, *entries: Any) -> Any:
        """Add a gate and return the entry of its result."""

    def constant(self, value: float, /) -> Any:
        """Add a literal and return its entry."""


@dataclass(frozen=True, slots=True)
class Kink:
    """Condition, in the formula language on a, b, ..., where the derivative does not exist, and the choice made there.

    Conditions may speak of `out` too, join comparisons with `and` and `or`, and are evaluated by `formula.holds`.
    """

    when: str
    text: str
    at: Callable[..., Any] | None = None  # at(out, *args, **params), where no formula on entries can say it


@dataclass(frozen=True, slots=True)
class NonFiniteCause:
    """Cause of inf or nan from finite inputs: a condition in the formula language on a, b, ..., a code, a sentence."""

    when: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Trial:
    """Test case of a row: argument shapes, params, and the open interval its inputs are drawn from."""

    shapes: tuple[Shape, ...]
    params: Mapping[str, Any] = field(default_factory=dict)
    low: float = -2.0
    high: float = 2.0
    whole: Mapping[int, int] = field(default_factory=dict)  # slot -> its entries are whole numbers from 0 below this
    diagonal: float = 0.0  # added to the diagonal of the first argument, a square matrix
    repeats: bool = False  # places are written twice: the shown rule holds for the last one only


def broadcast(*shapes: Shape, **_: Any) -> Shape:
    """NumPy's broadcasting rule.

    Raises:
        ValueError: the shapes do not fit; the message names the axis, counted from the right.
    """
    if not any(shapes):  # every gate of a scalar graph comes by here
        return ()
    rank = max(map(len, shapes))
    out = [1] * rank
    for shape in shapes:
        for axis, size in enumerate(shape, rank - len(shape)):
            if out[axis] == 1:
                out[axis] = size
            elif size not in (1, out[axis]):
                listed = " and ".join(map(str, shapes))
                raise ValueError(
                    f"Shapes {listed} do not fit together: axis {axis - rank} has size {out[axis]} in one and {size} "
                    "in the other. Sizes must be equal, or one of them 1."
                )
    return tuple(out)


class _Argument(str):
    """An argument in a code template. `{0:t}`: PyTorch takes a tensor there, and no bare number."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return f"torch.tensor({float(self.strip('()'))})" if spec == "t" and _NUMBER.fullmatch(self) else str(self)


_NUMBER = re.compile(r"\(?-?[\d.]+(e[+-]?\d+)?\)?")


def module(language: str) -> str:
    """Return the name under which code imports the library of a language: "np" or "torch"."""
    return {"numpy": "np", "torch": "torch"}[language]


def _one(*_: Shape, **__: Any) -> int:
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Op:
    """One row. Formulas call the arguments a, b, c, d (`ARGUMENTS`), the result `out`, the upstream gradient `g`.

    `forward` and `vjp` never write into what they are given; what they return may share memory with it.
    On Python floats a vjp may raise ZeroDivisionError, OverflowError or ValueError where IEEE 754 has inf or nan;
    the same call on np.float64 does not raise.
    """

    name: str
    alike: str = ""
    """Row that computes the same value: this one has another slope where that one's is infinite."""
    symbol: str
    """Text on the gate: "×", "exp"."""
    title: str
    """Its name in sentences: "Multiply gate"."""
    spellings: tuple[str, ...] = ()
    """Names that it is called by, without np.: ("exp",)."""
    methods: tuple[str, ...] = ()
    """Names of methods, as in x.sum(...): the first argument stands before the dot."""
    operator: str | None = None
    """The binary or unary operator that means this row: "+", "@"."""
    slots: int | None = 1
    """Number of arguments; None: any number."""
    params: Mapping[str, Any] = field(default_factory=dict)
    """Settings with their defaults, by keyword or as trailing arguments."""

    forward: Callable[..., Any]
    """forward(*args, **params); works on float64 arrays."""
    scalar: Callable[..., float] | None = None
    """The same on Python floats, faster; where it raises, `forward` is used."""
    vjp: Callable[..., Any] | tuple[Callable[..., Any], ...]
    """A tuple: vjp[slot](g, out, *args, **params) -> dL/d(args[slot]) before broadcasting is undone.
    One callable: vjp(slot, g, out, *args, **params); rows with slots=None have this form."""
    shape: Callable[..., Shape] = broadcast
    """shape(*shapes, **params); raises ValueError with a sentence."""
    cost: Callable[..., int] = _one
    """cost(*shapes, **params): multiply-adds beyond one per entry of the result."""
    elementwise: bool = True
    """Each entry of the result depends on one entry of each argument."""

    outline: Outline = "gate"
    """Outline of its box, and what stands in it: a fork in that of a copy gate, a label in all others."""
    pattern: Pattern
    equation: str
    """The formula of the value, in the formula language: "a * b", "exp(a)"."""
    local: tuple[str, ...] = ()
    """d(out)/d(slot) of elementwise rows, in the formula language: the formula that is shown."""
    rule: tuple[str, ...] = ()
    """Downstream gradient per slot of other rows, as it is shown: "g @ b.T"."""
    why: tuple[str, ...] = ()
    """Reason of the local gradient: one sentence per slot, or one for all."""
    folded: tuple[str, ...] = ()
    """The gate's symbol when slot i is a constant c drawn inside it: ("+{c}", "+{c}"). "": that constant is drawn as a
    leaf. Several folded slots are written one after the other."""
    kinks: tuple[Kink, ...] = ()
    nonfinite_causes: tuple[NonFiniteCause, ...] = ()

    js: str = ""
    """Forward function of scalars in JavaScript, of a, b, c, d: "Math.exp(a)"; of the list x if slots is None."""
    js_local: tuple[str, ...] = ()
    """d(out)/d(slot) in JavaScript, of a, b, c, d and out; or one formula of x, out and slot."""
    units: Lowering = Lowering.ELEMENTWISE
    lower: Callable[..., Any] | None = None
    """For Lowering.CUSTOM: lower(emit, *entries, **params), where emit(op, *entries) gives an entry."""
    numpy: str = ""
    """Template of NumPy code, params by name: "np.exp({0})"."""
    torch: str = ""
    """Template of PyTorch code."""
    latex: str = ""
    """LaTeX of the equation where the printer's default is not the custom: r"\\sqrt{{{0}}}"."""

    commutes: bool = False
    """Its two arguments may change places."""
    joins: str = ""
    """Row of two arguments that a reduction applies again and again: "add" for the sum."""
    domain: tuple[float, float] = (-math.inf, math.inf)
    """The largest interval of `a` inside which value and slope are finite; for rows of one argument."""
    expensive: bool = False
    """On a processor it takes many times as long as a multiply-add: an exponential or something like it."""
    activation: bool = False
    """It is an activation of a neuron: its argument is a net value."""
    trials: tuple[Trial, ...] = ()
    """Test cases of the row; default: each slot a scalar, (3,), (2, 3) in (-2, 2)."""

    max_slope: float = 0.0
    """Largest |slope| of a gate that flattens out far from 0; 0 for all others."""
    stops: range = range(0)
    """Slots through which no gradient passes at all: comparisons, indices, classes. Their vjp is zeros, and the reverse
    loop does not go there: a 0 handed on would meet an infinite slope as NaN."""
    jvp: Callable[..., Any] | None = None
    """jvp(*tangents, out, *args, **params): the tangent of the result. Needed by rows that are neither elementwise nor
    linear in their arguments; of elementwise rows only faster (see `tangent`)."""
    blocks_infinite: bool = False
    """A slope of 0 stops the gradient even where it is infinite: 0 x inf is not formed."""
    rule_for: Callable[..., tuple[str, ...]] | None = None
    """rule_for(*shapes, **params): `rule` where it depends on them."""
    param_text: Callable[..., Mapping[str, str]] | None = None
    """param_text(**params): params in words, by their names in the code templates; `label` is the text on the gate."""
    explicit_params: Callable[..., Mapping[str, Any]] | None = None
    """explicit_params(*shapes, **params): params that say outright what they leave to the shapes, for code that reads
    better so."""
    vjp_formula: Callable[..., tuple[str, ...]] | None = None
    """vjp_formula(*shapes, **params): downstream gradient per slot where neither `local` nor `rules` can be run: a
    formula of g, out and a, b, ... (x0, x1, ... if slots is None)."""
    backward_formula: Callable[..., tuple[str, ...]] | None = None
    """backward_formula(*shapes, **params): the same for the backward graph, where it is differentiated again, without a
    quotient by an entry that may be 0. It may call the functions of `read/modules/gradient_names`."""
    second_refusal: Callable[..., str | None] | None = None
    """second_refusal(*args, **params): why the formula for the backward graph gives no second derivatives at these
    values, as a sentence; None where it gives them."""
    vjp_code: Callable[..., tuple[str, ...]] | None = None
    """vjp_code(language, *shapes, **params): the same as templates of code, where no formula can say it: of {g}, {out}
    and {a}, {b}, ... ({x0}, ... if slots is None)."""
    jvp_code: Callable[..., str] | None = None
    """jvp_code(language, *shapes, **params): `jvp` as a template of code, of the tangents {t} of the one argument, or
    {ta}, {tb}, ... ({t0}, ... if slots is None), and of {out}, {a}, ... Needed by rows that need a `jvp`."""
    windows: Callable[..., SlidingWindows] | None = None
    """windows(*shapes, **params): way of the window of rows that slide one over their first argument; the page shows
    it at work."""
    accumulate_statement: Callable[..., str] | None = None
    """accumulate_statement(language, **params): the statement that adds the gradient {g} into {d}, which holds zeros or
    an earlier sum; for rows whose gradient goes into a part of its argument's."""

    def rules(self, *shapes: Shape, **params: Any) -> tuple[str, ...]:
        """Return, for each slot, the formula of its downstream gradient at these shapes, as NumPy would be written."""
        return self.rule if self.rule_for is None else self.rule_for(*shapes, **params)

    def label(self, **params: Any) -> str:
        """Return the text on the gate, with its params if they belong there: "[0, :]" for an index, else the symbol."""
        return self.symbol if self.param_text is None else self.param_text(**params).get("label", self.symbol)

    def code(self, language: str, /, *args: str, **params: Any) -> str:
        """Return one expression in `language` ("numpy", "torch") of arguments that are names or in brackets already."""
        template = {"numpy": self.numpy, "torch": self.torch}[language]
        args = tuple(map(_Argument, args))
        texts = self.param_text(**params) if self.param_text else {}
        settings = {**self.params, **params, **{name: text.format(*args) for name, text in texts.items()}}
        listed = ", ".join(format(arg, "t" if language == "torch" else "") for arg in args)
        return template.format(*args, args=listed, **settings)
