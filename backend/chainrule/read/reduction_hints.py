"""Names that a program sums or averages over: `np.mean((y - p)**2)` is of two vectors, though numbers would do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from ..ops import OPS

__all__ = ["ENTRYWISE", "called_name", "names_of_reductions"]

REDUCTIONS = {"mean", "sum", "std", "var", "average", "nanmean", "nansum"}
LOSSES = {"mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy", "mean_squared_error"}
ENTRYWISE = frozenset(name for name, row in OPS.items() if row.elementwise) | {
    *("absolute", "fabs", "power", "sigmoid", "square", "where"),
}
LIBRARIES = {"np", "numpy", "torch", "jnp", "tf", "F", "math", "K"}
# What has a value for each example. Weights and settings have not, unless nothing else is summed.
DATA = re.compile(
    r"[xytpqeazovhs]s?|[xy]\d|(?:y|x|t|p)_?(?:hat|true|pred|train|test|i)|preds?|predictions?|targets?|labels?|outputs?|out"
    r"|logits|scores|probs?|errors?|err|diff|residuals?|actual|predicted|expected"
)
SETTINGS = re.compile(
    r"lam(?:bda)?|lambd|lr|eta|eps(?:ilon)?|alpha|beta|gamma|delta|mu|sigma|reg|[nNmMkKbcT]|C|margin|tau"
    r"|temp(?:erature)?"
)
MOMENTS = re.compile(r"mu|sigma|log_?var|logvar")
MOST_PARTS = 200  # of one sum


def names_of_reductions(statements: Sequence[ast.stmt]) -> Iterator[ast.Name]:
    """Return the names in sums and means over all entries that stand for a value of each example."""
    formulas = _formulas(statements)
    for statement in statements:
        for node in ast.walk(statement):
            summed = _summed(node) if isinstance(node, ast.Call) else []
            names = _names(summed, formulas) if summed else None
            if names:
                data = [name for name in names if DATA.fullmatch(name.id)]
                others = [name for name in names if not SETTINGS.fullmatch(name.id)]
                moments = [name for name in names if MOMENTS.fullmatch(name.id)]  # of a distribution of each example
                yield from others if _is_product(summed[0]) else data or [*others, *moments]


def _formulas(statements: Sequence[ast.stmt]) -> Mapping[str, ast.expr]:
    """Return the formula of each name that is set once: those of `pred = w*x + b` count where pred is summed."""
    formulas: dict[str, ast.expr] = {}
    again: set[str] = set()
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                again.update([name] if name in formulas else [])
                formulas[name] = node.value
    return {name: formula for name, formula in formulas.items() if name not in again}


def _summed(node: ast.Call) -> list[ast.expr]:
    """Return what a call sums over all entries, if it is such a call."""
    if any(keyword.arg in ("axis", "dim", "reduction") for keyword in node.keywords):
        return []
    function = node.func
    if isinstance(function, ast.Name) and function.id in REDUCTIONS:  # mean(x) on paper and of imports
        return node.args if len(node.args) == 1 else []
    if not isinstance(function, ast.Attribute):
        return []
    of_library = isinstance(function.value, ast.Name) and function.value.id in LIBRARIES
    if function.attr in LOSSES and of_library:
        return node.args[:2]
    if function.attr not in REDUCTIONS:
        return []
    if of_library:
        return node.args if len(node.args) == 1 else []
    return [] if node.args else [function.value]


def _names(parts: Sequence[ast.expr], formulas: Mapping[str, ast.expr]) -> list[ast.Name] | None:
    """Return the names in formulas taken entry by entry; None where a part has shapes of its own."""
    names: dict[str, ast.Name] = {}
    visited: set[str] = set()
    waiting = list(parts)
    for _ in range(MOST_PARTS):
        if not waiting:
            return list(names.values())
        at = waiting.pop()
        match at:
            case ast.Name(id=name) if name in formulas:
                waiting += [] if name in visited else [formulas[name]]
                visited.add(name)
            case ast.Name(id=name):
                names.setdefault(name, at)
            case ast.Constant():
                pass
            case ast.BinOp(op=ast.Pow(), left=base):
                waiting.append(base)
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), left=left, right=right):
                waiting += [right, left]
            case ast.UnaryOp(operand=operand):
                waiting.append(operand)
            case ast.Compare(left=left, comparators=others):
                waiting += [left, *others]
            case ast.Call(func=function, args=args) if called_name(function) in ENTRYWISE:
                waiting += args
            case ast.Call() if _summed(at):
                pass  # a number
            case _:
                return None
    return None


def called_name(function: ast.expr) -> str:
    """Return the last name of what is called: exp of np.exp."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_product(node: ast.expr) -> bool:
    """Return whether it is `w * x`: an inner product, of two vectors."""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and all(isinstance(side, ast.Name) for side in (node.left, node.right))
    )
