"""State that the routes share: finished responses, the jobs in flight, and the pools that run them."""

from __future__ import annotations

import asyncio
import functools
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from fastapi import Request
from starlette.requests import ClientDisconnect

from ..errors import LimitError
from ..limits import Limits
from .cache import ResponseCache
from .handler_job import Job, Report
from .handlers import run
from .process_pool import ProcessPool
from .responses import CachedResponse
from .worker_pool import WorkerPool

__all__ = ["SMALL", "ReadBody", "Service", "client_of"]

T = TypeVar("T")
ReadBody: TypeAlias = Callable[[Request, Limits], Awaitable[bytes]]

# Limits of a job in a thread: some 50 ms, since all threads and the event loop share one core. A larger one goes to a
# process. The numbers are a fraction of those in `limits`, and no limit that changes what is drawn is among them.
SMALL = {
    "source_characters": 4_000,
    "gates": 600,
    "gates_drawn": 150,
    "unit_gates": 300,
    "operations": 20_000,
    "multiply_adds": 2_000_000,
    "total_elements": 100_000,
    "picture_shapes": 3_000,
    "seconds": 0.25,
    "round_seconds": 0.25,
}
# Limits of a job on the event loop itself: questions whose kind was answered in a few milliseconds before. One that
# turns out to be longer at its values is stopped and goes to a thread.
_INSTANT = {"operations": 2_000, "seconds": 0.02, "round_seconds": 0.02}
_INSTANT_SECONDS = 0.004
_KINDS = 2_000
_SHORT = 4_000  # bytes of a request that are read in some milliseconds, on the event loop
_QUICK = 0.1  # seconds in which most jobs are done; only for longer ones it is worth to watch whether the client stays


@dataclass(eq=False, slots=True)
class _InFlight:
    task: asyncio.Future[CachedResponse]
    waiting: int = 0  # requests
    listeners: list[Report] = field(default_factory=list)


