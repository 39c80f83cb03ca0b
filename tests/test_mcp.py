"""The Model Context Protocol, spoken by the SDK's own client: in this process, and to `chainrule mcp` by its pipes."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters

import chainrule
from chainrule.mcp import create_server

NEURON = {"source": "1/(1+exp(-(w*x+b)))", "values": {"w": 2, "x": -1, "b": 3}}


def asked(talk: Callable[[Client], Awaitable[Any]], server: Any = None) -> Any:
    async def run() -> Any:
        async with Client(server or create_server()) as client:
            return await talk(client)

    return asyncio.run(run())


def call(name: str, **fields: Any) -> Any:
    return asked(lambda client: client.call_tool(name, fields))


def test_every_tool_and_argument_is_described() -> None:
    found = asked(lambda client: client.list_tools()).tools
    assert {tool.name for tool in found} == {"trace", "explain", "check", "exercise", "grade", "render", "code"}
    for tool in found:
        assert tool.description
        assert "source" in tool.input_schema["properties"]


def test_trace_gives_the_numbers_of_the_engine() -> None:
    true = chainrule.trace(**NEURON)
    found = call("trace", **NEURON).structured_content
    assert found["value"] == true.value
    assert found["gradients"] == true.gradients
    assert found["steps"] == len(true.steps)
    assert found["defaults"] == []
    assert call("trace", source="x*y").structured_content["defaults"] == ["x", "y"]


def test_explain_says_what_a_step_does() -> None:
    true = chainrule.trace(**NEURON)
    one = call("explain", **NEURON, step=len(true.steps)).structured_content
    assert [step["text"] for step in one["steps"]] == [true.steps[-1].text]
    assert len(call("explain", **NEURON).structured_content["steps"]) == one["count"]
    refused = call("explain", **NEURON, step=99)
    assert refused.is_error
    assert "steps 1 to" in refused.content[0].text


def test_check_finds_the_wrong_gradient() -> None:
    program = "x = 2.0\ny = 3.0\nq = x*y\nf = q**2\ndq = 2*q\ndx = dq*y\ndy = dq\n"
    found = {one["name"]: one["verdict"] for one in call("check", source=program).structured_content["hand_gradients"]}
    assert found["dx"] == "right"
    assert found["dy"] == "wrong"


def test_an_exercise_is_asked_and_its_answers_are_graded() -> None:
    fields = {"source": "f = x*y", "values": {"x": 2, "y": 3}, "ask": ["downstream"]}
    asked_for = call("exercise", **fields).structured_content
    assert asked_for["values"] == {"x": 2, "y": 3}
    assert [blank["kind"] for blank in asked_for["blanks"]] == ["downstream", "downstream"]
    first, second = (blank["id"] for blank in asked_for["blanks"])
    grades = call("grade", **fields, answers={first: "3", second: "-7"}).structured_content
    assert (grades["score"], grades["of"]) == (1, 2)
    assert [mark["right"] for mark in grades["marks"]] == [True, False]
    refused = call("exercise", source="f = x*")
    assert refused.is_error
    assert "stops too early" in refused.content[0].text


def test_render_gives_a_picture_and_code_a_program() -> None:
    picture = call("render", **NEURON, step=3).content[0]
    assert picture.mime_type == "image/png"
    assert base64.b64decode(picture.data).startswith(b"\x89PNG")
    text = call("code", source="x*y", language="torch").content[0].text
    assert "import torch" in text
    assert call("code", source="x*y", language="cobol").is_error


def test_a_mistake_in_the_formula_comes_back_with_its_place_and_a_hint() -> None:
    refused = call("trace", source="w * sigmod(x)")
    assert refused.is_error
    assert "^^^^^^" in refused.content[0].text
    assert "sigmoid" in refused.content[0].text


def test_the_language_and_the_examples_are_resources() -> None:
    for name in ("ops", "examples"):
        found = asked(lambda client, name=name: client.read_resource(f"chainrule://{name}"))
        assert json.loads(found.contents[0].text)[name]


def test_the_command_speaks_over_its_pipes() -> None:
    source = str(Path(chainrule.__file__).parents[1])
    server = StdioServerParameters(command=sys.executable, args=["-m", "chainrule", "mcp"], env={"PYTHONPATH": source})
    found = asked(lambda client: client.call_tool("trace", NEURON), server)
    assert found.structured_content["value"] == chainrule.trace(**NEURON).value
