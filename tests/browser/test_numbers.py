"""The numbers under the student's hands: a gate's three, a variable's product, the ranking, and their digits."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import Page, expect

from conftest import Opener, position, until

NEURON_LOSS = (
    "/?source="
    + quote("L = (sigmoid(w*x + b) - t)^2")
    + "&values="
    + quote('{"w": 0.5, "x": 2, "b": -1, "t": 1}')
    + "&view=functions"
)


def box(page: Page, label: str) -> str:
    return page.evaluate(
        "label => [...document.querySelectorAll('.cr-svg .node')].find(e => e.textContent.trim() === label).dataset.id",
        label,
    )


def test_a_clicked_gate_shows_its_three_numbers_and_goes_to_its_step(opened: Opener) -> None:
    page = opened(NEURON_LOSS)
    page.locator(f".node[data-id={box(page, 'sigmoid')}]").click()
    expect(page.locator("#step-heading")).to_contain_text("backward")
    cells = page.locator(".gate-numbers tbody td")
    expect(cells).to_have_text(["−1.00", "0.25", "−0.25"])
    at = position(page)
    page.keyboard.press("ArrowRight")
    assert position(page) == at + 1
    page.get_by_role("button", name="Forward: step").click()
    expect(page.locator("#step-heading")).to_contain_text("forward")
    expect(cells).to_have_text(["—", "—", "—"])
    page.locator(f".node[data-id={box(page, '−')}]").click()
    expect(page.locator("#step-heading")).to_contain_text("forward")  # not torn out of the pass that is running


def test_a_clicked_variable_shows_its_product_with_the_smallest_factor(opened: Opener) -> None:
    page = opened(NEURON_LOSS + "&step=99")
    page.locator(f".node[data-id={box(page, 'w')}]").click()
    card = page.locator(".selection-card")
    expect(card.locator(".paths .term b")).to_have_text(["−1.00", "0.25", "2.00", "−0.50"])
    expect(card.locator(".paths .least")).to_contain_text("0.25")
    expect(card.locator(".paths")).to_contain_text("is the slope of the sigmoid gate where its input is 0.00")
    page.locator(f".node[data-id={box(page, 'x')}]").click()
    expect(card.locator(".paths .least")).to_contain_text("0.25")
    page.get_by_role("spinbutton", name="b", exact=True).fill("4")
    page.keyboard.press("Enter")
    expect(card.locator(".paths")).to_contain_text("With w = 0.00 instead of 0.50 it would be 0.018")


def test_leaves_are_ranked_with_the_way_that_lowers_the_output(opened: Opener) -> None:
    page = opened(NEURON_LOSS + "&step=99")
    ranking = page.locator("#ranking")
    expect(ranking.locator("tbody th")).to_have_text(["t", "w", "b", "x"])
    expect(ranking.locator(".way")).to_have_text(["↓", "↑", "↑", "↑"])
    expect(ranking).to_contain_text("Lower t by 0.01, and L falls by 0.0099")
    page.keyboard.press("ArrowLeft")
    expect(ranking).to_be_empty()


def test_products_are_right_as_they_are_shown(opened: Opener) -> None:
    page = opened(NEURON_LOSS + "&step=99")
    expect(page.locator("#step-body .step-text")).to_contain_text("−0.25 × 0.50 (the value of w) = −0.125.")
    expect(page.locator(".formula mn").last).to_have_text("−0.125")
    expect(page.locator("[data-name=x] .gradient")).to_have_text("−0.125")
    page = opened("/?step=12")
    expect(page.locator("#step-body .step-text")).to_contain_text("−0.53 × local 0.37 ≈ downstream −0.20")
    expect(page.locator(".sums .sign").last).to_have_text("≈")
    assert page.locator(".formula mo", has_text="≈").count() >= 1
    page.locator("#digits [data-digits=full]").click()
    expect(page.locator(".sums .term b").last).to_have_text("−0.19661193324148188")
    page.reload()
    expect(page.locator(".sums .term b").last).to_have_text("−0.19661193324148188")


def test_a_number_in_the_picture_tells_all_its_digits(opened: Opener) -> None:
    page = opened("/?step=12")
    number = page.locator(".labels .gradient", has_text="−0.20")
    number.hover()
    tip = page.locator(".number-tip")
    expect(tip).to_contain_text("−0.1966119332414818")
    page.mouse.move(5, 5)
    until(page, "document.querySelector('.number-tip').hidden")
    page.locator(".node[data-id=n10]").click()
    number.click()
    expect(page.locator(".selection-card")).to_be_visible()
    expect(tip).to_be_visible()
