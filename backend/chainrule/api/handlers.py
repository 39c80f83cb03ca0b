"""What the threads do: one key to the bytes of its answer."""

from __future__ import annotations

from ..errors import LimitError
from ..limits import Limits
from ..trace import Trace, build, encode
from .request import TraceRequest
from .responses import CachedResponse

__all__ = ["ready", "trace", "traced"]


def trace(asked: TraceRequest, limits: Limits) -> CachedResponse:
    """Raises: ChainruleError, whatever is wrong with the key."""
    return CachedResponse.of(encode(traced(asked, limits)))


def traced(asked: TraceRequest, limits: Limits) -> Trace:
    """The same as an object. Raises: ChainruleError."""
    try:
        return build(asked.source, asked.values, **asked.drawn(), partial=asked.partial, limits=limits)
    except MemoryError:
        raise LimitError("total_elements", limits.total_elements, "This needs more memory than there is") from None


def ready() -> bool:
    """Whether a gradient that everybody knows comes out right."""
    trace = build("x * y", {"x": 3.0, "y": -2.0})
    return bool(trace.gradients == {"x": -2.0, "y": 3.0})
