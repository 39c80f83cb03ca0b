"""`train`: a run on the command line, with its progress on a terminal."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, current_thread, main_thread
from typing import Any

import numpy as np

from ..errors import ChainruleError
from ..export import Options
from ..export.command import deliver, show_progress
from ..export.palette import THEMES
from ..learn import Run, Settings
from ..limits import DEFAULT
from ..number import number, text
from ..request import TraceRequest
from ..run_pictures import FRAMES, RUN_EXPORTS, SECONDS, RunLook, run_export_of, run_file
from ..sentences import tr, translated
from .question import Misuse, Refused, fields_of
from .report import GREEN, RED, Cell, plain, print_error, print_refusal, print_table

__all__ = ["add_options", "train"]

ROWS = 12  # entries that are printed
BAR = 24  # characters of the progress
STOPPED = 130  # the exit status of a shell's interrupt


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of `train`."""
    command.add_argument("--parameters", metavar="NAMES", help="the leaves that move, by commas (default: guessed)")
    command.add_argument(
        "--optimizer",
        default="sgd",
        metavar="NAME",
        help="sgd, adam, ..., a rule: 'w = w - lr*g', or program",
    )
    command.add_argument("--lr", type=float, metavar="NUMBER", help="learning rate (default: PyTorch's)")
    command.add_argument(
        "--setting", dest="settings", metavar="NAME=NUMBER", action="append", default=[], help="momentum=0.9, ..."
    )
    command.add_argument(
        "--schedule", metavar="WHAT", help="cosine, linear, ..., its JSON, or a formula of lr, t and T"
    )
    command.add_argument("--iterations", type=int, metavar="NUMBER", help="updates (default: 200, or all rounds)")
    command.add_argument("--batch", type=int, metavar="NUMBER", help="examples in a minibatch (default: all)")
    command.add_argument("--data", metavar="NAMES", help="the arrays that minibatches are cut from, by commas")
    command.add_argument("--seed", type=int, default=0, metavar="NUMBER", help="of the order of the minibatches")
    command.add_argument("--keep", type=int, default=100, metavar="NUMBER", help="entries that are kept (default: 100)")
    command.add_argument("--json", action="store_true", help="the whole run, as the API answers it")
    picture = command.add_argument_group("a file of the run")
    picture.add_argument(
        "-o", "--file", metavar="FILE", help=f"where to; its suffix is one of {', '.join(RUN_EXPORTS)}; - with --format"
    )
    picture.add_argument("--format", choices=RUN_EXPORTS, help="if the suffix does not say it")
    picture.add_argument("--theme", choices=THEMES, default="light")
    picture.add_argument("--scale", type=float, default=1.0, help="times the size (default: 1)")
    picture.add_argument("--transparent", action="store_true", help="without background")
    picture.add_argument("--native", action="store_true", help="a PPTX with shapes instead of pictures")
    picture.add_argument(
        "--no-fonts", dest="fonts", action="store_false", help="an SVG without its letters: 30 kB less"
    )
    picture.add_argument(
        "--seconds", type=float, default=SECONDS, help=f"an update stays so long in what moves (default: {SECONDS})"
    )
    picture.add_argument(
        "--frames", type=int, default=FRAMES, metavar="NUMBER", help=f"updates of a film or deck (default: {FRAMES})"
    )
    picture.add_argument("--update", type=int, metavar="NUMBER", help="of a still picture (default: the last one)")
    picture.add_argument("--no-graph", dest="with_graph", action="store_false", help="the curves alone")


def train(args: argparse.Namespace) -> int:
    """Run the updates, and print the run or write it into a file. Returns the exit status.

    Ctrl-C ends the run, and what was done is given.
    """
    from ..api.run_handlers import trained

    try:
        fields, settings = fields_of(args), _settings(args)
    except (Misuse, Refused) as error:
        return print_refusal("train", str(error), 2 if isinstance(error, Misuse) else 3, as_json=args.json)
    with_bar = sys.stderr.isatty()

    def progress(done: int, of: int) -> bool:
        if with_bar:
            _show(done, of)
        return is_stopped()

    try:
        with _until_interrupt() as is_stopped:
            request = TraceRequest.from_fields(fields)
            run = trained(request, settings, DEFAULT, progress)
    except ChainruleError as error:
        print_error(error, error.source or fields["source"], as_json=args.json)
        return 1
    finally:
        if with_bar:
            sys.stderr.write("\r\x1b[K")
    status = STOPPED if run.ended == "stopped" else 0
    if args.file:
        return _file(args, run, request) or status
    if args.json:
        sys.stdout.buffer.write(run.to_json() + (b"\n" if sys.stdout.isatty() else b""))
        sys.stdout.buffer.flush()
    else:
        _print(run)
    return status


