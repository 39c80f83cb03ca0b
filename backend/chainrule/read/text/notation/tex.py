"""LaTeX -> tokens of mathematics, letters one by one, commands as what they stand for."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from ....errors import SourceError, TextEdit
from ..mapped import Mapped, SourcePlaces
from ..vocabulary import ELEMENTARY, FUNCTIONS, SEVERAL
from . import tex_words
from .tokens import COMMAND, NAME, NUMBER, SIGN, Token, tokens

__all__ = ["BREAK", "CELL", "ROW", "WORDS", "tex_tokens"]

ROW, CELL, BREAK = "row", "cell", "break"  # kinds of tokens: \\, &, and what stands between two statements

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\u00a0~]+)
    |(?P<line>\n[ \t]*(?:\n[ \t]*)*)
    |(?P<comment>%[^\n]*)
    |(?P<row>\\\\(?:\[[^\]\n]*\])?\*?)
    |(?P<command>\\[A-Za-z]+\*?)
    |(?P<symbol>\\[^A-Za-z\n])
    |(?P<number>[0-9]+(?:\{,\}[0-9]{3})*(?:\.[0-9]+)?|\.[0-9]+)
    |(?P<indexed>(?<![_^])[A-Za-z][0-9]+(?![0-9.]))
    |(?P<letters>[A-Za-z]+)
    |(?P<sign>:=|\|\||<=|>=|!=|<-|->|[-+*/^_=(){}\[\]|,;:<>.!'&$@])
    """,
    re.X,
)
_SYMBOLS = {"\\|": "||", "\\{": "(", "\\}": ")", "\\%": "%", "\\_": "_"}
_BLANKS = frozenset({"\\,", "\\;", "\\:", "\\!", "\\ ", "\\>", "\\/", "\\-"})
_SMALL_BLANK = re.compile(r"\\[,;:! ]|\s")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_NAME_OF_WORDS = re.compile(r" *[A-Za-z]\w*(?: +[A-Za-z]\w*){1,3} *")
_SENTENCE_WORDS = frozenset(
    {"if", "otherwise", "else", "for", "when", "where", "with", "and", "or", "at", "elsewhere", "not", "is", "are"}
    | {"the", "a", "an", "of", "to", "we", "in", "by", "so", "then", "let", "as", "from", "on", "all", "since"}
)
_BEFORE_A_NAME = frozenset({"=", "+", "-", "*", "/", "·", "(", "{", "["})
_BEHIND_A_NAME = re.compile(r"[ \t&]*+(?:=|[-+*/](?![ \t]*+$)|\\cdot\b|\\times\b)")
_OF_A_PAPER = re.compile(r"[A-Z][a-z]+[A-Z]{1,2}[a-z]*")  # ReLU, MaxPool: words in front of an argument
_CONDITIONS = frozenset(
    {"if", "otherwise", "else", "for", "when", "where", "with", "and", "or", "at", "elsewhere", "not"}
)
WORDS = frozenset(  # names that slides write as words
    {"net", "loss", "Loss", "out", "bias", "error", "cost", "Cost"}
    | {"MSE", "RMSE", "MAE", "BCE", "CE", "SSE", "RSS", "TSS", "SS", "TP", "TN", "FP", "FN"}
)
_LAYOUTS = {
    **dict.fromkeys(("cases", "dcases", "rcases"), "cases"),
    **dict.fromkeys(
        ("matrix", "bmatrix", "pmatrix", "Bmatrix", "smallmatrix", "vmatrix", "Vmatrix", "array"), "matrix"
    ),
}


class _Open(NamedTuple):
    name: str  # of the environment
    start: int


