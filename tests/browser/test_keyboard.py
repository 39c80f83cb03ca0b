"""Everything by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import expect

from conftest import Opener, becomes, box_of, gradients, position, steady, until, wait_ready


def test_step_back_scrub_and_ends(opened: Opener) -> None:
    page = opened()
    for key, step in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", 17),
        ("ArrowLeft", 16),
        ("Home", 0),
    ]:
        page.keyboard.press(key)
        assert position(page) == step
    page.locator(".cr-track").focus()
    for key, step in [("ArrowRight", 1), ("PageUp", 0), ("End", 17), ("ArrowLeft", 16), ("PageDown", 17), ("Home", 0)]:
        page.keyboard.press(key)
        assert position(page) == step


def test_after_a_click_the_keys_still_step(opened: Opener) -> None:
    page = opened()
    slider = page.get_by_role("slider", name="w0, slider")
    slider.click()
    value = slider.input_value()
    for key, step in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", 17),
        ("Home", 0),
        ("PageDown", 1),
    ]:
        page.keyboard.press(key)
        assert position(page) == step
        assert slider.input_value() == value
    page.locator(".cr-svg .node[data-id=n10]").click()
    at = position(page)
    page.keyboard.press("ArrowRight")
    assert position(page) == at + 1
    page.locator("#views [data-view=gates]").click()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")


def test_what_tab_reaches_has_its_own_keys(opened: Opener) -> None:
    page = opened()
    page.get_by_role("spinbutton", name="w0", exact=True).focus()
    page.keyboard.press("Shift+Tab")
    slider = page.get_by_role("slider", name="w0, slider")
    expect(slider).to_be_focused()
    value = float(slider.input_value())
    page.keyboard.press("ArrowRight")
    assert float(slider.input_value()) > value
    assert position(page) == 0
    page.keyboard.press("PageDown")
    assert position(page) == 1


def test_a_button_goes_to_the_end(opened: Opener) -> None:
    page = opened()
    page.get_by_role("button", name="To the end").click()
    assert position(page) == 17


def test_space_plays_and_pauses(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    until(page, "+document.querySelector('.cr-track').ariaValueNow >= 2", 10)
    page.keyboard.press("Space")
    expect(page.locator(".cr-button.play")).to_have_attribute("aria-label", "Play")


def test_e_goes_into_the_editor_and_escape_out_of_it(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("e")
    page.keyboard.press("Control+End")
    page.keyboard.type("*t ")  # letters and a space: no shortcuts in here
    expect(page.locator(".cm-content")).to_contain_text("*t")
    assert position(page) == 0
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    until(page, "document.querySelectorAll('#value-list > li').length === 6")
    page.keyboard.press("End")
    becomes(page, lambda: gradients(page)["w2"] != "—", True)


def test_theme_notation_view_and_help(opened: Opener) -> None:
    page = opened(color_scheme="light")
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("n")
    expect(page.locator("#notations [aria-pressed=true]")).to_have_attribute("data-notation", "bar")
    page.keyboard.press("v")
    expect(page.locator("#views [aria-pressed=true]")).to_have_text("Functions")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_examples_menu(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("x")
    page.wait_for_selector("[role=menuitem]")
    items = page.locator("[role=menuitem]")
    expect(items.nth(7)).to_be_attached()
    expect(items.first).to_be_focused()
    page.keyboard.press("End")
    expect(items.last).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#examples-button")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[role=menuitem]")
    page.keyboard.type("mm")  # the mul gate, then the max gate
    page.keyboard.press("Enter")
    expect(page.locator(".cm-content")).to_contain_text("max(x, y)")
    page.wait_for_selector("[data-name=y]")
    page.keyboard.press("End")
    until(page, "document.querySelector('[data-name=y] .gradient').textContent === '9.00'")
    page.go_back()
    expect(page.locator(".cm-content")).to_contain_text("exp")


def test_every_control_is_reached_and_seen_by_tab(opened: Opener) -> None:
    page = opened()
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(() => { const e = document.activeElement; return e === document.body ? null :"
            " e.id || e.dataset?.view || e.dataset?.notation || e.className?.baseVal || e.className || e.tagName })()"
        )
        if name is None:
            break
        seen.append(name)
    for name in ("skip", "examples-button", "gates", "partial", "help-button", "theme-button", "first-play"):
        assert name in seen, name
    assert seen.count("number") == 5
    assert seen.count("slider") == 5
    assert "cr-track" in seen


def test_choosing_a_node_shows_its_numbers_in_full(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("End")
    node = page.locator(".cr-svg .node[data-id=n10]")
    node.focus()
    page.keyboard.press("Enter")
    card = page.locator(".selection-card")
    expect(card).to_contain_text("Exponential gate")
    expect(card).to_contain_text("0.36787944117144233")
    expect(card).to_contain_text("-0.5344466")
    card.get_by_role("button", name="Close the selection").click()
    expect(card).to_have_count(0)


def test_the_words_explain_themselves_by_keyboard_and_search(opened: Opener) -> None:
    page = opened("/?step=12")
    page.locator(".sums h3 [data-word=upstream]").focus()
    card = page.locator("#word-card")
    expect(card).to_contain_text("At the exp gate: −0.53.")
    expect(page.locator("#stage .wire[data-meant]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator("#stage [data-meant]")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("upstream")
    page.keyboard.press("Enter")
    expect(card).to_contain_text("Upstream gradient")
    page.keyboard.press("ArrowRight")
    expect(card).to_contain_text("At the ×−1 gate: −0.20.")


def test_the_help_has_words_before_keys_on_the_phone_too(opened: Opener) -> None:
    page = opened(size="phone")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Words and keys").click()
    expect(page.locator("#help-words dt").first).to_have_text("Upstream gradient")
    page.get_by_role("button", name="Show it in the picture: Leaf").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#stage .node.leaf[data-meant]")).to_have_count(5)


def test_side_panels_close_by_key_widen_by_hand_and_come_back_as_they_were_left(opened: Opener) -> None:
    page = opened("/?source=x*y")

    def widths() -> list[float]:
        return page.evaluate("['.left', '#stage', '.right'].map(e => document.querySelector(e).offsetWidth)")

    left, stage, right = steady(page, widths)
    page.keyboard.press("]")
    becomes(page, widths, [left, stage + right, 0])
    grip = page.get_by_role("separator", name="Width: Formula and values")
    place = box_of(page, grip)
    page.mouse.move(place["x"] + 3, 400)
    page.mouse.down()
    page.mouse.move(place["x"] + 103, 400, steps=3)
    page.mouse.up()
    becomes(page, lambda: widths()[0], left + 100)
    grip.focus()
    for key in ("Tab", "Shift+Tab", "ArrowLeft"):  # who came by Tab has the keys of what they came to
        page.keyboard.press(key)
    becomes(page, lambda: widths()[0], left + 76)
    page.reload()
    wait_ready(page)
    becomes(page, widths, [left + 76, stage + right - 76, 0])
    page.get_by_role("button", name="Open: The step in words").click()
    becomes(page, lambda: widths()[2], right)
