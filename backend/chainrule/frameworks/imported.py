"""Result of an import: source text, values, the trace, and our gradients beside the framework's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..errors import ChainruleError
from ..evaluate import Pass, evaluate
from ..graph import INPUT, Graph, GraphNode, ancestors
from ..limits import Limits
from ..ops import OPS, Pattern
from ..read import Request
from ..read import read as read_source
from ..request import TraceRequest
from ..tracing import Trace, build
from ..tracing.document import Notice

__all__ = ["LARGE", "Agreement", "Imported"]

NumericArray: TypeAlias = npt.NDArray[np.float64 | np.int64]
TOLERANCE = 1e-6
NOISE = 1e-6  # of the largest entry of all gradients: smaller differences are rounding
LISTED = 5  # names of unused parameters that a line says
LARGE = Limits(  # a model on one's own machine
    source_characters=2_000_000,
    array_elements=100_000_000,
    total_elements=400_000_000,
    multiply_adds=1_000_000_000_000,
    names=20_000,
    name_characters=300,
    gate_arguments=5_000,
    nodes_read=200_000,
    operations=200_000_000,
    container_entries=1_000_000,
    seconds=600.0,
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Our gradients beside the framework's: the largest difference of each, relative to its largest entry.

    A gradient that is only rounding noise beside the others (a bias before a batch norm) counts as 0: its difference is
    relative to a millionth of the largest entry of all.
    """

    errors: Mapping[str, float]
    value_error: float | None = 0.0  # the same of the output's value; None: it was not compared
    tolerance: float = TOLERANCE
    recorded: frozenset[str] = frozenset()  # those that came back through a gate with another library's own gradient
    unused: tuple[str, ...] = ()  # parameters of the model that its output does not need: they have no gradient

    @property
    def agreeing(self) -> int:
        """Return how many gradients agree within the tolerance."""
        return sum(error <= self.tolerance for error in self.errors.values())

    @property
    def same_value(self) -> bool:
        """True if the output's value was compared, and agrees."""
        return self.value_error is not None and self.value_error <= self.tolerance

    @property
    def complete(self) -> bool:
        """True if gradients were compared, and all of them agree, and so does the value where it was compared."""
        return (
            bool(self.errors)
            and self.agreeing == len(self.errors)
            and (self.value_error is None or self.value_error <= self.tolerance)
        )

    def __str__(self) -> str:
        return f"{self._compared()}{self._without()}"

    def _without(self) -> str:
        """Return what else there is to know: parameters that have no gradient."""
        if not self.unused:
            return ""
        names = ", ".join(self.unused[:LISTED])
        more = f" and {len(self.unused) - LISTED} more" if len(self.unused) > LISTED else ""
        return f"; the output does not depend on {names}{more}"

    def _compared(self) -> str:
        same = self.same_value
        if not self.errors:
            if self.value_error is None:
                return "nothing was compared"
            value = (
                f"the value agrees to {self.tolerance:g}" if same else f"the value differs by {self.value_error:.1g}"
            )
            return f"{value}, no gradient was compared"
        differs = "" if same or self.value_error is None else f"; the value differs by {self.value_error:.1g}"
        through = ""
        if self.recorded:
            through = f", {len(self.recorded)} of them through a recorded gate, whose gradient is no check of ours"
        return f"{self.agreeing} of {len(self.errors)} gradients agree to {self.tolerance:g}{through}{differs}"


