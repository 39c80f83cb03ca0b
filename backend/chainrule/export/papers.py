"""Papers, on which a picture will be looked at. The twin of the page's papers.ts.

On a paper the page's camera rule holds: where the digits would be too small it shows the part at work (slide_window).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from ..request import TraceRequest
from ..tracing.document import Trace
from .slide_window import LEAST_TYPE, digit_size

__all__ = ["PAPERS", "PAPER_NAMES", "Paper", "PaperName", "fitted_to"]

PaperName: TypeAlias = Literal["slide", "page", "column"]
_LEAST, _MOST = 0.2, 8.0  # aspects asked for
_STEP = 0.7  # from one aspect to the next: about one row more
_LARGE = 400  # boxes beyond which a second layout is not worth its time
_LARGEST_TYPE = 22.0  # px to which the digits of a small picture grow


@dataclass(frozen=True, slots=True)
class Paper:
    """
    room: width and height for the picture, in px at which 12 is legible.
    sheet: width and height of the page around it, in px; None: the picture is the page.
    """

    room: tuple[float, float]
    sheet: tuple[float, float] | None

    def zoom(self, width: float, height: float, digits: float) -> float:
        """Return px per unit of a picture: as large as there is room, but no larger than reads well."""
        return min(self.room[0] / width, self.room[1] / height, _LARGEST_TYPE / digits)


PAPERS: Mapping[PaperName, Paper] = MappingProxyType(
    {
        "slide": Paper((960.0, 540.0), (1008.0, 567.0)),
        "page": Paper((605.0, 907.0), (793.7, 1122.5)),  # A4 with margins of 25 mm
        "column": Paper((830.0, 8300.0), None),  # of a README: as high as it likes
    }
)
PAPER_NAMES: tuple[PaperName, ...] = tuple(PAPERS)


def fitted_to(name: PaperName | None, request: TraceRequest, build: Callable[[TraceRequest], Trace]) -> Trace:
    """Return the trace in the fewest rows whose digits can be read on a paper, else those that show them largest."""
    best = build(request)
    if name is None or request.aspect is not None or request.flow == "down":
        return best
    room, size = PAPERS[name].room, digit_size(best)

    def digits(trace: Trace) -> float:
        return size * min(room[0] / trace.width, room[1] / trace.height)

    if digits(best) >= LEAST_TYPE:
        return best
    across = room[0] * size / LEAST_TYPE
    aspect = _rounded(max(room[0] / room[1], across * across / (best.width * best.height)))
    least = max(_LEAST, min(aspect, _rounded(room[0] / room[1])))
    while True:
        trace = build(replace(request, aspect=aspect))
        if digits(trace) > digits(best):
            best = trace
        if digits(trace) >= LEAST_TYPE or aspect <= least or len(trace.nodes) > _LARGE:
            return best
        aspect = max(least, _rounded(aspect * _STEP))


def _rounded(aspect: float) -> float:
    return max(_LEAST, min(_MOST, round(aspect * 10) / 10))
