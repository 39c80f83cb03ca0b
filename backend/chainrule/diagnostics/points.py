"""The program's values at several points, so that a coincidence at one of them (a factor of 1, a 0) decides nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import InputError
from ..evaluate import EvaluationPlan, Pass, gradients_of, plan
from ..graph import INPUT, LITERAL, Graph, GraphNode
from ..limits import DEFAULT, Deadline
from ..ops import OPS
from ..replay import compute, line_of

__all__ = ["Points", "Seed"]

Number = Any
Values = Sequence[Number]
# A whole number of this name counts the examples, or is the size of an axis.
SIZES = re.compile(r"[A-XZ]|[nm]|batch_?size|num_\w+|n_\w+|\w+_(?:size|dim|len)|size|dim|length")
RATES = re.compile(r"lr|eta|alpha|rate|step|(?:learn(?:ing)?_?rate|step_?size)\w*", re.IGNORECASE)
GUARD = 1e-5  # the largest number that is added to keep a logarithm or a quotient finite
Seed = tuple[int, int | None, float]  # output, the node that is dL/d(output) (None: ones), a factor on it


class Points:
    """All values at three points: the present one; all data moved but for what stands for labels; all data moved."""

    def __init__(
        self,
        nodes: Sequence[GraphNode],
        value_of: Callable[[int], Number],
        fixed: Collection[int] = (),
        *,
        again: int | None = None,
        signs: int = 0,
    ) -> None:
        """`fixed`: leaves that are not moved: gradients that are written as numbers. `again`: from this node on
        only leaves have their values from `value_of`; the gates are computed. `signs`: how many points there are
        besides, at which entries of the data have another sign, so that a ReLU is open and shut."""
        self.nodes = nodes
        self._graph = Graph("", tuple(nodes), len(nodes) - 1, {})
        self._plan: EvaluationPlan = plan(self._graph)
        present: list[Number] = []
        for node in nodes:
            if again is None or node.id < again or node.op == INPUT:
                present.append(value_of(node.id))
            elif node.op == LITERAL:
                present.append(node.params["value"])
            else:
                present.append(compute(node, [present[arg] for arg in node.args]))
        self.values: tuple[list[Number], ...] = (
            present,
            _healthy(nodes, present, fixed, labels=False),
            _healthy(nodes, present, fixed, labels=True),
            *(_moved_values(nodes, present, fixed, False, True, flip=np.random.default_rng(at)) for at in range(signs)),
        )
        self._passes: dict[tuple[Seed, ...], list[list[Pass]]] = {}
        self._totals: dict[tuple[Seed, ...], list[list[Number]]] = {}

    def gradients(self, seeds: tuple[Seed, ...]) -> list[list[Number]]:
        """Return, by point and node, the gradient of L = sum of factor * sum(output * seed); None where it has none."""
        if seeds not in self._totals:
            self._totals[seeds] = [self._total(passes) for passes in self._run(seeds)]
        return self._totals[seeds]

    def contribution(self, seeds: tuple[Seed, ...], point: int, gate: int, arg: int) -> Number:
        """Return the term that one gate adds to the gradient of one argument."""
        slots = [slot for slot, each in enumerate(self.nodes[gate].args) if each == arg]
        return sum(np.asarray(each.contribution(gate, slot)) for each in self._run(seeds)[point] for slot in slots)

    def true(self, seeds: tuple[Seed, ...], point: int, target: int, through: Sequence[int] = ()) -> Number | None:
        """Return the gradient with respect to `target`, or the part of it that comes back through some gates."""
        total = self.gradients(seeds)[point][target]
        if total is None or not through:
            return total
        return sum(np.asarray(self.contribution(seeds, point, gate, target)) for gate in through)

    def without(
        self,
        seeds: tuple[Seed, ...],
        point: int,
        edges: Sequence[tuple[int, int]],
        target: int,
        through: Collection[int] = (),
    ) -> Number:
        """Return the gradient with respect to `target` if nothing came back along `edges`: pairs of gate and slot."""
        return self.altered(seeds, point, dict.fromkeys(edges), target, through)

    def altered(
        self,
        seeds: tuple[Seed, ...],
        point: int,
        rules: Mapping[tuple[int, int], Callable[..., Number] | None],
        target: int,
        through: Collection[int] = (),
    ) -> Number:
        """Return the gradient with respect to `target` if other rules held at some (gate, slot); None: nothing."""
        backward, fast = list(self._plan.backward), list(self._plan.scalar_fast_path)
        for gate, slot in rules:
            rule = rules[gate, slot]
            rest = tuple(row for row in backward[gate] if row[0] != slot)
            backward[gate] = rest if rule is None else tuple(sorted((*rest, (slot, rule)), key=lambda row: row[0]))
            fast[gate] = None
        cut = replace(self._plan, backward=backward, scalar_fast_path=fast)
        total = np.zeros(self.nodes[target].shape)
        for each in (self._backward(self.values[point], seed, cut) for seed in seeds):
            if not through and each.gradients[target] is not None:
                total = total + each.gradients[target]
            for gate in through:
                slots = [slot for slot, arg in enumerate(self.nodes[gate].args) if arg == target]
                total = total + sum(np.asarray(each.contribution(gate, slot)) for slot in slots)
        return total

    def rule(self, gate: int, slot: int) -> Callable[..., Number] | None:
        """Return the function that hands back the gradient of one argument of a gate."""
        return next((vjp for place, vjp in self._plan.backward[gate] if place == slot), None)

    def run(self, seed: Seed) -> Pass:
        """Return the pass at the present values."""
        return self._run((seed,))[0][0]

    def _run(self, seeds: tuple[Seed, ...]) -> list[list[Pass]]:
        if seeds not in self._passes:
            self._passes[seeds] = [[self._backward(values, seed) for seed in seeds] for values in self.values]
        return self._passes[seeds]

    def _backward(self, values: list[Number], seed: Seed, plan: EvaluationPlan | None = None) -> Pass:
        plan = plan or self._plan
        output, start, factor = seed
        shape = self.nodes[output].shape
        ones = np.ones(shape) if start is None else np.asarray(values[start], dtype=np.float64)
        first: Number = np.array(np.broadcast_to(ones, shape)) * factor if shape else float(np.sum(ones)) * factor
        deadline = Deadline(DEFAULT.seconds)
        with np.errstate(all="ignore"):
            gradients, downstream = gradients_of(plan, values, output, first, deadline, DEFAULT)
        return Pass(replace(self._graph, output=output), values, gradients, downstream, first, plan, DEFAULT)

    def _total(self, passes: Sequence[Pass]) -> list[Number]:
        total: list[Number] = [None] * len(self.nodes)
        for each in passes:
            for index, term in enumerate(each.gradients):
                if term is not None:
                    total[index] = term if total[index] is None else total[index] + term
        return total


def _healthy(nodes: Sequence[GraphNode], present: Values, fixed: Collection[int], labels: bool) -> list[Number]:
    """Return moved values of a size at which nothing saturates; near the present ones where those cannot be formed.

    What is added only to keep a logarithm or a quotient finite is left out where all stays finite without it.
    """
    guards = _guards(nodes)
    if guards:
        tame = _moved_values(nodes, present, {*fixed, *guards}, labels, tame=True, zeros=guards)
        if _finite(tame) == len(nodes):
            return tame
    tame = _moved_values(nodes, present, fixed, labels, tame=True)
    return tame if _finite(tame) >= _finite(present) else _moved_values(nodes, present, fixed, labels, tame=False)


def _guards(nodes: Sequence[GraphNode]) -> set[int]:
    """Return the small numbers of the text that are only ever added: the 1e-8 of log(p + 1e-8)."""
    guards = {
        node.id for node in nodes if node.op == LITERAL and not node.shape and 0 < float(node.params["value"]) <= GUARD
    }
    if guards:
        guards -= {arg for node in nodes if node.op != "add" for arg in node.args}
    return guards


def _finite(values: Values) -> int:
    return sum(bool(np.isfinite(value).all()) for value in values)


def _moved_values(
    nodes: Sequence[GraphNode],
    present: Values,
    fixed: Collection[int],
    labels: bool,
    tame: bool,
    zeros: Collection[int] = (),
    flip: np.random.Generator | None = None,
) -> list[Number]:
    """Return the values after every leaf that is data or a parameter has been moved by up to a third of its size.

    What could stand for labels or a mask (ones and zeros) stays unless `labels`; rows that add up to 1 still do. What
    only chooses, such as the numbers of classes, always stays.
    """
    chooses, biases = _choosing(nodes), _biases(nodes)
    still = set(fixed)
    while True:
        random = np.random.default_rng(7)
        numbers: list[Number] = []
        for node in nodes:
            value = 0.0 if node.id in zeros else present[node.id]
            if node.args:
                try:
                    value = compute(node, [numbers[arg] for arg in node.args])
                except InputError:  # a number that counts was a place, too: it stays where it is
                    places = _whole_leaves(nodes, present, node.id) - still
                    if not places:
                        raise
                    still |= places
                    break
            elif (
                node.op in (INPUT, LITERAL)
                and node.id not in still
                and (node.id in biases or _is_data(node, value, chooses[node.id], labels))
            ):
                value = _shifted(_tamed(value) if tame else value, random)
                value = value if flip is None else _with_signs(value, flip)
                value = abs(value) if RATES.fullmatch(node.name or "") else value
            numbers.append(value)
        else:
            return numbers


def _whole_leaves(nodes: Sequence[GraphNode], present: Values, gate: int) -> set[int]:
    """Return the leaves of whole numbers that a gate is computed from."""
    line, _ = line_of(nodes, gate, ())
    return {index for index in line if not nodes[index].args and np.all(np.mod(present[index], 1) == 0)}


def _biases(nodes: Sequence[GraphNode]) -> set[int]:
    """Return the zeros that are added to products, arrays and numbers: at 0 a bias leaves a ReLU on its kink, and what
    it is added to cannot be told from their sum. Where the sum grows on, its zero is where it starts, and no bias."""
    zeros = {node.id for node in nodes if node.op == LITERAL and not np.any(node.params["value"])}
    if not zeros:
        return zeros
    added = {node.id: node.args[0] for node in nodes if node.op == "broadcast" and node.args[0] in zeros}
    added |= {zero: zero for zero in zeros}
    biases: dict[int, int] = {}  # by the sum
    for node in nodes:
        if node.op == "add":
            for bias, product in (node.args, node.args[::-1]):
                products = ("matmul",) if nodes[bias].shape else ("matmul", "mul")
                if bias in added and nodes[product].op in products:
                    biases[node.id] = added[bias]
    growing = {arg for node in nodes if node.op == "add" for arg in node.args}
    return {bias for node, bias in biases.items() if node not in growing}


def _tamed(value: Number) -> Number:
    """Return the same signs and proportions in a size of about 1; less for a big matrix, whose products are sums."""
    array = np.asarray(value, dtype=np.float64)
    largest = float(np.max(np.abs(array), initial=0.0))
    limit = 1.5 if array.ndim < 2 else 3.0 / np.sqrt(max(array.shape))
    if 0.2 * limit <= largest <= limit or not 0 < largest < np.inf or bool(((array > 0) & (array < 1)).all()):
        return value
    tamed = array * (limit / largest)
    return tamed if array.ndim else float(tamed)


def _choosing(nodes: Sequence[GraphNode]) -> list[bool]:
    """Return, for each node, whether no gradient can come back to it: it is compared, or counts, or is an index."""
    used = [False] * len(nodes)
    for node in nodes:
        for arg in node.args:
            used[arg] = True
    passes = [False] * len(nodes)
    for node in reversed(nodes):
        if not node.args or (used[node.id] and not passes[node.id]):
            continue
        row = OPS[node.op]
        rules = row.local or row.rules(*(nodes[arg].shape for arg in node.args), **node.params)
        for slot, arg in enumerate(node.args):
            passes[arg] = passes[arg] or len(rules) <= slot or rules[slot] != "0"
    return [each and not through for each, through in zip(used, passes, strict=True)]


def _is_data(node: GraphNode, value: Number, chooses: bool, labels: bool) -> bool:
    array = np.asarray(value)
    is_integer = bool(np.all(array == np.floor(array)))
    if node.op == LITERAL and not array.any():  # zeros are where a sum starts
        return False
    if is_integer and chooses:
        return False
    if is_integer and not node.shape:
        return not SIZES.fullmatch(node.name or "") and (node.op == INPUT or (labels and node.name is not None))
    mask = node.shape and bool(np.all((array == 0) | (array == 1))) and 0 < array.sum() < array.size
    return (labels or not mask) and (node.op == INPUT or node.name is not None)


def _with_signs(value: Number, random: np.random.Generator) -> Number:
    """Entries with signs of their own; shares and probabilities, which lie between 0 and 1, keep theirs."""
    array = np.asarray(value, dtype=np.float64)
    if array.ndim and ((array > 0) & (array < 1)).all():
        return value
    return value * random.choice([-1.0, 1.0], array.shape)


def _shifted(value: Number, random: np.random.Generator) -> Number:
    array = np.asarray(value, dtype=np.float64)
    shifted = array * (1 + random.uniform(0.05, 0.35, array.shape))
    shifted = np.where(array == 0, random.uniform(0.1, 0.4, array.shape), shifted)
    for axis in range(array.ndim):
        if array.shape[axis] > 1 and (array >= 0).all() and np.allclose(array.sum(axis), 1):
            return shifted / shifted.sum(axis, keepdims=True)
    if array.ndim == 2 and array.shape[0] == array.shape[1] > 1 and (array == array.T).all():
        shifted = (shifted + shifted.T) / 2
    inside = bool(((array > 0) & (array < 1)).all())
    if inside and (shifted >= 1).any():  # a probability stays one
        shifted = array * (1 - 0.3 * random.uniform(0.1, 1, array.shape))
    return shifted if array.ndim else float(shifted)
