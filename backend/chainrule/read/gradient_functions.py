"""Functions that are gradients of other functions: `df` of `f`, `gradient` of `cost`, in a loop that descends.

`x = x - lr*df(x)` follows the gradient of `f` at x, though no line computes f(x): the call of `df` computes it beside
its own result, which then is a gradient written by hand, judged and followed as any other.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..graph import Assignment
from .hand_gradients.gradient_names import ACTIVATIONS
from .values import ArrayView, Const, Items, Number, ProgramFunction, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["GradientCall", "call_gradient", "gradient_calls", "moved_by_gradients"]

_ALONE = re.compile(
    r"(?:compute_|calculate_|calc_|get_|eval_|evaluate_)?(?:grad(?:ient)?s?|deriv(?:ative)?|df|dfdx|df_dx|f_?prime|slope)"
    r"(?:_?(?:f|fn|func|function|of_loss|of_cost))?"
)
_FUNCTIONS = re.compile(
    r"(?:compute_|calculate_|calc_|get_)?(?:f|fn|func|function|cost|loss|objective|energy|error|mse|J|L|E|C)"
    r"(?:_?(?:f|fn|func|function))?"
)
_AROUND = re.compile(r"^(?:compute|calculate|calc|get)_|_(?:fn|func|function)$")
MOST_CALLS = 20  # of gradient functions that are looked at


class GradientCall(NamedTuple):
    """One call of a gradient function: what it is the gradient of, and which arguments move."""

    function: str | None  # None: the text does not define it
    places: tuple[int, ...]  # of the arguments that the loop moves


def gradient_calls(statements: Sequence[ast.stmt]) -> dict[ast.AST, GradientCall]:
    """Return the calls, in bodies of loops, of functions whose name is that of a gradient, at what the loop moves.

    Newton's `x - f(x)/df(x)` descends nothing: a call in a denominator is none of them.
    """
    functions = dict(_functions(statements))
    partners = {name: _partner(name, functions) for name in functions if _is_gradient(name, functions)}
    calls: dict[ast.AST, GradientCall] = {}
    if not partners:
        return calls
    for loop in (node for statement in statements for node in ast.walk(statement)):
        if not isinstance(loop, ast.For | ast.While):
            continue
        inside = [node for statement in loop.body for node in ast.walk(statement)]
        below = {
            id(each) for node in inside if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
            for each in ast.walk(node.right)
        }  # fmt: skip
        updated = {path for node in inside for path in _updated(node)}
        for node in inside:
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in partners
            if not is_call or id(node) in below or len(calls) >= MOST_CALLS:
                continue
            assert isinstance(node, ast.Call)
            assert isinstance(node.func, ast.Name)
            only = _by(node.func.id, functions[node.func.id])
            places = tuple(
                place for place, arg in enumerate(node.args) if _is_updated(arg, updated) and only in (None, place)
            )
            if places and not node.keywords:
                calls[node] = GradientCall(partners[node.func.id], places)
    return calls


def _updated(node: ast.AST) -> list[str]:
    """Return what a line makes of itself: the x of `x = x - step` and of `x -= step`, the p[0] of `p[0] -= step`."""
    if isinstance(node, ast.AugAssign):
        return [_path(node.target)] if isinstance(node.op, ast.Add | ast.Sub) else []
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return []
    target = node.targets[0]
    read = {_path(part) for part in ast.walk(node.value) if isinstance(part, ast.Name | ast.Subscript)}
    paths = [_path(each) for each in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return [path for path in paths if path and path in read]


def _is_updated(arg: ast.expr, updated: Collection[str]) -> bool:
    """Return whether an argument, or the array that it is an entry of, is updated; `neuron['output']` is not."""
    return _path(arg) in updated or _base(arg) in updated


def _path(part: ast.expr) -> str:
    """Return the text of a name or of an entry by constants and names: w, p[0], net['w'][i]; "" for anything else."""
    keys = ""
    while isinstance(part, ast.Subscript):
        if not isinstance(part.slice, ast.Constant | ast.Name):
            return ""
        keys = f"[{part.slice.id if isinstance(part.slice, ast.Name) else repr(part.slice.value)}]{keys}"
        part = part.value
    return f"{part.id}{keys}" if isinstance(part, ast.Name) else ""


def moved_by_gradients(calls: Mapping[ast.AST, GradientCall], loop: ast.AST) -> list[str]:
    """Return the names of arguments at which a loop calls gradient functions: what it moves."""
    parts = [part for part in ast.walk(loop) if part in calls] if calls else []
    names = [_base(part.args[place]) for part in parts if isinstance(part, ast.Call) for place in calls[part].places]
    return [name for name in names if name]


def _functions(statements: Sequence[ast.stmt]) -> Iterator[tuple[str, list[str]]]:
    """Yield the outermost functions with their parameters."""
    for statement in statements:
        if isinstance(statement, ast.FunctionDef):
            yield statement.name, [each.arg for each in statement.args.args]
        elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda):
            target = statement.targets[0]
            if isinstance(target, ast.Name):
                yield target.id, [each.arg for each in statement.value.args.args]


def _is_gradient(name: str, functions: Mapping[str, list[str]]) -> bool:
    is_partial = _by(name, functions[name]) is not None
    return is_partial or _ALONE.fullmatch(name) is not None or _named_after(name, functions) is not None


def _named_after(name: str, functions: Mapping[str, list[str]]) -> str | None:
    """Return the function that a name is the gradient of by its form: `df`, `f_prime`, `grad_cost`, `cost_gradient`."""
    for other in functions:
        word = re.escape(_AROUND.sub("", other))
        form = (
            rf"(?:compute_|calculate_|get_)?(?:d_?{word}(?:_?d\w+)?|(?:grad(?:ient)?|deriv(?:ative)?|nabla)_?(?:of_)?{word}"
            rf"|{word}_?(?:prime|grad(?:ient)?|deriv(?:ative)?|dash|der))(?:_(?:fn|func|function))?"
        )
        if other != name and ACTIVATIONS.fullmatch(word) is None and re.fullmatch(form, name):
            return other
    return None


def _by(name: str, parameters: Sequence[str]) -> int | None:
    """Return the place of the one parameter that a partial derivative is taken by: the x of `df_dx` and `grad_x`."""
    if len(parameters) < 2:
        return None
    for place, parameter in enumerate(parameters):
        if re.fullmatch(rf"(?:d[A-Za-z]+_?d|grad(?:ient)?_(?:wrt_)?|partial_|d_|d){re.escape(parameter)}", name):
            return place
    return None


def _partner(name: str, functions: Mapping[str, list[str]]) -> str | None:
    """Return the function that `name` is the gradient of: by its form, else the one that is called f, cost or loss."""
    named = _named_after(name, functions)
    if named is not None:
        return named if len(functions[named]) == len(functions[name]) else None
    others = [
        other
        for other, parameters in functions.items()
        if other != name and parameters == functions[name] and _FUNCTIONS.fullmatch(other)
    ]
    return others[0] if len(others) == 1 else None


def _base(arg: ast.expr) -> str:
    """Return the name that an argument is, or is an entry of: w, the p of p[0]; "" for anything else."""
    return _path(arg).partition("[")[0]


def call_gradient(
    m: Machine,
    function: ProgramFunction,
    args: Sequence[Value],
    descent: GradientCall,
    call_function: Callable[[ProgramFunction], Value],
    node: ast.AST,
) -> Value:
    """Return the result of a gradient function, remembered as the gradient of the function that it belongs to."""
    scope, span = m.environment.scope, m.span(node)
    of, other = "", m.lookup(descent.function) if descent.function is not None else None
    if type(other) is ProgramFunction:
        printed = m.printed
        value = m.tentatively(lambda: call_function(other))
        m.printed = printed  # nobody asked for what it prints
        number = None if value is None else m.node(value, node)
        if number is not None and not m.builder.shape(number):
            of = _AROUND.sub("", other.name)
            m.builder.set_name(number, of)
            m.assignments.append(Assignment(of, number, span, scope, None))
    result = call_function(function)
    places = [place for place in descent.places if place < len(args)]
    partials = _partials(m, result, len(places), node)
    assert isinstance(node, ast.Call)
    label = f"{function.name}({', '.join(_path(arg) or '…' for arg in node.args)})"
    for count, (place, partial) in enumerate(zip(places, partials, strict=False)):
        arg = node.args[place] if place < len(node.args) else None
        x = arg.id if isinstance(arg, ast.Name) else function.parameters.names[place]
        if not isinstance(arg, ast.Name):
            m.record_in(scope, x, args[place], node)
        if of:
            m.called_gradients.add(partial)
        name = f"d{of}_d{x}" if of else f"grad_{x}"
        entry = f"[{count}]" if len(partials) > 1 else ""  # of the list that it returns
        m.assignments.append(Assignment(name, partial, span, scope, None, label=label + entry))
    return result


def _partials(m: Machine, result: Value, count: int, node: ast.AST) -> list[int]:
    """Return a result's node for each argument that moves: one for all, the entries of a tuple or of a list."""
    values = list(result) if isinstance(result, tuple | Items) else [result]
    numbers = [m.node(value, node) for value in values if type(value) in (Number, ArrayView, Const)]
    if count > 1 and len(numbers) == 1:
        gate = m.builder.nodes[numbers[0]]
        numbers = list(gate.args) if gate.op == "stack" else numbers
    return numbers if len(numbers) == count else []
