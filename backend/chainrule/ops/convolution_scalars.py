"""A convolution taken apart: each entry of the result as a sum of products of scalars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..graph import Shape
from .convolution_form import (
    ConvolutionForm,
    conv_form,
    filled,
    kernel_form,
    shape_of_conv,
    shape_of_kernel,
    shape_of_transposed,
    transposed_form,
)
from .windows import places

__all__ = ["lower_conv", "lower_kernel", "lower_transposed"]


def _pairs(form: ConvolutionForm) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]]:
    """Yield places (of the larger side, of the window, of the smaller side) that meet in one product."""
    for at in places(form.counts):
        for place in places(form.window):
            result = tuple(
                i * s + k * d - p
                for i, k, s, d, p in zip(at, place, form.stride, form.dilation, form.padding, strict=True)
            )
            if all(0 <= spot < size for spot, size in zip(result, form.sizes, strict=True)):
                yield result, place, at


def _sums(emit: Any, shape: Shape, terms: Mapping[tuple[int, ...], list[Any]]) -> Any:
    out = np.empty(shape, dtype=object)
    for spot in np.ndindex(shape):
        products = terms.get(spot, [])
        out[spot] = emit("addn", *products) if len(products) > 1 else products[0] if products else emit.constant(0.0)
    return out


def _meetings(form: ConvolutionForm) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]]:
    """Yield entries (of the larger side, of the kernel, of the smaller side) that meet in one product."""
    pairs = list(_pairs(form))
    for example, group in places((form.examples, form.groups)):
        for low, high in places((form.small, form.large)):
            small, large = group * form.small + low, group * form.large + high
            for result, place, at in pairs:
                yield (example, large, *result), (small, high, *place), (example, small, *at)


def lower_conv(emit: Any, a: Any, b: Any, **params: Any) -> Any:
    """Return the entries of `conv`, each a sum of products."""
    form = conv_form(a.shape, b.shape, **filled(params))
    terms: dict[tuple[int, ...], list[Any]] = {}
    for large, kernel, small in _meetings(form):
        terms.setdefault(small, []).append(emit("mul", a[large], b[kernel]))
    return _sums(emit, shape_of_conv(form), terms)


def lower_transposed(emit: Any, a: Any, b: Any, **params: Any) -> Any:
    """Return the entries of `conv_transpose`, each a sum of products."""
    form = transposed_form(a.shape, b.shape, **filled(params, output_padding=0))
    terms: dict[tuple[int, ...], list[Any]] = {}
    for large, kernel, small in _meetings(form):
        terms.setdefault(large, []).append(emit("mul", a[small], b[kernel]))
    return _sums(emit, shape_of_transposed(form), terms)


def lower_kernel(emit: Any, a: Any, b: Any, **params: Any) -> Any:
    """Return the entries of `conv_kernel`, each a sum of products."""
    form = kernel_form(a.shape, b.shape, **filled(params, size=1))
    terms: dict[tuple[int, ...], list[Any]] = {}
    for large, kernel, small in _meetings(form):
        terms.setdefault(kernel, []).append(emit("mul", a[large], b[small]))
    return _sums(emit, shape_of_kernel(form), terms)
