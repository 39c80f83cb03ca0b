"""Lessons on the page: each is walked from its first scene to its last by keyboard alone, on three sizes."""

from __future__ import annotations

import os
import random
import time

import pytest
from playwright.sync_api import Page, Route, expect
from scenes import do, fill
from test_access import faults

from chainrule.lessons import LessonCollection, parse
from chainrule.lessons.lesson_document import Lesson, Scene
from conftest import PATIENCE, SIZES, Opener, becomes, box_of, position, until

LESSONS = [row.id for row in LessonCollection().table().lessons]
OWN = """---
title: A lesson of my own
part: 1
---
## One
source: f = x*y
values: {x: 2, y: 3}
do: step last
> Play to the end of `f`.

## Two
ask: downstream of x
> What comes back to `x`?
"""


def lesson_of(id: str) -> Lesson:
    written = LessonCollection().text(id)
    return parse(written.file, written.text)


def scene_now(page: Page) -> int:
    current = page.locator(".lesson-dots [aria-current=step]")
    return int(current.get_attribute("data-scene") or -1) if current.count() else -1


def arrive(page: Page, at: int, of: int) -> None:
    """Wait for a scene, or for the end of the lesson, and its picture."""
    if at < of:
        expect(page.locator(f".lesson-dots [data-scene='{at}']")).to_have_attribute("aria-current", "step")
        until(page, "document.body.dataset.scene === 'ready'", PATIENCE / 1000)
    else:
        expect(page.locator(".lesson-sentence")).to_contain_text("That was")


def do_scene(page: Page, scene: Scene, at: int) -> None:
    """Do by keyboard what a scene asks for and waits for, and go on."""
    if scene.ask:
        fill(page, scene)
    if scene.do is not None and scene_now(page) == at:
        do(page, scene)
    if scene_now(page) == at:
        page.keyboard.press("PageDown")


# A walk takes ten seconds: here a few that a fixed seed draws, all of them on all sizes with WALK=all.
EVERY = [(id, size) for id in LESSONS for size in SIZES]
WALKS = EVERY if os.environ.get("WALK") == "all" else sorted(random.Random(14).sample(EVERY, 6))


@pytest.mark.parametrize(("id", "size"), WALKS)
def test_a_lesson_is_walked_by_keyboard_alone(opened: Opener, id: str, size: str) -> None:
    lesson = lesson_of(id)
    page = opened(f"/#lesson={id}", size=size, reduced_motion="reduce")
    for at, scene in enumerate(lesson.scenes):
        arrive(page, at, len(lesson.scenes))
        expect(page.locator(".lesson-sentence")).to_have_text(scene.sentence.replace("`", ""))
        expect(page.locator(".cr-svg .node").first).to_be_attached()
        if not scene.ask:
            becomes(page, lambda: position(page), scene.position)
        assert faults(page) == []
        do_scene(page, scene, at)
    arrive(page, len(lesson.scenes), len(lesson.scenes))
    until(page, f"JSON.parse(localStorage.getItem('chainrule.lessons'))['{id}'].finished === true")


# An entry of an array, a formula after which the next scene asks for a number, the explorer over the page.
TYPED = [("relu-mask", 5), ("two-paths", 4), ("activation-functions", 6)]


@pytest.mark.parametrize(("id", "number"), TYPED)
def test_a_thing_done_by_keyboard_leaves_the_keys_to_the_next_scene(opened: Opener, id: str, number: int) -> None:
    lesson = lesson_of(id)
    page = opened(f"/#lesson={id}&scene={number}", reduced_motion="reduce")
    for at, scene in enumerate(lesson.scenes[number - 1 : number + 1], number - 1):
        arrive(page, at, len(lesson.scenes))
        do_scene(page, scene, at)
    assert scene_now(page) != number - 1


@pytest.mark.parametrize(("size", "room"), [("tablet", 420), ("phone", 180)])
def test_beside_training_the_graph_has_room_and_the_ring_follows_its_target(
    opened: Opener, size: str, room: int
) -> None:
    page = opened("/#lesson=optimizers", size=size, reduced_motion="reduce")
    arrive(page, 0, 5)
    stage, head = (box_of(page, page.locator(each)) for each in ("#stage", ".lesson-bar"))
    assert stage["height"] - head["height"] > room
    expect(page.locator("#learn").get_by_text("All 60 updates are done.").first).to_be_attached()
    ring = "document.querySelector('.lesson-ring').getBoundingClientRect()"
    until(
        page,
        f"{ring}.height > 8 && {ring}.bottom < innerHeight && document.querySelector('#learn [aria-label=Update]')",
    )


def test_a_scene_goes_on_when_its_thing_is_done(opened: Opener) -> None:
    page = opened("/#lesson=first-graph", reduced_motion="reduce")
    arrive(page, 0, 5)
    ring = page.locator(".lesson-ring")
    expect(ring).to_be_visible()
    box, target = box_of(page, ring), box_of(page, page.locator(".cr-button.next"))
    assert abs(box["x"] + box["width"] / 2 - target["x"] - target["width"] / 2) < 4
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(ring).to_be_hidden()
    arrive(page, 1, 5)
    until(page, "location.hash === '#lesson=first-graph&scene=2'")


