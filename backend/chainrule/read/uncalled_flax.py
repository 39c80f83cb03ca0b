"""Modules of `flax.linen` pasted without a call: `class MLP(nn.Module)` alone.

Their layers take their sizes from the input, so that the shape of an input without a value is a choice: of an image for
a convolution, of tokens for an embedding, else of a row for each example.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .assumptions import NeedsAssumption
from .classes import call_method
from .defaults import Assumption
from .module_inputs import own_method
from .reduction_hints import called_name
from .values import Instance, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["INITIALISES", "call_uncalled_linen"]

INITIALISES = "init_with_output"  # the method that only modules with parameters outside of them have
BELOW = 2  # whole numbers that every embedding has a row for
INPUTS: Mapping[str, Assumption] = {  # by the layer that takes it
    "Embed": Assumption((2, 4), "labels", BELOW),
    "Conv": Assumption((2, 8, 8, 1)),
    "ConvTranspose": Assumption((2, 8, 8, 1)),
    "RNN": Assumption((2, 4, 3)),
    "MultiHeadDotProductAttention": Assumption((2, 3, 4)),
    "SelfAttention": Assumption((2, 3, 4)),
}
ROWS = Assumption((2, 3))


def call_uncalled_linen(m: Machine, module: Instance, statements: Sequence[ast.stmt]) -> Value:
    """Return the output of a module at its first parameters and inputs without a value.

    Raises:
        NeedsAssumption: an input gets the shape that the layers speak for.
    """
    method = own_method(module)
    node: ast.AST = statements[-1] if method is None else method
    names = ["x"]
    if method is not None:
        arguments = method.args
        names = [part.arg for part in arguments.args[1 : len(arguments.args) - len(arguments.defaults)]]
    assumption = _input(statements)
    for name in names[:1]:
        if name not in m.builder.shapes and m.builder.assumed.get(name) != assumption.shape:
            raise NeedsAssumption(name, assumption)
    leaves = [m.free(name, node) for name in names]
    output, variables = call_method(m, module, INITIALISES, [None, *leaves], node)
    m.globals.names.setdefault("variables", variables)
    return output


def _input(statements: Sequence[ast.stmt]) -> Assumption:
    """Return what the input is, by the first of the layers that take more than rows."""
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and called_name(node.func) in INPUTS:
                return INPUTS[called_name(node.func)]
    return ROWS
