"""Programs that are meant to break the interpreter end in one of our errors, soon and in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hostile_programs import BOUNDED, REFUSED
from service import Client, check_problem

SECONDS = 3.0  # of processor time for one program: the budget of 2 s, and a half more for a busy machine
MEGABYTES = 200.0  # that one program may add to the process
WORKER = Path(__file__).with_name("hostile_worker.py")
MACHINE_WORDS = (
    "Traceback", "ast.", "NoneType", "object at 0x", "RecursionError", "MemoryError", "<class", "<function"
)  # fmt: skip  # names of classes of the interpreter or of Python's syntax tree


@dataclass
class Worker:
    """A process that runs programs one after the other; another takes over when a program took it down."""

    words: Sequence[str] = (sys.executable, str(WORKER))
    process: subprocess.Popen[str] | None = None

    def outcome(self, program: str) -> dict[str, Any]:
        """Return what came of a program; its kind is `lost` where the process ended."""
        if self.process is None:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(self.words, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(program) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if line.startswith("{"):
            outcome: dict[str, Any] = json.loads(line)
            return outcome
        rest = self.process.communicate()[0]
        self.process = None
        return {"kind": "lost", "text": f"{line}{rest}"[-300:], "seconds": 0.0, "megabytes": 0.0}

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.communicate()


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


@pytest.mark.parametrize("name", [*REFUSED, *BOUNDED])
def test_a_hostile_program_ends_within_its_budget(name: str, worker: Worker, client: Client) -> None:
    """What asks for too much is refused, in words for people, by the engine and by the service; nothing takes long."""
    program = {**REFUSED, **BOUNDED}[name]
    outcome = worker.outcome(program)
    assert outcome["kind"] in (("refused",) if name in REFUSED else ("refused", "answered")), outcome
    assert outcome["seconds"] <= SECONDS, outcome
    assert outcome["megabytes"] <= MEGABYTES, outcome
    if outcome["kind"] == "refused":
        assert 400 <= outcome["status"] < 500, outcome
        assert outcome["code"], outcome
        assert outcome["text"], outcome
        assert not [word for word in MACHINE_WORDS if word in f"{outcome['text']} {outcome['hint']}"], outcome
        if outcome["seconds"] < 0.3:  # what ends soon is sent over HTTP too
            reply = client.trace(program, values={"x": 0.5})
            assert 400 <= reply.status < 500, reply.text[:100]
            check_problem(reply)


def test_a_program_that_takes_its_process_down_is_noticed() -> None:
    worker = Worker((sys.executable, "-c", "input(); raise SystemExit('gone')"))
    for _ in range(2):  # another process takes over
        outcome = worker.outcome("x*2")
        assert (outcome["kind"], outcome["text"]) == ("lost", "gone\n")
