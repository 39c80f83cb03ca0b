"""Plain text -> tokens of mathematics: numbers, names and signs."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ....errors import SourceError, TextEdit
from ..mapped import Mapped, SourcePlaces
from ..signs import GREEK, PRODUCT, SIGNS, SUBSCRIPTS, SUPERSCRIPTS, canonical_name

__all__ = ["NAME", "NotAsPython", "NUMBER", "SIGN", "Token", "tokens"]

NUMBER, NAME, SIGN, STRING, END = "number", "name", "sign", "string", "end"
COMMAND = "command"  # of LaTeX, with arguments, such as \\frac
_GREEK = "".join(GREEK)
_BELOW = "".join(SUBSCRIPTS)
_ABOVE = "".join(SUPERSCRIPTS)
_TAIL = rf"(?:_?[0-9]+|_[A-Za-z0-9_]+|_[{_GREEK}])?[{_BELOW}]*"  # subscripts of a letter, on its line
_TOKEN = re.compile(
    rf"""(?P<space>[ \t\u00a0\u2009\u202f\u2003\u2002\u200b\ufeff\u2060]+)
    |(?P<thousands>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?(?![0-9_.,]))
    |(?P<decimal>[0-9]+,[0-9]+(?=[ \t]*[-+*/^a-zA-Z(]))
    |(?P<number>[0-9]*\.[0-9]+[eE][-+][0-9]+(?=[A-Za-z(])
        |(?:[0-9]+(?:_[0-9]+)*\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+(?![A-Za-z0-9_.]))?)
    |(?P<greek>[dΔδ]?[{_GREEK}]{_TAIL})
    |(?P<name>(?:[A-Za-z]|(?<![∑∏∇)\]|‖'])_(?!{{))(?:[A-Za-z0-9]|_(?![{{{_GREEK}]))*(?:_[{_GREEK}])?[{_BELOW}]*)
    |(?P<below>[{_BELOW}]+)
    |(?P<other>[^\W\d_{_GREEK}{_BELOW}{_ABOVE}½¼¾⅓⅔⅛ᵀ]+)
    |(?P<above>[{_ABOVE}]+)
    |(?P<string>"[^"\n]*")
    |(?P<sign>\*\*|//|<=|>=|==|!=|<-|:=|:|\|\||->|\+=|-=|\*=|/=|@=|\.\*|\./|\.\^|[-+*/^%@()\[\]{{}}|,;=<>.!'_~&])
    """,
    re.X,
)
_VALUES = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8"}
_WORDS = {"∑": "∑", "∏": "∏", "√": "√", "∛": "∛", "∂": "∂", "∇": "∇", "∞": "inf"}
_ROUNDED = {"⌊": ("floor", "("), "⌋": ("", ")"), "⌈": ("ceil", "("), "⌉": ("", ")")}
_PRIMES = {"′": "'", "″": "''", "’": "'", "´": "'"}


class Token(NamedTuple):
    """`start` and `end` are places in the text as typed; `space`: whether blanks stand before it."""

    kind: str
    text: str
    start: int
    end: int
    space: bool


def tokens(text: Mapped, places: SourcePlaces) -> list[Token]:
    """Return the tokens of one statement: signs as in Python, Greek letters as words, exponents in their brackets.

    Raises:
        SourceError: a character that no formula has.
    """
    result: list[Token] = []
    at, size, space = 0, len(text.text), False
    depth, commas = 0, 0

    def add(kind: str, word: str, start: int, end: int) -> None:
        nonlocal space
        result.append(Token(kind, word, text.begin[start], text.end[end - 1], space))
        space = False

    while at < size:
        match = _TOKEN.match(text.text, at)
        if match is None:
            _sign(text, at, add, places)
            at += 1
            continue
        kind, word, start, at = match.lastgroup, match[0], match.start(), match.end()
        if kind in ("thousands", "decimal") and (depth or commas):
            kind, word = "number", word.partition(",")[0]  # one of several numbers
            at = start + len(word)
        if kind == "space":
            space = True
        elif kind == "thousands":
            add(NUMBER, word.replace(",", ""), start, at)
        elif kind == "decimal":
            raise _decimal_comma(text, places, word, start, at)
        elif kind == "number":
            if word.endswith(".") and text.text[at : at + 1] in ("*", "/", "^"):  # MATLAB's 1./x
                word, at = word[:-1], at - 1
            add(NUMBER, word, start, at)
        elif kind == "greek" or kind in ("name", "other"):
            add(NAME, _letters(word), start, at)
        elif kind == "above":
            power = "".join(SUPERSCRIPTS[sign] for sign in word)
            add(SIGN, "^", start, start + 1)
            add(SIGN, "{", start, start + 1)
            inner = tokens(Mapped(power, text.begin[start:at], text.end[start:at]), places)
            result += inner
            add(SIGN, "}", at - 1, at)
        elif kind == "below":  # ∑ᵢ
            inside = "".join(SUBSCRIPTS[sign] for sign in word)
            add(SIGN, "_", start, start + 1)
            add(SIGN, "{", start, start + 1)
            result += tokens(Mapped(inside, text.begin[start:at], text.end[start:at]), places)
            add(SIGN, "}", at - 1, at)
        elif kind == "string":
            add(STRING, word, start, at)
        else:
            depth += (word in ("(", "[", "{")) - (word in (")", "]", "}"))
            commas += word == "," and depth == 0
            add(SIGN, {"**": "^"}.get(word, word), start, at)
    return result


class NotAsPython(SourceError):
    """Python can read it, and what it makes of it is not what is meant: `2,5` for one number, E[x] for a mean."""


def _decimal_comma(text: Mapped, places: SourcePlaces, word: str, start: int, end: int) -> SourceError:
    span = places.span(text.begin[start], text.end[end - 1])
    return NotAsPython(
        "syntax",
        f"`{word}` may be one number or two.",
        span=span,
        hint="A decimal point is a dot; several values stand in brackets, with a blank behind each comma.",
        fix=TextEdit(span, word.replace(",", ".")),
    )


def _letters(word: str) -> str:
    return word if word.isascii() else canonical_name(word)


def _sign(text: Mapped, at: int, add: object, places: SourcePlaces) -> None:
    assert callable(add)
    sign = text.text[at]
    if sign in _VALUES:
        add(SIGN, "(", at, at + 1)
        top, _, bottom = _VALUES[sign].partition("/")
        for kind, word in ((NUMBER, top), (SIGN, "/"), (NUMBER, bottom), (SIGN, ")")):
            add(kind, word, at, at + 1)
    elif sign in _WORDS:
        add(NAME, _WORDS[sign], at, at + 1)
    elif sign in _PRIMES:
        for prime in _PRIMES[sign]:
            add(SIGN, prime, at, at + 1)
    elif sign in ("𝟙", "𝕀"):  # of an indicator
        add(NAME, "ℝ1", at, at + 1)
    elif sign in ("⊤", "ᵀ"):
        add(SIGN, "^", at, at + 1)
        add(NAME, "T", at, at + 1)
    elif sign in ("‖", "∥"):
        add(SIGN, "||", at, at + 1)
    elif sign == PRODUCT or sign in ("⟨", "⟩", "±", "∓", "∈", "→", "∫", "≈", "≡", "∝", "…", "⊗", "°"):
        add(SIGN, sign, at, at + 1)
    elif sign in _ROUNDED:
        function, bracket = _ROUNDED[sign]
        if function:
            add(NAME, function, at, at + 1)
        add(SIGN, bracket, at, at + 1)
    elif sign in ("⇒", "⟹", "⟶", "↦"):
        add(SIGN, "→", at, at + 1)
    elif sign == "←":
        add(SIGN, "<-", at, at + 1)
    elif sign in SIGNS and SIGNS[sign].strip():
        add(SIGN, {"**": "^"}.get(SIGNS[sign], SIGNS[sign]), at, at + 1)
    elif sign in SIGNS:
        return
    else:
        name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
        sign_text = sign if unicodedata.category(sign)[0] not in "CZ" else f"U+{ord(sign):04X}"
        raise SourceError(
            "character",
            f"`{sign_text}` ({name}) cannot stand in a formula.",
            span=places.span(text.begin[at], text.end[at]),
            hint="Remove it or write it in letters.",
        )


__all__ += ["COMMAND", "END", "STRING"]
