"""Views of tensors: where their entries stand in the tensor that they are views of, and the index that picks them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from ..errors import SourceError

__all__ = ["changed_elsewhere", "key_of", "overlapping", "places_of", "positions", "root_of"]


def root_of(tensor: torch.Tensor) -> torch.Tensor:
    """Return the tensor that it is a view of, or itself."""
    return tensor if tensor._base is None else tensor._base


def changed_elsewhere() -> SourceError:
    """Return the error of a change in place that autograd does not follow."""
    return SourceError(
        "unknown-function",
        "The numbers of an array were changed in place where its gradient does not follow.",
        hint="Change a `clone()` of it, outside of `torch.no_grad()` and not through `.data` or `.detach()`.",
    )


def overlapping() -> SourceError:
    """Return the error of a call that changes the entries that it reads."""
    return SourceError(
        "unknown-function",
        "A call reads entries of an array that it changes: what it gives depends on their order.",
        hint="Read a copy: `x[1:] += x[:-1].clone()`.",
    )


def positions(tensor: torch.Tensor) -> Any:
    """The place of each entry in the memory, in entries."""
    at = np.array(tensor.storage_offset())
    for size, stride in zip(tensor.shape, tensor.stride(), strict=True):
        at = at[..., None] + np.arange(size) * stride
    return at


def places_of(part: torch.Tensor, root: torch.Tensor) -> Any:
    """The number of each entry of a view among the entries of its root, in the shape of the view.

    Raises:
        SourceError: `unknown-function`: it holds entries that the root has not, or of another type.
    """
    if part.dtype is not root.dtype:
        raise changed_elsewhere()
    own, all_of_them = positions(part), positions(root).ravel()
    numbers = np.full(int(max(own.max(initial=0), all_of_them.max(initial=0))) + 1, -1, dtype=np.int64)
    numbers[all_of_them] = np.arange(len(all_of_them))
    places = numbers[own]
    if (places < 0).any():
        raise changed_elsewhere()
    return places


def key_of(places: Any, root: torch.Tensor) -> str | None:
    """Return the index that gives these places of an array (`:, 0`), or None where no simple one does."""
    shape = tuple(root.shape)
    if not shape or not places.size:
        return None
    first, steps = np.unravel_index(places.ravel()[0], shape), []
    corner = (0,) * places.ndim
    for axis, size in enumerate(places.shape):
        steps.append(int(places[(*corner[:axis], 1, *corner[axis + 1 :])] - places[corner]) if size > 1 else 0)
    texts: list[str] = []
    axis, numbers = 0, np.arange(root.numel()).reshape(shape)
    keys: list[Any] = []
    for dimension, size in enumerate(shape):
        one = int(np.prod(shape[dimension + 1 :]))
        start = int(first[dimension])
        count = places.shape[axis] if axis < places.ndim else 0
        step = steps[axis] // one if count > 1 and steps[axis] > 0 and steps[axis] % one == 0 else 1
        if count and (count == 1 or steps[axis] % one == 0) and start + step * (count - 1) < size:
            stop = start + step * (count - 1) + 1
            keys.append(slice(start, stop, step))
            whole = (start, step, count) == (0, 1, size)
            texts.append(
                ":" if whole else f"{start or ''}:{'' if stop == size else stop}" + (f":{step}" if step > 1 else "")
            )
            axis += 1
        else:
            keys.append(start)
            texts.append(str(start))
    if axis < places.ndim or not np.array_equal(numbers[tuple(keys)], places):
        return None
    while len(texts) > 1 and texts[-1] == ":":
        texts.pop()
    return ", ".join(texts)
