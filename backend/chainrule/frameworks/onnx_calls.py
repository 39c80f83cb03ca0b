"""Operators of ONNX in our language, one row each. PyTorch's names: most files come from there."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from .onnx_windows import WINDOWS
from .onnx_written import Parts, as_number, as_tuple, called, listed

__all__ = ["ALIASES", "FORMS", "ROLES", "Form", "Operation"]

Shape: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """A node of the file as its row sees it."""

    op: str
    attributes: Mapping[str, Any]
    shapes: Sequence[Shape]
    """Shapes of the inputs; () where none is known."""
    constants: Sequence[np.ndarray[Any, Any] | None]
    """The inputs that follow from the file alone."""
    outputs: Sequence[Shape | None]
    """The shapes of the results; None: not known."""
    version: int
    """Version of the set of operators."""

    def setting(self, name: str, default: Any = None) -> Any:
        """Return an attribute of the node, or `default` where it has none."""
        return self.attributes.get(name, default)

    def constant(self, place: int) -> np.ndarray[Any, Any] | None:
        """Return an input that must be known; None where it is left out.

        Raises:
            NotImplementedError: it is computed from the inputs of the model.
        """
        if place >= len(self.constants):
            return None
        return self.constants[place]

    def integers(self, name: str, place: int) -> tuple[int, ...] | None:
        """Return axes and the like: an attribute in old files, an input in new ones."""
        if name in self.attributes:
            return tuple(int(value) for value in self.attributes[name])
        axes = self.constant(place)
        return None if axes is None else tuple(int(value) for value in np.ravel(axes))

    @property
    def out(self) -> Shape:
        """Shape of the first result.

        Raises:
            NotImplementedError: it is not known.
        """
        if self.outputs[0] is None:
            raise NotImplementedError
        return self.outputs[0]


Form: TypeAlias = Callable[[Sequence[Any], Operation], Parts]

ALIASES = frozenset({"Identity", "Dropout"})  # of a model that does not train
ROLES: Mapping[str, tuple[str, ...]] = {  # names of a layer's inputs where the file has none
    **dict.fromkeys(("Conv", "ConvTranspose", "Gemm", "LayerNormalization", "InstanceNormalization",
                     "GroupNormalization", "RMSNormalization"), ("", "weight", "bias")),
    "MatMul": ("weight", "weight"),
    "BatchNormalization": ("", "weight", "bias", "running_mean", "running_var"),
    "Gather": ("weight", ""), "PRelu": ("", "weight"), "Add": ("bias", "bias"), "Mul": ("scale", "scale"),
}  # fmt: skip


def _function(name: str, **settings: str) -> Form:
    """Return the form of a call with the inputs in their order. `settings`: attribute -> the function's keyword."""

    def form(args: Sequence[Any], node: Operation) -> Parts:
        words = {
            word: as_number(node.setting(name)) for name, word in settings.items() if node.setting(name) is not None
        }
        return called(name, [arg for arg in args if arg is not None], **words)

    return form


def _infix(sign: str) -> Form:
    """Return the form of an infix sign between two inputs, or several from left to right."""

    def form(args: Sequence[Any], node: Operation) -> Parts:
        parts: Parts = ["(", args[0]]
        for arg in args[1:]:
            parts += [f" {sign} ", arg]
        return [*parts, ")"]

    return form


def _nested(name: str) -> Form:
    def form(args: Sequence[Any], node: Operation) -> Parts:
        parts: Parts = [args[0]]
        for arg in args[1:]:
            parts = [f"{name}(", *parts, ", ", arg, ")"]
        return parts

    return form


def _mean_of(args: Sequence[Any], node: Operation) -> Parts:
    return ["(", *_infix("+")(args, node), f"/{len(args)})"]


def _reduced(name: str, before: str = "", after: str = "") -> Form:
    """`before` and `after` are written around the values and the whole."""

    def form(args: Sequence[Any], node: Operation) -> Parts:
        axes = node.integers("axes", 1)
        if axes is None and node.setting("noop_with_empty_axes"):
            return [args[0]]
        keep = bool(node.setting("keepdims", 1))
        axes = tuple(range(len(node.shapes[0]))) if axes is None else axes
        words = {"dim": as_tuple(axes) if len(axes) != 1 else str(axes[0]), **({"keepdim": "True"} if keep else {})}
        inner: Parts = [args[0]] if not before else [before.partition("#")[0], args[0], before.partition("#")[2]]
        parts = ["("] * bool(after) + [*called(name, [], _first=inner, **words)]
        return [*parts, after, ")"] if after else parts

    return form


