"""What is wrong with a picture, counted: overlaps, wires through things, crossings, operands out of order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from chainrule.layout import Flow, Picture, sample
from graphs import Drawing

__all__ = ["Rect", "alien_groups", "broken_pairs", "crossings", "loose_ends", "overlaps", "rectangles", "through"]

Rect = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]
SLACK = 0.3  # coordinates are rounded to 0.1


def rectangles(d: Drawing, picture: Picture) -> dict[str, Rect]:
    """Boxes by id, labels by "label " + the wire's id."""
    result: dict[str, Rect] = {}
    for box in d.boxes:
        x, y = picture.boxes[box.id]
        result[box.id] = (x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2)
    for wire in d.wires:
        x, y = picture.wires[wire.id].label
        half = wire.label_width / 2
        result[f"label {wire.id}"] = (x - half, y - wire.label_above, x + half, y + wire.label_below)
    return result


def touch(a: Rect, b: Rect) -> bool:
    return (
        a[0] + SLACK < b[2] - SLACK
        and b[0] + SLACK < a[2] - SLACK
        and a[1] + SLACK < b[3] - SLACK
        and b[1] + SLACK < a[3] - SLACK
    )


def overlaps(d: Drawing, picture: Picture) -> list[tuple[str, str]]:
    """Boxes and labels that lie on each other."""
    found = []
    active: list[tuple[str, Rect]] = []
    for name, rect in sorted(rectangles(d, picture).items(), key=lambda item: item[1][0]):
        active = [(other, r) for other, r in active if r[2] > rect[0]]
        found += [(other, name) for other, r in active if touch(r, rect)]
        active.append((name, rect))
    return found


