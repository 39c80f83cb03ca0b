"""The numbers on every box and wire, read off the Pass; only the places of one wire are added up here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from ..evaluate import Number, Pass, shape_of
from ..graph import Graph
from ..ops import OPS
from ..view import OUTPUT, Box, View, Wire

__all__ = ["Numbers", "WireNumbers", "Wiring"]


def _port(box: Box) -> tuple[int, int]:
    """The gate behind a broadcast box, and the slot that it feeds."""
    assert box.port is not None, "only a broadcast box has a port"
    return box.port


class WireNumbers(NamedTuple):
    """The numbers of one wire."""

    value: Number
    upstream: Number
    local: Number | None
    rule: str | None
    downstream: Number
    summed_axes: tuple[int, ...] | None = None  # of a broadcast gate: the axes of its sum; () for all entries


class Wiring:
    """A view by its ids."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.boxes: dict[str, Box] = {box.id: box for box in view.boxes}
        self.incoming: dict[str, list[Wire]] = {box.id: [] for box in view.boxes}
        self.outgoing: dict[str, list[Wire]] = {box.id: [] for box in view.boxes}
        for wire in view.wires:
            self.incoming[wire.target].append(wire)
            self.outgoing[wire.source].append(wire)


class Numbers:
    """Reads a Pass the way a View is drawn."""

    def __init__(self, run: Pass, wiring: Wiring, tangents: Sequence[Number] | None = None) -> None:
        self.run = run
        self.tangents = tangents  # of the program's own nodes, in forward mode
        self.graph: Graph = run.graph
        self.view = wiring.view
        self.boxes, self.incoming, self.outgoing = wiring.boxes, wiring.incoming, wiring.outgoing

    def value(self, box: Box) -> Number:
        """Return the value of a box, in the shape that it hands on."""
        value = self.run.values[box.node]
        return np.broadcast_to(value, self.broadcast_shape(box)) if box.is_broadcast else value

    def broadcast_shape(self, box: Box) -> tuple[int, ...]:
        """The shape behind a broadcast box."""
        node, _ = _port(box)
        return self.graph.nodes[node].shape

    def gradient(self, box: Box) -> Number:
        """dL/d(what leaves the box)."""
        if box.kind == "output":
            return self._seed(box)
        if box.is_broadcast:
            return self._raw(*_port(box))
        return self.run.gradients[box.node]

    def tangent(self, box: Box) -> Number:
        """d(what leaves the box)/d(direction)."""
        tangent = self._tangent(box.node)
        return np.broadcast_to(tangent, self.broadcast_shape(box)) if box.is_broadcast else tangent

    def wire_tangent(self, wire: Wire) -> Number:
        """Return the tangent on a wire, in the shape in which its target uses it."""
        tangent = self._tangent(wire.node)
        return np.broadcast_to(tangent, wire.shape) if wire.shape != np.shape(tangent) else tangent

    def _tangent(self, node: int) -> Number:
        assert self.tangents is not None, "only forward mode has tangents"
        members = self.member_nodes(node)
        return self.tangents[node] if len(members) == 1 else np.stack([self.tangents[each] for each in members])

    def mirrors(self, box: Box) -> int:
        """The node of the forward half whose gradient a box of the backward half helps to compute."""
        halves = self.graph.halves
        assert halves is not None, "only a graph with two halves has a backward half"
        if box.calls:
            return self.graph.calls[box.calls[0] - halves.calls].output
        if box.kind == "output":
            return halves.ends[int(box.id.removeprefix(OUTPUT))].leaf
        return halves.origin.get(box.node, box.node)

    def backward_of(self, box: Box) -> str | None:
        """The box of the forward half whose gradient a box of the backward half helps to compute."""
        if self.graph.halves is None or not box.back:
            return None
        node, collapsed = self.mirrors(box), self._collapsed_boxes
        call = self.graph.nodes[node].call
        while node not in self._drawn_as and call is not None:
            if call in collapsed:
                return collapsed[call]
            call = self.graph.calls[call].parent
        return self._drawn_as.get(node)

    def carries(self, box: Box) -> Literal["value", "local", "gradient"]:
        """Return the kind of value a box makes; in the backward half a gradient if it depends on dL/d(output)."""
        if not box.back or box.keeps:
            return "value"
        return "gradient" if self._seeded[box.node] else "local"

    @cached_property
    def _seeded(self) -> list[bool]:
        """True for each node that is dL/d(output) or depends on it."""
        halves, seeded = self.graph.halves, [False] * len(self.graph.nodes)
        assert halves is not None, "only a graph with two halves has a backward half"
        for node in self.graph.nodes:
            seeded[node.id] = node.id == halves.seed or any(seeded[arg] for arg in node.args)
        return seeded

    @cached_property
    def _collapsed_boxes(self) -> dict[int, str]:
        """Collapsed calls -> their boxes."""
        return {call: box.id for box in self.view.boxes for call in box.calls if not box.members}

    @cached_property
    def _drawn_as(self) -> dict[int, str]:
        """Nodes of the forward half -> their boxes."""
        plain = [box for box in self.view.boxes if not (box.back or box.copies or box.is_broadcast)]
        return {box.node: box.id for box in plain if box.kind != "output"}

    def _seed(self, box: Box) -> Number:
        """Return dL/d(output). L of a graph with two halves is the sum of all gradients, which are its ends."""
        if self.graph.halves is None:
            return self.run.upstream
        value = self.run.values[box.node]
        if box.id == OUTPUT:
            return np.zeros_like(value) if np.shape(value) else 0.0
        return np.ones_like(value) if np.shape(value) else 1.0

    def _raw(self, node: int, slot: int) -> Number:
        row, gate = self.run.downstream[node], self.graph.nodes[node]
        shape = gate.shape if OPS[gate.op].elementwise else self.graph.nodes[gate.args[slot]].shape
        return row[slot] if row and row[slot] is not None else (np.zeros(shape) if shape else 0.0)

    def wires(self) -> dict[str, WireNumbers]:
        """The numbers of every wire, by its id."""
        with np.errstate(all="ignore"):
            return {wire.id: self.wire(wire) for wire in self.view.wires}

    def wire(self, wire: Wire) -> WireNumbers:
        """Return the numbers of one wire; a rule stands in place of a local gradient that is too large."""
        target = self.boxes[wire.target]
        value = self.run.values[wire.node]
        if wire.shape != shape_of(value):
            value = np.broadcast_to(value, wire.shape)
        if target.kind == "output":
            seed = self._seed(target)
            return WireNumbers(value, seed, _one(wire, value), None, seed)
        if target.copies:
            total = self._saved(target) if target.keeps or self._uses_inside(wire) else self.run.gradients[wire.node]
            return WireNumbers(value, total, _one(wire, value), None, total)
        upstream = self.gradient(target)
        if target.is_broadcast:
            back = self.run.contribution(*_port(target))
            rule, axes = self._summing(wire, target)
            return WireNumbers(value, upstream, None, rule, back, axes)
        if target.kind == "function" or len(wire.ports) > 1:
            return WireNumbers(value, upstream, self._slope(wire, target), None, self._contribution(wire))
        ((node, slot),) = wire.ports
        local = self.run.local(node, slot)
        if local is not None:
            return WireNumbers(value, upstream, local, None, self._raw(node, slot))
        gate = self.graph.nodes[node]
        rules = OPS[gate.op].rules(*(self.graph.nodes[arg].shape for arg in gate.args), **gate.params)
        slot_rule = rules[min(slot, len(rules) - 1)] if rules else None
        return WireNumbers(value, upstream, None, slot_rule, self._raw(node, slot))

    def _uses_inside(self, wire: Wire) -> bool:
        """Return whether the box before a wire may use the value itself, too: a row, a function of several results."""
        source = self.boxes[wire.source]
        return source.in_a_row or any(self.graph.calls[call].results for call in source.calls)

    def _saved(self, copy: Box) -> Number:
        """Return the sum of what the users behind a copy gate hand back to it."""
        terms = [self.wire(wire).downstream for wire in self.outgoing[copy.id]]
        return sum(terms[1:], terms[0])

    def _summing(self, wire: Wire, target: Box) -> tuple[str, tuple[int, ...]]:
        """Return the rule of a broadcast gate as code, and the axes that it sums over; () for all entries."""
        source, target_shape = self.broadcast_shape(target), wire.shape
        extra = len(source) - len(target_shape)
        axes = [*range(extra), *(i + extra for i, n in enumerate(target_shape) if n == 1 and source[i + extra] != 1)]
        axis = axes[0] if len(axes) == 1 else tuple(axes)
        if not target_shape:
            return "g.sum()", ()
        return f"g.sum(axis={axis}{', keepdims=True' if len(axes) and extra == 0 else ''})", tuple(axes)

    def member_nodes(self, node: int) -> tuple[int, ...]:
        """The nodes of the graph that a wire or a box carries, one or several."""
        single = node < len(self.graph.nodes) - len(self.view.bundles)
        return (node,) if single else self.graph.nodes[node].args

    def ports(self, wire: Wire) -> dict[int, list[tuple[int, int]]]:
        """Return the places (node, slot) that use each value of a wire, by the node that makes it."""
        if len(self.member_nodes(wire.node)) == 1:
            return {wire.node: list(wire.ports)}
        rows_by_index: dict[int, list[tuple[int, int]]] = {node: [] for node in self.member_nodes(wire.node)}
        for node, slot in wire.ports:
            rows_by_index[self.graph.nodes[node].args[slot]].append((node, slot))
        return rows_by_index

    def _contribution(self, wire: Wire) -> Number:
        """Return the sum of the contributions through the ports of a wire; stacked if it carries several values."""
        result = []
        for ports in self.ports(wire).values():
            latest = sorted(ports, key=lambda port: (-port[0], port[1]))  # in which order the backward pass adds up
            terms = [self.run.contribution(node, slot) for node, slot in latest]
            result.append(sum(terms[1:], terms[0]))
        return result[0] if len(result) == 1 else np.stack(result)

    def _slope(self, wire: Wire, target: Box) -> Number | None:
        """The local gradient of closed functions, by entry; None where it is a Jacobian.

        Of several drawn as one: where each takes its own part of what the wire brings, in the order they give theirs.
        """
        carried = self.member_nodes(wire.node)
        calls = sorted(target.calls, key=lambda call: self.graph.calls[call].ends)
        if len(calls) != len(carried) or len(calls) != len(self.member_nodes(target.node)):
            return None
        slopes = [self._vjp_through(call, own) for call, own in zip(calls, self.ports(wire).values(), strict=True)]
        if len(slopes) == 1:
            return slopes[0]
        result = [slope for slope in slopes if slope is not None]
        return np.stack(result) if len(result) == len(slopes) else None

    def _vjp_through(self, call: int, ports: list[tuple[int, int]]) -> Number | None:
        """The slope of one closed call with respect to what enters at `ports`, if it goes entry by entry."""
        inside = self._members.get(call, [])
        output = self.graph.calls[call].output
        if output < 0:
            return None  # it gives several results
        out = self.graph.nodes[output].shape
        node, slot = ports[0]
        shapes = {out, self.graph.nodes[self.graph.nodes[node].args[slot]].shape}
        shapes |= {self.graph.nodes[gate].shape for gate in inside} - {()}
        plain = all(OPS[self.graph.nodes[gate].op].elementwise for gate in inside)
        if not plain or shapes != {out} or not {gate for gate, _ in ports} <= set(inside):
            return None
        return self.run.vjp_through(output, inside[0], ports)

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


def _one(wire: Wire, value: Number) -> Number:
    """The slope of what is only handed on."""
    return np.ones_like(value) if wire.shape else 1.0
