"""One file of a run to be made: the run, how it is to look, its limits and whom to tell how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..errors import LimitError
from ..export import Progress
from ..export.palette import Palette, palette
from ..export.shapes import DrawnScene
from ..learn import Run
from ..limits import Limits
from ..request import TraceRequest
from .look import RunLook
from .scenes import run_scenes, run_traces

__all__ = ["RunJob"]


@dataclass(frozen=True, slots=True)
class RunJob:
    """`request`: the program with the values that the run began with. Raises LimitError, and what `progress` raises."""

    request: TraceRequest
    run: Run
    look: RunLook
    limits: Limits
    progress: Progress

    @property
    def palette(self) -> Palette:
        """Return the colours of the theme."""
        return palette(self.look.options.theme)

    @property
    def zoom(self) -> float:
        """Return pixels per unit of the picture."""
        return self.look.options.zoom

    def still(self, *, pixels: bool = False) -> DrawnScene:
        """The picture with the cursor at the update asked for."""
        return next(self._scenes([self.look.entry(self.run)], pixels))

    def entries(self) -> list[int]:
        """Return the entries of the run that are drawn."""
        return self.look.entries(self.run, self.limits)

    def frames(self, entries: Sequence[int], *, pixels: bool = True) -> Iterator[DrawnScene]:
        """The pictures one after another; each tells the progress when the next is asked for."""
        for done, scene in enumerate(self._scenes(entries, pixels)):
            self.progress(done, len(entries))
            yield scene
        self.progress(len(entries), len(entries))

    def _scenes(self, entries: Sequence[int], pixels: bool) -> Iterator[DrawnScene]:
        self.progress(0, len(entries))
        traces = (
            run_traces(self.request, self.run, entries, self.limits) if self.look.with_graph else [None] * len(entries)
        )
        items = 0
        for at, scene in enumerate(run_scenes(self.run, entries, traces)):
            if at == 0 and pixels:
                self._count_pixels(scene, len(entries))
            items += len(scene.items)
            if items > self.limits.picture_shapes:
                text = f"These are over {items:,} shapes"
                hint = "Ask for fewer `frames`, or leave the graph out."
                raise LimitError("picture_shapes", self.limits.picture_shapes, text, hint=hint)
            yield scene

    def _count_pixels(self, scene: DrawnScene, frames: int) -> None:
        pixels = round(scene.width * self.zoom) * round(scene.height * self.zoom)
        if pixels > self.limits.picture_pixels:
            text = f"The picture has {pixels:,} pixels"
            hint = "Ask for a smaller scale, or leave the graph out."
            raise LimitError("picture_pixels", self.limits.picture_pixels, text, hint=hint)
        if pixels * frames > self.limits.film_pixels:
            text = f"The {frames} pictures have {pixels * frames:,} pixels"
            hint = "Ask for fewer `frames`, a smaller scale, or leave the graph out."
            raise LimitError("film_pixels", self.limits.film_pixels, text, hint=hint)
