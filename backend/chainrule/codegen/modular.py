"""The lectures' modular form: gates that stash what their backward needs, and a Graph that runs them in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import numpy as np

from ..evaluate import Pass
from ..number import MINUS
from .expression import G
from .flat import gradient, imports, into_lines, leaf_text, seed_text, value_lines
from .program import GateLines, Program
from .script import Script
from .tangent_lines import Motion, gate_tangent, moving_nodes
from .values import careful

__all__ = ["modular_script", "modular_tangent_script"]

OUT = "out"


def modular_script(program: Program, run: Pass) -> Script:
    """Return the program in NumPy as one class for each kind of gate, and a `Graph` that runs them."""
    script = Script()
    kinds = _Kinds(program, _Kinds.backward)
    rows = kinds.write_classes(script)
    _graph(script, program, rows)
    is_careful = careful(program, run)
    value_lines(script, program, run, is_careful)
    script.add()
    argument_list = ", ".join(f"{program.names[leaf.id]}={program.names[leaf.id]}" for leaf in program.leaves)
    graph, result = program.allocator.take("graph"), program.allocator.take("gradients")
    script.add(f"{graph} = Graph()")
    script.add(f"{program.names[program.output]} = {graph}.forward({argument_list})")
    script.add(f"{result} = {graph}.backward({seed_text(program, run, is_careful)})", "seed")
    for leaf in program.leaves:
        name = program.names[leaf.id]
        script.add(f'print("{name}", {result}["{name}"])')
    imports(script, "numpy")
    return script


def modular_tangent_script(program: Program, motion: Motion) -> Script:
    """Forward mode: each gate makes its value and then its tangent, and nothing is kept behind it."""
    script, moving, is_careful = Script(), moving_nodes(program, motion.direction), careful(program, motion.run)
    rows = _Kinds(program, partial(_Kinds.tangent, moving=moving)).write_classes(script)
    _gates(script, program, rows)
    script.add("    def forward(self, values, tangents):")
    script.add("        for name, gate, names in self.gates:")
    script.add("            values[name] = gate.forward(*[values[each] for each in names])")
    script.add("            tangents[name] = gate.tangent(*[tangents[each] for each in names])")
    script.add("        return values, tangents")
    script.add()
    script.add()
    value_lines(script, program, motion.run, is_careful)
    script.add()
    leaves = [(leaf, program.names[leaf.id]) for leaf in program.leaves]
    zeros = {leaf.id: np.zeros(leaf.shape) if leaf.shape else 0.0 for leaf, _ in leaves}
    moves = [
        f'"{name}": {leaf_text(leaf, motion.direction.get(leaf.id, zeros[leaf.id]), is_careful)}'
        for leaf, name in leaves
    ]
    take = program.allocator.take
    graph, values, tangents, direction = take("graph"), take("values"), take("tangents"), take("direction")
    script.add(f"{graph} = Graph()")
    script.add(f"{direction} = {{{', '.join(moves)}}}", "direction", *[f"tv:n{leaf.id}" for leaf, _ in leaves])
    listed = ", ".join(f'"{name}": {name}' for _, name in leaves)
    script.add(f"{values}, {tangents} = {graph}.forward({{{listed}}}, {direction})", "direction")
    out = program.names[program.output]
    script.add(f'print("{out}", {tangents}["{out}"])')
    imports(script, "numpy")
    return script


def _graph(script: Script, program: Program, rows: list[tuple[GateLines, str]]) -> None:
    sums = sorted({tag for gate in program.gates for back in gate.backs for tag in back.sums})
    _gates(script, program, rows)
    script.add("    def forward(self, **values):")
    script.add("        for name, gate, names in self.gates:")
    script.add("            values[name] = gate.forward(*[values[each] for each in names])")
    script.add(f'        return values["{program.names[program.output]}"]')
    script.add()
    script.add("    def backward(self, upstream):")
    script.add(f'        gradients = {{"{program.names[program.output]}": upstream}}', "seed")
    script.add("        for name, gate, names in reversed(self.gates):")
    script.add("            downstream = gate.backward(gradients[name])")
    script.add("            for each, gradient in zip(names, downstream):")
    script.add("                gradients[each] = gradients.get(each, 0) + gradient  # copies: the terms add up", *sums)
    script.add("        return gradients")
    script.add()
    script.add()


def _gates(script: Script, program: Program, rows: list[tuple[GateLines, str]]) -> None:
    script.add("class Graph:")
    script.add("    def __init__(self):")
    script.add("        self.gates = [  # in topological order: inputs before outputs")
    for gate, kind in rows:
        inputs = [program.names[back] for back in _inputs(gate)]
        tags = {tag for back in gate.backs for tag in back.tags}
        listed = ", ".join(f'"{name}"' for name in inputs) + "," * (len(inputs) == 1)
        tags |= {tag.replace("f:", "t:", 1) for tag in gate.tags}
        script.add(f'            ("{program.names[gate.out]}", {kind}(), ({listed})),', *gate.tags, *sorted(tags))
    script.add("        ]")
    script.add()


def _inputs(gate: GateLines) -> list[int]:
    return [value for value in gate.symbols.values() if isinstance(value, int)]


def _stashed(inputs: list[str]) -> dict[str, str]:
    return {symbol: f"self.{symbol}" for symbol in (*inputs, OUT)}


class _Kinds:
    """The classes, one for all gates whose code is the same."""

    def __init__(self, program: Program, body: Callable[[_Kinds, GateLines], Script]) -> None:
        self.program, self.body = program, body
        self.names: dict[str, str] = {}  # code -> class
        self.classes: dict[str, Script] = {}
        self.tags: dict[str, list[list[str]]] = {}  # class -> of each line, for all its gates

    def write_classes(self, script: Script) -> list[tuple[GateLines, str]]:
        """Write all classes; return each gate with the name of its class."""
        rows = [(gate, self.kind(gate)) for gate in self.program.gates]
        for name, body in self.classes.items():
            body.tags = [tuple(tags) for tags in self.tags[name]]
            script.extend(body)
            script.add()
            script.add()
        return rows

    def kind(self, gate: GateLines) -> str:
        """Return the class of a gate; its lines light up with every gate of the kind."""
        body = self.body(self, gate)
        text = "\n".join(body.lines)
        if text not in self.names:
            words = gate.title.replace(MINUS, "Minus ").split()
            stem = re.sub(r"\W+", "", "".join(word[:1].upper() + word[1:] for word in words))
            stem = stem if stem.isidentifier() else f"Gate{stem}"
            name = self.program.allocator.take(stem, *(f"{stem}{count}" for count in range(2, 1000)))
            self.names[text] = name
            self.classes[name] = Script()
            self.classes[name].add(f"class {name}:")
            self.classes[name].extend(body, "    ")
            self.tags[name] = [list(tags) for tags in self.classes[name].tags]
        else:
            name = self.names[text]
            for old, new in zip(self.tags[name], [(), *body.tags], strict=True):
                old.extend(new)
        return name

    def backward(self, gate: GateLines) -> Script:
        """Return a class body whose `backward` hands each input its gradient."""
        program = self.program
        inputs, constants = self._operands(gate)
        used = self._used(gate)
        script = self._forward(gate, [symbol for symbol in (*inputs, OUT) if symbol in used], "backward")
        script.add(f"def backward(self, d{OUT}):")
        table = {**_stashed(inputs), **constants, G: f"d{OUT}"}
        contribution: dict[str, str] = {}
        for back in gate.backs:
            tags = back.tags
            grad = f"d{back.symbol}"
            contribution[back.symbol] = grad
            if back.into:
                script.add(f"    {grad} = np.zeros_like(self.{back.symbol})", *tags)
                for line in into_lines(gate, back, "numpy", grad, table, program.allocator):
                    script.add(f"    {line}", *tags)
            else:
                shape = program.graph.nodes[back.node].shape
                script.add(f"    {grad} = {gradient(back, 'numpy', table, shape, f'self.{back.symbol}')}", *tags)
        listed = [contribution.get(symbol, "0.0") for symbol in inputs]
        script.add(f"    return {', '.join(listed)}" if len(listed) > 1 else f"    return ({listed[0]},)")
        return script

    def tangent(self, gate: GateLines, moving: set[int]) -> Script:
        """Return a class body whose `tangent` takes the tangents of all inputs."""
        inputs, constants = self._operands(gate)
        dots = {symbol: f"{symbol}_dot" for symbol in inputs}
        named = {symbol: dot for symbol, dot in dots.items() if gate.symbols[symbol] in moving}
        text = gate_tangent(self.program, gate, "numpy", {**_stashed(inputs), **constants}, named)
        zero = f"np.zeros_like(self.{OUT})" if self.program.graph.nodes[gate.out].shape else "0.0"
        text = text or zero
        stash = [symbol for symbol in (*inputs, OUT) if re.search(rf"\bself\.{symbol}\b", text)]
        script = self._forward(gate, stash, "tangent")
        script.add(f"def tangent(self, {', '.join(dots.values())}):")
        script.add(f"    return {text}", *[tag.replace("f:", "t:", 1) for tag in gate.tags])
        return script

    def _operands(self, gate: GateLines) -> tuple[list[str], dict[str, str]]:
        """Return the symbols of the inputs, and the text of the constants."""
        program, symbols = self.program, gate.symbols.items()
        inputs = [symbol for symbol, value in symbols if isinstance(value, int)]
        return inputs, {s: program.operand(v, "numpy") for s, v in symbols if isinstance(v, str)}

    def _forward(self, gate: GateLines, stash: list[str], reader: str) -> Script:
        """Return the method `forward`, which keeps what `reader` needs."""
        inputs, constants = self._operands(gate)
        script = Script()
        script.add(f"def forward(self, {', '.join(inputs)}):")
        result = self.program.forward(gate, "numpy", {**{symbol: symbol for symbol in inputs}, **constants})
        if OUT in stash:
            script.add(f"    {OUT} = {result}", *gate.tags)
        if stash:
            left = ", ".join(f"self.{symbol}" for symbol in stash)
            script.add(f"    {left} = {', '.join(stash)}  # what {reader} needs", *gate.tags)
        script.add(f"    return {OUT if OUT in stash else result}", *gate.tags)
        script.add()
        return script

    def _used(self, gate: GateLines) -> set[str]:
        texts: set[str] = set()
        for back in gate.backs:
            shaped = back.into or (not back.passes and bool(self.program.graph.nodes[back.node].shape))
            texts |= {back.symbol} if shaped else set()
            texts |= back.words
        return texts - {G}
