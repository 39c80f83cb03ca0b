"""Convolution (the cross-correlation that deep learning calls so), transposed convolution, and the kernel's gradient.

The three rows are one trilinear form: `conv`, `conv_transpose` and `conv_kernel` are each other's gradients. An array
is (examples, channels, *places), a kernel (channels out, channels in of a group, *window). The windows are laid out as
columns and multiplied by BLAS (im2col, Chellapilla et al. 2006), one example at a time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..graph import Shape
from .arithmetic import CANCELLED, OVERFLOW
from .op import Op, Pattern, Trial, Units
from .settings import whole
from .windows import RANKS, each_axis, inside, places, spread, steps

__all__ = ["ROWS"]

MOST_COLUMNS = 2_000_000  # entries laid out at a time; a larger window is taken in parts


class ConvolutionForm(NamedTuple):
    """What the settings come to for given shapes. `large` is the side that the window slides over."""

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
        return spread(self.groups * self.large, self.sizes, self.padding)

    @property
    def wide(self) -> Shape:
        """The larger side with its padding in groups, for one example."""
        padded = self.padded
        return (self.groups, self.large, *padded[1:])

    @property
    def products(self) -> int:
        channels = self.groups * self.large * self.small
        return self.examples * channels * math.prod(self.window) * math.prod(self.counts)


def _ranked(a: Shape, what: str) -> int:
    rank = len(a) - 2
    if rank not in RANKS:
        raise ValueError(
            f"{what} must have the axes (examples, channels, ...) and 1 to 3 more, not shape {a}; put "
            "missing axes of size 1 in front."
        )
    return rank


def _groups_of(channels: int, groups: Any, what: str) -> int:
    number = whole(groups, "groups")
    if number < 1 or channels % number:
        raise ValueError(f"The {channels} {what} do not divide into {number} groups.")
    return number


def _count(size: int, window: int, stride: int, padding: int, dilation: int) -> int:
    """How many windows fit along an axis."""
    covered = dilation * (window - 1) + 1
    if covered > size + 2 * padding:
        raise ValueError(f"A window of {covered} entries does not fit into {size} with a padding of {padding}.")
    return (size + 2 * padding - covered) // stride + 1


def _form(a: Shape, b: Shape, stride: Any, padding: Any, dilation: Any, groups: Any) -> ConvolutionForm:
    """The form of `conv`, whose larger side is its first argument.

    Raises:
        ValueError: shapes or settings do not fit.
    """
    rank = _ranked(a, "The array")
    if len(b) != len(a):
        raise ValueError(f"A kernel for shape {a} must have {len(a)} axes, not shape {b}.")
    number = _groups_of(a[1], groups, "channels of the array")
    _groups_of(b[0], groups, "channels of the result")
    if a[1] // number != b[1]:
        of_group = "" if number == 1 else f" in each of the {number} groups"
        raise ValueError(f"The array has {a[1] // number} channels{of_group}, the kernel takes {b[1]}.")
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


def _form_transposed(
    a: Shape, b: Shape, stride: Any, padding: Any, output_padding: Any, dilation: Any, groups: Any
) -> ConvolutionForm:
    """The form of `conv_transpose`, whose larger side is its result."""
    rank = _ranked(a, "The array")
    if len(b) != len(a):
        raise ValueError(f"A kernel for shape {a} must have {len(a)} axes, not shape {b}.")
    number = _groups_of(a[1], groups, "channels of the array")
    if a[1] != b[0]:
        raise ValueError(f"The array has {a[1]} channels, the kernel takes {b[0]}: its first axis.")
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


def _form_kernel(
    a: Shape, b: Shape, size: Any, stride: Any, padding: Any, dilation: Any, groups: Any
) -> ConvolutionForm:
    """The form of `conv_kernel`: the first argument is the larger side, the second the smaller."""
    rank = _ranked(a, "The array")
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


# the three products ----------------------------------------------------------------------------------------------


def _parts(form: ConvolutionForm) -> Iterator[list[tuple[int, ...]]]:
    """The places of the window, as many at a time as may be laid out."""
    every = list(places(form.window))
    channels = form.groups * form.large
    count = max(1, MOST_COLUMNS // max(1, channels * math.prod(form.counts)))
    for first in range(0, len(every), count):
        yield every[first : first + count]


def _padded(example: Any, form: ConvolutionForm) -> Any:
    """One example in groups, with its padding."""
    if not any(form.padding):
        return np.ascontiguousarray(example).reshape(form.wide)
    wide = np.zeros(form.padded)
    wide[inside(form.sizes, form.padding)] = example
    return wide.reshape(form.wide)


def _columns(wide: Any, form: ConvolutionForm, part: Sequence[tuple[int, ...]]) -> Any:
    """The windows as columns: (groups, channels * places of the part, windows)."""
    result = np.empty((form.groups, form.large, len(part), *form.counts))
    for number, place in enumerate(part):
        result[:, :, number] = wide[steps(place, form.counts, form.stride, form.dilation)]
    return result.reshape(form.groups, form.large * len(part), math.prod(form.counts))


def _kernel_parts(b: Any, form: ConvolutionForm) -> list[Any]:
    """For each part the kernel as (groups, small, channels * places); `b` has the axes (small, large, *window)."""
    split = b.reshape(form.groups, form.small, form.large, math.prod(form.window))
    kernel_parts, first = [], 0
    for part in _parts(form):
        taken = split[..., first : first + len(part)]
        kernel_parts.append(np.ascontiguousarray(taken).reshape(form.groups, form.small, form.large * len(part)))
        first += len(part)
    return kernel_parts


def _narrow(form: ConvolutionForm) -> Shape:
    return (form.examples, form.groups, form.small, math.prod(form.counts))


def _conv(a: Any, b: Any, *, stride: Any = 1, padding: Any = 0, dilation: Any = 1, groups: int = 1) -> Any:
    form = _form(np.shape(a), np.shape(b), stride, padding, dilation, groups)
    kernels, parts = _kernel_parts(b, form), list(_parts(form))
    out = np.empty(_narrow(form))
    for example, into in zip(a, out, strict=True):
        wide = _padded(example, form)
        np.matmul(kernels[0], _columns(wide, form, parts[0]), out=into)
        for part, kernel in zip(parts[1:], kernels[1:], strict=True):
            into += np.matmul(kernel, _columns(wide, form, part))
    return out.reshape(form.examples, form.groups * form.small, *form.counts)


def _conv_transpose(
    a: Any,
    b: Any,
    *,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Any:
    form = _form_transposed(np.shape(a), np.shape(b), stride, padding, output_padding, dilation, groups)
    kernels = [np.swapaxes(kernel, -1, -2) for kernel in _kernel_parts(b, form)]
    narrow = np.ascontiguousarray(a).reshape(_narrow(form))
    out = np.empty((form.examples, form.groups * form.large, *form.sizes))
    for example, into in zip(narrow, out, strict=True):
        wide = np.zeros(form.wide)
        for part, kernel in zip(_parts(form), kernels, strict=True):
            columns = np.matmul(kernel, example).reshape(form.groups, form.large, len(part), *form.counts)
            for number, place in enumerate(part):
                wide[steps(place, form.counts, form.stride, form.dilation)] += columns[:, :, number]
        into[...] = wide.reshape(form.padded)[inside(form.sizes, form.padding)]
    return out


def _conv_kernel(
    a: Any, b: Any, *, size: Any = 1, stride: Any = 1, padding: Any = 0, dilation: Any = 1, groups: int = 1
) -> Any:
    form = _form_kernel(np.shape(a), np.shape(b), size, stride, padding, dilation, groups)
    narrow = np.ascontiguousarray(b).reshape(_narrow(form))
    out = np.zeros((form.groups, form.small, form.large, math.prod(form.window)))
    for example, other in zip(a, narrow, strict=True):
        wide, first = _padded(example, form), 0
        for part in _parts(form):
            columns = np.swapaxes(_columns(wide, form, part), -1, -2)
            reshape = np.matmul(other, columns).reshape(form.groups, form.small, form.large, len(part))
            out[..., first : first + len(part)] += reshape
            first += len(part)
    return out.reshape(form.groups * form.small, form.large, *form.window)


# what is shown and written ---------------------------------------------------------------------------------------


def _rest(form: ConvolutionForm) -> Shape:
    """The output padding of the transposed convolution that leads back to the larger side."""
    return tuple(
        size - ((count - 1) * step - 2 * pad + dilated * (window - 1) + 1)
        for size, count, step, pad, dilated, window in zip(
            form.sizes, form.counts, form.stride, form.padding, form.dilation, form.window, strict=True
        )
    )


def _unusual(form: ConvolutionForm, *, rest: bool = False) -> str:
    """The settings that are not the usual ones, as a formula names them."""
    settings = {"stride": (form.stride, 1), "padding": (form.padding, 0)}
    if rest:
        settings["output_padding"] = (_rest(form), 0)
    settings["dilation"] = (form.dilation, 1)
    words = [f", {name}={value}" for name, (value, usual) in settings.items() if any(n != usual for n in value)]
    return "".join(words) + (f", groups={form.groups}" if form.groups != 1 else "")


def _conv_rule(a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    form = _form(a, b, **_filled(params))
    return (
        f"conv_transpose(g, b{_unusual(form, rest=True)})",
        f"conv_kernel(a, g, size={form.window}{_unusual(form)})",
    )


def _transposed_rule(a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    form = _form_transposed(a, b, **_filled(params, output_padding=0))
    return f"conv(g, b{_unusual(form)})", f"conv_kernel(g, a, size={form.window}{_unusual(form)})"


def _kernel_rule(a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    form = _form_kernel(a, b, **_filled(params, size=1))
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


def _row_code(name: str, language: str) -> str:
    """The template of a row's own code."""
    return CODE[name][language].replace("{left}", "{0}").replace("{right}", "{1}")


