"""A lecture in real browsers: one page drives, phones follow, leave, catch up, answer, and take over."""

from __future__ import annotations

import re
from urllib.parse import quote

from decks import reveal, stand
from playwright.sync_api import Page, expect
from test_access import faults

from conftest import Opener, becomes, labels, position, retype, still, until

SOURCE = "f = x*y + x"
LECTURE = "/?source=" + quote(SOURCE) + "&values=" + quote('{"x": 3, "y": -2}')
STEP = "document.querySelector('chain-rule').step"


def present(opened: Opener, path: str = LECTURE) -> tuple[Page, str]:
    """The presenter's page, and the code of its session."""
    page = opened(path)
    page.locator("#live-button").click()
    code = page.locator(".live-code")
    expect(code).to_have_text(re.compile("^[A-Z2-9]{4}$"))
    return page, code.inner_text()


def follow(opened: Opener, code: str, size: str = "phone") -> Page:
    page = opened(f"/live/{code}", size, ready=False)
    page.wait_for_selector("chain-rule .cr-svg .node")
    return page


def at_step(page: Page, step: int) -> None:
    until(page, f"{STEP} === {step}")


def test_phones_are_at_the_presenters_step_with_his_values_and_a_late_comer_too(opened: Opener) -> None:
    lecture, code = present(opened)
    phone = follow(opened, code.lower())
    for _ in range(3):
        lecture.keyboard.press("ArrowRight")
    at_step(phone, 3)
    late = follow(opened, code, "desktop")
    at_step(late, 3)
    lecture.get_by_role("spinbutton", name="x", exact=True).fill("5")
    lecture.keyboard.press("Tab")
    until(phone, "document.querySelector('chain-rule').values.x === 5")
    retype(lecture, "g = a*b + a*c")
    until(phone, "document.querySelector('chain-rule').trace.source === 'g = a*b + a*c'")
    expect(phone.locator("#standing")).to_have_text("Following")
    lecture.locator("#live-card").get_by_role("button", name="End", exact=True).click()
    expect(phone.locator("#standing")).to_have_text("The session has ended")
    expect(late.locator("#standing")).to_have_text("The session has ended")


def test_a_follower_leaves_plays_on_its_own_and_catches_up(opened: Opener) -> None:
    lecture, code = present(opened)
    phone = follow(opened, code)
    lecture.keyboard.press("ArrowRight")
    at_step(phone, 1)
    phone.locator("chain-rule").get_by_role("button", name="Step forward").click()
    at_step(phone, 2)
    expect(phone.locator("#standing")).to_contain_text("On your own")
    for _ in range(4):
        lecture.keyboard.press("ArrowRight")
    expect(phone.locator("#standing")).to_contain_text("the lecture is at step 5")
    assert phone.evaluate(STEP) == 2
    phone.get_by_role("button", name="Catch up").click()
    at_step(phone, 5)
    lecture.keyboard.press("ArrowLeft")
    at_step(phone, 4)


def test_the_page_that_is_loaded_again_goes_on_and_no_address_holds_its_key(opened: Opener) -> None:
    lecture, code = present(opened)
    phone = follow(opened, code)
    lecture.keyboard.press("ArrowRight")
    at_step(phone, 1)
    key = lecture.evaluate("JSON.parse(sessionStorage.getItem('chainrule.live')).key")
    lecture.wait_for_timeout(500)
    assert key not in lecture.url
    assert key not in lecture.content()
    assert key not in phone.content()
    lecture.reload()
    lecture.wait_for_selector(".cr-svg .node")
    expect(lecture.locator(".live-code")).to_have_text(code)
    becomes(lecture, lambda: position(lecture), 1)
    lecture.keyboard.press("ArrowRight")
    at_step(phone, 2)


