"""Nothing is lost: formulas with their numbers, undo and redo of every change, the browser's Back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from conftest import Opener, becomes, position, retype, until, wait_ready


def number(page: Page, name: str, text: str) -> None:
    field = page.get_by_role("spinbutton", name=name, exact=True)
    field.click()
    field.fill(text)
    page.keyboard.press("Enter")


def shown(page: Page) -> dict[str, str]:
    return page.eval_on_selector_all(
        "#value-list > li.scalar",
        "all => Object.fromEntries(all.map(e => [e.dataset.name, e.querySelector('input.number').value]))",
    )


def test_the_next_day_the_formula_has_its_numbers_and_its_step(opened: Opener) -> None:
    page = opened()
    retype(page, "L = (sigmoid(w*x + b) - t)^2")
    page.wait_for_selector("[data-name=t]")
    for name, text in [("w", "0.5"), ("x", "2"), ("b", "-1"), ("t", "1")]:
        number(page, name, text)
    page.keyboard.press("Escape")
    page.locator("#views [data-view=functions]").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    until(page, "JSON.parse(localStorage.getItem('chainrule.kept') ?? '[]')[0]?.step === 2")
    opened.again(page, "/")
    expect(page.locator("#notice")).to_contain_text("kept, with its values")
    page.get_by_role("button", name="Restore it").click()
    page.wait_for_selector("[data-name=t]")
    becomes(page, lambda: shown(page), {"w": "0.50", "x": "2.00", "b": "−1.00", "t": "1.00"})
    expect(page.locator("#views [aria-pressed=true]")).to_have_text("Functions")
    becomes(page, lambda: position(page), 2)


def test_each_formula_of_one_visit_stands_first_in_the_menu(opened: Opener) -> None:
    page = opened()
    for source, name in [("a*b", "b"), ("c*d + e", "e"), ("tanh(g)", "g")]:
        retype(page, source)
        page.wait_for_selector(f"[data-name={name}]")
    number(page, "g", "0.5")
    page.get_by_role("button", name="Examples").click()
    first = page.locator("#examples-menu [role=group]").first
    expect(first).to_have_attribute("aria-label", "Your graphs")
    rows = first.locator("[role=menuitem]")
    becomes(page, lambda: [row.split("\n")[0] for row in rows.all_inner_texts()], ["tanh(g)", "c*d + e", "a*b"])
    expect(first.locator("[role=menuitem]").first).to_contain_text("g = 0.50")


def test_a_new_formula_inherits_nothing(opened: Opener) -> None:
    page = opened('/?source=W1%20@%20x&values={"W1":[[1,2]],"x":[3,4]}&view=units')
    retype(page, "x*W1")
    until(page, "document.querySelectorAll('#value-list > li.scalar').length === 2")
    expect(page.locator("#value-list .default:visible")).to_have_count(2)
    expect(page.locator("#views [aria-pressed=true]")).to_have_text("Gates")
    retype(page, "x = 3\nf = x*x")
    until(page, "document.querySelectorAll('#value-list > li').length === 0")
    expect(page.locator("#notices")).to_be_empty()
    expect(page.get_by_role("button", name="Reset")).to_be_hidden()


def test_undo_and_redo_go_through_text_values_view_and_reset(opened: Opener) -> None:
    page = opened()
    number(page, "w0", "7")
    page.get_by_role("button", name="Reset").click()
    becomes(page, lambda: shown(page).get("w0"), "2.00")
    page.keyboard.press("Control+z")
    becomes(page, lambda: shown(page).get("w0"), "7.00")
    page.locator("#views [data-view=functions]").click()
    retype(page, "p*q")
    page.wait_for_selector("[data-name=q]")
    page.keyboard.press("Control+z")  # in the editor
    page.wait_for_selector("[data-name=w0]")
    expect(page.locator("#views [aria-pressed=true]")).to_have_text("Functions")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#views [aria-pressed=true]")).to_have_text("Gates")
    becomes(page, lambda: shown(page).get("w0"), "7.00")
    page.get_by_role("button", name="Undo").click()
    becomes(page, lambda: shown(page).get("w0"), "2.00")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    for _ in range(3):
        page.get_by_role("button", name="Redo").click()
    expect(page.locator(".cm-content")).to_have_text("p*q")
    page.wait_for_selector("[data-name=q]")


def test_back_stays_within_the_page(opened: Opener) -> None:
    page = opened()
    number(page, "w0", "7")
    retype(page, "p*q")
    page.wait_for_selector("[data-name=q]")
    page.locator("#views [data-view=units]").click()
    until(page, "location.search.includes('units')")
    page.go_back()
    expect(page.locator("#views [aria-pressed=true]")).to_have_text("Gates")
    expect(page.locator(".cm-content")).to_have_text("p*q")
    page.go_back()
    page.wait_for_selector("[data-name=w0]")
    becomes(page, lambda: shown(page).get("w0"), "7.00")
    page.go_forward()
    page.wait_for_selector("[data-name=q]")


def test_an_error_never_empties_the_values(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened('/?source=f%20=%20(W%20@%20x)%20*%20&values={"W":[[1,2]],"x":[3,4]}', ready=False)
    page.wait_for_selector("#problem p")
    expect(page.locator("#value-list > li")).to_have_count(2)
    retype(page, "W = [[1, 2], [3, 4]]\nh = W @ x\nf = h*k + b")
    until(page, "document.querySelectorAll('#value-list > li').length === 3")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("y = [1, 2, 3] @ x\n")
    page.wait_for_selector("#problem p")
    page.wait_for_timeout(300)
    names = page.eval_on_selector_all("#value-list > li", "all => all.map(e => e.dataset.name)")
    assert set(names) == {"x", "k", "b"}


def test_a_vector_of_one_entry_becomes_a_number(opened: Opener) -> None:
    page = opened('/?source=t*2&values={"t":[0.5]}')
    page.get_by_role("button", name="t as a number").click()
    expect(page.get_by_role("spinbutton", name="t", exact=True)).to_have_value("0.50")
    page.keyboard.press("Control+z")
    wait_ready(page)
    expect(page.get_by_role("spinbutton", name="t [0]")).to_be_visible()


def test_the_examples_have_pictures_and_are_found_by_any_of_their_words(opened: Opener) -> None:
    page = opened()
    page.click("#examples-button")
    items = page.locator("#examples-menu [role=menuitem]:visible")
    expect(items.nth(3)).to_be_visible()
    drawn = "image => image.complete && image.naturalWidth > 0"
    until(page, f"({drawn})(document.querySelector('#examples-menu .thumbnail'))")
    page.get_by_role("searchbox", name="Find an example").fill("W1 half")
    expect(items).to_have_count(0)
    page.get_by_role("searchbox", name="Find an example").fill("sigmoid neuron w0")
    expect(items).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(items.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#examples-menu")).to_be_hidden()
