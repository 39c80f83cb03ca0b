"""Rounds: a loop that is drawn for one round is brought to the round that was asked for, in numbers alone.

After each round before that one the values of all numbers that the program still holds are taken, the gates of the
round are taken back, and the values are put back as leaves. So the next round is interpreted anew, on a graph that does
not grow.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import LimitError, SourceError
from ..graph import INPUT, Assignment
from .gradient_values import accumulated, gradient_leaf
from .hand_gradients import looks_like_gradient
from .held_nodes import held_nodes
from .tape import GradientSum, RoundTape, TapeSegment
from .values import Instance, Items

if TYPE_CHECKING:
    from .loops import Loop
    from .machine import Machine

__all__ = ["EndOfReading", "Rounds", "put_back"]


class EndOfReading(Exception):
    """The round that is drawn is read, and so is all that belongs to it."""


@dataclass(slots=True)
class Rounds:
    """Progress of the loop that is drawn for one round, and the round that is asked for."""

    count: int = 1
    done: int = 0  # rounds of the innermost such loop that have ended
    drawn_loops: list[Loop] = field(default_factory=list)  # the loops that are drawn for one round, the innermost first
    enclosing: list[Loop] = field(default_factory=list)  # the first of them and the loops around it
    deadline: float = float("inf")  # of the monotonic clock
    seconds: float = 0.0  # from the start to the deadline
    limit: str = "round_seconds"  # the name of the limit that sets it
    every: bool = False  # every outermost loop goes round by round, whatever its lines do
    alone: bool = False  # reading ends where another outermost loop begins behind the one that is drawn
    cut: frozenset[int] = frozenset()  # loops that are too long to be followed whole, by their syntax node
    began: Callable[[Machine, Loop], None] | None = None  # called before the first round of each loop
    ended: Callable[[Machine, Loop], None] | None = None  # called at the end of each round, before its gates go
    left: Callable[[Machine, Loop], None] | None = None  # called after the last round of each loop

    gradients: dict[int, GradientSum] = field(
        default_factory=dict
    )  # leaves that are gradients -> how they were computed
    asked_values: set[int] = field(default_factory=set)  # nodes whose numbers decided something since gates went last
    training: set[int] = field(default_factory=set)  # loops that were found to train, by their syntax node
    tape: RoundTape | None = None  # skips rounds that it can compute by itself
    first_of_segment: tuple[int, int] = (0, 0)  # the nodes and guards that there were when gates went last
    next_kept: Callable[[], int] | None = None  # the next round that is to be interpreted, of a run
    work_skipped: Callable[[int], None] | None = None  # called with the multiply-adds of rounds that were skipped

    differentiating: int = 0  # functions that are being differentiated while the program runs: one inside the other

    @property
    def reached(self) -> bool:
        """Return whether the round that is drawn has come."""
        return self.done >= self.count

    @property
    def in_numbers(self) -> bool:
        """True if the current round is neither the first, which shows that the loop trains, nor the one drawn."""
        return 0 < self.done < self.count - 1

    @property
    def moves(self) -> bool:
        """True if a round follows the current one, so that the result of an optimizer's step is needed."""
        return self.done < self.count - 1

    def next_wanted(self) -> int:
        """Return the next round that only the interpreter can do."""
        return self.count if self.next_kept is None else self.next_kept()

    def skipped(self, multiply_adds: int) -> None:
        """Count the multiply-adds of rounds that were skipped.

        Raises:
            LimitError: `run_multiply_adds` of a run.
        """
        if self.work_skipped is not None:
            self.work_skipped(multiply_adds)

    def check(self, m: Machine, loop: Loop) -> None:
        """Check the deadline.

        Raises:
            LimitError: `round_seconds`, or `run_seconds` of a run.
        """
        if time.monotonic() > self.deadline:
            raise LimitError(
                self.limit,
                self.seconds,
                f"The {self.done:,} rounds before this one took longer than that",
                span=m.span(loop.node),
                hint="Ask for an earlier round, or train: a run keeps rounds on its way."
                if self.limit == "round_seconds"
                else None,
            )