def _code(language: str, name: str, left: str, right: str, form: ConvolutionForm) -> str:
    """One product as a template of {g}, {a} and {b}."""
    settings = {**_own(form), "rank": len(form.stride), "size": form.window, "output_padding": _rest(form)}
    return CODE[name][language].format(left=f"{{{left}}}", right=f"{{{right}}}", **settings)


def _conv_code(language: str, a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    form = _form(a, b, **_filled(params))
    return _code(language, "conv_transpose", "g", "b", form), _code(language, "conv_kernel", "a", "g", form)


def _transposed_code(language: str, a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    form = _form_transposed(a, b, **_filled(params, output_padding=0))
    return _code(language, "conv", "g", "b", form), _code(language, "conv_kernel", "g", "a", form)


def _kernel_code(language: str, a: Shape, b: Shape, **params: Any) -> tuple[str, ...]:
    form = _form_kernel(a, b, **_filled(params, size=1))
    return _code(language, "conv_transpose", "b", "g", form), _code(language, "conv", "a", "g", form)


def _filled(params: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"stride": 1, "padding": 0, "dilation": 1, "groups": 1, **more, **params}


def _back_to_large(g: Any, form: ConvolutionForm, b: Any) -> Any:
    """Of a gradient on the smaller side: what arrives on the larger one."""
    return _conv_transpose(
        g,
        b,
        stride=form.stride,
        padding=form.padding,
        output_padding=_rest(form),
        dilation=form.dilation,
        groups=form.groups,
    )


def _own(form: ConvolutionForm) -> dict[str, Any]:
    return {"stride": form.stride, "padding": form.padding, "dilation": form.dilation, "groups": form.groups}


def _conv_back_a(g: Any, out: Any, a: Any, b: Any, **params: Any) -> Any:
    return _back_to_large(g, _form(np.shape(a), np.shape(b), **_filled(params)), b)


def _conv_back_b(g: Any, out: Any, a: Any, b: Any, **params: Any) -> Any:
    return _conv_kernel(a, g, size=np.shape(b)[2:], **params)


def _transposed_back_a(g: Any, out: Any, a: Any, b: Any, *, output_padding: Any = 0, **params: Any) -> Any:
    return _conv(g, b, **params)


def _transposed_back_b(g: Any, out: Any, a: Any, b: Any, *, output_padding: Any = 0, **params: Any) -> Any:
    return _conv_kernel(g, a, size=np.shape(b)[2:], **params)


def _kernel_back_a(g: Any, out: Any, a: Any, b: Any, **params: Any) -> Any:
    return _back_to_large(b, _form_kernel(np.shape(a), np.shape(b), **_filled(params, size=1)), g)


def _kernel_back_b(g: Any, out: Any, a: Any, b: Any, *, size: Any = 1, **params: Any) -> Any:
    return _conv(a, g, **params)


def _shape(form: ConvolutionForm) -> Shape:
    return (form.examples, form.groups * form.small, *form.counts)


def _shape_transposed(form: ConvolutionForm) -> Shape:
    return (form.examples, form.groups * form.large, *form.sizes)


def _shape_kernel(form: ConvolutionForm) -> Shape:
    return (form.groups * form.small, form.large, *form.window)


# scalars ---------------------------------------------------------------------------------------------------------


def _pairs(form: ConvolutionForm) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]]:
    """Places (of the larger side, of the window, of the smaller side) that meet in one product."""
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
    """Entries (of the larger side, of the kernel, of the smaller side) that meet in one product."""
    pairs = list(_pairs(form))
    for example, group in places((form.examples, form.groups)):
        for low, high in places((form.small, form.large)):
            small, large = group * form.small + low, group * form.large + high
            for result, place, at in pairs:
                yield (example, large, *result), (small, high, *place), (example, small, *at)


