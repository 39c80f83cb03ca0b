"""`recorded(...)`: a call of another library that is not read here, with the numbers that it gave."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import ChainruleError
from ...graph import GuardNode
from ...ops.recorded import Recording
from ..calling import Arguments
from ..values import Items, Number, Value

__all__ = ["recorded_call"]


def recorded_call(call: Arguments) -> Value:
    """`recorded("torch.special.i0e", "PyTorch", value, (x, x_recorded, slope), ...)`: one gate.

    A guard holds each x: where it moves, the program is read again, and is refused if x is not the recorded one.

    Raises:
        SourceError: `not-in-language`: the arguments are others.
        InputError: `recorded`: x has another value than the one that was recorded.
    """
    name, library, value, rest = call.bind("name, library, value, *inputs")
    inputs = [tuple(each) for each in rest if type(each) in (tuple, Items) and len(each) == 3]
    if not (isinstance(name, str) and isinstance(library, str)) or not inputs or len(inputs) != len(rest):
        raise call.refuse(
            "`recorded` takes a name, a library, a value, and for each input what it is, was, and its Jacobian.",
            'Write `recorded("library.f", "library", value, (x, x_recorded, slope))`.',
        )
    arguments = [each[0] for each in inputs]
    recording = Recording(
        name,
        library,
        _numbers(call, value),
        tuple(_numbers(call, each[1]) for each in inputs),
        tuple(_numbers(call, each[2]) for each in inputs),
    )
    m = call.machine
    _check_shapes(call, recording, arguments)
    if not m.shapes_only:
        try:
            recording.check(tuple(_now(call, argument) for argument in arguments))
        except ChainruleError as error:
            error.span = error.span or m.span(call.node)
            raise
    m.note("recorded", f"`{name}` is recorded from {library}; its gradient is {library}'s.", call.node)
    return call.emit("recorded", arguments, {"recording": recording})


def _numbers(call: Arguments, value: Value) -> Any:
    """An array as it is; of shapes alone zeros that take no memory."""
    if call.machine.shapes_only:
        return np.broadcast_to(np.float64(0.0), call.shape(value))
    return _now(call, value)


def _now(call: Arguments, value: Value) -> np.ndarray[Any, Any]:
    """The entries as they are. The guard that holds them has no place in the source: it is no choice of the program."""
    m = call.machine
    index = call.number(value)
    numbers = np.asarray(m.value_of(index), dtype=np.float64)
    if not m.is_literal(Number(index)):
        m.guards.append(GuardNode("==", index, m.builder.literal(numbers, m.span(call.node)), True, None))
    return numbers


def _check_shapes(call: Arguments, recording: Recording, arguments: list[Value]) -> None:
    for slot, argument in enumerate(arguments):
        at, slope = np.shape(recording.inputs[slot]), np.shape(recording.slopes[slot])
        full = (*np.shape(recording.value), *at)
        fits = slope in (full, ()) if call.machine.shapes_only else slope == full or recording.stops(slot)
        if call.shape(argument) != at or not (fits or recording.entrywise(slot)):
            raise call.refuse(
                f"Input {slot + 1} of `{recording.name}` has another shape than what was recorded of it.",
                "Import the model again.",
            )
