"""The picture of a scene on the page: it follows values and choices, and the notation ends with its lesson."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from test_access import faults

from conftest import Opener, box_of, until


def ready(page: Page) -> None:
    until(page, "document.body.dataset.scene === 'ready'", 20)
    expect(page.locator(".lesson-picture svg")).to_be_visible()


def described(page: Page) -> str:
    return page.locator(".lesson-picture svg").get_attribute("aria-label") or ""


def test_one_click_swaps_the_loss_and_all_gradients(opened: Opener) -> None:
    page = opened("/#lesson=matrix-example&scene=6", reduced_motion="reduce")
    ready(page)
    expect(page.locator(".lesson-todo")).to_have_text("Choose softmax.")
    page.get_by_role("button", name="softmax", exact=True).click()
    expect(page.locator(".cr-svg .node", has_text="log")).to_have_count(1)
    expect(page.locator(".lesson-go")).to_have_text("✓ Go on")
    expect(page.get_by_role("button", name="softmax", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Free play")).to_be_visible()
    assert page.locator(".cr-svg .node").count() > 10
    page.keyboard.press("PageDown")
    expect(page.locator(".lesson-dots [data-scene='6']")).to_have_attribute("aria-current", "step")
    expect(page.locator(".lesson-picture")).to_be_hidden()


SMALLEST = """Math.min(...[...document.querySelectorAll('.lesson-picture text')].map((text) =>
    parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""
OVERFLOW = "(({scrollHeight, clientHeight}) => scrollHeight - clientHeight)(document.querySelector('.lesson-bar'))"


@pytest.mark.parametrize(
    "scene",
    [
        "one-derivation-three-notations&scene=2",
        "output-layers&scene=6",
        "search-for-swish&scene=6",
        "why-this-order&scene=4",
    ],
)
def test_the_last_row_reads_the_picture_of_a_scene_in_the_hall(opened: Opener, scene: str) -> None:
    page = opened(f"/#lesson={scene}", reduced_motion="reduce")
    ready(page)
    page.keyboard.press("f")
    until(page, f"{SMALLEST} >= 17.9")
    assert page.evaluate(OVERFLOW) <= 1
    page.keyboard.press("Escape")
    until(page, f"{SMALLEST} < 14")


@pytest.mark.parametrize(
    ("scene", "size", "least"),
    [
        ("one-derivation-three-notations&scene=2", "desktop", 0.5),
        ("search-for-swish&scene=3", "tablet", 0.5),
        ("one-derivation-three-notations&scene=3", "tablet", 0),
        ("output-layers&scene=6", "desktop", 0.28),
    ],
)
def test_in_the_hall_no_high_picture_leaves_a_strip_of_the_graph(
    opened: Opener, scene: str, size: str, least: float
) -> None:
    """Beside a picture that has no room above it the graph has its height; where neither has room there is none."""
    page = opened(f"/#lesson={scene}", size, reduced_motion="reduce")
    ready(page)
    page.keyboard.press("f")
    until(page, f"{SMALLEST} >= 15")
    stage, graph = box_of(page, page.locator("#stage")), page.locator("#stage .cr-svg")
    if least == 0:
        expect(graph).to_be_hidden()
        expect(page.locator(".lesson-picture svg")).to_be_in_viewport(ratio=1)
        page.locator(".lesson-dots button").nth(4).click()  # whose picture is low
        expect(graph).to_be_visible()
        until(page, "document.body.dataset.scene === 'ready'")
        assert box_of(page, graph)["height"] > 0.2 * stage["height"]
    else:
        assert box_of(page, graph)["height"] > least * stage["height"]
        assert box_of(page, graph)["width"] > 0.33 * stage["width"]
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(graph).to_be_visible()


def test_a_candidate_is_picked_by_keyboard_and_its_curve_drawn(opened: Opener) -> None:
    page = opened("/#lesson=search-for-swish&scene=3", reduced_motion="reduce")
    ready(page)
    before = described(page)
    page.locator(".lesson-choices select").nth(1).focus()
    page.keyboard.type("sin x")
    page.keyboard.press("Enter")
    expect(page.locator(".cr-svg .node", has_text="sin")).to_have_count(1)
    until(page, "!document.querySelector('.lesson-picture').hasAttribute('aria-busy')")
    assert described(page) != before
    expect(page.locator(".lesson-go")).to_have_text("✓ Go on")


def test_what_a_line_is_fitted_to_opens_the_map_of_its_loss(opened: Opener) -> None:
    """Four measurements in a plane are no classes, so that the data has no picture."""
    page = opened("/#lesson=training-loop&scene=3", reduced_motion="reduce")
    until(page, "document.body.dataset.scene === 'ready'", 20)
    expect(page.locator(".learn-choices [data-picture=contour]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".learn-picture svg").first).to_be_visible()
    expect(page.locator(".learn-choices [data-picture=field]")).to_have_count(0)


def test_on_a_phone_the_picture_of_learning_stands_over_its_slider(opened: Opener) -> None:
    page = opened("/#lesson=optimizers&scene=2", "phone", reduced_motion="reduce")
    until(page, "document.body.dataset.scene === 'ready'", 20)
    picture, slider = page.locator(".learn-picture svg"), page.locator('#learn [aria-label="Update"]')
    expect(picture).to_be_visible()
    until(page, "document.querySelector('.learn-figure') !== null")
    slider.scroll_into_view_if_needed()
    above, below = picture.bounding_box(), slider.bounding_box()
    assert above is not None
    assert below is not None
    assert 0 < below["y"] - above["y"] - above["height"] < 80
    assert above["y"] > 330


def test_templates_appear_while_the_rows_are_trained(opened: Opener) -> None:
    page = opened("/#lesson=why-non-linear&scene=6", reduced_motion="reduce")
    ready(page)
    empty = page.locator(".lesson-picture").inner_html()
    update = page.locator('#learn [aria-label="Update"]')
    expect(page.locator("#learn").get_by_text("All 60 updates are done.").first).to_be_visible(timeout=20_000)
    update.focus()
    page.keyboard.press("End")
    expect(page.locator(".lesson-go")).to_have_text("✓ Go on", timeout=20_000)
    until(page, "document.querySelectorAll('.lesson-picture rect[fill*=bwd]').length > 20", 20)
    assert page.locator(".lesson-picture").inner_html() != empty


def test_the_users_own_notation_comes_back_after_the_lesson(opened: Opener) -> None:
    page = opened("/#lesson=one-derivation-three-notations&scene=3", reduced_motion="reduce")
    ready(page)
    shown = page.locator("#notations [aria-pressed=true]")
    expect(shown).to_have_attribute("data-notation", "delta")
    assert page.evaluate("localStorage.getItem('chainrule.notation')") == "partial"
    page.get_by_role("button", name="Close the lesson").click()
    expect(shown).to_have_attribute("data-notation", "partial")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_beside_a_picture(opened: Opener, size: str) -> None:
    page = opened("/#lesson=output-layers&scene=6", size=size, reduced_motion="reduce")
    ready(page)
    assert faults(page) == []