@dataclass
class Imported:
    """A model as a program of our language.

    Attributes:
        source, values: the program; `chainrule.trace(source, values)` reads it again.
        value: what the framework computed; None where nothing was computed to compare with.
        reference: the framework's own gradients, by the names of `values`.
        paths: what the framework calls each parameter: `layer1_weight` -> "layer1.weight".
        unused, frozen: shapes of the other parameters of the model, by what the framework calls them: its output does
            not depend on them; or no gradient comes to them, and the numbers computed from them are data.
        error: what stopped the run, if something did; then the program is what ran before.
    """

    source: str
    values: Mapping[str, NumericArray | float]
    value: NumericArray | float | None
    reference: Mapping[str, NumericArray | float]
    paths: dict[str, str] = field(default_factory=dict)
    unused: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    frozen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    error: ChainruleError | None = None
    limits: Limits = LARGE
    tolerance: float = TOLERANCE  # of the agreement

    @cached_property
    def graph(self) -> Graph:
        """Graph of the imported program.

        Raises:
            ChainruleError: a form in it is not read here.
        """
        shapes = {name: np.shape(value) for name, value in self.values.items()}
        return read_source(self.source, Request(shapes=shapes, values=self.values, limits=self.limits))

    @cached_property
    def trace(self) -> Trace:
        """The trace, each module one box that opens; `error` is a notice at the last value that there was.

        Raises: ChainruleError.
        """
        trace = build(TraceRequest(self.source, self.values, view="functions"), self.limits)
        if self.error is None:
            return trace
        span = self.graph.nodes[self.graph.output].span
        stopped = Notice(self.error.code, self.error.detail, span)
        return replace(trace, notices=[*trace.notices, stopped])

    @cached_property
    def _pass(self) -> Pass:
        floats = {
            name: np.asarray(value, dtype=np.float64) if np.ndim(value) else float(value)
            for name, value in self.values.items()
        }
        return evaluate(self.graph, floats, limits=self.limits)

    @cached_property
    def agreement(self) -> Agreement:
        """Our gradients beside the framework's own, on the same numbers. Raises: ChainruleError."""
        gradients = {node.name: self._pass.gradients[node.id] for node in self.graph.nodes if node.op == "input"}
        largest = {name: float(np.max(np.abs(reference), initial=0.0)) for name, reference in self.reference.items()}
        least = NOISE * max(largest.values(), default=0.0)
        errors = {}
        for name, reference in self.reference.items():
            result = np.asarray(gradients.get(name, np.zeros(np.shape(reference))))
            difference = float(np.max(np.abs(result - reference), initial=0.0))
            errors[name] = difference / (max(largest[name], least) or 1.0)
        recorded = frozenset(errors) & _through_recorded(self.graph)
        if self.value is None:
            return Agreement(errors, None, self.tolerance, recorded, (*self.unused,))
        value = self._pass.values[self.graph.output]
        apart = float(np.max(np.abs(value - self.value), initial=0.0))
        value_error = apart / (float(np.max(np.abs(self.value), initial=0.0)) or 1.0)
        return Agreement(errors, value_error, self.tolerance, recorded, (*self.unused,))

    @property
    def recorded(self) -> tuple[str, ...]:
        """The calls that are not read here: each is one gate with the numbers of the run. Raises: ChainruleError."""
        return tuple(node.params["recording"].name for node in self.graph.nodes if _is_recorded(node))

    def __repr__(self) -> str:
        stopped = f", {self.error.detail}" if self.error is not None else ""
        return f"Imported({len(self.source.splitlines())} lines, {len(self.values)} values, {self.agreement}{stopped})"

    def _repr_mimebundle_(self, **settings: object) -> dict[str, str]:
        bundle: dict[str, str] = self.trace._repr_mimebundle_(**settings)  # type: ignore[attr-defined]
        return bundle


def _is_recorded(node: GraphNode) -> bool:
    return OPS[node.op].pattern is Pattern.RECORDED


def _through_recorded(graph: Graph) -> frozenset[str]:
    """The inputs whose gradient comes back through a recorded gate."""
    needed = ancestors(graph, graph.output)
    behind = [False] * len(graph.nodes)
    for node in reversed(graph.nodes):
        if needed[node.id] and (behind[node.id] or _is_recorded(node)):
            for slot, arg in enumerate(node.args):
                behind[arg] = behind[arg] or slot not in OPS[node.op].stops
    return frozenset(node.name for node in graph.nodes if behind[node.id] and node.op == INPUT and node.name)