class _Lexer:
    def __init__(self, text: Mapped, places: SourcePlaces, values: Collection[str]) -> None:
        self.text = text
        self.source = text.text
        self.places = places
        self.values = values
        self.tokens: list[Token] = []
        self.open: list[_Open] = []
        self.space = False
        self.at = 0

    def add(self, kind: str, word: str, start: int, end: int) -> None:
        self.tokens.append(Token(kind, word, self.text.begin[start], self.text.end[end - 1], self.space))
        self.space = False

    def error(self, detail: str, hint: str, start: int, end: int, fix: TextEdit | None = None) -> SourceError:
        span = self.places.span(self.text.begin[start], self.text.end[end - 1])
        return SourceError("syntax", detail, span=span, hint=hint, fix=fix)

    def run(self) -> list[Token]:
        while self.at < len(self.source):
            match = _TOKEN.match(self.source, self.at)
            if match is None:
                self._other()
                continue
            start, self.at = self.at, match.end()
            kind, word = match.lastgroup, match[0]
            if kind == "blank" or kind == "comment":
                self.space = True
            elif kind == "line":
                self.space = True
                self._line(start, word.count("\n") > 1)
            elif kind == "row":
                self.add(ROW, "\\\\", start, self.at)
            elif kind == "command":
                self._command(word.rstrip("*")[1:], start)
            elif kind == "symbol":
                self._symbol(word, start)
            elif kind == "number":
                self.add(NUMBER, word.replace("{,}", ""), start, self.at)
            elif kind == "indexed":  # w0, written beside e^{-x}
                self.add(NAME, word, start, self.at)
            elif kind == "letters":
                self._letters(word, start)
            elif word == "&":
                self.add(CELL, "&", start, self.at)
            elif word == "$":
                self.add(BREAK, "$", start, self.at)
            else:
                self.add(SIGN, word, start, self.at)
        if self.open:
            last = self.open[-1]
            name = last.name
            raise self.error(
                f"`\\begin{{{name}}}` is never ended.",
                f"Add `\\end{{{name}}}`.",
                last.start,
                last.start + len("\\begin"),
                TextEdit(self.places.span(len(self.places.source), len(self.places.source)), f"\\end{{{name}}}"),
            )
        return self.tokens

    def _other(self) -> None:
        piece = self.text.slice(self.at, self.at + 1)
        for token in tokens(piece, self.places):
            self.tokens.append(token._replace(space=self.space))
            self.space = False
        self.at += 1

    def _line(self, start: int, blank: bool) -> None:
        """Add a line end: it is a blank in LaTeX, but people also write one formula a line."""
        if any(layout.name in _LAYOUTS for layout in self.open):
            return
        self.add(BREAK, "\n\n" if blank else "\n", start, self.at)

    def _letters(self, word: str, start: int) -> None:
        """Letters are a product, except in words that are a function's, or a name's that is there."""
        at = 0
        while at < len(word):
            size = self._word_at(word, at, start)
            self.add(NAME, word[at : at + size], start + at, start + at + size)
            at += size

    def _word_at(self, word: str, at: int, start: int) -> int:
        for size in range(min(len(word) - at, 12), 1, -1):
            part = word[at : at + size]
            is_whole_word = at == 0 and size == len(word)
            if part in self.values or (is_whole_word and (part in WORDS or _is_word(part))):
                return size
            follows = self.source[start + at + size : start + at + size + 6].lstrip()
            applied = follows.startswith(("(", "\\left", "{", "[", "^", "_"))
            if is_whole_word and follows.startswith(("(", "\\left")) and _OF_A_PAPER.fullmatch(part) is not None:
                return size
            all_names = part in ELEMENTARY or part in SEVERAL or part in FUNCTIONS
            if (
                all_names
                and (applied or (is_whole_word and (len(part) > 2 or part in ("ln", "lg"))))
                and at + size == len(word)
            ):
                return size
        return 1

    def _symbol(self, word: str, start: int) -> None:
        if word in _BLANKS:
            self.space = True
        elif word in _SYMBOLS:
            self.add(SIGN, _SYMBOLS[word], start, self.at)
        elif word in ("\\[", "\\]", "\\(", "\\)"):
            self.add(BREAK, word, start, self.at)
        else:
            raise self.error(f"`{word}` is not LaTeX.", "Remove it.", start, self.at)

    def _argument(self) -> tuple[str, int, int] | None:
        """Return the text of the {...} that follows, and where it is; its braces match."""
        at = self.at
        while at < len(self.source) and self.source[at] in " \t\n":
            at += 1
        if at >= len(self.source) or self.source[at] != "{":
            return None
        depth = 0
        for i in range(at, len(self.source)):
            depth += (self.source[i] == "{") - (self.source[i] == "}")
            if depth == 0:
                self.at = i + 1
                return self.source[at + 1 : i], at + 1, i
        raise self.error("`{` is never closed.", "Add the closing brace.", at, at + 1)

    def _command(self, name: str, start: int) -> None:
        words = tex_words
        if name in words.SIGNS:
            self.add(SIGN, words.SIGNS[name], start, self.at)
        elif name in words.NAMES:
            self.add(NAME, words.NAMES[name], start, self.at)
        elif name in words.FUNCTIONS:
            self.add(NAME, name, start, self.at)
        elif name in words.ROUNDED:
            self.add(NAME, words.ROUNDED[name], start, self.at)
            self.add(SIGN, "(", start, self.at)
        elif name in words.SPACES:
            self.space = True
            self.add(BREAK, "quad", start, self.at)
        elif name in words.DROPPED:
            self._dropped(name)
        elif name in words.DROPPED_WITH_ARGUMENT:
            self._argument()
            if name == "hspace":
                self.add(BREAK, "quad", start, self.at)
        elif name in words.CONTENT:
            self.add(COMMAND, "brace" if name.endswith("brace") else "content", start, self.at)
        elif name in words.ACCENTS:
            self.add(COMMAND, words.ACCENTS[name], start, self.at)
        elif name in words.TEXT:
            self._text(start)
        elif name in ("begin", "end"):
            self._environment(name, start)
        elif name in ("mathbb", "mathds", "mathbbm"):
            tokens = self._argument()
            self.add(NAME, f"ℝ{tokens[0].strip()}" if tokens else "ℝ", start, self.at)
        elif name in ("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"):
            self.add(COMMAND, "frac", start, self.at)
        elif name in ("sqrt", "lim", "binom", "textcolor", "stackrel", "overset", "underset", "substack", "not"):
            self.add(COMMAND, name, start, self.at)
        else:
            self._unknown(name, start)

    def _dropped(self, name: str) -> None:
        """\\left, \\right and the like; a dot behind them is no bracket."""
        if name in ("left", "right") and self.source[self.at : self.at + 1] == ".":
            self.at += 1

    def _text(self, start: int) -> None:
        """Words set upright: a name or a function, a condition's `if`, or prose, which ends a statement."""
        tokens = self._argument()
        if tokens is None:
            return
        text, inner, _ = tokens
        if "\\" in text:  # arg\,max
            text = _SMALL_BLANK.sub("", text) if text.replace(" ", "").startswith("arg") else text
        text = text.replace("\\_", "_")
        word = text.strip().strip("-").replace("-", "")
        glued = text.startswith("-") and self.tokens and self.tokens[-1].kind == NAME  # h\text{-swish}
        if glued:
            before = self.tokens.pop()
            self.add(NAME, before.text + word, start - 1, self.at)
        elif text.strip() in _CONDITIONS:
            self.add(NAME, text.strip(), start, self.at)
        elif word in tex_words.UPRIGHT:
            self.add(NAME, tex_words.UPRIGHT[word], start, self.at)
        elif _WORD.fullmatch(word) and text == text.strip() and word:
            self.add(NAME, word, start, self.at)
        elif self._is_name(text):
            self.add(NAME, "_".join(text.split()), start, self.at)
        else:
            self._prose(text, inner, start)

    def _is_name(self, text: str) -> bool:
        """Return whether words are one name, \\text{learning rate}: an operator stands before them, or behind them."""
        if _NAME_OF_WORDS.fullmatch(text) is None or not _SENTENCE_WORDS.isdisjoint(text.lower().split()):
            return False
        before = self.tokens[-1] if self.tokens else None
        if before is not None and before.kind == SIGN and before.text in _BEFORE_A_NAME:
            return True
        starts = before is None or before.kind in (ROW, CELL, BREAK)
        return starts and _BEHIND_A_NAME.match(self.source, self.at) is not None

    def _prose(self, text: str, inner: int, start: int) -> None:
        words = [word for word in re.split(r"\W+", text) if word]
        if words and words[0] in _CONDITIONS and len(words) == 1:
            self.add(NAME, words[0], start, self.at)
        elif words and words[0] in ("if", "otherwise", "where", "with"):
            self.add(NAME, words[0], inner, inner + len(text))
        else:
            self.add(BREAK, "text", start, self.at)

    def _environment(self, command: str, start: int) -> None:
        tokens = self._argument()
        if tokens is None:
            raise self.error(
                f"`\\{command}` does not say which environment.", "Write its name in braces.", start, self.at
            )
        name = tokens[0].strip().rstrip("*")
        layout = _LAYOUTS.get(name)
        if command == "begin":
            self.open.append(_Open(tokens[0].strip(), start))
            if name == "array":
                self._argument()
            if name == "vmatrix":
                self.add(NAME, "det", start, self.at)
            if layout:
                self.add(COMMAND, layout, start, self.at)
            else:
                self.add(BREAK, "begin", start, self.at)
            return
        if not self.open or self.open[-1].name.rstrip("*") != name:
            if not self.open and layout is None:
                return  # the beginning was not copied
            raise self.error(
                f"`\\end{{{name}}}` ends what was never begun.", f"Add `\\begin{{{name}}}`.", start, self.at
            )
        self.open.pop()
        self.add(COMMAND if layout else BREAK, "end", start, self.at)

    def _unknown(self, name: str, start: int) -> None:
        """Read an unknown command: a macro of the writer's own is a name, a misspelled command an error."""
        guess = tex_words.misspelled(name)
        if guess is not None:
            span = self.places.span(self.text.begin[start], self.text.end[self.at - 1])
            raise self.error(
                f"`\\{name}` is not known here.",
                f"Did you mean `\\{guess}`?",
                start,
                self.at,
                TextEdit(span, f"\\{guess}"),
            )
        self.add(NAME, name, start, self.at)


def _is_word(letters: str) -> bool:
    """Nobody writes that many factors side by side: `target` is one name, `sinxcosx` is none."""
    return len(letters) >= 5 and not any(name in letters for name in FUNCTIONS if len(name) > 1)


def tex_tokens(text: Mapped, places: SourcePlaces, values: Collection[str]) -> list[Token]:
    """Return the tokens of a text in LaTeX; letters side by side are one name only where `values` has it.

    Raises:
        SourceError: a brace or an environment that is never closed, a misspelled command.
    """
    return _Lexer(text, places, values).run()
