"""Tensors that share memory: what a change in place of one of them makes of the others, as calls of a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch

from .record import Frame, Part, RecordedCall, RecordedLeaf, Result, Slot
from .torch_places import changed_elsewhere, key_of, overlapping, places_of, positions, root_of

__all__ = ["TensorMemory"]


class TensorMemory:
    """Table of where each tensor of a run stands, and which of them a change in place has made stale.

    PyTorch counts the changes of a memory in `_version`, which a tensor and its views share. A tensor whose count is
    not the one at which it was recorded was changed through another: its slot is then read again from the slot of the
    tensor that they are views of (`root`), into which each change of a view is written first. A change that no recorded
    call made is refused, since the numbers of the program would be others than those of the run.

    Args:
        emit: records a call in the frame that is open.
        numbers: makes data of a tensor that follows from no leaf.
        frame: the frame that is open.
    """

    def __init__(
        self, emit: Callable[[RecordedCall], None], numbers: Callable[[torch.Tensor], Slot], frame: Callable[[], Frame]
    ) -> None:
        self._emit, self._numbers, self._frame = emit, numbers, frame
        self.slots: dict[int, Slot | None] = {}  # by the identity of a tensor; None: it follows from no leaf
        self.tensors: dict[Slot, torch.Tensor] = {}
        self.used: set[Slot] = set()  # slots that a call has read
        self._counts: dict[int, int] = {}  # the count of changes at which a slot holds the numbers of its tensor
        self._followed: dict[int, int] = {}  # by root: the count up to which all changes are recorded
        self._pending: dict[int, tuple[torch.Tensor, int]] = {}  # by root: a changed view, the count before the change
        self._copies: dict[Slot, Frame] = {}  # copies made here, which may be changed while no call has read them
        self._bare: dict[int, list[tuple[torch.Tensor, int]]] = {}  # `.data` of a tensor, and its count then
        self._referents: list[Any] = []  # keeps identities from being used again

    def stands(self, tensor: torch.Tensor, slot: Slot | None) -> None:
        """Remember which value of the record a tensor holds, as it is now."""
        self.slots[id(tensor)] = slot
        self._counts[id(tensor)] = tensor._version
        self._referents.append(tensor)
        if slot is not None and not isinstance(slot, RecordedLeaf):
            self.tensors[slot] = tensor

    def alias(self, tensor: torch.Tensor, source: torch.Tensor) -> None:
        """Let a tensor with the same numbers stand where its source does."""
        slot = self.slots[id(source)]
        if slot is not None:
            self.used.add(slot)
        self.slots[id(tensor)] = slot
        self._counts[id(tensor)] = tensor._version
        self._referents.append(tensor)

    def live(self, tensor: torch.Tensor) -> bool:
        """Return whether a tensor follows from a parameter or an input."""
        slot = self.slots.get(id(tensor))
        return slot is not None and not (isinstance(slot, RecordedLeaf) and slot.kind == "constant")

    def bare(self, tensor: torch.Tensor, data: torch.Tensor) -> None:
        """Remember `tensor.data`, whose changes `tensor._version` does not count."""
        self._bare.setdefault(id(tensor), []).append((data, data._version))
        self._referents.append(data)

    def refresh(self, tensor: torch.Tensor) -> None:
        """Bring the slot of a tensor up to date.

        Raises:
            SourceError: `unknown-function`: its memory was changed where the record does not follow.
        """
        if any(data._version != count for data, count in self._bare.get(id(tensor), ())):
            self.renewed(tensor)
        has_slot = id(tensor) in self.slots
        if has_slot and self._counts[id(tensor)] == tensor._version:
            return
        root = root_of(tensor)
        if id(root) in self._followed:
            if self._followed[id(root)] != tensor._version:
                raise changed_elsewhere()
            self._flush(root)
            if tensor is not root:
                self.stands(tensor, self._read(tensor, root))
        elif has_slot:
            self.renewed(tensor)

    def renewed(self, tensor: torch.Tensor) -> None:
        """Take the numbers of data again, or those of a leaf that was changed with no gradient before any call used it.

        Raises:
            SourceError: `unknown-function`: it is neither.
        """
        self._bare.pop(id(tensor), None)
        if not self.live(tensor):
            del self.slots[id(tensor)]  # the next call that uses them copies their numbers as they are then
            return
        slot = self.slots[id(tensor)]
        if not isinstance(slot, RecordedLeaf) or slot in self.used:
            raise changed_elsewhere()
        slot.value = np.array(tensor.detach().cpu().numpy(), dtype=slot.value.dtype)
        self._counts[id(tensor)] = tensor._version

    def before_change(self, tensor: torch.Tensor) -> None:
        """Bring the tensor that `tensor` is a part of up to date, before a call changes the part."""
        root = tensor._base
        if root is None:
            return
        if id(root) not in self._followed:
            self.refresh(root)
            if self.slots.get(id(root)) is None:
                self._numbers(root)
        elif id(root) in self._pending and self._pending[id(root)][0] is not tensor:
            self._flush(root)

    def changed(self, tensor: torch.Tensor, before: int, ends: bool = False) -> None:
        """Note that a recorded call has changed a tensor, whose slot is the new one. Data are not followed.

        Args:
            before: its count of changes before the call.
            ends: the call ends the change of a part of `tensor` that was noted before.

        Raises:
            SourceError: `unknown-function`: the numbers of the whole before the change were not kept.
        """
        root = root_of(tensor)
        if not tensor.requires_grad:
            self._followed.pop(id(root), None)
            return
        if tensor is root:
            self._pending.pop(id(root), None)
        else:
            part, count = self._pending.get(id(root), (tensor, before))
            if self.slots.get(id(root)) is None or not (part is tensor or ends):
                raise changed_elsewhere()
            self._pending[id(root)] = (tensor, count if part is tensor else before)
        self._referents.append(root)
        self._followed[id(root)] = tensor._version

    def refuse_overlap(self, target: torch.Tensor, others: Iterable[Any]) -> None:
        """Refuse a change in place that reads entries which it changes, at other places of the arrays.

        Raises:
            SourceError: `unknown-function`.
        """
        for other in others:
            if other is target or not isinstance(other, torch.Tensor) or root_of(other) is not root_of(target):
                continue
            own, read = positions(target), positions(other)
            if (own.shape != read.shape or (own != read).any()) and np.intersect1d(own, read).size:
                raise overlapping()

    def assigns_its_own_part(self, target: torch.Tensor, key: Any, value: Any) -> bool:
        """Return whether `target[key] = value` only ends `target[key] += ...`, so that the value stands there."""
        root = root_of(target)
        part, before = self._pending.get(id(root), (None, 0))
        if part is None or part is not value or self._counts.get(id(target)) != before:
            return False
        place = target[key]
        return (place._base is root and place.shape == part.shape and place.stride() == part.stride()
                and place.storage_offset() == part.storage_offset())  # fmt: skip

    def own(self, tensor: torch.Tensor) -> Slot:
        """Return a slot that only this tensor stands in, to be changed in place: a copy, unless it is an unread one."""
        slot = self.slots.get(id(tensor))
        return self._own(self._numbers(tensor) if slot is None else slot)

    def _own(self, slot: Slot) -> Slot:
        if self._copies.get(slot) is self._frame() and slot not in self.used:
            return slot
        copy = self._call("torch.clone(", slot, ")")
        self._copies[copy] = self._frame()
        return copy

    def _call(self, *parts: Part) -> Slot:
        call = RecordedCall(list(parts), where=self._frame().path)
        self.used.update(call.used())
        call.results.append(Result(call))
        self._emit(call)
        return call.results[0]  # type: ignore[return-value]

    def _put(self, target: Slot, key: list[Part], value: Slot) -> None:
        self.used.add(value)
        self._emit(RecordedCall([target, "[", *key, "] = ", value], effect=True, where=self._frame().path))

    def _slot(self, tensor: torch.Tensor) -> Slot:
        slot = self.slots.get(id(tensor))
        return self._numbers(tensor) if slot is None else slot

    def _flush(self, root: torch.Tensor) -> None:
        """Write the last change of a view into the root."""
        part, _ = self._pending.pop(id(root), (None, 0))
        if part is None:
            return
        whole, value = self._slot(root), self._slot(part)
        places = places_of(part, root)
        if (key := key_of(places, root)) is not None:
            whole = self._own(whole)
            self._put(whole, [key], value)
        elif np.array_equal(places.ravel(), np.arange(root.numel())):
            whole = self._call("torch.reshape(", value, f", {tuple(root.shape)})")
        else:
            flat = self._own(self._call("torch.reshape(", whole, ", (-1,))"))
            index = RecordedLeaf("places", places.ravel(), "constant")
            self._put(flat, [index], self._call("torch.reshape(", value, ", (-1,))"))
            whole = self._call("torch.reshape(", flat, f", {tuple(root.shape)})")
        self.stands(root, whole)

    def _read(self, tensor: torch.Tensor, root: torch.Tensor) -> Slot:
        """Return what stands in a view now, read from its root."""
        whole, places = self._slot(root), places_of(tensor, root)
        if np.array_equal(places.ravel(), np.arange(root.numel())):
            return self._call("torch.reshape(", whole, f", {tuple(tensor.shape)})")
        if (key := key_of(places, root)) is not None:
            return self._call(whole, f"[{key}]")
        flat = self._call("torch.reshape(", whole, ", (-1,))")
        return self._call(flat, "[", RecordedLeaf("places", places, "constant"), "]")
