"""The command line: one more consumer of the trace.

Exit status: 0, all is well; 1, the formula or its values are wrong; 2, the command is used wrongly; 3, this machine
refuses (a file, a port, a library that is not installed); 130, stopped with Ctrl+C.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from .arguments import formatless, parser, settled

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; never raises SystemExit, so that a test or a program can call it."""
    try:
        result = parser()
        args = result.parse_args(settled(sys.argv[1:] if argv is None else argv, result))
    except SystemExit as done:
        return int(done.code or 0)
    command: Callable[[argparse.Namespace], int] = args.command
    if (refusal := formatless(args)) is not None:
        print(f"chainrule {refusal}", file=sys.stderr)
        return 2
    try:
        return command(args)
    except BrokenPipeError:  # `chainrule ops | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
