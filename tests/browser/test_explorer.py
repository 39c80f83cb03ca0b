"""The activation explorer in a browser: curves, places of the lecture, comparison, the zig-zag, access."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from conftest import Opener, box_of, until, wait_ready

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def start(opened: Opener, path: str = "/activations", size: str = "desktop", **options: object) -> Page:
    page = opened(path, size, ready=False, **options)
    page.wait_for_selector("body[data-ready]")
    return page


def fact(page: Page, name: str, column: str) -> str:
    return page.inner_text(f"#facts tr[data-name={name}] .{column}")


def test_the_numbers_at_the_places_of_the_lecture(opened: Opener) -> None:
    page = start(opened)
    for x, value, slope, status in (("-10", "4.5e−5", "4.5e−5", "saturated"), ("0", "0.50", "0.25", "passes 25 %")):
        page.click(f"#places [data-x='{x}']")
        assert (fact(page, "sigmoid", "value"), fact(page, "sigmoid", "slope")) == (value, slope)
        assert fact(page, "sigmoid", "status") == status
    assert fact(page, "relu", "status") == "at the kink"
    page.click("#places [data-x='10']")
    assert fact(page, "relu", "value") == "10.00"


def test_the_numbers_are_those_of_the_service(opened: Opener) -> None:
    page = start(opened, "/activations?show=sigmoid,tanh,elu,gelu,softplus,mish&x=1.5")
    reply = page.request.get(f"{opened.service}/api/v1/activations?low=1.5&high=2&points=2").json()
    rows = {row["name"]: row["curve"] for row in reply["activations"]}
    for name in ("sigmoid", "tanh", "elu", "gelu", "softplus", "mish"):
        assert float(fact(page, name, "value").replace("−", "-")) == pytest.approx(rows[name]["value"][0], abs=0.005)
        assert float(fact(page, name, "slope").replace("−", "-")) == pytest.approx(rows[name]["slope"][0], abs=0.005)


def test_x_is_dragged_in_a_curve_and_moved_by_keyboard(opened: Opener) -> None:
    page = start(opened)
    box = box_of(page, page.locator(".plot.slope .surface"))
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 60, steps=4)
    page.mouse.up()
    assert float(page.inner_text("#x-value")) == pytest.approx(4, abs=0.1)
    page.focus("#x")
    page.keyboard.press("ArrowRight")
    assert float(page.inner_text("#x-value")) == pytest.approx(4.05, abs=0.1)
    until(page, "location.search.includes('x=4')")


def test_curves_are_chosen_compared_and_kept_in_the_address(opened: Opener) -> None:
    page = start(opened)
    page.click(".chip[data-name=prelu]")
    assert page.locator("path.curve").count() >= 8  # four in each chart, and the swatches
    assert page.inner_text("#about h2").lower() == "prelu"
    page.locator("#about input[data-parameter=a]").fill("0.5")
    page.click("#places [data-x='-10']")
    assert fact(page, "prelu", "slope") == "0.50"
    until(page, "location.search.includes('prelu.a=0.5') && location.search.includes('x=-10')")
    again = start(opened, page.url.removeprefix(opened.service))
    assert fact(again, "prelu", "value") == "−5.00"


def test_maxout_is_drawn_along_a_line_through_its_inputs(opened: Opener) -> None:
    page = start(opened)
    page.click(".chip[data-name=maxout]")
    page.click("#places [data-x='-10']")
    assert (fact(page, "maxout", "value"), fact(page, "maxout", "slope")) == ("5.50", "−0.50")  # max(-10, 0.5*10 + 0.5)
    page.locator("#about input[data-parameter=b]").fill("1")
    assert fact(page, "maxout", "value") == "6.00"


def test_the_limit_of_curves_is_said(opened: Opener) -> None:
    page = start(opened)
    note = page.locator(".chips [role=status]")
    assert note.inner_text() == ""
    for name in ("prelu", "maxout", "elu"):
        page.click(f".chip[data-name={name}]")
    assert page.locator(".chip[data-name=selu]").is_disabled()
    assert note.inner_text().startswith("No more than 6 curves")
    page.click(".chip[data-name=elu]")
    assert note.inner_text() == ""


def test_an_activation_goes_into_a_formula(opened: Opener) -> None:
    page = start(opened)
    page.click("#facts tr[data-name=tanh] [data-insert]")
    wait_ready(page)
    assert "tanh(w*x + b)" in (page.text_content("#editor .cm-content") or "")


def test_positive_inputs_move_all_weights_together(opened: Opener) -> None:
    page = start(opened)
    assert "in 16 of 16 steps" in page.inner_text("#zigzag")
    page.click("#zigzag .segments button >> nth=1")
    assert "in 16 of 16 steps" not in page.inner_text("#zigzag")
    page.locator("#zigzag input").fill("3")
    assert page.locator("#zigzag .strides line").count() == 3


@pytest.mark.parametrize("path", ["/activations", "/embed/activations"])
@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_nothing_and_nothing_overflows(opened: Opener, path: str, size: str, scheme: str) -> None:
    page = start(opened, path, size, color_scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert json.dumps([(row["id"], [n["html"][:120] for n in row["nodes"]]) for row in found["violations"]]) == "[]"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_examples_menu_leads_here(opened: Opener) -> None:
    page = opened("/")
    page.click("#examples-button")
    page.get_by_role("menuitem", name="Activation functions").click()
    page.wait_for_selector("body[data-ready]")
    assert page.url.endswith("/activations")
