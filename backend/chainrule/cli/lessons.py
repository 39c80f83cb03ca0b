"""`lessons`, and `render` of a lesson's file: the list, the file of one, a deck."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..errors import ChainruleError
from ..export.command import deliver
from ..lessons import LessonCollection, parse
from ..lessons.decks import DECKS, DeckAppearance, deck
from ..sentences import tr
from ..tracing import encode
from .report import print_error, print_refusal, print_words

__all__ = ["is_lesson", "lessons", "render_lesson"]

_LARGEST = 1_000_000  # bytes


def is_lesson(source: str) -> bool:
    """Return whether the word names a Markdown file that begins with a head, as lessons do. Programs do not.

    So does one whose head was forgotten: it begins with the heading of a scene, and has a sentence after `>`.
    """
    if "\n" in source or not source.endswith(".md"):
        return False
    try:
        with Path(source).open("rb") as file:
            text = file.read(_LARGEST).removeprefix(b"\xef\xbb\xbf").lstrip()
        return text.startswith((b"---\n", b"---\r\n")) or (text.startswith(b"## ") and b"\n> " in text)
    except OSError:
        return False


def render_lesson(args: argparse.Namespace) -> int:
    """Render a deck into a file. Return the exit status."""
    name = args.format or Path(args.file).suffix[1:].lower()
    if name not in DECKS:
        reason = tr("a lesson comes as {0}, not as {1}", ", ".join(DECKS), name or "-")
        return print_refusal("render", reason, 2, as_json=args.json)
    path = Path(args.source)
    try:
        text = path.read_bytes()[:_LARGEST].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = f"{path}: {tr(getattr(error, 'strerror', None) or 'it is not UTF-8')}"
        return print_refusal("render", reason, as_json=args.json)
    try:
        content = deck(parse(path.name, text), name, DeckAppearance(args.theme, args.native))
    except ChainruleError as error:
        print_error(error, error.source or text, as_json=args.json)
        return 3 if error.status == 501 else 1
    return deliver(args, content, name, DECKS[name].media_type)


def lessons(args: argparse.Namespace) -> int:
    """Print the list of all lessons, or the file of one. Returns the exit status."""
    collection = LessonCollection()
    if args.id is None:
        table = collection.table()
        if args.json:
            print(encode(table).decode())
            return 0
        rows = [(tr("part"), "id", tr("title"), tr("scenes"))]
        rows += [(str(row.part), row.id, row.title, str(row.scenes)) for row in table.lessons]
        print_words(rows)
        return 0
    try:
        lesson_text = collection.text(args.id)
    except ChainruleError:
        reason = tr("there is no lesson {0}; `chainrule lessons` lists them", repr(args.id))
        return print_refusal("lessons", reason, 2, as_json=args.json)
    sys.stdout.write(encode(collection.lesson(args.id)).decode() + "\n" if args.json else lesson_text.text)
    return 0
