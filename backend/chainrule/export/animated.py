"""An SVG that plays by itself, in an <img> too: CSS keyframes, no script. Standing still it shows the last frame."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from ..tracing.document import Edge, Trace
from .options import Options
from .palette import Palette
from .shapes import DrawnScene
from .svg import element, face_rules, n, opening, path_data
from .variants import Variant, spans, variants
from .wire_items import wire_path

__all__ = ["animated"]

_LAST = 2.5  # times as long as the others
_COLORS = {"forward": "fwd", "backward": "bwd", "tangent": "tan"}
_MOVING = 0.55  # share of a step's time in which numbers travel along its wires
_ARRIVING = ("wire", "mark", "label")  # what changes once the numbers of a step have arrived


class _Clock:
    """Percentages of the whole film. `travels`: for each frame, whether numbers are on their way at its beginning."""

    def __init__(self, travels: Sequence[bool], seconds: float) -> None:
        self._travels, frames = travels, len(travels)
        stay = [seconds] * (frames - 1) + [seconds * _LAST]
        self.total = sum(stay)
        self._starts = [0.0, *accumulate(stay)]

    def arrival(self, frame: int) -> str:
        return self.at(frame, _MOVING if self._travels[frame] else 0.0)

    def at(self, frame: int, part: float = 0.0) -> str:
        start = self._starts[frame]
        end = self._starts[min(frame + 1, len(self._starts) - 1)]
        return f"{(start + (end - start) * part) / self.total * 100:.3f}".rstrip("0").rstrip(".") + "%"


def animated(scenes: Sequence[DrawnScene], trace: Trace, palette: Palette, options: Options) -> bytes:
    """`scenes`: one for each position of the trace, all of one size."""
    # A term that a copy gate adds has come in the step before.
    travels = [False, *(step.kind != "accumulate" for step in trace.steps)]
    clock = _Clock(travels, options.seconds)
    rules: dict[str, str] = {}  # keyframes -> name of the class that plays them
    still = f"{n(clock.total)}s step-end infinite"
    elements: list[str] = []
    last = len(scenes) - 1
    result = variants(scenes)
    for variant in result:
        inside = "".join(element(item, palette.__getitem__) for item in variant.items)
        if len(variant.frames) == len(scenes):
            elements.append(inside)
            continue
        name = rules.setdefault(_blinking(variant, clock, last), f"k{len(rules)}")
        hidden = "" if variant.frames[-1] == last else ' opacity="0"'
        elements.append(f'<g class="{name}"{hidden}>{inside}</g>')
    style = [face_rules(item for variant in result for item in variant.items)] if options.fonts else []
    style += [f"@keyframes {name}{{{frames}}}.{name}{{animation:{name} {still}}}" for frames, name in rules.items()]
    tokens, moves = _tokens(trace, palette, clock, (scenes[0].width - trace.width) / 2)
    style += [*moves, "@media(prefers-reduced-motion:reduce){*{animation:none!important}}"]
    parts = [opening(scenes[last], options.zoom), f"<style>{''.join(style)}</style>"]
    if not options.transparent:
        parts.append(f'<rect width="100%" height="100%" fill="{palette["bg"]}"/>')
    return "".join([*parts, *elements, *tokens, "</svg>\n"]).encode()


def _blinking(variant: Variant, clock: _Clock, last: int) -> str:
    """Return keyframes that show it in its frames and hide it in the others; each holds until the next."""
    changes: dict[str, int] = {"0%": 0}
    place = clock.arrival if variant.items[0].key.partition(":")[0] in _ARRIVING else clock.at
    for first, end in spans(variant.frames):
        changes[place(first)] = 1
        if end < last:
            changes[place(end + 1)] = 0
    return "".join(f"{at}{{opacity:{opacity}}}" for at, opacity in changes.items())


def _tokens(trace: Trace, palette: Palette, clock: _Clock, left: float) -> tuple[list[str], list[str]]:
    """Return a dot for each number on its way: forward along the wires into the gate, backward out of it."""
    into: dict[str, list[Edge]] = {}
    edges = {edge.id: edge for edge in trace.edges}
    for edge in trace.edges:
        into.setdefault(edge.target, []).append(edge)
    tokens, moves = [], []
    for frame, step in enumerate(trace.steps, 1):
        if step.kind == "accumulate":
            continue  # the same wires as in the step before
        wires = [edge for node in step.nodes for edge in into.get(node, [])] or [edges[id] for id in step.edges]
        color = palette[_COLORS[step.phase]]
        ends = ("100%", "0%") if step.kind in ("seed", "backward") else ("0%", "100%")
        begin, end, hidden_at = clock.at(frame), clock.at(frame, _MOVING), clock.at(frame, _MOVING + 0.05)
        name = f"m{frame}"
        moves.append(
            f"@keyframes {name}{{0%,{begin}{{opacity:0;offset-distance:{ends[0]}}}"
            f"{clock.at(frame, 0.04)}{{opacity:1}}{end}{{opacity:1;offset-distance:{ends[1]}}}"
            f"{hidden_at},100%{{opacity:0;offset-distance:{ends[1]}}}}}"
            f".{name}{{animation:{name} {n(clock.total)}s linear infinite}}"
        )
        for edge in wires:
            style = f"offset-path:path('{path_data(wire_path(edge, left, trace.flow))}')"
            tokens.append(f'<circle class="{name}" r="6" fill="{color}" opacity="0" style="{style}"/>')
    return tokens, moves
