"""Gradients written by hand: each is judged as PyTorch judges it, and a mistake is told by its name."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from backward_passes import PLANTED, PROGRAMS, Planted, Program
from chainrule.diagnostics import MISTAKES, Verdict, judge
from chainrule.evaluate import evaluate
from chainrule.graph import Graph
from chainrule.read import Request, read

BY_NAME = {program.name: program for program in PROGRAMS}


def judged(source: str, values: dict[str, Any] | None = None, output: str | None = None) -> tuple[Graph, list[Verdict]]:
    given = {name: np.array(v, float) if np.ndim(v) else float(v) for name, v in (values or {}).items()}
    graph = read(source, Request(values=given, output=output))
    run = evaluate(graph, given)
    return run.graph, judge(run, run.graph.hand_gradients, run.graph.seed)


def verdicts(source: str, output: str | None = None, **values: Any) -> dict[str, str]:
    return {each.name: each.verdict for each in judged(source, values, output)[1]}


def mistakes(source: str, **values: Any) -> dict[str, str | None]:
    return {each.name: each.mistake for each in judged(source, values)[1] if each.verdict == "wrong"}


# the oracle ----------------------------------------------------------------------------------------------------------


def _torch() -> SimpleNamespace:
    def summed(x: torch.Tensor, axis: Any = None, keepdims: bool = False) -> torch.Tensor:
        return x.sum() if axis is None else x.sum(dim=axis, keepdim=keepdims)

    def largest(a: Any, b: torch.Tensor) -> torch.Tensor:
        return torch.maximum(torch.as_tensor(a, dtype=torch.float64), b)

    return SimpleNamespace(
        exp=torch.exp, log=torch.log, tanh=torch.tanh, sqrt=torch.sqrt, sum=summed, maximum=largest, dot=torch.matmul
    )  # fmt: skip


def true_gradients(program: Program) -> dict[str, np.ndarray]:
    """dL/d(each name of the forward pass), by PyTorch."""
    space: dict[str, Any] = {"np": _torch()}
    for name, value in program.values.items():
        space[name] = torch.tensor(np.array(value, float), requires_grad=True)
    exec(re.sub(r"axis=(\w+), keepdims", r"dim=\1, keepdim", program.forward), space)
    loss = eval(program.loss, space)
    found = {}
    for name, of in program.of.items():
        (gradient,) = torch.autograd.grad(loss, space[of], retain_graph=True)
        found[name] = program.signs.get(name, 1) * gradient.numpy()
    return found


def written(source: str, program: Program) -> dict[str, np.ndarray]:
    """What the program's own lines compute, by NumPy."""
    space: dict[str, Any] = {"np": np}
    space.update({name: np.array(value, float) for name, value in program.values.items()})
    exec(source, space)
    return {name: np.asarray(space[name], float) for name in program.of}


def agrees(mine: np.ndarray, true: np.ndarray) -> bool:
    return mine.size == true.size and bool(np.allclose(mine.reshape(true.shape), true, rtol=1e-8, atol=1e-10))


# programs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_a_right_backward_pass_is_right_line_by_line(program: Program) -> None:
    true, mine = true_gradients(program), written(program.source, program)
    assert all(agrees(mine[name], true[name]) for name in true), "The program itself must be right."
    found = judged(program.source, dict(program.values))[1]
    assert {each.text for each in found if each.verdict != "right"} == set()
    assert {each.name for each in found} >= set(program.of)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda p: f"{p.program}:{p.new.strip() or 'left out'}")
def test_a_planted_mistake_is_found_and_named(planted: Planted) -> None:
    program = BY_NAME[planted.program]
    source = program.source.replace(planted.old, planted.new, 1)
    assert source != program.source
    true, mine = true_gradients(program), written(source, program)
    found = {each.name: each for each in judged(source, dict(program.values))[1]}
    for name in program.of:
        right = agrees(mine[name], true[name])
        if right or name in planted.wrong or name in planted.inherits:
            assert found[name].verdict == ("right" if right else "wrong"), found[name].text
    for name, each in found.items():
        if name in planted.wrong:
            assert (each.verdict, each.inherits, each.mistake or "") == ("wrong", None, planted.wrong[name]), each.text
        elif name in planted.inherits:
            assert (each.verdict, each.inherits) == ("wrong", next(iter(planted.wrong))), each.text
        else:
            assert each.verdict == "right", each.text


def test_every_kind_of_mistake_is_planted_somewhere() -> None:
    planted = {code for each in PLANTED for code in each.wrong.values()}
    assert {mistake.code for mistake in MISTAKES} - planted <= {"local-only", "shape"}
