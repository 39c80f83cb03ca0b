"""A limit of numbers offers the way around it: shapes alone."""

from __future__ import annotations

from urllib.parse import urlencode

from playwright.sync_api import expect

from conftest import Opener


def test_a_model_of_real_size_is_drawn_with_one_click(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened(f"/?{urlencode({'source': 'W = randn(4096, 9216)' + chr(10) + 'h = relu(W @ x)'})}", ready=False)
    page.locator("#problem").get_by_role("button", name="Shapes only").click()
    page.wait_for_selector(".cr-svg .node")
    expect(page.locator("#problem")).to_be_empty()
    expect(page.locator("#shapes-only")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".cr-svg")).to_contain_text("9216")
