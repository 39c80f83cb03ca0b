"""An exercise is made: the trace of a program, clean values for it, and its blanks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import orjson

from ..errors import ChainruleError, InputError, LimitError
from ..limits import DEFAULT, Limits
from ..request import TraceRequest
from ..tracing.build import trace_and_drawing
from .blanks import ExerciseSheet, blanks_of
from .exercise_request import ExerciseRequest
from .quantities import Quantities

__all__ = ["make", "variants"]

TRIES = 40
TRIES_FOR_SIZE = 12  # for numbers none of which is small, once there are clean ones; and in how large a graph:
MOST_NODES = 60
SMALL = 5  # units of the last digit that is asked for: 0.01 for 0.014 says little, and less when it is multiplied
SEEDS_A_VARIANT = 4  # tried for each variant: a few draw the same values
CLEAN = (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0, -4.0, 0.5, -0.5)
LARGEST = 1000.0


def make(trace_request: TraceRequest, request: ExerciseRequest, limits: Limits = DEFAULT) -> ExerciseSheet:
    """Make the exercise that is asked for; the same for the same request, for ever.

    Raises:
        ChainruleError: as `tracing.build`; LimitError `exercise_lines`.
        InputError: `nothing-to-ask`, `unknown-id`, `bad-blank`.
    """
    if trace_request.mode != "reverse" or trace_request.graph != "forward":
        raise InputError(
            "bad-blank",
            "An exercise is about the gradients of the backward pass.",
            hint="Leave `mode` and `graph` out.",
        )
    if trace_request.values:
        return _with_blanks(trace_request, trace_request, request, limits)
    problem: ChainruleError | None = None
    fallback: ExerciseSheet | None = None
    best: tuple[int, ExerciseSheet] | None = None  # of the clean ones, that with the fewest small numbers
    tries_left = TRIES_FOR_SIZE
    for values in _values(trace_request, request, limits):
        try:
            blanks = _with_blanks(trace_request, replace(trace_request, values=values), request, limits)
        except ChainruleError as error:
            problem = problem or error
            continue
        fallback = fallback or blanks
        if _is_clean(blanks):
            small = _small_numbers(blanks)
            if best is None or small < best[0]:
                best = small, blanks
            tries_left -= 1 if len(blanks.trace.nodes) <= MOST_NODES else TRIES_FOR_SIZE
        if best is not None and (best[0] == 0 or tries_left <= 0):
            break
    if best is not None:
        return best[1]
    if fallback is None:
        raise problem if problem is not None else AssertionError("At least one set of values was tried.")
    return fallback


def variants(
    trace_request: TraceRequest,
    request: ExerciseRequest,
    count: int,
    limits: Limits = DEFAULT,
    progress: Callable[[int, int], None] | None = None,
) -> list[ExerciseSheet]:
    """Make `count` different exercises, by the seeds from that of the request on; each has its own seed.

    progress: called with the number of those made and `count`; an error that it raises ends the work.

    Raises:
        ChainruleError: as `make`; LimitError `exercise_variants`; InputError `too-few-variants`.
    """
    if count > limits.exercise_variants:
        many = f"These are {count:,} variants"
        raise LimitError("exercise_variants", limits.exercise_variants, many, hint="Ask for fewer at a time.")
    exercise_sheets_by_chunk: dict[bytes, ExerciseSheet] = {}
    for seed in range(request.seed, request.seed + SEEDS_A_VARIANT * count):
        if progress is not None:
            progress(len(exercise_sheets_by_chunk), count)
        result = make(trace_request, replace(request, seed=seed), limits)
        differs = [result.trace.values, [(blank.label, blank.edge, blank.node) for blank in result.blanks]]
        exercise_sheets_by_chunk.setdefault(orjson.dumps(differs, option=orjson.OPT_SERIALIZE_NUMPY), result)
        if len(exercise_sheets_by_chunk) == count:
            return list(exercise_sheets_by_chunk.values())
        if trace_request.values and request.count is None:
            break  # the seed changes nothing
    raise InputError(
        "too-few-variants",
        f"Only {len(exercise_sheets_by_chunk)} of {count} variants would differ.",
        hint="Leave the values out, so that the seed draws them; or give `count`, so that it chooses the blanks.",
    )


def _with_blanks(
    trace_request: TraceRequest, filled: TraceRequest, request: ExerciseRequest, limits: Limits
) -> ExerciseSheet:
    trace, drawing = trace_and_drawing(filled, limits)
    quantities = Quantities(drawing)
    exercise_sheet = ExerciseSheet(trace, quantities, request, blanks_of(trace, quantities, request), trace_request)
    lines = sum(blank.line is not None for blank in exercise_sheet.blanks)
    if lines > limits.exercise_lines:
        hint = "Name the lines that you ask for, or give `count`."
        raise LimitError("exercise_lines", limits.exercise_lines, f"These are {lines} lines to write", hint=hint)
    return exercise_sheet


def _values(trace_request: TraceRequest, request: ExerciseRequest, limits: Limits) -> Iterator[dict[str, Any]]:
    """Small numbers for every name without a value; the program's own defaults where that are labels or shapes."""
    first, _ = trace_and_drawing(replace(trace_request, defaults=True), limits)
    random = Random(f"values {request.seed} {trace_request.source}")  # noqa: S311 - the same for ever, not secret
    if not first.values:
        yield {}
        return
    for _ in range(TRIES):
        yield {name: _random_value(value, random) for name, value in first.values.items()}
    yield {name: np.asarray(value).tolist() for name, value in first.values.items()}


def _random_value(default: Any, random: Random) -> Any:
    shape = np.shape(default)
    if not shape:
        return CLEAN[int(random.random() * len(CLEAN))]
    count = math.prod(shape)
    entries = [CLEAN[int(random.random() * 6)] for _ in range(count)]
    return np.array(entries).reshape(shape).tolist()


def _is_clean(exercise_sheet: ExerciseSheet) -> bool:
    """No tie, no kink, no flat end and no number that is hard to write."""
    if any(node.notices for node in exercise_sheet.trace.nodes) or exercise_sheet.trace.health:
        return False
    numbers = exercise_sheet.quantities.exact.values()
    return all(math.isfinite(number) and abs(number) <= LARGEST for number in numbers)


def _small_numbers(exercise_sheet: ExerciseSheet) -> int:
    """Count the numbers that are nearly lost when rounded as the exercise asks, as behind a flat end."""
    digits = exercise_sheet.request.digits
    if exercise_sheet.request.significant is not None:
        return 0
    bound = SMALL * 10.0 ** -(2 if digits is None else digits)
    return sum(0 < abs(number) < bound for number in exercise_sheet.quantities.exact.values())
