"""Numbers left out of the picture: typed into their places, marked, shown; and nowhere else to be read meanwhile."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect
from test_access import faults

from conftest import Opener, becomes, position, until

VALUES = {"x": -2, "y": 5, "z": -4}
GRAPH = f"/?source={quote('f = (x + y)*z')}&values={quote(json.dumps(VALUES))}"
FORK = {"source": "f = x*y + x", "values": {"x": 3, "y": 7}}


def exercise(**fields: Any) -> str:
    return "/#exercise=" + quote(json.dumps(fields))


def answer(page: Page, text: str, marked: int) -> None:
    """Type an answer from anywhere, and wait until so many are marked."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator(".quiz-blanks .blank-sign").filter(has_not_text="?")).to_have_count(marked)


def slots(page: Page) -> list[str]:
    return page.locator(".slot:not(.is-note) text").all_text_contents()


def everything(page: Page) -> str:
    """All text that the page holds, seen or not, and what its attributes say, but for values and drawing."""
    return page.evaluate(
        """() => [...document.body.querySelectorAll("*:not(script)")].flatMap((element) => [
            ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
            ...[...element.attributes].filter(({name}) => /^(aria-|title|data-tip)/.test(name)).map(({value}) => value),
        ]).join(" ")"""
    )


def test_a_gradient_is_predicted_step_by_step_and_shown(opened: Opener) -> None:
    page = opened(GRAPH)
    page.keyboard.press("q")
    expect(page.locator("#quiz")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert position(page) == 4
    expect(page.locator(".slot.is-focus")).to_have_count(1)
    becomes(page, lambda: slots(page), ["?", "?"])
    expect(page.locator(".predict-question")).to_contain_text("into the × gate")
    page.keyboard.type("-4")
    becomes(page, lambda: slots(page)[:1], ["−4"])
    page.keyboard.press("Enter")
    expect(page.locator(".predict-said")).to_have_text("Right.")
    expect(page.locator(".slot:not(.is-note)")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".slot")).to_have_count(0)
    expect(page.locator(".label .gradient", has_text="3.00")).to_have_count(1)
    assert position(page) == 4
    page.keyboard.press("q")
    expect(page.locator("#quiz")).to_be_hidden()
    page.keyboard.press("End")
    expect(page.locator(".label .gradient")).to_have_count(5)


def test_a_wrong_number_stays_in_grey_beside_the_right_one(opened: Opener) -> None:
    page = opened(GRAPH)
    page.keyboard.press("q")
    expect(page.locator("#quiz .quiz-blanks")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".slot").first).to_be_visible()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.locator(".predict-said")).to_contain_text("its own value was taken")
    expect(page.locator(".slot.is-note")).to_have_text("3")
    expect(page.locator(".label .gradient", has_text="−4.00")).to_have_count(1)
    expect(page.locator(".look-here")).to_have_count(1)
    page.get_by_role("button", name="A small exercise of its kind").click()
    expect(page.locator(".cm-content")).to_have_text("f = (x*y)*z")
    page.get_by_role("button", name="Back to where you were").click()
    expect(page.locator(".cm-content")).to_have_text("f = (x + y)*z")
    expect(page.locator(".slot.is-note")).to_have_text("3")


def test_marks_that_come_late_count_although_the_focus_went_on(opened: Opener) -> None:
    """The marks of an answer were dropped when anything of the exercise changed while they were on their way."""
    page = opened(exercise(**FORK, ask=["downstream"]))
    expect(page.locator(".quiz-blanks li")).to_have_count(5)

    def late(route: Route) -> None:
        page.locator(".quiz-blanks button").nth(3).click()
        route.continue_()

    page.route("**/api/v1/grade", late)
    answer(page, "1", 1)
    expect(page.locator(".predict-said")).to_contain_text("Right.")


@pytest.mark.parametrize("kind", ["downstream", "local", "value"])
def test_what_is_left_out_can_be_read_nowhere(opened: Opener, kind: str) -> None:
    values = {"x": 1.37, "y": 2.11, "z": 0.5}
    page = opened(exercise(source="f = 3*(x*y + z)**2", values=values, ask=[kind]))
    expect(page.locator(".quiz-blanks li").first).to_be_attached()
    page.evaluate("document.querySelector('.cr-button.end').click()")
    expect(page.locator(".slot").first).to_be_attached()
    page.wait_for_timeout(300)
    hidden = {
        "downstream": ["20.34", "42.93", "27.87"],
        "local": ["6.78"],
        "value": ["2.89", "3.39", "11.50", "34.49"],
    }[kind]
    text = everything(page)
    assert "?" in text
    for number in hidden:
        assert number not in text, number
    for key in ("h", "g", "c", "l", "v"):
        page.keyboard.press(key)
    page.locator(".node").nth(2).click()
    page.locator(".label text").first.hover()
    page.wait_for_timeout(200)
    for number in hidden:
        assert number not in everything(page), number
    page.get_by_role("button", name="Show the solution").click()
    expect(page.locator(".slot:not(.is-note)")).to_have_count(0)
    becomes(page, lambda: any(number in everything(page) for number in hidden), True)


