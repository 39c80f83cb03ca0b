"""The lecture hall: one key shows nothing but the graph, the sentence of the step and the controls."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from conftest import Opener


def box(part: Locator) -> dict[str, float]:
    found = part.bounding_box()
    assert found is not None
    return dict(found)


def test_f_shows_only_the_graph_its_sentence_and_the_controls(opened: Opener) -> None:
    page = opened()
    before = box(page.locator("#stage"))
    page.keyboard.press("f")
    expect(page.locator("header")).to_be_hidden()
    expect(page.locator(".right")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#live")).to_contain_text("gate takes")
    page.wait_for_timeout(300)
    stage, sentence, controls = (box(page.locator(part)) for part in ("#stage", "#live", "#transport"))
    assert stage["width"] > before["width"] * 1.5
    assert stage["y"] + stage["height"] <= sentence["y"] + 1
    assert sentence["y"] + sentence["height"] <= controls["y"] + 1
    page.keyboard.press("Escape")
    expect(page.locator("header")).to_be_visible()
