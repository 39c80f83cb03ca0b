"""Gradients written by hand, each held to the true one: right, wrong with the reason, or undecided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from ..errors import Span
from ..evaluate import Pass
from ..formula import holds
from ..graph import INPUT, LITERAL, HandGradientNode, ancestors
from ..number import exact
from ..ops import OPS
from ..ops.op import Kink, Pattern
from ..replay import TOLERANCE, close, constant_ratio, line_of, lined_up, rounds_to, same
from .lines import GradientLine, ProgramContext
from .mistakes import explain
from .points import Points

__all__ = ["HandGradientVerdict", "judge", "verdicts"]

SMALL = 1e-2  # the largest constant that can be there to keep a number finite, or to be a step of differences
ROUNDING = 1e-4  # what such a constant can change a gradient by, relative to its largest entry
MOST_EXPLAINED = 20  # wrong lines of one program for which the mistake is looked for
PRESENT, MOVED, ALL = range(3)


@dataclass(frozen=True, slots=True)
class HandGradientVerdict:
    """One gradient written by hand, with a sentence on it."""

    name: str
    of: str
    verdict: Literal["right", "wrong", "undecided"]
    text: str
    span: Span | None
    inherits: str | None = None  # wrong: the wrong gradient that it only follows from; its own line is right
    mistake: str | None = None  # the code of the mistake that reproduces the number: see MISTAKES
    index: tuple[int, ...] = ()  # wrong: the first entry that differs
    yours: float | None = None
    correct: float | None = None
    target: int | None = None
    node: int | None = None


def judge(run: Pass, gradients: Sequence[HandGradientNode], seed: int | None = None) -> list[HandGradientVerdict]:
    """Hold `gradients` to the true ones.

    Args:
        run: the pass, with dL/d(output) as its upstream gradient.
        gradients: as the reader found them; each sets its own `output` or means the graph's.
        seed: the node whose value is the upstream gradient; None: ones, or what the user gave.

    Returns one verdict per gradient, in order; of one line that is run several times (a loop) the first wrong one,
    or the last.
    """
    return _once(gradients, verdicts(run, gradients, seed))


def verdicts(run: Pass, gradients: Sequence[HandGradientNode], seed: int | None = None) -> list[HandGradientVerdict]:
    """One verdict for each of `gradients`, in order; arguments as `judge`."""
    if not gradients:
        return []
    with np.errstate(all="ignore"):
        return _judge_of(run, gradients, seed).verdicts()


def generic_lines(run: Pass, gradients: Sequence[HandGradientNode], seed: int | None = None) -> set[int]:
    """The lines whose gradient is the true one where all data are moved too; arguments as `judge`.

    A line that is right at the present values and not among these may be right there by chance.
    """
    judge = _judge_of(run, gradients, seed)
    with np.errstate(all="ignore"):
        return {
            each.span.line
            for each in gradients
            if each.span is not None and each.target is not None and judge._is_right_elsewhere(each)
        }


def _judge_of(run: Pass, gradients: Sequence[HandGradientNode], seed: int | None) -> _Judge:
    nodes = run.graph.nodes
    typed = {each.node for each in gradients if nodes[each.node].name in (each.name, None)}  # numbers written out
    points = Points(nodes, run.values.__getitem__, typed)
    return _Judge(run, ProgramContext(nodes, points, gradients, ((run.graph.output, seed, 1.0),), run.graph.source))


ORDER = ("undecided", "right", "wrong")


def _once(gradients: Sequence[HandGradientNode], result: Sequence[HandGradientVerdict]) -> list[HandGradientVerdict]:
    """Of one line that is run several times, the first wrong verdict, else the last right one."""
    kept: dict[tuple[str, Span | None, str], HandGradientVerdict] = {}
    for gradient, verdict in zip(gradients, result, strict=True):
        key = (gradient.name, gradient.span, gradient.of if gradient.span is None else "")
        before = ORDER.index(kept[key].verdict) if key in kept else -1
        if ORDER.index(verdict.verdict) > before or before == ORDER.index("right") == ORDER.index(verdict.verdict):
            kept[key] = verdict
    return list(kept.values())


class _Judge:
    def __init__(self, run: Pass, situation: ProgramContext) -> None:
        self.run, self.situation = run, situation
        self.gradients = situation.gradients
        self.explained = 0
        self.verdicts_by_place: dict[tuple[str, Span | None], HandGradientVerdict] = {}

    def verdicts(self) -> list[HandGradientVerdict]:
        right = [self._right(gradient) for gradient in self.gradients]
        self.situation.settle([words is not None for words in right])
        factors = {
            g.node: user
            for g, words in zip(self.gradients, right, strict=True)
            if words is None and g.target is not None and (user := self._right_user(g, right)) is not None
        }
        wrong = {
            g.node
            for g, words in zip(self.gradients, right, strict=True)
            if words is None and g.target is not None and g.node not in factors
        }
        blamed: dict[int, str] = {}  # node of a wrong gradient -> the name of the one that is to blame
        result = []
        for index, (gradient, words) in enumerate(zip(self.gradients, right, strict=True)):
            if gradient.target is None:
                text = f"{gradient.name} was not checked: {gradient.reason}."
                result.append(
                    HandGradientVerdict(
                        gradient.name, gradient.of, "undecided", text, gradient.span, node=gradient.node
                    )
                )
            elif words is not None:
                result.append(self._verdict(gradient, "right", words))
            elif gradient.node in factors:
                user = factors[gradient.node]
                text = f"{gradient.name} is not {self._what(gradient)}, but {user}, made of it, is right."
                result.append(
                    HandGradientVerdict(
                        gradient.name, gradient.of, "undecided", text, gradient.span, node=gradient.node
                    )
                )
            else:
                result.append(self._wrong(index, wrong, blamed))
        return result

    def _right_user(self, gradient: HandGradientNode, right: Sequence[str | None]) -> str | None:
        """The name of a right gradient that is made of this one, which then is no mistake: `da = a*(1-a)` is a slope.

        All that are made of it must be right. What is right at the present values alone may be so by chance, and so may
        a gradient of 0.
        """
        if not self.run.graph.nodes[gradient.node].args:
            return None
        name = None
        for other, words in zip(self.gradients, right, strict=True):
            if other.node == gradient.node and words is not None:
                return None  # `dy = dq`: the right gradient dq is what others are made of
            if other.node == gradient.node or not ancestors(self.run.graph, other.node)[gradient.node]:
                continue
            if words is None:
                return None
            if np.any(self.situation.true(other, PRESENT)) and self._is_right_elsewhere(other):
                name = name or other.name
        return name

    # right ---------------------------------------------------------------------------------------------------------

    def _right(self, gradient: HandGradientNode) -> str | None:
        """The sentence on a right gradient; None where it is not right."""
        if gradient.target is None:
            return None
        true = self.situation.true(gradient, PRESENT)
        if true is None:
            return None
        written = self.run.values[gradient.node]
        what = self._what(gradient)
        if same(written, true) and self._is_start(gradient):
            return f"{gradient.name} is right: the backward pass starts with 1."
        if same(written, true):
            return f"{gradient.name} is right: it equals {what}{self._shape(true)}."
        if gradient.step:
            elsewhere = self.situation.points.values[MOVED][gradient.node], self.situation.true(gradient, MOVED)
            ratios = [constant_ratio(written, true), constant_ratio(*elsewhere)]  # a learning rate of 0 says nothing
            if any(ratio is not None and ratio > 0 for ratio in ratios):
                return f"{gradient.name} is right: it points along {what}; its size is left to the learning rate."
        return self._right_nearly(gradient, written, true, what)

    def _is_start(self, gradient: HandGradientNode) -> bool:
        """Whether it is the gradient of the output with respect to itself."""
        ((output, seed, _), *more) = self.situation.seeds_of(gradient)
        return gradient.target == output and seed is None and not more and not self.run.graph.nodes[output].shape

    def _right_nearly(self, gradient: HandGradientNode, written: Any, true: Any, what: str) -> str | None:
        pair = lined_up(written, true)
        if pair is None:
            return None
        if self._rounds(gradient, *pair):
            return f"{gradient.name} is right to the digits given: {what} is {_shown(true)}."
        error = _error(*pair)
        generic = self._is_right_elsewhere(gradient)
        if generic and self._overflows(gradient):
            return f"{gradient.name} is right as a formula; at these values {what} itself cannot be computed."
        if (generic and (error < ROUNDING or self._cancels(gradient, *pair))) or self._is_rounding(error, *pair):
            return f"{gradient.name} is right: it differs from {what} by rounding alone."
        if generic and self._on_kink(gradient):
            return f"{gradient.name} is right: at a kink, where it differs from {what}, either slope is allowed."
        if error < ROUNDING and self._small_constants(gradient):
            return f"{gradient.name} is right but for the small constant in it, which changes it by {error:.0e} of it."
        if error < 0.1 and self._is_due_to_small_constants(gradient, error):
            return f"{gradient.name} is right but for the small constant in it; with a smaller one it comes closer."
        return None

    def _is_right_elsewhere(self, gradient: HandGradientNode) -> bool:
        for point in (MOVED, ALL):
            true = self.situation.true(gradient, point)
            is_comparable = true is not None and np.isfinite(true).all() and np.any(true)
            if is_comparable and same(self.situation.points.values[point][gradient.node], true):
                return True
        return False

    def _overflows(self, gradient: HandGradientNode) -> bool:
        """Whether L or a gradient on the way to it is infinite or no number."""
        seeds = self.situation.seeds_of(gradient)
        gradients = self.situation.points.gradients(seeds)[PRESENT]
        if not all(np.isfinite(self.run.values[output]).all() for output, _, _ in seeds):
            return True
        return any(each is not None and not np.isfinite(each).all() for each in gradients)

    def _is_rounding(self, error: float, written: Any, true: Any) -> bool:
        """Whether a small difference is that of the last digits of the values that it was computed from."""
        if not error < ROUNDING:
            return False
        values = [np.abs(value) for value in self.run.values if np.size(value) and np.isfinite(value).all()]
        largest = max((float(np.max(value)) for value in values), default=0.0)
        return bool(np.max(np.abs(written - true)) <= 1e-13 * largest)

    def _cancels(self, gradient: HandGradientNode, written: Any, true: Any) -> bool:
        """Whether the difference is what is left of much larger terms that cancel."""
        gradients = self.situation.points.gradients(self.situation.seeds_of(gradient))[PRESENT]
        with np.errstate(all="ignore"):
            largest = max(float(np.max(np.abs(each))) for each in gradients if each is not None and np.size(each))
            return bool(np.max(np.abs(written - true)) <= TOLERANCE * largest)

    def _rounds(self, gradient: HandGradientNode, written: Any, true: Any) -> bool:
        """A number typed by hand is right when it is the true one to as many decimals as it has."""
        return self.run.graph.nodes[gradient.node].op == LITERAL and rounds_to(written, true)

    def _on_kink(self, gradient: HandGradientNode) -> bool:
        values = self.run.values
        forward = self.situation.forward(self.situation.seeds_of(gradient))
        for node in self.run.graph.nodes:
            if forward[node.id]:
                args, out = [values[arg] for arg in node.args], values[node.id]
                if any(_holds(kink, args, out, node.params) for kink in OPS[node.op].kinks):
                    return True
        return False

    def _small_constants(self, gradient: HandGradientNode) -> dict[int, float]:
        """Small numbers that are added to something: what keeps a logarithm finite, the h of a difference quotient."""
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

    # wrong ---------------------------------------------------------------------------------------------------------

    def _wrong(self, index: int, wrong: set[int], blamed: dict[int, str]) -> HandGradientVerdict:
        gradient = self.gradients[index]
        line = GradientLine(self.situation, index)
        given_wrong = self._given_wrong(index, line, wrong)
        if given_wrong and line.given_true(given_wrong) and self._is_right_given(line):
            blame = next(
                (blamed[node] for node in given_wrong if node in blamed), line.used[next(iter(given_wrong))].name
            )
            blamed[gradient.node] = blame
            text = f"{gradient.name} is wrong because {blame} is: its own line is right."
            return self._verdict(gradient, "wrong", f"{text} {self._difference(gradient)}", inherits=blame)
        key = (gradient.name, gradient.span)
        if key in self.verdicts_by_place and gradient.span is not None:  # another round of a loop: one is told
            blamed[gradient.node] = self.verdicts_by_place[key].inherits or gradient.name
            return self.verdicts_by_place[key]
        self.explained += 1
        result = explain(line) if self.explained <= MOST_EXPLAINED else None
        source = self._made_from(index, blamed) if result is None else None
        if source is not None:
            blamed[gradient.node] = source
            text = f"{gradient.name} is wrong, and it is made from {source}, which is wrong."
            return self._verdict(gradient, "wrong", f"{text} {self._difference(gradient)}", inherits=source)
        if result is None and not gradient.sure:
            text = f"{gradient.name} is not {self._what(gradient)}, and what it stands for could not be found out."
            return self._verdict(gradient, "undecided", text)
        blamed.setdefault(gradient.node, gradient.name)
        reason = f": {result[1]}" if result else ""
        text = f"{gradient.name} is wrong{reason}. {self._difference(gradient)}"
        self.verdicts_by_place[key] = self._verdict(gradient, "wrong", text, mistake=result[0] if result else None)
        return self.verdicts_by_place[key]

    def _made_from(self, index: int, blamed: dict[int, str]) -> str | None:
        """The wrong gradient that a line uses by way of others that could not be checked."""
        finals, seen, todo = {each.node for each in self.gradients}, set(), [self.gradients[index].node]
        while todo:
            node = todo.pop()
            for used in line_of(self.run.graph.nodes, node, finals - {node})[1]:
                if used in blamed:
                    return blamed[used]
                if used not in seen:
                    seen.add(used)
                    todo.append(used)
        return None

    def _given_wrong(self, index: int, line: GradientLine, wrong: set[int]) -> dict[int, HandGradientNode]:
        """The wrong gradients that a line uses; a bare name (`db = dz`) uses the one it names."""
        gradient = self.gradients[index]
        same_node = [g for g in self.gradients[:index] if g.node == gradient.node and g.target is not None]
        if same_node:
            line.used = {gradient.node: same_node[-1]}
        return {node: each for node, each in line.used.items() if node in wrong}

    def _is_right_given(self, line: GradientLine) -> bool:
        value, true = line.value(PRESENT), line.true(PRESENT)
        return true is not None and value is not None and same(value, true)

    def _verdict(self, gradient: HandGradientNode, verdict: Any, text: str, **more: Any) -> HandGradientVerdict:
        result = HandGradientVerdict(
            gradient.name, gradient.of, verdict, text, gradient.span, target=gradient.target, node=gradient.node, **more
        )
        if verdict != "wrong":
            return result
        place = self._place(gradient)
        return result if place is None else replace(result, index=place[0], yours=place[1], correct=place[2])

    # words ---------------------------------------------------------------------------------------------------------

    def _what(self, gradient: HandGradientNode) -> str:
        """The true gradient in words: dL/dx, -dL/dnet, the gradient at the input of h."""
        seeds = self.situation.seeds_of(gradient)
        loss = "L" if seeds[0][1] is not None else self.run.graph.nodes[seeds[0][0]].name or "L"
        plain = gradient.of.replace("_", "").isalnum()
        words = f"d{loss}/d{gradient.of}" if plain else f"the gradient at {gradient.of}"
        if not gradient.of:
            name = self.situation.name(gradient.target or 0)
            words = f"the gradient at {f'`{name}`' if name else 'a value without a name'}"
        if gradient.through is not None:
            name = self.situation.name(gradient.through)
            words = f"the part of {words} that comes back through {f'`{name}`' if name else 'one of its uses'}"
            plain = False
        scale = gradient.scale
        if scale != 1:
            words = (
                f"{scale:g} times {words}"
                if not plain
                else f"{scale:g}·{words}"
                if scale > 1
                else f"{words}/{1 / scale:g}"
            )
        return words if gradient.sign > 0 else f"−{words}" if plain else f"minus {words}"

    def _shape(self, true: Any) -> str:
        return f" ({'×'.join(map(str, np.shape(true)))})" if np.ndim(true) else ""

    def _place(self, gradient: HandGradientNode) -> tuple[tuple[int, ...], float, float] | None:
        true = self.situation.true(gradient, PRESENT)
        if true is None:
            return None
        written = self.run.values[gradient.node]
        equal, pair = close(written, true), lined_up(written, true)
        if equal is None or pair is None or equal.all():
            return None
        index = tuple(int(i) for i in np.argwhere(~equal)[0])
        return index, float(pair[0][index]), float(pair[1][index])

    def _difference(self, gradient: HandGradientNode) -> str:
        """The first entry that differs."""
        place, true = self._place(gradient), self.situation.true(gradient, PRESENT)
        if true is None or place is None:
            return f"{gradient.name} should have the shape of {gradient.of}."
        index, yours, correct = place
        where = f"[{', '.join(map(str, index))}]" if index else ""
        equal = close(self.run.values[gradient.node], true)
        assert equal is not None
        count = f" ({int((~equal).sum()):,} of {equal.size:,} entries differ)" if equal.size > 1 else ""
        return (
            f"{gradient.name}{where} is {exact(yours)}, but {self._what(gradient)}{where} is {exact(correct)}{count}."
        )


def _holds(kink: Kink, args: Sequence[Any], out: Any, params: Mapping[str, Any]) -> bool:
    if kink.at is None:
        return holds(kink.when, {**dict(zip("abcd", args, strict=False)), "out": out})
    with np.errstate(all="ignore"):
        return bool(np.any(kink.at(out, *args, **params)))


def _error(written: Any, true: Any) -> float:
    """The largest difference, relative to the largest true entry."""
    with np.errstate(all="ignore"):
        scale = float(np.max(np.abs(true), initial=0.0))
        error = float(np.max(np.abs(written - true), initial=0.0))
        return error / scale if scale else float("inf")


def _shown(value: Any) -> str:
    return exact(float(np.ravel(value)[0])) if np.size(value) == 1 else f"{np.size(value)} entries"
