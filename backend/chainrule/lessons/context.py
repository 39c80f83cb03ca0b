"""A scene's state, traced: what its phrases, conditions and sentence are resolved against."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from ..errors import ChainruleError, LimitError
from ..exercises import BlankSelector, ExerciseRequest
from ..exercises.blanks import Blank, blanks_of
from ..exercises.quantities import Quantities, Quantity
from ..learn import Run, Settings, start, train
from ..limits import Limits
from ..number import number, text
from ..request import TraceRequest
from ..tracing import Trace, build
from ..tracing import direction_documents as directions
from ..tracing.build import trace_and_drawing
from .choices import Choose
from .places import NamedPlace, PhraseError, PlaceFinder

__all__ = ["CURVATURE", "NAMED_STEPS", "SceneContext", "value_text"]

CURVATURE = "curvature"  # the largest eigenvalue of the Hessian: a name in a scene's numbers
PHASES = {"value": "forward"}
"""Pass in which a kind of blank is filled in, if that is not the backward pass."""
UNFILLED = ("wrong_line", "line")  # by no step
NAMED_STEPS = {
    "first": "the beginning",
    "backward": "the beginning of the backward pass",
    "last": "the end",
}
"""Steps that have a word, and what a sentence calls them."""


def value_text(value: Any, decimals: int | None = None) -> str:
    """A number as a sentence has it: a whole one without decimals; an array entry by entry while they are few."""
    if isinstance(value, np.ndarray) and value.ndim:
        return text(value)
    size = float(value)
    if not math.isfinite(size):
        return number(size)
    if decimals is not None:
        return f"{size:.{decimals}f}".replace("-", "\N{MINUS SIGN}")
    if size == round(size) and abs(size) < 1e15:
        return f"{round(size):,}".replace("-", "\N{MINUS SIGN}")
    return number(size)


@dataclass
class SceneContext:
    """One scene.

    request: its state. position: how many steps are done. asked: the phrases of its blanks, in their order.
    deadline: of time.monotonic(), by which the whole lesson must be resolved.
    """

    request: TraceRequest
    limits: Limits
    deadline: float = math.inf
    how: Mapping[str, Any] | None = None
    panel: str | None = None
    notation: str | None = None
    choose: Choose | None = None
    position: int = 0
    blanks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Raises: ChainruleError."""
        self.check_time()
        self.trace: Trace
        self.trace, self.drawing = trace_and_drawing(self.request, self.limits)
        self.quantities = Quantities(self.drawing)
        self.places = PlaceFinder(self.trace)

    def check_time(self) -> float:
        """The seconds that are left. Raises: LimitError."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            hint = "Shorten its trainings, or make two lessons of it."
            raise LimitError("lesson_seconds", self.limits.lesson_seconds, "The lesson takes too long", hint=hint)
        return left

    # steps -------------------------------------------------------------------------------------------------------

    @property
    def forward_steps(self) -> int:
        """Number of steps of the forward pass."""
        return sum(step.phase == "forward" for step in self.trace.steps)

    def position_of(self, step: int | str) -> int:
        """Return the number of steps done at a number, `first`, `backward` or `last`. Raises: PhraseError."""
        last = len(self.trace.steps)
        named = {"first": 0, "backward": self.forward_steps, "last": last}
        position = named.get(step) if isinstance(step, str) else step
        if position is None:
            raise PhraseError(f"A step is a number, {', '.join(named)}.")
        if not 0 <= position <= last:
            raise PhraseError(f"The trace has {last} steps.")
        return position

    def position_after(self, words: str) -> int:
        """Return the steps done once a number, a word or the box of a name has had its turn. Raises: PhraseError."""
        if words.isdecimal() or words in NAMED_STEPS:
            return self.position_of(int(words) if words.isdecimal() else words)
        box = self.places.node(words).id
        for step in self.trace.steps[self.position :]:
            if box in step.nodes:
                return step.index + 1
        raise PhraseError(f"`{words[:60]}` has no turn after the step at which the scene begins.")

    # blanks ------------------------------------------------------------------------------------------------------

    def blank(self, phrase: str) -> Blank:
        """The blank of a phrase. Raises: PhraseError."""
        place = self.places.of(phrase)
        ask = BlankSelector(place.kind, edge=place.edge, node=place.node)
        try:
            (blank,) = blanks_of(self.trace, self.quantities, ExerciseRequest([ask]))
        except LimitError:
            raise
        except ChainruleError as error:
            raise PhraseError(f"`{phrase[:60]}` cannot be asked: {error.detail} {error.hint or ''}".strip()) from None
        if blank.kind not in UNFILLED and self.trace.steps[blank.step].phase != PHASES.get(blank.kind, "backward"):
            raise PhraseError(f"`{phrase[:60]}` cannot be asked: no step of this picture fills it in.")
        return blank

    # numbers -----------------------------------------------------------------------------------------------------

    def readable(self, formula: str) -> None:
        """Raises: ChainruleError: the formula cannot be read."""
        build(TraceRequest(formula, defaults=True), self.limits)

    def value_of(self, name: str) -> float:
        """The value of a name, or of an array's entry `W[0, 1]`. Raises: PhraseError."""
        return self._scalar(self._named(name, "value"), name)

    def gradient_of(self, name: str) -> float:
        """dL/d(name). Raises: PhraseError."""
        return self._scalar(self._named(name, "gradient"), name)

    def array_of(self, name: str, field: str) -> Any:
        """The `value` or `gradient` of a name, of any shape. Raises: PhraseError."""
        return self._named(name, field)

    def _named(self, name: str, kind: str) -> Any:
        name, _, index = name.partition("[")
        trace, value = self.trace, None
        if name in trace.named:
            value = getattr(trace.named[name], kind)
        elif kind == "value" and name in trace.values:
            value = trace.values[name]
        elif kind == "gradient" and name in trace.gradients:
            value = trace.gradients[name]
        elif kind == "value" and any(node.kind == "output" and node.label == name for node in trace.nodes):
            value = trace.value
        if value is None:
            raise PhraseError(f"The program has no {kind} of `{name[:60]}`.")
        if not index:
            return value
        try:
            return np.asarray(value)[tuple(int(part) for part in index.rstrip("]").split(","))]
        except (ValueError, IndexError):
            raise PhraseError(f"`{name[:40]}` has no entry [{index[:20]}.") from None

    def _scalar(self, value: Any, name: str) -> float:
        if np.ndim(value):
            raise PhraseError(f"`{name[:60]}` is no number: write one entry, `{name[:40]}[0]`.")
        return float(value)

    def place_number(self, place: NamedPlace) -> float:
        """The exact number at a place. Raises: PhraseError."""
        kinds = {"value": "value", "local": "local", "downstream": "downstream", "term": "downstream"}
        kind = kinds.get(place.kind)
        if kind == "value" and place.node is not None:
            result = self.quantities.exact.get(self.quantities.value_of(place.node))
        elif kind is not None and place.edge is not None:
            result = self.quantities.exact.get(Quantity(kind, place.edge))  # type: ignore[arg-type]
        else:
            result = None
        if result is None:
            raise PhraseError("There is no single number.")
        return result

    def number(self, formula: str) -> float:
        """The number of a formula of the names of the program, and `curvature`. Raises: PhraseError, LimitError."""
        self.check_time()
        try:
            value: Any = float(formula)
        except ValueError:
            value = self._computed(formula)
        if not np.isfinite(self._scalar(value, formula)):
            raise PhraseError(f"`{formula[:60]}` is no finite number.")
        return float(value)

    def _computed(self, formula: str) -> Any:
        names: dict[str, Any] = {**{name: one.value for name, one in self.trace.named.items()}, **self.trace.values}
        if CURVATURE in formula:
            names[CURVATURE] = self.curvature
        try:
            first = build(TraceRequest(formula, defaults=True), self.limits)
            used = {name: names[name] for name in first.values if name in names}
            value = build(TraceRequest(formula, used), self.limits).value if used else first.value
            missing = [name for name in first.values if name not in names]
        except LimitError:
            raise
        except ChainruleError as error:
            raise PhraseError(f"`{formula[:60]}` has no value: {error.detail}") from None
        if missing:
            raise PhraseError(f"`{formula[:60]}` has no value: the program has no `{missing[0]}`.")
        return value

    @cached_property
    def curvature(self) -> float:
        """The largest second derivative in any direction of what moves. Raises: PhraseError."""
        wrt = (self.how or {}).get("parameters")
        try:
            hessian = directions.hessian(self.request, wrt, self.limits)
        except LimitError:
            raise
        except ChainruleError as error:
            raise PhraseError(f"There is no curvature: {error.detail}") from None
        return float(np.max(np.asarray(hessian.eigenvalues)))

    # training ----------------------------------------------------------------------------------------------------

    def training(self, key: str, usual: str) -> str:
        """The optimizer or the kind of schedule that the scene trains with."""
        result = (self.how or {}).get(key, usual)
        return str(result.get("kind", usual)) if isinstance(result, Mapping) else str(result)

    @property
    def learning_rate(self) -> float | None:
        """The one that the scene trains with; None where it says none."""
        result = (self.how or {}).get("settings") or {}
        return float(result["lr"]) if "lr" in result else None

    def check_training(self) -> None:
        """Raises: ChainruleError: the scene cannot be trained as it says."""
        where = {"output": self.request.output, "upstream": self.request.upstream, "defaults": self.request.defaults}
        start(self.request.source, self.request.values, Settings(**(self.how or {})), where, self.limits)

    @cached_property
    def run(self) -> Run:
        """The scene's training, every update kept. Raises: PhraseError, ChainruleError."""
        if self.how is None:
            raise PhraseError("The scene has no `train`.")
        how = {**self.how, "keep": max(2, int(self.how.get("iterations", 200)) + 1)}
        limits = replace(self.limits, run_seconds=min(self.limits.run_seconds, self.check_time()))
        request = self.request
        return train(
            request.source, request.values, output=request.output, upstream=request.upstream, limits=limits, **how
        )

    # words -------------------------------------------------------------------------------------------------------

    def at(self, request: TraceRequest) -> SceneContext:
        """The same scene with another state. Raises: ChainruleError."""
        return replace(self, request=request)
