"""A tree as MathML Core, the string that page, notebook and offline file show without a script.

Nothing carries a style (a strict CSP would drop it); three classes ask for a line of CSS:
`mtable.cases mtd {text-align: start}`, and in `explain` the tables `lines` and the derivatives `d`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from ..sentences import tr
from .printer import (
    ATOM,
    FUNCTION_NAMES,
    OR,
    POWER,
    PRODUCT,
    RELATIONS,
    Piece,
    Printer,
    bracketed_number,
)
from .split_name import accent_of, split_name
from .tree import Call, NumberPlace, Tree

__all__ = ["MathML", "mathml", "symbol"]

FENCES = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉"), "norm": ("‖", "‖")}
COMMA = "<mo>,</mo>"
NO_BREAK = "\u00a0"


def mathml(tree: Tree, names: Mapping[str, str] | None = None, *, arrays: bool = False) -> str:
    """Return the tree as MathML without <math>. `names` maps a variable to MathML (default: `symbol` of its name).

    A Place is `<mn data-n="e3.local">0.37</mn>`; where a minus would need brackets it has `class="signed"`, and a page
    that renews the number writes it in brackets when it starts with "−" or contains "e".
    """
    return MathML(names, arrays=arrays).print(tree)


@lru_cache(maxsize=1024)
def symbol(name: str) -> str:
    """Return a name as one element: w0 -> w with index 0, grad_h -> grad with index h, sigma -> σ, w0…w9."""
    first, dots, last = name.partition("…")
    if dots:
        return f"<mrow>{symbol(first)}<mo>…</mo>{symbol(last)}</mrow>"
    base, index = split_name(name)
    letter = _letter(base)
    if not index:
        return letter
    kind = "mn" if index.isdecimal() else "mi"
    return f"<msub>{letter}<{kind}>{escape(index)}</{kind}></msub>"


_OVER = {"hat": "^", "bar": "\N{MACRON}", "tilde": "~"}


def _letter(base: str) -> str:
    """Return a name without its index; an accent is an element over its letter, which stays italic."""
    bare, accent = accent_of(base)
    if not accent:
        return f"<mi>{escape(base)}</mi>"
    before = f"<mi>{escape(bare[:-1])}</mi>" if len(bare) > 1 else ""
    over = f'<mover accent="true"><mi>{escape(bare[-1])}</mi><mo stretchy="false">{_OVER[accent]}</mo></mover>'
    return f"<mrow>{before}{over}</mrow>" if before else over


TALL = re.compile("<m(frac|su[bp]|under|table|sqrt)")


def fenced(opening: str, inside: str, closing: str) -> str:
    """Return an `mrow` between two brackets, which stretch only round what is tall."""
    # Brackets that may stretch are drawn too tall round a plain line where no math font is installed.
    sign = "<mo>" if TALL.search(inside) else '<mo stretchy="false">'
    return f"<mrow>{sign}{opening}</mo>{inside}{sign}{closing}</mo></mrow>"


class MathML(Printer):
    """Writes a formula as presentation MathML."""

    juxtaposed, times, dot, hadamard = "<mo>\u2062</mo>", "<mo>×</mo>", "<mo>·</mo>", "<mo>⊙</mo>"  # U+2062: invisible

    def number(self, text: str) -> str:
        """Return a number's element."""
        return f"<mn>{text}</mn>"

    def name(self, name: str) -> str:
        """Return a name's element; `pi` and `...` are signs."""
        if name == "pi":
            return "<mi>π</mi>"
        return "<mo>⋯</mo>" if name == "..." else symbol(name)

    def place(self, place: NumberPlace, signed: bool) -> str:
        """Return the element that a number is filled into later; `signed`: in brackets where it is negative."""
        key = escape(place.key)
        return number_place(key, bracketed_number(place.text), signed) if signed else number_place(key, place.text)

    def sentence(self, words: str, parts: Sequence[str]) -> str:
        """Return words and parts of the formula in one row."""
        return f"<mrow>{super().sentence(words, parts)}</mrow>"

    def text(self, words: str) -> str:
        """Return words as an element; blanks at their ends would be dropped."""
        return f"<mtext>{escape(words).replace(' ', NO_BREAK)}</mtext>" if words else ""

    def negative(self, part: str) -> str:
        """Return the part with a minus in front."""
        return f'<mrow><mo form="prefix">−</mo>{part}</mrow>'

    def sign(self, op: str) -> str:
        """Return the sign of a binary operator between its operands."""
        if op == "@":
            return self.juxtaposed
        return f"<mo>{escape(RELATIONS[op])}</mo>" if op in RELATIONS else f"<mtext>\u00a0{op}\u00a0</mtext>"

    def joined(self, left: str, sign: str, right: str) -> str:
        """Return operands and sign in one row."""
        return f"<mrow>{left}{sign}{right}</mrow>"

    def bracketed(self, text: str) -> str:
        """Return the text in brackets."""
        return fenced("(", text, ")")

    def fraction(self, top: Piece, bottom: Piece) -> Piece:
        """Return the fraction; nothing in it needs brackets."""
        text = f"<mfrac>{top.text}{bottom.text}</mfrac>"
        return Piece(text, POWER, top.starts or bottom.starts, top.ends or bottom.ends)

    def power(self, base: Piece, exponent: Piece) -> Piece:
        """Return the base, in brackets unless it is an atom, with its exponent."""
        return Piece(f"<msup>{self.at_least(base, ATOM)}{exponent.text}</msup>", POWER, base.starts)

    def call(self, name: str, parts: tuple[Piece, ...], keys: tuple[str, ...], tree: Call) -> Piece:
        """Return a call in the notation that it has: a root, a transpose, bars, or its name with arguments."""
        match name, parts:
            case "exp", (x,):
                return Piece(f"<msup><mi>e</mi>{x.text}</msup>", POWER)
            case "sqrt", (x,):
                return Piece(f"<msqrt>{x.text}</msqrt>")
            case "square", (x,):
                return self.power(x, Piece("<mn>2</mn>"))
            case "T", (x,):
                slope = "<mi" not in x.text or "<mfrac" in x.text  # ∂L/∂a, put in for one letter
                base = self.bracketed(x.text) if slope else self.at_least(x, ATOM)
                return Piece(f'<msup>{base}<mi mathvariant="normal">T</mi></msup>', ATOM)
            case "inv", (x,):
                return Piece(f"<msup>{self.at_least(x, ATOM)}<mrow><mo>−</mo><mn>1</mn></mrow></msup>", POWER)
            case "where", (_, _, _):
                rows = self.rows(parts)
                return Piece(_cases(rows), OR, rows=rows)
            case "[]", (x, *index):
                places = COMMA.join(place.text for place in index)
                return Piece(f"<mrow>{self.at_least(x, ATOM)}<mo>[</mo>{places}<mo>]</mo></mrow>")
            case (("matmul" | "dot"), (x, y)):
                return Piece(self.joined(self.at_least(x, PRODUCT), self.juxtaposed, self.at_least(y, POWER)), PRODUCT)
            case "*", (x,):
                return Piece(f"<mrow><mo>∗</mo>{x.text}</mrow>")
        if name[:1] == ".":
            return Piece(f"<mrow>{self.at_least(parts[0], ATOM)}<mtext>{escape(name)}</mtext></mrow>")
        words = [part.text for part in parts]
        for i, key in enumerate(keys, len(parts) - len(keys)):
            words[i] = f"<mi>{escape(key)}</mi><mo>=</mo>{words[i]}"
        inside = COMMA.join(words)
        if name in FENCES and len(parts) == 1:
            return Piece(fenced(FENCES[name][0], inside, FENCES[name][1]))
        brackets = fenced("(", inside, ")")
        if not name:
            return Piece(brackets)
        return Piece(f"<mrow><mi>{escape(FUNCTION_NAMES.get(name, name))}</mi><mo>\u2061</mo>{brackets}</mrow>")


def number_place(key: str, text: str, signed: bool = False) -> str:
    """Return the `mn` of a number of the trace. `key`: which one, as `e3.local`; `signed`: brackets round a minus."""
    kind = ' class="signed"' if signed else ""
    return f'<mn data-n="{key}"{kind}>{text}</mn>'


def _cases(rows: tuple[tuple[str, str], ...]) -> str:
    cells = "".join(
        f"<mtr><mtd>{value}</mtd><mtd>"
        + (f"<mtext>{tr('if')}\u00a0</mtext>{condition}" if condition else f"<mtext>{tr('otherwise')}</mtext>")
        + "</mtd></mtr>"
        for value, condition in rows
    )
    return f'<mrow><mo form="prefix" stretchy="true">{{</mo><mtable class="cases">{cells}</mtable></mrow>'
