"""Formulas put to numbers, with no `eval`: a tree becomes one Python function, made of closures and cached."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from .parse import FormulaError, parse
from .tree import Bin, Call, Neg, Num, NumberPlace, Tree, Var, fold

__all__ = ["FUNCTIONS", "compiled", "evaluated", "holds"]

Numbers: TypeAlias = Mapping[str, Any]  # name -> float or float64 array
Value: TypeAlias = Callable[[Numbers], Any]


def _and(x: Any, y: Any) -> Any:
    return x and y if type(x) is bool and type(y) is bool else np.logical_and(x, y)


def _or(x: Any, y: Any) -> Any:
    return x or y if type(x) is bool and type(y) is bool else np.logical_or(x, y)


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": np.true_divide, "**": np.float_power, "@": np.matmul,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
    "and": _and, "or": _or,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs, "all": np.all, "any": np.any, "arcsinh": np.arcsinh, "arctan": np.arctan, "ceil": np.ceil,
    "cos": np.cos, "cosh": np.cosh, "exp": np.exp, "floor": np.floor, "hypot": np.hypot, "isfinite": np.isfinite,
    "isinf": np.isinf,
    "isnan": np.isnan, "log": np.log, "max": np.max, "maximum": np.maximum, "mean": np.mean, "min": np.min,
    "minimum": np.minimum, "not": np.logical_not, "round": np.round, "sign": np.sign, "sin": np.sin, "sinh": np.sinh,
    "sqrt": np.sqrt, "sum": np.sum, "T": np.transpose, "tan": np.tan, "tanh": np.tanh,
    "trunc": np.trunc, "where": np.where,
}  # fmt: skip
CONSTANTS = {"pi": np.pi, "e": np.e, "inf": np.inf, "nan": np.nan, "True": True, "False": False}


@lru_cache(maxsize=512)
def compiled(text: str) -> Value:
    """Return the formula as a function of its numbers by name. Raises FormulaError for an unknown function."""
    return fold(parse(text), _closure)


def evaluated(tree: Tree) -> float:
    """Return the number of a formula without variables; inf and nan are results. Raises FormulaError as `compiled`."""
    with np.errstate(all="ignore"):
        return float(fold(tree, _closure)({}))


def holds(condition: str, numbers: Numbers) -> bool:
    """Return whether a condition is true of the numbers; for arrays, of any entry.

    A number that cannot be formed (0/0) makes its comparison false. Raises KeyError for a name that is not given.
    """
    with np.errstate(all="ignore"):
        truth = compiled(condition)(numbers)
    return truth if type(truth) is bool else bool(np.any(truth))


def _closure(tree: Tree, parts: tuple[Value, ...]) -> Value:
    match tree:
        case Num(value):
            return lambda numbers: value
        case Var(name):
            if name in CONSTANTS:
                return lambda numbers: numbers.get(name, CONSTANTS[name])
            return lambda numbers: numbers[name]
        case Neg():
            (part,) = parts
            return lambda numbers: -part(numbers)
        case Bin(op):
            act, (left, right) = BINARY[op], parts
            return lambda numbers: act(left(numbers), right(numbers))
        case Call(name, _, ()) if name in FUNCTIONS:
            function = FUNCTIONS[name]
            return lambda numbers: function(*[part(numbers) for part in parts])
        case Call(name):
            raise FormulaError(f"the function {name!r} cannot be put to numbers here")
        case NumberPlace(key):
            raise FormulaError(f"{key} is a number on the page, not in a formula")
