"""Graphs that are kept under a name: open, rename, delete, and the name of their files."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from test_access import faults
from test_dropped_files import drop

from conftest import Opener, press_tool, wait_ready


def gallery(page: Page) -> None:
    press_tool(page, "#examples-button")
    page.get_by_role("menuitem", name="Your named graphs").click()
    expect(page.get_by_role("dialog", name="Your named graphs")).to_be_visible()


def keep(page: Page, name: str) -> None:
    gallery(page)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Keep this graph").click()
    expect(page.get_by_role("status").filter(has_text=f"Kept as {name}.")).to_be_visible()


def test_a_graph_is_kept_renamed_opened_and_deleted(opened: Opener) -> None:
    page = opened("/?source=x*y&values=%7B%22x%22:2,%22y%22:3%7D")
    keep(page, "A product")
    expect(page.locator("dialog.gallery .thumbnail")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#editor .cm-content").fill("x+y+z")
    expect(page.locator("#value-list")).to_contain_text("z")
    keep(page, "A sum")
    page.get_by_role("button", name="Rename A sum").click()
    page.keyboard.type("A product")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("There is a graph called A product already.")
    page.keyboard.type(" of two")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Delete A product of two").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo").click()
    expect(page.locator("dialog.gallery li")).to_have_count(2)
    page.reload()  # they are of the browser, not of the page
    wait_ready(page)
    gallery(page)
    page.locator(".gallery-open", has_text="A product").first.click()
    expect(page.locator(".cm-content")).to_have_text("x*y")
    expect(page.get_by_role("spinbutton", name="y", exact=True)).to_have_value("3.00")


def test_a_named_graph_is_saved_under_its_name_and_opened_from_its_file(opened: Opener) -> None:
    page = opened("/?source=x*y&values=%7B%22x%22:2,%22y%22:3%7D&view=units")
    keep(page, "Mein Übungsblatt 3")
    page.keyboard.press("Escape")
    page.locator("#share-button").click()
    page.locator("#share input[value=file]").check(force=True)
    with page.expect_download() as saving:
        page.get_by_role("button", name="JSON file").click()
    assert saving.value.suggested_filename == "mein-ubungsblatt-3.json"
    page.locator("#share input[value=picture]").check(force=True)
    with page.expect_download() as drawing:
        page.get_by_role("button", name="SVG of this step").click()
    assert drawing.value.suggested_filename == "mein-ubungsblatt-3-step-3.svg"
    text = saving.value.path().read_text()
    page.goto(opened.service + "/?source=a%2Bb")
    wait_ready(page)
    drop(page, "saved.json", text)
    expect(page.locator(".cm-content")).to_have_text("x*y")
    assert "view=units" in page.url
    assert "%22y%22:3" in page.url


def test_columns_without_a_name_in_the_program_are_said(opened: Opener) -> None:
    page = opened("/?source=x*y&values=%7B%22x%22:2,%22y%22:3%7D")
    drop(page, "data.csv", "q,r\n1,2\n")
    expect(page.locator("#notice-text")).to_contain_text("The program has no q, r")
    drop(page, "data.csv", "x,r\n7,2\n")
    expect(page.get_by_role("spinbutton", name="x", exact=True)).to_have_value("7.00")
    expect(page.locator("#notice-text")).to_contain_text("The program has no r")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_in_the_gallery(opened: Opener, size: str, scheme: str) -> None:
    """Empty, with graphs, while one is renamed, and after one was deleted."""
    page = opened("/?source=x*y", size=size, color_scheme=scheme, reduced_motion="reduce")
    gallery(page)
    assert faults(page) == []
    page.keyboard.press("Escape")
    keep(page, "A product")
    assert faults(page) == []
    page.get_by_role("button", name="Rename A product").click()
    assert faults(page) == []
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Delete A product").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Undo")).to_be_visible()
    assert faults(page) == []
