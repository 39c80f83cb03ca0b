"""The activation explorer's numbers: PyTorch's own, marks where they belong, and errors in the one shape."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F

from chainrule.api.activations import page_data, sampled
from chainrule.errors import ChainruleError
from chainrule.sentences import speaking
from service import Client

ORACLE: dict[str, Callable[..., torch.Tensor]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda x: F.leaky_relu(x, 0.01),
    "prelu": lambda x: F.prelu(x, torch.tensor([0.25], dtype=torch.float64)),
    "maxout": lambda x: torch.maximum(x, -0.5 * x + 0.5),
    "elu": F.elu,
    "selu": F.selu,
    "swish": F.silu,
    "gelu": F.gelu,
    "softplus": lambda x: torch.log1p(torch.exp(x)),
    "arctan": torch.arctan,
    "mish": F.mish,
    "softsign": F.softsign,
    "hardtanh": F.hardtanh,
    "hardswish": F.hardswish,
    "relu6": F.relu6,
}


@pytest.mark.parametrize("name", ORACLE)
def test_curves_and_slopes_are_those_of_torch(name: str) -> None:
    (row,) = sampled([name], -7, 7, 57).activations
    x = torch.tensor(row.curve.x, dtype=torch.float64, requires_grad=True)
    out = ORACLE[name](x)
    (slope,) = torch.autograd.grad(out.sum(), x)
    torch.testing.assert_close(torch.tensor(row.curve.value, dtype=torch.float64), out.detach(), rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(torch.tensor(row.curve.slope, dtype=torch.float64), slope, rtol=1e-7, atol=1e-9)


def marks(name: str, kind: str) -> list[tuple[float, float]]:
    (row,) = sampled([name], -1, 1, 2).activations
    return [(mark.low, mark.high) for mark in row.marks if mark.kind == kind]


def test_every_kink_is_found_and_nothing_else() -> None:
    wanted = {
        "relu": [0], "leaky_relu": [0], "prelu": [0], "maxout": [0.333333], "selu": [0], "relu6": [0, 6],
        "hardtanh": [-1, 1], "hardswish": [-3, 3], "sigmoid": [], "tanh": [], "elu": [], "gelu": [],
        "softplus": [], "mish": [],
    }  # fmt: skip
    for name, places in wanted.items():
        assert [low for low, _ in marks(name, "kink")] == places, name


def test_where_it_dies_and_where_it_saturates() -> None:
    assert marks("relu", "dead") == [(-12, 0)]
    assert marks("relu6", "dead") == [(-12, 0), (6, 12)]
    assert marks("sigmoid", "dead") == []
    assert marks("sigmoid", "saturated") == [(-12, -6), (6, 12)]
    assert marks("leaky_relu", "saturated") == []
    assert [high for _, high in marks("elu", "saturated")] == [pytest.approx(-4.6, abs=0.05)]


def test_what_it_costs_and_how_it_is_inserted() -> None:
    (row,) = sampled(["sigmoid"], -1, 1, 2).activations
    assert row.gates == {"neg": 1, "exp": 1, "add": 1, "div": 1}
    assert (row.expensive, row.source, row.insert) == (1, "sigmoid(x)", "sigmoid(w*x + b)")
    (row,) = sampled(["prelu"], -1, 1, 2).activations
    assert [(parameter.name, parameter.value) for parameter in row.parameters] == [("a", 0.25)]
    assert row.insert == "prelu(w*x + b, 0.25)"


def test_the_page_carries_a_tape_for_each_of_them() -> None:
    data = page_data()
    assert {"sigmoid", "tanh", "relu"} <= {row["name"] for row in data["activations"]}
    for row in data["activations"]:
        assert set(row["trace"]["tape"]["leaves"]) == {"x", *(p["name"] for p in row["parameters"])}
    assert set(data["zigzag"]["trace"]["tape"]["leaves"]) == {"w1", "w2", "x1", "x2", "t"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"names": "sigmod"}, "unknown-function"),
        ({"points": 0}, "bad-range"),
        ({"points": 1002}, "bad-range"),
        ({"points": 2.5}, "bad-range"),
        ({"low": 3, "high": 3}, "bad-range"),
        ({"low": "nan"}, "bad-range"),
        ({"low": "-inf"}, "bad-range"),
        ({"high": "wide"}, "bad-range"),
        ({"size": 3}, "unknown-field"),
    ],
)
def test_a_wrong_question_is_refused_with_a_reason(client: Client, words: dict[str, Any], code: str) -> None:
    reply = client.get("/api/v1/activations", **words)
    assert reply.status in (400, 422)
    assert reply.json()["code"] == code


def test_the_api_answers_and_the_pages_hold_their_data(client: Client) -> None:
    reply = client.get("/api/v1/activations", names="relu,tanh", low=-1, high=1, points=3)
    assert [row["name"] for row in reply.json()["activations"]] == ["tanh", "relu"]
    assert reply.json()["activations"][1]["curve"] == {"x": [-1.0, 0.0, 1.0], "value": [0, 0, 1], "slope": [0, 0, 1]}
    for path in ("/activations", "/embed/activations"):
        page = client.get(path)
        assert page.status == 200
        assert 'id="data"' in page.text
        assert "unsafe" not in page.headers["content-security-policy"]


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(ChainruleError, match="no activation") as caught:
        sampled(["x" * 5000], -1, 1, 2)
    assert "sigmoid" in (caught.value.hint or "")


def test_the_explorer_speaks_the_language_of_the_page(client: Client) -> None:
    """Reasons, remarks on overflow and marks, of every activation; titles and formulas are names."""
    english, german = (client.get(f"/activations?lang={language}").text for language in ("en", "de"))
    with speaking("de"):
        rows = page_data()["activations"]
    others = page_data()["activations"]
    for row, other in zip(rows, others, strict=True):
        assert row["why"] != other["why"] or not row["why"], row["name"]
        assert row["stable"] != other["stable"] or not row["stable"], row["name"]
        for mark, same in zip(row["marks"], other["marks"], strict=True):
            assert (mark["low"], mark["high"]) == (same["low"], same["high"])
            assert mark["text"] != same["text"]
    assert "no gradient passes" in english
    assert "kein Gradient geht durch" in german
    assert "no gradient passes" not in german


def test_slopes_are_written_as_on_a_blackboard() -> None:
    rows = page_data()["activations"]
    assert any(row["local_math"] for row in rows)
    for row in rows:
        assert bool(row["local_math"]) == bool(row["local"])
        if row["local_math"]:
            text = "".join(ET.fromstring(row["local_math"]).itertext())
            assert not re.search(r"out|where|sqrt|\*|exp\(", text), text
