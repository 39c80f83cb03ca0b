"""The exercise that marks itself: as a file without a network, and as a SCORM package under a real SCORM runtime."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from chainrule.assessments import render
from chainrule.exercises import ExerciseRequest, ExerciseSheet, answer_key, grade, make
from chainrule.request import TraceRequest
from conftest import becomes, box_of, until
from programs import scalar_program

FRONTEND = Path(__file__).parent.parent.parent / "frontend"
CIRCUIT = TraceRequest("f = (x + y)*z", {"x": -2, "y": 5, "z": -4})
WANTED = ExerciseRequest(["downstream", "value", "pattern"])
LMS = """<!doctype html><title>course</title><script src="/scorm12.js"></script><script>
const kept = JSON.parse(localStorage.getItem("cmi") ?? "null");
window.API = new (window.Scorm12API ?? window.ScormAgain.Scorm12API)({autocommit: false, logLevel: 5});
API.cmi.core.student_id = new URLSearchParams(location.search).get("student") ?? "s-1";
if (kept) API.loadFromJSON(kept, "cmi");
window.calls = [];
for (const event of ["LMSInitialize", "LMSSetValue.cmi.core.score.raw", "LMSCommit", "LMSFinish"])
  API.on(event, () => window.calls.push(event));
</script><iframe src="/package/index.html" style="width:100%;height:900px"></iframe>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 1000}, offline=False)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda each: complaints.append(each.text) if each.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def opened(page: Page, tmp_path: Path, asked: TraceRequest, wanted: ExerciseRequest) -> ExerciseSheet:
    """The exercise as a file on disk; the engine's own sheet of it."""
    file = tmp_path / "exercise.html"
    file.write_bytes(render(asked, wanted, "html"))
    page.context.set_offline(True)
    page.goto(file.as_uri())
    page.wait_for_selector("main form")
    return make(asked, wanted)


def fill(frame: Any, answers: dict[str, str]) -> None:
    for id, text in answers.items():
        field = frame.locator(f"#blank-{id}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    frame.get_by_role("button", name="Check").click()


def test_right_answers_are_right_and_the_solution_plays(page: Page, tmp_path: Path) -> None:
    sheet = opened(page, tmp_path, CIRCUIT, WANTED)
    key = {each.blank.id: each.answer for each in answer_key(sheet)}
    fill(page, key)
    expect(page.get_by_role("status")).to_contain_text(re.compile(rf"^\s*{len(key)} of {len(key)} right\."))
    page.get_by_role("button", name="Show the solution").click()
    page.wait_for_function("document.querySelector('chain-rule').trace !== null")
    expect(page.locator("chain-rule .cr-svg .node")).to_have_count(len(sheet.trace.nodes))


def test_a_number_is_written_into_the_picture(page: Page, tmp_path: Path) -> None:
    sheet = opened(page, tmp_path, CIRCUIT, ExerciseRequest(["downstream"]))
    first = answer_key(sheet)[0]
    inside = page.get_by_role("textbox", name=f"1: {first.blank.label}")
    inside.fill(first.answer)
    expect(page.locator(f"#blank-{first.blank.id}")).to_have_value(first.answer)
    inside.press("Enter")
    expect(inside).to_have_attribute("data-state", "right")
    box, picture = box_of(page, inside), box_of(page, page.locator(".frame"))
    assert picture["x"] < box["x"] < picture["x"] + picture["width"]


@pytest.mark.parametrize("seed", [2, 5, 8, 11])
def test_the_page_marks_as_the_engine_does(page: Page, tmp_path: Path, seed: int) -> None:
    """With a slip in every third blank: what follows, what is a known mistake, what is wrong."""
    source, values = scalar_program(seed)
    sheet = opened(page, tmp_path, TraceRequest(source, values), ExerciseRequest(["downstream", "value", "local"]))
    answers = {
        key.blank.id: str(-float(key.answer) or 7) if at % 3 == 0 else key.answer
        for at, key in enumerate(answer_key(sheet))
    }
    fill(page, answers)
    marks = grade(sheet, answers).marks
    for mark in marks:
        expect(page.locator(f"#blank-{mark.id}")).to_have_attribute("data-state", "right" if mark.right else "wrong")
    expect(page.get_by_text("one slip counts once")).to_have_count([mark.follows for mark in marks].count(True))


def serve(page: Page, content: bytes) -> None:
    """A course at http://lms.test with the package in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {f"/package/{name}": archive.read(name) for name in archive.namelist()}
    files["/scorm12.js"] = (FRONTEND / "node_modules" / "scorm-again" / "dist" / "scorm12.min.js").read_bytes()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://lms.test").partition("?")[0]
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        if path == "/course":
            route.fulfill(body=LMS, content_type="text/html")
        elif path in files:
            route.fulfill(body=files[path], content_type=kind)
        else:
            route.fulfill(status=204)

    page.route("http://lms.test/**", answer)


def test_a_scorm_runtime_gets_the_score_and_gives_the_answers_back(page: Page) -> None:
    serve(page, render(CIRCUIT, WANTED, "scorm.zip"))
    sheet = make(CIRCUIT, WANTED)
    key = {each.blank.id: each.answer for each in answer_key(sheet)}
    page.goto("http://lms.test/course")
    course = page.frame_locator("iframe")
    first, *_ = key
    fill(course, {**key, first: "99"})
    score = round(10_000 * (len(key) - 1) / len(key)) / 100
    becomes(page, lambda: page.evaluate("Number(API.cmi.core.score.raw)"), score)
    becomes(page, lambda: page.evaluate("API.cmi.core.lesson_status"), "incomplete")
    assert page.evaluate("calls")[0] == "LMSInitialize"
    until(page, "calls.includes('LMSCommit')")
    expect(course.get_by_role("status")).to_contain_text("Your score is reported.")
    page.evaluate("localStorage.setItem('cmi', JSON.stringify(API.cmi.toJSON ? API.cmi : {}))")
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    page.wait_for_function("calls.includes('LMSFinish')")
    page.goto("http://lms.test/course")
    expect(course.locator(f"#blank-{first}")).to_have_value("99")
    fill(course, {first: key[first]})
    becomes(page, lambda: page.evaluate("Number(API.cmi.core.score.raw)"), 100)
    becomes(page, lambda: page.evaluate("API.cmi.core.lesson_status"), "passed")


def test_each_learner_has_a_variant_of_his_own(page: Page) -> None:
    serve(page, render(TraceRequest("f = (x + y)*z"), WANTED, "scorm.zip", 5))
    titles = set()
    for student in ("anna", "ben", "chloe", "dora", "emil", "fritz"):
        page.goto(f"http://lms.test/course?student={student}")
        titles.add(page.frame_locator("iframe").get_by_role("heading", level=1).inner_text())
    assert len(titles) > 2


def test_a_phone_has_all_of_it_without_axe_complaints(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    page = context.new_page()
    opened(
        page,
        tmp_path,
        TraceRequest("sum(relu(W @ x))", {"W": [[1, 2], [3, 4]], "x": [1, 2]}),
        ExerciseRequest(["shape", "pattern"]),
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Check").click()
    page.evaluate((FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text())
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
    assert [each["id"] for each in found["violations"]] == []
    context.close()
