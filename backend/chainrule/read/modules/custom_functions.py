"""Classes of PyTorch and JAX for functions with a backward pass of their own; see `pullbacks`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..calling import Arguments
from ..classes import call as call_value
from ..machine import not_in_language
from ..pullbacks import as_slopes, custom_call
from ..values import BoundMethod, Class, Const, Instance, Number, ProgramFunction, Value
from .source_definitions import SourceDefinitions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..machine import Machine

__all__ = ["JAX_CUSTOM", "TORCH_FUNCTION"]


def _named(function: Value, name: str, *, hidden: bool = False) -> Value:
    """A function of the program under the name that its box is to have; `hidden`: it draws none."""
    return replace(function, name=name, hidden=hidden) if type(function) is ProgramFunction else function


def _parameters(function: Value, skipped: int = 0) -> Sequence[str]:
    return function.parameters.names[skipped:] if type(function) is ProgramFunction else ()


def _applied(call: Arguments) -> Value:
    """`Square.apply(x)`: `forward` with a new context; `backward` with the same one."""
    m, node = call.machine, call.node
    cls, args, ctx = call.bind("cls, args, ctx")
    assert type(cls) is Class
    assert isinstance(args, tuple)
    forward, backward, setup = cls.find("forward"), cls.find("backward"), cls.find("setup_context")
    if forward is None or backward is None:
        missing = "forward" if forward is None else "backward"
        raise not_in_language(f"`{cls.name}` has no `{missing}`.", m.span(node), f"Define `{missing}` in the class.")
    ctx.attributes["needs_input_grad"] = tuple(True for _ in args)

    def run() -> Value:
        if setup is None:
            return call_value(m, _named(forward, cls.name), [ctx, *args], {}, node)
        result = call_value(m, _named(forward, cls.name), list(args), {}, node)
        call_value(m, _named(setup, "setup_context", hidden=True), [ctx, args, result], {}, node)
        return result

    def pullback(upstream: Value) -> Sequence[Value]:
        return as_slopes(
            call_value(m, _named(backward, f"{cls.name}.backward", hidden=True), [ctx, upstream], {}, node)
        )

    return custom_call(
        m, cls.name, _parameters(forward, 1 if setup is None else 0), args, run, pullback, f"{cls.name}.backward", node
    )


def _with_vjp(call: Arguments) -> Value:
    """A call of what `jax.custom_vjp` made: `fwd` gives the result and what `bwd` needs."""
    m, node = call.machine, call.node
    owner, args = call.bind("owner, args")
    assert type(owner) is Instance
    assert isinstance(args, tuple)
    function, fwd, bwd = (owner.attributes[word] for word in ("fun", "fwd", "bwd"))
    plain = _name_of(function)
    first = _static(m, owner, call)
    residuals: list[Value] = []

    def run() -> Value:
        return _inside(m, owner, _named(function, plain), args, call)

    def pullback(upstream: Value) -> Sequence[Value]:
        if not residuals:
            pair = _inside(m, owner, _named(fwd, plain, hidden=True), args, call)
            residuals.append(pair[1] if isinstance(pair, tuple) and len(pair) == 2 else None)
        settings = [args[place] for place in first]
        slopes = list(
            as_slopes(call_value(m, _named(bwd, plain, hidden=True), [*settings, residuals[0], upstream], {}, node))
        )
        for place in first:
            slopes.insert(place, None)
        return slopes

    return custom_call(m, plain, _parameters(function), args, run, pullback, _name_of(bwd), node)


def _static(m: Machine, owner: Instance, call: Arguments) -> list[int]:
    """The places of `nondiff_argnums`: settings, which `bwd` takes first."""
    places = owner.attributes["nondiff_argnums"]
    return [m.integer(place, call.node, "An argument's place") for place in as_slopes(places)]


def _with_jvp(call: Arguments) -> Value:
    """A call of what `jax.custom_jvp` made: the tangent with 1 for one argument and 0 for the others is its slope."""
    m, node = call.machine, call.node
    owner, args = call.bind("owner, args")
    assert type(owner) is Instance
    assert isinstance(args, tuple)
    function, jvp, parts = (owner.attributes[word] for word in ("fun", "jvp", "parts"))
    plain = _name_of(function)
    results: list[Value] = []

    def run() -> Value:
        results.append(_inside(m, owner, _named(function, plain), args, call))
        return results[0]

    def tangent(place: int, upstream: Value) -> Value:
        if parts is not None:
            part = parts[place]
            return (
                None
                if part is None
                else _inside(m, owner, _named(part, plain, hidden=True), (upstream, results[0], *args), call)
            )
        zeros = [_like(m, each, 0.0, call) if at != place else upstream for at, each in enumerate(args)]
        pair = _inside(m, owner, _named(jvp, plain, hidden=True), (args, tuple(zeros)), call)
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise not_in_language(
                f"The rule of `{plain}` gives no pair.", m.span(node), "Return the result and its tangent."
            )
        return pair[1]

    def pullback(upstream: Value) -> Sequence[Value]:
        return [tangent(place, upstream) for place in range(len(args))]

    return custom_call(
        m, plain, _parameters(function), args, run, pullback, f"{plain}.defjvps" if jvp is None else _name_of(jvp), node
    )


def _inside(m: Machine, owner: Instance, function: Value, args: Sequence[Value], call: Arguments) -> Value:
    """Call a rule, in which the function itself is the plain one."""
    owner.attributes["busy"] = True
    try:
        return call_value(m, function, list(args), {}, call.node)
    finally:
        owner.attributes["busy"] = False


def _name_of(function: Value) -> str:
    if type(function) is BoundMethod:
        function = function.function
    return function.name if type(function) is ProgramFunction else "f"


def _like(m: Machine, value: Value, number: float, call: Arguments) -> Value:
    shape = m.shape(value, call.node)
    if not shape:
        return Const(number, m.span(call.node))
    return Number(m.builder.literal(np.full(shape, number), m.span(call.node)))


TORCH_FUNCTION = SourceDefinitions(
    """
class _Context:
    def __init__(self):
        self.saved_tensors = ()

    def save_for_backward(self, *tensors):
        self.saved_tensors = tensors

    def mark_dirty(self, *tensors):
        return None

    def mark_non_differentiable(self, *tensors):
        return None

    def set_materialize_grads(self, value):
        return None

class Function:
    @hidden
    @classmethod
    def apply(cls, *args):
        return applied(cls, args, _Context())
""",
    {},
    {"applied": _applied},
)
JAX_CUSTOM = SourceDefinitions(
    """
class custom_vjp:
    def __init__(self, fun, nondiff_argnums=()):
        self.fun = fun
        self.fwd = None
        self.bwd = None
        self.busy = False
        self.nondiff_argnums = nondiff_argnums

    def defvjp(self, fwd, bwd):
        self.fwd = fwd
        self.bwd = bwd

    @hidden
    def __call__(self, *args):
        if self.busy or self.fwd is None:
            return self.fun(*args)
        return with_vjp(self, args)

class custom_jvp:
    def __init__(self, fun, nondiff_argnums=()):
        self.fun = fun
        self.jvp = None
        self.parts = None
        self.busy = False

    def defjvp(self, jvp):
        self.jvp = jvp
        return jvp

    def defjvps(self, *parts):
        self.parts = parts

    @hidden
    def __call__(self, *args):
        if self.busy or (self.jvp is None and self.parts is None):
            return self.fun(*args)
        return with_jvp(self, args)
""",
    {},
    {"with_vjp": _with_vjp, "with_jvp": _with_jvp},
)
