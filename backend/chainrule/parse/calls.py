"""Calls: which op, prelude function, own function or macro a name stands for, and how its arguments are bound."""

from __future__ import annotations

import ast
from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import SourceError, Span
from ..ops import ALIASES, METHODS, OPS, SPELLINGS
from ..prelude import PRELUDE
from .arguments import Arguments
from .defined import library
from .macros import MACROS, METHOD_MACROS, PROPERTIES
from .suggest import near
from .values import Closure, Method, Module, Setting, Value

if TYPE_CHECKING:
    from .reader import Reader

__all__ = ["apply", "method_or_property"]

Keywords = Mapping[str, tuple[Value, Span]]
SETTINGS = {**ALIASES, "input": "a"}
IGNORED = {"dtype", "requires_grad", "device", "out", "copy", "order", "inplace"}


def method_or_property(reader: Reader, node: ast.Attribute, owner: Value) -> Value:
    """`owner.attr` that is not of a module: a property such as `.T`, or a method waiting for its call."""
    if node.attr in PROPERTIES:
        return PROPERTIES[node.attr](reader, owner, reader.span(node))
    if node.attr in METHODS or node.attr in METHOD_MACROS or node.attr in PRELUDE or node.attr in SPELLINGS:
        return Method(node.attr, owner)
    known = {*METHODS, *METHOD_MACROS, *PROPERTIES}
    guess = near(node.attr, known)
    _, end = reader.source.bounds(node)
    span = reader.place or reader.source.text.span(end - len(node.attr), end)
    raise SourceError(
        "unknown-method",
        f"`.{node.attr}` is not known here.",
        span=span,
        hint=f"Did you mean `.{guess}`?"
        if guess
        else "Methods are those of NumPy arrays: `.dot`, `.T`, `.sum`, `.mean`, …",
    )


def apply(
    reader: Reader,
    node: ast.Call,
    callee: Module | Method | Closure,
    args: list[Value],
    spans: list[Span],
    keywords: Keywords,
) -> Generator[Any, Any, Value]:
    """The value of a call. `args` and `spans` begin with the owner when it is a method.

    Raises:
        SourceError: unknown function, wrong arguments, recursion.
        ShapeError, LimitError: see `Builder.emit`.
    """
    span = reader.span(node)
    keywords = {SETTINGS.get(name, name): value for name, value in keywords.items() if name not in IGNORED}
    if isinstance(callee, Closure):
        result: Value = yield reader.expand(callee, args, spans, keywords, node)
        return result
    name = callee.name.rpartition(".")[2]
    given = Arguments(
        name,
        args,
        spans,
        dict(keywords),
        span,
        method=isinstance(callee, Method),
        qualified=isinstance(callee, Method) or "." in callee.name,
    )
    macros = {**MACROS, **METHOD_MACROS} if isinstance(callee, Method) else MACROS
    if name in macros:
        return macros[name](reader, given)
    op = METHODS.get(name) if isinstance(callee, Method) else None
    op = op or SPELLINGS.get(name)
    if op is not None:
        return call_op(reader, op, given)
    if name in PRELUDE:
        closure, args, keywords = library(reader, name, args, spans, dict(keywords), span)
        found: Value = yield reader.expand(closure, args, spans, keywords, node)
        return found
    raise unknown(reader, node, callee, name)


def unknown(reader: Reader, node: ast.Call, callee: Module | Method, name: str) -> SourceError:
    span = reader.span(node.func)
    if isinstance(node.func, ast.Attribute):
        _, end = reader.source.bounds(node.func)
        span = reader.place or reader.source.text.span(end - len(name), end)
    guess = near(name, {*SPELLINGS, *MACROS, *PRELUDE, *reader.functions()})
    written = ast.unparse(node.func) if isinstance(node.func, ast.Name) else callee.name
    if guess:
        hint = f"Did you mean `{written[: -len(name)]}{guess}`?"
    else:
        hint = "Define it with `def`, or see the list of functions in the docs."
        if len(name) == 1 and node.args:
            hint = f"Write `{name}*(...)` to multiply."
    return SourceError("unknown-function", f"`{written}` is not known here.", span=span, hint=hint)


