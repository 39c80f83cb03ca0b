"""tracing.build(source, ...) -> Trace, the one public document; encode(trace) -> its JSON bytes."""

from __future__ import annotations

from .build import build
from .document import Trace
from .encode import encode

__all__ = ["Trace", "build", "encode"]
