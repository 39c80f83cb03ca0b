"""Small work: threads beside the event loop, with a bounded queue in front of them."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from .errors import QueueFull

__all__ = ["STACK_BYTES", "WorkerPool"]

P = ParamSpec("P")
T = TypeVar("T")

# CPython's parser overruns a C stack of 512 KiB on 16,000 minus signs; at 1 MiB nothing did. glibc's default is 8 MiB,
# musl's 128 KiB, macOS's 512 KiB, so it is said rather than hoped for.
STACK_BYTES = 8 << 20


class WorkerPool:
    """Pool of at most `threads` jobs at work and `waiting` in the queue; one more is told to come again.

    The queue is sized in seconds: 600 typical requests are some seconds of work.
    """

    def __init__(self, threads: int | None = None, waiting: int = 600) -> None:
        self.threads = threads or min(4, (os.cpu_count() or 1) + 1)
        self.places = self.threads + waiting
        self.inside = 0
        before = threading.stack_size(STACK_BYTES)
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="chainrule")
        # Threads start when they are first needed: start them all now, while the stack size is ours.
        barrier = threading.Barrier(self.threads + 1)
        for _ in range(self.threads):
            self._pool.submit(barrier.wait)
        barrier.wait()
        threading.stack_size(before)

    @property
    def full(self) -> bool:
        """Return whether no place is left in the queue."""
        return self.inside >= self.places

    async def run(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do it in a thread. Cancelled before it has begun, it never begins.

        Raises:
            QueueFull: at once.
        """
        if self.full:
            raise QueueFull(1)
        self.inside += 1
        loop = asyncio.get_running_loop()
        future = self._pool.submit(do, *args, **kwargs)
        # A thread cannot be stopped, so whoever hangs up gives back the place only when the work is done.
        future.add_done_callback(lambda done: self._leave(loop, done))
        return await asyncio.wrap_future(future)

    def _leave(self, loop: asyncio.AbstractEventLoop, _: Future[T]) -> None:
        try:
            loop.call_soon_threadsafe(self._count_down)
        except RuntimeError:  # the loop is closed: nobody waits any more
            self._count_down()

    def _count_down(self) -> None:
        self.inside -= 1

    def close(self) -> None:
        """Take no new work; what waits is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)
