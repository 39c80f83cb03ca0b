"""Configuration of the log, and a limit on its length."""

from __future__ import annotations

import logging
import time
from typing import Any

__all__ = ["RateLimit", "log_config"]

_SAME = 5  # lines with the same words in a second


class RateLimit(logging.Filter):
    """Lets the same message pass some times a second, and says how many there were besides."""

    def __init__(self, most: int = _SAME, seconds: float = 1.0) -> None:
        super().__init__()
        self.most, self.seconds = most, seconds
        self.counts_by_message: dict[
            str, tuple[float, int]
        ] = {}  # message -> when its second began, and how many since

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is written, among those that begin alike."""
        now, words = time.monotonic(), str(record.msg)[:200]
        start, count = self.counts_by_message.get(words, (now, 0))
        if now - start >= self.seconds:
            if count > self.most:
                record.msg = f"{record.msg} (and {count - self.most:,} more like this before)"
            start, count = now, 0
        if len(self.counts_by_message) > 100:
            self.counts_by_message.clear()
        self.counts_by_message[words] = start, count + 1
        return count < self.most


def log_config() -> dict[str, Any]:
    """The configuration of `logging`: all lines to standard error, the same line some times a second at most."""
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
