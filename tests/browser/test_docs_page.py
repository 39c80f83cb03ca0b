"""The page /docs: an operation is tried where it stands."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, Page, expect

from conftest import Opener


def opened_box(page: Page, operation: str) -> Locator:
    section = page.locator("section").filter(has=page.locator(f"#{operation}"))
    section.locator("summary").click()
    return section


def test_a_request_is_sent_changed_and_sent_again(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened("/docs", ready=False)
    box = opened_box(page, "trace")
    box.get_by_role("button", name="Send").click()
    expect(box.get_by_role("status")).to_contain_text("Status 200")
    expect(box.get_by_label("The answer")).to_contain_text('"value": -12')
    box.locator("textarea").fill(json.dumps({"source": "x*", "values": {}}))
    expect(box.get_by_label("The same in a shell")).to_contain_text('"source": "x*"')
    box.get_by_role("button", name="Send").click()
    expect(box.get_by_role("status")).to_contain_text("Status 422")
    expect(box.get_by_label("The answer")).to_contain_text('"hint"')


def test_a_picture_is_shown_and_a_file_is_offered(opened: Opener) -> None:
    page = opened("/docs", ready=False)
    box = opened_box(page, "render_get")
    box.get_by_role("button", name="Send").click()
    picture = box.get_by_role("img", name="The picture that was answered")
    expect(picture).to_be_visible()
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") > 100
    box.locator("label", has_text="format").locator("input").fill("pdf")
    box.get_by_role("button", name="Send").click()
    expect(box.get_by_role("link", name="Save the file")).to_be_visible()
