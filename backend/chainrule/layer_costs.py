"""Costs of a model, layer by layer: a table from shapes alone, for sizes that nobody would run."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from .distribution import Distribution, distribution_of
from .errors import InputError, about
from .evaluate import Number, Pass, evaluate
from .gate_costs import Expense, expense
from .graph import Graph, GraphNode, Shape, ancestors
from .learn.leaves import chosen_parameters, leaves_of
from .limits import DEFAULT, Limits
from .ops import OPS
from .read import Request, read
from .request import TraceRequest
from .sentences import sentence, tr
from .tracing.abstract_pass import prepare_shapes
from .tracing.build import prepare

__all__ = ["CostRow", "CostTable", "Order", "costs_of", "costs_of_graph", "costs_of_request", "with_distributions"]

Order = Literal["program", "parameters", "multiply_adds", "activation_bytes", "jacobian_bytes"]


@dataclass(frozen=True, slots=True)
class CostRow:
    """A layer: the innermost call of a function, or a gate that stands in none."""

    layer: str
    """Common part of its parameters' names, such as `features.0`; "" where it has none."""
    function: str
    """`conv2d`, what is written on the gate, or `unused` (`frozen`): parameters that stand at no gate."""
    shape: Shape
    """Shape of its result."""
    parameters: int
    """Number of entries that an update moves here; parameters that several layers share count at the first."""
    multiply_adds: int
    """Multiply-adds of its matrix products and convolutions in one forward pass."""
    activation_bytes: int
    """Bytes of the values that its gates compute, as float64."""
    jacobian_bytes: int
    """Bytes of the Jacobians of its gates, if they were formed."""
    id: str = ""
    """The function or the node of a trace that it is; "" of the total."""
    values: Distribution | None = None
    """The entries of its result; null where no number is computed, and of the total."""
    gradients: Distribution | None = None
    """The entries of the gradient of its result; null as `values`."""


