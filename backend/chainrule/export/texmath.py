"""Text and MathML as LaTeX: for the formats whose viewer sets the formulas."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET

from ..formula.split_name import accent_of

__all__ = ["label", "math", "number", "words"]

_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_SPECIAL |= {c: "\\" + c for c in "#$%&_{}"}
# Signs, as they are written in mathematics.
_SIGNS = {
    "−": "-", "×": r"\times ", "·": r"\cdot ", "±": r"\pm ", "÷": r"\div ", "∂": r"\partial ", "∇": r"\nabla ",
    "∑": r"\sum ", "Σ": r"\Sigma ", "∏": r"\prod ", "√": r"\surd ", "∞": r"\infty ", "≤": r"\le ", "≥": r"\ge ",
    "≠": r"\ne ", "≈": r"\approx ", "∈": r"\in ", "⊙": r"\odot ", "⊗": r"\otimes ", "⊕": r"\oplus ", "⊤": r"\top ",
    "∗": "*", "⋅": r"\cdot ", "⋯": r"\cdots ", "…": r"\dots ", "‖": r"\Vert ", "∥": r"\Vert ", "⌊": r"\lfloor ",
    "⌋": r"\rfloor ", "⌈": r"\lceil ", "⌉": r"\rceil ", "→": r"\to ", "←": r"\gets ", "↔": r"\leftrightarrow ",
    "′": "'", "°": r"{}^\circ ", "ᵀ": r"^{\mathsf{T}}", "²": "^{2}", "³": "^{3}", "¬": r"\neg ", "∧": r"\wedge ",
    "∨": r"\vee ", "\u2061": "", "\u2062": "", "\u2063": "", "\u00a0": "~", "\N{MACRON}": r"\bar{}", "⟨": r"\langle ",
    "⟩": r"\rangle ", "ℒ": r"\mathcal{L}", "ℓ": r"\ell ", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "$": r"\$",
    "&": r"\&", "_": r"\_", "~": r"{\sim}", "\\": r"\backslash ", "^": r"{}^{\wedge}",
}  # fmt: skip
_SIGNS |= {c: f"_{{{i}}}" for i, c in enumerate("₀₁₂₃₄₅₆₇₈₉")}
# In the order of Unicode from α; the dash stands at the final sigma.
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho - sigma tau upsilon phi "
    "chi psi omega"
)
_CAPITALS = frozenset({"gamma", "delta", "theta", "lambda", "xi", "pi", "sigma", "upsilon", "phi", "psi", "omega"})
for _offset, _name in enumerate(_GREEK.split()):
    if _name not in ("-", "omicron"):
        _SIGNS[chr(0x3B1 + _offset)] = f"\\{_name} "
        if _name in _CAPITALS:
            _SIGNS[chr(0x391 + _offset)] = f"\\{_name.capitalize()} "


def words(text: str) -> str:
    """Return a sentence, outside mathematics."""
    return "".join(_word(c) for c in text)


def _word(c: str) -> str:
    if c in _SPECIAL:
        return _SPECIAL[c]
    if c.isascii():
        return c if c.isprintable() else " "
    if c in _SIGNS:
        sign = _SIGNS[c]
        return f"${'{}' if sign[:1] in ('^', '_') else ''}{sign.strip()}$" if sign != "~" else "~"
    return _plain(c)


def _plain(c: str) -> str:
    """Return a letter without its accents; a box for what no usual LaTeX font has."""
    base = unicodedata.normalize("NFKD", c)[0]
    if base.isascii() and base.isprintable():
        return _SPECIAL.get(base, base)
    return "" if unicodedata.combining(c) or not c.isprintable() else r"\rule{0.5em}{0.6em}"


def _signs(text: str) -> str:
    return "".join(_SIGNS[c] if c in _SIGNS else c if c.isascii() and c.isprintable() else _plain(c) for c in text)


def number(text: str) -> str:
    """Return a number of the picture, inside mathematics: "−1.2e−5" keeps its e."""
    return "".join({"−": "{-}", "e": r"\mathrm{e}"}.get(c) or _signs(c) for c in text)


def label(text: str, *, italic: bool = False) -> str:
    """Return a name or a gate's label, inside mathematics. Names are italic, words in gates upright."""
    bare, accent = accent_of(text)
    if accent:
        before = label(bare[:-1], italic=italic) if len(bare) > 1 else ""
        return rf"{before}\{accent}{{{label(bare[-1], italic=italic)}}}"
    result, letters = [], ""
    for c in [*text, ""]:
        if c.isascii() and c.isalpha():
            letters += c
            continue
        if letters:
            result.append(letters if italic and len(letters) == 1 else rf"\math{'it' if italic else 'sf'}{{{letters}}}")
            letters = ""
        result.append("{-}" if c == "−" and len(text) > 1 else _signs(c))  # a sign, not a minus between two terms
    return "".join(result)


_BAR = r"\bar"
_ACCENTS = {"˙": r"\dot", "~": r"\tilde", "^": r"\hat"}


def math(mathml: str, colors: dict[str, str]) -> str:
    """Return our MathML as display mathematics. `colors`: role of a number (value, ...) -> name of its colour."""
    return _set(ET.fromstring(mathml), colors)  # noqa: S314  our own MathML


def _set(element: ET.Element, colors: dict[str, str]) -> str:
    parts = [_set(child, colors) for child in element]
    text = (element.text or "").strip("\n")
    match element.tag.rpartition("}")[2], parts:
        case "mn", _:
            kind = (element.get("data-n") or "").rpartition(".")[2]
            color = colors.get(kind, colors.get("", ""))
            return rf"{{\color{{{color}}}{number(text)}}}" if kind and color else number(text)
        case "mi", _:
            if element.get("mathvariant") == "normal":
                return rf"\mathsf{{{_signs(text)}}}"
            return _signs(text) if len(text) == 1 else rf"\mathrm{{{_signs(text)}}}"
        case "mtext", _:
            return rf"\text{{{words(text)}}}"
        case "mo", _:
            return _operator(text, element)
        case "mfrac", (top, bottom):
            return rf"\frac{{{top}}}{{{bottom}}}"
        case "msup", (base, above):
            return f"{{{base}}}^{{{above}}}"
        case "msub", (base, below):
            return f"{{{base}}}_{{{below}}}"
        case "msubsup", (base, below, above):
            return f"{{{base}}}_{{{below}}}^{{{above}}}"
        case "msqrt", _:
            return rf"\sqrt{{{''.join(parts)}}}"
        case "mover", (base, _):
            return rf"{_ACCENTS.get(element[1].text or '', _BAR)}{{{base}}}"
        case "munder", (base, below):
            return rf"\underset{{{below}}}{{{base}}}"
        case "mtable", _:
            columns = "rl" if element.get("class") == "lines" else "ll"
            separator = r"\\[1.1em]" if element.get("class") == "lines" else r"\\"
            return rf"\begin{{array}}{{@{{}}{columns}@{{}}}}{separator.join(parts)}\end{{array}}"
        case "mtr", _:
            return " & ".join(parts)
        case "mtd", _:
            return rf"\displaystyle {''.join(parts)}"
    return "".join(parts)


def _operator(text: str, element: ET.Element) -> str:
    if element.get("form") == "prefix" and text == "{":
        return r"\big\{"
    if text in ("+=", "-=", "−="):
        return rf"\mathrel{{{_signs(text)}}}"
    return _signs(text)
