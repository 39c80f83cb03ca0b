"""The landing page: its weight before the first picture, its first motion, and what is pressed before it is there."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from conftest import NEURON, Opener, retype, until

BUDGET = 210_000  # bytes on the wire before the first picture: HTML, styles, scripts, fonts and the trace
# When the first gate was drawn, and when the first wire began to move, in ms of the page.
WATCH = """window.seen_ = {graph: 0, motion: 0};
new MutationObserver(() => {
    if (!seen_.graph && document.querySelector('.cr-svg .node')) seen_.graph = performance.now();
    if (!seen_.motion && document.getAnimations().some(a => a.effect.target.matches('.wire .line')))
        seen_.motion = performance.now();
}).observe(document, {childList: true, subtree: true, attributes: true});"""


def landed(opened: Opener, **options: Any) -> Page:
    page = opened("/embed", ready=False, **options)
    page.add_init_script(WATCH)
    return page


def test_the_first_picture_waits_for_no_more_than_its_budget(opened: Opener) -> None:
    page = landed(opened)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    names: dict[str, str] = {}
    arrived: list[tuple[float, str, int]] = []
    begun: list[float] = []
    cdp.on("Network.requestWillBeSent", lambda said: begun.append(said["timestamp"]))
    cdp.on("Network.responseReceived", lambda said: names.update({said["requestId"]: said["response"]["url"]}))
    cdp.on(
        "Network.loadingFinished",
        lambda said: arrived.append((said["timestamp"], names.get(said["requestId"], ""), said["encodedDataLength"])),
    )
    opened.again(page, "/")
    graph = page.evaluate("seen_.graph / 1000")
    before = {name.rsplit("/", 1)[-1]: size for at, name, size in arrived if at - min(begun) <= graph}
    assert "page.css" in before
    assert sum(before.values()) <= BUDGET, before
    assert not any(name.startswith(("codemirror", "tools", "teaching")) for name in before), before


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_something_moves_by_itself_where_motion_is_welcome(opened: Opener, motion: Any) -> None:
    page = landed(opened, reduced_motion=motion)
    opened.again(page, "/")
    if motion == "reduce":
        page.wait_for_timeout(1500)
        assert page.evaluate("seen_.motion") == 0
        return
    until(page, "seen_.motion > 0")
    assert page.evaluate("seen_.motion - seen_.graph") < 1000
    until(page, "!document.getAnimations().some(a => a.effect.target.matches('.wire .line'))")


def held(page: Page, part: str) -> list[Route]:
    """Requests for a part of the page, which wait until the test lets them go."""
    waiting: list[Route] = []
    page.route(f"**/chunks/{part}-*.js", lambda route: waiting.append(route))
    return waiting


def let_go(page: Page, waiting: list[Route]) -> None:
    deadline = time.monotonic() + 20
    while not waiting:
        assert time.monotonic() < deadline, "the part was not asked for"
        page.wait_for_timeout(40)
    waiting.pop().continue_()


@pytest.mark.parametrize(
    ("part", "press", "opens"),
    [
        ("tools", "#code-button", "#code:not([hidden])"),
        ("tools", "#check-button", ".check-dialog[open]"),
        ("tools", "#help-button", "#help[open]"),
        ("teaching", "#lessons-button", "#lessons-menu:not([hidden])"),
    ],
)
def test_a_button_that_is_pressed_before_its_part_arrives_works_when_it_does(
    opened: Opener, part: str, press: str, opens: str
) -> None:
    page = landed(opened, reduced_motion="reduce")
    waiting = held(page, part)
    opened.again(page, "/", ready=False)
    page.wait_for_selector(".cr-svg .node")
    page.locator(press).click()
    assert page.locator(opens).count() == 0
    let_go(page, waiting)
    expect(page.locator(opens)).to_be_visible()


def test_what_is_typed_before_the_editor_arrives_stays_with_its_caret(opened: Opener) -> None:
    page = landed(opened, reduced_motion="reduce")
    waiting = held(page, "codemirror")
    opened.again(page, "/", ready=False)
    page.wait_for_selector(".cr-svg .node")
    area = page.locator(".plain-editor")
    area.fill("f = x*z")
    area.evaluate("area => area.setSelectionRange(6, 6)")
    let_go(page, waiting)
    page.wait_for_selector("#editor[data-editor=codemirror]", state="attached")
    page.keyboard.type("y*")
    expect(page.locator(".cm-content")).to_have_text("f = x*y*z")


def test_a_part_that_does_not_arrive_is_said(opened: Opener) -> None:
    page = landed(opened, reduced_motion="reduce")
    opened.allowed = ("Failed to load resource", "net::ERR")
    page.route("**/chunks/tools-*.js", lambda route: route.abort())
    opened.again(page, "/")
    page.keyboard.press("c")
    expect(page.locator("#notice-text")).to_contain_text("did not arrive")
    retype(page, NEURON)  # the rest of the page works
