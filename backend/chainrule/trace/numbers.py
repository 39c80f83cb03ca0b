"""The numbers on every box and wire, read off the Pass; only the places of one wire are added up here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..evaluate import Number, Pass
from ..graph import Graph
from ..ops import OPS
from ..view import OUTPUT, Box, View, Wire

__all__ = ["Numbers", "WireNumbers"]


@dataclass(frozen=True, slots=True)
class WireNumbers:
    value: Number
    upstream: Number
    local: Number | None
    rule: str | None
    downstream: Number


class Numbers:
    """Reads a Pass the way a View is drawn."""

    def __init__(self, run: Pass, view: View) -> None:
        self.run = run
        self.graph: Graph = run.graph
        self.view = view
        self.boxes: dict[str, Box] = {box.id: box for box in view.boxes}

    @cached_property
    def incoming(self) -> dict[str, list[Wire]]:
        wires: dict[str, list[Wire]] = {box.id: [] for box in self.view.boxes}
        for wire in self.view.wires:
            wires[wire.target].append(wire)
        return wires

    def value(self, box: Box) -> Number:
        value = self.run.values[box.node]
        return np.broadcast_to(value, self.stretch(box)) if box.stretches else value

    def stretch(self, box: Box) -> tuple[int, ...]:
        """The shape behind a broadcast box."""
        node, _ = box.id[1:].split("_")
        return self.graph.nodes[int(node)].shape

    def gradient(self, box: Box) -> Number:
        """dL/d(what leaves the box)."""
        if box.id == OUTPUT:
            return self.run.upstream
        if box.stretches:
            node, slot = map(int, box.id[1:].split("_"))
            return self._raw(node, slot)
        return self.run.gradients[box.node]

    def _raw(self, node: int, slot: int) -> Number:
        row = self.run.downstream[node]
        shape = self.graph.nodes[node].shape
        return row[slot] if row and row[slot] is not None else (np.zeros(shape) if shape else 0.0)

    def wire(self, wire: Wire) -> WireNumbers:
        target = self.boxes[wire.target]
        value = self.run.values[wire.node]
        if wire.shape != np.shape(value):
            value = np.broadcast_to(value, wire.shape)
        if target.id == OUTPUT:
            return WireNumbers(value, self.run.upstream, _one(wire), None, self.run.upstream)
        if target.op == "copy":
            total = self.run.gradients[wire.node]
            return WireNumbers(value, total, _one(wire), None, total)
        upstream = self.gradient(target)
        if target.stretches:
            node, slot = map(int, target.id[1:].split("_"))
            return WireNumbers(value, upstream, None, self._summing(wire, target), self.run.handed(node, slot))
        if target.kind == "function":
            return self._function(wire, target, value, upstream)
        ((node, slot),) = wire.ports
        local = self.run.local(node, slot)
        if local is not None:
            return WireNumbers(value, upstream, local, None, self._raw(node, slot))
        gate = self.graph.nodes[node]
        rules = OPS[gate.op].rules(*(self.graph.nodes[arg].shape for arg in gate.args), **gate.params)
        rule = rules[min(slot, len(rules) - 1)] if rules else None
        return WireNumbers(value, upstream, None, rule, self._raw(node, slot))

    def _summing(self, wire: Wire, target: Box) -> str:
        wide, narrow = self.stretch(target), wire.shape
        extra = len(wide) - len(narrow)
        axes = [*range(extra), *(i + extra for i, n in enumerate(narrow) if n == 1 and wide[i + extra] != 1)]
        axis = axes[0] if len(axes) == 1 else tuple(axes)
        if not narrow:
            return "g.sum()"
        return f"g.sum(axis={axis}{', keepdims=True' if len(axes) and extra == 0 else ''})"

    def _function(self, wire: Wire, target: Box, value: Number, upstream: Number) -> WireNumbers:
        terms = [self.run.handed(node, slot) for node, slot in wire.ports]
        downstream = sum(terms[1:], terms[0])
        call = self.graph.calls[int(target.id[1:])]
        inside = self._members.get(call.id, [])
        out = self.graph.nodes[call.output].shape
        shapes = {self.graph.nodes[node].shape for node in inside}
        if (
            wire.shape == out
            and shapes <= {(), out}
            and all(OPS[self.graph.nodes[node].op].elementwise for node in inside)
        ):
            return WireNumbers(value, upstream, self.run.through(call.output, inside[0], wire.ports), None, downstream)
        return WireNumbers(value, upstream, None, None, downstream)

    @cached_property
    def _members(self) -> dict[int, list[int]]:
        """Per call the gates made by it or by the calls in it."""
        calls = self.graph.calls
        members: dict[int, list[int]] = {}
        for node in self.graph.nodes:
            at = node.call if node.args else None
            while at is not None:
                members.setdefault(at, []).append(node.id)
                at = calls[at].parent
        return members


def _one(wire: Wire) -> Any:
    return np.ones(wire.shape) if wire.shape else 1.0
