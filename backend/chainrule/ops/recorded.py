"""A gate that another library ran: its value and its Jacobian as they were recorded, at the inputs of that run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError, SourceError
from ..graph import Shape
from .op import Emit, Lowering, Op, Pattern, Trial

__all__ = ["ROWS", "Recording"]

NEAR = 1e-9  # inputs that differ by less, relative to the largest recorded entry, differ by rounding only
LABEL = 14  # characters of a function's name that stand in its gate
MAX_ENTRIES = 16  # entries of a Jacobian that stands as numbers in the rule that is shown


@dataclass(frozen=True, eq=False)
class Recording:
    """The results of one call of another library. With shapes alone every array is zeros that take no memory.

    Attributes:
        name: the function as its library calls it: "torch.special.i0e".
        framework: name of the library that ran it: "PyTorch".
        value: the result.
        inputs: the arguments at which it was recorded, in order.
        slopes: per argument d(value)/d(argument): in the argument's shape where each entry of the value depends on the
            same entry of the argument alone, else of shape (*value.shape, *argument.shape); the number 0 where no
            gradient passes.
        near: how far an input may lie from the recorded one, relative to its largest entry.
    """

    name: str
    framework: str
    value: Any
    inputs: tuple[Any, ...]
    slopes: tuple[Any, ...]
    near: float = NEAR

    def stops(self, slot: int) -> bool:
        """True if no gradient passes to this argument: an index, or a value that was detached."""
        return bool(np.ndim(self.slopes[slot]) == 0 and self.slopes[slot] == 0)

    def entrywise(self, slot: int) -> bool:
        """True if entry i of the value depends on entry i of this argument alone."""
        return bool(np.shape(self.slopes[slot]) == np.shape(self.inputs[slot]) == np.shape(self.value))

    def matrix(self, slot: int) -> Any:
        """The Jacobian of one argument: entries of the value by entries of the argument."""
        slope, size = np.asarray(self.slopes[slot]), (np.size(self.value), np.size(self.inputs[slot]))
        if self.stops(slot):
            return np.broadcast_to(0.0, size)
        return np.diag(slope.ravel()) if self.entrywise(slot) else slope.reshape(size)

    def pushed(self, slot: int, tangent: Any) -> Any:
        """The Jacobian of one argument times a tangent of it."""
        if self.stops(slot):
            return np.zeros(np.shape(self.value))
        if self.entrywise(slot):
            return self.slopes[slot] * tangent
        return (self.matrix(slot) @ np.ravel(tangent)).reshape(np.shape(self.value))

    def pulled(self, slot: int, g: Any) -> Any:
        """An upstream gradient times the Jacobian of one argument."""
        if self.stops(slot):
            return np.zeros(np.shape(self.inputs[slot]))
        if self.entrywise(slot):
            return g * self.slopes[slot]
        return (np.ravel(g) @ self.matrix(slot)).reshape(np.shape(self.inputs[slot]))

    def __str__(self) -> str:
        """Return the arguments of the generated call: value, inputs, Jacobians as matrices, and how near."""
        slopes = [self.matrix(slot).tolist() for slot in range(len(self.inputs))]
        inputs = [np.asarray(each).tolist() for each in self.inputs]
        return f"{np.asarray(self.value).tolist()!r}, {inputs!r}, {slopes!r}, {self.near!r}"

    def check(self, args: tuple[Any, ...]) -> None:
        """Raises: InputError: `recorded`: an input is not the recorded one."""
        for arg, recorded in zip(args, self.inputs, strict=True):
            bound = self.near * float(np.max(np.abs(recorded), initial=0.0))
            if not np.all((np.abs(np.subtract(arg, recorded)) <= bound) | (np.isnan(arg) & np.isnan(recorded))):
                raise elsewhere(self.name, self.framework)


def elsewhere(name: str, framework: str) -> InputError:
    """The error for other inputs than the recorded ones."""
    return InputError(
        "recorded",
        f"`{name}` was recorded from {framework}: its numbers hold at the recorded inputs only, and these are others.",
        hint="Import the model again with these values.",
    )


NONE = Recording("recorded", "another library", 0.0, (0.0,), (0.0,))


def _shape(*shapes: Shape, recording: Recording = NONE) -> Shape:
    if not isinstance(recording, Recording):
        raise ValueError("A recorded gate has the numbers of one call.")
    if shapes != tuple(map(np.shape, recording.inputs)):
        raise ValueError(f"`{recording.name}` was recorded at inputs of other shapes.")
    return np.shape(recording.value)


def _forward(*args: Any, recording: Recording = NONE) -> Any:
    recording.check(args)
    out = recording.value
    for slot, (arg, recorded) in enumerate(zip(args, recording.inputs, strict=True)):
        out = out + recording.pushed(slot, np.subtract(arg, recorded))  # what rounding moved, to first order
    return out


def _tangent(*tangents: Any, recording: Recording = NONE) -> Any:
    count = len(recording.inputs)  # behind the tangents stand the value and the arguments
    terms = [recording.pushed(slot, tangent) for slot, tangent in enumerate(tangents[:count])]
    return sum(terms[1:], terms[0])


def _lower(emit: Emit, *args: Any, recording: Recording = NONE) -> Any:
    """The value plus Jacobian times (input - recorded input): a guard of the graph holds the inputs where they are."""
    value = np.asarray(recording.value)
    entries = [emit.constant(float(number)) for number in value.ravel()]
    for slot, arg in enumerate(args):
        numbers = np.ravel(recording.inputs[slot])
        differences = [
            emit("sub", entry, emit.constant(float(number)))
            for entry, number in zip(np.asarray(arg, dtype=object).ravel(), numbers, strict=True)
        ]
        for place, row in enumerate(recording.matrix(slot)):
            for column in np.flatnonzero(row):
                term = emit("mul", emit.constant(float(row[column])), differences[column])
                entries[place] = emit("add", entries[place], term)
    out = np.empty(value.shape, dtype=object)
    out.ravel()[:] = entries
    return out


def _rules(*shapes: Shape, recording: Recording = NONE) -> tuple[str, ...]:
    return tuple(_rule(recording, slot, shape) for slot, shape in enumerate(shapes))


def _rule(recording: Recording, slot: int, shape: Shape) -> str:
    """Return the words of the backward rule, with the numbers of a small Jacobian."""
    slope = np.asarray(recording.slopes[slot])
    if recording.stops(slot):
        return f"zeros({shape})"
    if recording.entrywise(slot):
        return f"g * {_numbers(slope)}" if slope.size <= MAX_ENTRIES else f"g * slope_{slot + 1}"
    if slope.size > MAX_ENTRIES:
        return f"reshape(reshape(g, -1) @ jacobian_{slot + 1}, {shape})"
    return f"reshape(reshape(g, -1) @ {_numbers(recording.matrix(slot))}, {shape})"


def _numbers(array: Any) -> str:
    text = repr(np.asarray(array, dtype=np.float64).tolist())
    return f"array({text})" if np.ndim(array) else text


def _no_formula(*_: Shape, recording: Recording = NONE) -> tuple[str, ...]:
    raise SourceError(
        "recorded",
        f"`{recording.name}` was recorded from {recording.framework}: its gradient is numbers at one place and has no "
        "formula to differentiate again.",
        hint="Write the function with operators and functions that are read here.",
    )


def _back_code(language: str, *shapes: Shape, recording: Recording = NONE) -> tuple[str, ...]:
    """The Jacobians as numbers: what `recorded` refuses in the forward pass does not come here."""
    return tuple(
        f"recorded_back({{g}}, {recording.matrix(slot).tolist()!r}, {shape!r})" for slot, shape in enumerate(shapes)
    )


def _tangent_code(language: str, *shapes: Shape, recording: Recording = NONE) -> str:
    shape = np.shape(recording.value)
    return " + ".join(
        f"recorded_tangent({{t{slot}}}, {recording.matrix(slot).tolist()!r}, {shape})" for slot in range(len(shapes))
    )


def _texts(*, recording: Recording = NONE) -> Mapping[str, str]:
    word = recording.name.rpartition(".")[2] or recording.name
    return {"label": word if len(word) <= LABEL else f"{word[: LABEL - 1]}…"}


_RNG = np.random.default_rng(5)


def _trial(value: Shape, *inputs: Shape, entrywise: bool = False, stopped: bool = False) -> Trial:
    """A recording whose Jacobian is used far around the recorded inputs; `stopped`: none passes to the last one."""
    slopes: list[Any] = [_RNG.normal(size=each if entrywise else (*value, *each)) for each in inputs]
    if stopped:
        slopes[-1] = np.float64(0.0)
    recorded = tuple(_RNG.normal(size=each) for each in inputs)
    recording = Recording("library.f", "another library", _RNG.normal(size=value), recorded, tuple(slopes), near=1e6)
    return Trial(inputs, {"recording": recording})


ROWS = (
    Op(
        name="recorded",
        symbol="recorded",
        title="Recorded gate",
        slots=None,
        params={"recording": NONE},
        forward=_forward,
        vjp=lambda slot, g, out, *args, recording=NONE: recording.pulled(slot, g),
        jvp=_tangent,
        jvp_code=_tangent_code,
        shape=_shape,
        cost=lambda *shapes, recording=NONE: sum(map(np.size, recording.slopes)),
        elementwise=False,
        pattern=Pattern.RECORDED,
        equation="recorded(a, ...)",
        rule=("recorded_vjp(g)",),
        rule_for=_rules,
        vjp_formula=_no_formula,
        vjp_code=_back_code,
        why=("The value was recorded, not computed here, and its Jacobian is the one of the library that ran it.",),
        units=Lowering.CUSTOM,
        lower=_lower,
        param_text=_texts,
        numpy="recorded([{args}], {recording})",
        torch="recorded([{args}], {recording})",
        trials=(
            _trial((), ()),
            _trial((3,), (3,), entrywise=True),
            _trial((2, 2), (3,)),
            _trial((2,), (), (2, 3)),
            _trial((2,), (), (2,), stopped=True),
        ),
    ),
)
