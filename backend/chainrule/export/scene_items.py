"""trace and position -> Scene: the page's picture, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..abstract import AbstractArray
from ..formula.split_name import accent_of, name_length, name_pieces
from ..number import number, shape_text, size_text
from ..request import Flow
from ..tracing.document import Edge, Function, Node
from .array_items import draw_array
from .frame import NodeFrame, VisibleState, WireFrame
from .frames import draw_frame
from .pattern_marks import draw_marks
from .shapes import Family, Item, Path, Rect, Segment, Stroke, TextLine, TextRun
from .wire_items import SOFT, draw_wire

__all__ = ["draw", "name_runs"]

_SMALL, _DROP = 0.8, 4.0  # a subscript: its size beside the name's, how low it stands
_COPY: tuple[Segment, ...] = (
    ("M", (-7, 0)), ("L", (-2, 0)), ("C", (2, 0, 2, -6, 7, -6)), ("M", (-2, 0)), ("C", (2, 0, 2, 6, 7, 6)),
)  # fmt: skip
_CHIP = 14.0  # height of a name's background
_BYTES = 11.0  # size of the bytes of a saved value
_LIFT, _BADGE = 6.0, 11.0  # a label over a shape; the size of that
_INDEX_LIFT = 8.0  # a label with an index
_BADGE_ADVANCE = 0.6  # width of its letters over their size
_BEHIND = (5.0, 2.5)  # how far two more boxes look out above one that stands for several
_ABOVE, _BELOW = -8.0, 18.0  # baselines of a number, from the wire
_SAVED_BASELINE = 19.0  # baseline of the bytes of a saved value
_DIGITS = 13.0


def draw(frame: VisibleState, functions: list[Function], flow: Flow = "right") -> Iterator[Item]:
    """Yield the items back to front: frames, wires, marks, numbers with the names of their values, boxes."""
    for function in functions:
        if function.open:
            yield from draw_frame(function, flow)
    for wire in frame.wires:
        yield from draw_wire(wire, flow)
    yield from draw_marks(frame, flow)
    for wire in frame.wires:
        yield from _numbers(wire)
        if wire.edge.caption:
            yield from _name(wire)
    for box in frame.nodes:
        yield from _box(box)


def _numbers(wire: WireFrame) -> Iterator[Item]:
    """Yield the value above its wire, the gradient below it."""
    x, y = wire.edge.label
    if wire.edge.saved is not None and wire.value is not None and wire.tangent is None:
        yield from _saved(wire.edge, wire.edge.saved)
    for role, value, above in (
        ("fwd", wire.value, True),
        ("acc", wire.local, True),
        ("bwd", wire.gradient, wire.tangent is not None),  # which then stands below
        ("tan", wire.tangent, False),
    ):
        if value is None:
            continue
        if isinstance(value, AbstractArray):
            at = y + (_ABOVE if above else _BELOW)
            runs = (TextRun(size_text(value.shape), _DIGITS),)
            yield TextLine(f"label:{wire.edge.id}:{role}", x, at, runs, "mono", role, bold=True)
        elif wire.edge.shape:
            yield from draw_array(wire.edge, value, role, above=above, italic=wire.partial and role == "bwd")
        else:
            runs = (TextRun(number(float(value)), _DIGITS),)
            italic = wire.partial and role == "bwd"
            at = y + (_ABOVE if above else _BELOW)
            yield TextLine(f"label:{wire.edge.id}:{role}", x, at, runs, "mono", role, bold=True, italic=italic)


def _saved(edge: Edge, size: int) -> Iterator[Item]:
    """Yield the number of bytes kept, under the wire."""
    x, y = edge.label
    yield TextLine(f"saved:{edge.id}", x, y + _SAVED_BASELINE, (TextRun(f"{size:,} B", _BYTES),), "mono", "mute")


def _name(wire: WireFrame) -> Iterator[Item]:
    """Yield a chip on the wire, between its numbers."""
    key, (x, y) = f"name:{wire.edge.id}", wire.edge.label
    pieces = name_pieces(wire.edge.caption)
    width = 9 + 7 * name_length(wire.edge.caption)
    if wire.edge.shape:  # two arrays leave little room between them: at their left end it hides least
        x -= (wire.edge.label_size[0] - width) / 2 - 5
    yield Rect(key, x - width / 2, y - _CHIP / 2, width, _CHIP, _CHIP / 2, "panel", Stroke("line-strong", 1.0))
    baseline = y + (3 if any(index for _, index in pieces) else 4)
    if any(accent_of(base)[1] for base, _ in pieces):  # a hat touches no number above it
        baseline = y + 5.5
    yield TextLine(key, x, baseline, _runs(pieces, 13), "serif", "ink")


def _box(item: NodeFrame) -> Iterator[Item]:
    node = item.node
    key = f"node:{node.id}"
    fill, stroke = _box_look(item)
    if node.count > 1:
        line = Stroke(stroke.color if not item.active else "ink" if node.kind == "leaf" else "acc", 1.6)
        back = "panel" if node.kind == "leaf" else "acc-soft"
        for up in _BEHIND:
            yield _outline(key, replace(node, y=node.y - up, width=node.width - 2 * up), back, line)
    yield _outline(key, node, fill, stroke)
    if node.kind == "output":
        inner = Stroke("line-strong", 1.0)
        width, height = node.width - 7, node.height - 7
        yield Rect(key, node.x - width / 2, node.y - height / 2, width, height, 5.5, None, inner)
    plain = node.kind == "leaf" or node.pattern == "recorded"
    ink = "ink" if item.done or item.active or plain else "mute"
    if node.outline == "copy":
        yield Path(key, _translated(_COPY, node.x, node.y), None, Stroke(ink, 1.7))
    else:
        runs, shape = name_runs(node), _badge(node)
        lift = (_INDEX_LIFT if any(run.drop for run in runs) else _LIFT) if shape else 0.0
        constant = _is_number(node)
        serif = node.kind in ("leaf", "output") and not constant
        family: Family = "serif" if serif else "mono" if constant else "gate"
        yield TextLine(key, node.x, node.y + runs[0].size * 0.35 - lift, runs, family, ink)
        if shape:
            yield TextLine(
                key, node.x, node.y + 14.5, (TextRun(shape, _badge_size(node, shape)),), "mono", "mute", bold=True
            )
    if node.notices and item.visible:
        x, y = node.x + node.width / 2 - 3, node.y - node.height / 2 + 3
        yield Rect(key, x - 8, y - 8, 16, 16, 8, "warn-soft", Stroke("warn", 1.2))
        yield TextLine(key, x, y + 4, (TextRun("!", 11),), "gate", "warn", bold=True)


def _is_number(node: Node) -> bool:
    """Return whether a node is a constant without a name; one with a name is written like any name."""
    return node.outline == "literal" and not node.label[:1].isalpha()


def _badge(node: Node) -> str:
    """Return the shape under the label of a box whose value is an array; small boxes have it on their wires."""
    plain = node.outline in ("output", "copy", "broadcast")
    return "" if plain else shape_text(tuple(node.shape))


def _badge_size(node: Node, shape: str) -> float:
    room = node.width - (8.0 if node.kind == "leaf" else 16.0)
    return round(min(_BADGE, room / (_BADGE_ADVANCE * len(shape))), 2)


def _box_look(item: NodeFrame) -> tuple[str, Stroke]:
    node = item.node
    if item.active:
        role = SOFT[item.active]
        return f"{role}-soft", Stroke(role, 3.0)
    if node.kind == "function":
        return "acc-soft", Stroke("acc" if item.done else "frame-line", 1.6)
    line = "ink" if item.done or node.kind == "leaf" else "faint"
    if node.outline in ("copy", "broadcast"):
        return "panel-2", Stroke(line, 1.4)
    if node.pattern == "recorded":  # grey: another library ran it
        return "line", Stroke("mute", 1.6)
    return "panel", Stroke(line, 1.6)


def _outline(key: str, node: Node, fill: str, stroke: Stroke) -> Item:
    left, top = node.x - node.width / 2, node.y - node.height / 2
    if node.outline == "broadcast":
        cut = min(node.width, node.height) / 3.4
        right, bottom = left + node.width, top + node.height
        corners = ((left + cut, top), (right - cut, top), (right, node.y), (right - cut, bottom), (left + cut, bottom))
        lines: tuple[Segment, ...] = tuple(("L", corner) for corner in corners)
        return Path(key, (("M", (left, node.y)), *lines, ("Z", ())), fill, stroke)
    if node.kind in ("gate", "function"):
        radius = min(node.width, node.height) / 2
    else:
        radius = 3.0 if node.outline == "literal" else 9.0
    return Rect(key, left, top, node.width, node.height, radius, fill, stroke)


def _translated(segments: tuple[Segment, ...], x: float, y: float) -> tuple[Segment, ...]:
    return tuple(
        (kind, tuple(number + (y if i % 2 else x) for i, number in enumerate(numbers))) for kind, numbers in segments
    )


def name_runs(node: Node) -> tuple[TextRun, ...]:
    """Return the label of a box, each name split from its subscript: w0 is w with a small 0."""
    is_name = node.kind in ("leaf", "output")
    room = (node.width - 10) / (0.62 * max(1, name_length(node.label) if is_name else len(node.label)))
    most = 18 if node.kind == "gate" and len(node.label) <= 1 else 16
    size = 13.0 if _is_number(node) else round(max(10.0, min(most, room)), 1)
    return _runs(name_pieces(node.label) if is_name else [(node.label, "")], size)


def _runs(pieces: Sequence[tuple[str, str]], size: float) -> tuple[TextRun, ...]:
    runs = [
        run for base, index in pieces for run in (TextRun(base, size), TextRun(index, round(size * _SMALL, 1), _DROP))
    ]
    return tuple(run for run in runs if run.text)
