"""Comparison of a hand gradient with the true one: exact, to rounding, to the digits given, or up to a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..evaluate import Pass
from ..formula.gate_conditions import kink_holds
from ..graph import INPUT, LITERAL, HandGradientNode
from ..number import shape_text, told_apart
from ..ops import OPS
from ..ops.op import Pattern
from ..replay import TOLERANCE, close, constant_ratio, line_of, lined_up, rounds_to, same
from ..sentences import tr, translated
from .gradient_line import ProgramContext
from .points import Points

__all__ = ["Comparison"]

SMALL = 1e-2  # the largest constant that can be there to keep a number finite, or to be a step of differences
ROUNDING = 1e-4  # most change of a gradient by such a constant, relative to its largest entry
LOST = 1e-14  # what rounding leaves of terms that cancel, relative to the largest of them
PRESENT, ELSEWHERE, ALL = range(3)


class Comparison:
    """Holds gradients written by hand to the true ones of one pass."""

    def __init__(self, run: Pass, situation: ProgramContext) -> None:
        self.run, self.situation = run, situation

    def right(self, gradient: HandGradientNode) -> str | None:
        """Return the sentence on a right gradient; None where it is not right."""
        if gradient.target is None:
            return None
        true = self.situation.true(gradient, PRESENT)
        if true is None:
            return None
        hand_value = self.run.values[gradient.node]
        what = self.what(gradient)
        if same(hand_value, true) and self._is_start(gradient):
            return tr("{0} is right: the backward pass starts with 1.", gradient.name)
        if self.is_chance(gradient):
            return None
        if same(hand_value, true):
            if np.ndim(hand_value) == np.ndim(true) == 2 and np.shape(hand_value) != np.shape(true):
                yours = shape_text(np.shape(hand_value))
                return tr("{0} has the numbers of {1}, as {2}.", gradient.name, what + self._shape(true), yours)
            return tr("{0} is right: it equals {1}.", gradient.name, what + self._shape(true))
        if gradient.step:
            elsewhere = self.situation.points.values[ELSEWHERE][gradient.node], self.situation.true(gradient, ELSEWHERE)
            ratios = [constant_ratio(hand_value, true), constant_ratio(*elsewhere)]  # a learning rate of 0 says nothing
            if self._is_rate(gradient, ratios, np.size(true)):
                return tr(
                    "{0} is right: it points along {1}; its size is left to the learning rate.", gradient.name, what
                )
        return self._right_over_examples(gradient, what) or self._right_nearly(gradient, hand_value, true, what)

    def _is_rate(self, gradient: HandGradientNode, ratios: Sequence[float | None], size: int) -> bool:
        """Return whether positive ratios say that a step follows a gradient.

        A single number is a multiple of any other: there the ratio must be the same at both points, or move with a
        number of the line, the learning rate.
        """
        positive = [ratio for ratio in ratios if ratio is not None and ratio > 0]
        if size > 1 or len(positive) < len(ratios):
            return size > 1 and bool(positive)
        nodes, values = self.run.graph.nodes, self.situation.points.values
        leaves = [
            node for node in line_of(nodes, gradient.node, ())[0] if not nodes[node].args and not nodes[node].shape
        ]
        rates = [(1.0, 1.0), *((values[PRESENT][leaf], values[ELSEWHERE][leaf]) for leaf in leaves)]
        return any(close(positive[0] * there, positive[1] * here) for here, there in rates if here and there)

    def _right_over_examples(self, gradient: HandGradientNode, what: str) -> str | None:
        """Return the sentence on a gradient with one more axis, along which the examples stand, summed up later."""
        if not any(
            gradient.node in node.args and node.params.get("axis") in (0, (0,)) for node in self.run.graph.nodes
        ):
            return None
        values = [np.asarray(self.situation.points.values[point][gradient.node]) for point in (PRESENT, ELSEWHERE)]
        trues = [self.situation.true(gradient, point) for point in (PRESENT, ELSEWHERE)]
        if any(true is None or value.shape[1:] != np.shape(true) for value, true in zip(values, trues, strict=True)):
            return None
        pairs = list(zip(values, trues, strict=True))
        count = len(values[PRESENT]) if values[PRESENT].ndim else 0
        if count > 1 and all(same(value.sum(axis=0), true) for value, true in pairs):
            return tr(
                "{0} is right: it has one gradient for each of {1} examples, whose sum is {2}.",
                gradient.name,
                count,
                what,
            )
        if count > 1 and all(same(value.mean(axis=0), true) for value, true in pairs):
            return tr(
                "{0} is right: it has one gradient for each of {1} examples, whose mean is {2}.",
                gradient.name,
                count,
                what,
            )
        return None

    def _is_start(self, gradient: HandGradientNode) -> bool:
        """Return whether it is the gradient of the output with respect to itself."""
        ((output, seed, _), *more) = self.situation.seeds_of(gradient)
        return gradient.target == output and seed is None and not more and not self.run.graph.nodes[output].shape

    def _right_nearly(self, gradient: HandGradientNode, hand_value: Any, true: Any, what: str) -> str | None:
        pair = lined_up(hand_value, true)
        if pair is None:
            return None
        if self._rounds(gradient, *pair):
            return tr("{0} is right to the digits given: {1} is {2}.", gradient.name, what, _digits(*pair))
        if self._is_lost(gradient, *pair):
            return tr("{0} is right: it differs from {1} by rounding alone.", gradient.name, what)
        error = _error(*pair)
        generic = self.is_right_elsewhere(gradient)
        if generic and self._overflows(gradient):
            return tr("{0} is right as a formula; at these values {1} itself cannot be computed.", gradient.name, what)
        if (generic and (error < ROUNDING or self._cancels(gradient, *pair))) or self._is_rounding(error, *pair):
            return tr("{0} is right: it differs from {1} by rounding alone.", gradient.name, what)
        if generic and self._on_kink(gradient):
            return tr(
                "{0} is right: at a kink, where it differs from {1}, either slope is allowed.", gradient.name, what
            )
        if error < ROUNDING and self._small_constants(gradient):
            return tr(
                "{0} is right but for the small constant in it, which changes it by {1} of it.",
                gradient.name,
                f"{error:.0e}",
            )
        if error < 0.1 and self._is_due_to_small_constants(gradient, error):
            return tr(
                "{0} is right but for the small constant in it; with a smaller one it comes closer.", gradient.name
            )
        return None

    def is_right_elsewhere(self, gradient: HandGradientNode) -> bool:
        """Return whether it is the true gradient at other inputs, or of the examples' mean or sum."""
        for point in (ELSEWHERE, ALL):
            true = self.situation.true(gradient, point)
            is_comparable = true is not None and np.isfinite(true).all() and np.any(true)
            if is_comparable and same(self.situation.points.values[point][gradient.node], true):
                return True
        return self._right_over_examples(gradient, "") is not None

    def is_chance(self, gradient: HandGradientNode) -> bool:
        """Return whether a formula has the right number at assumed values alone: 2*x for x^2, where x is 2.

        A number that the text writes may have been put in for a name; where no name has a value, none was.
        """
        graph, points = self.run.graph, self.situation.points
        if not same(self.run.values[gradient.node], self.situation.true(gradient, PRESENT)):
            return False
        true = [self.situation.true(gradient, point) for point in (ELSEWHERE, ALL)]
        if any(each is None or not np.isfinite(each).all() for each in true):
            return False
        line = line_of(graph.nodes, gradient.node, ())[0]
        leaves = [graph.nodes[node] for node in line if not graph.nodes[node].args]
        if not any(leaf.op == INPUT for leaf in leaves) or any(leaf.op == LITERAL and leaf.name for leaf in leaves):
            return False
        if not all(leaf.name in graph.assumed for leaf in graph.nodes if leaf.op == INPUT):
            return False
        return not any(
            same(points.values[point][gradient.node], each) for point, each in zip((ELSEWHERE, ALL), true, strict=True)
        )

    def is_right_at_signs(self, gradient: HandGradientNode) -> bool:
        """Return whether it is the true gradient wherever data have both signs and there is one; not if nowhere."""
        right = [
            same(values[gradient.node], true)
            for point, values in enumerate(self.situation.points.values[ALL + 1 :], ALL + 1)
            if (true := self.situation.true(gradient, point)) is not None and np.isfinite(true).all() and np.any(true)
        ]
        return bool(right) and all(right)

    def _overflows(self, gradient: HandGradientNode) -> bool:
        """Return whether L or a gradient on the way to it is infinite or no number."""
        seeds = self.situation.seeds_of(gradient)
        gradients = self.situation.points.gradients(seeds)[PRESENT]
        if not all(np.isfinite(self.run.values[output]).all() for output, _, _ in seeds):
            return True
        return any(each is not None and not np.isfinite(each).all() for each in gradients)

    def _is_rounding(self, error: float, hand_value: Any, true: Any) -> bool:
        """Return whether a small difference is that of the last digits of the values that it was computed from."""
        if not error < ROUNDING:
            return False
        values = [np.abs(value) for value in self.run.values if np.size(value) and np.isfinite(value).all()]
        largest = max((float(np.max(value)) for value in values), default=0.0)
        return bool(np.max(np.abs(hand_value - true)) <= 1e-13 * largest)

    def _cancels(self, gradient: HandGradientNode, hand_value: Any, true: Any) -> bool:
        """Return whether the difference is the rest of much larger terms that cancel."""
        with np.errstate(all="ignore"):
            return bool(np.max(np.abs(hand_value - true)) <= TOLERANCE * self._largest(gradient))

    def _is_lost(self, gradient: HandGradientNode, hand_value: Any, true: Any) -> bool:
        """Return whether both are what rounding leaves of terms that cancel, as of a bias in front of a batch norm.

        A gradient that is small because its terms are can be wrong.
        """
        gradients = self.situation.points.gradients(self.situation.seeds_of(gradient))[PRESENT]
        terms = 0.0
        for node in self.run.graph.nodes:
            upstream = gradients[node.id]
            for slot in (slot for slot, arg in enumerate(node.args) if arg == gradient.target and upstream is not None):
                with np.errstate(all="ignore"):
                    local = self.run.local(node.id, slot)
                factor = 1.0 if local is None else float(np.max(np.abs(local), initial=0.0))
                terms = max(terms, factor * float(np.max(np.abs(upstream), initial=0.0)))
        size = max(float(np.max(np.abs(each), initial=0.0)) for each in (hand_value, true))
        return size <= LOST * terms

    def _largest(self, gradient: HandGradientNode) -> float:
        """Return the largest entry of all gradients of the pass."""
        gradients = self.situation.points.gradients(self.situation.seeds_of(gradient))[PRESENT]
        return max(float(np.max(np.abs(each))) for each in gradients if each is not None and np.size(each))

    def _rounds(self, gradient: HandGradientNode, hand_value: Any, true: Any) -> bool:
        """Return whether a number typed by hand is the true one to as many decimals as it has."""
        return self.run.graph.nodes[gradient.node].op == LITERAL and rounds_to(hand_value, true)

    def _on_kink(self, gradient: HandGradientNode) -> bool:
        values = self.run.values
        forward = self.situation.forward(self.situation.seeds_of(gradient))
        for node in self.run.graph.nodes:
            if forward[node.id]:
                args, out = [values[arg] for arg in node.args], values[node.id]
                if any(kink_holds(kink, args, out, node.params) for kink in OPS[node.op].kinks):
                    return True
        return False

    def _small_constants(self, gradient: HandGradientNode) -> dict[int, float]:
        """Return the small numbers that are added to others: a logarithm's epsilon, the h of a difference quotient."""
        nodes, values = self.run.graph.nodes, self.run.values
        numbers_by_index: dict[int, float] = {}
        for node in nodes:
            for slot, arg in enumerate(node.args):
                value = values[arg]
                if nodes[arg].op not in (LITERAL, INPUT) or nodes[arg].shape or not 0 < value <= SMALL:
                    continue
                with np.errstate(all="ignore"):
                    local = self.run.local(node.id, slot)
                added = local is not None and bool(np.all(np.abs(local) == 1))
                if added or OPS[node.op].pattern == Pattern.ROUTER:
                    numbers_by_index[arg] = value
        return numbers_by_index

    def _is_due_to_small_constants(self, gradient: HandGradientNode, error: float) -> bool:
        small = self._small_constants(gradient)
        if not small:
            return False
        values = {index: 0.1 * value for index, value in small.items()}
        points = Points(
            [
                n._replace(params={"value": values[n.id]}) if n.id in values and n.op == LITERAL else n
                for n in self.run.graph.nodes
            ],
            lambda index: values.get(index, self.run.values[index]),
            again=0,
        )
        seeds = self.situation.seeds_of(gradient)
        true = points.gradients(seeds)[PRESENT][gradient.target or 0]
        if true is None:
            return False
        pair = lined_up(points.values[PRESENT][gradient.node], gradient.sign * gradient.scale * np.asarray(true))
        return pair is not None and _error(*pair) < 0.3 * error

    # words ----------------------------------------------------------------------------------------------------------

    def what(self, gradient: HandGradientNode) -> str:
        """Return the true gradient in words: dL/dx, -dL/dnet, the gradient at the input of h."""
        seeds = self.situation.seeds_of(gradient)
        loss = "L" if seeds[0][1] is not None else self.run.graph.nodes[seeds[0][0]].name or "f"
        plain = gradient.of.replace("_", "").isalnum()
        words = f"d{loss}/d{gradient.of}" if plain else tr("the gradient at {0}", translated(gradient.of))
        if not gradient.of:
            name = self.situation.name(gradient.target or 0)
            words = tr("the gradient at {0}", f"`{name}`" if name else tr("a value without a name"))
        if gradient.through:
            name = self.situation.name(gradient.through[0])
            use = f"`{name}`" if name else tr("one of its uses")
            words = tr("the part of {0} that comes back through {1}", words, use)
            plain = False
        scale = gradient.scale
        if scale != 1:
            words = (
                tr("{0} times {1}", f"{scale:g}", words)
                if not plain
                else f"{scale:g}·{words}"
                if scale > 1
                else f"{words}/{1 / scale:g}"
            )
        return words if gradient.sign > 0 else f"−{words}" if plain else tr("minus {0}", words)

    def _shape(self, true: Any) -> str:
        return f" ({'×'.join(map(str, np.shape(true)))})" if np.ndim(true) else ""

    def place(self, gradient: HandGradientNode) -> tuple[tuple[int, ...], float, float] | None:
        """Return the first entry that differs: its index, the number by hand and the true one; None where none does."""
        true = self.situation.true(gradient, PRESENT)
        if true is None:
            return None
        hand_value = self.run.values[gradient.node]
        equal, pair = close(hand_value, true), lined_up(hand_value, true)
        if equal is None or pair is None or equal.all():
            return None
        index = tuple(int(i) for i in np.argwhere(~equal)[0])
        return index, float(pair[0][index]), float(pair[1][index])

    def difference(self, gradient: HandGradientNode) -> str:
        """Return the first entry that differs."""
        place, true = self.place(gradient), self.situation.true(gradient, PRESENT)
        if true is None or place is None:
            return tr("{0} should have the shape of {1}.", gradient.name, gradient.of)
        index, yours, correct = place
        where = f"[{', '.join(map(str, index))}]" if index else ""
        equal = close(self.run.values[gradient.node], true)
        assert equal is not None
        wrong, right = told_apart(yours, correct)
        sides = gradient.name + where, wrong, self.what(gradient) + where, right
        if equal.size == 1:
            return tr("{0} is {1}, but {2} is {3}.", *sides)
        counts = f"{int((~equal).sum()):,}", f"{equal.size:,}"
        return tr("{0} is {1}, but {2} is {3} ({4} of {5} entries differ).", *sides, *counts)


def _error(hand_value: Any, true: Any) -> float:
    """Return the largest difference, relative to the largest true entry."""
    with np.errstate(all="ignore"):
        scale = float(np.max(np.abs(true), initial=0.0))
        error = float(np.max(np.abs(hand_value - true), initial=0.0))
        return error / scale if scale else float("inf")


def _digits(hand_value: Any, true: Any) -> str:
    """Return the true number with as many digits as show what the rounding left out; the size of an array."""
    if np.size(true) != 1:
        return tr("{0} entries", np.size(true))
    return told_apart(float(np.ravel(hand_value)[0]), float(np.ravel(true)[0]))[1]
