"""The camera rule: no number on the stage is cut, covered or too small; the output is in sight or named below.

Each time a few pictures are looked at, each at one size; `CAMERA=all pytest tests/browser/test_camera.py` looks at
every example, every formula of the lectures and every NumPy program, at each size, at rest and in motion.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from test_overlap import path_of

import chainrule
from chainrule.examples import EXAMPLES, Example
from chainrule.request import View
from conftest import SIZES, Opener, still, until, wait_ready
from pasted import tables

# In px of the window. A badge or a number that is on the stage is whole and not smaller than `least`.
MEASURE = """least => {
    const faults = [];
    const root = document.querySelector('#stage') ?? document.querySelector('chain-rule').shadowRoot;
    const stage = root.querySelector('.cr-svg').getBoundingClientRect();
    const strip = root.querySelector('.overview');
    const foot = strip.hidden ? stage.bottom : strip.getBoundingClientRect().top;
    const moved = root.querySelector('.viewport').getAttribute('transform');
    const k = Number(/scale\\(([\\d.e-]+)/.exec(moved)[1]);
    const over = [...root.querySelectorAll('[data-over-stage]')]
        .map(e => e.getBoundingClientRect()).filter(b => b.width > 0);
    const numbers = root.querySelectorAll('.label text, .node .shape-badge, .literal text');
    let count = 0;
    for (const e of numbers) {
        if (!/\\d/.test(e.textContent) || !e.checkVisibility({visibilityProperty: true})) continue;
        const b = e.getBoundingClientRect();
        if (b.right < stage.left || b.left > stage.right || b.bottom < stage.top || b.top > foot) continue;
        count += 1;
        const name = `${e.textContent} of ${e.closest('[data-id]').dataset.id}`;
        const type = parseFloat(getComputedStyle(e).fontSize) * k;
        if (type < least - 0.1) faults.push(`${name} is ${type.toFixed(1)} px`);
        const slack = 0.2 * type;  // a text's box is taller than its ink
        const wide = b.left < stage.left || b.right > stage.right;
        if (wide || b.top < stage.top - slack || b.bottom > foot + slack) faults.push(`${name} is cut`);
        const beside = o => o.left >= b.right || b.left >= o.right;
        if (over.some(o => !beside(o) && o.top < b.bottom - slack && b.top + slack < o.bottom))
            faults.push(`${name} is covered`);
    }
    if (count === 0) faults.push('there is no number');
    // A gate has nothing over it; a product that is shown beside its gate is whole.
    const ends = [0.2, 0.5, 0.8].flatMap(u => [0.2, 0.5, 0.8].map(v => [u, v]));
    for (const e of root.querySelectorAll('.boxes .node .shape')) {
        const b = e.getBoundingClientRect();
        const top = ends.map(([u, v]) => [b.left + u * b.width, b.top + v * b.height])
            .filter(([x, y]) => x > stage.left && x < stage.right && y > stage.top && y < foot - 1)
            .map(([x, y]) => root.getRootNode().elementFromPoint(x, y)).find(o => o && !o.closest('.cr-svg'));
        if (top) faults.push(`gate ${e.closest('[data-id]').dataset.id} is under ${top.outerHTML.slice(0, 60)}`);
    }
    for (const e of root.querySelectorAll('.token')) {
        const b = e.getBoundingClientRect();
        if (Number(e.getAttribute('opacity')) < 0.1) continue;
        if (b.left < stage.left - 1 || b.right > stage.right + 1 || b.top < stage.top - 1 || b.bottom > foot + 1)
            faults.push(`the product ${e.textContent} is cut`);
    }
    const out = root.querySelector('.node.output')?.getBoundingClientRect();
    const across = out && out.left >= stage.left && out.right <= stage.right;
    const inSight = across && out.top >= stage.top && out.bottom <= foot;
    if (!inSight && strip.hidden) faults.push('the output is out of sight');
    if (!strip.hidden && !strip.querySelector('.name')?.textContent) faults.push('the strip names no output');
    return faults;
}"""


def faults_of(page: Page, least: float = 12) -> list[str]:
    page.wait_for_timeout(60)
    found: list[str] = page.evaluate(MEASURE, least)
    return found[:6]


def settled(page: Page) -> None:
    """The second answer, in rows for this window, is on the stage too."""
    wait_ready(page)
    until(page, "document.querySelector('#progress').hidden")


def faults_at_rest(page: Page, least: float = 12, seconds: float = 10) -> list[str]:
    """What is wrong with the picture once it is right, or for good; it is right only if it stays so at rest."""
    deadline = time.monotonic() + seconds
    while True:
        settled(page)
        still(page)
        found = faults_of(page, least)
        if not found or time.monotonic() > deadline:
            return found


ALL = os.environ.get("CAMERA") == "all"
# One for each kind of picture: what fits, rows, broken frames, arrays, a high column; and what moves in it.
AT_REST = {
    "desktop": ("softmax-loss", "two-layer-svm", "two-moons", "attention"),
    "tablet": ("feedforward-a", "all-patterns"),
    "phone": ("sigmoid-neuron", "svm-loss", "matmul"),
}
IN_MOTION = {"desktop": ("svm-loss",), "tablet": ("two-paths",), "phone": ("feedforward-a",)}
PARTS = (0.3, 0.6, 0.9) if ALL else (0.6,)
TABLES = ("lectures", "numpy", "published")


def pictures(page: Page, service: str, size: str, short: dict[str, tuple[str, ...]]) -> Iterator[Example]:
    """The examples for this size; with CAMERA=all every one, and what people paste, as far as it is drawn."""
    yield from (example for example in EXAMPLES if ALL or example.name in short[size])
    for row in chain.from_iterable(map(tables.load, TABLES)) if ALL else ():
        asked = {"source": row.source, "values": dict(row.values), "defaults": True}
        if page.request.post(f"{service}/api/v1/trace", data=asked).ok:
            yield Example(row.name, "Pasted", row.name, "", row.source, dict(row.values))


def step_count(example: Example) -> int:
    view: View = example.view  # type: ignore[assignment]
    trace = chainrule.trace(example.source, example.values, view=view, upstream=example.upstream, defaults=True)
    return len(trace.steps)


@pytest.mark.parametrize("size", SIZES)
def test_while_a_step_is_played_nothing_is_cut_covered_or_too_small(opened: Opener, size: str) -> None:
    page = opened(size=size)
    faults: dict[str, Any] = {}
    for example in pictures(page, opened.service, size, IN_MOTION):
        view: View = example.view  # type: ignore[assignment]
        last = len(
            chainrule.trace(example.source, example.values, view=view, upstream=example.upstream, defaults=True).steps
        )
        for part in PARTS:
            page.goto("about:blank")
            page.goto(opened.service + path_of(example, int(part * last)))
            settled(page)
            page.wait_for_timeout(400)
            still(page)
            page.locator(".cr-button.next").click()
            still(page)  # the window has come to the gate at work
            for _ in range(4):
                found = faults_of(page)
                if found:
                    faults[f"{example.name}, step {int(part * last) + 1}"] = found
                page.wait_for_timeout(150)
    assert faults == {}


@pytest.mark.parametrize("size", SIZES)
def test_no_number_of_a_picture_at_rest_is_cut_covered_or_too_small(opened: Opener, size: str) -> None:
    page = opened(size=size, reduced_motion="reduce")
    faults: dict[str, Any] = {}
    for example in pictures(page, opened.service, size, AT_REST):
        page.goto(opened.service + path_of(example, 0))
        first = faults_at_rest(page)
        page.keyboard.press("End")
        found = [*first, *faults_at_rest(page)]
        if found:
            faults[example.name] = found
    assert faults == {}


@pytest.mark.parametrize("panel", ["learn", "costs"])
def test_a_panel_that_opens_leaves_the_picture_legible(opened: Opener, panel: str) -> None:
    page = opened(reduced_motion="reduce")
    example = next(example for example in EXAMPLES if example.name == "two-moons")
    page.goto(opened.service + path_of(example, 3))
    settled(page)
    strip = page.locator("#stage .overview")
    expect(strip).to_be_visible()
    for is_open in (True, False):
        page.locator(f"#{panel}-button").click()
        expect(page.locator(f".{panel}-panel")).to_be_visible(visible=is_open)
        page.wait_for_timeout(300)  # the picture begins to move
        assert faults_at_rest(page) == [], is_open
        expect(strip).to_be_visible()


def test_in_the_hall_numbers_are_a_fiftieth_of_the_window_high_after_any_order_of_keys(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    example = next(example for example in EXAMPLES if example.name == "error-propagation")
    for keys in ("f", "cf", "fc", "ccf", "fcc", "0f") if ALL else ("ccf", "0f"):
        page.goto(opened.service + path_of(example, 9_999))
        settled(page)
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(200)  # the picture begins to move
            still(page)
        expect(page.locator("body[data-present]")).to_have_count(1)
        assert faults_at_rest(page, 0.02 * 900) == [], keys
        page.keyboard.press("Escape")
        expect(page.locator("body[data-present]")).to_have_count(0)
        page.wait_for_timeout(200)
        assert faults_at_rest(page) == [], keys


def test_zoomed_out_by_hand_the_picture_has_tints_and_no_small_digits(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    example = next(example for example in EXAMPLES if example.name == "svm-loss")
    page.goto(opened.service + path_of(example, 9_999))
    settled(page)
    page.keyboard.press("0")
    until(page, "[...document.querySelectorAll('#stage .label text:not(.chip-name)')].every(e => !e.checkVisibility())")
    expect(page.locator("#stage .cr-array .cell").first).to_be_visible()


def test_on_a_phones_side_the_picture_stands_beside_its_panel(opened: Opener) -> None:
    page = opened(size="phone", reduced_motion="reduce")
    page.set_viewport_size({"width": 844, "height": 390})
    for name in ("sigmoid-neuron", "softmax-loss"):
        example = next(example for example in EXAMPLES if example.name == name)
        page.goto(opened.service + path_of(example, 9_999))
        assert faults_at_rest(page) == [], name
        stage = page.locator("#stage").bounding_box()
        panel = page.locator(".right").bounding_box()
        assert stage is not None
        assert panel is not None
        assert stage["height"] > 220
        assert stage["width"] > 480
        assert panel["x"] >= stage["x"] + stage["width"] - 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        cut = "all => all.filter(b => b.checkVisibility() && b.getBoundingClientRect().right > innerWidth).length"
        assert page.locator(".bar button").evaluate_all(cut) == 0


def test_on_a_phones_side_boxes_have_their_words_and_buttons_hold_theirs(opened: Opener) -> None:
    page = opened(size="phone", reduced_motion="reduce")
    page.set_viewport_size({"width": 844, "height": 390})
    values = {"w": 10, "x": 2, "b": -1}
    query = urlencode({"source": "sigmoid(w*x+b)", "values": json.dumps(values), "step": "last"})
    page.goto(f"{opened.service}/?{query}")
    wait_ready(page)
    still(page)
    # Words are whole in the window, or the box is drawn as one that goes on outside.
    blank = """() => {
        const window = document.querySelector('.cr-svg').getBoundingClientRect();
        const strip = document.querySelector('.overview').getBoundingClientRect();
        const bottom = strip.height > 0 ? Math.min(window.bottom, strip.top) : window.bottom;
        return [...document.querySelectorAll('.node.cut')].filter(node => {
            const word = node.querySelector('text').getBoundingClientRect();
            return word.top > window.top + 4 && word.bottom < bottom - 4 && word.left > window.left + 12
                && word.right < window.right - 12;
        }).map(node => node.textContent);
    }"""
    assert page.evaluate(blank) == []
    overflow = "all => all.filter(b => b.scrollWidth > b.clientWidth + 1).map(b => b.textContent)"
    assert page.locator("#notations button, #digits button, #views button").evaluate_all(overflow) == []
