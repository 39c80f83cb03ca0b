"""The optimizer on the page: its settings, its graph, its schedule, its surfaces, and a run taken elsewhere."""

from __future__ import annotations

import json
from urllib.parse import quote

from playwright.sync_api import Page, expect

from conftest import Opener, retype, until, wait_ready


def address(source: str, values: object, train: object, t: int = 0) -> str:
    fields = {"source": source, "values": json.dumps(values), "train": json.dumps(train), "t": str(t)}
    return "/?" + "&".join(f"{name}={quote(text)}" for name, text in fields.items())


VALUES = {"w": 1, "x": 2, "b": 0, "t": 5}
LINE = "L = (w*x + b - t)**2"


def opens_without_a_notice(page: Page, link: str) -> None:
    """The link, an update opened, and the same once more: nothing of one's own has been left behind."""
    for _ in range(2):
        page.goto(link)
        wait_ready(page)
        expect(page.locator(".loss-curve")).to_be_visible()
        expect(page.locator("#notice")).to_be_hidden()
        page.get_by_role("slider", name="Update", exact=True).focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(600)  # the browser keeps the formula meanwhile


def test_the_link_of_ones_own_run_offers_no_previous_formula(opened: Opener) -> None:
    page = opened()
    retype(page, "L = (w*x - y)**2")
    page.wait_for_selector("[data-name=y]")
    page.locator("#learn-button").click()
    expect(page.locator(".loss-curve")).to_be_visible()
    page.get_by_role("slider", name="Update", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    until(page, "location.search.includes('t=3')")
    opens_without_a_notice(page, page.url)


def test_a_run_that_was_only_looked_at_is_nothing_of_ones_own(opened: Opener) -> None:
    page = opened(address(LINE, VALUES, {"iterations": 20}, 4))
    opens_without_a_notice(page, page.url)
    page.goto(opened.service + "/?source=x*y")
    wait_ready(page)
    expect(page.locator("#notice")).to_be_hidden()