@dataclass(frozen=True, slots=True)
class CostTable:
    """The layers of a model in the order of the program, and what they cost together."""

    rows: list[CostRow]
    """The layers."""
    total: CostRow
    """All of them together."""

    def sorted(self, by: Order) -> CostTable:
        """Return the same rows, the most expensive first.

        Raises:
            InputError: `bad-field`.
        """
        if by not in COLUMNS and by != "program":
            raise InputError(
                "bad-field", f"There is no column `{str(by)[:40]}`.", hint=f"There are {', '.join(COLUMNS)}."
            )
        rows = list(self.rows) if by == "program" else sorted(self.rows, key=lambda row: -int(getattr(row, by)))
        return CostTable(rows, self.total)

    def __str__(self) -> str:
        lines = [tuple(map(tr, HEAD)), *map(_cells, self.rows), (tr("total"), *_cells(self.total)[1:])]
        if any(row.values is not None for row in self.rows):
            bars = [(tr("values"), tr("gradients")), *map(_bars, self.rows), _bars(self.total)]
            lines = [line + more for line, more in zip(lines, bars, strict=True)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        texts = [_padded(line, widths) for line in lines]
        rule = "-" * max(map(len, texts))
        return "\n".join([texts[0], rule, *texts[1:-1], rule, texts[-1]])


COLUMNS = ("parameters", "multiply_adds", "activation_bytes", "jacobian_bytes")
HEAD = (
    sentence("layer"),
    sentence("function"),
    sentence("shape"),
    sentence("parameters"),
    sentence("multiply-adds"),
    sentence("activations"),
    sentence("Jacobian"),
)
LEFT = 3  # columns of text
BARS = " ▁▂▃▄▅▆▇█"


def _cells(row: CostRow) -> tuple[str, ...]:
    shape = "×".join(map(str, row.shape))
    counts = f"{row.parameters:,}", f"{row.multiply_adds:,}"
    return row.layer, row.function, shape, *counts, _size(row.activation_bytes), _size(row.jacobian_bytes)


def _bars(row: CostRow) -> tuple[str, str]:
    """Return both histograms as bars of characters, each with its bounds and its standard deviation."""
    values, gradients = map(_histogram, (row.values, row.gradients))
    return values, gradients


def _histogram(distribution: Distribution | None) -> str:
    if distribution is None:
        return ""
    most = max(1, *distribution.counts)
    bars = "".join(BARS[-(-count * (len(BARS) - 1) // most)] for count in distribution.counts)
    return f"{distribution.minimum:9.2g} {bars} {distribution.maximum:<9.2g} sd {distribution.deviation:<8.2g}"


def _padded(line: Sequence[str], widths: Sequence[int]) -> str:
    """Return the cells of a line side by side, numbers to the right."""
    cells = enumerate(zip(line, widths, strict=True))
    return "  ".join(
        cell.ljust(width) if place < LEFT else cell.rjust(width) for place, (cell, width) in cells
    ).rstrip()


def _size(count: int) -> str:
    """1536 -> "1.5 kB": thousands, as torchinfo has them."""
    size, units = float(count), iter(("B", "kB", "MB", "GB", "TB", "PB", "EB"))
    unit = next(units)
    for larger in units:
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{count} B" if unit == "B" else f"{size:.1f} {unit}"


def costs_of(
    source: str,
    shapes: Mapping[str, Sequence[int]],
    parameters: Sequence[str] | None = None,
    output: str | None = None,
    limits: Limits = DEFAULT,
) -> CostTable:
    """Return the table of a program from shapes alone: nothing is computed, and weights are not drawn.

    Raises:
        ChainruleError: as `read`; InputError `bad-field`: a shape is no list of whole numbers from 0;
            `missing-values`: the program chooses its way by numbers.
    """
    sizes = {name: _shape(name, shape) for name, shape in shapes.items()}
    graph = read(source, Request(shapes=sizes, output=output, limits=limits, shapes_only=True))
    return costs_of_graph(graph, parameters)


def costs_of_request(request: TraceRequest, limits: Limits = DEFAULT) -> CostTable:
    """Return the table of the program of a trace, with the ids that its layers have there.

    With numbers the program is evaluated, and each layer has the distributions of its values and gradients.

    Raises:
        ChainruleError: as `costs_of`, and as `evaluate`.
    """
    with about(request.source):
        if request.shapes_only is not None:
            return costs_of_graph(prepare_shapes(request, limits).graph)
        prepared = prepare(request, limits)
        run = evaluate(prepared.plan, prepared.values, prepared.upstream, limits=limits)
        return with_distributions(costs_of_graph(prepared.graph), run)


def with_distributions(table: CostTable, run: Pass) -> CostTable:
    """Return a table of `run.graph` with the distributions of the layers' values and gradients in that pass."""
    ends = [members[-1].id for _, members in _groups(run.graph)]
    rows = [
        replace(row, values=_distribution(run.values[end]), gradients=_distribution(run.gradients[end]))
        for row, end in zip(table.rows, ends, strict=False)
    ]
    return CostTable([*rows, *table.rows[len(ends) :]], table.total)  # what is unused has neither


def _distribution(value: Number) -> Distribution:
    with np.errstate(all="ignore"):
        return distribution_of(value)


def _shape(name: str, shape: Sequence[int]) -> Shape:
    sizes = tuple(shape)
    if not all(isinstance(size, int | np.integer) and not isinstance(size, bool) and size >= 0 for size in sizes):
        raise InputError(
            "bad-shape", f"The shape of `{name[:60]}` is no list of sizes.", hint='Write {"x": (1, 3, 224, 224)}.'
        )
    return tuple(int(size) for size in sizes)


def costs_of_graph(
    graph: Graph,
    parameters: Sequence[str] | None = None,
    paths: Mapping[str, str] | None = None,
    others: Mapping[str, Mapping[str, Shape]] | None = None,
) -> CostTable:
    """Return the table of a graph.

    Args:
        parameters: names of the leaves that an update moves; None: those that a library registered, else guessed, as
            for training.
        paths: what the parameters are called instead.
        others: further parameters of the model, by why they stand at no gate (`unused`, `frozen`): their shapes by what
            they are called; None: those of `graph.parameters` that the output does not need.
    """
    named = _parameter_names(graph, parameters, paths or {})
    rows, counted = [], set[int]()
    for function, members in _groups(graph):
        cost = sum((expense(graph, node) for node in members), Expense())
        used = dict.fromkeys(arg for node in members for arg in node.args if arg in named)
        own = [leaf for leaf in used if leaf not in counted]
        counted.update(own)
        rows.append(
            CostRow(
                _common([named[leaf] for leaf in used]),
                function,
                members[-1].shape,
                sum(math.prod(graph.nodes[leaf].shape) for leaf in own),
                cost.multiply_adds,
                cost.activation_bytes,
                cost.jacobian_bytes,
                f"f{members[-1].call}" if len(members) > 1 else f"n{members[-1].id}",
            )
        )
    if others is None:
        needed = ancestors(graph, graph.output)
        spare = [] if parameters is not None else [each for each in graph.parameters if not needed[each.node]]
        others = {"unused": {_within(each.name): each.shape for each in spare}}
    rows += [row for reason, shapes in others.items() for row in _rows_of_others(reason, shapes)]
    sums = [sum(getattr(row, column) for row in rows) for column in COLUMNS]
    return CostTable(rows, CostRow("total", "", graph.nodes[graph.output].shape, *sums))


def _parameter_names(graph: Graph, parameters: Sequence[str] | None, paths: Mapping[str, str]) -> dict[int, str]:
    """Return the leaves that are parameters -> what they are called."""
    if parameters is None and graph.parameters:
        return {each.node: _within(each.name) for each in graph.parameters}
    try:
        chosen = {leaf.node: leaf.name for leaf in chosen_parameters(graph, leaves_of(graph), parameters)}
    except InputError as error:
        if error.code != "no-parameter":
            raise
        return {}
    return {node: paths.get(name, graph.nodes[node].name or name) for node, name in chosen.items()}


def _within(name: str) -> str:
    """Return the way to a parameter within its model: `fc.weight` of `net.fc.weight`."""
    return name.partition(".")[2] or name


def _rows_of_others(reason: str, shapes: Mapping[str, Shape]) -> list[CostRow]:
    """Return a row for each module whose parameters stand at no gate, so that the total is the library's own."""
    sizes: dict[str, int] = {}
    for name, shape in shapes.items():
        layer = _common([name])
        sizes[layer] = sizes.get(layer, 0) + math.prod(shape)
    return [CostRow(layer, reason, (), size, 0, 0, 0) for layer, size in sizes.items()]


def _groups(graph: Graph) -> Iterator[tuple[str, list[GraphNode]]]:
    """Yield the gates that the output needs, by the innermost function that calls no other; the rest one by one."""
    needed = ancestors(graph, graph.output)
    gates = [node for node in graph.nodes if needed[node.id] and node.args]
    own = {node.call for node in gates}
    parents = {graph.calls[call].parent for call in own if call is not None}
    open_group: tuple[int, list[GraphNode]] | None = None
    for node in gates:
        call = node.call
        if call is not None and call not in parents:
            if open_group is None or open_group[0] != call:
                if open_group is not None:
                    yield graph.calls[open_group[0]].function, open_group[1]
                open_group = (call, [])
            open_group[1].append(node)
            continue
        if open_group is not None:
            yield graph.calls[open_group[0]].function, open_group[1]
            open_group = None
        yield OPS[node.op].label(**node.params), [node]
    if open_group is not None:
        yield graph.calls[open_group[0]].function, open_group[1]


def _common(names: Sequence[str]) -> str:
    """Return the module of some parameters: `fc` of `fc.weight` and `fc.bias`; for one without a dot its own name."""
    if not names:
        return ""
    if len(names) == 1:
        return names[0].rpartition(".")[0] or names[0]
    modules = [name.split(".")[:-1] for name in names]
    shared = itertools.takewhile(lambda words: len(set(words)) == 1, zip(*modules, strict=False))
    return ".".join(words[0] for words in shared)
