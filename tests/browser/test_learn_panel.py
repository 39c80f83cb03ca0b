"""Training beside the graph: the loss, any update opened in the picture, and back."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import expect

from conftest import Opener

FIT = "/?source=" + quote("L = (w*x + b - t)**2") + "&values=" + quote('{"w": 1, "x": 2, "b": 0, "t": 5}')


def test_a_run_is_drawn_and_an_update_opens_in_the_picture(opened: Opener) -> None:
    page = opened(FIT)
    page.locator("#learn-button").click()
    expect(page.locator(".loss-curve")).to_be_visible()
    rows = page.locator(".learn-table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first.locator(".update")).to_have_text("+0.60")
    expect(page.locator(".learn-drop")).to_have_text(
        "Update 1: the gradients promise −9.00, the loss changes by −6.75."
    )
    page.locator(".learn-panel input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    expect(rows.first.locator(".value")).to_have_text("1.60")
    expect(page.get_by_role("spinbutton", name="w", exact=True)).to_have_value("1.60")
    page.keyboard.press("Escape")
    expect(page.locator(".learn-panel")).to_be_hidden()
    expect(page.get_by_role("spinbutton", name="w", exact=True)).to_have_value("1.00")


def test_another_optimizer_runs_again_and_a_leaf_is_let_go(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    page.locator(".learn-settings select").select_option("adam")
    expect(page.locator(".learn-settings input").first).to_have_value("0.1")
    expect(page.locator(".learn-table tbody tr").first.locator(".update")).to_have_text("+0.10")
    page.locator("[data-leaf=b]").click()
    expect(page.locator(".learn-table tbody tr")).to_have_count(1)
    expect(page.locator("[data-leaf=b]")).to_have_attribute("aria-pressed", "false")


def test_divergence_is_said(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    expect(page.locator(".loss-curve")).to_be_visible()
    rate = page.locator(".learn-settings input").first
    rate.fill("1")
    rate.press("Enter")
    expect(page.locator(".learn-panel [role=status]")).to_contain_text("update")
    expect(page.locator(".learn-panel [role=status]")).not_to_contain_text("All 50")


def test_no_run_stands_beside_an_error_and_undo_leads_out_of_a_run(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened(FIT)
    weight = page.get_by_role("spinbutton", name="w", exact=True)
    page.keyboard.press("l")
    expect(page.locator(".loss-curve")).to_be_visible()
    page.locator(".learn-panel input[type=range]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(weight).not_to_have_value("1.00")
    page.get_by_role("button", name="Undo").click()
    expect(weight).to_have_value("1.00")
    expect(page.locator(".learn-panel input[type=range]")).to_have_value("0")
    page.locator("#editor .cm-content").fill("L = (w*x + b - t)**")
    expect(page.locator(".loss-curve")).to_have_count(0)
    page.locator("#editor .cm-content").fill("L = (w*x + b - t)**2 + w**2")
    expect(page.locator(".loss-curve")).to_be_visible()


def test_another_optimizer_begins_at_the_start_again(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    expect(page.locator(".loss-curve")).to_be_visible()
    page.locator(".learn-panel input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    weight = page.get_by_role("spinbutton", name="w", exact=True)
    expect(weight).to_have_value("1.60")
    page.locator(".learn-settings select").select_option("adam")
    expect(weight).to_have_value("1.00")
    expect(page.locator(".learn-table tbody tr").first.locator(".update")).to_have_text("+0.10")
