"""A lesson as slides: for each scene its words, its graph, and from which step to which it is played."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...errors import ChainruleError
from ...exercises import Blank, BlankSelector, ExerciseRequest
from ...exercises.blanks import blanks_of
from ...exercises.quantities import Quantities
from ...export.shapes import DrawnScene, Item, Rect, Stroke, TextLine, TextRun
from ...limits import Limits
from ...number import number, shape_text
from ...ops.op import Pattern
from ...sentences import tr
from ...tracing import Trace
from ...tracing.build import trace_and_drawing
from ..lesson_document import Lesson, Scene
from ..pictures import PictureRequest, program, render_picture
from .training_picture import training_picture

__all__ = ["Slide", "is_wide", "marks", "plain", "slides_of"]

_MARK = 15.0  # height of the box of a blank
_LEAST = 44.0  # its width: it covers a sum that is not complete yet
_SIZE = 11.0
WIDE = 3.3  # times as wide as high


@dataclass(frozen=True, slots=True)
class Slide:
    """One scene.

    start, end: how many steps are done when it begins, and when what it asks for, or waits for, is done.
    blanks, answers: what is asked and what is right, in the order of the scene's own `ask`.
    """

    scene: Scene
    trace: Trace
    start: int
    end: int
    blanks: list[Blank]
    answers: list[str]
    picture: DrawnScene | None = None  # what the scene shows beside its graph


def slides_of(
    lesson: Lesson, limits: Limits, aspect: float | None = None, beside: float | None = None
) -> Iterator[Slide]:
    """The scenes of a lesson one after another.

    Args:
        aspect: width / height of the room for a graph: a longer one is broken into rows. None: as the scene has it.
        beside: the same of the room beside a picture, if a graph stands beside it.

    Raises:
        ChainruleError: a scene passes a limit.
    """
    for scene in lesson.scenes:
        picture = _picture(scene, limits)
        room = beside if beside is not None and picture is not None and not is_wide(picture) else aspect
        request = replace(scene.request, lang=lesson.lang, aspect=room or scene.request.aspect)
        trace, drawing = trace_and_drawing(request, limits)
        quantities = Quantities(drawing)
        blanks = []
        for each in scene.ask:
            ask = BlankSelector(each.kind, each.edge, each.node, None, each.step if each.kind == "order" else None)
            blanks += blanks_of(trace, quantities, ExerciseRequest([ask]))
        done = [blank.step + 1 for blank in blanks]
        if scene.do is not None and scene.do.condition == "step" and isinstance(scene.do.value, int):
            done.append(scene.do.value)
        end = max([scene.position, *done])
        answers = [_answer(trace, blank) for blank in blanks]
        yield Slide(scene, trace, scene.position, min(end, len(trace.steps)), blanks, answers, picture)


def _picture(scene: Scene, limits: Limits) -> DrawnScene | None:
    """Return what the scene shows beside its graph."""
    if any(each.kind == "wrong_line" for each in scene.ask):
        return program(scene.request.source)
    if scene.train is not None:
        return training_picture(scene, limits)
    if scene.picture is not None:
        return render_picture(scene.request, PictureRequest(scene.picture, scene.choose), limits)
    return None


def is_wide(picture: DrawnScene) -> bool:
    """Return whether a picture takes the width of a slide: beside a graph it would be too small to be read."""
    return picture.width > WIDE * picture.height


def _answer(trace: Trace, blank: Blank) -> str:
    """Return the right answer to a blank, as it is written."""
    edge = next((edge for edge in trace.edges if edge.id == blank.edge), None)
    node = next((node for node in trace.nodes if node.id == blank.node), None)
    match blank.kind:
        case "shape":
            return shape_text(tuple(edge.shape)) if edge is not None else ""
        case "pattern":
            return next((tr(row.heading) for row in Pattern if node is not None and row == node.pattern), "")
        case "order":
            at = trace.steps[blank.step].nodes[0]
            box = next(node for node in trace.nodes if node.id == at)
            return f"{box.label} ({box.name})" if box.name and box.name != box.label else box.label
        case "wrong_line":
            wrong = [each for each in trace.hand_gradients if each.verdict == "wrong" and each.inherits is None]
            return tr("line {0}", wrong[0].span.line) if wrong and wrong[0].span is not None else ""
        case "value":
            value = None if node is None else node.value
        case "local":
            value = None if edge is None else edge.local
        case _:
            value = None if edge is None else edge.downstream
    if isinstance(value, int | float):
        return number(float(value))
    raise ChainruleError("nothing-to-ask", "A blank of this scene has no single number.")


def marks(slide: Slide) -> Iterator[Item]:
    """A box with a ? where each number is asked for: red below its wire, green above it, blue for a local gradient."""
    several = len(slide.blanks) > 1
    for count, blank in enumerate(slide.blanks, 1):
        place = _place(slide.trace, blank)
        if place is None:
            continue
        x, y, color = place
        text = f"? {count}" if several else "?"
        width = max(_LEAST, 12.0 + 7.0 * len(text))
        key = f"blank:{blank.id}:{count}"
        stroke = Stroke(color, 1.4, (3.0, 2.0))
        yield Rect(key, x - width / 2, y - _MARK / 2, width, _MARK, 3.0, "bg", stroke)
        yield TextLine(key, x, y + _SIZE * 0.36, (TextRun(text, _SIZE),), "mono", color, bold=True)


def _place(trace: Trace, blank: Blank) -> tuple[float, float, str] | None:
    """The middle of a blank's box and its colour; None for an order or a line, which stand nowhere."""
    edges = {edge.id: edge for edge in trace.edges}
    if blank.edge is not None:
        x, y = edges[blank.edge].label
        return x, y + 12.0, "acc" if blank.kind == "local" else "bwd"
    if blank.node is None:
        return None
    if blank.kind == "value":
        x, y = next(edge.label for edge in trace.edges if edge.source == blank.node)
        return x, y - 10.0, "fwd"
    node = next(node for node in trace.nodes if node.id == blank.node)
    return node.x, node.y - node.height / 2 - 10.0, "ink"


def plain(sentence: str) -> str:
    """A sentence without the marks of code."""
    return sentence.replace("`", "")
