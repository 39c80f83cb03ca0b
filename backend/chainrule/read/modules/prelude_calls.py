"""Functions of the prelude as rows: which definition a call means, and classes that are given by their number."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from ...errors import ShapeError, SourceError
from ...prelude import PRELUDE, Definition
from ..calling import SYNONYMS, Arguments
from ..classes import call_function
from ..compile import CompiledCode
from ..stated_values import is_stated
from ..values import ArrayView, Const, FunctionParameters, Items, Number, ProgramFunction, Value
from .rows import Row

__all__ = ["prelude", "prelude_row"]


@lru_cache(maxsize=512)
def _code(definition: Definition) -> CompiledCode:
    """Return the compiled body of a definition, the same for every program."""
    from ..compile import compile_block
    from ..statements import HANDLERS

    return compile_block(CompiledCode(definition.name), definition.function.body, HANDLERS, _refused)


def _refused(node: ast.AST) -> SourceError:
    raise AssertionError(f"The prelude holds {ast.dump(node)}.")


@lru_cache(maxsize=512)
def _defaults(definition: Definition) -> Mapping[str, Value]:
    values: dict[str, Value] = {}
    for name, expression in definition.defaults.items():
        value = ast.literal_eval(expression)
        values[name] = Const(value) if type(value) in (int, float) else value
    return values


def _function(definition: Definition) -> ProgramFunction:
    return ProgramFunction(
        definition.name, _code(definition), FunctionParameters(definition.parameters),
        {name: Const(value.value) if type(value) is Const else value for name, value in _defaults(definition).items()},
        None, definition.local, of_library=True, prelude=True,
    )  # fmt: skip


def prelude(name: str, **words: str) -> Row:
    """Return the row of a prelude function; `words` are other names of its parameters."""
    rows = PRELUDE[name]

    def run(call: Arguments) -> Value:
        return prelude_row(call, rows, words)

    return run


def prelude_row(call: Arguments, rows: tuple[Definition, ...], words: Mapping[str, str]) -> Value:
    """Call the one of `rows` that takes these arguments.

    Raises:
        SourceError: more values than any row takes, a class that does not exist.
    """
    machine = call.machine
    keywords = {words.get(word, word): value for word, value in call.keywords.items() if word not in IGNORED}
    row = next((row for row in rows if _fits(row, len(call.args), keywords)), None)
    if row is None:
        row = rows[0]
        most = max(len(each.function.args.args) for each in rows)
        if len(call.args) > most:
            raise SourceError(
                "arguments",
                f"`{call.name}` takes {most} value{'s' * (most > 1)}, not {len(call.args)}.",
                span=machine.span(call.node),
                hint="Check the commas and brackets.",
            )
    named = _named(row, keywords)
    args = [_as_array(value) for value in call.args]
    if row.takes_rows and args and not machine.shape(args[0], call.node):
        from ..builder import ShapeMismatch

        raise ShapeMismatch(
            f"`{call.name}` takes a vector, or the rows of a matrix; this is a number.",
            row.name,
            (machine.node(args[0], call.node),),
            machine.span(call.place(0)),
            "Give it a value such as [1, 2, 3].",
        )
    if row.labels:
        _labels(call, row, args, named)
    for setting in ("axis", "keepdims"):
        if setting in named:
            named[setting] = _setting(call.axis(named[setting]) if setting == "axis" else call.static(named[setting]))
    positional = [argument.arg for argument in row.function.args.args]
    return call_function(machine, _function(row), args[: len(positional)], named, call.node)


IGNORED = {"dtype", "inplace", "out", "device", "requires_grad"}


def _setting(value: Any) -> Value:
    if type(value) is int:
        return Const(value)
    return tuple(map(_setting, value)) if isinstance(value, tuple) else value


def _as_array(value: Value) -> Value:
    return value


def _named(row: Definition, keywords: Mapping[str, Value]) -> dict[str, Value]:
    words = dict(row.words)
    named = {}
    for word, value in keywords.items():
        name = words.get(word, word)
        if name not in row.parameters:
            name = SYNONYMS.get(name, name)
            if name not in row.parameters and name == "a":
                name = row.parameters[0]
        named[name] = value
    return named


def _fits(row: Definition, count: int, keywords: Mapping[str, Value]) -> bool:
    named = set(_named(row, keywords))
    positional = [argument.arg for argument in row.function.args.args]
    if count > len(positional) or not named <= set(row.parameters) or named.intersection(positional[:count]):
        return False
    return all(name in named or name in row.defaults for name in row.parameters[count:])


def _labels(call: Arguments, row: Definition, args: list[Value], named: dict[str, Value]) -> None:
    place = row.parameters.index(row.labels)
    if place < len(args):
        args[place] = classes(call, args[0], args[place])
    elif row.labels in named and args:
        named[row.labels] = classes(call, args[0], named[row.labels])


def classes(call: Arguments, scores: Value, labels: Value) -> Value:
    """Return classes by number (`cross_entropy(s, 2)`, `[0, 2]`) as rows of 0 and 1; anything else as it is."""
    machine, node = call.machine, call.node
    shape = machine.shape(scores, node)
    if labels is None or not shape or machine.shape(labels, node) != shape[:-1]:
        return labels
    count = shape[-1]
    if type(labels) is Const:
        label: Any = np.asarray(float(labels.value))
    else:
        index = machine.node(labels, node)
        machine.mark_labels(index, count)
        if machine.shapes_only and not is_stated(machine.builder.nodes, index, machine.limits):
            rows = np.broadcast_to(np.float64(0.0), shape)  # no size depends on which class it is
            return Number(machine.builder.literal(rows, machine.span(node)))
        label = np.asarray(machine.value_of(index))
    for number in label.ravel():
        if not (number == np.floor(number) and 0 <= number < count):
            raise ShapeError(
                "class",
                f"`{call.name}` has no class {number:g}: there are {count} scores.",
                span=machine.span(node),
                hint=f"Give a whole number from 0 to {count - 1}, or the true distribution, one entry a score.",
            )
    if type(labels) in (Number, ArrayView, Items) and not machine.is_literal(Number(machine.node(labels, node))):
        index = machine.node(labels, node)
        machine.guard("==", index, machine.builder.literal(label.astype(np.float64), machine.span(node)), True, node)
    one_hot = (np.arange(count) == label[..., None]).astype(np.float64)
    return Number(machine.builder.literal(one_hot, machine.span(node)))
