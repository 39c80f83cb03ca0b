"""Values that a program computes again, as the `norm = (x - mean)*rstd` of a forward pass in its backward pass."""

from __future__ import annotations

from collections.abc import Sequence

from ...graph import LITERAL, GraphNode
from .candidates import Version

__all__ = ["Twins"]


class Twins:
    """Nodes that compute one value by the same gates from the same leaves."""

    def __init__(self, nodes: Sequence[GraphNode]) -> None:
        classes: dict[object, int] = {}
        self._keys: list[object] = []
        self._class_of: list[int] = []
        self._members: dict[int, list[int]] = {}
        self._nodes = nodes
        for node in nodes:
            self._keys.append(self._key(node))
            number = classes.setdefault(self._keys[-1], len(classes))
            self._class_of.append(number)
            self._members.setdefault(number, []).append(node.id)

    def _key(self, node: GraphNode) -> object:
        if node.op == "stop":  # w = W.detach(): the same value, of which the loss is no function
            return self._keys[node.args[0]]
        if node.args:
            return node.op, tuple(self._class_of[arg] for arg in node.args), repr(node.params)
        value = node.params.get("value")  # with its name: the slope and the bias of a line both begin at 0
        return (
            (LITERAL, float(value), node.name)
            if node.op == LITERAL and not node.shape and value is not None
            else node.id
        )

    def of(self, versions: Sequence[Version]) -> list[Version]:
        """Return the versions with each other node that computes their value."""
        return [
            version._replace(node=node)
            for version in versions
            if self._nodes[version.node].args  # two numbers of the text that happen to agree are not one
            for node in self._members[self._class_of[version.node]]
            if node != version.node
        ]
