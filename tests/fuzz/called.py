"""A plugin of pytest: which functions of the package each test calls, as JSON in the file that CALLED names.

    {"tests/test_read.py::test_a": ["read/loops.py:12", ...], ...}

A place is the file in the package and the line where the function's code begins.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType

import pytest

import chainrule

PACKAGE = str(Path(chainrule.__file__).resolve().parent) + os.sep
_called: dict[str, list[str]] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    seen: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            seen.add(frame.f_code)

    sys.setprofile(note)
    try:
        return (yield)
    finally:
        sys.setprofile(None)
        _called[item.nodeid] = [
            f"{code.co_filename.removeprefix(PACKAGE)}:{code.co_firstlineno}"
            for code in seen
            if code.co_filename.startswith(PACKAGE)
        ]


def pytest_sessionfinish() -> None:
    Path(os.environ["CALLED"]).write_text(json.dumps(_called), encoding="utf-8")
