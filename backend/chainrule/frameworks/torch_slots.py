"""The place of each tensor of a recorded run, data among them, and calls as text with these places in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch

from ..read.modules import MODULES
from .record import Frame, Part, RecordedCall, RecordedLeaf, Result, Slot
from .torch_arguments import defaults_of
from .torch_calls import ALIASES, IN_PLACE, MASKED_BY, OWN_ARGUMENTS, SIGNS, Unwritable, argument_texts
from .torch_memory import TensorMemory

__all__ = ["SEQUENCES", "SlotTable", "array_of"]

SEQUENCES = frozenset({"lstm", "gru", "rnn_tanh", "rnn_relu"})  # calls that are unrolled over time


def array_of(tensor: torch.Tensor) -> Any:
    """A copy as NumPy has it, since the run may change it."""
    values = tensor.detach().cpu().resolve_conj().resolve_neg().numpy()
    return np.array(values, dtype=np.float64 if tensor.is_floating_point() else np.int64)


class SlotTable:
    """The slots of one run.

    Args:
        root: the whole run, into which calls on data are put.
        frame: the frame that is open.
        buffers: what the module calls its buffers, by identity.
    """

    def __init__(self, root: Frame, frame: Callable[[], Frame], buffers: Mapping[int, str]) -> None:
        self._root, self._frame, self._buffers = root, frame, buffers
        self.memory = TensorMemory(lambda call: frame().items.append(call), self.data, frame)

    def as_data(self, tensors: Sequence[torch.Tensor]) -> None:
        """Numbers that no gradient passes through are data."""
        for tensor in tensors:
            self.memory.stands(tensor, None)

    def live(self, tensor: torch.Tensor) -> bool:
        """Return whether a tensor follows from a parameter or an input."""
        return self.memory.live(tensor)

    def live_in(self, tensors: Sequence[torch.Tensor]) -> list[torch.Tensor]:
        """Bring the slots of tensors up to date; those that follow from a parameter or an input."""
        for tensor in tensors:
            self.memory.refresh(tensor)
        return [tensor for tensor in tensors if self.live(tensor)]

    def parts(
        self, func: Any, name: str, args: Any, kwargs: Any, target: Slot | None = None
    ) -> list[Part] | Unwritable:
        """Return the text of a call. `target`: the slot in which it changes its first argument in place."""
        short = name.rpartition(".")[2]
        if short in SEQUENCES and not isinstance(args[3], bool):
            return Unwritable(name)  # of a packed sequence: its second argument says how many are left at each step
        if short in OWN_ARGUMENTS:
            return [
                part if isinstance(part, str) else self.slot(part) for part in OWN_ARGUMENTS[short](*args, **kwargs)
            ]
        plain = IN_PLACE.get(short, short)
        if plain == short and short.endswith("_") and not short.endswith("__"):
            plain = short[:-1]
        owner = name[: len(name) - len(short)]
        table = MODULES.get(owner[:-1])
        unread = table is not None and plain not in table and plain not in SIGNS and short not in ALIASES
        if unread or not owner:  # a function without a module has no public name
            return Unwritable(name)
        try:
            result = argument_texts(owner + plain, args, kwargs, defaults_of(func))
            if target is not None:
                result[0] = ""
            masks = plain in MASKED_BY
            texts = [part if isinstance(part, str) else self.slot(part, masks) for part in result]
            return texts if target is None else [target, *texts[1:]]
        except Unwritable as error:
            return error

    def slot(self, tensor: torch.Tensor, as_mask: bool = False) -> Slot:
        """Return the value of a tensor; one that follows from no leaf becomes a constant.

        Args:
            as_mask: the call reads truth values otherwise than the numbers 0 and 1, as an index does.
        """
        slot = self.memory.slots.get(id(tensor))
        if slot is None:
            slot = self.data(tensor)
        self.memory.used.add(slot)
        if as_mask and tensor.dtype is torch.bool and isinstance(slot, RecordedLeaf):
            slot = self.of_data(["(", slot, " == 1)"])
        return slot

    def of_data(self, parts: list[Part]) -> Slot:
        """Record a call whose arguments are data: it stands before the module that is open."""
        call = RecordedCall(parts, where=self._frame().path)
        call.results.append(Result(call))
        self._root.before_open(call, self._frame())
        return call.results[0]  # type: ignore[return-value]

    def data(self, tensor: torch.Tensor) -> Slot:
        """Return the numbers of a tensor that follows from no leaf as data."""
        slot = self.constant(self._buffers.get(id(tensor), "c"), array_of(tensor))
        self.memory.stands(tensor, slot)
        return slot

    def constant(self, path: str, value: Any) -> Slot:
        """Return numbers as data; the program fills in infinite entries, as in the mask of an attention."""
        slot: Slot = RecordedLeaf(
            path, np.where(np.isinf(value), 0.0, value) if np.isinf(value).any() else value, "constant"
        )
        for infinite, text in ((np.inf, "float('inf')"), (-np.inf, "float('-inf')")):
            where = value == infinite
            if where.any():
                mask = RecordedLeaf("where_infinite", where.astype(np.float64), "constant")
                slot = self.of_data([slot, ".masked_fill(", mask, f" == 1, {text})"])
        return slot