class Service:
    """Each job is done once for all who ask at the same time, and stops when the last of them has hung up."""

    def __init__(self, limits: Limits, *, threads: int | None, waiting: int, processes: int | None) -> None:
        self.limits = limits
        self.small = replace(limits, **{name: min(most, getattr(limits, name)) for name, most in SMALL.items()})
        self.instant = replace(
            self.small, **{name: min(most, getattr(limits, name)) for name, most in _INSTANT.items()}
        )
        self.kinds: OrderedDict[bytes, bool] = OrderedDict()  # of questions asked: whether their like is instant
        self.threads = WorkerPool(threads, waiting)
        self.processes = ProcessPool(limits, processes)
        self.cache = ResponseCache()
        self.in_flight: dict[bytes, _InFlight] = {}
        self.draining = False

    async def read(self, content: bytes, make: Callable[[bytes], T]) -> T:
        """Return `make(content)` of a body or a query; a long one is read in a thread, since it takes up to a second.

        Raises:
            QueueFull, and whatever `make` raises.
        """
        if len(content) <= _SHORT:
            return make(content)
        return await self.threads.run(make, content)

    async def respond(self, request: Request, job: Job) -> CachedResponse:
        """The response of a job, kept or made.

        Raises:
            ChainruleError: whatever is wrong with the request.
            ClientDisconnect: the client has hung up.
            QueueFull, WorkerLost, WorkerFailure
        """
        _note_language(request, job)
        if cached := self.cache.get(job.key):
            request.scope["answer"] = "hit"
            return cached
        request.scope["answer"] = "miss"
        if (instant := self._at_once(job)) is not None:
            return instant
        async with self._joined(job, client_of(request)) as entry:
            done, _ = await asyncio.wait({entry.task}, timeout=_QUICK)
            if not done:
                disconnect = asyncio.ensure_future(hung_up(request))
                try:
                    either: tuple[asyncio.Future[Any], ...] = (entry.task, disconnect)
                    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    disconnect.cancel()
                if not entry.task.done():
                    raise ClientDisconnect
            return entry.task.result()

    def _at_once(self, job: Job) -> CachedResponse | None:
        """The response of a job that takes no longer than the way to a thread, as its like did.

        A text that nobody asked for yet is for a thread, however short it is: under a stream of new ones the median
        wait of all others was four times as long where they were read here.
        """
        if job.like is None or job.key in self.in_flight or not self.kinds.get(job.like):
            return None
        started = time.thread_time()
        try:
            response = run(job, self.instant, _nobody)
        except LimitError as error:
            self._note_kind(job.like, False)
            if error.name in SMALL:
                return None
            raise
        seconds = time.thread_time() - started
        self._note_kind(job.like, seconds <= _INSTANT["seconds"])
        self.cache.put(job.key, response)
        return response

    def _note_kind(self, like: bytes | None, is_instant: bool) -> None:
        if like is not None:
            self.kinds[like] = is_instant
            self.kinds.move_to_end(like)
            while len(self.kinds) > _KINDS:
                self.kinds.popitem(last=False)

    async def progress(self, request: Request, job: Job) -> AsyncIterator[tuple[int, int] | CachedResponse]:
        """Yield (steps done, all steps) of a job, then its response. Raises as `respond` but ClientDisconnect."""
        _note_language(request, job)
        if cached := self.cache.get(job.key):
            yield cached
            return
        steps: asyncio.Queue[tuple[int, int] | None] = asyncio.Queue()

        def listen(done: int, of: int, part: bytes = b"", /) -> None:
            steps.put_nowait((done, of))

        async with self._joined(job, client_of(request)) as entry:
            entry.listeners.append(listen)
            entry.task.add_done_callback(lambda _: steps.put_nowait(None))
            while (step := await steps.get()) is not None:
                yield step
            yield entry.task.result()

    async def parts(self, request: Request, job: Job) -> AsyncGenerator[bytes]:
        """The bytes of a response as they are made. Who asks while it is being made gets them all at the end.

        Raises as `respond`, but ClientDisconnect.
        """
        _note_language(request, job)
        if cached := self.cache.get(job.key):
            yield cached.body
            return
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()

        def listen(done: int, of: int, part: bytes = b"", /) -> None:
            if part:
                queue.put_nowait(part)

        first = job.key not in self.in_flight
        count = 0
        async with self._joined(job, client_of(request)) as entry:
            if first:
                entry.listeners.append(listen)
            entry.task.add_done_callback(lambda _: queue.put_nowait(None))
            while (part := await queue.get()) is not None:
                count += len(part)
                yield part
            yield entry.task.result().body[count:]

    @asynccontextmanager
    async def _joined(self, job: Job, client: str) -> AsyncIterator[_InFlight]:
        """The job in flight, begun if nobody asked for it yet, and cancelled when nobody asks for it any more."""
        entry = self.in_flight.get(job.key)
        if entry is None:
            listeners: list[Report] = []
            task = asyncio.ensure_future(self._make(job, client, listeners))
            entry = self.in_flight[job.key] = _InFlight(task, listeners=listeners)
            task.add_done_callback(functools.partial(self._on_done, job.key))
        entry.waiting += 1
        try:
            yield entry
        finally:
            entry.waiting -= 1
            if not entry.waiting and not entry.task.done():
                self.in_flight.pop(job.key, None)
                entry.task.cancel()

    def _on_done(self, key: bytes, done: asyncio.Future[CachedResponse]) -> None:
        entry = self.in_flight.get(key)
        if entry is not None and entry.task is done:
            del self.in_flight[key]
        if not done.cancelled() and done.exception() is None:
            self.cache.put(key, done.result())

    async def _make(self, job: Job, client: str, listeners: list[Report]) -> CachedResponse:
        loop = asyncio.get_running_loop()

        def tell(done: int, of: int, part: bytes = b"", /) -> None:
            for listener in listeners:
                listener(done, of, part)

        def tell_from_thread(done: int, of: int, part: bytes = b"", /) -> None:
            loop.call_soon_threadsafe(tell, done, of, part)

        if not job.heavy:
            try:
                response, seconds = await self.threads.run(_timed, job, self.small, tell_from_thread)
                self._note_kind(job.like, seconds <= _INSTANT_SECONDS)
                return response
            except LimitError as error:
                if error.name not in SMALL or error.limit == getattr(self.limits, error.name):
                    raise
        return await self.processes.run(job, client, tell)

    async def close(self) -> None:
        """Take no new work, and end the pools."""
        self.draining = True
        self.threads.close()
        await self.processes.close()


def _timed(job: Job, limits: Limits, progress: Report) -> tuple[CachedResponse, float]:
    """The response, and the seconds that this thread worked for it."""
    started = time.thread_time()
    return run(job, limits, progress), time.thread_time() - started


def _nobody(done: int, of: int, part: bytes = b"", /) -> None:
    pass


def _note_language(request: Request, job: Job) -> None:
    """So that a fault which belongs to no job is told in the language of the one that met it."""
    if job.language is not None:
        request.scope["lang"] = job.language


def client_of(request: Request) -> str:
    """The address that limits for each client go by."""
    return request.client.host if request.client is not None else ""


async def hung_up(request: Request) -> None:
    """Returns when the client has closed the connection. The body must have been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
