"""The gates that use a value, one by one and together as a function's call uses its parameter."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ...graph import Assignment, FunctionCall, GraphNode

__all__ = ["beside_present", "calls_beside", "consumers_by_node", "depths_of", "scope_depths", "uses_in_calls"]

# Functions that compute a loss again at places beside the present one.
NUMERICAL = re.compile(
    r"\w*num\w*(?:grad|deriv)\w*|\w*grad\w*(?:check|approx)\w*|\w*(?:check|approx)_?grad\w*|\w*finite_?diff\w*", re.I
)
MOST = 40  # uses of one value that are looked at


def consumers_by_node(nodes: Sequence[GraphNode]) -> list[list[int]]:
    """Return, for each node, the gates that use its value, ascending and each once."""
    consumers: list[list[int]] = [[] for _ in nodes]
    for node in nodes:
        for arg in dict.fromkeys(node.args):
            consumers[arg].append(node.id)
    return consumers


def beside_present(nodes: Sequence[GraphNode], calls: Sequence[FunctionCall]) -> set[int]:
    """Return the nodes that a numerical check computes, with a weight moved by a little."""
    checks: list[bool] = []
    for each in calls:
        inherited = each.parent is not None and checks[each.parent]
        checks.append(inherited or NUMERICAL.fullmatch(each.function) is not None)
    if not any(checks):
        return set()
    return {node.id for node in nodes if node.call is not None and node.call < len(checks) and checks[node.call]}


def calls_beside(depths: Sequence[int], call: int) -> set[int]:
    """Return the calls as deep as `call`: those of a forward function, if `call` is of its backward function."""
    return {other for other, depth in enumerate(depths) if depth == depths[call] and other != call}


def depths_of(calls: Sequence[FunctionCall]) -> list[int]:
    """Return the depth of each call; 0: called by the program itself."""
    depths: list[int] = []
    for each in calls:
        depths.append(0 if each.parent is None else depths[each.parent] + 1)
    return depths


def scope_depths(
    nodes: Sequence[GraphNode], assignments: Sequence[Assignment], calls: Sequence[FunctionCall]
) -> dict[int, int]:
    """Return, for the scope of every assignment, the depth of its call: that of the values which it makes itself."""
    depths, result = depths_of(calls), {0: -1}
    for line in assignments:
        call = nodes[line.node].call
        if not line.alias and line.scope:
            depth = -1 if call is None or call >= len(depths) else depths[call]
            result[line.scope] = min(depth, result.get(line.scope, depth))
    return result


def uses_in_calls(
    nodes: Sequence[GraphNode], calls: Sequence[FunctionCall], uses: Sequence[int], beside: Collection[int]
) -> list[tuple[int, ...]]:
    """Return those of `uses` that stand in each of the calls `beside`, where others stand elsewhere.

    What a function hands back as the gradient of its parameter is what comes back through the uses in one call of the
    forward function: `dprev_h` of one step of a recurrent net, though the loss uses the state as well.
    """
    gates_by_call: dict[int, list[int]] = {}
    for use in uses[:MOST]:
        call = nodes[use].call
        while call is not None and call < len(calls) and call not in beside:
            call = calls[call].parent
        if call is not None and call in beside:
            gates_by_call.setdefault(call, []).append(use)
    return [tuple(gates) for gates in gates_by_call.values() if len(gates) < len(uses)]
