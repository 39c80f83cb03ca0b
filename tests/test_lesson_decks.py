"""Lessons as decks: reveal.js slides, PowerPoint, a handout with blanks, Marp; by command, by address and in Python."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pptx
import pypdf
import pytest

from chainrule import render, trace
from chainrule.cli import main
from chainrule.export.pptx import SLIDE_ASPECT, SLIDE_ROOM
from chainrule.export.shapes import Rect
from chainrule.lessons import FILES, Lesson, LessonCollection, parse
from chainrule.lessons.decks import DECKS, deck
from chainrule.lessons.decks.appearance import DeckAppearance
from chainrule.lessons.decks.pictures import pictures
from chainrule.lessons.decks.slides import slides_of
from chainrule.lessons.pictures import PictureRequest, render_picture
from chainrule.lessons.text import LessonError
from chainrule.limits import DEFAULT
from chainrule.tracing.document import Trace
from service import Client

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = sorted(FILES.glob("*.md"))
SMALL = """---
title: A small one
part: 1
summary: Two scenes.
---
## Forward
source: f = x*y
values: {x: 2, y: 3}
do: step f
> `x` times `y`. Play to `f`.

## Backward
ask: downstream of x; pattern of f
> What comes back to `x` & what does the gate do?
"""


@lru_cache
def lesson() -> Lesson:
    return parse("small.md", SMALL)


@lru_cache
def made(name: str) -> bytes:
    return deck(lesson(), name)


@pytest.mark.parametrize("name", DECKS)
def test_the_same_lesson_gives_the_same_bytes(name: str) -> None:
    assert deck(lesson(), name) == made(name)


def test_the_slides_of_reveal_hold_their_graphs_and_scripts() -> None:
    text = made("html").decode()
    sections = re.findall(r"<section>.*?</section>", text, re.DOTALL)
    assert len(sections) == 1 + len(lesson().scenes)
    assert "<code>x</code> &amp; what does the gate do?" in sections[2]
    traces = [Trace.from_json(each) for each in re.findall(r'"application/json">(.*?)</script>', text, re.DOTALL)]
    assert [len(trace.steps) for trace in traces] == [1, 3]  # as far as the scene goes
    assert re.findall(r'<chain-rule( data-fragments)? step="(\d)"', text) == [
        (" data-fragments", "0"),
        (" data-fragments", "2"),
    ]
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    boot = text.rpartition("<script>")[2].partition("</script>")[0]
    assert f"'sha256-{base64.b64encode(hashlib.sha256(boot.encode()).digest()).decode()}'" in policy
    assert not re.search(r"""(?:src|href)\s*=\s*["']?https?:""", text)
    assert len(text) < 700_000


def test_powerpoint_has_a_slide_for_each_step_and_the_answers_in_its_notes() -> None:
    slides = pptx.Presentation(io.BytesIO(made("pptx"))).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles == ["x times y. Play to f."] * 2 + ["What comes back to x & what does the gate do?"] * 2
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides]
    assert "Play on to `f`".replace("`", "") in notes[0]
    assert "The gradient that comes back along x into the × gate: 3.00" in notes[2]
    assert "swap multiplier" in notes[3]


def test_the_shapes_of_a_native_slide_have_a_blank_and_then_its_number() -> None:
    slides = pptx.Presentation(io.BytesIO(deck(lesson(), "pptx", DeckAppearance(native=True)))).slides
    texts = ["".join(slides[at].shapes._spTree.itertext()) for at in (2, 3)]
    assert "? 1" in texts[0]
    assert "? 2" in texts[0]
    assert "?" not in texts[1].replace("do?", "")


def test_the_handout_has_its_answers_on_the_last_page_alone() -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made("pdf"))).pages]
    assert len(pages) == 2
    assert "A small one" in pages[0]
    assert "? 1" in pages[0]
    assert "swap multiplier" not in pages[0]
    assert "3.00" in pages[1]
    assert "swap multiplier" in pages[1]


