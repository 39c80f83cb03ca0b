"""`chainrule serve`: the service on an address, with its log."""

from __future__ import annotations

import logging
import os
import sys
import time
from contextlib import suppress
from typing import Any

import uvicorn

from .protocol import TimedProtocol, most_connections

__all__ = ["RateLimit", "serve"]

_BACKLOG = 2048
_SAME = 5  # lines with the same words in a second


class RateLimit(logging.Filter):
    """Lets the same message pass some times a second, and says how many there were besides."""

    def __init__(self, most: int = _SAME, seconds: float = 1.0) -> None:
        super().__init__()
        self.most, self.seconds = most, seconds
        self.seen: dict[str, tuple[float, int]] = {}  # message -> when its second began, and how many since

    def filter(self, record: logging.LogRecord) -> bool:
        now, words = time.monotonic(), str(record.msg)[:200]
        begun, count = self.seen.get(words, (now, 0))
        if now - begun >= self.seconds:
            if count > self.most:
                record.msg = f"{record.msg} (and {count - self.most:,} more like this before)"
            begun, count = now, 0
        if len(self.seen) > 100:
            self.seen.clear()
        self.seen[words] = begun, count + 1
        return count < self.most


def _logging() -> dict[str, Any]:
    to_stderr = {"handlers": ["stderr"], "level": "INFO", "propagate": False}
    others = {**to_stderr, "level": "WARNING", "filters": ["few"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(message)s"}},
        "filters": {"few": {"()": RateLimit}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {"chainrule": to_stderr, "uvicorn": others, "uvicorn.error": others, "asyncio": others},
    }


def serve(host: str, port: int, workers: int) -> None:
    """Serve until a signal comes. A terminal, file or disk that takes no output does not matter."""
    logging.raiseExceptions = False
    address = f"[{host}]" if ":" in host else host
    try:
        print(f"Chainrule is at http://{address}:{port} (Ctrl+C stops it)", flush=True)
    except OSError:
        with suppress(OSError):  # what could not be written would be tried again at the end, and fail
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    uvicorn.run(
        "chainrule.api.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=TimedProtocol,  # on httptools, which refuses what could be read in two ways
        ws="none",
        access_log=False,  # the service writes its own line, without the address
        server_header=False,
        backlog=min(_BACKLOG, max(8, most_connections() // 4)),  # so many are accepted before the first is looked at
        timeout_graceful_shutdown=10,
        timeout_keep_alive=30,
        log_config=_logging(),
    )
