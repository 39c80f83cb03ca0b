"""Formulas of C, JavaScript and R, written token by token."""

from __future__ import annotations

from collections.abc import Sequence

from ....errors import SourceError
from ..mapped import SourcePlaces
from ..notation.tokens import NAME, NUMBER, SIGN, Token
from ..notation.write import Writer
from .languages import BraceLanguage

__all__ = ["Formulas"]


class Formulas:
    """Writes formulas to `writer`."""

    def __init__(self, language: BraceLanguage, places: SourcePlaces) -> None:
        self.language = language
        self.places = places
        self.writer = Writer()
        self.choices = 0  # how often `?` was read

    def error(self, detail: str, token: Token) -> SourceError:
        hint = "Write this part in Python: functions with `def`, blocks by indentation."
        return SourceError("syntax", detail, span=self.places.span(token.start, token.end), hint=hint)

    def expression(self, tokens: list[Token]) -> None:
        if not tokens:
            return
        question_mark = _outside(tokens, "?")
        if question_mark is not None:
            self._choice(tokens, question_mark)
            return
        skip = -1
        for i, token in enumerate(tokens):
            if i <= skip:
                continue
            before = tokens[i - 1] if i else None
            following = tokens[i + 1].text if i + 1 < len(tokens) else ""
            text = token.text
            if token.text in ("{", "=>", "function", "?"):
                raise self.error(f"`{token.text}` is not read inside a formula.", token)
            if token.kind == NAME and text.endswith(".length"):
                self.writer.put(f"len({text[: -len('.length')]})", token.start, token.end)
                continue
            if text == "c" and following == "(" and self.language.name == "r":
                skip = self._vector(tokens, i)
                continue
            if text == "t" and following == "(" and self.language.name == "r":
                text = "transpose"
            if text == ":" and self.language.name == "r":
                raise self.error("A range is read in `for` only.", token)
            spaced = token.kind == SIGN and text.strip() in (
                "=",
                "==",
                "+",
                "-",
                "<",
                ">",
                "<=",
                ">=",
                "!=",
                "+=",
                "-=",
            )
            binary = spaced and before is not None and before.text not in ("(", "[", ",", "=", "*", "/", "<", ">")
            self.writer.put(f" {text} " if binary else text + " " * (text == ","), token.start, token.end)
            if text == "[" and self.language.first and before is not None and before.kind == NAME:
                skip = self._entry(tokens, i)

    def _entry(self, tokens: list[Token], at: int) -> int:
        """x[2] of R is the second entry."""
        inside = tokens[at + 1] if at + 1 < len(tokens) else tokens[at]
        if inside.kind == NUMBER and inside.text.isdigit() and tokens[at + 2 : at + 3] and tokens[at + 2].text == "]":
            self.writer.put(str(int(inside.text) - 1), inside.start, inside.end)
            return at + 1
        if inside.kind == NAME and tokens[at + 2 : at + 3] and tokens[at + 2].text == "]":
            self.writer.put(f"{inside.text} - 1", inside.start, inside.end)
            return at + 1
        raise self.error("This index is not read.", inside)

    def _vector(self, tokens: list[Token], at: int) -> int:
        """c(1, 2, 3) of R."""
        depth = 0
        for i in range(at + 1, len(tokens)):
            depth += (tokens[i].text == "(") - (tokens[i].text == ")")
            if depth == 0:
                self.writer.put("array([", tokens[at].start, tokens[at].end)
                self.expression(tokens[at + 2 : i])
                self.writer.put("])", tokens[i].start, tokens[i].end)
                return i
        raise self.error("`(` is never closed.", tokens[at + 1])

    def _choice(self, tokens: list[Token], question_mark: int) -> None:
        """condition ? yes : no."""
        self.choices += 1
        if self.choices > 100:
            raise self.error("More choices with `?` stand here than are read.", tokens[question_mark])
        colon = _outside(tokens[question_mark:], ":")
        if colon is None:
            raise self.error("`?` has no `:`.", tokens[question_mark])
        start = 0
        for i in range(question_mark):
            if tokens[i].text == "=":
                start = i + 1
        self.expression(tokens[:start])
        self.writer.put("(", tokens[start].start, tokens[start].start)
        self.expression(tokens[question_mark + 1 : question_mark + colon])
        self.writer.put(" if ", tokens[question_mark].start, tokens[question_mark].end)
        self.expression(tokens[start:question_mark])
        self.writer.put(" else ", tokens[question_mark + colon].start, tokens[question_mark + colon].end)
        self.expression(tokens[question_mark + colon + 1 :])
        self.writer.put(")", tokens[-1].end - 1, tokens[-1].end)


def _outside(tokens: Sequence[Token], sign: str) -> int | None:
    depth = 0
    for i, token in enumerate(tokens):
        depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        if depth == 0 and token.text == sign:
            return i
    return None
