"""Values that the forward half of a backward graph keeps for the backward half."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..sentences import tr
from ..view import Box, Wire

__all__ = ["Saved", "SavedValue", "saved_bytes", "saved_values"]

BYTES = 8  # of a float64


@dataclass(frozen=True, slots=True)
class SavedValue:
    """One value of the forward pass that the backward pass needs."""

    edge: str
    """The wire that carries it to the backward half."""
    node: str
    """The node whose value it is."""
    name: str
    """The program's name of it, or the letter that the formulas have for it."""
    shape: list[int]
    """The length of each axis; [] for a number."""
    bytes: int
    """8 for each entry."""
    leaf: bool
    """It is a variable or a number of the program, which is there anyway."""


@dataclass(frozen=True, slots=True)
class Saved:
    """All that the forward pass keeps for the backward pass."""

    values: list[SavedValue]
    """Each of them once, in the order of the wires."""
    bytes: int
    """Bytes of all of them."""
    computed_bytes: int
    """Bytes of those that are no leaves: the memory that the backward pass costs."""
    text: str
    """The same as a sentence."""


def saved_bytes(wire: Wire, boxes: Mapping[str, Box]) -> int | None:
    """The bytes of the value that a wire carries from the forward half to the backward half; None for other wires."""
    if not boxes[wire.target].back or boxes[wire.source].back:
        return None
    size = BYTES
    for length in wire.shape:
        size *= length
    return size


def saved_values(wires: Sequence[Wire], boxes: Mapping[str, Box], names: Mapping[str, str]) -> Saved:
    """`names`: what the value of each wire is called."""
    made_by = {wire.target: wire.source for wire in wires if boxes[wire.target].copies}
    values = []
    for wire in wires:
        size = saved_bytes(wire, boxes)
        if size is None:
            continue
        source = made_by.get(wire.source, wire.source)
        leaf = boxes[source].kind == "leaf"
        values.append(SavedValue(wire.id, source, names[wire.id], list(wire.shape), size, leaf))
    total = sum(value.bytes for value in values)
    computed = sum(value.bytes for value in values if not value.leaf)
    return Saved(values, total, computed, _sentence(values, total, computed))


def _sentence(values: Sequence[SavedValue], total: int, computed: int) -> str:
    if not values:
        return tr("The backward pass needs no value of the forward pass: nothing is saved for it.")
    count, leaves = len(values), total - computed
    if count == 1:
        words = tr("1 value is saved for the backward pass: {0} bytes", f"{total:,}")
    else:
        words = tr("{0} values are saved for the backward pass: {1} bytes", f"{count:,}", f"{total:,}")
    there = tr("{0} bytes of them variables and constants that are there anyway", f"{leaves:,}")
    return f"{words}, {there}." if leaves else f"{words}."
