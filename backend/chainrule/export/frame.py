"""What is to be seen once `position` steps are done: the twin of the player's frame.ts and plan.ts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Literal, TypeAlias

import numpy as np

from ..tracing.document import Edge, Large, Node, Step, Trace

__all__ = ["VisibleState", "Mark", "NodeFrame", "VisibilityPlan", "WireFrame", "entries"]

Phase: TypeAlias = Literal["forward", "backward", "tangent"]
Mark: TypeAlias = Phase | Literal["local"]


@dataclass(frozen=True, slots=True)
class NodeFrame:
    node: Node
    seen: bool  # its value is computed
    active: Phase | None  # the step done last is about it
    done: Phase | None  # the furthest pass that has been here


@dataclass(frozen=True, slots=True)
class WireFrame:
    edge: Edge
    value: Any | None  # an Array of the document; None: not computed yet
    gradient: Any | None  # None: the backward pass has not been here
    tangent: Any | None  # None: there is none, or forward mode has not been here
    local: Any | None  # a local gradient on its way to a product, in the backward half of a backward graph
    partial: bool  # the gradient is a copy gate's sum that still lacks terms
    active: Phase | None
    done: Mark | None
    name: str  # of its value, as it stands on the wire; "" where the box that it comes from, or leads to, says it


@dataclass(frozen=True, slots=True)
class VisibleState:
    position: int
    step: Step | None  # the step done last
    nodes: tuple[NodeFrame, ...]
    wires: tuple[WireFrame, ...]


_NAME_SIGNS = 14  # a longer name on a wire ends in "…"


class VisibilityPlan:
    """What can be looked up in a trace once for all positions."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.into: dict[str, list[Edge]] = {}
        self.out_of: dict[str, list[Edge]] = {}
        for edge in trace.edges:
            self.into.setdefault(edge.target, []).append(edge)
            self.out_of.setdefault(edge.source, []).append(edge)
        for wires in self.into.values():
            wires.sort(key=lambda edge: edge.slot)
        self.edges = {edge.id: edge for edge in trace.edges}
        self.nodes = {node.id: node for node in trace.nodes}
        begin = next((at for at, step in enumerate(trace.steps, 1) if step.kind == "seed"), 0)
        self.value_at: dict[str, float] = {
            node.id: begin if node.backward_of else 0 for node in trace.nodes if node.kind == "leaf"
        }
        self.carries = {node.id: node.carries for node in trace.nodes}
        self.tangent_at: dict[str, float] = {}
        self.gradient_at: dict[str, float] = {}
        self.terms: dict[str, list[tuple[int, Edge]]] = {}
        for position, step in enumerate(trace.steps, 1):
            self._read(position, step)
        for node, terms in self.terms.items():
            for edge in self.into.get(node, []):
                self.gradient_at[edge.id] = terms[-1][0]
        # An output box computes nothing: it shows what arrives.
        for box in trace.nodes:
            if box.kind == "output":
                for edge in self.into.get(box.id, []):
                    self.value_at.setdefault(box.id, self.value_at.get(edge.source, inf))

    def _read(self, position: int, step: Step) -> None:
        for node in step.nodes:
            if step.kind == "compute":
                self.value_at[node] = position
            elif step.kind in ("direction", "tangent"):
                self.tangent_at[node] = position
            elif step.kind == "seed" and not self.into.get(node):
                self.tangent_at[node] = position  # where a backward half begins
            elif step.kind == "accumulate":
                result = [self.edges[id] for id in step.edges if id in self.edges and self.edges[id].source == node]
                self.terms.setdefault(node, []).extend((position, edge) for edge in result[:1])
            else:
                for edge in self.into.get(node, []):
                    self.gradient_at[edge.id] = position

    def frame(self, position: int) -> VisibleState:
        """`position`: 0 to the number of steps."""
        step = self.trace.steps[position - 1] if position else None
        nodes = frozenset(step.nodes) if step else frozenset()
        edges = self._touched(step) if step else frozenset()
        phase = step.phase if step else None
        return VisibleState(
            position,
            step,
            tuple(self._node(node, position, phase if node.id in nodes else None) for node in self.trace.nodes),
            tuple(self._wire(edge, position, phase if edge.id in edges else None) for edge in self.trace.edges),
        )

    def _touched(self, step: Step) -> frozenset[str]:
        inward = [edge.id for node in step.nodes for edge in self.into.get(node, [])]
        if step.phase == "backward":
            return frozenset(step.edges or inward)
        return frozenset([*step.edges, *inward])

    def _name(self, edge: Edge) -> str:
        source, target = self.nodes[edge.source], self.nodes[edge.target]
        if source.kind == "leaf" or source.op in ("copy", "broadcast") or target.kind == "output":
            return ""
        name = edge.name or edge.letter
        return name if len(name) <= _NAME_SIGNS else name[: _NAME_SIGNS - 1] + "…"

    def _node(self, node: Node, position: int, active: Phase | None) -> NodeFrame:
        seen = self.value_at.get(node.id, inf) <= position
        wires = self.into.get(node.id, []) if node.kind == "output" else self.out_of.get(node.id, [])
        reached = bool(wires) and all(self.gradient_at.get(edge.id, inf) <= position for edge in wires)
        reached = reached or (seen and node.carries != "value")
        return NodeFrame(node, seen, active, "backward" if reached else "forward" if seen else None)

    def _wire(self, edge: Edge, position: int, active: Phase | None) -> WireFrame:
        seen = self.value_at.get(edge.source, inf) <= position
        full = self.gradient_at.get(edge.id, inf) <= position
        total = None if full else self._sum(edge.target, position)
        moves = self.tangent_at.get(edge.source, inf) <= position
        carried, now = self.carries[edge.source], edge.value if seen else None
        if carried == "value":
            value, gradient = now, edge.downstream if full else total
        else:
            value, gradient, full = None, now if carried == "gradient" else None, seen
        return WireFrame(
            edge,
            value,
            gradient,
            edge.tangent if moves else None,
            now if carried == "local" else None,
            total is not None,
            active,
            _done("local" if carried == "local" else "backward", full, moves, seen),
            self._name(edge),
        )

    def _sum(self, gate: str, position: int) -> Any | None:
        """A copy gate's sum so far; None while no term has arrived."""
        terms = [edge.downstream for at, edge in self.terms.get(gate, []) if at <= position]
        if not terms:
            return None
        if any(isinstance(term, Large) for term in terms):
            return terms[-1]  # only corners travelled: the last term stands for the sum
        with np.errstate(all="ignore"):
            total = sum((entries(term) for term in terms[1:]), entries(terms[0]))
        return total if total.ndim else float(total)


def _done(back: Mark, full: bool, moves: bool, seen: bool) -> Mark | None:
    return back if full else "tangent" if moves else "forward" if seen else None


def entries(value: Any) -> np.ndarray:
    """The numbers of a document's Array: its own shape, or the corner's if it is Large."""
    if isinstance(value, Large):
        value = value.corner
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str):
        # "NaN", "Infinity" and "-Infinity" among the numbers read as what they say.
        return np.asarray(value, dtype=object).astype(np.float64)
    return np.asarray(float(value))