@contextmanager
def _until_interrupt() -> Iterator[Callable[[], bool]]:
    """Give what tells whether Ctrl-C was pressed. Pressed again, it ends the command."""
    is_pressed = Event()
    if current_thread() is not main_thread():  # there are no signals
        yield is_pressed.is_set
        return

    def press(*_: object) -> None:
        is_pressed.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield is_pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _file(args: argparse.Namespace, run: Run, request: TraceRequest) -> int:
    """Writes the file of the run. Gives the exit status."""
    options = {name: getattr(args, name) for name in ("theme", "scale", "transparent", "native", "fonts", "seconds")}
    progress = show_progress if sys.stderr.isatty() else None
    try:
        row = run_export_of(args.format or Path(args.file).suffix[1:].lower())
        look = RunLook(Options(**options), args.frames, args.update, args.with_graph)
        content = run_file(request, run, row.name, look, limits=DEFAULT, progress=progress)
    except ChainruleError as error:
        print_error(error, run.source, as_json=args.json)
        return 3 if error.status == 501 else 2 if error.code in ("unknown-format", "bad-option") else 1
    finally:
        if progress:
            sys.stderr.write("\r\x1b[K")
    if run.ended == "stopped":
        print(translated(run.text), file=sys.stderr)
    return deliver(args, content, row.name, row.media_type, "train")


def _settings(args: argparse.Namespace) -> Settings:
    """Return the settings of a run. Raises: Misuse."""
    numbers: dict[str, Any] = {} if args.lr is None else {"lr": args.lr}
    for words in args.settings:
        name, equals, value = words.partition("=")
        try:
            numbers[name.strip()] = json.loads(value) if equals else float("x")
        except ValueError:
            raise Misuse(tr("--setting wants NAME=NUMBER, not {0}", repr(words))) from None
    return Settings(
        parameters=_names(args.parameters),
        optimizer=_optimizer(args.optimizer),
        settings=numbers,
        schedule=_schedule(args.schedule),
        iterations=args.iterations,
        batch=args.batch,
        data=_names(args.data),
        seed=args.seed,
        keep=args.keep,
    )


def _optimizer(words: str) -> str | dict[str, str] | None:
    """`program`: the program's own loop and its own lines."""
    if words == "program":
        return None
    return {"update": words} if "=" in words else words


def _names(words: str | None) -> list[str] | None:
    return None if words is None else [name.strip() for name in words.split(",") if name.strip()]


def _schedule(words: str | None) -> dict[str, Any] | None:
    """Parse the schedule of the learning rate. Raises: Misuse."""
    if words is None:
        return None
    if not words.lstrip().startswith("{"):
        return {"kind": words} if words.replace("_", "").isalpha() and words != "lr" else {"formula": words}
    try:
        values_by_name: dict[str, Any] = json.loads(words)
    except (ValueError, RecursionError):
        raise Misuse(f'--schedule wants JSON such as {{"kind": "step", "every": 30}}, not {words[:80]!r}') from None
    return values_by_name


def _print(run: Run) -> None:
    print(f"{run.head.optimizer}: {run.head.rule}")
    count = len(run.iterations)
    places = sorted({round(k * (count - 1) / max(1, min(count, ROWS) - 1)) for k in range(min(count, ROWS))})
    # Of a loop whose loss or rate nobody knows there is no column of NaN.
    columns = [
        (title, column, colour)
        for title, column, colour in ((tr("loss"), run.loss, RED), ("lr", run.learning_rate, ""))
        if run.head.tape is not None or not np.isnan(column).all()
    ]
    titles = (tr("update"), *(title for title, _, _ in columns), *run.values)
    rows: list[list[Cell]] = [[plain(title) for title in titles]]
    for place in places:
        cells = [plain(f"{run.iterations[place]:,}")]
        cells += [(number(float(column[place])), colour) for _, column, colour in columns]
        rows.append([*cells, *((text(values[place]), GREEN) for values in run.values.values())])
    print_table(rows, sys.stdout, right=tuple(range(1 + len(columns))))
    print(f"{run.ended}: {translated(run.text)}")
    for notice in run.notices:
        print(f"{notice.code}: {translated(notice.text)}")


def _show(done: int, of: int) -> None:
    filled = BAR * done // max(of, 1)
    count = tr("{0} of {1} updates", f"{done:,}", f"{of:,}")
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {count}")
    sys.stderr.flush()
