"""Pictures for a paper: they fit it, and their digits can be read there."""

from __future__ import annotations

import io
import re

import pytest
from defusedxml import ElementTree
from pypdf import PdfReader

import chainrule
from chainrule.errors import InputError
from chainrule.examples import EXAMPLES
from chainrule.export import EXPORTS, render
from chainrule.export.papers import PAPERS, PaperName
from chainrule.request import TraceRequest
from chainrule.tracing import build
from chainrule.tracing.document import Trace

BY_NAME = {example.name: example for example in EXAMPLES}
NAMES = ("simple", "sigmoid-neuron", "softmax-loss", "svm-loss", "attention", "two-moons")


def fitted(name: str, paper: PaperName) -> Trace:
    example = BY_NAME[name]
    request = TraceRequest(
        example.source, dict(example.values), view=example.view, upstream=example.upstream, defaults=True
    )
    return EXPORTS["svg"].trace(request, paper, build)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", NAMES)
def test_digits_can_be_read_on_a_paper(name: str, paper: PaperName) -> None:
    trace = fitted(name, paper)
    for step in (len(trace.steps) // 2, len(trace.steps)):
        root = ElementTree.fromstring(render(trace, "svg", step=step, paper=paper))
        width, height = float(root.get("width", "")), float(root.get("height", ""))
        room = PAPERS[paper].room
        assert width <= room[0] + 1
        assert height <= room[1] + 1
        unit = width / float(root.get("viewBox", "").split()[2])
        numbers = [
            unit * float(text.get("font-size", ""))
            for text in root.iter("{http://www.w3.org/2000/svg}text")
            if re.fullmatch("[−0-9.e]+", "".join(text.itertext()).strip())
        ]
        # An entry of many digits has type of 8.5 units instead of 11.
        assert min(numbers, default=12) >= 12 * 8.5 / 11 - 0.1


def test_a_small_picture_stays_in_one_row_and_does_not_shout() -> None:
    trace = fitted("simple", "page")
    root = ElementTree.fromstring(render(trace, "svg", paper="page"))
    assert float(root.get("width", "")) <= trace.width * 22 / 13 + 1


@pytest.mark.parametrize(("paper", "size"), [("slide", (756, 425.25)), ("page", (595.28, 841.89)), ("column", None)])
def test_pages_of_a_pdf_have_the_size_of_the_paper(paper: PaperName, size: tuple[float, float] | None) -> None:
    trace = fitted("svm-loss", paper)
    pages = PdfReader(io.BytesIO(render(trace, "pdf", step="all", paper=paper))).pages
    assert len(pages) == len(trace.steps) + 1
    boxes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in pages]
    if size is None:
        assert all(width <= 830 * 0.75 + 1 for width, _ in boxes)
    else:
        assert all(box == pytest.approx(size, abs=0.2) for box in boxes)


def test_tikz_for_a_page_is_no_wider_than_its_text() -> None:
    trace = fitted("svm-loss", "page")
    text = render(trace, "tex", paper="page").decode()
    unit = float(re.search(r"x=([\d.]+)bp", text)[1])  # type: ignore[index]
    width = float(re.search(r"rectangle \(([\d.]+),", text)[1])  # type: ignore[index]
    assert unit * width <= 605 * 0.75 + 3
    assert "L = 4.96" in text  # in the strip


def test_overlays_follow_the_step() -> None:
    trace = fitted("svm-loss", "slide")
    assert render(trace, "tex", step="all", paper="slide").decode().count(r"\only<") > len(trace.steps)


def test_an_aspect_of_ones_own_wins_and_no_other_paper_is_known() -> None:
    request = TraceRequest("x*y + z", {"x": 1, "y": 2, "z": 3}, aspect=1.0)
    built: list[TraceRequest] = []

    def remember(asked: TraceRequest) -> Trace:
        built.append(asked)
        return build(asked)

    EXPORTS["pdf"].trace(request, "page", remember)
    assert built == [request]
    with pytest.raises(InputError, match="paper"):
        render(chainrule.trace("x", {"x": 1}), "svg", paper="a3")  # type: ignore[arg-type]
