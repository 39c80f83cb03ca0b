"""Many screens follow one live session: how late the slowest sees a move, and what each costs in memory.

    python tests/load/followers.py [--followers 1000] [--moves 20]

The delay is from the sending of the PUT to the reading of the event by the last screen. All screens are in this
process, so the reading of that many events is in it.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from client import Sample, service

__all__ = ["Delays", "measure", "raise_limit"]

STATE = {"query": "source=" + "x" * 600}


@dataclass(frozen=True, slots=True)
class Delays:
    slowest: Sample
    """Until the last screen has a move, for each move."""
    kilobytes: float
    """Resident memory of the service that each screen costs."""


class Screen(asyncio.Protocol):
    """Reads events; `arrived` counts down how many screens have not seen a version."""

    def __init__(self, path: str, hall: Hall) -> None:
        self.path, self.hall, self.tail = path, hall, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(f"GET {self.path}/events HTTP/1.1\r\nHost: x\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        self.tail += data
        if self.tail.startswith(b"HTTP/1.1 ") and not self.tail.startswith(b"HTTP/1.1 2"):
            self.hall.refused.append(self.tail[:40].decode("latin-1"))
        *events, self.tail = self.tail.split(b"\n\n")
        for event in events:
            if b"id: " in event:
                self.hall.seen(int(event.partition(b"id: ")[2].partition(b"\n")[0]))


class Hall:
    """All screens together."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.count: dict[int, int] = {}
        self.complete: dict[int, asyncio.Event] = {}
        self.refused: list[str] = []

    def seen(self, version: int) -> None:
        self.count[version] = self.count.get(version, 0) + 1
        if self.count[version] == self.size:
            self.all_have(version).set()

    def all_have(self, version: int) -> asyncio.Event:
        return self.complete.setdefault(version, asyncio.Event())


def raise_limit(wanted: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def resident(pid: int) -> int:
    """Kilobytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def ask(port: int, method: str, path: str, content: Any = None, key: str = "") -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    connection.request(method, path, None if content is None else json.dumps(content), headers)
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    assert reply.status == 200, body[:300]
    return json.loads(body)


async def measure(ports: Sequence[int], pids: Sequence[int], followers: int, moves: int) -> Delays:
    """One session that is driven at the first port, with the screens spread over all ports."""
    loop = asyncio.get_running_loop()
    made = await asyncio.to_thread(ask, ports[0], "POST", "/api/v1/live")
    path, key = f"/api/v1/live/{made['code']}", made["key"]
    hall, sample = Hall(followers), Sample()
    before = sum(resident(pid) for pid in pids)
    transports = []
    for number in range(followers):
        port = ports[number % len(ports)]
        transport, _ = await loop.create_connection(lambda: Screen(path, hall), "127.0.0.1", port)
        transports.append(transport)
    try:
        await asyncio.wait_for(hall.all_have(0).wait(), 60)
    except TimeoutError:
        raise AssertionError(f"{hall.count.get(0, 0)} of {followers} follow; {hall.refused[:3]}") from None
    after = sum(resident(pid) for pid in pids)
    for version in range(1, moves + 1):
        content = {"version": version, "state": {**STATE, "step": version}}
        started = time.perf_counter()
        moving = asyncio.create_task(asyncio.to_thread(ask, ports[0], "PUT", path, content, key))
        await asyncio.wait_for(hall.all_have(version).wait(), 60)
        sample.seconds.append(time.perf_counter() - started)
        await moving
        await asyncio.sleep(0.1)
    for transport in transports:
        transport.close()
    return Delays(sample, (after - before) / followers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--followers", type=int, default=1000)
    parser.add_argument("--moves", type=int, default=20)
    asked = parser.parse_args()
    raise_limit(asked.followers + 100)
    with service() as (port, process):
        found = asyncio.run(measure([port], [process.pid], asked.followers, asked.moves))
        worst = 1000 * max(found.slowest.seconds)
        print(f"{asked.followers:,} screens: the slowest after {found.slowest}, at worst {worst:.0f} ms;", end=" ")
        print(f"{found.kilobytes:.1f} kB for each")


if __name__ == "__main__":
    main()
