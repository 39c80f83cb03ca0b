"""A part of a formula of entries, and the letters along which it runs."""

from __future__ import annotations

from typing import NamedTuple

from .tree import Node

__all__ = ["ROW", "AxisRun"]

ROW = ":"  # the axis of a row that no letter runs along: W_{j,:}


class AxisRun(NamedTuple):
    """A part and the letters of its axes, in the order of `Arrays.order`."""

    node: Node
    axes: tuple[str, ...]
