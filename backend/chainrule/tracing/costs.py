"""The document of what derivatives cost: the Jacobian, both modes beside each other, saved values and checkpoints."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from .. import directions
from ..errors import InputError, about
from ..graph import Graph, variables
from ..limits import DEFAULT, Limits
from ..number import jsonable
from ..request import TraceRequest
from ..scalarize import entry_names
from ..sentences import speaking, tr
from .build import draw
from .picture import Drawing
from .saved import BYTES
from .values_json import Number

__all__ = ["Checkpoint", "CheckpointRow", "Costs", "ModeCosts", "costs"]

LARGEST = 1_024
"""Entries up to which the whole Jacobian is given."""


@dataclass(frozen=True, slots=True)
class ModeCosts:
    """The whole Jacobian by one mode."""

    passes: int
    """Reverse: one for each entry of the output. Forward: one for each entry of the variables."""
    multiply_adds: int
    """Multiply-adds of all these passes; the evaluation that both modes need is not counted."""
    numbers_kept: int
    """Reverse: the computed values saved for the backward pass. Forward: the most values and tangents there at once."""


@dataclass(frozen=True, slots=True)
class CheckpointRow:
    """One value that is saved for the backward pass."""

    node: str
    """Its node in the backward graph."""
    name: str
    """The program's name of it, or the letter that the formulas have for it."""
    bytes: int
    """Bytes that it takes to keep it."""
    leaf: bool
    """It is there anyway: there is nothing to be recomputed."""
    gates: int
    """The gates to run again if this value alone is not kept."""
    multiply_adds: int
    """Their multiply-adds."""
    recomputed: bool
    """It is one of those asked for."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Keep some of the saved values, compute the others again when they are needed."""

    rows: list[CheckpointRow]
    """Every saved value."""
    kept_bytes: int
    """Bytes of the computed values that are still kept."""
    freed_bytes: int
    """Bytes of the values that are recomputed."""
    gates: int
    """The gates to run again."""
    multiply_adds: int
    """Their multiply-adds."""
    evaluation_multiply_adds: int
    """Those of one evaluation of the program, to compare with."""
    text: str
    """The trade as a sentence."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs of the derivatives of a program, by forward and by reverse mode."""

    rows: list[str]
    """The entries of the output; empty where the Jacobian is not given."""
    columns: list[str]
    """The entries of the variables; empty where the Jacobian is not given."""
    jacobian: list[list[Number]] | None
    """d(row)/d(column); null where it has more than 1,024 entries."""
    reverse: ModeCosts
    """Row by row."""
    forward: ModeCosts
    """Column by column."""
    checkpoint: Checkpoint
    """Trade of memory for work: the saved values that are kept, and the cost of recomputing the others."""
    text: str
    """The mode that costs less here, as a sentence."""


def costs(request: TraceRequest, recompute: Collection[str] = (), limits: Limits = DEFAULT) -> Costs:
    """Count what derivatives cost.

    Args:
        recompute: nodes of the backward graph whose values are not kept but computed again.

    Raises:
        ChainruleError: as `build`; InputError `unknown-id` for a node that is no computed value that is saved.
    """
    request.require_numbers()
    plain = replace(request, graph="backward", mode="reverse", direction=None, partial=False)
    full_run, picture = draw(plain, limits)
    graph = full_run.graph
    with speaking(request.lang), about(request.source):
        reverse, forward = _reverse(picture, full_run.graph), directions.forward_cost(graph)
        size = reverse.passes * forward.passes
        table = directions.full_jacobian(graph, full_run.values, limits) if size <= LARGEST else None
        return Costs(
            _entries(graph, [graph.output]) if table is not None else [],
            _entries(graph, _variables(graph)) if table is not None else [],
            None if table is None else jsonable(table),
            ModeCosts(reverse.passes, reverse.multiply_adds, reverse.numbers_kept),
            ModeCosts(forward.passes, forward.multiply_adds, forward.numbers_kept),
            _checkpoint(picture, recompute),
            _text(reverse.passes, forward.passes),
        )


def _reverse(picture: Drawing, graph: Graph) -> directions.ModeCost:
    """Passes of the program as it is; what is kept as the picture has it, where functions may be closed."""
    reverse_cost = directions.reverse_cost(graph, [])
    saved = picture.saved()
    return replace(reverse_cost, numbers_kept=0 if saved is None else saved.computed_bytes // BYTES)


def _variables(graph: Graph) -> list[int]:
    return sorted(graph.fact(variables).values())


def _entries(graph: Graph, nodes: list[int]) -> list[str]:
    return [
        name
        for node in nodes
        for name in entry_names(graph.nodes[node].name or graph.output_name, graph.nodes[node].shape)
    ]


def _checkpoint(picture: Drawing, recompute: Collection[str]) -> Checkpoint:
    result, graph, boxes = picture.saved(), picture.graph, picture.numbers.boxes
    values = [] if result is None else result.values
    nodes_by_box = {value.node: boxes[value.node].node for value in values if not value.leaf}
    for id in recompute:
        if id not in nodes_by_box:
            raise InputError(
                "unknown-id",
                f"`{id[:40]}` is no computed value that is saved.",
                hint=f"Those are: {', '.join(nodes_by_box)}." if nodes_by_box else "Nothing computed is saved here.",
            )
    all_saved = [*nodes_by_box.values()]
    rows = []
    for value in values:
        alone = directions.recomputed(graph, all_saved, [] if value.leaf else [nodes_by_box[value.node]])
        rows.append(
            CheckpointRow(
                value.node,
                value.name,
                value.bytes,
                value.leaf,
                alone.gates,
                alone.multiply_adds,
                value.node in recompute,
            )
        )
    chosen = directions.recomputed(graph, all_saved, [nodes_by_box[id] for id in dict.fromkeys(recompute)])
    saved_bytes = sum(row.bytes for row in rows if not row.leaf and not row.recomputed)
    freed = sum(row.bytes for row in rows if row.recomputed)
    once = directions.evaluation_work(graph)
    return Checkpoint(
        rows, saved_bytes, freed, chosen.gates, chosen.multiply_adds, once, _trade(saved_bytes, freed, chosen)
    )


def _trade(saved_bytes: int, freed: int, chosen: directions.Recomputed) -> str:
    if not freed:
        return tr(
            "All computed values that the backward pass needs are kept: {0} bytes, nothing is computed twice.",
            f"{saved_bytes:,}",
        )
    work = f"{chosen.multiply_adds:,}"
    if chosen.gates == 1:
        return tr(
            "{0} bytes are not kept, {1} are. For that 1 gate is run again: {2} multiply-adds.",
            f"{freed:,}",
            f"{saved_bytes:,}",
            work,
        )
    return tr(
        "{0} bytes are not kept, {1} are. For that {2} gates are run again: {3} multiply-adds.",
        f"{freed:,}",
        f"{saved_bytes:,}",
        f"{chosen.gates:,}",
        work,
    )


def _text(outputs: int, inputs: int) -> str:
    if not inputs:
        return tr("The output depends on no variable: there is nothing to differentiate by.")
    rows, columns = (tr("1 pass") if each == 1 else tr("{0} passes", f"{each:,}") for each in (outputs, inputs))
    how = tr("Reverse mode fills the Jacobian row by row in {0}, forward mode column by column in {1}.", rows, columns)
    if outputs == inputs:
        return f"{how} {tr('Both need as many.')}"
    if outputs < inputs:
        return f"{how} {tr('There are fewer outputs than inputs: reverse mode needs fewer.')}"
    return f"{how} {tr('There are fewer inputs than outputs: forward mode needs fewer.')}"
