"""Sites of a line: expressions of the source that it runs, once or in every round of a loop, and what they could hold.

An edit of the source changes all gates of one place. So a site is all gates of the line that stand there, or one
argument of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..graph import LITERAL, GraphNode, HandGradientNode
from ..ops import OPS
from .gradient_line import GradientLine
from .trials import Number

__all__ = [
    "Place",
    "Series",
    "Site",
    "argument",
    "by_place",
    "expression",
    "gradient_series",
    "is_activation",
    "numbers",
    "place_of",
    "series",
    "sites",
    "statement",
]

MOST_TEXT = 60  # characters of an expression that is shown
MOST_SERIES = 80  # series of forward values that are tried
VIRTUAL = -1_000_000  # numbers of arguments that are replaced at one gate alone
Place = tuple[int, int, int]  # line and columns of an expression of the source
Apply = Callable[[Number, Number], Number]  # what stands there, another value -> what should stand there


class Series(NamedTuple):
    """Forward values, true gradients or other arrays in the order of the rounds; a single one is the same in all."""

    text: str
    nodes: tuple[int, ...] = ()
    gradients: tuple[HandGradientNode, ...] = ()
    arrays: tuple[Number, ...] = ()

    def value(self, line: GradientLine, place: int, point: int) -> Number:
        """Return the value in one round; nan where there is no gradient."""
        if self.arrays:
            return self.arrays[0 if len(self.arrays) == 1 else place]
        if self.nodes:
            return np.asarray(line.values(point)[self.nodes[0 if len(self.nodes) == 1 else place]])
        true = line.situation.true(self.gradients[0 if len(self.gradients) == 1 else place], point)
        return np.float64("nan") if true is None else np.asarray(true)


class Site(NamedTuple):
    """The gates of one place of the line. slot: the argument of each that is meant; None: their values."""

    text: str
    gates: tuple[GraphNode, ...]
    slot: int | None = None

    def holds(self, line: GradientLine, apply: Apply, other: Series | None = None) -> bool:
        """Return whether the line is right with `apply(value, other)` in place of each value of the site."""
        values = self._values(line, other)
        if values is None:
            return False
        if self.slot is None:
            changes = [
                {
                    gate.id: (lambda value, place=place, point=point: apply(value, values(place, point)))
                    for place, gate in enumerate(self.gates)
                }
                for point in line.points
            ]
            return line.gives(line.true_gradient(), changes=changes)
        edits, replaced = {}, [dict[int, Number]() for _ in line.points]
        for place, gate in enumerate(self.gates):
            args = tuple(VIRTUAL - gate.id if s == self.slot else arg for s, arg in enumerate(gate.args))
            edits[gate.id] = gate._replace(args=args)
            for at, point in enumerate(line.points):
                with np.errstate(all="ignore"):
                    value = np.asarray(line.value_of(gate.args[self.slot], point))
                    try:
                        replaced[at][VIRTUAL - gate.id] = apply(value, values(place, point))
                    except ValueError:  # the shapes do not fit
                        return False
        return line.gives(line.true_gradient(), replaced, edits)

    def _values(self, line: GradientLine, other: Series | None) -> Callable[[int, int], Number] | None:
        if other is None:
            return lambda place, point: None
        if len(other.nodes) + len(other.gradients) + len(other.arrays) not in (1, len(self.gates)):
            return None
        return lambda place, point: other.value(line, place, point)


def sites(line: GradientLine) -> Iterator[Site]:
    """Yield the sites of a line, its own results last: forward values and numbers that it uses, then its gates."""
    nodes = line.situation.nodes
    groups = list(by_place(line, line.order))
    inside = set(line.order)
    for place, gates in groups:
        for op in dict.fromkeys(gate.op for gate in gates):
            same_op = tuple(gate for gate in gates if gate.op == op)
            for slot in range(min(len(gate.args) for gate in same_op)):
                args = [gate.args[slot] for gate in same_op]
                is_whole = op in ("index", "pick") and slot == 0  # `X[i]`, and not X
                if not is_whole and not any(arg in inside and nodes[arg].args for arg in args):
                    yield Site(argument(line, place, args), same_op, slot)
    for place, gates in groups:
        for op in dict.fromkeys(gate.op for gate in gates):
            same_op = tuple(gate for gate in gates if gate.op == op)
            name = line.situation.name(same_op[0].id) if line.forward[same_op[0].id] else ""
            yield Site(name or expression(line, place), same_op)


def series(line: GradientLine, count: int) -> list[Series]:
    """Return what the forward pass computes or takes at one place: single values, and those of `count` rounds."""
    if count not in line.series:
        line.series[count] = _series(line, count)
    return line.series[count]


def _series(line: GradientLine, count: int) -> list[Series]:
    nodes = line.situation.nodes
    gates = [node.id for node in nodes if line.forward[node.id] and node.args and place_of(node) is not None]
    groups = list(by_place(line, gates))
    repeated = {gate.id for _, group in groups if len({g.op for g in group}) < len(group) for gate in group}
    result: dict[tuple[int, ...], Series] = {}
    for node in line.operands():
        if line.situation.name(node) and (count == 1 or node not in repeated):  # one round's value is not all rounds'
            result.setdefault((node,), Series(line.situation.name(node), (node,)))
    if count > 1:
        for place, group in groups:
            for op in dict.fromkeys(gate.op for gate in group):
                same_op = [gate for gate in group if gate.op == op]
                if len(same_op) == count:
                    rows = [[gate.id for gate in same_op]]
                    rows += [[gate.args[slot] for gate in same_op] for slot in range(len(same_op[0].args))]
                    for slot, row in enumerate(rows):
                        text = argument(line, place, row) if slot else expression(line, place)
                        if len(set(row)) > 1 and text and len(result) < MOST_SERIES:
                            for way in _ways(line, tuple(row)):
                                result.setdefault(way, Series(text, way))
    return list(result.values())


def is_activation(line: GradientLine, site: Site, other: Series) -> bool:
    """Return whether values have the shape of a site's and lie between -1 and 1, as those of sigmoid and tanh do."""
    nodes = line.situation.nodes
    if not other.nodes or nodes[other.nodes[0]].shape != site.gates[0].shape:
        return False
    return all(bool(np.all(np.abs(line.values(0)[node]) < 1)) for node in other.nodes)


