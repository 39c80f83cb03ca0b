"""Views: parts and rearrangements of arrays that share their memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Span
from ...ops import OPS
from ..values import ArrayView, Number
from .state import MachineState

__all__ = ["ViewReader"]


class ViewReader(MachineState):
    """Reads a view as a gate of its array as it is now, and writes into the array through it."""

    def version(self, base: Number | ArrayView) -> int:
        """Return the node that holds all of an array's memory as it is now."""
        while type(base) is ArrayView:
            base = base.base
        return base.node

    def _read_view(self, view: ArrayView) -> int:
        chain: list[ArrayView] = []
        at: Number | ArrayView = view
        while type(at) is ArrayView:
            chain.append(at)
            at = at.base
        version = at.node
        node = at.node
        for part in reversed(chain):
            if part.version != version:
                part.node = self.read_part(part.op, node, part.params, part.span)
                part.version = version
            node = part.node
        return node

    def read_part(self, op: str, base: int, params: Mapping[str, Any], span: Span | None) -> int:
        """Return a gate that reads a part of an array: what was just written there is taken as it was."""
        if op == "index":
            part = self.written_at(base, params["key"])
            if part is not None:
                return part
        return self.builder.emit(op, (base,), params, span)

    def written_at(self, base: int, key: Any) -> int | None:
        """Return the node that the program wrote to exactly this entry or slice of `base`, if not overwritten since."""
        nodes = self.builder.nodes
        for _ in range(1000):
            node = nodes[base]
            if node.op != "scatter":
                return None
            other = node.params["key"]
            if other == key:
                value = node.args[1]
                return value if nodes[value].shape == self._part_shape(node.shape, key) else None
            if not _disjoint(other, key):
                return None
            base = node.args[0]
        return None

    def _part_shape(self, shape: Any, key: Any) -> Any:
        return OPS["index"].shape(shape, key=key)

    def write_view(self, view: ArrayView, new: int) -> None:
        """Put a new value into the array that `view` is a part of."""
        at: Number | ArrayView = view
        while type(at) is ArrayView:
            base = self._read_view(at.base) if type(at.base) is ArrayView else at.base.node
            new = at.back(base, new)
            at = at.base
        at.node = new


def _disjoint(a: Any, b: Any) -> bool:
    """Return whether two keys of whole numbers and slices surely take different entries."""
    for left, right in zip(a, b, strict=False):
        if type(left) is int and type(right) is int:
            if left != right and (left >= 0) == (right >= 0):
                return True
        elif left != right:
            return False
    return False
