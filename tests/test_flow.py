"""`flow` and `aspect` on their way from a request to the document and the pictures."""

from __future__ import annotations

import argparse
import json
import re

import pytest

import chainrule
from chainrule.cli.arguments import parser
from chainrule.cli.question import fields_of
from chainrule.export import EXPORTS, render
from chainrule.request import TraceRequest
from service import Client, check_problem

SOURCE = "f = tanh(x*w + b)\ng = exp(f)*y + 1\nh = log(g*g + 2)*z + sin(g)"
VALUES = {"x": 1, "w": 2, "b": -1, "y": 0.5, "z": 3}


def test_down_turns_the_picture_and_no_number() -> None:
    right, down = chainrule.trace(SOURCE, VALUES), chainrule.trace(SOURCE, VALUES, flow="down")
    assert (right.flow, down.flow) == ("right", "down")
    assert down.gradients == right.gradients
    assert down.height > down.width
    assert right.width > right.height
    at = {node.id: node for node in down.nodes}
    assert all(at[edge.source].y < at[edge.target].y for edge in down.edges)


def test_rows_fit_the_window() -> None:
    one, rows = chainrule.trace(SOURCE, VALUES), chainrule.trace(SOURCE, VALUES, aspect=1)
    assert max(rows.width, rows.height) < 0.75 * max(one.width, one.height)


def test_every_way_of_asking_answers_the_same(client: Client) -> None:
    asked = chainrule.trace(SOURCE, VALUES, flow="down", aspect=0.5).to_dict()
    assert client.trace(SOURCE, values=VALUES, flow="down", aspect=0.5).json() == asked
    reply = client.get("/api/v1/trace", source=SOURCE, values=json.dumps(VALUES), flow="down", aspect="0.5")
    assert reply.json() == asked


def test_the_command_takes_both() -> None:
    asked: argparse.Namespace = parser().parse_args(["trace", "x*y", "--flow", "down", "--aspect", "1.5"])
    fields = fields_of(asked)
    assert (fields["flow"], fields["aspect"]) == ("down", 1.5)


@pytest.mark.parametrize(
    "fields", [{"flow": "up"}, {"flow": 1}, {"aspect": 0}, {"aspect": 1e9}, {"aspect": "wide"}, {"aspect": True}]
)
def test_what_no_window_has_is_refused(client: Client, fields: dict[str, object]) -> None:
    reply = client.trace("x*y", defaults=True, **fields)
    assert reply.status == 422
    assert check_problem(reply)["code"] == "bad-field"


def test_an_integer_and_a_float_are_one_request() -> None:
    assert TraceRequest("x", aspect=2).canonical() == TraceRequest("x", aspect=2.0).canonical()


def test_arrowheads_and_bends_point_down() -> None:
    drawn = render(chainrule.trace(SOURCE, VALUES, flow="down"), "svg").decode()
    curves = re.findall(r"M([\d.]+) [\d.]+(?:L\1 [\d.]+)?C([\d.]+) ", drawn)
    assert any(x == control for x, control in curves)


def test_a_slide_has_the_graph_in_rows_unless_another_aspect_is_asked_for() -> None:
    slide = EXPORTS["pptx"]
    assert slide.fitted(TraceRequest("x")).aspect == slide.aspect
    assert slide.fitted(TraceRequest("x", aspect=1.0)).aspect == 1.0
    assert EXPORTS["svg"].fitted(TraceRequest("x")).aspect is None
