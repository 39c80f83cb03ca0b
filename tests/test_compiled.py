"""The loop of a run gives the numbers of a trace, bit by bit, over all rows of the table of ops."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from chainrule.compiled import Compiled
from chainrule.errors import InputError
from chainrule.evaluate import evaluate, unbroadcast
from chainrule.graph import INPUT, Graph
from fuzz.graphs import ROWS, random_graph

BLOCKS = range(6)
EACH = 250  # random graphs in a block


def check(graph: Graph, values: dict[str, Any], upstream: Any) -> None:
    """Compare the values and all gradients of the two loops."""
    trace = evaluate(graph, values, upstream)
    inputs = [node.id for node in graph.nodes if node.op == INPUT]
    with np.errstate(all="ignore"):
        run = Compiled(graph, {node: trace.values[node] for node in inputs}, inputs, [graph.output], inputs)
        assert np.array_equal(run.run(), trace.values[graph.output], equal_nan=True)
        gradients = run.gradients(trace.upstream)
    for node, gradient in zip(inputs, gradients, strict=True):
        assert np.shape(gradient) == graph.nodes[node].shape
        assert np.array_equal(gradient, trace.gradients[node], equal_nan=True), graph.nodes[node].name


@pytest.mark.parametrize("block", BLOCKS)
def test_the_two_loops_have_equal_bits_on_random_graphs(block: int) -> None:
    for seed in range(block * EACH, (block + 1) * EACH):
        case = random_graph(seed)
        try:
            check(case.graph, case.values, case.upstream)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{case}") from error
        except InputError as error:
            if error.code != "recorded":  # a recorded gate whose inputs another gate makes
                raise


def test_the_random_graphs_lead_through_every_row() -> None:
    reached: set[str] = set()
    for seed in range(len(BLOCKS) * EACH):
        case = random_graph(seed)
        reached |= {node.op for node in case.graph.nodes}
    assert {op.name for op, _ in ROWS} <= reached


@pytest.mark.parametrize("shape", [(3,), (1,), (2, 3), (1, 3), (2, 1), (1, 1), ()])
@pytest.mark.parametrize("lead", [(), (4,), (1,), (5, 4)])
def test_broadcasting_is_undone_by_summing_over_every_copy(shape: tuple[int, ...], lead: tuple[int, ...]) -> None:
    """The sum over copies, counted one by one: each entry of the term belongs to the entry that it was copied from."""
    whole = (*lead, *(4 if n == 1 else n for n in shape))
    term = np.random.default_rng(0).standard_normal(whole)
    origin = np.broadcast_to(np.arange(int(np.prod(shape))).reshape(shape), whole)
    expected = np.bincount(origin.ravel(), term.ravel(), minlength=int(np.prod(shape))).reshape(shape)
    result = unbroadcast(term, shape)
    assert np.shape(result) == shape
    assert np.allclose(result, expected, rtol=1e-13, atol=1e-13)
