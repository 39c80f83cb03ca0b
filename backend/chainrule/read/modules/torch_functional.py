"""torch.nn.functional: activations, losses with their reductions, and normalisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...ops import key_of
from ..calling import Arguments
from ..operators import write
from ..values import ArrayView, Const, Number, Value
from .numpy import NUMPY
from .prelude_calls import prelude
from .rows import Row, op
from .torch import one_hot, over_dimension
from .torch_functional_text import TEXT
from .torch_layers import HIDDEN_NAMES, TORCH_NAMES

__all__ = ["FUNCTIONAL", "SEQUENCES"]


def _pad(call: Arguments) -> Value:
    """PyTorch's `pad` counts from the last axis: (left, right, top, bottom); negative widths cut off."""
    a, pad, mode, value = call.bind("a, pad, mode='constant', value=0.0")
    sizes, shape = call.sizes([pad]), call.shape(a)
    if len(sizes) % 2 or len(sizes) > 2 * len(shape):
        raise call.refuse("`pad` takes two widths for each axis, the last axis first.", "Write `(left, right)`.")
    widths = [(0, 0)] * len(shape)
    for place in range(0, len(sizes), 2):
        widths[len(shape) - 1 - place // 2] = (sizes[place], sizes[place + 1])
    if any(width < 0 for pair in widths for width in pair):
        key = key_of(
            tuple(slice(max(-low, 0), size + min(high, 0)) for (low, high), size in zip(widths, shape, strict=True))
        )
        if any(size + min(low, 0) + min(high, 0) < 1 for (low, high), size in zip(widths, shape, strict=True)):
            raise call.refuse("The negative widths leave no entry of an axis.", "Cut off less.")
        a = call.emit("index", [a], {"key": key})
        widths = [(max(low, 0), max(high, 0)) for low, high in widths]
    if mode not in MODES:
        raise call.refuse(f"`pad` is not read with mode {mode!r}.", f"Modes are {', '.join(MODES)}.")
    for size, (before, after) in zip(call.shape(a), widths, strict=True):
        if max(before, after) > size - LEFT_OUT.get(mode, -max(before, after)):
            raise call.refuse(
                f"{max(before, after)} entries cannot be taken from an axis of {size} by mode {mode!r}.", "Pad less."
            )
    pairs = tuple(tuple(map(Const, pair)) for pair in widths)
    fill = Const(0.0 if value is None else float(call.static(value)))
    words: dict[str, Value] = {"mode": MODES[mode]}
    if mode == "constant":
        words["constant_values"] = fill
    return NUMPY["pad"](Arguments(call.machine, call.name, [a, pairs], words, call.node))


MODES = {"constant": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}  # NumPy's names
LEFT_OUT = {"reflect": 1, "circular": 0}  # entries of an axis that these modes cannot take: the edge is not taken twice


def _reduced_as(row: Row, names: Sequence[str]) -> Row:
    """Return a loss whose older settings `size_average` and `reduce` say the reduction, as in PyTorch."""

    def run(call: Arguments) -> Value:
        words = {**dict(zip(names, call.args, strict=False)), **call.keywords}
        average, reduce = words.get("size_average"), words.get("reduce")
        if average is not None or reduce is not None:
            inputs = names.index("size_average")
            if len(call.args) > inputs:
                call.keywords = {word: words[word] for word in words if word not in names[:inputs]}
                call.args = call.args[:inputs]
            mean = average is None or call.flag(average)
            reduces = reduce is None or call.flag(reduce)
            call.keywords["reduction"] = ("mean" if mean else "sum") if reduces else "none"
        return row(call)

    return run


def _writing(row: Row, place: int) -> Row:
    """Return a row that changes its argument where it is called with `inplace=True`, its argument number `place`."""

    def run(call: Arguments) -> Value:
        keyword = call.keywords.pop("inplace", call.args.pop(place) if len(call.args) > place else False)
        result = row(call)
        owner = call.args[0] if call.args else None
        if call.flag(keyword) and isinstance(owner, Number | ArrayView):
            write(call.machine, owner, call.number(result))
            return owner
        return result

    return run


ACTIVATIONS = ("sigmoid", "selu", "silu", "mish", "softsign", "logsigmoid", "hardsigmoid", "hardswish", "tanhshrink",
               "relu6")  # fmt: skip


IN_PLACE: Mapping[str, int] = {  # function -> which of its arguments is `inplace`
    **dict.fromkeys(("relu", "selu", "silu", "mish", "hardswish", "hardsigmoid", "relu6"), 1),
    **dict.fromkeys(("leaky_relu", "elu", "celu"), 2),
    **dict.fromkeys(("hardtanh", "threshold", "dropout", "dropout1d", "dropout2d", "dropout3d"), 3), "rrelu": 4,
}  # fmt: skip


def _with_inplace(row: Row) -> Row:
    def run(call: Arguments) -> Value:
        call.keywords["inplace"] = True
        return row(call)

    return run


def _not_yet(name: str) -> Row:
    def run(call: Arguments) -> Value:
        raise call.refuse(f"{name} are not read yet.", "Use linear layers, activations, norms and losses.")

    return run


LATER: Mapping[str, Row] = dict.fromkeys(("grid_sample", "affine_grid"), _not_yet("Sampled grids"))


SEQUENCES: dict[str, Row] = {name: TEXT.row(name) for name in TORCH_NAMES}


FUNCTIONAL: dict[str, Any] = {
    **{name: prelude(name, input="x") for name in ACTIVATIONS},
    **{name: row for name, row in TEXT.rows().items() if name not in (*TORCH_NAMES, *HIDDEN_NAMES)},
    "relu": op("relu"), "tanh": op("tanh"), "softmax": over_dimension("softmax", implicit=True),
    "log_softmax": over_dimension("log_softmax", implicit=True), "one_hot": one_hot, "pad": _pad, **LATER,
}  # fmt: skip


FUNCTIONAL.update({name: _writing(FUNCTIONAL[name], place) for name, place in IN_PLACE.items()})


FUNCTIONAL.update(
    {
        name: _reduced_as(FUNCTIONAL[name], names)
        for name, names in TEXT.parameters().items()
        if "size_average" in names and name in FUNCTIONAL
    }
)


FUNCTIONAL.update(
    {f"{name}_": _with_inplace(FUNCTIONAL[name]) for name in ("relu", "leaky_relu", "elu", "celu", "selu")}
)
