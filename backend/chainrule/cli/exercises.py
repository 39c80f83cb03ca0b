"""`exercise`: a formula's graph with numbers left out, as a list of blanks or as a file for a course."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..assessments import FORMATS, format_of
from ..assessments import render as render_file
from ..errors import ChainruleError, RequestError
from ..exercises import KINDS, ExerciseRequest, document, make
from ..export.command import deliver
from ..tracing import encode
from .commands import made_of, write
from .report import plain, print_error, print_table

__all__ = ["add_options", "exercise"]


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-o", "--file", metavar="FILE", help=f"where to; it ends in one of .{', .'.join(FORMATS)}; - is standard output"
    )
    command.add_argument("--format", choices=tuple(FORMATS), help="if the file's name does not say it")
    command.add_argument(
        "--ask", default="downstream", metavar="KINDS", help=f"by commas (default: downstream): {', '.join(KINDS)}"
    )
    command.add_argument("--seed", type=int, default=0, help="draws values and chooses blanks (default: 0)")
    command.add_argument("--count", type=int, help="how many blanks (default: all)")
    command.add_argument("--digits", type=int, help="decimals of a right answer (default: 2)")
    command.add_argument("--significant", type=int, help="significant figures in place of decimals")
    command.add_argument("--variants", type=int, default=1, help="how many the file holds (default: 1)")
    command.add_argument("--json", action="store_true", help="the exercise as the API answers it; errors too")


def exercise(asked: argparse.Namespace) -> int:
    """Make an exercise. Without a file the blanks are listed; a file holds its answers."""
    try:
        targets = ExerciseRequest.taken_from(
            {
                "ask": [kind.strip() for kind in asked.ask.split(",") if kind.strip()],
                **{name: getattr(asked, name) for name in ("seed", "count", "digits", "significant")},
            }
        )
        if asked.variants < 1:
            raise RequestError("bad-field", "`variants` is no whole number from 1 on.")
        name = _format(asked)
    except ChainruleError as error:
        print_error(error, asked.source, as_json=asked.json)
        return 2
    if name is None:
        sheet = made_of(asked, "exercise", lambda request: make(request, targets))
        if isinstance(sheet, int):
            return sheet
        if asked.json:
            write(encode(document(sheet)))
            return 0
        print(sheet.request.rule.sentence)
        print_table([[plain(blank.id), plain(blank.kind), plain(blank.label)] for blank in sheet.blanks], sys.stdout)
        return 0
    content = made_of(asked, "exercise", lambda request: render_file(request, targets, name, asked.variants))
    if isinstance(content, int):
        return content
    return deliver(asked, content, name, FORMATS[name].media_type, "exercise")


def _format(asked: argparse.Namespace) -> str | None:
    """Return the format that the file's name ends in; None: no file is asked for. Raises: ValueProblem."""
    if asked.file is None:
        return None
    ends = [name for name in FORMATS if asked.file.lower().endswith(f".{name}")]
    text: str | None = asked.format
    return text or format_of(ends[0] if ends else Path(asked.file).suffix[1:]).name
