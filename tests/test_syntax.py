"""Python's parser in a service with threads."""

from __future__ import annotations

import ast
import sys
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

import chainrule
from chainrule.read.text import read_text
from chainrule.request import TraceRequest
from chainrule.schema import field_docs

PACKAGE = Path(chainrule.__file__).parent
PROGRAM = "q = x + y*3\nf = (q*z - 4)/(1 + x**2)\n" * 40


class Cycle:
    """Only the collector ends it, and with it Python code runs wherever it is called: in the middle of a parse, too."""

    def __init__(self) -> None:
        self.own = self
        weakref.finalize(self, sum, range(50))


@pytest.mark.parametrize(
    "ask",
    [lambda: read_text(PROGRAM), lambda: field_docs.__wrapped__(TraceRequest)],
    ids=["a program that is read", "fields that /docs describes"],
)
def test_threads_that_parse_at_once_do_not_disturb_one_another(ask: Callable[[], object]) -> None:
    """In CPython 3.11 they counted the depth of their trees together, and one ended with a SystemError: a 500."""
    failed: list[BaseException] = []
    end, interval = time.monotonic() + 3, sys.getswitchinterval()

    def ask_again_and_again() -> None:
        try:
            while time.monotonic() < end and not failed:
                ask()
                Cycle()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=ask_again_and_again) for _ in range(4)]
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert failed == []


def test_only_one_place_calls_the_parser() -> None:
    calls = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "ast.parse"
    ]
    assert [call.partition(":")[0] for call in calls] == ["syntax.py", "syntax.py"]
