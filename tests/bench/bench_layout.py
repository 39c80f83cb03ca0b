"""Our layout beside Graphviz dot (development only): time, crossings, operands out of order, hits, length of wires.

Run: python tests/bench/bench_layout.py [name ...]. dot draws the boxes alone, with room for labels between the ranks.
"""

from __future__ import annotations

import json
import math
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from chainrule.layout import layout, sample
from graphs import NAMED, Drawing, chain_of, mirrored, mlp, random_dag
from layout_measures import Point, crossings

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
}
DOT_BOXES = 1000  # above it dot takes too long to wait for


def ours(d: Drawing) -> tuple[float, list[list[Point]], dict[str, Point], str]:
    times: list[float] = []
    while len(times) < 3 or (sum(times) < 0.3 and len(times) < 200):
        start = time.perf_counter()
        picture = layout(d.boxes, d.wires, d.specs, columns=d.columns)
        times.append(time.perf_counter() - start)
    curves = [sample(picture.wires[wire.id].path, 9) for wire in d.wires]
    return statistics.median(times), curves, picture.boxes, f"{picture.width:.0f}x{picture.height:.0f}"


def dot(d: Drawing) -> tuple[float, list[list[Point]], dict[str, Point], str]:
    text = ['digraph { rankdir=LR; ordering=in; nodesep=0.31; ranksep=0.8; node [shape=box fixedsize=true label=""];']
    text += [f"{box.id} [width={box.width / 72} height={box.height / 72}];" for box in d.boxes]
    text += [f"{wire.source} -> {wire.target} [arrowhead=none];" for wire in d.wires]
    command = ["dot", "-Tjson0"]
    start = time.perf_counter()
    answer = subprocess.run(
        command, input="\n".join([*text, "}"]), capture_output=True, text=True, timeout=120, check=True
    )
    seconds = time.perf_counter() - start
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
    print(f"{'':16}{'':6}{'boxes':>6}{'ms':>9}{'cross':>7}{'broken':>7}{'hits':>5}{'length':>9}  size")
    for name in names or GRAPHS:
        d = GRAPHS[name]()
        tools = [("ours", ours)]
        if shutil.which("dot") and len(d.boxes) <= DOT_BOXES:
            tools.append(("dot", dot))
        for tool, draw in tools:
            seconds, curves, boxes, size = draw(d)
            small = len(d.boxes) <= 1500
            print(
                f"{name:16}{tool:6}{len(d.boxes):6}{seconds * 1000:9.2f}{crossings(curves) if small else -1:7}"
                f"{broken(d, curves):7}{hits(d, curves, boxes):5}{length(curves):9.0f}  {size}",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