def put_back(m: Machine, loop: Loop) -> None:
    """Take the gates made since the loop began back; what the program holds keeps its values, as leaves.

    Raises:
        SourceError: the loop runs inside a function that is differentiated, whose gradient goes through all rounds.
        LimitError: `round_seconds`.
    """
    if m.rounds.differentiating:
        raise SourceError(
            "no-round",
            "This loop runs inside a function that is differentiated, so no later round of it stands alone.",
            span=m.span(loop.node),
            hint="Ask for its first round, or let it run fewer rounds: it is written out then.",
        )
    m.rounds.check(m, loop)
    mark = loop.mark
    tape = m.rounds.tape
    if tape is not None:
        _empty_unread_lists(m, tape)
    asked_values, work = frozenset(m.rounds.asked_values), m.builder.multiply_adds - mark.multiply_adds
    result = held_nodes(m, mark.nodes)
    for gradient in result.gradients:
        if gradient.gradient_node < 0:
            own = GradientSum(None, ((gradient.output, gradient.wrt, gradient.seed),))
            gradient.gradient_node = gradient_leaf(m, own, m.span(gradient.place))
        gradient.output = gradient.wrt = gradient.gradient_node
        for name in ("gradient_node", "output", "wrt"):
            result.point(gradient, name)
    owners = {**{key: value for key, (value, _) in m.grown_gradients.items()}, **m.graded, **m.parameters}
    sums = {key: (owner, total) for key, owner in owners.items() if (total := accumulated(m, owner)) is not None}
    totals = {key: (owner, gradient_leaf(m, total, None)) for key, (owner, total) in sums.items()}
    result.nodes.update(node for _, node in totals.values())
    nodes, guards, gradients = list(m.builder.nodes), list(m.guards), dict(m.rounds.gradients)
    values = {node: m.evaluator.value(nodes, node) for node in sorted(result.nodes) if nodes[node].args}
    named = _names(m, mark.assignments, result.nodes)
    m.take_back(mark)
    builder = m.builder
    free = [node for node in nodes[mark.nodes :] if node.op == INPUT]  # they stay free, whatever now has their name
    places = {node.id: builder.input(node.name or "", node.span) for node in free}
    for index in sorted(result.nodes - places.keys()):
        node = nodes[index]
        if node.args:
            names = [node.name, *(each.name for each in named.get(index, ()) if each.name.isidentifier())]
            places[index] = builder.literal(values[index], node.span, names[-1])
        else:
            places[index] = builder.add(node.op, (), node.params, node.shape, node.span, node.name)
    for index, rows in named.items():
        m.assignments += [row._replace(node=places[index], before=None, alias=False) for row in rows]
    result.move(places)
    m.grown_gradients = {key: (owner, places[node]) for key, (owner, node) in totals.items()}
    m.zeroed = {key: (owner, min(count, mark.backward_calls)) for key, (owner, count) in m.zeroed.items()}
    m.all_zeroed = min(m.all_zeroed, mark.backward_calls)
    m.fuel = mark.fuel
    m.rounds.asked_values.clear()
    if tape is not None:
        begin, first_guard = m.rounds.first_of_segment
        moves = tuple(sorted((place, index) for index, place in places.items() if nodes[index].op != INPUT))
        leaves = {leaf: total for leaf, total in gradients.items() if leaf >= begin}
        done = not loop.outer
        tape.skip(
            m,
            TapeSegment(nodes, begin, mark.nodes, guards[first_guard:], leaves, moves, asked_values, done, work * done),
        )
    m.rounds.first_of_segment = len(builder.nodes), len(m.guards)
    loop.round_begins = len(builder.nodes)


def _empty_unread_lists(m: Machine, tape: RoundTape) -> None:
    """Empty lists that the program only appends to and never reads."""
    for environment in {id(each): each for each in (m.globals, *(each for each, _ in m.frames))}.values():
        for name, value in environment.names.items():
            if type(value) is Items and tape.unread.is_list(name):
                _empty(value)
            elif type(value) is Instance:
                for key, entry in value.attributes.items():
                    if type(entry) is Items and tape.unread.is_attribute_list(key):
                        _empty(entry)


def _empty(values: Items) -> None:
    values.clear()
    values.node, values.made_from = -1, ()


def _names(m: Machine, first: int, nodes: Mapping[int, Any] | set[int]) -> dict[int, list[Assignment]]:
    """Return the assignments that gave the kept nodes the names that they have now, in their order."""
    scopes = {environment.scope for environment, _ in m.frames} | {m.environment.scope}
    last: dict[tuple[int, str], Assignment] = {}
    for each in m.assignments[first:]:
        last.pop((each.scope, each.name), None)
        last[each.scope, each.name] = each
    rows_by_index: dict[int, list[Assignment]] = {}
    for each in last.values():
        if each.node not in nodes or (each.scope not in scopes and each.name.isidentifier()):
            continue
        # A gradient of the round before is not to be judged again.
        if each.name not in m.counters and not looks_like_gradient(each.name):
            rows_by_index.setdefault(each.node, []).append(each)
    return rows_by_index
