"""The graph as code beside it, its lines lit as the lesson plays."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chainrule.codegen import LANGUAGES, generate
from chainrule.request import TraceRequest
from conftest import NEURON, SIZES, Opener, becomes, box_of, press_tool, until

VALUES = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}


def opened_code(page: Page) -> None:
    page.keyboard.press("c")
    page.wait_for_selector(".code-body[data-view=codemirror]")
    until(page, "document.querySelector('.code-shell').shadowRoot.querySelectorAll('.cm-line').length > 5")


def lit(page: Page) -> list[str]:
    return page.evaluate(
        "[...document.querySelector('.code-shell').shadowRoot.querySelectorAll('.cm-lit')].map(e => e.textContent)"
    )


def test_the_line_of_the_step_is_lit_and_in_sight(opened: Opener) -> None:
    page = opened()
    opened_code(page)
    assert lit(page) == []
    page.keyboard.press("ArrowRight")
    becomes(page, lambda: lit(page), ["a = w0 * x0"])
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    becomes(page, lambda: lit(page), ["df = 1.0"])
    page.keyboard.press("End")
    becomes(page, lambda: lit(page), ["dw0 = da * x0", "dx0 = da * w0"])
    box, body = (box_of(page, page.locator(part).first) for part in (".code-shell .cm-lit", ".code-body"))
    assert body["y"] <= box["y"] <= body["y"] + body["height"] - box["height"]


def test_every_language_is_shown_as_the_service_writes_it(opened: Opener) -> None:
    page = opened()
    opened_code(page)
    page.keyboard.press("End")
    for language in LANGUAGES:
        page.locator(f"[data-language={language}]").click()
        text = generate(TraceRequest(NEURON, VALUES), language).text
        expect(page.locator(".code-body")).to_have_attribute("data-shows", language)
        lines = page.locator(".code-shell .cm-line")  # those in sight
        expect(lines.nth(10)).to_be_attached()
        known = set(text.splitlines())
        becomes(page, lambda: {line.rstrip("\n") for line in lines.all_inner_texts()} - known, set())  # noqa: B023
        until(page, "document.querySelector('.code-shell').shadowRoot.querySelectorAll('.cm-lit').length > 0")


def test_code_follows_the_values_and_the_formula(opened: Opener) -> None:
    page = opened()
    opened_code(page)
    page.locator("#value-list [data-name=w0] [role=slider], #value-list [data-name=w0] input").first.focus()
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.code-shell').shadowRoot.textContent.includes('w0 = 2.01')")
    page.goto(page.url.split("?")[0] + "?source=q%20%3D%20x%2By%0Aq*z&step=1")
    page.wait_for_selector(".cr-svg .node")
    opened_code(page)
    becomes(page, lambda: lit(page), ["q = x + y"])


def test_copy_and_download(opened: Opener, tmp_path: Path) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    opened_code(page)
    text = generate(TraceRequest(NEURON, VALUES)).text
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".code-words")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == text
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    assert waiting.value.suggested_filename == "backprop.py"
    waiting.value.save_as(tmp_path / "code")
    assert (tmp_path / "code").read_text() == text


def test_by_keyboard_alone(opened: Opener) -> None:
    page = opened()
    opened_code(page)
    page.keyboard.press("c")
    expect(page.locator("#code")).to_be_hidden()
    expect(page.locator("#code-button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#code")).to_be_visible()
    page.locator("[data-language=torch]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".code-shell .cm-content")).to_contain_text("f.backward()")
    page.locator(".code-shell .cm-content").focus()
    page.keyboard.press("ArrowRight")  # the keys stay the lesson's
    becomes(page, lambda: lit(page), ["a = w0 * x0"])
    page.keyboard.press("Escape")
    expect(page.locator("#code")).to_be_hidden()
    expect(page.locator(".right")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_fits_and_can_be_read(opened: Opener, size: str, scheme: str) -> None:
    from test_access import faults

    page = opened(size=size, color_scheme=scheme)
    press_tool(page, "#code-button")
    page.wait_for_selector(".code-body[data-view=codemirror]")
    page.keyboard.press("End")
    width, height = SIZES[size]
    for part in ("#code", ".code-body", ".code-bar button:last-child"):
        box = box_of(page, page.locator(part).first)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width + 0.5
        assert box["y"] + box["height"] <= height + 0.5
    stage = box_of(page, page.locator("#stage"))
    assert stage["height"] > 180
    assert faults(page) == []


def test_on_a_phone_another_panel_takes_its_place(opened: Opener) -> None:
    page = opened(size="phone")
    press_tool(page, "#code-button")
    expect(page.locator("#code-button")).to_be_hidden()  # the list closes
    expect(page.locator("#code")).to_be_visible()
    page.get_by_role("button", name="Explained").click()
    expect(page.locator("#code")).to_be_hidden()
    expect(page.locator(".right")).to_be_visible()
