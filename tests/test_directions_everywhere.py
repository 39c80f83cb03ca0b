"""The numerical check and second derivatives over the API, on the command line and in Python."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import chainrule
from chainrule.cli import main
from service import Client

NEURON = {"source": "1/(1+exp(-(w*x+b)))", "values": {"w": 2, "x": -1, "b": 3}}


def post(client: Client, path: str, **fields: Any) -> Any:
    return client.request("POST", path, json.dumps(fields).encode())


def test_gradcheck_answers_with_errors_for_every_step(client: Client) -> None:
    reply = post(client, "/api/v1/gradcheck", **NEURON)
    assert reply.status == 200
    checks = {row["name"]: row for row in reply.json()["checks"]}
    assert set(checks) == {"w", "x", "b"}
    assert checks["w"]["analytic"] == pytest.approx(checks["w"]["numeric"], rel=1e-8)
    assert [step for step, _ in checks["w"]["by_h"]] == [10.0**-power for power in range(17)]
    assert reply.json()["h"] == 1e-5


def test_hessian_answers_with_structure_and_eigenvalues(client: Client) -> None:
    reply = post(client, "/api/v1/hessian", source="3*x**2 + y**2", values={"x": 1, "y": 2}, wrt=["y", "x"])
    found = reply.json()
    assert found["names"] == ["y", "x"]
    assert found["hessian"] == [[2, 0], [0, 6]]
    assert (found["structure"], found["eigenvalues"]) == ("diagonal", [2, 6])
    assert found["largest_step"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("path", "fields", "code"),
    [
        ("gradcheck", {"h": 0}, "bad-step"),
        ("gradcheck", {"h": 2}, "bad-step"),
        ("gradcheck", {"h": "small"}, "bad-field"),
        ("gradcheck", {"kind": "backward"}, "bad-field"),
        ("gradcheck", {"wrt": ["x"]}, "unknown-field"),
        ("hessian", {"wrt": ["q"]}, "unknown-name"),
        ("hessian", {"wrt": "x"}, "bad-field"),
        ("hessian", {"source": "sum(x*x)", "values": {"x": [1.0] * 301}}, "limit"),
        ("gradcheck", {"source": "sum(x*x)", "values": {"x": [1.0] * 501}}, "limit"),
        ("gradcheck", {"source": "x*"}, "syntax"),
    ],
)
def test_what_is_wrong_is_a_422_that_says_so(client: Client, path: str, fields: Any, code: str) -> None:
    reply = post(client, f"/api/v1/{path}", **{"source": "x*x", "values": {"x": 3}, **fields})
    assert (reply.status, reply.json()["code"]) == (422, code)


def test_a_gate_that_breaks_its_number_is_an_answer(client: Client) -> None:
    reply = post(client, "/api/v1/hessian", source="log(x)", values={"x": 0})
    assert reply.status == 200
    assert reply.json()["eigenvalues"] == []


def test_check_exits_0_where_all_agree(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", NEURON["source"], "--set", "w=2", "--set", "x=-1", "--set", "b=3"]) == 0
    assert "6 forward passes" in capsys.readouterr().out
    assert main(["check", "x**2", "--set", "x=1", "--h", "1", "--kind", "forward"]) == 0
    assert main(["check", "x**3", "--set", "x=1", "--h", "0.5"]) == 0
    assert main(["check", "x**", "--set", "x=1"]) == 1


def test_command_line_and_api_answer_the_same_bytes(client: Client, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    words = [NEURON["source"], "--set", "w=2", "--set", "x=-1", "--set", "b=3", "--json"]
    assert main(["check", *words]) == 0
    assert capsysbinary.readouterr().out == post(client, "/api/v1/gradcheck", **NEURON).body
    assert main(["hessian", *words]) == 0
    assert capsysbinary.readouterr().out == post(client, "/api/v1/hessian", **NEURON).body
    assert main(["costs", *words]) == 0
    assert capsysbinary.readouterr().out == post(client, "/api/v1/costs", **NEURON).body


def test_python_gives_arrays() -> None:
    values = {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [0.5, -1.0]}
    found = chainrule.hessian("sum((W @ x)**2)", values, wrt=["x"])
    np.testing.assert_allclose(found.matrix, 2 * np.transpose(values["W"]) @ values["W"])
    check = chainrule.gradcheck("sum((W @ x)**2)", values).checks[0]
    assert (check.name, check.analytic.shape) == ("W", (2, 2))
    moved = chainrule.jvp("W @ x", values, {"x": [1.0, 0.0]})
    np.testing.assert_allclose(moved, [1.0, 3.0])
    product = chainrule.hvp("sum((W @ x)**2)", values, {"x": [1.0, 0.0]})
    np.testing.assert_allclose(product["x"], found.matrix[:, 0])


def test_a_direction_of_another_shape_is_refused() -> None:
    with pytest.raises(chainrule.ChainruleError, match="The direction of `x` has shape a number, the variable 2"):
        chainrule.jvp("sum(x)", {"x": [1.0, 2.0]}, {"x": 1.0})


def test_a_gradient_of_0_has_no_digits_that_could_agree(client: Client) -> None:
    reply = post(client, "/api/v1/gradcheck", source="1 + sin(x)", values={"x": 1.5707963267948966})
    (check,) = reply.json()["checks"]
    assert check["agrees"]
    assert check["text"] == "Both are 0 as far as a difference quotient can tell."
    assert main(["check", "1 + sin(x)", "--set", "x=1.5707963267948966"]) == 0


def test_no_variable_is_said_and_not_called_infinite(client: Client) -> None:
    chosen = post(client, "/api/v1/hessian", source="x*0 + 2**3", values={"x": 1}, wrt=[]).json()["text"]
    assert chosen == "No variable was chosen."
    assert post(client, "/api/v1/hessian", source="exp(2) + 1").json()["text"] == "The output depends on no variable."


def test_costs_on_the_command_line_count_a_checkpoint(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["costs", "exp(x)*y", "--set", "x=1", "--set", "y=2"]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "forward mode column by column in 2 passes" in out
    saved = next(line.split()[0] for line in out.splitlines() if line.endswith("kept") and line.startswith("n"))
    assert main([*words, "--recompute", saved]) == 0
    assert "For that 1 gate is run again" in capsys.readouterr().out
    assert main([*words, "--recompute", "n99"]) == 1


def test_check_finds_a_gate_that_is_broken_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["check", "x*y", "--set", "x=1", "--set", "y=2", "--timed"]
    assert main([*words, "--break", "n2=sign"]) == 1
    out = capsys.readouterr().out
    assert "2 gradients are wrong." in out
    assert "It is n2." in out
    assert "times as long" in out


OWN = "def sq(x): return x**2\nsq.derivative = lambda x: 3*x\ny = sq(x)*2"
BY_HAND = "f = x*y + sin(x)\ndx = y + sin(x)\ndy = x"


def test_the_check_judges_what_the_program_itself_says(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    reply = post(client, "/api/v1/gradcheck", source=OWN, values={"x": 2}).json()
    assert [notice["code"] for notice in reply["derivatives"]] == ["derivative-differs"]
    assert "Your dsq/dx differs" in reply["checks"][0]["text"]
    by_hand = post(client, "/api/v1/gradcheck", source=BY_HAND, values={"x": 2, "y": 3}).json()
    assert [row["verdict"] for row in by_hand["hand_gradients"]] == ["wrong", "right"]
    assert main(["check", BY_HAND, "--set", "x=2", "--set", "y=3"]) == 1
    assert "dx is 3.91, but df/dx is 2.58." in capsys.readouterr().out
    assert main(["check", OWN.replace("3*x", "2*x"), "--set", "x=2"]) == 0


def test_python_checks_what_api_and_command_line_check() -> None:
    broken = chainrule.gradcheck("x*y", {"x": 1, "y": 2}, fault=("n2", "sign"), timed=True)
    assert broken.fault is not None
    assert broken.fault.first_wrong == "n2"
    assert [check.agrees for check in broken.checks] == [False, False]
    assert "the gradient is wrong" in broken.checks[0].text
    assert broken.seconds is not None
    assert broken.seconds.numeric > 0
    assert [notice.code for notice in chainrule.gradcheck(OWN, {"x": 2}).derivatives] == ["derivative-differs"]
    by_hand = chainrule.gradcheck(BY_HAND, {"x": 2, "y": 3}).hand_gradients
    assert [row.verdict for row in by_hand] == ["wrong", "right"]


@pytest.mark.parametrize("view", ["gates", "functions", "units"])
def test_a_program_that_sets_its_numbers_itself_has_every_direction(view: Any) -> None:
    source = "import numpy as np\nW = np.random.randn(2, 2)\nx = np.array([1.0, -2.0])\nL = np.sum(np.tanh(W @ x))"
    moved = chainrule.trace(source, mode="forward", direction={"x": [1.0, 0.0]}, view=view)
    ends = {node.label: node.value for node in chainrule.trace(source, graph="backward", view="gates").nodes}
    assert moved.tangent == pytest.approx(ends["dx"][0], rel=1e-12)
    assert chainrule.trace(source, mode="forward", view=view).direction.keys() == {"W"}
    if view == "gates":
        check = chainrule.gradcheck(source, fault=("n2", "sign"))
        assert [(each.name, each.agrees) for each in check.checks] == [("W", False), ("x", False)]
        assert all(each.agrees for each in chainrule.gradcheck(source).checks)
        assert chainrule.hessian(source, wrt=["x"]).matrix.shape == (2, 2)
        assert chainrule.costs(source).forward.passes == 6


SIGMOIDS = "h = sigmoid(w*x)\nf = sigmoid(h*w)*2"
ARRAYS_BROKEN = "sum(tanh(W @ x)**2)"


@pytest.mark.parametrize(
    ("source", "values", "view"),
    [
        (SIGMOIDS, {"w": 2.0, "x": -1.0}, "functions"),
        (SIGMOIDS, {"w": 2.0, "x": -1.0}, "gates"),
        (SIGMOIDS, {"w": 2.0, "x": -1.0}, "units"),
        (ARRAYS_BROKEN, {"W": [[0.5, 0.75], [-0.3, 0.8]], "x": [0.5, -1.0]}, "units"),
    ],
)
def test_each_gate_of_each_view_can_be_broken_and_is_found(source: str, values: Any, view: Any) -> None:
    trace = chainrule.trace(source, values, view=view)
    gates = [node.id for node in trace.nodes if node.form in ("gate", "collapsed")]
    assert len(gates) > 2
    for gate in gates:
        report = chainrule.gradcheck(source, values, view=view, fault=gate)
        assert report.fault is not None
        assert report.fault.first_wrong == gate
        assert not all(check.agrees for check in report.checks)
    for copy in [node.id for node in trace.nodes if node.form == "copy"]:
        report = chainrule.gradcheck(source, values, view=view, fault=(copy, "sum"))
        assert report.fault is not None
        assert report.fault.first_wrong == copy


def test_a_gate_inside_a_closed_function_is_found_at_its_box() -> None:
    source, values = "g(a) = exp(a)*a\ng(x)*y", {"x": 1.0, "y": 2.0}
    inside = next(node.id for node in chainrule.trace(source, values).nodes if node.op == "exp")
    fault = chainrule.gradcheck(source, values, view="functions", fault=inside).fault
    assert fault is not None
    assert fault.first_wrong == "f0"
    with pytest.raises(chainrule.ChainruleError, match="can drop its sign only"):
        chainrule.gradcheck(source, values, view="functions", fault=("f0", "local"))


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("gradcheck", {"fault": {"node": "n2"}, "timed": True}),
        ("gradcheck", {"source": "abs(x)*y", "values": {"x": 0, "y": 2}}),
        ("hessian", {}),
        ("costs", {}),
    ],
)
def test_directions_speak_german(client: Client, path: str, fields: Any) -> None:
    reply = post(client, f"/api/v1/{path}", **{"source": "x*y", "values": {"x": 1, "y": 2}, "lang": "de", **fields})
    assert reply.status == 200
    texts = _texts(reply.json())
    assert len(texts) >= 1
    assert [text for text in texts if any(word in text.split() for word in ("the", "is", "of", "passes", "it"))] == []


def _texts(document: Any) -> list[str]:
    if isinstance(document, list):
        return [text for each in document for text in _texts(each)]
    if not isinstance(document, dict):
        return []
    own = [value for name, value in document.items() if name == "text" and value]
    return own + [text for each in document.values() for text in _texts(each)]
