"""Content that every file of an exercise has: title, text, picture with places to write in, answer key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import hypot
from typing import Any

from ..errors import LimitError
from ..exercises import ExerciseSheet, Key, answer_key, document
from ..export.palette import palette
from ..export.scene import graph_title, scene
from ..export.shapes import DrawnScene, Item, Rect, Stroke, TextLine, TextRun
from ..export.svg import svg
from ..limits import Limits
from ..sentences import tr
from ..tracing.document import Edge, Step, Trace

__all__ = ["FieldPlace", "Question"]

_WIDTH, _HEIGHT = 46.0, 18.0  # of a place to write in
_ABOVE, _BELOW = -25.0, 7.0  # its upper edge, from the wire: the name on it stays free
_MARK = 7.0  # radius of a number without a place
_AT_GATE = 17.0  # from the end of a wire to the mark of its local gradient
_SHAPES_A_NODE, _SHAPES_A_WIRE = 3, 5
_LONGEST_NAME = 80  # characters


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Place in the picture for an answer; in the units of the trace, from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


class Question:
    """One variant of an exercise.

    number, of: which variant it is, of how many.
    """

    def __init__(self, sheet: ExerciseSheet, number: int, of: int, limits: Limits) -> None:
        self.sheet, self.number, self.of, self.limits = sheet, number, of, limits

    @property
    def name(self) -> str:
        """Name that all variants have in common."""
        source = "; ".join(" ".join(line.split()) for line in self.source.split("\n") if line.strip())
        return f"Backpropagation: {source if len(source) <= _LONGEST_NAME else source[: _LONGEST_NAME - 1] + '…'}"

    @property
    def title(self) -> str:
        """The name of this variant."""
        return f"{self.name} ({self.number})" if self.of > 1 else self.name

    @cached_property
    def document(self) -> dict[str, Any]:
        """The exercise as a student may see it."""
        return document(self.sheet)

    @cached_property
    def keys(self) -> list[Key]:
        """Return the answer key, one row for each blank."""
        return answer_key(self.sheet)

    @property
    def source(self) -> str:
        """The program, without the lines that are asked for."""
        return str(self.document["source"])

    @property
    def has_lines(self) -> bool:
        """True if the text is a program, of which blanks speak by the numbers of its lines."""
        return "\n" in self.source

    @property
    def rule(self) -> str:
        """Return the sentence that says how answers are rounded and counted."""
        return self.sheet.rule_sentence

    @cached_property
    def trace(self) -> Trace:
        """The trace of the picture, null where a number is asked for."""
        hidden, trace = self.document, self.sheet.trace
        return replace(
            trace,
            nodes=[
                replace(node, notices=[], **_nulls(row, "value", "gradient", "pattern"))
                for node, row in zip(trace.nodes, hidden["nodes"], strict=True)
            ],
            edges=[
                replace(edge, **_nulls(row, "value", "upstream", "local", "downstream", "rule"))
                for edge, row in zip(trace.edges, hidden["edges"], strict=True)
            ],
            steps=[
                replace(step, **{name: row[name] for name in ("nodes", "edges", "text", "math", "words", "why")})
                for step, row in zip(trace.steps, hidden["steps"], strict=True)
            ],
            tape=None,
        )

    @cached_property
    def places(self) -> dict[str, FieldPlace]:
        """Return the places for the answers of blanks, by their ids; those of other blanks stand in the list alone."""
        edges = {edge.id: edge for edge in self.trace.edges}
        leaving: dict[str, list[Edge]] = {}
        for edge in self.trace.edges:
            leaving.setdefault(edge.source, []).append(edge)
        field_places_by_name: dict[str, FieldPlace] = {}
        for blank in self.sheet.blanks:
            if blank.kind == "value" and leaving.get(blank.node or ""):
                field_places_by_name[blank.id] = _on_wire(leaving[blank.node or ""][0], _ABOVE)
            elif blank.kind in ("downstream", "term", "shape") and blank.edge in edges:
                field_places_by_name[blank.id] = _on_wire(edges[blank.edge or ""], _BELOW)
        return field_places_by_name

    @cached_property
    def marks(self) -> dict[str, tuple[float, float]]:
        """Return the place of the number of each blank answered in the list alone: a local gradient, a pattern."""
        edges, nodes = {edge.id: edge for edge in self.trace.edges}, {node.id: node for node in self.trace.nodes}
        pairs_by_name: dict[str, tuple[float, float]] = {}
        for blank in self.sheet.blanks:
            if blank.kind == "local" and blank.edge in edges:
                (x0, y0), (x1, y1) = edges[blank.edge or ""].path[-2:]
                back = min(0.5, _AT_GATE / max(1.0, hypot(x1 - x0, y1 - y0)))
                # A wire arrives level, or plumb: near its end it is where its end is.
                down = self.trace.flow == "down"
                pairs_by_name[blank.id] = (x1, y1 - (y1 - y0) * back) if down else (x1 - (x1 - x0) * back, y1)
            elif blank.kind == "pattern" and blank.node in nodes:
                node = nodes[blank.node or ""]
                pairs_by_name[blank.id] = (node.x + node.width / 2 - 2, node.y - node.height / 2 + 2)
        return pairs_by_name

    def numbered(self) -> list[tuple[int, Key]]:
        """The blanks with the numbers that they have in the picture and in the list."""
        return list(enumerate(self.keys, 1))

    @cached_property
    def scene(self) -> DrawnScene:
        """The picture with empty, numbered places."""
        self._count()
        finished = _finished(self.trace)
        numbers = {key.blank.id: number for number, key in self.numbered()}
        marks: list[Item] = []
        for id, place in self.places.items():
            marks.append(Rect(f"label:{id}", *_box(place), 3, "panel", Stroke("mute", 1.0, (3, 2))))
            run = (TextRun(str(numbers[id]), 9),)
            marks.append(TextLine(f"label:{id}", place.x + 3, place.y + place.height - 4, run, "gate", "mute", "start"))
        for id, (x, y) in self.marks.items():
            box = (x - _MARK, y - _MARK, 2 * _MARK, 2 * _MARK)
            marks.append(Rect(f"label:{id}", *box, _MARK, "mark", Stroke("mute", 1.0)))
            marks.append(TextLine(f"label:{id}", x, y + 3.2, (TextRun(str(numbers[id]), 9),), "gate", "ink"))
        words = tr("The graph with its numbers; what is asked for is left empty.")
        return replace(finished, items=(*finished.items, *marks), description=words)

    @cached_property
    def answer_scene(self) -> DrawnScene:
        """The picture with every number."""
        self._count()
        return _finished(self.sheet.trace)

    @property
    def alternative(self) -> str:
        """The picture in words, for who cannot see it."""
        return f"{graph_title(self.trace)}. {self.scene.description}"

    def svg(self, *, fonts: bool = True) -> bytes:
        """The picture with empty places, as a file."""
        return svg(self.scene, palette("light"), fonts=fonts)

    def _count(self) -> None:
        """Raises LimitError."""
        shapes = len(self.trace.nodes) * _SHAPES_A_NODE + len(self.trace.edges) * _SHAPES_A_WIRE
        if shapes * self.of > self.limits.picture_shapes:
            text = f"These are {shapes * self.of:,} shapes"
            raise LimitError("picture_shapes", self.limits.picture_shapes, text, hint="Ask for fewer variants.")


def _finished(trace: Trace) -> DrawnScene:
    """The picture after the last step, with no gate at work."""
    rest = Step(len(trace.steps), "backward", "seed", [], [], "", "", "", "")
    return scene(replace(trace, steps=[*trace.steps, rest]), len(trace.steps) + 1)


def _nulls(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """The fields that a student does not see."""
    return {name: None for name in names if row[name] is None}


def _on_wire(edge: Edge, top: float) -> FieldPlace:
    return FieldPlace(edge.label[0] - _WIDTH / 2, edge.label[1] + top, _WIDTH, _HEIGHT)


def _box(place: FieldPlace) -> tuple[float, float, float, float]:
    return place.x, place.y, place.width, place.height
