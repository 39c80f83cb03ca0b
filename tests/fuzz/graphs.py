"""Random graphs over the whole table of ops: gates joined wherever a trial of their row has a fitting shape."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.graph import INPUT, LITERAL, FunctionCall, Graph, GraphNode, Shape
from chainrule.ops import Op, Trial
from ops_support import COMPUTING, counted, draw, trials

__all__ = ["GraphCase", "random_graph"]

ROWS = [(op, trial) for op in COMPUTING for trial in trials(op)]
SPECIAL = (0.0, 1.0, -1.0, 0.5, 2.0, 1e-3, -1e3)


@dataclass(frozen=True)
class GraphCase:
    seed: int
    graph: Graph
    values: dict[str, Any]
    fixed: frozenset[str]  # names whose values are whole numbers: indices, which do not move
    upstream: Any

    def __str__(self) -> str:
        lines = [f"# graph {self.seed}"]
        for node in self.graph.nodes:
            what = f"n{node.id} = {node.op}({', '.join(f'n{arg}' for arg in node.args)}) {dict(node.params)}"
            given = (
                f"  # {node.name} = {np.asarray(self.values[node.name]).tolist()}" if node.name in self.values else ""
            )
            lines.append(f"{what} {node.shape} call={node.call}{given}")
        return "\n".join([*lines, f"output n{self.graph.output}", f"upstream {self.upstream}", f"{self.graph.calls}"])


def random_graph(seed: int) -> GraphCase:
    """The same graph for the same seed and table of ops."""
    return _Maker(seed).case()


class _Maker:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.pick = random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        self.nodes: list[GraphNode] = []
        self.values: dict[str, Any] = {}
        self.fixed: set[str] = set()
        self.by_shape: dict[Shape, list[int]] = {}

    def case(self) -> GraphCase:
        wanted = self.pick.randint(1, 10)
        tries = 0
        while sum(bool(node.args) for node in self.nodes) < wanted and tries < 200:
            tries += 1
            self._gate(*self._row())
        output = max(node.id for node in self.nodes if node.args)
        calls = self._calls(output)
        shape = self.nodes[output].shape
        upstream = draw(self.numbers, -2, 2, shape) if self.pick.random() < 0.3 else None
        names = {node.name: node.id for node in self.nodes if node.name is not None}
        graph = Graph(f"graph {self.seed}", tuple(self.nodes), output, names, calls)
        return GraphCase(self.seed, graph, self.values, frozenset(self.fixed), upstream)

    def _row(self) -> tuple[Op, Trial]:
        """Half of the time one whose first argument is there already."""
        op, trial = self.pick.choice(ROWS)
        for _ in range(20 if self.pick.random() < 0.7 else 0):
            if trial.shapes[0] in self.by_shape:
                break
            op, trial = self.pick.choice(ROWS)
        return op, trial

    def _gate(self, op: Op, trial: Trial) -> None:
        params = {**op.params, **trial.params}
        shape = op.shape(*trial.shapes, **params)
        if np.prod(shape, dtype=int) > 200:
            return
        args = tuple(self._argument(op, trial, slot, shape) for slot, shape in enumerate(trial.shapes))
        name = f"v{len(self.nodes)}" if self.pick.random() < 0.3 else None
        self._add(op.name, args, params if op.params else {}, shape, name)

    def _argument(self, op: Op, trial: Trial, slot: int, shape: Shape) -> int:
        known = self.by_shape.get(shape, [])
        if slot in trial.whole:
            return self._leaf(counted(self.numbers, trial.whole[slot], shape), shape, fixed=True)
        if trial.diagonal and slot == 0:
            return self._leaf(
                draw(self.numbers, trial.low, trial.high, shape) + trial.diagonal * np.eye(shape[-1]), shape
            )
        if known and self.pick.random() < 0.75:
            return self.pick.choice(known)
        if not shape and self.pick.random() < 0.3:
            value = self.pick.choice(SPECIAL) if self.pick.random() < 0.5 else draw(self.numbers, -2, 2, ())
            return self._add(LITERAL, (), {"value": float(value)}, (), None)
        return self._leaf(draw(self.numbers, trial.low, trial.high, shape), shape)

    def _leaf(self, value: Any, shape: Shape, *, fixed: bool = False) -> int:
        name = f"x{len(self.nodes)}"
        self.values[name] = value
        if fixed:
            self.fixed.add(name)
        return self._add(INPUT, (), {}, shape, name, shared=not fixed)

    def _add(
        self, op: str, args: tuple[int, ...], params: Any, shape: Shape, name: str | None, *, shared: bool = True
    ) -> int:
        node = GraphNode(len(self.nodes), op, args, params, shape, None, name, None)
        self.nodes.append(node)
        if shared:
            self.by_shape.setdefault(shape, []).append(node.id)
        return node.id

    def _calls(self, output: int) -> tuple[FunctionCall, ...]:
        """A function round a run of the gates, some of its arguments unused, one of them perhaps twice."""
        gates = [node.id for node in self.nodes if node.args and node.id <= output]
        if self.pick.random() < 0.5 or not gates:
            return ()
        last = self.pick.randrange(len(gates))
        inner = set(gates[self.pick.randint(max(0, last - 4), last) : last + 1])
        for index in inner:
            self.nodes[index] = self.nodes[index]._replace(call=0)
        outside = [arg for index in sorted(inner) for arg in self.nodes[index].args if arg not in inner]
        args = list(dict.fromkeys(outside))
        if self.pick.random() < 0.3:
            args.append(self.pick.choice([node.id for node in self.nodes if node.id < min(inner)] or [args[0]]))
        params = tuple(f"p{i}" for i in range(len(args)))
        return (FunctionCall(0, "f", None, tuple(args), gates[last], None, (), params),)
