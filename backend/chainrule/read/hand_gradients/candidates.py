"""Candidates: the assignments that are gradients by name, where each is final, and what they may be gradients of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ...errors import Span
from ...graph import Assignment, GraphNode
from ...ops import OPS
from ...ops.op import Pattern
from ...replay import line_of
from .gradient_names import NameReading, fold, plain, readings, tail

__all__ = ["Candidate", "ProgramNames", "Update", "Version", "collect", "updates"]

CURRENT = "next|new|curr?|current|this"


class Version(NamedTuple):
    """One value that a name had: from assignment `position` on (-1: a free name, there from the start)."""

    name: str
    node: int
    scope: int
    position: int
    sign: int = 1  # -1: it is minus the value that is meant
    scale: float = 1.0  # the factor that a gradient leaves to its users: the 1/m of a mean
    through: tuple[int, ...] = ()  # the gradient is only what these gates hand back


class Update(NamedTuple):
    """An assignment that moves a name by something made of gradients: `w -= lr * dw`."""

    name: str
    old: int
    new: int
    position: int


@dataclass(slots=True)
class Candidate:
    """One value that is named like a gradient, where its name holds it last."""

    name: str
    readings: list[NameReading]
    node: int
    span: Span | None
    scope: int
    position: int
    alias: bool  # `ds = q`: the node belongs to somebody else
    chain: list[int]  # the versions it was added up from or masked, oldest first, itself last
    computed_in: int = 0  # the scope of the function that computed it, which may have handed it back since
    copied: bool = False  # `ds = p.copy()`: another name of a value that had one before
    options: list[Version] = field(default_factory=list)  # possible targets, the likeliest first
    of: str | None = None  # "q" in dq_dx, where q is a value of the program
    output: int | None = None  # the node of that
    net: bool = False  # `dhraw`: at the net value of h, the input of its activation
    numbered: bool = False  # `delta2`: books count layers in more than one way, so that its number proves nothing
    only: bool = False  # `grad`, where the program has one parameter of its shape
    loose: bool = False  # `dc`, where there is no c but a `next_c`: confirmed by numbers, or by a known mistake
    label: str | None = None  # how the program writes it where it gives it no name: `gradient(w)`
    part: bool = False  # `dx1`, where there is no x1: what comes back to x through one of its uses

    @property
    def signal(self) -> bool:
        """Return whether a reading of its name is a sign that somebody writes gradients by hand."""
        return any(reading.signal for reading in self.readings)

    @property
    def weak(self) -> bool:
        """Return whether all readings of its name are guesses that other things may have too."""
        return all(reading.weak for reading in self.readings)


def collect(nodes: Sequence[GraphNode], assignments: Sequence[Assignment]) -> list[Candidate]:
    """Return the values named like gradients, each where it is final: `dx = ...; dx += ...` is one.

    A name that is set anew (the next round of a loop) makes another. What a function hands back under a new name stays
    the value it was, under the new name.
    """
    candidates: list[Candidate] = []
    current: dict[tuple[int, str], Candidate] = {}
    owners: dict[int, Candidate] = {}
    forms: dict[str, list[NameReading]] = {}
    named: set[int] = set()
    for position, line in enumerate(assignments):
        is_new, is_copied = line.node not in named and bool(nodes[line.node].args), line.node in named
        named.add(line.node)
        if line.name not in forms:
            forms[line.name] = readings(line.name)
        if not forms[line.name]:
            continue
        key = (line.scope, line.name)
        owner, last = owners.get(line.node), current.get(key)
        if owner is not None and owner.scope != line.scope:
            if line.alias and line.scope:
                continue  # a parameter or a part of a cache: the same value inside a function
            if not owner.alias and not line.alias:  # handed back by the function that computed it
                owner.name, owner.readings, owner.scope, owner.position = (
                    line.name,
                    forms[line.name],
                    line.scope,
                    position,
                )
                current[key] = owner
                continue
        if last is not None and line.before == last.node and _continues(nodes, line, last, owners):
            last.chain.append(line.node)
            last.alias = last.alias and line.node == last.node  # `delta = p`, `delta[...] -= 1`: now its own
            last.node, last.span, last.position = line.node, line.span, position
            owners[line.node] = last
            continue
        # `nabla_b[-1] = delta`; what is computed in the arguments of a call has no other name than the parameter's
        alias = owner is not None or (line.alias and not is_new)
        candidate = Candidate(
            line.name, forms[line.name], line.node, line.span, line.scope, position, alias, [line.node], line.scope
        )
        candidate.copied, candidate.label = is_copied, line.label
        candidates.append(candidate)
        current[key] = candidate
        if not alias:
            owners[line.node] = candidate
    final = {(each.scope, each.name): each for each in candidates}
    several = _names_in_turn(candidates, owners)
    return [
        each
        for each in candidates
        if not (each.alias and (each.scope, each.name) in several)
        and (
            each.alias
            or len(each.chain) > 1
            or not _is_zero(nodes, each.node, is_last=final[each.scope, each.name] is each)
        )
    ]


def _names_in_turn(candidates: Sequence[Candidate], owners: Mapping[int, Candidate]) -> set[tuple[int, str]]:
    """Return the names that stand for one gradient after another: the dparam of `for dparam in [dW, db]`."""
    names: dict[tuple[int, str], set[str]] = {}
    for each in candidates:
        if each.alias and each.node in owners and owners[each.node].name != each.name:
            names.setdefault((each.scope, each.name), set()).add(owners[each.node].name)
    return {key for key, others in names.items() if len(others) > 1}


def _is_zero(nodes: Sequence[GraphNode], node: int, is_last: bool) -> bool:
    """Return whether a node is where a sum starts: an array of zeros, or a 0 that the name does not keep."""
    value = nodes[node].params.get("value")
    is_start = value is not None and (np.ndim(value) > 0 or not is_last)
    return not nodes[node].args and is_start and not np.any(value)


def _continues(nodes: Sequence[GraphNode], line: Assignment, last: Candidate, owners: Mapping[int, Candidate]) -> bool:
    """Return whether the new version of a name holds the old one, by itself and not by way of another gradient."""
    if line.node == last.node:
        return True
    if line.alias or line.node < last.node:
        return False
    stop = {last.node, *(node for node, owner in owners.items() if owner is not last)}
    order, used = line_of(nodes, line.node, stop, last.node)
    if last.node not in used:
        return False
    if nodes[line.node].shape != nodes[last.node].shape and nodes[last.node].args:
        return used == [last.node] and all(OPS[nodes[i].op].pattern is Pattern.RESHAPE for i in order)
    behind = {last.node}  # `delta = W.T @ delta` hands on to the next layer: that is another gradient
    for index in order:
        row = OPS[nodes[index].op]
        if any(arg in behind for arg in nodes[index].args):
            behind.add(index)
            if row.pattern == Pattern.SWAP and not row.elementwise:
                return False
    return True


class ProgramNames:
    """All names of a program with the values they had."""

    def __init__(self, assignments: Sequence[Assignment], inputs: Mapping[str, int]) -> None:
        self.assignments = assignments
        self.versions = [Version(name, node, 0, -1) for name, node in inputs.items()]
        self.versions += [Version(line.name, line.node, line.scope, i) for i, line in enumerate(assignments)]
        self._exact: dict[str, list[Version]] = {}
        self._tails: dict[str, list[Version]] = {}
        self._folded: dict[str, list[Version]] = {}
        self._words: dict[str, list[int]] = {}  # places in `versions` of those with one plain name
        for place, version in enumerate(self.versions):
            last = tail(version.name)
            self._words.setdefault(plain(last).casefold(), []).append(place)
            self._exact.setdefault(version.name, []).append(version)
            self._tails.setdefault(last, []).append(version)
            self._folded.setdefault(fold(last), []).append(version)
            listed = re.fullmatch(r"(\w+?)s?\[.*\]", last)  # hs[0] is an h
            if listed:
                self._folded.setdefault(fold(listed[1]), []).append(version)

    def called(self, x: str, candidate: Candidate) -> list[Version]:
        """Return the values that a gradient named `near.name` can mean by `x`, the likeliest first."""
        owner = candidate.name.rpartition(".")[0]
        plain = self._exact.get(x, [])
        for result in (
            # `self.dinputs`: each object has inputs of its own, and those of this one may be a parameter alone
            self._exact.get(f"{owner}.{x}" if owner else x, []) + (plain if owner == "self" else []),
            plain,
            self._tails.get(x, []),
            self._folded.get(fold(x), []),
        ):
            before = [
                version
                for version in result
                if version.position < candidate.position and version.name != candidate.name
            ]
            if before:
                return sorted(before, key=lambda v: (v.scope != candidate.scope, v.scope != 0, -v.position))
        return self._entry(x, candidate)

    def _entry(self, x: str, candidate: Candidate) -> list[Version]:
        """`nabla_w[-2]`, where a loop went through a list by the name `w`: the last but one of its values."""
        indexed = re.fullmatch(r"(?P<base>\w+)\[(?P<index>-?\d+)\]", x)
        if indexed is None:
            return []
        versions = [
            v
            for v in self._tails.get(indexed["base"], [])
            if v.position < candidate.position and v.scope == candidate.scope
        ]
        entries = list({v.node: v for v in versions}.values())
        index = int(indexed["index"])
        return [entries[index]._replace(name=x)] if len(entries) > 1 and -len(entries) <= index < len(entries) else []

    def name_of(self, node: int) -> str | None:
        """Return the last name of a value, without its owner."""
        return next((tail(v.name) for v in reversed(self.versions) if v.node == node), None)

    def starting(self, x: str, candidate: Candidate) -> list[Version]:
        """Longer names: `hidden_layer` may mean `hidden_layer_output`; `hidden_error` is no value but a gradient."""
        start = fold(x)
        if len(start) < 3:
            return []
        result = [
            v
            for key, versions in self._folded.items()
            if key.startswith(start)
            for v in versions
            if not any(reading.signal for reading in readings(v.name))
        ]
        return [
            v
            for v in reversed(result)
            if v.position < candidate.position and v.node != candidate.node and v.name != candidate.name
        ]

    def current(self, x: str, near: Candidate) -> list[Version]:
        """Return the values called `next_x` or `x_t`, the last first: what a step computes anew."""
        name = re.compile(rf"(?:{CURRENT})_{re.escape(fold(x))}|{re.escape(fold(x))}_(?:{CURRENT}|t)")
        places = [place for word, places in self._words.items() if name.fullmatch(word) for place in places]
        versions = map(self.versions.__getitem__, sorted(places, reverse=True))
        return [version for version in versions if version.position < near.position]

    def numbered(self, digits: str, candidate: Candidate) -> Iterator[Version]:
        """Yield names that end in these digits: `delta2` may belong to `z2`, `a2`, or to what `W2` makes."""
        for key, versions in self._folded.items():
            if re.fullmatch(rf"[^\d]+{re.escape(digits)}", key):
                for version in reversed(versions):
                    if (
                        version.position < candidate.position
                        and version.node != candidate.node
                        and version.name != candidate.name
                    ):
                        yield version


def _meets(
    nodes: Sequence[GraphNode], root: int, stop: int, gradients: Collection[int], follows: Sequence[bool]
) -> bool:
    """Return whether a path from `root` to its arguments that avoids `stop` reaches a gradient.

    Only nodes that `follows` marks are visited.
    """
    todo, visited = [root], {root, stop}
    while todo:
        for arg in nodes[todo.pop()].args:
            if arg not in visited and follows[arg]:
                if arg in gradients:
                    return True
                visited.add(arg)
                todo.append(arg)
    return False


def updates(nodes: Sequence[GraphNode], assignments: Sequence[Assignment], gradients: Collection[int]) -> list[Update]:
    """Return the assignments that move a value by something made of `gradients`."""
    gradients = frozenset(gradients)
    result = []
    follows: list[bool] = []  # whether a node depends on a gradient
    for node in nodes:
        follows.append(node.id in gradients or any(follows[arg] for arg in node.args))
    for position, line in enumerate(assignments):
        if line.before is None or line.alias or line.before == line.node or readings(line.name):
            continue
        if not follows[line.node] or not line_of(nodes, line.node, (line.before,), line.before)[1]:
            continue
        if _meets(nodes, line.node, line.before, gradients, follows):
            result.append(Update(line.name, line.before, line.node, position))
    return result
