"""Fields of a request for an exercise, beside those of a trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any, Literal, TypeAlias, get_args

from ..errors import RequestError
from ..schema import Bounds, ListLength
from .answers import ToleranceRule

__all__ = ["KINDS", "AskKind", "BlankSelector", "ExerciseRequest"]

AskKind: TypeAlias = Literal["value", "local", "downstream", "term", "shape", "pattern", "order", "wrong_line", "line"]
KINDS: tuple[AskKind, ...] = get_args(AskKind)
MOST_BLANKS = 200
LAST_STEP = 1_000_000
SEEDS, COUNTS, DECIMALS, FIGURES = (-(2**53), 2**53), (1, MOST_BLANKS), (0, 12), (1, 12)


@dataclass(frozen=True, slots=True)
class BlankSelector:
    """One blank that is asked for by its place."""

    kind: AskKind
    """Kind of thing that is left out."""
    edge: str | None = None
    """The edge whose number it is."""
    node: str | None = None
    """The node whose number it is."""
    name: str | None = None
    """The name of the program whose value or gradient it is."""
    step: Annotated[int, Bounds(0, LAST_STEP)] | None = None
    """The step that fills it in, where that tells it from others, as in an order."""


@dataclass(frozen=True, slots=True)
class ExerciseRequest:
    """Blanks to leave out; beside the fields of `TraceRequest`."""

    ask: Annotated[list[AskKind | BlankSelector], ListLength(1, MOST_BLANKS)] | None = None
    """Kinds of blanks, or single blanks such as {"kind": "downstream", "edge": "e4"}; null: downstream gradients."""
    seed: Annotated[int, Bounds(*SEEDS)] = 0
    """Chooses among the blanks and, where no values are given, the values. The same seed is the same exercise."""
    count: Annotated[int, Bounds(*COUNTS)] | None = None
    """Number of blanks; null: all that the kinds allow."""
    digits: Annotated[int, Bounds(*DECIMALS)] | None = None
    """Decimals to which an answer must be right; null: 2, or none where `significant` is given."""
    significant: Annotated[int, Bounds(*FIGURES)] | None = None
    """Significant figures to which an answer must be right, in place of `digits`."""

    @property
    def rule(self) -> ToleranceRule:
        """Rule by which an answer is right."""
        if self.significant is not None:
            return ToleranceRule(None, self.significant)
        return ToleranceRule(2 if self.digits is None else self.digits, None)

    @classmethod
    def pop_from(cls, fields: dict[str, Any]) -> ExerciseRequest:
        """Take the fields of an exercise out of those of a JSON object. Raises: RequestError `bad-field`."""
        numbers: dict[str, int] = {}
        for name, (low, high) in (
            ("seed", SEEDS),
            ("count", COUNTS),
            ("digits", DECIMALS),
            ("significant", FIGURES),
        ):
            value = fields.pop(name, None)
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
                raise RequestError("bad-field", f"`{name}` is no whole number from {low:,} to {high:,}.")
            numbers[name] = value
        result = cls(
            None, numbers.get("seed", 0), numbers.get("count"), numbers.get("digits"), numbers.get("significant")
        )
        if result.digits is not None and result.significant is not None:
            raise RequestError("bad-blank", "`digits` and `significant` are both given.", hint="Give one of them.")
        ask = fields.pop("ask", None)
        if ask is None:
            return result
        if not isinstance(ask, list):
            raise RequestError("bad-field", "`ask` is no list of kinds.")
        if not 0 < len(ask) <= MOST_BLANKS:
            raise RequestError("bad-blank", f"`ask` is no list of 1 to {MOST_BLANKS} kinds.")
        return replace(result, ask=[_ask_of(each) for each in ask])


def _ask_of(each: Any) -> AskKind | BlankSelector:
    hint = f"The kinds are {', '.join(KINDS)}."
    if isinstance(each, BlankSelector):
        each = asdict(each)
    if isinstance(each, str):
        for kind in KINDS:
            if kind == each:
                return kind
        raise RequestError("bad-field", f"`ask` holds `{each[:40]}`, which is no kind of blank.", hint=hint)
    if not isinstance(each, Mapping) or each.get("kind") not in KINDS:
        raise RequestError("bad-field", "`ask` holds something that is no kind of blank.", hint=hint)
    places = {name: each[name] for name in ("edge", "node", "name") if each.get(name) is not None}
    step = each.get("step")
    fits = step is None or (isinstance(step, int) and not isinstance(step, bool) and 0 <= step <= LAST_STEP)
    place_fields = {"kind", "edge", "node", "name", "step"}
    if set(each) - place_fields or not fits or not all(isinstance(place, str) for place in places.values()):
        raise RequestError("bad-field", "A single blank has a `kind`, an `edge`, a `node` or a `name`, and a `step`.")
    if len(places) > 1:
        raise RequestError("bad-blank", "A single blank has one place: an `edge`, a `node` or a `name`.")
    return BlankSelector(each["kind"], **places, step=step)