def test_an_exercise_is_marked_with_what_follows(opened: Opener) -> None:
    page = opened(exercise(**FORK, ask=["downstream"]))
    expect(page.locator(".quiz-blanks li")).to_have_count(5)
    given = {"into the + gate": "1", "x into the × gate": "5", "y into the × gate": "3", "gradient of x": "6"}
    for at in range(5):
        label = page.locator(".quiz-blanks [aria-current]").inner_text()
        answer(page, next(text for words, text in given.items() if words in label), at + 1)
    expect(page.locator(".quiz-score")).to_have_text("4 of 5 (1 because it follows from an earlier answer)")
    address = page.evaluate("location.hash")
    page.reload()
    expect(page.locator(".quiz-score")).to_have_text("0 of 5")
    assert page.evaluate("location.hash") == address


def test_the_order_is_clicked_and_a_gate_too_early_says_what_it_waits_for(opened: Opener) -> None:
    page = opened(exercise(source="f = (x*y + x)*exp(y)", values={"x": 2, "y": 1}, ask=["order"]))
    gate = page.locator(".node", has_text="×").first
    gate.click(force=True)
    expect(page.locator(".predict-said")).to_contain_text("Still owed: what comes back from the + gate.")
    page.locator(".node", has_text="exp").click(force=True)
    expect(page.locator(".quiz-score")).to_contain_text("1 of 3")
    for done in range(2, 4):
        page.locator(".predict-choices button").last.click()
        expect(page.locator(".quiz-score")).to_contain_text(f"{done} of 3")
    expect(page.locator(".quiz-score")).to_have_text("3 of 3 (2 at the first try)")


def test_patterns_shapes_and_lines_are_answered(opened: Opener) -> None:
    page = opened(exercise(source="f = max(x, y)*z", values={"x": 2, "y": 1, "z": 3}, ask=["pattern"]))
    page.keyboard.press("2")
    expect(page.locator(".predict-said")).to_contain_text("Right.")
    page.keyboard.press("1")
    expect(page.locator(".predict-said")).to_contain_text("something else to the gradient")
    page = opened(exercise(source="sum(W @ x)", values={"W": [[1, 2], [3, 4], [5, 6]], "x": [1, 2]}, ask=["shape"]))
    page.locator(".quiz-blanks button", has_text="W into").click()
    page.keyboard.type("3x2")
    page.keyboard.press("Enter")
    expect(page.locator(".predict-said")).to_contain_text("Right.")
    lines = "x = 2.0\nw = 3.0\nz = w*x\nL = z**2\ndz = 2*z\ndw = dz*w\ndx = dz*w"
    page = opened(exercise(source=lines, ask=["wrong_line"]))
    expect(page.locator("#hand-gradients")).to_be_empty()
    page.locator(".predict-choices button", has_text="dw = dz*w").click()
    expect(page.locator(".quiz-score")).to_have_text("1 of 1")


def test_a_graph_becomes_an_exercise_with_numbers_of_its_seed(opened: Opener) -> None:
    page = opened(GRAPH)
    page.locator("#lessons-button").click()
    page.get_by_role("menuitem", name="Exercise…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Local gradients").check()
    dialog.get_by_label("Gradients on the wires").uncheck()
    dialog.get_by_label("drawn by the seed").check()
    dialog.get_by_role("spinbutton", name="Seed").fill("5")
    dialog.get_by_role("spinbutton", name="How many").fill("2")
    dialog.get_by_role("button", name="Start").click()
    expect(page.locator(".quiz-blanks li")).to_have_count(2)
    until(page, "location.hash.startsWith('#exercise=')")
    page.reload()
    expect(page.locator(".quiz-blanks li")).to_have_count(2)
    numbers = "[...document.querySelectorAll('.label .value')].map(({textContent}) => textContent).join()"
    first = page.evaluate(numbers)
    for at in (1, 2):
        answer(page, "9", at)
    page.get_by_role("button", name="Other numbers").click()
    until(page, f"{numbers} !== {json.dumps(first)} && document.querySelectorAll('.slot').length > 0")
    page.get_by_role("button", name="Close the exercise").click()
    expect(page.locator("#step-body")).to_be_visible()


def test_the_numbers_of_one_box_are_left_out_from_its_card(opened: Opener) -> None:
    page = opened(GRAPH)
    page.keyboard.press("End")
    page.locator(".node.op-mul").click()
    page.get_by_role("button", name="its local gradients").click()
    expect(page.locator(".slot.local")).to_have_count(2)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Stop asking").click()
    expect(page.locator(".slot")).to_have_count(0)


def test_another_formula_ends_an_exercise_and_what_cannot_be_asked_is_said(opened: Opener) -> None:
    opened.allowed = ("status of 422", "status of 404")
    page = opened(exercise(**FORK, ask=["downstream"]))
    page.locator(".cm-content").click()
    page.keyboard.press("End")
    page.keyboard.type(" + y")
    expect(page.locator("#quiz")).to_be_hidden()
    expect(page.locator("#step-body")).to_be_visible()
    page = opened(exercise(source="x*y", values={"x": 1, "y": 2}, ask=["shape"]))
    expect(page.locator(".predict-said")).to_contain_text("no number of the kinds")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_in_an_exercise(opened: Opener, size: str, scheme: str) -> None:
    page = opened(exercise(**FORK, ask=["downstream"]), size=size, color_scheme=scheme, reduced_motion="reduce")
    assert faults(page) == []
    page.locator("#predict-field").fill("4")
    page.locator(".predict-ask [type=submit]").click()
    expect(page.locator(".predict-said")).not_to_be_empty()
    assert faults(page) == []
    page.locator("#lessons-button").click()
    page.wait_for_selector("#lessons-menu [role=menuitem]")
    assert faults(page) == []
    page.get_by_role("menuitem", name="Exercise…").click()
    assert faults(page) == []
