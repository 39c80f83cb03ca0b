"""A tree as LaTeX and as one line of plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ..number import MINUS
from ..sentences import tr
from .printer import (
    ATOM,
    FUNCTION_NAMES,
    NEG,
    OR,
    POWER,
    PRODUCT,
    RELATIONS,
    Piece,
    Printer,
    bracketed_number,
)
from .split_name import GREEK, accent_of, split_name
from .tree import Call, NumberPlace, Tree

__all__ = ["latex", "latex_symbol", "plain"]

TEX_GREEK = {letter: f"\\{name}" for name, letter in GREEK.items() if name != "omicron"}
TEX_FUNCTIONS = frozenset({"arctan", "cos", "cosh", "exp", "log", "max", "min", "sin", "sinh", "tan", "tanh"})
TEX_SIGNS = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "==": "=", "!=": r"\ne", "+": "+", "-": "-", "@": r"\,"}
TEX_SPECIAL = re.compile(r"([&%$#_{}])|([~^\\])")
SUPERSCRIPTS = {"2": "²", "3": "³"}


def latex(tree: Tree, names: Mapping[str, str] | None = None, *, arrays: bool = False) -> str:
    """Return the tree as LaTeX for math mode (amsmath for `cases`). `names` maps a variable to LaTeX."""
    return _Latex(names, arrays=arrays).print(tree)


def plain(tree: Tree, names: Mapping[str, str] | None = None, *, arrays: bool = False) -> str:
    """Return the tree on one line: "2a", "1 − s²", "exp(a)". `names` maps a variable to text."""
    return _PlainWriter(names, arrays=arrays).print(tree)


@lru_cache(maxsize=1024)
def latex_symbol(name: str) -> str:
    """Return a name of a program in LaTeX: `x_i`, `alpha` as its letter, a word upright."""
    base, index = split_name(name)
    below = "".join(map(_tex_index, re.split(f"([,+{MINUS}])", index)))
    bare, accent = accent_of(base)
    if accent:
        letter = rf"\{accent}{{{_tex_word(bare[-1])}}}"
        base = letter if len(bare) == 1 else _tex_word(bare[:-1]) + letter
    else:
        base = _tex_word(base)
    return base + (f"_{{{below}}}" if below else "")


def _tex_index(part: str) -> str:
    return part.replace(MINUS, "-") if part in ("", ",", "+", MINUS) else _tex_word(part)


def _tex_word(word: str) -> str:
    if len(word) == 1 or word.isdecimal():
        return TEX_GREEK.get(word) or _tex_text(word)
    return rf"\mathrm{{{_tex_text(word)}}}"


def _tex_text(text: str) -> str:
    return TEX_SPECIAL.sub(lambda match: "\\" + match[1] if match[1] else " ", text)


class _Latex(Printer):
    juxtaposed, times, dot, hadamard = r"\,", r" \times ", r" \cdot ", r" \odot "

    def number(self, text: str) -> str:
        return _tex_number(text)

    def name(self, name: str) -> str:
        return {"pi": r"\pi", "...": r"\cdots"}.get(name) or latex_symbol(name)

    def place(self, place: NumberPlace, signed: bool) -> str:
        return _tex_number(bracketed_number(place.text) if signed else place.text)

    def text(self, words: str) -> str:
        return rf"\text{{{_tex_text(words)}}}" if words else ""

    def negative(self, part: str) -> str:
        return f"-{part}"

    def sign(self, op: str) -> str:
        return f" {TEX_SIGNS[op]} " if op in TEX_SIGNS else rf" \text{{ {op} }} "

    def joined(self, left: str, sign: str, right: str) -> str:
        return f"{left}{sign}{right}"

    def bracketed(self, text: str) -> str:
        return rf"\left({text}\right)"

    def fraction(self, top: Piece, bottom: Piece) -> Piece:
        text = rf"\frac{{{top.text}}}{{{bottom.text}}}"
        return Piece(text, POWER, top.starts or bottom.starts, top.ends or bottom.ends)

    def power(self, base: Piece, exponent: Piece) -> Piece:
        return Piece(f"{self.at_least(base, ATOM)}^{{{exponent.text}}}", POWER, base.starts)

    def call(self, name: str, parts: tuple[Piece, ...], keys: tuple[str, ...], tree: Call) -> Piece:
        match name, parts:
            case "exp", (x,):
                return Piece(f"e^{{{x.text}}}", POWER)
            case "sqrt", (x,):
                return Piece(rf"\sqrt{{{x.text}}}")
            case "square", (x,):
                return self.power(x, Piece("2"))
            case "abs", (x,):
                return Piece(rf"\left|{x.text}\right|")
            case "T", (x,):
                return Piece(rf"{self.at_least(x, ATOM)}^{{\mathsf{{T}}}}")
            case "where", (_, _, _):
                rows = self.rows(parts)
                lines = [x + (rf" & \text{{if }} {c}" if c else r" & \text{otherwise}") for x, c in rows]
                body = r" \\ ".join(lines)
                return Piece(rf"\begin{{cases}}{body}\end{{cases}}", OR, rows=rows)
            case "[]", (x, *index):
                return Piece(f"{self.at_least(x, ATOM)}[{', '.join(place.text for place in index)}]")
            case (("matmul" | "dot"), (x, y)):
                return Piece(rf"{self.at_least(x, PRODUCT)}\,{self.at_least(y, POWER)}", PRODUCT)
        if name[:1] == ".":
            return Piece(rf"{self.at_least(parts[0], ATOM)}\text{{{_tex_text(name)}}}")
        words = [part.text for part in parts]
        for i, key in enumerate(keys, len(parts) - len(keys)):
            words[i] = f"{latex_symbol(key)}={words[i]}"
        function = FUNCTION_NAMES.get(name, name)
        head = "\\" + function if function in TEX_FUNCTIONS else _tex_operator(function)
        return Piece(rf"{head}\left({', '.join(words)}\right)")


def _tex_operator(function: str) -> str:
    if len(function) < 2:
        return TEX_GREEK.get(function, function)
    return rf"\operatorname{{{_tex_text(function)}}}"


def _tex_number(text: str) -> str:
    if match := re.fullmatch(r"(\(?)(−?)([\d.]+)e(−?\d+)(\)?)", text):
        opening, minus, digits, power, closing = match.groups()
        text = rf"{opening}{minus}{digits} \times 10^{{{power}}}{closing}"
    return text.replace(MINUS, "-").replace("∞", r"\infty").replace("NaN", r"\mathrm{NaN}")


class _PlainWriter(Printer):
    juxtaposed, times, dot, hadamard = "", " × ", " · ", " ⊙ "

    def number(self, text: str) -> str:
        return text

    def name(self, name: str) -> str:
        return {"pi": "π", "...": "⋯"}.get(name, name)

    def place(self, place: NumberPlace, signed: bool) -> str:
        return bracketed_number(place.text) if signed else place.text

    def text(self, words: str) -> str:
        return words

    def negative(self, part: str) -> str:
        return MINUS + part

    def sign(self, op: str) -> str:
        return " " if op == "@" else f" {RELATIONS.get(op, op)} "

    def joined(self, left: str, sign: str, right: str) -> str:
        return f"{left}{sign}{right}"

    def bracketed(self, text: str) -> str:
        return f"({text})"

    def fraction(self, top: Piece, bottom: Piece) -> Piece:
        text = f"{self.at_least(top, NEG)} / {self.at_least(bottom, POWER)}"
        return Piece(text, PRODUCT, top.starts, bottom.ends)

    def power(self, base: Piece, exponent: Piece) -> Piece:
        small = SUPERSCRIPTS.get(exponent.text)
        text = self.at_least(base, ATOM) + (small or f"^{self.at_least(exponent, ATOM)}")
        return Piece(text, POWER, base.starts, not small)

    def call(self, name: str, parts: tuple[Piece, ...], keys: tuple[str, ...], tree: Call) -> Piece:
        match name, parts:
            case "square", (x,):
                return self.power(x, Piece("2"))
            case "abs", (x,):
                return Piece(f"|{x.text}|")
            case "sqrt", (x,):
                return Piece(f"√{self.at_least(x, ATOM)}", POWER)
            case "T", (x,):
                slope = "/" in x.text and x.binding >= ATOM  # ∂L/∂a, put in for one letter
                return Piece(f"{self.bracketed(x.text) if slope else self.at_least(x, ATOM)}ᵀ")
            case "inv", (x,):
                return Piece(f"{self.at_least(x, ATOM)}⁻¹", POWER)
            case "where", (_, _, _):
                rows = self.rows(parts)
                return Piece(
                    ", ".join(tr("{0} if {1}", x, c) if c else tr("otherwise {0}", x) for x, c in rows), 0, rows=rows
                )
            case "[]", (x, *index):
                return Piece(f"{self.at_least(x, ATOM)}[{', '.join(place.text for place in index)}]")
        if name[:1] == ".":
            return Piece(self.at_least(parts[0], ATOM) + name)
        words = [part.text for part in parts]
        for i, key in enumerate(keys, len(parts) - len(keys)):
            words[i] = f"{key}={words[i]}"
        return Piece(f"{FUNCTION_NAMES.get(name, name)}({', '.join(words)})")
