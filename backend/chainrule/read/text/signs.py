"""Signs as they are pasted: the minus of a word processor, superscripts, Greek letters, brackets of another width."""

from __future__ import annotations

import re
import unicodedata

from ...errors import SourceError
from .mapped import Edit, Mapped, SourcePlaces
from .strings_and_comments import blanked

__all__ = ["GREEK", "SUBSCRIPTS", "SUPERSCRIPTS", "accents", "ascii_signs", "canonical_name", "subscripts"]

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
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵃᵇᵈᵏᵐᵖᵗˣʸᶻ", "0123456789+-()niabdkmptxyz", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₊₋₌", "0123456789aehijklmnoprstuvx+-=", strict=True))
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
_LETTERS_BELOW = re.compile(r"(?<=\w)(?<![ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ])(?=[ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ])")
_SPECIAL = re.compile(r"[\^\t\f\v]|[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵃᵇᵈᵏᵐᵖᵗˣʸᶻ]+|[^\x00-\x7f]")


_ACCENTS = {"\u0302": "_hat", "\u0304": "_bar", "\u0305": "_bar", "\u0303": "_tilde", "\u0307": "_dot"}
_ACCENTED = re.compile(rf"[^\W\d_][{''.join(_ACCENTS)}]|[^\x00-\x7f]")


def _with_accent(match: str) -> str | None:
    """Return ŷ as y_hat, w̄ as w_bar; None for anything else."""
    parts = unicodedata.normalize("NFD", match)
    if len(parts) != 2 or parts[1] not in _ACCENTS or not (parts[0].isascii() or parts[0] in GREEK):
        return None
    return parts[0] + _ACCENTS[parts[1]]


def canonical_name(name: str) -> str:
    """Return the canonical spelling of a name: Greek letters as words, ŷ as y_hat, subscripts as plain characters."""
    if name.isascii():
        return "lambda" if name == "lambda_" else name  # as Python must write it
    name = _ACCENTED.sub(lambda match: _with_accent(match[0]) or match[0], name)
    return _LETTERS_BELOW.sub("_", name).translate(_LETTERS)  # xᵢ is x_i, and x₁ is x1


_BIG_SIGMA = re.compile(
    r"Σ(?=[ \t]*(?:[_(ᵢⱼₖₙ]|\(?[^\W\d]\w*(?:_[a-z]\b|[ᵢⱼₖₙ]|⁽[ⁱᵏ]⁾)|\[[^\]\n]*(?:_[a-z]\b|[ᵢⱼₖₙ]|⁽[ⁱᵏ]⁾)))"
)


_BIG_PI = re.compile(r"Π(?=[ \t]*(?:_[{a-z]|[ᵢⱼₖₙ]))")
# Σ p log(p/q): in front of a term, where no Σ of the text is a matrix.
_SUM_OF_ALL = re.compile(
    r"(?:^|(?<=[=(+\-−*/·½\d])|(?<=/[nNmMK])|(?<=/2[nNmM])|(?<=[/2][nNmM2]\)))[ \t]*+Σ(?=[ \t]*[\w(\[|‖])", re.MULTILINE
)


def sums(text: Mapped, code: str) -> Mapped:
    """Replace Σ in front of a term by the sign of a sum: with an index in it, or where no Σ can be a matrix.

    Π with an index below is the sign of a product.
    """
    products = [Edit(match.start(), match.end(), "∏") for match in _BIG_PI.finditer(code)] if "Π" in code else []
    if "Σ" not in code:
        return text.edited(products) if products else text
    places = [match.end() - 1 for match in _SUM_OF_ALL.finditer(code)]
    if len(places) == code.count("Σ") and "μ" not in code:
        return text.edited(sorted([*products, *(Edit(at, at + 1, "∑") for at in places)]))
    indexed = [Edit(match.start(), match.end(), "∑") for match in _BIG_SIGMA.finditer(code)]
    return text.edited(sorted([*products, *indexed]))


_BELOW = "".join(SUBSCRIPTS)
_RUN_BELOW = re.compile(rf"[{_BELOW}]+")


