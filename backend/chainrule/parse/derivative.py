"""A derivative of the reader's own: `f.derivative = lambda x, out: ...`, used wherever `f` is called after it.

Its parameters are named like those of the function, in any order and as many as needed; `out` is the function's result.
It gives the local gradient, entry by entry: of a function of several parameters one for each, separated by commas.
"""

from __future__ import annotations

import ast
from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import ShapeError, SourceError
from ..graph import Given
from .values import Closure, Items, Value

if TYPE_CHECKING:
    from .reader import Reader

__all__ = ["corrected", "set_derivative"]

RESULT = "out"
EXAMPLE = "Write `f.derivative = lambda x: 2*x`."


def set_derivative(reader: Reader, target: ast.Attribute, value: Value) -> None:
    """Remember `f.derivative = ...`.

    Raises:
        SourceError: another attribute, not a function of the program, or parameters that the function does not have.
    """
    span = reader.span(target)
    if target.attr != "derivative":
        raise SourceError(
            "not-in-language",
            f"`.{target.attr}` cannot be assigned to.",
            span=span,
            hint="Only `f.derivative` of a function can.",
        )
    owner = reader.lookup(target.value.id) if isinstance(target.value, ast.Name) else None
    if not isinstance(owner, Closure):
        raise SourceError(
            "derivative",
            "Only a function of your own has a derivative of your own.",
            span=span,
            hint="Write `def f(x): ...` first.",
        )
    if not isinstance(value, Closure):
        raise SourceError("derivative", "A derivative is a function.", span=span, hint=EXAMPLE)
    known = (*owner.parameters, RESULT, *value.defaults)
    unknown = next((name for name in value.parameters if name not in known), None)
    if unknown is not None:
        raise SourceError(
            "derivative",
            f"The derivative of `{owner.name}` has a parameter `{unknown}` that `{owner.name}` does not have.",
            span=span,
            hint=f"It may take {', '.join(owner.parameters)} and `{RESULT}`, the result. "
            "The gradient from above is multiplied in by the gate.",
        )
    reader.derivatives[owner.name] = value


def corrected(
    reader: Reader, closure: Closure, bound: Mapping[str, Value], raw: int, node: ast.AST
) -> Generator[Any, Any, tuple[int, tuple[Given, ...]]]:
    """The result of a call, with the gradient going by the reader's derivative; the gates behind it get none.

    Raises:
        SourceError: not one local gradient per parameter.
        ShapeError: one does not have the shape of the result.
    """
    span, builder = reader.span(node), reader.builder
    slope = replace(reader.derivatives.pop(closure.name), name=f"{closure.name}.derivative")
    reader.active.remove(closure.name)  # f' = f*(1 - f) may call f, by its gates alone
    args = [raw if name == RESULT else bound[name] for name in slope.parameters if name == RESULT or name in bound]
    keywords: dict[str, Any] = {}
    found = yield reader.expand(slope, args, [span] * len(args), keywords, node)
    reader.derivatives[closure.name] = slope
    reader.active.append(closure.name)
    wired = [(name, value) for name in closure.parameters if isinstance(value := bound.get(name), int)]
    slopes = found.values if isinstance(found, Items) and len(wired) > 1 else (found,)
    if len(slopes) != len(wired):
        raise SourceError(
            "derivative", f"`{slope.name}` gives {len(slopes)} local gradients for {len(wired)} arguments.", span=span,
            hint="Give one for each parameter, separated by commas.",
        )  # fmt: skip
    result = builder.emit("stop", (raw,), span=span)
    given = []
    for (name, arg), value in zip(wired, slopes, strict=True):
        local = builder.node(value, span)
        try:
            result = builder.emit("own", (result, arg, local), span=span)
        except ShapeError:
            raise ShapeError(
                "shape", f"`{slope.name}` is not of the shape of `{closure.name}`.", span=span,
                hint="A derivative of your own works entry by entry: one local gradient for each entry of the result.",
            ) from None  # fmt: skip
        given.append(Given(name, arg, local, raw))
    return result, tuple(given)
