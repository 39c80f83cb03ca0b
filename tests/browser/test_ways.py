"""Forward mode, the backward graph and the costs of derivatives on the page: by keyboard, in the address, spoken."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from conftest import Opener


def test_keys_switch_mode_and_graph_and_the_address_keeps_them(opened: Opener) -> None:
    page = opened('/?source=x*y&values={"x":2,"y":3}')
    expect(page.locator("#ways-words")).to_be_attached()
    page.keyboard.press("d")
    page.wait_for_url("**mode=forward**")
    page.keyboard.press("End")
    expect(page.locator(".label .tangent").last).to_have_text("3.00")
    expect(page.locator(".label .gradient")).to_have_count(0)
    expect(page.locator("#live")).to_contain_text("carries the tangent on")
    page.keyboard.press("d")
    page.keyboard.press("m")
    page.wait_for_url("**graph=backward**")
    expect(page.locator(".wire.saved")).to_have_count(2)
    expect(page.locator("#ways-words")).to_contain_text("2 values are saved for the backward pass: 16 bytes")
    page.reload()
    expect(page.locator("#backward-graph")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".wire.saved")).to_have_count(2)


def test_a_direction_is_chosen_by_its_numbers(opened: Opener) -> None:
    page = opened('/?source=x*y&values={"x":2,"y":3}&mode=forward')
    field = page.get_by_label("y moves by")
    field.fill("0.5")
    field.press("Enter")
    expect(page.locator("#ways-words")).to_have_text("The direction moves x, y. It makes the output move by 4.00.")


def test_each_entry_of_an_array_moves_by_its_own_number(opened: Opener) -> None:
    page = opened('/?source=sum(w*x)&values={"w":[1,2],"x":[3,4]}&mode=forward')
    field = page.get_by_label("x moves by")
    field.fill("[1, 2, 3]")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("[0, 0.5]")
    field.press("Enter")
    page.wait_for_url("**direction=**")
    expect(page.locator("#ways-words")).to_have_text("The direction moves w, x. It makes the output move by 8.00.")


def test_the_check_judges_gradients_written_by_hand(opened: Opener) -> None:
    page = opened('/?source=f%20%3D%20x*y%2Bsin(x)%0Adx%20%3D%20y%2Bsin(x)%0Ady%20%3D%20x&values={"x":2,"y":3}')
    expect(page.locator(".node.output")).to_be_visible()
    page.keyboard.press("g")
    expect(page.locator(".check-written li[data-wrong]")).to_contain_text("dx")


def test_the_costs_fill_the_jacobian_and_trade_memory(opened: Opener) -> None:
    page = opened('/?source=exp(x)*y&values={"x":0,"y":3}')
    expect(page.locator(".node.output")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".costs-dialog .cost-counters")).to_be_visible()
    page.locator("[data-fill=forward]").click()
    expect(page.locator(".jacobian-fill td.forward")).to_have_count(2)
    page.locator(".checkpoints input:not([disabled])").first.check()
    expect(page.locator(".costs-dialog")).to_contain_text("8 bytes are not kept")


def test_a_broken_gate_is_found(opened: Opener) -> None:
    page = opened('/?source=w*x%2Bw*w&values={"w":2,"x":-1}')
    expect(page.locator(".node.output")).to_be_visible()
    page.keyboard.press("g")
    gates: Any = page.get_by_label("The gate that is broken")
    gates.select_option("c0")
    expect(page.locator(".check-table tr[data-wrong]")).to_have_count(1)
    page.get_by_role("button", name="Show it").click()
    expect(page.locator('.node.selected[data-id="c0"]')).to_be_visible()
