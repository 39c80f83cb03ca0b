"""TraceRequest: what is asked for, by whoever asks. HTTP, the command line, widgets and Python build one of these."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, Any, Literal, TypeAlias, get_args

import numpy.typing as npt
import orjson

from .errors import InputError, RequestError
from .limits import DEFAULT, Limits
from .schema import Bounds, JsonForm, NamedSchema
from .sentences import LANGUAGES, Language, speaking

__all__ = [
    "ALIASES",
    "ASPECTS",
    "FLOWS",
    "GRAPHS",
    "STEP_WORDS",
    "MODES",
    "VIEWS",
    "Flow",
    "GraphKind",
    "Mode",
    "StepWords",
    "Shapes",
    "TraceRequest",
    "Values",
    "View",
]

View: TypeAlias = Literal["gates", "functions", "units"]
VIEWS: tuple[View, ...] = get_args(View)
Flow: TypeAlias = Literal["right", "down"]
FLOWS: tuple[Flow, ...] = get_args(Flow)
ASPECTS = 0.1, 10.0
Mode: TypeAlias = Literal["reverse", "forward"]
MODES: tuple[Mode, ...] = get_args(Mode)
GraphKind: TypeAlias = Literal["forward", "backward"]
GRAPHS: tuple[GraphKind, ...] = get_args(GraphKind)
StepWords: TypeAlias = Literal["full", "templates"]
STEP_WORDS: tuple[StepWords, ...] = get_args(StepWords)
MOST_ROUNDS = 1_000_000_000
Value: TypeAlias = Annotated[
    "float | list[Value]",
    NamedSchema(
        "Value", "A finite number, or nested lists of them with rows of equal length; the nesting is the shape."
    ),
]
ALIASES: Mapping[str, Any] = {"Value": Value}  # for annotations that are read later


Shapes: TypeAlias = Mapping[str, Sequence[int]]  # of names
Values: TypeAlias = Mapping[str, npt.ArrayLike]  # of names: numbers, arrays, tensors, frames


@dataclass(frozen=True, slots=True)
class TraceRequest:
    """The program, its values, and how its graph is drawn.

    A field that is added here is a field of every route, of the command line's `--json` question and of the Python
    API: its type is checked by `from_fields`, its docstring is its description in the documentation.
    """

    source: str
    """The formula or program. The page `/docs` and docs/language.md say what can be written."""
    values: Mapping[str, Annotated[npt.ArrayLike, JsonForm(Value)]] = field(default_factory=dict)
    """A finite number, or nested lists of them, for each free name."""
    output: str | None = None
    """The name whose gradients are wanted; null: the last expression or assignment."""
    upstream: Annotated[npt.ArrayLike, JsonForm(Value)] | None = None
    """dL/d(output): a number or nested lists in the output's shape; null: ones."""
    view: View = "gates"
    """Functions as their gates, closed into one box each, or everything taken apart into scalars."""
    open: Collection[str] = ()
    """Ids or names of functions drawn open whatever the view says."""
    closed: Collection[str] = ()
    """Ids or names of functions drawn closed whatever the view says."""
    defaults: bool = False
    """Give a name without a value a default, marked as one, instead of an error."""
    partial: bool = False
    """If true and shapes do not fit, draw what was read up to that place instead of an error."""
    round: Annotated[int, Bounds(1, MOST_ROUNDS)] = 1
    """The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1."""
    flow: Flow = "right"
    """Direction of the wires: right, operands one below the other, or down, operands side by side."""
    aspect: Annotated[float, Bounds(*ASPECTS)] | None = None
    """Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger.
    Null: one row."""
    mode: Mode = "reverse"
    """Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on."""
    direction: Mapping[str, Annotated[npt.ArrayLike, JsonForm(Value)]] | None = None
    """Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its
    shape. Null: the first variable moves by 1, each of its entries."""
    graph: GraphKind = "forward"
    """The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them."""
    words: StepWords = "full"
    """Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers
    apart. For many readers and large graphs; `/api/v1/trace` alone takes it."""
    shapes_only: Mapping[str, list[int]] | None = None
    """Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one
    number; names in `values` have the shape of their value. Null: numbers are computed."""
    lang: Language = "en"
    """The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do."""

    def __post_init__(self) -> None:
        """Raises: InputError."""
        for name in ("open", "closed"):
            ids = getattr(self, name)
            if isinstance(ids, str):
                raise InputError("bad-field", f"`{name}` is a list of ids, not a text.", hint=f'Write ["{ids[:40]}"].')
            if not isinstance(ids, tuple):
                object.__setattr__(self, name, tuple(ids))
        if self.view not in VIEWS:
            view_names = ", ".join(VIEWS)
            raise InputError(
                "unknown-view", f"There is no view `{str(self.view)[:40]}`.", hint=f"The views are: {view_names}."
            )
        if not 1 <= self.round <= MOST_ROUNDS:
            raise InputError("bad-field", f"`round` is not between 1 and {MOST_ROUNDS:,}.")
        if self.flow not in FLOWS:
            raise InputError("bad-field", "`flow` is neither `right` nor `down`.")
        if self.aspect is not None:
            if not ASPECTS[0] <= self.aspect <= ASPECTS[1]:
                raise InputError("bad-field", f"`aspect` is not between {ASPECTS[0]:g} and {ASPECTS[1]:g}.")
            object.__setattr__(self, "aspect", float(self.aspect))
        if self.mode not in MODES:
            raise InputError("bad-field", "`mode` is neither `reverse` nor `forward`.")
        if self.graph not in GRAPHS:
            raise InputError("bad-field", "`graph` is neither `forward` nor `backward`.")
        if self.words not in STEP_WORDS:
            raise InputError("bad-field", "`words` is neither `full` nor `templates`.")
        if self.lang not in LANGUAGES:
            languages = ", ".join(LANGUAGES)
            raise InputError("bad-field", "`lang` is no language of this service.", hint=f"Known: {languages}.")
        if self.direction and self.mode != "forward":
            raise InputError(
                "bad-direction", "A `direction` belongs to forward mode.", hint='Send "mode": "forward" with it.'
            )

        if self.shapes_only is not None:
            self._check_shapes(self.shapes_only)

    def _check_shapes(self, shapes: Mapping[str, Any]) -> None:
        """Raises: InputError."""
        if not isinstance(shapes, Mapping):
            raise InputError(
                "bad-shape",
                "`shapes_only` is an object of names and their shapes.",
                hint='Write {"x": [1, 3, 224, 224]}.',
            )
        for name, shape in shapes.items():
            if not isinstance(shape, list | tuple) or not all(type(size) is int and size >= 1 for size in shape):
                raise InputError(
                    "bad-shape",
                    f"The shape of `{str(name)[:60]}` is no list of sizes of at least 1.",
                    hint='Write {"x": [1, 3, 224, 224]}.',
                )
        object.__setattr__(self, "shapes_only", {name: list(shape) for name, shape in shapes.items()})
        needs_numbers = {
            "view": self.view == "units",
            "mode": self.mode == "forward",
            "graph": self.graph == "backward",
            "upstream": self.upstream is not None,
            "round": self.round > 1,
        }
        for name, used in needs_numbers.items():
            if used:
                raise InputError(
                    "shapes-only",
                    f"`{name}` asks for numbers, and `shapes_only` computes none.",
                    hint=f"Leave out `{name}`.",
                )

    def require_numbers(self) -> None:
        """Raises: InputError `shapes-only`: the request is one of shapes, and what is asked for has no numbers."""
        if self.shapes_only is not None:
            raise InputError(
                "shapes-only",
                "This needs numbers, and the request is one of shapes alone.",
                hint="Leave out `shapes_only` and give values.",
            )

    @classmethod
    def from_fields(cls, fields_by_name: Mapping[str, object], limits: Limits = DEFAULT) -> TraceRequest:
        """The request that a JSON object asks for.

        Raises:
            RequestError: `missing-field`, `unknown-field`, `bad-field`.
            InputError: `bad-value`, `unknown-view`.
        """
        lang = fields_by_name.get("lang")
        with speaking(lang if isinstance(lang, str) and lang in LANGUAGES else "en"):
            return cls._from_fields(fields_by_name, limits)

    @classmethod
    def _from_fields(cls, fields_by_name: Mapping[str, Any], limits: Limits) -> TraceRequest:
        for name in fields_by_name:
            if name not in _FIELD_RULES:
                raise RequestError(
                    "unknown-field",
                    f"`{str(name)[:60]}` is not a field of this request.",
                    hint=f"The fields are {', '.join(_FIELD_RULES)}.",
                )
        if "source" not in fields_by_name:
            raise RequestError("missing-field", "`source` is missing.", hint='Send at least {"source": "..."}.')
        for name, value in fields_by_name.items():
            field_rule = _FIELD_RULES[name]
            if not field_rule.fits(value):
                raise RequestError("bad-field", f"`{name}` is {field_rule.article}.")
        request = cls(**fields_by_name)
        if len(request.values) > limits.names:
            raise RequestError(
                "bad-field", f"`values` holds {len(request.values):,} names; the limit is {limits.names:,}."
            )
        if len(request.open) + len(request.closed) > limits.names:
            raise RequestError("bad-field", f"`open` and `closed` hold more than {limits.names:,} ids.")
        if len(request.direction or ()) > limits.names:
            raise RequestError("bad-field", f"`direction` holds more than {limits.names:,} names.")
        if len(request.shapes_only or ()) > limits.names:
            raise RequestError("bad-field", f"`shapes_only` holds more than {limits.names:,} names.")
        values = {
            name: _numbers(value, f"The value of `{name[:60]}`", limits) for name, value in request.values.items()
        }
        upstream = None if request.upstream is None else _numbers(request.upstream, "`upstream`", limits)
        direction = request.direction
        if direction is not None:
            direction = {
                name: _numbers(move, f"The direction of `{name[:60]}`", limits) for name, move in direction.items()
            }
        return replace(request, values=values, upstream=upstream, direction=direction)

    def canonical(self) -> bytes:
        """The same bytes for all requests that ask for the same thing. For requests made by `from_fields`."""
        return _json_bytes(self._named())

    def without_numbers(self) -> bytes:
        """The same bytes for requests that differ in numbers alone: same text, names and shapes."""
        named = self._named()
        numbers = _json_bytes([named.pop(name) for name in ("values", "upstream", "direction")])
        return _json_bytes(named) + re.sub(rb"-?\d[\d.e+-]*", b"0", numbers)

    def _named(self) -> dict[str, Any]:
        named = {name: getattr(self, name) for name in _FIELD_RULES}
        return {**named, "open": sorted(set(self.open)), "closed": sorted(set(self.closed))}


