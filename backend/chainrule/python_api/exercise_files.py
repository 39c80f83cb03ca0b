"""Exercises that are traces with numbers left out, and files of them for a course."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy.typing as npt

from .. import assessments
from ..exercises import AskKind, BlankSelector, Exercise, ExerciseRequest, make
from ..limits import DEFAULT, Limits
from ..request import Values, View
from ..sentences import Language, speaking
from .source import request_of

__all__ = ["exercise", "export_exercise"]


def exercise(
    source: str | Callable[..., object],
    values: Values | None = None,
    *,
    ask: AskKind | Sequence[AskKind | BlankSelector | Mapping[str, object]] = ("downstream",),
    seed: int = 0,
    count: int | None = None,
    digits: int | None = None,
    significant: int | None = None,
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    view: View = "gates",
    lang: Language = "en",
    limits: Limits | None = None,
) -> Exercise:
    """Return a trace with numbers left out, the same for the same arguments, for ever.

    >>> e = exercise("x*y + x", values={"x": 2, "y": 3}, ask=[BlankSelector("downstream", name="x")])
    >>> e.grade({"b1": "3"}).marks[0].mistake
    'overwrote-at-copy'

    Args:
        values: as for `trace`; without any, clean ones are drawn by `seed`.
        ask: a kind of blank (value, local, downstream, term, shape, pattern, order, wrong_line, line) or a list of
            kinds and of single blanks: `BlankSelector("value", name="q")`, or the same as a dictionary.
        seed: chooses the blanks and, without `values`, the values: one for each student.
        count: how many blanks; None: all that the kinds allow.
        digits: decimals to which an answer must be right, 2 if left out.
        significant: significant figures in place of `digits`.
        upstream: gradient at the output, as for `trace`.
        lang: "en" or "de": the language of its sentences, of those on answers, and of its files.

    Returns:
        `.blanks`, `.to_dict()` for students, `.grade(answers)`.

    Raises:
        ChainruleError: as `trace`; `bad-field`, `bad-blank`, `nothing-to-ask`, `unknown-id`.
    """
    request = request_of(source, values, output=output, upstream=upstream, view=view, lang=lang)
    selectors = [ask] if isinstance(ask, str) else [*ask]
    numbers = {"seed": seed, "count": count, "digits": digits, "significant": significant}
    with speaking(request.lang):
        return Exercise(make(request, ExerciseRequest.pop_from({"ask": selectors, **numbers}), limits or DEFAULT))


def export_exercise(exercise: Exercise, format: str, *, variants: int = 1, limits: Limits | None = None) -> bytes:
    """Return the exercise as a file for a course; it holds its answers.

    Args:
        format: "moodle.xml", "qti.zip", "scorm.zip", "html", "pdf" or "json".
        variants: how many different exercises it holds, by the seeds from the exercise's own on.

    Raises:
        ChainruleError: as `exercise`; `unknown-format`, `not-in-this-file`, `too-few-variants`, `missing-extra`.
    """
    sheet = exercise.sheet
    with speaking(sheet.trace_request.lang):
        return assessments.render(sheet.trace_request, sheet.request, format, variants, limits=limits or DEFAULT)
