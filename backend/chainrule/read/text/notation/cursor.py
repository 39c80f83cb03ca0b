"""The place in a formula's tokens that is read next, and what is said of a place."""

from __future__ import annotations

from collections.abc import Sequence

from ....errors import SourceError, Span, TextEdit
from ..mapped import SourcePlaces
from .tokens import END, NAME, SIGN, Token
from .tree import Node

__all__ = ["UNEXPECTED", "Cursor"]

UNEXPECTED = "unexpected"  # the code of an error that only says where reading stopped
_CLOSING = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}
_UNREAD = {
    "…": ("`…` stands for what is left out. A graph needs every term written out.", "Write all of them."),
    "→": ("An arrow says what leads to what; it computes nothing.", "Type a formula, such as `f = Wx`."),
    "∈": ("This says which set something belongs to; it computes nothing.", "Type a formula, such as `f = Wx`."),
    "∫": ("An integral is not read: a graph has finitely many terms.", "Write a sum over steps instead."),
    "≈": ("`≈` gives no value.", "Write `=` and the number."),
    "≡": ("`≡` only says that two names mean the same.", "Write `=` to give a name a value."),
    "∝": ("`∝` leaves out a factor.", "Write `=` and the factor."),
}


class Cursor:
    """`tokens[at]` is what is read next; behind the last one stands a token of kind END."""

    def __init__(self, tokens: Sequence[Token], places: SourcePlaces) -> None:
        last = tokens[-1].end if tokens else 0
        self.tokens = [*tokens, Token(END, "", last, last, True)]
        self.at = 0
        self.places = places

    @property
    def peek(self) -> Token:
        """Return the token that is read next."""
        return self.tokens[self.at]

    def ahead(self, count: int = 1) -> Token:
        """Return a token after the next one."""
        return self.tokens[min(self.at + count, len(self.tokens) - 1)]

    def next(self) -> Token:
        """Read a token; the last one, which is the end, stays."""
        token = self.tokens[self.at]
        if token.kind != END:
            self.at += 1
        return token

    @property
    def before(self) -> Token:
        """Return the token that was read last."""
        return self.tokens[max(self.at - 1, 0)]

    def sees(self, *signs: str) -> bool:
        """Return whether the next token is one of these signs."""
        token = self.tokens[self.at]
        return token.kind == SIGN and token.text in signs

    def word(self, *words: str) -> bool:
        """Return whether the next token is one of these names."""
        token = self.tokens[self.at]
        return token.kind == NAME and token.text in words

    def accept(self, *signs: str) -> Token | None:
        """Read the next token if it is one of these signs, else return None."""
        return self.next() if self.sees(*signs) else None

    def close(self, sign: str, opened: Token) -> Token:
        """Return the bracket that closes `opened`."""
        token = self.accept(sign)
        if token is not None:
            return token
        if self.peek.kind == END:
            raise self.error(
                f"`{opened.text}` is never closed.",
                "Add the closing bracket.",
                opened,
                fix=TextEdit(
                    self._after(self.before), "".join(_CLOSING[token.text] for token in reversed(self._open()))
                ),
            )
        raise self.unexpected()

    def _open(self) -> list[Token]:
        """Return the brackets that are open here, seen from the tokens alone."""
        opened: list[Token] = []
        for token in self.tokens[: self.at]:
            if token.kind == SIGN and token.text in _CLOSING:
                opened.append(token)
            elif token.kind == SIGN and token.text in (")", "]", "}") and opened:
                opened.pop()
        return opened

    def _after(self, token: Token) -> Span:
        span = self.places.span(token.start, token.end)
        return Span(span.end_line, span.end_column, span.end_line, span.end_column)

    # Errors at a place

    def error(
        self, detail: str, hint: str, start: Token | Node, end: Token | Node | None = None, fix: TextEdit | None = None
    ) -> SourceError:
        """Return the error of the place from `start` to the end of `end`."""
        span = self.places.span(start.start, (end or start).end)
        return SourceError("syntax", detail, span=span, hint=hint, fix=fix)

    def unexpected(self) -> SourceError:
        """Return the error for a token that does not fit here."""
        token = self.peek
        if token.kind == END:
            last = self.before.text
            return self.error("The formula stops too early.", f"Something must follow `{last}`.", self.before)
        if token.kind == SIGN and token.text in _UNREAD:
            detail, hint = _UNREAD[token.text]
            return self.error(detail, hint, token)
        opened = self._open() if self.sees(")", "]", "}") else []
        if opened and _CLOSING[opened[-1].text] != token.text:
            right = _CLOSING[opened[-1].text]
            fix = TextEdit(self.places.span(token.start, token.end), right)
            hint = f"Write `{right}` here."
            return self.error(f"`{token.text}` cannot close `{opened[-1].text}`.", hint, token, fix=fix)
        if self.sees(")", "]", "}") and not opened:
            fix = TextEdit(self.places.span(token.start, token.end), "")
            return self.error(f"`{token.text}` closes a bracket that was never opened.", "Remove it.", token, fix=fix)
        result = self.error(
            f"`{token.text}` is not expected here.",
            "A number, a name or a bracket must stand before it."
            if token.kind == SIGN and self.at == 0
            else "Look at what stands before it.",
            token,
        )
        result.code = UNEXPECTED
        return result
