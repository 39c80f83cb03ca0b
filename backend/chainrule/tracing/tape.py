"""The scalar tape: the same graph entry by entry, which a page runs by itself when a slider moves."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..errors import LimitError
from ..evaluate import Pass
from ..graph import INPUT, LITERAL, Graph, ancestors
from ..limits import Limits
from ..number import jsonable
from ..ops import OPS
from ..scalarize import ScalarizedGraph, entry_names, scalarize
from ..view import OUTPUT, Box, Wire
from .document import Tape, TapeEdge
from .numbers import Numbers
from .structure import PictureStructure

__all__ = ["tape"]


def tape(numbers: Numbers, full_run: Pass, limits: Limits, structure: PictureStructure) -> Tape | None:
    """The tape of a drawn graph, or None when it would have more than `tape_entries` entries.

    `full_run`: the pass as the program says it; its names are those whose values a page changes.
    """
    result = structure.part(("tape", limits.tape_entries), lambda: _structure_of(numbers, full_run, limits))
    return None if result is None else result.at(numbers)


def _structure_of(numbers: Numbers, full_run: Pass, limits: Limits) -> _TapeStructure | None:
    graph = numbers.graph
    if (
        full_run.graph.seed is not None
        or full_run.graph.pinned is not None
        or (full_run.graph.guards and numbers.run is not full_run)
    ):
        return None  # its numbers follow from what the tape does not hold
    needed = _with_siblings(numbers, full_run.graph)
    if graph.halves is not None:
        needed = [one or other for one, other in zip(needed, ancestors(graph, graph.halves.output), strict=True)]
    for guard in full_run.graph.guards:
        for side in (guard.left, guard.right):
            needed = [one or other for one, other in zip(needed, ancestors(graph, side), strict=True)]
    if sum(math.prod(node.shape) for node in graph.nodes if needed[node.id]) > limits.tape_entries:
        return None
    try:
        scalars = scalarize(graph, needed, limits.tape_entries, "tape_entries", moves=True)
    except LimitError:
        return None
    return _TapeWriter(numbers, scalars, full_run).structure()


@dataclass(frozen=True, slots=True)
class _TapeStructure:
    """A tape without the values of its leaves."""

    tape: Tape
    leaves: list[tuple[int, list[int]]]  # nodes without arguments, and their entries

    def at(self, numbers: Numbers) -> Tape:
        initial = list(self.tape.initial)
        for node, entries in self.leaves:
            for entry, value in zip(entries, _numbers(numbers.run.values[node]), strict=True):
                initial[entry] = value
        return replace(self.tape, initial=initial, upstream=_numbers(numbers.run.upstream))


def _with_siblings(numbers: Numbers, whole: Graph) -> list[bool]:
    """The nodes that the output depends on. In the unit view also the other entries of a partly used variable: a page
    moves the variable as a whole."""
    graph = numbers.graph
    needed = ancestors(graph, graph.output)
    inputs = {node.name: node.id for node in graph.nodes if node.op == INPUT}
    for node in whole.nodes:
        if node.op == INPUT and node.name is not None and node.name not in inputs:
            entries = [inputs[name] for name in entry_names(node.name, node.shape) if name in inputs]
            if any(needed[entry] for entry in entries):
                for entry in entries:
                    needed[entry] = True
    return needed


class _TapeWriter:
    def __init__(self, numbers: Numbers, scalars: ScalarizedGraph, full_run: Pass) -> None:
        self.numbers, self.scalars, self.whole = numbers, scalars, full_run
        self.nodes = scalars.graph.nodes
        self.first: list[int] = [0]
        for node in self.nodes:
            self.first.append(self.first[-1] + len(node.args))

    def structure(self) -> _TapeStructure:
        graph, entries = self.numbers.graph, self.scalars.entries
        leaves = [
            (node.id, self.flat(node.id)) for node in graph.nodes if not node.args and entries[node.id] is not None
        ]
        return _TapeStructure(self._tape(), leaves)

    def _tape(self) -> Tape:
        graph = self.numbers.graph
        return Tape(
            ops=[node.op if node.args else "" for node in self.nodes],
            args=[list(node.args) for node in self.nodes],
            initial=self._initial(),
            leaves=self._leaves(),
            output=self.flat(graph.output),
            upstream=[],
            nodes={box.id: self._box(box) for box in self.numbers.view.boxes},
            edges={wire.id: self._wire(wire) for wire in self.numbers.view.wires},
            guards=[
                (guard.comparison, self.flat(guard.left), self.flat(guard.right), guard.outcome)
                for guard in self.whole.graph.guards
            ],
        )

    def _leaves(self) -> dict[str, list[int]]:
        """Per name of the program the entries of its leaf; in the unit view every entry is a leaf of its own."""
        graph, leaves = self.numbers.graph, {}
        inputs = {node.name: node.id for node in graph.nodes if node.op == INPUT and node.name is not None}
        for node in self.whole.graph.nodes:
            if node.op == INPUT and node.name is not None:
                if node.name in inputs:
                    entries = [inputs[node.name]] if self.scalars.entries[inputs[node.name]] is not None else []
                else:
                    entries = [inputs[name] for name in entry_names(node.name, node.shape) if name in inputs]
                flat = [scalar for entry in entries for scalar in self.flat(entry)]
                if len(flat) == math.prod(node.shape):
                    leaves[node.name] = flat
        return leaves

    def _initial(self) -> list[Any]:
        """The literals; the values of leaves come later."""
        return [jsonable(node.params["value"]) if node.op == LITERAL else 0.0 for node in self.nodes]

    def flat(self, node: int) -> list[int]:
        entries = self.scalars.entries[node]
        if type(entries) is int:
            return [entries]
        if entries is None:  # a bundle
            return [entry for member in self.numbers.graph.nodes[node].args for entry in self.flat(member)]
        return [int(entry) for entry in entries.ravel()] if isinstance(entries, np.ndarray) else [entries]

    def _box(self, box: Box) -> list[int]:
        if box.port is not None:
            return [int(entry) for entry in self.scalars.broadcast_copies[box.port].ravel()]
        return self.flat(box.node)

    def _wire(self, wire: Wire) -> TapeEdge:
        target = self.numbers.boxes[wire.target]
        source = self.numbers.boxes[wire.source]
        value = self._box(source) if source.is_broadcast else self.flat(wire.node)
        halves = self.numbers.graph.halves is not None
        if halves and target.id == OUTPUT:
            return TapeEdge(value, [[] for _ in value], [], [])
        if target.keeps:
            return TapeEdge(value, self._down(wire, value), value, [])
        if target.kind == "output" or target.copies:
            # The output's wire carries the seed, a copy's in-wire the whole sum: neither is the reading of one gate.
            return TapeEdge(value, [], [] if target.kind == "output" else value, [])
        down = self._down(wire, value)
        up = self._box(target)
        single = target.kind == "gate" and not target.is_broadcast and OPS[target.op].elementwise
        local = [edges[0] for edges in down] if single and all(len(edges) == 1 for edges in down) else []
        return TapeEdge(value, down, up, local)

    def _down(self, wire: Wire, value: list[int]) -> list[list[int]]:
        down: list[list[int]] = [[] for _ in value]
        is_broadcast, first = self.numbers.boxes[wire.source].is_broadcast, self.first
        members = self.numbers.member_nodes(wire.node)
        for node, slot in wire.ports:
            if is_broadcast:
                outs = self.flat(node)
                for k, out in enumerate(outs):
                    down[k].append(first[out] + slot)
                continue
            start = 0
            if len(members) > 1:
                arg = self.numbers.graph.nodes[node].args[slot]
                start = members.index(arg) * len(self.flat(arg))
            for k, places in enumerate(self.scalars.places[node, slot], start):
                down[k].extend([first[entry] + place for entry, place in places])
        return down


def _numbers(value: Any) -> list[Any]:
    flat: Any = jsonable(np.ravel(value)) if isinstance(value, np.ndarray) else [jsonable(value)]
    return list(flat)
