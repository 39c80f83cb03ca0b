"""Graph and View -> the lines of a program, in no language yet: leaves, gates, and what each hands back to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, NamedTuple

import numpy as np

from ..formula import Num, Tree, names, parse, substitute
from ..graph import LITERAL, Call, Graph, Node, Shape, constants
from ..ops import OPS, Op
from ..view import View, view
from .expression import MODULES, G, downstream, expanded, number, tidy
from .names import Names

__all__ = ["Back", "Gate", "Program", "program"]

LETTERS = "abcdefgh"
LONGEST_CONSTANT = 40  # characters of a formula of constants that is written out, as sqrt(2) is
MOST_GATES = 8  # of a closed function written on one line


class Back(NamedTuple):
    """One gradient line: what the gate hands to the gradient of `node`."""

    node: int
    symbol: str  # the argument's name in the gate's formulas
    tree: Tree | None  # of the gate's symbols, `out` and `g`; None: use `code` or `into`, or nothing passes
    wide: Shape  # of the tree's result, before broadcasting is undone
    into: bool
    tags: tuple[str, ...]
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
        return self.tree is not None or self.into or bool(self.code)


@dataclass(slots=True)
class Gate:
    """One forward line and the gradient lines behind it. `rows` has one row, or all gates of a closed function."""

    out: int
    title: str
    rows: tuple[Node, ...]
    symbols: dict[str, int | str]  # symbol -> the node whose value it is, or the text of a constant
    tags: tuple[str, ...]
    closed: bool = False  # a function on one line: its symbols are its parameters
    params: Mapping[str, Any] = field(default_factory=dict)  # of its one row, said outright: see `Op.settle`
    backs: list[Back] = field(default_factory=list)


@dataclass(slots=True)
class Program:
    graph: Graph
    leaves: list[Node]
    gates: list[Gate]
    names: dict[int, str]  # node -> its variable
    grads: dict[int, str]  # node -> the variable of its gradient
    fixed: dict[int, dict[str, str]]  # constant node -> language -> what is written into its gate
    terms: Counter[int]  # node -> how many gradient lines add up in it
    taken: Names

    @property
    def output(self) -> int:
        return self.graph.output

    def zeroed(self) -> list[int]:
        """The nodes whose gradient is a sum (or is put together in place): it starts as zeros."""
        placed = {back.node for gate in self.gates for back in gate.backs if back.into}
        known = [leaf.id for leaf in self.leaves] + [gate.out for gate in self.gates]
        return [node for node in known if node != self.output and (self.terms[node] > 1 or node in placed)]

    def operand(self, value: int | str, language: str) -> str:
        """What stands for one of a gate's symbols: a variable, or a constant."""
        return self.names[value] if isinstance(value, int) else self.fixed[int(value[1:])][language]

    def forward(self, gate: Gate, language: str, known: Mapping[str, str]) -> str:
        """The gate's result as one expression. `known`: what its symbols are called."""
        texts: dict[int, str] = {}
        for symbol, value in gate.symbols.items():
            if isinstance(value, int):
                texts[value] = known[symbol]
        if not gate.closed:
            (node,) = gate.rows
            args = [known[symbol] for symbol in gate.symbols]
            return tidy(OPS[node.op].code(language, *args, **gate.params))
        for node in gate.rows:
            args = [texts[arg] if arg in texts else self.fixed[arg][language] for arg in node.args]
            texts[node.id] = f"({OPS[node.op].code(language, *args, **node.params)})"
        return tidy(texts[gate.out])


def program(graph: Graph, drawn: View) -> Program:
    """The program of `graph`, its closed functions closed as in `drawn`, which its tags speak of.

    Tags: "f:<box>" computes the box, "b:<box>" is its way back, "p:<node>:<slot>" that through one place of the graph,
    "w:<box>:<slot>" is the += for the wire from a copy gate into that box.
    """
    return _Maker(graph, drawn).program()


