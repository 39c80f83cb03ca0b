"""Signs as they are pasted: the minus of a word processor, superscripts, Greek letters, brackets of another width."""

from __future__ import annotations

import re

from .code import blanked
from .mapped import Edit, Mapped, Places

__all__ = ["GREEK", "SUBSCRIPTS", "SUPERSCRIPTS", "ascii_signs", "canonical_name"]

PRODUCT = "·"  # a product whose kind the shapes decide; it stays in the text until the end

SIGNS = {
    "×": "*",
    "⋅": PRODUCT,
    "∙": PRODUCT,
    "•": PRODUCT,
    "∗": "*",
    "⊙": "*",
    "∘": "*",
    "÷": "/",
    "∕": "/",
    "⁄": "/",
    "−": "-",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "^": "**",
    "≤": "<=",
    "⩽": "<=",
    "≥": ">=",
    "⩾": ">=",
    "≠": "!=",
    "∞": "inf",
    "½": "(1/2)",
    "¼": "(1/4)",
    "¾": "(3/4)",
    "⅓": "(1/3)",
    "⅔": "(2/3)",
    "⅛": "(1/8)",
    "⊤": ".T",
    "ᵀ": ".T",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\u2003": " ",
    "\u2002": " ",
    "\u3000": " ",
    "\u2062": "*",  # invisible times
    "\u2061": "",
    "\u200b": "",
    "\ufeff": "",
    "\u2060": "",
    "\u00ad": "",
    "\u200e": "",
    "\u200f": "",
    "（": "(",
    "）": ")",
    "［": "[",
    "］": "]",
    "，": ",",
    "；": ";",
    "：": ":",
    "＝": "=",
    "＋": "+",
    "－": "-",
    "＊": "*",
    "／": "/",
    "\t": "    ",
    "\f": " ",
    "\v": " ",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
}
QUOTES = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"}
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ", "0123456789+-()ni", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ο": "omicron",
    "π": "pi",
    "ρ": "rho",
    "ς": "sigma",
    "σ": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ϕ": "phi",
    "ϖ": "pi",
    "ϱ": "rho",
    "ϰ": "kappa",
    "µ": "mu",
    "Γ": "Gamma",
    "Δ": "Delta",
    "Θ": "Theta",
    "Λ": "Lambda",
    "Ξ": "Xi",
    "Π": "Pi",
    "Σ": "Sigma",
    "Υ": "Upsilon",
    "Φ": "Phi",
    "Ψ": "Psi",
    "Ω": "Omega",
}
_LETTERS = str.maketrans({**GREEK, **SUBSCRIPTS})
_SPECIAL = re.compile(r"[\^\t\f\v]|[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ]+|[^\x00-\x7f]")


def canonical_name(name: str) -> str:
    """The one name of a name: Greek letters as their words, subscripts as plain digits and letters."""
    return name if name.isascii() else name.translate(_LETTERS)


def line_ends(source: Mapped) -> Mapped:
    """Lines end in one way."""
    if "\r" not in source.text:
        return source
    return source.edited(Edit(found.start(), found.end(), "\n") for found in re.finditer(r"\r\n?", source.text))


def quotes(text: Mapped) -> Mapped:
    """Quotation marks as a word processor writes them."""
    found = re.finditer("[“”„‘’]", text.text)
    return text if text.text.isascii() else text.edited(Edit(m.start(), m.end(), QUOTES[m[0]]) for m in found)


def ascii_signs(text: Mapped, places: Places, names: frozenset[str]) -> Mapped:
    """Signs of mathematics as Python writes them, outside of strings and comments.

    Raises:
        SourceError: a quotation mark is never closed.
    """
    code = blanked(text, places)
    edits: list[Edit] = []
    for found in _SPECIAL.finditer(code):
        sign, start, end = found[0], found.start(), found.end()
        if sign[0] in SUPERSCRIPTS:
            power = "".join(SUPERSCRIPTS[part] for part in sign)
            edits.append(Edit(start, end, f"**{power}" if power.isdigit() else f"**({power})"))
        elif sign in SIGNS:
            edits.append(Edit(start, end, SIGNS[sign]))
        elif sign in GREEK:
            sigmoid = sign == "σ" and code[end : end + 1] == "(" and "sigma" not in names
            edits.append(Edit(start, end, "sigmoid" if sigmoid else GREEK[sign]))
        elif sign in SUBSCRIPTS:
            edits.append(Edit(start, end, SUBSCRIPTS[sign]))
    return text.edited(edits)


__all__ += ["PRODUCT", "line_ends", "quotes"]
