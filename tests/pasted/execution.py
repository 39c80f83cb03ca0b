"""One run of a program with the real library, told which values to use and what to add to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .arrays import Float, as_array, moved
from .libraries import namespace
from .program import Program
from .texts import NoAnswer, changes_entries, instrumented

__all__ = ["Execution", "Moves"]


@dataclass
class Moves:
    """What the hooks in a program are told, and what they tell.

    pins: values to put in place of drawn ones; deltas: what to add at the first binding of a name.
    bound: what every name was first bound to; first: copies of the arrays and lists among them, as they were
    then.
    shared: names that are two names of one array, or of a part of one that is changed.
    """

    pins: Mapping[str, Any]
    deltas: Mapping[str, Any] = field(default_factory=dict)
    bound: dict[str, Any] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    first: dict[str, Any] = field(default_factory=dict)


class Execution:
    """A text that can be run again and again: `run(deltas)` gives the names at the end, and what the hooks saw.

    This one is for NumPy; what other libraries do otherwise stands in `executions.py`.
    """

    def __init__(self, program: Program, text: str, given: Mapping[str, Any], pins: Mapping[str, Any]) -> None:
        self.program = program
        self.text = text
        self.given = given
        self.pins = pins
        self.changes = changes_entries(text)
        self.code, self.last = instrumented(text, tuple(given))

    def without(self, name: str) -> Execution:
        """The same without a given name, if the program sets that name before it uses it."""
        rest = {other: value for other, value in self.given.items() if other != name}
        other = type(self)(self.program, self.text, rest, self.pins)
        try:
            other.run({})
        except NoAnswer as problem:
            if f"name '{name}' is not defined" in str(problem):
                return self
        return other

    def run(self, deltas: Mapping[str, Any]) -> tuple[dict[str, Any], Moves]:
        """Raises NoAnswer if the program raises anything."""
        names = namespace(self.program.written_for)
        moves = Moves(self.pins, deltas)
        for name, value in self.given.items():
            whole = name in self.program.labels
            names[name] = self.labels(np.asarray(value).astype(int)) if whole else self.made(value, deltas.get(name))
            moves.bound[name] = names[name]

        def bind(name: str, value: Any, constant: bool) -> Any:
            if isinstance(value, np.ndarray | np.floating):
                others = [key for key, other in names.items() if other is value]
                if self.is_view(value) or any(not key.startswith("__") for key in others):
                    moves.shared.update([name, *others])
            return self.bind(moves, name, value, constant)

        names["__bind__"] = bind
        try:
            exec(self.code, names)
        except Exception as problem:
            raise NoAnswer(f"{type(problem).__name__}: {problem}") from problem
        return names, moves

    def is_view(self, value: Any) -> bool:
        """Whether an array is a part of another in a program that changes entries."""
        return self.changes and isinstance(value, np.ndarray) and value.base is not None

    def labels(self, value: Any) -> Any:
        """Whole numbers, as this library takes them for an index."""
        return int(value) if value.ndim == 0 else value

    def made(self, value: Any, delta: Any) -> Any:
        """A given value, as this library holds it."""
        array = np.array(value, dtype=float) + (0.0 if delta is None else delta)
        return np.float64(array) if array.ndim == 0 else array

    def bind(self, moves: Moves, name: str, value: Any, constant: bool) -> Any:
        """What `name` is bound to when the program binds it to `value`; `constant`: `value` is of no other name."""
        if name in moves.bound:
            return value
        if name in moves.pins:
            value = self.pinned(name, value, np.array(moves.pins[name], dtype=float))
        if name in moves.deltas:
            value = moved(value, moves.deltas[name])
        if constant:
            value = self.leaf(value)
        moves.bound[name] = value
        if isinstance(value, np.ndarray):
            moves.first[name] = value.copy()
        elif isinstance(value, list):
            moves.first[name] = list(value)
        return value

    def leaf(self, value: Any) -> Any:
        """A value that the program writes out, so that its gradient can be asked for."""
        return value

    def pinned(self, name: str, value: Any, pin: Float) -> Any:
        """What the trace drew, in place of what the library drew. Raises NoAnswer if the shapes differ."""
        drawn = as_array(value)
        if drawn is None or drawn.shape != pin.shape:
            raise NoAnswer(f"`{name}` is {None if drawn is None else drawn.shape}, in the trace {pin.shape}")
        return pin if pin.ndim else float(pin)

    # What the names mean at the end.

    def evaluate(self, expression: str, names: dict[str, Any]) -> Any:
        """Raises NoAnswer if there is no such value."""
        try:
            value = eval(expression, names)
        except Exception as problem:
            raise NoAnswer(f"`{expression}`: {type(problem).__name__}: {problem}") from problem
        return value[0] if isinstance(value, tuple) else value

    def objective(self, out: str, loss: str | None, names: dict[str, Any]) -> Any:
        """The number whose gradients are asked for: `loss`, else the sum of `out` under the upstream gradient."""
        value = self.evaluate(out if loss is None else loss, names)
        if loss is None and self.program.upstream is not None:
            value = value * np.array(self.program.upstream, dtype=float)
        if isinstance(value, list):
            return sum(
                part if hasattr(part, "_prev") else part.sum() if hasattr(part, "sum") else part for part in value
            )
        return value.sum() if hasattr(value, "sum") else value

    # Gradients.

    def exact(
        self, sought: Sequence[str], out: str, loss: str | None, names: dict[str, Any], moves: Moves
    ) -> dict[str, Float]:
        """The gradients that the library itself gives; the others are found by differences."""
        return {}

    def by_differences(self, found: Mapping[str, Float]) -> bool:
        """Whether central differences may judge what `exact` left out."""
        return True
