"""Work that calls back, as an iterator: it goes on in a thread of its own, and stops where nobody asks for more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Full, Queue
from threading import Event, Thread
from typing import Any

import numpy as np

from .training import End, Progress, RunEntry

__all__ = ["Give", "in_thread"]


Give = Callable[[Any], bool]  # hands an item over; False: the run is to end where it is


def in_thread(work: Callable[[Give], None], progress: Progress) -> Iterator[RunEntry | End]:
    """Yield the items that `work` gives, one after the other; stop it where nobody asks for more."""
    waiting: Queue[Any] = Queue(maxsize=4)
    stopped, ending = Event(), Event()

    def give(item: Any) -> bool:
        while not stopped.is_set():
            try:
                waiting.put(item, timeout=0.05)
                return not ending.is_set()
            except Full:
                continue
        raise _Stopped

    def run() -> None:
        try:
            with np.errstate(all="ignore"):
                work(give)
            give(None)
        except _Stopped:
            pass
        except BaseException as error:
            with suppress(_Stopped):
                give(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            if isinstance(item, tuple):
                if progress(*item):
                    ending.set()
            else:
                yield item
    finally:
        stopped.set()
        thread.join()


class _Stopped(Exception):
    """Nobody asks for more."""
