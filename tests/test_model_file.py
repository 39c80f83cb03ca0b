"""An ONNX file over HTTP: what it becomes, and what a broken or hostile one meets."""

from __future__ import annotations

import base64
import random
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

import chainrule
from chainrule.api.app import create_app
from service import Client


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(create_app())


def model_of(nodes: list[Any], tensors: dict[str, Any], shape: tuple[int, ...] = (2,)) -> bytes:
    held = [onnx.numpy_helper.from_array(np.asarray(value, dtype=np.float32), name) for name, value in tensors.items()]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, size) for name, size in (("x", shape), ("y", None))]
    graph = helper.make_graph(nodes, "net", ends[:1], ends[1:], held)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9).SerializeToString()


LAYER = [helper.make_node("MatMul", ["w", "x"], ["h"]), helper.make_node("Relu", ["h"], ["y"])]


def sent(client: Client, file: bytes) -> Any:
    return client.post("/api/v1/import", {"file": base64.b64encode(file).decode()})


def test_a_file_becomes_a_program_with_its_values(client: Client) -> None:
    answer = sent(client, model_of(LAYER, {"w": [[2.0, -1.0], [0.5, 3.0]]}))
    assert answer.status == 200
    program = answer.json()
    trace = chainrule.trace(program["source"], values=program["values"])
    expected = np.maximum(np.array([[2.0, -1.0], [0.5, 3.0]]) @ np.array(program["values"]["x"]), 0)
    np.testing.assert_allclose(trace.value, expected)
    assert program["shapes"] == {name: list(np.shape(value)) for name, value in program["values"].items()}


def test_values_that_no_request_could_hold_are_left_out_and_shapes_do(client: Client) -> None:
    program = sent(client, model_of(LAYER, {"w": np.random.default_rng(0).normal(size=(200, 300))}, (300,))).json()
    assert program["values"] is None
    shapes = chainrule.trace(program["source"], shapes_only=program["shapes"])
    assert [200] in [node.shape for node in shapes.nodes]


HOSTILE = {
    "no onnx": b"not a model",
    "numbers in a file of the server": model_of(
        [helper.make_node("Add", ["x", "c"], ["y"])], {"c": [1.0, 2.0]}
    ),
    "a loop": model_of(
        [helper.make_node("Loop", ["n", "", "x"], ["y"], body=helper.make_graph([], "body", [], []))], {"n": 1}
    ),
    "doubled again and again": model_of(
        [helper.make_node("Concat", [f"c{k}"] * 120, [f"c{k + 1}"], axis=0) for k in range(6)]
        + [helper.make_node("Add", ["c6", "x"], ["y"])],
        {"c0": np.ones(1000)},
    ),
}  # fmt: skip


def external(file: bytes) -> bytes:
    model = onnx.load_model_from_string(file)
    (tensor,) = model.graph.initializer
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="pyproject.toml")
    return bytes(model.SerializeToString())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_the_reason(client: Client, name: str) -> None:
    file = HOSTILE[name]
    answer = sent(client, external(file) if "server" in name else file)
    assert 400 <= answer.status < 500, answer.body[:300]
    assert answer.json()["code"] in ("bad-file", "unknown-function", "limit")


def test_the_reason_is_said_in_the_language_of_the_address(client: Client) -> None:
    answer = client.post("/api/v1/import?lang=de", {"file": base64.b64encode(HOSTILE["no onnx"]).decode()})
    assert answer.json()["detail"].startswith("Das ist keine ONNX-Datei")


def test_a_file_over_the_limit_is_refused_with_its_name(client: Client) -> None:
    answer = sent(client, bytes(2_000_001))
    assert answer.status == 413
    assert "model_bytes" in answer.json()["detail"] + str(answer.json()["hint"])


def test_damaged_files_are_a_mistake_of_the_user_s_and_never_ours(client: Client) -> None:
    pick, whole = random.Random(7), model_of(LAYER, {"w": [[2.0, -1.0]]})
    for _ in range(2):
        damaged = bytearray(whole)
        for _ in range(pick.randint(1, 6)):
            damaged[pick.randrange(len(damaged))] = pick.randrange(256)
        if pick.random() < 0.3:
            del damaged[pick.randrange(len(damaged)) :]
        assert sent(client, bytes(damaged)).status in (200, 422, 400), bytes(damaged)
