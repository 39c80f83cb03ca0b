"""axe finds nothing, light and dark, large and small; nothing moves where motion is not wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pypdf
import pytest
from playwright.sync_api import Page

from conftest import Opener, becomes, box_of, position, still, until

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults(page: Page) -> list[str]:
    assert AXE.exists(), "axe-core is missing: run `npm ci` in frontend/"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "async rules => (await axe.run(document, {runOnly: rules})).violations", RULES
    )
    return [
        f"{fault['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for fault in found
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing(opened: Opener, size: str, scheme: str) -> None:
    opened.allowed = ("status of 422",)
    page = opened(size=size, color_scheme=scheme, reduced_motion="reduce")
    assert faults(page) == []
    page.keyboard.press("End")
    assert faults(page) == []
    for tab in ("formula", "values") if size == "phone" else ():
        page.locator(f"#tabs [data-tab={tab}]").click()
        assert faults(page) == []
    page.get_by_role("button", name="Examples").click()
    page.wait_for_selector("[role=menuitem]")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.insert_text("+ (")
    page.wait_for_selector("#problem p")
    page.wait_for_timeout(300)
    assert faults(page) == []


def test_reduced_motion_shows_the_end_of_each_step_at_once(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    assert position(page) == 17
    assert page.evaluate("document.getAnimations().filter(a => a.playState === 'running').length") == 0
    assert page.locator(".cr-svg .pulse *").count() == 0


def test_fingers_find_every_control(opened: Opener) -> None:
    page = opened(size="phone")
    page.keyboard.press("End")
    small = []
    for tab in ("formula", "values", "step"):
        page.locator(f"#tabs [data-tab={tab}]").click()
        small += page.evaluate(
            """() => [...document.querySelectorAll('button, input, [role=slider], [role=menuitem], .brand a')]
                .filter(e => e.checkVisibility() && e.getClientRects().length)
                .map(e => [e.id || e.ariaLabel || e.textContent, e.getBoundingClientRect()])
                .filter(([, box]) => box.height < 39.5 && box.height > 0)
                .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
        )
    assert small == []


@pytest.mark.parametrize(("width", "height", "most"), [(1024, 768, 56), (390, 844, 102), (844, 390, 48)])
def test_the_header_leaves_the_room_to_the_picture(opened: Opener, width: int, height: int, most: float) -> None:
    page = opened(size="phone" if width < 1000 else "tablet", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_selector("#learn-button", state="attached")
    until(page, f"document.querySelector('.bar').offsetHeight <= {most}")
    until(page, f"document.documentElement.scrollWidth <= {width}")
    page.keyboard.press("End")
    page.wait_for_selector("#step-body .sum")
    # The step's essence, upstream x local = downstream, is above the fold.
    panel, product = (box_of(page, page.locator(one).first) for one in (".right", "#step-body .sum"))
    assert product["y"] + product["height"] <= panel["y"] + panel["height"]


def test_the_page_prints_the_graph_and_the_step(opened: Opener) -> None:
    page = opened("/?source=x*y&step=3")
    page.emulate_media(media="print")
    assert page.locator("#stage .cr-svg").is_visible()
    assert page.locator("#step-body").is_visible()
    assert page.locator("#editor").is_visible()
    for hidden in (".bar", ".history", "#value-list", ".transport", ".tabs"):
        assert not page.locator(hidden).is_visible()
    page.emulate_media(media="screen")
    for _ in range(4):
        page.keyboard.press("+")  # larger than the window
    still(page)
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    outside = """all => {
        const {left, right, top, bottom} = document.querySelector('#stage .cr-svg').getBoundingClientRect();
        const hidden = e => getComputedStyle(e).visibility === 'hidden';
        return all.map(e => [e, e.getBoundingClientRect()]).filter(([e, b]) => hidden(e)
            || b.left < left || b.right > right || b.top < top || b.bottom > bottom).map(([e]) => e.textContent);
    }"""
    becomes(page, lambda: page.locator("#stage .label text, #stage .node").evaluate_all(outside), [])
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    becomes(page, lambda: page.locator("#stage .cr-svg").get_attribute("viewBox"), None)


def test_a_long_program_is_on_paper_whole(opened: Opener, tmp_path: Path) -> None:
    """An editor holds only the lines in sight; numbers that are too small in the picture stand in a list."""
    lines = [f"h{i} = tanh(w{i}*{'x' if i == 1 else f'h{i - 1}'} + b{i})  # layer {i}" for i in range(1, 39)]
    source = "\n".join([*lines, "e = h38 - t", "L = e**2"])
    page = opened(f"/?{urlencode({'source': source})}")
    file = tmp_path / "page.pdf"
    page.pdf(path=file, format="A4")
    text = "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(file).pages) + "\n"
    assert [f"layer {i}" for i in range(1, 39) if f"# layer {i}\n" not in text] == []
    assert "L = e**2" in text
    assert page.locator(".paper-source").count() == 0
