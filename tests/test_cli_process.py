"""The program `chainrule` in a process of its own: pipes, disks and streams that end, and Ctrl+C."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

COMMAND = "import sys; from chainrule_command import main; sys.exit(main())"
INTERRUPTED = """import builtins, sys
load, wanted = builtins.__import__, sys.argv.pop(1)
def interrupted(name, *rest):
    if name == wanted:
        raise KeyboardInterrupt
    return load(name, *rest)
builtins.__import__ = interrupted
"""


def run(*words: str, before: str = "", **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", before + COMMAND, *words], timeout=120, check=False, **options)


@pytest.mark.parametrize("module", ["numpy", "chainrule.cli", "commands"])
def test_ctrl_c_is_one_line_while_modules_are_imported_too(module: str) -> None:
    done = run(module, "trace", "x*y", "--defaults", before=INTERRUPTED, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"chainrule: stopped\n")


@pytest.mark.parametrize("words", [["ops"], ["trace", "x*y", "--defaults"], ["trace", "x*y", "--defaults", "--json"]])
def test_a_pipe_that_nobody_reads_is_no_traceback(words: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = run(*words, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("words", [["trace"], ["trace", "--json"], ["render", "--format", "svg", "-o", "-"]])
def test_a_full_disk_is_one_sentence(words: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = run(words[0], "x*y", "--defaults", *words[1:], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 3
    assert b"standard output: No space left on device" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="how the shells of Unix close a stream")
@pytest.mark.parametrize(("closed", "status"), [(">&-", 3), ("<&-", 3), ("2>&-", 1)])
def test_a_closed_stream_is_no_traceback(closed: str, status: int) -> None:
    line = f"exec {shlex.quote(sys.executable)} -c {shlex.quote(COMMAND)} trace - {closed}"
    done = subprocess.run(["sh", "-c", line], input=b"x*y", capture_output=True, timeout=120, check=False)
    assert done.returncode == status
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a terminal of Unix sends Ctrl+C to a group of processes")
@pytest.mark.parametrize(("workers", "seconds"), [(1, 0.15), (1, 1.0), (2, 0.15), (2, 1.0), (2, 2.0), (2, 3.5)])
def test_ctrl_c_before_the_service_listens_is_one_line(workers: int, seconds: float) -> None:
    words = [sys.executable, "-c", COMMAND, "serve", "--port", "0", "--workers", str(workers)]
    server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(seconds)
    os.killpg(server.pid, signal.SIGINT)
    _, said = server.communicate(timeout=60)
    assert (server.returncode, b"Traceback" in said) == (130, False)
    assert said.splitlines()[-1:] == [b"chainrule: stopped"]