def test_what_a_question_asks_stands_overleaf() -> None:
    written = SMALL + "\n## The answer\n> It is {gradient of x}.\n"
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(deck(parse("small.md", written), "pdf"))).pages]
    assert [("? 1" in text, "The answer" in text) for text in pages] == [(True, False), (False, True), (False, False)]


def test_marp_has_pictures_in_the_file_and_answers_on_slides_of_their_own() -> None:
    head, *slides = made("md").decode().split("\n---\n")
    assert head == '---\nmarp: true\ntitle: "A small one"'
    assert [re.findall(r"^##? (.*)", slide, re.MULTILINE) for slide in slides] == [
        ["A small one"],
        ["Forward"],
        ["Backward"],
        ["Backward"],
    ]
    assert "swap multiplier" not in slides[2]
    assert "**swap multiplier**" in slides[3]
    pictures = dict(re.findall(r"^\[(.*)\]: data:image/png;base64,(.*)$", slides[3], re.MULTILINE))
    assert list(pictures) == ["scene-1", "scene-2", "scene-2-answers"]
    assert all(base64.b64decode(data).startswith(b"\x89PNG") for data in pictures.values())
    for slide in slides[1:]:
        assert re.search(r"!\[[wh]:\d+\]\[scene-", slide)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_lesson_is_a_handout_with_an_answer_for_each_blank(path: Path) -> None:
    written = parse(path.name, path.read_text(encoding="utf-8"))
    slides = list(slides_of(written, DEFAULT))
    for slide in slides:
        assert 0 <= slide.start <= slide.end <= len(slide.trace.steps)
        assert len(slide.answers) == len(slide.scene.ask)
        assert all(slide.answers)
    pages = pypdf.PdfReader(io.BytesIO(deck(written, "pdf"))).pages
    last = pages[-1].extract_text()
    assert last.startswith("Answers") == any(slide.blanks for slide in slides)


def test_the_lesson_in_the_documentation_is_twenty_lines_and_whole() -> None:
    text = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"````markdown\n(.*?)````", text, re.DOTALL)
    assert len(example.splitlines()) <= 20
    found = parse("my-first.md", example)
    assert found.scenes[0].sentence == "`x` is halved, then multiplied by `y`. Play forward to 12."
    assert len(found.scenes[1].ask) == 2
    assert [slide.answers for slide in slides_of(found, DEFAULT)] == [[], ["4.00", "2.00"]]


@pytest.mark.parametrize("name", DECKS)
def test_the_command_writes_each_format(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "small.md", tmp_path / f"deck.{name}"
    source.write_text(SMALL, encoding="utf-8")
    assert main(["render", str(source), "-o", str(target), "--json"]) == 0
    assert target.read_bytes() == made(name)
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["bytes"]) == (name, len(made(name)))


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "small.md"
    source.write_text(SMALL.replace("pattern of f", "pattern of g"), encoding="utf-8")
    assert main(["render", str(source), "-o", str(tmp_path / "a.pdf")]) == 1
    assert "small.md, line 13: The graph has no `g`." in capsys.readouterr().err
    assert main(["render", str(source), "-o", str(tmp_path / "a.svg")]) == 2
    assert "a lesson comes as html, pptx, pdf, md" in capsys.readouterr().err
    assert main(["serve", "--lessons", str(tmp_path), "--port", "0"]) == 1
    assert "small.md, line 13" in capsys.readouterr().err


def test_a_lesson_whose_head_was_forgotten_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "tomorrow.md"
    source.write_text(SMALL[SMALL.index("## ") :], encoding="utf-8")
    assert main(["render", str(source), "-o", str(tmp_path / "a.pptx")]) == 1
    told = capsys.readouterr().err
    assert "tomorrow.md, line 1" in told
    assert "---" in told


