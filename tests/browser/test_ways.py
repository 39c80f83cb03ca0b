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


def test_the_jacobian_fills_beside_the_graph_and_memory_is_traded(opened: Opener) -> None:
    page = opened('/?source=exp(x)*y&values={"x":0,"y":3}')
    expect(page.locator(".node.output")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".costs-panel .cost-counters")).to_be_visible()
    expect(page.locator(".node.output")).to_be_visible()
    filled = page.locator(".jacobian-fill tbody td:not(.empty)")
    page.keyboard.press("End")
    expect(filled).to_have_text(["3.00", "1.00"])  # one row, one pass
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    expect(filled).not_to_have_count(2)  # the timeline goes back
    page.locator("[data-fill=forward]").click()
    page.wait_for_url("**mode=forward**")
    expect(page.locator(".jacobian-fill td.at-work")).to_have_count(1)
    page.locator("[data-next]").focus()
    page.keyboard.press("End")
    expect(page.locator(".jacobian-fill td.forward")).to_have_text(["3.00"])
    expect(page.locator(".cost-counters td.forward").first).to_have_text("1 of 2")
    page.locator("[data-next]").press("Enter")
    expect(page.locator("th [aria-current]")).to_have_text("y")
    box = page.locator(".checkpoints input:not([disabled])").first
    box.focus()
    box.press(" ")
    expect(page.locator(".costs-panel")).to_contain_text("8 bytes are not kept")
    page.wait_for_url("**recompute=**")
    page.reload()
    expect(page.locator(".costs-panel")).to_contain_text("8 bytes are not kept")
    page.locator(".costs-panel .close").press("Escape")
    expect(page.locator(".costs-panel")).to_be_hidden()


def test_a_broken_gate_is_found(opened: Opener) -> None:
    page = opened('/?source=w*x%2Bw*w&values={"w":2,"x":-1}')
    expect(page.locator(".node.output")).to_be_visible()
    page.keyboard.press("g")
    gates: Any = page.get_by_label("The gate that is broken")
    gates.select_option("c0")
    expect(page.locator(".check-table tr[data-wrong]")).to_have_count(1)
    page.get_by_role("button", name="Show it").click()
    expect(page.locator('.node.selected[data-id="c0"]')).to_be_visible()
    note = page.locator(".fault-note [role=status]")
    expect(note).to_have_text("Broken: copy of w. First wrong gradient backwards: copy of w.")
    ring = page.locator(".node[data-id=c0] .ring")
    assert ring.evaluate("ring => getComputedStyle(ring).strokeDasharray") == "5px, 3px"
    page.get_by_role("button", name="Mend it").click()
    expect(note).to_be_hidden()


def test_a_closed_function_is_broken_from_the_address(opened: Opener) -> None:
    page = opened('/?source=sigmoid(x)*y&values={"x":1,"y":2}&view=functions&panel=check&fault=f0:sign')
    expect(page.locator(".check-table tr[data-wrong]")).to_have_count(1)
    expect(page.get_by_label("The gate that is broken")).to_have_value("f0")
    page.get_by_role("button", name="Show it").click()
    expect(page.locator('.node.selected[data-id="f0"]')).to_be_visible()
