"""A Python function as a program: its source, what it calls, and the numbers that it closes over. Nothing is run."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Collection, Mapping
from types import FunctionType, ModuleType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .errors import SourceError
from .syntax import parse, parse_expression

__all__ = ["FunctionProgram", "program_of"]

MOST_FUNCTIONS = 50  # that one function may call, directly or not

FunctionNode = ast.FunctionDef | ast.Lambda


class FunctionProgram(NamedTuple):
    """The text of a program, and values for the names that the function finds outside itself."""

    source: str
    values: dict[str, npt.ArrayLike]


def program_of(function: Callable[..., object], valued: Collection[str]) -> FunctionProgram:
    """The program that calls `function` with its parameters as free names.

    Functions of the same module that it calls stand before it, and modules are imported under their names there.
    Numbers and arrays that it reads from outside become values.

    Args:
        valued: the names that have a value: a parameter with a default is free only if it is one of them.

    Raises:
        SourceError: `no-source` where Python has no source of it; `unreadable-function` for one with *parameters.
    """
    if inspect.ismethod(function):
        raise SourceError(
            "unreadable-function",
            f"`{function.__qualname__[:60]}` is bound to an object, which is not part of its source.",
            hint="Give a function of the numbers alone.",
        )
    function = inspect.unwrap(function)
    function_node, text = _source(function)
    imports = _imports(function)
    lines: list[str] = []
    values: dict[str, npt.ArrayLike] = {}
    bound: dict[str, FunctionType] = {}
    waiting = [function]
    while waiting:
        for name, result in _outside(waiting.pop(0)).items():
            if isinstance(result, ModuleType):
                lines.append(f"import {result.__name__} as {name}")
            elif (
                isinstance(result, FunctionType) and result.__module__ == function.__module__ and result is not function
            ):
                if name not in bound and len(bound) < MOST_FUNCTIONS:
                    bound[name] = result
                    waiting.append(result)
            elif isinstance(result, int | float | np.ndarray | np.generic) and not isinstance(result, bool):
                values[name] = result
            elif name in imports:
                lines.append(imports[name])
    for name, result in reversed(bound.items()):
        inner, inside = _source(result)
        lines.append(inside if isinstance(inner, ast.FunctionDef) else f"{name} = {inside}")
    return FunctionProgram("\n".join([*dict.fromkeys(lines), *_called(function_node, text, valued)]), values)


def _called(function_node: FunctionNode, text: str, valued: Collection[str]) -> list[str]:
    """The lines that compute the function at its parameters."""
    parameters, defaults = _parameters(function_node)
    if isinstance(function_node, ast.Lambda):
        body = ast.get_source_segment(text, parse_expression(text).body.body) or ""  # type: ignore[attr-defined]
        fixed = [f"{name} = {ast.unparse(value)}" for name, value in defaults.items() if name not in valued]
        return [*fixed, f"({body})" if "\n" in body else body]
    by_keyword = {row.arg for row in function_node.args.kwonlyargs} | set(defaults)
    words = [name for name in parameters if name not in by_keyword]
    words += [
        f"{name}={name}" for name in parameters if name in by_keyword and (name not in defaults or name in valued)
    ]
    return [text, f"{function_node.name}({', '.join(words)})"]


def _parameters(function_node: FunctionNode) -> tuple[list[str], Mapping[str, ast.expr]]:
    """Return the names of the parameters, and the defaults of those that have one. Raises SourceError."""
    rows = function_node.args
    if rows.vararg is not None or rows.kwarg is not None:
        raise SourceError(
            "unreadable-function",
            "A function with `*args` or `**kwargs` has no names for its parameters.",
            hint="Give it a name for each value.",
        )
    positional = [*rows.posonlyargs, *rows.args]
    defaults = dict(zip(reversed(positional), reversed(rows.defaults), strict=False))
    defaults |= {row: value for row, value in zip(rows.kwonlyargs, rows.kw_defaults, strict=True) if value is not None}
    every = [*positional, *rows.kwonlyargs]
    return [row.arg for row in every], {row.arg: defaults[row] for row in every if row in defaults}


def _source(function: Callable[..., object]) -> tuple[FunctionNode, str]:
    """Return the syntax of a function and its text, decorators included. Raises SourceError."""
    name = getattr(function, "__qualname__", None) or type(function).__name__
    try:
        lines, _ = inspect.findsource(function)
        text = "".join(lines)
        definition = _definition(parse(text), function)
    except TypeError:  # of `inspect`, in words about frames and code objects
        raise SourceError(
            "no-source",
            f"`{name[:60]}` has no source in Python: it is built in, compiled, or an object that can be called.",
            hint="Give the text of the program, or a function or lambda that calls it.",
        ) from None
    except (OSError, SyntaxError) as error:
        raise SourceError(
            "no-source",
            f"The source of `{name[:60]}` is not there to be read: {error}.",
            hint="Give the text of the program instead, or define the function in a file or a notebook cell.",
        ) from None
    if definition is None:
        raise SourceError(
            "no-source",
            f"`{name[:60]}` is not where its source says: the file has changed since it was read.",
            hint="Import it again, or give the text of the program.",
        )
    if isinstance(definition, ast.AsyncFunctionDef):
        raise SourceError(
            "unreadable-function", f"`{name[:60]}` is asynchronous.", hint="Give a function that returns its result."
        )
    segment = ast.get_source_segment(text, definition, padded=True) or ""
    above = [f"@{ast.unparse(each)}" for each in getattr(definition, "decorator_list", ())]
    return definition, "\n".join([*above, textwrap.dedent(segment)])


def _imports(function: Callable[..., object]) -> dict[str, str]:
    """Return the line that imports each name which the file of a function takes out of a module."""
    lines, _ = inspect.findsource(function)
    return {
        each.asname or each.name: f"from {node.module} import {each.name} as {each.asname or each.name}"
        for node in ast.walk(parse("".join(lines)))
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
        for each in node.names
    }


def _definition(tree: ast.Module, function: Callable[..., object]) -> FunctionNode | ast.AsyncFunctionDef | None:
    """Return the node that `function` was made by: the one that its code starts in."""
    code = getattr(function, "__code__", None)
    if code is None:
        raise TypeError("it is not a function that is written in Python")
    if code.co_name != "<lambda>":
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == code.co_name:
                first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
                if first == code.co_firstlineno:
                    return node
        return None
    starts = {(line, column) for line, _, column, _ in code.co_positions() if line and column}
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda) and node.lineno == code.co_firstlineno:
            body = node.body
            within = ((body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset))
            if all(within[0] <= start <= within[1] for start in starts):
                return node
    return None


def _outside(function: Callable[..., object]) -> Mapping[str, object]:
    """Return the values of the names that a function does not bind. A name without a value is a free one: no error."""
    try:
        result = inspect.getclosurevars(function)
    except (TypeError, ValueError):
        return {}
    return {**_around(function), **result.globals, **result.nonlocals}


def _around(function: Callable[..., object]) -> dict[str, object]:
    """Return the values of the names in the defaults of the parameters and in the decorators."""
    result, _ = _source(function)
    around = [*result.args.defaults, *result.args.kw_defaults, *getattr(result, "decorator_list", ())]
    every = [node for value in around if value is not None for node in ast.walk(value)]
    values_by_name: dict[str, object] = getattr(function, "__globals__", {})
    return {
        node.id: values_by_name[node.id] for node in every if isinstance(node, ast.Name) and node.id in values_by_name
    }
