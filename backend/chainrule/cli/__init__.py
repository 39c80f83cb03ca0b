"""The command line: one more consumer of the trace.

Exit status: 0, all is well; 1, the formula or its values are wrong; 2, the command is used wrongly; 3, this machine
refuses (a file, a port, a library that is not installed); 130, stopped with Ctrl+C.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from ..sentences import speaking, tr
from .arguments import formatless, parsed
from .report import print_refusal

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; never raises SystemExit, so that a test or a program can call it."""
    if sys.stderr is None:  # closed by who started this, as `2>&-` does
        sys.stderr = io.StringIO()
    if sys.stdout is None:
        print("chainrule: standard output is closed", file=sys.stderr)
        return 3
    try:
        args = parsed(sys.argv[1:] if argv is None else argv)
        status = _run(args)
        sys.stdout.flush()  # here, where a pipe that nobody reads is no traceback
        return status
    except SystemExit as done:
        return int(done.code or 0)
    except BrokenPipeError:  # `chainrule ops | head`
        _discard_output()
        return 0
    except KeyboardInterrupt:
        print("chainrule: stopped", file=sys.stderr)
        return 130


def _run(args: argparse.Namespace) -> int:
    """Run the command of the arguments. Returns the exit status. Raises: BrokenPipeError."""
    as_json = bool(getattr(args, "json", False))
    if (refusal := formatless(args)) is not None:
        return print_refusal(args.command_name, refusal, 2, as_json=as_json)
    command: Callable[[argparse.Namespace], int] = args.command
    try:
        with speaking(getattr(args, "lang", "en")):
            return command(args)
    except BrokenPipeError:
        raise
    except OSError as error:  # a full disk, a folder that is not there
        if error.filename is None:
            _discard_output()
        with speaking(getattr(args, "lang", "en")):
            reason = tr(error.strerror) if error.strerror else str(error)
        sentence = f"{error.filename or 'standard output'}: {reason}"
        return print_refusal(args.command_name, sentence, as_json=as_json)


def _discard_output() -> None:
    """Lead what is still to be written to standard output nowhere."""
    with suppress(OSError, ValueError):  # it has no number where a program put its own in place
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
