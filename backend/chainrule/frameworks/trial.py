"""Find the calls of a record that our reader refuses: each is read by itself, with the shapes and values of the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..errors import ChainruleError
from ..read import Request
from ..read import read as read_source
from .imported import LARGE
from .record import RecordedCall, Slot

__all__ = ["unread"]


def unread(numbers: Mapping[RecordedCall, int], value: Callable[[Slot], Any]) -> frozenset[int]:
    """The numbers of the calls that are refused.

    Args:
        numbers: what each call is counted as.
        value: the array that stands in a slot.
    """
    read_by_key: dict[Any, bool] = {}
    refused = set()
    for call, number in numbers.items():
        slots = list(dict.fromkeys(call.used()))
        names = {slot: f"v{place}" for place, slot in enumerate(slots)}
        text = "".join(part if isinstance(part, str) else names[part] for part in call.parts)
        values = {names[slot]: value(slot) for slot in slots}
        key = text, tuple(np.shape(each) for each in values.values())
        if key not in read_by_key:
            read_by_key[key] = _reads(text, len(call.results), call.effect, values)
        if not read_by_key[key]:
            refused.add(number)
    return frozenset(refused)


def _reads(text: str, results: int, effect: bool, values: Mapping[str, Any]) -> bool:
    """Return whether one call is read. `results`: how many values it gives; `effect`: it changes `v0` in place."""
    names = ", ".join(f"r{place}" for place in range(results))
    source = f"{text}\nout = v0" if effect else f"{names} = {text}\nout = r0"
    shapes = {name: np.shape(value) for name, value in values.items()}
    try:
        read_source(source, Request(shapes=shapes, values=values, output="out", limits=LARGE))
    except ChainruleError:
        return False
    return True
