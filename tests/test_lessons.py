"""Lessons: every file of the package is read, every scene traces, every blank is graded; and what is wrong is said."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

from chainrule import trace, train
from chainrule.api.app import create_app
from chainrule.api.lessons import FOLDER
from chainrule.errors import ChainruleError, LimitError
from chainrule.exercises import Asked, ExerciseRequest, grade, make
from chainrule.lessons import (
    CONDITIONS,
    FILES,
    Lesson,
    LessonCollection,
    LessonError,
    LessonText,
    Scene,
    check_folder,
    parse,
    read_text,
)
from chainrule.lessons.context import SceneContext
from chainrule.lessons.sentences import PLACE
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


@lru_cache
def shipped(name: str) -> Lesson:
    return parse(name, (FILES / name).read_text(encoding="utf-8"))


def answer_of(scene: Scene, sheet: Any, blank: Any) -> str:
    """The right answer of a blank, from the trace alone."""
    trace = sheet.trace
    edge = next((edge for edge in trace.edges if edge.id == blank.edge), None)
    node = next((node for node in trace.nodes if node.id == blank.node), None)
    if blank.kind in ("downstream", "term"):
        return repr(edge.downstream)
    if blank.kind == "local":
        return repr(edge.local)
    if blank.kind == "value":
        return repr(node.value)
    if blank.kind == "shape":
        return "x".join(map(str, edge.shape))
    if blank.kind == "pattern":
        return str(node.pattern)
    if blank.kind == "wrong_line":
        wrong = [each for each in trace.hand_gradients if each.verdict == "wrong" and each.inherits is None]
        return str(wrong[0].span.line)
    return str(trace.steps[blank.step].nodes[0])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_lesson_has_three_to_seven_scenes_that_trace(path: Path) -> None:
    lesson = shipped(path.name)
    assert 3 <= len(lesson.scenes) <= 7
    assert lesson.summary.endswith(".")
    for scene in lesson.scenes:
        assert 0 <= scene.position <= len(build(scene.request).steps)
        assert scene.sentence
    assert any(scene.ask or scene.do for scene in lesson.scenes)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_blank_of_every_lesson_takes_its_right_answer(path: Path) -> None:
    for scene in shipped(path.name).scenes:
        if not scene.ask:
            continue
        asked = [Asked(each.kind, each.edge, each.node, each.name, each.step) for each in scene.ask]
        sheet = make(scene.request, ExerciseRequest([*asked]))
        assert len(sheet.blanks) == len(scene.ask)
        answers = {blank.id: answer_of(scene, sheet, blank) for blank in sheet.blanks}
        assert [mark.sentence for mark in grade(sheet, answers).marks if not mark.right] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_sentence_says_a_number_that_is_not_the_engines(path: Path) -> None:
    text = read_text(path.name, path.read_text(encoding="utf-8"))
    for scene in text.scenes:
        rest = PLACE.sub("", re.sub(r"`[^`]*`", "", scene.sentence))
        assert not re.search(r"(?<![A-Za-z])\d", rest), scene.sentence
        for place in PLACE.findall(scene.sentence):
            if literal := re.fullmatch(r"= (\d[\d.e-]*)(, \d+ decimals?)?", place):
                assert literal[1] in numbers_of(text) or literal[1] in FACTS.get(text.id, ()), scene.sentence


def numbers_of(text: LessonText) -> set[str]:
    """The numbers that the keys of a lesson hold: what its sentences may repeat."""
    entries = " ".join(entry.text for scene in text.scenes for entry in scene.entries.values())
    return set(re.findall(r"\d+(?:\.\d+)?", entries))


FACTS = {
    "sigmoid-neuron": {"0.4", "0.2"},  # as the slide rounds
    "numerical-check": {"0.01", "0.02", "1e-15"},  # steps, which the formulas beside them have
    "matrix-product": {"64", "4096"},  # the lecture's sizes
    "relu-mask": {"4096"},
    "linear-scores": {"3"},  # the hidden units are the rows of W1
    "matrix-example": {"3"},
    "training-loop": {"4"},  # the rows of X
    "why-non-linear": {"4", "10", "100", "3072"},  # the entries of x; the lecture's sizes
    "three-kinds-of-derivative": {"3"},
}
"""Numbers of sentences that are no results."""


def test_there_is_a_lesson_for_each_part_of_the_course() -> None:
    assert sorted({shipped(path.name).part for path in SHIPPED}) == list(range(1, 32))
    assert all(path.name.startswith(f"{shipped(path.name).part:02}-") for path in SHIPPED)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_scene_stands_on_a_tie_or_a_kink_by_accident(path: Path) -> None:
    for scene in shipped(path.name).scenes:
        notices = [notice.text for node in build(scene.request).nodes for notice in node.notices]
        assert bool(notices) == (scene.title == "What happens at zero"), (scene.title, notices)


def reachable(scene: Scene) -> bool:
    """Whether some leaf, or some pair of two, moved within what a slider has, makes the condition of a value hold."""
    assert scene.do is not None
    places = np.linspace(-10, 10, 41)
    names = [name for name, value in scene.request.values.items() if not np.ndim(value)]
    moves = [{name: place} for name in names for place in places]
    if scene.do.name is not None and "[" in scene.do.name:
        return True  # an entry that is typed
    return any(holds(scene, {**scene.request.values, **move}) for move in moves)


def holds(scene: Scene, values: dict[str, Any]) -> bool:
    assert scene.do is not None
    context = SceneContext(replace(scene.request, values=values), DEFAULT)
    found = {"value": context.value_of, "gradient": context.gradient_of}[scene.do.condition](scene.do.name or "")
    wanted = float(scene.do.value or 0)
    return {"above": found > wanted, "below": found < wanted, "is": abs(found - wanted) < 0.005}[str(scene.do.relation)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_value_that_is_waited_for_can_be_reached(path: Path) -> None:
    for scene in shipped(path.name).scenes:
        if scene.do is not None and scene.do.condition in ("value", "gradient"):
            assert reachable(scene), scene.title


CONFUSIONS = {
    "the 1 at the output": ("01-first-graph.md", "Where the 1 comes from"),
    "order": ("07-why-this-order.md", "The wrong order gives a wrong number"),
    "order, counted": ("07-why-this-order.md", "Paths are many"),
    "accumulation": ("05-two-paths.md", "The sum"),
    "matrix shapes": ("12-matrix-product.md", "The only way that fits"),
    "broadcasting": ("29-matrix-example.md", "A broadcasting trap"),
    "zero": ("23-activation-functions.md", "What happens at zero"),
}


@pytest.mark.parametrize("confusion", CONFUSIONS)
def test_each_known_confusion_has_a_scene(confusion: str) -> None:
    file, title = CONFUSIONS[confusion]
    assert title in [scene.title for scene in shipped(file).scenes]


def test_the_sentences_on_zero_are_what_the_frameworks_do() -> None:
    zero = torch.zeros((), dtype=torch.float64, requires_grad=True)
    functions = (torch.relu, torch.abs, lambda x: torch.maximum(x, torch.zeros_like(x)))
    assert [float(torch.autograd.grad(f(zero), zero)[0]) for f in functions] == [0, 0, 0.5]
    assert [float(jax.grad(f)(0.0)) for f in (jax.nn.relu, jnp.abs, lambda x: jnp.maximum(x, 0.0))] == [0, 1, 0.5]
    assert [trace(f, {"x": 0}).gradients["x"] for f in ("relu(x)", "abs(x)", "maximum(x, 0)")] == [0, 0, 0.5]


def test_what_sentences_say_without_a_number_holds() -> None:
    """Claims that no place in a sentence can hold."""
    pasted = build(shipped("19-pasted-code.md").scenes[2].request)
    assert [each.verdict for each in pasted.hand_gradients] == ["right"] * 4
    collapsed = build(shipped("17-linear-scores.md").scenes[3].request)
    assert collapsed.named["d"].value == pytest.approx(0, abs=1e-12)
    context = SceneContext(shipped("21-graphs-too-big.md").scenes[3].request, DEFAULT)
    terms = [context.place_number(context.places.of(f"term {k} of w")) for k in range(1, 7)]
    assert terms[-1] > 5 * max(terms[:-1])
    large, small = (SceneContext(scene.request, DEFAULT, how=scene.train) for scene in shipped(SIZES).scenes[2:4])
    assert np.linalg.norm(small.run.values["W1"][-1]) < np.linalg.norm(large.run.values["W1"][-1]) / 1.5
    high, over = ({"lr": 0.45}, {"lr": 0.55})
    assert [train("2*w**2", {"w": 3}, settings=s, iterations=60).loss[-1] < 1 for s in (high, over)] == [True, False]


SIZES = "20-size-and-regularization.md"


def test_the_list_is_in_the_order_of_the_parts(client: Client) -> None:
    answer = client.request("GET", "/api/v1/lessons").json()
    parts = [row["part"] for row in answer["lessons"]]
    assert parts == sorted(parts)
    assert [row["word"] for row in answer["conditions"]] == list(CONDITIONS)
    row = next(row for row in answer["lessons"] if row["id"] == "first-graph")
    assert row == {
        "id": "first-graph",
        "title": "A first graph",
        "part": 1,
        "summary": "One gate at a time: upstream times local is downstream.",
        "scenes": 5,
        "problem": None,
    }


def test_a_lesson_is_answered_with_requests_that_the_other_routes_take(client: Client) -> None:
    reply = client.request("GET", "/api/v1/lessons/two-paths")
    assert reply.status == 200
    assert "max-age" in reply.headers["cache-control"]
    assert (
        client.request("GET", "/api/v1/lessons/two-paths", headers={"if-none-match": reply.headers["etag"]}).status
        == 304
    )
    scene = reply.json()["scenes"][1]
    assert scene["ask"] == [{"kind": "term", "edge": "e1", "node": None, "name": None, "step": 3}]
    assert scene["position"] == 3
    traced = client.request("POST", "/api/v1/trace", json.dumps(scene["request"]).encode())
    assert traced.json()["gradients"] == {"x": 6.0}
    body = {**scene["request"], "ask": scene["ask"]}
    blanks = client.request("POST", "/api/v1/exercise", json.dumps(body).encode()).json()["blanks"]
    assert [(blank["kind"], blank["edge"], blank["step"]) for blank in blanks] == [("term", "e1", 3)]


def test_every_lesson_is_answered(client: Client) -> None:
    for row in client.request("GET", "/api/v1/lessons").json()["lessons"]:
        reply = client.request("GET", f"/api/v1/lessons/{row['id']}")
        assert reply.status == 200, reply.text
        assert len(reply.json()["scenes"]) == row["scenes"]


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


TRAINED = "train: {settings: {lr: 0.1}, iterations: 5}\ndo: "
BROKEN = {
    "no head": ("## One\n", "line 1: The file does not begin"),
    "no scene": ("---\ntitle: A\n---\n", "There is no scene"),
    "no title": ("---\npart: 1\n---\n## One\nsource: x*2\n> A.\n", "line 1: The lesson has no title"),
    "no sentence": (GOOD.replace("> Now it is {value of x}.", ""), "line 12: The scene has no sentence"),
    "a key that is none": (GOOD.replace("do: step f", "doo: step f"), "line 14: `doo` is no key"),
    "a line that is none": (GOOD.replace("do: step f", "step f"), "line 14: This line is none of a scene"),
    "a program that is none": (GOOD.replace("f = x*x", "f = x*"), "line 7: "),
    "a value that is none": (GOOD.replace("{x: 3}", "{x: 3"), "line 8: This value cannot be read"),
    "a name that is missing": (GOOD.replace("term 1 of x", "term 1 of y"), "line 9: The graph has no `y`"),
    "a term that is missing": (GOOD.replace("term 1 of x", "term 3 of x"), "line 9: `x` is used 2 times"),
    "a phrase that is none": (GOOD.replace("term 1 of x", "slope of x"), "line 9: `slope of x` begins with none"),
    "a condition that is none": (GOOD.replace("step f", "jump f"), "line 14: `jump` is no condition"),
    "a condition that holds": (GOOD.replace("step f", "value of x above 2"), "That holds when the scene begins"),
    "a step that is done": (GOOD.replace("step f", "step first"), "line 14: `step` is written"),
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


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_wrong_is_said_with_file_and_line(text: str) -> None:
    with pytest.raises(LessonError) as caught:
        parse("01-test.md", BROKEN[text][0])
    assert caught.value.code == "bad-lesson"
    assert re.match(r"01-test\.md, line \d+: ", caught.value.detail)
    assert BROKEN[text][1] in caught.value.detail


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