def _product(args: Sequence[Any], node: Operation) -> Parts:
    """ReduceProd, one axis after the other."""
    axes = node.integers("axes", 1)
    axes = tuple(range(len(node.shapes[0]))) if axes is None else axes
    parts: Parts = [args[0]]
    for axis in sorted((axis % len(node.shapes[0]) for axis in axes), reverse=True):
        parts = ["torch.prod(", *parts, f", dim={axis}{', keepdim=True' if node.setting('keepdims', 1) else ''})"]
    return parts


def _reshape(args: Sequence[Any], node: Operation) -> Parts:
    return ["torch.reshape(", args[0], f", {as_tuple(node.out)})"]


def _flatten(args: Sequence[Any], node: Operation) -> Parts:
    if node.setting("axis", 1) == 1:
        return ["torch.flatten(", args[0], ", 1)"]
    return _reshape(args, node)


def _transpose(args: Sequence[Any], node: Operation) -> Parts:
    order = node.setting("perm") or tuple(reversed(range(len(node.shapes[0]))))
    return ["torch.permute(", args[0], f", {as_tuple(order)})"]


def _expand(args: Sequence[Any], node: Operation) -> Parts:
    return ["torch.broadcast_to(", args[0], f", {as_tuple(node.out)})"]


def _joined(args: Sequence[Any], node: Operation) -> Parts:
    return ["torch.cat([", *listed(args), f"], dim={node.setting('axis', 0)})"]


def _split(args: Sequence[Any], node: Operation) -> Parts:
    axis = node.setting("axis", 0)
    sizes = node.integers("split", 1)
    if sizes is None:
        if any(shape is None for shape in node.outputs):
            raise NotImplementedError
        sizes = tuple(shape[axis] for shape in node.outputs if shape is not None)
    return ["torch.split(", args[0], f", [{', '.join(map(str, sizes))}], dim={axis})"]


def _slice(args: Sequence[Any], node: Operation) -> Parts:
    starts, ends = node.integers("starts", 1), node.integers("ends", 2)
    rank = len(node.shapes[0])
    if starts is None or ends is None:
        raise NotImplementedError
    axes = node.integers("axes", 3) or tuple(range(len(starts)))
    steps = node.integers("steps", 4) or (1,) * len(starts)
    keys, flipped = [":"] * rank, []
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        size = node.shapes[0][axis]
        if step < 0:
            if step != -1 or len(range(size)[start:end:step]) != size:
                raise NotImplementedError
            flipped.append(axis % rank)
            continue
        low, high, _ = slice(start, end).indices(size)
        by = f":{step}" if step != 1 else ""
        keys[axis] = f"{low or ''}:{'' if high == size else high}{by}"
    while len(keys) > 1 and keys[-1] == ":":
        keys.pop()
    parts: Parts = [args[0]] if keys == [":"] else [args[0], f"[{', '.join(keys)}]"]
    return ["torch.flip(", *parts, f", {as_tuple(flipped)})"] if flipped else parts


def _gather(args: Sequence[Any], node: Operation) -> Parts:
    axis, index = node.setting("axis", 0) % max(len(node.shapes[0]), 1), node.constant(1)
    before = ":, " * axis
    if index is not None and index.ndim == 0:
        return [args[0], f"[{before}{int(index)}]"]
    if index is None and axis == 0 and len(node.shapes[0]) == 2:
        return ["F.embedding(", args[1], ", ", args[0], ")"]
    return [args[0], f"[{before}", args[1], "]"]


