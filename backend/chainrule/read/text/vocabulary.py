"""Words of mathematics: how functions are written on paper, and which names are taken."""

from __future__ import annotations

import builtins
import keyword
import re
from functools import lru_cache

from ...ops import SPELLINGS
from ...prelude import PRELUDE

__all__ = [
    "CONSTANTS",
    "DERIVATIVES",
    "ELEMENTARY",
    "FUNCTIONS",
    "INVERSES",
    "KEYWORDS",
    "LIBRARIES",
    "LOSSES_OF_PAPER",
    "MOMENTS",
    "PROGRAM",
    "SEVERAL",
    "RESERVED",
    "function_name",
    "is_program",
]

# What programs have and no formula on paper has.
# Words of programs as programs have them: "for x = 2" and "the class is 0" stand in sentences.
PROGRAM = (
    r"\b(?:import|def|np|torch|return)\b|\bclass[ \t]+\w++[ \t]*[:({]|\bfor[ \t]+[\w, ()]{1,80}?[ \t]in\b"
    r"|\b(?:while|lambda)\b[^\n:]{0,200}:|\bprint[ \t]*\(|@|\.\w+\("
)
_PROGRAM = re.compile(PROGRAM)


@lru_cache(maxsize=64)
def is_program(text: str) -> bool:
    """Return whether a text has something that no formula on paper has."""
    return _PROGRAM.search(text) is not None


# Functions of one number that paper writes without brackets, and the name each has in Python.
ELEMENTARY = {
    **{
        name: name
        for name in ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth", "sech", "csch")
    },
    **{name: name for name in ("exp", "log", "sqrt", "cbrt", "abs", "sign", "erf", "sinc", "log2", "log10", "log1p")},
    **{name: name for name in ("arcsin", "arccos", "arctan", "arcsinh", "arccosh", "arctanh", "expm1", "erfc", "det")},
    **{name: name for name in ("relu", "sigmoid", "softplus", "softmax", "logit", "gelu", "silu", "swish", "relu6")},
    "ln": "log",
    "lg": "log10",
    "ld": "log2",
    "lb": "log2",
    "tg": "tan",
    "tgh": "tanh",
    "ctg": "cot",
    "cotg": "cot",
    "cotan": "cot",
    "cosec": "csc",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "asinh": "arcsinh",
    "acosh": "arccosh",
    "atanh": "arctanh",
    "arsinh": "arcsinh",
    "arcosh": "arccosh",
    "artanh": "arctanh",
    "arctg": "arctan",
    "hswish": "hard_swish",
    "sgn": "sign",
    "sqr": "square",
    "square": "square",
    "expit": "sigmoid",
    "logistic": "sigmoid",
}
INVERSES = {
    "sin": "arcsin",
    "cos": "arccos",
    "tan": "arctan",
    "sinh": "arcsinh",
    "cosh": "arccosh",
    "tanh": "arctanh",
    "exp": "log",
    "log": "exp",
    "sigmoid": "logit",
}
# The derivative of a function, written in Python of its argument {0}: what f'(x) on paper stands for.
DERIVATIVES = {
    "sigmoid": "(sigmoid({0})*(1 - sigmoid({0})))",
    "tanh": "(1 - tanh({0})**2)",
    "relu": "where({0} > 0, 1, 0)",
    "softplus": "sigmoid({0})",
    "exp": "exp({0})",
    "log": "(1/{0})",
    "sin": "cos({0})",
    "cos": "(-sin({0}))",
    "tan": "(1 + tan({0})**2)",
    "sqrt": "(0.5/sqrt({0}))",
    "sinh": "cosh({0})",
    "cosh": "sinh({0})",
    "arctan": "(1/(1 + {0}**2))",
    "Phi": "(exp(-{0}**2/2)/sqrt(2*pi))",  # of the normal distribution
}
# Functions of several values; these keep their brackets.
SEVERAL = {
    **{name: name for name in ("max", "min", "maximum", "minimum", "sum", "mean", "prod", "norm", "clip", "where")},
    "avg": "mean",
    "average": "mean",
    "If": "where",
}
FUNCTIONS = {**ELEMENTARY, **SEVERAL}
# Losses by their names on slides, whose arguments stand in either order, and the row of the dialect for each.
LOSSES_OF_PAPER = {
    **dict.fromkeys(("CrossEntropy", "crossEntropy", "CE"), "of_classes"),
    **dict.fromkeys(("BCE", "BinaryCrossEntropy"), "of_two_classes"),
}
CONSTANTS = frozenset({"pi", "e", "inf"})
LIBRARIES = frozenset(
    {
        *("np", "numpy", "math", "torch", "nn", "F", "jnp", "jax", "tf", "keras", "scipy", "sp", "plt", "optim", "pd"),
        *("random", "sys", "os", "time", "typing", "tqdm", "pandas", "sns", "sklearn", "functional", "special"),
        *("stats", "linalg", "autograd", "onp", "anp", "cmath", "lax", "Value", "self", "cls", "matplotlib"),
    }
)
KEYWORDS = frozenset(keyword.kwlist) - {"lambda"}
_ALSO_PRODUCTS = {"_", "mv", "mm"}  # of paper; the functions of these names are called with brackets
RESERVED = (
    frozenset({*FUNCTIONS, *SPELLINGS, *PRELUDE, *CONSTANTS, *LIBRARIES, *keyword.kwlist, *dir(builtins)})
    - _ALSO_PRODUCTS
)
_LOWER = {name.lower(): name for name in {*PRELUDE, *SPELLINGS.values(), *FUNCTIONS.values()} if name not in CONSTANTS}


def function_name(word: str) -> str | None:
    """Return Python's name of the function that paper calls `word` (`ln`, `Exp`, `ReLU`); None if there is none."""
    if word in FUNCTIONS:
        return FUNCTIONS[word]
    if word in SPELLINGS or word in PRELUDE or word in LOSSES_OF_PAPER:
        return word
    lower = word.lower().replace("-", "")
    return FUNCTIONS.get(lower) or _LOWER.get(lower)


# Of a distribution, where E[x] has square brackets: what it is, and the function over examples.
MOMENTS = {
    "E": ("An expected value", "mean"),
    "Var": ("The variance of a distribution", "var"),
    "Cov": ("A covariance of distributions", "cov"),
}
