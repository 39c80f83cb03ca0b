"""Frames round the rounds of a long loop of plain lines, so that each of them folds as a call of a function does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..errors import Span
from ..graph import INPUT, ROUND, FunctionCall, GraphNode, Shape

__all__ = ["LEAST_ROUNDS", "UnrolledLoop", "framed_rounds"]

LEAST_ROUNDS = 12  # shorter loops are written out: their picture says how the rounds hang together
INDEX = "index"
LEAST_GATES = 2  # of a round's own; the only line of many loops is a call, which folds by itself


class UnrolledLoop(NamedTuple):
    """A loop that is written out: the call it stands in, and the first node of each round, with the end of the last."""

    call: int | None
    bounds: tuple[int, ...]
    span: Span | None


class _Frame(NamedTuple):
    gates: frozenset[int]
    args: tuple[int, ...]
    ends: tuple[int, ...]
    span: Span | None
    parent: int | None
    loop: int
    round: int
    params: tuple[str, ...] = ()


def framed_rounds(
    nodes: Sequence[GraphNode],
    calls: Sequence[FunctionCall],
    loops: Iterable[UnrolledLoop],
    needed: Sequence[bool],
    output: int,
) -> tuple[tuple[GraphNode, ...], tuple[FunctionCall, ...]]:
    """Return nodes and calls with a call more for each round; `needed`: whether the output depends on a node.

    Results of several shapes cannot leave one box. Then the gates that the results of the first shape need are one
    frame, and what the round computes beside them, such as a loss that adds up, is another one.
    """
    readers: dict[int, list[int]] = {output: [len(nodes)]}
    for node in nodes:
        if needed[node.id]:
            for arg in node.args:
                readers.setdefault(arg, []).append(node.id)
    frames: list[_Frame] = []
    called_in: dict[int, tuple[int, int]] = {}  # a call that is a round by itself -> the loop, the round
    reach = -1
    for number, loop in enumerate(sorted(loops, key=lambda loop: (loop.bounds[0], -loop.bounds[-1]))):
        if len(loop.bounds) > LEAST_ROUNDS and loop.bounds[0] >= reach:  # in no loop whose rounds have frames
            rounds = _LoopFrames(nodes, calls, loop, number, readers)
            if own := rounds.all():
                frames += own
                reach = loop.bounds[-1]
            elif (direct := rounds.direct_calls()) and len(direct) >= LEAST_ROUNDS:
                called_in |= {call: (number, turn) for call, turn in direct.items()}
                reach = loop.bounds[-1]
    if called_in:
        calls = [
            call._replace(of_loop=called_in[call.id][0], of_round=called_in[call.id][1])
            if call.id in called_in
            else call
            for call in calls
        ]
    return _with(nodes, calls, frames) if frames else (tuple(nodes), tuple(calls))


class _LoopFrames:
    """Frames of one loop, round by round."""

    def __init__(
        self,
        nodes: Sequence[GraphNode],
        calls: Sequence[FunctionCall],
        loop: UnrolledLoop,
        number: int,
        readers: Mapping[int, Sequence[int]],
    ) -> None:
        self.nodes, self.calls, self.loop, self.number, self.readers = nodes, calls, loop, number, readers

    def all(self) -> list[_Frame]:
        """Return the frames, with one name for what each of them takes in one place: the first takes `h0` for `h`."""
        rounds: list[list[_Frame]] = []
        before: list[set[int]] = []
        start = 0
        for number, (first, end) in enumerate(pairwise(self.loop.bounds), 1):
            groups = self._groups(first, end)
            if len(groups) == 1 and len(before) > 1:  # the last loss needs the last state, which goes no further
                shift = first - start
                shifted_groups = [{gate + shift for gate in group} for group in before]
                groups = shifted_groups if set[int]().union(*shifted_groups) == groups[0] else groups
            before, start = groups, first
            rounds.append(self._frames(groups, number))
        names: dict[tuple[int, int], tuple[str, ...]] = {}
        for frames in rounds:  # the last ones have the names of what is carried on
            for place, frame in enumerate(frames):
                names[place, len(frame.args)] = tuple(
                    self.nodes[arg].name or f"in{slot}" for slot, arg in enumerate(frame.args)
                )
        return [
            frame._replace(params=names[place, len(frame.args)])
            for frames in rounds
            for place, frame in enumerate(frames)
        ]

    def _is_read_outside(self, node: int, gates: Collection[int]) -> bool:
        return any(reader not in gates for reader in self.readers.get(node, ()))

    def _groups(self, first: int, end: int) -> list[set[int]]:
        """Return the gates of a round by the frame they come into; none where it has too few of its own."""
        nodes, outer = self.nodes, self.loop.call
        inside = [node for node in nodes[first:end] if self._is_within(node.call) and not _is_free(node)]
        own = [node for node in inside if node.args and node.call == outer]
        gates = {node.id for node in inside}
        # A number that several rounds take is one leaf, and made in the first of them.
        gates -= {node.id for node in inside if not node.args and self._is_read_outside(node.id, gates)}
        ends = [node.id for node in inside if node.args and self._is_read_outside(node.id, gates)]
        shapes = sorted(dict.fromkeys(nodes[each].shape for each in ends), key=len, reverse=True)
        if any(node.call != outer and not self._is_of_language(node.call) for node in inside):
            own = [node for node in own if node.op != INDEX]  # `L += loss(x[i], y[i])` is a call: it folds by itself
        if len(own) < LEAST_GATES or (len(shapes) > 1 and any(node.args and node.call != outer for node in inside)):
            return []
        return [gates] if len(shapes) == 1 else _by_shape(nodes, gates, ends, shapes)

    def _frames(self, groups: Sequence[set[int]], number: int) -> list[_Frame]:
        """Return the frames of a round; none where results leave in no order of the frames."""
        result: list[_Frame] = []
        for group in groups:
            ends = [each for each in sorted(group) if self.nodes[each].args and self._is_read_outside(each, group)]
            shapes = {self.nodes[each].shape for each in ends}
            if len(shapes) != 1 or (result and ends[-1] < result[-1].ends[-1]):
                return []
            args = dict.fromkeys(arg for each in sorted(group) for arg in self.nodes[each].args if arg not in group)
            loop = self.loop
            result.append(_Frame(frozenset(group), tuple(args), tuple(ends), loop.span, loop.call, self.number, number))
        return result

    def _is_of_language(self, call: int | None) -> bool:
        """Return whether a call in the round is one of a function of the language, as `sigmoid`, which has a slope."""
        while call is not None and self.calls[call].parent != self.loop.call:
            call = self.calls[call].parent
        return call is not None and bool(self.calls[call].local)

    def direct_calls(self) -> dict[int, int]:
        """Return the calls of the program's own functions that the rounds make, each with the number of its round."""
        result: dict[int, int] = {}
        for number, (first, end) in enumerate(pairwise(self.loop.bounds), 1):
            for node in self.nodes[first:end]:
                call = node.call
                while call is not None and self.calls[call].parent != self.loop.call:
                    call = self.calls[call].parent
                if call is not None and call != self.loop.call and not self.calls[call].local:
                    result.setdefault(call, number)
        return result

    def _is_within(self, call: int | None) -> bool:
        while call is not None and call != self.loop.call:
            call = self.calls[call].parent
        return call == self.loop.call


