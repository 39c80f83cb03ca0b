"""Frame of the picture after `position` steps: as the player's frame.ts has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal, TypeAlias

import numpy as np

from ..abstract import AbstractArray
from ..tracing.document import Edge, Large, Node, Step, Trace

__all__ = ["VisibleState", "Mark", "NodeFrame", "VisibilityPlan", "WireFrame", "entries", "magnitude"]

Phase: TypeAlias = Literal["forward", "backward", "tangent"]
Mark: TypeAlias = Phase | Literal["local"]

_FLOWS = 20  # widths of a wire that can be told apart
_VALUE_PLACE = re.compile(r'data-n="([\w.-]+)\.value"')


@dataclass(frozen=True, slots=True)
class NodeFrame:
    """Look of a box at a position of the timeline."""

    node: Node
    visible: bool  # its value is computed
    active: Phase | None  # the step done last is about it
    done: Phase | None  # the furthest pass that has been here


@dataclass(frozen=True, slots=True)
class WireFrame:
    """Numbers on a wire at a position of the timeline."""

    edge: Edge
    value: Any | None  # an Array of the document; None: not computed yet
    gradient: Any | None  # None: the backward pass has not been here
    tangent: Any | None  # None: there is none, or forward mode has not been here
    local: Any | None  # a local gradient on its way to a product, in the backward half of a backward graph
    partial: bool  # the gradient is a copy gate's sum that still lacks terms
    active: Phase | None
    done: Mark | None
    reversed: bool  # a gradient has come back along it: its arrow points to where it comes from
    flow: float  # |gradient| beside the greatest of the picture, from 0 to 1
    vanished: bool  # a router has sent it nothing


@dataclass(frozen=True, slots=True)
class VisibleState:
    """Everything that is visible at a position of the timeline."""

    position: int
    step: Step | None  # the step done last
    hands_back: bool  # that step is of a backward pass in which gates hand gradients back
    nodes: tuple[NodeFrame, ...]
    wires: tuple[WireFrame, ...]


class VisibilityPlan:
    """A trace's frames. The document says from which step on each number is seen; this compares."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.edges = {edge.id: edge for edge in trace.edges}
        self.nodes = {node.id: node for node in trace.nodes}
        self._greatest = max((magnitude(edge.downstream) for edge in trace.edges), default=0.0)

    def carried(self, math: str) -> str:
        """Return a step's formula, each value that is a gradient or a local gradient marked as such: for its colour."""
        return math if self.trace.graph == "forward" else _VALUE_PLACE.sub(self._field, math)

    def _field(self, place: re.Match[str]) -> str:
        id = place[1]
        node = self.nodes[self.edges[id].source if id in self.edges else id]
        return f'data-n="{id}.{node.carries}"'

    def frame(self, position: int) -> VisibleState:
        """`position`: 0 to the number of steps."""
        step = self.trace.steps[position - 1] if position else None
        nodes, edges = (frozenset(step.nodes), frozenset(step.edges)) if step else (frozenset(), frozenset())
        phase = step.phase if step else None
        return VisibleState(
            position,
            step,
            phase == "backward" and self.trace.graph != "backward",
            tuple(self._node(node, position, phase if node.id in nodes else None) for node in self.trace.nodes),
            tuple(self._wire(edge, position, phase if edge.id in edges else None) for edge in self.trace.edges),
        )

    def _node(self, node: Node, position: int, active: Phase | None) -> NodeFrame:
        is_visible = _is_done(node.value_step, position)
        reached = _is_done(node.gradient_step, position) or (is_visible and node.carries != "value")
        return NodeFrame(node, is_visible, active, "backward" if reached else "forward" if is_visible else None)

    def _wire(self, edge: Edge, position: int, active: Phase | None) -> WireFrame:
        source = self.nodes[edge.source]
        is_visible, full = _is_done(source.value_step, position), _is_done(edge.gradient_step, position)
        total = None if full else self._sum(self.nodes[edge.target], position)
        moves = _is_done(source.tangent_step, position)
        carried, now = source.carries, edge.value if is_visible else None
        reversed = full and carried == "value"
        if carried == "value":
            value, gradient = now, edge.downstream if full else total
        else:
            value, gradient, full = None, now if carried == "gradient" else None, is_visible
        return WireFrame(
            edge,
            value,
            gradient,
            edge.tangent if moves else None,
            now if carried == "local" else None,
            total is not None,
            active,
            _done("local" if carried == "local" else "backward", full, moves, is_visible),
            reversed,
            self._flow(edge.downstream) if reversed else 0.0,
            reversed and self._is_lost(edge),
        )

    def _flow(self, gradient: Any) -> float:
        """Return the root of |gradient| beside the greatest, so that a hundredth of it can still be seen."""
        if not self._greatest:
            return 0.0
        return round(_FLOWS * sqrt(min(1.0, magnitude(gradient) / self._greatest))) / _FLOWS

    def _is_lost(self, edge: Edge) -> bool:
        is_number = not isinstance(edge.downstream, AbstractArray)
        return self.nodes[edge.target].pattern == "router" and is_number and magnitude(edge.downstream) == 0

    def _sum(self, gate: Node, position: int) -> Any | None:
        """Return a copy gate's sum so far; None while no term has arrived."""
        terms = [self.edges[term.edge].downstream for term in gate.terms if term.step <= position]
        if not terms:
            return None
        if any(isinstance(term, Large | AbstractArray) for term in terms):
            return terms[-1]  # only corners travelled: the last term stands for the sum
        with np.errstate(all="ignore"):
            total = sum((entries(term) for term in terms[1:]), entries(terms[0]))
        return total if total.ndim else float(total)


def _is_done(step: int | None, position: int) -> bool:
    return step is not None and step <= position


def _done(back: Mark, full: bool, moves: bool, is_visible: bool) -> Mark | None:
    return back if full else "tangent" if moves else "forward" if is_visible else None


def magnitude(value: Any) -> float:
    """Return the greatest |entry| that is a number; 0 of a shape alone and of an exercise's blank."""
    if value is None or isinstance(value, AbstractArray):
        return 0.0
    numbers = np.asarray([float(value.min), float(value.max)]) if isinstance(value, Large) else entries(value)
    return float(np.abs(numbers[np.isfinite(numbers)]).max(initial=0.0))


def entries(value: Any) -> np.ndarray:
    """Return the numbers of a document's Array: its own shape, or the corner's if it is Large."""
    if isinstance(value, Large):
        value = value.corner
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str):
        # "NaN", "Infinity" and "-Infinity" among the numbers read as what they say.
        return np.asarray(value, dtype=object).astype(np.float64)
    return np.asarray(float(value))
