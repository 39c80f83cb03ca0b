"""The whole page below a path, behind a proxy that takes the path off and says nothing about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from conftest import Opener, running, until

PREFIX = "/~prof/calc"


@pytest.fixture(scope="module")
def below() -> Iterator[str]:
    from chainrule.api.app import create_app

    app = create_app()

    async def proxy(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            scope = {**scope, "path": path.removeprefix(PREFIX) if path.startswith(PREFIX) else "/no/such/page"}
        await app(scope, receive, send)

    with running(proxy) as address:
        yield address


def test_the_page_its_frames_and_its_snippets_work_below_a_path(opened: Opener, below: str) -> None:
    opened.service = below
    words = {"source": "x*y", "values": '{"x":2,"y":3}', "step": 1}
    page = opened(f"{PREFIX}/?{urlencode(words)}")
    until(page, "document.fonts.check('12px \"DejaVu Sans Mono\"')")
    page.get_by_role("button", name="Examples").click()
    expect(page.locator("#examples-menu")).to_contain_text("Activation functions")
    expect(page.locator("#examples-menu [role=menuitem]").nth(3)).to_be_visible()  # fetched
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Share").click()
    page.frame_locator("#share iframe").locator("chain-rule .cr-svg .node").first.wait_for()
    page.locator("#share input[value=component]").check(force=True)
    expect(page.locator("#share .share-snippet")).to_contain_text(f"{below}{PREFIX}/player.js")
    page.locator("#share input[value=offline]").check(force=True)
    with page.expect_download():
        page.get_by_role("button", name="HTML file").click()


def test_the_explorer_leads_back_to_the_playground_below_the_path(opened: Opener, below: str) -> None:
    opened.service = below
    page = opened(f"{PREFIX}/activations", ready=False)
    page.get_by_role("link", name="See it", exact=True).click()
    page.wait_for_selector(".cr-svg .node")
    assert page.url.startswith(f"{below}{PREFIX}/?")
