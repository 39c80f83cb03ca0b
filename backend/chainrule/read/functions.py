"""Functions and lambdas as instructions: parameters, defaults, and a body that is compiled once."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .compile import CompiledCode, Part, step
from .containers import take
from .values import (
    PICTURES,
    FunctionParameters,
    ProgramFunction,
    Stack,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["lambda_parts", "compiled_body", "default_parts", "make_function", "parameters_of"]


def parameters_of(arguments: ast.arguments) -> FunctionParameters:
    """Return the parameters of a function by kind."""
    return FunctionParameters(
        tuple(a.arg for a in (*arguments.posonlyargs, *arguments.args)),
        tuple(a.arg for a in arguments.kwonlyargs),
        arguments.vararg.arg if arguments.vararg else None,
        arguments.kwarg.arg if arguments.kwarg else None,
        len(arguments.posonlyargs),
    )


def default_parts(arguments: ast.arguments) -> tuple[list[ast.expr], list[str]]:
    """Return the default expressions, and the names they belong to."""
    named = [*arguments.posonlyargs, *arguments.args]
    plain = [a.arg for a in named[len(named) - len(arguments.defaults) :]]
    keyword = [(a.arg, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d is not None]
    return [*arguments.defaults, *(d for _, d in keyword)], [*plain, *(name for name, _ in keyword)]


def make_function(m: Machine, stack: Stack, argument: tuple[str, Any, list[str]], node: Any) -> None:
    """Put a function on the stack, its defaults taken from there."""
    name, body, names = argument
    defaults = dict(zip(names, take(stack, len(names)), strict=True))
    code = compiled_body(m, name, body, node)
    outer = None if m.environment is m.globals and m.place is not None else m.environment
    stack.append(ProgramFunction(name, code, parameters_of(node.args), defaults, outer, of_library=m.place is not None))


def compiled_body(m: Machine, name: str, body: Any, node: ast.AST) -> CompiledCode:
    """Return the code of a function's body, compiled once for each place in the text."""
    code = m.codes.get(id(node))
    if code is None:
        code = m.codes[id(node)] = m.compile(
            CompiledCode(name, set_in_loops=_set_in_loops(body), shows_picture=_shows_picture(body)), body
        )
    return code


def _shows_picture(body: Iterable[ast.AST]) -> bool:
    """Return whether a body calls `plt.plot` or the like."""
    parts = (part for statement in body for part in ast.walk(statement) if isinstance(part, ast.Attribute))
    return any(isinstance(part.value, ast.Name) and part.value.id in PICTURES for part in parts)


def _set_in_loops(body: Iterable[ast.AST]) -> frozenset[str]:
    """Return the names that the loops of a function's body set."""
    loops = [part for statement in body for part in ast.walk(statement) if isinstance(part, ast.For | ast.While)]
    parts = (part for loop in loops for part in ast.walk(loop))
    return frozenset(part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))


def lambda_parts(code: CompiledCode, node: ast.Lambda) -> Iterable[Part]:
    """Compile a `lambda`."""
    values, names = default_parts(node.args)
    body = (ast.copy_location(ast.Return(value=node.body), node.body),)
    return [*values, step(make_function, ("lambda", body, names), node)]
