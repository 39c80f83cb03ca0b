"""A program in no language yet: its leaves, its gates, and what each hands back to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, NamedTuple

from ..formula import Tree, names
from ..graph import Graph, GraphNode, Shape
from ..ops import OPS
from .expression import tidy
from .names import NameAllocator
from .operands import forwards, objects

__all__ = ["DownstreamLine", "GateLines", "Program"]


class DownstreamLine(NamedTuple):
    """One gradient line: what the gate hands to the gradient of `node`."""

    node: int
    symbol: str  # the argument's name in the gate's formulas
    tree: Tree | None  # of the gate's symbols, `out` and `g`; None: use `code` or `into`, or nothing passes
    wide: Shape  # of the tree's result, before broadcasting is undone
    into: bool
    tags: tuple[str, ...]
    sums: tuple[str, ...]  # the tags of the `+=` at copy gates that it takes part in
    ports: tuple[tuple[int, int], ...]  # the places of the graph whose gradients it hands down
    code: Mapping[str, str] = {}  # language -> the same as a template of code, where no formula can say it

    @property
    def words(self) -> frozenset[str]:
        """The symbols that its line reads."""
        if self.code:
            return frozenset(
                field for text in self.code.values() for _, field, _, _ in Formatter().parse(text) if field
            )
        return frozenset() if self.tree is None else names(self.tree)

    @property
    def passes(self) -> bool:
        """Return whether any gradient gets to the argument."""
        return self.tree is not None or self.into or bool(self.code)


@dataclass(slots=True)
class GateLines:
    """One forward line and the gradient lines behind it. `rows` has one row, or all gates of a closed function."""

    out: int
    title: str
    rows: tuple[GraphNode, ...]
    symbols: dict[str, int | str]  # symbol -> the node whose value it is, or the text of a constant
    tags: tuple[str, ...]
    call: int | None = None  # the collapsed call that its gates are hidden in
    closed: bool = False  # a function on one line: its symbols are its parameters
    params: Mapping[str, Any] = field(default_factory=dict)  # of its one row, said outright: see `Op.explicit_params`
    backs: list[DownstreamLine] = field(default_factory=list)
    slopes: tuple[DownstreamLine, ...] = ()  # `backs` of the whole gate, whether or not the output depends on it


@dataclass(slots=True)
class Program:
    """A graph prepared for code: its gates in order, and the names of their values and gradients."""

    graph: Graph
    leaves: list[GraphNode]
    gates: list[GateLines]
    names: dict[int, str]  # node -> its variable
    grads: dict[int, str]  # node -> the variable of its gradient
    fixed: dict[int, dict[str, str]]  # constant node -> language -> text in its gate
    terms: Counter[int]  # node -> how many gradient lines add up in it
    allocator: NameAllocator
    letters: Mapping[int, str] = field(default_factory=dict)  # of values without a name, as in the picture

    @property
    def output(self) -> int:
        """Return the node that the gradients are of."""
        return self.graph.output

    def zeroed(self) -> list[int]:
        """Return the nodes whose gradient is a sum (or is put together in place): it starts as zeros."""
        accumulated = {back.node for gate in self.gates for back in gate.backs if back.into}
        result_nodes = [leaf.id for leaf in self.leaves] + [gate.out for gate in self.gates]
        return [node for node in result_nodes if node != self.output and (self.terms[node] > 1 or node in accumulated)]

    def operand(self, value: int | str, language: str) -> str:
        """Return the text for one of a gate's symbols: a variable, or a constant."""
        return self.names[value] if isinstance(value, int) else self.fixed[int(value[1:])][language]

    def forward(self, gate: GateLines, language: str, operands: Mapping[str, str]) -> str:
        """Return the gate's result as one expression. `operands`: the name of each symbol in the code."""
        if not gate.closed:
            args = [operands[symbol] for symbol in gate.symbols]
            constant = [isinstance(value, str) for value in gate.symbols.values()]
            return tidy(self.gate_code(gate.rows[0], gate.params, language, args, constant))
        texts = {value: operands[symbol] for symbol, value in gate.symbols.items() if isinstance(value, int)}
        for node in gate.rows:
            if node.id != gate.out and not any(arg in texts for arg in node.args):
                continue  # of constants alone: a constant itself
            args = [texts[arg] if arg in texts else self.fixed[arg][language] for arg in node.args]
            constant = [arg not in texts for arg in node.args]
            texts[node.id] = f"({self.gate_code(node, node.params, language, args, constant)})"
        return tidy(texts[gate.out])

    def gate_code(
        self, node: GraphNode, params: Mapping[str, Any], language: str, args: Sequence[str], constant: Sequence[bool]
    ) -> str:
        """Return one gate of the graph as an expression. `constant`: which of the operands are written-out numbers."""
        row = OPS[node.op]
        operands = objects(row, language, args, constant)
        if language == "torch":
            axes, params = forwards(params)
            if axes:
                operands[0] += f".flip({', '.join(map(str, axes))})"
        return row.code(language, *operands, **params)
