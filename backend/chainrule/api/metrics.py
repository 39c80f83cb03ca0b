"""GET /metrics: what one process does, in the text format of Prometheus. Off by default: `serve --metrics`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fastapi import APIRouter, Response

from ..live import Hub
from .service import Service

__all__ = ["Metrics", "router"]

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds
_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counts requests. Routes are those of the application, so that nobody's paths make new series."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, int]] = Counter()  # by route, method and status
        self.answers: Counter[str] = Counter()  # "hit": kept, "miss": computed
        self.buckets: dict[str, list[int]] = {}  # of each route, how many took at most so long
        self.seconds: dict[str, float] = {}

    def count(self, route: str, method: str, status: int, answer: str | None, seconds: float | None) -> None:
        """Count a request.

        Args:
            answer: "hit" or "miss" where it was one that is kept.
            seconds: how long it took; None for a stream, which lasts as long as its client wants.
        """
        self.requests[route, method, status] += 1
        if answer is not None:
            self.answers[answer] += 1
        if seconds is None:
            return
        buckets = self.buckets.setdefault(route, [0] * (len(BOUNDS) + 1))
        place = next((index for index, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))
        buckets[place] += 1
        self.seconds[route] = self.seconds.get(route, 0.0) + seconds

    def lines(self) -> Iterator[str]:
        """Return all counters as lines of the text format."""
        yield from _head("chainrule_requests_total", "counter", "Requests by route, method and status.")
        for (route, method, status), number in sorted(self.requests.items()):
            labels = f'route="{route}",method="{method}",status="{status}"'
            yield f"chainrule_requests_total{{{labels}}} {number}"
        yield from _head("chainrule_answers_total", "counter", "Answers that were kept (hit) or computed (miss).")
        for answer, number in sorted(self.answers.items()):
            yield f'chainrule_answers_total{{answer="{answer}"}} {number}'
        yield from _head("chainrule_request_seconds", "histogram", "From the first byte of a request to the last.")
        for route, buckets in sorted(self.buckets.items()):
            total = 0
            for bound, number in zip((*map(str, BOUNDS), "+Inf"), buckets, strict=True):
                total += number
                yield f'chainrule_request_seconds_bucket{{route="{route}",le="{bound}"}} {total}'
            yield f'chainrule_request_seconds_sum{{route="{route}"}} {self.seconds[route]:.6f}'
            yield f'chainrule_request_seconds_count{{route="{route}"}} {total}'


def router(metrics: Metrics, service: Service, hub: Hub | None) -> APIRouter:
    """Return the route of the counters."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/metrics")
    async def get_metrics() -> Response:
        lines = [*metrics.lines(), *_state(service, hub)]
        return Response("\n".join([*lines, ""]).encode(), media_type=_TYPE, headers={"Cache-Control": "no-store"})

    return routes


def _state(service: Service, hub: Hub | None) -> Iterator[str]:
    """Yield the lines on the state of this moment."""
    pool = service.processes
    gauges = {
        "chainrule_small_requests": ("Small requests at work or waiting.", service.threads.inside),
        "chainrule_heavy_working": ("Heavy requests at work.", pool.working),
        "chainrule_heavy_waiting": ("Heavy requests that wait for a process.", pool.waiting),
        "chainrule_cache_bytes": ("Bytes of the answers that are kept.", service.cache.bytes),
        "chainrule_live_followers": ("Screens that follow a live session.", 0 if hub is None else hub.followers),
        "process_resident_memory_bytes": ("Resident memory.", _resident()),
    }
    for name, (about, number) in gauges.items():
        yield from _head(name, "gauge", about)
        yield f"{name} {number}"


def _head(name: str, kind: str, about: str) -> tuple[str, str]:
    return f"# HELP {name} {about}", f"# TYPE {name} {kind}"


def _resident() -> int:
    """Bytes; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
