"""Operands as a language takes them: arrays where a template needs an object, and no negative steps for PyTorch."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from ..ops import Op, Slice

__all__ = ["forwards", "is_variable", "objects", "one_array"]

_METHOD = re.compile(r"\{(\d)\}\.")  # "{0}.ravel()"
_TENSOR = re.compile(r"\{(\d):t\}")  # "torch.maximum({0:t}, {1:t})"
_FIRST = re.compile(r"(?:np|torch)\.\w+\(([^,(]*)[,)]")  # the first argument of a function
_PLACE = re.compile(r"\{(\d)\}")


def objects(row: Op, language: str, args: Sequence[str], constant: Sequence[bool]) -> list[str]:
    """Return the operands of `row`. A constant becomes an array where a plain number would not run.

    That is where the row's template calls a method of it, and in the first argument of a function of PyTorch.
    """
    template = row.numpy if language == "numpy" else row.torch
    needed = {int(slot) for slot in _METHOD.findall(template)}
    first = _FIRST.match(template)
    inside = [int(slot) for slot in _PLACE.findall(first[1])] if first else []
    if language == "torch":
        needed |= {int(slot) for slot in _TENSOR.findall(template)}
        if "{args}" in template:
            needed |= set(range(len(args)))
        if inside and all(constant[slot] for slot in inside):
            needed.add(inside[0])
    rest = [slot for slot in range(len(args)) if slot not in inside]
    if inside and rest and all(slot in row.stops for slot in inside) and all(constant[slot] for slot in rest):
        # where(x > y, 1, 0) would be an array of integers
        args = [_floating(arg) if slot in rest else arg for slot, arg in enumerate(args)]
    wrapped = [slot in needed and constant[slot] for slot in range(len(args))]
    return [one_array(language, arg) if wrap else arg for wrap, arg in zip(wrapped, args, strict=True)]


def is_variable(text: str) -> bool:
    """Return whether an operand is a variable of the program, and not a number that is written out."""
    return text.removeprefix("self.").isidentifier()


def one_array(language: str, text: str) -> str:
    """Return a number, written as an array of one. As a float: `torch.tensor(2)` would hold an integer."""
    return f"np.float64({_floating(text)})" if language == "numpy" else f"torch.tensor({_floating(text)})"


def _floating(text: str) -> str:
    with suppress(ValueError):  # a formula, or math.inf
        return repr(float(text.strip("()")))
    return text


def forwards(params: Mapping[str, Any]) -> tuple[list[int], dict[str, Any]]:
    """Return the axes of the argument to flip first, and the settings without negative steps.

    x[4:1:-1] is x.flip(0)[-5:-2:1]: entry i of an axis is entry ~i, counted from its end, of the flipped one.
    """
    axes: list[int] = []
    result = dict(params)
    for name, key in params.items():
        if isinstance(key, tuple) and any(map(_falls, key)):
            axes += _axes(key)
            result[name] = tuple(_turned(item) if _falls(item) else item for item in key)
    return axes, result


def _falls(item: Any) -> bool:
    return isinstance(item, Slice) and item.step is not None and item.step < 0


def _turned(item: Slice) -> Slice:
    start, stop, step = item
    assert step is not None
    return Slice(None if start is None else ~start, None if stop is None else ~stop, -step)


def _axes(key: tuple[Any, ...]) -> list[int]:
    """Return the axes that falling slices take, counted from the end behind an ellipsis."""
    taking = [item for item in key if item is not None]
    behind = taking.index(Ellipsis) if Ellipsis in taking else len(taking)
    return [place if place < behind else place - len(taking) for place, item in enumerate(taking) if _falls(item)]
