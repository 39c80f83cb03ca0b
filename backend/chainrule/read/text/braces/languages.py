"""Words of the languages with braces, and Python's words for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["C", "R", "BraceLanguage"]


class BraceLanguage(NamedTuple):
    """A language with braces (JavaScript, C, Java, Rust, Swift) as the translator reads it."""

    name: str
    types: frozenset[str]  # words before a name that is declared
    signs: Mapping[str, str]
    names: Mapping[str, str]  # words, dotted ones too, and what they are in Python
    ignored: frozenset[str]  # calls that compute nothing
    comment: str  # sign that starts a comment up to the end of the line
    lines: bool  # whether a statement ends with its line
    first: int  # the number of the first entry of an array


C = BraceLanguage(
    "c",
    frozenset(
        {
            *("const", "let", "var", "double", "float", "int", "auto", "final", "static", "public", "private", "long"),
            *("void", "bool", "boolean", "unsigned", "number", "export", "inline"),
        }
    ),
    {"&&": " and ", "||": " or ", "===": "==", "!==": "!=", "!": " not ", "->": "."},
    {
        **{f"Math.{name}": name for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "abs", "sinh", "cosh")},
        **{f"Math.{name}": name for name in ("floor", "ceil", "round", "sign", "log2", "log10", "log1p", "expm1")},
        **{f"{name}f": name for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "sinh", "cosh", "log2")},
        **{f"std::{name}": name for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "abs", "pow")},
        "Math.pow": "power",
        "Math.max": "maximum",
        "Math.min": "minimum",
        "Math.asin": "arcsin",
        "Math.acos": "arccos",
        "Math.atan": "arctan",
        "Math.PI": "pi",
        "Math.E": "e",
        "M_PI": "pi",
        "pow": "power",
        "powf": "power",
        "fabs": "abs",
        "fabsf": "abs",
        "fmax": "maximum",
        "fmaxf": "maximum",
        "fmin": "minimum",
        "fminf": "minimum",
        "std::max": "maximum",
        "std::min": "minimum",
        "true": "True",
        "false": "False",
        "null": "None",
    },
    frozenset(
        {"console.log", "printf", "alert", "System.out.println", "std.cout", "cout", "assert", "fprintf", "using"}
    ),
    "//",
    lines=False,
    first=0,
)
R = BraceLanguage(
    "r",
    frozenset(),
    {"<-": "=", "<<-": "=", "%*%": "@", "%%": "%", "&&": " and ", "||": " or ", "&": " and ", "!": " not ", "^": "**"},
    {
        "TRUE": "True",
        "FALSE": "False",
        "NULL": "None",
        "nrow": "len",
        "length": "len",
        "matrix": "r_matrix",
        "rep": "r_rep",
        "numeric": "zeros",
        "ncol": "r_columns",
        "dim": "shape",
        "colSums": "r_column_sums",
        "rowSums": "r_row_sums",
        "colMeans": "r_column_means",
        "rowMeans": "r_row_means",
        "pmax": "maximum",
        "pmin": "minimum",
        "asin": "arcsin",
        "acos": "arccos",
        "atan": "arctan",
        "ifelse": "where",
        "crossprod": "dot",
        "outer": "outer",
        "det": "det",
    },
    frozenset({"print", "cat", "library", "plot", "require", "message", "rm", "set.seed", "lines", "points"}),
    "#",
    lines=True,
    first=1,
)
