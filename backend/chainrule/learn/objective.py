"""The loss of a loop that only calls it to print it, or not at all: `x = x - lr*df(x)` beside a `def f(x)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import ChainruleError
from ..evaluate import evaluate
from ..read import CarriedLoop, Request, read
from ..syntax import parse

__all__ = ["Objective", "objective_of"]

Objective = Callable[[Mapping[str, Any]], float]
OBJECTIVES = re.compile(
    r"f|F|J|L|E|func|fun|fn|((compute|calculate|calc|get)_?)?(objective|cost|loss|error|mse)(_?(function|func|fn))?",
    re.IGNORECASE,
)
POINT = "point_{}"  # the free names that stand for what the loop carries


def objective_of(source: str, request: Request, loop: CarriedLoop) -> Objective | None:
    """Return what gives the loss from the numbers that a loop carries; None where the program has no such function.

    It is a function of the program with the name of an objective, of the names that the loop hands to it, or to the
    other function of as many arguments, its derivative. Beside what is carried it may be handed data of the text.
    """
    try:
        program = parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None
    functions = {name: count for each in program.body for name, count in _functions(each)}
    names = [name for name in functions if OBJECTIVES.fullmatch(name)]
    holder = next((each for each in program.body if _holds(each, loop.place[0])), None)
    end, outer = _call_of(program.body, holder)
    before, data = _before(program.body, loop.place[0], end)
    arguments = list(_arguments(program, functions, loop, {name for name, of in outer.items() if of in data} | data))
    for name in names:
        for passed in arguments:
            if len(passed) == functions[name]:
                return _compiled(before, name, passed, outer, request, loop)
    return None


def _functions(statement: ast.stmt) -> Iterator[tuple[str, int]]:
    """Yield the function that a statement defines, with the number of arguments that it needs."""
    if isinstance(statement, ast.FunctionDef):
        yield statement.name, len(statement.args.args) - len(statement.args.defaults)
    elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda):
        needed = len(statement.value.args.args) - len(statement.value.args.defaults)
        yield from ((target.id, needed) for target in statement.targets if isinstance(target, ast.Name))


def _holds(statement: ast.stmt, line: int) -> bool:
    return statement.lineno <= line <= (statement.end_lineno or statement.lineno)


def _call_of(statements: Sequence[ast.stmt], holder: ast.stmt | None) -> tuple[int, dict[str, str]]:
    """Return the line on which the function that holds the loop is called, and what its parameters are called there.

    Where no function holds it, the loop's own line counts, and every name is its own.
    """
    if not isinstance(holder, ast.FunctionDef):
        return 0, {}
    for statement in statements:
        for node in ast.walk(statement) if statement is not holder else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == holder.name:
                handed = zip((each.arg for each in holder.args.args), node.args, strict=False)
                return statement.lineno, {name: value.id for name, value in handed if isinstance(value, ast.Name)}
    return 0, {}


def _arguments(
    program: ast.Module, functions: Mapping[str, int], loop: CarriedLoop, data: Collection[str]
) -> Iterator[tuple[str, ...]]:
    """Yield what the program's calls hand to its functions: names that the loop carries, and data beside them."""
    for node in ast.walk(program):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.keywords:
            continue
        names = tuple(each.id for each in node.args if isinstance(each, ast.Name))
        passed = tuple(each for each in names if each in loop.start or each in data)
        if any(each in loop.start for each in passed) and len(passed) == len(node.args) == functions.get(node.func.id):
            yield passed


def _before(statements: Sequence[ast.stmt], line: int, end: int) -> tuple[str, set[str]]:
    """Return what the program defines before its loop begins, and the names that its lines set there.

    Args:
        line: the loop's.
        end: where the function that holds it is called; 0: none holds it.
    """
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.Assign)
    before: list[str] = []
    names: set[str] = set()
    for each in statements:
        comes_first = isinstance(each, ast.FunctionDef) or each.lineno < (end or line)
        if isinstance(each, kinds) and comes_first and not _holds(each, line):
            before.append(ast.unparse(each))
            if isinstance(each, ast.Assign):
                names.update(
                    node.id for target in each.targets for node in ast.walk(target) if isinstance(node, ast.Name)
                )
    return "\n".join(before), names


def _compiled(
    before: str, name: str, passed: Sequence[str], outer: Mapping[str, str], request: Request, loop: CarriedLoop
) -> Objective | None:
    carried = [each for each in passed if each in loop.start]
    free = {each: POINT.format(place) for place, each in enumerate(carried)}
    values = {free[each]: loop.start[each] for each in carried}
    text = f"{before}\n{name}({', '.join(free.get(each) or outer.get(each, each) for each in passed)})"
    try:
        graph = read(text, replace(request, values=values, output=None))
    except ChainruleError:
        return None
    if graph.nodes[graph.output].shape or graph.guards:
        return None

    def loss(numbers: Mapping[str, Any]) -> float:
        at = {free[each]: _number(numbers[each]) for each in carried}
        try:
            return float(evaluate(graph, at, limits=request.limits).values[graph.output])
        except ChainruleError:
            return float("nan")

    return loss


def _number(value: Any) -> Any:
    return np.asarray(value, dtype=np.float64) if np.ndim(value) else float(value)
