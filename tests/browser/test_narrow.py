"""The frame at the widths that columns of text have: the picture comes first, and at a size at which it can be read."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from decks import blank
from playwright.sync_api import Page

from conftest import NEURON, Opener

VALUES = '{"w0":2,"x0":-1,"w1":-3,"x1":-2,"w2":-3}'
MEASURE = """() => {
  const root = document.querySelector("chain-rule").shadowRoot;
  const box = (selector) => root.querySelector(selector).getBoundingClientRect();
  const picture = box(".cr-picture");
  const inside = (r) => r.left > picture.left - 1 && r.right < picture.right + 1
    && r.top > picture.top - 1 && r.bottom < picture.bottom + 1;
  const nodes = [...root.querySelectorAll(".node")].map((node) => node.getBoundingClientRect());
  const seen = [...root.querySelectorAll(".cr-controls button")].filter((one) => one.checkVisibility());
  return {
    height: picture.height,
    outside: nodes.filter((node) => !inside(node)).length,
    strip: root.querySelector(".overview").checkVisibility() ? root.querySelector(".overview").textContent : null,
    type: Math.min(...[...root.querySelectorAll(".label > text")].filter((one) => one.checkVisibility())
      .map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)),
    buttons: seen.map((one) => one.ariaLabel),
    inFrame: seen.every((one) => one.getBoundingClientRect().right <= innerWidth
      && one.getBoundingClientRect().bottom <= innerHeight),
    words: box(".cr-status").height > 8,
  };
}"""


def measured(opened: Opener, width: int, height: int, step: int = 9, **more: str) -> tuple[Page, dict[str, object]]:
    page = blank(opened, (width, height))
    words = {"source": NEURON, "values": VALUES, "step": step, **more}
    page.goto(f"{opened.service}/embed?{urlencode(words)}")
    page.wait_for_selector("chain-rule .cr-svg .node")
    page.wait_for_timeout(150)
    return page, page.evaluate(MEASURE)


@pytest.mark.parametrize("size", [(960, 540), (800, 450), (660, 371), (600, 338), (480, 270)])
def test_at_the_width_of_a_column_the_picture_is_seen_whole_or_at_a_size_to_read(
    opened: Opener, size: tuple[int, int]
) -> None:
    _, found = measured(opened, *size)
    assert found["outside"] == 0 or found["strip"] == "f = 0.73"
    assert float(found["type"]) > 11.9  # type: ignore[arg-type]
    assert found["height"] > 0.59 * size[1]  # type: ignore[operator]
    assert {"Step back", "Play", "Step forward"} <= set(found["buttons"])  # type: ignore[arg-type]
    assert found["inFrame"]
    assert found["words"]


@pytest.mark.parametrize("size", [(768, 400), (1280, 400), (800, 450)])
def test_a_wide_low_frame_keeps_the_formula_and_two_thirds_for_the_picture(
    opened: Opener, size: tuple[int, int]
) -> None:
    page, found = measured(opened, *size)
    assert found["height"] > 0.66 * size[1]  # type: ignore[operator]
    assert found["inFrame"]
    assert page.locator("chain-rule .cr-formula").is_visible()
    tops = page.locator("chain-rule .cr-controls button:visible").evaluate_all(
        "all => all.map((one) => { const {top, bottom} = one.getBoundingClientRect(); return (top + bottom) / 2; })"
    )
    assert max(tops) - min(tops) < 2, "the controls stand in one row"
    assert page.locator("chain-rule .cr-caption").evaluate("one => one.scrollHeight <= one.clientHeight + 1")


@pytest.mark.parametrize("size", [(390, 220), (360, 203), (320, 180), (320, 160)])
def test_on_a_phone_the_picture_keeps_most_of_the_frame(opened: Opener, size: tuple[int, int]) -> None:
    page, found = measured(opened, *size)
    assert found["height"] > 0.7 * size[1]  # type: ignore[operator]
    assert {"Step back", "Play", "Step forward"} <= set(found["buttons"])  # type: ignore[arg-type]
    assert found["inFrame"]
    assert found["words"]
    page.locator("chain-rule").get_by_role("button", name="Step forward").click()
    assert page.evaluate("document.querySelector('chain-rule').step") == 10


ENTRIES = """() => {
  const root = document.querySelector("chain-rule").shadowRoot;
  const window = root.querySelector(".cr-svg").getBoundingClientRect();
  const seen = (one) => {
    const {left, right, top, bottom} = one.getBoundingClientRect();
    return one.checkVisibility({visibilityProperty: true, opacityProperty: true})
      && left >= window.left && right <= window.right && top >= window.top && bottom <= window.bottom;
  };
  const height = (one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a;
  return [...root.querySelectorAll(".labels text")].filter((one) => /[0-9]/.test(one.textContent) && seen(one))
    .map((one) => [one.textContent, height(one)]);
}"""


@pytest.mark.parametrize("size", [(390, 260), (360, 240), (320, 240)])
def test_the_entries_of_every_step_can_be_read_on_a_phone(opened: Opener, size: tuple[int, int]) -> None:
    page = blank(opened, size)
    values = '{"X":[[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,3]],"w":[0.1,0.2,0.3],"y":[1,2,3,4,5]}'
    words = {"source": "mean((X@w-y)**2)", "values": values, "step": 1}
    page.goto(f"{opened.service}/embed?{urlencode(words)}")
    page.wait_for_selector("chain-rule .cr-svg .node")
    last = page.evaluate("document.querySelector('chain-rule').trace.steps.length")
    for step in range(1, last):  # the last one hands back a matrix, which is higher than the frame
        page.evaluate("step => document.querySelector('chain-rule').go(step)", step)
        page.wait_for_timeout(600)
        entries = page.evaluate(ENTRIES)
        assert entries, f"no number at step {step}"
        assert all(height > 11.9 for _, height in entries)


def test_on_paper_there_are_no_buttons(opened: Opener) -> None:
    page, _ = measured(opened, 960, 540)
    page.emulate_media(media="print")
    assert page.evaluate(MEASURE)["buttons"] == []


WORDS = """() => {
  const root = document.querySelector("chain-rule").shadowRoot;
  const [caption, words, picture] = [".cr-caption", ".cr-status", ".cr-picture"]
    .map((one) => root.querySelector(one).getBoundingClientRect());
  const {scrollHeight, clientHeight} = root.querySelector(".cr-status");
  return {above: caption.top - words.top, below: words.bottom - caption.bottom, top: words.top,
    shortened: scrollHeight > clientHeight + 1, picture: picture.height};
}"""


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("size", [(320, 160), (390, 220), (390, 480), (480, 270), (640, 360)])
def test_the_words_of_every_step_end_in_an_ellipsis_and_are_all_seen_under_the_pointer(
    opened: Opener, size: tuple[int, int], language: str
) -> None:
    page, _ = measured(opened, *size, step=0, lang=language)
    steps = []
    for step in range(18):
        page.evaluate(f"document.querySelector('chain-rule').go({step})")
        steps.append(page.evaluate(WORDS))
    assert all(found["above"] <= 0.5 and found["below"] <= 0.5 for found in steps), "no line is cut through"
    assert len({found["picture"] for found in steps}) == 1, "the picture keeps its height"
    assert any(found["shortened"] for found in steps) == (size[1] < 260), "an ellipsis where the row is too small"
    page.evaluate("document.querySelector('chain-rule').go(16)")
    page.locator("chain-rule .cr-caption").hover()
    found = page.evaluate(WORDS)
    assert found["above"] <= 0.5
    assert found["below"] <= 0.5
    assert found["top"] >= 0
    assert not found["shortened"]


@pytest.mark.parametrize("size", [(320, 160), (390, 220), (390, 480), (480, 270), (1280, 160)])
def test_in_a_small_frame_the_sliders_wait_behind_a_button(opened: Opener, size: tuple[int, int]) -> None:
    """They left 31 px of a frame of 160 for the picture."""
    _, plain = measured(opened, *size)
    page, found = measured(opened, *size, editable="1")
    assert found["height"] == plain["height"]
    assert found["inFrame"]
    player = page.locator("chain-rule")
    player.get_by_role("button", name="Values").click()
    slider = player.get_by_role("slider", name="w0")
    assert slider.is_visible()
    assert not player.locator(".cr-status").is_visible()
    picture = player.locator(".cr-picture").evaluate("one => one.getBoundingClientRect().height")
    assert abs(picture - plain["height"]) < 2, "the picture stays where it is"  # type: ignore[operator]
    slider.press("ArrowUp")
    assert page.evaluate("document.querySelector('chain-rule').values.w0") > 2
    player.get_by_role("button", name="Values").click()
    assert player.locator(".cr-status").is_visible()


@pytest.mark.parametrize("size", [(660, 371), (600, 338)])
def test_in_the_frame_of_a_column_the_sliders_are_one_row(opened: Opener, size: tuple[int, int]) -> None:
    page, found = measured(opened, *size, editable="1")
    assert page.locator("chain-rule .cr-values").evaluate("row => row.offsetHeight") < 40
    assert found["height"] > 0.59 * size[1]  # type: ignore[operator]
