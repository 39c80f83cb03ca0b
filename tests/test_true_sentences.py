"""What is said of a wrong answer is true of the graph at hand: of ties, kinks, choices and powers, of lines."""

from __future__ import annotations

from typing import Any

import pytest

from chainrule.exercises import BlankSelector, ExerciseRequest, make
from chainrule.exercises.grading import BlankMark, grade
from chainrule.request import TraceRequest

TWO_WRONG = "x = 2.0\nw = 3.0\nz = w*x\nL = z**2\ndz = 3*z\ndw = dz*w\ndx = dz*w"


def mark(source: str, values: dict[str, float], blank: BlankSelector | str, answer: str) -> BlankMark:
    made = make(TraceRequest(source, values), ExerciseRequest([blank]))  # type: ignore[list-item]
    return grade(made, {"b1": answer}).marks[0]


GATES = [
    # -1/x is no power with the exponent -1: its sign is lost
    ("-1/x", {"x": 3}, "x", "-0.11", "sign-lost"),
    ("2/x", {"x": 4}, "x", "0.13", "sign-lost"),
    ("x/2", {"x": 0}, "x", "0.25", "factor-two"),
    ("x**(-2)*4", {"x": 2}, "x", "0.5", "exponent-left-out"),
    ("x**(-1)*4", {"x": 2}, "x", "1", "exponent-left-out"),
    # at a tie an input gets half of it, and not "the whole": 0 is wrong, the whole too
    ("max(x, y)*z", {"x": 2, "y": 2, "z": 3}, "x", "3", "upstream-only"),
    ("max(x, y)*z", {"x": 2, "y": 2, "z": 3}, "x", "0", "blocked-winner"),
    # no input lost where the value that went on is its own
    ("relu(x)*z", {"x": 0, "z": 3}, "x", "3", "upstream-only"),
    ("relu(x)*z", {"x": -1, "z": 3}, "x", "3", "sent-to-both"),
    ("where(x > y, a, b)*z", {"x": 2, "y": 3, "a": 4, "b": 5, "z": 3}, "a", "3", "sent-to-both"),
    # which path was written last is not in the number
    ("x*y + x*z", {"x": 2, "y": 3, "z": 5}, "x", "3", "overwrote-at-copy"),
    ("x*y + x*z", {"x": 2, "y": 3, "z": 5}, "x", "5", "overwrote-at-copy"),
    ("x*2 + x*3 + x*7", {"x": 2}, "x", "10", "path-left-out"),
]


@pytest.mark.parametrize(("source", "values", "name", "answer", "code"), GATES)
def test_what_is_said_of_a_gate_is_true_of_it(
    source: str, values: dict[str, float], name: str, answer: str, code: str
) -> None:
    found = mark(source, values, BlankSelector("downstream", name=name), answer)
    assert (found.right, found.mistake) == (False, code)
    for word in ("last write", "other input", "other one", "whole", "exactly"):
        assert word not in found.sentence


LINES = [
    ("5", None),
    ("Zeile 5", None),
    ("#5", None),
    ("6", "later-line"),  # wrong by itself
    ("7", "inherited-line"),
    ("3", "other-line"),  # of the forward pass
    ("99", "other-line"),
    ("-1", "other-line"),
    ("x", "unreadable"),
]


@pytest.mark.parametrize(("answer", "code"), LINES)
def test_what_is_said_of_a_line_is_true_of_it(answer: str, code: str | None) -> None:
    found = mark(TWO_WRONG, {}, "wrong_line", answer)
    assert (found.right, found.mistake) == (code is None, code)


def test_a_line_that_could_not_be_judged_is_not_called_right() -> None:
    source = "x = 2.0\nw = 3.0\nz = w*x\nL = z**2\ndz = 2*z\ndw = dz*w\ndx = dz*w"
    made = make(TraceRequest(source), ExerciseRequest(["wrong_line"]))
    for row in made.trace.hand_gradients:
        assert row.span is not None
        said = grade(made, {"b1": str(row.span.line)}).marks[0]
        assert (said.mistake == "right-line") == (row.verdict == "right")


def test_an_x_alone_is_no_shape() -> None:
    values: dict[str, Any] = {"W": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], "x": [1.0, 2.0]}
    made = make(TraceRequest("sum(W @ x)", values), ExerciseRequest(["shape"]))
    marks = grade(made, {blank.id: "x" for blank in made.blanks}).marks
    assert {each.mistake for each in marks} == {"unreadable"}
