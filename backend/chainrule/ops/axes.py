"""Gates that rearrange the axes of one array: transpose, reshape, new and dropped axes, flip."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..graph import Shape
from .op import Trial
from .rearrange import rearrangement, shape_texts
from .settings import ShapeRefusal, axes_of, axis_of, shape_of

__all__ = ["ROWS"]


def _reshape_shape(a: Shape, *, shape: Any = (-1,)) -> Shape:
    reshape_shape, size = shape_of(shape), math.prod(a)
    if reshape_shape.count(-1) > 1:
        raise ValueError(f"{reshape_shape} is not a shape: at most one size may be left open as -1.")
    known_size = math.prod(number for number in reshape_shape if number != -1)
    if -1 in reshape_shape and known_size and size % known_size == 0:
        reshape_shape = tuple(size // known_size if number == -1 else number for number in reshape_shape)
    if -1 in reshape_shape or math.prod(reshape_shape) != size:
        entries = "1 entry" if size == 1 else f"{size} entries"
        raise ShapeRefusal(
            f"An array of shape {a} has {entries} and cannot take the shape {reshape_shape}.",
            _shapes_there(size, reshape_shape),
        )
    return reshape_shape


def _shapes_there(size: int, shape: Shape) -> str:
    """Return a shape of `size` entries with the requested axes; -1 where one of them follows from the others."""
    sizes = [number for number in shape if number > 0]
    for i in reversed(range(len(sizes))):
        rest = math.prod(sizes[:i]) * math.prod(sizes[i + 1 :])
        if len(sizes) == len(shape) and size and size % rest == 0:
            fits = (*sizes[:i], size // rest, *sizes[i + 1 :])
            return f"The sizes must multiply to {size}, as in `{fits}`."
    return f"The sizes must multiply to {size}; -1 stands for the one that follows from the others, as in `(-1,)`."


def _transpose_shape(a: Shape, *, axes: tuple[int, ...] | None = None) -> Shape:
    if axes is None:
        return a[::-1]
    if len(axes_of(len(a), axes)) != len(a) or not isinstance(axes, tuple):
        raise ValueError(f"`transpose` must name each of the {len(a)} axes once, not {axes}.")
    return tuple(a[axis] for axis in axes)


def _transpose_back(g: Any, out: Any, a: Any, *, axes: tuple[int, ...] | None = None) -> Any:
    return np.transpose(g, None if axes is None else np.argsort([axis % np.ndim(a) for axis in axes]))[()]


def _transpose_rule(a: Shape, *, axes: tuple[int, ...] | None = None) -> tuple[str, ...]:
    if len(a) < 2:
        return ("g",)
    if axes is None and len(a) == 2:
        return ("g.T",)
    order = range(len(a))[::-1] if axes is None else [axis % len(a) for axis in axes]
    return (f"transpose(g, {tuple(int(place) for place in np.argsort(order))})",)


def _swapped(a: Shape, *, axis1: int = 0, axis2: int = 1) -> Shape:
    first, second = axis_of(len(a), axis1), axis_of(len(a), axis2)
    sizes = list(a)
    sizes[first], sizes[second] = sizes[second], sizes[first]
    return tuple(sizes)


def _expand_shape(a: Shape, *, axis: Any = 0) -> Shape:
    positions = axis if isinstance(axis, tuple) else (axis,)
    count = len(positions)
    new = axes_of(len(a) + count, positions)
    rest = iter(a)
    return tuple(1 if number in new else next(rest) for number in range(len(a) + count))


def _outwards(axis: Any) -> list[int]:
    """Return new axes in an order in which each can be inserted by itself: counted from an end, the nearest first."""
    return sorted(axis if isinstance(axis, tuple) else (axis,), key=lambda number: (number < 0, abs(number)))


def _squeeze_shape(a: Shape, *, axis: Any = None) -> Shape:
    if axis is None:
        return tuple(size for size in a if size != 1)
    dropped_axes = axes_of(len(a), axis)
    for number in dropped_axes:
        if a[number] != 1:
            raise ValueError(f"`squeeze` can drop axes of size 1 only; axis {number} has size {a[number]}.")
    return tuple(size for number, size in enumerate(a) if number not in dropped_axes)


def _flipped_shape(a: Shape, *, axis: Any = None) -> Shape:
    axes_of(len(a), axis)
    return a


ROWS = (
    rearrangement(
        "transpose",
        "T",
        "Transpose gate",
        spellings=("transpose", "permute"),
        methods=("transpose", "permute"),
        params={"axes": None},
        forward=lambda a, *, axes=None: np.transpose(a, axes)[()],
        vjp=(_transpose_back,),
        shape=_transpose_shape,
        rule=("g.T",),
        rule_for=_transpose_rule,
        numpy="{numpy_turned}",
        torch="{torch_turned}",
        param_text=lambda *, axes=None: {
            "numpy_turned": "{0}.T" if axes == (1, 0) else "np.transpose({0}" + (")" if axes is None else f", {axes})"),
            "torch_turned": "{0}.T"
            if axes == (1, 0)
            else "{0}.permute(tuple(reversed(range({0}.ndim))))"
            if axes is None
            else f"{{0}}.permute({axes})",
        },
        explicit_params=lambda a, *, axes=None: {
            "axes": tuple(reversed(range(len(a)))) if axes is None and a else axes
        },
        latex="{0}^{{T}}",
        trials=(
            Trial(((),)),
            Trial(((3,),)),
            Trial(((2, 3),)),
            Trial(((2, 3),), {"axes": (0, 1)}),
            Trial(((2, 3, 4),)),
            Trial(((2, 3, 4),), {"axes": (1, 2, 0)}),
            Trial(((2, 3, 4),), {"axes": (-1, 0, 1)}),
        ),
    ),
    rearrangement(
        "swapaxes",
        "T",
        "Swap axes gate",
        spellings=("swapaxes",),
        methods=("swapaxes",),
        params={"axis1": 0, "axis2": 1},
        forward=lambda a, *, axis1=0, axis2=1: np.swapaxes(a, axis1, axis2),
        vjp=(lambda g, out, a, *, axis1=0, axis2=1: np.swapaxes(g, axis1, axis2),),
        shape=_swapped,
        rule=("swapaxes(g, 0, 1)",),
        rule_for=lambda a, *, axis1=0, axis2=1: (f"swapaxes(g, {axis1}, {axis2})",),
        numpy="np.swapaxes({0}, {axis1}, {axis2})",
        torch="torch.swapaxes({0}, {axis1}, {axis2})",
        trials=(
            Trial(((2, 3),), {"axis1": 0, "axis2": 1}),
            Trial(((2, 3, 4),), {"axis1": -1, "axis2": -2}),
        ),
    ),
    rearrangement(
        "reshape",
        "reshape",
        "Reshape gate",
        spellings=("reshape",),
        methods=("reshape", "view"),
        params={"shape": (-1,)},
        forward=lambda a, *, shape=(-1,): np.reshape(a, shape)[()],
        vjp=(lambda g, out, a, *, shape=(-1,): np.reshape(g, np.shape(a))[()],),
        shape=_reshape_shape,
        rule=("reshape(g, a.shape)",),
        rule_for=lambda a, *, shape=(-1,): (f"reshape(g, {a})",),
        numpy="np.reshape({0}, {shape})",
        torch="torch.reshape({0}, {shape})",
        param_text=shape_texts("shape"),
        trials=(
            Trial(((6,),), {"shape": (2, 3)}),
            Trial(((2, 3),), {"shape": (-1,)}),
            Trial(((2, 3),), {"shape": -1}),
            Trial(((2, 3, 2),), {"shape": (4, -1)}),
            Trial(((),), {"shape": (1, 1)}),
            Trial(((1, 1),), {"shape": ()}),
        ),
    ),
    rearrangement(
        "expand_dims",
        "+axis",
        "New axis gate",
        spellings=("expand_dims", "unsqueeze"),
        methods=("unsqueeze",),
        params={"axis": 0},
        forward=lambda a, *, axis=0: np.expand_dims(a, axis),
        vjp=(lambda g, out, a, *, axis=0: np.reshape(g, np.shape(a))[()],),
        shape=_expand_shape,
        rule=("reshape(g, a.shape)",),
        rule_for=lambda a, *, axis=0: (f"reshape(g, {a})",),
        numpy="np.expand_dims({0}, {axis})",
        torch="{0}{unsqueezed}",
        param_text=lambda *, axis=0: {"unsqueezed": "".join(f".unsqueeze({number})" for number in _outwards(axis))},
        trials=(
            Trial(((3,),), {"axis": 0}),
            Trial(((3,),), {"axis": 1}),
            Trial(((2, 3),), {"axis": -1}),
            Trial(((),), {"axis": 0}),
        ),
    ),
    rearrangement(
        "squeeze",
        "−axis",
        "Drop axis gate",
        spellings=("squeeze",),
        methods=("squeeze",),
        params={"axis": None},
        forward=lambda a, *, axis=None: np.squeeze(a, axis)[()],
        vjp=(lambda g, out, a, *, axis=None: np.reshape(g, np.shape(a))[()],),
        shape=_squeeze_shape,
        rule=("reshape(g, a.shape)",),
        rule_for=lambda a, *, axis=None: (f"reshape(g, {a})",),
        numpy="np.squeeze({0}, {axis})",
        torch="torch.squeeze({0}{dim})",
        param_text=lambda *, axis=None: {"dim": "" if axis is None else f", {axis}"},
        trials=(
            Trial(((1, 3, 1),)),
            Trial(((1, 3, 1),), {"axis": 0}),
            Trial(((1, 3, 1),), {"axis": (0, -1)}),
            Trial(((1, 1),)),
        ),
    ),
    rearrangement(
        "flip",
        "flip",
        "Flip gate",
        spellings=("flip",),
        methods=("flip",),
        params={"axis": None},
        forward=lambda a, *, axis=None: np.flip(a, axis),
        vjp=(lambda g, out, a, *, axis=None: np.flip(g, axis),),
        shape=_flipped_shape,
        rule=("flip(g)",),
        rule_for=lambda a, *, axis=None: (f"flip(g, {axis})",),
        numpy="np.flip({0}, {axis})",
        torch="torch.flip({0}, {dims})",
        param_text=lambda *, axis=None: {
            "dims": "tuple(range({0}.ndim))" if axis is None else str(axis if isinstance(axis, tuple) else (axis,))
        },
        trials=(Trial(((3,),)), Trial(((2, 3),)), Trial(((2, 3),), {"axis": 1}), Trial(((2, 3),), {"axis": (0, 1)})),
    ),
)
