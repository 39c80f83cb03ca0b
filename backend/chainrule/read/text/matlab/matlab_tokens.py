"""MATLAB -> tokens. Whether `'` is a string or a transpose, and a blank a comma, is seen from what stands before it."""

from __future__ import annotations

import re

from ....errors import SourceError
from ..mapped import Mapped, SourcePlaces
from ..notation.tokens import NAME, NUMBER, SIGN, STRING, Token
from ..signs import canonical_name, sign_of_paper

__all__ = ["LINE", "matlab_tokens"]

LINE = "line"  # the end of a statement
_TOKEN = re.compile(
    r"""(?P<blank>[ \t\u00a0]+|\.\.\.[^\n]*\n|\.(?=[<>]|[=!]=))
    |(?P<block>%\{[^\S\n]*\n(?:.*\n)*?[^\S\n]*%\}[^\n]*)
    |(?P<comment>[%\#][^\n]*|//[^\n]*)
    |(?P<line>[\n])
    |(?P<number>(?:\d+(?:\.(?![*/^\\'.])\d*)?|\.\d+)(?:[eE][-+]?\d+)?)
    |(?P<name>[^\W\d]\w*)
    |(?P<double>"[^"\n]*")
    |(?P<sign>\.\*|\./|\.\^|\.\\|\.'|\.\+|\.-|\.\(|&&|\|\||==|~=|!=|<=|>=|\+=|-=|\*=|/=|\+\+|[-+*/\\^=<>()\[\]{},;:@&|~!.'?])
    """,
    re.X,
)
_STRING = re.compile(r"'(?:[^'\n]|'')*'")


def matlab_tokens(text: Mapped, places: SourcePlaces) -> list[Token]:
    """Return the tokens; blanks inside of square brackets that separate entries are commas, line ends rows.

    Raises:
        SourceError: a character that MATLAB does not have.
    """
    tokens: list[Token] = []
    brackets: list[str] = []
    at, size, space = 0, len(text.text), False
    while at < size:
        match = _TOKEN.match(text.text, at)
        if match is None:
            detail = f"`{text.text[at]}` cannot stand in MATLAB."
            hint = "Remove it or write it in letters."
            sign = sign_of_paper(text, at, places, detail, hint)
            tokens.append(Token(SIGN, {"**": "^", "·": "*"}.get(sign, sign), text.begin[at], text.end[at], space))
            at, space = at + 1, False
            continue
        kind, word, start, at = match.lastgroup or "", match[0], at, match.end()
        if kind in ("blank", "comment", "block"):
            space = True
            continue
        if word == "'" and not _is_operand(tokens, space, brackets):
            string = _STRING.match(text.text, start)
            if string is None:
                raise SourceError(
                    "syntax",
                    "This quotation mark is never closed.",
                    span=places.span(text.begin[start], text.end[start]),
                    hint="Close it.",
                )
            kind, word, at = STRING, string[0], string.end()
        kinds = {"number": NUMBER, "name": NAME, "double": STRING, STRING: STRING, "line": LINE}
        token = Token(kinds.get(kind, SIGN), word, text.begin[start], text.end[at - 1], space)
        if token.kind == LINE and brackets:
            if brackets[-1] == "[":
                tokens.append(token._replace(kind=SIGN, text=";"))
            space = True
            continue
        if brackets and brackets[-1] == "[" and space and _starts_entry(token, tokens, text.text, at):
            tokens.append(Token(SIGN, ",", token.start, token.start, False))
        if token.kind == SIGN and word in ("(", "[", "{", ".("):
            brackets.append(word[-1])
        elif token.kind == SIGN and word in (")", "]", "}") and brackets:
            brackets.pop()
        tokens.append(token._replace(text=canonical_name(word)) if token.kind == NAME else token)
        space = False
    return tokens


def _is_operand(tokens: list[Token], space: bool, brackets: list[str]) -> bool:
    """Return whether something that can be transposed stands directly before."""
    if not tokens or (space and brackets and brackets[-1] == "["):
        return False
    last = tokens[-1]
    return last.kind in (NAME, NUMBER) or (last.kind == SIGN and last.text in (")", "]", "}", "'", ".'"))


def _starts_entry(token: Token, tokens: list[Token], text: str, at: int) -> bool:
    """Return whether a blank before `token` separates two entries: [1 -2] has two, [1 - 2] one."""
    if not tokens:
        return False
    last = tokens[-1]
    ended = last.kind in (NAME, NUMBER, STRING) or (last.kind == SIGN and last.text in (")", "]", "'", ".'"))
    if not ended:
        return False
    if token.kind in (NAME, NUMBER, STRING):
        return True
    if token.text in ("(", "[", "@"):
        return True
    return token.text in ("-", "+") and at < len(text) and text[at] not in " \t"