def _padded(args: Sequence[Any], node: Operation) -> Parts:
    """Reorder widths from all befores, then all afters, to PyTorch's pairs, the last axis first."""
    widths = node.integers("pads", 1)
    rank = len(node.shapes[0])
    if widths is None:
        raise NotImplementedError
    axes = node.integers("axes", 3) or tuple(range(rank))
    pairs = [(0, 0)] * rank
    for place, axis in enumerate(axes):
        pairs[axis] = widths[place], widths[place + len(axes)]
    mode = MODES.get(_text(node.setting("mode", "constant")))
    if mode is None:
        raise NotImplementedError
    fill = node.constant(2)
    value = 0.0 if fill is None else float(np.ravel(fill)[0])
    words = f", mode={mode!r}" if mode != "constant" else f", value={as_number(value)}" if value else ""
    pad_widths = [width for pair in reversed(pairs) for width in pair]
    while len(pad_widths) > 2 and pad_widths[-2:] == [0, 0]:
        pad_widths = pad_widths[:-2]
    return ["F.pad(", args[0], f", {as_tuple(pad_widths)}{words})"]


MODES: Mapping[str, str] = {"constant": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "circular"}


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _softmax(name: str) -> Form:
    def form(args: Sequence[Any], node: Operation) -> Parts:
        """Before version 13 all axes from `axis` on are one."""
        rank = len(node.shapes[0])
        axis = node.setting("axis", -1 if node.version >= 13 else 1)
        if node.version >= 13 or axis % rank == rank - 1:
            return [f"F.{name}(", args[0], f", dim={axis})"]
        rows = math.prod(node.shapes[0][:axis])
        inner = ["torch.reshape(", args[0], f", ({rows}, -1))"]
        return [f"torch.reshape(F.{name}(", *inner, f", dim=1), {as_tuple(node.shapes[0])})"]

    return form


def _gemm(args: Sequence[Any], node: Operation) -> Parts:
    alpha, beta = node.setting("alpha", 1.0), node.setting("beta", 1.0)
    bias = args[2] if len(args) > 2 else None
    plain = alpha == beta == 1 and not node.setting("transA", 0) and node.setting("transB", 0)
    if plain and (bias is None or len(node.shapes[2]) == 1):
        return called("F.linear", [args[0], args[1], *([] if bias is None else [bias])])
    left, right = (
        [arg, ".T"] if node.setting(word, 0) else [arg] for arg, word in zip(args, ("transA", "transB"), strict=False)
    )
    product: Parts = ["(", *left, " @ ", *right, ")"]
    if alpha != 1:
        product = [f"({as_number(alpha)}*", *product, ")"]
    if bias is None:
        return product
    return ["(", *product, " + ", *([] if beta == 1 else [f"{as_number(beta)}*"]), bias, ")"]


def _batch_norm(args: Sequence[Any], node: Operation) -> Parts:
    x, weight, bias, mean, var = args
    eps = as_number(node.setting("epsilon", 1e-5))
    if node.setting("training_mode", 0):
        return ["F.batch_norm(", x, ", None, None, ", weight, ", ", bias, f", training=True, eps={eps})"]
    return ["F.batch_norm(", x, ", ", mean, ", ", var, ", ", weight, ", ", bias, f", eps={eps})"]


def _instance_norm(args: Sequence[Any], node: Operation) -> Parts:
    eps = as_number(node.setting("epsilon", 1e-5))
    return ["F.instance_norm(", args[0], ", weight=", args[1], ", bias=", args[2], f", eps={eps})"]


def _group_norm(args: Sequence[Any], node: Operation) -> Parts:
    if node.version < 21:  # a weight for each group
        raise NotImplementedError
    eps = as_number(node.setting("epsilon", 1e-5))
    groups = node.setting("num_groups")
    return ["F.group_norm(", args[0], f", {groups}, ", args[1], ", ", args[2], f", eps={eps})"]


def _last_norm(name: str) -> Form:
    def form(args: Sequence[Any], node: Operation) -> Parts:
        sizes = as_tuple(node.shapes[0][node.setting("axis", -1) :])
        eps = as_number(node.setting("epsilon", 1e-5))
        bias = [", ", args[2]] if len(args) > 2 and args[2] is not None else []
        return [f"F.{name}(", args[0], f", {sizes}, ", args[1], *bias, f", eps={eps})"]

    return form


def _clip(args: Sequence[Any], node: Operation) -> Parts:
    ends = []
    for place, word in enumerate(("min", "max"), 1):
        bound = node.constant(place)
        value = node.setting(word, None if bound is None else float(np.ravel(bound)[0]))
        if value is None and len(args) > place and args[place] is not None:
            raise NotImplementedError
        ends.append(value)
    low, high = ends
    if (low, high) == (0, 6):
        return ["F.relu6(", args[0], ")"]
    words = {word: as_number(value) for word, value in (("min", low), ("max", high)) if value is not None}
    return called("torch.clamp", [args[0]], **words) if words else [args[0]]


