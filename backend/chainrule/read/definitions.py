"""`def`, `class`, `return`, `global` and `nonlocal` as instructions."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .compile import CompiledCode, Part, step
from .functions import compiled_body, default_parts, make_function
from .machine import END, not_in_language
from .values import (
    Class,
    Environment,
    Ignored,
    ProgramFunction,
    Stack,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["class_parts", "function_parts", "global_parts", "return_parts"]


def function_parts(code: CompiledCode, node: ast.FunctionDef) -> Iterable[Part]:
    """Compile `def`, its docstring left out, with its defaults and decorators."""
    body = list(node.body)
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1:
        body = body[1:]
    values, names = default_parts(node.args)
    parts: list[Part] = [*values, step(make_function, (node.name, tuple(body), names), node)]
    for decorator in reversed(node.decorator_list):
        parts += [decorator, step(_decorate, None, decorator)]
    return [*parts, step(_store_function, node.name, node)]


def _decorate(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    from .classes import call

    decorator, function = stack.pop(), stack.pop()
    if type(decorator) is Ignored:
        stack.append(function)
        return
    result = call(m, decorator, [function], {}, node)
    stack.append(function if result is None or type(result) is Ignored else result)


def _store_function(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    function = stack.pop()
    m.environment.names[name] = function
    if m.environment is m.globals and type(function) is ProgramFunction:
        m.defined.append(function)


def _return_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> int:
    if m.environment is m.globals and m.depth == 0:
        raise not_in_language("`return` stands outside a function.", m.span(node), "Write the expression alone.")
    m.returned = stack.pop()
    return END


def _push_none(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack.append(None)


def return_parts(code: CompiledCode, node: ast.Return) -> Iterable[Part]:
    """Compile `return`."""
    value: Part = step(_push_none, None, node) if node.value is None else node.value
    return [value, step(_return_step, None, node)]


def class_parts(code: CompiledCode, node: ast.ClassDef) -> Iterable[Part]:
    """Compile `class` with its decorators."""
    parts: list[Part] = [*node.bases, step(_make_class, None, node)]
    for decorator in reversed(node.decorator_list):
        parts += [decorator, step(_decorate_class, node.name, decorator)]
    return parts


def _decorate_class(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    from .classes import call

    decorator = stack.pop()
    if type(decorator) is not Ignored:
        result = call(m, decorator, [m.environment.names[name]], {}, node)
        if type(result) is Class:
            m.environment.names[name] = result


def _make_class(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    count = len(node.bases)
    bases = [base for base in stack[len(stack) - count :] if type(base) is Class]
    del stack[len(stack) - count :]
    result = Class(node.name, tuple(bases), {})
    linearized: list[Class] = [result]
    for base in bases:
        linearized += [place for place in base.order if place not in linearized]
    result.order = tuple(linearized)
    environment = Environment(m.environment, m.environment.scope + 1)
    environment.names["__class__"] = result
    body = [part for part in node.body if not _is_docstring(part)]
    m.execute(compiled_body(m, node.name, tuple(body), node), environment)
    environment.names.pop("__class__")
    result.attributes.update(environment.names)
    holder = Environment(m.environment, m.environment.scope)
    holder.names["__class__"] = result
    for value in result.attributes.values():
        if type(value) is ProgramFunction:
            value.outer = holder
    result.annotations = tuple(
        part.target.id for part in body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    )
    m.environment.names[node.name] = result
    if m.environment is m.globals:
        result.statement = node
        m.classes.append(result)
    prepare = result.find("__init_subclass__")
    if prepare is not None:
        from .classes import call

        call(m, prepare, [result], {}, node)


def _is_docstring(part: ast.stmt) -> bool:
    return isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)


def global_parts(code: CompiledCode, node: ast.Global | ast.Nonlocal) -> Iterable[Part]:
    """Compile `global` and `nonlocal`."""
    return [step(_share_names, node.names, node)]


def _share_names(m: Machine, stack: Stack, names: list[str], node: ast.AST) -> None:
    """`global n` and `nonlocal n`: assignments in this scope go to the scope that has the name."""
    home: Environment = m.globals
    if isinstance(node, ast.Nonlocal):
        place = m.environment.outer
        while place is not None and place is not m.globals and names[0] not in place.names:
            place = place.outer
        home = place or m.globals
    m.environment.shared = {**m.environment.shared, **dict.fromkeys(names, home)}
