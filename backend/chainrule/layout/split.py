"""Long wires become chains of short ones: a point of the wire in every rank it passes, and one between any two ranks.

A box stands in a rank; a label stands between two ranks. So the points between the ranks carry the labels.
"""

from __future__ import annotations

from dataclasses import dataclass

from .net import OUTSIDE
from .rank import Ranked

__all__ = ["Split", "split"]


@dataclass(frozen=True, slots=True)
class Split:
    """Vertices: first the boxes, then points of wires. Rank r is row 2r, labels stand in odd rows."""

    ranked: Ranked
    chains: list[list[int]]  # of each wire: source box, points in rows 2r + 1, 2r + 2, ..., target box
    label: list[int]  # the vertex of each wire that carries its label
    row: list[int]  # of each vertex
    home: list[int]  # innermost group of each vertex
    rows: list[list[int]]  # the vertices of each row, in the order of a depth-first walk in operand order


def split(ranked: Ranked) -> Split:
    """Put a point of every wire into every row it passes, and choose the one that carries its label.

    Before: every wire goes to a higher rank.
    After:  neighbours in a chain are in neighbouring rows. A label is in the first row after its source, or the last
            one before its target, that is outside the groups which hold only one of the two. On a tree no wires
            cross.
    """
    net = ranked.net
    rank, source = ranked.rank, net.source
    row = [2 * r for r in rank]
    home = list(net.group)
    rows: list[list[int]] = [[] for _ in range(max(0, 2 * ranked.count - 1))]
    chains: list[list[int]] = [[] for _ in net.wires]
    label = [0] * len(net.wires)
    seen = [False] * len(rank)

    for root in range(len(rank)):
        if net.outs[root]:
            continue
        seen[root] = True
        stack = [root]
        done = [0]  # operands of each box on the stack that are drawn
        while stack:
            box, entering = stack[-1], net.ins[stack[-1]]
            while done[-1] < len(entering):
                w = entering[done[-1]]
                u = source[w]
                if not seen[u]:
                    seen[u] = True
                    stack.append(u)
                    done.append(0)
                    break
                chain = [u]
                for at in range(2 * rank[u] + 1, 2 * rank[box]):
                    rows[at].append(len(row))
                    chain.append(len(row))
                    row.append(at)
                chain.append(box)
                chains[w] = chain
                done[-1] += 1
            else:
                rows[2 * rank[box]].append(box)
                stack.pop()
                done.pop()
    if net.groups:
        home.extend([OUTSIDE] * (len(row) - len(home)))
    for w, spec in enumerate(net.wires):
        first, last = 1, len(chains[w]) - 2
        if net.groups:
            first, last = _house(ranked, chains[w], row, home)
        label[w] = chains[w][last if spec.label_at_target else first]
    if not net.groups:
        home = [OUTSIDE] * len(row)
    return Split(ranked, chains, label, row, home, rows)


def _house(ranked: Ranked, chain: list[int], row: list[int], home: list[int]) -> tuple[int, int]:
    """Say for each point of the wire in which group it is; return the stretch outside those that hold only one end."""
    net = ranked.net
    of_u, of_v = net.chain(home[chain[0]]), net.chain(home[chain[-1]])
    common = next((g for g in of_u if g in of_v), OUTSIDE)
    first, last = 1, len(chain) - 2
    for i in range(1, len(chain) - 1):
        home[chain[i]] = common
    for g in reversed(of_u):  # outer first, so that the inner ones have the last word
        if g not in of_v:
            for i in range(1, len(chain) - 1):
                if row[chain[i]] <= 2 * ranked.last[g]:
                    home[chain[i]] = g
                    first = max(first, i + 1)
    for g in reversed(of_v):
        if g not in of_u:
            for i in range(1, len(chain) - 1):
                if row[chain[i]] >= 2 * ranked.first[g]:
                    home[chain[i]] = g
                    last = min(last, i - 1)
    return first, last
