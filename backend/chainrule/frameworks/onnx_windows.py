"""Operators of ONNX that slide a window: convolutions, pooling, resizing. Paddings may differ before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .onnx_written import Parts, as_sizes, as_tuple, called

if TYPE_CHECKING:
    from .onnx_calls import Operation

__all__ = ["WINDOWS"]


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _padding(
    node: Operation, kernel: Sequence[int], strides: Sequence[int], dilations: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the width before and after each axis behind the second."""
    rank = len(kernel)
    how = _text(node.setting("auto_pad", "NOTSET"))
    if how in ("SAME_UPPER", "SAME_LOWER"):
        pairs = []
        for size, k, stride, dilation in zip(node.shapes[0][2:], kernel, strides, dilations, strict=True):
            padding = max((-(-size // stride) - 1) * stride + dilation * (k - 1) + 1 - size, 0)
            small, large = padding // 2, padding - padding // 2
            pairs.append((small, large) if how == "SAME_UPPER" else (large, small))
        return pairs
    pads = node.setting("pads") or (0,) * (2 * rank)
    return list(zip(pads[:rank], pads[rank:], strict=True))


def _padded(x: Any, pairs: Sequence[tuple[int, int]], value: str = "") -> Parts:
    widths = as_tuple(width for pair in reversed(pairs) for width in pair)
    return ["F.pad(", x, f", {widths}{value})"]


def _ones(rank: int) -> tuple[int, ...]:
    return (1,) * rank


def _conv(args: Sequence[Any], node: Operation) -> Parts:
    kernel = node.setting("kernel_shape") or node.shapes[1][2:]
    rank = len(kernel)
    strides, dilations = (tuple(node.setting(word) or _ones(rank)) for word in ("strides", "dilations"))
    pairs = _padding(node, kernel, strides, dilations)
    even = all(low == high for low, high in pairs)
    words: dict[str, str] = {}
    if strides != _ones(rank):
        words["stride"] = as_sizes(strides)
    if even and any(low for low, _ in pairs):
        words["padding"] = as_sizes([low for low, _ in pairs])
    if dilations != _ones(rank):
        words["dilation"] = as_sizes(dilations)
    if node.setting("group", 1) != 1:
        words["groups"] = str(node.setting("group"))
    first: Parts = [args[0]] if even else _padded(args[0], pairs)
    rest = [", ", args[1], *([", ", args[2]] if len(args) > 2 and args[2] is not None else [])]
    return called(f"F.conv{rank}d", [], _first=[*first, *rest], **words)


def _conv_transpose(args: Sequence[Any], node: Operation) -> Parts:
    kernel = node.setting("kernel_shape") or node.shapes[1][2:]
    rank = len(kernel)
    strides, dilations = (tuple(node.setting(word) or _ones(rank)) for word in ("strides", "dilations"))
    if node.setting("output_shape") or _text(node.setting("auto_pad", "NOTSET")) != "NOTSET":
        raise NotImplementedError
    pairs = _padding(node, kernel, strides, dilations)
    if any(low != high for low, high in pairs):
        raise NotImplementedError
    more = tuple(node.setting("output_padding") or (0,) * rank)
    words: dict[str, str] = {}
    for word, values, usual in (
        ("stride", strides, 1),
        ("padding", tuple(low for low, _ in pairs), 0),
        ("output_padding", more, 0),
        ("dilation", dilations, 1),
    ):
        if any(value != usual for value in values):
            words[word] = as_sizes(values)
    if node.setting("group", 1) != 1:
        words["groups"] = str(node.setting("group"))
    return called(f"F.conv_transpose{rank}d", [arg for arg in args if arg is not None], **words)


def _max_pool(args: Sequence[Any], node: Operation) -> Parts:
    kernel = node.setting("kernel_shape")
    rank = len(kernel)
    strides, dilations = (tuple(node.setting(word) or _ones(rank)) for word in ("strides", "dilations"))
    pairs = _padding(node, kernel, strides, dilations)
    even = all(low == high and 2 * low <= k for (low, high), k in zip(pairs, kernel, strict=True))
    first: Parts = [args[0]] if even else _padded(args[0], pairs, ", value=float('-inf')")
    words = {"stride": as_sizes(strides)} if strides != tuple(kernel) else {}
    if even and any(low for low, _ in pairs):
        words["padding"] = as_sizes([low for low, _ in pairs])
    if dilations != _ones(rank):
        words["dilation"] = as_sizes(dilations)
    if node.setting("ceil_mode", 0):
        words["ceil_mode"] = "True"
    return called(f"F.max_pool{rank}d", [], _first=[*first, f", {as_sizes(kernel)}"], **words)


def _average_pool(args: Sequence[Any], node: Operation) -> Parts:
    kernel = node.setting("kernel_shape")
    rank = len(kernel)
    strides = tuple(node.setting("strides") or _ones(rank))
    dilations = tuple(node.setting("dilations") or _ones(rank))
    pairs = _padding(node, kernel, strides, dilations)
    even = all(low == high and 2 * low <= k for (low, high), k in zip(pairs, kernel, strict=True))
    counts = bool(node.setting("count_include_pad", 0))
    if dilations != _ones(rank) or not (even or counts):
        raise NotImplementedError
    first: Parts = [args[0]] if even else _padded(args[0], pairs)
    words = {"stride": as_sizes(strides)} if strides != tuple(kernel) else {}
    if even and any(low for low, _ in pairs):
        words["padding"] = as_sizes([low for low, _ in pairs])
        if not counts:
            words["count_include_pad"] = "False"
    if node.setting("ceil_mode", 0):
        words["ceil_mode"] = "True"
    return called(f"F.avg_pool{rank}d", [], _first=[*first, f", {as_sizes(kernel)}"], **words)


def _whole(kind: str) -> Callable[[Sequence[Any], Operation], Parts]:
    """Return pooling over the whole picture."""

    def form(args: Sequence[Any], node: Operation) -> Parts:
        rank = len(node.shapes[0]) - 2
        if not 1 <= rank <= 3:
            raise NotImplementedError
        return [f"F.adaptive_{kind}_pool{rank}d(", args[0], ", 1)"]

    return form


def _resize(args: Sequence[Any], node: Operation) -> Parts:
    """To sizes that are known; only the ways that PyTorch has, too."""
    mode = _text(node.setting("mode", "nearest"))
    how = _text(node.setting("coordinate_transformation_mode", "half_pixel"))
    rounding = _text(node.setting("nearest_mode", "round_prefer_floor"))
    sizes = node.out[2:]
    if node.out[:2] != node.shapes[0][:2] or node.setting("antialias", 0):
        raise NotImplementedError
    if mode == "nearest":
        is_multiple = all(new % old == 0 for old, new in zip(node.shapes[0][2:], sizes, strict=True))
        same = how == "asymmetric" and rounding == "floor"  # of whole factors half pixels round alike
        if not (same or (is_multiple and how in ("half_pixel", "pytorch_half_pixel") and "round" in rounding)):
            raise NotImplementedError
        return ["F.interpolate(", args[0], f", size={as_tuple(sizes)}, mode='nearest')"]
    names = {1: "linear", 2: "bilinear", 3: "trilinear"}
    if mode != "linear" or how not in ("half_pixel", "pytorch_half_pixel", "align_corners") or len(sizes) not in names:
        raise NotImplementedError
    corners = how == "align_corners"
    return [
        "F.interpolate(",
        args[0],
        f", size={as_tuple(sizes)}, mode={names[len(sizes)]!r}, align_corners={corners})",
    ]


def _upsample(args: Sequence[Any], node: Operation) -> Parts:
    scales = node.setting("scales")
    factors = node.constant(1) if scales is None else np.asarray(scales)
    if factors is None or _text(node.setting("mode", "nearest")) != "nearest" or list(factors[:2]) != [1, 1]:
        raise NotImplementedError
    return ["F.interpolate(", args[0], f", size={as_tuple(node.out[2:])}, mode='nearest')"]


def _depth_to_space(args: Sequence[Any], node: Operation) -> Parts:
    if _text(node.setting("mode", "DCR")) != "CRD":
        raise NotImplementedError
    return ["F.pixel_shuffle(", args[0], f", {node.setting('blocksize')})"]


WINDOWS: Mapping[str, Callable[[Sequence[Any], Operation], Parts]] = {
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "MaxPool": _max_pool,
    "AveragePool": _average_pool,
    "GlobalAveragePool": _whole("avg"),
    "GlobalMaxPool": _whole("max"),
    "Resize": _resize,
    "Upsample": _upsample,
    "DepthToSpace": _depth_to_space,
}
