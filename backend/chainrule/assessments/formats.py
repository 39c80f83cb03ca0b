"""FORMATS: every file that an exercise can be, in one row. A new one is one module and one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from typing import Any

import orjson

from ..errors import InputError
from ..exercises import AskKind, ExerciseRequest, variants
from ..exercises.key import Interval
from ..limits import DEFAULT, Limits
from ..request import TraceRequest
from . import offline
from .moodle import moodle
from .qti import qti
from .questions import Question
from .worksheet import worksheet

__all__ = ["FORMATS", "AssessmentFormat", "format_of", "render"]


@dataclass(frozen=True, slots=True)
class AssessmentFormat:
    """A file format.

    name: the end of the file's name. modules: what it imports beyond what every installation has. without: the kinds
    of blanks that it cannot hold. follows: whether what follows from a slip is right there. aspect: width / height of
    the room for its picture: a longer graph is broken into rows.
    """

    name: str
    title: str
    media_type: str
    render: Callable[[Sequence[Question]], bytes]
    where: str
    without: tuple[AskKind, ...] = ()
    follows: bool = False
    modules: tuple[str, ...] = ()
    aspect: float | None = None

    @property
    def packed(self) -> bool:
        """True if its bytes cannot be made fewer by packing them again."""
        return self.name.endswith("zip") or bool(self.modules)

    @property
    def suffix(self) -> str:
        """Return the end of a file's name, with its dot."""
        return f".{self.name}"

    @property
    def available(self) -> bool:
        """True if this installation has what the format imports."""
        return all(find_spec(module) is not None for module in self.modules)


def _range(interval: Interval) -> list[float]:
    centre, half = interval
    return [centre - half, centre + half]


def _json(questions: Sequence[Question]) -> bytes:
    return orjson.dumps({"variants": [_variant(question) for question in questions]})


def _variant(question: Question) -> dict[str, Any]:
    return {
        "seed": question.sheet.request.seed,
        "exercise": question.document,
        "answers": {
            key.blank.id: {
                "answer": key.answer,
                "intervals": [_range(interval) for interval in key.intervals],
                "texts": key.texts,
                "choices": key.choices,
                "wrong": [{**asdict(wrong), "interval": _range(wrong.interval)} for wrong in key.wrong],
            }
            for key in question.keys
        },
    }


# One blank at a time is asked for in an order, each after the right gates before it: on a sheet that lists them all
# the later ones would give the earlier ones away. A written line is judged by running it.
_COLUMN, _PAPER = 2.0, 1.4
_STILL: tuple[AskKind, ...] = ("order",)
_NO_ENGINE: tuple[AskKind, ...] = ("order", "line")

FORMATS: dict[str, AssessmentFormat] = {
    row.name: row
    for row in (
        AssessmentFormat(
            "moodle.xml",
            "Moodle XML",
            "application/xml",
            moodle,
            "Moodle's question bank: a cloze question for each variant",
            without=_NO_ENGINE,
            aspect=_COLUMN,
        ),
        AssessmentFormat(
            "qti.zip",
            "QTI 2.1",
            "application/zip",
            qti,
            "Canvas, OpenOLAT, ILIAS, TAO: an item for each variant, and a test that draws one",
            without=_NO_ENGINE,
            aspect=_COLUMN,
        ),
        AssessmentFormat(
            "scorm.zip",
            "SCORM 1.2",
            "application/zip",
            offline.scorm,
            "Moodle, ILIAS, Blackboard, Brightspace: plays and marks itself, reports its score",
            without=_NO_ENGINE,
            aspect=_COLUMN,
            follows=True,
        ),
        AssessmentFormat(
            "html",
            "One HTML file",
            "text/html; charset=utf-8",
            offline.html,
            "any browser, without a network: plays and marks itself",
            without=_NO_ENGINE,
            aspect=_COLUMN,
            follows=True,
        ),
        AssessmentFormat(
            "pdf",
            "PDF worksheet",
            "application/pdf",
            worksheet,
            "paper: places to write in, and the answers on pages of their own",
            without=_STILL,
            aspect=_PAPER,
            modules=("reportlab",),
        ),
        AssessmentFormat(
            "json", "JSON", "application/json", _json, "programs: exercise and answer key of each variant"
        ),
    )
}


def format_of(name: str) -> AssessmentFormat:
    """Return the format of a name. Raises: InputError `unknown-format`."""
    if name not in FORMATS:
        hint = f"The formats are: {', '.join(FORMATS)}."
        raise InputError("unknown-format", f"An exercise is no `{name[:40]}`.", hint=hint)
    return FORMATS[name]


def render(
    trace_request: TraceRequest,
    request: ExerciseRequest,
    name: str,
    count: int = 1,
    *,
    limits: Limits = DEFAULT,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Make the file of a format of FORMATS with `count` variants, whose seeds begin with that of the request.

    Args:
        progress: called with the number of variants made and `count`; an error that it raises ends the work.

    Raises:
        ChainruleError: as `exercises.variants`; InputError `unknown-format`, `not-in-this-file`; MissingExtra (501).
    """
    row = format_of(name)
    if trace_request.aspect is None:
        trace_request = replace(trace_request, aspect=row.aspect)
    sheets = variants(trace_request, request, count, limits, progress)
    for blank in sheets[0].blanks:
        if blank.kind in row.without:
            able = ", ".join(each.name for each in FORMATS.values() if blank.kind not in each.without)
            raise InputError(
                "not-in-this-file",
                f"`{row.name}` cannot hold a blank of the kind `{blank.kind}`.",
                hint=f"Ask for other kinds, or for one of: {able}.",
            )
    return row.render([Question(sheet, number, count, limits) for number, sheet in enumerate(sheets, 1)])
