"""Gradients written by hand, each held to the true one: right, wrong with the reason, or undecided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from ..errors import Span
from ..evaluate import Pass
from ..graph import HandGradientNode, ancestors, descendants
from ..replay import line_of, replay, same
from ..sentences import tr, translated
from .comparison import Comparison
from .gradient_line import GradientLine, ProgramContext
from .gradient_mistakes import explain
from .points import Points
from .processed import processed

__all__ = ["HandGradientVerdict", "judge", "verdicts"]

MOST_EXPLAINED = 20  # wrong lines of one program for which the mistake is looked for
PRESENT, ELSEWHERE, ALL = range(3)


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
    changed: bool = False  # undecided: the right gradient is in it, and the program changes it


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


def verdicts(
    run: Pass, gradients: Sequence[HandGradientNode], seed: int | None = None, is_guess: bool = False
) -> list[HandGradientVerdict]:
    """Return one verdict for each of `gradients`, in order; arguments as `judge`.

    is_guess: nothing else shows that they are meant as gradients, so that only a telling mistake counts.
    """
    if not gradients:
        return []
    with np.errstate(all="ignore"):
        judge = _judge_of(run, gradients, seed)
        judge.situation.is_guess = is_guess
        return judge.verdicts()


def generic_lines(
    run: Pass, gradients: Sequence[HandGradientNode], seed: int | None = None, signs: int = 0
) -> set[int]:
    """Return the lines whose gradient is the true one where all data are moved too; arguments as `judge`.

    A line that is right at the present values and not among these may be right there by chance.

    Args:
        signs: number of points at which the data are to have both signs; 0: they keep theirs.
    """
    judge = _judge_of(run, gradients, seed, signs)
    is_right = judge.comparison.is_right_at_signs if signs else judge.comparison.is_right_elsewhere
    with np.errstate(all="ignore"):
        return {
            each.span.line for each in gradients if each.span is not None and each.target is not None and is_right(each)
        }


def _judge_of(run: Pass, gradients: Sequence[HandGradientNode], seed: int | None, signs: int = 0) -> _Judge:
    nodes = run.graph.nodes
    typed = {each.node for each in gradients if nodes[each.node].name in (each.name, None)}  # numbers written out
    used = ancestors(run.graph, run.graph.output)
    backward = {node.id for node in nodes if not used[node.id] and not np.any(run.values[node.id])}  # where sums start
    points = Points(nodes, run.values.__getitem__, typed | backward, signs=signs)
    return _Judge(run, ProgramContext(nodes, points, gradients, ((run.graph.output, seed, 1.0),), run.graph.source))


ORDER = ("undecided", "right", "wrong")


def _once(gradients: Sequence[HandGradientNode], result: Sequence[HandGradientVerdict]) -> list[HandGradientVerdict]:
    """Keep the first wrong verdict of a line that runs several times, else its last right one."""
    by_line: dict[tuple[str, Span | None, str], HandGradientVerdict] = {}
    for gradient, verdict in zip(gradients, result, strict=True):
        key = (gradient.name, gradient.span, gradient.of if gradient.span is None else "")
        before = ORDER.index(by_line[key].verdict) if key in by_line else -1
        if ORDER.index(verdict.verdict) > before or before == ORDER.index("right") == ORDER.index(verdict.verdict):
            by_line[key] = verdict
    return list(by_line.values())


class _Judge:
    def __init__(self, run: Pass, situation: ProgramContext) -> None:
        self.run, self.situation = run, situation
        self.comparison = Comparison(run, situation)
        self.gradients = situation.gradients
        self.explained = 0
        self.changed: dict[int, str] = {}  # gradients that are right, and changed by the program afterwards
        self.verdicts_by_place: dict[tuple[str, Span | None], HandGradientVerdict] = {}

    def verdicts(self) -> list[HandGradientVerdict]:
        right = [self.comparison.right(gradient) for gradient in self.gradients]
        self.situation.settle([words is not None for words in right])
        factors = {
            g.node: user
            for g, words in zip(self.gradients, right, strict=True)
            if words is None and g.target is not None and (user := self._right_user(g, right)) is not None
        }
        for index, (g, words) in enumerate(zip(self.gradients, right, strict=True)):
            if words is None and g.target is not None and g.node not in factors:
                how = processed(GradientLine(self.situation, index))
                if how is not None:
                    what = self.comparison.what(g)
                    self.changed[g.node] = tr("{0} is {1}, {2}: it is not judged.", g.name, what, how)
        open_ = [
            index
            for index, (g, words) in enumerate(zip(self.gradients, right, strict=True))
            if words is None and g.target is not None and g.node not in factors and g.node not in self.changed
        ]
        for index in open_[:MOST_EXPLAINED]:
            user = self._used_rightly(self.gradients[index], right)
            if user is not None and explain(GradientLine(self.situation, index)) is None:
                factors[self.gradients[index].node] = user
        wrong = {self.gradients[index].node for index in open_} - factors.keys()
        blamed: dict[int, str] = {}  # node of a wrong gradient -> the name of the one that is to blame
        result = []
        for index, (gradient, words) in enumerate(zip(self.gradients, right, strict=True)):
            if gradient.target is None:
                text = tr("{0} was not checked: {1}.", gradient.name, translated(gradient.reason or ""))
                result.append(
                    HandGradientVerdict(
                        gradient.name, gradient.of, "undecided", text, gradient.span, node=gradient.node
                    )
                )
            elif words is not None:
                result.append(self._verdict(gradient, "right", words))
            elif gradient.node in factors:
                user = factors[gradient.node]
                what = self.comparison.what(gradient)
                text = tr("{0} is not {1}, but {2}, made of it, is right.", gradient.name, what, user)
                result.append(
                    HandGradientVerdict(
                        gradient.name, gradient.of, "undecided", text, gradient.span, node=gradient.node
                    )
                )
            elif gradient.node in self.changed:
                result.append(self._verdict(gradient, "undecided", self.changed[gradient.node], changed=True))
            else:
                result.append(self._wrong(index, wrong, blamed))
        return result

    def _right_user(self, gradient: HandGradientNode, right: Sequence[str | None]) -> str | None:
        """Return the name of a right gradient made of this one, which then is no mistake: `da = a*(1-a)` is a slope.

        All that are made of it and can be judged must be right. What is right at the present values alone may be so by
        chance, and so may a gradient of 0.
        """
        if not self.run.graph.nodes[gradient.node].args:
            return None
        name, dependents = None, descendants(self.run.graph.nodes, gradient.node)
        for other, words in zip(self.gradients, right, strict=True):
            if other.node == gradient.node and words is not None:
                return None  # `dy = dq`: the right gradient dq is what others are made of
            if other.target is None or other.node == gradient.node:
                continue
            if other.node not in dependents:
                continue
            if words is None:
                return None
            if np.any(self.situation.true(other, PRESENT)) and self.comparison.is_right_elsewhere(other):
                name = name or other.name
        return name

    def _used_rightly(self, gradient: HandGradientNode, right: Sequence[str | None]) -> str | None:
        """Return the name of a right gradient whose number depends on this one, which then is hardly wrong itself."""
        nodes, values = self.run.graph.nodes, self.situation.points.values[ELSEWHERE]
        if not nodes[gradient.node].args:
            return None
        changed = {gradient.node: 2.0 * np.asarray(values[gradient.node]) + 1.0}
        for other, words in zip(self.gradients, right, strict=True):
            if words is None or other.target is None or other.node <= gradient.node:
                continue
            order, used = line_of(nodes, other.node, changed, gradient.node)
            if not used or same(replay(nodes, order, values, changed)[other.node], values[other.node]):
                continue
            if np.any(self.situation.true(other, PRESENT)) and self.comparison.is_right_elsewhere(other):
                return other.name
        return None

    def _wrong(self, index: int, wrong: set[int], blamed: dict[int, str]) -> HandGradientVerdict:
        gradient = self.gradients[index]
        line = GradientLine(self.situation, index)
        given_wrong = self._given_wrong(index, line, wrong)
        if given_wrong and line.given_true(given_wrong) and self._is_right_given(line):
            blame = next(
                (blamed[node] for node in given_wrong if node in blamed), line.used[next(iter(given_wrong))].name
            )
            blamed[gradient.node] = blame
            text = tr("{0} is wrong because {1} is: its own line is right.", gradient.name, blame)
            return self._verdict(gradient, "wrong", f"{text} {self.comparison.difference(gradient)}", inherits=blame)
        changed = [each for node, each in line.used.items() if node in self.changed]
        if changed:
            text = tr("{0} is made of {1}, which is not the gradient itself.", gradient.name, changed[0].name)
            return self._verdict(gradient, "undecided", text)
        key = (gradient.name, gradient.span)
        if key in self.verdicts_by_place and gradient.span is not None:  # another round of a loop: one is shown
            blamed[gradient.node] = self.verdicts_by_place[key].inherits or gradient.name
            return self.verdicts_by_place[key]
        later = self._lost(index, line)
        if later is not None:
            text = tr("{0} is only a part of {1}, and line {2} overwrites it.", gradient.name, *later)
            return self._verdict(gradient, "undecided", text)
        if self.comparison.is_chance(gradient):
            blamed.setdefault(gradient.node, gradient.name)
            what = self.comparison.what(gradient)
            text = tr("{0} is wrong: it has the number of {1} at these values alone.", gradient.name, what)
            return self._verdict(gradient, "wrong", text)
        self.explained += 1
        result = explain(line) if self.explained <= MOST_EXPLAINED else None
        source = self._made_from(index, blamed) if result is None else None
        if source is not None:
            blamed[gradient.node] = source
            text = tr("{0} is wrong, and it is made from {1}, which is wrong.", gradient.name, source)
            return self._verdict(gradient, "wrong", f"{text} {self.comparison.difference(gradient)}", inherits=source)
        if result is None and (not gradient.sure or self._may_be_decay(gradient)):
            what = self.comparison.what(gradient)
            text = tr("{0} is not {1}, and what it stands for could not be found out.", gradient.name, what)
            return self._verdict(gradient, "undecided", text)
        blamed.setdefault(gradient.node, gradient.name)
        words = tr("{0} is wrong: {1}.", gradient.name, result[1]) if result else tr("{0} is wrong.", gradient.name)
        text = f"{words} {self.comparison.difference(gradient)}"
        self.verdicts_by_place[key] = self._verdict(gradient, "wrong", text, mistake=result[0] if result else None)
        return self.verdicts_by_place[key]

    def _may_be_decay(self, gradient: HandGradientNode) -> bool:
        """Return whether a step is made of its variable and of nothing else in the loss: `dw = 0.01*w`."""
        if not gradient.step or gradient.target is None:
            return False
        nodes, output = self.run.graph.nodes, gradient.output
        of_loss = ancestors(self.run.graph, self.run.graph.output if output is None else output)
        visited, todo = {gradient.target}, [gradient.node]
        while todo:
            node = todo.pop()
            if node in visited:
                continue
            if of_loss[node] and not nodes[node].args:
                return False
            visited.add(node)
            todo.extend(nodes[node].args)
        return True

    def _lost(self, index: int, line: GradientLine) -> tuple[str, int] | None:
        """Return the gradient in words and the line that sets it anew, where the two values add up to the right one."""
        gradient, values = self.gradients[index], self.situation.points.values
        for other in self.gradients[index + 1 :]:
            if other.name != gradient.name or other.target != gradient.target or other.span is None:
                continue
            if other.span == gradient.span or other.output != gradient.output or other.node == gradient.node:
                continue
            shapes = {np.shape(values[line.points[0]][each.node]) for each in (gradient, other)}
            if len(shapes) > 1:  # a layer's `dx` and that of the layer below it, of another shape
                continue
            sums = [np.asarray(values[p][gradient.node]) + np.asarray(values[p][other.node]) for p in line.points]
            if all(same(total, true) for total, true in zip(sums, line.true_gradient(), strict=True)):
                return self.comparison.what(gradient), other.span.line
        return None

    def _made_from(self, index: int, blamed: dict[int, str]) -> str | None:
        """Return the wrong gradient that a line uses by way of others that could not be checked."""
        finals, visited, todo = {each.node for each in self.gradients}, set(), [self.gradients[index].node]
        while todo:
            node = todo.pop()
            for used in line_of(self.run.graph.nodes, node, finals - {node})[1]:
                if used in blamed:
                    return blamed[used]
                if used not in visited:
                    visited.add(used)
                    todo.append(used)
        return None

    def _given_wrong(self, index: int, line: GradientLine, wrong: set[int]) -> dict[int, HandGradientNode]:
        """Return the wrong gradients that a line uses; a bare name (`db = dz`) uses the one it names."""
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
        place = self.comparison.place(gradient)
        return result if place is None else replace(result, index=place[0], yours=place[1], correct=place[2])