def _conv_lower(emit: Any, a: Any, b: Any, **params: Any) -> Any:
    form = _form(a.shape, b.shape, **_filled(params))
    terms: dict[tuple[int, ...], list[Any]] = {}
    for large, kernel, small in _meetings(form):
        terms.setdefault(small, []).append(emit("mul", a[large], b[kernel]))
    return _sums(emit, _shape(form), terms)


def _transposed_lower(emit: Any, a: Any, b: Any, **params: Any) -> Any:
    form = _form_transposed(a.shape, b.shape, **_filled(params, output_padding=0))
    terms: dict[tuple[int, ...], list[Any]] = {}
    for large, kernel, small in _meetings(form):
        terms.setdefault(large, []).append(emit("mul", a[small], b[kernel]))
    return _sums(emit, _shape_transposed(form), terms)


def _kernel_lower(emit: Any, a: Any, b: Any, **params: Any) -> Any:
    form = _form_kernel(a.shape, b.shape, **_filled(params, size=1))
    terms: dict[tuple[int, ...], list[Any]] = {}
    for large, kernel, small in _meetings(form):
        terms.setdefault(kernel, []).append(emit("mul", a[large], b[small]))
    return _sums(emit, _shape_kernel(form), terms)


def _settled(form: ConvolutionForm, **more: Any) -> Mapping[str, Any]:
    return {**more, **_own(form)}


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
        forward=_conv,
        vjp=(_conv_back_a, _conv_back_b),
        shape=lambda a, b, **params: _shape(_form(a, b, **_filled(params))),
        cost=lambda a, b, **params: _form(a, b, **_filled(params)).products,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="conv(a, b)",
        rule=("conv_transpose(g, b)", "conv_kernel(a, g)"),
        rule_for=_conv_rule,
        back_code=_conv_code,
        settle=lambda a, b, **params: _settled(_form(a, b, **_filled(params))),
        why=(_ENTRY, _KERNEL),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Units.CUSTOM,
        lower=_conv_lower,
        numpy=_row_code("conv", "numpy"),
        torch=_row_code("conv", "torch"),
        texts=_texts,
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
        forward=_conv_transpose,
        vjp=(_transposed_back_a, _transposed_back_b),
        shape=lambda a, b, **params: _shape_transposed(_form_transposed(a, b, **_filled(params, output_padding=0))),
        cost=lambda a, b, **params: _form_transposed(a, b, **_filled(params, output_padding=0)).products,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="conv_transpose(a, b)",
        rule=("conv(g, b)", "conv_kernel(g, a)"),
        rule_for=_transposed_rule,
        back_code=_transposed_code,
        settle=lambda a, b, *, output_padding=0, **params: _settled(
            _form_transposed(a, b, **_filled(params, output_padding=output_padding)),
            output_padding=each_axis(output_padding, "output_padding", len(a) - 2, 0),
        ),
        why=(
            "Each entry lays down a whole kernel, weighted by itself: its gradient is the upstream gradient under that "
            "window times the kernel, an ordinary convolution.",
            _KERNEL,
        ),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Units.CUSTOM,
        lower=_transposed_lower,
        numpy=_row_code("conv_transpose", "numpy"),
        torch=_row_code("conv_transpose", "torch"),
        texts=_texts,
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
        forward=_conv_kernel,
        vjp=(_kernel_back_a, _kernel_back_b),
        shape=lambda a, b, **params: _shape_kernel(_form_kernel(a, b, **_filled(params, size=1))),
        cost=lambda a, b, **params: _form_kernel(a, b, **_filled(params, size=1)).products,
        elementwise=False,
        pattern=Pattern.SWAP,
        equation="conv_kernel(a, b)",
        rule=("conv_transpose(b, g)", "conv(a, g)"),
        rule_for=_kernel_rule,
        back_code=_kernel_code,
        settle=lambda a, b, *, size=1, **params: _settled(
            _form_kernel(a, b, **_filled(params, size=size)), size=each_axis(size, "size", len(a) - 2, 1)
        ),
        why=("Each number of the result is a sum of products of the two arrays: they swap places.",),
        nonfinite_causes=(CANCELLED, OVERFLOW),
        units=Units.CUSTOM,
        lower=_kernel_lower,
        numpy=_row_code("conv_kernel", "numpy"),
        torch=_row_code("conv_kernel", "torch"),
        texts=_texts,
        latex=r"\operatorname{{conv\,kernel}}({0}, {1})",
        trials=(
            Trial(((1, 1, 4), (1, 1, 3)), {"size": 2}),
            Trial(((2, 2, 4, 3), (2, 3, 3, 2)), {"size": (2, 2)}),
            Trial(((2, 4, 5, 3), (2, 2, 3, 2)), {"size": 2, "stride": 2, "padding": 1, "groups": 2}),
        ),
    ),
)
