"""Training beside the graph: the loss, any update opened in the picture, and back."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

from conftest import Opener, box_of, steady, until

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
    page.get_by_role("slider", name="Update", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(rows.first.locator(".value")).to_have_text("1.60")
    expect(page.get_by_role("spinbutton", name="w", exact=True)).to_have_value("1.60")
    page.keyboard.press("Escape")
    expect(page.locator(".learn-panel")).to_be_hidden()
    expect(page.get_by_role("spinbutton", name="w", exact=True)).to_have_value("1.00")


def test_another_optimizer_runs_again_and_a_leaf_is_let_go(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    page.get_by_label("Optimizer").select_option("adam")
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value("0.1")
    expect(page.locator(".learn-table tbody tr").first.locator(".update")).to_have_text("+0.10")
    page.locator("[data-leaf=b]").click()
    expect(page.locator(".learn-table tbody tr")).to_have_count(1)
    expect(page.locator("[data-leaf=b]")).to_have_attribute("aria-pressed", "false")


def test_divergence_is_said(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    expect(page.locator(".loss-curve")).to_be_visible()
    rate = page.get_by_label("Learning rate", exact=True)
    rate.fill("1")
    rate.press("Enter")
    expect(page.locator(".learn-panel [role=status]")).to_contain_text("update")
    expect(page.locator(".learn-panel [role=status]")).not_to_contain_text("All 50")


def test_a_number_of_a_run_is_read_as_a_whole_or_refused_aloud(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    expect(page.locator(".loss-curve")).to_be_visible()
    status = page.locator(".learn-panel [role=status]")
    rate = page.get_by_label("Learning rate", exact=True)
    for text, number, first in (("1/20", "0.05", "+0.60"), ("0,01", "0.01", "+0.12"), ("2e-2", "0.02", "+0.24")):
        type_into(page, rate, text)
        expect(rate).to_have_value(number)
        expect(page.locator(".learn-table tbody tr").first.locator(".update")).to_have_text(first)
    for text in ("inf", "nan", "abc", "-1", "1/0", "1e999"):
        type_into(page, rate, text)
        expect(status).to_contain_text("is a number of 0 or more")
    type_into(page, rate, "1e300")  # and no drawing is asked for a place that far off
    expect(status).to_contain_text("infinite")
    type_into(page, rate, "0.05")
    expect(status).not_to_contain_text("infinite")  # the run of the last number has come
    rate.press("ArrowDown")
    expect(rate).to_have_value("0.04")
    page.locator(".learn-panel summary").last.click()
    batch = page.get_by_label("Examples in a minibatch")
    type_into(page, batch, "two")
    expect(status).to_contain_text("A minibatch has 1 example or more")


def type_into(page: Page, field: Locator, text: str) -> None:
    field.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_no_run_stands_beside_an_error_and_undo_leads_out_of_a_run(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened(FIT)
    weight = page.get_by_role("spinbutton", name="w", exact=True)
    page.keyboard.press("l")
    expect(page.locator(".loss-curve")).to_be_visible()
    page.get_by_role("slider", name="Update", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(weight).not_to_have_value("1.00")
    page.get_by_role("button", name="Undo").click()
    expect(weight).to_have_value("1.00")
    expect(page.get_by_role("slider", name="Update", exact=True)).to_have_value("0")
    page.locator("#editor .cm-content").fill("L = (w*x + b - t)**")
    expect(page.locator(".loss-curve")).to_have_count(0)
    page.locator("#editor .cm-content").fill("L = (w*x + b - t)**2 + w**2")
    expect(page.locator(".loss-curve")).to_be_visible()


def test_another_optimizer_begins_at_the_start_again(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    expect(page.locator(".loss-curve")).to_be_visible()
    page.get_by_role("slider", name="Update", exact=True).focus()
    page.keyboard.press("ArrowRight")
    weight = page.get_by_role("spinbutton", name="w", exact=True)
    expect(weight).to_have_value("1.60")
    page.get_by_label("Optimizer").select_option("adam")
    expect(weight).to_have_value("1.00")
    expect(page.locator(".learn-table tbody tr").first.locator(".update")).to_have_text("+0.10")


def test_the_update_is_the_third_part_of_the_timeline_and_can_be_gone_back(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    expect(page.locator(".loss-curve")).to_be_visible()
    page.locator("#stage").focus()
    page.keyboard.press("End")
    expect(page.locator(".update-mark")).to_have_count(0)
    page.locator("#transport .cr-button.next").click()
    marks = page.locator(".update-mark text")
    expect(marks).to_have_text(["1.00 → 1.60", "0.00 → 0.30"])
    expect(page.locator("#live")).to_contain_text("w goes from 1.00 to 1.60")
    expect(page.locator(".loss-curve .promised")).to_have_count(1)
    weight = page.get_by_role("spinbutton", name="w", exact=True)
    expect(weight).to_have_value("1.00")
    page.keyboard.press("ArrowRight")
    expect(weight).to_have_value("1.60")
    expect(marks).to_have_count(0)
    page.keyboard.press("ArrowLeft")
    expect(marks).to_have_text(["1.00 → 1.60", "0.00 → 0.30"])
    page.keyboard.press("ArrowLeft")
    expect(marks).to_have_count(0)
    expect(weight).to_have_value("1.00")


def test_a_link_leads_to_an_update_and_to_the_step_within_it(opened: Opener) -> None:
    train = quote('{"optimizer": "momentum", "settings": {"lr": 0.02}, "iterations": 20}')
    page = opened(f"{FIT}&train={train}&t=7&step=3")
    expect(page.get_by_role("slider", name="Update", exact=True)).to_have_value("7")
    expect(page.locator("#transport .cr-track")).to_have_attribute("aria-valuenow", "3")
    page.locator("#stage").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".update-mark")).to_have_count(2)
    until(page, "location.search.includes('t=7') && location.search.includes('step=10')")
    marks = steady(page, page.locator(".update-mark text").all_text_contents)
    page.goto(page.url)
    expect(page.locator(".update-mark text")).to_have_text(marks)
    expect(page.get_by_role("slider", name="Update", exact=True)).to_have_value("7")


def test_playing_goes_on_from_one_update_to_the_next(opened: Opener) -> None:
    page = opened(f"{FIT}&train=%7B%7D&t=1&step=8")
    expect(page.get_by_role("slider", name="Update", exact=True)).to_have_value("1")
    page.get_by_role("button", name="2× speed").click()
    page.locator("#transport .cr-button.play").click()
    expect(page.locator(".update-mark")).to_have_count(2)
    expect(page.get_by_role("slider", name="Update", exact=True)).to_have_value("2")
    page.locator("#transport .cr-button.play").click()


def test_a_drag_along_the_loss_goes_through_the_run(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    curve = page.locator(".loss-curve")
    expect(curve).to_be_visible()
    box = box_of(page, curve)
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 40, steps=4)
    page.mouse.move(box["x"] + box["width"] * 0.98, box["y"] + 40, steps=4)
    page.mouse.up()
    slider = page.get_by_role("slider", name="Update", exact=True)
    expect(slider).to_have_value("37")
    page.locator("[data-picture=time]").click()
    expect(page.locator(".over-time")).to_have_count(4)


def test_the_map_of_two_parameters_opens_updates_and_moves_the_start(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    expect(page.locator(".contour .level").first).to_be_attached()
    page.locator(".contour .step").nth(2).click(force=True)
    slider = page.get_by_role("slider", name="Update", exact=True)
    expect(slider).to_have_value("2")
    box = box_of(page, page.locator(".contour .start-handle"))
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 45, box["y"] - 20, steps=4)
    page.mouse.up()
    weight = page.get_by_role("spinbutton", name="w", exact=True)
    expect(weight).not_to_have_value("1.00")
    expect(slider).to_have_value("0")
    expect(page.locator(".learn-panel [role=status]")).to_contain_text("update")


def test_a_pasted_loop_is_run_by_its_own_lines_until_another_optimizer_is_chosen(opened: Opener) -> None:
    loop = "w = 5.0\nfor i in range(20):\n    loss = (w - 3)**2\n    w = w - 0.1*2*(w - 3)"
    page = opened("/?source=" + quote(loop))
    page.locator("#learn-button").click()
    optimizer, rate = page.get_by_label("Optimizer", exact=True), page.get_by_label("Learning rate", exact=True)
    expect(page.locator(".learn-panel [role=status]")).to_contain_text("All 20 rounds of the program's own loop")
    expect(rate).to_be_hidden()  # the lines say it themselves
    expect(page.locator(".learn-drop")).to_have_text(
        "Update 1: the gradients promise −1.60, the loss changes by −1.44."
    )
    optimizer.select_option("sgd")
    expect(rate).to_be_visible()
    expect(page.locator(".learn-panel [role=status]")).to_contain_text("50 updates")
    page.keyboard.press("Escape")
    page.locator("#learn-button").click()
    expect(optimizer).to_have_value("sgd")


PERCEPTRON = """X = [[0, 0], [0, 1], [1, 0], [1, 1]]
d = [0, 0, 0, 1]
w = zeros(2)
b = 0.0
for epoch in range(8):
    errors = 0
    for x, t in zip(X, d):
        out = 1 if w @ x + b > 0 else 0
        w = w + 0.1*(t - out)*x
        b = b + 0.1*(t - out)
        errors += int(t != out)
