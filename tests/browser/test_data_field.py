"""Points of the data by hand: moved, added, deleted, pasted, shown one by one in the graph; the second plane."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from test_access import faults
from test_learn_pictures import ADAM, DIALS, address

from conftest import Opener, box_of, until


def plane(opened: Opener, **options: str) -> Page:
    page = opened(address(DIALS, {}, {**ADAM, "iterations": 60}, 60), reduced_motion="reduce", **options)
    expect(page.locator(".field-view .point")).to_have_count(40)
    return page


def test_points_are_added_and_deleted_with_the_keyboard_and_undone(opened: Opener) -> None:
    page = plane(opened)
    field = page.get_by_role("application")
    field.focus()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(".field-view .point")).to_have_count(41)
    expect(page.locator("#editor")).not_to_contain_text("moons")
    expect(page.locator(".field-pane")).to_contain_text("Update 0:")
    expect(page.locator("#value-list")).to_contain_text("41×2")
    until(page, "location.search.includes('values=')")
    field.focus()
    page.keyboard.press(",")
    page.keyboard.press("Delete")
    expect(page.locator(".field-view .point")).to_have_count(40)
    expect(page.locator("#value-list")).to_contain_text("40×2")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#editor")).to_contain_text("moons")


def test_points_by_hand_have_a_held_out_curve(opened: Opener) -> None:
    page = plane(opened)
    expect(page.locator(".field-pane")).to_contain_text("as many others of the same kind")
    page.get_by_role("application").focus()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(".field-pane")).to_contain_text("every fifth point of each class, held out")
    expect(page.locator(".field-pane .curves .race-1")).to_have_count(1)


def test_a_point_is_dragged(opened: Opener) -> None:
    page = plane(opened)
    page.locator(".field-view").scroll_into_view_if_needed()
    box = box_of(page, page.locator(".field-view .point").nth(3))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 20, steps=4)
    page.mouse.up()
    expect(page.locator("#editor")).not_to_contain_text("moons")
    expect(page.locator("#value-list")).to_contain_text("40×2")


def test_a_point_goes_through_the_graph_and_all_come_back(opened: Opener) -> None:
    page = plane(opened)
    page.locator(".field-view .point").nth(5).click()
    expect(page.locator(".field-pane")).to_contain_text("The graph shows point 6 alone")
    expect(page.locator("#value-list")).to_contain_text("1×2")
    until(page, "decodeURIComponent(location.href).includes('\"point\":5')")
    page.reload()
    expect(page.locator(".field-pane")).to_contain_text("The graph shows point 6 alone")
    expect(page.locator("#value-list")).to_contain_text("1×2")
    page.get_by_role("button", name="All points in the graph").click()
    expect(page.locator("#editor")).to_contain_text("moons")
    expect(page.locator(".field-pane")).to_contain_text("Update 60:")
    until(page, "!decodeURIComponent(location.href).includes('\"point\"')")


def test_pasted_points_become_the_data(opened: Opener) -> None:
    page = plane(opened)
    page.locator(".paste-points summary").click()
    text = page.locator(".paste-points textarea")
    text.fill("x,y,kind\n0,0,a\n1,0,a")
    page.get_by_role("button", name="Use these points").click()
    expect(page.locator(".paste-points [role=status]")).to_contain_text("4 points or more")
    text.fill("x,y,kind\n0,0,a\n1,0,a\n0,2,b\n1,2.5,b")
    page.get_by_role("button", name="Use these points").click()
    expect(page.locator(".field-view .point")).to_have_count(4)
    expect(page.locator("#value-list")).to_contain_text("4×2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_second_plane_says_whether_a_line_separates(opened: Opener, scheme: str) -> None:
    page = plane(opened, color_scheme=scheme)
    page.get_by_role("group", name="Second plane").get_by_role("button", name="r, θ").click()
    expect(page.locator(".second .point")).to_have_count(40)
    expect(page.locator(".second-plane [role=status]")).to_contain_text("straight line separates the classes")
    page.get_by_role("group", name="Second plane").get_by_role("button", name="h (6)").click()
    expect(page.locator(".second-plane [role=status]")).to_contain_text("in this view of h (6)")
    page.get_by_role("slider", name="From the plane of the data to the other one").press("Home")
    assert faults(page) == []
