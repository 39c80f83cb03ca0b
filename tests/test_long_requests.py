"""Long requests are read in a thread: some hundred packed bytes must not hold up everybody else."""

from __future__ import annotations

import threading
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest

from chainrule.request import TraceRequest
from service import Client, check_problem

LONG = b'{"source": "sum(x)", "values": {"x": [' + b"1," * 9_999 + b"1]}"
BODIES = {
    "/api/v1/trace": b"}",
    "/api/v1/array": b', "id": "e0"}',
    "/api/v1/code": b"}",
    "/api/v1/jacobian": b', "of": "n1"}',
    "/api/v1/gradcheck": b"}",
    "/api/v1/hessian": b"}",
    "/api/v1/exercise": b"}",
    "/api/v1/grade": b', "answers": {}}',
    "/api/v1/render.svg": b"}",
    "/api/v1/train": b', "optimizer": "no such one"}',
    "/api/v1/field": b"}",
    "/api/v1/surface": b', "origin": [0], "along": [[1]], "steps": [[0]]}',
}


def packed(query: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return urlsafe_b64encode(packer.compress(query) + packer.flush()).decode().rstrip("=")


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads in which requests are read."""
    names: list[str] = []
    read: Callable[..., TraceRequest] = TraceRequest.from_fields

    def noted(fields: Any, *rest: Any) -> TraceRequest:
        names.append(threading.current_thread().name)
        return read(fields, *rest)

    monkeypatch.setattr(TraceRequest, "from_fields", noted)
    return names


@pytest.mark.parametrize("path", BODIES)
def test_a_long_body_is_read_in_a_thread(client: Client, readers: list[str], path: str) -> None:
    reply = client.request("POST", path, LONG + BODIES[path], {"content-type": "application/json"})
    assert reply.status in (200, 422)
    assert readers
    assert all(name.startswith("chainrule") for name in readers)


@pytest.mark.parametrize("path", ["/api/v1/trace", "/api/v1/code", "/api/v1/render.svg"])
def test_a_packed_query_is_unpacked_and_read_in_a_thread(client: Client, readers: list[str], path: str) -> None:
    z = packed(b"source=" + b"%41" * 80_000)
    assert len(z) < 700
    reply = client.get(path, z=z)
    assert (reply.status, check_problem(reply)["code"]) == (422, "limit")
    assert all(name.startswith("chainrule") for name in readers)
    assert readers


def test_a_short_request_is_read_where_it_is(client: Client, readers: list[str]) -> None:
    client.trace("x*y", values={"x": 2, "y": 3})
    assert readers == [threading.main_thread().name]
