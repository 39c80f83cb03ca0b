"""Models of Keras pasted without a call: `Sequential([Dense(4, input_shape=(3,)), ...])`, and perhaps `compile`.

The model is called with two examples of the shape that the program declares.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .assumptions import NeedsAssumption
from .classes import call
from .defaults import Assumption
from .keras_inputs import EXAMPLES, declared_sizes
from .values import Instance, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["call_uncalled_model", "is_model"]

INPUT_NAMES = ("x", "X", "data")


def is_model(value: Value) -> bool:
    """Return whether a value is a model of Keras: it can be called, and fitted."""
    return type(value) is Instance and value.cls.find("call") is not None and value.cls.find("fit") is not None


def call_uncalled_model(m: Machine, statements: Sequence[ast.stmt]) -> bool:
    """Call the last model that the program makes; False where it makes none, or does not say the shape of its input.

    Raises:
        NeedsAssumption: the name of the input gets that shape.
    """
    model = next((value for value in reversed(list(m.globals.names.values())) if is_model(value)), None)
    sizes = declared_sizes(statements)
    name = next((each for each in INPUT_NAMES if each not in m.globals.names or each in m.builder.inputs), None)
    if model is None or sizes is None or name is None:
        return False
    shape = (EXAMPLES, *sizes)
    if name not in m.builder.shapes and m.builder.assumed.get(name) != shape:
        raise NeedsAssumption(name, Assumption(shape))
    node = statements[-1]
    m.last, m.has_last = call(m, model, [m.free(name, node)], {}, node), True
    addition = f"A call with `{name}`, of {EXAMPLES} examples, is added: no line calls the model."
    m.note("uncalled-module", addition, node)
    return True