def test_the_hall_predicts_sees_its_mistakes_and_then_the_answer(opened: Opener) -> None:
    """The gradient of x is y + 1 = -1; who takes one path alone answers 1 or -2."""
    lecture, code = present(opened)
    phones = [follow(opened, code) for _ in range(3)]
    lecture.get_by_role("button", name="Ask the hall").click()
    choices = lecture.get_by_label("What the hall is asked")
    choices.select_option(label="The gradient of x: the sum of what comes back from its 2 places")
    lecture.get_by_role("button", name="Ask", exact=True).click()
    expect(lecture.locator(".live-count")).to_have_text("Nobody has answered yet")
    expect(lecture.locator("#stage .asked-mark")).to_have_count(1)
    for phone, text in zip(phones, ("-2", "-1", "-2.00"), strict=True):
        expect(phone.locator("#asked-label")).to_contain_text("The gradient of x")
        expect(phone.locator("chain-rule .asked-mark")).to_have_count(1)
        phone.locator("#answer").fill(text)
        phone.get_by_role("button", name="Send").click()
        expect(phone.locator(".answer-said")).to_contain_text("Wait for the others")
    expect(lecture.locator(".live-count")).to_have_text("3 have answered")
    lecture.get_by_role("button", name="Show the answers").click()
    for page in (lecture, phones[0]):
        bars = page.locator(".answer-bar")
        expect(bars).to_have_count(2)
        expect(bars.first).to_contain_text("67 %")
        expect(bars.first).to_contain_text("along one path alone")
        expect(page.locator("[data-verdict=right]")).to_have_count(0)
    lecture.get_by_role("button", name="Reveal").click()
    expect(lecture.locator("[data-verdict=right]")).to_have_count(1)
    expect(phones[0].locator(".answer-said")).to_contain_text("along one path alone")
    expect(phones[1].locator(".answer-said")).to_contain_text("Right.")
    for phone in phones:
        at_step(phone, 8)
    lecture.get_by_role("button", name="Done").click()
    expect(phones[0].locator("#sheet")).to_be_hidden()
    expect(lecture.locator(".asked-mark")).to_have_count(0)


def test_one_term_of_a_sum_is_asked_for_on_its_own_wire(opened: Opener) -> None:
    """x is used twice: what comes back through the product is y = -2, and x gets y + 1."""
    lecture, code = present(opened)
    phones = [follow(opened, code) for _ in range(2)]
    lecture.get_by_role("button", name="Ask the hall").click()
    choices = lecture.get_by_label("What the hall is asked")
    expect(choices.locator("optgroup[label='Terms of a sum'] option")).to_have_count(2)
    choices.select_option(label="One term of the sum for x into the × gate")
    lecture.get_by_role("button", name="Ask", exact=True).click()
    expect(lecture.locator("#stage .asked-mark")).to_have_count(1)
    for phone, text in zip(phones, ("-1", "-2"), strict=True):
        expect(phone.locator("#asked-label")).to_contain_text("One term of the sum for x into the × gate")
        expect(phone.locator("chain-rule .asked-mark")).to_have_count(1)
        phone.locator("#answer").fill(text)
        phone.get_by_role("button", name="Send").click()
    expect(lecture.locator(".live-count")).to_have_text("2 have answered")
    lecture.get_by_role("button", name="Reveal").click()
    expect(lecture.locator("[data-verdict=right]")).to_have_count(1)
    expect(phones[0].locator(".answer-said")).not_to_contain_text("Right.")
    expect(phones[1].locator(".answer-said")).to_contain_text("Right.")
    assert "−2.00" in labels(lecture, "gradient")


def test_which_gate_is_next_is_answered_by_tapping_it(opened: Opener) -> None:
    lecture, code = present(opened)
    phone = follow(opened, code)
    lecture.keyboard.press("End")
    for _ in range(2):  # the product, and the sum of x
        lecture.keyboard.press("ArrowLeft")
    at_step(phone, 6)
    lecture.get_by_role("button", name="Ask the hall").click()
    lecture.get_by_label("What the hall is asked").select_option(label="Which gate can hand its gradient back next?")
    lecture.get_by_role("button", name="Ask", exact=True).click()
    expect(phone.locator("#answer")).to_have_attribute("placeholder", "Tap a gate in the picture")
    phone.locator("chain-rule g.node.gate", has_text="×").first.tap()
    expect(phone.locator("#answer")).to_have_value(re.compile("[×*]"))
    phone.get_by_role("button", name="Send").click()
    expect(lecture.locator(".live-count")).to_have_text("1 has answered")
    lecture.get_by_role("button", name="Reveal").click()
    expect(lecture.locator("[data-verdict=right]")).to_have_count(1)
    expect(phone.locator(".answer-said")).to_contain_text("Right")


