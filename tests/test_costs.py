"""What derivatives cost, and a backward pass that is broken on purpose: over Python and the API."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.errors import InputError
from chainrule.request import TraceRequest
from chainrule.tracing.costs import costs
from chainrule.tracing.gradcheck import check_gradients
from chainrule.tracing.gradcheck_request import FaultRequest, GradcheckRequest
from programs import scalar_program
from service import Client

NEURON = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
SOURCE = "sigmoid(w0*x0 + w1*x1 + w2)"


def post(client: Client, path: str, **fields: Any) -> Any:
    return client.request("POST", path, json.dumps(fields).encode())


def test_one_output_and_many_inputs_are_for_reverse_mode() -> None:
    found = costs(TraceRequest(SOURCE, NEURON))
    assert (found.reverse.passes, found.forward.passes) == (1, 5)
    assert found.reverse.multiply_adds < found.forward.multiply_adds
    assert "reverse mode needs fewer" in found.text
    gradients = chainrule.trace(SOURCE, NEURON).gradients
    assert found.columns == list(NEURON)
    np.testing.assert_allclose(found.jacobian, [[gradients[name] for name in found.columns]], rtol=1e-12)


def test_one_input_and_many_outputs_are_for_forward_mode() -> None:
    found = costs(TraceRequest("y = x*[1, 2, 3]", {"x": 2.0}))
    assert (found.reverse.passes, found.forward.passes) == (3, 1)
    assert "forward mode needs fewer" in found.text
    assert (found.rows, found.jacobian) == (["y[0]", "y[1]", "y[2]"], [[1], [2], [3]])


def test_the_jacobian_is_that_of_the_rows() -> None:
    values: dict[str, Any] = {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [0.5, -1.0]}
    found = costs(TraceRequest("y = tanh(W @ x)", values))
    for row, name in enumerate(found.rows):
        seed = np.eye(2)[row]
        gradients = chainrule.trace("y = tanh(W @ x)", values, upstream=seed).gradients
        flat = np.concatenate([np.ravel(gradients["W"]), np.ravel(gradients["x"])])
        np.testing.assert_allclose(found.jacobian[row], flat, rtol=1e-12, err_msg=name)  # type: ignore[index]


@pytest.mark.parametrize(
    ("source", "values", "reverse", "forward", "evaluation"),
    [
        # a product for each wire back: two of +, two of ×; forwards x and y go through both gates, z through ×
        ("(x + y)*z", {"x": -2.0, "y": 5.0, "z": -4.0}, (1, 4, 1), (3, 2 + 2 + 1, 4), 1 + 1),
        # W and x each 4, tanh 2, twice; forwards six times W @ x and tanh
        ("tanh(W @ x)", {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [0.5, -1.0]}, (2, 2 * 10, 2), (6, 6 * 6, 8), 4 + 2),
        # the sum 3, the square 3, both sides of - 3 each; forwards all three gates for each of 6 entries
        ("sum((x - t)**2)", {"x": [1.0, 2.0, 3.0], "t": [0.0, 1.0, 1.0]}, (1, 12, 3), (6, 6 * 9, 12), 9),
        # what only moves entries computes nothing
        ("sum(reshape(W, (4,)))", {"W": [[1.0, 2.0], [3.0, 4.0]]}, (1, 4, 0), (4, 16, 10), 4),
    ],
)
def test_the_counters_count_as_by_hand(
    source: str, values: Any, reverse: tuple[int, ...], forward: tuple[int, ...], evaluation: int
) -> None:
    """Passes, multiply-adds and numbers kept of both modes; the multiply-adds of one evaluation."""
    count = costs(TraceRequest(source, values))
    modes = [(mode.passes, mode.multiply_adds, mode.numbers_kept) for mode in (count.reverse, count.forward)]
    assert modes == [reverse, forward]
    assert count.checkpoint.evaluation_multiply_adds == evaluation


@pytest.mark.parametrize(
    ("source", "values", "names", "freed", "left", "gates", "work"),
    [
        ("a = exp(x)\nb = a*y\nsin(b)", {"x": 0.1, "y": 2.0}, ["b"], 8, 8, 1, 1),  # from a, which is kept
        ("a = exp(x)\nb = a*y\nsin(b)", {"x": 0.1, "y": 2.0}, ["a", "b"], 16, 0, 2, 2),
        ("h = tanh(W @ x)\nsum(h**2)", {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [0.5, -1.0]}, ["h"], 16, 0, 2, 6),
        ("a = x*y\nb = exp(a)\nb*b*a", {"x": 0.1, "y": 2.0}, ["a"], 8, 16, 1, 1),
    ],
)
def test_a_checkpoint_counts_as_by_hand(
    source: str, values: Any, names: list[str], freed: int, left: int, gates: int, work: int
) -> None:
    request = TraceRequest(source, values)
    rows = {row.name: row.node for row in costs(request).checkpoint.rows}
    point = costs(request, [rows[name] for name in names]).checkpoint
    assert (point.freed_bytes, point.kept_bytes, point.gates, point.multiply_adds) == (freed, left, gates, work)


def test_a_jacobian_of_very_many_entries_is_counted_and_not_given() -> None:
    found = costs(TraceRequest("x*x", {"x": [1.0] * 40}))
    assert found.jacobian is None
    assert (found.reverse.passes, found.forward.passes) == (40, 40)


def test_a_checkpoint_trades_bytes_for_multiply_adds() -> None:
    request = TraceRequest("exp(exp(exp(x)))", {"x": 0.1})
    kept = costs(request).checkpoint
    assert (kept.kept_bytes, kept.freed_bytes, kept.multiply_adds) == (24, 0, 0)
    middle = kept.rows[1]
    less = costs(request, [middle.node]).checkpoint
    assert (less.kept_bytes, less.freed_bytes) == (16, 8)
    assert (less.gates, less.multiply_adds) == (middle.gates, middle.multiply_adds)
    none = costs(request, [row.node for row in kept.rows]).checkpoint
    assert (none.kept_bytes, none.gates) == (0, 3)
    assert none.multiply_adds == none.evaluation_multiply_adds


def test_a_leaf_is_not_recomputed() -> None:
    with pytest.raises(InputError, match="no computed value that is saved"):
        costs(TraceRequest("x*x", {"x": 2.0}), ["n0"])


def test_costs_over_the_api(client: Client) -> None:
    reply = post(client, "/api/v1/costs", source="exp(x)*y", values={"x": 1, "y": 2})
    assert reply.status == 200
    rows = reply.json()["checkpoint"]["rows"]
    (node,) = (row["node"] for row in rows if not row["leaf"])
    again = post(client, "/api/v1/costs", source="exp(x)*y", values={"x": 1, "y": 2}, recompute=[node])
    assert again.json()["checkpoint"]["freed_bytes"] == 8
    for fields, code in [({"recompute": "n1"}, "bad-field"), ({"recompute": ["n99"]}, "unknown-id")]:
        refused = post(client, "/api/v1/costs", source="exp(x)*y", values={"x": 1, "y": 2}, **fields)
        assert (refused.status, refused.json()["code"]) == (422, code)


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_the_check_finds_the_gate_that_drops_a_sign(seed: int) -> None:
    source, values = scalar_program(seed)
    trace = chainrule.trace(source, values)
    request = TraceRequest(source, values)
    for node in trace.nodes:
        if node.kind != "gate" or not node.id.startswith("n") or node.op == "copy":
            continue
        handed = [float(edge.downstream) for edge in trace.edges if edge.target == node.id]
        found = check_gradients(request, GradcheckRequest(fault=FaultRequest(node.id, "sign"))).fault
        assert found is not None
        if handed and max(map(abs, handed)) > 1e-2 and not trace.notices and not node.notices:
            assert found.first_wrong == node.id, (source, node.id)
        elif not any(handed):
            assert found.first_wrong is None


def test_without_a_fault_every_gate_passes_the_check() -> None:
    from chainrule.directions.broken import BrokenGradients, first_wrong
    from chainrule.evaluate import evaluate, plan
    from test_directions import graph_and_values

    for seed in range(0, 60, 4):
        graph, numbers = graph_and_values(*scalar_program(seed))
        run = evaluate(plan(graph), numbers)
        assert first_wrong(run, BrokenGradients(run.gradients, run.downstream)) is None


def test_a_forgotten_sum_is_found_at_its_copy_gate() -> None:
    found = check_gradients(
        TraceRequest("w*x + w*w", {"w": 2.0, "x": -1.0}), GradcheckRequest(fault=FaultRequest("c0", "sum"))
    )
    assert found.fault is not None
    assert found.fault.first_wrong == "c0"
    assert [check.name for check in found.checks if not check.agrees] == ["w"]
    assert "the gradient is wrong" in found.checks[0].text


def test_a_forgotten_local_gradient_is_found_where_it_is_not_1() -> None:
    request = TraceRequest("exp(x + y)", {"x": 0.5, "y": 1.0})
    for node, found in (("n3", "n3"), ("n2", None)):
        fault = check_gradients(request, GradcheckRequest(fault=FaultRequest(node, "local"))).fault
        assert fault is not None
        assert fault.first_wrong == found


def test_a_value_that_the_output_does_not_depend_on_can_be_broken_too() -> None:
    """A user of it gets no gradient at all."""
    request = TraceRequest("q = x*x\nunused = q*y\nf = q + q*q", {"x": 2.0, "y": 3.0})
    copies = [node.id for node in chainrule.trace(request.source, dict(request.values)).nodes if node.form == "copy"]
    for copy in copies:
        fault = check_gradients(request, GradcheckRequest(fault=FaultRequest(copy, "sum"))).fault
        assert fault is not None


def test_a_mistake_at_a_kink_is_not_called_harmless() -> None:
    """Each input of a tie may get all of the gradient, but not both of them."""
    request = TraceRequest("minimum(x, x)*3", {"x": 2.0})
    result = check_gradients(request, GradcheckRequest(fault=FaultRequest("n1", "local")))
    assert result.fault is not None
    assert result.fault.first_wrong is None
    assert [check.agrees for check in result.checks] == [False]
    assert result.fault.text.startswith("1 gradient is wrong. Checked gate by gate nothing differs")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"node": "n99"}, "bad-fault"),
        ({"node": "out"}, "bad-fault"),
        ({"node": "n0"}, "bad-fault"),
        ({"node": "n2", "kind": "sum"}, "bad-fault"),
        ({"node": "n2", "kind": "nonsense"}, "bad-field"),
        ({"gate": "n2"}, "bad-field"),
        ("n2", "bad-field"),
    ],
)
def test_what_cannot_be_broken_is_refused(client: Client, fault: Any, code: str) -> None:
    reply = post(client, "/api/v1/gradcheck", source="x*y", values={"x": 2, "y": 3}, fault=fault)
    assert (reply.status, reply.json()["code"]) == (422, code)


def test_times_are_measured_where_they_are_asked_for(client: Client) -> None:
    plain = post(client, "/api/v1/gradcheck", source="x*y", values={"x": 2, "y": 3}).json()
    assert (plain["seconds"], plain["fault"]) == (None, None)
    timed = post(client, "/api/v1/gradcheck", source="x*y", values={"x": 2, "y": 3}, timed=True).json()
    assert timed["seconds"]["numeric"] > 0
    assert timed["seconds"]["analytic"] > 0


@pytest.mark.parametrize("way", [{"graph": "backward"}, {"mode": "forward", "direction": {"x": 1}}])
def test_every_route_takes_the_ways(client: Client, way: Any) -> None:
    fields = {"source": "sigmoid(x*y)", "values": {"x": 2, "y": 3}, **way}
    for path in ("trace", "render.svg", "code", "gradcheck", "hessian", "costs", "render.tex"):
        reply = post(client, f"/api/v1/{path}", **fields)
        assert reply.status == 200, (path, reply.body[:300])


def test_a_query_takes_the_ways(client: Client) -> None:
    reply = client.request(
        "GET", "/api/v1/trace?source=x*y&values=%7B%22x%22:2,%22y%22:3%7D&mode=forward&direction=%7B%22y%22:1%7D"
    )
    assert reply.json()["tangent"] == 2
    reply = client.request("GET", "/api/v1/trace?source=x*y&values=%7B%22x%22:2,%22y%22:3%7D&graph=backward")
    assert reply.json()["saved"]["bytes"] == 16