def test_a_markdown_file_without_a_head_is_a_program(tmp_path: Path) -> None:
    source, target = tmp_path / "program.md", tmp_path / "a.svg"
    source.write_text("```python\nx = 2\nf = x*x\n```\n", encoding="utf-8")
    assert main(["render", str(source), "-o", str(target)]) == 0
    assert target.read_text(encoding="utf-8").startswith("<svg")


def test_the_command_lists_lessons_and_prints_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons"]) == 0
    assert "two-paths" in capsys.readouterr().out
    assert main(["lessons", "two-paths"]) == 0
    assert capsys.readouterr().out == (FILES / "05-two-paths.md").read_text(encoding="utf-8")
    assert main(["lessons", "nothing"]) == 2


def test_a_deck_has_an_address(client: Client) -> None:
    reply = client.request("GET", "/api/v1/lessons/two-paths/deck.pdf")
    assert reply.status == 200
    assert reply.headers["content-disposition"] == 'attachment; filename="two-paths.pdf"'
    assert reply.body == deck(LessonCollection().lesson("two-paths"), "pdf")
    for path, status, code in (
        ("two-paths/deck.svg", 422, "unknown-format"),
        ("nothing/deck.pdf", 404, "unknown-lesson"),
        ("two-paths/deck.pdf?theme=blue", 422, "bad-option"),
        ("two-paths/deck.pdf?size=3", 422, "unknown-field"),
    ):
        reply = client.request("GET", f"/api/v1/lessons/{path}")
        assert (reply.status, reply.json()["code"]) == (status, code)


def test_a_picture_of_a_scene_shows_no_number_that_it_asks_for() -> None:
    (_, slide) = slides_of(lesson(), DEFAULT)
    first, last = pictures(slide, [slide.start, slide.end], 2.2)
    texts = [[run.text for item in each.items if hasattr(item, "runs") for run in item.runs] for each in (first, last)]
    assert "? 1" in texts[0]
    assert texts[1].count("3.00") == texts[0].count("3.00") + 1


def test_the_title_of_the_one_file_is_escaped_once() -> None:
    text = render(trace("where(x < 3, x, 2)", {"x": 1}), "html").decode()
    assert "<title>Computational graph of where(x &lt; 3, x, 2)</title>" in text


def test_a_deck_shows_the_program_whose_wrong_line_it_asks_for() -> None:
    lesson = LessonCollection().lesson("squared-norm")
    slides = [slide for slide in slides_of(lesson, DEFAULT) if any(b.kind == "wrong_line" for b in slide.blanks)]
    assert len(slides) == 1
    assert slides[0].answers == ["line 5"]
    (picture,) = pictures(slides[0], [slides[0].start], 2.2)
    texts = [run.text for item in picture.items for run in getattr(item, "runs", ())]
    assert "dq = df * q" in texts
    assert texts[texts.index("dq = df * q") - 1] == "5"


def test_a_deck_shows_the_picture_of_a_scene_under_its_graph() -> None:
    lesson = LessonCollection().lesson("why-this-order")
    slide = next(slide for slide in slides_of(lesson, DEFAULT) if slide.scene.picture == "early q")
    (picture,) = pictures(slide, [slide.start], 2.2)
    assert any(run.text == "q goes too early" for item in picture.items for run in getattr(item, "runs", ()))
    assert all(0 <= getattr(item, "y", 0) <= picture.height for item in picture.items)


@pytest.mark.parametrize("lesson", [path.stem[3:] for path in sorted(FILES.glob("*.md"))])
def test_graph_and_picture_of_a_slide_are_as_large_as_the_room_allows(lesson: str) -> None:
    """A wide slide has them side by side where one above the other would leave both small."""
    for slide in slides_of(LessonCollection().lesson(lesson), DEFAULT, 2.2):
        if slide.picture is None:
            continue
        (graph,) = pictures(replace(slide, picture=None), [slide.start], 2.2)
        (both,) = pictures(slide, [slide.start], 2.2)
        stacked = max(max(graph.width, slide.picture.width) / 2.2, graph.height + 16 + slide.picture.height)
        assert max(both.width / 2.2, both.height) <= stacked + 1e-9
        assert len(both.items) == len(graph.items) + len(slide.picture.items)


