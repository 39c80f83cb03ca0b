"""Where shapes do not fit, the graph up to that place can be asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from chainrule import trace
from chainrule.errors import ShapeError
from service import Client

ROW, PAIR = [[1, 2, 3]], [1, 2]


@pytest.mark.parametrize(
    ("source", "output", "labels"),
    [
        ("x @ w", "x", ["x"]),
        ("a = x + 1\nb = a * w\nsum(b)", "a", ["x", "+1"]),
        ("f = lambda z: sum(exp(z) @ w)\nf(x + 1)", "exp", ["x", "+1", "exp"]),
        ("y = sigmoid(x)\ny @ w", "y", ["x", "×−1", "exp", "+1", "1/x"]),
    ],
)
def test_what_was_read_is_drawn_with_its_values(source: str, output: str, labels: list[str]) -> None:
    values = {"x": ROW, "w": PAIR}
    with pytest.raises(ShapeError):
        trace(source, values)
    found = trace(source, values, partial=True)
    assert [node.label for node in found.nodes if node.kind != "output"] == labels
    assert any(node.id == found.output and (node.name or node.label) == output for node in found.nodes)
    assert all(node.shape == [1, 3] for node in found.nodes)


def test_a_program_without_mistakes_is_the_same() -> None:
    values: dict[str, Any] = {"x": ROW, "w": [[1], [2], [3]]}
    assert trace("x @ w", values, partial=True).to_json() == trace("x @ w", values).to_json()


def test_other_mistakes_are_still_errors(client: Client) -> None:
    for source, code in (("x +", "syntax"), ("sigmod(x)", "unknown-function"), ("x @ y", "missing-values")):
        reply = client.trace(source, values={"x": ROW}, partial=True)
        assert (reply.status, reply.json()["code"]) == (422, code)
    assert client.trace("x @ w", values={"x": ROW, "w": PAIR}, partial=True).status == 200
    assert client.trace("x @ w", values={"x": ROW, "w": PAIR}).json()["code"] == "shape"


def test_names_without_a_value_have_their_defaults_in_a_part_too() -> None:
    found = trace("y = [1, 2, 3] @ x\nh = [[1, 2], [3, 4]] @ x", {}, defaults=True, partial=True)
    assert np.shape(found.values["x"]) == (3,)
