"""C, JavaScript and R -> tokens, each with the Python it is."""

from __future__ import annotations

import re

from ..mapped import Mapped, SourcePlaces
from ..notation.tokens import NAME, NUMBER, SIGN, STRING, Token
from ..signs import canonical_name, sign_of_paper
from ..words import LAMBDA
from .languages import BraceLanguage

__all__ = ["LINE", "brace_tokens"]

LINE = "line"
_TOKEN = re.compile(
    r"""(?P<blank>[ \t\u00a0]+)
    |(?P<long>/\*(?:[^*]|\*(?!/))*\*/)
    |(?P<slashes>//[^\n]*)
    |(?P<hash>\#[^\n]*)
    |(?P<line>\n)
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)(?P<suffix>[fFdDlL]?)(?![A-Za-z0-9_])
    |(?P<name>[^\W\d]\w*(?:(?:\.|::)[^\W\d]\w*)*)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)
    |(?P<sign>===|!==|<<-|%\*%|%%|<-|=>|&&|\|\||==|!=|<=|>=|\+=|-=|\*=|/=|\+\+|--|\*\*|->|[-+*/%^=<>()\[\]{},;:?!&|.@~])
    """,
    re.X,
)
_KEYWORD = re.compile(r"[ \t]*=(?!=)")  # nrow = 2 of a call


def brace_tokens(text: Mapped, places: SourcePlaces, language: BraceLanguage) -> list[Token]:
    """Return the tokens, words and signs as Python has them.

    Raises:
        SourceError: a character that the language does not have.
    """
    tokens: list[Token] = []
    at, depth = 0, 0
    while at < len(text.text):
        match = _TOKEN.match(text.text, at)
        if match is None:
            detail = f"`{text.text[at]}` is not expected here."
            hint = "Remove it, or write the formula in Python."
            sign = sign_of_paper(text, at, places, detail, hint)
            tokens.append(Token(SIGN, sign, text.begin[at], text.end[at], False))
            at += 1
            continue
        kind, word, start, at = match.lastgroup or "", match[0], at, match.end()
        if kind == "suffix":
            kind, word = "number", match["number"]
        if kind in ("blank", "long") or (kind == "slashes" and language.comment == "//"):
            continue
        if kind == "hash":
            if language.comment == "#" or word.startswith("#include"):
                continue
            kind = "sign"
        if kind == "line":
            if language.lines and depth == 0:
                tokens.append(Token(LINE, "\n", text.begin[start], text.end[start], False))
            continue
        begin, end = text.begin[start], text.end[at - 1]
        if kind == "name":
            is_keyword = depth > 0 and _KEYWORD.match(text.text, at) is not None
            spelled = language.names.get(word if not is_keyword else "", canonical_name(word).replace("::", "."))
            tokens.append(Token(NAME, LAMBDA if spelled == "lambda" else spelled, begin, end, False))
        elif kind == "number":
            tokens.append(Token(NUMBER, word, begin, end, False))
        elif kind == "string":
            tokens.append(Token(STRING, f'"{word[1:-1]}"' if word[0] == "`" else word, begin, end, False))
        else:
            depth += (word in ("(", "[")) - (word in (")", "]"))
            tokens.append(Token(SIGN, language.signs.get(word, word), begin, end, False))
    return tokens