def _is_free(node: GraphNode) -> bool:
    """Return whether a node belongs to no round: a free name, or a number that the program names before its loop."""
    return not node.args and (node.op == INPUT or node.name is not None)


def _by_shape(
    nodes: Sequence[GraphNode], gates: set[int], ends: Sequence[int], shapes: Sequence[Shape]
) -> list[set[int]]:
    """Return the gates that the results of each shape need, without those that the shapes before need."""
    left, groups = set(gates), []
    for shape in shapes:
        group: set[int] = set()
        waiting = [each for each in ends if nodes[each].shape == shape]
        while waiting:
            at = waiting.pop()
            if at in left:
                left.remove(at)
                group.add(at)
                waiting += nodes[at].args
        if group:
            groups.append(group)
    return groups


def _with(
    nodes: Sequence[GraphNode], calls: Sequence[FunctionCall], frames: Sequence[_Frame]
) -> tuple[tuple[GraphNode, ...], tuple[FunctionCall, ...]]:
    """Return nodes and calls with the frames among the calls, each before the calls that are made in it."""
    frame_of = {gate: at for at, frame in enumerate(frames) for gate in frame.gates}
    first_in: dict[int, int] = {}  # old call -> the frame it is made in
    for node in nodes:
        call = node.call
        while call is not None and node.id in frame_of and call != frames[frame_of[node.id]].parent:
            first_in.setdefault(call, frame_of[node.id])
            call = calls[call].parent
    order: list[tuple[bool, int]] = []  # (is it a frame, its index)
    frames_in_order: set[int] = set()
    for call in range(len(calls)):
        at = first_in.get(call)
        if at is not None and at not in frames_in_order:
            frames_in_order.add(at)
            order.append((True, at))
        order.append((False, call))
    order += [(True, at) for at in range(len(frames)) if at not in frames_in_order]
    number = {key: i for i, key in enumerate(order)}

    def new(call: int | None) -> int | None:
        return None if call is None else number[False, call]

    result = []
    for index, (is_frame, at) in enumerate(order):
        if is_frame:
            frame = frames[at]
            output, results = (frame.ends[0], ()) if len(frame.ends) == 1 else (-1, frame.ends)
            result.append(
                FunctionCall(
                    index,
                    ROUND,
                    new(frame.parent),
                    frame.args,
                    output,
                    frame.span,
                    (),
                    frame.params,
                    results=results,
                    of_loop=frame.loop,
                    of_round=frame.round,
                )
            )
            continue
        row, inner = calls[at], first_in.get(at)
        is_outermost = inner is not None and row.parent == frames[inner].parent
        parent = number[True, inner] if is_outermost and inner is not None else new(row.parent)
        result.append(row._replace(id=index, parent=parent))
    renumbered_nodes = []
    for node in nodes:
        at_frame = frame_of.get(node.id)
        is_own = at_frame is not None and node.call == frames[at_frame].parent
        call = number[True, at_frame] if is_own and at_frame is not None else new(node.call)
        renumbered_nodes.append(node if call == node.call else node._replace(call=call))
    return tuple(renumbered_nodes), tuple(result)
