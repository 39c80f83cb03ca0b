"""`exercise`: a formula's graph with numbers left out, as a list of blanks or as a file for a course."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..assessments import FORMATS, format_of
from ..assessments import render as render_file
from ..errors import ChainruleError, RequestError
from ..exercises import KINDS, Exercise, ExerciseRequest, make
from ..export.command import deliver
from ..request import TraceRequest
from ..tracing import encode
from .commands import made_of, write
from .report import plain, print_error, print_table

__all__ = ["add_options", "exercise"]


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of `exercise`."""
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


def exercise(args: argparse.Namespace) -> int:
    """Make an exercise. Without a file the blanks are listed; a file holds its answers."""
    try:
        targets = ExerciseRequest.pop_from(
            {
                "ask": [kind.strip() for kind in args.ask.split(",") if kind.strip()],
                **{name: getattr(args, name) for name in ("seed", "count", "digits", "significant")},
            }
        )
        if args.variants < 1:
            raise RequestError("bad-field", "`variants` is no whole number from 1 on.")
        name = _format(args)
    except ChainruleError as error:
        print_error(error, args.source, as_json=args.json)
        return 2
    if name is None:
        return _list_blanks(args, targets)

    def make_one(request: TraceRequest) -> bytes:
        return render_file(request, targets, name, args.variants)

    content = made_of(args, "exercise", make_one)
    if isinstance(content, int):
        return content
    return deliver(args, content, name, FORMATS[name].media_type, "exercise")


def _list_blanks(args: argparse.Namespace, targets: ExerciseRequest) -> int:
    def make_one(request: TraceRequest) -> Exercise:
        return Exercise(make(request, targets))

    result = made_of(args, "exercise", make_one)
    if isinstance(result, int):
        return result
    if args.json:
        write(encode(result.to_dict()))
        return 0
    print(result.rule)
    print_table([[plain(blank.id), plain(blank.kind), plain(blank.label)] for blank in result.blanks], sys.stdout)
    return 0


def _format(args: argparse.Namespace) -> str | None:
    """Return the format that the file's name ends in; None: no file is asked for. Raises: InputError."""
    if args.file is None:
        return None
    ends = [name for name in FORMATS if args.file.lower().endswith(f".{name}")]
    text: str | None = args.format
    return text or format_of(ends[0] if ends else Path(args.file).suffix[1:]).name
