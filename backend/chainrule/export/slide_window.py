"""The camera rule on a slide: the whole picture while its digits can be read, else the part at work over a strip that
shows where one is. The twin of the page's camera and overview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..number import number
from ..tracing.document import Edge, Trace
from .formula import Outline
from .scene import caption_height, caption_items, caption_lines
from .shapes import DrawnScene, Item, Path, Rect, Segment, Stroke, TextLine, TextRun, translated

__all__ = ["LEAST_TYPE", "digit_size", "followed"]

LEAST_TYPE = 12.0  # px of a digit, below which the picture is no longer shown whole
_READABLE = 14.4  # px of a digit in a part: a fiftieth of a slide's height, as in the hall
_SCALAR, _ENTRY = 13.0, 11.0  # type of numbers on wires and in arrays, in units
_STRIP = 72.0  # px of the strip
_INSET = 8.0  # px between strip and overview
_FORMULA = 0.4  # of the room's height at most for a step's formula
_MARGIN = 24.0  # units around what is at work
_WORDS = ("caption", "math")  # keys of what stands below the graph
_ADVANCE = 0.62  # width of a letter over its size


@dataclass(frozen=True, slots=True)
class _Area:
    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, other: _Area) -> bool:
        return (
            self.x0 <= other.x0 + 0.5
            and self.y0 <= other.y0 + 0.5
            and other.x1 <= self.x1 + 0.5
            and other.y1 <= self.y1 + 0.5
        )

    def meets(self, other: _Area) -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1


def digit_size(trace: Trace) -> float:
    """Return the type of a picture's smallest digits, in units."""
    return _ENTRY if any(edge.shape for edge in trace.edges) else _SCALAR


def followed(
    scenes: Iterable[DrawnScene],
    trace: Trace,
    positions: Sequence[int],
    room: tuple[float, float],
    readable: float = _READABLE,
) -> Iterator[DrawnScene]:
    """Yield each scene as it stands on a slide or paper.

    Args:
        scenes: those of the trace at `positions`, in that order; the graph stands at their top.
        room: width and height that there is for the picture, in px.
        readable: px of the digits in a part of it.
    """
    size = digit_size(trace)
    corner = (0.0, 0.0)
    lines: dict[int, list[str]] | None = None  # of the sentence of each position; all frames have room for the longest
    for scene, position in zip(scenes, positions, strict=True):
        fit = min(room[0] / scene.width, room[1] / scene.height)
        if fit * size >= LEAST_TYPE or not _has_movable_formula(scene):
            yield scene
            continue
        unit = size / readable  # of the picture, for each px of the slide
        formula_room = min(max(0.0, scene.height - scene.math_top + 5), _FORMULA * room[1] * unit)
        full = room[0] * unit
        if lines is None:
            has_caption = any(item.key == "caption" for item in scene.items)
            lines = {at: caption_lines(trace, at, full) if has_caption else [] for at in positions}
        words = max(map(caption_height, lines.values()))
        width = min(trace.width, full)
        height = min(trace.height, (room[1] - _STRIP) * unit - formula_room - words)
        at_work = _at_work(trace, position, width, height)
        corner = (
            _window_start(corner[0], width, at_work.x0, at_work.x1, trace.width),
            _window_start(corner[1], height, at_work.y0, at_work.y1, trace.height),
        )
        window = _Area(corner[0], corner[1], corner[0] + width, corner[1] + height)
        shift = (full - width) / 2  # a narrow part stands in the middle
        left = (scene.width - trace.width) / 2  # of the graph, over a formula that is wider
        graph = [translated(item, -left, 0.0) for item in scene.items if item.key not in _WORDS]
        items = [translated(item, shift - window.x0, -window.y0) for item in _whole_labels(graph, window)]
        below = height + _STRIP * unit
        bottom = below + words
        ground = Rect("strip", 0, below, full, words + formula_room, 0, "panel")  # no wire behind the words
        strip = (ground, *_strip(trace, position, window, _Area(0, height, full, below), unit))
        caption = caption_items(lines[position], full / 2, below)
        formula = _formula(scene.items, _Area(0, bottom, full, bottom + formula_room))
        everything = (*items, *strip, *caption, *formula)
        yield replace(scene, width=full, height=bottom + formula_room, items=everything, math_top=bottom)


def _has_movable_formula(scene: DrawnScene) -> bool:
    """Return whether the formula below the graph, if any, is in outlines, which can be made smaller."""
    return scene.math is None or any(item.key == "math" for item in scene.items)


def _formula(items: Sequence[Item], place: _Area) -> list[Item]:
    """Return the outlines of the step's formula in the middle of a place, smaller where they would not fit."""
    outlines = [item for item in items if item.key == "math" and not isinstance(item, TextLine)]
    if not outlines:
        return []
    area = _together([_bounds(item) for item in outlines])
    width, height = area.x1 - area.x0, area.y1 - area.y0
    scale = min(1.0, (place.x1 - place.x0) / width, (place.y1 - place.y0) / height)
    left = (place.x0 + place.x1 - scale * (area.x0 + area.x1)) / 2
    top = (place.y0 + place.y1 - scale * (area.y0 + area.y1)) / 2
    return [*Outline(0.0, 0.0, tuple(outlines)).at(left, top, scale)]


