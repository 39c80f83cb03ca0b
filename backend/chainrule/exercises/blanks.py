"""Choice of the numbers of a drawing that an exercise leaves out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from ..errors import InputError
from ..formula.split_name import GREEK, split_name
from ..request import TraceRequest
from ..sentences import sentence, tr, translated
from ..tracing.document import Trace
from ..view import OUTPUT
from .answers import LARGE
from .exercise_request import AskKind, BlankSelector, ExerciseRequest
from .program_lines import ProgramLine, program_lines
from .quantities import Quantities, Quantity

__all__ = ["Blank", "ExerciseSheet", "blanks_of"]


RULES: Mapping[AskKind, str] = {
    "shape": sentence("A shape is written as 3x2, or as (3, 2)."),
    "pattern": sentence("One of the patterns is right."),
    "order": sentence("Any gate is right to which nothing is owed."),
    "wrong_line": sentence("One line is the first wrong one."),
    "line": sentence("A line is right if its rule holds at other values, too."),
}
"""Rules for answers that are no numbers."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing that is left out."""

    id: str
    """Id under which an answer is given."""
    kind: AskKind
    """Kind of thing that is left out."""
    edge: str | None
    """The edge whose number, or shape, it is."""
    node: str | None
    """The node whose value or pattern it is; null for an edge, an order or a line."""
    step: int
    """The step of the trace that fills it in."""
    label: str
    """Question, as a sentence."""
    line: int | None = None
    """The line of the program that is left out."""


@dataclass(frozen=True, slots=True)
class ExerciseSheet:
    """A drawing with its blanks, and the numbers that belong into them."""

    trace: Trace
    quantities: Quantities
    request: ExerciseRequest
    blanks: list[Blank]
    trace_request: TraceRequest
    """Request as it was made: without values they are drawn by the seed."""

    @property
    def filled(self) -> TraceRequest:
        """Return the request of this very trace: with the values that were drawn."""
        return replace(self.trace_request, values=self.trace.values)

    @property
    def rule_sentence(self) -> str:
        """Return when an answer is right, as sentences: only a number is rounded."""
        rule = self.request.rule
        numbers = [self.quantities.exact[q] for blank in self.blanks if (q := self.quantity(blank)) is not None]
        sentences = [rule.sentence] if numbers else []
        if any(abs(number) >= LARGE for number in numbers):
            sentences.append(rule.large_sentence)
        sentences += [tr(RULES[kind]) for kind in dict.fromkeys(blank.kind for blank in self.blanks) if kind in RULES]
        return " ".join(filter(None, sentences))

    @property
    def lines(self) -> dict[int, ProgramLine]:
        """Return the lines of the program that are left out, by number."""
        line_texts = program_lines(self.trace)
        return {blank.line: line_texts[blank.line] for blank in self.blanks if blank.line is not None}

    def quantity(self, blank: Blank) -> Quantity | None:
        """Return the number that a blank asks for; None if it asks for no number."""
        if blank.kind == "value" and blank.node is not None:
            return self.quantities.value_of(blank.node)
        if blank.kind == "local" and blank.edge is not None:
            return Quantity("local", blank.edge)
        if blank.kind in ("downstream", "term") and blank.edge is not None:
            return Quantity("downstream", blank.edge)
        return None

    def gates(self) -> list[str]:
        """The boxes that take a turn in the backward pass."""
        return [box.id for box in self.quantities.boxes.values() if box.kind in ("gate", "function") and not box.copies]

    def label(self, box: str) -> str:
        """Return the text in a box."""
        return next(node.label for node in self.trace.nodes if node.id == box)

    def names(self, box: str) -> tuple[str, ...]:
        """Return what an answer may call a box: its id, the text in it, the name or letter of its value."""
        node = next(node for node in self.trace.nodes if node.id == box)
        letters = (edge.letter for edge in self.trace.edges if edge.source == box)
        return box, node.label, *filter(None, (node.name, *letters))

    def done(self, step: int) -> set[str]:
        """Return the nodes that have had their turn before a step of the backward pass."""
        steps = (each for each in self.trace.steps[:step] if each.kind in ("backward", "seed"))
        return {node for each in steps for node in each.nodes}

    def is_ready(self, box: str, done: Collection[str]) -> bool:
        """Return whether a gate can have its turn after those of `done`: every reversed topological order is right."""
        if box in done:
            return False
        todo = [wire.target for wire in self.quantities.leaving[box]]
        while todo:
            target = todo.pop()
            if self.quantities.boxes[target].copies:
                todo += [wire.target for wire in self.quantities.leaving[target]]
            elif target != OUTPUT and target not in done:
                return False
        return True


@dataclass(frozen=True, slots=True)
class _Place:
    kind: AskKind
    edge: str | None
    node: str | None
    step: int
    label: str
    line: int | None = None
    name: str | None = None  # of the gradient that the line computes


