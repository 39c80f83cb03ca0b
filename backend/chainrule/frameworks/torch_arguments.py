"""The arguments of a call of PyTorch: the tensors in them, and its settings."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import torch

__all__ = ["defaults_of", "first_tensor", "setting", "tensors_in"]


@lru_cache(maxsize=1024)
def defaults_of(func: Any) -> dict[str, Any]:
    """The default values of a function that is written in Python; of a wrapped built-in one (`x ** 2`) nothing."""
    if getattr(func, "__code__", None) is None:
        return {}
    try:
        settings = inspect.signature(func).parameters.values()
    except ValueError:
        return {}
    return {each.name: each.default for each in settings if each.default is not each.empty}


def setting(args: Sequence[Any], kwargs: Mapping[str, Any], place: int, word: str, default: Any) -> Any:
    """Return an argument that may be given by place or by name. A negative place: by name alone."""
    return args[place] if 0 <= place < len(args) else kwargs.get(word, default)


def tensors_in(value: Any) -> list[torch.Tensor]:
    """All tensors in nested arguments."""
    tensors, todo = [], [value]
    while todo:
        at = todo.pop()
        if isinstance(at, torch.Tensor):
            tensors.append(at)
        elif isinstance(at, tuple | list):
            todo.extend(at)
        elif isinstance(at, dict):
            todo.extend(at.values())
        elif isinstance(at, slice):
            todo.extend((at.start, at.stop, at.step))
    return tensors


def first_tensor(result: Any) -> Any:
    """Return the first tensor in nested tuples, lists and mappings; None where there is none."""
    todo = [result]
    while todo:
        at = todo.pop(0)
        if isinstance(at, torch.Tensor):
            return at
        if isinstance(at, Mapping):
            todo[:0] = list(at.values())
        elif isinstance(at, tuple | list):
            todo[:0] = list(at)
    return None