def _at_work(trace: Trace, position: int, width: float, height: float) -> _Area:
    """Return the boxes of the step, and of its labels those that are in a window of that size with them."""
    step = trace.steps[max(position - 1, 0)]
    nodes, edges = set(step.nodes), set(step.edges)
    boxes = [
        _Area(node.x - node.width / 2, node.y - node.height / 2, node.x + node.width / 2, node.y + node.height / 2)
        for node in trace.nodes
        if node.id in nodes
    ]
    labels = [_label(edge) for edge in trace.edges if edge.id in edges]
    if not (boxes or labels):
        return _Area(0, 0, 0, 0)
    area = _together(boxes or labels[:1])
    for label in sorted(labels, key=lambda label: _far(_together([area, label]))):
        both = _together([area, label])
        if both.x1 - both.x0 + 2 * _MARGIN <= width and both.y1 - both.y0 + 2 * _MARGIN <= height:
            area = both
    return _Area(area.x0 - _MARGIN, area.y0 - _MARGIN, area.x1 + _MARGIN, area.y1 + _MARGIN)


def _far(area: _Area) -> float:
    return area.x1 - area.x0 + area.y1 - area.y0


def _together(areas: Sequence[_Area]) -> _Area:
    return _Area(
        min(area.x0 for area in areas),
        min(area.y0 for area in areas),
        max(area.x1 for area in areas),
        max(area.y1 for area in areas),
    )


def _label(edge: Edge) -> _Area:
    (x, y), (width, above, below) = edge.label, edge.label_size
    return _Area(x - width / 2, y - above, x + width / 2, y + below)


def _window_start(at: float, size: float, low: float, high: float, end: float) -> float:
    """Return where a window of that size begins: where it was while low to high is in it, else around their middle."""
    is_inside = at <= low and high <= at + size
    begin = at if is_inside else (low + high - size) / 2
    return max(0.0, min(begin, end - size))


def _whole_labels(items: Sequence[Item], window: _Area) -> Iterator[Item]:
    """Yield what meets the window. A label or a box whose text is cut is left out with all of its parts."""
    groups: dict[str, list[_Area]] = defaultdict(list)
    for item in items:
        groups[item.key].append(_bounds(item))
    cut = {
        key
        for key, areas in groups.items()
        if not key.startswith(("wire:", "node:", "function:")) and not all(map(window.holds, areas))
    }
    for item in items:
        area = _bounds(item)
        is_cut = isinstance(item, TextLine) and not window.holds(area)
        if item.key not in cut and not is_cut and window.meets(area):
            yield item


def _bounds(item: Item) -> _Area:
    if isinstance(item, Rect):
        return _Area(item.x, item.y, item.x + item.width, item.y + item.height)
    if isinstance(item, TextLine):
        width = sum(len(run.text) * run.size * _ADVANCE for run in item.runs)
        size = max((run.size for run in item.runs), default=0.0)
        left = item.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[item.anchor] * width
        return _Area(left, item.y - 0.8 * size, left + width, item.y + 0.25 * size)
    numbers = [numbers for _, numbers in item.segments]
    xs = [each for point in numbers for each in point[::2]]
    ys = [each for point in numbers for each in point[1::2]]
    return _Area(min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1)


def _strip(trace: Trace, position: int, window: _Area, place: _Area, unit: float) -> Iterator[Item]:
    """Yield the whole graph small, the window on it, and the output's name with its value once it is there."""
    inset = _INSET * unit
    yield Rect("strip", place.x0, place.y0, place.x1 - place.x0, place.y1 - place.y0, 0, "panel")
    yield Path("strip", (("M", (place.x0, place.y0)), ("L", (place.x1, place.y0))), None, Stroke("line", unit))
    k = min((place.y1 - place.y0 - 2 * inset) / trace.height, 0.6 * (place.x1 - place.x0) / trace.width)
    left = (place.x0 + place.x1 - k * trace.width) / 2
    top = (place.y0 + place.y1 - k * trace.height) / 2
    for edge in trace.edges:
        points = [(left + k * x, top + k * y) for x, y in edge.path]
        line: list[Segment] = [("M", points[0]), *[("L", point) for point in points[1:]]]
        yield Path("strip", tuple(line), None, Stroke("wire", 0.8 * unit))
    working = set(trace.steps[position - 1].nodes) if position else set()
    for node in trace.nodes:
        x, y = left + k * (node.x - node.width / 2), top + k * (node.y - node.height / 2)
        color = "acc" if node.id in working else "mute"
        yield Rect("strip", x, y, k * node.width, k * node.height, unit, color)
    x, y = left + k * window.x0, top + k * window.y0
    width, height = k * (window.x1 - window.x0), k * (window.y1 - window.y0)
    yield Rect("strip", x, y, width, height, unit, None, Stroke("acc", 1.4 * unit))
    output = next(node for node in trace.nodes if node.id == trace.output)
    is_there = output.value_step is not None and output.value_step <= position and isinstance(output.value, float | int)
    name = output.name or output.label
    text = f"{name} = {number(float(output.value))}" if is_there else name  # type: ignore[arg-type]
    size = 18 * unit
    run = (TextRun(text, size),)
    yield TextLine("strip", place.x1 - 2 * inset, (place.y0 + place.y1) / 2 + size / 3, run, "serif", "ink", "end")