def blanks_of(trace: Trace, quantities: Quantities, request: ExerciseRequest) -> list[Blank]:
    """The blanks of a request, in the order in which the steps fill them in.

    Raises:
        InputError: `nothing-to-ask`, `unknown-id`.
    """
    finder = _Finder(trace, quantities, request)
    single = [each for each in request.ask or [] if isinstance(each, BlankSelector)]
    kinds = dict.fromkeys(each for each in request.ask or ["downstream"] if isinstance(each, str))
    places = _once(place for kind in kinds for place in finder.of_kind(kind))
    if request.count is not None and len(places) > max(0, request.count - len(single)):
        places = _sample(places, max(0, request.count - len(single)), Random(f"blanks {request.seed}"))  # noqa: S311 - the same for ever, not secret
    places = _once([*(finder.single(each) for each in single), *places])
    if not places:
        raise InputError(
            "nothing-to-ask",
            "This graph has no number of the kinds that are asked for.",
            hint="Ask for other kinds, for more digits (what rounds to 0 is not asked), "
            "or for the entries of arrays: the view `units`.",
        )
    places.sort(key=lambda place: (place.step, place.line or 0, place.edge or "", place.node or ""))
    return [
        Blank(f"b{index}", place.kind, place.edge, place.node, place.step, translated(place.label), place.line)
        for index, place in enumerate(places, 1)
    ]


def _once(places: Iterable[_Place]) -> list[_Place]:
    """A term of a sum is a downstream gradient, too: it is asked for once."""
    places_by_key: dict[tuple[str, str | None, str | None, int, int | None], _Place] = {}
    for place in places:
        kind = "downstream" if place.kind == "term" else place.kind
        places_by_key.setdefault(
            (kind, place.edge, place.node, place.step if kind == "order" else 0, place.line), place
        )
    return list(places_by_key.values())


def _sample(places: Sequence[_Place], count: int, random: Random) -> list[_Place]:
    """So many of them, by the one function of Random whose numbers never change."""
    ranked = sorted((random.random(), index) for index in range(len(places)))
    return [places[index] for _, index in sorted(ranked[:count], key=lambda pair: pair[1])]


def _picture_name(name: str) -> str:
    """A name with the letter that the picture has for it: σ for `sigma`, ŷ for `y_hat`, θ[0] for `theta[0]`."""
    base, index = split_name(name)
    if not index:
        return base
    word = re.match(r"[A-Za-z]+", name)
    return name if word is None else GREEK.get(word[0], word[0]) + name[word.end() :]


