"""What the threads do: one question to the bytes of its answer."""

from __future__ import annotations

from ..errors import LimitError
from ..limits import Limits
from ..trace import Trace, build, encode
from .answers import Answer
from .ask import Ask

__all__ = ["answer", "ready", "traced"]


def answer(ask: Ask, limits: Limits) -> Answer:
    """Raises: ChainruleError, whatever is wrong with the question."""
    return Answer.of(encode(traced(ask, limits)))


def traced(ask: Ask, limits: Limits) -> Trace:
    """The same as an object. Raises: ChainruleError."""
    try:
        return build(ask.source, ask.values, **ask.drawn(), partial=ask.partial, limits=limits)
    except MemoryError:
        raise LimitError("total_elements", limits.total_elements, "This needs more memory than there is") from None


def ready() -> bool:
    """Whether a gradient that everybody knows comes out right."""
    trace = build("x * y", {"x": 3.0, "y": -2.0})
    return bool(trace.gradients == {"x": -2.0, "y": 3.0})
