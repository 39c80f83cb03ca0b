"""Closed functions that are used many times in the same way, drawn as one: "neuron × 12".

Boxes are alike when they are the same function on arguments of the same shapes. Those alike that stand side by side
become one, and so do those alike of which each takes the result of the one before. With them go the leaves and gates
that feed each of them in the same place, and the gates that add up their results one after another.

Joining makes no circle: boxes side by side have the same level (the longest way to them from a leaf), nothing leads
into a leaf, and a row whose results on the way come back to a later one of it is not joined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Any

from ..graph import Graph
from ..ops import OPS
from .parts import Box, FunctionFrame, Wire

__all__ = ["FEW", "LEAST", "Repeats", "bundle"]

LEAST = 5  # fewer are drawn one by one: a lecture has four neurons side by side
LONGEST_ROW = 12  # a longer one opens in parts: sixty rounds one by one are no picture
PART_SIZES = (5, 10, 50, 100, 500, 1000, 5000)
MOST_PARTS = 10
FEW = 20  # gates: a picture with no more of them can show each, such as the gradient that dies in a row of sigmoids
FEW_LEAVES = 40  # and no more of these: six blocks of a transformer have twelve parameters each


class Repeats:
    """Finds what is repeated among boxes and wires (one for each use; no copy gates yet), in evaluation order."""

    def __init__(
        self, graph: Graph, boxes: Sequence[Box], wires: Sequence[Wire], bundles: list[tuple[int, ...]], inside: int = 0
    ) -> None:
        """`bundles` is added to; `inside`: the parameters that stand in closed modules, and in no box of their own."""
        self.graph, self.boxes, self.wires = graph, boxes, wires
        self.bundles = bundles
        self.parameters_inside = inside
        self.opened: list[FunctionFrame] = []  # round those that the user wants one by one
        self.members: dict[str, list[str]] = {}  # id of a merged box -> the boxes it stands for
        self.one_of: dict[str, str] = {}  # box -> the id it is drawn under
        self.labels: dict[str, str] = {}  # of parts of a row that is open: which of its members they are
        self.rows: set[str] = set()  # ids of merged boxes each of which takes the results of the one before

    def find(self, expanded: Collection[str]) -> bool:
        """Find the boxes to draw as one, and return whether there are any.

        `expanded` has the ids of the merged boxes that are drawn one by one all the same.
        """
        kinds = Counter(box.kind for box in self.boxes)
        leaves = kinds["leaf"] + self.parameters_inside
        small = kinds["gate"] + kinds["function"] <= FEW and leaves <= FEW_LEAVES
        if kinds["function"] < LEAST or small:
            return False
        self._read()
        split: set[str] = set()
        while True:
            self.members, self.one_of, self.opened, self.rows = {}, {}, [], set()
            self.labels = {}
            self.expanded, self.split = set(expanded), split
            self._side_by_side()
            self._in_a_row()
            for id in list(self.members):
                self._added_up(id)
            for id in list(self.members):
                self._feeding(id)
            conflicting = self._conflicting()
            if not conflicting:
                return bool(self.members)
            split = split | conflicting

    def _read(self) -> None:
        self.box = {box.id: box for box in self.boxes}
        self.into: dict[str, list[Wire]] = {box.id: [] for box in self.boxes}
        self.out_of: dict[str, list[Wire]] = {box.id: [] for box in self.boxes}
        for wire in self.wires:
            self.into[wire.target].append(wire)
            self.out_of[wire.source].append(wire)
        self.level: dict[str, int] = {}
        for box in self.boxes:
            self.level[box.id] = 1 + max((self.level[wire.source] for wire in self.into[box.id]), default=-1)

    def _result(self, id: str) -> tuple[Any, ...]:
        """Return kind, op, frame and result shape of a box."""
        box = self.box[id]
        return box.kind, box.op, box.frame, self.out_of[id][0].shape

    def _kind(self, id: str) -> tuple[Any, ...]:
        """Return the key that alike boxes share: their result, parameters, and the slots and shapes of their wires."""
        parameters = tuple(self.graph.calls[call].params for call in self.box[id].calls)
        return *self._result(id), parameters, tuple((wire.slot, wire.shape) for wire in self.into[id])

    def _id(self, first: Box) -> str:
        """Return the id of the merged box whose first member is `first`."""
        several = first.node - len(self.graph.nodes)
        return f"r{first.node if several < 0 else self.bundles[several][0]}"

    def _join(self, members: list[str]) -> bool:
        """Draw them as one, unless that was refused."""
        first = self.box[members[0]]
        id = self._id(first)
        if id in self.expanded:
            self.opened.append(
                FunctionFrame(id, f"{first.label} × {len(members)}", first.frame, tuple(members), count=len(members))
            )
        if id in self.expanded or id in self.split:
            return False
        self.members[id] = members
        self.one_of.update(dict.fromkeys(members, id))
        return True

    def _side_by_side(self) -> None:
        groups: dict[Any, list[str]] = {}
        for box in self.boxes:
            if box.kind == "function":
                groups.setdefault((self.level[box.id], self._kind(box.id)), []).append(box.id)
        for members in groups.values():
            if len(members) >= LEAST:
                self._join(members)

    def _in_a_row(self) -> None:
        after: dict[str, tuple[str, tuple[int, ...]]] = {}
        before: dict[str, str] = {}
        framed = {box for frame in self.opened for box in frame.boxes}
        free = {box.id for box in self.boxes if box.kind == "function"} - set(self.one_of) - framed
        for box in self.boxes:
            if box.id not in free:
                continue
            targets = dict.fromkeys(wire.target for wire in self.out_of[box.id])
            alike = [id for id in targets if id in free and self._kind(id) == self._kind(box.id)]
            if len(alike) == 1 and alike[0] not in before:
                slots = tuple(sorted(wire.slot for wire in self.out_of[box.id] if wire.target == alike[0]))
                after[box.id] = alike[0], slots
                before[alike[0]] = box.id
        for start in [id for id in after if id not in before]:
            row, places = [start], set()
            while row[-1] in after:
                target, slots = after[row[-1]]
                row.append(target)
                places.add(slots)
            if len(row) >= LEAST and len(places) == 1:
                if self._join(row):
                    self.rows.add(self._id(self.box[start]))
                elif len(row) > LONGEST_ROW and self.opened and self.opened[-1].id == self._id(self.box[start]):
                    self._in_parts(row)

    def _in_parts(self, row: list[str]) -> None:
        """Draw a long row that is open in parts of equal length; the user opens one of them, in turn."""
        frames = [self.opened.pop()]
        inside: dict[str, list[str]] = {}  # frame -> boxes
        waiting: list[tuple[str, list[str], tuple[str, ...]]] = [(frames[0].id, row, (frames[0].id,))]
        while waiting:
            frame, row, around = waiting.pop()
            size = next((size for size in PART_SIZES if len(row) <= MOST_PARTS * size), PART_SIZES[-1])
            ends = [*range(0, len(row) - LEAST + 1, size), len(row)]
            for begin, end in pairwise(ends):
                part = row[begin:end]
                # The first of a row names the row: a part is named by its last.
                id, first, last = self._id(self.box[part[-1]]), self._round(part[0]), self._round(part[-1])
                title = f"{self.box[part[0]].label} {first or begin + 1}…{last or end}"
                if id in self.expanded:
                    frames.append(FunctionFrame(id, title, frame, (), count=len(part)))
                    if len(part) > LONGEST_ROW:
                        waiting.append((id, part, (*around, id)))
                        continue
                if id not in self.expanded and id not in self.split:
                    self.members[id], self.labels[id] = part, title
                    self.one_of.update(dict.fromkeys(part, id))
                    self.rows.add(id)
                    part = [id]
                for name in (*around, id):
                    inside.setdefault(name, []).extend(part)
        self.opened += [replace(frame, boxes=tuple(inside[frame.id])) for frame in frames]

    def _round(self, box: str) -> int:
        """Return the number of the round of a loop that a closed call is; 0 for any other."""
        return self.graph.calls[self.box[box].calls[0]].of_round

    def _added_up(self, id: str) -> None:
        """Merge the chain of gates that add up the results of `id`, one more each: all of them and nothing else."""
        members = self.members[id]
        row: list[str] = []
        used_names: set[str] = set()
        at = self.out_of[members[0]][0].target
        while self._adds(at, id) and (not row or self._result(at) == self._result(row[0])):
            row.append(at)
            used_names |= {wire.source for wire in self.into[at] if self.one_of.get(wire.source) == id}
            if len(self.out_of[at]) != 1:
                break
            at = self.out_of[at][0].target
        if len(row) >= LEAST - 1 and used_names == set(members):
            self._join(row)

    def _adds(self, gate: str, id: str) -> bool:
        box, feeds = self.box[gate], self.into[gate]
        plain = box.kind == "gate" and gate not in self.one_of and len(feeds) == 2 and not box.constants
        return plain and any(self.one_of.get(wire.source) == id for wire in feeds)

    def _feeding(self, id: str) -> None:
        """Merge the boxes that feed each member of `id` in one place and nothing else."""
        waiting = [self.members[id]]
        while waiting:
            members = waiting.pop()
            for slot in sorted({wire.slot for wire in self.into[members[0]]}):
                sources = [wire.source for member in members for wire in self.into[member] if wire.slot == slot]
                if self._separate(sources, len(members)) and self._join(sources):
                    waiting.append(sources)

    def _separate(self, sources: list[str], count: int) -> bool:
        """Return whether they are `count` alike boxes, each used once, which may be drawn as one."""
        first = self.box[sources[0]]
        if len(set(sources)) != count or len(sources) != count or first.constants or first.is_broadcast:
            return False
        if any(source in self.one_of or len(self.out_of[source]) != 1 for source in sources):
            return False
        kinds = {(self.level[source], self._kind(source)) for source in sources}
        return first.kind in ("leaf", "gate") and len(kinds) == 1

    def _conflicting(self) -> set[str]:
        """Return those whose results go partly together and partly not, so that no copy gates could stand for it, and
        rows that a circle leads through. A row uses its results inside: all of them and the last are two wires."""
        carried: dict[str, list[frozenset[int]]] = {}
        ends: list[tuple[str, str]] = []
        for wires in self._merged().values():
            nodes = frozenset(wire.node for wire in wires)
            source, target = (self.one_of.get(end, end) for end in (wires[0].source, wires[0].target))
            ends.append((source, target))
            carried.setdefault(source, []).append(nodes)
        reached = set(_in_order(dict.fromkeys(self.one_of.get(box.id, box.id) for box in self.boxes), ends))
        return {id for id in self.members if id not in self.rows and _overlap(carried[id])} | (self.rows - reached)

    def _leaving(self) -> dict[str, set[int]]:
        """Return the values that leave each merged box."""
        leaving: dict[str, set[int]] = {}
        for wire in self.wires:
            id = self.one_of.get(wire.source)
            if id is not None and id != self.one_of.get(wire.target):
                leaving.setdefault(id, set()).add(wire.node)
        return leaving

    def _merged(self) -> dict[Any, list[Wire]]:
        """Return the wires that will be one, for each of them."""
        leaving = self._leaving()
        grouped: dict[Any, list[Wire]] = {}
        for i, wire in enumerate(self.wires):
            source, target = (self.one_of.get(end, end) for end in (wire.source, wire.target))
            if source == target:
                continue
            one, row = target in self.members, OPS.get(self.box[wire.target].op)
            all_in_one = one or (row is not None and row.slots is None)  # such as a list of all results
            if all_in_one and len(leaving.get(source, ())) > 1:
                key: Any = source, target
            else:
                key = (source, target, wire.slot) if one else i
            grouped.setdefault(key, []).append(wire)
        return grouped

    def merge(self) -> tuple[list[Box], list[Wire]]:
        """Return the boxes in evaluation order and the wires; one wire may now carry several values."""
        wires = [self._joined(wires) for wires in self._merged().values()]
        leaving = self._leaving()
        result = {id: self._one(id, leaving[id]) for id in self.members}
        boxes: dict[str, Box] = {}
        for box in self.boxes:
            id = self.one_of.get(box.id, box.id)
            boxes.setdefault(id, result.get(id, box))
        return _ordered(boxes, wires), wires

    def _joined(self, wires: list[Wire]) -> Wire:
        nodes = {wire.node for wire in wires}
        slot, ports = min(wire.slot for wire in wires), tuple(port for wire in wires for port in wire.ports)
        shape = wires[0].shape if len(nodes) == 1 else (len(nodes), *wires[0].shape)
        source, target = (self.one_of.get(end, end) for end in (wires[0].source, wires[0].target))
        return Wire("", source, target, slot, bundle(self.graph, self.bundles, nodes), ports, shape)

    def _one(self, id: str, leaving: set[int]) -> Box:
        members = [self.box[member] for member in self.members[id]]
        first, count = members[0], len(members)
        labels = dict.fromkeys(member.label for member in members)
        if id in self.labels:
            label = self.labels[id]
        elif first.kind == "leaf":
            label = f"{first.label}…{members[-1].label}" if first.label else f"{count} numbers"
        elif len(labels) == count:
            label = f"{first.label}…{members[-1].label}"
        else:  # a sign stands in brackets: × × 12 would be two of them
            sign = first.label if len(labels) == 1 else OPS[first.op].symbol
            label = f"({sign}) × {count}" if len(sign) == 1 else f"{sign} × {count}"
        form = first.form if first.kind == "leaf" else "collapsed"
        calls = tuple(call for member in members for call in member.calls)
        names = tuple(member.id for member in members)
        return Box.of(
            id,
            form,
            first.op,
            label,
            bundle(self.graph, self.bundles, leaving),
            first.frame,
            calls=calls,
            members=names,
            back=first.back,
            call=first.call,
            nodes=tuple(member.node for member in members if member.is_single),
            port=first.port,
            keeps=first.keeps,
            in_a_row=id in self.rows,
        )


def _overlap(sets: Sequence[frozenset[int]]) -> bool:
    """Return whether two of them have a part, but not all, in common."""
    parts: dict[int, frozenset[int]] = {}
    return any(parts.setdefault(node, nodes) != nodes for nodes in sets for node in nodes)


def bundle(graph: Graph, bundles: list[tuple[int, ...]], nodes: Collection[int]) -> int:
    """Return the id of these nodes together; `bundles` is added to where it is new."""
    if len(nodes) == 1:
        return next(iter(nodes))
    together = tuple(sorted(nodes))
    if together not in bundles:
        bundles.append(together)
    return len(graph.nodes) + bundles.index(together)


def _ordered(boxes: dict[str, Box], wires: Sequence[Wire]) -> list[Box]:
    """Return every box after those it takes from, else in the order given."""
    return [boxes[id] for id in _in_order(boxes, [(wire.source, wire.target) for wire in wires])]


def _in_order(boxes: Iterable[str], ends: Sequence[tuple[str, str]]) -> list[str]:
    """Return the ids of boxes, each after those it takes from, without those that a circle leads to."""
    ids = list(boxes)
    place = {id: i for i, id in enumerate(ids)}
    users: dict[str, list[str]] = {}
    missing = dict.fromkeys(ids, 0)
    for source, target in ends:
        users.setdefault(source, []).append(target)
        missing[target] += 1
    ready = [place[id] for id, count in missing.items() if count == 0]
    heapify(ready)
    result = []
    while ready:
        id = ids[heappop(ready)]
        result.append(id)
        for user in users.get(id, ()):
            missing[user] -= 1
            if missing[user] == 0:
                heappush(ready, place[user])
    return result
