"""A backward pass with lines left out: the teacher makes it of a pasted program, the student's lines are marked."""

from __future__ import annotations

import json
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect
from test_access import faults

from conftest import Opener, until

PROGRAM = "q = x + y\nf = q * z\n\ndq = z\ndz = q\ndx = dq * 1\ndy = dq * 1"
VALUES = {"x": -2, "y": 5, "z": -4}
PASTED = f"/?source={quote(PROGRAM)}&values={quote(json.dumps(VALUES))}"


def line(page: Page, name: str, text: str) -> None:
    """Write a line into its place, and have it marked."""
    page.locator(".quiz-blanks button", has_text=f": {name},").click()
    field = page.locator("#predict-field")
    field.fill(text)
    field.press("Enter")
    expect(page.locator(".quiz-blanks button", has_text=f": {name},").locator("b")).not_to_be_empty()


def sign(page: Page, name: str) -> Locator:
    return page.locator(".quiz-blanks button", has_text=f": {name},").locator(".blank-sign")


def test_the_teacher_leaves_lines_out_and_the_students_are_marked_one_by_one(opened: Opener) -> None:
    teacher = opened(PASTED, reduced_motion="reduce")
    expect(teacher.locator("#hand-gradients")).to_contain_text("dy")
    teacher.locator("#lessons-button").click()
    teacher.get_by_role("menuitem", name="Exercise…").click()
    dialog = teacher.get_by_role("dialog")
    dialog.get_by_label("Gradients on the wires").uncheck()
    dialog.get_by_label("Lines of the backward pass").check()
    dialog.get_by_label("dy", exact=True).uncheck()
    dialog.get_by_role("button", name="Start").click()
    expect(teacher.locator(".quiz-blanks li")).to_have_count(3)
    until(teacher, "location.hash.startsWith('#exercise=')")
    link = teacher.evaluate("location.hash")

    student = opened(f"/{link}", size="phone", reduced_motion="reduce")  # where the program must be seen, too
    expect(student.locator(".quiz-blanks li")).to_have_count(3)
    expect(student.locator(".cm-content")).to_be_in_viewport()
    expect(student.locator(".cm-content")).to_contain_text("dq = ____")
    source = student.locator(".cm-content").inner_text()
    assert "dy = dq * 1" in source
    assert "dq = z" not in source
    line(student, "dq", "-z")
    expect(student.locator(".predict-said")).to_contain_text("sign")
    expect(sign(student, "dq")).not_to_have_text("✓")
    line(student, "dx", "dq")  # it follows from the wrong one
    expect(student.locator(".predict-said")).to_contain_text("The line is right; its number follows")
    expect(sign(student, "dx")).to_have_text("↳")
    line(student, "dz", "q")
    expect(sign(student, "dz")).to_have_text("✓")
    expect(student.locator(".quiz-score")).to_contain_text("2 of 3")
    expect(student.locator(".quiz-score")).to_contain_text("1 because it follows from an earlier answer")
    assert faults(student) == []
    line(student, "dq", "z")
    expect(student.locator(".quiz-score")).to_contain_text("3 of 3")
