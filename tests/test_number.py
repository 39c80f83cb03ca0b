"""Digits: the same in Python and in the browser (`number_cases.json` is read by both tests)."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.number import exact, jsonable, number, shape_text, short, text, told_apart

CASES = json.loads((Path(__file__).parent / "number_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("x", "shown"), CASES)
def test_number_is_shown_as_in_the_browser(x: float | str, shown: str) -> None:
    assert number(float(x)) == shown


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_shown_number_is_near_the_number_and_short(x: float) -> None:
    shown = number(x)
    assert len(shown) <= 9
    read = float(shown.replace("\N{MINUS SIGN}", "-"))
    assert math.isclose(read, x, rel_tol=0.0501) or math.isinf(read)
    assert number(-x) == ("0.00" if x == 0 else shown[1:] if x < 0 else "\N{MINUS SIGN}" + shown)


@given(st.floats())
def test_exact_text_reads_back_as_the_same_number(x: float) -> None:
    assert exact(x).isascii()
    back = float(exact(x))
    assert math.isnan(back) if math.isnan(x) else back == x


def test_exact_text_is_short() -> None:
    assert [exact(x) for x in (2.0, -0.1, 1e22, 0.1 + 0.2)] == ["2", "-0.1", "1e+22", "0.30000000000000004"]


def test_a_short_text_has_no_zeros_at_its_end() -> None:
    numbers = 0.5, -3.0, 1e-4, 1234.0, math.inf
    assert [short(x) for x in numbers] == [
        "0.5",
        "\N{MINUS SIGN}3",
        "0.0001",
        "1.23e+03",
        "∞",
    ]
    assert short(1.23456, 4) == "1.235"
    assert short(1e-5) == "1e\N{MINUS SIGN}5"


@pytest.mark.parametrize(
    ("x", "y", "shown"),
    [
        (0.14646922305447904, 0.23442334393076128, ("0.15", "0.23")),
        (4.0, -4.0, ("4", "−4")),
        (0.27, 0.2723, ("0.27", "0.272")),
        (1.0, 1.0000001, ("1", "1.0000001")),
        (1234567.0, 1234568.0, ("1234567", "1234568")),
    ],
)
def test_two_numbers_are_as_short_as_shows_that_they_differ(x: float, y: float, shown: tuple[str, str]) -> None:
    assert told_apart(x, y) == shown


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_two_numbers_that_differ_read_differently(x: float, y: float) -> None:
    assert x == y or len(set(told_apart(x, y))) == 2


def test_what_json_cannot_hold_becomes_a_string() -> None:
    assert jsonable(0.5) == 0.5
    assert [jsonable(x) for x in (math.nan, math.inf, -math.inf)] == ["NaN", "Infinity", "-Infinity"]
    assert jsonable(np.array([[1.0, 2.0]])) == [[1.0, 2.0]]
    assert jsonable(np.array([[1.0, math.nan], [math.inf, -math.inf]])) == [[1.0, "NaN"], ["Infinity", "-Infinity"]]
    assert math.copysign(1, jsonable(np.array([-0.0]))[0]) == -1
    assert json.dumps(jsonable(np.array([math.nan, 1.0])), allow_nan=False) == '["NaN", 1.0]'


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2.0, "2.00"),
        (np.array([1.0, -2.0]), "[1.00, −2.00]"),
        (np.array([[1.0, 2.0], [3.0, 4.0]]), "[[1.00, 2.00], [3.00, 4.00]]"),
        (np.zeros((2, 3)), "2×3"),
        (np.zeros(5), "5 entries"),
        (np.zeros((1, 1, 2)), "[[[0.00, 0.00]]]"),
        (np.zeros((2, 0)), "2×0"),
        (np.zeros(0), "0 entries"),
    ],
)
def test_value_as_a_label(value: object, shown: str) -> None:
    assert text(value) == shown


def test_shape_text() -> None:
    assert [shape_text(s) for s in ((), (5,), (2, 3))] == ["", "5", "2×3"]
