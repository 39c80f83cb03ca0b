"""The lecture hall: one key shows nothing but the graph, the sentence of the step and the controls."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from urllib.parse import quote, urlencode

from playwright.sync_api import Locator, Page, expect

from chainrule.examples import EXAMPLES
from conftest import Opener, becomes, box_of, still, until


def box(part: Locator) -> dict[str, float]:
    found = part.bounding_box()
    assert found is not None
    return dict(found)


def value_of(number: Locator) -> float:
    return float((number.text_content() or "").replace("−", "-"))


def test_f_shows_only_the_graph_its_sentence_and_the_controls(opened: Opener) -> None:
    page = opened()
    before = box(page.locator("#stage"))
    page.keyboard.press("f")
    expect(page.locator("header")).to_be_hidden()
    expect(page.locator(".right")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#live")).to_contain_text("gate takes")
    until(page, f"document.querySelector('#stage').offsetWidth > {before['width'] * 1.5}")
    still(page)
    stage, sentence, controls = (box(page.locator(part)) for part in ("#stage", "#live", "#transport"))
    assert stage["y"] + stage["height"] <= sentence["y"] + 1
    assert sentence["y"] + sentence["height"] <= controls["y"] + 1
    page.keyboard.press("Escape")
    expect(page.locator("header")).to_be_visible()


def stacked(page: Page, parts: Sequence[str]) -> None:
    """Check that the parts of the page stand one below the other and all have a height."""
    still(page)

    def faulty() -> list[str]:
        boxes = [page.locator(part).bounding_box() or {"y": 0.0, "height": 0.0} for part in parts]
        flat = [part for part, each in zip(parts, boxes, strict=True) if each["height"] <= 0]
        pairs = zip(itertools.pairwise(parts), itertools.pairwise(boxes), strict=True)
        return flat + [f"{a} on {b}" for (a, b), (one, two) in pairs if one["y"] + one["height"] > two["y"] + 1]

    becomes(page, faulty, [])


def test_the_hall_has_the_formula_on_top_and_the_equation_below(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    page.keyboard.press("f")
    page.keyboard.press("End")
    expect(page.locator(".hall-source mark")).to_have_text("w0*x0")
    expect(page.locator(".hall-math math")).to_have_count(2)
    # After the last step, what was learned stands in the place of the sentence.
    stacked(page, (".hall-source", "#stage", ".hall-closing", ".hall-math", "#transport"))
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".hall-math math")).to_have_count(2)
    stacked(page, (".hall-source", "#stage", ".hall-math", "#live", "#transport"))


def test_the_working_part_of_a_long_program_is_lit_at_every_step(opened: Opener) -> None:
    """Copies and broadcasts, which nobody wrote, stand where their value was written or their term comes from."""
    svm = next(example for example in EXAMPLES if example.name == "svm-loss")
    query = urlencode({"source": svm.source, "values": json.dumps(dict(svm.values))})
    page = opened(f"/?{query}", reduced_motion="reduce")
    page.keyboard.press("f")
    place = """() => ['.hall-source', '.hall-source mark'].map(part => {
        const found = document.querySelector(part), {top, bottom} = found.getBoundingClientRect();
        return [top, bottom, found.textContent];
    })"""
    lit = []
    for step in range(1, 43):
        page.keyboard.press("PageDown")
        expect(page.locator("#live")).to_contain_text(f"Step {step} of")
        expect(page.locator(".hall-source mark")).to_have_count(1)
        (top, bottom, _), (mark_top, mark_bottom, text) = page.evaluate(place)
        assert top <= mark_top < mark_bottom <= bottom + 1, step
        lit.append(text)
    assert lit[:2] == ["W", "W.T"]
    assert len(set(lit)) > 10
    expect(page.locator(".hall-closing")).not_to_be_empty()


def test_a_presenters_remote_steps_wherever_the_focus_is(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    page.keyboard.press("f")
    for _ in range(3):
        page.keyboard.press("Tab")
        page.keyboard.press("PageDown")
    expect(page.locator("#live")).to_contain_text("Step 3 of")
    page.locator("#stage .node").first.click()
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#live")).to_contain_text("Step 1 of")


def test_b_or_a_point_blanks_the_screen_and_the_next_key_only_lights_it(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    page.keyboard.press("f")
    page.keyboard.press("ArrowRight")
    for key, back in (("b", "b"), (".", "n"), ("b", ".")):
        page.keyboard.press(key)
        expect(page.locator(".hall-blank")).to_be_visible()
        page.keyboard.press(back)
        expect(page.locator(".hall-blank")).to_be_hidden()
    expect(page.locator("#live")).to_contain_text("Step 1 of")


def test_a_step_lights_a_blank_screen_and_is_done(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    page.keyboard.press("f")
    for key, step in (("PageDown", 1), ("ArrowRight", 2), ("PageUp", 1)):
        page.keyboard.press("b")
        expect(page.locator(".hall-blank")).to_be_visible()
        page.keyboard.press(key)
        expect(page.locator(".hall-blank")).to_be_hidden()
        expect(page.locator("#live")).to_contain_text(f"Step {step} of")


def test_the_halls_sentence_has_names_as_the_picture_has_them(opened: Opener) -> None:
    page = opened(f"/?source={quote('c = W_f @ h_t')}#s=1", reduced_motion="reduce")
    page.keyboard.press("f")
    page.keyboard.press("ArrowRight")
    names = page.locator("#live .name")
    expect(names.first).to_have_text("Wf")
    assert names.first.locator("sub").inner_text() == "f"
    assert "_" not in page.locator("#live").inner_text()


def test_a_dot_follows_the_pointer(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    page.keyboard.press("f")
    page.keyboard.press("p")
    page.mouse.move(400, 300)
    dot = box_of(page, page.locator(".hall-laser"))
    assert abs(dot["x"] + dot["width"] / 2 - 400) < 2
    assert abs(dot["y"] + dot["height"] / 2 - 300) < 2
    page.keyboard.press("p")
    expect(page.locator(".hall-laser")).to_be_hidden()


def test_a_leafs_number_is_dragged_in_the_picture_in_the_hall_too(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    for hall in (False, True):
        if hall:
            page.keyboard.press("f")
            expect(page.locator("header")).to_be_hidden()
        still(page)
        number = page.locator("#stage .scrub[data-name=w0]")
        before, place = value_of(number), box(number)
        x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
        where = page.locator(".viewport").get_attribute("transform")
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 20, y, steps=4)
        page.mouse.up()
        becomes(page, lambda: value_of(number) > before, True)  # noqa: B023
        assert page.locator(".viewport").get_attribute("transform") == where
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator("#stage .scrub[data-name=w0]")).to_have_text("2.00")


def test_the_hall_ends_with_the_gradient_of_every_leaf_the_largest_first(opened: Opener) -> None:
    page = opened(reduced_motion="reduce")
    page.keyboard.press("f")
    page.keyboard.press("End")
    leaves = page.locator(".closing-leaf")
    expect(leaves).to_have_count(5)
    sizes = [abs(float(text.replace("−", "-"))) for text in page.locator(".closing-gradient").all_text_contents()]
    assert sizes == sorted(sizes, reverse=True)
    expect(page.locator(".hall-closing")).to_contain_text("Raise x1 by 0.01, and f falls by 0.0059.")
    font = page.locator(".hall-closing").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert font >= 0.02 * 900
    page.keyboard.press("ArrowLeft")
    expect(leaves).to_have_count(0)
