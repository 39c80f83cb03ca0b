"""A JAX function as a program: its jaxpr is walked on the example, equation by equation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np
from jax.extend import core

from ..errors import SourceError, ValueProblem
from .imported import Imported
from .jax_calls import ALIASES, COMPARED, FORMS, NESTED
from .record import Frame, Part, RecordedCall, RecordedLeaf, Result, Slot, identifier
from .writer import write

__all__ = ["from_jax"]


def from_jax(function: Callable[..., Any], *args: Any) -> Imported:
    """Record `function` on `args`; the arguments are those of `chainrule.from_jax`.

    Raises:
        SourceError: `unknown-function`: a primitive that has no form in our language.
        ValueProblem: `bad-field`: the function gives no array of float numbers.
    """
    with jax.enable_x64(True):
        args = jax.tree.map(_wide, args)
        leaves, tree = jax.tree.flatten(args)
        paths = _paths(function, args)
        closed = jax.make_jaxpr(function)(*args)
        walker = _Walker()
        leaf_names = [walker.leaf(value, path) for value, path in zip(leaves, paths, strict=True)]
        values = walker.run(closed.jaxpr, list(closed.consts), [], leaves, leaf_names, walker.root)
        place = next((i for i, (value, _) in enumerate(values) if _is_float(value)), None)
        if place is None or values[place][1] is None:
            raise ValueProblem(
                "bad-field",
                "The function gives no array that depends on its arguments.",
                hint="Pass a function that returns a float array, such as a loss.",
            )
        value, output = values[place]
        moving = [i for i, leaf in enumerate(leaves) if _is_float(leaf)]

        def result(*moved: Any) -> Any:
            whole = list(leaves)
            for i, each in zip(moving, moved, strict=True):
                whole[i] = each
            return jax.tree.leaves(function(*jax.tree.unflatten(tree, whole)))[place]

        there, pull = jax.vjp(result, *(leaves[i] for i in moving))
        gradients = pull(np.ones(np.shape(there)))
    assert output is not None
    program = write(walker.root, output)
    reference = {
        program.names[leaf]: np.asarray(gradient, dtype=np.float64)
        for i, gradient in zip(moving, gradients, strict=True)
        if (leaf := leaf_names[i]) in program.names
    }
    names = {name: leaf.path for leaf, name in program.names.items() if leaf.kind == "input"}
    return Imported(program.source, program.values, np.asarray(value, dtype=np.float64), reference, names)


def _wide(value: Any) -> Any:
    array = np.asarray(value)
    return array.astype(np.float64) if np.issubdtype(array.dtype, np.floating) else array


def _is_float(value: Any) -> bool:
    return np.issubdtype(np.asarray(value).dtype, np.floating)


def _paths(function: Callable[..., Any], args: Sequence[Any]) -> list[str]:
    """Return the name of each array of the arguments, such as `params.w1`, by the function's own parameters."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        names = []
    paths = []
    for place, arg in enumerate(args):
        name = names[place] if place < len(names) else f"x{place + 1}"
        for keys, _ in jax.tree_util.tree_flatten_with_path(arg)[0]:
            words = [str(getattr(key, "key", getattr(key, "idx", getattr(key, "name", key)))) for key in keys]
            paths.append(".".join([name, *words]))
    return paths


