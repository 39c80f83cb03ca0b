"""The samples of OpenAPI and of the page /docs are answered as they stand."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest

from chainrule.api import short_links
from chainrule.api.app import create_app
from chainrule.api.samples import SAMPLES
from chainrule.live import memory
from service import Client, check_problem, scope_of


class Links:
    """Short links without a store."""

    version = "1"

    async def keep(self, packed: str) -> str:
        return f"name{len(packed)}"

    async def packed(self, name: str) -> str:
        return name


with patch.object(short_links, "links_from", lambda *_: Links()):
    CLIENT = Client(create_app(processes=1))
DOCUMENT = CLIENT.get("/openapi.json").json()
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def needs_words(operation: dict[str, Any]) -> bool:
    return "requestBody" in operation or any(each["required"] for each in operation.get("parameters", ()))


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    """The key of the one session that there is, which has the code and the word of the samples."""
    monkeypatch.setattr(memory, "new_code", lambda: SAMPLES["live_driver"].parameters["code"])
    monkeypatch.setattr(memory, "new_word", lambda: (SAMPLES["live_driver"].body or {})["word"])
    CLIENT.app.state.hub.sessions.clear()
    session = CLIENT.post("/api/v1/live", {}).json()
    bearer = {"authorization": f"Bearer {session['key']}"}
    assert CLIENT.post(f"/api/v1/live/{session['code']}/handover", {}, bearer).status == 200
    return str(session["key"])


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "live_events"])
def test_a_sample_is_answered_as_it_stands(name: str, key: str) -> None:
    method, path, operation = OPERATIONS[name]
    words = {each["name"]: each["example"] for each in operation.get("parameters", ()) if "example" in each}
    for place in [each for each in words if f"{{{each}}}" in path]:
        path = path.replace(f"{{{place}}}", words.pop(place))
    headers = {"authorization": f"Bearer {key}"} if "security" in operation else {}
    sample = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    body = b"" if sample is None else json.dumps(sample).encode()
    reply = CLIENT.request(method.upper(), f"{path}?{urlencode(words)}", body, headers)
    assert reply.status == {"short_link": 201, "live_end": 204}.get(name, 200), reply.text
    assert len(reply.text) > (-1 if reply.status == 204 else 10)


def test_an_event_stream_is_what_its_operation_says(key: str) -> None:
    """A state is one event, whose data fits LiveState; an unknown session is a problem."""
    method, path, operation = OPERATIONS["live_events"]
    assert list(operation["responses"]["200"]["content"]) == ["text/event-stream"]
    assert "404" in operation["responses"]
    assert CLIENT.request(method.upper(), path.replace("{code}", "NONE")).status == 404
    code = SAMPLES["live_events"].parameters["code"]
    import jsonschema  # takes seconds: for who runs this test, not for who collects it

    event = CLIENT.runner.run(_first_event(path.replace("{code}", code)))
    fields = dict(line.split(": ", 1) for line in event.splitlines())
    schema = {**DOCUMENT["components"]["schemas"]["LiveState"], "components": DOCUMENT["components"]}
    jsonschema.validate(json.loads(fields["data"]), schema)
    assert fields["id"] == "0"


async def _first_event(path: str) -> str:
    """The first event of a stream, which the client then leaves."""
    left, events = asyncio.Event(), []

    async def receive() -> dict[str, str]:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        text = message.get("body", b"").decode()
        if text.startswith("id:"):
            events.append(text.strip())
            left.set()

    await CLIENT.app(scope_of("GET", path.encode(), b"", {"host": "test"}), receive, send)
    return events[0]


def test_short_links_are_described_also_where_there_are_none() -> None:
    alone = Client(create_app(processes=1))
    assert "/api/v1/links" in alone.get("/openapi.json").json()["paths"]
    assert check_problem(alone.post("/api/v1/links", {"query": "source=x"}))["code"] == "no-short-links"
    assert alone.get("/l/1/name9").status == 404
    alone.close()


def test_every_operation_that_needs_words_has_a_sample() -> None:
    assert {name for name, (_, _, operation) in OPERATIONS.items() if needs_words(operation)} <= set(SAMPLES)
    assert set(SAMPLES) <= set(OPERATIONS)
