"""Heavy work: films, pictures in pixels and large graphs, in processes of their own with a queue in front of them."""

from __future__ import annotations

import asyncio
import json
import math
import os
import pickle
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ..limits import Limits
from .errors import QueueFull, WorkerError, WorkerFailure, WorkerLost
from .handler_job import Job, Report
from .responses import CachedResponse

__all__ = ["HEAD", "ProcessPool"]

HEAD = struct.Struct(">III")  # bytes of the header (JSON), of the body, and of the packed body that follow it
_USUAL_SECONDS = 2.0  # of a job, as long as none has been done
_GRACE = 3.0  # seconds in which a job that nobody wants must have stopped
_LONGEST_RETRY = 60


@dataclass(eq=False, slots=True)
class _Waiting:
    client: str
    turn: asyncio.Future[_Worker]


class ProcessPool:
    """Pool of at most `processes` jobs at work and `waiting` in the queue. Used on the event loop only.

    The client with the fewest jobs at work comes first, of several the one that has waited longest for a turn; one
    client has at most half of all places. The processes start when they are needed, run at the lowest priority and
    end when this process ends, however it ends.
    """

    def __init__(self, limits: Limits, processes: int | None = None, waiting: int = 60) -> None:
        self.limits = limits
        self.processes = processes or max(1, min(4, os.cpu_count() or 1))
        self.places = self.processes + waiting
        self.seconds = _USUAL_SECONDS  # of a job, averaged
        self._workers: list[_Worker] = []
        self._idle: list[_Worker] = []
        self._waiting: list[_Waiting] = []
        self._inside: Counter[str] = Counter()
        self._working: Counter[str] = Counter()
        self._turns: dict[str, int] = {}  # client -> when it last had a turn, as long as it has a place
        self._turn = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._background: set[asyncio.Task[None]] = set()

    @property
    def share(self) -> int:
        """Places that one client can have."""
        return max(1, self.places // 2)

    @property
    def working(self) -> int:
        """Number of jobs at work."""
        return self._working.total()

    @property
    def waiting(self) -> int:
        """Number of jobs that wait for a process."""
        return len(self._waiting)

    def retry_after(self) -> int:
        """Seconds after which the queue as it is now will be done."""
        return max(1, min(_LONGEST_RETRY, math.ceil(self.seconds * (len(self._waiting) + 1) / self.processes)))

    async def run(self, job: Job, client: str, progress: Report) -> CachedResponse:
        """Do it in a process. Cancelling stops the work, at the next picture at the latest.

        Args:
            client: whom it is for: an address.
            progress: called on the event loop.

        Raises:
            QueueFull: there is no place, or none for this client.
            WorkerError: whatever is wrong with the request.
            WorkerLost: the process ended.
            WorkerFailure: the process made a mistake.
        """
        self._adopt()
        if self._inside.total() >= self.places or self._inside[client] >= self.share:
            raise QueueFull(self.retry_after())
        self._inside[client] += 1
        try:
            worker = await self._acquire(client)
            self._working[client] += 1
            self._turn += 1
            self._turns[client] = self._turn
            started = asyncio.get_running_loop().time()
            try:
                response = await worker.run(job, progress)
                self.seconds += (asyncio.get_running_loop().time() - started - self.seconds) / 8
                return response
            finally:
                self._working[client] -= 1
                self._later(self._release(worker))
        finally:
            self._inside[client] -= 1
            if not self._inside[client]:
                self._turns.pop(client, None)
                del self._inside[client], self._working[client]

    async def warm(self) -> None:
        """Start one process, so that the first heavy request need not wait for it."""
        self._adopt()
        if not self._workers:
            worker = self._add()
            await worker.start()
            self._idle.append(worker)

    async def close(self) -> None:
        """End the processes."""
        workers, self._workers, self._idle = self._workers, [], []
        for worker in workers:
            await worker.close()

    def _adopt(self) -> None:
        """Processes belong to the event loop that started them."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._workers, self._idle, self._waiting = loop, [], [], []
            self._inside.clear()
            self._working.clear()

    def _add(self) -> _Worker:
        worker = _Worker(self.limits)
        self._workers.append(worker)
        return worker

    async def _acquire(self, client: str) -> _Worker:
        if self._idle:
            return self._idle.pop()
        if len(self._workers) < self.processes:
            return self._add()
        waiting = _Waiting(client, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        try:
            return await waiting.turn
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            elif waiting.turn.done() and not waiting.turn.cancelled():
                self._later(self._release(waiting.turn.result()))
            raise

    async def _release(self, worker: _Worker) -> None:
        """Give a worker to whoever waits, once it has stopped what it did; one that does not stop is replaced."""
        if not await worker.idle():
            await worker.close()
            if worker not in self._workers:  # the pool was closed
                return
            self._workers.remove(worker)
            if not self._waiting:
                return
            worker = self._add()
        while self._waiting:
            first = min(self._waiting, key=self._order)
            self._waiting.remove(first)
            if not first.turn.done():
                first.turn.set_result(worker)
                return
        if worker in self._workers:
            self._idle.append(worker)

    def _order(self, waiting: _Waiting) -> tuple[int, int]:
        return self._working[waiting.client], self._turns.get(waiting.client, 0)

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


@dataclass(eq=False, slots=True)
class _Worker:
    """One process, which starts with its first job."""

    limits: Limits
    process: Process | None = None
    number: int = 0  # of the job at work
    free: asyncio.Event = field(default_factory=asyncio.Event)  # it has answered everything it was asked
    reader: asyncio.Task[None] | None = None
    on_progress: Callable[[dict[str, Any], bytes, bytes], None] | None = None

    async def run(self, job: Job, progress: Report) -> CachedResponse:
        process = await self.start()
        self.number += 1
        result: asyncio.Future[CachedResponse] = asyncio.get_running_loop().create_future()

        def on_progress(header: dict[str, Any], body: bytes, packed: bytes) -> None:
            if result.done():
                return
            if "done" in header:
                progress(header["done"], header["of"], *([body] if body else []))
            elif "problem" in header:
                result.set_exception(WorkerError(header["problem"]))
            elif "tag" in header:
                part = packed if header["packed"] else None
                result.set_result(CachedResponse(body, part, header["tag"], header["media_type"]))
            else:
                failure = header["failure"]
                result.set_exception(WorkerLost() if failure is None else WorkerFailure(failure))

        self.free.clear()
        self.on_progress = on_progress
        try:
            await self._write(process, ("run", self.number, job, self.limits))
            return await result
        except BaseException:
            if not self.free.is_set():
                with suppress(OSError):
                    await self._write(process, ("stop", self.number))
            raise

    async def _write(self, process: Process, message: tuple[Any, ...]) -> None:
        assert process.stdin is not None
        content = pickle.dumps(message)
        process.stdin.write(struct.pack(">I", len(content)) + content)
        await process.stdin.drain()

    async def start(self) -> Process:
        if self.process is None:
            words = (sys.executable, "-m", "chainrule.api.process_worker")
            self.process = await asyncio.create_subprocess_exec(*words, stdin=PIPE, stdout=PIPE)
            self.reader = asyncio.ensure_future(self._read(self.process))
        return self.process

    async def _read(self, process: Process) -> None:
        """Hand on what the process says, until it ends."""
        assert process.stdout is not None
        try:
            while True:
                sizes = HEAD.unpack(await process.stdout.readexactly(HEAD.size))
                text, body, packed = [await process.stdout.readexactly(size) for size in sizes]
                header = json.loads(text)
                if self.on_progress is not None and header["number"] == self.number:
                    self.on_progress(header, body, packed)
                if "done" not in header and header["number"] == self.number:
                    self.free.set()
        except (asyncio.IncompleteReadError, ConnectionError):
            self.process = None
            if self.on_progress is not None:
                self.on_progress({"failure": None}, b"", b"")

    async def idle(self) -> bool:
        """Return whether it is ready for another job, at once or after a moment of grace."""
        if self.process is None:
            return self.number == 0
        if self.number:
            with suppress(TimeoutError):
                async with asyncio.timeout(_GRACE):
                    await self.free.wait()
        return self.process is not None and (self.free.is_set() or self.number == 0)

    async def close(self) -> None:
        process, self.process = self.process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if self.reader is not None:
            self.reader.cancel()
            with suppress(asyncio.CancelledError):
                await self.reader
