"""One array of a trace in full: what the document leaves out when it is too large to travel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError
from ..limits import DEFAULT, Limits
from ..number import jsonable
from ..request import TraceRequest
from .build import draw
from .picture import Drawing
from .values_json import Array

__all__ = ["FullArray", "full_array"]

OF_NODE = ("value", "gradient")
OF_EDGE = ("value", "upstream", "local", "downstream")


@dataclass(frozen=True, slots=True)
class FullArray:
    """All entries of one array: nested lists, or a number."""

    id: str
    """Id of the node or edge, as it was asked for."""
    field: str
    """Name of the array of that node or edge, as it was asked for."""
    shape: list[int]
    """The length of each axis; [] for a number."""
    entries: Array
    """All entries as nested lists; a number where the shape is []."""


def full_array(request: TraceRequest, id: str, field: str = "value", limits: Limits = DEFAULT) -> FullArray:
    """Return the number or array of a box or wire of the trace that `request` asks for.

    Args:
        id: of a node or an edge.
        field: "value" or "gradient" of a node; "value", "upstream", "local" or "downstream" of an edge.

    Raises:
        ChainruleError: as `build`; InputError `unknown-id`, `no-such-number`.
    """
    _, drawing = draw(request, limits)
    result = np.asarray(_number(drawing, id, field))
    return FullArray(id, field, list(result.shape), jsonable(result if result.shape else float(result)))


def _number(drawing: Drawing, id: str, field: str) -> Any:
    box, wire = drawing.numbers.boxes.get(id), drawing.wired.get(id)
    if box is None and wire is None:
        raise InputError("unknown-id", f"There is no `{id[:40]}` in this trace.", hint="Ask for an id of its nodes.")
    fields = OF_NODE if wire is None else OF_EDGE
    if field not in fields:
        field_names = ", ".join(fields)
        raise InputError("no-such-number", f"`{id}` has no `{field[:40]}`.", hint=f"Its fields are: {field_names}.")
    if wire is not None:
        number = getattr(wire, field)
        if number is None:
            raise InputError("no-such-number", f"`{id}` has no local gradient of its own: it is never formed.")
        return number
    assert box is not None
    return drawing.numbers.value(box) if field == "value" else drawing.numbers.gradient(box)
