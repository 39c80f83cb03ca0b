"""Lessons that a lecturer writes: how their files are read, joined and answered, and what is wrong is said."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from chainrule.api.app import create_app
from chainrule.api.lessons import FOLDER
from chainrule.errors import ChainruleError, LimitError
from chainrule.lessons import (
    CONDITIONS,
    FILES,
    LessonCollection,
    LessonError,
    check_folder,
    parse,
)
from chainrule.limits import DEFAULT
from chainrule.tracing import build
from service import Client

SHIPPED = sorted(FILES.glob("*.md"))
ROOT = Path(__file__).resolve().parent.parent

GOOD = """---
title: A test
part: 3
summary: It is short.
---
## One
source: f = x*x
values: {x: 3}
ask: term 1 of x; downstream of x
> `x` = {value of x} is used twice.

## Two
values: {x: 4}
do: step f
> Now it is {value of x}.
"""


def test_a_limit_stays_a_limit_with_file_and_line() -> None:
    with pytest.raises(LimitError, match=r"^01-test.md, line 7: ") as caught:
        parse("01-test.md", GOOD, replace(DEFAULT, gates=1))
    assert caught.value.name == "gates"


def test_a_lesson_that_takes_too_long_is_refused() -> None:
    text = GOOD.replace("do: step f", "train: {iterations: 100000}\npanel: learn").replace(
        "it is {value", "{loss after 9} {value"
    )
    with pytest.raises(LimitError, match="lesson_seconds"):
        parse("01-test.md", text, replace(DEFAULT, lesson_seconds=0.0))
    with pytest.raises(LessonError, match="has no update 9"):
        parse("01-test.md", text, replace(DEFAULT, run_seconds=0.0))


def test_an_unknown_lesson_is_404(client: Client) -> None:
    reply = client.request("GET", "/api/v1/lessons/nothing")
    assert reply.status == 404
    assert reply.json()["code"] == "unknown-lesson"


def test_the_page_knows_every_condition() -> None:
    schema = json.loads((ROOT / "frontend/src/generated/openapi.json").read_text(encoding="utf-8"))
    words = schema["components"]["schemas"]["Condition"]["properties"]["condition"]["enum"]
    assert words == list(CONDITIONS)


def test_a_scene_keeps_the_state_before_it() -> None:
    one, two = parse("01-test.md", GOOD).scenes
    assert one.request.source == two.request.source == "f = x*x"
    assert (one.request.values, two.request.values) == ({"x": 3.0}, {"x": 4.0})
    assert one.sentence == "`x` = 3 is used twice."
    assert two.do is not None
    assert (two.do.condition, two.do.name, two.do.value) == ("step", "f", 2)


def test_a_new_program_keeps_only_the_values_that_it_uses() -> None:
    text = GOOD + "## Three\nsource: g = x + z\nvalues: {z: 1}\n> New.\n## Four\nsource: h = z + 1\n> Newer.\n"
    scenes = parse("test.md", text).scenes
    assert scenes[2].request.values == {"x": 4.0, "z": 1.0}
    assert scenes[3].request.values == {"z": 1.0}


@pytest.mark.parametrize("way", ["mode: forward", "graph: backward"])
def test_a_gradient_is_asked_for_only_where_a_step_fills_it_in(way: str) -> None:
    text = GOOD.replace("ask: term 1 of x; downstream of x", f"{way}\nstep: last")
    assert parse("a.md", text).scenes[0].position == len(build(parse("a.md", text).scenes[0].request).steps)
    with pytest.raises(LessonError, match="no step of this picture fills it in"):
        parse("a.md", GOOD.replace("ask: term 1 of x; downstream of x", f"{way}\nask: downstream of x"))


def test_a_wrong_line_is_asked_for_at_any_step() -> None:
    text = "---\ntitle: A\n---\n## One\nsource: f = x*x\nvalues: {x: 3}\n> A.\n"
    wrong = text.replace("source: f = x*x", "```\nf = x*y\ndx = x\ndy = x\n```").replace("3}", "3, y: 5}")
    (scene,) = parse("a.md", wrong.replace("> A.", "step: last\nask: wrong line\n> A.")).scenes
    assert (scene.position, scene.ask[0].step) == (3, 0)


def test_a_value_that_another_choice_uses_and_a_greek_name_are_used() -> None:
    text = (
        "---\ntitle: A\n---\n## One\nsource: f = <how>*λ\nchoose: how\n- one: x\n- two: x*y\n"
        "values: {x: 3, y: 5, λ: 2}\nstep: last\ndo: choose two\n> A."
    )
    assert parse("a.md", text).scenes[0].request.values == {"x": 3.0, "y": 5.0, "λ": 2.0}
    with pytest.raises(LessonError, match=r"line 9: The program does not use the value of `z`"):
        parse("a.md", text.replace("y: 5", "y: 5, z: 5"))


TRAINED = "train: {settings: {lr: 0.1}, iterations: 5}\ndo: "
BROKEN = {
    "no head": ("## One\n", "line 1: The file does not begin"),
    "no scene": ("---\ntitle: A\n---\n", "There is no scene"),
    "no title": ("---\npart: 1\n---\n## One\nsource: x*2\n> A.\n", "line 1: The lesson has no title"),
    "no sentence": (GOOD.replace("> Now it is {value of x}.", ""), "line 12: The scene has no sentence"),
    "an open brace": (GOOD.replace("{value of x}", "{value of x"), "A brace of this sentence has no partner"),
    "a brace too many": (GOOD.replace("{value of x}", "{{value of x}}"), "A brace of this sentence has no partner"),
    "a key that is none": (GOOD.replace("do: step f", "doo: step f"), "line 14: `doo` is no key"),
    "a line that is none": (GOOD.replace("do: step f", "step f"), "line 14: This line is none of a scene"),
    "a program that is none": (GOOD.replace("f = x*x", "f = x*"), "line 7: "),
    "a value that is none": (GOOD.replace("{x: 3}", "{x: 3"), "line 8: This value cannot be read"),
    "a value that nothing uses": (
        GOOD.replace("{x: 3}", "{x: 3, z: 1}"),
        "line 8: The program does not use the value of `z`",
    ),
    "a value of a later scene": (
        GOOD.replace("{x: 4}", "{z: 4}"),
        "line 13: The program does not use the value of `z`",
    ),
    "a value that the program sets": (
        GOOD.replace("f = x*x", "x = 2; f = x*x*y").replace("{x: 3}", "{x: 3, y: 1}"),
        "line 8: The program does not use the value of `x`",
    ),
    "a name that is missing": (GOOD.replace("term 1 of x", "term 1 of y"), "line 9: The graph has no `y`"),
    "a term that is missing": (GOOD.replace("term 1 of x", "term 3 of x"), "line 9: `x` is used 2 times"),
    "a phrase that is none": (GOOD.replace("term 1 of x", "slope of x"), "line 9: `slope of x` begins with none"),
    "a condition that is none": (GOOD.replace("step f", "jump f"), "line 14: `jump` is no condition"),
    "a condition that holds": (GOOD.replace("step f", "value of x above 2"), "That holds when the scene begins"),
    "a step that is done": (GOOD.replace("step f", "step first"), "line 14: That step is done when the scene begins"),
    "a step that is none": (GOOD.replace("do: step f", "step: 99"), "line 14: The trace has 6 steps"),
    "a step after the answer": (GOOD.replace("ask:", "step: last\nask:"), "the answer is shown"),
    "an answer in the sentence": (GOOD.replace("{value of x} is", "{term 1 of x} is"), "says what the scene asks for"),
    "a place that is none": (GOOD.replace("{value of x} is", "{size of x} is"), "line 10: "),
    "a number that is not finite": (GOOD.replace("{value of x} is", "{= 1e999} is"), "`1e999` is no finite number"),
    "a condition that is not finite": (GOOD.replace("step f", "value of x above nan"), "`nan` is no finite number"),
    "a loss that is never reached": (GOOD.replace("do: step f", TRAINED + "loss below 0"), "its lowest loss is"),
    "an update that is not there": (GOOD.replace("do: step f", TRAINED + "update is 9"), "no such update: it has 5"),
    "a learning rate that is there": (GOOD.replace("do: step f", TRAINED + "lr below 1"), "That holds when the scene"),
    "a training that is none": (GOOD.replace("do: step f", "train: {speed: 3}"), "line 14: `speed` is no setting"),
    "a fence that does not end": (GOOD + "```\nx", "The fenced program does not end"),
    "too many scenes": (GOOD + "## S\n> A.\n" * 41, "There are more than 40 scenes"),
    "too long": (GOOD + " " * 70_000, "more than 64,000 characters"),
}


AT_ITS_KEY = [
    "view: unit",
    "upstream: abc",
    "output: q",
    "closed: [foo]",
    "mode: back",
    "graph: 7",
    "defaults: maybe",
    "values: {x: abc}",
]


@pytest.mark.parametrize("wrong", AT_ITS_KEY)
@pytest.mark.parametrize("first", ["source: f = x*x", "notation: bar\nsource: f = x*x\nround: 1"])
def test_a_value_that_cannot_be_used_is_told_at_its_own_key(wrong: str, first: str) -> None:
    """Not at the program's line, nor at that of another key of the scene."""
    values = "" if wrong.startswith("values") else "values: {x: 3}\n"
    text = f"---\ntitle: A test\n---\n## One\n{first}\n{values}{wrong}\n> A."
    with pytest.raises(LessonError) as caught:
        parse("01-test.md", text)
    line = text.split("\n").index(wrong) + 1
    assert caught.value.detail.startswith(f"01-test.md, line {line}: ")
    assert caught.value.span is not None
    assert caught.value.span.line == line


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_wrong_is_said_with_file_and_line(text: str) -> None:
    with pytest.raises(LessonError) as caught:
        parse("01-test.md", BROKEN[text][0])
    assert caught.value.code == "bad-lesson"
    assert re.match(r"01-test\.md, line \d+: ", caught.value.detail)
    assert BROKEN[text][1] in caught.value.detail
    assert caught.value.hint, "what to do"


