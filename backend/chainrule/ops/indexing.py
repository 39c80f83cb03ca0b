"""Indexing: what may stand between the brackets, the shape it takes, and where its gradient goes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from ..graph import Shape
from .op import broadcast

__all__ = [
    "Key",
    "Slice",
    "index_back",
    "index_into",
    "index_rule",
    "index_shape",
    "index_texts",
    "key_of",
    "numpy_key",
]


class Slice(NamedTuple):
    """A slice that can be hashed (Python's own cannot before 3.12)."""

    start: int | None
    stop: int | None
    step: int | None


Key: TypeAlias = tuple[Any, ...]  # of int, Slice, None, Ellipsis and, for lists of positions, tuples of int


def key_of(items: Any) -> Key:
    """What stands between the brackets, in the one form `index` keeps as its param `key`."""
    given = items if isinstance(items, tuple) else (items,)
    return tuple(
        Slice(item.start, item.stop, item.step) if isinstance(item, slice) else tuple(item) if _listed(item) else item
        for item in given
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


def numpy_key(key: Key) -> tuple[Any, ...]:
    """The key as NumPy takes it."""
    return tuple(
        slice(*item) if isinstance(item, Slice) else list(item) if isinstance(item, tuple) else item for item in key
    )


def _key_text(key: Key) -> str:
    words = []
    for item in key:
        if isinstance(item, (slice, Slice)):
            start, stop, step = (item.start, item.stop, item.step)
            tail = "" if step is None else f":{step}"
            words.append(f"{'' if start is None else start}:{'' if stop is None else stop}{tail}")
        elif item is Ellipsis:
            words.append("...")
        else:
            words.append(str(list(item)) if isinstance(item, tuple) else str(item))
    return ", ".join(words) if words else "()"


def index_texts(*, key: Key = ()) -> Mapping[str, str]:
    text = _key_text(key)
    return {"where": text, "label": f"[{text}]"}


def index_into(language: str, /, *, key: Key = ()) -> str:
    """The gradient's way back as a statement; places taken twice by a list get both their gradients."""
    text = _key_text(key)
    if not any(_listed(item) for item in key):
        return f"{{d}}[{text}] += {{g}}"
    if language == "numpy":
        return f"np.add.at({{d}}, np.s_[{text}], {{g}})"
    places = f"torch.arange({{d}}.numel()).reshape({{d}}.shape)[{text}].flatten()"
    return f"{{d}} += torch.zeros({{d}}.numel()).index_add(0, {places}, {{g}}.flatten()).reshape({{d}}.shape)"


def index_shape(a: Shape, *, key: Key = ()) -> Shape:
    if not isinstance(key, tuple) or not all(map(_is_place, key)):
        raise ValueError(
            "Between the brackets can stand whole numbers, slices, lists of whole numbers, None and `...`."
        )
    if key.count(Ellipsis) > 1:
        raise ValueError("An index can hold only one `...`.")
    taken = sum(1 for item in key if item is not None and item is not Ellipsis)
    if taken > len(a):
        has = "this is a single number" if not a else f"the array has {len(a)} ax{'i' if len(a) == 1 else 'e'}s"
        raise ValueError(f"Too many indices: {taken} are given, but {has}.")
    if any(isinstance(item, (slice, Slice)) and item.step == 0 for item in key):
        raise ValueError("A slice cannot have step 0.")
    if _most_taken(a, key, taken) > MOST_TAKEN:
        raise ValueError("These lists of positions take more entries than an array can have.")
    try:
        # One byte stretched to the whole shape: nothing of that size is held while the key is tried out.
        shape: Shape = np.broadcast_to(np.False_, a)[numpy_key(key)].shape
    except IndexError as problem:
        raise ValueError(f"This index does not fit an array of shape {a}: {problem}.") from None
    return shape


MOST_TAKEN = 10_000_000  # far over any limit on elements; lists of positions copy, so the trial must stay small


def _most_taken(a: Shape, key: Key, taken: int) -> int:
    """How many entries a key with lists takes at most; 0 for one without, which makes a view."""
    most, axis = 1, 0
    for item in key:
        if item is Ellipsis:
            most *= math.prod(a[axis : axis + len(a) - taken])
            axis += len(a) - taken
        elif item is not None:
            if isinstance(item, (slice, Slice)):
                most *= a[axis]
            axis += 1
    lists = [_list_shape(item) for item in key if _listed(item)]
    return most * math.prod(a[axis:]) * math.prod(broadcast(*lists)) if lists else 0


def _list_shape(item: Any) -> Shape:
    rows = {len(entry) if _listed(entry) else None for entry in item}
    if len(rows) > 1:
        raise ValueError("The rows of a list of positions must be equally long.")
    (row,) = rows or {None}
    return (len(item),) if row is None else (len(item), row)


def index_back(g: Any, out: Any, a: Any, *, key: Key = ()) -> Any:
    back = np.zeros(np.shape(a))
    if any(_listed(item) for item in key):  # the same position can be taken twice: its gradients add up
        np.add.at(back, numpy_key(key), g)
    else:
        back[numpy_key(key)] = g
    return back


def index_rule(a: Shape, *, key: Key = ()) -> tuple[str, ...]:
    return (f"zeros({a}).at[{_key_text(key)}].add(g)",)
