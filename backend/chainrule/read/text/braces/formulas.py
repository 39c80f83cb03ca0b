"""Formulas of C, JavaScript and R, written token by token."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....errors import SourceError
from ..mapped import SourcePlaces
from ..notation.tokens import NAME, NUMBER, SIGN, Token
from ..notation.write import Writer
from .languages import BraceLanguage

__all__ = ["Formulas"]

_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_SIZES = {"nrow", "ncol", "byrow"}


class Formulas:
    """Writes formulas to `writer`."""

    def __init__(self, language: BraceLanguage, places: SourcePlaces) -> None:
        self.language = language
        self.places = places
        self.writer = Writer()
        self.choices = 0  # how often `?` was read

    def error(self, detail: str, token: Token) -> SourceError:
        """Return the error of a token that cannot be read."""
        hint = "Write this part in Python: functions with `def`, blocks by indentation."
        return SourceError("syntax", detail, span=self.places.span(token.start, token.end), hint=hint)

    def expression(self, tokens: list[Token]) -> None:
        """Write the tokens of one expression."""
        if not tokens:
            return
        if self.language.name == "r":
            tokens = _with_outer_products(tokens)
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
            if token.kind == NAME and text == "new" and following and tokens[i + 1].kind == NAME:
                continue
            if token.kind == NAME and text.startswith("this."):
                text = f"self.{text.removeprefix('this.')}"
            if token.kind == NAME and text.endswith(".length"):
                self.writer.put(f"len({text[: -len('.length')]})", token.start, token.end)
                continue
            if text == "c" and following == "(" and self.language.name == "r":
                skip = self._vector(tokens, i)
                continue
            if text == "r_matrix" and following == "(" and (rows := _written_matrix(tokens, i)) is not None:
                skip = rows[1]
                self.writer.put(f"array({rows[0]})", token.start, tokens[skip].end)
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


def _with_outer_products(tokens: list[Token]) -> list[Token]:
    """Return the tokens with R's a %*% t(b) as a call: the outer product of two vectors."""
    result: list[Token] = []
    closing: set[int] = set()
    skip = -1
    for i, token in enumerate(tokens):
        if i == skip:
            continue
        texts = [each.text.strip() for each in tokens[i : i + 3]]
        end = _closing(tokens, i + 2) if texts == ["@", "t", "("] and result else None
        if end is None:
            result.append(token)
            if i in closing:
                result.append(Token(SIGN, ")", token.end, token.end, False))
            continue
        start = _primary_start(result)
        result[start:start] = [
            Token(NAME, "r_times_transposed", token.start, token.start, False),
            Token(SIGN, "(", token.start, token.start, False),
        ]
        result.append(Token(SIGN, ",", token.start, token.end, False))
        closing.add(end)
        skip = i + 1
    return result


def _closing(tokens: Sequence[Token], at: int) -> int | None:
    """Return the place of the bracket that closes the one at `at`."""
    depth = 0
    for i in range(at, len(tokens)):
        depth += (tokens[i].text == "(") - (tokens[i].text == ")")
        if depth == 0:
            return i
    return None


def _primary_start(tokens: Sequence[Token]) -> int:
    """Return where the operand that ends with the last token begins: a name, a call, a bracket."""
    at, depth = len(tokens) - 1, 0
    while at > 0:
        depth += (tokens[at].text in (")", "]")) - (tokens[at].text in ("(", "["))
        if depth == 0 and tokens[at].kind in (NAME, NUMBER):
            break
        if depth == 0 and tokens[at].text in ("(", "[") and tokens[at - 1].kind != NAME:
            break
        at -= 1
    return at


def _written_matrix(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Return R's matrix(c(1, 2, 3, 4), nrow = 2) as rows of numbers, and the place of its bracket that closes."""
    texts = [token.text for token in tokens[at + 2 :]]
    if texts[:2] != ["c", "("] or ")" not in texts:
        return None
    inner = texts.index(")")
    joined = "".join(texts[2:inner])
    end = inner + 1 + texts[inner + 1 :].index(")") if ")" in texts[inner + 1 :] else -1
    numbers = joined.split(",")
    sizes: dict[str, str] = {}
    for place, part in enumerate("".join(texts[inner + 1 : end]).split(",")[1:] if end > 0 else []):
        key, _, value = part.rpartition("=")
        sizes[key or ("nrow", "ncol", "byrow")[min(place, 2)]] = value
    if end < 0 or not all(_NUMBER.fullmatch(number) for number in numbers) or not sizes.keys() <= _SIZES:
        return None
    counts = {key: int(value) for key, value in sizes.items() if key != "byrow" and value.isdigit()}
    if len(counts) != len(sizes.keys() - {"byrow"}) or not counts or 0 in counts.values():
        return None
    count = len(numbers)
    rows = counts.get("nrow") or count // counts["ncol"]
    columns = counts.get("ncol") or count // rows
    if rows * columns != count:
        return None
    by_row = sizes.get("byrow") in ("True", "T")
    table = [[numbers[i * columns + j if by_row else j * rows + i] for j in range(columns)] for i in range(rows)]
    return "[" + ", ".join(f"[{', '.join(row)}]" for row in table) + "]", at + 2 + end


def _outside(tokens: Sequence[Token], sign: str) -> int | None:
    depth = 0
    for i, token in enumerate(tokens):
        depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        if depth == 0 and token.text == sign:
            return i
    return None
