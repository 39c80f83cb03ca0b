"""Tangents, Hessians, their products and backward graphs of random programs, against PyTorch in float64.

Half of the programs are of numbers, half of arrays; of each the values of every second one are halves, so that they
stand on kinks and ties.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from chainrule.directions import hessian, hessian_vector_product, tangents
from chainrule.evaluate import evaluate, forward, plan
from chainrule.graph import INPUT, LITERAL, Graph
from chainrule.read import Request, backward_graph, read
from programs import NAMES, scalar_program

from .checks import Mismatch

__all__ = ["DirectionCase", "check_directions", "random_direction"]

LARGEST = 1e6  # numbers beyond it lose, in PyTorch as well as here, the digits that are compared
UNARY = (
    "exp(0.3*{})", "sin({})", "cos({})", "tanh({})", "sigmoid({})", "relu({})", "abs({})", "softplus({})", "({})**2",
    "0.2*({})**3", "1/(2+({})**2)", "log(1+({})**2)", "sqrt(1+({})**2)", "-({})", "arctan({})", "erf({})", "gelu({})",
    "silu({})", "leaky_relu({})", "clip({}, -0.5, 1.0)", "softmax({}, axis=-1)", "log_softmax({}, axis=-1)",
    "({} - mean({}))", "roll({}, 1, 0)", "where({} > 0.5, {}, 0.5)", "maximum({}, 0.5)", "minimum({}, 0.0)",
)  # fmt: skip
BINARY = (
    "({} + {})", "({} - {})", "({} * {})", "({} / (1.5 + ({})**2))", "maximum({}, {})", "minimum({}, {})",
    "((1 + ({})**2) ** (0.3*{}))", "where({} > 0.0, {}, 0.5)",
)  # fmt: skip
TOTALS = (
    "sum({})", "mean({})", "max({})", "sum(max({}, axis=0))", "sum(mean({}, axis=-1)**2)", "sum(var({}, axis=0))",
    "sum({}.T @ {})", "sum(concatenate([{}, {}], axis=0)**2)", "sum(stack([{}, {}])*0.5)", "sum({}[0]**3)",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DirectionCase:
    """A program, its values, and the seed of the direction."""

    source: str
    values: dict[str, Any]
    seed: int


def random_direction(seed: int) -> DirectionCase:
    """Return a program of numbers (even seeds) or arrays (odd ones); every second pair of them on kinks and ties."""
    pick, halves = random.Random(seed), seed % 4 >= 2
    source, values = scalar_program(seed // 2) if seed % 2 == 0 else _array_program(pick)
    if halves:
        values = {name: (np.round(2 * np.asarray(value)) / 2).tolist() for name, value in values.items()}
    return DirectionCase(source, values, seed)


def _array_program(pick: random.Random) -> tuple[str, dict[str, Any]]:
    """Statements on matrices of one shape, vectors along their rows, and a number; the last one adds up totals."""
    rows, columns = pick.randint(1, 3), pick.randint(1, 3)
    shapes = {"x": (rows, columns), "y": (rows, columns), "b": (columns,), "a": (), "w": (columns, columns)}
    draw = np.random.default_rng(pick.randrange(10**9))
    values = {name: draw.normal(size=shape).round(3).tolist() for name, shape in shapes.items()}
    matrices, any_shape, lines = ["x", "y"], ["x", "y", "b", "a"], []
    for line in range(pick.randint(1, 4)):
        expression = pick.choice(matrices)
        for _ in range(pick.randint(1, 3)):
            way = pick.random()
            if way < 0.45:
                expression = pick.choice(UNARY).replace("{}", expression)
            elif way < 0.85:
                expression = pick.choice(BINARY).replace("{}", expression, 1).replace("{}", pick.choice(any_shape))
            else:
                expression = f"(({expression}) @ w)"
            if len(expression) > 160:
                break
        lines.append(f"v{line} = {expression}")
        matrices.append(f"v{line}")
        any_shape.append(f"v{line}")
    totals = [pick.choice(TOTALS).replace("{}", name) for name in dict.fromkeys([matrices[-1], pick.choice(matrices)])]
    return "\n".join([*lines, f"out = {' + '.join(totals)} + 0.5*sum(x*y) + sum(b)*a + sum(w)"]), values


def check_directions(case: DirectionCase) -> bool:
    """Return whether the numbers are of everyday size, so that they could be compared. Raises Mismatch."""
    numbers: Any = {name: np.asarray(each, float)[()] for name, each in case.values.items()}
    numbers = {name: float(each) if np.ndim(each) == 0 else each for name, each in numbers.items()}
    graph = read(case.source, Request(numbers))
    results = forward(plan(graph, ()), numbers)
    names = [node.name for node in graph.nodes if node.op == INPUT and node.name is not None]
    leaves = {name: node.id for node in graph.nodes if (name := node.name) in names and node.op == INPUT}
    if any(not np.all(np.abs(np.asarray(value)) < LARGEST) for value in results):
        return False
    rng = np.random.default_rng(case.seed)
    moves = {name: rng.normal(size=np.shape(numbers[name]))[()] for name in names}
    moves = {name: float(move) if np.ndim(move) == 0 else move for name, move in moves.items()}

    backward = backward_graph(graph, list(leaves.values()))
    again, engine = forward(plan(backward.graph, ()), numbers), evaluate(graph, numbers).gradients
    for leaf in leaves.values():
        _hold(again[backward.gradients[leaf]], engine[leaf], 1e-12, "gradient of the backward graph")

    function, primal = (
        _function(case.source, names),
        tuple(torch.tensor(numbers[n], dtype=torch.float64) for n in names),
    )
    vector = tuple(torch.tensor(moves[name], dtype=torch.float64) for name in names)
    gradients = torch.autograd.grad(function(*(p := [each.clone().requires_grad_() for each in primal])), p)
    for name, gradient in zip(names, gradients, strict=True):
        _hold(engine[leaves[name]], gradient.numpy(), 1e-9, f"gradient of {name}")
    _, tangent = torch.autograd.functional.jvp(function, primal, vector)
    found = tangents(graph, results, {leaves[name]: moves[name] for name in names})[graph.output]
    _hold(0.0 if found is None else found, tangent.numpy(), 1e-9, "tangent")

    matrix = _matrix(torch.autograd.functional.hessian(function, primal), [int(np.size(numbers[n])) for n in names])
    if not np.all(np.abs(matrix) < LARGEST) or _has_power_of_zero(graph, results):
        return False
    _hold(hessian(graph, numbers, names).matrix, matrix, 1e-9, "Hessian")
    product = hessian_vector_product(graph, numbers, moves)
    flat = [np.ravel(product[n]) if n in product else np.zeros(np.size(numbers[n])) for n in names]
    _hold(np.concatenate(flat), matrix @ np.concatenate([np.ravel(moves[n]) for n in names]), 1e-9, "Hessian product")
    return True


def _function(source: str, names: list[str]) -> Any:
    *statements, last = source.split("\n")
    body, end = compile("\n".join(statements), "<case>", "exec"), compile(last.removeprefix("out = "), "<case>", "eval")

    def run(*args: Any) -> Any:
        scope = {**NAMES, **dict(zip(names, args, strict=True))}
        exec(body, scope)
        return eval(end, scope)

    return run


def _has_power_of_zero(graph: Graph, results: list[Any]) -> bool:
    """Return whether there is an a ** 0 with an exponent that moves: PyTorch drops terms of its second derivative."""
    powers = [node for node in graph.nodes if node.op == "pow" and graph.nodes[node.args[1]].op != LITERAL]
    return any(np.any(np.asarray(results[power.args[1]]) == 0) for power in powers)


def _matrix(blocks: Any, sizes: list[int]) -> Any:
    return np.block(
        [
            [b.reshape(r, c).numpy() for b, c in zip(row, sizes, strict=True)]
            for row, r in zip(blocks, sizes, strict=True)
        ]
    )


def _hold(found: Any, wanted: Any, relative: float, what: str) -> None:
    """Raises Mismatch unless equal, relative to each entry or, for sums that cancel, to the largest one."""
    a, b = np.asarray(found, dtype=np.float64), np.asarray(wanted, dtype=np.float64)
    largest = float(np.abs(b).max(initial=1.0))
    if (
        a.shape != b.shape
        or not math.isfinite(largest)
        or not np.allclose(a, b, rtol=relative, atol=relative * largest)
    ):
        raise Mismatch(f"{what}: {a.tolist()} for {b.tolist()}")
