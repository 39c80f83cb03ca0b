"""Runs the programs that it is handed, in a process of its own, and says for each what came of it.

A line of standard input is a program as a JSON string; a line of standard output is its outcome. A program that is
still at work after `SECONDS` of processor time is stopped; one that takes the process down ends the output.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
from typing import Any

from chainrule import ChainruleError, trace
from chainrule.api.app import WEB

SECONDS = 4.0
MEGABYTES = 1_500  # of address space beyond what the process has at its start


class Stopped(BaseException):
    """A program used up its time."""


def stop(_signal: int, _frame: Any) -> None:
    raise Stopped


def address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as pages:
        return int(pages.read().split()[0]) * resource.getpagesize()


def resident() -> float:
    """The most memory that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(source: str) -> dict[str, Any]:
    before, start = resident(), time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        value = trace(source, values={"x": 0.5}, limits=WEB).value
        said: dict[str, Any] = {"kind": "answered", "text": str(value)[:60]}
    except ChainruleError as error:
        said = {"kind": "refused", "code": error.code, "status": error.status, "text": error.detail, "hint": error.hint}
    except Stopped:
        said = {"kind": "stopped", "text": f"still at work after {SECONDS} s"}
    except BaseException as problem:
        said = {"kind": "crashed", "text": f"{type(problem).__name__}: {problem}"[:200]}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return said | {"seconds": time.process_time() - start, "megabytes": resident() - before}


def main() -> None:
    signal.signal(signal.SIGPROF, stop)
    trace("y = exp(x*2)", values={"x": 0.5})
    limit = address_space() + MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
