"""What is said of the text: repairs, other readings, the backward pass graded, and never a verdict on another text."""

from __future__ import annotations

import json
from urllib.parse import quote

from playwright.sync_api import Page, Route, expect

from conftest import Opener, retype, until

PROGRAM = """x = 2.0
w = 0.5
b = -1.0
t = 1.0
z = w*x + b
s = 1/(1 + np.exp(-z))
L = (s - t)**2
ds = 2*(s - t)
dz = ds*s
dw = dz*x
db = dz
dq = ds*dz"""


def told(page: Page, **fields: object) -> None:
    """The server's answers as they are, with these fields of the contract put in."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=json.dumps({**response.json(), **fields}))

    page.route("**/api/v1/trace", answer)


def test_the_backward_pass_is_graded_in_one_table(opened: Opener) -> None:
    page = opened("/?source=" + quote(PROGRAM))
    card = page.locator(".hand-gradients")
    expect(card.locator("h3")).to_have_text("Your gradients: 1 of 4 right")
    expect(card.locator(".blame")).to_have_text(
        "Line 9, dz, is the first that is wrong; 2 others only inherit a mistake."
    )
    marks = card.locator("[role=img]")
    assert [mark.get_attribute("aria-label") for mark in marks.all()] == [
        "right",
        "wrong",
        "follows from dz, which is wrong",
        "follows from dz, which is wrong",
        "not checked",
    ]
    expect(card.locator(".undecided-one.says")).to_contain_text("was not checked")
    expect(page.locator(".cm-wrong")).to_have_text("dz = ds*s")


def test_a_verdict_is_never_shown_beside_a_new_error(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened("/?source=" + quote(PROGRAM))
    expect(page.locator(".cm-wrong")).to_have_count(1)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\nclass (")
    page.wait_for_selector("#problem p")
    expect(page.locator("#hand-gradients")).to_have_class("old")
    expect(page.locator(".old-mark")).to_be_visible()
    expect(page.locator(".cm-wrong")).to_have_count(0)
    expect(page.locator("#reading")).to_be_empty()
    retype(page, "a*b")
    page.wait_for_selector("[data-name=b]")
    expect(page.locator("#hand-gradients")).to_be_empty()


def test_a_repair_is_one_click_and_can_be_undone(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened()
    span = {"line": 1, "column": 4, "end_line": 1, "end_column": 10}
    told(page, fix={"span": span, "text": "sigmoid"})
    retype(page, "f = sigmod(x)")
    button = page.get_by_role("button", name="Change sigmod to sigmoid")
    expect(button).to_be_visible()
    page.unroute("**/api/v1/trace")
    button.click()
    expect(page.locator(".cm-content")).to_have_text("f = sigmoid(x)")
    expect(page.get_by_role("alert")).to_be_empty()
    page.keyboard.press("Control+z")
    expect(page.locator(".cm-content")).to_have_text("f = sigmod(x)")


def test_another_reading_is_one_click(opened: Opener) -> None:
    page = opened()
    span = {"line": 1, "column": 4, "end_line": 1, "end_column": 6}
    told(page, alternatives=[{"text": "u*v", "fix": {"span": span, "text": "u*v"}}], dialect="calculator")
    retype(page, "f = uv + b*c")
    page.wait_for_selector("[data-name=uv]")
    expect(page.locator("#reading")).to_contain_text("Read as a formula as a calculator takes it.")
    page.unroute("**/api/v1/trace")
    page.locator(".alternatives button").click()
    expect(page.locator(".cm-content")).to_have_text("f = u*v + b*c")
    page.wait_for_selector("[data-name=u]")


def test_a_slider_that_flips_a_guard_reads_the_program_again(opened: Opener) -> None:
    page = opened("/?source=" + quote("if x > 0:\n  f = x*2\nelse:\n  f = -x") + '&values={"x": 1}&step=99')
    expect(page.locator("#reading li")).to_have_text(
        "Line 1: x > 0 is true at these values, and the picture is drawn for that."
    )
    assert page.locator("[data-name=x] .gradient").inner_text() == "2.00"
    field = page.get_by_role("spinbutton", name="x", exact=True)
    field.fill("-3")
    page.keyboard.press("Enter")
    expect(page.locator("#reading li")).to_contain_text("x > 0 is false")
    page.keyboard.press("End")
    until(page, "document.querySelector('[data-name=x] .gradient').textContent === '−1.00'")
