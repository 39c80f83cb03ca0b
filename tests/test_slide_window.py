"""The camera rule on slides: digits that can be read, whole labels, and a strip that says where one is."""

from __future__ import annotations

import io
import math
from itertools import pairwise

import pytest

from chainrule.examples import EXAMPLES
from chainrule.export import EXPORTS, render
from chainrule.export.files import metrics
from chainrule.export.pptx import SLIDE_ROOM
from chainrule.export.scene import scenes
from chainrule.export.shapes import DrawnScene, Rect, TextLine
from chainrule.export.slide_window import LEAST_TYPE, _bounds, digit_size, followed
from chainrule.request import TraceRequest
from chainrule.tracing import build
from chainrule.tracing.document import Trace

BY_NAME = {example.name: example for example in EXAMPLES}
WIDE = ("svm-loss", "two-layer-svm", "two-moons", "neural-turing-machine")


def fitted(name: str) -> Trace:
    example = BY_NAME[name]
    request = TraceRequest(
        example.source, dict(example.values), view=example.view, upstream=example.upstream, defaults=True
    )
    return build(EXPORTS["pptx"].fitted(request))


def smallest_digits(scene: DrawnScene) -> float:
    """Return the height of the smallest digits of values, in px of the slide."""
    unit = min(SLIDE_ROOM[0] / scene.width, SLIDE_ROOM[1] / scene.height)
    sizes = [
        run.size
        for item in scene.items
        if isinstance(item, TextLine) and item.key.startswith("label:")
        for run in item.runs
        if any(map(str.isdigit, run.text))
    ]
    return unit * min(sizes, default=math.inf)  # between two gates far from each other there may be none


@pytest.mark.parametrize("name", BY_NAME)
def test_on_a_slide_digits_can_be_read_at_every_step_and_what_works_is_in_sight(name: str) -> None:
    trace = fitted(name)
    positions = list(range(len(trace.steps) + 1))
    output = next(node for node in trace.nodes if node.id == trace.output)
    for position, scene in zip(
        positions, followed(scenes(trace, positions), trace, positions, SLIDE_ROOM), strict=True
    ):
        least = 12 if not is_part(scene) else 14.4
        assert smallest_digits(scene) >= least * 8.5 / 11 - 0.1  # an entry of many digits has type of 8.5 units
        if not is_part(scene):
            continue
        for item in scene.items:
            if isinstance(item, TextLine):
                assert -1 <= item.y <= scene.height
        strip = [item for item in scene.items if item.key == "strip"]
        (words,) = [item for item in strip if isinstance(item, TextLine)]
        assert words.runs[0].text.startswith(output.name or output.label)
        at_work = set(trace.steps[position - 1].nodes) if position else set()
        assert {f"node:{node}" for node in at_work} <= {item.key for item in scene.items}


def is_part(scene: DrawnScene) -> bool:
    return any(item.key == "strip" for item in scene.items)


@pytest.mark.parametrize("name", WIDE)
def test_a_wide_graph_is_followed_and_a_small_one_stands_whole(name: str) -> None:
    trace, positions = fitted(name), [1, 2]
    assert all(is_part(one) for one in followed(scenes(trace, positions), trace, positions, SLIDE_ROOM))
    small = fitted("sigmoid-neuron")
    assert not any(is_part(one) for one in followed(scenes(small, positions), small, positions, SLIDE_ROOM))


def test_the_window_stays_where_it_is_while_the_work_is_in_it() -> None:
    trace = fitted("svm-loss")
    positions = list(range(len(trace.steps) + 1))
    corners = []
    for scene in followed(scenes(trace, positions), trace, positions, SLIDE_ROOM):
        corners.append(next(item for item in reversed(scene.items) if isinstance(item, Rect)))
    places = [(round(corner.x, 1), round(corner.y, 1)) for corner in corners]
    moves = sum(before != after for before, after in pairwise(places))
    assert 2 <= moves < len(places) / 2


