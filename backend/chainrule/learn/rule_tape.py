"""A rule as a scalar tape with its statements: what a page needs to run it, and to write it with the numbers in."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ..graph import INPUT, Graph
from ..limits import DEFAULT, Limits
from ..sentences import tr
from ..syntax import parse
from .optimizers import OPTIMIZERS
from .rule import PROVIDED, UpdateRule, read_formula, rule_for
from .run_document import OptimizerRow, OptimizerTable, RuleStatement, RuleTape, ScheduleRow
from .scalar_tape import scalar_tape
from .schedules import SCHEDULES

__all__ = ["optimizer_table", "rule_tape"]


def rule_tape(rule: UpdateRule, limits: Limits) -> RuleTape | None:
    """The rule for one number; None where it moves no entry by its own numbers alone, or an op has no scalar form."""
    if not rule.elementwise:
        return None
    names = dict.fromkeys((*PROVIDED, *rule.states, *rule.settings), ())
    graph = read_formula(rule.text, names, limits)
    places = {node.name: node.id for node in graph.nodes if node.op == INPUT and node.name is not None}
    statements = _statements(rule.text, graph, names, limits)
    becomes = {name: graph.names[name] for name in ("w", *rule.states)}
    outputs = {
        **{f"={name}": node for name, node in becomes.items()},
        **{str(k): n for k, (_, _, n) in enumerate(statements)},
    }
    result = scalar_tape(graph, dict.fromkeys(places.values(), 0.0), places, outputs, limits)
    if result is None:
        return None
    return RuleTape(
        result.ops,
        result.args,
        result.initial,
        result.leaves,
        [RuleStatement(name, text, result.outputs[str(k)][0]) for k, (name, text, _) in enumerate(statements)],
        {name: result.outputs[f"={name}"][0] for name in becomes},
    )


def _statements(text: str, graph: Graph, names: Mapping[str, tuple[()]], limits: Limits) -> list[tuple[str, str, int]]:
    """Each assignment of the rule: its name, its right-hand side, the node that it makes. A name that is set twice has
    its first node too, found by reading the text up to there; where that comes out otherwise nothing is said."""
    try:
        body = parse(text).body
    except SyntaxError:
        return []
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    pairs: list[tuple[str, str, int]] = []
    for statement in body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            return []
        end = starts[(statement.end_lineno or 1) - 1] + (statement.end_col_offset or 0)
        part = read_formula(text.encode()[:end].decode(), names, limits)
        same = zip(part.nodes, graph.nodes, strict=False)
        name = statement.targets[0].id
        node = part.names.get(name)
        if node is None or any((one.op, one.args) != (other.op, other.args) for one, other in same):
            return []
        pairs.append((name, ast.unparse(statement.value), node))
    return pairs


def optimizer_table(limits: Limits = DEFAULT) -> OptimizerTable:
    """Return every optimizer with its rule as a tape, and every schedule, in the language of the moment."""
    rows = []
    for row in OPTIMIZERS.values():
        rule = rule_for(row.name, {}, limits)
        rows.append(
            OptimizerRow(
                row.name,
                tr(row.title),
                row.text,
                dict(row.settings),
                [*rule.states],
                tr(row.differs),
                row.torch,
                dict(row.variants),
                dict(row.switches),
                rule_tape(rule, limits),
            )
        )
    schedules = [ScheduleRow(each.name, tr(each.title), each.text, dict(each.settings)) for each in SCHEDULES.values()]
    return OptimizerTable(rows, schedules)
