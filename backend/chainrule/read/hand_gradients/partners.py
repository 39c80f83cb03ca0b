"""The call of a forward function that a call of its backward function belongs to, by the values that both have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...graph import Assignment, GraphNode

__all__ = ["Partner", "partners"]


class Partner(NamedTuple):
    """A forward call: the scope of its names, and the nodes that it computes or is given."""

    scope: int
    nodes: frozenset[int]


def partners(nodes: Sequence[GraphNode], assignments: Sequence[Assignment]) -> dict[int, Partner]:
    """Return, for the scope of a call, the one earlier call that shares most values with it.

    A cache hands on the values of one step: the arguments of the forward call, what it computed and its result. A scope
    that shares as many with two calls has no partner.
    """
    members: dict[int, set[int]] = {}  # the nodes of each call
    for node in nodes:
        if node.call is not None:
            members.setdefault(node.call, set()).add(node.id)
    values: dict[int, set[int]] = {}  # what has a name in a scope, and all that its call computed
    earlier: dict[int, set[int]] = {}  # what was there before
    last = -1
    for line in assignments:
        node = nodes[line.node]
        if line.scope:
            values.setdefault(line.scope, set()).add(line.node)
            if line.node <= last or not node.args:
                earlier.setdefault(line.scope, set()).add(line.node)
            elif node.call is not None:
                values[line.scope] |= members[node.call]
        if node.args:
            last = max(last, line.node)
    result = {}
    for scope, mine in earlier.items():
        scores = sorted(((len(mine & values[other]), other) for other in values if other < scope), reverse=True)
        if scores and scores[0][0] and (len(scores) == 1 or scores[0][0] > scores[1][0]):
            result[scope] = Partner(scores[0][1], frozenset(values[scores[0][1]]))
    return result
