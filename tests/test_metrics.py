"""/metrics for Prometheus, and the address that limits per client go by."""

from __future__ import annotations

import http.client
import re
from typing import Any

import pytest

from chainrule.api.app import create_app
from chainrule.cli import main
from service import Client
from test_connections import running
from test_live import opened

NEURON = {"source": "x*y", "values": {"x": 2, "y": 3}}
LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+')


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("CHAINRULE_METRICS", "1")
    made = Client(create_app())
    yield made
    made.close()


def values(client: Client) -> dict[str, float]:
    reply = client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in reply.text.splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in lines)
    return {name: float(number) for name, _, number in (line.rpartition(" ") for line in lines)}


def test_requests_are_counted_by_route_and_what_is_kept_by_name(counted: Client) -> None:
    for _ in range(3):
        counted.post("/api/v1/trace", NEURON)
    counted.post("/api/v1/trace", {"source": "x*"})
    counted.get("/nowhere/secret")
    opened(counted)
    found = values(counted)
    assert found['chainrule_requests_total{route="/api/v1/trace",method="POST",status="200"}'] == 3
    assert found['chainrule_requests_total{route="/api/v1/trace",method="POST",status="422"}'] == 1
    assert found['chainrule_requests_total{route="unmatched",method="GET",status="404"}'] == 1
    assert found['chainrule_answers_total{answer="hit"}'] == 2
    assert found['chainrule_request_seconds_bucket{route="/api/v1/trace",le="+Inf"}'] == 4
    assert 0 < found['chainrule_request_seconds_sum{route="/api/v1/trace"}'] < 60
    assert found["process_resident_memory_bytes"] > 20e6
    assert found["chainrule_cache_bytes"] > 0


def test_buckets_add_up(counted: Client) -> None:
    counted.post("/api/v1/trace", NEURON)
    buckets = [number for name, number in values(counted).items() if 'bucket{route="/api/v1/trace"' in name]
    assert buckets == sorted(buckets)
    assert buckets[-1] == 1


def test_it_is_off_unless_it_is_asked_for(client: Client) -> None:
    assert client.get("/metrics").status == 404


def test_several_workers_have_no_numbers_in_common(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--metrics", "--workers", "2", "--port", "0"]) == 2
    assert "--workers 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("trusted", "sent", "seen"),
    [("127.0.0.1", "203.0.113.9", "203.0.113.9"), ("127.0.0.1", None, "127.0.0.1"), ("", "203.0.113.9", "127.0.0.1")],
)
def test_heavy_work_is_counted_for_the_client_that_a_believed_proxy_names(
    monkeypatch: pytest.MonkeyPatch, trusted: str, sent: str | None, seen: str
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", trusted)
    app = create_app()
    clients: list[str] = []

    async def record(job: Any, client: str, progress: Any) -> Any:
        clients.append(client)
        raise RuntimeError

    monkeypatch.setattr(app.state.service.processes, "run", record)
    with running(app) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/api/v1/render.gif?source=x", headers={"X-Forwarded-For": sent} if sent else {})
        connection.getresponse().read()
        connection.close()
    assert clients == [seen]