MISSPELLED = {
    "valeus: {x: 4}": "values: {x: 4}",
    "do: stpe f": "do: step f",
    "do: valeu of x above 5": "do: value of x above 5",
    "ask: downstraem of x": "ask: downstream of x",
    "panel: lern": "panel: learn",
    "notation: partail": "notation: partial",
    "step: frist": "step: first",
    "picture: symbolc x": "picture: symbolic x",
    "panel: learn\ntrain: {iteratons: 3}": "panel: learn\ntrain: {iterations: 3}",
    "source: f = x*sigmod(x)": "source: f = x*sigmoid(x)",
    "```\ny = tahn(x)\nf = y*x\n```": "```\ny = tanh(x)\nf = y*x\n```",
    "source: f = width*2\nvalues: {width: 3}\nask: downstream of widht": (
        "source: f = width*2\nvalues: {width: 3}\nask: downstream of width"
    ),
}


@pytest.mark.parametrize("wrong", MISSPELLED)
def test_a_misspelled_word_has_its_place_and_the_edit_that_repairs_the_file(wrong: str) -> None:
    before = "---\ntitle: A\n---\n## One\nsource: f = x*x\nvalues: {x: 3}\n> A.\n## Two\n"
    text = f"{before}{wrong}\n> B.\n"
    with pytest.raises(LessonError) as caught:
        parse("a.md", text)
    error = caught.value
    assert error.hint is not None
    assert error.hint.startswith("Did you mean `")
    assert error.fix is not None
    line, column, end_line, end = error.fix.span
    assert line == end_line == error.span.line  # type: ignore[union-attr]
    lines = text.split("\n")
    lines[line - 1] = lines[line - 1][:column] + error.fix.text + lines[line - 1][end:]
    assert "\n".join(lines) == f"{before}{MISSPELLED[wrong]}\n> B.\n"
    parse("a.md", "\n".join(lines))


