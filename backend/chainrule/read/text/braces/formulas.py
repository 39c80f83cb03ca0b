"""Formulas of C, JavaScript and R, written token by token."""

from __future__ import annotations

from collections.abc import Sequence

from ....errors import SourceError
from ..mapped import Places
from ..notation.tokens import NAME, NUMBER, SIGN, Token
from ..notation.write import Writer
from .languages import Language

__all__ = ["Formulas"]


class Formulas:
    """Writes formulas to `writer`."""

    def __init__(self, language: Language, places: Places) -> None:
        self.language = language
        self.places = places
        self.writer = Writer()
        self.choices = 0  # how often `?` was read

    def error(self, detail: str, token: Token) -> SourceError:
        hint = "Write this part in Python: functions with `def`, blocks by indentation."
        return SourceError("syntax", detail, span=self.places.span(token.start, token.end), hint=hint)

    def expression(self, found: list[Token]) -> None:
        if not found:
            return
        asked = _outside(found, "?")
        if asked is not None:
            self._choice(found, asked)
            return
        skip = -1
        for i, token in enumerate(found):
            if i <= skip:
                continue
            before = found[i - 1] if i else None
            following = found[i + 1].text if i + 1 < len(found) else ""
            text = token.text
            if token.text in ("{", "=>", "function", "?"):
                raise self.error(f"`{token.text}` is not read inside a formula.", token)
            if token.kind == NAME and text.endswith(".length"):
                self.writer.put(f"len({text[: -len('.length')]})", token.start, token.end)
                continue
            if text == "c" and following == "(" and self.language.name == "r":
                skip = self._vector(found, i)
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
                skip = self._entry(found, i)

    def _entry(self, found: list[Token], at: int) -> int:
        """x[2] of R is the second entry."""
        inside = found[at + 1] if at + 1 < len(found) else found[at]
        if inside.kind == NUMBER and inside.text.isdigit() and found[at + 2 : at + 3] and found[at + 2].text == "]":
            self.writer.put(str(int(inside.text) - 1), inside.start, inside.end)
            return at + 1
        if inside.kind == NAME and found[at + 2 : at + 3] and found[at + 2].text == "]":
            self.writer.put(f"{inside.text} - 1", inside.start, inside.end)
            return at + 1
        raise self.error("This index is not read.", inside)

    def _vector(self, found: list[Token], at: int) -> int:
        """c(1, 2, 3) of R."""
        depth = 0
        for i in range(at + 1, len(found)):
            depth += (found[i].text == "(") - (found[i].text == ")")
            if depth == 0:
                self.writer.put("array([", found[at].start, found[at].end)
                self.expression(found[at + 2 : i])
                self.writer.put("])", found[i].start, found[i].end)
                return i
        raise self.error("`(` is never closed.", found[at + 1])

    def _choice(self, found: list[Token], asked: int) -> None:
        """condition ? yes : no."""
        self.choices += 1
        if self.choices > 100:
            raise self.error("More choices with `?` stand here than are read.", found[asked])
        colon = _outside(found[asked:], ":")
        if colon is None:
            raise self.error("`?` has no `:`.", found[asked])
        start = 0
        for i in range(asked):
            if found[i].text == "=":
                start = i + 1
        self.expression(found[:start])
        self.writer.put("(", found[start].start, found[start].start)
        self.expression(found[asked + 1 : asked + colon])
        self.writer.put(" if ", found[asked].start, found[asked].end)
        self.expression(found[start:asked])
        self.writer.put(" else ", found[asked + colon].start, found[asked + colon].end)
        self.expression(found[asked + colon + 1 :])
        self.writer.put(")", found[-1].end - 1, found[-1].end)


def _outside(found: Sequence[Token], sign: str) -> int | None:
    depth = 0
    for i, token in enumerate(found):
        depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        if depth == 0 and token.text == sign:
            return i
    return None
