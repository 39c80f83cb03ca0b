"""Vectors and matrices: seen, hovered, walked by keyboard, opened as tables, edited, graded, refused."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from test_access import faults
from test_overlap import path_of

from chainrule.examples import EXAMPLES
from conftest import Opener, box_of, until, wait_ready

EXAMPLE = {example.name: example for example in EXAMPLES}
MATMUL = {"x": [[1, 2, 3], [4, 5, 6]], "w": [[1, 0], [2, -1], [0, 3]]}


def link(source: str, step: int = 9_999, **fields: Any) -> str:
    values = {name: json.dumps(value) for name, value in fields.items()}
    return "/?" + "&".join(f"{k}={quote(str(v))}" for k, v in {"source": source, "step": step, **values}.items())


def cells(page: Page, edge: str, what: str) -> list[str]:
    return page.eval_on_selector_all(
        f'.label[data-id="{edge}"] .cr-array.{what} text', "all => all.map(e => e.textContent)"
    )


def edge_of(page: Page, name: str) -> str:
    """The wire whose array is called so in its label."""
    found = page.get_attribute(f'.cr-array[aria-label^="value of {name},"] >> xpath=..', "data-id")
    assert found is not None
    return found


def focus(page: Page, edge: str, what: str = "value") -> None:
    page.eval_on_selector(f'.label[data-id="{edge}"] .cr-array.{what}', "e => e.focus()")


def tip(page: Page) -> str:
    return page.inner_text(".cr-tip")


def test_the_gradient_of_every_leaf_has_the_shape_of_its_variable(opened: Opener) -> None:
    page = opened(path_of(EXAMPLE["matmul"], 9_999), reduced_motion="reduce")
    for name, shape in (("x", (2, 3)), ("w", (3, 4))):
        edge = edge_of(page, name)
        assert len(cells(page, edge, "value")) == len(cells(page, edge, "gradient")) == shape[0] * shape[1]
    assert cells(page, edge_of(page, "x"), "gradient") == ["0.00", "16.00", "−9.00", "−24.00", "9.00", "−30.00"]
    badges = page.eval_on_selector_all(".node .shape-badge", "all => all.map(e => e.textContent.trim())")
    assert badges == ["2×3", "3×4", "2×4"]


def test_an_entry_says_and_marks_what_it_touches(opened: Opener) -> None:
    page = opened(link("y = x @ w", values=MATMUL), reduced_motion="reduce")
    box = box_of(page, page.locator(f'.label[data-id="{edge_of(page, "x")}"] .cr-array.value .cell').nth(1))
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "x[0, 1] = 2" in tip(page)
    assert "touches row 0 of y by row 1 of w" in tip(page)
    assert page.locator(".mark-cell.own").count() == 2
    assert page.locator(".mark-cell.touched").count() == 4
    assert page.locator(".mark-cell.weight").count() == 2
    page.mouse.move(5, 5)
    until(page, "document.querySelector('.cr-tip').textContent === ''")
    assert page.locator(".mark-cell").count() == 0


def test_arrow_keys_walk_the_entries_from_value_to_gradient_and_on(opened: Opener) -> None:
    page = opened(link("y = x @ w", values=MATMUL), reduced_motion="reduce")
    focus(page, edge_of(page, "x"))
    assert "x[0, 0] = 1" in tip(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert "x[1, 1] = 5" in tip(page)
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.classList.contains('gradient')")
    assert "x[0, 1]" in tip(page)
    page.keyboard.press("PageDown")
    assert "w[0, 0] = 1" in tip(page)
    assert "column 0 of y by column 0 of x" in tip(page)
    page.keyboard.press("Escape")
    assert tip(page) == ""
    assert page.locator(".cr-array[tabindex='0']").count() == 1


def test_the_step_draws_its_factors_with_their_shapes(opened: Opener) -> None:
    page = opened(link("y = x @ w", values=MATMUL), reduced_motion="reduce")
    captions = page.eval_on_selector_all(".products figcaption", "all => all.map(e => e.textContent)")
    assert captions == [
        "upstream 2×2",
        "w transposed 2×3",
        "downstream 2×3",
        "x transposed 3×2",
        "upstream 2×2",
        "downstream 3×2",
    ]


def test_a_window_slides_over_its_array_by_itself_by_buttons_and_back(opened: Opener) -> None:
    page = opened(path_of(EXAMPLE["convolution"], 1))
    until(page, "document.querySelector('.window-bar output')?.textContent >= '3 of 16'")
    page.click(".windows [aria-label='Stop the window']")
    page.fill(".window-bar input", "1")
    assert page.inner_text(".window-equation") == "1.00 × 1.00 + 2.00 × (−1.00) + 3.00 × (−0.50) + 1.00 × 1.00 = −1.50"
    page.click("[aria-label='Next window']")
    assert page.inner_text(".window-bar output") == "3 of 16"
    assert page.inner_text(".window-words").startswith("Entry [0, 0, 0, 2] of the result")
    page.keyboard.press("End")
    page.click(".windows .segments button >> nth=1")
    assert page.inner_text(".windows h3").upper() == "THE SUM OVER ALL WINDOWS"
    page.keyboard.press("z")
    page.fill(".windows-dialog .window-bar input", "6")
    assert page.inner_text(".windows-dialog .window-words").startswith("Entry [0, 0, 1, 1] of the gradient of x")
    assert page.inner_text(".windows-dialog .window-equation").endswith(" = 1.00")


def test_a_broadcast_value_is_summed_over_the_axis_that_is_named(opened: Opener) -> None:
    page = opened(link("x + b", values={"x": [[1, 2], [3, 4]], "b": [1, 2]}), reduced_motion="reduce")
    assert "summed over axis 0" in page.inner_text(".products")
    edge = page.get_attribute(".cr-array >> nth=0 >> xpath=..", "data-id")
    assert edge is not None


def test_a_large_array_opens_as_a_table_with_all_its_numbers(opened: Opener) -> None:
    page = opened(path_of(EXAMPLE["twenty-lines"], 9_999), reduced_motion="reduce")
    focus(page, edge_of(page, "x"))
    assert "mean" in tip(page)
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.whole td') !== null")
    until(page, "document.querySelector('.table-bar').textContent.includes('64,000 numbers')")
    assert page.get_attribute(".whole", "aria-rowcount") == "65"
    assert page.get_attribute(".whole", "aria-colcount") == "1001"
    assert page.locator(".whole td").count() < 3_000
    assert faults(page) == []
    page.keyboard.press("End")
    until(page, "document.querySelector('.whole thead th:last-child').textContent === '999'")
    until(page, "document.querySelector('.whole tbody tr:last-child th').textContent === '63'")
    page.keyboard.press("+")
    page.keyboard.press("+")
    until(page, "document.querySelector('.whole').classList.contains('zoom-3')")
    page.keyboard.press("Escape")
    expect(page.locator(".table-dialog")).to_be_hidden()


def test_gradients_written_by_hand_are_graded_and_lead_to_their_line(opened: Opener) -> None:
    page = opened(path_of(EXAMPLE["twenty-lines"], 0), reduced_motion="reduce")
    names = page.eval_on_selector_all(".grade-name", "all => all.map(e => e.textContent)")
    assert names == ["grad_y_pred", "grad_w2", "grad_h", "grad_w1"]
    assert "all 4 right" in page.inner_text(".hand-gradients h3").lower()
    assert "2,000 times" in page.inner_text("#reading")
    page.locator(".grade button").nth(1).click()
    until(page, "document.querySelector('.node.selected')?.getAttribute('aria-label').includes('w2')")
    expect(page.locator(".cm-mark").first).to_have_text("grad_w2 = h.T.dot(grad_y_pred)")


def test_a_wrong_gradient_says_where_it_differs(opened: Opener) -> None:
    source = "y = x.dot(w)\nloss = np.square(y).sum()\ngrad_y = 2 * y\ngrad_w = x.T.dot(y)"
    page = opened(link(source, 0, values=MATMUL), reduced_motion="reduce")
    assert "1 of 2 right" in page.inner_text(".hand-gradients h3").lower()
    assert "twice too small" in page.inner_text(".wrong-one.says")
    assert faults(page) == []


def test_a_jacobian_is_drawn_with_its_structure_and_its_weight(opened: Opener) -> None:
    page = opened(link("y = x @ w", values=MATMUL), reduced_motion="reduce")
    page.locator(".node.op-matmul").click()
    page.get_by_role("button", name="Jacobian").click()
    page.wait_for_selector(".jacobian")
    words = page.inner_text(".jacobian-body")
    assert "2 blocks" in words
    assert "256 GB" in words
    assert page.locator(".jacobian rect").count() == 4 * 6 + 1 + 4 + 6  # with upstream and downstream
    stage, panel = (box_of(page, page.locator(part)) for part in ("#stage", ".jacobian-dialog"))
    assert panel["x"] >= stage["x"] + stage["width"]  # beside the graph
    page.locator(".jacobian rect.result").nth(1).hover()
    handed = page.locator(".jacobian text.result").nth(1).text_content()
    equation = re.compile(rf"^∂L/∂x\[0, 1\] = .*= {re.escape(str(handed))}$")
    expect(page.locator(".jacobian-sum")).to_have_text(equation)
    assert faults(page) == []
    page.get_by_role("button", name="with respect to w").click()
    until(page, "document.querySelector('.jacobian')?.getAttribute('aria-label').includes('respect to w')")


def test_a_shape_error_is_drawn_and_the_graph_up_to_it_stays(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    values = {"X": [[1, 2, 3]], "W1": [[1, 2], [3, 4], [5, 6]], "W2": [[1], [2], [3]]}
    page = opened(link("h = maximum(0, X @ W1)\nsum(h @ W2)", 0, values=values), reduced_motion="reduce", ready=False)
    wait_ready(page)
    page.wait_for_selector(".stage.stopped")
    expect(page.locator(".shape-error .bad")).to_have_text(["2", "3"])
    expect(page.locator(".cm-fault")).to_have_text("@")
    expect(page.locator("#stale-mark")).to_contain_text("Drawn up to the place")
    expect(page.locator(".node.op-matmul")).to_have_count(1)
    assert page.locator(".cr-array.value").count() >= 4
    assert page.locator(".cr-array.gradient").count() == 0
    assert faults(page) == []


def test_rows_and_columns_are_added_and_blocks_are_pasted(opened: Opener) -> None:
    page = opened(link("sum(x ** 2)", 0, values={"x": [[1, 2], [3, 4]]}), reduced_motion="reduce")
    page.get_by_role("button", name="Add a column to x").click()
    until(page, "document.querySelectorAll('[data-name=x] input').length === 6")
    until(page, "document.activeElement.dataset.resize === 'column1'")
    page.evaluate(
        """() => {
            const field = document.querySelector('[data-name=x] input');
            const data = new DataTransfer();
            data.setData('text/plain', '1\\t2\\t3\\n4\\t5\\t6\\n7\\t8\\t9');
            field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    until(page, "document.querySelectorAll('[data-name=x] input').length === 9")
    until(page, "document.querySelector('.node .shape-badge')?.textContent.trim() === '3×3'")


def test_a_given_upstream_that_no_longer_fits_can_be_dropped(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened(path_of(EXAMPLE["matmul"], 0), reduced_motion="reduce")
    page.get_by_role("button", name="Add a row to x").click()
    page.get_by_role("button", name="Begin with ones instead").click()
    until(page, "document.querySelector('.node.op-matmul .shape-badge')?.textContent.trim() === '3×4'")
    assert page.locator("[data-name='upstream gradient']").count() == 0


def test_units_lead_back_when_they_are_too_many(opened: Opener) -> None:
    opened.allowed = ("status of 422",)
    page = opened(path_of(EXAMPLE["twenty-lines"], 0), reduced_motion="reduce")
    page.get_by_role("button", name="Units").click()
    page.get_by_role("button", name="Back to Gates").click()
    until(page, "document.querySelector('#problem').textContent === ''")
    expect(page.locator('#views [data-view="gates"]')).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_arrays(opened: Opener, scheme: str) -> None:
    for name in ("matmul", "svm-loss", "twenty-lines"):
        page = opened(path_of(EXAMPLE[name], 9_999), color_scheme=scheme, reduced_motion="reduce")
        page.locator(".node.op-matmul").first.click()
        assert faults(page) == []


def test_no_line_of_a_product_ends_with_its_sign(opened: Opener) -> None:
    svm = next(example for example in EXAMPLES if example.name == "svm-loss")
    for size in ("phone", "desktop"):
        page = opened(path_of(svm, 9_999), size, reduced_motion="reduce")
        terms = page.locator(".products .signed-term")
        expect(terms).to_have_count(2)
        places = terms.evaluate_all(
            """all => all.map(term => {
                const [sign, part] = [...term.children].map(each => each.getBoundingClientRect());
                return [sign.right <= part.left + 1, sign.top < part.bottom && sign.bottom > part.top];
            })"""
        )
        assert places == [[True, True]] * 2, size
