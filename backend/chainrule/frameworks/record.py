"""Record of one run of a model: calls in order, in frames of modules, over values, parameters and data."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

__all__ = ["RecordedCall", "Frame", "RecordedLeaf", "Part", "Result", "Slot", "decided", "identifier", "recorded_gate"]


@dataclass(eq=False, slots=True)
class RecordedLeaf:
    """A parameter, an input or a constant: `path` is what its framework calls it, `value` an array."""

    path: str
    value: Any
    kind: str  # "parameter", "input", "constant", or "recorded": numbers of a call that is not read


@dataclass(eq=False, slots=True)
class Result:
    """A value that a call made; the call's `results` distinguish several of one call."""

    call: RecordedCall


OTHER_WAY = "the recorded run went another way"
Slot: TypeAlias = RecordedLeaf | Result
Part: TypeAlias = "str | Slot"  # text, with values in it


@dataclass(eq=False, slots=True)
class RecordedCall:
    """One recorded call: the expression as text with values in it, and what it gave (None: nothing that is used)."""

    parts: list[Part]
    results: list[Result | None] = field(default_factory=list)
    effect: bool = False  # a statement of its own, which changes a value in place
    many: bool = False  # it draws many gates: a module that is this one call is a function all the same
    guard: bool = False  # a statement of its own, which says what the run decided by
    where: str = ""  # the path of the module, for errors

    def used(self) -> Iterator[Slot]:
        """Return the values that the call reads, in order."""
        return (part for part in self.parts if not isinstance(part, str))


@dataclass(eq=False, slots=True)
class Frame:
    """A module's run: calls and frames in order."""

    path: str
    name: str  # name of its function if it gets one
    items: list[RecordedCall | Frame] = field(default_factory=list)
    arguments: list[tuple[Slot, str]] = field(default_factory=list)  # in the order of its own text, and their names

    def before_open(self, call: RecordedCall, innermost: Frame) -> None:
        """Put data of the outermost frame before the frame that is open in it, so that equal modules stay equal.

        Args:
            innermost: the frame that is open now; its outermost one is the last item of this one.
        """
        self.items.insert(len(self.items) - (innermost is not self), call)

    def calls(self) -> Iterator[RecordedCall]:
        """Return the calls in the frame and in the frames inside, in order."""
        todo: list[RecordedCall | Frame] = list(reversed(self.items))
        while todo:
            item = todo.pop()
            if isinstance(item, Frame):
                todo.extend(reversed(item.items))
            else:
                yield item


def decided(condition: Slot, outcome: bool) -> RecordedCall:
    """A condition that a run decided by: the program is refused if it comes out otherwise."""
    sign = "not " if outcome else ""
    return RecordedCall([f"if {sign}", condition, f": raise ValueError({OTHER_WAY!r})"], guard=True)


def recorded_gate(name: str, library: str, value: Any, inputs: Iterable[tuple[Slot, Any, Any]]) -> RecordedCall:
    """A call that is not read here as the numbers that it gave.

    Args:
        value: what it gave.
        inputs: per argument where it stands, its value, and d(value)/d(argument) as `ops.recorded.Recording` has it.
    """
    word = name.rpartition(".")[2]
    parts: list[Part] = [f"recorded({name!r}, {library!r}, ", RecordedLeaf(f"{word}_value", value, "recorded")]
    for slot, at, slope in inputs:
        slope_part: Part = (
            "0" if np.ndim(slope) == 0 and slope == 0 else RecordedLeaf(f"{word}_slope", slope, "recorded")
        )
        parts += [", (", slot, ", ", RecordedLeaf(f"{word}_at", at, "recorded"), ", ", slope_part, ")"]
    call = RecordedCall([*parts, ")"])
    call.results.append(Result(call))
    return call


def identifier(text: str, reserved: Iterable[str] = ()) -> str:
    """Return a name that Python reads, as near to `text` as can be, and none of those that are taken."""
    name = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in text).strip("_") or "v"
    if name[0].isdigit() or keyword.iskeyword(name):
        name = f"m{name}"
    taken_names, result, count = set(reserved), name, 1
    while result in taken_names:
        count += 1
        result = f"{name}_{count}"
    return result
