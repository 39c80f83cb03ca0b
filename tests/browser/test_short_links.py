"""A short link is made in the Share dialog of a service that keeps them and opens the same graph."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from share import dialog, pick_all

from conftest import Opener, position

sys.path.insert(0, str(Path(__file__).parent.parent))
from test_live_redis import Store, service

sys.path.pop(0)

pytestmark = pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed")


@pytest.fixture(scope="module")
def keeping() -> Iterator[str]:
    store = Store()
    with service("--hub", store.url, "--short-links") as (port, _):
        yield f"http://127.0.0.1:{port}"
    store.kill()


def test_a_short_link_opens_the_same_graph_at_the_same_step(opened: Opener, keeping: str) -> None:
    opened.service = keeping
    page = dialog(opened, step=5)
    page.locator("#share input[value=link]").check(force=True)
    page.get_by_role("button", name="Make a short link").click()
    expect(page.locator("#share .share-snippet")).to_have_count(2)
    link = pick_all(page)[-1]
    assert len(link.removeprefix(keeping)) < 16
    again = opened(link.removeprefix(keeping))
    assert position(again) == 5
    read = "[...document.querySelectorAll('#value-list .number')].map(e => e.value).join()"
    assert again.evaluate(read) == page.evaluate(read)


def test_a_service_that_keeps_none_offers_none(opened: Opener) -> None:
    page = dialog(opened)
    page.locator("#share input[value=link]").check(force=True)
    expect(page.locator("#share .share-snippet")).to_have_count(1)
    expect(page.get_by_role("button", name="Make a short link")).to_have_count(0)