def _json_bytes(content: Any) -> bytes:
    try:
        return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half of a surrogate pair, or a whole number of more than 64 bits
        pass
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class _FieldRule:
    """A JSON type, and its name in an error."""

    article: str
    types: tuple[type, ...]
    items: type | None = None

    def fits(self, value: Any) -> bool:
        if not isinstance(value, self.types) or (isinstance(value, bool) and bool not in self.types):
            return False
        items: Any = value
        return self.items is None or items is None or all(isinstance(item, self.items) for item in items)


_TEXT, _TEXTS, _TRUTH = (
    _FieldRule("a text", (str,)),
    _FieldRule("a list of texts", (list, tuple), str),
    _FieldRule("true or false", (bool,)),
)
_FIELD_RULES: Mapping[str, _FieldRule] = {
    "source": _TEXT,
    "values": _FieldRule("an object of names and their values", (dict,), str),
    "output": _FieldRule("a text or null", (str, type(None))),
    "upstream": _FieldRule("a number, a list or null", (object,)),
    "view": _TEXT,
    "open": _TEXTS,
    "closed": _TEXTS,
    "defaults": _TRUTH,
    "partial": _TRUTH,
    "round": _FieldRule("a whole number", (int,)),
    "flow": _TEXT,
    "aspect": _FieldRule("a number or null", (float, int, type(None))),
    "mode": _TEXT,
    "direction": _FieldRule("an object of names and how they move, or null", (dict, type(None)), str),
    "graph": _TEXT,
    "words": _TEXT,
    "shapes_only": _FieldRule("an object of names and their shapes, or null", (dict, type(None)), str),
    "lang": _TEXT,
}
assert list(_FIELD_RULES) == [each.name for each in fields(TraceRequest)], "Every field has a type that is checked."


def _numbers(value: Any, name: str, limits: Limits) -> Any:
    """The number or nested lists with every number a finite float. Iterative: depth is the sender's choice."""
    if not isinstance(value, list):
        return _float(value, name)
    top: list[Any] = []
    stack: list[tuple[list[Any], list[Any], int]] = [(value, top, 1)]
    while stack:
        source, target, depth = stack.pop()
        if depth > limits.dimensions:
            hint = "A matrix is a list of lists of numbers."
            raise InputError("bad-value", f"{name} is nested deeper than {limits.dimensions} lists.", hint=hint)
        for item in source:
            if isinstance(item, list):
                inner: list[Any] = []
                target.append(inner)
                stack.append((item, inner, depth + 1))
            else:
                target.append(_float(item, name))
    return top


def _float(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        hint = "Write a finite number such as 1.5, or lists of numbers: [[1, 2], [3, 4]]."
        raise InputError("bad-value", f"{name} is neither a number nor nested lists of numbers.", hint=hint)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InputError("bad-value", f"{name} is not finite.", hint="Values are finite float64 numbers.")
    return number
