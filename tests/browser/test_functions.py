"""Opening and closing functions: by mouse and by keyboard, in the address, and without changing a number."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from conftest import Opener, becomes, gradients, labels, position, until

SOURCE = "/?source=" + quote("z = w*x + b; y = sigmoid(z); swish(y*w)")
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def functions(page: Page) -> list[tuple[str, bool]]:
    found = page.eval_on_selector_all(".fold", "all => all.map(e => [e.dataset.function, e.ariaExpanded === 'true'])")
    return sorted((name, is_open) for name, is_open in found)


def at_rest(page: Page) -> None:
    until(page, "document.querySelectorAll('.exiting > *').length === 0")
    until(page, "!document.querySelector('.folds')?.hasAttribute('opacity')")


def query(page: Page, name: str) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0].split(",")


def test_a_frame_closes_and_a_closed_function_opens_by_mouse_and_no_number_changes(opened: Opener) -> None:
    page = opened(SOURCE)
    page.keyboard.press("End")
    before = gradients(page)
    all_open = functions(page)
    assert all_open
    assert all(is_open for _, is_open in all_open)
    page.click(f".fold.close[data-function={all_open[0][0]}]")
    until(page, "document.querySelector('.fold.open') !== null")
    at_rest(page)
    becomes(page, lambda: gradients(page), before)
    assert position(page) == int(page.get_attribute(".cr-track", "aria-valuemax") or 0)
    page.click(".fold.open")
    until(page, "document.querySelector('.fold.open') === null")
    at_rest(page)
    becomes(page, lambda: functions(page), all_open)
    becomes(page, lambda: gradients(page), before)


def test_a_double_click_opens_a_closed_function_and_one_click_chooses_it(opened: Opener) -> None:
    page = opened(SOURCE + "&view=functions")
    closed_function = page.locator(".node.function").first
    closed_function.locator("text.cr-text").dispatch_event("click", {"bubbles": True})
    expect(closed_function).to_have_class(re.compile(r"\bselected\b"))
    assert functions(page)[0][1] is False
    closed_function.locator("text.cr-text").dispatch_event("dblclick", {"bubbles": True})
    until(page, "document.querySelector('.fold.close') !== null")


def test_the_keyboard_closes_and_opens_and_the_focus_stays(opened: Opener) -> None:
    page = opened(SOURCE)
    name = functions(page)[0][0]
    page.focus(f".fold[data-function={name}]")
    page.keyboard.press("Enter")
    until(page, f"document.activeElement?.dataset.id === '{name}'")
    at_rest(page)
    page.keyboard.press("o")
    until(page, f"document.activeElement?.dataset.function === '{name}'")
    at_rest(page)
    page.keyboard.press("O")
    until(page, f"document.activeElement?.dataset.id === '{name}'")


def test_the_key_o_works_on_what_is_chosen(opened: Opener) -> None:
    page = opened("/?source=" + quote("y = sigmoid(w*x)"))
    page.keyboard.press("o")
    until(page, "document.querySelectorAll('.node.function').length === 1")
    page.keyboard.press("o")
    until(page, "document.querySelectorAll('.node.function').length === 0")


def test_a_link_holds_what_is_open(opened: Opener) -> None:
    page = opened(SOURCE)
    name = functions(page)[0][0]
    page.click(f".fold[data-function={name}]")
    until(page, "location.search.includes('closed=')")
    assert query(page, "closed") == [name]
    again = opened(page.url.removeprefix(opened.service))
    becomes(again, lambda: functions(again), functions(page))


def test_the_step_stays_at_the_gate_and_a_closed_gate_says_its_own_slope(opened: Opener) -> None:
    page = opened("/?source=" + quote("y = sigmoid(x)") + '&values={"x":1}')
    page.keyboard.press("End")
    page.click(".fold.close")
    until(page, "document.querySelector('.node.function') !== null")
    becomes(page, lambda: "0.73" in labels(page, "value"), True)
    expect(page.locator("#step-body")).to_contain_text("local")
    expect(page.locator("#step-body")).to_contain_text("0.20")
    # A slider moves the slope too: (1 - 0.5) * 0.5.
    page.locator("#value-list input[type=range]").first.fill("0")
    until(page, "document.querySelector('#step-body').innerText.includes('0.25')")


def test_with_reduced_motion_nothing_glides(opened: Opener) -> None:
    page = opened(SOURCE, reduced_motion="reduce")
    page.evaluate(
        "window.ghosts = 0; const seen = () => { window.ghosts += document.querySelectorAll('.exiting > *').length };"
        "new MutationObserver(seen)"
        ".observe(document.querySelector('.exiting'), {childList: true})"
    )
    page.click(".fold.close >> nth=0")
    until(page, "document.querySelector('.fold.open') !== null")
    assert page.evaluate("window.ghosts") == 0


@pytest.mark.parametrize("view", ["gates", "functions"])
def test_axe_finds_nothing(opened: Opener, view: str) -> None:
    page = opened(f"{SOURCE}&view={view}&health=1")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(row["id"], [node["html"][:120] for node in row["nodes"]]) for row in found["violations"]] == []


def test_health_marks_where_the_gradient_dies_and_says_why(opened: Opener) -> None:
    page = opened("/?source=" + quote("y = sigmoid(20*x)*w") + '&values={"x":1,"w":2}')
    page.keyboard.press("h")
    until(page, "document.querySelectorAll('[data-heat]').length > 3")
    expect(page.locator(".health-panel .troubles li").first).to_be_attached()
    page.click(".health-panel .troubles button >> nth=0")
    until(page, "document.querySelector('.selection-card')?.innerText.includes('health') ?? false")
    page.keyboard.press("h")
    until(page, "document.querySelectorAll('.wires [data-heat], .health-mark').length === 0")


def test_a_name_is_found_and_brought_into_sight(opened: Opener) -> None:
    page = opened(SOURCE)
    page.keyboard.press("Control+k")
    page.keyboard.type("y")
    expect(page.locator("#search-list li").first).to_have_text(re.compile("^y"))
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.node.selected') !== null")
    expect(page.locator("#search")).to_be_hidden()


def test_a_large_graph_is_drawn_where_one_looks(opened: Opener) -> None:
    source = "t=x*y;" + ";".join(["t=t+tanh(t*b)"] * 150)
    page = opened("/?source=" + quote(source))
    drawn = page.locator(".cr-svg .node").count()
    total = int(page.get_attribute(".cr-track", "aria-valuemax") or 0)
    assert 0 < drawn < 250 < total
    page.keyboard.press("0")
    until(page, "document.querySelectorAll('.cr-svg .far').length > 1")
    page.keyboard.press("/")
    page.keyboard.type("tanh")
    page.keyboard.press("Enter")
    until(page, "document.querySelectorAll('.cr-svg .far').length === 0")
    expect(page.locator(".node.selected")).to_have_count(1)


NEURONS = ["def neuron(w, x, b): return tanh(w*x + b)", *(f"h{i} = neuron(w{i}, x, b{i})" for i in range(12))]
REPEATED = "/?source=" + quote("\n".join([*NEURONS, " + ".join(f"h{i}" for i in range(12))]))


def test_repeated_calls_are_one_box_that_opens_and_closes(opened: Opener) -> None:
    page = opened(REPEATED + "&view=functions")
    page.keyboard.press("End")
    at_rest(page)
    before = gradients(page)
    assert "—" not in before.values()
    assert page.text_content(".node.function .cr-text") == "neuron × 12"
    assert page.locator(".node.function .behind").count() == 4  # two behind the neurons, two behind their sum
    name = page.get_attribute(".node.function", "data-id")
    page.focus(f".node[data-id={name}]")
    page.keyboard.press("o")
    until(page, f"document.activeElement?.dataset.function === '{name}'")
    at_rest(page)
    expect(page.locator(".node.function.op-neuron")).to_have_count(12)
    becomes(page, lambda: gradients(page), before)
    becomes(page, lambda: query(page, "open"), [name])
    page.keyboard.press("o")
    until(page, f"document.activeElement?.dataset.id === '{name}'")
    at_rest(page)
    expect(page.locator(".node.function.op-neuron")).to_have_count(1)
    becomes(page, lambda: gradients(page), before)


def test_values_of_leaves_drawn_as_one_move_by_their_sliders(opened: Opener) -> None:
    page = opened(REPEATED + "&view=functions")
    page.keyboard.press("End")
    at_rest(page)
    before = gradients(page)
    page.get_by_role("slider", name="w3, slider").focus()
    page.keyboard.press("ArrowUp")
    until(page, f"document.querySelector('[data-name=w3] .gradient').textContent !== '{before['w3']}'")
    now = gradients(page)
    assert now["w3"] != before["w3"]
    assert now["w4"] == before["w4"]


def test_a_large_graph_is_carried_while_it_moves_and_drawn_where_it_rests(opened: Opener) -> None:
    page = opened("/?source=" + quote("t=x*y;" + ";".join(["t=t+tanh(t*b)"] * 150)))
    page.keyboard.press("/")
    page.keyboard.type("tanh")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.node.selected') && !document.querySelector('.cr-svg.carried')")
    found = page.locator(".node.selected").get_attribute("data-id")
    drawn = "document.querySelector('.cr-svg .viewport').getAttribute('transform')"
    before = page.evaluate(drawn)
    page.mouse.move(700, 700)
    page.mouse.down()
    for x in (690, 640, 560):
        page.mouse.move(x, 690)
    assert page.locator(".cr-svg.carried").count() == 1
    assert page.evaluate(drawn) == before
    page.mouse.up()
    until(page, "document.querySelector('.cr-svg.carried') === null")
    assert page.evaluate(drawn) != before
    assert page.evaluate("document.querySelector('.cr-svg').style.transform") == ""
    # Choosing and walking go on from there.
    page.mouse.click(700, 740)
    expect(page.locator(".node.selected")).to_have_count(0)
    page.click(f".node[data-id={found}]")
    expect(page.locator(".node.selected")).to_have_attribute("data-id", str(found))
    page.mouse.wheel(0, -100)
    until(page, "document.querySelector('.cr-svg.carried') === null")
    page.locator("#stage .node.selected").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    until(page, f"document.activeElement.matches('.node:not([data-id={found}])')")


@pytest.mark.parametrize("size", ["desktop", "tablet", "phone"])
def test_the_table_of_health_stands_beside_the_picture(opened: Opener, size: str) -> None:
    page = opened("/?source=" + quote("h1 = tanh(w1*x)\nL = (h1 - 1)**2") + "&step=last", size)
    page.locator(".health-button").click()
    expect(page.locator(".health-panel")).to_be_attached()
    assert page.evaluate("document.querySelector('#stage').contains(document.querySelector('.health-panel'))") is False
