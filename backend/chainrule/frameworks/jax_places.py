"""Primitives that read or write entries at places that are data: the places are found by running them on the places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import numpy as np

from .jax_gradients import bound, refused
from .record import Part, RecordedLeaf, Slot

__all__ = ["PICKED", "UPDATE_METHODS", "picked", "written_places"]

PICKED = ("gather", "dynamic_slice")  # each entry of the result is one of the first argument's


def picked(equation: Any, inputs: list[tuple[Any, Slot | None]]) -> list[Part]:
    """The entries by their places in the flattened array, found by picking from the places themselves."""
    (value, slot), *rest = inputs
    assert slot is not None
    numbers = np.arange(np.size(value), dtype=np.float64).reshape(np.shape(value))
    places = np.asarray(equation.primitive.bind(numbers, *(each for each, _ in rest), **equation.params))
    if np.isnan(places).any():
        raise refused(equation.primitive.name, " with an index outside the array")
    return ["jnp.reshape(", slot, ", (-1,))[", RecordedLeaf("places", places.astype(np.int64), "constant"), "]"]


UPDATE_METHODS = {
    "scatter": "set",
    "scatter-add": "add",
    "dynamic_update_slice": "set",
}  # primitive -> method of `x.at[...]`


def written_places(equation: Any, inputs: Sequence[tuple[Any, Slot | None]]) -> list[Part] | None:
    """`x.at[places].set(v)` over the flattened arrays; None where an entry is written twice or outside the array."""
    name = equation.primitive.name
    update = 1 if name == "dynamic_update_slice" else 2
    target, source = inputs[0], inputs[update]
    if any(slot is not None and np.issubdtype(np.asarray(value).dtype, np.floating)
           for place, (value, slot) in enumerate(inputs) if place not in (0, update)):  # fmt: skip
        return None

    def with_update(values: Any) -> Any:
        arguments = [value for value, _ in inputs]
        arguments[0], arguments[update] = np.zeros(np.shape(target[0])), values
        return bound(equation)(*arguments)[0]

    numbered = np.arange(1.0, np.size(target[0]) + 1).reshape(np.shape(target[0]))
    (places,) = jax.vjp(with_update, np.zeros(np.shape(source[0])))[1](
        numbered
    )  # where each entry went, counted from 1
    flat = np.asarray(places).ravel()
    is_integer = flat == np.round(flat)
    if (
        not is_integer.all()
        or (flat < 1).any()
        or (UPDATE_METHODS[name] == "set" and len(np.unique(flat)) != len(flat))
    ):
        return None
    shape = f"({''.join(f'{size}, ' for size in np.shape(target[0]))})"

    def part_of(pair: tuple[Any, Slot | None]) -> Part:
        return pair[1] if pair[1] is not None else RecordedLeaf("c", np.asarray(pair[0], dtype=np.float64), "constant")

    index = RecordedLeaf("places", flat.astype(np.int64) - 1, "constant")
    return [
        "jnp.reshape(jnp.reshape(", part_of(target), ", (-1,)).at[", index,
        f"].{UPDATE_METHODS[name]}(jnp.reshape(", part_of(source), f", (-1,))), {shape})",
    ]  # fmt: skip
