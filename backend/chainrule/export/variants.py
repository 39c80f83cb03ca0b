"""Many frames as one picture: each thing in each of its looks, with the frames in which it looks so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .shapes import DrawnScene, Item

__all__ = ["Variant", "spans", "variants"]

# Layers from back to front. An item that first appears late must not cover the items drawn above it.
_LAYERS = ("frame", "wire", "mark", "saved", "label", "name", "node", "caption", "math", "strip")


@dataclass(slots=True)
class Variant:
    """`frames`: rising indices of the frames that show it."""

    items: tuple[Item, ...]
    frames: list[int] = field(default_factory=list)


def variants(scenes: Iterable[DrawnScene]) -> list[Variant]:
    """Return the variants back to front, those of one key in order of appearance."""
    things: dict[str, dict[tuple[Item, ...], Variant]] = {}
    for index, scene in enumerate(scenes):
        groups: dict[str, list[Item]] = {}
        for item in scene.items:
            groups.setdefault(item.key, []).append(item)
        for key, items in groups.items():
            variants_by_state = things.setdefault(key, {})
            look = tuple(items)
            variants_by_state.setdefault(look, Variant(look)).frames.append(index)
    layer = {key: _LAYERS.index(key.partition(":")[0]) for key in things}
    return [variant for key in sorted(things, key=layer.__getitem__) for variant in things[key].values()]


def spans(frames: list[int]) -> list[tuple[int, int]]:
    """Return runs of consecutive frames as pairs: [0, 1, 2, 7] -> [(0, 2), (7, 7)]."""
    pairs: list[tuple[int, int]] = []
    for frame in frames:
        if pairs and pairs[-1][1] == frame - 1:
            pairs[-1] = pairs[-1][0], frame
        else:
            pairs.append((frame, frame))
    return pairs
