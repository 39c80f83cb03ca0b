"""The derivation in LaTeX: every gate's equation, then the chain rule gate by gate, with the numbers put in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import reduce
from typing import Any

import numpy as np

from ..evaluate import Pass
from ..explain import loss_name
from ..formula import (
    Bin,
    Call,
    FormulaError,
    Num,
    NumberPlace,
    Tree,
    Var,
    evaluated,
    latex,
    latex_symbol,
    names,
    parse,
    simplify,
    substitute,
)
from ..formula.blackboard import blackboard
from ..number import MINUS, number, short
from ..ops import OPS
from .expression import G
from .program import DownstreamLine, GateLines, Program
from .script import Script
from .tangent_lines import Motion, moving_nodes, tangent_terms
from .values import seeded

__all__ = ["latex_script", "latex_tangent_script"]

SAME = 1e-9  # of two numbers that differ by no more
MOST_ROWS, MOST_COLUMNS = 8, 6  # of a matrix whose numbers are written
LETTERS = ("v", "u", "h", "q", "t")  # for values without a name, numbered in topological order as the lectures do


def latex_script(program: Program, run: Pass) -> Script:
    """Return the derivation of the gradients in LaTeX."""
    return _Derivation(program, run).script()


def latex_tangent_script(program: Program, motion: Motion) -> Script:
    """Return the derivation of the tangents in LaTeX."""
    return _Derivation(program, motion.run).tangent_script(motion)


def _merged(gate: GateLines) -> list[DownstreamLine]:
    """Return the gradient lines of a gate, one per value that it takes: a closed function has only their sum."""
    if not gate.closed:
        return gate.backs
    backs_by_index: dict[int, DownstreamLine] = {}
    for back in gate.backs:
        first = backs_by_index.setdefault(back.node, back)
        if first is not back and first.tree is not None and back.tree is not None:
            backs_by_index[back.node] = first._replace(tree=Bin("+", first.tree, back.tree))
    return list(backs_by_index.values())


def _displayed(place: NumberPlace) -> Tree:
    """Return the number that a reader sees, with the digits that are written."""
    return Num(float(place.text.replace(MINUS, "-").replace("∞", "inf")))


class _Derivation:
    def __init__(self, program: Program, run: Pass) -> None:
        self.program, self.run, self.graph = program, run, program.graph
        self.symbols = self._symbols()
        out = self.graph.nodes[program.output]
        given_one = seeded(program, run) is not None
        letter = loss_name(self.graph.output_name, out.shape, is_given=given_one, reserved=list(self.graph.names))
        self.loss = self.symbols[out.id] if letter == out.name else latex_symbol(letter)
        if out.name is None:
            self.symbols[out.id] = latex_symbol(self.graph.output_name)
        self.rows: list[tuple[str, tuple[str, ...]]] = []
        self.terms = Counter(back.node for gate in program.gates for back in _merged(gate))

    def _symbols(self) -> dict[int, str]:
        used = {name[0] for name in self.program.names.values()}
        letter = next((letter for letter in LETTERS if letter not in used), "v")
        texts_by_index: dict[int, str] = {}
        for place, node in enumerate(self.program.names):
            is_called = self.graph.nodes[node].name is not None or node in self.program.letters
            symbol = latex_symbol(self.program.names[node]) if is_called else ""
            texts_by_index[node] = symbol if symbol and symbol.isascii() else f"{letter}_{{{place + 1}}}"
        count = 0
        for gate in self.program.gates:  # in the order of the forward pass
            is_called = self.graph.nodes[gate.out].name is not None or gate.out in self.program.letters
            if texts_by_index[gate.out].startswith(f"{letter}_{{") and not is_called:
                count += 1
                texts_by_index[gate.out] = f"{letter}_{{{count}}}"
        return texts_by_index

    def script(self) -> Script:
        for leaf in self.program.leaves:
            self.row(self.symbols[leaf.id], [self.value(self.run.values[leaf.id])], f"v:n{leaf.id}")
        leaves = len(self.rows)
        for gate in self.program.gates:
            self.forward(gate)
        gates = len(self.rows)
        self.row(self.bar(self.program.output), [self.value(self.run.upstream)], "seed")
        for gate in reversed(self.program.gates):
            for back in _merged(gate):
                self.back(gate, back)
        return self.aligned({0: "values", leaves: "forward pass", gates: "backward pass: upstream times local"})

    def tangent_script(self, motion: Motion) -> Script:
        """Return the derivation of forward mode: behind each value its tangent, a dot over its letter."""
        moving = moving_nodes(self.program, motion.direction)
        for leaf in self.program.leaves:
            tags = f"v:n{leaf.id}", f"tv:n{leaf.id}"
            self.row(self.symbols[leaf.id], [self.value(self.run.values[leaf.id])], *tags)
            if leaf.name is not None:
                move = self.value(motion.tangents[leaf.id])
                self.row(self.dot(leaf.id), [move], "direction", f"tv:n{leaf.id}")
        leaves = len(self.rows)
        for gate in self.program.gates:
            self.forward(gate)
            self.ahead(gate, motion, moving)
        return self.aligned({0: "values and direction", leaves: "forward pass: each value, and its tangent"})

    def dot(self, node: int) -> str:
        return rf"\dot{{{self.symbols[node]}}}"

    def ahead(self, gate: GateLines, motion: Motion, moving: set[int]) -> None:
        """Add the row of a tangent: local gradient times tangent, summed over the inputs that move."""
        tags = tuple(tag.replace("f:", "t:", 1) for tag in gate.tags)
        words, put = self.name_mapping(gate)
        words["out"] = self.symbols[gate.out]
        if not np.ndim(self.run.values[gate.out]):
            put["out"] = NumberPlace("", number(float(self.run.values[gate.out])))
        terms: list[Tree] = []
        for back in tangent_terms(gate, {s for s, value in gate.symbols.items() if value in moving}):
            if back.tree is None or not (gate.closed or OPS[gate.rows[0].op].elementwise):
                terms = []
                break
            dotted = f"{back.symbol}_dot"
            words[dotted], tangent = self.dot(back.node), motion.tangents[back.node]
            if not np.ndim(tangent):
                put[dotted] = NumberPlace("", number(float(tangent)))
            terms.append(substitute(back.tree, {G: Var(dotted)}))
        rights = [self.value(motion.tangents[gate.out])]
        if terms:
            tree = reduce(lambda left, right: Bin("+", left, right), terms)
            shaped = bool(np.ndim(self.run.values[gate.out]))
            numbers = latex(substitute(tree, dict(put)), words) if not shaped and names(tree) <= set(put) else ""
            rights = [latex(tree, words, arrays=shaped), numbers, *rights]
        self.row(self.dot(gate.out), rights, *tags)

    def aligned(self, heads: Mapping[int, str]) -> Script:
        """Return all rows in one `align*`. `heads`: comments, by the row that they stand before."""
        script = Script()
        script.add(r"% needs \usepackage{amsmath} and \usepackage{amssymb}; long ones break with \allowdisplaybreaks")
        script.add(r"\begin{align*}")
        for place, (text, tags) in enumerate(self.rows):
            if place in heads:
                script.add(f"  % {heads[place]}")
            script.add(f"  {text}" + (r" \\" if place < len(self.rows) - 1 else ""), *tags)
        script.add(r"\end{align*}")
        return script

    def row(self, left: str, rights: list[str], *tags: str, sign: str = "=", last: str = "=") -> None:
        """Add a row left = first = second ... without repeated parts; `last`: the sign before the last one."""
        distinct = [text for place, text in enumerate(rights) if text and text not in rights[:place]]
        if last != "=" and len(distinct) > 1:
            distinct[-2:] = [f"{distinct[-2]} {last} {distinct[-1]}"]
        self.rows.append((f"{left} &{sign} {' = '.join(distinct)}", tags))

    def bar(self, node: int) -> str:
        return rf"\frac{{\partial {self.loss}}}{{\partial {self.symbols[node]}}}"

    def forward(self, gate: GateLines) -> None:
        tree = self.equation(gate)
        value = self.run.values[gate.out]
        words, put = self.name_mapping(gate)
        shaped = bool(np.ndim(value))
        if tree is None:
            (node,) = gate.rows
            template = OPS[node.op].latex or rf"\operatorname{{{{{node.op.replace('_', ' ')}}}}}({{args}})"
            listed = [words[symbol] for symbol in gate.symbols]
            text, numbers, last = template.format(*listed, args=", ".join(listed)), "", "="
        else:
            text = latex(tree, words, arrays=shaped)
            numbers, last = self.put_in(tree, put, words, value)
        self.row(self.symbols[gate.out], [text, numbers, self.value(value)], *gate.tags, last=last)

    def equation(self, gate: GateLines) -> Tree | None:
        """Return the gate's formula in its symbols; None where the row's own LaTeX says it better."""
        if gate.closed:
            call = self.graph.nodes[gate.out].call
            while call is not None and self.graph.calls[call].output != gate.out:
                call = self.graph.calls[call].parent
            assert call is not None
            return Call(self.graph.calls[call].function, tuple(map(Var, gate.symbols)))
        (node,) = gate.rows
        row = OPS[node.op]
        return parse(row.equation) if row.elementwise and row.slots is not None else None

    def name_mapping(self, gate: GateLines) -> tuple[dict[str, str], dict[str, NumberPlace]]:
        """Return the gate's symbols as LaTeX, and as the numbers they have in this pass."""
        words: dict[str, str] = {}
        put: dict[str, NumberPlace] = {}
        for symbol, value in gate.symbols.items():
            if isinstance(value, int):
                words[symbol] = self.symbols[value]
                if not np.ndim(self.run.values[value]):
                    put[symbol] = NumberPlace("", number(float(self.run.values[value])))
            else:
                constant = float(self.program.fixed[int(value[1:])]["torch"].strip("()").replace("math.", ""))
                words[symbol] = latex(NumberPlace("", short(constant, 6)))
                put[symbol] = NumberPlace("", short(constant, 6))
        return words, put

    def back(self, gate: GateLines, back: DownstreamLine) -> None:
        node = self.graph.nodes[back.node]
        words, put = self.name_mapping(gate)
        words |= {"out": self.symbols[gate.out], G: self.bar(gate.out)}
        for symbol, value in (("out", self.run.values[gate.out]), (G, self.run.gradients[gate.out])):
            if not np.ndim(value):
                put[symbol] = NumberPlace("", number(float(value)))
        terms = [self.run.contribution(*port) for port in back.ports]
        value = sum(terms[1:], terms[0])
        tree, last = self.downstream(gate, back), "="
        if tree is None:
            rights = [self.value(value) if node.shape or back.passes else "0"]
        else:
            shaped = bool(back.wide)
            text = latex(tree, words, arrays=shaped).replace(f"{words[G]}^", rf"\left({words[G]}\right)^")
            text = text if back.wide == node.shape else rf"\operatorname{{sum}}\left({text}\right)"
            numbers, last = self.put_in(tree, put, words, value)
            rights = [text if names(tree) else "", numbers, self.value(value)]
        sign = r"\mathrel{+}=" if self.terms[back.node] > 1 else "="
        self.row(self.bar(back.node), rights, *back.tags, *back.sums, sign=sign, last=last)

    def put_in(
        self, tree: Tree, put: Mapping[str, NumberPlace], words: Mapping[str, str], value: Any
    ) -> tuple[str, str]:
        """Return a scalar formula with its numbers, "" where it has none, and = or ≈ for what they make."""
        if np.ndim(value) or not names(tree) <= set(put):
            return "", "="
        text = latex(substitute(tree, dict(put)), words)
        try:
            left = evaluated(substitute(tree, {name: _displayed(place) for name, place in put.items()}))
        except FormulaError:  # a function that only the engine computes
            return text, "="
        right = evaluated(_displayed(NumberPlace("", number(float(value)))))
        is_exact = left == right or abs(left - right) <= SAME * max(abs(left), abs(right)) or left != left
        return text, "=" if is_exact else r"\approx"

    def downstream(self, gate: GateLines, back: DownstreamLine) -> Tree | None:
        if not back.into and not back.code:
            if back.tree is None:
                return None
            is_seed = gate.out == self.program.output and self.loss == self.symbols[gate.out]
            seed = {G: Num(1.0)} if is_seed else {}  # nobody writes ∂f/∂f
            return blackboard(simplify(substitute(back.tree, dict(seed))))
        (node,) = gate.rows
        shapes = [self.graph.nodes[arg].shape for arg in node.args]
        ((_, slot),) = back.ports
        rules = OPS[node.op].rules(*shapes, **node.params)
        return blackboard(parse(rules[min(slot, len(rules) - 1)])) if rules else None

    def value(self, value: Any) -> str:
        """Return a number; a matrix while it is small; else where it lives."""
        array = np.asarray(value)
        if array.ndim == 0:
            return latex(NumberPlace("", number(float(array))))
        columns = array.reshape(-1, 1) if array.ndim == 1 else array
        if array.ndim > 2 or columns.shape[0] > MOST_ROWS or columns.shape[1] > MOST_COLUMNS:
            sizes = r" \times ".join(map(str, array.shape))
            return rf"\left(\in \mathbb{{R}}^{{{sizes}}}\right)"
        rows = (" & ".join(latex(NumberPlace("", number(float(entry)))) for entry in row) for row in columns)
        body = r" \\ ".join(rows)
        return rf"\begin{{bmatrix}}{body}\end{{bmatrix}}"
