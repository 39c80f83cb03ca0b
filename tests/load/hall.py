"""A lecture hall at once: python tests/load/hall.py [--workers N] [--people 500] [scenario ...]

Starts services of its own and asks them over the loopback. One line for each scenario: how long people wait, and the
processor time that the services spent for each request, which other work on the machine changes little.

    link        all open one link (a graph that nobody has opened yet)
    formulas    all send different formulas at once
    values      all move a slider: one request a second each, with new values, for --seconds
    kept        all ask again for what is kept
    followers   all follow one live session on one process
    redis       all follow one live session on two processes with one Redis
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import followers
from client import Connection, Sample, free_port, service
from measure import counted, small

number = itertools.count(1)
TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid: int) -> float:
    """Of a process and of those that it started."""
    total = 0.0
    for each in [pid, *children(pid)]:
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, found) for each in (child, *children(child))]


def formula() -> bytes:
    """Twelve gates that nobody has asked for."""
    each = next(number)
    return b'{"source": "1/(1+exp(-(w0*x0+w1*x1+w2*%d.5))) + tanh(w%d*x0)", "defaults": true}' % (each, each % 7)


async def at_once(port: int, people: int, body: Callable[[], bytes]) -> tuple[Sample, list[int]]:
    async def one(connection: Connection, content: bytes) -> Any:
        return await connection.ask("POST", "/api/v1/trace", content, timeout=120)

    contents = [body() for _ in range(people)]
    answers = await asyncio.gather(*(one(Connection(port), content) for content in contents))
    return Sample([each.seconds for each in answers]), [each.status for each in answers]


async def every_second(port: int, people: int, seconds: float) -> tuple[Sample, list[int]]:
    """Each person asks once a second, at a moment of their own; late answers do not make them ask less."""
    sample, statuses = Sample(), []
    begun = time.perf_counter()

    async def person(place: int) -> None:
        connection = Connection(port)
        for turn in range(int(seconds)):
            due = begun + turn + place / people
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            answer = await connection.ask("POST", "/api/v1/trace", small(), timeout=60)
            sample.seconds.append(time.perf_counter() - due)
            statuses.append(answer.status)
        connection.close()

    await asyncio.gather(*(person(place) for place in range(people)))
    return sample, statuses


def asked(workers: str, people: int, ask: Callable[[int, int], Coroutine[Any, Any, tuple[Sample, list[int]]]]) -> str:
    with service("--workers", workers) as (port, process):
        asyncio.run(at_once(port, 20, formula))
        before, started = processor_seconds(process.pid), time.perf_counter()
        sample, statuses = asyncio.run(ask(port, people))
        wall = time.perf_counter() - started
        cost = 1000 * (processor_seconds(process.pid) - before) / len(statuses)
    return f"{sample}   {counted(statuses)} in {wall:.2f} s   {cost:.2f} ms of processor each"


@contextmanager
def redis() -> Iterator[str]:
    port = free_port()
    words = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    for _ in range(300):  # a busy machine takes seconds to start it
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.1)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def followed(people: int, services: int) -> str:
    with ExitStack() as stack:
        words = ["--hub", stack.enter_context(redis())] if services > 1 else []
        made = [stack.enter_context(service(*words)) for _ in range(services)]
        pids = [process.pid for _, process in made]
        before = sum(map(processor_seconds, pids))
        found = asyncio.run(followers.measure([port for port, _ in made], pids, people, MOVES))
        cost = 1000 * (sum(map(processor_seconds, pids)) - before) / (people * MOVES)
    worst = 1000 * max(found.slowest.seconds)
    return f"the slowest after {found.slowest}, at worst {worst:.0f} ms   {found.kilobytes:.1f} kB, {cost:.3f} ms each"


MOVES = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="scenarios (default: all)")
    parser.add_argument("--workers", default="1")
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=10, help="of `values`")
    words = parser.parse_args()
    followers.raise_limit(2 * words.people + 200)
    for name in words.names or SCENARIOS:
        print(f"{name:10} {SCENARIOS[name](words)}", flush=True)


def link(words: argparse.Namespace) -> str:
    content = formula()
    return asked(words.workers, words.people, lambda port, people: at_once(port, people, lambda: content))


def kept(words: argparse.Namespace) -> str:
    content = formula()

    async def ask(port: int, people: int) -> tuple[Sample, list[int]]:
        await at_once(port, 1, lambda: content)
        return await every_kept(port, people, content)

    return asked(words.workers, words.people, ask)


async def every_kept(port: int, people: int, content: bytes) -> tuple[Sample, list[int]]:
    """On 50 connections, as a proxy has them."""
    sample, statuses = Sample(), []
    connections = [Connection(port) for _ in range(min(50, people))]

    async def on(connection: Connection) -> None:
        for _ in range(people // len(connections)):
            answer = await connection.ask("POST", "/api/v1/trace", content, timeout=60)
            sample.seconds.append(answer.seconds)
            statuses.append(answer.status)

    await asyncio.gather(*map(on, connections))
    return sample, statuses


SCENARIOS: dict[str, Callable[[argparse.Namespace], str]] = {
    "link": link,
    "formulas": lambda words: asked(words.workers, words.people, lambda port, people: at_once(port, people, formula)),
    "values": lambda words: asked(
        words.workers, words.people, lambda port, people: every_second(port, people, words.seconds)
    ),
    "kept": kept,
    "followers": lambda words: followed(2 * words.people, 1),
    "redis": lambda words: followed(2 * words.people, 2) if shutil.which("redis-server") else "no redis-server",
}


if __name__ == "__main__":
    main()
