"""The numerical check and the curvature, as the page shows them."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import expect

from conftest import Opener, becomes, box_of, until

CURVE = "() => document.querySelector('.secant-plot .curve').getAttribute('points').split(' ').map((p) => p.split(','))"


def test_every_gradient_stands_beside_its_difference_and_a_step_can_be_chosen(opened: Opener) -> None:
    page = opened("/?source=" + quote("x**3*y") + "&values=" + quote('{"x": 3, "y": 2}'))
    page.locator("#check-button").click()
    rows = page.locator(".check-table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first.locator(".gradient")).to_have_text("54")
    expect(page.locator(".secant-plot")).to_be_visible()
    before = page.inner_text(".check-step [role=status]")
    page.locator(".check-step input").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".check-step [role=status]")).not_to_have_text(before)
    expect(page.locator(".secant-plot text", has_text="x − 0.0013")).to_be_visible()  # zoomed in
    expect(page.locator(".error-plot .chosen")).to_have_count(1)
    expect(page.locator(".error-plot .guide-name")).to_have_text(["slope 1: h", "slope 2: h²", "slope −1: rounding"])
    handle = page.locator(".step-handle")
    handle.press("End")
    expect(handle).to_have_attribute("aria-valuenow", "0")
    expect(page.locator(".secant-plot")).to_be_visible()
    plot, grip = box_of(page, page.locator(".error-plot")), box_of(page, handle.locator(".hit"))
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + 40)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] / 2, grip["y"] + 40, steps=4)
    page.mouse.up()
    expect(handle).to_have_attribute("aria-valuenow", re.compile("^-[789]$"))
    handle.press("Home")  # 1e-16 is lost beside x: the curve has no slope left
    becomes(page, lambda: len({y for _, y in page.evaluate(CURVE)}), 1)
    expect(page.locator(".secant-plot")).to_have_attribute("aria-label", re.compile("secant with h = 1e-16 has 0[.]"))
    rows.nth(1).locator("button").click()
    expect(page.locator(".error-plot")).to_have_attribute("aria-label", re.compile("for y"))


def test_the_hessian_stands_below_with_its_eigenvalues(opened: Opener) -> None:
    page = opened("/?source=" + quote("x**2 + 3*y**2") + "&values=" + quote('{"x": 1, "y": 2}'))
    page.keyboard.press("g")
    expect(page.locator(".hessian tbody tr")).to_have_count(2)
    expect(page.locator(".curvature-body")).to_contain_text("Eigenvalues: 2.00, 6.00")


def test_a_kink_is_said(opened: Opener) -> None:
    page = opened("/?source=" + quote("abs(x)") + "&values=" + quote('{"x": 0}'))
    page.locator("#check-button").click()
    expect(page.locator(".check-table tr[data-kink] .agreed")).to_contain_text("kink")
    expect(page.locator(".check-step [role=status]")).to_contain_text("There is a kink at x")


def test_the_address_holds_what_was_chosen_in_the_check(opened: Opener) -> None:
    page = opened("/?source=x**3*y&values=%7B%22x%22:1,%22y%22:2%7D&panel=check")
    page.locator("[data-kind=forward]").click()
    page.locator(".check-table button", has_text="y").click()
    step = page.locator(".check-step input")
    step.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    until(page, 'new URLSearchParams(location.search).get(\'check\') === \'{"kind":"forward","h":0.0001,"name":"y"}\'')
    page.reload()
    expect(page.locator("[data-kind=forward]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".check-table [data-chosen]")).to_have_attribute("data-name", "y")
    expect(step).to_have_attribute("aria-valuetext", "h = 1e−4")
