"""The optimizer on the page: its settings, its graph, its schedule, its surfaces, and a run taken elsewhere."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Page, expect

import chainrule
from chainrule.number import number
from conftest import Opener, box_of, retype, until, wait_ready


def address(source: str, values: object, train: object, t: int = 0) -> str:
    fields = {"source": source, "values": json.dumps(values), "train": json.dumps(train), "t": str(t)}
    return "/?" + "&".join(f"{name}={quote(text)}" for name, text in fields.items())


VALUES = {"w": 1, "x": 2, "b": 0, "t": 5}
LINE = "L = (w*x + b - t)**2"


def opens_without_a_notice(page: Page, link: str) -> None:
    """The link, an update opened, and the same once more: nothing of one's own has been left behind."""
    update = int(parse_qs(urlsplit(link).query)["t"][0])
    for _ in range(2):
        page.goto(link)
        wait_ready(page)
        expect(page.locator(".loss-curve")).to_be_visible()
        expect(page.locator("#notice")).to_be_hidden()
        page.get_by_role("slider", name="Update", exact=True).focus()
        page.keyboard.press("ArrowRight")
        until(page, f"new URLSearchParams(location.search).get('t') === '{update + 1}'")
        page.wait_for_timeout(600)  # the browser keeps the formula meanwhile


def test_the_link_of_ones_own_run_offers_no_previous_formula(opened: Opener) -> None:
    page = opened()
    retype(page, "L = (w*x - y)**2")
    page.wait_for_selector("[data-name=y]")
    page.locator("#learn-button").click()
    expect(page.locator(".loss-curve")).to_be_visible()
    page.get_by_role("slider", name="Update", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    until(page, "location.search.includes('t=3')")
    opens_without_a_notice(page, page.url)


def test_a_run_that_was_only_looked_at_is_nothing_of_ones_own(opened: Opener) -> None:
    page = opened(address(LINE, VALUES, {"iterations": 20}, 4))
    opens_without_a_notice(page, page.url)
    page.goto(opened.service + "/?source=x*y")
    wait_ready(page)
    expect(page.locator("#notice")).to_be_hidden()


def test_the_settings_of_an_optimizer_are_in_the_request_and_in_the_address(opened: Opener) -> None:
    page = opened(address(LINE, VALUES, {"optimizer": "adam", "settings": {"lr": 0.1, "beta1": 0.5}, "iterations": 9}))
    expect(page.locator(".learn-hyper summary")).to_contain_text("β₁ 0.5, β₂ 0.999, ε 1e-8")
    page.locator(".learn-hyper summary").click()
    with page.expect_request("**/api/v1/train") as sent:
        page.get_by_label("beta1").fill("0.8")
        page.get_by_label("beta1").press("Enter")
    assert sent.value.post_data_json["settings"] == {"lr": 0.1, "beta1": 0.8}
    until(page, "location.search.includes('beta1%22:0.8')", 20)
    page.get_by_label("Optimizer").select_option("rmsprop")
    expect(page.get_by_label("alpha")).to_have_value("0.99")


def test_cliffs_are_dragged_and_moved_by_keys(opened: Opener) -> None:
    train = {"iterations": 40, "schedule": {"kind": "step", "every": 10, "factor": 0.5}}
    page = opened(address(LINE, VALUES, train))
    cliff = page.get_by_role("slider", name="Cliff 1 of the learning rate")
    expect(cliff).to_have_attribute("aria-valuenow", "10")
    cliff.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    every = page.get_by_label("Updates of a stage")
    expect(every).to_have_value("12")
    until(page, "location.search.includes('every%22:12')")
    expect(cliff).to_be_focused()
    box = box_of(page, page.locator("[data-handle=cliff-1] circle"))
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] - 25, box["y"] + 5, steps=4)
    page.mouse.up()
    expect(every).to_have_value(re.compile("^([6-9]|10)$"))
    expect(page.get_by_role("slider", name="Update", exact=True)).to_have_value("0")
    level = page.get_by_role("slider", name="Factor of the learning rate at a cliff")
    level.focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Factor of a stage")).to_have_value("0.55")


def test_bias_correction_and_nesterov_are_tick_boxes(opened: Opener) -> None:
    page = opened(address(LINE, VALUES, {"optimizer": "adam", "iterations": 9}))
    page.locator(".learn-hyper summary").click()
    with page.expect_request("**/api/v1/train") as sent:
        page.get_by_label("bias correction").uncheck()
    assert sent.value.post_data_json["settings"] == {"lr": 0.1, "bias_correction": 0}
    page.locator("[data-picture=rule]").click()
    expect(page.locator(".learn-picture")).to_contain_text("3.16 times the corrected one")
    with page.expect_request("**/api/v1/train"):  # its own request, which may still be to come
        page.get_by_label("Optimizer", exact=True).select_option("momentum")
    with page.expect_request("**/api/v1/train") as sent:
        page.get_by_label("Nesterov").check()
    assert sent.value.post_data_json["settings"] == {"lr": 0.05, "nesterov": 1}