class _Walker:
    def __init__(self) -> None:
        self.root = Frame("", "root")

    def leaf(self, value: Any, path: str) -> RecordedLeaf:
        return RecordedLeaf(path, np.array(value), "input")

    def run(
        self,
        jaxpr: Any,
        constants: list[Any],
        constant_slots: list[Slot | None],
        values: Sequence[Any],
        slots: Sequence[Slot | None],
        frame: Frame,
    ) -> list[tuple[Any, Slot | None]]:
        """Return the values of a jaxpr's results and where they stand; None: they follow from no argument."""
        pairs_by_key: dict[Any, tuple[Any, Slot | None]] = {}
        for variable, value in zip(jaxpr.constvars, constants, strict=True):
            pairs_by_key[variable] = (value, None)
        for variable, value, slot in zip(jaxpr.invars, values, slots, strict=True):
            pairs_by_key[variable] = (value, slot)

        def read(atom: Any) -> tuple[Any, Slot | None]:
            return (atom.val, None) if isinstance(atom, core.Literal) else pairs_by_key[atom]

        for equation in jaxpr.eqns:
            inputs = [read(atom) for atom in equation.invars]
            results = self._equation(equation, inputs, frame)
            pairs_by_key.update(zip(equation.outvars, results, strict=True))
        return [read(atom) for atom in jaxpr.outvars]

    def _equation(
        self, equation: Any, inputs: list[tuple[Any, Slot | None]], frame: Frame
    ) -> list[tuple[Any, Slot | None]]:
        name, params = equation.primitive.name, equation.params
        values = [value for value, _ in inputs]
        if name in NESTED:
            inner = params[NESTED[name]]
            jaxpr, constants = getattr(inner, "jaxpr", inner), list(getattr(inner, "consts", ()))
            inside = Frame(frame.path, identifier(str(params.get("name", "inner"))))
            frame.items.append(inside)
            return self.run(jaxpr, constants, [], values, [slot for _, slot in inputs], inside)
        bound_values = equation.primitive.bind(*values, **params)
        results = list(bound_values) if equation.primitive.multiple_results else [bound_values]
        passes = any(slot is not None for _, slot in inputs)
        if not passes or not (name in COMPARED or any(map(_is_float, results))):
            return [(value, None) for value in results]
        if name in ALIASES:
            return [(results[0], inputs[0][1])]
        if name not in FORMS or len(results) != 1:
            raise _unknown(name)
        same = name in SAME_SHAPE
        arguments = [self._constant(value, frame, same) if slot is None else slot for value, slot in inputs]
        shapes = [np.shape(value) for value in values]
        try:
            parts: list[Part] = FORMS[name](arguments, shapes, np.shape(results[0]), **params)
        except NotImplementedError:
            if name not in PICKED or any(slot is not None and _is_float(value) for value, slot in inputs[1:]):
                raise _unknown(name, " with these settings") from None
            parts = _picked(equation, inputs)
        call = RecordedCall(parts)
        call.results.append(Result(call))
        frame.items.append(call)
        return [(results[0], call.results[0])]

    def _constant(self, value: Any, frame: Frame, same_shape: bool) -> Part:
        """Return a number as text, an array as data; the program itself fills in entries that are not finite."""
        array = np.asarray(value)
        if array.dtype == bool and not array.ndim:
            return str(bool(array))
        numbers = array.astype(np.float64)
        if not array.ndim or (
            same_shape and array.size and np.array_equal(numbers.min(), numbers.max(), equal_nan=True)
        ):
            return _number(float(numbers.flat[0]))
        part: Part = RecordedLeaf("c", np.where(np.isfinite(numbers), numbers, 0.0), "constant")
        for missing, text in (
            (numbers == np.inf, "jnp.inf"),
            (numbers == -np.inf, "(-jnp.inf)"),
            (np.isnan(numbers), "jnp.nan"),
        ):
            if missing.any():
                mask = RecordedLeaf("where_not_finite", missing.astype(np.float64), "constant")
                call = RecordedCall(["jnp.where(", mask, f" == 1, {text}, ", part, ")"])
                call.results.append(Result(call))
                frame.items.append(call)
                part = call.results[0]  # type: ignore[assignment]
        return part


SAME_SHAPE = frozenset({"add", "add_any", "sub", "mul", "div", "pow", "max", "min", "gt", "lt", "ge", "le", "eq", "ne",
                        "and", "or", "select_n", "clamp", "atan2"})  # fmt: skip  # a number does for an array of it
PICKED = ("gather", "dynamic_slice")  # each entry of the result is one of the first argument's


def _picked(equation: Any, inputs: list[tuple[Any, Slot | None]]) -> list[Part]:
    """Return the entries by their places in the flattened array, found by picking from the places themselves."""
    (value, slot), *rest = inputs
    assert slot is not None
    numbers = np.arange(np.size(value), dtype=np.float64).reshape(np.shape(value))
    places = np.asarray(equation.primitive.bind(numbers, *(each for each, _ in rest), **equation.params))
    if np.isnan(places).any():
        raise _unknown(equation.primitive.name, " with an index outside the array")
    return ["jnp.reshape(", slot, ", (-1,))[", RecordedLeaf("places", places.astype(np.int64), "constant"), "]"]


def _number(number: float) -> str:
    if np.isnan(number):
        return "jnp.nan"
    if np.isinf(number):
        return "jnp.inf" if number > 0 else "(-jnp.inf)"
    text = repr(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
    return f"({text})" if number < 0 else text


def _unknown(name: str, more: str = "") -> SourceError:
    return SourceError(
        "unknown-function",
        f"JAX's primitive `{name}`{more} is not read here.",
        hint="Write it with operators and functions that are read here.",
    )
