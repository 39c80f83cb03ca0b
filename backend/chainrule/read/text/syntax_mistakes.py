"""Reasons why a text is not Python, in the words of the person who wrote it, with the edit that repairs it if any.

Each row looks for one mistake; the first that finds it says so.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from dataclasses import dataclass

from ...errors import SourceError, Span, TextEdit, lines_of
from ...syntax import parse
from ..suggest import closest
from .mapped import Mapped, SourcePlaces

__all__ = ["explained", "looks_like_python", "misspelled_word"]

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_HEADS = ("if", "elif", "else", "for", "while", "def", "class", "try", "except", "finally", "with")
_STARTS = frozenset(
    {
        *("for", "while", "def", "return", "import", "from", "if", "elif", "else", "class", "with", "print", "lambda"),
        "assert",
    }
)
_FIRST = re.compile(r"[ \t]*([A-Za-z]+)")
_PROGRAM = re.compile(
    r"\b(?:def|for|while|import|return|lambda|class|elif|else|in|print|assert|with)\b|^[ \t]*if\b|&&|==|\+\+"
)
_SIGNS = {"=>": ">=", "=<": "<=", "=!": "!=", "<>": "!=", "&&": "and", "||": "or", "===": "==", "!==": "!="}
_NEVER_NAMES = frozenset(
    {
        *("not", "lambda", "yield", "await", "return", "in", "else", "pass", "and", "or", "is", "if"),
        *("None", "True", "False"),
    }
)
_SIGN = re.compile(r"!==|===|=>|=<|=!|<>|&&|\|\|")


@dataclass(frozen=True, slots=True)
class _ParsedText:
    """The text as Python saw it, and the place where it stopped."""

    mapped: Mapped
    text: str
    code: str  # strings and comments blank
    places: SourcePlaces
    message: str
    at: int  # where Python stopped

    @property
    def last(self) -> int:
        return len(self.code.rstrip())

    def place(self, start: int, end: int) -> Span:
        if not self.text:
            return self.places.span(0, 0)
        start = min(max(start, 0), len(self.text) - 1)
        return self.places.span(self.mapped.begin[start], self.mapped.end[max(min(end, len(self.text)) - 1, start)])

    def behind(self, at: int) -> Span:
        """Return the empty place behind the character before `at`."""
        span = self.place(at - 1, at)
        return Span(span.end_line, span.end_column, span.end_line, span.end_column)

    def line(self, at: int) -> tuple[int, int]:
        """Return the start and end of the line that `at` is in, blanks and comments at its end left out."""
        start = self.code.rfind("\n", 0, at) + 1
        end = self.code.find("\n", at)
        end = len(self.code) if end < 0 else end
        return start, start + len(self.code[start:end].rstrip())

    def error(self, detail: str, hint: str, start: int, end: int, fix: TextEdit | None = None) -> SourceError:
        return SourceError("syntax", detail, span=self.place(start, end), hint=hint, fix=fix)


def explained(mapped: Mapped, text: str, code: str, places: SourcePlaces) -> SourceError:
    """Return the error for `text`, which has the length of `mapped` and is not Python.

    `code` is the text with strings and comments blanked.
    """
    try:
        parse(text)
    except SyntaxError as error:
        at = _index(text, error.lineno or 1, max((error.offset or 1) - 1, 0))
        parsed = _ParsedText(mapped, text, code, places, error.msg or "", at)
        return next(result for row in _ROWS if (result := row(parsed)) is not None)
    except (ValueError, OverflowError) as error:
        return SourceError(
            "syntax", f"This text cannot be read. Python says: `{error}`.", hint="Retype it with plain characters."
        )
    except (RecursionError, MemoryError):
        pass
    return SourceError(
        "syntax",
        "This expression is nested too deeply to be read.",
        hint="Name its inner parts on lines of their own.",
    )


def _index(text: str, line: int, offset: int) -> int:
    at = 0
    for _ in range(line - 1):
        following = text.find("\n", at)
        if following < 0:
            return len(text)
        at = following + 1
    return min(at + offset, len(text))


def looks_like_python(line: str) -> bool:
    """Return whether the words of a line are those of a program rather than of a formula."""
    return _PROGRAM.search(line) is not None


def misspelled_word(line: str) -> tuple[str, str] | None:
    """Return the first word of a line that is a misspelled word of Python, and that word: `fro i in range(3):`."""
    match = _FIRST.match(line)
    if match is None or match[1] in _STARTS or len(match[1]) < 3:
        return None
    rest = line[match.end() :]
    if not rest[:1].isspace() or not (rest.strip()[:1].isalnum() or rest.strip()[:1] in "_({["):
        return None
    guess = closest(match[1], _STARTS)
    if guess is None and sorted(match[1]) in map(sorted, _STARTS):
        guess = next(word for word in _STARTS if sorted(word) == sorted(match[1]))
    return (match[1], guess) if guess else None


# The rows


def _brackets(parsed: _ParsedText) -> SourceError | None:
    """Return the error for a bracket without its partner, or with a wrong one."""
    opened: list[int] = []
    for i, sign in enumerate(parsed.code):
        if sign in _PAIRS:
            opened.append(i)
        elif sign in ")]}":
            if not opened:
                fix = TextEdit(parsed.place(i, i + 1), "")
                return parsed.error(f"`{sign}` closes a bracket that was never opened.", "Remove it.", i, i + 1, fix)
            other = parsed.code[opened[-1]]
            if _PAIRS[other] != sign:
                right = _PAIRS[other]
                fix = TextEdit(parsed.place(i, i + 1), right)
                hint = f"Write `{right}` here."
                return parsed.error(f"`{sign}` cannot close `{other}`.", hint, i, i + 1, fix)
            opened.pop()
    if not opened:
        return None
    first = opened[0] if "never closed" in parsed.message else opened[-1]
    _, end = parsed.line(first) if "\n" in parsed.code[first : parsed.last] else (0, parsed.last)
    missing = "".join(_PAIRS[parsed.code[i]] for i in reversed(opened) if i < end)
    fix = TextEdit(parsed.behind(end), missing)
    return parsed.error(f"`{parsed.code[first]}` is never closed.", "Add the closing bracket.", first, first + 1, fix)


def _wrong_word(parsed: _ParsedText) -> SourceError | None:
    start, end = parsed.line(parsed.at)
    result = misspelled_word(parsed.code[start:end])
    if result is None:
        return None
    word, guess = result
    at = start + parsed.code[start:end].index(word)
    span = parsed.place(at, at + len(word))
    hint = f"Did you mean `{guess}`?"
    return parsed.error(f"`{word}` is not a word of Python.", hint, at, at + len(word), TextEdit(span, guess))


def _else_if(parsed: _ParsedText) -> SourceError | None:
    start, end = parsed.line(parsed.at)
    match = re.match(r"[ \t]*(else[ \t]+if|elseif|elsif|elif(?=\())\b", parsed.code[start:end])
    if match is None or match[1].startswith("elif"):
        return None
    at = start + match.start(1)
    fix = TextEdit(parsed.place(at, start + match.end(1)), "elif")
    return parsed.error(f"`{match[1]}` is `elif` in Python.", "Write `elif`.", at, start + match.end(1), fix)


def _other_sign(parsed: _ParsedText) -> SourceError | None:
    """Return the error for a sign of another language, or with its parts swapped."""
    start, end = parsed.line(parsed.at)
    match = _SIGN.search(parsed.code, start, end)
    if match is None:
        increment = re.compile(r"\b(\w+)(\+\+|--)").search(parsed.code, start, end)
        if increment is None:
            return None
        new = f"{increment[1]} {increment[2][0]}= 1"
        fix = TextEdit(parsed.place(*increment.span()), new)
        return parsed.error(f"`{increment[2]}` is not a sign of Python.", f"Write `{new}`.", *increment.span(), fix)
    new = _SIGNS[match[0]]
    fix = TextEdit(parsed.place(*match.span()), new)
    return parsed.error(f"`{match[0]}` is `{new}` in Python.", f"Write `{new}`.", *match.span(), fix)


def _condition(parsed: _ParsedText) -> SourceError | None:
    """if x = 3:"""
    start, end = parsed.line(parsed.at)
    match = re.match(r"[ \t]*(?:if|elif|while|assert)\b", parsed.code[start:end])
    if match is None or "'=='" not in parsed.message or "{" in parsed.code[start:end]:
        return None
    sign = re.compile(r"(?<![=<>!:])=(?!=)").search(parsed.code, start + match.end(), end)
    if sign is None:
        return None
    fix = TextEdit(parsed.place(*sign.span()), "==")
    return parsed.error("`=` gives a name a value; it does not compare.", "Write `==`.", *sign.span(), fix)


def _otherwise(parsed: _ParsedText) -> SourceError | None:
    """y = x if x > 0"""
    if "'else'" not in parsed.message:
        return None
    _, end = parsed.line(parsed.at)
    fix = TextEdit(parsed.behind(end), " else 0")
    hint = "Say what it is otherwise, such as `else 0`."
    return parsed.error("`if` inside a formula needs an `else`.", hint, parsed.at, end, fix)


def _colon(parsed: _ParsedText) -> SourceError | None:
    start, end = parsed.line(parsed.at if parsed.at < len(parsed.code) else parsed.last - 1)
    match = _FIRST.match(parsed.code, start, end)
    if "':'" not in parsed.message or match is None or match[1] not in _HEADS:
        return None
    fix = TextEdit(parsed.behind(end), ":")
    return parsed.error(f"A line that starts with `{match[1]}` ends with a colon.", "Add `:`.", end - 1, end, fix)


_OUTSIDE = re.compile(r"(?:def|class|import|from|print)\b|[ \t]*$|[ \t]")
_ENDS_A_FUNCTION = re.compile(r"return\b")
_LONG_BLOCK = re.compile(r"(?:def|for|while|with)\b")  # of a condition one line is likelier
_INDENTED = re.compile(r"(?m)^[ \t]+\S")


def _indented(source: str, first: int, is_flat: bool) -> TextEdit:
    """Return the edit that moves line `first` in, and in a text that lost its blanks the lines that go on its block.

    Such a block ends before an empty line, a line that begins something else, and lines that are further in; the block
    of a function ends with its `return`.
    """
    lines = lines_of(source)
    last = first
    head = next((line for line in lines[: first - 1][::-1] if line.strip() and not line.startswith("#")), "")
    is_flat = is_flat and (_INDENTED.search(source) is None or _LONG_BLOCK.match(head) is not None)
    is_function = head.startswith("def ")
    while is_flat and last < len(lines) and _OUTSIDE.match(lines[last]) is None:
        if is_function and _ENDS_A_FUNCTION.match(lines[last - 1]):
            break
        last += 1
    block = "\n".join(f"    {line}" for line in lines[first - 1 : last])
    return TextEdit(Span(first, 0, last, len(lines[last - 1])), block)


def _indentation(parsed: _ParsedText) -> SourceError | None:
    if "indent" not in parsed.message:
        return None
    start, end = parsed.line(min(parsed.at, max(parsed.last - 1, 0)))
    margin = len(parsed.code[start:end]) - len(parsed.code[start:end].lstrip())
    if "expected an indented block" in parsed.message:
        fix = _indented(parsed.places.source, parsed.place(start, start + 1).line, margin == 0)
        hint = "Start the lines of a block four blanks further in than its head."
        return parsed.error("A block starts here, and nothing is inside it.", hint, start + margin, end, fix)
    above = parsed.code[:start].rstrip().rpartition("\n")[2]
    target_margin = len(above) - len(above.lstrip())
    indented = (
        TextEdit(parsed.place(start, start + margin), " " * target_margin)
        if margin and "unexpected" in parsed.message
        else None
    )
    hint = "Start every line at the same column, except inside `def`, `for` and `if`."
    return parsed.error("This line starts at a column where no block is.", hint, start + margin, end, indented)


def _keyword_as_name(parsed: _ParsedText) -> SourceError | None:
    """class = 3, or a word of Python in the middle of a formula."""
    start, end = parsed.line(parsed.at)
    for result in re.finditer(r"\b[a-z]+\b", parsed.code[start:end]):
        word = result[0]
        follows = parsed.code[start + result.end() : end].lstrip()[:1]
        if word in keyword.kwlist and word not in _NEVER_NAMES and follows in ("=", "+", "*", "/", ")", ",", "-"):
            at = start + result.start()
            fix = TextEdit(parsed.place(at, at + len(word)), f"{word}_")
            hint = f"Call it `{word}_`."
            return parsed.error(f"`{word}` is a word of Python and cannot be a name.", hint, at, at + len(word), fix)
    return None


def _target(parsed: _ParsedText) -> SourceError | None:
    if "cannot assign" not in parsed.message:
        return None
    start, end = parsed.line(parsed.at)
    left, _, right = parsed.code[start:end].partition("=")
    span = (start + len(left) - len(left.lstrip()), start + len(left.rstrip()))
    target = parsed.text[span[0] : span[1]]
    fix = None
    if right.strip().isidentifier():
        fix = TextEdit(parsed.place(span[0], end), f"{right.strip()} = {target}")
    return parsed.error(
        f"Nothing can be assigned to `{target[:60]}`: only a name or an entry stands left of `=`.",
        f"Write `{right.strip()} = {target}`." if fix else "Write `name = expression`.",
        *span,
        fix,
    )


def _early_end(parsed: _ParsedText) -> SourceError | None:
    if parsed.at < parsed.last:
        return None
    end = parsed.last
    sign = re.compile(r"(?:\*\*|//|[<>=!+\-*/@%]=|[-+*/@%=<>,.]|\b\w+)\Z").search(parsed.code[:end])
    sentence = f"Something must follow `{sign[0]}`." if sign else "Something must follow here."
    return parsed.error("The formula stops too early.", sentence, max(end - 1, 0), max(end, 1))


def _glued(parsed: _ParsedText) -> SourceError | None:
    """2x inside of Python."""
    if "decimal literal" not in parsed.message:
        return None
    match = re.compile(r"(?<![\w.])\d[\d.]*([A-Za-z_]\w*)").search(parsed.code, max(parsed.at - 20, 0))
    if match is None:
        return None
    fix = TextEdit(parsed.behind(match.start(1)), "*")
    word = match[1]
    return parsed.error(f"A number stands directly before `{word}`.", f"Write `*{word}`.", *match.span(1), fix)


def _neighbours(parsed: _ParsedText) -> SourceError | None:
    """Two things side by side that need a sign or a comma between them."""
    match = re.compile(r"\w+|\S").match(parsed.code, parsed.at)
    before = re.compile(r"(\w+|\S)\s*\Z").search(parsed.code[: parsed.at])
    if match is None:
        return None
    if before is None or "\n" in parsed.code[before.end(1) : parsed.at]:
        if re.match(r"[\w(\[{]", match[0]) is not None:  # it may start a line: what is wrong stands elsewhere
            return None
        return parsed.error(
            f"`{match[0]}` cannot start a line.", "A line starts with a name, a number or a bracket.", *match.span()
        )
    if "forgot a comma" in parsed.message:  # Python points at both
        both = re.compile(r"([\w.)\]\"']+)\s+(\w+)").search(parsed.code, parsed.at)
        if both is not None and both[1] not in keyword.kwlist and both[2] not in keyword.kwlist:
            fix = TextEdit(parsed.behind(both.end(1)), ",")
            hint = "Put a comma between them, or a sign such as `*`."
            return parsed.error(f"`{both[2]}` stands directly behind `{both[1]}`.", hint, *both.span(2), fix)
    if match[0] in ("else", "elif"):
        hint = "Write it on a line of its own, or `a if condition else b`."
        return parsed.error(f"`{match[0]}` starts a line of its own.", hint, *match.span())
    line = parsed.code[parsed.line(parsed.at)[0] :].lstrip()
    if match[0] == "{" or (before[1] == "{" and line.startswith(_HEADS)):
        hint = "Write a colon, and the block on lines of its own, further in."
        return parsed.error("Python has no braces around blocks.", hint, *match.span())
    if before[1] == "=" and match[0] in "*/%@":
        fix = TextEdit(parsed.place(*match.span()), "")
        hint = f"Write what stands left of it, such as `x {match[0]} 2`, or remove the sign."
        return parsed.error(f"An operand is missing before `{match[0]}`.", hint, *match.span(), fix)
    if match[0] == before[1] == "*":
        fix = TextEdit(parsed.place(before.start(1), match.end()), "**")
        hint = "For a power write `**` without a blank between; for a product remove one of them."
        return parsed.error("Two signs stand side by side: `*` and `*`.", hint, *match.span(), fix)
    if not (match[0][0].isalnum() or before[1][0].isalnum() or before[1] in ")]}"):
        return parsed.error(
            f"Two signs stand side by side: `{before[1]}` and `{match[0]}`.", "Remove one of them.", *match.span()
        )
    return parsed.error(f"`{match[0]}` cannot stand behind `{before[1]}`.", _removal(match[0]), *match.span())


def _removal(word: str) -> str:
    """Return what to do with a word that stands where none can: a whole sentence, for other languages have genders."""
    if word in keyword.kwlist:
        return "Remove this word of Python, or write a sign such as `*` or a comma before it."
    if word[0].isalpha() or word[0] == "_":
        return "Remove the name, or write a sign such as `*` or a comma before it."
    if word[0].isdigit():
        return "Remove the number, or write a sign such as `*` or a comma before it."
    return "Remove the sign, or write a sign such as `*` or a comma before it."


def _as_python_says(parsed: _ParsedText) -> SourceError:
    """Return the error with Python's own message."""
    hint = "Look at this line and the one above it."
    return parsed.error(f"Python says: `{parsed.message}`.", hint, parsed.at, parsed.at + 1)


_ROWS: tuple[Callable[[_ParsedText], SourceError | None], ...] = (
    _brackets,
    _wrong_word,
    _else_if,
    _condition,
    _other_sign,
    _otherwise,
    _colon,
    _indentation,
    _target,
    _keyword_as_name,
    _glued,
    _early_end,
    _neighbours,
    _as_python_says,
)