class _Finder:
    def __init__(self, trace: Trace, quantities: Quantities, request: ExerciseRequest) -> None:
        self.trace, self.quantities, self.request = trace, quantities, request
        self.labels = {node.id: node.label for node in trace.nodes}
        self.values_named = {node.id: node.name for node in trace.nodes}
        self.names = {edge.id: edge.name or edge.letter for edge in trace.edges}
        self.output = next((node.label for node in trace.nodes if node.kind == "output"), "f")

    def of_kind(self, kind: AskKind) -> Iterator[_Place]:
        return FINDERS[kind](self)

    def single(self, blank: BlankSelector) -> _Place:
        edge, node = blank.edge, blank.node
        if blank.name is not None:
            edge, node = self._named(blank.name, blank.kind)
        for place in FINDERS[blank.kind](self, everything=True):
            if blank.step is not None and blank.step != place.step:
                continue
            if (edge is not None and place.edge == edge) or (node is not None and place.node == node):
                return place
            if (edge is None and node is None) or (place.name is not None and place.name == blank.name):
                return place
        where = blank.name or blank.edge or blank.node or ""
        raise InputError(
            "unknown-id",
            f"There is no {blank.kind.replace('_', ' ')} of a number at `{where[:40]}`.",
            hint="Ask for the id of an edge or node of the trace.",
        )

    def _named(self, name: str, kind: AskKind) -> tuple[str | None, str | None]:
        """The box that a name's value leaves, and the wire that brings its gradient back."""
        for node in self.trace.nodes:
            if node.name == name and node.kind != "output":
                leaving = self.quantities.leaving.get(node.id, [])
                return (leaving[0].id if leaving and kind != "value" else None), node.id
        return name, name

    def asks(self, quantity: Quantity) -> bool:
        """Return whether a number can be asked for: it is there, finite, and does not round to 0 unless it is 0."""
        number = self.quantities.exact.get(quantity)
        if number is None or not math.isfinite(number):
            return False
        return number == 0 or self.request.rule.rounded(number) != 0

    def _at(self, node: str, phase: str, kind: str) -> int:
        steps = (each for each in self.trace.steps if each.phase == phase and each.kind == kind)
        return next((step.index for step in steps if node in step.nodes), 0)

    def values(self, everything: bool = False) -> Iterator[_Place]:
        for box in self.quantities.boxes.values():
            if box.kind not in ("gate", "function") or box.copies or not self.asks(Quantity("value", box.id)):
                continue
            step = self._at(box.id, "forward", "compute")
            leaving = self.quantities.leaving.get(box.id, [])
            name = self.values_named.get(box.id) or (self.names.get(leaving[0].id) if leaving else None)
            gate = f"the {self.labels[box.id]} gate gives"
            label = f"The value of {_picture_name(name)}, which {gate}" if name else f"The value that {gate}"
            yield _Place("value", None, box.id, step, label)

    def locals(self, everything: bool = False) -> Iterator[_Place]:
        for wire in self.quantities.wires.values():
            target = self.quantities.boxes[wire.target]
            if target.copies or wire.target == OUTPUT or not self.asks(Quantity("local", wire.id)):
                continue
            yield _Place(
                "local",
                wire.id,
                None,
                self._back(wire.id),
                f"The local gradient of the {self.labels[wire.target]} gate for {self._name(wire.id)}",
            )

    def downstreams(self, everything: bool = False) -> Iterator[_Place]:
        for wire in self.quantities.wires.values():
            if wire.target == OUTPUT and not everything:
                continue  # the 1 that the backward pass begins with
            if self.asks(Quantity("downstream", wire.id)):
                if self.quantities.boxes[wire.target].copies:
                    places = len(self.quantities.leaving[wire.target])
                    name = self._name(wire.id)
                    label = f"The gradient of {name}: the sum of what comes back from its {places} places"
                    yield _Place("downstream", wire.id, None, self._complete(wire.target), label)
                else:
                    label = f"The gradient that comes back along {self._wire(wire.id)}"
                    yield _Place("downstream", wire.id, None, self._back(wire.id), label)

    def terms(self, everything: bool = False) -> Iterator[_Place]:
        for wire in self.quantities.wires.values():
            if self.quantities.boxes[wire.source].copies and self.asks(Quantity("downstream", wire.id)):
                name = self._wire(wire.id)
                yield _Place("term", wire.id, None, self._back(wire.id), f"One term of the sum for {name}")

    def shapes(self, everything: bool = False) -> Iterator[_Place]:
        for wire in self.quantities.wires.values():
            if wire.shape and wire.target != OUTPUT and not self.quantities.boxes[wire.target].copies:
                label = f"The shape of the gradient of {self._wire(wire.id)}"
                yield _Place("shape", wire.id, None, self._back(wire.id), label)

    def patterns(self, everything: bool = False) -> Iterator[_Place]:
        for node in self.trace.nodes:
            if node.kind == "gate" and node.pattern is not None and not self.quantities.boxes[node.id].copies:
                step = self._at(node.id, "backward", "backward")
                label = f"What the {node.label} gate does to the gradient"
                yield _Place("pattern", None, node.id, step, label)

    def orders(self, everything: bool = False) -> Iterator[_Place]:
        backward = [step for step in self.trace.steps if step.kind == "backward"]
        for step in backward[1:]:
            yield _Place("order", None, None, step.index, "The gate that can hand its gradient back next")

    def wrong_lines(self, everything: bool = False) -> Iterator[_Place]:
        if any(each.verdict == "wrong" and each.inherits is None for each in self.trace.hand_gradients):
            yield _Place("wrong_line", None, None, 0, "The first line of the backward pass that is wrong")

    def program_lines(self, everything: bool = False) -> Iterator[_Place]:
        for line in program_lines(self.trace).values():
            name = line.gradient.name
            label = f"Line {line.first}: {name}, the gradient of {line.gradient.of}"
            yield _Place("line", None, None, 0, label, line.first, name)

    def _back(self, edge: str) -> int:
        steps = (each for each in self.trace.steps if each.kind in ("backward", "seed"))
        return next((step.index for step in steps if edge in step.edges), 0)

    def _complete(self, copy: str) -> int:
        """The step that adds the last term at a copy."""
        return max(
            (step.index for step in self.trace.steps if step.kind == "accumulate" and copy in step.nodes), default=0
        )

    def _name(self, edge: str) -> str:
        return _picture_name(self.names.get(edge) or self.output)

    def _wire(self, edge: str) -> str:
        return f"{self._name(edge)} into the {self.labels[self.quantities.wires[edge].target]} gate"


FINDERS: Mapping[AskKind, Callable[..., Iterator[_Place]]] = {
    "value": _Finder.values,
    "local": _Finder.locals,
    "downstream": _Finder.downstreams,
    "term": _Finder.terms,
    "shape": _Finder.shapes,
    "pattern": _Finder.patterns,
    "order": _Finder.orders,
    "wrong_line": _Finder.wrong_lines,
    "line": _Finder.program_lines,
}
