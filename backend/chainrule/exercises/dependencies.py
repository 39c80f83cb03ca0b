"""Dependencies of the quantities of a drawing: a list that can be run with some of them replaced.

The engine runs it to mark what follows from an answer; a page without a server runs the same list, as JSON, with the
generated op module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ..evaluate import ARITHMETIC
from ..ops import OPS
from ..ops.tangent import slope

__all__ = ["RULES", "Argument", "DependencyEntry", "computed", "run"]

EntryKind = Literal["constant", "same", "gate", "slope", "product", "sum"]


@dataclass(frozen=True, slots=True)
class Argument:
    """Operand of a gate: the entry of that number, or a constant."""

    entry: int | None
    constant: float = 0.0


@dataclass(frozen=True, slots=True)
class DependencyEntry:
    """One quantity. Entries that it is made of stand before it.

    constant: `constant`. same: the first of `of`. gate: `op` of `arguments`. slope: d(op)/d(argument `slot`), with the
    gate's own value first in `of`. product: of both of `of`, upstream and local; with
    `blocks_infinite` a local of 0 gives 0 whatever the upstream is. sum: of all of `of`.
    """

    kind: EntryKind
    constant: float = 0.0
    op: str = ""
    arguments: tuple[Argument, ...] = ()
    slot: int = 0
    of: tuple[int, ...] = ()
    blocks_infinite: bool = False


def run(entries: Sequence[DependencyEntry], inputs: Mapping[int, float]) -> list[float]:
    """Return the number of each entry; those of `inputs` are taken as they are."""
    entries_by_index: list[float] = []
    for index, entry in enumerate(entries):
        entries_by_index.append(inputs[index] if index in inputs else RULES[entry.kind](entry, entries_by_index))
    return entries_by_index


def arguments_of(entry: DependencyEntry, entries_by_index: Sequence[float]) -> list[float]:
    return [each.constant if each.entry is None else entries_by_index[each.entry] for each in entry.arguments]


def _gate(entry: DependencyEntry, entries_by_index: Sequence[float]) -> float:
    return computed(OPS[entry.op].forward, *arguments_of(entry, entries_by_index))


def _slope(entry: DependencyEntry, entries_by_index: Sequence[float]) -> float:
    return computed(
        slope(OPS[entry.op], entry.slot), 1.0, entries_by_index[entry.of[0]], *arguments_of(entry, entries_by_index)
    )


def _product(entry: DependencyEntry, entries_by_index: Sequence[float]) -> float:
    upstream, local = entries_by_index[entry.of[0]], entries_by_index[entry.of[1]]
    return 0.0 if entry.blocks_infinite and local == 0 else upstream * local


RULES: Mapping[EntryKind, Callable[[DependencyEntry, Sequence[float]], float]] = {
    "constant": lambda entry, entries_by_index: entry.constant,
    "same": lambda entry, entries_by_index: entries_by_index[entry.of[0]],
    "gate": _gate,
    "slope": _slope,
    "product": _product,
    "sum": lambda entry, entries_by_index: sum(entries_by_index[each] for each in entry.of),
}


def computed(function: Callable[..., Any], *args: float) -> float:
    """A function of numbers, with IEEE 754's answers where Python would raise."""
    with np.errstate(all="ignore"):
        try:
            return float(function(*args))
        except ARITHMETIC:
            return float(function(*map(np.float64, args)))
