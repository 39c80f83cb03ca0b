"""Graph and View -> the lines of a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..formula import Num, Tree, names, parse, substitute
from ..graph import LITERAL, FunctionCall, Graph, GraphNode, Shape, constants
from ..ops import ARGUMENTS, OPS, Op
from ..view import View, Wire, call_id, view
from .expression import MODULES, G, downstream, expanded, number
from .names import NameAllocator
from .program import DownstreamLine, GateLines, Program

__all__ = ["program"]

LONGEST_CONSTANT = 40  # characters of a formula of constants that is written out, as sqrt(2) is
MOST_GATES = 8  # of a closed function written on one line


def program(graph: Graph, view: View, letters: Mapping[int, str] | None = None) -> Program:
    """Return the program of `graph`, its closed functions closed as in `view`, which its tags speak of.

    `letters`: what the picture calls values without a name.

    Tags: "f:<box>" computes the box, "b:<box>" is its way back, "p:<node>:<slot>" that through one place of the graph,
    "w:<box>:<slot>" is the += for the wire from a copy gate into that box.
    """
    return _Maker(graph, view, letters or {}).program()


class _Maker:
    def __init__(self, graph: Graph, shown_view: View, letters: Mapping[int, str]) -> None:
        self.graph, self.view, self.letters = graph, shown_view, letters
        boxes = [box for box in view(graph, "open").boxes if box.is_single]  # all that counts
        self.reached = {box.node: box for box in boxes}
        self.collapsed = {call for box in shown_view.boxes if box.form == "collapsed" for call in box.calls}
        copies = {box.id for box in shown_view.boxes if box.copies}
        self.constant = graph.fact(constants)
        # The last lines name this: a gradient of the backward half may be its seed, or a constant.
        halves = graph.halves
        self.ends = {graph.output, *(() if halves is None else (end.node for end in halves.ends))}
        self.inside: dict[int, dict[int, int]] = {box.node: dict(box.constants) for box in boxes}
        self.inlined = self._inlined()
        self.summed = {  # place -> the tag of the += that its gradient takes part in
            port: (f"w:{wire.target}:{wire.slot}",)
            for wire in shown_view.wires
            if wire.source in copies
            for port in wire.ports
        }

    def _inlined(self) -> set[int]:
        """Return bare numbers drawn as leaves with one wire, where the gate has another argument that moves."""
        copied_nodes = {box.node for box in self.view.boxes if box.copies}
        for node in self.reached:
            args = self.graph.nodes[node].args
            if args and all(self.constant[arg] for arg in args):
                copied_nodes.update(args)
        return {
            node
            for node in self.reached
            if self.constant[node]
            and node not in copied_nodes
            and not self.graph.nodes[node].args
            and node not in self.ends
        }

    def owner(self, node: GraphNode) -> int | None:
        """Return the collapsed call that a node is hidden in; None where it has a box of its own."""
        outermost, call = None, node.call
        while call is not None:
            if call in self.collapsed:
                outermost = call
            call = self.graph.calls[call].parent
        return outermost

    def program(self) -> Program:
        nodes = self.graph.nodes
        owners = {node: self.owner(nodes[node]) for node in self.reached if nodes[node].args}
        members: dict[int, list[GraphNode]] = {}
        for node, owner in owners.items():
            if owner is not None:
                members.setdefault(owner, []).append(nodes[node])
        closed = {owner: gate for owner, inner in members.items() if (gate := self._closed(owner, inner))}
        gates: list[GateLines] = []
        for node, owner in owners.items():
            if owner is None or owner not in closed:
                gates.append(self._gate(nodes[node], owner))
            elif node == closed[owner].out:
                gates.append(closed[owner])
        used = {value for gate in gates for value in gate.symbols.values() if isinstance(value, int)}
        leaves = [
            nodes[node]
            for node in self.reached
            if not nodes[node].args and node not in self.inlined and (node in used or node in self.ends)
        ]
        for gate in gates:
            gate.slopes = tuple(gate.backs)
        self._prune(gates)
        terms = Counter(back.node for gate in gates for back in gate.backs)
        return self._named(leaves, gates, terms)

    def _gate(self, node: GraphNode, owner: int | None) -> GateLines:
        row, box = OPS[node.op], call_id(owner) or f"n{node.id}"
        letters = [f"x{slot}" for slot in range(len(node.args))] if row.slots is None else list(ARGUMENTS)
        fixed = {slot for slot, arg in enumerate(node.args) if slot in self.inside[node.id] or arg in self.inlined}
        symbols: dict[str, int | str] = {
            letters[slot]: f"c{arg}" if slot in fixed else arg for slot, arg in enumerate(node.args)
        }
        shapes = tuple(self.graph.nodes[arg].shape for arg in node.args)
        params = node.params if row.explicit_params is None else row.explicit_params(*shapes, **node.params)
        gate = GateLines(node.id, row.title, (node,), symbols, (f"f:{box}",), owner, params=params)
        # The way back to a number that is written into the line has no line of its own.
        settings = tuple(f"p:{node.id}:{slot}" for slot in sorted(fixed))
        for slot, arg in enumerate(node.args):
            if slot not in fixed:
                tree = self._tree(row, node, slot, shapes, letters)
                tags = (f"b:{box}", f"p:{node.id}:{slot}", *settings)
                sums = self.summed.get((node.id, slot), ())
                shape = node.shape if row.elementwise else shapes[slot]
                into = row.accumulate_statement is not None and slot not in row.stops
                ports = ((node.id, slot),)
                code = self._code(row, params, slot, shapes)
                gate.backs.append(DownstreamLine(arg, letters[slot], tree, shape, into, tags, sums, ports, code))
        return gate

    def _tree(self, row: Op, node: GraphNode, slot: int, shapes: tuple[Shape, ...], letters: list[str]) -> Tree | None:
        if row.accumulate_statement is not None or row.vjp_code is not None or slot in row.stops:
            return None
        if row.vjp_formula is not None:
            return parse(row.vjp_formula(*shapes, **node.params)[slot])
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
        if row.vjp_code is None or slot in row.stops:
            return {}
        return {language: row.vjp_code(language, *shapes, **params)[slot] for language in MODULES}

    def _prune(self, gates: list[GateLines]) -> None:
        """Hand back zeros behind a slot that passes nothing; drop such lines inside a closed function."""
        live = {self.graph.output}
        terms = Counter(back.node for gate in gates for back in gate.backs)
        for gate in reversed(gates):
            call = gate.call
            hidden = call is not None and not gate.closed and self.graph.calls[call].output in live
            for back in list(gate.backs):
                if gate.out in live and back.passes:
                    live.add(back.node)
                elif hidden and (terms[back.node] > 1 or call == self._inside(back.node)):
                    gate.backs.remove(back)
                    terms[back.node] -= 1
                else:  # zeros, and not 0 times a slope, which may be infinite
                    gate.backs[gate.backs.index(back)] = back._replace(tree=None, into=False, code={})

    def _inside(self, node: int) -> int | None:
        return self.owner(self.graph.nodes[node]) if self.graph.nodes[node].args else None

    def _closed(self, owner: int, inner: list[GraphNode]) -> GateLines | None:
        """Return a closed function as one line there and one back, if it has a closed local gradient entry by entry."""
        call, box = self.graph.calls[owner], call_id(owner)
        if call.output < 0:
            return None
        out = self.graph.nodes[call.output]
        wires = [wire for wire in self.view.wires if wire.target == box and wire.node not in self.inlined]
        fits = (
            bool(call.local)
            and inner[-1].id == out.id
            and all(OPS[node.op].elementwise and node.shape in ((), out.shape) for node in inner)
            and len(call.local) == len(call.params) == len(call.args)
            and all(wire.node in call.args and wire.shape == out.shape for wire in wires)
        )
        if not fits:
            return None
        symbols = self._parameters(call, {wire.node for wire in wires})
        backs = [back for wire in wires for back in self._uses(call, wire, out.shape)]
        if not all(back.tree and names(back.tree) <= {*symbols, G, "out", "pi"} for back in backs):
            return None
        if {back.node for back in backs} != {wire.node for wire in wires}:
            return None
        values = {value for value in symbols.values() if isinstance(value, int)}
        own = {node.id for node in inner}
        uses = Counter(arg for node in inner for arg in node.args)
        if any(arg not in own and arg not in values and not self.constant[arg] for node in inner for arg in node.args):
            return None  # it reads a name of the program
        if any(uses[node.id] > 1 for node in inner) or len(inner) > MOST_GATES:
            return None  # on one line something would be written twice
        return GateLines(
            out.id, f"{call.function} gate", tuple(inner), symbols, (f"f:{box}",), owner, True, backs=backs
        )

    def _uses(self, call: FunctionCall, wire: Wire, shape: Shape) -> list[DownstreamLine]:
        """Return one gradient line for each parameter that a wire goes to: `hypot(x, x)` takes it twice."""
        slots = [slot for slot, arg in enumerate(call.args) if arg == wire.node]
        trees = [downstream(expanded(parse(call.local[slot]))) for slot in slots]
        tags, sums = (f"b:{call_id(call.id)}",), self.summed.get(wire.ports[0], ())
        backs = [
            DownstreamLine(wire.node, call.params[slot], tree, shape, False, tags, sums, ())
            for slot, tree in zip(slots, trees, strict=True)
            if G in names(tree)
        ]
        return [backs[0]._replace(ports=wire.ports), *backs[1:]] if backs else []

    def _parameters(self, call: FunctionCall, wired: set[int]) -> dict[str, int | str]:
        pairs = zip(call.params, call.args, strict=False)
        return {name: arg if arg in wired else f"c{arg}" for name, arg in pairs if arg in wired or self.constant[arg]}

    def _named(self, leaves: list[GraphNode], gates: list[GateLines], terms: Counter[int]) -> Program:
        names = NameAllocator()
        texts_by_index: dict[int, str] = {}
        for leaf in leaves:
            if leaf.name is not None:
                texts_by_index[leaf.id] = names.take(leaf.name)
        nodes = [self.graph.nodes[gate.out] for gate in gates]
        for node in reversed(nodes):  # the last version of a name keeps it
            if node.name is not None:
                texts_by_index[node.id] = names.take(node.name)
        output = self.graph.output
        if output not in texts_by_index:
            texts_by_index[output] = names.take(self.graph.output_name, "out", "result")
        for node in (*leaves, *nodes):
            if node.id not in texts_by_index and node.id in self.letters:
                texts_by_index[node.id] = names.take(self.letters[node.id])
        for node in (*leaves, *nodes):
            if node.id not in texts_by_index:
                texts_by_index[node.id] = names.numbered(_stem(self.graph, node))
        order = [node.id for node in (*leaves, *nodes)]
        grads = {node: names.take(f"d{texts_by_index[node]}", f"grad_{texts_by_index[node]}") for node in order}
        constants = self._constants()
        return Program(self.graph, leaves, gates, texts_by_index, grads, constants, terms, names, self.letters)

    def _constants(self) -> dict[int, dict[str, str]]:
        """Return the text of each constant: a number, or a short formula of numbers as it is written."""
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
            if node.args and np.isfinite(numbers[node.id]):  # Python itself would raise where NumPy has inf
                formula = row.code("numpy", *[texts[arg]["numpy"] for arg in node.args], **own)
                text = f"({formula})" if len(formula) <= LONGEST_CONSTANT else bare
            texts[node.id] = {"numpy": text, "torch": bare}
        return texts


def _stem(graph: Graph, node: GraphNode) -> str:
    """Return the stem of the name for a value without one: the function that made it, or its gate."""
    if not node.args:
        return "c"
    call = graph.calls[node.call] if node.call is not None else None
    return call.function if call is not None and call.output == node.id else node.op
