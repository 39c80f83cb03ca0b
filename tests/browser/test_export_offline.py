"""The one HTML file, opened from disk by a browser without a network; the animated SVG, in an <img>."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import chainrule
from chainrule.export import render
from chainrule.export.scene import scene
from chainrule.export.shapes import TextLine
from chainrule.number import number
from conftest import becomes

NEURON = "1/(1+exp(-(w0*x0+w1*x1+w2)))  # </script><img src=x onerror=alert(1)>"
VALUES = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}


@pytest.fixture(scope="module")
def trace() -> chainrule.Trace:
    return chainrule.trace(NEURON, VALUES)


@pytest.fixture
def offline(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if request.url.startswith("http") else None)
    page.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
    yield page
    context.close()
    assert said == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_plays_without_a_network(offline: Page, trace: chainrule.Trace, tmp_path: Path, theme: str) -> None:
    file = tmp_path / "neuron.html"
    file.write_bytes(render(trace, "html", theme=theme))
    offline.goto(file.as_uri())
    offline.wait_for_function("document.querySelector('chain-rule').trace !== null")
    last = len(trace.steps)
    assert "1.00" not in offline.locator("chain-rule .label .gradient").all_text_contents()
    offline.evaluate(f"document.querySelector('chain-rule').go({last})")
    offline.wait_for_function(f"document.querySelector('chain-rule').step === {last}")
    shown = offline.locator("chain-rule .label .gradient")
    becomes(offline, lambda: sorted(shown.all_text_contents()), sorted(number(edge.downstream) for edge in trace.edges))
    dark = offline.evaluate("getComputedStyle(document.querySelector('chain-rule')).getPropertyValue('--bg').trim()")
    assert dark == ("#14171c" if theme == "dark" else "#fafaf8")
    fonts = {"DejaVu Sans Mono", "DejaVu Sans", "DejaVu Serif", "STIX Two Math"}
    there = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    becomes(offline, lambda: fonts - set(offline.evaluate(there)), set())


def test_a_clicker_steps_through_the_file_as_it_was_opened(
    offline: Page, trace: chainrule.Trace, tmp_path: Path
) -> None:
    file = tmp_path / "neuron.html"
    file.write_bytes(render(trace, "html"))
    offline.goto(file.as_uri())
    offline.wait_for_function("document.querySelector('chain-rule').trace !== null")
    seen = []
    for key in ("PageDown", "PageDown", "ArrowRight", "PageUp", "End", "Home"):
        offline.keyboard.press(key)
        seen.append(offline.evaluate("document.querySelector('chain-rule').step"))
    assert seen == [1, 2, 3, 2, len(trace.steps), 0]
    offline.locator("chain-rule").get_by_role("button", name="Step forward").click()
    offline.keyboard.press("PageDown")  # once, though both the picture and the page hear it
    assert offline.evaluate("document.querySelector('chain-rule').step") == 2


COPIED = ("x * y + x * x", {"x": 3, "y": -4})
MATRIX = ("sum(relu(W @ x) * x)", {"W": [[1, 2], [3, 4]], "x": [1, -2]})


@pytest.mark.parametrize(("source", "values"), [(NEURON, VALUES), COPIED, MATRIX])
def test_pictures_show_what_the_player_shows(
    offline: Page, source: str, values: dict[str, Any], tmp_path: Path
) -> None:
    """Two programs draw a position, from one trace: the player and the exports must agree at every one."""
    trace = chainrule.trace(source, values)
    file = tmp_path / "page.html"
    file.write_bytes(render(trace, "html"))
    offline.goto(file.as_uri())
    offline.wait_for_function("document.querySelector('chain-rule')?.trace")
    for position in range(len(trace.steps) + 1):
        offline.evaluate(f"document.querySelector('chain-rule').go({position})")
        played = offline.locator("chain-rule .label text").all_text_contents()
        texts = [item for item in scene(trace, position, formula=True).items if isinstance(item, TextLine)]
        drawn = [item.runs[0].text for item in texts if item.key.startswith(("label:", "name:"))]
        assert sorted(played) == sorted(drawn), position


def test_the_keyboard_steps_it(offline: Page, trace: chainrule.Trace, tmp_path: Path) -> None:
    file = tmp_path / "neuron.html"
    file.write_bytes(render(trace, "html", step=3))
    offline.goto(file.as_uri())
    offline.wait_for_function("document.querySelector('chain-rule').step === 3")
    offline.locator("chain-rule [role=group]").first.focus()
    offline.keyboard.press("ArrowRight")
    offline.wait_for_function("document.querySelector('chain-rule').step === 4")
    offline.keyboard.press("End")
    offline.wait_for_function(f"document.querySelector('chain-rule').step === {len(trace.steps)}")


def test_its_sliders_move_the_numbers(offline: Page, trace: chainrule.Trace, tmp_path: Path) -> None:
    file = tmp_path / "neuron.html"
    file.write_bytes(render(trace, "html", step="last"))
    offline.goto(file.as_uri())
    offline.wait_for_function("document.querySelector('chain-rule').trace !== null")
    slider = offline.get_by_role("slider", name="w0").first
    before = offline.locator("chain-rule .label > text").all_text_contents()
    moved = chainrule.trace(NEURON, {**VALUES, "w0": -1.5})
    after = sorted(number(x) for edge in moved.edges for x in (edge.value, edge.downstream))
    assert sorted(before) != after
    slider.fill("-1.5")
    becomes(offline, lambda: sorted(offline.locator("chain-rule .label > text").all_text_contents()), after)


def test_an_animated_svg_plays_in_an_img(browser: Browser, trace: chainrule.Trace, tmp_path: Path) -> None:
    (tmp_path / "neuron.svg").write_bytes(render(trace, "svg", animate=True, seconds=0.25))
    (tmp_path / "page.html").write_text('<img src="neuron.svg">', encoding="utf-8")
    page = browser.new_page(viewport={"width": 1000, "height": 300})
    page.goto((tmp_path / "page.html").as_uri())
    assert len(shots(page)) >= 3
    page.close()


def test_an_animated_svg_stands_still_for_who_wants_less_motion(
    browser: Browser, trace: chainrule.Trace, tmp_path: Path
) -> None:
    """The picture by itself, since what a page emulates does not reach the images in it."""
    (tmp_path / "neuron.svg").write_bytes(render(trace, "svg", animate=True, seconds=0.25))
    (tmp_path / "still.svg").write_bytes(render(trace, "svg"))
    page = browser.new_page(viewport={"width": 1000, "height": 300}, reduced_motion="reduce")
    page.goto((tmp_path / "neuron.svg").as_uri())
    seen = shots(page)
    page.goto((tmp_path / "still.svg").as_uri())
    assert seen == {page.screenshot()}
    page.close()


def shots(page: Page) -> set[bytes]:
    found = set()
    for _ in range(4):
        found.add(page.screenshot())
        page.wait_for_timeout(300)
    return found