def test_a_folder_joins_and_replaces_lessons(tmp_path: Path) -> None:
    (tmp_path / "02-mine.md").write_text(GOOD)
    (tmp_path / "05-two-paths.md").write_text(GOOD)
    rows = {row.id: row for row in LessonCollection(tmp_path).table().lessons}
    assert rows["mine"].scenes == 2
    assert rows["two-paths"].title == "A test"
    assert check_folder(tmp_path) == 2
    (tmp_path / "02-mine.md").write_text(GOOD + "## Three\n> One more.\n")
    assert {row.id: row.scenes for row in LessonCollection(tmp_path).table().lessons}["mine"] == 3


def test_a_broken_file_is_refused_at_the_start_and_told_in_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "02-mine.md").write_text(GOOD.replace("## Two", "Two"))
    with pytest.raises(ChainruleError, match=r"02-mine.md, line 12"):
        check_folder(tmp_path)
    with pytest.raises(ChainruleError, match="no folder"):
        check_folder(tmp_path / "nothing")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    client = Client(create_app(threads=1))
    rows = client.request("GET", "/api/v1/lessons").json()["lessons"]
    assert [row["problem"] for row in rows if row["problem"]] == ["02-mine.md, line 12: This line is none of a scene."]
    reply = client.request("GET", "/api/v1/lessons/02-mine")
    assert (reply.status, reply.json()["code"], reply.json()["span"]["line"]) == (422, "bad-lesson", 12)
    client.close()


def test_a_lesson_of_ones_own_is_posted_as_text() -> None:
    client = Client(create_app(threads=1))
    reply = client.post("/api/v1/lessons", {"file": "my-lesson.md", "text": GOOD})
    assert (reply.status, reply.json()["id"], len(reply.json()["scenes"])) == (200, "my-lesson", 2)
    assert client.post("/api/v1/lessons", {"text": GOOD}).json()["id"] == "lesson"
    wrong = client.post("/api/v1/lessons", {"text": GOOD.replace("## Two", "Two")})
    assert (wrong.status, wrong.json()["code"]) == (422, "bad-lesson")
    for fields, code in (
        ({}, "missing-field"),
        ({"text": GOOD, "file": ""}, "bad-field"),
        ({"text": GOOD, "seed": 1}, "unknown-field"),
    ):
        assert client.post("/api/v1/lessons", fields).json()["code"] == code
    client.close()


def test_a_loss_behind_the_end_of_a_run_is_told_where_it_ends() -> None:
    """The run stops where the gradient is under the tolerance, before all updates that were asked for."""
    scene = "## One\nsource: L = (2*w - 3)**2\nvalues: {w: 0}\ntrain: {parameters: [w], settings: {lr: 0.1}, "
    text = f"---\ntitle: T\n---\n{scene}iterations: 20}}\n> It ends at {{loss after 20}}.\n"
    with pytest.raises(LessonError, match="line 8: The training has no update 20: it has converged at 16") as error:
        parse("own.md", text)
    assert error.value.hint == "Write the last update: `loss after 16`."
    assert parse("own.md", text.replace("after 20", "after 16")).scenes[0].sentence.startswith("It ends at ")