def _cast(args: Sequence[Any], node: Operation) -> Parts:
    kind = node.setting("to")
    if kind == BOOL:
        return ["(", args[0], " != 0)"]
    return ["torch.trunc(", args[0], ")"] if kind in INTEGERS else [args[0]]


BOOL, INTEGERS = 9, frozenset({2, 3, 4, 5, 6, 7, 12, 13})  # TensorProto.DataType


def _cumulated(args: Sequence[Any], node: Operation) -> Parts:
    axis = node.constant(1)
    if axis is None or node.setting("exclusive", 0):
        raise NotImplementedError
    at = int(np.ravel(axis)[0])
    if node.setting("reverse", 0):
        return ["torch.flip(torch.cumsum(torch.flip(", args[0], f", ({at},)), dim={at}), ({at},))"]
    return ["torch.cumsum(", args[0], f", dim={at})"]


def _triangle(args: Sequence[Any], node: Operation) -> Parts:
    k = node.constant(1)
    name = "triu" if node.setting("upper", 1) else "tril"
    return [f"torch.{name}(", args[0], f", {0 if k is None else int(k)})"]


def _one_hot(args: Sequence[Any], node: Operation) -> Parts:
    depth, values = node.constant(1), node.constant(2)
    if depth is None or values is None or list(values) != [0, 1] or node.setting("axis", -1) != -1:
        raise NotImplementedError
    return ["F.one_hot(", args[0], f", {int(np.ravel(depth)[0])})"]


def _einsum(args: Sequence[Any], node: Operation) -> Parts:
    if node.setting("equation") is None:
        raise NotImplementedError
    return [f"torch.einsum({_text(node.setting('equation'))!r}, ", *listed(args), ")"]


def _arg_extreme(name: str) -> Form:
    def form(args: Sequence[Any], node: Operation) -> Parts:
        keep = "True" if node.setting("keepdims", 1) else "False"
        return [f"torch.{name}(", args[0], f", dim={node.setting('axis', 0)}, keepdim={keep})"]

    return form


def _tiled(args: Sequence[Any], node: Operation) -> Parts:
    times = node.constant(1)
    if times is None:
        raise NotImplementedError
    return ["torch.tile(", args[0], f", {as_tuple(times)})"]


def _picked(args: Sequence[Any], node: Operation) -> Parts:
    return ["torch.gather(", args[0], f", {node.setting('axis', 0)}, ", args[1], ")"]


def _gelu(args: Sequence[Any], node: Operation) -> Parts:
    how = _text(node.setting("approximate", "none"))
    return ["F.gelu(", args[0], "" if how == "none" else f", approximate={how!r}", ")"]


def _hard_sigmoid(args: Sequence[Any], node: Operation) -> Parts:
    a, b = as_number(node.setting("alpha", 0.2)), as_number(node.setting("beta", 0.5))
    return [f"torch.clamp({a}*", args[0], f" + {b}, min=0, max=1)"]


def _hard_swish(args: Sequence[Any], node: Operation) -> Parts:
    return ["F.hardswish(", args[0], ")"]


def _prelu(args: Sequence[Any], node: Operation) -> Parts:
    return ["torch.where(", args[0], " > 0, ", args[0], ", ", args[1], "*", args[0], ")"]


def _selu(args: Sequence[Any], node: Operation) -> Parts:
    a, g = node.setting("alpha", 1.6732632423543772), node.setting("gamma", 1.0507009873554805)
    if (round(a, 5), round(g, 5)) == (1.67326, 1.0507):
        return ["F.selu(", args[0], ")"]
    return [f"({as_number(g)}*F.elu(", args[0], f", alpha={as_number(a)}))"]


def _response_norm(args: Sequence[Any], node: Operation) -> Parts:
    words = {"alpha": node.setting("alpha", 1e-4), "beta": node.setting("beta", 0.75), "k": node.setting("bias", 1.0)}
    return called("F.local_response_norm", [args[0], str(node.setting("size"))],
                  **{word: as_number(value) for word, value in words.items()})  # fmt: skip


