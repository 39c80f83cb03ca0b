"""Where on its box's edge each wire begins and ends."""

from __future__ import annotations

from .net import Net
from .split import Split

__all__ = ["ease", "ports"]

PORT = 18.0  # between the operands of a gate, at most
PORTS = 0.64  # part of a box's height over which its ports spread, at most
EASE = 7.0  # a port moves this far to spare its wire a small bend
NARROW = 0.5  # part of the usual distance that two ports keep when they move


def ports(net: Net, split: Split) -> tuple[list[float], list[float]]:
    """Heights of the ports: operands in slot order, outgoing wires in the order in which they go on."""
    leaving, entering = [0.0] * len(net.wires), [0.0] * len(net.wires)
    place: dict[int, int] = {}
    for box, spec in enumerate(net.boxes):
        outs, ins = net.outs[box], net.ins[box]
        if len(ins) > 1:
            _spread(ins, spec.height, entering)
        if len(outs) > 1:
            if not place:
                place = {v: i for row in split.rows[1::2] for i, v in enumerate(row)}
            _spread(sorted(outs, key=lambda w: place[split.chains[w][1]]), spec.height, leaving)
    return leaving, entering


def _spread(wires: list[int], height: float, offsets: list[float]) -> None:
    step = min(PORT, PORTS * height / (len(wires) - 1))
    for i, w in enumerate(wires):
        offsets[w] = (i - (len(wires) - 1) / 2) * step


def ease(
    net: Net, split: Split, y: list[float], leaving: list[float], entering: list[float]
) -> tuple[list[float], list[float]]:
    """Move ports a little where that makes a wire level.

    Before: `y` are the heights of all vertices.
    After:  the ports of a box are in the same order, none further from the middle than before or 0.32 of the height.
    """
    leaving, entering = leaving.copy(), entering.copy()
    for box, spec in enumerate(net.boxes):
        if len(net.ins[box]) > 1:
            wires = net.ins[box]
            _move(wires, [y[split.chains[w][-2]] - y[box] for w in wires], spec.height, entering)
        if len(net.outs[box]) > 1:
            wires = sorted(net.outs[box], key=leaving.__getitem__)
            _move(wires, [y[split.chains[w][1]] - y[box] for w in wires], spec.height, leaving)
    return leaving, entering


def _move(wires: list[int], level: list[float], height: float, offsets: list[float]) -> None:
    reach = max(PORTS * height / 2, offsets[wires[-1]])
    apart = NARROW * (offsets[wires[1]] - offsets[wires[0]])
    for i, w in enumerate(wires):
        at = level[i]
        if (
            abs(at) <= reach
            and abs(at - offsets[w]) <= EASE
            and (i == 0 or at - offsets[wires[i - 1]] >= apart)
            and (i + 1 == len(wires) or offsets[wires[i + 1]] - at >= apart)
        ):
            offsets[w] = at
