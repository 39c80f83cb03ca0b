"""The lectures' modular form: gates that stash what their backward needs, and a Graph that runs them in order."""

from __future__ import annotations

import re

from ..evaluate import Pass
from ..number import MINUS
from .expression import G
from .flat import gradient, imports, into_lines, seed_text, value_lines
from .program import GateLines, Program
from .script import Script
from .values import careful

__all__ = ["modular_script"]

OUT = "out"


def modular_script(program: Program, run: Pass) -> Script:
    script, kinds = Script(), _Kinds(program)
    rows = [(gate, kinds.kind(gate)) for gate in program.gates]
    for name, body in kinds.classes.items():
        body.tags = [tuple(tags) for tags in kinds.tags[name]]
        script.extend(body)
        script.add()
        script.add()
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


def _graph(script: Script, program: Program, rows: list[tuple[GateLines, str]]) -> None:
    sums = sorted({tag for gate in program.gates for back in gate.backs for tag in back.sums})
    script.add("class Graph:")
    script.add("    def __init__(self):")
    script.add("        self.gates = [  # in topological order: inputs before outputs")
    for gate, kind in rows:
        inputs = [program.names[back] for back in _inputs(gate)]
        tags = {tag for back in gate.backs for tag in back.tags}
        listed = ", ".join(f'"{name}"' for name in inputs) + "," * (len(inputs) == 1)
        script.add(f'            ("{program.names[gate.out]}", {kind}(), ({listed})),', *gate.tags, *sorted(tags))
    script.add("        ]")
    script.add()
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


def _inputs(gate: GateLines) -> list[int]:
    return [value for value in gate.symbols.values() if isinstance(value, int)]


class _Kinds:
    """The classes, one for all gates whose code is the same."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.names: dict[str, str] = {}  # code -> class
        self.classes: dict[str, Script] = {}
        self.tags: dict[str, list[list[str]]] = {}  # class -> of each line, for all its gates

    def kind(self, gate: GateLines) -> str:
        """Return the class of a gate; its lines light up with every gate of the kind."""
        body = self._body(gate)
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

    def _body(self, gate: GateLines) -> Script:
        program = self.program
        inputs = [symbol for symbol, value in gate.symbols.items() if isinstance(value, int)]
        constants = {s: program.operand(v, "numpy") for s, v in gate.symbols.items() if isinstance(v, str)}
        used = self._used(gate)
        script = Script()
        script.add(f"def forward(self, {', '.join(inputs)}):")
        result = program.forward(gate, "numpy", {**{symbol: symbol for symbol in inputs}, **constants})
        stash = [symbol for symbol in (*inputs, OUT) if symbol in used]
        if OUT in stash:
            script.add(f"    {OUT} = {result}", *gate.tags)
        if stash:
            left = ", ".join(f"self.{symbol}" for symbol in stash)
            script.add(f"    {left} = {', '.join(stash)}  # what backward needs", *gate.tags)
        script.add(f"    return {OUT if OUT in stash else result}", *gate.tags)
        script.add()
        script.add(f"def backward(self, d{OUT}):")
        table = {**{symbol: f"self.{symbol}" for symbol in (*inputs, OUT)}, **constants, G: f"d{OUT}"}
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

    def _used(self, gate: GateLines) -> set[str]:
        texts: set[str] = set()
        for back in gate.backs:
            shaped = back.into or (not back.passes and bool(self.program.graph.nodes[back.node].shape))
            texts |= {back.symbol} if shaped else set()
            texts |= back.words
        return texts - {G}