class _Maker:
    def __init__(self, graph: Graph, drawn: View) -> None:
        self.graph, self.drawn = graph, drawn
        boxes = [box for box in view(graph, "open").boxes if box.id.startswith("n")]  # all that counts
        self.reached = {box.node: box for box in boxes}
        self.pills = {box.id for box in drawn.boxes if box.kind == "function"}
        self.constant = constants(graph)
        self.inside: dict[int, dict[int, int]] = {box.node: dict(box.constants) for box in boxes}
        self.inlined = self._inlined()
        self.summed = {  # place -> the tag of the += that its gradient takes part in
            port: (f"w:{wire.target}:{wire.slot}",)
            for wire in drawn.wires
            if wire.source[0] == "c"
            for port in wire.ports
        }

    def _inlined(self) -> set[int]:
        """Bare numbers drawn as leaves, where the gate has another argument that moves."""
        kept: set[int] = set()
        for node in self.reached:
            args = self.graph.nodes[node].args
            if args and all(self.constant[arg] for arg in args):
                kept.update(args)
        return {
            node
            for node in self.reached
            if self.constant[node]
            and node not in kept
            and not self.graph.nodes[node].args
            and node != self.graph.output
        }

    def owner(self, node: Node) -> str:
        """The box that shows a node: its own, or the closed function it is hidden in."""
        found, call = f"n{node.id}", node.call
        while call is not None:
            if f"f{call}" in self.pills:
                found = f"f{call}"
            call = self.graph.calls[call].parent
        return found

    def program(self) -> Program:
        nodes = self.graph.nodes
        owners = {node: self.owner(nodes[node]) for node in self.reached if nodes[node].args}
        members: dict[str, list[Node]] = {}
        for node, owner in owners.items():
            members.setdefault(owner, []).append(nodes[node])
        closed = {
            owner: gate for owner, inner in members.items() if owner[0] == "f" and (gate := self._closed(owner, inner))
        }
        gates: list[Gate] = []
        for node, owner in owners.items():
            if owner not in closed:
                gates.append(self._gate(nodes[node], owner))
            elif node == closed[owner].out:
                gates.append(closed[owner])
        used = {value for gate in gates for value in gate.symbols.values() if isinstance(value, int)}
        leaves = [
            nodes[node]
            for node in self.reached
            if not nodes[node].args and node not in self.inlined and (node in used or node == self.graph.output)
        ]
        self._prune(gates)
        terms = Counter(back.node for gate in gates for back in gate.backs)
        return self._named(leaves, gates, terms)

    def _gate(self, node: Node, owner: str) -> Gate:
        row = OPS[node.op]
        letters = [f"x{slot}" for slot in range(len(node.args))] if row.slots is None else list(LETTERS)
        fixed = {slot for slot, arg in enumerate(node.args) if slot in self.inside[node.id] or arg in self.inlined}
        symbols: dict[str, int | str] = {
            letters[slot]: f"c{arg}" if slot in fixed else arg for slot, arg in enumerate(node.args)
        }
        shapes = tuple(self.graph.nodes[arg].shape for arg in node.args)
        params = node.params if row.settle is None else row.settle(*shapes, **node.params)
        gate = Gate(node.id, row.title, (node,), symbols, (f"f:{owner}",), params=params)
        for slot, arg in enumerate(node.args):
            if slot not in fixed:
                tree = self._tree(row, node, slot, shapes, letters)
                tags = (f"b:{owner}", f"p:{node.id}:{slot}", *self.summed.get((node.id, slot), ()))
                wide = node.shape if row.elementwise else shapes[slot]
                into = row.into is not None and slot not in row.stops
                ports = ((node.id, slot),)
                code = self._code(row, params, slot, shapes)
                gate.backs.append(Back(arg, letters[slot], tree, wide, into, tags, ports, code))
        return gate

    def _tree(self, row: Op, node: Node, slot: int, shapes: tuple[Shape, ...], letters: list[str]) -> Tree | None:
        if row.into is not None or row.back_code is not None or slot in row.stops:
            return None
        if row.back is not None:
            return parse(row.back(*shapes, **node.params)[slot])
        if not row.elementwise:
            rules = row.rules(*shapes, **node.params)
            return parse(rules[min(slot, len(rules) - 1)])
        local = parse(row.local[min(slot, len(row.local) - 1)])
        plain = {
            letters[place]: Num(float(self.graph.nodes[arg].params["value"]))
            for place, arg in enumerate(node.args)
            if (place in self.inside[node.id] or arg in self.inlined) and self.graph.nodes[arg].op == LITERAL
        }
        tree = downstream(substitute(local, dict(plain)))
        return tree if G in names(tree) else None

    def _code(self, row: Op, params: Mapping[str, Any], slot: int, shapes: tuple[Shape, ...]) -> dict[str, str]:
        if row.back_code is None or slot in row.stops:
            return {}
        return {language: row.back_code(language, *shapes, **params)[slot] for language in MODULES}

    def _prune(self, gates: list[Gate]) -> None:
        """Behind a slot that passes nothing hand back zeros; inside a closed function leave such lines out."""
        live = {self.graph.output}
        terms = Counter(back.node for gate in gates for back in gate.backs)
        for gate in reversed(gates):
            box = gate.tags[0][2:]
            hidden = box[0] == "f" and not gate.closed and self.graph.calls[int(box[1:])].output in live
            for back in list(gate.backs):
                if gate.out in live and back.passes:
                    live.add(back.node)
                elif hidden and (terms[back.node] > 1 or back.tags[0][2:] == self._inside(back.node)):
                    gate.backs.remove(back)
                    terms[back.node] -= 1
                else:  # zeros, and not 0 times a slope, which may be infinite
                    gate.backs[gate.backs.index(back)] = back._replace(tree=None, into=False, code={})

    def _inside(self, node: int) -> str:
        return self.owner(self.graph.nodes[node]) if self.graph.nodes[node].args else ""

    def _closed(self, owner: str, inner: list[Node]) -> Gate | None:
        """A closed function as one line there and one back, if it has a closed local gradient entry by entry."""
        call = self.graph.calls[int(owner[1:])]
        out = self.graph.nodes[call.output]
        wires = [wire for wire in self.drawn.wires if wire.target == owner]
        fits = (
            bool(call.local)
            and inner[-1].id == out.id
            and all(OPS[node.op].elementwise and node.shape in ((), out.shape) for node in inner)
            and all(wire.slot < len(call.local) and wire.shape == out.shape for wire in wires)
        )
        if not fits:
            return None
        symbols = self._parameters(call, {wire.node for wire in wires})
        trees = [downstream(expanded(parse(call.local[wire.slot]))) for wire in wires]
        if not all(names(tree) <= {*symbols, G, "out", "pi"} and G in names(tree) for tree in trees):
            return None
        known = {value for value in symbols.values() if isinstance(value, int)}
        own = {node.id for node in inner}
        uses = Counter(arg for node in inner for arg in node.args)
        if any(arg not in own and arg not in known and not self.constant[arg] for node in inner for arg in node.args):
            return None  # it reads a name of the program
        if any(uses[node.id] > 1 for node in inner) or len(inner) > MOST_GATES:
            return None  # on one line something would be written twice
        gate = Gate(out.id, f"{call.function} gate", tuple(inner), symbols, (f"f:{owner}",), closed=True)
        for wire, tree in zip(wires, trees, strict=True):
            tags = (f"b:{owner}", *self.summed.get(wire.ports[0], ()))
            gate.backs.append(Back(wire.node, call.params[wire.slot], tree, out.shape, False, tags, wire.ports))
        return gate

    def _parameters(self, call: Call, wired: set[int]) -> dict[str, int | str]:
        pairs = zip(call.params, call.args, strict=False)
        return {name: arg if arg in wired else f"c{arg}" for name, arg in pairs if arg in wired or self.constant[arg]}

    def _named(self, leaves: list[Node], gates: list[Gate], terms: Counter[int]) -> Program:
        taken = Names()
        found: dict[int, str] = {}
        for leaf in leaves:
            if leaf.name is not None:
                found[leaf.id] = taken.take(leaf.name)
        nodes = [self.graph.nodes[gate.out] for gate in gates]
        for node in reversed(nodes):  # the last version of a name keeps it
            if node.name is not None:
                found[node.id] = taken.take(node.name)
        output = self.graph.output
        if output not in found:
            shape = self.graph.nodes[output].shape
            found[output] = taken.take(*(("out", "result") if shape else ("f", "L", "J", "E", "result")))
        for node in (*leaves, *nodes):
            if node.id not in found:
                found[node.id] = taken.numbered(_stem(self.graph, node))
        order = [node.id for node in (*leaves, *nodes)]
        grads = {node: taken.take(f"d{found[node]}", f"grad_{found[node]}") for node in order}
        return Program(self.graph, leaves, gates, found, grads, self._constants(), terms, taken)

    def _constants(self) -> dict[int, dict[str, str]]:
        """Numbers as they are, formulas of numbers as they are written while they are short. From the leaves up."""
        numbers: dict[int, float] = {}
        texts: dict[int, dict[str, str]] = {}
        for node in self.graph.nodes:
            if not self.constant[node.id]:
                continue
            row, own = OPS[node.op], node.params
            with np.errstate(all="ignore"):
                args = [np.float64(numbers[arg]) for arg in node.args]
                numbers[node.id] = float(row.forward(*args, **own))
            bare = number(numbers[node.id])
            text = bare
            if node.args:
                formula = row.code("numpy", *[texts[arg]["numpy"] for arg in node.args], **own)
                text = f"({formula})" if len(formula) <= LONGEST_CONSTANT else bare
            texts[node.id] = {"numpy": text, "torch": bare}
        return texts


def _stem(graph: Graph, node: Node) -> str:
    """What a value without a name is called after: the function that made it, or its gate."""
    if not node.args:
        return "c"
    call = graph.calls[node.call] if node.call is not None else None
    return call.function if call is not None and call.output == node.id else node.op
