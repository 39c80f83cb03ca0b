"""Options of a picture: the same fields in a URL, on the command line and in Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Literal, TypeAlias, TypedDict

from ..errors import InputError, LimitError
from ..limits import Limits
from ..tracing.document import Trace
from .notation import NOTATIONS, Notation
from .palette import THEMES, Theme
from .papers import PAPER_NAMES, PaperName

__all__ = ["DIGITS", "OptionFields", "Options", "Progress", "Step"]

Step: TypeAlias = int | Literal["all", "last"]
Progress: TypeAlias = Callable[[int, int], None]  # done, of how many; may raise to stop the work
DIGITS = 13.0  # the size of the numbers in a trace
_SCALE = (0.1, 10.0)
_FONT_SIZE = (6.0, 96.0)
_SECONDS = (0.05, 20.0)


class OptionFields(TypedDict, total=False):
    """The fields of Options as keywords: the same names and types."""

    step: Step | None
    theme: Theme
    scale: float
    transparent: bool
    animate: bool
    notation: Notation
    formula: bool
    caption: bool
    font_size: float
    seconds: float
    fonts: bool
    fragment: bool
    native: bool
    paper: PaperName | None


@dataclass(frozen=True, slots=True)
class Options:
    """
    step: how many steps are done, or "last", or "all" where a format has pages or frames; None: as the format likes.
    scale: times the size; for PNG, GIF, WebP and MP4 the pixels per unit.
    font_size: how big the numbers are, px or pt; the whole picture grows with them.
    formula, caption: the step's formula and sentence below the graph.
    seconds: how long a step stays, where the picture moves.
    fonts: an SVG carries its letters, so that it looks the same on every machine.
    fragment: TikZ without the document around it, for \\input into a document of one's own.
    native: a PPTX with boxes, wires and numbers as shapes that can be edited, instead of pictures.
    paper: where an SVG, PNG, PDF or TikZ will be looked at: it is made to fit there, and where its digits would be too
        small it shows the step's part over a strip of the whole. Not with a sentence below the graph.

    Raises InputError.
    """

    step: Step | None = None
    theme: Theme = "light"
    scale: float = 1.0
    transparent: bool = False
    animate: bool = False
    notation: Notation = "partial"
    formula: bool = False
    caption: bool = False
    font_size: float = DIGITS
    seconds: float = 1.2
    fonts: bool = True
    fragment: bool = False
    native: bool = False
    paper: PaperName | None = None

    def __post_init__(self) -> None:
        _one_of("theme", self.theme, THEMES)
        if self.paper is not None:
            _one_of("paper", self.paper, PAPER_NAMES)
        _one_of("notation", self.notation, NOTATIONS)
        _within("scale", self.scale, _SCALE)
        _within("font_size", self.font_size, _FONT_SIZE)
        _within("seconds", self.seconds, _SECONDS)
        if isinstance(self.step, str) and self.step not in ("all", "last"):
            raise InputError("bad-step", f"`step` is a number, all or last, not `{self.step[:40]}`.")

    @property
    def zoom(self) -> float:
        """Times the size of the trace."""
        return self.scale * self.font_size / DIGITS

    def position(self, trace: Trace) -> int:
        """Return the one position of a still picture."""
        last = len(trace.steps)
        if self.step is None or isinstance(self.step, str):
            return last
        if not 0 <= self.step <= last:
            raise InputError("bad-step", f"There is no step {self.step}.", hint=f"This graph has steps 0 to {last}.")
        return self.step

    def positions(self, trace: Trace, default: Literal["all", "last"], limits: Limits) -> list[int]:
        """Return the positions of a picture with pages or frames. Raises InputError, LimitError."""
        if (self.step or default) != "all" or self.step == 0:
            return [self.position(trace)]
        result = range(len(trace.steps) + 1)
        if len(result) > limits.picture_frames:
            hint = "Ask for one step, or close functions."
            raise LimitError("picture_frames", limits.picture_frames, f"This makes {len(result):,} pictures", hint=hint)
        return list(result)


def _one_of(name: str, value: str, texts: tuple[str, ...]) -> None:
    if value not in texts:
        raise InputError("bad-option", f"`{name}` is one of {', '.join(texts)}, not `{str(value)[:40]}`.")


def _within(name: str, value: float, limits: tuple[float, float]) -> None:
    if not (isfinite(value) and limits[0] <= value <= limits[1]):
        raise InputError("bad-option", f"`{name}` is a number from {limits[0]:g} to {limits[1]:g}.")
