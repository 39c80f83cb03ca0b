"""Lines of a backward pass left out: the student's are judged line by line, and one slip counts once."""

from __future__ import annotations

import re
from typing import Any

import pytest

import chainrule
from chainrule.errors import InputError, LimitError
from chainrule.exercises import BlankSelector, ExerciseRequest, ExerciseSheet, document, grade, make
from chainrule.limits import Limits
from chainrule.request import TraceRequest

SCALARS = "q = x + y\nf = q*z\ndq = z\ndz = q\ndx = dq\ndy = dq"
LAYER = """x = np.array([1.0, 2.0])
W = np.array([[1.0, -1.0], [0.5, 2.0]])
z = W @ x
h = np.maximum(0, z)
L = np.sum(h**2)
dh = 2*h
dz = dh * (z > 0)
dW = np.outer(dz, x)
dx = W.T @ dz"""
VALUES = {"x": 2, "y": 3, "z": 4}


def exercise(source: str, values: dict[str, Any] | None = None, **fields: Any) -> ExerciseSheet:
    return make(TraceRequest(source, values or {}), ExerciseRequest(**{"ask": ["line"], **fields}))


def marks(made: ExerciseSheet, **lines: str) -> dict[str, Any]:
    """By the name of the gradient: what is said of the lines that are given."""
    names = {made.lines[blank.line].gradient.name: blank.id for blank in made.blanks if blank.line is not None}
    found = {mark.id: mark for mark in grade(made, {names[name]: text for name, text in lines.items()}).marks}
    return {name: found[id] for name, id in names.items()}


def test_the_lines_stand_nowhere_in_what_a_student_is_given() -> None:
    shown = document(exercise(SCALARS, VALUES))
    assert shown["source"].splitlines()[2:] == ["dq = ____", "dz = ____", "dx = ____", "dy = ____"]
    assert next(blank["label"] for blank in shown["blanks"]) == "Line 3: dq, the gradient of q"
    assert shown["hand_gradients"] == []
    assert shown["named"]["dq"]["value"] is None


def test_lines_alone_speak_of_no_rounding() -> None:
    sentence = "A line is right if its rule holds at other values, too."
    assert document(exercise(SCALARS, VALUES))["rule"] == sentence
    assert document(exercise(SCALARS, VALUES, ask=["line", "downstream"]))["rule"] != sentence


def test_one_line_is_asked_for_by_its_name() -> None:
    made = exercise(SCALARS, VALUES, ask=[BlankSelector("line", name="dz")])
    assert document(made)["source"].count("____") == 1
    assert marks(made, dz="q")["dz"].right


@pytest.mark.parametrize("text", ["dq = z", "z", "  1.0 * z", "dq=z*1"])
def test_any_way_to_write_the_rule_is_right(text: str) -> None:
    assert marks(exercise(SCALARS, VALUES), dq=text)["dq"].right


@pytest.mark.parametrize(
    ("line", "text", "mistake"),
    [
        ("dq", "-z", "sign"),
        ("dz", "z", "wrong-operand"),
        ("dq", "4.0", "number-for-rule"),
        ("dq", "z +", "unreadable"),
        ("dq", "z*nothing", "unreadable"),
        ("dq", "dz = q", "other-name"),
        ("dq", "z\ndz = q", "unreadable"),
        ("dq", "3*z - 2*z*z/4", "by-chance"),  # 4 at these values, but not the rule
    ],
)
def test_a_wrong_line_is_told_what_is_wrong(line: str, text: str, mistake: str) -> None:
    found = marks(exercise(SCALARS, VALUES), **{line: text})[line]
    assert not found.right
    assert found.mistake == mistake
    assert found.sentence


def test_a_misspelled_name_is_no_product_of_its_letters() -> None:
    """`yy` is y*y in a formula, which is `y` where that is 0 or 1: it was right."""
    source = "h = np.array([2.0, 0.5])\ny = np.array([1.0, 0.0])\nL = np.sum((h - y)**2)\ndh = 2*(h - y)"
    made = exercise(source)
    found = marks(made, dh="2*(h - yy)")["dh"]
    assert (found.right, found.mistake, found.sentence) == (False, "unreadable", "The program has no `yy`.")
    assert marks(made, dh="np.array([2*(hh - yy) for hh, yy in zip(h, y)])")["dh"].right
    assert marks(made, dh="2*(hy - y)")["dh"].mistake == "unreadable"


def test_a_right_line_is_told_so_in_german_throughout() -> None:
    made = chainrule.exercise(SCALARS, VALUES, ask=["line"], lang="de")
    assert made.grade({"b1": "z"}).marks[0].sentence.startswith("Richtig. dq ist richtig")
    wrong = chainrule.exercise("x = 2.0\nz = x**2\nL = z*3\ndz = 2\ndx = 2*x*dz", ask=["wrong_line"], lang="de")
    assert wrong.grade({"b1": "dz"}).marks[0].sentence.startswith("Richtig. dz ist falsch")


def test_a_line_may_be_written_with_the_signs_of_the_picture() -> None:
    made = exercise(SCALARS, VALUES)
    assert marks(made, dq="z×1 − 0·q")["dq"].right
    assert marks(made, dq="−z")["dq"].mistake == "sign"