def through(d: Drawing, picture: Picture, n: int = 12, flow: Flow = "right") -> list[tuple[str, str]]:
    """Wires that go through a foreign box or label, or not level through their own label (down: not beside it)."""
    cells: dict[int, list[tuple[str, Rect]]] = defaultdict(list)
    side = 100.0
    for name, rect in rectangles(d, picture).items():
        for cell in range(int(rect[0] // side), int(rect[2] // side) + 1):
            cells[cell].append((name, rect))
    found = set()
    for wire in d.wires:
        own = {wire.source, wire.target} | ({f"label {wire.id}"} if flow == "right" else set())
        path = picture.wires[wire.id].path
        for x, y in _dense(sample(path, n, flow)):
            for name, r in cells[int(x // side)]:
                if r[0] + SLACK < x < r[2] - SLACK and r[1] + SLACK < y < r[3] - SLACK and name not in own:
                    found.add((wire.id, name))
        x, y = picture.wires[wire.id].label
        half = wire.label_width / 2
        if flow == "right" and not any(
            a[1] == b[1] == y and a[0] <= x - half + SLACK and b[0] >= x + half - SLACK for a, b in pairwise(path)
        ):
            found.add((wire.id, "its label"))
    return sorted(found)


def _dense(points: Sequence[Point]) -> Iterable[Point]:
    """The points, and more of them where they are far apart."""
    for (x0, y0), (x1, y1) in pairwise(points):
        steps = 1 + int(max(abs(x1 - x0), abs(y1 - y0)) // 8)
        for i in range(steps):
            yield x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
    yield points[-1]


def loose_ends(d: Drawing, picture: Picture) -> list[str]:
    """Wires that do not start at the right edge of their source and end at the left edge of their target."""
    sizes = {box.id: box for box in d.boxes}
    found = []
    for wire in d.wires:
        path = picture.wires[wire.id].path
        good = all(a[0] < b[0] for a, b in pairwise(path))
        for name, (x, y), side in ((wire.source, path[0], 1), (wire.target, path[-1], -1)):
            box, (cx, cy) = sizes[name], picture.boxes[name]
            radius = 0.0 if box.leaf else min(box.width, box.height) / 2
            bow = max(0.0, abs(y - cy) - (box.height / 2 - radius))
            reach = box.width / 2 - radius + (max(0.0, radius**2 - bow**2)) ** 0.5
            good = good and abs((x - cx) * side - reach) <= SLACK and abs(y - cy) < box.height / 2
        if not good:
            found.append(wire.id)
    return found


def crossings(curves: Sequence[Sequence[Point]]) -> int:
    """Pairs of sampled curves that cross properly; touching at an end does not count."""
    pieces = []
    for wire, curve in enumerate(curves):
        for a, b in pairwise(curve):
            pieces.append((min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1]), wire, a, b))
    pieces.sort()
    found = set()
    active: list[tuple[float, float, float, float, int, Point, Point]] = []
    for piece in pieces:
        active = [other for other in active if other[1] > piece[0]]
        for other in active:
            if other[4] != piece[4] and other[2] < piece[3] and piece[2] < other[3] and _cross(other[5:], piece[5:]):
                found.add((min(other[4], piece[4]), max(other[4], piece[4])))
        active.append(piece)
    return len(found)


def _cross(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = one, two
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> int:
    area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (area > 1e-6) - (area < -1e-6)


def broken_pairs(d: Drawing, paths: dict[str, Sequence[Point]]) -> tuple[int, int]:
    """Neighbouring operands whose wires come to the gate in the wrong order, and all neighbouring operands."""
    entering: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for wire in d.wires:
        path = paths[wire.id]
        level = path[-1][1]
        start = next((a[1] for a, b in reversed(list(pairwise(path))) if abs(a[1] - b[1]) > 0.05), level)
        entering[wire.target].append((wire.slot, start))
    pairs = [(a[1], b[1]) for ends in entering.values() for a, b in pairwise(sorted(ends))]
    return sum(upper > lower for upper, lower in pairs), len(pairs)


def alien_groups(d: Drawing, picture: Picture) -> list[str]:
    """What is wrong with the frames: a member outside, something else inside, two frames one on the other.

    Of a frame that is broken into rows each part is looked at; a member is in one of them.
    """
    found = []
    rects = rectangles(d, picture)
    frames: dict[str, list[Rect]] = {}
    parent = {spec.id: spec.parent for spec in d.specs}
    for spec in d.specs:
        g = picture.groups[spec.id]
        frames[spec.id] = [_rect(*part) for part in ((g.x, g.y, g.width, g.height), *g.rest)]
        inside = set(spec.members)
        inside |= {f"label {wire.id}" for wire in d.wires if wire.source in inside and wire.target in inside}
        for name, r in rects.items():
            if name in inside:
                heads = [20, *(0 for _ in g.rest)]
                if not any(_holds(part, r, head) for part, head in zip(frames[spec.id], heads, strict=True)):
                    found.append(f"{name} sticks out of {spec.id}")
            elif any(touch(r, part) for part in frames[spec.id]):
                found.append(f"{name} is in {spec.id}")
        if g.width < spec.title_width:
            found.append(f"{spec.id} is too narrow for its title")
    for a, b in combinations(frames, 2):
        if parent[a] == b or parent[b] == a:
            inner, outer = (frames[a], frames[b]) if parent[a] == b else (frames[b], frames[a])
            whole = len(inner) == len(outer) == 1
            if not all(any(_holds(o, i) or (not whole and _reaches(o, i)) for o in outer) for i in inner):
                found.append(f"{a} and {b} are not one in the other")
        elif parent[a] == parent[b] and any(touch(one, other) for one in frames[a] for other in frames[b]):
            found.append(f"{a} lies on {b}")
    return found


def _rect(x: float, y: float, width: float, height: float) -> Rect:
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _holds(outer: Rect, inner: Rect, head: float = 0) -> bool:
    return outer[0] < inner[0] and outer[1] + head < inner[1] and inner[2] < outer[2] and inner[3] < outer[3]


def _reaches(outer: Rect, inner: Rect) -> bool:
    """Two frames broken at one place end there together."""
    return outer[0] <= inner[0] and outer[1] < inner[1] and inner[2] <= outer[2] and inner[3] < outer[3]