def test_lines_patterns_and_shapes_are_asked_too_and_no_verdict_stands_on_the_slide(opened: Opener) -> None:
    program = "x = [2, -1]\nW = [[1, -2], [0.5, 3]]\nh = W @ x\nL = sum(h**2)\ndh = 2*h\ndx = W @ dh"
    lecture, code = present(opened, "/?source=" + quote(program))
    phone = follow(opened, code)
    german = opened(f"/live/{code}?lang=de", "phone", ready=False)
    verdict = lecture.locator("#hand-gradients section")
    expect(verdict).to_be_visible()

    def ask(label: str) -> None:
        lecture.get_by_role("button", name="Ask the hall").click()
        lecture.get_by_label("What the hall is asked").select_option(label=label)
        lecture.get_by_role("button", name="Ask", exact=True).click()

    def reveal() -> None:
        lecture.get_by_role("button", name="Reveal").click()
        expect(lecture.locator("[data-verdict=right]")).to_have_count(1)

    ask("The first line of the backward pass that is wrong")
    expect(verdict).to_be_hidden()
    phone.get_by_role("button", name="6 dx = W @ dh").tap()
    german.get_by_role("button", name="5 dh = 2*h").tap()
    expect(lecture.locator(".live-count")).to_have_text("2 have answered")
    reveal()
    expect(verdict).to_be_visible()
    expect(phone.locator(".answer-said")).to_contain_text("the transpose of `W` is missing")
    expect(german.locator(".answer-said")).to_contain_text("Diese Zeile ist richtig.")
    lecture.get_by_role("button", name="Done").click()
    ask("What the @ gate does to the gradient")
    expect(phone.locator("chain-rule .asked-mark")).to_have_count(1)
    phone.get_by_role("button", name="swap multiplier").tap()
    expect(lecture.locator(".live-count")).to_have_text("1 has answered")
    reveal()
    expect(phone.locator(".answer-said")).to_contain_text("Right.")
    lecture.get_by_role("button", name="Done").click()
    lecture.keyboard.press("Home")
    ask("The shape of the gradient of W into the @ gate")
    phone.locator("#answer").fill("2")
    phone.get_by_role("button", name="Send").tap()
    expect(lecture.locator(".live-count")).to_have_text("1 has answered")
    lecture.get_by_role("button", name="Reveal").click()
    expect(phone.locator(".answer-said")).to_contain_text("That is the shape of the gate's output.")


def test_another_screen_takes_over_with_the_word_and_the_first_one_presents_no_more(opened: Opener) -> None:
    opened.allowed = ("status of 401",)
    lecture, code = present(opened)
    lecture.keyboard.press("ArrowRight")
    other = follow(opened, code, "desktop")
    phone = follow(opened, code)
    lecture.get_by_role("button", name="Hand over").click()
    said = lecture.locator(".live-said")
    expect(said).to_contain_text("Present from here")
    word = said.inner_text().rsplit(" ", 1)[-1]
    other.get_by_role("button", name="Present from here").click()
    other.get_by_placeholder("Word").fill("WRONG")
    other.get_by_role("button", name="Present", exact=True).click()
    expect(other.get_by_role("alert")).to_contain_text("No handover")
    other.get_by_placeholder("Word").fill(word)
    other.get_by_role("button", name="Present", exact=True).click()
    expect(other.locator(".live-code")).to_have_text(code)
    expect(lecture.locator(".live-status")).to_have_text("Another screen presents now.")
    becomes(other, lambda: position(other), 1)
    other.keyboard.press("ArrowRight")
    at_step(phone, 2)


def test_where_streams_are_held_back_the_state_is_asked_for(opened: Opener) -> None:
    lecture, code = present(opened)
    page = opened("/docs", "phone", ready=False)
    page.route("**/events", lambda route: None)  # a proxy that waits for the end of the stream
    page.goto(f"{opened.service}/live/{code}")
    until(page, f"document.querySelector('chain-rule')?.trace && {STEP} === 0")
    lecture.keyboard.press("ArrowRight")
    at_step(page, 1)


def test_without_a_network_the_windows_of_one_machine_follow_one_another(opened: Opener) -> None:
    opened.allowed = ("Failed to load resource", "net::ERR", "status of 503")
    lecture = opened(LECTURE, service_workers="allow")
    lecture.evaluate("navigator.serviceWorker.ready.then(() => true)")
    projector = opened.again(lecture.context.new_page(), "/live/LOCAL", ready=False)
    expect(projector.locator("#waiting")).to_be_visible()
    lecture.context.set_offline(True)
    lecture.bring_to_front()
    lecture.locator("#live-button").click()
    expect(lecture.locator(".live-code")).to_have_text("LOCAL")
    projector.wait_for_selector("chain-rule .cr-svg .node")
    for _ in range(3):
        lecture.keyboard.press("ArrowRight")
    at_step(projector, 3)
    lecture.get_by_role("spinbutton", name="x", exact=True).fill("5")
    lecture.keyboard.press("Tab")
    until(projector, "document.querySelector('chain-rule').values.x === 5")
    expect(projector.locator("#standing")).to_have_text("Following")
    lecture.locator("#live-card").get_by_role("button", name="End", exact=True).click()
    expect(projector.locator("#standing")).to_have_text("The session has ended")


