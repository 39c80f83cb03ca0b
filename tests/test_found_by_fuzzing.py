"""What the fuzzers of `tests/fuzz` broke once, as they found it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from chainrule import trace
from chainrule.api.app import create_app
from chainrule.export import render
from chainrule.export.formula import outline
from service import Client, check_problem


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    made = Client(create_app(processes=1))
    yield made
    made.close()


def test_another_output_than_that_of_gradients_written_for_layers_is_traced() -> None:
    source = """
dx0 = y
for i in range(1):
    dx0 += A[1, -2]
x *= (x / dx0)
W_3 = cross_entropy([0.184, 1000.0, -0.342], 1)
for i in range(4):
    W_3 = W_3*0.5 + mse([-1.565, 0.016, -1.139], [1000.0, -0.077, 0.68])
L = (((W_3 * dx0) + W_3) ** sum(np.ones((3,))))
"""
    values = {"x": -1.501, "y": -0.648, "A": [[-1.324, -1.538, -1.334], [-0.673, 1.615, -1.124]]}
    assert trace(source, values, output="W_3").value == pytest.approx(626959.854)


@pytest.mark.parametrize("path", ["/api/v1/train", "/api/v1/train/code"])
def test_settings_of_a_run_may_be_null(client: Client, path: str) -> None:
    body = {"source": "f = (t - 1)**2", "values": {"t": 1.2}, "iterations": 3}
    reply = client.post(path, {**body, "settings": None})
    assert reply.status == 200
    assert reply.body == client.post(path, body).body


@pytest.mark.parametrize("field", [{"mode": "forward"}, {"graph": "backward"}, {"upstream": 1}, {"round": 2}])
def test_shapes_alone_are_refused_what_needs_numbers(client: Client, field: dict[str, object]) -> None:
    problem = check_problem(client.trace("x @ w", shapes_only={"x": [2], "w": [2]}, **field))
    assert problem["code"] == "shapes-only"
    assert problem["hint"] == f"Leave out `{next(iter(field))}`."


def test_calls_within_calls_are_typeset_in_the_time_of_their_number() -> None:
    """Each level took four times as long as the one before: eight of them minutes."""
    formula = "<mi>a</mi>"
    for _ in range(8):
        formula = f"<mrow><mi>f</mi><mrow><mo>(</mo>{formula}<mo>)</mo></mrow></mrow>"
    started = time.process_time()
    drawn = outline(f"<math><mtable><mtr><mtd>{formula}</mtd></mtr></mtable></math>", 16.0)
    assert time.process_time() - started < 5
    assert len(drawn.items) == 8 * 3 + 1


def test_a_constant_behind_another_constant_has_the_gradient_of_all_its_uses() -> None:
    """Two of three uses stood inside `×35` and handed nothing back: the gradient was that of the third alone."""
    result = trace("[2*x, 3] @ ([5, 7] * norm([3, 4]))", {"x": 1.0}, view="units")
    by_value = {node.value: node.gradient for node in result.nodes if node.form == "literal"}
    assert by_value[4.0] == pytest.approx((2 * 5 + 3 * 7) * 4 / 5)
    (norm,) = [node for node in result.nodes if node.title.startswith("Norm") or node.label == "norm"]
    assert norm.gradient == pytest.approx(2 * 5 + 3 * 7)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x*sum(arange(0, 1, 1e-320))", "A range of ∞ numbers; the limit `array_elements` is 100,000."),
        ("x*sum(arange(-1e308, 1e308))", "A range of ∞ numbers; the limit `array_elements` is 100,000."),
        ("x*sum(arange(1e300))", "A range of 1e+300 numbers; the limit `array_elements` is 100,000."),
        ("x*round(np.inf)", "This is no finite number."),
    ],
)
def test_ranges_and_roundings_without_end_are_refused(client: Client, source: str, words: str) -> None:
    """They were faults of ours: Python makes no whole number of infinity."""
    assert check_problem(client.trace(source, values={"x": 1}))["detail"] == words


def test_a_number_is_rounded_to_more_places_than_it_has(client: Client) -> None:
    assert client.trace("x*round(1.25, 2**40)", values={"x": 1}).json()["value"] == 1.25


def test_an_entry_counted_from_the_end_has_its_formula_in_a_picture() -> None:
    """The typesetter took the "-" of `[-1]` for a number's sign and dropped all before it: the picture failed."""
    result = trace("v[-1] = w*w\nsum(v*v)", {"v": [1, 2, 3], "w": 2})
    for step in range(len(result.steps) + 1):
        assert render(result, "svg", step=step, formula=True).startswith(b"<svg")
    number, name = outline("<math><mn>7</mn></math>", 16.0), outline("<math><mi>-1</mi></math>", 16.0)
    both = outline("<math><mn>7</mn><mo>,</mo><mi>-1</mi></math>", 16.0)
    assert len(both.items) == len(number.items) + 1 + len(name.items)