def call_op(reader: Reader, op: str, given: Arguments) -> Value:
    """Bind arguments to an op row's slots and settings."""
    row, builder = OPS[op], reader.builder
    args = list(zip(given.args, given.spans, strict=True))
    params: dict[str, Any] = {}
    if row.slots is None:
        first = given.items(builder)
        nodes = tuple(builder.node(value, given.span) for value in first)
        rest = args[1:]
    else:
        slots = "abcdefgh"[: row.slots]
        named = {"a": ("x", "x1"), "b": ("y", "x2", "exponent", "other")}
        while len(args) < row.slots:
            slot = slots[len(args)]
            spelled = next((word for word in (slot, *named.get(slot, ())) if word in given.keywords), None)
            if spelled is None:
                break
            args.append(given.keywords.pop(spelled))
        if len(args) < row.slots:
            raise wrong_count(given, row.slots, len(args))
        nodes = tuple(builder.node(value, span) for value, span in args[: row.slots])
        rest = args[row.slots :]
    settings = list(row.params)
    if len(rest) > len(settings):
        raise wrong_count(given, row.slots or 1, len(args))
    for setting, (value, span) in zip(settings, rest, strict=False):
        params[setting] = builder.static(value, span)
    for setting, (value, span) in given.keywords.items():
        if setting not in row.params:
            guess = near(setting, row.params)
            raise SourceError(
                "unknown-setting",
                f"`{given.name}` has no setting `{setting}`.",
                span=span,
                hint=f"Did you mean `{guess}`?" if guess else f"It has {', '.join(row.params) or 'none'}.",
            )
        params[setting] = builder.static(value, span)
    params = {**row.params, **params}
    return builder.emit(op, nodes, params, given.span)


def wrong_count(given: Arguments, expected: int, found: int) -> SourceError:
    words = "one argument" if expected == 1 else f"{expected} arguments"
    return SourceError(
        "arguments",
        f"`{given.name}` takes {words}, not {found}.",
        span=given.span,
        hint="Check the commas and brackets.",
    )


def bind(
    reader: Reader, closure: Closure, args: Sequence[Value], spans: Sequence[Span], keywords: Keywords, span: Span
) -> tuple[dict[str, Value], dict[str, ast.expr]]:
    """Parameters that were given, and the default expressions of those that were not."""
    name = f"`{closure.name}`"
    if len(args) > len(closure.parameters):
        raise SourceError(
            "arguments",
            f"{name} takes {len(closure.parameters)} arguments, not {len(args)}.",
            span=span,
            hint=f"Its parameters are: {', '.join(closure.parameters) or 'none'}.",
        )
    bound: dict[str, Value] = dict(zip(closure.parameters, args, strict=False))
    for word, (value, where) in keywords.items():
        if word not in closure.parameters or word in bound:
            guess = near(word, closure.parameters)
            raise SourceError(
                "unknown-setting",
                f"{name} has no free parameter `{word}`.",
                span=where,
                hint=f"Did you mean `{guess}`?" if guess else f"Its parameters are: {', '.join(closure.parameters)}.",
            )
        bound[word] = value
    defaults = {}
    for word in closure.parameters:
        if word not in bound:
            if word not in closure.defaults:
                raise SourceError(
                    "arguments",
                    f"{name} needs a value for `{word}`.",
                    span=span,
                    hint=f"Its parameters are: {', '.join(closure.parameters)}.",
                )
            defaults[word] = closure.defaults[word]
    for word, value in bound.items():
        if not isinstance(value, (int, Setting, Closure)):
            bound[word] = reader.builder.node(value, span)
    return bound, defaults


__all__ += ["bind", "call_op"]
