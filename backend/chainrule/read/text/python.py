"""Python text -> Python's own syntax tree, every failure of its parser turned into a sentence, a place and a hint."""

from __future__ import annotations

import ast
import warnings

from ...errors import SourceError, Span
from .mapped import Mapped, Places

__all__ = ["parses", "refusal"]

# The parser warns about odd literals through `warnings`; the text is a user's, so the log is not the place for it.
warnings.filterwarnings("ignore", category=SyntaxWarning, module="<formula>")
warnings.filterwarnings("ignore", category=DeprecationWarning, module="<formula>")


def parses(text: str) -> list[ast.stmt] | None:
    """The statements of a text that Python's parser can read, else None."""
    try:
        return ast.parse(text, "<formula>").body
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return None


def refusal(mapped: Mapped, text: str, code: str, places: Places) -> SourceError:
    """Why `text`, as long as that of `mapped`, is not Python; `code` is it with strings and comments blanked."""
    try:
        ast.parse(text, "<formula>")
    except SyntaxError as error:
        return _refusal(mapped, text, code, places, error)
    except (ValueError, OverflowError) as error:
        return SourceError("syntax", f"This text cannot be read: {error}.", hint="Retype it with plain characters.")
    except (RecursionError, MemoryError):
        return SourceError(
            "syntax",
            "This expression is nested too deeply to be read.",
            hint="Name its inner parts on lines of their own.",
        )
    raise AssertionError("The text is Python.")


_HINTS = (
    ("unmatched", "Remove it or add the opening bracket."),
    ("unindent", "Start every line at the same column, except inside `def` and `for`."),
    ("indent", "Start every line at the same column, except inside `def` and `for`."),
    ("perhaps you forgot a comma", "Is an operator such as `*` missing between two names?"),
    ("cannot assign", "Write `name = expression`, the name on the left."),
    ("leading zeros", "Write the number without leading zeros."),
    ("was never closed", "Add the closing bracket."),
)


def _index(text: str, line: int, offset: int) -> int:
    at = 0
    for _ in range(line - 1):
        following = text.find("\n", at)
        if following < 0:
            return len(text)
        at = following + 1
    return min(at + offset, len(text))


def _refusal(mapped: Mapped, text: str, code: str, places: Places, error: SyntaxError) -> SourceError:
    start = _index(text, error.lineno or 1, max((error.offset or 1) - 1, 0))
    end = start + 1
    if error.end_lineno and error.end_offset:
        end = max(end, _index(text, error.end_lineno, max(error.end_offset - 1, 0)))

    def place(start: int, end: int) -> Span:
        if not text:
            return places.span(0, 0)
        start = min(start, len(text) - 1)
        return places.span(mapped.begin[start], mapped.end[max(min(end, len(text)) - 1, start)])

    said = error.msg
    unclosed = _unclosed(code)
    last = len(code.rstrip())
    if unclosed is not None and ("never closed" in said or "EOF" in said or start >= last):
        return SourceError(
            "syntax",
            f"`{text[unclosed]}` is never closed.",
            span=place(unclosed, unclosed + 1),
            hint="Add the closing bracket.",
        )
    if start >= last:
        return SourceError(
            "syntax",
            "The formula stops too early.",
            span=place(max(last - 1, 0), max(last, 1)),
            hint="Something must follow here.",
        )
    hint = next((hint for needle, hint in _HINTS if needle in said), None)
    token = text[start : start + 1].strip()
    sentence = (
        f"{said[:1].upper()}{said[1:]}." if hint else f"`{token}` is not expected here." if token else "Unreadable."
    )
    return SourceError("syntax", sentence, span=place(start, end), hint=hint or "Is an operator or a bracket missing?")


def _unclosed(code: str) -> int | None:
    opened: list[int] = []
    for i, character in enumerate(code):
        if character in "([{":
            opened.append(i)
        elif character in ")]}" and opened:
            opened.pop()
    return opened[-1] if opened else None
