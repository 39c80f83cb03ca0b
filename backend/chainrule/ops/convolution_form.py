"""Settings of a convolution at given shapes: its three sides, and the errors where they do not fit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..graph import Shape
from .settings import ShapeRefusal, whole
from .windows import RANKS, each_axis, spread

__all__ = [
    "ConvolutionForm",
    "conv_form",
    "filled",
    "kernel_form",
    "output_padding_of",
    "own_settings",
    "shape_of_conv",
    "shape_of_kernel",
    "shape_of_transposed",
    "transposed_form",
]


class ConvolutionForm(NamedTuple):
    """Sizes of a convolution's sides at given shapes. `large` is the side that the window slides over."""

    examples: int
    groups: int
    large: int  # channels of the larger side, in one group
    small: int
    sizes: Shape  # of the larger side, without padding
    counts: Shape  # of the smaller side: how many windows there are along each axis
    window: Shape
    stride: Shape
    padding: Shape
    dilation: Shape

    @property
    def padded(self) -> Shape:
        """Return the shape of one image, (channels, ...), with its padding."""
        return spread(self.groups * self.large, self.sizes, self.padding)

    @property
    def wide(self) -> Shape:
        """The larger side with its padding in groups, for one example."""
        padded = self.padded
        return (self.groups, self.large, *padded[1:])

    @property
    def products(self) -> int:
        """Return how many numbers are multiplied."""
        channels = self.groups * self.large * self.small
        return self.examples * channels * math.prod(self.window) * math.prod(self.counts)


def _ranked(a: Shape) -> int:
    rank = len(a) - 2
    if rank not in RANKS:
        raise ValueError(
            f"The array must have the axes (examples, channels, ...) and 1 to 3 more, not shape {a}; put "
            "missing axes of size 1 in front."
        )
    return rank


def _groups_of(channels: int, groups: Any, name: str) -> int:
    number = whole(groups, "groups")
    if number < 1 or channels % number:
        raise ValueError(f"The {channels} {name} do not divide into {number} groups.")
    return number


def _count(size: int, window: int, stride: int, padding: int, dilation: int) -> int:
    """Return the number of windows that fit along an axis."""
    covered = dilation * (window - 1) + 1
    if covered > size + 2 * padding:
        raise ValueError(f"A window of {covered} entries does not fit into {size} with a padding of {padding}.")
    return (size + 2 * padding - covered) // stride + 1


