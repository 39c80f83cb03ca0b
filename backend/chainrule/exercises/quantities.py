"""The numbers of one picture as quantities that follow from one another: what an exercise asks for and grades.

A quantity is the value that leaves a box, or the local or downstream gradient of a wire. The other numbers of the
document are one of these under another name: an upstream gradient is what comes back to the target of the wire, the
gradient of a leaf is what its one wire brings back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from ..evaluate import ARITHMETIC
from ..graph import Node
from ..ops import OPS
from ..ops.tangent import slope
from ..tracing.drawing import Drawing
from ..view import OUTPUT, Box, Wire

__all__ = ["Kind", "Numbers", "Quantities", "Quantity", "computed"]

Kind: TypeAlias = Literal["value", "local", "downstream"]


class Quantity(NamedTuple):
    """`of` is a box for a value, a wire for the others."""

    kind: Kind
    of: str


Numbers: TypeAlias = dict[Quantity, float]


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate of numbers, drawn on its own: how its value and its slopes follow from what enters."""

    node: Node
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
        self.gates: dict[str, Gate] = {}
        for box in view.boxes:
            gate = self._gate(drawing, box)
            if gate is not None:
                self.gates[box.id] = gate

    def _gate(self, drawing: Drawing, box: Box) -> Gate | None:
        if (
            box.kind != "gate"
            or box.copies
            or box.stretches
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
        return Gate(node, constants, wires)

    # names for one another ---------------------------------------------------------------------------------------

    def value_of(self, box: str) -> Quantity:
        """The value that leaves a box: a copy gate hands on that of the box before it, the output has the last one."""
        while self.boxes[box].copies or box == OUTPUT:
            box = self.into[box][0].source
        return Quantity("value", box)

    def upstream_of(self, box: str) -> Quantity | None:
        """What comes back to a box: the downstream gradient of its one wire. None: the seed at the output."""
        if box == OUTPUT:
            return None
        leaving = self.leaving[box]
        if self.boxes[box].copies:
            return Quantity("downstream", self.into[box][0].id)  # which is the sum
        return Quantity("downstream", leaving[0].id) if len(leaving) == 1 else None

    # what follows ------------------------------------------------------------------------------------------------

    def following(self, given: Mapping[Quantity, float]) -> Numbers:
        """All quantities, computed from the leaves on with the numbers of `given` in place of those that follow."""
        found: Numbers = {}
        for box in self.boxes:
            quantity = Quantity("value", box)
            if box == OUTPUT or quantity not in self.exact:
                continue
            if self.boxes[box].copies:
                found[quantity] = found.get(self.value_of(box), self.exact[quantity])
            else:
                found[quantity] = given[quantity] if quantity in given else self._value(box, found)
        for box in reversed(self.boxes):
            for wire in self.into[box]:
                self._local(wire, found, given)
            for wire in self.into[box]:
                self._downstream(wire, found, given)
        return found

    def _value(self, box: str, found: Numbers) -> float:
        gate = self.gates.get(box)
        if gate is None:
            return self.exact[Quantity("value", box)]
        row = OPS[gate.node.op]
        return computed(row.forward, *self._arguments(gate, found))

    def _arguments(self, gate: Gate, found: Numbers) -> list[float]:
        return [
            gate.constants[slot]
            if slot in gate.constants
            else found[self.value_of(self.wires[gate.wires[slot]].source)]
            for slot in range(len(gate.node.args))
        ]

    def _local(self, wire: Wire, found: Numbers, given: Mapping[Quantity, float]) -> None:
        quantity, gate = Quantity("local", wire.id), self.gates.get(wire.target)
        if quantity not in self.exact:
            return
        if quantity in given:
            found[quantity] = given[quantity]
        elif gate is None:
            found[quantity] = self.exact[quantity]
        else:
            out = found[Quantity("value", wire.target)]
            function = slope(OPS[gate.node.op], wire.slot)
            found[quantity] = computed(function, 1.0, out, *self._arguments(gate, found))

    def _downstream(self, wire: Wire, found: Numbers, given: Mapping[Quantity, float]) -> None:
        quantity, local = Quantity("downstream", wire.id), Quantity("local", wire.id)
        if quantity not in self.exact:
            return
        if quantity in given:
            found[quantity] = given[quantity]
        elif self.boxes[wire.target].copies:
            terms = [found.get(Quantity("downstream", each.id)) for each in self.leaving[wire.target]]
            numbers = [term for term in terms if term is not None]
            found[quantity] = sum(numbers) if len(numbers) == len(terms) else self.exact[quantity]
        else:
            upstream = self.upstream_of(wire.target)
            if upstream in found and local in found and wire.target in self.gates:
                product = found[upstream] * found[local]
                found[quantity] = 0.0 if found[local] == 0 and OPS[self.gates[wire.target].node.op].masks else product
            else:
                found[quantity] = self.exact[quantity]

    def arguments(self, box: str, numbers: Numbers) -> list[float] | None:
        """What enters a gate, constants included; None where it is not a gate of numbers."""
        gate = self.gates.get(box)
        return None if gate is None else self._arguments(gate, numbers)


def computed(function: Callable[..., Any], *args: float) -> float:
    """A function of numbers, with IEEE 754's answers where Python would raise."""
    with np.errstate(all="ignore"):
        try:
            return float(function(*args))
        except ARITHMETIC:
            return float(function(*map(np.float64, args)))
