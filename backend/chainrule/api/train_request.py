"""Fields of a request to train, beside those of a trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Annotated, Any

from ..errors import RequestError
from ..export import Options
from ..export.palette import THEMES
from ..learn import Settings
from ..run_code import RUN_LANGUAGES
from ..run_pictures import FRAMES, SECONDS, RunLook
from ..schema import Bounds, OneOf

__all__ = [
    "FanRequest",
    "FieldRequest",
    "RunCodeRequest",
    "RunFileRequest",
    "SurfaceRequest",
    "TrainRequest",
    "checked",
    "look_of",
    "settings_of",
]

MOST_FRAMES = 1_000_000  # the limit `picture_frames` is lower, and says so
MOST_EXAMPLES = 1_000_000_000  # of a minibatch: more than any array of a request has


@dataclass(frozen=True, slots=True)
class TrainRequest:
    """Settings of a run; beside the fields of `TraceRequest`."""

    parameters: list[str] | None = None
    """The leaves that move; null: what is named like a weight or drawn at random, else all free names."""
    optimizer: str | dict[str, str] | None = "sgd"
    """A name such as adam, or a rule in the formula language, {"update": "v = 0.9*v + g; w = w - lr*v"};
    null: the program's own loop runs, and its own lines are the optimizer."""
    settings: dict[str, float | bool] | None = None
    """`lr` and the others, with PyTorch's names and defaults."""
    schedule: dict[str, Any] | None = None
    """{"kind": "step", "every": 30, "factor": 0.1}, or {"formula": "lr*(1 - t/T)"}: `t` counts updates from 0."""
    iterations: int | None = None
    """Number of updates; null: 200, or with `optimizer` null all rounds of the program's loop."""
    batch: int | None = None
    """Number of examples in a minibatch; null: all of them."""
    data: list[str] | None = None
    """The arrays that minibatches are cut from, along the first axis."""
    seed: int = 0
    """Seed of the order of the minibatches: NumPy's default_rng(seed).permutation."""
    keep: int = 100
    """Number of entries in the answer, spread evenly, with the first and the last."""
    tolerance: float = 1e-10
    """The length of the gradient below which the run has converged."""


@dataclass(frozen=True, slots=True)
class RunCodeRequest:
    """Form of the program of a run; beside the fields of `TraceRequest` and `TrainRequest`."""

    language: Annotated[str, OneOf(lambda: RUN_LANGUAGES)] = "numpy"
    """Language to write it in."""


@dataclass(frozen=True, slots=True)
class RunFileRequest:
    """Options of a file of a run; beside the fields of `TraceRequest` and `TrainRequest`."""

    theme: Annotated[str, OneOf(lambda: THEMES)] = "light"
    """The palette."""
    scale: float = 1.0
    """Times the size, 0.1 to 10; pixels per unit where there are pixels."""
    transparent: bool = False
    """No background."""
    seconds: float = SECONDS
    """Seconds for which an update stays where the picture moves, 0.05 to 20."""
    fonts: bool = True
    """True if an SVG carries its letters, some 30 kB."""
    native: bool = False
    """A PPTX with shapes that can be edited, instead of pictures."""
    frames: Annotated[int, Bounds(2, MOST_FRAMES)] = FRAMES
    """Number of the kept updates that a film or a deck shows, spread evenly, the first and the last among them."""
    update: int | None = None
    """Update at which the cursor of a still picture stands and an HTML file begins; null: at the last update, which is
    the first of an HTML file."""
    with_graph: bool = True
    """With the graph at each update above the curves."""


@dataclass(frozen=True, slots=True)
class SurfaceRequest:
    """Places at which the loss is asked for; beside the fields of `TraceRequest`."""

    origin: list[float]
    """A vector over the entries of all parameters, one after the other, each in C order."""
    along: list[list[float]]
    """One or two such vectors."""
    steps: list[list[float]]
    """Distances to go along each of them: the loss is that at origin + s*along[0] + t*along[1]."""
    parameters: list[str] | None = None
    """The leaves that the vectors are over; null: those that a run moves."""


@dataclass(frozen=True, slots=True)
class FieldRequest:
    """Leaves of the plane; beside the fields of `TraceRequest`."""

    parameters: list[str] | None = None
    """The leaves that a run moves; null: what is named like a weight or drawn at random, else all free names."""
    data: list[str] | None = None
    """The points and their labels; null: the arrays with the longest first axis."""


