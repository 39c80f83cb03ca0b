"""One picture to be made: a trace, how it is to look, its limits and whom to tell how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from ..errors import LimitError
from ..limits import Limits
from ..tracing.document import Trace
from .options import Options, Progress
from .palette import Palette, palette
from .papers import PAPERS
from .scene import graph_title, scene, scenes
from .shapes import DrawnScene
from .slide_window import LEAST_TYPE, digit_size, followed

__all__ = ["RenderJob"]

_SHAPES_A_NODE, _SHAPES_A_WIRE = 3, 5


class RenderJob:
    """Rendering of a trace: one still picture, or its frames.

    Raises:
        LimitError: the work is larger than a limit.
        Exception: whatever `progress` raises, which is how work is stopped.
    """

    def __init__(self, trace: Trace, options: Options, limits: Limits, progress: Progress | None) -> None:
        self.trace, self.options, self.limits = trace, options, limits
        self._progress = progress or _silent

    def without_paper(self) -> RenderJob:
        """Return the same work for a format that is not made for a paper."""
        return RenderJob(self.trace, replace(self.options, paper=None), self.limits, self._progress)

    def for_slides(self) -> RenderJob:
        """Return the same work for slides, which have the sentence as their title."""
        options = replace(self.options, paper=None, caption=False)
        return RenderJob(self.trace, options, self.limits, self._progress)

    @property
    def palette(self) -> Palette:
        """Return the colours of the theme."""
        return palette(self.options.theme)

    @property
    def title(self) -> str:
        """Return the title of the picture, without its step."""
        return graph_title(self.trace)

    def still(self, *, pixels: bool = False) -> DrawnScene:
        """Return the one picture asked for."""
        position = self.options.position(self.trace)
        self._count_shapes(1)
        options = self.options
        whole = scene(self.trace, position, notation=options.notation, formula=options.formula, caption=options.caption)
        result = next(self._on_paper(iter([whole]), [position]))
        if pixels:
            self._count_pixels(result, self.zoom(result), 1)
        return result

    def zoom(self, scene: DrawnScene) -> float:
        """Return px per unit of a still picture: what was asked for, of a picture that fits its paper."""
        paper = self.options.paper
        if paper is None:
            return self.options.zoom
        return self.options.zoom * PAPERS[paper].zoom(scene.width, scene.height, digit_size(self.trace))

    def _on_paper(self, scenes: Iterator[DrawnScene], positions: list[int]) -> Iterator[DrawnScene]:
        paper = self.options.paper
        return scenes if paper is None else followed(scenes, self.trace, positions, PAPERS[paper].room, LEAST_TYPE)

    def positions(self, default: Literal["all", "last"]) -> list[int]:
        """Return the steps that are drawn."""
        return self.options.positions(self.trace, default, self.limits)

    def frames(self, positions: list[int], *, zoom: float | None = None, outlines: bool = True) -> Iterator[DrawnScene]:
        """Yield the pictures one after another; each tells the progress when the next is asked for.

        `zoom`: pixels per unit, if they are to be pixels; they are counted before the first is drawn.
        """
        options = self.options
        self._count_shapes(len(positions))
        result = scenes(
            self.trace,
            positions,
            notation=options.notation,
            formula=options.formula,
            caption=options.caption,
            outlines=outlines,
        )
        for done, one in enumerate(self._on_paper(result, positions)):
            if zoom is not None and done == 0:
                self._count_pixels(one, zoom, len(positions))
            self._progress(done, len(positions))
            yield one
        self._progress(len(positions), len(positions))

    def _count_pixels(self, one: DrawnScene, zoom: float, frames: int) -> None:
        pixels = round(one.width * zoom) * round(one.height * zoom)
        if pixels > self.limits.picture_pixels:
            hint = "Ask for a smaller scale, or close functions."
            text = f"The picture has {pixels:,} pixels"
            raise LimitError("picture_pixels", self.limits.picture_pixels, text, hint=hint)
        if pixels * frames > self.limits.film_pixels:
            text = f"The {frames} pictures have {pixels * frames:,} pixels"
            raise LimitError("film_pixels", self.limits.film_pixels, text, hint="Ask for a smaller scale.")

    def check_length(self) -> None:
        """TeX has no length over 16,383 pt. Raises LimitError."""
        if self.options.paper is not None:
            return
        length = round(max(self.trace.width, self.trace.height) * max(1.0, self.options.zoom))
        if length > self.limits.tex_length:
            text = f"The picture is {length:,} pt long, and TeX ends at 16,383"
            hint = "Ask for a PDF or SVG, or close functions."
            raise LimitError("tex_length", self.limits.tex_length, text, hint=hint)

    def _count_shapes(self, frames: int) -> None:
        shapes = frames * (len(self.trace.nodes) * _SHAPES_A_NODE + len(self.trace.edges) * _SHAPES_A_WIRE)
        if shapes > self.limits.picture_shapes:
            hint = "Ask for one step, or close functions."
            raise LimitError("picture_shapes", self.limits.picture_shapes, f"These are {shapes:,} shapes", hint=hint)


def _silent(_: int, __: int) -> None:
    pass