def test_the_numbers_of_a_mark_are_as_short_as_on_the_wires() -> None:
    source = "q = x*w\nf = 1/(1 + np.exp(-q))\ndq = (1 - f)*f\ndw = x*dq"
    found = marks(exercise(source, {"x": 0.3, "w": 1.7}), dq="(1 - f)*f*f")["dq"]
    assert found.sentence.endswith("dq is 0.15, but df/dq is 0.23.")


def test_a_line_that_builds_on_a_wrong_one_is_right() -> None:
    found = marks(exercise(SCALARS, VALUES), dq="-z", dz="z", dx="dq", dy="-dq")
    assert (found["dq"].right, found["dz"].right, found["dy"].right) == (False, False, True)
    assert (found["dx"].right, found["dx"].follows) == (True, True)


def test_a_line_that_cannot_be_read_spoils_no_other() -> None:
    found = marks(exercise(SCALARS, VALUES), dq="z @@", dz="q", dx="dq")
    assert found["dq"].mistake == "unreadable"
    assert not found["dq"].answered
    assert found["dz"].right
    assert found["dx"].right
    assert not found["dy"].answered


def test_lines_of_matrices_are_told_where_the_transpose_is_missing() -> None:
    found = marks(exercise(LAYER), dh="2*h", dz="dh", dW="np.outer(x, dz)", dx="W @ dz")
    assert found["dh"].right
    assert (found["dz"].right, found["dz"].mistake) == (True, None)  # 2*h is 0 where the mask is
    assert (found["dW"].mistake, found["dx"].mistake) == ("transpose", "transpose")


def test_a_program_without_a_backward_pass_has_no_line_to_ask_for() -> None:
    with pytest.raises(InputError, match="no number of the kinds"):
        exercise("x*y", {"x": 1, "y": 2})


def test_a_limit_says_how_many_lines() -> None:
    with pytest.raises(LimitError, match="exercise_lines"):
        make(TraceRequest(SCALARS, VALUES), ExerciseRequest(ask=["line"]), Limits(exercise_lines=3))


NETWORK = """X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
W1 = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
W2 = np.array([[0.3], [0.1], [0.2]])
y = np.array([[1.0], [0.0], [1.0]])
a = X @ W1
h = np.maximum(0, a)
p = h @ W2
loss = np.sum((p - y)**2)
dp = 2*(p - y)
dW2 = h.T @ dp
dh = dp @ W2.T
da = dh * (a > 0)
dW1 = X.T @ da"""


@pytest.mark.parametrize(
    ("name", "answer", "mistake", "words"),
    [
        ("da", "dh * (a > 0)", None, "Right"),
        ("da", "np.where(h > 0, dh, 0)", None, "Right"),
        ("dW1", "(da.T @ X).T", None, "Right"),
        # All of `a` is positive here: the mask changes no number.
        ("da", "dh", "by-chance", "not the rule"),
        ("dW1", "X.T @ dh", "by-chance", "not the rule"),
        # A row where a column belongs: the numbers are right.
        ("dW2", "dp.T @ h", "transpose", "The numbers of `dW2` are right, but it is 1×3 and not 3×1."),
        ("dW2", "(dp.T @ h).T", None, "Right"),
        ("dp", "2*(p - y", "unreadable", "never closed"),
        ("dp", "2*", "unreadable", "stops too early"),
        ("dp", "p - y = dp", "unreadable", "no line such as `dp = ...`"),
        ("dh", "dp @ W2", "unreadable", "does not fit"),
    ],
)
def test_a_line_of_a_network_is_the_rule_in_its_shape(name: str, answer: str, mistake: str | None, words: str) -> None:
    sheet = make(TraceRequest(NETWORK), ExerciseRequest(["line"]))
    blank = next(each.id for each in sheet.blanks if f" {name}," in each.label)
    mark = next(each for each in grade(sheet, {blank: answer}).marks if each.id == blank)
    assert (mark.right, mark.mistake) == (mistake is None, mistake)
    assert words in mark.sentence


@pytest.mark.parametrize(
    ("name", "answer", "mistake", "words"),
    [
        ("dW2", "h.T @ dp", None, "Right"),
        ("dW2", "dp.T @ h", "transpose", "The numbers of `dW2` are right, but it is 1×3 and not 3×1."),
        ("dW2", "h @ dp", "transpose", "the transpose of `h` is missing"),
        ("dW2", "h.T * dp", "shape", "its shape is 3 by 3"),
        ("dW1", "da.T @ X", "transpose", "it is the transpose of the right one"),
        ("dW1", "sum(da)", "shape", "its shape is one number"),
    ],
)
def test_a_line_over_plain_lists_is_judged_as_one_over_arrays(
    name: str, answer: str, mistake: str | None, words: str
) -> None:
    """`W2 = [[0.3], ...]` is an array from where it is used on, and has the name that `dW2` speaks of."""
    plain = re.sub(r"np\.array\((.*)\)", r"\1", NETWORK)
    assert "np.array" not in plain
    mark = marks(exercise(plain), **{name: answer})[name]
    assert (mark.right, mark.mistake) == (mistake is None, mistake)
    assert words in mark.sentence