@pytest.mark.parametrize(
    ("id", "number", "words"), [("learning-rate", 6, "loss 0.18"), ("why-non-linear", 6, "loss 0.019")]
)
def test_a_deck_shows_what_the_training_of_a_scene_comes_to(id: str, number: int, words: str) -> None:
    """The curves of the run, or the scene's own picture after it: the templates begin as zeros, and end as images."""
    lesson = LessonCollection().lesson(id)
    slide = list(slides_of(lesson, DEFAULT))[number - 1]
    assert slide.picture is not None
    assert words in slide.picture.description
    texts = [run.text for item in slide.picture.items for run in getattr(item, "runs", ())]
    assert any(words in text for text in texts)
    if slide.scene.picture is None:
        assert {"loss over updates", "learning rate"} <= set(texts)
        assert [item for item in slide.picture.items if getattr(item, "key", "") == "loss-done"]
    else:
        before = render_picture(slide.scene.request, PictureRequest(slide.scene.picture), DEFAULT)
        fills = [{item.fill for item in each.items if isinstance(item, Rect)} for each in (before, slide.picture)]
        assert len(fills[0]) < 3 < len(fills[1])


def test_on_a_slide_a_graph_too_large_to_be_read_shows_its_part_beside_the_curves() -> None:
    slide = list(slides_of(LessonCollection().lesson("learning-rate"), DEFAULT, SLIDE_ASPECT))[5]
    (whole,) = pictures(slide, [slide.start], SLIDE_ASPECT)
    (part,) = pictures(slide, [slide.start], SLIDE_ASPECT, SLIDE_ROOM)
    assert slide.picture is not None
    for scene, least in ((whole, 0.0), (part, 0.3)):
        assert slide.picture.width / max(scene.width, scene.height * SLIDE_ASPECT) > least
    assert part.width < whole.width / 1.5


GERMAN = SMALL.replace("title: A small one", "title: Klein\nlang: de").replace("Play to", "Spiele bis")


def handout_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_file_says_its_own_language() -> None:
    lesson = parse("klein.md", GERMAN)
    assert lesson.lang == "de"
    assert [scene.do.sentence for scene in lesson.scenes if scene.do] == ["Spiele weiter bis `f`."]
    text = handout_text(deck(lesson, "pdf"))
    assert "Antworten" in text
    assert "Der Gradient" in text
    assert "Answers" not in text
    assert b'<html lang="de"' in deck(lesson, "html")
    with pytest.raises(LessonError, match="line 3: `lang` is none of en, de"):
        parse("klein.md", GERMAN.replace("lang: de", "lang: xx"))


def test_a_lesson_is_a_german_deck(client: Client) -> None:
    reply = client.request("GET", "/api/v1/lessons/why-this-order/deck.pdf?lang=de")
    text = handout_text(reply.body)
    for german, english in (("Warum diese Reihenfolge", "Why this order"), ("jedes Gatter wartet", "each gate waits")):
        assert german in text
        assert english not in text


def test_a_file_of_ones_own_is_a_deck(client: Client) -> None:
    reply = client.post("/api/v1/lessons/deck.md", {"text": SMALL, "file": "small.md", "theme": "dark"})
    assert (reply.status, reply.body) == (200, deck(parse("small.md", SMALL), "md", DeckAppearance("dark")))
    for fields, code in (
        ({}, "missing-field"),
        ({"text": SMALL, "theme": 3}, "bad-field"),
        ({"text": SMALL, "theme": "blue"}, "bad-option"),
        ({"text": SMALL, "seed": 1}, "unknown-field"),
    ):
        reply = client.post("/api/v1/lessons/deck.md", fields)
        assert (reply.status, reply.json()["code"]) == (422, code)
    assert client.post("/api/v1/lessons/deck.svg", {"text": SMALL}).json()["code"] == "unknown-format"
