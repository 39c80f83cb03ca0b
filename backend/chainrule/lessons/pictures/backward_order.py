"""The order of the backward pass: one gate too early, run to its number; and paths counted against wires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ...evaluate import Pass
from ...export.shapes import DrawnScene, Stroke
from ...number import number
from ...ops import OPS
from ...sentences import tr
from ..context import SceneContext
from ..places import PhraseError
from .canvas import LINE, PAD, Cell, PictureCanvas, text_width

__all__ = ["early", "paths"]


@dataclass
class BackwardRun:
    """A backward pass in some order. arrived: the sum at each node; late: what came after the node's turn."""

    arrived: dict[int, float]
    late: dict[int, float] = field(default_factory=dict)
    turns: list[tuple[int, float]] = field(default_factory=list)  # a node and what it handed on


def early(context: SceneContext, words: str, canvas: PictureCanvas) -> DrawnScene:
    """`early q`: the gate that gives q takes its turn when the first term has arrived. Raises: PhraseError."""
    run = context.drawing.bare
    nodes = run.graph.nodes
    if any(node.shape for node in nodes):
        raise PhraseError("It is drawn for programs of numbers.")
    gate = next((node for node in nodes if node.name == words and node.args), None)
    if gate is None:
        raise PhraseError(f"No gate gives `{words[:40]}`.")
    users = [node.id for node in nodes if gate.id in node.args]
    if len(users) < 2:
        raise PhraseError(f"`{words[:40]}` has one use: nothing is owed to it after that.")
    right = [node.id for node in reversed(nodes) if node.args]
    wrong = [index for index in right if index != gate.id]
    wrong.insert(wrong.index(max(users)) + 1, gate.id)
    good, bad = _backward(run, right), _backward(run, wrong)
    leaves = [node for node in nodes if not node.args and node.name is not None]
    return _picture(canvas, run, words, (good, bad), [leaf.id for leaf in leaves])


def _backward(run: Pass, order: Sequence[int]) -> BackwardRun:
    """Hand back gate by gate; what reaches a gate after its turn is lost. On numbers only."""
    result = BackwardRun({run.graph.output: float(np.asarray(run.upstream))})
    done_gates: set[int] = set()
    for index in order:
        node = run.graph.nodes[index]
        upstream = result.arrived.get(index, 0.0)
        result.turns.append((index, upstream))
        done_gates.add(index)
        args = [run.values[arg] for arg in node.args]
        for slot, arg in enumerate(node.args):
            rows = OPS[node.op].vjp
            if isinstance(rows, tuple):
                term = float(rows[slot](upstream, run.values[index], *args, **node.params))
            else:
                term = float(rows(slot, upstream, run.values[index], *args, **node.params))
            where = result.late if arg in done_gates else result.arrived
            where[arg] = where.get(arg, 0.0) + term
    return result


def _picture(
    canvas: PictureCanvas, run: Pass, words: str, passes: tuple[BackwardRun, BackwardRun], leaves: list[int]
) -> DrawnScene:
    nodes, (good, bad) = run.graph.nodes, passes

    def name(index: int) -> str:
        return nodes[index].name or OPS[nodes[index].op].symbol

    heads = (tr("each gate waits"), tr("{0} goes too early", words))
    rows = [[Cell(tr("turn"), "mute"), *(Cell(head, bold=True) for head in heads)]]
    for turn, ((left, given_left), (right, given_right)) in enumerate(zip(good.turns, bad.turns, strict=True), 1):
        rows.append(
            [
                Cell(str(turn), "mute"),
                Cell(tr("{0} gets {1}", name(left), number(given_left))),
                Cell(tr("{0} gets {1}", name(right), number(given_right))),
            ]
        )
    late_terms = "; ".join(
        tr("{0} for {1} comes too late", number(term), name(index)) for index, term in bad.late.items()
    )
    rows.append([Cell("", "mute"), Cell(tr("nothing is owed")), Cell(late_terms, "bwd")])
    descriptions = [late_terms]
    for leaf in leaves:
        true, false = good.arrived.get(leaf, 0.0), bad.arrived.get(leaf, 0.0)
        differs = not np.isclose(true, false)
        rows.append(
            [
                Cell(name(leaf), "mute"),
                Cell(number(true), "fwd", bold=True),
                Cell(number(false) + (f"  {tr('wrong')}" if differs else ""), "bwd" if differs else "fwd", bold=True),
            ]
        )
        descriptions.append(tr("gradient of {0}: {1}, in the wrong order {2}", name(leaf), number(true), number(false)))
    canvas.table(PAD, PAD, rows)
    return canvas.scene(tr("The right order beside a wrong one"), "; ".join(descriptions) + ".")


def paths(context: SceneContext, words: str, canvas: PictureCanvas) -> DrawnScene:
    """`paths x`: the ways from x to the output beside the wires, to one scale. Raises: PhraseError."""
    ways = context.places.paths_from(words)
    wires = context.places.wires
    most = float(max(ways, wires))
    rows = ((tr("wires"), wires, "fwd"), (tr("paths"), ways, "bwd"))
    left = PAD + 12 + max(text_width(label, family="gate") for label, _, _ in rows)
    longest = max(text_width(f"{count:,}") for _, count, _ in rows)
    whole = max(60.0, min(420.0, canvas.room - left - 10 - longest - PAD))
    for row, (label, count, color) in enumerate(rows):
        y = PAD + row * (LINE + 8)
        canvas.text(PAD, y + 15, label, bold=True)
        canvas.box(left, y, max(1.0, whole * count / most), LINE, f"{color}@0.45", Stroke(color, 1.0))
        canvas.text(left + whole + 10, y + 15, f"{count:,}", family="mono", color=color, bold=True)
    return canvas.scene(tr("Paths and wires"), tr("{0} paths, {1} wires.", f"{ways:,}", f"{wires:,}"))
