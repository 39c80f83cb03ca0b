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
from chainrule.exercises import BlankSelector, ExerciseRequest, grade, make
from chainrule.lessons import (
    CONDITIONS,
    FILES,
    Lesson,
    LessonText,
    Scene,
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
        asked = [BlankSelector(each.kind, each.edge, each.node, each.name, each.step) for each in scene.ask]
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
