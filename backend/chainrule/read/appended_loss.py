"""The loss of a round that has no name of its own: `losses.append(np.mean(e**2))`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hand_gradients.gradient_names import LOSSES
from .values import Instance, Items

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["appended_loss"]


def appended_loss(m: Machine, first_node: int) -> int | None:
    """Return the scalar without a name that a list of losses, or an object's, ends with, if made since `first_node`."""
    environments = {id(each): each for each in (m.globals, *(each for each, _ in m.frames), m.environment)}.values()
    lists = [pair for each in environments for pair in each.names.items()]
    objects = [value for _, value in lists if type(value) is Instance]
    lists += [pair for each in objects for pair in each.attributes.items()]
    for name, value in lists:
        if type(value) is not Items or not len(value) or not LOSSES.fullmatch(name):
            continue
        node = m.node_if_any(value[-1])
        if node is None or node < first_node:
            continue
        gate = m.builder.nodes[node]
        if gate.args and gate.name is None and not gate.shape:
            return node
    return None
