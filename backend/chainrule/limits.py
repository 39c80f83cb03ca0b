"""Every limit of the service: its name and its number. An error that enforces one says both."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields, replace

__all__ = ["DEFAULT", "Deadline", "Limits"]


class Deadline:
    """A moment in the processor time of this thread: what else the machine works on does not count."""

    __slots__ = ("earliest", "processor")

    def __init__(self, seconds: float) -> None:
        self.earliest = time.monotonic() + seconds  # at which it can be reached; this clock takes no system call
        self.processor = time.thread_time() + seconds

    def extend(self, seconds: float) -> None:
        """Put it off."""
        self.earliest += seconds
        self.processor += seconds

    def is_over(self) -> bool:
        """Return whether the seconds have been worked."""
        return time.monotonic() > self.earliest and time.thread_time() > self.processor


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one request. The Python API may pass its own; the web service uses `DEFAULT`."""

    source_characters: int = 16_000
    bracket_depth: int = 50
    gates_drawn: int = 2_000
    gates: int = 200_000
    array_elements: int = 100_000
    total_elements: int = 2_000_000
    shape_elements: int = 1_000_000_000
    dimensions: int = 8
    gate_arguments: int = 500
    loop_rounds: int = 1_000
    operations: int = 2_000_000
    nodes_read: int = 10_000
    call_depth: int = 50
    container_entries: int = 100_000
    string_characters: int = 10_000
    sign_run: int = 100
    chained: int = 1_000
    multiply_adds: int = 50_000_000
    seconds: float = 2.0
    round_seconds: float = 5.0
    names: int = 2_000
    name_characters: int = 60
    body_bytes: int = 256_000
    model_bytes: int = 2_000_000
    model_seconds: float = 10.0
    url_bytes: int = 16_000
    tape_entries: int = 6_000
    unit_gates: int = 3_000
    hessian_entries: int = 300
    check_entries: int = 500
    picture_pixels: int = 20_000_000
    picture_frames: int = 400
    picture_shapes: int = 400_000
    film_pixels: int = 60_000_000
    tex_length: int = 14_000
    picture_seconds: float = 60.0
    run_updates: int = 100_000
    run_seconds: float = 60.0
    run_multiply_adds: int = 50_000_000_000
    run_numbers: int = 1_000_000
    surface_places: int = 10_000
    exercise_lines: int = 30
    exercise_variants: int = 100
    lesson_seconds: float = 30.0
    live_sessions: int = 500
    live_sessions_per_client: int = 50
    live_followers: int = 5_000
    live_answers: int = 10_000
    short_links: int = 1_000_000

    def for_shapes(self) -> Limits:
        """Return the limits where only shapes are read: arrays take no memory there, and nothing is multiplied."""
        elements = max(self.array_elements, self.shape_elements)
        return replace(self, array_elements=elements, total_elements=1_000 * elements, multiply_adds=10**18)

    def rows(self) -> list[tuple[str, float]]:
        """Return name and number of every limit."""
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


DEFAULT = Limits()
# Limits that `shapes_only` helps with.
OF_NUMBERS = frozenset(name for name, limit in DEFAULT.for_shapes().rows() if limit != getattr(DEFAULT, name))
