"""The pictures of learning beside a run: race, rates, the optimizer's numbers, the data's plane; for everybody."""

from __future__ import annotations

import json
from urllib.parse import quote

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from test_access import faults

from chainrule.learn import train
from conftest import Opener, box_of


def address(source: str, values: object, train: object, t: int = 0) -> str:
    fields = {"source": source, "values": json.dumps(values), "train": json.dumps(train), "t": str(t)}
    return "/?" + "&".join(f"{name}={quote(text)}" for name, text in fields.items())


VALUES = {"w": 1, "x": 2, "b": 0, "t": 5}
LINE = "L = (w*x + b - t)**2"
MOONS = """X, y = moons(60, noise=0.1, seed=1)
h = relu(X @ W1 + b1)
p = sigmoid(h @ W2 + b2)[:, 0]
L = -mean(y*log(p) + (1 - y)*log(1 - p)) + lam*sum(W1**2)"""
DRAW = np.random.default_rng(4).normal
WEIGHTS = {
    "W1": DRAW(size=(2, 6)).round(2).tolist(),
    "b1": DRAW(size=6).round(2).tolist(),
    "W2": DRAW(size=(6, 1)).round(2).tolist(),
    "b2": [0],
    "lam": 0.001,
}
ADAM = {"optimizer": "adam", "settings": {"lr": 0.05}, "iterations": 150}


def choose(page: Page, picture: str) -> None:
    page.locator(f"[data-picture={picture}]").click()


def test_a_race_says_what_the_engine_says(opened: Opener) -> None:
    page = opened(address(LINE, VALUES, {"iterations": 40}))
    choose(page, "race")
    rows = page.locator(".race-row output")
    expect(rows).to_have_count(5)
    for name, lr in [("sgd", 0.05), ("momentum", 0.05), ("adagrad", 0.5), ("rmsprop", 0.05), ("adam", 0.1)]:
        run = train(
            LINE, VALUES, parameters=["w", "b"], optimizer=name, settings={"lr": lr}, iterations=40, tolerance=0
        )
        expect(page.locator(f"[data-racer={name}] output")).not_to_be_empty()
        shown = page.locator(f"[data-racer={name}] output").inner_text().replace("−", "-")
        assert float(shown) == pytest.approx(run.loss[-1], rel=0.06), name
    page.get_by_label("Learning rate of Momentum").fill("3")
    expect(page.locator("[data-racer=momentum] output")).to_contain_text("diverges at")
    page.get_by_role("button", name="Best η for each").click()
    expect(page.locator("[data-racer=momentum] output")).not_to_contain_text("diverges")


def test_the_rows_of_a_race_are_lines_and_a_rate_too_high_is_inside_its_plot(opened: Opener) -> None:
    page = opened(address(LINE, VALUES, {"iterations": 40, "optimizer": "adam", "settings": {"lr": 0.1}}))
    choose(page, "race")
    for row in page.locator(".race-row[data-racer]").all():
        expect(row.locator("output")).not_to_be_empty()
        assert box_of(page, row)["height"] < 40
    choose(page, "rates")
    tops = page.locator(".curves polyline.race").evaluate_all(
        "lines => lines.map(line => Math.min(...[...line.points].map(({y}) => y)))"
    )
    assert len(tops) == 4
    assert min(tops) >= 0  # it left the frame at three times the start, though it comes back


def test_the_start_of_a_race_is_dragged_and_all_run_again(opened: Opener) -> None:
    page = opened(address(LINE, VALUES, {"iterations": 40}))
    choose(page, "race")
    output = page.locator("[data-racer=adam] output")
    expect(output).not_to_be_empty()
    before = output.inner_text()
    expect(page.locator(".contour .level").first).to_be_attached()
    box = box_of(page, page.locator(".contour .start-handle"))
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] - 30, steps=5)
    page.mouse.up()
    expect(output).not_to_have_text(before)
    expect(page.locator(".contour polyline.race")).to_have_count(5)


def test_the_limit_of_the_learning_rate_is_crossed(opened: Opener) -> None:
    page = opened(address(LINE, VALUES, {"iterations": 40}))
    choose(page, "rates")
    expect(page.locator(".rate-limit")).to_contain_text("The loss is a parabola. Its largest curvature is 10.00")
    expect(page.locator(".rate-limit")).to_contain_text("η = 0.05 is below it")
    rate = page.get_by_label("Learning rate", exact=True)
    rate.fill("0.21")
    rate.press("Enter")
    expect(page.locator(".rate-limit")).to_contain_text("η = 0.21 is above it")
    expect(page.locator(".learn-panel [role=status]").first).to_contain_text("update")


