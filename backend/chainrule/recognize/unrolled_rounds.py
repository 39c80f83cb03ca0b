"""Graph -> the same graph with a frame round every round of a long loop, so that its rounds can be closed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from ..graph import FunctionCall, Graph, GraphNode, Note, UnrolledLoop, ancestors
from .calls import Group, nested

__all__ = ["frame_rounds"]

LEAST_ROUNDS = 12  # fewer are looked at one by one
LEAST_GATES = 24  # of all rounds of a loop together: fewer fit into the first view


class _SeveralShapes(Exception):
    """A part of a round hands on numbers of several shapes, which one box cannot give."""


def frame_rounds(graph: Graph) -> Graph:
    """Put a call round each round of every long loop whose rounds can each be drawn as one box.

    A loop stays as it is where what computes one result also hands on numbers of another shape, or where a function
    reaches from one round into another.
    """
    long = [loop for loop in graph.unrolled if len(loop.starts) > LEAST_ROUNDS]
    if not long:
        return graph
    needed = ancestors(graph, graph.output)
    users: list[list[int]] = [[] for _ in graph.nodes]
    for node in graph.nodes:
        if needed[node.id]:
            for arg in node.args:
                users[arg].append(node.id)
    added: list[Group] = []
    for loop in long:
        try:
            added += _rounds(graph, loop, needed, users)
        except _SeveralShapes:
            continue
    if not added:
        return graph
    calls, rounds = list(graph.calls), []
    sizes = _gates_of_calls(graph, needed)
    for group in added:
        own = _own_call(graph, group, sizes)
        if own is None:
            rounds.append(group)
        else:
            calls[own] = calls[own]._replace(round=group.call.round)
    framed = nested(graph, calls, rounds)
    folded = {loop.span: len(loop.starts) - 1 for loop in long if loop.span in {group.call.span for group in added}}
    notes = tuple(
        _folds(note, folded[note.span]) if note.code == "unrolled" and note.span in folded else note
        for note in graph.notes
    )
    return replace(framed, notes=notes)


def _folds(note: Note, rounds: int) -> Note:
    text = f"The loop is written out: {rounds:,} rounds. They fold: open a box to see the gates of each round."
    return note._replace(text=text)


def _gates_of_calls(graph: Graph, needed: list[bool]) -> list[int]:
    """Return how many gates the output needs of each call, those of inner calls included."""
    sizes = [0] * len(graph.calls)
    for node in graph.nodes:
        call = node.call if needed[node.id] and node.args else None
        while call is not None:
            sizes[call] += 1
            call = graph.calls[call].parent
    return sizes


def _own_call(graph: Graph, group: Group, sizes: list[int]) -> int | None:
    """Return the outermost call of the program that a round consists of: `h = cell(w, h)`. It needs no second frame."""
    gates, outermost = sum(bool(graph.nodes[at].args) for at in group.members), None
    call = graph.nodes[group.call.ends[-1]].call
    while call is not None and sizes[call] <= gates:
        if sizes[call] == gates and graph.calls[call].ends == group.call.ends:
            outermost = call
        call = graph.calls[call].parent
    return outermost


def _rounds(graph: Graph, loop: UnrolledLoop, needed: list[bool], users: list[list[int]]) -> list[Group]:
    """Return the parts of each round that the output depends on: nodes, and their call.

    Raises:
        _SeveralShapes: they cannot be closed.
    """
    nodes = graph.nodes
    spans = [
        [node for node in nodes[start:end] if needed[node.id] and (node.args or node.name is None)]
        for start, end in pairwise(loop.starts)
    ]
    spans = [members for members in spans if any(node.args for node in members)]
    gates = sum(bool(node.args) for members in spans for node in members)
    if len(spans) < LEAST_ROUNDS or gates < LEAST_GATES or not _nests(graph, spans, needed):
        return []
    ends = {spans[0][-1].id, spans[-1][-1].id}  # what holds both of these and a round holds the loop
    return [
        Group(frozenset(part), call._replace(round=(number, len(spans))), {*part, *ends})
        for number, members in enumerate(spans, 1)
        for part, call in _parts(graph, loop, {node.id for node in members}, users)
    ]


def _parts(
    graph: Graph, loop: UnrolledLoop, members: set[int], users: list[list[int]]
) -> list[tuple[set[int], FunctionCall]]:
    """Return what computes the results of one shape, for each of the shapes: a hidden state, then the loss so far.

    A box gives results of one shape. No part needs a later one, so boxes that stand for parts make no circle.
    """
    nodes, parts = graph.nodes, []
    rest = set(members)
    while ends := _ends(graph, rest, users):
        shape = nodes[ends[0]].shape
        part = {at for at in ends if nodes[at].shape == shape}
        for at in sorted(rest, reverse=True):
            if not part.isdisjoint(users[at]):
                part.add(at)
        results = _ends(graph, part, users)
        if len({nodes[at].shape for at in results}) > 1:
            raise _SeveralShapes
        args = tuple(dict.fromkeys(arg for at in sorted(part) for arg in nodes[at].args if arg not in part))
        names = tuple(nodes[arg].name or f"in{place}" for place, arg in enumerate(args))
        output, several = (results[0], ()) if len(results) == 1 else (-1, results)
        parts.append((part, FunctionCall(-1, loop.name, None, args, output, loop.span, (), names, results=several)))
        rest -= part
    return parts


def _ends(graph: Graph, members: set[int], users: list[list[int]]) -> tuple[int, ...]:
    """Return the gates whose value is used outside, in evaluation order."""
    return tuple(
        at
        for at in sorted(members)
        if graph.nodes[at].args and (at == graph.output or any(user not in members for user in users[at]))
    )


def _nests(graph: Graph, rounds: list[list[GraphNode]], needed: list[bool]) -> bool:
    """Return whether every call holds the whole loop, lies in one round, or lies outside."""
    round_of = {node.id: number for number, members in enumerate(rounds) for node in members}
    size: dict[int, int] = {}  # of each call: nodes of the loop in it
    rounds_of: dict[int, set[int | None]] = {}  # and the rounds, None for outside of the loop
    for node in graph.nodes:
        call = node.call if needed[node.id] and node.args else None
        while call is not None:
            size[call] = size.get(call, 0) + (node.id in round_of)
            rounds_of.setdefault(call, set()).add(round_of.get(node.id))
            call = graph.calls[call].parent
    gates = sum(bool(node.args) for members in rounds for node in members)
    return all(len(rounds_of[call]) == 1 or size[call] in (0, gates) for call in rounds_of)
