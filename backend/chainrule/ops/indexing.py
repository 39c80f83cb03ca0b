"""Indexing: what may stand between the brackets, the shape it takes, and where its gradient goes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from ..graph import Shape
from .op import broadcast
from .settings import ShapeRefusal, axis_of, whole

__all__ = [
    "IndexInput",
    "Key",
    "Slice",
    "index_back",
    "index_into",
    "index_rule",
    "index_shape",
    "index_texts",
    "key_of",
    "key_text",
    "key_tuple",
    "numpy_key",
    "settled_key",
    "split_keys",
]


class Slice(NamedTuple):
    """A slice that can be hashed (Python's own cannot before 3.12)."""

    start: int | None
    stop: int | None
    step: int | None


@dataclass(frozen=True, slots=True)
class IndexInput:
    """Stands in a key for an index that is data: the gate's index argument of this number, counted from 0."""

    number: int


Key: TypeAlias = tuple[Any, ...]  # of int, Slice, None, Ellipsis, tuples of int (lists of positions) and IndexInput


def key_of(items: Any) -> Key:
    """Return the contents of the brackets in the one form that `index` keeps as its param `key`."""
    key = items if isinstance(items, tuple) else (items,)
    return tuple(
        Slice(item.start, item.stop, item.step) if isinstance(item, slice) else tuple(item) if _listed(item) else item
        for item in key
    )


def _listed(item: Any) -> bool:
    return isinstance(item, (list, tuple)) and not isinstance(item, Slice)


def _is_place(item: Any) -> bool:
    if item is None or item is Ellipsis:
        return True
    if isinstance(item, (Slice, slice)):
        parts = (item.start, item.stop, item.step)
        return all(part is None or _is_number(part) for part in parts)
    return _is_number(item) or (isinstance(item, (tuple, list)) and all(map(_is_listed, item)))


def _is_number(item: Any) -> bool:
    return isinstance(item, int) and not isinstance(item, bool)


def _is_listed(item: Any) -> bool:
    return _is_number(item) or (isinstance(item, (tuple, list)) and all(map(_is_number, item)))


def numpy_key(key: Key, inputs: Sequence[Any] = ()) -> tuple[Any, ...]:
    """Return the key as NumPy takes it, with `inputs` for the indices that are data."""
    return tuple(
        slice(*item)
        if isinstance(item, Slice)
        else list(item)
        if isinstance(item, tuple)
        else inputs[item.number]
        if isinstance(item, IndexInput)
        else item
        for item in key
    )


def key_tuple(key: Key, inputs: Sequence[str] = ()) -> str:
    """Return the key as the text of a tuple, for a call: (slice(None, 2, None), 0)."""
    words = []
    for item in key:
        if isinstance(item, (slice, Slice)):
            words.append(f"slice({item.start}, {item.stop}, {item.step})")
        elif isinstance(item, IndexInput):
            words.append(inputs[item.number])
        else:
            words.append("..." if item is Ellipsis else str(list(item)) if isinstance(item, tuple) else str(item))
    return f"({', '.join(words)}{',' * (len(words) == 1)})"


def key_text(key: Key, inputs: Sequence[str] = ()) -> str:
    """Return the text between the brackets, with `inputs` as the words for the indices that are data."""
    words = []
    for item in key:
        if isinstance(item, (slice, Slice)):
            start, stop, step = (item.start, item.stop, item.step)
            tail = "" if step is None else f":{step}"
            words.append(f"{'' if start is None else start}:{'' if stop is None else stop}{tail}")
        elif item is Ellipsis:
            words.append("...")
        elif isinstance(item, IndexInput):
            words.append(inputs[item.number])
        else:
            words.append(str(list(item)) if isinstance(item, tuple) else str(item))
    return ", ".join(words) if words else "()"


def settled_key(*shapes: Shape, key: Key = ()) -> Mapping[str, Any]:
    """Return the key as NumPy and PyTorch read alike: beside lists around a slice, a bare number is a list of one.

    PyTorch would take the number out first, and NumPy puts the axis of the lists in front.
    """
    lists = [_listed(item) or (isinstance(item, IndexInput) and shapes[1 + item.number] != ()) for item in key]
    used = [place for place, item in enumerate(key) if lists[place] or _is_number(item) or isinstance(item, IndexInput)]
    if not any(lists) or used == list(range(used[0], used[-1] + 1)):
        return {"key": key}
    return {"key": tuple((item,) if _is_number(item) else item for item in key)}


def split_keys(shape: Shape, sections: int | tuple[int, ...], axis: int = 0, *, lengths: bool = False) -> list[Key]:
    """Return the keys of the parts into which an array is split.

    Args:
        sections: into how many parts (the first ones are longer where it does not come out even, as in array_split),
            or the places before which to split, as in np.split.
        lengths: `sections` are lengths, as in torch.split: of all parts, or of each one.

    Raises:
        ValueError: there is no such axis, no part, or the lengths do not add up to the axis.
    """
    along = axis_of(len(shape), axis)
    size = shape[along]
    if lengths:
        if isinstance(sections, tuple):
            if sum(whole(part, "sections") for part in sections) != size or min(sections, default=0) < 0:
                raise ValueError(f"The lengths {sections} do not add up to {size}.")
            ends = [sum(sections[: place + 1]) for place in range(len(sections))]
        else:
            step = whole(sections, "sections")
            if step < 1:
                raise ValueError("A part must have at least one entry.")
            ends = [*range(step, size, step), size]
    elif isinstance(sections, tuple):
        ends = [min(place if place >= 0 else max(place + size, 0), size) for place in sections] + [size]
    else:
        count = whole(sections, "sections")
        if not 1 <= count <= MOST_PARTS:
            raise ValueError(f"An array is split into 1 to {MOST_PARTS} parts.")
        ends = [(place + 1) * (size // count) + min(place + 1, size % count) for place in range(count)]
    starts = [0, *ends[:-1]]
    before = (Slice(None, None, None),) * along
    return [(*before, Slice(start, max(start, end), None)) for start, end in zip(starts, ends, strict=True)]


MOST_PARTS = 1000


MAX_LABEL = 40  # characters of the places in a gate: the 256 words of a text do not fit


def index_texts(*, key: Key = ()) -> Mapping[str, str]:
    """Return the text between the brackets, in full (`where`) and cut for a box (`label`)."""
    text = key_text(key)
    short = text if len(text) <= MAX_LABEL else f"{text[:MAX_LABEL].rpartition(',')[0]}, …"
    return {"where": text, "label": f"[{short}]"}


def index_into(language: str, /, *, key: Key = ()) -> str:
    """Return the gradient's way back as a statement; places taken twice by a list get both their gradients."""
    text = key_text(key)
    if not any(_listed(item) for item in key):
        return f"{{d}}[{text}] += {{g}}"
    if language == "numpy":
        return f"np.add.at({{d}}, np.s_[{text}], {{g}})"
    places = f"torch.arange({{d}}.numel()).reshape({{d}}.shape)[{text}].flatten()"
    return f"{{d}} += torch.zeros({{d}}.numel()).index_add(0, {places}, {{g}}.flatten()).reshape({{d}}.shape)"


def index_shape(a: Shape, *inputs: Shape, key: Key = ()) -> Shape:
    """Return the shape of a[key]; `inputs`: the shapes of the indices that are data.

    Raises:
        ValueError: what stands in the key is no index, or does not fit the array.
    """
    if not isinstance(key, tuple) or not all(_is_place(item) or isinstance(item, IndexInput) for item in key):
        raise ValueError(
            "Between the brackets can stand whole numbers, slices, lists of whole numbers, None and `...`."
        )
    if sorted(item.number for item in key if isinstance(item, IndexInput)) != list(range(len(inputs))):
        raise ValueError("Every index that is data must stand between the brackets once.")
    if key.count(Ellipsis) > 1:
        raise ValueError("An index can hold only one `...`.")
    count = sum(1 for item in key if item is not None and item is not Ellipsis)
    if count > len(a):
        has = "this is a single number" if not a else f"the array has {len(a)} ax{'i' if len(a) == 1 else 'e'}s"
        reason = f"Too many indices: {count} are given, but {has}."
        raise ValueError(reason) if a else ShapeRefusal(reason, "Give it a list of values: [1, 2, 3].")
    if any(isinstance(item, (slice, Slice)) and item.step == 0 for item in key):
        raise ValueError("A slice cannot have step 0.")
    if _most_taken(a, inputs, key, count) > MOST_TAKEN:
        raise ValueError("These lists of positions take more entries than an array can have.")
    try:
        # One byte broadcast to the whole shape: nothing of that size is held while the key is tried out.
        first = [np.zeros(shape, dtype=np.intp) if shape else 0 for shape in inputs]
        shape: Shape = np.broadcast_to(np.False_, a)[numpy_key(key, first)].shape
    except IndexError as error:
        detail = f"This index does not fit an array of shape {a}: {error}."
        place = re.search(r"axis (\d+) with size (\d+)", str(error))
        if place is None:
            raise ValueError(detail) from None
        axis, size = int(place[1]), int(place[2])
        entries = "1 entry: its index is 0" if size == 1 else f"{size} entries: use an index from 0 to {size - 1}"
        raise ShapeRefusal(detail, f"Axis {axis} has {entries}.") from None
    return shape


MOST_TAKEN = 10_000_000  # far over any limit on elements; lists of positions copy, so the trial must stay small


def _most_taken(a: Shape, inputs: Sequence[Shape], key: Key, count: int) -> int:
    """Return the most entries that a key with lists takes; 0 for one without, which makes a view."""
    most, axis = 1, 0
    for item in key:
        if item is Ellipsis:
            most *= math.prod(a[axis : axis + len(a) - count])
            axis += len(a) - count
        elif item is not None:
            if isinstance(item, (slice, Slice)):
                most *= a[axis]
            axis += 1
    lists = [_list_shape(item) for item in key if _listed(item)] + [shape for shape in inputs if shape]
    return most * math.prod(a[axis:]) * math.prod(broadcast(*lists)) if lists else 0


def _list_shape(item: Any) -> Shape:
    rows = {len(entry) if _listed(entry) else None for entry in item}
    if len(rows) > 1:
        raise ValueError("The rows of a list of positions must be equally long.")
    (row,) = rows or {None}
    return (len(item),) if row is None else (len(item), row)


def index_back(g: Any, out: Any, a: Any, *, key: Key = ()) -> Any:
    """Return the upstream gradient put where its entries were taken from, in the shape of `a`."""
    back = np.zeros(np.shape(a))
    if any(_listed(item) for item in key):  # the same position can be taken twice: its gradients add up
        np.add.at(back, numpy_key(key), g)
    else:
        back[numpy_key(key)] = g
    return back


def index_rule(a: Shape, *, key: Key = ()) -> tuple[str, ...]:
    """Return the gradient in the formula language."""
    return (f"zeros({a}).at[{key_text(key)}].add(g)",)