"""
CLASS = """import numpy as np
class Perceptron:
    def fit(self, X, y):
        self.w = np.zeros(2)
        for _ in range(10):
            errors = 0
            for x, t in zip(X, y):
                update = 0.1*(t - (1 if self.w @ x >= 0 else -1))
                self.w += update*x
                errors += int(update != 0.0)
p = Perceptron()
p.fit(np.array([[2., 1.], [-1., -2.], [-2., 0.5]]), np.array([1, -1, -1]))
"""


def test_a_loop_without_gradients_is_run_and_its_own_count_is_drawn(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened("/?source=" + quote(PERCEPTRON))
    page.locator("#learn-button").click()
    expect(page.get_by_label("Optimizer", exact=True)).to_have_value("program")
    status = page.locator(".learn-panel [role=status]")
    expect(status).to_contain_text("In the place of a loss stands errors")
    expect(page.locator(".loss-curve .losses")).to_have_count(1)
    slider = page.get_by_role("slider", name="Update", exact=True)
    expect(slider).to_have_attribute("aria-valuetext", "update 0")
    slider.focus()
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "update 8, loss 0.00")
    expect(page.locator(".over-time .values-line").first).to_be_attached()
    expect(page.locator(".learn-panel")).not_to_contain_text("NaN")
    page.goto(page.url.split("?")[0] + "?source=" + quote(CLASS))  # nothing of it is drawn
    page.locator("#learn-button").click()
    expect(status_of(page)).to_contain_text("All 10 rounds of the program's own loop are done.", timeout=60_000)
    expect(page.locator(".loss-curve .losses")).to_have_count(1)
    page = opened("/?source=" + quote("s = 0\nfor i in range(3):\n    s += 2*i\nL = (s*x - 1)**2"))
    page.locator("#learn-button").click()
    expect(page.get_by_label("Optimizer", exact=True)).to_have_value("sgd")  # x is left to be moved
    expect(status_of(page)).to_contain_text("After update")


def status_of(page: Page) -> Locator:
    return page.locator(".learn-panel [role=status]")


def test_the_path_on_the_map_is_gone_along_with_keys(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    point = page.get_by_role("slider", name="Point of the path")
    expect(point).to_be_attached()
    point.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(point).to_have_attribute("aria-valuenow", "2")
    expect(point).to_have_attribute("aria-valuetext", "Update 2: the loss is 0.56. w = 1.90, b = 0.45.")
    slider = page.get_by_role("slider", name="Update", exact=True)
    expect(slider).to_have_value("0")  # it is only looked at
    page.keyboard.press("Enter")
    expect(slider).to_have_value("2")
    expect(page.get_by_role("slider", name="Point of the path")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(slider).to_have_value(slider.get_attribute("max") or "")


MANY_POINTS = """X, y = moons(300, noise=0.1, seed=1)
p = sigmoid(tanh(tanh(X @ W + b) @ V) @ v)
L = -mean(y*log(p) + (1 - y)*log(1 - p))
W = randn(2, 60, seed=1)
b = randn(60, seed=4)
V = randn(60, 60, seed=2)
v = randn(60, seed=3)""".splitlines()


def test_a_long_run_says_how_far_it_is_and_is_stopped(opened: Opener) -> None:
    source = "\n".join([MANY_POINTS[0], *MANY_POINTS[3:], *MANY_POINTS[1:3]])
    train = quote('{"iterations": 100000, "settings": {"lr": 0.001}}')
    page = opened("/?source=" + quote(source) + "&t=0&train=" + train)
    status = page.locator(".learn-panel [role=status]")
    stop = page.get_by_role("button", name="Stop training")
    expect(stop).to_be_visible()
    expect(status).to_contain_text("of 100000, loss", timeout=30_000)
    stop.click()
    expect(status).to_contain_text("was stopped after")
    expect(stop).to_be_hidden()
    expect(page.locator(".loss-curve")).to_be_visible()  # what has come is a run, whose updates open
    page.get_by_role("slider", name="Update", exact=True).press("End")
    expect(page.locator(".learn-panel .loss-curve")).to_be_visible()


def test_a_button_that_is_held_runs_as_long_as_it_is_held(opened: Opener) -> None:
    page = opened(FIT)
    page.keyboard.press("l")
    slider = page.get_by_role("slider", name="Update", exact=True)
    expect(page.locator(".loss-curve")).to_be_visible()
    button = page.locator(".learn-panel").get_by_role("button", name="Run", exact=True)
    button.hover()
    page.mouse.down()
    until(page, "Number(document.querySelector('.learn-panel > input[type=range]').value) > 2")
    page.mouse.up()
    at = slider.input_value()
    assert 2 < int(at) < 37
    page.wait_for_timeout(300)
    expect(slider).to_have_value(at)
    button.click()  # and a click runs until the end
    expect(slider).to_have_value("37")


def test_on_a_tablet_the_loss_stands_beside_the_settings_in_the_first_view(opened: Opener) -> None:
    page = opened(FIT, "tablet")
    page.keyboard.press("l")
    expect(page.locator(".loss-curve")).to_be_visible()
    panel, curve = box_of(page, page.locator(".learn-panel")), box_of(page, page.locator(".loss-curve"))
    slider = box_of(page, page.get_by_role("slider", name="Update", exact=True))
    assert curve["y"] >= panel["y"]
    assert slider["y"] + slider["height"] <= panel["y"] + panel["height"]
    # And no high table on the left draws what stands on the right apart.
    drop = box_of(page, page.locator(".learn-drop"))
    area, table = box_of(page, page.locator(".learn-area")), box_of(page, page.locator(".learn-table"))
    assert drop["y"] - (slider["y"] + slider["height"]) < 30
    assert abs(area["y"] - table["y"]) < 2


def test_the_four_rates_of_a_graph_too_large_for_the_browser_are_run_by_the_server(opened: Opener) -> None:
    source = "X, y = moons(60, 0.2, 0)\nW = randn(2, 20)\nv = randn(20)\nL = mean((tanh(X @ W) @ v - y)**2)"
    page = opened("/?source=" + quote(source))
    page.keyboard.press("l")
    page.locator("[data-picture=rates]").click()
    rows = page.locator(".learn-picture .race-row")
    expect(rows.first).to_contain_text("low: η =")
    expect(rows.nth(1)).to_contain_text("good: η =")


def test_on_a_phone_the_loss_stays_in_sight(opened: Opener) -> None:
    page = opened(FIT + "&train=" + quote('{"iterations": 40}'), "phone")
    curve = page.locator(".learn-figure .loss-curve")
    for down in (0, 700):
        page.locator("#learn").evaluate("(panel, down) => { panel.scrollTop = down }", down)
        expect(curve).to_be_in_viewport(ratio=0.95)
