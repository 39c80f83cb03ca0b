"""Meanings of the commands of LaTeX. A command that is in none of these tables is a name of its own."""

from __future__ import annotations

from ...suggest import closest
from ..signs import GREEK

__all__ = [
    "ACCENTS",
    "CONTENT",
    "DROPPED",
    "DROPPED_WITH_ARGUMENT",
    "FUNCTIONS",
    "NAMES",
    "SIGNS",
    "SPACES",
    "TEXT",
    "misspelled",
]

SIGNS = {
    "cdot": "·",
    "bullet": "·",
    "times": "*",
    "ast": "*",
    "star": "*",
    "odot": "*",
    "otimes": "⊗",
    "degree": "°",
    "circ": "*",
    "div": "/",
    "pm": "±",
    "mp": "±",
    "le": "<=",
    "leq": "<=",
    "leqslant": "<=",
    "ge": ">=",
    "geq": ">=",
    "geqslant": ">=",
    "lt": "<",
    "gt": ">",
    "ne": "!=",
    "neq": "!=",
    "in": "∈",
    "ni": "∈",
    "notin": "∈",
    "subset": "∈",
    "subseteq": "∈",
    "forall": "∈",
    "exists": "∈",
    "to": "→",
    "rightarrow": "→",
    "longrightarrow": "→",
    "Rightarrow": "→",
    "Longrightarrow": "→",
    "implies": "→",
    "iff": "→",
    "mapsto": "→",
    "leftarrow": "<-",
    "gets": "<-",
    "longleftarrow": "<-",
    "coloneqq": ":=",
    "triangleq": "=",
    "approx": "≈",
    "sim": "≈",
    "propto": "∝",
    "equiv": "≡",
    "mid": "|",
    "vert": "|",
    "lvert": "|",
    "rvert": "|",
    "Vert": "||",
    "lVert": "||",
    "rVert": "||",
    "lbrace": "(",
    "rbrace": ")",
    "langle": "⟨",
    "rangle": "⟩",
    "lbrack": "[",
    "rbrack": "]",
    "rfloor": ")",
    "rceil": ")",
    "lparen": "(",
    "rparen": ")",
    "colon": ":",
    "prime": "'",
    "dots": "…",
    "ldots": "…",
    "cdots": "…",
    "vdots": "…",
    "ddots": "…",
    "dotsc": "…",
    "dotsb": "…",
    "int": "∫",
    "iint": "∫",
    "oint": "∫",
}
NAMES = {
    **{name: name for name in GREEK.values()},
    "varepsilon": "epsilon",
    "vartheta": "theta",
    "varphi": "phi",
    "varrho": "rho",
    "varsigma": "sigma",
    "varpi": "pi",
    "varkappa": "kappa",
    "ell": "ell",
    "infty": "inf",
    "partial": "∂",
    "nabla": "∇",
    "sum": "∑",
    "prod": "∏",
    "top": "⊤",
    "intercal": "⊤",
    "imath": "i",
    "jmath": "j",
    "hbar": "hbar",
    "land": "and",
    "wedge": "and",
    "lor": "or",
    "vee": "or",
    "lnot": "not",
    "neg": "not",
}
FUNCTIONS = frozenset(
    {
        *(
            "sin",
            "cos",
            "tan",
            "sec",
            "csc",
            "cot",
            "sinh",
            "cosh",
            "tanh",
            "coth",
            "arcsin",
            "arccos",
            "arctan",
            "exp",
        ),
        *("log", "ln", "lg", "max", "min", "arccot", "det"),
    }
)
ROUNDED = {"lfloor": "floor", "lceil": "ceil"}
UPRIGHT = {"tr": "trace", "Tr": "trace", "Trace": "trace"}
ACCENTS = {
    "hat": "hat",
    "widehat": "hat",
    "bar": "bar",
    "overline": "bar",
    "tilde": "tilde",
    "widetilde": "tilde",
    "dot": "dot",
    "ddot": "ddot",
    "check": "check",
    "breve": "breve",
}
# Commands that only say how their content looks.
CONTENT = frozenset(
    {
        *("mathbf", "boldsymbol", "bm", "pmb", "bold", "mathcal", "mathscr", "mathfrak", "vec", "underline", "mathop"),
        *("boxed", "underbrace", "overbrace", "mathstrut", "ensuremath", "displaylimits", "underbar", "overrightarrow"),
        *("mathbin", "mathrel", "mathord", "mathpunct", "mathopen", "mathclose", "cancel", "fbox"),
    }
)
TEXT = frozenset(
    {
        *("text", "mathrm", "operatorname", "textrm", "textit", "textbf", "mathit", "mathsf", "mathtt", "mbox", "hbox"),
        *("textsf", "texttt", "textnormal", "rm", "mathnormal", "textup", "intertext", "DeclareMathOperator"),
    }
)
SPACES = frozenset({"quad", "qquad", "hfill"})  # wide: another statement follows
DROPPED = frozenset(
    {
        *("left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "middle"),
        *("limits", "nolimits", "displaystyle", "textstyle", "scriptstyle", "nonumber", "notag", "hline", "bf", "it"),
        *("thinspace", "medspace", "thickspace", "negthinspace", "enspace", "allowbreak", "noindent", "centering"),
        *("because", "therefore", "newline", "par", "small", "large", "normalsize", "protect", "strut", "relax"),
        *("biggm", "Biggl", "Biggr", "bigm", "Bigm", "cr", "qed", "square", "blacksquare", "cdotp"),
    }
)
DROPPED_WITH_ARGUMENT = frozenset(
    {"hspace", "vspace", "label", "tag", "phantom", "color", "hphantom", "vphantom", "ref", "eqref", "cite", "kern"}
)

_COMMANDS = frozenset(
    {
        *SIGNS,
        *NAMES,
        *FUNCTIONS,
        *ACCENTS,
        *CONTENT,
        *TEXT,
        *("frac", "sqrt", "begin", "end", "left", "right", "quad", "lim"),
    }
)


def misspelled(name: str) -> str | None:
    """Return the command that `name` is one letter away from, in words of five letters and more."""
    if len(name) < 5:
        return None
    alike = {word for word in _COMMANDS if word[:1].isupper() == name[:1].isupper()}
    guess = closest(name, alike) or closest(name, _COMMANDS)
    return guess if guess and guess != name else None
