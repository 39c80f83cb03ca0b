"""Recorded calls of PyTorch in our language: operators as operators, methods as methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

__all__ = [
    "ALIASES",
    "OWN_ARGUMENTS",
    "IN_PLACE",
    "MASKED_BY",
    "UNCHANGED_CALLS",
    "NUMBERS",
    "QUERIES",
    "RANDOM_INSIDE",
    "SIGNS",
    "Unwritable",
    "argument_texts",
]

Render = Callable[[Any], list[Any]]
SIGNS: Mapping[str, str] = {
    "add": "+", "sub": "-", "subtract": "-", "mul": "*", "multiply": "*", "div": "/", "divide": "/",
    "true_divide": "/", "truediv": "/", "matmul": "@", "pow": "**", "mod": "%", "remainder": "%", "floordiv": "//",
    "floor_divide": "//", "gt": ">", "lt": "<", "ge": ">=", "le": "<=", "eq": "==", "ne": "!=", "and": "&", "or": "|",
    "logical_and": "&", "logical_or": "|",
}  # fmt: skip
UNCHANGED_CALLS = frozenset({"gt", "lt", "ge", "le", "eq",
    "ne", "and", "or", "logical_and", "logical_or", "logical_not", "detach",
                  "argmax", "argmin", "one_hot", "sign"})  # fmt: skip  # written though no gradient passes
ALIASES = frozenset({"to", "float", "double", "contiguous", "cpu", "cuda", "type_as", "type", "clone", "requires_grad_",
                     "alias", "long", "int", "bool"})  # fmt: skip  # calls that give the same numbers
DROPPED = frozenset({"inplace", "dtype", "device", "memory_format", "layout", "_stacklevel", "out", "generator",
                     "sparse", "requires_grad", "pin_memory"})  # fmt: skip
RANDOM_INSIDE: Mapping[str, tuple[int, str, int, str]] = {  # chance of dropping (place, word), training (place, word)
    "multi_head_attention_forward": (10, "dropout_p", 13, "training"),
    "scaled_dot_product_attention": (4, "dropout_p", -1, ""),
    "lstm": (5, "dropout", 6, "train"), "gru": (5, "dropout", 6, "train"),
    "rnn_tanh": (5, "dropout", 6, "train"), "rnn_relu": (5, "dropout", 6, "train"),
}  # fmt: skip
QUERIES = frozenset({"__bool__", "__len__", "__iter__", "__int__", "__float__", "__index__", "__contains__", "item",
                     "tolist", "numpy", "size", "dim", "numel", "stride", "is_floating_point", "__repr__", "__format__",
                     "register_hook", "backward", "retain_grad", "__hash__"})  # fmt: skip
NUMBERS = frozenset({"__bool__", "__int__", "__float__", "__index__", "item", "tolist"})
IN_PLACE: Mapping[str, str] = {
    "__iadd__": "__add__", "__isub__": "__sub__", "__imul__": "__mul__", "__itruediv__": "__truediv__",
    "__idiv__": "__truediv__", "__ipow__": "__pow__",
}  # fmt: skip
MASKED_BY = frozenset({"__getitem__", "__setitem__", "scaled_dot_product_attention"})  # True is not the number 1 there
OWN_ARGUMENTS: Mapping[str, Callable[..., list[Any]]] = {  # calls that are written otherwise than they are called
    "zero_": lambda target: ["torch.zeros_like(", target, ")"],
    "fill_": lambda target, value: ["torch.full_like(", target, ", ", *_literal(value), ")"],
    "copy_": lambda target, value, *_: (
        [value] if target.shape == value.shape else ["torch.broadcast_to(", value, f", {tuple(target.shape)})"]
    ),
    "fill_diagonal_": lambda target, value, *_: [
        target, f".masked_fill(torch.eye({', '.join(map(str, target.shape))}) == 1, ", *_literal(value), ")",
    ],
    "_weight_norm": lambda v, g, dim=0: [
        "(", v, " * (", g, " / (", v,
        f" ** 2).sum({tuple(axis for axis in range(v.ndim) if axis != dim)}", ", keepdim=True).sqrt()))",
    ],
    "grad": lambda outputs, inputs, grad_outputs=None, _=None, create_graph=False, **_settings: [
        "torch.autograd.grad(", *_literal(outputs), ", ", *_literal(inputs),
        *([] if grad_outputs is None else [", grad_outputs=", *_literal(grad_outputs)]),
        ", create_graph=True" if create_graph else "", ")[0]" if len(inputs) == 1 else ")",
    ],
}  # fmt: skip


class Unwritable(Exception):
    """A call has no form in our language; the message says which."""


def argument_texts(name: str, args: Sequence[Any], kwargs: Mapping[str, Any], defaults: Mapping[str, Any]) -> list[Any]:
    """Return the expression as text with tensors in it.

    Args:
        name: PyTorch's public name: "torch.nn.functional.linear", "torch.Tensor.add", "torch.Tensor.T.__get__".
        defaults: of the function's settings, as far as they are known: what equals them is left out.

    Raises:
        Unwritable: an argument is neither a tensor nor a number, text or slice.
    """
    owner, _, short = name.rpartition(".")
    args, settings = _settings_of(short, args, kwargs, defaults)
    if short == "__get__":
        return ["(", args[0], f").{owner.rpartition('.')[2]}"]
    method = owner == "torch.Tensor"
    if method and short.startswith("__") and short.endswith("__"):
        return _dunder(short[2:-2], args)
    if short in SIGNS and len(args) == 2 and not settings and owner in ("torch", "torch.Tensor"):
        return _binary(SIGNS[short], args[0], args[1])
    if short in ("neg", "negative") and len(args) == 1:
        return ["(-", *_literal(args[0]), ")"]
    if method:
        return [*_object(args[0]), f".{short}(", *_listed(args[1:], settings), ")"]
    prefix = "F" if owner == "torch.nn.functional" else owner
    return [f"{prefix}.{short}(", *_listed(args, settings), ")"]


def _settings_of(
    short: str, args: Sequence[Any], kwargs: Mapping[str, Any], defaults: Mapping[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    """Return the arguments and settings that are worth writing."""
    args, settings = list(args), {word: value for word, value in kwargs.items() if word not in DROPPED}
    usual = {**defaults, **(POOLING if "pool" in short else {})}
    settings = {word: value for word, value in settings.items() if word not in usual or not _same(value, usual[word])}
    if short in NORMS and settings.get(NORMS[short], usual.get(NORMS[short])):
        args[1:3] = [None] * len(args[1:3])  # the batch's own statistics are used
        while len(args) > 1 and args[-1] is None:
            args.pop()
    for value in reversed(CONVOLUTIONS.get(short, ())):
        if len(args) < 3 or not _same(args[-1], value):
            break
        args.pop()
    return args, settings


def _same(value: Any, usual: Any) -> bool:
    """Return whether a setting is the usual one; (1, 1) is the same as 1."""
    if isinstance(value, torch.Tensor):
        return False
    if isinstance(value, tuple) and value and not isinstance(usual, tuple):
        return all(_same(part, usual) for part in value)
    return type(value) is type(usual) and bool(value == usual)


NORMS: Mapping[str, str] = {"batch_norm": "training", "instance_norm": "use_input_stats"}
POOLING: Mapping[str, Any] = {"padding": 0, "dilation": 1, "ceil_mode": False, "return_indices": False,
                              "count_include_pad": True, "divisor_override": None}  # fmt: skip
CONVOLUTIONS: Mapping[str, tuple[Any, ...]] = {  # the usual values of their last arguments, from the bias on
    **{f"conv{n}d": (None, 1, 0, 1, 1) for n in (1, 2, 3)},
    **{f"conv_transpose{n}d": (None, 1, 0, 0, 1, 1) for n in (1, 2, 3)},
}


def _dunder(word: str, args: Sequence[Any]) -> list[Any]:
    if word == "getitem":
        return [*_object(args[0]), "[", *_key(args[1]), "]"]
    if word == "setitem":
        return [args[0], "[", *_key(args[1]), "] = ", *_literal(args[2])]
    if word == "neg":
        return ["(-", *_literal(args[0]), ")"]
    if word == "invert":
        return ["(~", *_literal(args[0]), ")"]
    if word == "abs":
        return ["abs(", *_literal(args[0]), ")"]
    plain, turned = word, False
    if word not in SIGNS and word[:1] in "ri" and word[1:] in SIGNS:
        plain, turned = word[1:], word[0] == "r"
    elif word == "rdiv":
        plain, turned = "div", True
    if plain not in SIGNS or len(args) != 2:
        raise Unwritable(f"torch.Tensor.__{word}__")
    return _binary(SIGNS[plain], *(reversed(args) if turned else args))


def _binary(sign: str, left: Any, right: Any) -> list[Any]:
    return ["(", *_literal(left), f" {sign} ", *_literal(right), ")"]


def _object(value: Any) -> list[Any]:
    """Return a tensor whose method is called."""
    return [value] if isinstance(value, torch.Tensor) else ["torch.tensor(", *_literal(value), ")"]


def _listed(args: Sequence[Any], settings: Mapping[str, Any]) -> list[Any]:
    values: list[Any] = []
    for value in args:
        values += [", " if values else "", *_literal(value)]
    for word, value in settings.items():
        values += [f"{', ' if values else ''}{word}=", *_literal(value)]
    return values


def _key(key: Any) -> list[Any]:
    parts = key if isinstance(key, tuple) else (key,)
    values: list[Any] = []
    for part in parts:
        values.append(", " if values else "")
        if isinstance(part, slice):
            ends = [part.start, part.stop, *([] if part.step is None else [part.step])]
            for place, end in enumerate(ends):
                values += [":" if place else "", *([] if end is None else _literal(end))]
        else:
            values += _literal(part)
    return values or ["()"]


def _literal(value: Any) -> list[Any]:
    if isinstance(value, torch.Tensor):
        return [value]
    if value is Ellipsis:
        return ["..."]
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return ["float('inf')" if value > 0 else "float('-inf')"]
    if value is None or isinstance(value, bool | int | float | str):
        return [repr(value)]
    if isinstance(value, range):
        return [repr([*value])]
    if isinstance(value, tuple | list):
        inner: list[Any] = []
        for part in value:
            inner += [", " if inner else "", *_literal(part)]
        if isinstance(value, list):
            return ["[", *inner, "]"]
        return ["(", *inner, ",)" if len(value) == 1 else ")"]
    if isinstance(value, torch.dtype | torch.device):
        return [str(value)]
    raise Unwritable(type(value).__name__)
