"""Step from which each number is seen: decided here once, compared by the page and by every export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..view import Box, Wire
from .document import Step, SumTerm

__all__ = ["Visibility", "visibility"]


@dataclass(frozen=True, slots=True)
class Visibility:
    """Numbers of steps that must be done: 0 from the start on. A box or wire that is missing is never seen."""

    values: dict[str, int] = field(default_factory=dict)  # by box
    tangents: dict[str, int] = field(default_factory=dict)  # by box
    gradients: dict[str, int] = field(default_factory=dict)  # by wire
    terms: dict[str, list[SumTerm]] = field(default_factory=dict)  # copy gate -> in order of arrival
    box_gradients: dict[str, int] = field(default_factory=dict)


def visibility(
    boxes: Sequence[Box],
    incoming: Mapping[str, Sequence[Wire]],
    outgoing: Mapping[str, Sequence[Wire]],
    steps: Sequence[Step],
) -> Visibility:
    """`incoming` and `outgoing`: the wires of each box."""
    result = Visibility()
    begin = next((step.index + 1 for step in steps if step.kind == "seed"), 0)  # of a backward half, if there is one
    for box in boxes:
        if box.kind == "leaf":
            result.values[box.id] = begin if box.back else 0
    sources = {wire.id: wire.source for wires in incoming.values() for wire in wires}
    for step in steps:
        for box_id in step.nodes:
            _see(result, step, box_id, incoming[box_id], sources)
    for copy, terms in result.terms.items():
        for wire in incoming[copy]:
            result.gradients[wire.id] = terms[-1].step
    for box in boxes:
        wires = incoming[box.id] if box.kind == "output" else outgoing[box.id]
        if box.kind == "output" and wires and wires[0].source in result.values:
            result.values.setdefault(
                box.id, result.values[wires[0].source]
            )  # it computes nothing: it shows what arrives
        if wires and all(wire.id in result.gradients for wire in wires):
            result.box_gradients[box.id] = max(result.gradients[wire.id] for wire in wires)
    return result


def _see(result: Visibility, step: Step, box: str, incoming: Sequence[Wire], sources: Mapping[str, str]) -> None:
    """Record what a step makes visible on one of its boxes and the wires into it."""
    position = step.index + 1
    match step.kind:
        case "compute":
            result.values[box] = position
        case "direction" | "tangent":
            result.tangents[box] = position
        case "accumulate":
            term = next((edge for edge in step.edges if sources[edge] == box), None)
            if term is not None:
                result.terms.setdefault(box, []).append(SumTerm(position, term))
        case "seed" if not incoming:
            result.tangents[box] = position  # where a backward half begins
        case "seed" | "backward":
            result.gradients.update((wire.id, position) for wire in incoming)
