"""The numbers of one picture as quantities that follow from one another: what an exercise asks for and grades.

A quantity is the value that leaves a box, or the local or downstream gradient of a wire. The other numbers of the
document are one of these under another name: an upstream gradient is what comes back to the target of the wire, the
gradient of a leaf is what its one wire brings back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from ..graph import GraphNode
from ..ops import OPS
from ..tracing.picture import Drawing
from ..view import OUTPUT, Box, Wire
from .dependencies import RULES, Argument, DependencyEntry, run

__all__ = ["Kind", "Numbers", "Quantities", "Quantity"]

_NUDGE = 0.5  # by which an operand is moved to see what depends on it

Kind: TypeAlias = Literal["value", "local", "downstream"]


class Quantity(NamedTuple):
    """`of` is a box for a value, a wire for the others."""

    kind: Kind
    of: str


Numbers: TypeAlias = dict[Quantity, float]


@dataclass(frozen=True, slots=True)
class NumberGate:
    """A gate of numbers, drawn on its own: how its value and its slopes follow from what enters."""

    node: GraphNode
    constants: Mapping[int, float]  # by slot
    wires: Mapping[int, str]  # by slot


class Quantities:
    """The exact numbers of a drawing, and what they would be if some of them were others."""

    def __init__(self, drawing: Drawing) -> None:
        view = drawing.view
        self.boxes: dict[str, Box] = {box.id: box for box in view.boxes}
        self.wires: dict[str, Wire] = {wire.id: wire for wire in view.wires}
        self.into: dict[str, list[Wire]] = {box.id: [] for box in view.boxes}
        self.leaving: dict[str, list[Wire]] = {box.id: [] for box in view.boxes}
        for wire in view.wires:
            self.into[wire.target].append(wire)
            self.leaving[wire.source].append(wire)
        self.exact: Numbers = {}
        for box in view.boxes:
            value = drawing.numbers.value(box)
            if not np.shape(value) and box.id != OUTPUT:
                self.exact[Quantity("value", box.id)] = float(value)
        for wire in view.wires:
            numbers = drawing.wired[wire.id]
            for kind, number in (("local", numbers.local), ("downstream", numbers.downstream)):
                if number is not None and not np.shape(number) and not wire.shape:
                    self.exact[Quantity(kind, wire.id)] = float(number)  # type: ignore[arg-type]
        self.gates: dict[str, NumberGate] = {}
        for box in view.boxes:
            gate = self._gate(drawing, box)
            if gate is not None:
                self.gates[box.id] = gate
        self.entries: list[DependencyEntry] = []
        self.index: dict[Quantity, int] = {}
        self._link()

    def _gate(self, drawing: Drawing, box: Box) -> NumberGate | None:
        if (
            box.kind != "gate"
            or box.copies
            or box.is_broadcast
            or box.members
            or Quantity("value", box.id) not in self.exact
        ):
            return None
        wires = {wire.slot: wire.id for wire in self.into[box.id]}
        constants = {slot: float(drawing.run.values[node]) for slot, node in box.constants}
        node = drawing.graph.nodes[box.node]
        alone = all(not wire.shape and len(wire.ports) == 1 for wire in self.into[box.id])
        if not alone or len(wires) + len(constants) != len(node.args) or not OPS[node.op].elementwise or node.params:
            return None
        return NumberGate(node, constants, wires)

    # names for one another ---------------------------------------------------------------------------------------

    def value_of(self, box: str) -> Quantity:
        """The value that leaves a box: a copy gate hands on that of the box before it, the output has the last one."""
        while self.boxes[box].copies or box == OUTPUT:
            box = self.into[box][0].source
        return Quantity("value", box)

    def upstream_of(self, box: str) -> Quantity | None:
        """Return what comes back to a box: the downstream gradient of its one wire. None: the seed at the output."""
        if box == OUTPUT:
            return None
        leaving = self.leaving[box]
        if self.boxes[box].copies:
            return Quantity("downstream", self.into[box][0].id)  # which is the sum
        return Quantity("downstream", leaving[0].id) if len(leaving) == 1 else None

    # what follows ------------------------------------------------------------------------------------------------

    def following(self, numbers_by_quantity: Mapping[Quantity, float]) -> Numbers:
        """Return all quantities, computed from the leaves on; those in `numbers_by_quantity` are taken as they are."""
        result = run(self.entries, {self.index[quantity]: number for quantity, number in numbers_by_quantity.items()})
        return {quantity: result[index] for quantity, index in self.index.items()}

    def giving_away(self, quantity: Quantity) -> set[Quantity]:
        """Return the numbers from which one operation leads back to this one, as from a product to its factor.

        What is computed straight from it, and further on as long as the number stays the same: behind an add gate a
        gradient stands once more.
        """
        size = abs(self.exact[quantity])
        result: set[Quantity] = set()
        todo = [quantity]
        while todo:
            operand = todo.pop()
            for dependent in self._dependents[operand]:
                if dependent not in result and self._moves(dependent, operand):
                    result.add(dependent)
                    todo += [dependent] if abs(self.exact[dependent]) == size else []
        return result

    def _moves(self, dependent: Quantity, operand: Quantity) -> bool:
        """Return whether a number is another one for another operand: the slope of an add gate is not."""
        entry, at, numbers = self.entries[self.index[dependent]], self.index[operand], self._numbers
        if entry.kind == "constant":  # of a closed function, whose inside is not in the list
            return True
        outs = [out for out in entry.of if entry.kind == "slope" and out != at]  # moves with the operand
        exact_by_index = {index: numbers[index] for index in (at, *outs)}
        before = RULES[entry.kind](entry, numbers)
        numbers[at] += _NUDGE
        for out in outs:
            numbers[out] = RULES[self.entries[out].kind](self.entries[out], numbers)
        after = RULES[entry.kind](entry, numbers)
        for index, number in exact_by_index.items():
            numbers[index] = number
        return after != before

    @cached_property
    def _numbers(self) -> list[float]:
        return run(self.entries, {})

    @cached_property
    def _dependents(self) -> dict[Quantity, list[Quantity]]:
        quantities = {index: quantity for quantity, index in self.index.items()}
        result: dict[Quantity, list[Quantity]] = {quantity: [] for quantity in self.index}
        for index, entry in enumerate(self.entries):
            operands = {*entry.of, *(each.entry for each in entry.arguments if each.entry is not None)}
            for operand in operands:
                result[quantities[operand]].append(quantities[index])
        for wire in self.wires.values():
            if wire.target != OUTPUT and wire.target not in self.gates and not self.boxes[wire.target].copies:
                enters, leaves = self.value_of(wire.source), Quantity("value", wire.target)
                local, downstream = Quantity("local", wire.id), Quantity("downstream", wire.id)
                pairs = (
                    (enters, leaves),
                    (enters, local),
                    (local, downstream),
                    (self.upstream_of(wire.target), downstream),
                )
                for before, after in pairs:
                    if before is not None and before in result and after in result:
                        result[before].append(after)
        return result

    def _link(self) -> None:
        """The values from the leaves on, then the gradients from the output back."""
        for box in self.boxes:
            quantity = Quantity("value", box)
            if box != OUTPUT and quantity in self.exact:
                self._add(quantity, self._value(box))
        for box in reversed(self.boxes):
            for wire in self.into[box]:
                self._add(Quantity("local", wire.id), self._local(wire))
            for wire in self.into[box]:
                self._add(Quantity("downstream", wire.id), self._downstream(wire))

    def _add(self, quantity: Quantity, entry: DependencyEntry | None) -> None:
        if quantity in self.exact:
            self.index[quantity] = len(self.entries)
            self.entries.append(entry or DependencyEntry("constant", self.exact[quantity]))

    def _value(self, box: str) -> DependencyEntry | None:
        before = self.index.get(self.value_of(box))
        if self.boxes[box].copies:
            return None if before is None else DependencyEntry("same", of=(before,))
        gate = self.gates.get(box)
        return None if gate is None else DependencyEntry("gate", op=gate.node.op, arguments=self._arguments(gate))

    def _arguments(self, gate: NumberGate) -> tuple[Argument, ...]:
        return tuple(
            Argument(None, gate.constants[slot])
            if slot in gate.constants
            else Argument(self.index[self.value_of(self.wires[gate.wires[slot]].source)])
            for slot in range(len(gate.node.args))
        )

    def _local(self, wire: Wire) -> DependencyEntry | None:
        gate = self.gates.get(wire.target)
        if gate is None:
            return None
        out = self.index[Quantity("value", wire.target)]
        return DependencyEntry("slope", op=gate.node.op, arguments=self._arguments(gate), slot=wire.slot, of=(out,))

    def _downstream(self, wire: Wire) -> DependencyEntry | None:
        if self.boxes[wire.target].copies:
            terms = [self.index.get(Quantity("downstream", each.id)) for each in self.leaving[wire.target]]
            known_terms = tuple(term for term in terms if term is not None)
            return DependencyEntry("sum", of=known_terms) if len(known_terms) == len(terms) else None
        quantity, local = self.upstream_of(wire.target), self.index.get(Quantity("local", wire.id))
        upstream = None if quantity is None else self.index.get(quantity)
        if upstream is None or local is None or wire.target not in self.gates:
            return None
        return DependencyEntry(
            "product", of=(upstream, local), blocks_infinite=OPS[self.gates[wire.target].node.op].blocks_infinite
        )

    def arguments(self, box: str, numbers: Numbers) -> list[float] | None:
        """Return the operands of a gate, constants included; None where it is not a gate of numbers."""
        gate = self.gates.get(box)
        if gate is None:
            return None
        return [
            gate.constants[slot]
            if slot in gate.constants
            else numbers[self.value_of(self.wires[gate.wires[slot]].source)]
            for slot in range(len(gate.node.args))
        ]
