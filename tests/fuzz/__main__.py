"""Fuzzing by hand. In `tests/`:

    python -m fuzz graphs   [--count 1000000] [--seed 0] [--minutes M] [--tape]   graphs over all ops
    python -m fuzz programs [--count 1000000] [--seed 0] [--minutes M] [--tape]   programs of the grammar
    python -m fuzz exercises [--count 10000]  [--seed 0] [--minutes M]            right answers in any rounding
    python -m fuzz requests [--count 100000]  [--seed 0] [--minutes M]            requests to every route and format
    python -m fuzz contract [--count 2000]    [--seed 0] [--minutes M]            requests made from OpenAPI
    python -m fuzz calls    [--count 5000]    [--seed 0] [--minutes M]            calls of NumPy, SciPy, PyTorch, JAX
    python -m fuzz directions [--count 300]   [--seed 0] [--minutes M]            tangents, Hessians, backward graphs

Prints each kind of failure with the smallest case found, and at the end how many there were of each. The same seed
gives the same case as long as the tables of ops and functions are the same. Exit 1: something failed.
"""

from __future__ import annotations

import argparse
import logging
import re
import resource
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

import chainrule
from chainrule.api.app import create_app
from chainrule.export import render
from fuzz.calls import check_call, random_call
from fuzz.check_graphs import check_graph
from fuzz.check_sources import check_source
from fuzz.checks import Mismatch
from fuzz.contract import Contract
from fuzz.directions import check_directions, random_direction
from fuzz.exercises import check_exercise, random_exercise
from fuzz.graphs import random_graph
from fuzz.service_requests import check_request, random_request
from fuzz.sources import random_source
from live_tape import LiveTape
from service import Client

SLOW = 5.0  # seconds of CPU for one case
MAKERS: dict[str, Callable[[int], Any]] = {
    "graphs": random_graph,
    "programs": random_source,
    "requests": random_request,
    "exercises": random_exercise,
    "calls": random_call,
    "directions": random_direction,
}

COUNTS = {"requests": 100_000, "contract": 2_000, "exercises": 10_000, "calls": 5_000, "directions": 300}

CHECKS: dict[str, Callable[[Any], object]] = {
    "exercises": check_exercise,
    "calls": check_call,
    "directions": check_directions,
}


@dataclass
class Report:
    """Failures by kind: the type, and where it was raised or what differs."""

    found: dict[str, int] = field(default_factory=dict)
    smallest: dict[str, int] = field(default_factory=dict)

    def failed(self, error: Exception, case: object) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        place = re.sub(r"[\d.]+", "#", str(error).partition("\n")[0])[:60]
        if frames and not isinstance(error, Mismatch):
            place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno} {frames[-1].name}"
        kind = f"{type(error).__name__}: {place}"
        self.found[kind] = self.found.get(kind, 0) + 1
        if len(str(case)) < self.smallest.get(kind, 10**9):
            self.smallest[kind] = len(str(case))
            print(f"\n=== {kind}\n{case}\n{str(error)[:2000]}", flush=True)


def _warm_up() -> None:
    """What PyTorch and the libraries of the pictures do once is no case's time."""
    torch.ones(2, requires_grad=True).sum().backward()
    trace = chainrule.trace("x", {"x": 1})
    for name in ("svg", "png", "pdf", "pptx", "gif"):
        render(trace, name, step=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=(*MAKERS, "contract"))
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=0, help="of the first case")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after that time")
    parser.add_argument("--tape", action="store_true", help="compare the page's tape too; needs Node")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable()
    torch.set_num_threads(1)
    _warm_up()
    live = LiveTape(Path(tempfile.mkdtemp())) if asked.tape else None
    client = Client(create_app(processes=1)) if asked.what in ("requests", "contract") else None
    contract = Contract(client) if client is not None and asked.what == "contract" else None
    make = contract.case if contract is not None else MAKERS[asked.what]

    def check(case: Any) -> object:
        if contract is not None:
            return contract.check(case)
        if client is not None:
            return check_request(case, client)
        if asked.what in CHECKS:
            return CHECKS[asked.what](case)
        return check_graph(case, live) if asked.what == "graphs" else check_source(case, live)

    count = asked.count or COUNTS.get(asked.what, 1_000_000)
    report, end, done, read = Report(), time.monotonic() + 60 * asked.minutes, 0, 0
    for seed in range(asked.seed, asked.seed + count):
        case, started = make(seed), time.process_time()
        try:
            read += bool(check(case))
        except Exception as error:
            report.failed(error, case)
        if time.process_time() - started > SLOW:
            report.failed(Mismatch(f"took longer than {SLOW:g} s"), case)
        done += 1
        if done % 1000 == 0:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{done:,} done, {sum(report.found.values())} failed, {memory} MB", file=sys.stderr, flush=True)
        if time.monotonic() > end:
            break
    for closing in (live, client):
        if closing is not None:
            closing.close()
    print(f"\n{done:,} cases" + (f", {read:,} of them read" if asked.what in ("programs", *CHECKS) else ""))
    for kind, times in report.found.items():
        print(f"{times:6} x {kind}")
    return 1 if report.found else 0


if __name__ == "__main__":
    sys.exit(main())
