"""The loss of a loop that only calls it to print it, or not at all: `x = x - lr*df(x)` beside a `def f(x)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import ChainruleError
from ..evaluate import evaluate
from ..read import CarriedLoop, Request, read

__all__ = ["Objective", "objective_of"]

Objective = Callable[[Mapping[str, Any]], float]
OBJECTIVES = re.compile(r"f|F|J|L|E|func|fun|fn|(objective|cost|loss|error)(_?(function|func|fn))?", re.IGNORECASE)
POINT = "point_{}"  # the free names that stand for what the loop carries


def objective_of(source: str, request: Request, loop: CarriedLoop) -> Objective | None:
    """Return what gives the loss from the numbers that a loop carries; None where the program has no such function.

    It is a function of the program with the name of an objective, of the names that the loop hands to it, or to the
    other function of as many arguments, its derivative.
    """
    try:
        program = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None
    functions = {name: count for each in program.body for name, count in _functions(each)}
    names = [name for name in functions if OBJECTIVES.fullmatch(name)]
    arguments = list(_arguments(program, functions, loop))
    before = _before(program.body, loop.place[0])
    for name in names:
        for passed in arguments:
            if len(passed) == functions[name]:
                return _compiled(before, name, passed, request, loop)
    return None


def _functions(statement: ast.stmt) -> Iterator[tuple[str, int]]:
    """Yield the function that a statement defines, with the number of arguments that it needs."""
    if isinstance(statement, ast.FunctionDef):
        yield statement.name, len(statement.args.args) - len(statement.args.defaults)
    elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda):
        needed = len(statement.value.args.args) - len(statement.value.args.defaults)
        yield from ((target.id, needed) for target in statement.targets if isinstance(target, ast.Name))


def _arguments(program: ast.Module, functions: Mapping[str, int], loop: CarriedLoop) -> Iterator[tuple[str, ...]]:
    """Yield what the program's calls hand to its functions, where it is nothing but numbers that the loop carries."""
    for node in ast.walk(program):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.keywords:
            continue
        passed = tuple(each.id for each in node.args if isinstance(each, ast.Name) and each.id in loop.start)
        if passed and len(passed) == len(node.args) == functions.get(node.func.id):
            yield passed


def _before(statements: Sequence[ast.stmt], line: int) -> str:
    """Return what the program defines, but for the statement that holds the loop and what stands behind it."""
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.Assign)
    statements_before = []
    for each in statements:
        holds = each.lineno <= line <= (each.end_lineno or each.lineno)
        if isinstance(each, kinds) and not holds and (each.lineno < line or isinstance(each, ast.FunctionDef)):
            statements_before.append(ast.unparse(each))
    return "\n".join(statements_before)


def _compiled(before: str, name: str, passed: Sequence[str], request: Request, loop: CarriedLoop) -> Objective | None:
    free = {each: POINT.format(place) for place, each in enumerate(passed)}
    values = {free[each]: loop.start[each] for each in passed}
    text = f"{before}\n{name}({', '.join(free.values())})"
    try:
        graph = read(text, replace(request, values=values, output=None))
    except ChainruleError:
        return None
    if graph.nodes[graph.output].shape or graph.guards:
        return None

    def loss(numbers: Mapping[str, Any]) -> float:
        at = {free[each]: _number(numbers[each]) for each in passed}
        try:
            return float(evaluate(graph, at, limits=request.limits).values[graph.output])
        except ChainruleError:
            return float("nan")

    return loss


def _number(value: Any) -> Any:
    return np.asarray(value, dtype=np.float64) if np.ndim(value) else float(value)
