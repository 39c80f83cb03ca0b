"""A JAX function as a program: its jaxpr is walked on the example, equation by equation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np
from jax.extend import core

from ..errors import ChainruleError, InputError
from .imported import Imported
from .jax_calls import ALIASES, COMPARED, CUSTOM, FORMS, NESTED
from .jax_control import CONTROL
from .jax_gradients import bound, derives_as_written, jacobians, primitive_name, reference_gradients
from .jax_places import PICKED, UPDATE_METHODS, picked, written_places
from .record import Frame, Part, RecordedCall, RecordedLeaf, Result, Slot, identifier, recorded_gate
from .trial import unread
from .writer import write

__all__ = ["Walker", "from_jax"]


def from_jax(function: Callable[..., Any], *args: Any) -> Imported:
    """Record `function` on `args`; the arguments are those of `chainrule.from_jax`.

    A primitive that our reader refuses as it is written becomes a gate with JAX's numbers, in a second walk.

    Raises:
        SourceError: `unknown-function`: a primitive that has no form in our language and no Jacobian.
        LimitError: `unrolled_equations`: its loops have more rounds.
        InputError: `bad-field`: the function gives no array of float numbers.
    """
    imported, walker = _once(function, args, frozenset())
    try:
        _ = imported.graph
    except ChainruleError:
        opaque = unread(walker.numbers, walker.value)
        if not opaque:
            raise
        imported, _ = _once(function, args, opaque)
        _ = imported.graph
    return imported


def _once(function: Callable[..., Any], args: tuple[Any, ...], opaque: frozenset[int]) -> tuple[Imported, Walker]:
    """One walk; `opaque`: the primitives, counted as they come, that become gates with JAX's numbers."""
    with jax.enable_x64(True):
        args = jax.tree.map(_as_float64, args)
        leaves, tree = jax.tree.flatten(args)
        paths = _paths(function, args)
        closed = jax.make_jaxpr(function)(*args)
        walker = Walker(opaque)
        leaf_names = [walker.leaf(value, path) for value, path in zip(leaves, paths, strict=True)]
        values = walker.run(closed.jaxpr, list(closed.consts), [], leaves, leaf_names, walker.root)
        place = next((i for i, (value, _) in enumerate(values) if _is_float(value)), None)
        if place is None or values[place][1] is None:
            raise InputError(
                "bad-field",
                "The function gives no array that depends on its arguments.",
                hint="Pass a function that returns a float array, such as a loss.",
            )
        value, output = values[place]
        moving = [i for i, leaf in enumerate(leaves) if _is_float(leaf)]

        def result(*moving_inputs: Any) -> Any:
            arguments = list(leaves)
            for i, each in zip(moving, moving_inputs, strict=True):
                arguments[i] = each
            return jax.tree.leaves(function(*jax.tree.unflatten(tree, arguments)))[place]

        gradients = reference_gradients(result, [leaves[i] for i in moving])
    assert output is not None
    program = write(walker.root, output)
    reference = {
        program.names[leaf]: gradient
        for i, gradient in zip(moving, gradients, strict=True)
        if (leaf := leaf_names[i]) in program.names
    }
    names = {name: leaf.path for leaf, name in program.names.items() if leaf.kind == "input"}
    return Imported(program.source, program.values, np.asarray(value, dtype=np.float64), reference, names), walker


def _as_float64(value: Any) -> Any:
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