def test_a_surface_of_the_lectures_opens_with_its_start_and_its_map(opened: Opener) -> None:
    page = opened()
    page.locator("#learn-button").click()
    page.get_by_label("Surfaces of the lectures").select_option("ravine")
    expect(page.locator(".learn-panel [role=status]").first).to_contain_text("leaps from wall to wall")
    expect(page.locator(".contour .step")).to_have_count(81)
    expect(page.get_by_role("spinbutton", name="w0", exact=True)).to_have_value("−8.00")
    until(page, "location.search.includes('0.038')")
    start = page.get_by_role("button", name="Start of the run")
    start.focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("spinbutton", name="w1", exact=True)).not_to_have_value("1.00")
    expect(start).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("spinbutton", name="w1", exact=True)).to_have_value("1.00")


def test_another_optimizer_takes_a_place_in_the_race_and_keys_move_its_start(opened: Opener) -> None:
    page = opened(address(LINE, VALUES, {"iterations": 40}))
    page.locator("[data-picture=race]").click()
    page.get_by_label("Optimizer 3 of the race").select_option("nesterov")
    output = page.locator("[data-racer=nesterov] output")
    expect(output).not_to_be_empty()
    expect(page.locator("[data-racer=adagrad]")).to_have_count(0)
    before = output.inner_text()
    page.get_by_role("button", name="Start of the race").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(output).not_to_have_text(before)


def test_the_optimizer_is_a_graph_whose_state_is_fed_back(opened: Opener) -> None:
    train = {"optimizer": "adam", "settings": {"lr": 0.1}, "iterations": 9}
    page = opened(address(LINE, VALUES, train, 3))
    run = chainrule.train(LINE, VALUES, parameters=["w", "b"], optimizer="adam", settings={"lr": 0.1}, iterations=9)
    page.locator("[data-picture=rule]").click()
    page.get_by_role("button", name="As a graph").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".feedback text")).to_have_text([f"{name} of the next update" for name in ("w", "m", "v")])
    words = dialog.get_by_role("status")
    expect(words).to_contain_text(f"Update 4: w goes from {run.values['w'][3]:.2f} to {run.values['w'][4]:.2f}")
    dialog.get_by_role("button", name="Update ▶").click()
    expect(words).to_contain_text(f"Update 5: w goes from {run.values['w'][4]:.2f} to {run.values['w'][5]:.2f}")
    m = f"{run.state['m']['w'][4]:.2f}".replace("-", "−")
    expect(dialog.locator(".cr-stage")).to_contain_text(m)
    dialog.get_by_role("button", name="Gate ▶").click()
    expect(words).not_to_contain_text("Update 5")
    until(page, "location.search.includes('t=4')")
    until(page, 'decodeURIComponent(location.href).includes(\'"graph":"w"\')')
    page.reload()
    expect(words).to_contain_text("Update 5: w goes")
    page.keyboard.press("Escape")
    until(page, "!decodeURIComponent(location.href).includes('\"graph\"')")
    expect(page.get_by_role("slider", name="Update", exact=True)).to_have_value("4")
    until(page, "decodeURIComponent(location.href).includes('picture')")
    page.reload()
    expect(page.locator("[data-picture=rule][aria-pressed=true]")).to_be_visible()


def test_a_run_is_taken_along_as_program_table_and_link(opened: Opener) -> None:
    train = {"optimizer": "adam", "settings": {"lr": 0.1}, "iterations": 9}
    page = opened(address(LINE, VALUES, train, 3))
    page.locator("[data-picture=code]").click()
    code = page.get_by_role("region", name="Program of this run")
    expect(code).to_contain_text("def loss_of(w, b):  # and its gradients")
    page.locator("#learn").get_by_role("button", name="PyTorch").click()
    expect(code).to_contain_text("torch.optim.Adam(params, lr=0.1")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Numbers, CSV").click()
    table = saved.value.path().read_text().splitlines()
    assert table[0] == "update,loss,learning_rate,w,b"
    assert len(table) == 11
    with page.expect_download() as saved:
        page.get_by_role("button", name="Curves, SVG").click()
    assert "<polyline" in saved.value.path().read_text()
    page.get_by_role("button", name="Share").click()
    page.get_by_role("radio", name="Link").click()
    link = page.locator("#share").get_by_text("train=", exact=False).first
    expect(link).to_contain_text("t=3")
    page.get_by_role("radio", name="Run", exact=True).click()
    frame = page.frame_locator("#share iframe").locator("chain-rule")
    loss = chainrule.train(LINE, VALUES, **train).loss[3]
    expect(frame.locator(".cr-run-words")).to_have_text(f"Update 3 of 9: loss {number(loss)}")
    frame.locator(".cr-run .next").click()
    expect(frame.locator(".cr-run-words")).to_contain_text("Update 4 of 9")
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG of the curves").click()
    assert "Update 9 of 9" in saved.value.path().read_text()