def _loss(name: str) -> Form:
    def form(args: Sequence[Any], node: Operation) -> Parts:
        if node.setting("ignore_index") is not None or len(args) > 2:
            raise NotImplementedError
        reduction = _text(node.setting("reduction", "mean"))
        return [f"F.{name}(", args[0], ", ", args[1], f", reduction={reduction!r})"]

    return form


FORMS: Mapping[str, Form] = {
    **{op: _function(f"torch.{name}") for op, name in {
        "Exp": "exp", "Log": "log", "Sqrt": "sqrt", "Abs": "abs", "Sin": "sin", "Cos": "cos", "Tan": "tan",
        "Asin": "asin", "Acos": "acos", "Atan": "atan", "Sinh": "sinh", "Cosh": "cosh", "Asinh": "asinh",
        "Acosh": "acosh", "Atanh": "atanh", "Tanh": "tanh", "Sigmoid": "sigmoid", "Erf": "erf", "Floor": "floor",
        "Ceil": "ceil", "Round": "round", "Sign": "sign", "Reciprocal": "reciprocal", "Where": "where", "Det": "det",
        "Relu": "relu",
    }.items()},
    **{op: _function(f"F.{name}", **settings) for op, name, settings in (
        ("Softplus", "softplus", {}), ("Softsign", "softsign", {}), ("Mish", "mish", {}),
        ("Elu", "elu", {"alpha": "alpha"}), ("Celu", "celu", {"alpha": "alpha"}),
    )},
    **{op: _infix(sign) for op, sign in {
        "Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "MatMul": "@", "Pow": "**", "Sum": "+", "Mod": "%",
        "Greater": ">", "Less": "<", "GreaterOrEqual": ">=", "LessOrEqual": "<=", "Equal": "==", "And": "&", "Or": "|",
    }.items()},
    "Max": _nested("torch.maximum"), "Min": _nested("torch.minimum"), "Mean": _mean_of,
    "Neg": lambda args, node: ["(-", args[0], ")"], "Not": lambda args, node: ["(~", args[0], ")"],
    "LeakyRelu": lambda args, node: ["F.leaky_relu(", args[0], f", {as_number(node.setting('alpha', 0.01))})"],
    "ThresholdedRelu": lambda args, node: ["F.threshold(", args[0], f", {as_number(node.setting('alpha', 1.0))}, 0)"],
    "ReduceSum": _reduced("torch.sum"), "ReduceMean": _reduced("torch.mean"), "ReduceMax": _reduced("torch.amax"),
    "ReduceMin": _reduced("torch.amin"), "ReduceProd": _product, "ReduceL1": _reduced("torch.sum", "torch.abs(#)"),
    "ReduceL2": _reduced("torch.sum", "torch.square(#)", "**0.5"),
    "ReduceSumSquare": _reduced("torch.sum", "torch.square(#)"), "ReduceLogSumExp": _reduced("torch.logsumexp"),
    "ReduceLogSum": lambda args, node: ["torch.log(", *_reduced("torch.sum")(args, node), ")"],
    "Reshape": _reshape, "Flatten": _flatten, "Transpose": _transpose, "Squeeze": _reshape, "Unsqueeze": _reshape,
    "Expand": _expand, "Concat": _joined, "Split": _split, "Slice": _slice, "Gather": _gather, "Pad": _padded,
    "GatherElements": _picked, "Tile": _tiled, "Cast": _cast, "CumSum": _cumulated, "Trilu": _triangle,
    "OneHot": _one_hot, "Einsum": _einsum, "ArgMax": _arg_extreme("argmax"), "ArgMin": _arg_extreme("argmin"),
    "Clip": _clip,
    "Softmax": _softmax("softmax"), "LogSoftmax": _softmax("log_softmax"), "Gelu": _gelu, "HardSigmoid": _hard_sigmoid,
    "HardSwish": _hard_swish, "PRelu": _prelu, "Selu": _selu, "Gemm": _gemm, "BatchNormalization": _batch_norm,
    "InstanceNormalization": _instance_norm, "GroupNormalization": _group_norm, "LRN": _response_norm,
    "LayerNormalization": _last_norm("layer_norm"), "RMSNormalization": _last_norm("rms_norm"),
    "SoftmaxCrossEntropyLoss": _loss("cross_entropy"), "NegativeLogLikelihoodLoss": _loss("nll_loss"), **WINDOWS,
}  # fmt: skip
