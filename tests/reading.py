"""read(source, shapes): a graph from shapes alone, for tests that need no values."""

from __future__ import annotations

from collections.abc import Mapping

from chainrule.graph import Graph, Shape
from chainrule.limits import DEFAULT, Limits
from chainrule.read import Request
from chainrule.read import read as read_request

__all__ = ["read"]


def read(
    source: str, shapes: Mapping[str, Shape] | None = None, *, defaults: bool = False, limits: Limits = DEFAULT
) -> Graph:
    return read_request(source, Request(shapes=shapes or {}, defaults=defaults, limits=limits))
