"""Fields of a gradient check, as HTTP, the command line and Python ask with, beside those of a `TraceRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from ..directions import FAULTS, Fault, Kind
from ..errors import InputError, RequestError
from ..number import number

__all__ = ["FaultRequest", "GradcheckRequest"]

KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class FaultRequest:
    """A mistake on purpose."""

    node: str
    """A gate of the view that is asked for (n5), a closed function (f1), or a copy gate (c5) whose sum is forgotten."""
    kind: Fault = "sign"
    """It hands back the opposite; it forgets its local gradient; or its value's gradients replace one another."""

    def __post_init__(self) -> None:
        """Raises: RequestError `bad-field`."""
        if self.kind not in FAULTS:
            raise RequestError("bad-field", f"The `kind` of a fault is none of {', '.join(FAULTS)}.")

    @classmethod
    def of(cls, fault: Any) -> FaultRequest | None:
        """A fault out of JSON. Raises: RequestError `bad-field`."""
        if fault is None:
            return None
        if (
            not isinstance(fault, Mapping)
            or set(fault) - {"node", "kind"}
            or not all(isinstance(each, str) for each in fault.values())
            or "node" not in fault
        ):
            raise RequestError("bad-field", "`fault` is no object of a `node` and a `kind`.")
        return cls(**fault)


@dataclass(frozen=True, slots=True)
class GradcheckRequest:
    """Settings of a gradient check; beside the fields of `TraceRequest`."""

    h: float | None = None
    """The step, over 0 and at most 1; null: 1e-5 for central differences, 1e-8 for forward ones."""
    kind: Kind = "central"
    """The difference quotient: (f(x + h) - f(x - h)) / 2h, or (f(x + h) - f(x)) / h."""
    fault: FaultRequest | None = None
    """Break the backward pass at one gate first."""
    timed: bool = False
    """Measure how long both ways take: the answer then differs from time to time."""

    def __post_init__(self) -> None:
        """Raises: RequestError `bad-field`; InputError `bad-step`."""
        if self.h is not None and (isinstance(self.h, bool) or not isinstance(self.h, int | float)):
            raise RequestError("bad-field", "`h` is not a number.")
        if self.h is not None and not 0 < self.h <= 1:
            raise InputError(
                "bad-step", f"The step h is {number(self.h)}.", hint="It lies over 0 and is at most 1: try 1e-5."
            )
        if self.kind not in KINDS:
            raise RequestError("bad-field", f"`kind` is none of {', '.join(KINDS)}.")
        if not isinstance(self.timed, bool):
            raise RequestError("bad-field", "`timed` is neither true nor false.")

    @classmethod
    def pop_from(cls, fields: dict[str, Any]) -> GradcheckRequest:
        """Takes its own fields out of those of a request, and leaves the trace's. Raises: as the constructor."""
        own = {name: fields.pop(name) for name in ("h", "kind", "timed") if name in fields}
        return cls(fault=FaultRequest.of(fields.pop("fault", None)), **own)
