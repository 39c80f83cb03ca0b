"""Loss of a program as a function of its parameters, evaluated again and again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..compiled import Compiled, multiply_adds
from ..errors import ChainruleError, InputError, about
from ..graph import INPUT, LITERAL, Graph, GraphNode, Shape
from ..limits import Limits
from ..ops import OPS
from ..read.evaluator import COMPARE
from ..read.text import canonical_name
from ..tracing.readings import ReadingKey, graph_for, with_defaults
from ..tracing.request_values import masks_of, read_value
from .freed import freed
from .leaves import Leaf, chosen_data, chosen_parameters, leaves_of

__all__ = ["BatchExample", "TrainingProblem"]


class TrainingProblem:
    """A program, its values, its parameters and its data.

    `values` are the present numbers of the parameters, by name: floats and arrays. Whoever moves them sets them.

    Raises:
        ChainruleError: whatever is wrong with the source, a value, a shape, a limit or the choice of parameters.
    """

    def __init__(
        self,
        source: str,
        values: Mapping[str, Any] | None,
        *,
        output: str | None = None,
        upstream: Any = None,
        defaults: bool = False,
        parameters: Sequence[str] | None = None,
        data: Sequence[str] | None = None,
        batched: bool = False,
        limits: Limits,
    ) -> None:
        self._source, self._output, self._defaults, self._limits = source, output, defaults, limits
        self._inputs = {canonical_name(name): read_value(name, value, limits) for name, value in (values or {}).items()}
        self._masks = masks_of(values or {})
        self._upstream = None if upstream is None else read_value("upstream", upstream, limits)
        graph = self._read(self._inputs)
        self._inputs = {**self._inputs, **with_defaults(graph, self._inputs)}
        self.graph = graph
        self.leaves = leaves_of(graph)
        self.parameters = chosen_parameters(graph, self.leaves, parameters, data)
        self.data = chosen_data(self.leaves, self.parameters, data) if batched else []
        self._loss = BatchExample(graph, self._inputs, self.parameters, (), self._upstream)
        self._parts: dict[int, BatchExample] = {}  # by how many examples
        self.values = {leaf.name: self._loss.number(leaf.node) for leaf in self.parameters}
        in_text = [leaf.name for leaf in self.data if leaf.op != INPUT]
        self._freed = freed(source, in_text) if in_text else None
        if self._freed is not None and not self._is_same_freed():
            self._freed = None

    @property
    def examples(self) -> int:
        """Number of examples in the data; 0 where it is not cut."""
        return self.data[0].shape[0] if self.data else 0

    def cost(self, examples: int | None) -> int:
        """Multiply-adds of one evaluation with its gradients."""
        return multiply_adds((self._part(examples) if examples else self._loss).graph)

    def evaluate(self, rows: np.ndarray | None = None) -> tuple[float, list[Any]]:
        """The loss at `values` and its gradients, parameter by parameter; of the whole data, or of those examples."""
        loss = self._loss if rows is None else self._part(len(rows))
        for _ in range(2):
            loss.place(self.values)
            if rows is not None:
                for leaf in self.data:
                    loss.put(leaf.name, self.whole(leaf)[rows])
            value = loss.run()
            if loss.stands():
                return value, loss.gradients()
            loss = self._again(rows)
        return value, loss.gradients()

    def loss(self) -> float:
        """The loss of the whole data at `values`, without its gradients."""
        for _ in range(2):
            self._loss.place(self.values)
            value = self._loss.run()
            if self._loss.stands():
                break
            self._again(None)
        return value

    def _read(self, values: Mapping[str, Any], source: str | None = None) -> Graph:
        source = self._source if source is None else source
        shapes = tuple((name, np.shape(value)) for name, value in values.items())
        with about(source):
            key = ReadingKey(source, shapes, self._output, self._defaults, self._limits, False, masks=self._masks)
            graph, _ = graph_for(key, values)
        return graph

    def whole(self, leaf: Leaf) -> np.ndarray:
        """All examples of a data leaf."""
        array: np.ndarray = self._loss.number(leaf.node)
        return array

    def _part(self, examples: int) -> BatchExample:
        """The loss of so many examples."""
        if examples not in self._parts:
            self._parts[examples] = self.example(np.arange(examples))
        return self._parts[examples]

    def example(self, rows: np.ndarray) -> BatchExample:
        """Read the program for other examples, one or more.

        Data that the text itself sets is set free, so that `n = X.shape[0]` is their number; where that cannot be done
        it is cut in the graph.

        Raises:
            InputError: `bad-batch`: the program holds the number of examples.
        """
        names = [leaf.name for leaf in self.data]
        if self._freed is not None:
            values = {
                **self._inputs,
                **self._free_values(),
                **{leaf.name: self.whole(leaf)[rows] for leaf in self.data},
            }
            graph = self._read(values, self._freed)
            return BatchExample(graph, values, self.parameters, names, self._upstream)
        cut = {leaf.name: self.whole(leaf)[rows] for leaf in self.data if leaf.op == INPUT}
        graph = self._read({**self._inputs, **self._free_values(), **cut})
        named = leaves_of(graph)
        shapes = {
            named[leaf.name].node: (len(rows), *leaf.shape[1:])
            for leaf in self.data
            if leaf.op != INPUT and leaf.name in named
        }
        if shapes and len(rows) != self.examples:
            _refuse_count(graph, self.examples)
            graph = _reshaped(graph, shapes)
        values = {**self._inputs, **{leaf.name: self.whole(leaf)[rows] for leaf in self.data}}
        return BatchExample(graph, values, self.parameters, names, self._upstream)

    def _is_same_freed(self) -> bool:
        """Return whether the loss of all examples is the same with free data: later random numbers might be others."""
        try:
            loss = self.example(np.arange(self.examples))
        except ChainruleError:
            return False
        for each in (loss, self._loss):
            each.place(self.values)
        return bool(np.isclose(loss.run(), self._loss.run(), rtol=1e-12, atol=0.0, equal_nan=True))

    def _free_values(self) -> dict[str, Any]:
        return {leaf.name: self.values[leaf.name] for leaf in self.parameters if leaf.op == INPUT}

    def _again(self, rows: np.ndarray | None) -> BatchExample:
        """The program read again where it goes another way at the present values.

        Raises:
            InputError: `guard`: a number that stands in the text decides, and there it does not move.
        """
        fixed = [leaf.name for leaf in self.parameters if leaf.op != INPUT]
        if fixed:
            raise InputError(
                "guard",
                f"The program goes another way now that `{fixed[0]}` has moved, and its value stands in the text.",
                hint=f"Take the line that sets `{fixed[0]}` out, and give its value beside the program.",
            )
        if rows is not None:
            loss = self._parts[len(rows)] = self.example(rows)
        else:
            values = {**self._inputs, **self._free_values()}
            loss = self._loss = BatchExample(self._read(values), values, self.parameters, (), self._upstream)
        loss.place(self.values)
        if rows is not None:
            for leaf in self.data:
                loss.put(leaf.name, self.whole(leaf)[rows])
        loss.run()
        return loss


class BatchExample:
    """One graph, compiled: L = sum(output * upstream), a float.

    `nodes`: the named leaves by name; `leaves`: what each free name, parameter and data array has, by node.
    """

    def __init__(
        self,
        graph: Graph,
        values: Mapping[str, Any],
        parameters: Sequence[Leaf],
        data: Collection[str],
        upstream: Any,
    ) -> None:
        self.graph = graph
        named = leaves_of(graph)
        self.nodes = {name: leaf.node for name, leaf in named.items()}
        self._wrt = [self.nodes[leaf.name] for leaf in parameters]
        free = {node.id: values[node.name or ""] for node in graph.nodes if node.op == INPUT}
        self._guards = graph.guards
        checked = [node for guard in graph.guards for node in (guard.left, guard.right)]
        seeds = [] if graph.seed is None else [graph.seed]
        leaves = {**free, **{place: _constant(graph, place) for place in self._wrt if place not in free}}
        leaves.update({self.nodes[name]: values[name] for name in data if name in self.nodes})
        self.leaves = leaves
        moving = [*self._wrt, *(self.nodes[name] for name in data if name in self.nodes)]
        self._tape = Compiled(graph, leaves, moving, [graph.output, *checked, *seeds], self._wrt)
        shape = graph.nodes[graph.output].shape
        self._shape = shape
        self._fixed = _seed(shape, upstream)
        self._own = upstream is None and graph.seed is not None
        self._plain = not shape and upstream is None and not self._own

    def number(self, node: int) -> Any:
        """Return the value of a node as it is now."""
        value = self._tape.numbers[node]
        return _constant(self.graph, node) if value is None else value

    def place(self, values: Mapping[str, Any]) -> None:
        """Set the parameters, in the order that the tape was made for."""
        numbers = self._tape.numbers
        for place, value in zip(self._wrt, values.values(), strict=True):
            numbers[place] = value

    def put(self, name: str, value: Any) -> None:
        """Set a leaf that is no parameter, if the tape reads it."""
        if name in self.nodes:
            self._tape.numbers[self.nodes[name]] = value

    def run(self) -> float:
        """Compute the loss: the output, or its sum weighted with the upstream gradient."""
        value = self._tape.run()
        return float(value) if self._plain else float(np.sum(value * self._seed()))

    def gradients(self) -> list[Any]:
        """Return the gradients of the parameters at the values of the last run."""
        return self._tape.gradients(1.0 if self._plain else self._seed())

    def stands(self) -> bool:
        """Return whether the guards of the program come out as they did when it was read."""
        numbers = self._tape.numbers
        return not self._guards or all(
            bool(np.all(COMPARE[guard.comparison](numbers[guard.left], numbers[guard.right]))) == guard.outcome
            for guard in self._guards
        )

    def _seed(self) -> Any:
        assert not self._own or self.graph.seed is not None
        return self._tape.numbers[self.graph.seed] if self._own and self.graph.seed is not None else self._fixed


def _seed(shape: Shape, upstream: Any) -> Any:
    """Raises: InputError `bad-upstream`."""
    if upstream is None:
        return np.ones(shape) if shape else 1.0
    if np.shape(upstream) != shape:
        raise InputError("bad-upstream", "The upstream gradient has another shape than the output.")
    return upstream


def _constant(graph: Graph, node: int) -> Any:
    """The value of a node that depends on no free name."""
    return Compiled(graph, {}, (), [node]).run()


def _refuse_count(graph: Graph, examples: int) -> None:
    """Raises: InputError `bad-batch`: a number of the program may be that of the examples, and would stay."""
    for node in graph.nodes:
        if node.op == LITERAL and not node.shape and node.params["value"] == examples:
            raise InputError(
                "bad-batch",
                f"The program holds the number {examples:,}, which may be that of the examples.",
                span=node.span,
                hint="Leave the data free, and give it in `values`.",
            )


def _reshaped(graph: Graph, shapes: Mapping[int, Shape]) -> Graph:
    """The graph with other shapes of leaves.

    Raises:
        InputError: `bad-batch`: a size stands in the program.
    """
    nodes: list[GraphNode] = []
    for node in graph.nodes:
        if not node.args or node.id in shapes:
            nodes.append(node._replace(shape=shapes.get(node.id, node.shape)))
            continue
        row = OPS[node.op]
        try:
            shape = row.shape(*[nodes[arg].shape for arg in node.args], **node.params)
        except ValueError:
            shape = None
        if shape is None or (node.id == graph.output and shape != node.shape):
            raise InputError(
                "bad-batch",
                "The program holds the number of examples, so it cannot be read for fewer of them.",
                span=node.span,
                hint="Leave the data free, and give it in `values`.",
            )
        nodes.append(node._replace(shape=tuple(shape)))
    return replace(graph, nodes=tuple(nodes))