def test_in_the_lecture_hall_the_card_covers_nothing_and_axe_finds_nothing(opened: Opener) -> None:
    lecture, code = present(opened)
    lecture.keyboard.press("f")
    expect(lecture.locator("header")).to_be_hidden()
    left = "document.querySelector('#live-card').getBoundingClientRect().left"
    rights = "[...document.querySelectorAll('#stage g.node')].map(e => e.getBoundingClientRect().right)"
    until(lecture, f"Math.max(...{rights}) < {left}")
    still(lecture)
    assert lecture.evaluate(f"Math.max(...{rights}) < {left}")
    assert faults(lecture) == []
    phone = follow(opened, code)
    assert faults(phone) == []
    lecture.get_by_role("button", name="Ask the hall").click()
    lecture.get_by_role("button", name="Ask", exact=True).click()
    expect(phone.locator("#answer")).to_be_visible()
    assert faults(phone) == []
    assert faults(lecture) == []


def test_forward_mode_is_followed_too_and_asks_nothing(opened: Opener) -> None:
    lecture, code = present(opened, LECTURE + "&mode=forward&direction=" + quote('{"x": 1}'))
    phone = follow(opened, code)
    lecture.keyboard.press("End")
    at_step(phone, position(lecture))
    until(phone, "document.querySelector('chain-rule').trace.tangent === -1")
    lecture.get_by_role("button", name="Ask the hall").click()
    expect(lecture.locator(".live-said")).to_contain_text("no question of this graph")


DECK = """<section><div data-chainrule-live></div></section>
<section><chain-rule data-fragments source="x*y" values='{"x":2,"y":3}' editable style="height:360px">
</chain-rule></section>"""


def test_a_deck_drives_a_session(opened: Opener) -> None:
    plugin = f"{opened.service}/reveal-chainrule.js"
    deck = stand(opened, {"/": reveal("6", DECK, plugin=plugin)})
    until(deck, "window.started")
    deck.get_by_role("button", name="Follow me").click()
    expect(deck.locator("svg.qr")).to_be_visible()
    code = deck.locator("[data-chainrule-live] p").first.inner_text()
    deck.locator("body").click(position={"x": 5, "y": 5})
    deck.keyboard.press("PageDown")
    phone = follow(opened, code)
    for _ in range(2):
        deck.keyboard.press("PageDown")
    at_step(phone, 2)
    deck.locator("chain-rule").evaluate("element => { element.values = {x: 7}; }")
    until(phone, "document.querySelector('chain-rule').values.x === 7")
    until(deck, "location.hash === '#/1/0/1'")  # reveal.js writes its address later than it moves
    deck.reload()
    until(deck, "window.started")
    expect(deck.locator("[data-chainrule-live] p").first).to_have_text(code)
    until(deck, f"{STEP} === 2")
    at_step(phone, 2)
    deck.keyboard.press("PageDown")
    at_step(phone, 3)


def test_an_embedded_picture_and_an_element_follow_a_session(opened: Opener) -> None:
    lecture, code = present(opened)
    lecture.keyboard.press("ArrowRight")
    blog = f'''<!doctype html><title>Blog</title><script type="module" src="{opened.service}/player.js"></script>
<script type="module" src="{opened.service}/live.js"></script>
<iframe title="A graph" src="{opened.service}/embed?live={code}" sandbox="allow-scripts" width="800"
  height="400"></iframe>
<chain-rule live="{code}" server="{opened.service}" style="height: 300px"></chain-rule>'''
    page = stand(opened, {"/": blog})
    frame = page.frames[1]
    for one in (frame, page.main_frame):
        one.wait_for_selector("chain-rule .cr-svg .node")
    lecture.keyboard.press("ArrowRight")
    until(page, f"{STEP} === 2")
    button = frame.get_by_role("button", name="Catch up")
    expect(button).to_be_hidden()
    until(frame, f"{STEP} === 2")
    frame.get_by_role("button", name="Step forward").click()
    until(frame, f"{STEP} === 3")
    button.click()
    expect(button).to_be_hidden()
    until(frame, f"{STEP} === 2")


def test_an_element_of_any_page_is_presented(opened: Opener) -> None:
    blog = f'''<!doctype html><title>Blog</title><script type="module" src="{opened.service}/player.js"></script>
<chain-rule source="x*y" values='{{"x":2,"y":3}}' server="{opened.service}" style="height: 300px"></chain-rule>'''
    page = stand(opened, {"/": blog})
    page.wait_for_selector("chain-rule .cr-svg .node")
    load = f"import('{opened.service}/live.js')"
    drive = "({present}) => present(document.querySelector('chain-rule'))"
    session = page.evaluate(f"{load}.then({drive}).then(({{code, address}}) => ({{code, address}}))")
    assert session["address"] == f"{opened.service}/live/{session['code']}"
    phone = follow(opened, session["code"])
    page.evaluate("document.querySelector('chain-rule').next()")
    at_step(phone, 1)
