"""Convolution (the cross-correlation that deep learning calls so), transposed convolution, and the kernel's gradient.

The three rows are one trilinear form: `conv`, `conv_transpose` and `conv_kernel` are each other's gradients. An array
is (examples, channels, *places), a kernel (channels out, channels in of a group, *window). The windows are laid out as
columns and multiplied by BLAS (im2col, Chellapilla et al. 2006), one example at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .arithmetic import CANCELLED, OVERFLOW
from .convolution_form import (
    ConvolutionForm,
    conv_form,
    filled,
    kernel_form,
    own_settings,
    shape_of_conv,
    shape_of_kernel,
    shape_of_transposed,
    transposed_form,
)
from .convolution_products import (
    conv,
    conv_back_a,
    conv_back_b,
    conv_kernel,
    conv_transpose,
    kernel_back_a,
    kernel_back_b,
    transposed_back_a,
    transposed_back_b,
)
from .convolution_scalars import lower_conv, lower_kernel, lower_transposed
from .convolution_text import conv_code, conv_rule, kernel_code, kernel_rule, row_code, transposed_code, transposed_rule
from .op import Lowering, Op, Pattern, Trial
from .windows import SlidingWindows, each_axis

__all__ = ["ROWS"]


def _settled(form: ConvolutionForm, **more: Any) -> Mapping[str, Any]:
    return {**more, **own_settings(form)}


def _windows(form: ConvolutionForm, *, transposed: bool = False) -> SlidingWindows:
    return SlidingWindows("products", form.window, form.stride, form.padding, form.dilation, form.groups, transposed)


def _texts(*, stride: Any = 1, **params: Any) -> Mapping[str, str]:
    return {"rank": str(len(stride) if isinstance(stride, tuple) else 1)}


STEPS: Mapping[str, Any] = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1}
_KERNEL = "A number of the kernel meets an entry of every window: it collects those entries, weighted by the gradient."
_ENTRY = (
    "An entry lies in several windows and meets another number of the kernel in each: its gradient is their sum, "
    "which is the upstream gradient convolved with the flipped kernel."
)

ROWS = (
    Op(
        name="conv",
        symbol="conv",
        title="Convolution gate",
        spellings=("conv",),
        slots=2,
        params=STEPS,
        forward=conv,
        vjp=(conv_back_a, conv_back_b),
        shape=lambda a, b, **params: shape_of_conv(conv_form(a, b, **filled(params))),
        cost=lambda a, b, **params: conv_form(a, b, **filled(params)).products,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="conv(a, b)",
        rule=("conv_transpose(g, b)", "conv_kernel(a, g)"),
        rule_for=conv_rule,
        vjp_code=conv_code,
        explicit_params=lambda a, b, **params: _settled(conv_form(a, b, **filled(params))),
        windows=lambda a, b, **params: _windows(conv_form(a, b, **filled(params))),
        why=(_ENTRY, _KERNEL),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Lowering.CUSTOM,
        lower=lower_conv,
        numpy=row_code("conv", "numpy"),
        torch=row_code("conv", "torch"),
        param_text=_texts,
        latex=r"{0} \ast {1}",
        trials=(
            Trial(((1, 1, 4), (1, 1, 2))),
            Trial(((2, 3, 5), (4, 3, 2)), {"stride": 2, "padding": 1}),
            Trial(((2, 2, 4, 3), (3, 2, 2, 3))),
            Trial(((1, 2, 5, 5), (2, 2, 3, 2)), {"stride": (2, 1), "padding": (1, 0), "dilation": (1, 2)}),
            Trial(((2, 4, 3, 4), (2, 2, 2, 2)), {"stride": (2, 3), "padding": 1, "groups": 2}),
            Trial(((1, 3, 3, 3), (6, 1, 2, 2)), {"groups": 3}),
            Trial(((1, 1, 2, 3, 2), (2, 1, 2, 2, 1))),
        ),
    ),
    Op(
        name="conv_transpose",
        symbol="convᵀ",
        title="Transposed convolution gate",
        spellings=("conv_transpose",),
        slots=2,
        params={"stride": 1, "padding": 0, "output_padding": 0, "dilation": 1, "groups": 1},
        forward=conv_transpose,
        vjp=(transposed_back_a, transposed_back_b),
        shape=lambda a, b, **params: shape_of_transposed(transposed_form(a, b, **filled(params, output_padding=0))),
        cost=lambda a, b, **params: transposed_form(a, b, **filled(params, output_padding=0)).products,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="conv_transpose(a, b)",
        rule=("conv(g, b)", "conv_kernel(g, a)"),
        rule_for=transposed_rule,
        vjp_code=transposed_code,
        explicit_params=lambda a, b, *, output_padding=0, **params: _settled(
            transposed_form(a, b, **filled(params, output_padding=output_padding)),
            output_padding=each_axis(output_padding, "output_padding", len(a) - 2, 0),
        ),
        windows=lambda a, b, **params: _windows(
            transposed_form(a, b, **filled(params, output_padding=0)), transposed=True
        ),
        why=(
            "Each entry lays down a whole kernel, weighted by itself: its gradient is the upstream gradient under that "
            "window times the kernel, an ordinary convolution.",
            _KERNEL,
        ),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Lowering.CUSTOM,
        lower=lower_transposed,
        numpy=row_code("conv_transpose", "numpy"),
        torch=row_code("conv_transpose", "torch"),
        param_text=_texts,
        latex=r"{0} \ast^{{\mathsf{{T}}}} {1}",
        trials=(
            Trial(((1, 1, 3), (1, 1, 2))),
            Trial(((2, 3, 3), (3, 2, 2)), {"stride": 2, "padding": 1, "output_padding": 1}),
            Trial(((2, 2, 2, 3), (2, 3, 3, 2)), {"stride": (2, 1)}),
            Trial(((1, 2, 3, 3), (2, 1, 2, 3)), {"padding": (0, 2), "dilation": (2, 1)}),
            Trial(((1, 4, 2, 2), (4, 1, 2, 2)), {"stride": 2, "groups": 2}),
            Trial(((1, 1, 2, 1, 2), (1, 2, 1, 2, 2)), {"stride": 2}),
        ),
    ),
    Op(
        name="conv_kernel",
        symbol="conv·g",
        title="Kernel gradient gate",
        spellings=("conv_kernel",),
        slots=2,
        params={"size": 1, **STEPS},
        forward=conv_kernel,
        vjp=(kernel_back_a, kernel_back_b),
        shape=lambda a, b, **params: shape_of_kernel(kernel_form(a, b, **filled(params, size=1))),
        cost=lambda a, b, **params: kernel_form(a, b, **filled(params, size=1)).products,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="conv_kernel(a, b)",
        rule=("conv_transpose(b, g)", "conv(a, g)"),
        rule_for=kernel_rule,
        vjp_code=kernel_code,
        explicit_params=lambda a, b, *, size=1, **params: _settled(
            kernel_form(a, b, **filled(params, size=size)), size=each_axis(size, "size", len(a) - 2, 1)
        ),
        why=("Each number of the result is a sum of products of the two arrays: they swap places.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Lowering.CUSTOM,
        lower=lower_kernel,
        numpy=row_code("conv_kernel", "numpy"),
        torch=row_code("conv_kernel", "torch"),
        param_text=_texts,
        latex=r"\operatorname{{conv\,kernel}}({0}, {1})",
        trials=(
            Trial(((1, 1, 4), (1, 1, 3)), {"size": 2}),
            Trial(((2, 2, 4, 3), (2, 3, 3, 2)), {"size": (2, 2)}),
            Trial(((2, 4, 5, 3), (2, 2, 3, 2)), {"size": 2, "stride": 2, "padding": 1, "groups": 2}),
        ),
    ),
)
