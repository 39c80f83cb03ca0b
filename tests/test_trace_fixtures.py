"""The traces that the front end's tests read are those that the engine writes."""

from __future__ import annotations

import pytest

from trace_fixtures import FOLDER, TRACES, text_of


@pytest.mark.parametrize("name", TRACES)
def test_a_trace_of_the_front_ends_tests_is_current(name: str) -> None:
    written = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert written == text_of(name), "run: python tests/trace_fixtures.py"


def test_no_trace_is_left_over() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(TRACES)
