"""Output for a person at a terminal: tables, colours, and errors in the words of the shell."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import TextIO

from ..errors import ChainruleError
from ..sentences import tr, translated

__all__ = ["BLUE", "GREEN", "RED", "Cell", "plain", "print_error", "print_refusal", "print_table", "print_words"]

GREEN, RED, BLUE, BOLD, PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[34m", "\x1b[1m", "\x1b[0m"
Cell = tuple[str, str]  # text, colour
_MAX_NAMES = 6  # names that a hint writes out


def coloured(out: TextIO) -> bool:
    """Return whether to colour the output: NO_COLOR and FORCE_COLOR win over the terminal's kind."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (out.isatty() and os.environ.get("TERM") != "dumb")


def plain(text: str) -> Cell:
    """Return a cell without colour."""
    return text, ""


def print_table(rows: list[list[Cell]], out: TextIO, right: tuple[int, ...] = ()) -> None:
    """Print columns as wide as their widest cell; `right`: the columns whose text is aligned to the right."""
    colour = coloured(out)
    widths = [max(len(row[column][0]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = []
        for column, ((text, tint), width) in enumerate(zip(row, widths, strict=True)):
            padded = f"{text:>{width}}" if column in right else f"{text:<{width}}"
            cells.append(f"{tint}{padded}{PLAIN}" if colour and tint else padded)
        print("  ".join(cells).rstrip(), file=out)


def print_words(rows: Iterable[Sequence[str]]) -> None:
    """Print rows of texts as a table without colours."""
    print_table([[plain(text) for text in row] for row in rows], sys.stdout)


def print_error(error: ChainruleError, source: str, *, as_json: bool) -> None:
    """Print to standard error the place in the formula, the sentence, and the shell's own hint."""
    detail, hint = translated(error.detail), hint_of(error)
    if as_json:
        span = None if error.span is None else asdict(error.span)
        fix = None if error.fix is None else asdict(error.fix)
        error.source = source
        body = {"code": error.code, "detail": detail, "span": span, "hint": hint, "fix": fix}
        body["caret"] = error.caret
        print(json.dumps(body, ensure_ascii=False), file=sys.stderr)
        return
    error.source = source
    colour = coloured(sys.stderr)
    line, _, carets = (error.caret or "").partition("\n")
    if line:
        print(line, file=sys.stderr)
        print(_tinted(carets, RED, colour), end=" ", file=sys.stderr)
    print(f"{_tinted(error.code, BOLD, colour)}: {detail}" + (f" {hint}" if hint else ""), file=sys.stderr)


def _tinted(text: str, code: str, colour: bool) -> str:
    return f"{code}{text}{PLAIN}" if colour else text


def print_refusal(command: str, sentence: str, status: int = 3, *, as_json: bool = False) -> int:
    """Print on standard error why a command does nothing; `""` is the program without one.

    Return `status`: 2, wrong use; 3, not on this machine.
    """
    if as_json:
        body = {"code": "wrong-use" if status == 2 else "not-here", "detail": sentence}
        print(json.dumps({**body, "span": None, "hint": None, "fix": None, "caret": None}), file=sys.stderr)
    else:
        print(f"{f'chainrule {command}'.rstrip()}: {sentence}", file=sys.stderr)
    return status


def hint_of(error: ChainruleError) -> str | None:
    """Return the hint in the shell's own terms."""
    write = _HINTS.get(error.code)
    hint = write(error) if write else None
    if hint is None:
        hint = error.hint
    return None if hint is None else translated(hint)


def _missing(error: ChainruleError) -> str | None:
    if error.guess is not None:
        return None
    sets = " ".join(f"--set {shlex.quote(f'{name}=1')}" for name in error.names[:_MAX_NAMES])
    more = " ..." if len(error.names) > _MAX_NAMES else ""
    return tr("Say {0}{1}, or --values FILE, or --defaults.", sets, more)


_HINTS: dict[str, Callable[[ChainruleError], str | None]] = {
    "missing-values": _missing,
    "bad-value": lambda _: tr("Write --set x=1.5, or --set W='[[1, 2], [3, 4]]'."),
    "bad-upstream": lambda _: tr("Write --upstream 2, or --upstream '[1, 0]' in the output's shape."),
    "shapes-only": lambda _: tr("Leave out --shapes-only and --shape, and say --set x=1."),
    "empty": lambda _: tr("Type a formula: chainrule trace 'x*y' --set x=2 --set y=3."),
}
