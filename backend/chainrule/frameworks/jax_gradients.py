"""Derivatives that JAX itself gives: of primitives that are not read, of custom rules, and of the whole to compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jax.extend import core

from ..errors import SourceError
from .jax_calls import CUSTOM

__all__ = ["bound", "derives_as_written", "jacobians", "primitive_name", "reference_gradients", "refused"]

JACOBIAN_ENTRIES = 1_000_000  # of one result by one argument
FORWARD_ENTRIES = 10_000  # of the arguments, where only forward mode goes through a function
OWN = str(Path(jax.__file__).parent)  # where the rules of JAX itself stand
TRIALS = 4  # other points at which a custom derivative is held to that of its formula
SAME = 1e-9  # relative


def primitive_name(equation: Any) -> str:
    """The name of a primitive; a custom rule has that of its function."""
    params = equation.params
    inner = params.get(CUSTOM.get(equation.primitive.name, ""))
    info = getattr(getattr(inner, "jaxpr", inner), "debug_info", None)
    name = str(getattr(info, "func_name", "") or equation.primitive.name)
    return name.partition(" ")[0].rpartition(".")[2] or str(equation.primitive.name)


def refused(name: str, more: str = "") -> SourceError:
    """The error for a primitive."""
    return SourceError(
        "unknown-function",
        f"JAX's primitive `{name}`{more} is not read here.",
        hint="Write it with operators and functions that are read here.",
    )


def bound(equation: Any) -> Callable[..., list[Any]]:
    """An equation as a function from the values of its arguments to those of its results."""

    def run(*values: Any) -> list[Any]:
        params = equation.primitive.get_bind_params(equation.params)
        results = equation.primitive.bind(*values, **params)
        return list(results) if equation.primitive.multiple_results else [results]

    return run


def jacobians(
    equation: Any, inputs: Sequence[tuple[Any, Any]], moving: Sequence[int], results: Sequence[Any]
) -> list[list[Any] | None]:
    """Per result and moving input d(result)/d(input), as `ops.recorded.Recording` has it; None: no gradient passes.

    Raises:
        SourceError: `unknown-function`.
    """
    values = [value for value, _ in inputs]
    name = primitive_name(equation)
    if any(np.iscomplexobj(value) for value in (*values, *results)):
        raise refused(name, " of complex numbers")
    rows: list[list[Any] | None] = []
    for place, result in enumerate(results):
        if not np.issubdtype(np.asarray(result).dtype, np.floating):
            rows.append(None)
            continue
        sizes = [np.size(result) * np.size(values[i]) for i in moving]
        if max(sizes, default=0) > JACOBIAN_ENTRIES:
            raise refused(name, f" with a Jacobian of {max(sizes):,} entries")

        def single(*inputs_at: Any, place: int = place) -> Any:
            arguments = list(values)
            for i, each in zip(moving, inputs_at, strict=True):
                arguments[i] = each
            return bound(equation)(*arguments)[place]

        try:
            slopes = jax.jacrev(single, tuple(range(len(moving))))(*(values[i] for i in moving))
        except (NotImplementedError, TypeError, ValueError):
            raise refused(name, ", which has no derivative in JAX either,") from None
        row = [np.asarray(slope, dtype=np.float64) for slope in slopes]
        upstream = np.random.default_rng(0).normal(size=np.shape(result)) * 100
        _, pull = jax.vjp(single, *(values[i] for i in moving))
        for slope, each in zip(row, pull(jax.numpy.asarray(upstream)), strict=True):
            if not np.allclose(
                np.tensordot(upstream, slope, np.ndim(result)), each, rtol=SAME, atol=SAME, equal_nan=True
            ):
                raise refused(name, ", whose backward pass is no product with a Jacobian,")
        rows.append(row)
    return rows


def derives_as_written(equation: Any, values: Sequence[Any]) -> bool:
    """True if a custom derivative is the one of its formula, here and at a few other points, for upstreams of any size.

    Those of JAX itself are: they are there for stability. A rule of another kind, such as one that clips the gradient,
    is not written: it is one gate with JAX's numbers.
    """
    inner = equation.params[CUSTOM[equation.primitive.name]]
    if OWN in str(getattr(inner.jaxpr.debug_info, "func_src_info", "")):
        return True
    plain = core.jaxpr_as_fun(inner)
    moving = [i for i, value in enumerate(values) if np.issubdtype(np.asarray(value).dtype, np.floating)]
    rng = np.random.default_rng(0)
    for trial in range(TRIALS + 1):
        at = [
            value + rng.normal(size=np.shape(value)) * (0.5 * trial) if i in moving else value
            for i, value in enumerate(values)
        ]
        scale = 10.0 ** rng.uniform(-2, 2)
        try:
            own = _pulled(bound(equation), at, moving, rng.normal, scale, trial)
            formula = _pulled(lambda *each: list(plain(*each)), at, moving, rng.normal, scale, trial)
        except (NotImplementedError, TypeError, ValueError):
            return False
        for one, other in zip(own, formula, strict=True):
            size = float(np.max(np.abs(np.nan_to_num(one)), initial=0.0)) or 1.0
            if not np.allclose(one, other, rtol=SAME, atol=SAME * size, equal_nan=True):
                return False
    return True


def _pulled(
    function: Callable[..., list[Any]], at: Sequence[Any], moving: Sequence[int], draw: Any, scale: float, seed: int
) -> list[Any]:
    """A random upstream gradient times the Jacobian by the moving inputs; the same for the same seed."""

    def at_values(*values: Any) -> list[Any]:
        arguments = list(at)
        for i, value in zip(moving, values, strict=True):
            arguments[i] = value
        results = function(*arguments)
        return [result for result in results if np.issubdtype(result.dtype, np.floating)]

    results, pull = jax.vjp(at_values, *(at[i] for i in moving))
    rng = np.random.default_rng(seed)
    upstream = [rng.normal(size=np.shape(result)) * scale for result in results]
    return [np.asarray(each) for each in pull([jax.numpy.asarray(each) for each in upstream])]


def reference_gradients(function: Callable[..., Any], values: Sequence[Any]) -> list[Any]:
    """JAX's gradients of the sum of the entries, by forward mode where a loop lets no reverse mode through.

    Raises:
        SourceError: `unknown-function`: neither goes through.
    """
    try:
        there, pull = jax.vjp(function, *values)
        return [np.asarray(each, dtype=np.float64) for each in pull(np.ones(np.shape(there)))]
    except ValueError:  # `while_loop`
        if sum(map(np.size, values)) > FORWARD_ENTRIES:
            raise refused("while", " of more than 10,000 numbers") from None
    slopes = jax.jacfwd(lambda *each: function(*each).sum(), tuple(range(len(values))))(*values)
    return [np.asarray(slope, dtype=np.float64) for slope in slopes]
