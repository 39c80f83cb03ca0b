"""Modules of `flax.nnx`, which hold their parameters, and gradients by a module."""

from __future__ import annotations

from collections.abc import Mapping

from ..calling import Arguments
from ..classes import call as call_value
from ..gradients import gradient_of
from ..values import Builtin, Instance, Number, Value
from .flax_initializers import start
from .moving import MOVING
from .parameters import REFLECTION, modules_in, named_parameters, registered
from .rows import Row
from .torch_random import stand_in

__all__ = ["NNX_HELPERS", "module_gradient"]


def _draw_parameter(call: Arguments) -> Value:
    """`drawn(rule, sizes)`: a parameter by a rule of Flax."""
    rule, sizes = call.args[:2]
    stand_in(call)
    inner = call.integer(call.args[2]) if len(call.args) > 2 else 0
    return registered(call.machine, Number(call.number(start(call, rule, call.sizes([sizes]), inner))))


def _set_attributes(call: Arguments) -> Value:
    """`model.eval()`: set attributes of all modules that have them."""
    module, attributes = call.args
    for _, each in modules_in(module):
        each.attributes.update({name: value for name, value in attributes.items() if name in each.attributes})
    return None


def _by_path(call: Arguments) -> Value:
    return dict(named_parameters(call.machine, call.args[0]))


def module_gradient(with_value: bool) -> Row:
    """`nnx.grad(loss)(model, x)`: the gradients of the parameters of the first argument, by their paths."""

    def run(call: Arguments) -> Value:
        if not call.args:
            return Builtin(
                call.name, lambda later: run(Arguments(later.machine, call.name, later.args, call.keywords, later.node))
            )
        function, _, has_aux = call.bind("f, argnums=0, has_aux=False, wrt=None")[:3]
        aux = call.flag(has_aux)

        def gradient(inner: Arguments) -> Value:
            m = inner.machine
            result = call_value(m, function, list(inner.args), inner.keywords, inner.node)
            value = result[0] if aux and isinstance(result, tuple) else result
            output = m.node(value, inner.node)
            model = inner.args[0]
            if type(model) is not Instance:
                raise inner.refuse("`nnx.grad` is read for a module as the first argument.", "Give the model first.")
            grads = {
                path: gradient_of(m, output, m.node(each, inner.node), inner.node)
                for path, each in named_parameters(m, model)
            }
            return (result, grads) if with_value else (grads, result[1]) if aux else grads

        return Builtin(f"{call.name}(...)", gradient)

    return run


NNX_HELPERS: Mapping[str, Row] = {
    **REFLECTION, "drawn": _draw_parameter, "set_attributes": _set_attributes, "parameters_by_path": _by_path,
    "put": MOVING["put"], "moves": lambda call: call.machine.rounds.moves,
}  # fmt: skip
