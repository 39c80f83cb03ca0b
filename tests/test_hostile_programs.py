"""Programs that are meant to break the interpreter end in one of our errors, soon and in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hostile_programs import BOUNDED, REFUSED
from service import Client, check_problem

SECONDS = 3.0  # of processor time for one program: the budget of 2 s, and a half more for a busy machine
MEGABYTES = 200.0  # that one program may add to the process
WORKER = Path(__file__).with_name("hostile_worker.py")


@cache
def outcomes() -> dict[str, dict[str, Any]]:
    """What comes of every program. One that takes its process down is called lost, and the rest run in another."""
    left, found = {**REFUSED, **BOUNDED}, {}
    while left:
        done = subprocess.run(
            [sys.executable, str(WORKER)], input=json.dumps(left), capture_output=True, text=True, check=False
        )
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        for line in lines:
            found[line["name"]] = line
            left.pop(line["name"])
        if left:
            lost = next(iter(left))
            left.pop(lost)
            found[lost] = {"kind": "lost", "text": done.stderr[-300:], "seconds": 0.0, "megabytes": 0.0}
    return found


@pytest.mark.parametrize("name", [*REFUSED])
def test_a_program_that_asks_for_too_much_is_refused(name: str) -> None:
    came = outcomes()[name]
    assert came["kind"] == "refused", came
    assert 400 <= came["status"] < 500, came
    assert came["code"], came
    assert came["text"], came


@pytest.mark.parametrize("name", [*REFUSED, *BOUNDED])
def test_a_hostile_program_ends_within_its_budget(name: str) -> None:
    came = outcomes()[name]
    assert came["kind"] in ("refused", "answered"), came
    assert came["seconds"] <= SECONDS, came
    assert came["megabytes"] <= MEGABYTES, came


def test_errors_of_hostile_programs_speak_no_machine_words() -> None:
    """No name of a class of the interpreter or of Python's syntax tree."""
    words = ("Traceback", "ast.", "NoneType", "object at 0x", "RecursionError", "MemoryError", "<class", "<function")
    leaked = [
        (name, came["text"])
        for name, came in outcomes().items()
        if came["kind"] == "refused" and any(word in f"{came['text']} {came['hint']}" for word in words)
    ]
    assert not leaked


def test_the_service_answers_hostile_programs_with_a_problem(client: Client) -> None:
    """The same programs over HTTP, those that end soon: one of our 4xx each, never a 5xx."""
    scalar_fast_path = [
        name for name, came in outcomes().items() if came["kind"] == "refused" and came["seconds"] < 0.3
    ]
    assert len(scalar_fast_path) > 100
    wrong = []
    for name in scalar_fast_path:
        reply = client.trace({**REFUSED, **BOUNDED}[name], values={"x": 0.5})
        if not 400 <= reply.status < 500:
            wrong.append((name, reply.status, reply.text[:100]))
        else:
            check_problem(reply)
    assert not wrong
