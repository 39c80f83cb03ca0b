"""`chainrule render`: a picture into a file, with its progress on a terminal."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from ..tracing.document import Trace
from .notation import NOTATIONS
from .options import DIGITS, Options, Step
from .palette import THEMES
from .papers import PAPER_NAMES
from .table import EXPORTS, Export, export_of, render

__all__ = ["add_options", "deliver", "format_of", "run", "show_progress"]

_BAR = 24


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of `render`."""
    command.add_argument(
        "-o", "--file", metavar="FILE", required=True, help="where to; its suffix says the format; - is standard output"
    )
    formats = (*EXPORTS, "md")
    command.add_argument("--format", choices=formats, help="if the suffix does not say it; md is of a lesson alone")
    command.add_argument(
        "--step", type=_step, metavar="STEP", help="0 to the number of steps, last, or all: pages, frames, slides"
    )
    command.add_argument("--theme", choices=THEMES, default="light")
    command.add_argument("--notation", choices=NOTATIONS, default="partial")
    command.add_argument("--scale", type=float, default=1.0, help="times the size (default: 1)")
    command.add_argument(
        "--font-size",
        type=float,
        default=DIGITS,
        metavar="SIZE",
        help="of the numbers, px or pt; the picture grows with it",
    )
    command.add_argument("--formula", action="store_true", help="with the step's formula")
    command.add_argument("--caption", action="store_true", help="with the step's sentence")
    command.add_argument(
        "--paper",
        choices=PAPER_NAMES,
        help="where an SVG, PNG, PDF or TikZ will be looked at: it can be read there",
    )
    command.add_argument("--transparent", action="store_true", help="without background")
    command.add_argument("--animate", action="store_true", help="an SVG that plays by itself")
    command.add_argument("--seconds", type=float, default=1.2, help="a step stays so long in what moves (default: 1.2)")
    command.add_argument(
        "--no-fonts", dest="fonts", action="store_false", help="an SVG without its letters: 30 kB less"
    )
    command.add_argument("--native", action="store_true", help="a PPTX with shapes instead of pictures")
    command.add_argument("--fragment", action="store_true", help="TikZ for \\input, without the document around it")


def format_of(args: argparse.Namespace) -> Export:
    """Return the format that the command asks for. Raises: InputError."""
    return export_of(args.format or Path(args.file).suffix[1:].lower())


def _step(word: str) -> Step:
    if word == "all":
        return "all"
    if word == "last":
        return "last"
    if not word.isdecimal():
        raise argparse.ArgumentTypeError("STEP is a number, last or all")
    return int(word)


def run(args: argparse.Namespace, trace: Trace) -> int:
    """Write the file whole or not at all: an interrupted render leaves nothing behind. Return the exit status.

    Raises ChainruleError.
    """
    progress = show_progress if sys.stderr.isatty() else None
    row = format_of(args)
    try:
        content = render(trace, row.name, _options(args), progress=progress)
    finally:
        if progress:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return deliver(args, content, row.name, row.media_type)


def deliver(args: argparse.Namespace, content: bytes, name: str, media_type: str, command: str = "render") -> int:
    """Write a file whole or not at all, or to standard output. Return the exit status. Raises: OSError."""
    if args.file == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return 0
    try:
        _write(Path(args.file), content)
    except OSError as error:
        raise OSError(error.errno, error.strerror, args.file) from None  # not the name that it had while it was written
    if args.json:
        report = {"file": args.file, "format": name, "media_type": media_type, "bytes": len(content)}
        print(json.dumps(report, ensure_ascii=False))
    return 0


def _options(args: argparse.Namespace) -> Options:
    return Options(**{name: getattr(args, name) for name in Options.__dataclass_fields__})


def _write(path: Path, content: bytes) -> None:
    if path.exists() and not path.is_file():  # a pipe or /dev/stdout cannot be replaced
        path.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def show_progress(done: int, of: int) -> None:
    """A bar on the terminal."""
    if of > 1:
        bar = "█" * (done * _BAR // of)
        print(f"\r{bar:░<{_BAR}} {done} of {of}", end="", file=sys.stderr, flush=True)
