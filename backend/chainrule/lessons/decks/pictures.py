"""The pictures of a slide, as the exports draw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...export.scene import scenes
from ...export.shapes import DrawnScene, translated
from .slides import Slide, marks

__all__ = ["MOST_STEPS", "pictures", "positions"]

MOST_STEPS = 10  # of a slide that is played step by step; a longer way is shown by its beginning and its end


def positions(slide: Slide) -> list[int]:
    """The steps that are shown one after another: all of a short way, else its beginning and its end."""
    steps = list(range(slide.start, slide.end + 1))
    return steps if len(steps) <= MOST_STEPS + 1 else [slide.start, slide.end]


def pictures(slide: Slide, at: Sequence[int]) -> Iterator[DrawnScene]:
    """A picture for each position; the first, where something is asked, with a ? in each blank's place."""
    notation = slide.scene.notation or "partial"
    for place, result in zip(at, scenes(slide.trace, at, notation=notation), strict=True):
        if slide.blanks and place == slide.start:
            result = replace(result, items=(*result.items, *marks(slide)))
        yield result if slide.picture is None else _above(result, slide.picture)


_GAP = 16.0


def _above(graph: DrawnScene, picture: DrawnScene) -> DrawnScene:
    """The graph with the scene's picture under it, both in the middle."""
    width = max(graph.width, picture.width)
    left, right = (width - graph.width) / 2, (width - picture.width) / 2
    items = [translated(item, left, 0.0) for item in graph.items]
    items += [translated(item, right, graph.height + _GAP) for item in picture.items]
    return replace(
        graph,
        width=width,
        height=graph.height + _GAP + picture.height,
        items=tuple(items),
        description=f"{graph.description} {picture.title}. {picture.description}",
    )
