"""What a small answer costs beside the least that a request can cost: python tests/load/answers.py [--workers N]

Starts one service and asks it in rounds, each kind in turn on the same connections, so that other work on the machine
slows all of them. One line for each kind: requests a second, the processor time that the service spent for each, and
that of `/healthz` divided by it: the share of the rate of `/healthz` that a service can reach whose processor is busy.

    healthz     nothing is computed
    kept        the sigmoid neuron, whose answer is kept
    values      the sigmoid neuron at values that nobody has asked for
    templates   the same with `words: "templates"`
    text        a formula that nobody has asked for
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from client import Connection, service

from hall import processor_seconds

NEURON = "1/(1+exp(-(w0*x0+w1*x1+w2)))"
VALUES = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
number = itertools.count(1)


def trace(source: str, **more: object) -> tuple[str, str, bytes]:
    return "POST", "/api/v1/trace", json.dumps({"source": source, "values": VALUES, **more}).encode()


def values(**more: object) -> tuple[str, str, bytes]:
    return trace(NEURON, values={**VALUES, "w0": next(number) / 1024}, **more)


def text() -> tuple[str, str, bytes]:
    each = next(number)
    return trace(f"1/(1+exp(-(w0*x0+w1*x1+w2*{each}.5)))")


KINDS: dict[str, Callable[[], tuple[str, str, bytes]]] = {
    "healthz": lambda: ("GET", "/healthz", b""),
    "kept": lambda: trace(NEURON),
    "values": values,
    "templates": lambda: values(words="templates"),
    "text": text,
}


@dataclass
class Cost:
    """Of the requests of one kind, one entry a round."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


async def ask(connections: list[Connection], bodies: list[tuple[str, str, bytes]]) -> None:
    """Raises AssertionError for an answer that is none."""
    waiting = iter(bodies)

    async def on(connection: Connection) -> None:
        for method, path, body in waiting:
            answer = await connection.ask(method, path, body, timeout=60)
            assert answer.status == 200, answer.body

    await asyncio.gather(*map(on, connections))


async def measure(port: int, pid: int, rounds: int, count: int, names: list[str]) -> dict[str, Cost]:
    connections = [Connection(port) for _ in range(8)]
    costs = {name: Cost() for name in names}
    for turn in range(rounds + 1):  # the first warms up
        for name, cost in costs.items():
            times = 4 if name in ("healthz", "kept") else 1  # the clock of the processor ticks in 10 ms
            bodies = [KINDS[name]() for _ in range(count * times)]
            before, started = processor_seconds(pid), time.perf_counter()
            await ask(connections, bodies)
            if turn:
                cost.seconds.append((time.perf_counter() - started) / len(bodies))
                cost.processor.append((processor_seconds(pid) - before) / len(bodies))
    return costs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="kinds besides healthz (default: all)")
    parser.add_argument("--workers", default="1")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--count", type=int, default=300, help="requests of a kind in a round")
    words = parser.parse_args()
    names = list(dict.fromkeys(["healthz", *(words.names or KINDS)]))
    with service("--workers", words.workers) as (port, process):
        costs = asyncio.run(measure(port, process.pid, words.rounds, words.count, names))
    least = sum(costs["healthz"].processor)
    for name, cost in costs.items():
        rate, each = 1 / statistics.median(cost.seconds), statistics.mean(cost.processor)
        ratio = least / sum(cost.processor)
        print(f"{name:10} {rate:7.0f} a second   {1000 * each:6.3f} ms of processor each   {ratio:5.2f} of healthz")


if __name__ == "__main__":
    main()
