"""The three products of a convolution, and the gradients made of them.

The windows are laid out as columns and multiplied by BLAS (im2col, Chellapilla et al. 2006), one example at a time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ..graph import Shape
from .convolution_form import ConvolutionForm, conv_form, filled, kernel_form, output_padding_of, transposed_form
from .windows import inside, places, steps

__all__ = [
    "conv",
    "conv_back_a",
    "conv_back_b",
    "conv_kernel",
    "conv_transpose",
    "kernel_back_a",
    "kernel_back_b",
    "transposed_back_a",
    "transposed_back_b",
]

MOST_COLUMNS = 2_000_000  # entries laid out at a time; a larger window is taken in parts


def _parts(form: ConvolutionForm) -> Iterator[list[tuple[int, ...]]]:
    """Yield the places of the window, as many at a time as may be laid out."""
    every = list(places(form.window))
    channels = form.groups * form.large
    count = max(1, MOST_COLUMNS // max(1, channels * math.prod(form.counts)))
    for first in range(0, len(every), count):
        yield every[first : first + count]


def _padded(example: Any, form: ConvolutionForm) -> Any:
    """Return one example in groups, with its padding."""
    if not any(form.padding):
        return np.ascontiguousarray(example).reshape(form.wide)
    padded = np.zeros(form.padded)
    padded[inside(form.sizes, form.padding)] = example
    return padded.reshape(form.wide)


def _columns(padded: Any, form: ConvolutionForm, part: Sequence[tuple[int, ...]]) -> Any:
    """Return the windows as columns: (groups, channels * places of the part, windows)."""
    result = np.empty((form.groups, form.large, len(part), *form.counts))
    for number, place in enumerate(part):
        result[:, :, number] = padded[steps(place, form.counts, form.stride, form.dilation)]
    return result.reshape(form.groups, form.large * len(part), math.prod(form.counts))


def _kernel_parts(b: Any, form: ConvolutionForm) -> list[Any]:
    """Return, for each part, the kernel as (groups, small, channels * places); `b` has axes (small, large, *window)."""
    split = b.reshape(form.groups, form.small, form.large, math.prod(form.window))
    kernel_parts, first = [], 0
    for part in _parts(form):
        window = split[..., first : first + len(part)]
        kernel_parts.append(np.ascontiguousarray(window).reshape(form.groups, form.small, form.large * len(part)))
        first += len(part)
    return kernel_parts


def _narrow(form: ConvolutionForm) -> Shape:
    return (form.examples, form.groups, form.small, math.prod(form.counts))


def conv(a: Any, b: Any, *, stride: Any = 1, padding: Any = 0, dilation: Any = 1, groups: int = 1) -> Any:
    """Return the windows of `a` (examples, channels, ...) times the kernels `b`, added up."""
    form = conv_form(np.shape(a), np.shape(b), stride, padding, dilation, groups)
    kernels, parts = _kernel_parts(b, form), list(_parts(form))
    out = np.empty(_narrow(form))
    for example, into in zip(a, out, strict=True):
        padded = _padded(example, form)
        np.matmul(kernels[0], _columns(padded, form, parts[0]), out=into)
        for part, kernel in zip(parts[1:], kernels[1:], strict=True):
            into += np.matmul(kernel, _columns(padded, form, part))
    return out.reshape(form.examples, form.groups * form.small, *form.counts)


def conv_transpose(
    a: Any,
    b: Any,
    *,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Any:
    """Return `a` spread by the kernels `b`: the gradient of `conv` with respect to its image."""
    form = transposed_form(np.shape(a), np.shape(b), stride, padding, output_padding, dilation, groups)
    kernels = [np.swapaxes(kernel, -1, -2) for kernel in _kernel_parts(b, form)]
    result = np.ascontiguousarray(a).reshape(_narrow(form))
    out = np.empty((form.examples, form.groups * form.large, *form.sizes))
    for example, into in zip(result, out, strict=True):
        image = np.zeros(form.wide)
        for part, kernel in zip(_parts(form), kernels, strict=True):
            columns = np.matmul(kernel, example).reshape(form.groups, form.large, len(part), *form.counts)
            for number, place in enumerate(part):
                image[steps(place, form.counts, form.stride, form.dilation)] += columns[:, :, number]
        into[...] = image.reshape(form.padded)[inside(form.sizes, form.padding)]
    return out


def conv_kernel(
    a: Any, b: Any, *, size: Any = 1, stride: Any = 1, padding: Any = 0, dilation: Any = 1, groups: int = 1
) -> Any:
    """Return the products of `a` and `b` for each place in a kernel: the gradient of `conv` for its kernels."""
    form = kernel_form(np.shape(a), np.shape(b), size, stride, padding, dilation, groups)
    upstream = np.ascontiguousarray(b).reshape(_narrow(form))
    out = np.zeros((form.groups, form.small, form.large, math.prod(form.window)))
    for example, other in zip(a, upstream, strict=True):
        image, first = _padded(example, form), 0
        for part in _parts(form):
            columns = np.swapaxes(_columns(image, form, part), -1, -2)
            reshape = np.matmul(other, columns).reshape(form.groups, form.small, form.large, len(part))
            out[..., first : first + len(part)] += reshape
            first += len(part)
    return out.reshape(form.groups * form.small, form.large, *form.window)


def _back_to_large(g: Any, form: ConvolutionForm, b: Any) -> Any:
    """Return the gradient on the larger side for a gradient `g` on the smaller side."""
    return conv_transpose(
        g,
        b,
        stride=form.stride,
        padding=form.padding,
        output_padding=output_padding_of(form),
        dilation=form.dilation,
        groups=form.groups,
    )


def conv_back_a(g: Any, out: Any, a: Any, b: Any, **params: Any) -> Any:
    """Return the gradient of `conv` with respect to the image, in its shape."""
    return _back_to_large(g, conv_form(np.shape(a), np.shape(b), **filled(params)), b)


def conv_back_b(g: Any, out: Any, a: Any, b: Any, **params: Any) -> Any:
    """Return the gradient of `conv` with respect to the kernels, in their shape."""
    return conv_kernel(a, g, size=np.shape(b)[2:], **params)


def transposed_back_a(g: Any, out: Any, a: Any, b: Any, *, output_padding: Any = 0, **params: Any) -> Any:
    """Return the gradient of `conv_transpose` with respect to the image, in its shape."""
    return conv(g, b, **params)


def transposed_back_b(g: Any, out: Any, a: Any, b: Any, *, output_padding: Any = 0, **params: Any) -> Any:
    """Return the gradient of `conv_transpose` with respect to the kernels, in their shape."""
    return conv_kernel(g, a, size=np.shape(b)[2:], **params)


def kernel_back_a(g: Any, out: Any, a: Any, b: Any, **params: Any) -> Any:
    """Return the gradient of `conv_kernel` with respect to `a`, in its shape."""
    return _back_to_large(b, kernel_form(np.shape(a), np.shape(b), **filled(params, size=1)), g)


def kernel_back_b(g: Any, out: Any, a: Any, b: Any, *, size: Any = 1, **params: Any) -> Any:
    """Return the gradient of `conv_kernel` with respect to `b`, in its shape."""
    return conv(a, g, **params)
