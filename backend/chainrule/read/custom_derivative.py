"""A derivative of the program's own: `f.derivative = lambda x, out: ...`, used wherever `f` is called after it.

Its parameters are named like those of the function, in any order and as many as needed; `out` is the function's result.
It gives the local gradient, entry by entry: of a function of several parameters one for each, separated by commas.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ..errors import ShapeError, SourceError
from ..graph import CustomDerivative
from .values import Number, ProgramFunction, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["apply_custom_derivative", "set_derivative"]

RESULT = "out"


def set_derivative(m: Machine, owner: ProgramFunction, value: Value, node: ast.AST) -> None:
    """Remember `f.derivative = ...`.

    Raises:
        SourceError: `derivative`: not a function, or with parameters that the function does not have.
    """
    span = m.span(node)
    if type(value) is not ProgramFunction:
        raise SourceError(
            "derivative", "A derivative is a function.", span=span, hint="Write `f.derivative = lambda x: 2*x`."
        )
    parameter_names = (*owner.parameters.names, RESULT, *value.defaults)
    unknown = next((name for name in value.parameters.names if name not in parameter_names), None)
    if unknown is not None:
        raise SourceError(
            "derivative",
            f"The derivative of `{owner.name}` has a parameter `{unknown}` that `{owner.name}` does not have.",
            span=span,
            hint=f"It may take {', '.join(owner.parameters.names)} and `{RESULT}`, the result. "
            "The gradient from above is multiplied in by the gate.",
        )
    owner.derivative = value


def apply_custom_derivative(
    m: Machine, function: ProgramFunction, wired: list[tuple[str, int]], raw: int, node: ast.AST
) -> tuple[int, tuple[CustomDerivative, ...]]:
    """Return the result of a call, with the gradient going by the program's derivative; the gates behind it get none.

    Raises:
        SourceError: not one local gradient per argument.
        ShapeError: one does not have the shape of the result.
    """
    from .classes import call_function

    span, builder = m.span(node), m.builder
    slope = function.derivative
    assert slope is not None
    slope.name = f"{function.name}.derivative"
    function.derivative = None  # f' = f*(1 - f) may call f, by its gates alone
    bound = {**dict(wired), RESULT: raw}
    outer, builder.call = builder.call, len(builder.calls) - 1
    try:
        slope_values = call_function(
            m, slope, [Number(bound[name]) for name in slope.parameters.names if name in bound], {}, node
        )
    finally:
        function.derivative = slope
        builder.call = outer
    slopes = slope_values if isinstance(slope_values, tuple) and len(wired) > 1 else (slope_values,)
    if len(slopes) != len(wired):
        raise SourceError(
            "derivative",
            f"`{slope.name}` gives {len(slopes)} local gradients for {len(wired)} arguments.",
            span=span,
            hint="Give one for each parameter, separated by commas.",
        )
    index = next(i for i in range(len(builder.calls) - 1, -1, -1) if builder.calls[i].function == function.name)
    builder.call = index
    result = builder.emit("stop", (raw,), span=span)
    arguments = []
    for (name, arg), value in zip(wired, slopes, strict=True):
        local = m.node(value, node)
        try:
            result = builder.emit("own", (result, arg, local), span=span)
        except ShapeError:
            builder.call = outer
            raise ShapeError(
                "shape",
                f"`{slope.name}` is not of the shape of `{function.name}`.",
                span=span,
                hint="A derivative of your own works entry by entry: one local gradient for each entry of the result.",
            ) from None
        arguments.append(CustomDerivative(name, arg, local, raw))
    builder.call = outer
    return result, tuple(arguments)
