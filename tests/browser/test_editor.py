"""Typing a formula; an error in place that destroys nothing; a link that opens something else."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, quote, urlparse

from playwright.sync_api import Route, expect

from conftest import NEURON, Opener, becomes, box_of, labels, position, retype, until, wait_ready


def test_typing_draws_the_new_graph_with_marked_defaults(opened: Opener) -> None:
    page = opened()
    retype(page, "f = (a + b) * c")
    until(page, "document.querySelectorAll('#value-list > li').length === 3")
    expect(page.locator("#value-list .default:visible")).to_have_count(3)
    field = page.get_by_role("spinbutton", name="a", exact=True)
    field.click()
    field.fill("7")
    page.keyboard.press("Enter")
    expect(page.locator("[data-name=a] .default")).to_be_hidden()
    becomes(page, lambda: "7.00" in labels(page, "value"), True)


def test_an_error_stands_in_place_and_the_picture_stays(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened()
    before = page.locator(".cr-svg .node").count()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" + sigmod(q)")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("sigmod")
    expect(alert).to_contain_text("sigmoid")
    expect(page.locator(".cm-fault")).to_have_text("sigmod")
    assert page.locator(".cr-svg .node").count() == before
    expect(page.locator("#stage")).to_have_class("stage stale")
    assert page.locator(".cm-content").inner_text().endswith("sigmod(q)")
    for _ in range(4):
        page.keyboard.press("Backspace")
    page.keyboard.insert_text("id(q)")
    expect(alert).to_be_empty()
    expect(page.locator("#stage")).to_have_class("stage")


def test_a_stale_answer_never_overtakes_a_newer_one(opened: Opener) -> None:
    page = opened()
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "slow" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/v1/trace", hold)
    retype(page, "slow * 2")
    becomes(page, lambda: bool(held), True)
    expect(page.locator("#progress")).to_be_visible()
    retype(page, "quick * y")
    page.wait_for_selector("[data-name=quick]")
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    assert page.locator("[data-name=slow]").count() == 0


def test_the_active_gate_is_marked_in_the_source(opened: Opener) -> None:
    page = opened("/?source=" + quote("q = x + y\nf = q * z") + "&step=1")
    expect(page.locator(".cm-mark")).to_have_text("x + y")


def test_the_address_holds_the_state_and_gives_it_back(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("n")
    for _ in range(11):
        page.keyboard.press("ArrowRight")
    until(page, "location.search.includes('step=11')")
    query = parse_qs(urlparse(page.url).query)
    assert query["source"] == [NEURON]
    assert json.loads(query["values"][0])["w1"] == -3
    again = opened(page.url.removeprefix(opened.service))
    becomes(again, lambda: position(again), 11)
    words = again.locator("#step-body")
    expect(words).not_to_be_empty()
    becomes(page, lambda: page.locator("#step-body").inner_text() == words.inner_text(), True)  # its film has ended
    expect(again.locator("#notations [aria-pressed=true]")).to_have_attribute("data-notation", "bar")


def test_a_link_never_destroys_what_was_typed(opened: Opener) -> None:
    page = opened()
    retype(page, "mine = a*b + a")
    page.wait_for_selector("[data-name=b]")
    page.goto(opened.service + "/?source=x*y&step=1")
    wait_ready(page)
    expect(page.locator("#notice")).to_contain_text("Your previous formula is kept")
    retype(page, "x*y*z")
    page.wait_for_selector("[data-name=z]")
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator(".cm-content")).to_contain_text("mine = a*b + a")
    expect(page.locator("#notice")).to_be_hidden()
    page.go_back()
    expect(page.locator(".cm-content")).to_have_text("x*y*z")
    page.get_by_role("button", name="Examples").click()
    expect(page.get_by_role("group", name="Your graphs")).to_contain_text("x*y*z")


def test_silence_of_the_network_loses_nothing(opened: Opener) -> None:
    opened.allowed = ("net::ERR",)
    page = opened()
    page.route("**/api/v1/trace", lambda route: route.abort())
    retype(page, "a * b")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("did not answer")
    page.unroute("**/api/v1/trace")
    alert.get_by_role("button", name="Try again").click()
    page.wait_for_selector("[data-name=b]")
    expect(alert).to_be_empty()


def test_a_number_in_the_text_is_dragged_and_moved_by_keys(opened: Opener) -> None:
    page = opened()
    retype(page, "f = x * 0.5 + w1")
    until(page, "location.search.includes('0.5') || location.hash.includes('0.5')")
    editor = page.locator(".cm-content")
    number = box_of(page, editor.locator("span", has_text="0.5").last)
    x, y = number["x"] + number["width"] / 2, number["y"] + number["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 24, y, steps=4)
    page.mouse.up()
    expect(editor).to_have_text("f = x * 0.9 + w1")
    until(page, "[...document.querySelectorAll('.node')].some(e => e.textContent.includes('0.9'))")
    page.mouse.click(x, y)
    for key in ("Alt+ArrowUp", "Alt+ArrowUp", "Alt+Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(editor).to_have_text("f = x * 0.1 + w1")
    page.keyboard.press("Control+Z")
    expect(editor).not_to_contain_text("0.1")


def test_a_finger_drags_a_number_in_the_text_and_a_tap_sets_the_caret(opened: Opener) -> None:
    page = opened("/?source=3.5*x%2B12", size="phone")
    page.locator("#tabs [data-tab=formula]").tap()
    box = box_of(page, page.locator(".cm-content span", has_text="3.5").first)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [(x, y)]),
        *(("touchMove", [(x + 6 * step, y)]) for step in range(1, 11)),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})
    expect(page.locator(".cm-content")).to_have_text("4.5*x+12")
    focused = "document.querySelector('#editor').contains(document.activeElement)"
    assert not page.evaluate(focused)  # no keyboard comes up under the finger
    page.wait_for_timeout(600)  # a tap that stops a fling is none
    page.locator(".cm-content span", has_text="4.5").first.tap()
    until(page, focused)