@dataclass(frozen=True, slots=True)
class FanRequest:
    """Minibatches of the fan; beside the fields of `TraceRequest`."""

    batch: Annotated[int, Bounds(1, MOST_EXAMPLES)]
    """Number of examples in a minibatch."""
    at: list[float] | None = None
    """The parameters there, all entries one after the other; null: where a run would begin."""
    seed: int = 0
    """Seed of the order of the minibatches."""
    parameters: list[str] | None = None
    """The leaves that a run moves; null: what is named like a weight or drawn at random, else all free names."""
    data: list[str] | None = None
    """The arrays that minibatches are cut from, along the first axis."""


def _names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_FITS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "parameters": (lambda value: value is None or _names(value), "a list of names"),
    "optimizer": (lambda value: value is None or isinstance(value, str | dict), "a name or a rule"),
    "settings": (lambda value: value is None or isinstance(value, dict), "an object of numbers"),
    "schedule": (lambda value: value is None or isinstance(value, dict), "an object"),
    "iterations": (lambda value: value is None or _whole(value), "a whole number"),
    "batch": (lambda value: value is None or _whole(value), "a whole number"),
    "data": (lambda value: value is None or _names(value), "a list of names"),
    "seed": (_whole, "a whole number"),
    "keep": (_whole, "a whole number"),
    "tolerance": (lambda value: isinstance(value, int | float) and not isinstance(value, bool), "a number"),
}
assert {*_FITS} == {each.name for each in fields(TrainRequest)}


def _vector(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, int | float) and not isinstance(x, bool) for x in value)


def _vectors(value: Any) -> bool:
    return isinstance(value, list) and all(map(_vector, value))


_PLACES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "origin": (_vector, "a list of numbers"),
    "along": (_vectors, "a list of lists of numbers"),
    "at": (lambda value: value is None or _vector(value), "a list of numbers"),
    "batch": (lambda value: _whole(value) and 0 < value <= MOST_EXAMPLES, "a whole number from 1 on"),
    "seed": (lambda value: _whole(value) and 0 <= value < 2**53, "a whole number from 0 on"),
    "steps": (_vectors, "a list of lists of numbers"),
    "parameters": _FITS["parameters"],
    "data": _FITS["data"],
}


_NUMBER: tuple[Callable[[Any], bool], str] = (_FITS["tolerance"][0], "a number")
_TRUTH: tuple[Callable[[Any], bool], str] = (lambda value: isinstance(value, bool), "true or false")
_LOOKS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "theme": (lambda value: isinstance(value, str), "a text"),
    "scale": _NUMBER,
    "transparent": _TRUTH,
    "seconds": _NUMBER,
    "fonts": _TRUTH,
    "native": _TRUTH,
    "frames": (lambda value: _whole(value) and 2 <= value <= MOST_FRAMES, "a whole number from 2 on"),
    "update": (lambda value: value is None or (_whole(value) and 0 <= value < 2**53), "a whole number from 0 on"),
    "with_graph": _TRUTH,
}
assert {*_LOOKS} == {each.name for each in fields(RunFileRequest)}


def look_of(values_by_name: dict[str, Any]) -> RunLook:
    """The look of a file of a run, taken out of the fields of a request.

    Raises:
        RequestError: `bad-field`. InputError: `bad-option`.
    """
    look: dict[str, Any] = {"seconds": SECONDS}
    for name, (fits, requirement) in _LOOKS.items():
        if name in values_by_name:
            look[name] = values_by_name.pop(name)
            if not fits(look[name]):
                raise RequestError("bad-field", f"`{name}` is not {requirement}.")
    own = {name: look.pop(name) for name in ("frames", "update", "with_graph") if name in look}
    return RunLook(Options(**look), **own)


def checked(model: type, values_by_name: dict[str, Any]) -> tuple[Any, ...]:
    """The fields of a model taken out of the fields of a request, in order.

    Raises:
        RequestError: `missing-field`, `bad-field`.
    """
    values: list[Any] = []
    for each in fields(model):
        if each.name not in values_by_name and each.default is MISSING:
            raise RequestError("missing-field", f"`{each.name}` is missing.")
        value = values_by_name.pop(each.name, None if each.default is MISSING else each.default)
        fits, requirement = _PLACES[each.name]
        if not fits(value):
            raise RequestError("bad-field", f"`{each.name}` is not {requirement}.")
        values.append(value)
    return tuple(values)


def settings_of(fields_by_name: Mapping[str, Any]) -> Settings:
    """Raises: RequestError."""
    for name, value in fields_by_name.items():
        fits, requirement = _FITS[name]
        if not fits(value):
            raise RequestError("bad-field", f"`{name}` is not {requirement}.")
    for name, value in (fields_by_name.get("settings") or {}).items():
        if not isinstance(value, int | float):
            raise RequestError(
                "bad-field", f"`{name[:60]}` is not a finite number.", hint="Write a number such as 0.1."
            )
    return Settings(**{**fields_by_name, "settings": fields_by_name.get("settings") or {}})
