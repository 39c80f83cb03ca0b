"""ONNX's LSTM, GRU and RNN as PyTorch's, gates and biases put in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .onnx_calls import Operation
from .record import Part, RecordedCall, RecordedLeaf, Result, Slot

__all__ = ["SEQUENCES", "sequence"]


@dataclass(frozen=True, slots=True)
class _Sequence:
    call: str
    order: tuple[int, ...]
    """Place of each of PyTorch's gates in ONNX's order."""
    activations: tuple[str, ...]
    """Those that PyTorch's layer has, for one direction."""
    states: int


SEQUENCES: Mapping[str, _Sequence] = {
    "LSTM": _Sequence("torch.lstm", (0, 2, 3, 1), ("sigmoid", "tanh", "tanh"), 2),  # i o f c -> i f g o
    "GRU": _Sequence("torch.gru", (1, 0, 2), ("sigmoid", "tanh"), 1),  # z r h -> r z n
    "RNN": _Sequence("torch.rnn_tanh", (0,), ("tanh",), 1),
}


def sequence(
    node: Operation,
    x: Part,
    initializers: Sequence[Any],
    states: Sequence[Part | None],
    size: tuple[int, int],
    layer: int,
    named: Callable[[str], str],
) -> tuple[list[RecordedCall], list[Result]]:
    """Write one layer.

    Args:
        node: the operator.
        x: its input, (time, batch, features).
        initializers: W, R and B as ONNX has them: (directions, gates x size, ...); B is None where left out.
        states: where the sequence starts, one for each of the kind's states; None: at 0.
        size: batch and number of steps.
        layer: its number in its module.
        named: the path of a parameter, from PyTorch's name of it.

    Returns: the calls in order, and the results of ONNX: (time, directions, batch, size), then the last states.

    Raises:
        NotImplementedError: settings that PyTorch's layers do not have.
    """
    kind = SEQUENCES[node.op]
    direction = _text(node.setting("direction", b"forward"))
    count = {"forward": 1, "bidirectional": 2}.get(direction)
    hidden = int(node.setting("hidden_size", 0))
    functions = tuple(_text(each).lower() for each in node.setting("activations", ()))
    call = kind.call
    if functions in ((), kind.activations * (count or 0)):
        pass
    elif node.op == "RNN" and functions == ("relu",) * (count or 0):
        call = "torch.rnn_relu"
    else:
        raise NotImplementedError
    unusual = node.setting("clip") is not None or node.setting("layout", 0) or node.setting("input_forget", 0)
    if count is None or unusual or (node.op == "GRU" and not node.setting("linear_before_reset", 0)):
        raise NotImplementedError
    gates = len(kind.order)
    w, r, b = initializers
    if (
        w is None
        or r is None
        or np.shape(w)[:2] != (count, gates * hidden)
        or np.shape(r)[1:] != (*np.shape(w)[1:2], hidden)
    ):
        raise NotImplementedError
    weights: list[Part] = []
    for place, suffix in enumerate(("", "_reverse")[:count]):
        arrays = {"weight_ih": w[place], "weight_hh": r[place]}
        if b is not None:
            arrays |= {"bias_ih": b[place][: gates * hidden], "bias_hh": b[place][gates * hidden :]}
        for word, array in arrays.items():
            rows = np.asarray(array, dtype=np.float64).reshape(gates, hidden, -1)[list(kind.order)]
            shape = (gates * hidden, *array.shape[1:])
            weights.append(RecordedLeaf(named(f"{word}_l{layer}{suffix}"), rows.reshape(shape), "parameter"))
    batch, steps = size
    start = [RecordedLeaf("start", np.zeros((count, batch, hidden)), "constant") if each is None else each
             for each in states]  # fmt: skip
    first: list[Part] = ["(", start[0], ", ", start[1], ")"] if kind.states == 2 else [start[0]]
    listed = [part for place, weight in enumerate(weights) for part in ([", "] * bool(place) + [weight])]
    settings = f"], {b is not None}, 1, 0.0, False, {count == 2}, False)"
    run = RecordedCall([f"{call}(", x, ", ", *first, ", [", *listed, settings], many=True)
    results: list[Slot] = [Result(run) for _ in range(1 + kind.states)]
    run.results = list(results)  # type: ignore[arg-type]
    whole = RecordedCall([results[0], f".reshape({steps}, {batch}, {count}, {hidden}).transpose(1, 2)"])
    whole.results = [Result(whole)]
    return [run, whole], [whole.results[0], *results[1:]]  # type: ignore[list-item]


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
