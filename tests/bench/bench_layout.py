"""Our layout beside Graphviz dot (development only): time, crossings, operands out of order, hits, length of wires.

Run: python tests/bench/bench_layout.py [name ...]. dot draws the boxes alone, with room for the widest label between
the ranks. The worked examples are laid out without frames, as dot draws none. At the end stand the geometric means of
ours / dot, networks in columns aside; counts are one higher in them, because some are 0. Times are processor time.
"""

from __future__ import annotations

import json
import math
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from chainrule.examples import EXAMPLES, Example
from chainrule.layout import layout, sample
from chainrule.limits import DEFAULT
from chainrule.request import TraceRequest
from chainrule.tracing.build import draw
from graphs import NAMED, Drawing, chain_of, mirrored, mlp, random_dag
from layout_measures import Point, crossings


def example(row: Example) -> Drawing:
    """The boxes and wires of a worked example."""
    request = TraceRequest(row.source, row.values, upstream=row.upstream, defaults=True)
    _, drawing = draw(request, DEFAULT)
    return Drawing(boxes=list(drawing.sizes.values()), wires=list(drawing.rooms.values()))


GRAPHS: dict[str, Callable[[], Drawing]] = {
    **{name: NAMED[name] for name in ("sigmoid", "diamond5", "cs231n", "mlp342", "mlp342 tight")},
    "random 60": lambda: random_dag(60, 1),
    "random 100": lambda: random_dag(100, 1),
    "random 300": lambda: random_dag(300, 1),
    "random 800": lambda: random_dag(800, 1),
    "random 2000": lambda: random_dag(2000, 1),
    "random 8000": lambda: random_dag(8000, 1),
    "mlp 8-16-4": lambda: mlp((8, 16, 4)),
    "chain 10000": lambda: chain_of(10_000),
    "mirrored 1000": lambda: mirrored(1000),
    **{row.name: partial(example, row) for row in EXAMPLES},
}
DOT_BOXES = 1000  # above it dot takes too long to wait for


def ours(d: Drawing) -> tuple[float, list[list[Point]], dict[str, Point], str]:
    times: list[float] = []
    while len(times) < 3 or (sum(times) < 0.3 and len(times) < 200):
        start = time.process_time()
        picture = layout(d.boxes, d.wires, d.specs, columns=d.columns)
        times.append(time.process_time() - start)
    curves = [sample(picture.wires[wire.id].path, 9) for wire in d.wires]
    return statistics.median(times), curves, picture.boxes, f"{picture.width:.0f}x{picture.height:.0f}"


def dot(d: Drawing) -> tuple[float, list[list[Point]], dict[str, Point], str]:
    space = (max((wire.label_width for wire in d.wires), default=0.0) + 11.6) / 72
    looks = 'node [shape=box fixedsize=true label=""];'
    text = [f"digraph {{ rankdir=LR; ordering=in; nodesep=0.31; ranksep={space}; {looks}"]
    text += [f"{box.id} [width={box.width / 72} height={box.height / 72}];" for box in d.boxes]
    text += [f"{wire.source} -> {wire.target} [arrowhead=none];" for wire in d.wires]
    command = ["dot", "-Tjson0"]
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = subprocess.run(
        command, input="\n".join([*text, "}"]), capture_output=True, text=True, timeout=120, check=True
    )
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime
    drawn = json.loads(answer.stdout)
    boxes = {}
    for node in drawn["objects"]:
        x, y = node["pos"].split(",")
        boxes[node["name"]] = (float(x), -float(y))
    curves = []
    for edge in drawn["edges"]:
        points = [(float(x), -float(y)) for x, y in (point.split(",") for point in edge["pos"].split())]
        curve = [points[0]]
        for i in range(0, len(points) - 3, 3):
            curve += _cubic(points[i : i + 4])
        curves.append(curve)
    _, _, width, height = (float(number) for number in drawn["bb"].split(","))
    return seconds, curves, boxes, f"{width:.0f}x{height:.0f}"


def _cubic(p: Sequence[Point]) -> list[Point]:
    points = []
    for step in range(1, 9):
        t = step / 8
        b = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
        points.append(
            (sum(w * x for w, (x, _) in zip(b, p, strict=True)), sum(w * y for w, (_, y) in zip(b, p, strict=True)))
        )
    return points


def broken(d: Drawing, curves: list[list[Point]]) -> int:
    """Neighbouring operands whose wires are in the wrong order 60 px before the gate."""
    entering: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for wire, curve in zip(d.wires, curves, strict=True):
        at = [y for x, y in curve if x <= curve[-1][0] - 60] or [curve[0][1]]
        entering[wire.target].append((wire.slot, at[-1]))
    return sum(a[1] > b[1] for ends in entering.values() for a, b in pairwise(sorted(ends)))


def hits(d: Drawing, curves: list[list[Point]], boxes: dict[str, Point]) -> int:
    """Wires through a foreign box."""
    count = 0
    by_x = [(boxes[box.id][0], box) for box in d.boxes] if len(d.boxes) <= DOT_BOXES else []
    for wire, curve in zip(d.wires, curves, strict=True):
        low, high = min(x for x, _ in curve), max(x for x, _ in curve)
        near = [box for x, box in by_x if low - 60 < x < high + 60 and box.id not in (wire.source, wire.target)]
        count += any(
            abs(x - boxes[box.id][0]) < box.width / 2 - 1 and abs(y - boxes[box.id][1]) < box.height / 2 - 1
            for x, y in curve
            for box in near
        )
    return count


def length(curves: list[list[Point]]) -> float:
    return sum(math.dist(a, b) for curve in curves for a, b in pairwise(curve))


def main(names: list[str]) -> None:
    print(f"{'':20}{'':6}{'boxes':>6}{'ms':>9}{'cross':>7}{'broken':>7}{'hits':>5}{'length':>9}  size")
    ratios: list[tuple[float, ...]] = []
    for name in names or GRAPHS:
        d = GRAPHS[name]()
        tools = [("ours", ours)]
        if shutil.which("dot") and len(d.boxes) <= DOT_BOXES:
            tools.append(("dot", dot))
        measured = []
        for tool, draw_with in tools:
            seconds, curves, boxes, size = draw_with(d)
            cross = crossings(curves) if len(d.boxes) <= 1500 else -1
            wrong, long = broken(d, curves), length(curves)
            measured.append((seconds, cross + 1, wrong + 1, long))
            print(
                f"{name:20}{tool:6}{len(d.boxes):6}{seconds * 1000:9.2f}{cross:7}{wrong:7}{hits(d, curves, boxes):5}"
                f"{long:9.0f}  {size}",
                flush=True,
            )
        if len(measured) == 2 and not d.columns:
            ratios.append(tuple(a / b for a, b in zip(*measured, strict=True)))
    if ratios:
        means = [statistics.geometric_mean(column) for column in zip(*ratios, strict=True)]
        print(
            "ours / dot ({} graphs): time {:.2f}, crossings {:.2f}, broken {:.2f}, length {:.2f}".format(
                len(ratios), *means
            )
        )


if __name__ == "__main__":
    main(sys.argv[1:])