def subscripts(text: Mapped, code: str) -> Mapped:
    """Write hₜ₋₁ as h_{t-1}, and hₜ and h₀ beside it as h_t and h_0: what stands below is one index."""
    if "₋" not in code and "₊" not in code:
        return text
    edits = []
    for match in _RUN_BELOW.finditer(code):
        index = match[0].translate(_LETTERS)
        edits.append(Edit(match.start(), match.end(), f"_{index}" if index.isalnum() else f"_{{{index}}}"))
    return text.edited(edits)


def accents(text: Mapped, code: str) -> Mapped:
    """Write ŷ as y_hat and w̄ as w_bar, outside of strings and comments, whose text is blank in `code`."""
    if code.isascii():
        return text
    edits = []
    for match in _ACCENTED.finditer(code):
        new = _with_accent(match[0])
        if new is not None:
            glued = code[match.end() : match.end() + 1]
            product = PRODUCT if glued.isalpha() and glued not in SUBSCRIPTS else ""
            edits.append(Edit(match.start(), match.end(), new + product))
    return text.edited(edits)


_TILDE = re.compile(r"(?m)^[ \t]*+([A-Za-z])(_[\w{}]{1,9}+)[ \t]*+=[^=\n]{0,200}?[*·⊙+][ \t]*+(~)\1\2(?!\w)")


def tildes(text: Mapped) -> Mapped:
    """Write the `~h_t` of `h_t = ... + z_t * ~h_t` as h̃_t; elsewhere the sign turns bits, as in `mask = ~mask`."""
    edits = []
    for match in _TILDE.finditer(text.text) if "~" in text.text else ():
        at = match.start(3)
        edits += [Edit(at, at + 1, ""), Edit(at + 2, at + 2, "\u0303")]
    return text.edited(edits)


def line_ends(source: Mapped) -> Mapped:
    """Write all line ends alike."""
    if "\r" not in source.text:
        return source
    return source.edited(Edit(match.start(), match.end(), "\n") for match in re.finditer(r"\r\n?", source.text))


def quotes(text: Mapped) -> Mapped:
    """Replace the quotation marks of word processors by plain ones."""
    match = re.finditer("[“”„‘’]", text.text)
    return text if text.text.isascii() else text.edited(Edit(m.start(), m.end(), QUOTES[m[0]]) for m in match)


def sign_of_paper(text: Mapped, at: int, places: SourcePlaces, detail: str, hint: str) -> str:
    """Return what Python writes for a sign of mathematics that a language does not have.

    Raises:
        SourceError: `character`, with `detail` and `hint`, where no formula has it.
    """
    sign = SIGNS.get(text.text[at])
    if sign is None or not sign.strip():
        raise SourceError("character", detail, span=places.span(text.begin[at], text.end[at]), hint=hint)
    return sign


def ascii_signs(text: Mapped, places: SourcePlaces, names: frozenset[str]) -> Mapped:
    """Write signs of mathematics as Python does, outside of strings and comments.

    Raises:
        SourceError: a quotation mark is never closed.
    """
    code = blanked(text, places)
    edits: list[Edit] = []
    for match in _SPECIAL.finditer(code):
        sign, start, end = match[0], match.start(), match.end()
        if sign[0] in SUPERSCRIPTS:
            power = "".join(SUPERSCRIPTS[part] for part in sign)
            edits.append(Edit(start, end, f"**{power}" if power.isdigit() else f"**({power})"))
        elif sign in SIGNS:
            edits.append(Edit(start, end, SIGNS[sign]))
        elif sign in GREEK:
            sigmoid = sign == "σ" and code[end : end + 1] == "(" and "sigma" not in names
            edits.append(Edit(start, end, "sigmoid" if sigmoid else GREEK[sign]))
        elif sign in SUBSCRIPTS:
            line = sign.isalpha() and code[start - 1 : start] not in SUBSCRIPTS and start > 0
            edits.append(Edit(start, end, ("_" if line else "") + SUBSCRIPTS[sign]))
    return text.edited(edits)


__all__ += ["PRODUCT", "line_ends", "quotes", "sign_of_paper", "sums"]
