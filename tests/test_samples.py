"""The samples of OpenAPI and of the page /docs are answered as they stand."""

from __future__ import annotations

from typing import Any

import pytest

from chainrule.api.app import create_app
from chainrule.api.samples import SAMPLES
from service import Client

CLIENT = Client(create_app(processes=1))
DOCUMENT = CLIENT.get("/openapi.json").json()
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def needs_words(operation: dict[str, Any]) -> bool:
    return "requestBody" in operation or any(each["required"] for each in operation.get("parameters", ()))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_answered_as_it_stands(name: str) -> None:
    method, path, operation = OPERATIONS[name]
    words = {each["name"]: each["example"] for each in operation.get("parameters", ()) if "example" in each}
    for place in [each for each in words if f"{{{each}}}" in path]:
        path = path.replace(f"{{{place}}}", words.pop(place))
    if method == "get":
        reply = CLIENT.get(path, **words)
    else:
        reply = CLIENT.post(path, operation["requestBody"]["content"]["application/json"]["example"])
    assert reply.status == 200, reply.text
    assert len(reply.text) > 20


def test_every_operation_that_needs_words_has_a_sample() -> None:
    assert {name for name, (_, _, operation) in OPERATIONS.items() if needs_words(operation)} <= set(SAMPLES)
    assert set(SAMPLES) <= set(OPERATIONS)
