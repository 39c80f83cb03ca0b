"""The trace without the numbers that are asked for: what a student is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from ..view import OUTPUT
from .blanks import Blank, ExerciseSheet
from .program_lines import without_lines
from .quantities import Quantity

__all__ = ["ExerciseDocument", "document"]

_PLACE = re.compile(r"\{([^{}.]+)\.(\w+)\}")
_NUMBER = re.compile(r'<mn data-n="([^".]+)\.(\w+)"( class="[^"]*")?>[^<]*</mn>')
_WIDEST = (60.0, 18.0, 18.0)  # the room of a blank's labels, which must not tell how long its number is


@dataclass(frozen=True, slots=True)
class ExerciseDocument:
    """The trace of an exercise: its other fields are those of `Trace`, null where a number is asked for."""

    blanks: list[Blank]
    """Blanks, in the order in which the steps fill them in."""
    rule: str
    """Rule by which an answer is right, as a sentence."""


def document(exercise: ExerciseSheet) -> dict[str, Any]:
    """Return the trace as JSON, null where a number is asked for, with `blanks` and the `rule` for right answers.

    A number goes under all its names, and with it the texts and formulas that say it, the scalar tape, and whatever
    else would give it away.
    """
    result = exercise.trace.to_dict()
    hidden = _Hidden(exercise)
    for node in result["nodes"]:
        hidden.strip_node(node)
    for edge in result["edges"]:
        hidden.strip_edge(edge)
    result["steps"] = [hidden.step(step) for step in result["steps"]]
    if hidden(exercise.quantities.value_of(OUTPUT)):
        result["value"] = None
    leaves = {node.name: node.id for node in exercise.trace.nodes if node.editable and node.name is not None}
    for name in result["gradients"]:
        if name not in leaves or hidden.gradient(leaves[name]):
            result["gradients"][name] = None
    for name, named in result["named"].items():
        box = hidden.named(name)
        if box is None or hidden(exercise.quantities.value_of(box)):
            named["value"] = None
        if box is None or hidden.gradient(box):
            named["gradient"] = None
        if hidden.shapes:
            named["shape"] = None
    result["tape"], result["health"], result["hand_gradients"] = None, [], []
    result["source"] = without_lines(exercise.trace.source, exercise.lines)
    return {**result, **asdict(ExerciseDocument(exercise.blanks, exercise.rule_sentence))}


class _Hidden:
    """Quantities that a student must not see."""

    def __init__(self, exercise: ExerciseSheet) -> None:
        self.exercise, self.quantities = exercise, exercise.quantities
        blank_quantities = {quantity for blank in exercise.blanks if (quantity := exercise.quantity(blank)) is not None}
        self.hidden = blank_quantities.union(*map(exercise.quantities.giving_away, blank_quantities))
        self.patterns = {blank.node for blank in exercise.blanks if blank.kind == "pattern"}
        self.shapes = {blank.edge for blank in exercise.blanks if blank.kind == "shape"}
        self.orders = any(blank.kind == "order" for blank in exercise.blanks)
        self.sums = {
            wire.source
            for wire in self.quantities.wires.values()
            if Quantity("downstream", wire.id) in self.hidden and self.quantities.boxes[wire.source].copies
        }

    def __call__(self, quantity: Quantity | None) -> bool:
        return quantity is not None and quantity in self.hidden

    def gradient(self, box: str) -> bool:
        """Return whether dL/d(what leaves the box) is asked for."""
        return self(self.quantities.upstream_of(box))

    def named(self, name: str) -> str | None:
        """The box of a name of the program; None where it is not drawn."""
        return next(
            (node.id for node in self.exercise.trace.nodes if node.name == name and node.kind != "output"),
            None,
        )

    def strip_node(self, node: dict[str, Any]) -> None:
        id = node["id"]
        if self(self.quantities.value_of(id)):
            node["value"] = None
        if self.gradient(id):
            node["gradient"] = None
        if id in self.patterns:
            node["pattern"] = None
        if self.shapes and self._shape_shows(id):
            node["gradient"] = None
        node["notices"] = []

    def _shape_shows(self, id: str) -> bool:
        return any(wire.id in self.shapes for wire in self.quantities.leaving[id])

    def strip_edge(self, edge: dict[str, Any]) -> None:
        id = edge["id"]
        wire = self.quantities.wires[id]
        hidden_fields = {
            "value": self(self.quantities.value_of(wire.source)),
            "upstream": self(self.quantities.upstream_of(wire.target)),
            "local": self(Quantity("local", id)),
            "downstream": self(Quantity("downstream", id)) or id in self.shapes,
        }
        for field, is_hidden in hidden_fields.items():
            if is_hidden:
                edge[field] = None
        if any(hidden_fields.values()):
            edge["label_size"] = list(_WIDEST)
        if wire.target in self.patterns or id in self.shapes:
            edge["rule"] = None

    def hides(self, of: str, field: str) -> bool:
        """Return whether a place of a sentence or a formula must not be filled in."""
        if of in self.quantities.boxes:
            return self(self.quantities.value_of(of)) if field == "value" else self.gradient(of)
        wire = self.quantities.wires[of]
        if field == "sum":
            return wire.target in self.sums or self(Quantity("downstream", of))
        return {
            "value": self(self.quantities.value_of(wire.source)),
            "upstream": self(self.quantities.upstream_of(wire.target)),
            "local": self(Quantity("local", of)),
            "downstream": self(Quantity("downstream", of)) or of in self.shapes,
        }[field]

    def step(self, step: dict[str, Any]) -> dict[str, Any]:
        places = [(of, field) for of, field in _PLACE.findall(step["words"]) + _places_in(step["math"])]
        hides = {place: self.hides(*place) for place in places}
        locals_too = any(is_hidden and field == "local" for (_, field), is_hidden in hides.items())
        secret = step["kind"] == "backward" and (
            any(node in self.patterns for node in step["nodes"]) or any(edge in self.shapes for edge in step["edges"])
        )
        if self.orders and step["phase"] == "backward":
            return {**step, "nodes": [], "edges": [], "text": "", "words": "", "math": "", "why": ""}
        if secret:
            return {**step, "text": "", "words": "", "math": "", "why": ""}
        if not any(hides.values()):
            return step

        def word(match: re.Match[str]) -> str:
            return "?" if hides[match[1], match[2]] else match[0]

        def formula(match: re.Match[str]) -> str:
            return '<mo class="blank">?</mo>' if hides[match[1], match[2]] else match[0]

        words = _PLACE.sub(word, step["words"])
        return {
            **step,
            "words": words,
            "text": _PLACE.sub(self._number_text(step), words),
            "math": "" if locals_too else _NUMBER.sub(formula, step["math"]),  # constants are written out in formulas
        }

    def _number_text(self, step: dict[str, Any]) -> Callable[[re.Match[str]], str]:
        """The number that a place of a sentence has, read off the formula beside it, which has the same places."""
        numbers = {(m[1], m[2]): re.sub(r"<[^>]*>|[()]", "", m[0]) for m in _NUMBER.finditer(step["math"])}
        return lambda match: numbers.get((match[1], match[2]), "?")


def _places_in(math: str) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in _NUMBER.finditer(math)]