def conv_form(a: Shape, b: Shape, stride: Any, padding: Any, dilation: Any, groups: Any) -> ConvolutionForm:
    """Return the form of `conv`, whose larger side is its first argument.

    Raises:
        ValueError: shapes or settings do not fit.
    """
    rank = _ranked(a)
    if len(b) != len(a):
        raise ValueError(f"A kernel for shape {a} must have {len(a)} axes, not shape {b}.")
    number = _groups_of(a[1], groups, "channels of the array")
    _groups_of(b[0], groups, "channels of the result")
    if a[1] // number != b[1]:
        hint = f"Give the kernel the shape {(b[0], a[1] // number, *b[2:])}."
        if number == 1:
            raise ShapeRefusal(f"The array has {a[1]} channels, the kernel takes {b[1]}.", hint)
        reason = f"Each of the {number} groups has {a[1] // number} channels, the kernel takes {b[1]}."
        raise ShapeRefusal(reason, hint)
    if 0 in b[2:]:
        raise ValueError(f"A window of shape {b[2:]} covers nothing.")
    s, p, d = _steps(stride, padding, dilation, rank)
    counts = tuple(map(_count, a[2:], b[2:], s, p, d))
    form = ConvolutionForm(a[0], number, b[1], b[0] // number, a[2:], counts, b[2:], s, p, d)
    spread(a[1], a[2:], p)
    return form


def _steps(stride: Any, padding: Any, dilation: Any, rank: int) -> tuple[Shape, Shape, Shape]:
    return (
        each_axis(stride, "stride", rank, 1),
        each_axis(padding, "padding", rank, 0),
        each_axis(dilation, "dilation", rank, 1),
    )


def transposed_form(
    a: Shape, b: Shape, stride: Any, padding: Any, output_padding: Any, dilation: Any, groups: Any
) -> ConvolutionForm:
    """Return the form of `conv_transpose`, whose larger side is its result."""
    rank = _ranked(a)
    if len(b) != len(a):
        raise ValueError(f"A kernel for shape {a} must have {len(a)} axes, not shape {b}.")
    number = _groups_of(a[1], groups, "channels of the array")
    if a[1] != b[0]:
        raise ShapeRefusal(
            f"The array has {a[1]} channels, the kernel takes {b[0]}: its first axis.",
            f"Give the kernel the shape {(a[1], *b[1:])}.",
        )
    if 0 in b[2:] or 0 in a[2:]:
        raise ValueError(f"Windows of shape {b[2:]} at {a[2:]} places cover nothing.")
    s, p, d = _steps(stride, padding, dilation, rank)
    more = each_axis(output_padding, "output_padding", rank, 0)
    if any(extra >= step for extra, step in zip(more, s, strict=True)):
        raise ValueError("`output_padding` must be smaller than `stride`.")
    sizes = tuple(
        (count - 1) * step - 2 * pad + dilated * (window - 1) + extra + 1
        for count, step, pad, dilated, window, extra in zip(a[2:], s, p, d, b[2:], more, strict=True)
    )
    if min(sizes) < 1:
        raise ValueError(f"The padding {p} leaves nothing of the result.")
    form = ConvolutionForm(a[0], number, b[1], a[1] // number, sizes, a[2:], b[2:], s, p, d)
    spread(number * b[1], sizes, p)
    return form


def kernel_form(
    a: Shape, b: Shape, size: Any, stride: Any, padding: Any, dilation: Any, groups: Any
) -> ConvolutionForm:
    """Return the form of `conv_kernel`: the first argument is the larger side, the second the smaller."""
    rank = _ranked(a)
    if len(b) != len(a) or a[0] != b[0]:
        raise ValueError(f"Arrays of shapes {a} and {b} do not hold the same examples.")
    number = _groups_of(a[1], groups, "channels of the array")
    _groups_of(b[1], groups, "channels of the second array")
    window = each_axis(size, "size", rank, 1)
    s, p, d = _steps(stride, padding, dilation, rank)
    counts = tuple(map(_count, a[2:], window, s, p, d))
    if counts != b[2:]:
        raise ValueError(f"A window of shape {window} has {counts} places in shape {a[2:]}, not {b[2:]}.")
    spread(a[1], a[2:], p)
    return ConvolutionForm(a[0], number, a[1] // number, b[1] // number, a[2:], counts, window, s, p, d)


def filled(params: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return the settings of a convolution with those that were left out at their defaults."""
    return {"stride": 1, "padding": 0, "dilation": 1, "groups": 1, **more, **params}


def own_settings(form: ConvolutionForm) -> dict[str, Any]:
    """Return the settings as the shapes made them definite: "same" is a number here."""
    return {"stride": form.stride, "padding": form.padding, "dilation": form.dilation, "groups": form.groups}


def output_padding_of(form: ConvolutionForm) -> Shape:
    """Return the output padding of the transposed convolution that leads back to the larger side."""
    return tuple(
        size - ((count - 1) * step - 2 * pad + dilated * (window - 1) + 1)
        for size, count, step, pad, dilated, window in zip(
            form.sizes, form.counts, form.stride, form.padding, form.dilation, form.window, strict=True
        )
    )


def shape_of_conv(form: ConvolutionForm) -> Shape:
    """Return the shape of `conv`: (examples, channels of the result, ...)."""
    return (form.examples, form.groups * form.small, *form.counts)


def shape_of_transposed(form: ConvolutionForm) -> Shape:
    """Return the shape of `conv_transpose`, which is that of the image of `conv`."""
    return (form.examples, form.groups * form.large, *form.sizes)


def shape_of_kernel(form: ConvolutionForm) -> Shape:
    """Return the shape of the kernels: (channels of the result, channels of one group, ...)."""
    return (form.groups * form.small, form.large, *form.window)
