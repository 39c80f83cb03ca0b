"""Clean text -> Python's own syntax tree, with every failure of the parser turned into one sentence and a place."""

from __future__ import annotations

import ast
import warnings

from ..errors import SourceError, Span
from ..limits import Limits
from .clean import Clean, clean

__all__ = ["Source", "read"]

# The parser warns about odd literals through `warnings`; the text is a visitor's, so the log is not the place for it.
warnings.filterwarnings("ignore", category=SyntaxWarning, module="<formula>")
warnings.filterwarnings("ignore", category=DeprecationWarning, module="<formula>")


class Source:
    """A parsed program: its statements, and the place of any of its syntax nodes in the typed text."""

    def __init__(self, text: Clean, statements: list[ast.stmt]) -> None:
        self.text = text
        self.statements = statements

    def bounds(self, node: ast.AST) -> tuple[int, int]:
        start = self.text.index(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        end = self.text.index(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        return start, end

    def span(self, node: ast.AST) -> Span:
        return self.text.span(*self.bounds(node))

    def operator(self, node: ast.BinOp) -> Span:
        """The place of the operator sign between the two operands."""
        start, end = self.bounds(node.left)[1], self.bounds(node.right)[0]
        between = self.text.text[start:end]
        signs = [i for i, character in enumerate(between) if character in "+-*/@%"]
        if not signs:
            return self.span(node)
        return self.text.span(start + signs[0], start + signs[-1] + 1)


def read(source: str, limits: Limits) -> Source:
    """Parse `source`.

    Raises:
        SourceError: the text is not Python after pasted signs are rewritten, with the place and a hint.
        LimitError: see `clean`.
    """
    text = clean(source, limits)
    try:
        tree = ast.parse(text.text, "<formula>")
    except SyntaxError as error:
        raise _refusal(text, error) from None
    except (ValueError, OverflowError) as error:
        raise SourceError(
            "syntax", f"This text cannot be read: {error}.", hint="Retype it with plain characters."
        ) from None
    except (RecursionError, MemoryError):
        raise SourceError(
            "syntax",
            "This expression is nested too deeply to be read.",
            hint="Name its inner parts on lines of their own.",
        ) from None
    if not tree.body:
        raise SourceError("empty", "There is no formula yet.", hint="Type one, such as `(x + y) * z`.")
    return Source(text, tree.body)


def _refusal(text: Clean, error: SyntaxError) -> SourceError:
    line, offset = error.lineno or 1, max((error.offset or 1) - 1, 0)
    start = text.index(line, offset, utf8=False)
    end = start + 1
    if error.end_lineno and error.end_offset and (error.end_lineno, error.end_offset) > (line, offset + 1):
        end = text.index(error.end_lineno, max(error.end_offset - 1, 0), utf8=False)
    said = error.msg
    unclosed = _unclosed(text.text)
    if unclosed is not None and ("never closed" in said or "EOF" in said or start >= len(text.text.rstrip())):
        span = text.span(unclosed, unclosed + 1)
        return SourceError(
            "syntax", f"`{text.text[unclosed]}` is never closed.", span=span, hint="Add the closing bracket."
        )
    hints = (
        ("unmatched", "Remove it or add the opening bracket."),
        ("unindent", "Start every line at the same column, except inside `def` and `for`."),
        ("indent", "Start every line at the same column, except inside `def` and `for`."),
        ("perhaps you forgot a comma", "Is an operator such as `*` missing between two names?"),
        ("cannot assign", "Write `name = expression`, the name on the left."),
        ("leading zeros", "Write the number without leading zeros."),
        ("was never closed", "Add the closing bracket."),
    )
    hint = next((hint for needle, hint in hints if needle in said), None)
    if start >= len(text.text.rstrip()):
        return SourceError(
            "syntax", "The formula stops too early.", span=_last(text), hint="Something must follow here."
        )
    token = text.text[start : start + 1].strip()
    sentence = (
        f"{said[:1].upper()}{said[1:]}." if hint else f"`{token}` is not expected here." if token else "Unreadable."
    )
    return SourceError(
        "syntax", sentence, span=text.span(start, end), hint=hint or "Is an operator or a bracket missing?"
    )


def _last(text: Clean) -> Span:
    end = len(text.text.rstrip())
    return text.span(max(end - 1, 0), max(end, 1))


def _unclosed(text: str) -> int | None:
    opened: list[int] = []
    for i, character in enumerate(text):
        if character in "([{":
            opened.append(i)
        elif character in ")]}" and opened:
            opened.pop()
    return opened[-1] if opened else None
