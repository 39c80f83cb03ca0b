"""Small formulas: the strings of the op table as trees, made simpler, put to numbers, and printed.

    tree = parse("b * a ** (b - 1)")
    tree = simplify(substitute(tree, {"b": Num(2.0)}))     # 2 * a
    mathml(tree, {"a": symbol("w0")}), latex(tree), plain(tree)
    holds("a == b", {"a": 1.0, "b": 1.0})                  # True

It prints the rows' own formulas and those of functions; it reads no source of a user and evaluates no gradient.
Every walk is `fold`, which does not recurse; only `parse` does, over texts of ours.
"""

from __future__ import annotations

from .closures import compiled, evaluated, holds
from .mathml import mathml, symbol
from .parse import FormulaError, parse
from .plain import latex, latex_symbol, plain
from .rules import simplify
from .tree import Bin, Call, Neg, Num, NumberPlace, Tree, Var, fold, names, substitute

__all__ = [
    "Bin",
    "Call",
    "FormulaError",
    "Neg",
    "Num",
    "NumberPlace",
    "Tree",
    "Var",
    "compiled",
    "evaluated",
    "fold",
    "holds",
    "latex",
    "latex_symbol",
    "mathml",
    "names",
    "parse",
    "plain",
    "simplify",
    "substitute",
    "symbol",
]