class Walker:
    """One walk through a jaxpr on values: `root` holds its calls.

    Args:
        opaque: primitives that become one gate with JAX's numbers, counted as they come.
    """

    def __init__(self, opaque: frozenset[int] = frozenset()) -> None:
        self.opaque = opaque
        self.count = 0  # primitives that were written
        self.numbers: dict[RecordedCall, int] = {}  # which of them a call is
        self.values: dict[Slot, Any] = {}
        self.root = Frame("", "root")
        self.unrolled = 0  # equations in the rounds of loops

    def leaf(self, value: Any, path: str) -> RecordedLeaf:
        """Return an input of the function as a leaf of the record."""
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
            self._stands(value, slot)

        def read(atom: Any) -> tuple[Any, Slot | None]:
            return (atom.val, None) if isinstance(atom, core.Literal) else pairs_by_key[atom]

        for equation in jaxpr.eqns:
            inputs = [read(atom) for atom in equation.invars]
            results = self._equation(equation, inputs, frame)
            pairs_by_key.update(zip(equation.outvars, results, strict=True))
            for value, slot in results:
                self._stands(value, slot)
        return [read(atom) for atom in jaxpr.outvars]

    def _equation(
        self, equation: Any, inputs: list[tuple[Any, Slot | None]], frame: Frame
    ) -> list[tuple[Any, Slot | None]]:
        name, params = equation.primitive.name, equation.params
        values = [value for value, _ in inputs]
        if name in CONTROL:
            return CONTROL[name](self, params, inputs, frame)
        if name in NESTED or (name in CUSTOM and derives_as_written(equation, values)):
            return self.inside(params[{**NESTED, **CUSTOM}[name]], inputs, frame, str(params.get("name", "inner")))
        results = bound(equation)(*values)
        passes = any(slot is not None for _, slot in inputs)
        if name in ALIASES and passes and (_is_float(results[0]) or np.asarray(values[0]).dtype == bool):
            return [(results[0], inputs[0][1])]
        if not passes or not (name in COMPARED or any(map(_is_float, results))):
            return [(value, None) for value in results]
        if all(np.size(result) == 0 for result in results):
            return [(value, None) for value in results]
        if name == "concatenate":
            inputs = [pair for pair in inputs if np.size(pair[0])]
        if name == "split":
            return self._split(params, inputs[0], results, frame)
        if name in UPDATE_METHODS and (places := written_places(equation, inputs)) is not None:
            return [(results[0], self.record(places, frame))]
        self.count += 1
        if name not in FORMS or len(results) != 1 or self.count in self.opaque:
            return self._gates(equation, inputs, results, frame)
        same = name in SAME_SHAPE
        arguments = [self.constant(value, frame, same) if slot is None else slot for value, slot in inputs]
        shapes = [np.shape(value) for value, _ in inputs]
        try:
            parts: list[Part] = FORMS[name](arguments, shapes, np.shape(results[0]), **params)
        except NotImplementedError:
            if name not in PICKED or any(slot is not None and _is_float(value) for value, slot in inputs[1:]):
                return self._gates(equation, inputs, results, frame)
            parts = picked(equation, inputs)
        slot = self.record(parts, frame)
        assert isinstance(slot, Result)
        self.numbers[slot.call] = self.count
        return [(results[0], slot)]

    def _stands(self, value: Any, slot: Slot | None) -> None:
        if isinstance(slot, Result):
            self.values[slot] = value

    def value(self, slot: Slot) -> Any:
        """The numbers that stand there."""
        return slot.value if isinstance(slot, RecordedLeaf) else np.asarray(self.values[slot], dtype=np.float64)

    def inside(
        self, inner: Any, inputs: Sequence[tuple[Any, Slot | None]], frame: Frame, name: str
    ) -> list[tuple[Any, Slot | None]]:
        """Run a jaxpr within a jaxpr, as a function of the program."""
        jaxpr, constants = getattr(inner, "jaxpr", inner), list(getattr(inner, "consts", ()))
        function = Frame(frame.path, identifier(name))
        names = getattr(jaxpr.debug_info, "arg_names", None) or [""] * len(inputs)
        function.arguments = [
            (slot, name if name.isidentifier() else "")
            for (_, slot), name in zip(inputs, names, strict=True)
            if slot is not None
        ]
        frame.items.append(function)
        return self.run(jaxpr, constants, [], [value for value, _ in inputs], [slot for _, slot in inputs], function)

    def record(self, parts: list[Part], frame: Frame) -> Slot:
        """A call that gives one value; where it stands."""
        call = RecordedCall(parts)
        call.results.append(Result(call))
        frame.items.append(call)
        assert call.results[0] is not None
        return call.results[0]

    def _split(
        self, params: Any, source: tuple[Any, Slot | None], results: list[Any], frame: Frame
    ) -> list[tuple[Any, Slot | None]]:
        """The parts of an array along one axis, each a slice."""
        assert source[1] is not None
        before = ":, " * params["axis"]
        ends = np.cumsum(params["sizes"])
        return [
            (value, self.record([source[1], f"[{before}{end - size}:{end}]"], frame) if size else None)
            for value, end, size in zip(results, ends, params["sizes"], strict=True)
        ]

    def _gates(
        self, equation: Any, inputs: list[tuple[Any, Slot | None]], results: list[Any], frame: Frame
    ) -> list[tuple[Any, Slot | None]]:
        """A primitive that is not read, as one gate for each of its results, with JAX's own numbers.

        Raises:
            SourceError: `unknown-function`: JAX has no Jacobian of it, or one that is too large.
        """
        live = [place for place, (_, slot) in enumerate(inputs) if slot is not None]
        moving = [place for place in live if _is_float(inputs[place][0])]
        gates: list[tuple[Any, Slot | None]] = []
        for number, (value, row) in enumerate(zip(results, jacobians(equation, inputs, moving, results), strict=True)):
            if row is None:
                gates.append((value, None))
                continue
            slopes = dict(zip(moving, row, strict=True))
            parts = []
            for place in live:
                at, slot = inputs[place]
                assert slot is not None
                parts.append((slot, np.asarray(at, dtype=np.float64), slopes.get(place, 0.0)))
            name = primitive_name(equation)
            title = name if len(results) == 1 else f"{name}[{number}]"
            call = recorded_gate(title, "JAX", np.asarray(value, dtype=np.float64), parts)
            frame.items.append(call)
            gates.append((value, call.results[0]))
        return gates

    def constant(self, value: Any, frame: Frame, same_shape: bool = False) -> Part:
        """A number in the text; an array as data, in which the program itself fills in what is not finite."""
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
                self._stands(array, call.results[0])
        return part


SAME_SHAPE = frozenset({"add", "add_any", "sub", "mul", "div", "pow", "max", "min", "gt", "lt", "ge", "le", "eq", "ne",
                        "and", "or", "select_n", "clamp", "atan2"})  # fmt: skip  # a number does for an array of it


def _number(number: float) -> str:
    if np.isnan(number):
        return "jnp.nan"
    if np.isinf(number):
        return "jnp.inf" if number > 0 else "(-jnp.inf)"
    text = repr(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
    return f"({text})" if number < 0 else text
