"""Small answers beside heavy work: python tests/load/measure.py [--workers N] [--seconds S] [scenario ...]

Starts a service of its own and asks it over the loopback, first for small answers alone, then beside each kind of
heavy work. One line for each scenario. Numbers of different runs are comparable on a quiet machine only.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import itertools
import json
import time
import zlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from client import Connection, Sample, query, service

NEURON = "1/(1+exp(-(w0*x0+w1*x1+w2)))"
ROUNDS = "for i in range({}):\n    x = x*1.01 + {}\nx"
number = itertools.count(1)


def small() -> bytes:
    """The sigmoid neuron with values that nobody has asked for."""
    values = {"w0": next(number) / 1000, "x0": -1, "w1": -3, "x1": -2, "w2": -3}
    return json.dumps({"source": NEURON, "values": values}).encode()


def gates(count: int) -> bytes:
    source = ROUNDS.format(count // 2, next(number) / 1000)
    return json.dumps({"source": source, "values": {"x": 1}, "closed": []}).encode()


def picture(kind: str, rounds: int = 2) -> str:
    fields = {"source": ROUNDS.format(rounds, next(number) / 1000), "values": {"x": 1}}
    return f"/api/v1/render.{kind}?{query(fields)}"


def packed() -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = packer.compress(b"source=x&" + b"a=1&" * 63_000) + packer.flush()
    return "/embed?z=" + base64.urlsafe_b64encode(content).rstrip(b"=").decode()


async def small_for(port: int, seconds: float) -> Sample:
    """Small questions, one after another on one connection."""
    sample, connection = Sample(), Connection(port)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = await connection.ask("POST", "/api/v1/trace", small())
        assert answer.status == 200, answer.body[:200]
        sample.seconds.append(answer.seconds)
    connection.close()
    return sample


@asynccontextmanager
async def busy(
    port: int, clients: int, ask: Callable[[Connection], Coroutine[Any, Any, Any]]
) -> AsyncIterator[list[int]]:
    """`clients` connections that ask again and again; gives the statuses they got."""
    statuses: list[int] = []

    async def client() -> None:
        connection = Connection(port)
        while True:
            try:
                statuses.append((await ask(connection)).status)
            except (OSError, asyncio.IncompleteReadError):
                connection.close()
            if statuses and statuses[-1] == 503:
                await asyncio.sleep(0.2)

    tasks = [asyncio.ensure_future(client()) for _ in range(clients)]
    await asyncio.sleep(1.5)
    try:
        yield statuses
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def counted(statuses: list[int]) -> str:
    return ", ".join(f"{statuses.count(status)} x {status}" for status in sorted(set(statuses)))


HEAVY: dict[str, tuple[int, Callable[[Connection], Coroutine[Any, Any, Any]]]] = {
    "png": (1, lambda c: c.ask("GET", picture("png", 8))),
    "gif": (1, lambda c: c.ask("GET", picture("gif"))),
    "webp": (1, lambda c: c.ask("GET", picture("webp"))),
    "pptx": (1, lambda c: c.ask("GET", picture("pptx"))),
    "packed": (1, lambda c: c.ask("GET", packed())),
    "gates": (1, lambda c: c.ask("POST", "/api/v1/trace", gates(2_000))),
    "12 gif": (12, lambda c: c.ask("GET", picture("gif"))),
}


async def beside(port: int, name: str, seconds: float) -> str:
    clients, ask = HEAVY[name]
    async with busy(port, clients, ask) as statuses:
        sample = await small_for(port, seconds)
    return f"{sample}   heavy: {counted(statuses) or 'none done'}"


async def at_once(port: int, count: int) -> str:
    """Different SVG pictures, all asked for in one moment."""
    start = time.perf_counter()
    asking = [Connection(port).ask("GET", picture("svg")) for _ in range(count)]
    answers = await asyncio.gather(*asking)
    sample = Sample([answer.seconds for answer in answers])
    return f"{sample}   {counted([answer.status for answer in answers])} in {time.perf_counter() - start:.2f} s"


async def svg_behind_films(port: int) -> str:
    clients, ask = HEAVY["12 gif"]
    async with busy(port, clients, ask):
        return await at_once(port, 10)


async def abandoned(port: int) -> str:
    """40 films whose clients hang up at once; then one small question, and one small film."""
    for _ in range(40):
        body = json.dumps({"source": ROUNDS.format(25, next(number) / 1000), "values": {"x": 1}}).encode()
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST /api/v1/render.gif HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        await asyncio.sleep(0.02)
        writer.close()
    sample = await small_for(port, 3)
    gif = await Connection(port).ask("GET", picture("gif"), timeout=300)
    return f"{sample}   then a GIF: {gif.status} after {gif.seconds:.1f} s"


async def slow(port: int) -> str:
    """200 senders that never finish their headers."""
    streams = []
    for _ in range(200):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
        streams.append((reader, writer))
    sample = Sample()
    end = time.monotonic() + 32
    while time.monotonic() < end:
        for reader, writer in streams:
            if not reader.at_eof() and not writer.is_closing():
                writer.write(b"X-A: b\r\n")
        sample.seconds += (await small_for(port, 1)).seconds
    opened = sum(not reader.at_eof() and not writer.is_closing() for reader, writer in streams)
    for _, writer in streams:
        writer.close()
    return f"{sample}   {opened} of 200 still open after 32 s"


async def measure(port: int, names: list[str], seconds: float) -> None:
    async def idle() -> str:
        return str(await small_for(port, seconds))

    scenarios: dict[str, Callable[[], Coroutine[Any, Any, str]]] = {
        "idle": idle,
        **{name: lambda name=name: beside(port, name, seconds) for name in HEAVY},
        "40 svg": lambda: at_once(port, 40),
        "500 svg": lambda: at_once(port, 500),
        "svg behind 12 gif": lambda: svg_behind_films(port),
        "abandoned": lambda: abandoned(port),
        "slow": lambda: slow(port),
    }
    for name, scenario in scenarios.items():
        if not names or name in names:
            try:
                print(f"{name:18} {await scenario()}", flush=True)
            except (OSError, TimeoutError, asyncio.IncompleteReadError, AssertionError) as error:
                print(f"{name:18} failed: {error!r}", flush=True)
            await asyncio.sleep(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="scenarios (default: all)")
    parser.add_argument("--workers", default="1")
    parser.add_argument("--seconds", type=float, default=8, help="of small questions for each scenario")
    asked = parser.parse_args()
    with service("--workers", asked.workers) as (port, _):
        asyncio.run(small_for(port, 1))
        asyncio.run(measure(port, asked.names, asked.seconds))


if __name__ == "__main__":
    main()