def test_a_deck_of_a_wide_graph_has_readable_pictures() -> None:
    pptx = pytest.importorskip("pptx")
    deck = pptx.Presentation(io.BytesIO(render(fitted("svm-loss"), "pptx", step="last")))
    picture = next(shape for shape in deck.slides[0].shapes if hasattr(shape, "image"))
    assert picture.width / picture.height == pytest.approx(SLIDE_ROOM[0] / SLIDE_ROOM[1], rel=0.01)


def strip_and_ground(scene: DrawnScene) -> tuple[Rect, Rect]:
    """Return the strip, and the ground of the words below it, which reaches the lower edge and hides each wire."""
    ground, strip, *_ = (item for item in scene.items if item.key == "strip" and isinstance(item, Rect))
    assert ground.y + ground.height >= scene.height - 1
    assert (ground.x, ground.width) == (0, scene.width)
    behind = scene.items[: scene.items.index(ground)]
    assert not any(item.key in ("caption", "math") for item in behind)
    assert not any(item.key.startswith("wire:") for item in scene.items[len(behind) :])
    return strip, ground


@pytest.mark.parametrize("name", WIDE)
def test_a_formula_stands_below_the_part_of_a_wide_graph(name: str) -> None:
    """The slides that Share makes have the step's formula: their digits are read, too."""
    pytest.importorskip("ziamath")
    trace = fitted(name)
    positions = list(range(0, len(trace.steps) + 1, 5))
    made = list(followed(scenes(trace, positions, formula=True), trace, positions, SLIDE_ROOM))
    assert len({(scene.width, scene.height) for scene in made}) == 1
    for scene in made:
        assert is_part(scene)
        fit = min(SLIDE_ROOM[0] / scene.width, SLIDE_ROOM[1] / scene.height)
        assert fit * digit_size(trace) >= LEAST_TYPE
        outlines = [item for item in scene.items if item.key == "math"]
        assert bool(outlines) == (scene.math is not None)
        _, ground = strip_and_ground(scene)
        for item in outlines:
            area = _bounds(item)
            assert 0 <= area.x0 < area.x1 <= scene.width + 1
            assert ground.y - 1 <= area.y0 < area.y1 <= scene.height + 1


@pytest.mark.parametrize("name", WIDE)
def test_a_sentence_stands_below_the_part_of_a_wide_graph(name: str) -> None:
    """With the step's sentence the picture was shown whole, its digits 5 px high."""
    trace = fitted(name)
    positions = list(range(0, len(trace.steps) + 1, 5))
    made = list(followed(scenes(trace, positions, caption=True), trace, positions, SLIDE_ROOM))
    assert len({(scene.width, scene.height) for scene in made}) == 1
    for position, scene in zip(positions, made, strict=True):
        assert is_part(scene)
        assert min(SLIDE_ROOM[0] / scene.width, SLIDE_ROOM[1] / scene.height) * digit_size(trace) >= LEAST_TYPE
        strip, ground = strip_and_ground(scene)
        caption = [item for item in scene.items if isinstance(item, TextLine) and item.key == "caption"]
        if position:
            assert " ".join(line.runs[0].text for line in caption).split() == trace.steps[position - 1].text.split()
        for line in caption:
            area = _bounds(line)
            (run,) = line.runs
            reach = sum(metrics()["DejaVuSans"].get(letter, 0.6) for letter in run.text) * run.size / 2
            assert 0 <= line.x - reach < line.x + reach <= scene.width
            assert ground.y == pytest.approx(strip.y + strip.height)
            assert ground.y <= area.y0 < area.y1 <= scene.height


def test_a_slide_says_its_sentence_once() -> None:
    pytest.importorskip("pptx")
    trace = fitted("sigmoid-neuron")
    plain, with_caption = (
        slide_texts(render(trace, "pptx", step="last", native=True, caption=caption)) for caption in (False, True)
    )
    assert plain == with_caption
    assert any("swaps the values" in text for text in plain)


def slide_texts(data: bytes) -> list[str]:
    pptx = pytest.importorskip("pptx")
    return [
        shape.text_frame.text for shape in pptx.Presentation(io.BytesIO(data)).slides[0].shapes if shape.has_text_frame
    ]
