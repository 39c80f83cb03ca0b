"""A call that is not read as gates with the numbers of the run, and the error where no gate can be recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from ..errors import SourceError
from .record import Frame, Slot, recorded_gate
from .torch_opaque import OpaqueCall
from .torch_slots import SlotTable, array_of

__all__ = ["place_gates", "unknown"]


def place_gates(
    table: SlotTable,
    frame: Frame,
    name: str,
    results: Sequence[torch.Tensor],
    rows: Sequence[Sequence[Any] | None],
    inputs: Sequence[torch.Tensor],
    slots: Sequence[Slot],
    before: OpaqueCall,
) -> torch.Tensor | None:
    """Write one gate for each result of a call, with its Jacobians for the inputs through which a gradient goes.

    Returns:
        the last result that is a gate.
    """
    last = None
    moving = [each for each in inputs if each.requires_grad and each.is_floating_point()]
    for number, (each, row) in enumerate(zip(results, rows, strict=True)):
        if row is None:
            table.as_data([each])
            continue
        slopes = iter(row)
        parts = [
            (slot, array_of(before.copies[id(tensor)]), next(slopes) if any(tensor is m for m in moving) else 0.0)
            for slot, tensor in zip(slots, inputs, strict=True)
        ]
        title = name if len(results) == 1 else f"{name}[{number}]"
        call = recorded_gate(title, "PyTorch", array_of(each), parts)
        frame.items.append(call)
        table.memory.stands(each, call.results[0])
        last = each
    return last


def unknown(name: str, where: str, reason: str = "") -> SourceError:
    """Return the error of a call that is not read, and that no recorded gate can stand for."""
    also = f", and no gate can be recorded of it: {reason}" if reason else ""
    return SourceError(
        "unknown-function",
        f"`{name}`{f' in `{where}`' if where else ''} is not read here{also}.",
        hint="Write it with operators and functions that are read here.",
    )
