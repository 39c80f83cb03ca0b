"""Formulas and code of convolutions and their gradients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..graph import Shape
from .convolution_form import (
    ConvolutionForm,
    conv_form,
    filled,
    kernel_form,
    output_padding_of,
    own_settings,
    transposed_form,
)

__all__ = ["conv_code", "conv_rule", "kernel_code", "kernel_rule", "row_code", "transposed_code", "transposed_rule"]


def _unusual(form: ConvolutionForm, *, rest: bool = False) -> str:
    """Return the settings that are not the usual ones, as a formula names them."""
    settings = {"stride": (form.stride, 1), "padding": (form.padding, 0)}
    if rest:
        settings["output_padding"] = (output_padding_of(form), 0)
    settings["dilation"] = (form.dilation, 1)
    words = [f", {name}={value}" for name, (value, usual) in settings.items() if any(n != usual for n in value)]
    return "".join(words) + (f", groups={form.groups}" if form.groups != 1 else "")


def conv_rule(a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    """Return the gradients of `conv` in the formula language, one for each argument."""
    form = conv_form(a, b, **filled(params))
    return (
        f"conv_transpose(g, b{_unusual(form, rest=True)})",
        f"conv_kernel(a, g, size={form.window}{_unusual(form)})",
    )


def transposed_rule(a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    """Return the gradients of `conv_transpose` in the formula language, one for each argument."""
    form = transposed_form(a, b, **filled(params, output_padding=0))
    return f"conv(g, b{_unusual(form)})", f"conv_kernel(g, a, size={form.window}{_unusual(form)})"


def kernel_rule(a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    """Return the gradients of `conv_kernel` in the formula language, one for each argument."""
    form = kernel_form(a, b, **filled(params, size=1))
    return f"conv_transpose(b, g{_unusual(form, rest=True)})", f"conv(a, g{_unusual(form)})"


CODE: Mapping[str, Mapping[str, str]] = {  # how each product is written, of {left} and {right}
    "conv": {
        "numpy": "conv({left}, {right}, {stride}, {padding}, {dilation}, {groups})",
        "torch": "torch.nn.functional.conv{rank}d({left}, {right}, None, {stride}, {padding}, {dilation}, {groups})",
    },
    "conv_transpose": {
        "numpy": "conv_transpose({left}, {right}, {stride}, {padding}, {output_padding}, {dilation}, {groups})",
        "torch": "torch.nn.functional.conv_transpose{rank}d({left}, {right}, None, {stride}, {padding}, "
        "{output_padding}, {groups}, {dilation})",
    },
    "conv_kernel": {
        "numpy": "conv_kernel({left}, {right}, {size}, {stride}, {padding}, {dilation}, {groups})",
        "torch": "torch.nn.grad.conv{rank}d_weight({left}, ({right}.shape[1], {left}.shape[1] // {groups}, *{size}), "
        "{right}, {stride}, {padding}, {dilation}, {groups})",
    },
}


def row_code(name: str, language: str) -> str:
    """Return the template of a row's own code."""
    return CODE[name][language].replace("{left}", "{0}").replace("{right}", "{1}")


def _code(language: str, name: str, left: str, right: str, form: ConvolutionForm) -> str:
    """Return one product as a template of {g}, {a} and {b}."""
    settings = {
        **own_settings(form),
        "rank": len(form.stride),
        "size": form.window,
        "output_padding": output_padding_of(form),
    }
    return CODE[name][language].format(left=f"{{{left}}}", right=f"{{{right}}}", **settings)


def conv_code(language: str, a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    """Return the gradients of `conv` in a language of `codegen`, one for each argument."""
    form = conv_form(a, b, **filled(params))
    return _code(language, "conv_transpose", "g", "b", form), _code(language, "conv_kernel", "a", "g", form)


def transposed_code(language: str, a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    """Return the gradients of `conv_transpose` in a language of `codegen`, one for each argument."""
    form = transposed_form(a, b, **filled(params, output_padding=0))
    return _code(language, "conv", "g", "b", form), _code(language, "conv_kernel", "g", "a", form)


def kernel_code(language: str, a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    """Return the gradients of `conv_kernel` in a language of `codegen`, one for each argument."""
    form = kernel_form(a, b, **filled(params, size=1))
    return _code(language, "conv_transpose", "b", "g", form), _code(language, "conv", "a", "g", form)
