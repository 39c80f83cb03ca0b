"""trace -> Scenes: the graph, and if asked for the step's sentence and formula below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from ..sentences import tr
from ..tracing.document import Trace
from .files import metrics
from .formula import Outline, outline
from .frame import VisibilityPlan
from .notation import Notation, notate
from .scene_items import draw
from .shapes import DrawnScene, Item, TextLine, TextRun

__all__ = ["caption_height", "caption_items", "caption_lines", "describe", "graph_title", "scene", "scenes"]

_BOTTOM = 16.0  # below the words
_FORMULA_SIZE = 19.0
_CAPTION_SIZE = 14.0
_LINE = 20.0
_TALLEST = 230.0
_ROW = 46.0  # of a formula that somebody else sets
_LEAST_WIDTH = 420.0  # with words below it: a narrow graph does not squeeze them


def scene(
    trace: Trace, position: int, *, notation: Notation = "partial", formula: bool = False, caption: bool = False
) -> DrawnScene:
    """Return the picture once `position` steps are done, 0 to the number of steps."""
    return next(scenes(trace, [position], notation=notation, formula=formula, caption=caption))


def scenes(
    trace: Trace,
    positions: Sequence[int],
    *,
    notation: Notation = "partial",
    formula: bool = False,
    caption: bool = False,
    outlines: bool = True,
) -> Iterator[DrawnScene]:
    """Yield the scenes, all of one size. `outlines`: formulas as shapes; else only room is kept for them."""
    plan = VisibilityPlan(trace)
    inner = max(trace.width, _LEAST_WIDTH) if formula or caption else trace.width
    lines = {at: caption_lines(trace, at, inner) if caption else [] for at in positions}
    nets = frozenset(trace.net_values) if formula and notation == "delta" else frozenset()
    maths = {
        at: notate(plan.carried(trace.steps[at - 1].math), notation, nets) if formula and at else "" for at in positions
    }
    result = {at: outline(math, _FORMULA_SIZE) for at, math in maths.items() if math and outlines}
    words = max(map(caption_height, lines.values()), default=0.0)
    if outlines:
        room = max((_fit(one, inner) * one.height for one in result.values()), default=0.0)
    else:
        room = max((math.count("<mtr>") * _ROW for math in maths.values()), default=0.0)
    math_top = trace.height + words + 6
    height = math_top - 6 + (room + 12 if room else 0) + (_BOTTOM if words or room else 0)
    left = (inner - trace.width) / 2
    for at in positions:
        items = [*draw(plan.frame(at), trace.functions, trace.flow)]
        if left:
            items = [_shifted(item, left) for item in items]
        items += caption_items(lines[at], inner / 2, trace.height)
        if at in result:
            items += _formula(result[at], inner, math_top)
        title, description = describe(trace, at)
        yield DrawnScene(ceil(inner), ceil(height), tuple(items), title, description, maths[at] or None, math_top)


def caption_lines(trace: Trace, position: int, width: float) -> list[str]:
    """Return the sentence of a step in lines no wider than `width` units."""
    return _wrapped(_sentence(trace, position), width)


def caption_height(lines: Sequence[str]) -> float:
    """Return the units that a sentence in these lines takes below a graph."""
    return len(lines) * _LINE + 8 if lines else 0.0


def caption_items(lines: Sequence[str], middle: float, top: float) -> Iterator[TextLine]:
    """Yield the lines of a sentence below `top`, around `middle`."""
    for turn, line in enumerate(lines):
        baseline = top + 8 + turn * _LINE + _CAPTION_SIZE
        yield TextLine("caption", middle, baseline, (TextRun(line, _CAPTION_SIZE),), "gate", "ink")


def _fit(result: Outline, inner: float) -> float:
    return min(1.0, inner / result.width, _TALLEST / result.height)


def _formula(result: Outline, inner: float, top: float) -> list[Item]:
    scale = _fit(result, inner)
    return [*result.at((inner - result.width * scale) / 2, top, scale)]


def _shifted(item: Item, dx: float) -> Item:
    if isinstance(item, TextLine):
        return replace(item, x=item.x + dx)
    return Outline(0, 0, (item,)).at(dx, 0.0)[0]


def _sentence(trace: Trace, position: int) -> str:
    return trace.steps[position - 1].text if position else tr("The inputs have their values.")


def graph_title(trace: Trace) -> str:
    """Return the title of a picture, without its step."""
    return tr("Computational graph of {0}", _program(trace))


def describe(trace: Trace, position: int) -> tuple[str, str]:
    """Return title and description, for users who cannot see the picture."""
    title = tr("Computational graph of {0}, step {1} of {2}", _program(trace), position, len(trace.steps))
    return title, _sentence(trace, position)


def _program(trace: Trace) -> str:
    """The program on one line, as far as it goes."""
    line = " ".join(trace.source.split())
    return line if len(line) <= 80 else line[:79] + "…"


def _wrapped(text: str, width: float) -> list[str]:
    advances = metrics()["DejaVuSans"]
    lines, line, reach = [], "", 0.0
    for word in text.split():
        length = sum(advances.get(c, 0.6) for c in word) * _CAPTION_SIZE
        space = advances[" "] * _CAPTION_SIZE if line else 0.0
        if line and reach + space + length > width:
            lines.append(line)
            line, reach, space = "", 0.0, 0.0
        line, reach = f"{line} {word}" if line else word, reach + space + length
    return [*lines, line] if line else lines