def test_the_skip_link_leads_to_the_graph_and_not_out_of_the_lesson(opened: Opener) -> None:
    page = opened("/#lesson=first-graph", reduced_motion="reduce")
    arrive(page, 0, 5)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#stage")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    arrive(page, 1, 5)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("scene", "focus"),
    [(1, ".cr-button.next"), (3, ".predict-ask input"), (5, "#value-list :is(input, button), #tabs [data-tab=values]")],
)
def test_what_is_to_be_done_leads_by_keyboard_to_the_thing_to_touch(
    opened: Opener, size: str, scene: int, focus: str
) -> None:
    """From the top of the page it was up to 48 presses of Tab away."""
    page = opened(f"/#lesson=first-graph&scene={scene}", size=size, reduced_motion="reduce")
    arrive(page, scene - 1, 5)
    for key in ("Tab", "Enter", "Tab", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("(focus) => document.activeElement.matches(focus)", focus)


def test_free_play_and_back_to_the_lesson(opened: Opener) -> None:
    page = opened("/#lesson=first-graph&scene=3", reduced_motion="reduce")
    arrive(page, 2, 5)
    page.get_by_role("button", name="Free play").click()
    expect(page.locator(".slot")).to_have_count(0)
    page.keyboard.press("End")
    page.locator("#examples-button").click()
    page.locator("#examples-menu [role=menuitem]").nth(3).click()
    page.get_by_role("button", name="Back to the lesson").click()
    arrive(page, 2, 5)
    expect(page.locator(".slot.is-focus")).to_have_count(1)
    page.get_by_role("button", name="Close the lesson").click()
    expect(page.locator(".lesson-bar")).to_be_hidden()
    expect(page.locator(".slot")).to_have_count(0)


def test_the_menu_knows_how_far_a_lesson_was_walked(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    page.keyboard.press("Tab")
    page.locator("#lessons-button").click()
    page.get_by_role("menuitem", name="A first graph").click()
    arrive(page, 0, 5)
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    arrive(page, 1, 5)
    page.get_by_role("button", name="Close the lesson").click()
    page.locator("#lessons-button").click()
    row = page.get_by_role("menuitem", name="A first graph")
    expect(row).to_contain_text("scene 2 of 5")
    row.click()
    arrive(page, 1, 5)


def test_a_file_of_ones_own_is_a_lesson_and_a_link(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened(reduced_motion="reduce")
    picker = page.locator("input[type=file]")
    picker.set_input_files({"name": "Mine.md", "mimeType": "text/markdown", "buffer": OWN.encode()})
    arrive(page, 0, 2)
    expect(page.locator(".lesson-sentence")).to_have_text("Play to the end of f.")
    page.keyboard.press("End")
    arrive(page, 1, 2)
    until(page, "location.hash.endsWith('&scene=2')")
    page.reload()
    arrive(page, 1, 2)
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    arrive(page, 2, 2)
    picker.set_input_files({"name": "bad.md", "mimeType": "text/markdown", "buffer": b"---\ntitle: X\n---\nnothing"})
    expect(page.locator(".predict-said")).to_contain_text("bad.md, line 4")


def test_a_dropped_file_is_a_lesson(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "mine.md", {type: "text/markdown"}));
            document.getElementById("stage").dispatchEvent(
                new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        OWN,
    )
    arrive(page, 0, 2)


def test_the_hall_walks_a_lesson_with_a_remote(opened: Opener) -> None:
    page = opened("/#lesson=first-graph", reduced_motion="reduce")
    arrive(page, 0, 5)
    page.keyboard.press("f")
    expect(page.locator(".lesson-sentence")).to_be_visible()
    deadline = time.monotonic() + PATIENCE / 1000
    while "That was" not in page.locator(".lesson-sentence").inner_text():
        assert time.monotonic() < deadline
        page.keyboard.press("PageDown")
        page.wait_for_timeout(400)
    arrive(page, 5, 5)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_a_lesson(opened: Opener, size: str, scheme: str) -> None:
    page = opened("/#lesson=first-graph", size=size, color_scheme=scheme, reduced_motion="reduce")
    for at in range(5):
        arrive(page, at, 5)
        assert faults(page) == []
        page.locator(f".lesson-dots [data-scene='{min(4, at + 1)}']").click()


def test_a_remote_pressed_twice_passes_no_scene_over(opened: Opener) -> None:
    """Nor does the answer to a scene that was left bring its questions into another one."""
    page = opened("/#lesson=first-graph&scene=5", reduced_motion="reduce")
    arrive(page, 4, 5)
    held: list[Route] = []
    page.route("**/api/v1/exercise", lambda route: held.append(route))  # on its way
    for key in ["PageUp", "PageDown", "PageDown", "PageUp", "PageUp"]:  # to the second scene, which asks for nothing
        page.keyboard.press(key)
    arrive(page, 1, 5)
    assert held
    for route in held:
        route.continue_()
    page.wait_for_timeout(800)
    expect(page.locator(".slot")).to_have_count(0)
    expect(page.locator("#quiz")).to_be_hidden()
    assert scene_now(page) == 1


def test_the_first_graph_is_whole_on_a_phone(opened: Opener) -> None:
    """A margin round the first gate moves no picture that is whole in its window."""
    page = opened("/#lesson=first-graph", size="phone", reduced_motion="reduce")
    arrive(page, 0, 5)
    page.wait_for_timeout(500)
    expect(page.locator(".overview")).to_be_hidden()
    expect(page.locator(".cr-svg .node").filter(has_text="f")).to_be_in_viewport(ratio=1)


def test_on_a_phone_a_finger_drags_what_the_first_lesson_asks_for(opened: Opener) -> None:
    page = opened("/#lesson=first-graph&scene=5", size="phone", reduced_motion="reduce")
    arrive(page, 4, 5)
    page.get_by_text("Values", exact=True).last.tap()
    slider = page.locator("input[type=range]").first
    low, high = (float(slider.get_attribute(name) or 0) for name in ("min", "max"))
    box = box_of(page, slider)
    x, y = box["x"] + box["width"] * (float(slider.input_value()) - low) / (high - low), box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    for kind, left in (("touchStart", 0.0), *(("touchMove", 3.0 * step) for step in range(1, 31)), ("touchEnd", 0.0)):
        points = [] if kind == "touchEnd" else [{"x": x - left, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    arrive(page, 5, 5)


@pytest.mark.parametrize(("size", "hall"), [("tablet", False), ("phone", False), ("desktop", True)])
def test_every_pattern_to_choose_from_is_in_sight(opened: Opener, size: str, hall: bool) -> None:
    page = opened("/#lesson=gate-patterns&scene=6", size=size, reduced_motion="reduce")
    arrive(page, 5, 6)
    if hall:
        page.keyboard.press("f")
    choices = page.locator(".predict-choices button")
    expect(choices).to_have_count(9)
    for choice in choices.all():
        expect(choice).to_be_in_viewport(ratio=1)
    expect(choices.filter(has_text="router: sends")).to_have_count(1)  # what the word means is there for who asks


def test_the_ring_is_round_the_one_list_that_the_sentence_means(opened: Opener) -> None:
    page = opened("/#lesson=search-for-swish&scene=3", reduced_motion="reduce")
    arrive(page, 2, 7)
    ring = page.locator(".lesson-ring")
    expect(ring).to_be_visible()
    box, target = box_of(page, ring), box_of(page, page.locator(".lesson-choices label").nth(1))
    assert abs(box["x"] + box["width"] / 2 - target["x"] - target["width"] / 2) < 4


def test_the_picture_of_learning_is_in_sight_beside_its_scene(opened: Opener) -> None:
    """A boundary that closes round the disc is what the scene speaks of."""
    page = opened("/#lesson=size-and-regularization&scene=2", reduced_motion="reduce")
    arrive(page, 1, 4)
    field = page.locator("#learn .field-view")
    expect(field).to_be_in_viewport(ratio=0.6)
    page.keyboard.press("f")  # in the hall, beside the loss
    expect(field).to_be_in_viewport(ratio=0.8)
    expect(page.locator("#learn .loss-curve")).to_be_in_viewport(ratio=1)
    page.keyboard.press("f")
    expect(page.locator("#learn .learn-leaves")).to_be_hidden()
    page.get_by_role("button", name="Free play").click()
    expect(page.locator("#learn .learn-leaves")).to_be_visible()


def test_no_notation_is_cut_off_on_a_phone(opened: Opener) -> None:
    page = opened("/#lesson=one-derivation-three-notations&scene=3", size="phone", reduced_motion="reduce")
    arrive(page, 2, 6)
    for button in page.locator("#notations button").all():
        expect(button).to_be_in_viewport(ratio=1)
        assert button.evaluate("e => e.scrollWidth <= e.clientWidth + 1")


# A gate whose rule is words, and a product of numbers in small writing.
WIDE = ["graphs-too-big&scene=2", "activation-functions&scene=1", "one-hidden-layer&scene=3"]


@pytest.mark.parametrize("scene", WIDE)
def test_the_formula_of_a_step_is_whole_beside_its_scene(opened: Opener, scene: str) -> None:
    page = opened(f"/#lesson={scene}", reduced_motion="reduce")
    arrive(page, int(scene[-1]) - 1, 5)
    formula = page.locator(".gate-card .formula").first
    becomes(page, lambda: formula.evaluate("e => e.scrollWidth <= e.clientWidth"), True)


def test_what_closes_a_panel_covers_none_of_its_numbers(opened: Opener) -> None:
    page = opened("/#lesson=first-graph&scene=5", reduced_motion="reduce")
    arrive(page, 4, 5)
    toggle = box_of(page, page.locator(".pane-edge.at-left .pane-toggle"))
    row = box_of(page, page.locator("#value-list > li").first)
    assert row["x"] + row["width"] <= toggle["x"] + 1
    columns = box_of(page, page.locator("#value-columns span").first)
    assert columns["y"] + columns["height"] <= box_of(page, page.locator(".lesson-ring"))["y"] + 5