def _ways(line: GradientLine, row: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the orders in which a line may go through the values of the rounds: that of its own, if it is known."""
    if line.backwards is None:
        line.backwards = _is_backwards(line)
    return [row, row[::-1]] if line.backwards == 0 else [row[::-1]] if line.backwards > 0 else [row]


def _is_backwards(line: GradientLine) -> int:
    """Return 1 where rounds of the line use earlier and earlier values, -1 where later and later ones; 0: neither."""
    nodes, steps = line.situation.nodes, [0, 0]
    for _, gates in by_place(line, line.order):
        for slot in range(min(len(gate.args) for gate in gates)):
            args = [gate.args[slot] for gate in gates if line.forward[gate.args[slot]] and nodes[gate.args[slot]].args]
            for before, after in pairwise(args):
                steps[0] += before > after
                steps[1] += before < after
    return 1 if steps[0] and not steps[1] else -1 if steps[1] and not steps[0] else 0


def numbers(line: GradientLine) -> list[Series]:
    """Return the numbers that the forward pass multiplies, divides or raises to."""
    nodes = line.situation.nodes
    result: dict[float, Series] = {}
    for node in nodes:
        if line.forward[node.id] and node.op in ("mul", "div", "pow"):
            for arg in node.args:
                value = nodes[arg].params.get("value")
                is_number = nodes[arg].op == LITERAL and not nodes[arg].shape and value is not None
                number = float(value) if is_number and value is not None else 0.0
                if not nodes[arg].name and abs(number) not in (0.0, 1.0):
                    result.setdefault(number, Series(f"{number:g}", (arg,)))
                    size = abs(number)
                    result.setdefault(size, Series(f"{size:g}", arrays=(np.float64(size),)))
    return list(result.values())


def gradient_series(line: GradientLine, count: int) -> list[Series]:
    """Return the other gradients of the program, one by one and as the rounds of a loop compute them."""
    families: dict[object, list[HandGradientNode]] = {}
    for each in line.situation.gradients:
        if each.target is not None and each.name != line.gradient.name and each.output == line.gradient.output:
            families.setdefault((each.name, each.span), []).append(each)
    fitting = (family for family in families.values() if len(family) in (1, count))
    return [Series(family[0].name, gradients=tuple(family)) for family in fitting]


def by_place(line: GradientLine, order: Iterable[int]) -> Iterator[tuple[Place, list[GraphNode]]]:
    """Yield the gates of `order` by where they stand in the source."""
    groups: dict[Place, list[GraphNode]] = {}
    for index in order:
        node = line.situation.nodes[index]
        place = place_of(node)
        if place is not None and node.args and node.op in OPS:
            groups.setdefault(place, []).append(node)
    yield from groups.items()


def place_of(node: GraphNode) -> Place | None:
    """Return the place of a gate; None where it has none, or goes over several lines."""
    span = node.span
    return None if span is None or span.line != span.end_line else (span.line, span.column, span.end_column)


def expression(line: GradientLine, place: Place) -> str:
    """Return the text at a place; any where the source is not at hand, and only the verdict counts."""
    if not line.situation.source:
        return "_"
    return _short(_source_line(line, place[0])[place[1] : place[2]])


def statement(line: GradientLine, number: int) -> str:
    """Return the text of a line of the source without its comment."""
    return _short(_source_line(line, number).partition("#")[0].strip())


def argument(line: GradientLine, place: Place, args: Sequence[int]) -> str:
    """Return the text of an argument that stands within a place, or the one name that all of `args` have; or ""."""
    nodes = line.situation.nodes
    places = {place_of(nodes[arg]) for arg in args}
    if len(places) == 1:
        (inner,) = places
        is_inside = inner is not None and inner[0] == place[0] and place[1] <= inner[1] <= inner[2] <= place[2]
        if inner is not None and inner != place and is_inside:
            return expression(line, inner)
    names = {line.situation.name(arg) for arg in args if nodes[arg].op != LITERAL or nodes[arg].name}
    return next(iter(names)) if len(names) == 1 else "" if line.situation.source else "_"


def _source_line(line: GradientLine, number: int) -> str:
    lines = line.situation.source.splitlines()
    return lines[number - 1] if number <= len(lines) else ""


def _short(text: str) -> str:
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "…"
