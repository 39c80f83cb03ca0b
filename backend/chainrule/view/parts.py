"""What a View is made of."""

from __future__ import annotations

from dataclasses import dataclass

from ..graph import Shape

__all__ = ["OUTPUT", "Box", "FunctionFrame", "View", "Wire"]

OUTPUT = "out"  # the id of the output's box


@dataclass(frozen=True, slots=True)
class Box:
    """One thing drawn.

    kind: "leaf" (rounded box), "gate" (circle), "function" (pill: a closed call, or repeated boxes drawn as one),
    "output" (the name at the end).
    """

    id: str  # "n5" graph node 5; "c5" the copy gate behind node 5; "b7_1" the broadcast gate in front of slot 1 of
    #          node 7; "f2" closed call 2; "r9" boxes alike drawn as one, of which the first gives node 9; "out"
    kind: str
    op: str  # a key of OPS, or "output"; for a pill the function's name
    label: str  # what is written inside: "×", "w0", "sigmoid"; "+{7}" is a constant: the value of graph node 7
    node: int  # the graph node, or the bundle of them, whose value leaves this box
    frame: str | None  # the innermost frame it is drawn in
    constants: tuple[tuple[int, int], ...] = ()  # (slot, graph node) of scalar constants drawn inside the gate
    calls: tuple[int, ...] = ()  # the closed calls that it stands for
    members: tuple[str, ...] = ()  # the boxes that it stands for, where they are several
    back: bool = False  # it stands in the backward half of a graph that has two

    @property
    def is_broadcast(self) -> bool:
        """Whether it stands in front of a gate to stretch one argument ("b7_1"); not a `broadcast_to` of the source."""
        return self.id[0] == "b"

    @property
    def copies(self) -> bool:
        """Whether it hands one value to its users ("c5"); not a `copy` of the source, which is a gate like others."""
        return self.id[0] == "c"

    @property
    def keeps(self) -> bool:
        """Whether it hands a saved value to its users in the backward half ("c5b")."""
        return self.copies and self.back and self.id[-1] == "b"


@dataclass(frozen=True, slots=True)
class Wire:
    """One edge from box to box. Its value is that of `node`, stretched behind a broadcast gate.

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
class FunctionFrame:
    """The dashed frame round the boxes of an open function ("f" + its call), or round repeated boxes ("r9")."""

    id: str
    title: str
    parent: str | None
    boxes: tuple[str, ...]
    call: int | None = None
    count: int = 1  # boxes that are drawn as one when it is closed


@dataclass(frozen=True, slots=True)
class View:
    boxes: tuple[Box, ...]  # in evaluation order
    wires: tuple[Wire, ...]  # grouped by target, in slot order
    frames: tuple[FunctionFrame, ...]  # outer before inner
    folded: int = 0  # functions closed because the picture would have been too large
    bundles: tuple[tuple[int, ...], ...] = ()  # node len(graph.nodes) + i is these nodes, one above the other
