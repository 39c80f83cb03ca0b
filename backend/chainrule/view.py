"""Graph -> View: what is drawn. Constants move inside gates, copy and broadcast gates appear, functions close.

The View is structure only. It says, for each wire, which places of the Graph its numbers come from, so that
opening and closing can never change a number.
"""

from __future__ import annotations

from dataclasses import dataclass

from .graph import Shape

__all__ = ["Box", "Frame", "View", "Wire"]


@dataclass(frozen=True, slots=True)
class Box:
    """One thing drawn.

    kind: "leaf" (rounded box), "gate" (circle), "function" (pill: a closed call), "output" (the name at the end).
    """

    id: str  # "n5" graph node 5; "c5" the copy gate behind node 5; "b7_1" the broadcast gate in front of slot 1 of node 7;
    #          "f2" closed call 2; "out"
    kind: str
    op: str  # a key of OPS, or "output"; for a pill the function's name
    label: str  # what is written inside: "×", "+1", "w0", "sigmoid"
    node: int  # the graph node whose value leaves this box
    frame: int | None  # innermost OPEN call it is drawn in
    constants: tuple[tuple[int, int], ...] = ()  # (slot, graph node) of scalar constants drawn inside the gate


@dataclass(frozen=True, slots=True)
class Wire:
    """One edge: `source` box -> `target` box. Its value is that of graph node `node` (stretched, behind a broadcast gate).

    `ports` are the (graph node, slot) places whose downstream gradients add up on this wire.
    """

    id: str  # "e0", "e1", ... in drawing order
    source: str
    target: str
    slot: int  # position among the target's operands, top to bottom
    node: int
    ports: tuple[tuple[int, int], ...]
    shape: Shape


@dataclass(frozen=True, slots=True)
class Frame:
    """An open function: the dashed frame round its boxes. `id` is "f" + the call's index."""

    id: str
    call: int
    parent: int | None
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    boxes: tuple[Box, ...]  # in evaluation order
    wires: tuple[Wire, ...]  # grouped by target, in slot order
    frames: tuple[Frame, ...]  # outer before inner