def test_the_lines_of_the_optimizer_have_their_numbers(opened: Opener) -> None:
    page = opened(address(LINE, VALUES, {"optimizer": "adam", "settings": {"lr": 0.1}}, 1))
    choose(page, "rule")
    lines = page.locator(".rule-line .numbers")
    expect(lines).to_have_count(5)
    run = train(LINE, VALUES, parameters=["w", "b"], optimizer="adam", settings={"lr": 0.1}, iterations=2)
    expect(lines.first).to_contain_text(f"≈ {run.state['m']['w'][2]:.2f}".replace("-", "−"))
    expect(page.locator(".learn-picture .learn-table .update").first).to_have_text(f"{run.values['w'][2]:.2f}")
    page.locator(".learn-picture .learn-table button").nth(1).click()
    expect(page.locator(".learn-picture")).to_contain_text("for b.")
    expect(page.locator(".learn-picture")).to_contain_text("torch.optim.Adam(params, lr=0.1")


def test_a_schedule_is_drawn_below_the_loss(opened: Opener) -> None:
    page = opened(address(LINE, VALUES, {"schedule": {"kind": "cosine"}}))
    expect(page.locator(".loss-curve .rates")).to_have_count(1)
    page.locator(".learn-settings > details:not(.learn-hyper) > summary").click()
    page.get_by_label("Schedule of the learning rate").select_option("constant")
    expect(page.locator(".loss-curve .rates")).to_have_count(0)


def test_the_plane_of_the_data_follows_the_run(opened: Opener) -> None:
    page = opened(address(MOONS, WEIGHTS, ADAM))
    caption = page.locator(".learn-picture p", has_text="own side of the boundary")
    expect(caption).to_contain_text("Update 0:")
    expect(page.locator(".field .point")).to_have_count(60)
    expect(page.locator(".field .boundary")).to_be_attached()
    boundary = page.locator(".field .boundary").get_attribute("d")
    slider = page.get_by_role("slider", name="Update", exact=True)
    slider.focus()
    page.keyboard.press("End")
    expect(caption).to_contain_text("Update 150:")
    expect(page.locator(".field .boundary")).not_to_have_attribute("d", str(boundary))
    expect(caption).to_contain_text("own side of the boundary")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_everybody_can_use_the_pictures(opened: Opener, size: str, scheme: str) -> None:
    page = opened(address(MOONS, WEIGHTS, ADAM, 3), size=size, color_scheme=scheme, reduced_motion="reduce")
    expect(page.locator(".field .point").first).to_be_attached()
    all_of = ".learn-choices [data-picture]"
    for picture in page.eval_on_selector_all(all_of, "all => all.map(each => each.dataset.picture)"):
        page.locator(f".learn-choices [data-picture={picture}]").click()
        expect(page.locator(f".learn-choices [data-picture={picture}]")).to_have_attribute("aria-pressed", "true")
        page.wait_for_timeout(400)
        assert faults(page) == [], picture
    wide = page.evaluate("document.querySelector('#learn').scrollWidth - document.querySelector('#learn').clientWidth")
    assert wide <= 0


def test_minibatches_fan_out_around_the_whole_gradient(opened: Opener) -> None:
    source = "x, y = line(64, noise=0.5, seed=2)\nL = mean((w*x + b - y)**2)"
    page = opened(address(source, {"w": 0, "b": 0}, {"iterations": 30, "batch": 8}, 2))
    choose(page, "fan")
    expect(page.locator(".fan .fan-one")).to_have_count(30)
    expect(page.locator(".learn-picture")).to_contain_text("2 updates, 16 examples seen")
    page.locator(".learn-picture").get_by_role("button", name="64").click()
    expect(page.locator(".learn-picture")).to_contain_text("30 minibatches of 64")
    expect(page.locator(".learn-picture")).to_contain_text("They lie 0.00 off it")


DIALS = """units = 6
lam = 0.001
X, y = moons(40, noise=0.2, seed=1)
W1 = randn(2, units)
b1 = zeros(units)
W2 = randn(units)
b2 = 0
h = relu(X @ W1 + b1)
p = sigmoid(h @ W2 + b2)
L = -mean(y*log(p) + (1 - y)*log(1 - p)) + lam*(sum(W1**2) + sum(W2**2))"""


def test_nine_networks_are_trained_and_one_is_taken(opened: Opener) -> None:
    page = opened(address(DIALS, {}, {"optimizer": "adam", "settings": {"lr": 0.05}, "iterations": 60}))
    expect(page.locator(".curves polyline")).to_have_count(3)
    expect(page.locator(".learn-picture")).to_contain_text("others of the same kind")
    choose(page, "strip")
    cells = page.locator(".strip-cell")
    expect(cells).to_have_count(9)
    expect(page.locator(".strip-cell svg")).to_have_count(9)
    page.get_by_role("slider", name="Update", exact=True).press("End")
    last = train(DIALS.replace("lam = 0.001", "lam = 0.1"), optimizer="adam", settings={"lr": 0.05}, iterations=60)
    expect(cells.nth(7)).to_contain_text(f"loss {last.loss[-1]:.2f}")
    cells.nth(2).click()
    expect(page.locator("#editor")).to_contain_text("units = 20")
    expect(page.locator(".learn-table").last).to_contain_text("×40")
