"""Verdicts on the gradients that a program writes by hand, for the tests of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.diagnostics import HandGradientVerdict, judge
from chainrule.evaluate import evaluate
from chainrule.graph import Graph
from chainrule.read import Request, read


def judged(
    source: str, values: dict[str, Any] | None = None, output: str | None = None
) -> tuple[Graph, list[HandGradientVerdict]]:
    given = {name: np.array(v, float) if np.ndim(v) else float(v) for name, v in (values or {}).items()}
    graph = read(source, Request(values=given, output=output))
    run = evaluate(graph, given)
    return run.graph, judge(run, run.graph.hand_gradients, run.graph.seed)


def verdicts(source: str, output: str | None = None, **values: Any) -> dict[str, str]:
    return {each.name: each.verdict for each in judged(source, values, output)[1]}


def mistakes(source: str, **values: Any) -> dict[str, str | None]:
    return {each.name: each.mistake for each in judged(source, values)[1] if each.verdict == "wrong"}
