"""The pictures of a slide, as the exports draw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...export.scene import scenes
from ...export.shapes import DrawnScene, translated
from ...export.slide_window import followed
from .slides import Slide, marks

__all__ = ["MOST_STEPS", "pictures", "positions"]

MOST_STEPS = 10  # of a slide that is played step by step; a longer way is shown by its beginning and its end


def positions(slide: Slide) -> list[int]:
    """The steps that are shown one after another: all of a short way, else its beginning and its end."""
    steps = list(range(slide.start, slide.end + 1))
    return steps if len(steps) <= MOST_STEPS + 1 else [slide.start, slide.end]


def pictures(
    slide: Slide, at: Sequence[int], aspect: float, room: tuple[float, float] | None = None
) -> Iterator[DrawnScene]:
    """A picture for each position; the first, where something is asked, with a ? in each blank's place.

    Args:
        aspect: width by height of the room on the slide, in which graph and picture are to be as large as they can.
        room: width and height of it in px, if a graph that cannot be read in it as a whole shows its part at work.
    """
    notation = slide.scene.notation or "partial"
    graphs = _with_blanks(slide, at, scenes(slide.trace, at, notation=notation))
    if room is not None:
        width = room[0] if slide.picture is None else room[0] * _BESIDE
        graphs = _followed(list(graphs), slide, at, (width, room[1]))
    if slide.picture is None:
        yield from graphs
    else:
        yield from (_together(graph, slide.picture, aspect) for graph in graphs)


def _followed(
    graphs: Sequence[DrawnScene], slide: Slide, at: Sequence[int], room: tuple[float, float]
) -> Iterator[DrawnScene]:
    """Yield the part at work of each graph; the whole of one that asks for a number out of that part."""
    for graph, part in zip(graphs, followed(graphs, slide.trace, at, room), strict=True):
        blanks, visible = ({item.key for item in each.items if item.key.startswith("blank:")} for each in (graph, part))
        yield part if blanks == visible else graph


def _with_blanks(slide: Slide, at: Sequence[int], graphs: Iterator[DrawnScene]) -> Iterator[DrawnScene]:
    for place, graph in zip(at, graphs, strict=True):
        has_blanks = slide.blanks and place == slide.start
        yield replace(graph, items=(*graph.items, *marks(slide))) if has_blanks else graph


_GAP = 16.0
_BESIDE = 0.62  # of the width of a slide for a graph that has a picture beside it


def _together(graph: DrawnScene, picture: DrawnScene, aspect: float) -> DrawnScene:
    """The graph with the scene's picture under it or beside it, whichever leaves both larger; in the middle."""
    below = max(graph.width, picture.width), graph.height + _GAP + picture.height
    beside = graph.width + _GAP + picture.width, max(graph.height, picture.height)
    width, height = min(below, beside, key=lambda size: max(size[0] / aspect, size[1]))
    if (width, height) == below:
        places = ((width - graph.width) / 2, 0.0), ((width - picture.width) / 2, graph.height + _GAP)
    else:
        places = (0.0, (height - graph.height) / 2), (graph.width + _GAP, (height - picture.height) / 2)
    both = zip((graph, picture), places, strict=True)
    items = [translated(item, *place) for each, place in both for item in each.items]
    return replace(
        graph,
        width=width,
        height=height,
        items=tuple(items),
        description=f"{graph.description} {picture.title}. {picture.description}",
    )
