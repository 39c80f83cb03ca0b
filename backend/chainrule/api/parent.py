"""A worker of several ends when its parent has ended, even when that was killed and could say nothing."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from contextlib import suppress

__all__ = ["end_with_parent"]


def end_with_parent() -> None:
    """Ask this process to stop as soon as the one that started it is gone. Nothing where none did."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    loop = asyncio.get_running_loop()

    def stop() -> None:
        loop.remove_reader(parent.sentinel)
        os.kill(os.getpid(), signal.SIGTERM)

    with suppress(NotImplementedError):  # an event loop of Windows
        loop.add_reader(parent.sentinel, stop)
