"""Functions and classes pasted without a call: they are called here, with their parameters as leaves.

One after the other, as they stand, those that no other one calls; what one returns under a name (`return out, cache`)
is there for the next (`def backward(dout, cache)`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..errors import ChainruleError, Span
from .builder import ShapeMismatch
from .classes import call, find_method
from .values import ArrayView, BoundMethod, Class, Const, FreeObject, Instance, Number, ProgramFunction, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["SKIPPED", "call_uncalled", "has_own_result", "only_prepares", "try_uncalled"]

SKIPPED = "skipped"  # the notice of a function that is left out
MAIN_METHODS = (
    *("forward", "__call__", "call", "predict", "loss", "backward"),
    *("feedforward", "feed_forward", "backprop", "back_prop", "backpropagate"),
)
LEARNING = ("fit", "train")


def call_uncalled(m: Machine, statements: Sequence[ast.stmt]) -> None:
    """Call functions that the program defines and never calls, so that there is something to draw."""
    called = {
        node.func.id
        for statement in statements
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    for statement in statements:
        if isinstance(statement, ast.FunctionDef) and statement.name not in called:
            function = m.globals.names.get(statement.name)
            if type(function) is ProgramFunction:
                run = partial(_call_with_leaves, m, function, function.parameters.names, statement)
                _call_or_skip(m, statement.name, run)
        elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda):
            target = statement.targets[0]
            function = m.globals.names.get(target.id) if isinstance(target, ast.Name) else None
            if type(function) is ProgramFunction and function.name not in called:
                _call_with_leaves(m, function, function.parameters.names, statement)
        elif isinstance(statement, ast.ClassDef) and statement.name not in called:
            name = m.globals.names.get(statement.name)
            if type(name) is Class:
                _call_or_skip(m, statement.name, partial(_call_methods, m, name, statement))


def _call_or_skip(m: Machine, name: str, call_it: Callable[[], None]) -> None:
    """Call a definition; where the reading leaves some out, one that does not fit the others is skipped."""
    if not m.skips_definitions:
        call_it()
        return
    places: list[Span | None] = []

    mismatch: list[ShapeMismatch] = []

    def action() -> Value:
        try:
            call_it()
        except ShapeMismatch as error:
            if m.repairs_shapes:
                mismatch.append(error)
                return None  # what was read up to here stays, so that the names that it comes from are found
            places.append(error.span)
            raise
        except ChainruleError as error:
            places.append(error.span)
            raise
        return True

    result = m.tentatively(action)
    if mismatch:
        raise mismatch[0]
    if result is None:
        text = f"`{name}` is not called: this line does not fit the other definitions, or needs one that is not here."
        m.builder.note(SKIPPED, text, places[0])


def has_own_result(m: Machine, statements: Sequence[ast.stmt]) -> bool:
    """Return whether a line computes a number by what the program defines: `y = Net().forward(x)` of constants."""
    definitions = {each.name for each in statements if isinstance(each, ast.FunctionDef | ast.ClassDef)}
    values: list[Value] = []
    for statement in statements:
        if not isinstance(statement, ast.Assign | ast.Expr):
            continue
        if not definitions.isdisjoint(node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else None
            values += [m.assigned.get(target.id)] if isinstance(target, ast.Name) else []
            values += [m.printed, m.last] if target is None else []
    return any(type(value) is Const and value.op is not None for value in values)


def only_prepares(m: Machine, statements: Sequence[ast.stmt]) -> bool:
    """Return whether the program's lines only prepare data, `X = X/np.amax(X, axis=0)`, for a class that none uses."""
    if m.backward_of is not None or m.printed is not None or m.has_last or m.builder.inputs:
        return False
    lines = (ast.ClassDef, ast.FunctionDef, ast.Assign, ast.Import, ast.ImportFrom)
    if not all(isinstance(statement, lines) for statement in statements):
        return False
    used = {node.id for statement in statements for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return any(isinstance(statement, ast.ClassDef) and statement.name not in used for statement in statements)


def try_uncalled(m: Machine, statements: Sequence[ast.stmt]) -> None:
    """Call what no line calls, where the program is something without it: what cannot be called is left out."""

    def action() -> Value:
        call_uncalled(m, statements)
        return True

    m.tentatively(action)


def _call_methods(m: Machine, result: Class, statement: ast.ClassDef) -> None:
    """Make an object of the class with leaves for its constructor's parameters, and call its methods in their order."""
    instance = Instance(result, {}, open=True)
    constructor = result.find("__init__")
    if type(constructor) is ProgramFunction:
        names = constructor.parameters.names[1:]
        arguments = {name: _leaf(m, name) for name in names if name not in constructor.defaults}
        constructor.hidden = True
        call(m, constructor, [instance], dict(arguments), statement)
    methods = [part for part in statement.body if isinstance(part, ast.FunctionDef) and not part.name.startswith("__")]
    main = [part for part in methods if part.name in MAIN_METHODS]
    if not main and find_method(instance, "__call__") is not None:
        main = [part for part in statement.body if isinstance(part, ast.FunctionDef) and part.name == "__call__"]
    learning = [part for part in methods if part.name in LEARNING]
    if learning and all(part.name == "predict" for part in main):  # it needs what is learned first
        main = learning[:1]
    main = main or methods[-1:]
    for part in main:
        method = result.find(part.name)
        if type(method) is ProgramFunction:
            own = part.args.args[:1] and part.args.args[0].arg == "self"
            if own:
                _call_with_leaves(m, BoundMethod(instance, method), method.parameters.names[1:], part)
            else:
                _call_with_leaves(m, method, method.parameters.names, part)


def _leaf(m: Machine, name: str) -> Value:
    value = m.lookup(name)
    return FreeObject(name) if value is None else value


def _call_with_leaves(m: Machine, callee: Value, names: Sequence[str], node: ast.FunctionDef | ast.Assign) -> None:
    function = callee.function if type(callee) is BoundMethod else callee
    arguments = {name: _leaf(m, name) for name in names if name not in function.defaults}
    function.hidden = True
    m.named_scopes = m.scopes + 2
    before = len(m.assignments)
    result = call(m, callee, [], arguments, node)
    writes = _writes_to_leaves(m, names)
    if result is None:
        result = next(reversed(writes.values()), None) or _attribute_set(m, before)
    if result is None and type(callee) is BoundMethod and type(callee.owner) is Instance:
        result = _attribute_changed(m, callee.owner)
    for name, value in _returned(node, result):
        m.assign(name, value, node, alias=True)
    if type(result) is dict:  # `return {"dW": dW, "db": db}`
        result = next((entry for entry in reversed(result.values()) if type(entry) in (Number, ArrayView)), result)
    if result is not None:
        m.last, m.has_last = result, True


def _writes_to_leaves(m: Machine, names: Sequence[str]) -> dict[str, Value]:
    """Return the parameters that a function writes into: `def relu(x, out): out[:] = ...`.

    Each is a leaf again for the next function: `dout[mask] = 0` in one layer is nothing to the layer below it.
    """
    writes: dict[str, Value] = {}
    for name in names:
        value = m.globals.names.get(name)
        if type(value) is Number and m.builder.nodes[value.node].args and name in m.builder.inputs:
            writes[name] = value
            m.globals.names[name] = Number(m.builder.inputs[name])
    return writes


def _attribute_set(m: Machine, before: int) -> Value:
    """Return the attribute that a method without a result sets last: `self.dW = x.T @ dout`."""
    attributes = [each for each in m.assignments[before:] if "." in each.name]
    return Number(attributes[-1].node) if attributes and m.builder.nodes[attributes[-1].node].args else None


def _attribute_changed(m: Machine, owner: Instance) -> Value:
    """Return the last attribute that holds something computed: `self.w[0] += error`."""
    for value in reversed(owner.attributes.values()):
        node = m.node_if_any(value)
        if node is not None and m.builder.nodes[node].args:
            return value
    return None


def _returned(node: ast.FunctionDef | ast.Assign, result: Value) -> list[tuple[str, Value]]:
    """Return the names in the function's last `return`, and what they stand for."""
    returns = [part for part in ast.walk(node) if isinstance(part, ast.Return)]
    if not returns:
        return []
    value = returns[-1].value
    if isinstance(value, ast.Name):
        return [(value.id, result)]
    if isinstance(value, ast.Tuple) and isinstance(result, tuple) and len(result) == len(value.elts):
        return [(part.id, entry) for part, entry in zip(value.elts, result, strict=True) if isinstance(part, ast.Name)]
    return []
