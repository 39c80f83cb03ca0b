"""The numerical check and the Hessian in other people's frames, and what an address says that is not understood."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from test_embedded import frame, framed, said

from conftest import Opener

SANDBOX = 'sandbox="allow-scripts"'
CUBE = {"source": "x**3*y", "values": '{"x":3,"y":2}', "panel": "check"}


def test_the_check_stands_below_the_picture_in_a_sandbox(opened: Opener) -> None:
    page, inner = framed(opened, frame(opened, SANDBOX, **CUBE))
    rows = inner.locator(".check-table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first.locator(".gradient")).to_have_text("54")
    expect(inner.locator(".hessian tbody td")).to_have_text(["36.00", "27.00", "27.00", "0.00"])
    expect(inner.locator(".check-panel > [role=status]")).to_contain_text("No gradient of 2 differs")
    inner.locator(".step-handle").press("ArrowLeft")
    expect(inner.locator(".step-handle")).to_have_attribute("aria-valuenow", "-1")
    assert inner.evaluate("document.querySelector('chain-rule').step") == 0  # the key was the handle's
    heights = [message["height"] for message in said(page, "height")]
    assert heights[-1] > heights[0] + 300


def test_a_broken_gate_of_the_address_makes_rows_red_and_is_named(opened: Opener) -> None:
    _, inner = framed(opened, frame(opened, **CUBE, fault="n4:sign", check='{"kind":"forward"}'))
    expect(inner.locator(".check-table tr[data-wrong]")).not_to_have_count(0)
    expect(inner.locator(".break-gate [role=status]")).to_contain_text("First wrong gradient backwards")
    expect(inner.locator("[data-kind=forward]")).to_have_attribute("aria-pressed", "true")
    inner.locator(".break-gate select").first.select_option("")
    expect(inner.locator(".check-table tr[data-wrong]")).to_have_count(0)


@pytest.mark.parametrize("words", ["mode=sideways", "graph=x", "view=upside", "values=[1]"])
def test_a_word_of_the_picture_that_is_not_understood_is_said(opened: Opener, words: str) -> None:
    page = opened(f"/embed?source={quote('x*y')}&{words}", ready=False)
    expect(page.get_by_role("alert")).to_have_text(f"The address says {words}, which is not understood.")
    page.goto(f"{opened.service}/?source={quote('x*y')}&{words}")
    expect(page.locator("#notice-text")).to_have_text(f"The address says {words}, which is not understood.")


def test_share_has_the_check_as_a_frame_and_as_calls(opened: Opener) -> None:
    page = opened(f"/?source={quote('x**3*y')}&values={quote(CUBE['values'])}&fault=n4:sign")
    page.locator("#share-button").click()
    page.get_by_role("radio", name="Numerical check, Hessian").check()
    expect(page.frame_locator(".share-preview").locator(".hessian")).to_be_visible()
    texts = page.locator(".share-snippet")
    expect(texts).to_have_count(3)
    expect(texts.nth(0)).to_contain_text(re.compile(r"/embed\?source=.*panel=check&amp;fault=n4%3Asign"))
    expect(texts.nth(1)).to_contain_text('chainrule.gradcheck(source, values, fault=("n4", "sign"))')
    expect(texts.nth(2)).to_contain_text("""chainrule check 'x**3*y' --set 'x=3' --set 'y=2' --break n4=sign""")


def test_a_frame_says_that_it_shows_no_costs(opened: Opener) -> None:
    page = opened(f"/embed?source={quote('x*y')}&panel=costs", ready=False)
    expect(page.get_by_role("alert").first).to_have_text("A frame shows no costs of derivatives.")
