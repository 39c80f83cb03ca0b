"""The landing page: one click, and the lecture's numbers arrive one after the other."""

from __future__ import annotations

from playwright.sync_api import expect

from conftest import Opener, becomes, gradients, labels, position, until

ANSWER = {"w0": "−0.20", "x0": "0.39", "w1": "−0.39", "x1": "−0.59", "w2": "0.20"}


def test_one_click_plays_the_neuron_to_the_lectures_gradients(opened: Opener) -> None:
    page = opened()
    assert labels(page, "value") == ["2.00", "−1.00", "−3.00", "−2.00", "−3.00"]
    assert labels(page, "gradient") == []
    page.get_by_role("button", name="2×").or_(page.get_by_role("button", name="Speed 2")).first.click()
    page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => {
                const row = [...document.querySelectorAll('#value-list > li')]
                    .filter(e => e.querySelector('.gradient').textContent !== '—').map(e => e.dataset.name);
                if (window.seen.at(-1)?.join() !== row.join()) window.seen.push(row);
            }).observe(document.getElementById('value-list'), {subtree: true, childList: true, characterData: true});
        }"""
    )
    page.locator("#first-play").click()
    until(page, "document.querySelector('.cr-track').ariaValueNow === '17'", 60)
    assert gradients(page) == ANSWER
    arrived = page.evaluate("window.seen")
    assert arrived[0] == ["w2"]
    assert [len(names) for names in arrived] == [1, 3, 5]
    last = {"−0.20", "0.39", "−0.39", "−0.59", "0.20", "1.00", "−0.53"}  # with the number of the last token
    becomes(page, lambda: set(labels(page, "gradient")), last)
    assert "0.73" in labels(page, "value")


def test_play_needs_one_click_on_a_phone_too(opened: Opener) -> None:
    page = opened(size="phone")
    page.locator("#first-play").tap()
    until(page, "+document.querySelector('.cr-track').ariaValueNow >= 2", 10)


def test_stepping_back_is_exact(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    pictures = []
    read = "document.querySelector('.cr-svg .viewport').innerHTML"
    page.keyboard.press("Home")
    for _ in range(17):
        pictures.append(page.evaluate(read))
        page.keyboard.press("ArrowRight")
    for picture in reversed(pictures):
        page.keyboard.press("ArrowLeft")
        assert page.evaluate(read) == picture


def test_a_screen_reader_hears_each_step(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#live")).to_contain_text("Step 1 of 17")
    page.keyboard.press("End")
    expect(page.locator("#live")).to_contain_text("swaps the values")


def test_first_picture_does_not_wait_for_the_editor(opened: Opener) -> None:
    opened.allowed = ("net::ERR",)
    page = opened("/healthz", ready=False)
    page.route("**/chunks/codemirror-*", lambda route: route.abort())
    page.goto(opened.service + "/")
    page.wait_for_selector(".cr-svg .node")
    page.wait_for_selector("#editor[data-editor=plain]")
    page.locator("#editor textarea").fill("x*y")
    until(page, "document.querySelectorAll('.cr-svg .node').length === 4")
    becomes(page, lambda: position(page), 0)
