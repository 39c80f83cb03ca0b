"""A formula of the op table as one expression of NumPy or PyTorch. Every call is written as its own row says."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from typing import Any

from ..formula import Bin, Call, Neg, Num, Tree, Var, evaluated, fold, names, parse, simplify, substitute
from ..ops import OPS, spelled
from ..ops.helpers import HELPERS
from ..prelude import PRELUDE
from ..syntax import parse_expression
from .operands import is_variable, objects, one_array

__all__ = ["MODULES", "G", "downstream", "expanded", "number", "tidy", "expression_code"]

G = "g"  # the upstream gradient in the formulas of the table
MODULES = {"numpy": "np", "torch": "torch"}
CONSTANTS = {"pi": "math.pi", "inf": "math.inf", "True": "True", "False": "False", "None": "None", "...": "..."}
JOINS = {"and": "&", "or": "|"}


def number(value: float) -> str:
    """Return a number as Python reads it; what it has no literal for is spelled out."""
    if math.isfinite(value):
        digits = repr(float(value)).removesuffix(".0")
        return f"({digits})" if digits[0] == "-" else digits
    return "math.nan" if math.isnan(value) else "math.inf" if value > 0 else "(-math.inf)"


def tidy(text: str) -> str:
    """Return the same expression without the brackets it does not need."""
    return ast.unparse(parse_expression(text))


def downstream(local: Tree) -> Tree:
    """Return upstream × local. The gradient is moved into a `where`, so that 0 stops it even where it is infinite."""
    match simplify(local):
        case Call("where", (condition, yes, no)):
            return Call("where", (condition, downstream(yes), downstream(no)))
        case Bin("/", Num(1.0), below):
            return Bin("/", Var(G), below)
        case Neg(Bin("/", Num(1.0), below)):
            return Neg(Bin("/", Var(G), below))
        case slope:
            return simplify(Bin("*", Var(G), slope))


def expanded(tree: Tree) -> Tree:
    """Return the tree with the prelude's one-line functions, which NumPy does not have, replaced by their bodies."""

    def visit(node: Tree, parts: tuple[Tree, ...]) -> Tree:
        match node:
            case Call(name, _, ()) if name not in OPS and name in PRELUDE:
                row = next(row for row in PRELUDE[name] if len(row.parameters) >= len(parts))
                body = substitute(parse(row.body), dict(zip(row.parameters, parts, strict=False)))
                return expanded(body)
            case Call(name, _, keys):
                return Call(name, parts, keys)
            case Bin(op):
                return Bin(op, *parts)
            case Neg():
                return Neg(*parts)
        return node

    return fold(tree, visit)


def expression_code(tree: Tree, language: str, code_names: Mapping[str, str]) -> str:
    """Return the tree as an expression, tidy. `code_names`: the name of each variable of the formula in the code."""
    return tidy(fold(tree, _ExpressionWriter(language, code_names)))


class _ExpressionWriter:
    def __init__(self, language: str, code_names: Mapping[str, str]) -> None:
        self.language, self.code_names = language, code_names

    def __call__(self, node: Tree, parts: tuple[str, ...]) -> str:
        match node:
            case Num(value):
                return number(value)
            case Var(name):
                return self.code_names.get(name) or CONSTANTS.get(name, name)
            case Neg():
                return f"(-{parts[0]})"
            case Bin(op):
                return f"({parts[0]} {JOINS.get(op, op)} {parts[1]})"
            case Call("[]", (_, Var(index))):
                return f"{parts[0]}[{index}]"
            case Call("", _):
                return f"({', '.join(parts)}{',' * (len(parts) == 1)})"
            case Call("T", _):
                return f"{parts[0]}.T"  # only matrices are turned so
            case Call("where", (condition, *_)):
                decided = self.language == "torch" and not self.moves(condition)
                first = f"torch.tensor({parts[0]})" if decided else parts[0]
                return f"{MODULES[self.language]}.where({', '.join((first, *parts[1:]))})"
            case Call(name, trees, keys):
                return self.call(name, trees, parts, keys)
        raise AssertionError(f"{node!r} has no form in code")

    def call(self, name: str, trees: tuple[Tree, ...], parts: tuple[str, ...], keys: tuple[str, ...]) -> str:
        if name.startswith("."):
            return f"{self.array(trees[0], parts[0])}{name}"
        if hasattr(math, name) and all(names(tree) <= {"pi"} for tree in trees):
            value = evaluated(Call(name, trees, keys))
            return f"math.{name}({', '.join(parts)})" if math.isfinite(value) else number(value)
        if name in HELPERS[self.language]:
            return f"{name}({', '.join(parts)})"
        row = OPS.get(spelled(name, len(parts)) or "")
        if row is None:
            return f"{self.array(trees[0], parts[0])}.{name}({', '.join(parts[1:])})"
        count = row.slots if row.slots is not None else len(parts)
        places = len(parts) - len(keys)
        settings = dict(zip(row.params, map(_setting, trees[count:places]), strict=False))
        settings |= {key: _setting(tree) for key, tree in zip(keys, trees[places:], strict=True)}
        operands = objects(row, self.language, parts[:count], [not self.moves(tree) for tree in trees[:count]])
        return f"({row.code(self.language, *operands, **settings)})"

    def array(self, tree: Tree, text: str) -> str:
        """Return an operand whose method is called."""
        return text if self.moves(tree) else one_array(self.language, text)

    def moves(self, tree: Tree) -> bool:
        """True if a variable of the program stands in the formula: with constants alone PyTorch gets no tensor."""
        return any(is_variable(self.code_names.get(name, "")) for name in names(tree))


def _setting(tree: Tree) -> Any:
    """Return a setting in a formula of the table as the value it is."""
    match tree:
        case Num(value):
            return int(value)
        case Var("True" | "False" as word):
            return word == "True"
        case Var("None"):
            return None
        case Call("", parts):
            return tuple(map(_setting, parts))
    raise AssertionError(f"{tree!r} is no setting")
