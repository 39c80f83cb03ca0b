"""/api/v1/train: the document and its lines, refusals, and an end when nobody waits."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chainrule.api.app import create_app
from chainrule.learn import train
from service import Client, check_problem

ASKED = {
    "source": "(w*x + b - y)**2",
    "values": {"w": 1, "b": 0, "x": 2, "y": 3},
    "settings": {"lr": 0.05},
    "iterations": 20,
    "keep": 5,
}
LINES = {"accept": "application/x-ndjson"}


@pytest.fixture(scope="module")
def served() -> Iterator[Callable[..., Any]]:
    """Runs `work(client, service)` with an application that has one process."""
    runner = asyncio.Runner()
    app = create_app(processes=1)
    started = app.router.lifespan_context(app)
    runner.run(started.__aenter__())

    async def limited(work: Any) -> Any:
        async with asyncio.timeout(60):
            return await work(Client(app), app.state.service)

    yield lambda work: runner.run(limited(work))
    runner.run(started.__aexit__(None, None, None))
    runner.close()


def asking(served: Callable[..., Any], fields: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
    body = json.dumps(fields).encode()
    return served(lambda client, _: client.ask("POST", "/api/v1/train", body, headers))


def test_the_answer_is_the_document_of_a_run(served):
    reply = asking(served, ASKED)
    assert reply.status == 200
    fields = {name: value for name, value in ASKED.items() if name not in ("source", "values")}
    assert reply.json() == train(ASKED["source"], ASKED["values"], **fields).to_dict()
    assert reply.json()["iterations"] == [0, 5, 10, 15, 20]


def test_line_by_line_comes_the_same_run(served):
    whole = asking(served, ASKED).json()
    head, *entries, end = [json.loads(line) for line in asking(served, ASKED, LINES).text.splitlines()]
    assert head["parameters"] == whole["parameters"]
    assert [entry["loss"] for entry in entries] == whole["loss"]
    assert [entry["values"]["w"] for entry in entries] == whole["values"]["w"]
    assert (end["ended"], end["text"]) == (whole["ended"], whole["text"])


def test_a_pasted_loop_comes_line_by_line_and_its_rounds_open(served):
    source = "for t in range(40):\n    loss = (w*x - 1)**2\n    dw = 2*(w*x - 1)*x\n    w -= 0.01*dw"
    fields = {"source": source, "values": {"w": 2, "x": 3}, "optimizer": None, "keep": 5}
    head, *entries, end = [json.loads(line) for line in asking(served, fields, LINES).text.splitlines()]
    assert (head["optimizer"], head["parameters"], head["of"]) == ("program", ["w"], 40)
    assert [entry["iteration"] for entry in entries] == [0, 10, 20, 30, 40]
    assert (end["ended"], end["iteration"]) == ("iterations", 40)
    body = json.dumps({"source": source, "values": {"w": 2, "x": 3}, "round": 21}).encode()
    trace = served(lambda client, _: client.ask("POST", "/api/v1/trace", body)).json()
    assert trace["value"] == entries[2]["loss"]
    assert trace["gradients"]["w"] == entries[2]["gradients"]["w"]


def test_numbers_that_json_cannot_hold_are_words(served):
    reply = asking(served, {"source": "x**2", "values": {"x": 1}, "settings": {"lr": 1e308}, "iterations": 3})
    assert reply.json()["loss"][-1] == "Infinity"
    assert reply.json()["ended"] == "diverged"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"iterations": "many"}, "bad-field"),
        ({"iterations": 1.5}, "bad-field"),
        ({"optimizer": "adm"}, "unknown-optimizer"),
        ({"optimizer": {"update": "w = "}}, "syntax"),
        ({"optimizer": {"update": "w = w - lr*g", "more": "x"}}, "unknown-optimizer"),
        ({"optimizer": None}, "no-update-lines"),
        ({"settings": {"lr": [1]}}, "bad-field"),
        ({"schedule": {"kind": ["step"]}}, "unknown-schedule"),
        ({"schedule": {}}, "unknown-schedule"),
        ({"settings": {"beta1": 1}, "optimizer": "adam"}, "bad-setting"),
        ({"seed": 10**30}, "bad-setting"),
        ({"data": ["q"]}, "unknown-parameter"),
        ({"parameters": []}, "no-parameter"),
        ({"schedule": {"kind": "warmup", "over": 3, "then": 4}}, "unknown-schedule"),
        ({"batch": 0}, "bad-setting"),
        ({"speed": 1}, "unknown-field"),
        ({"source": "(w*"}, "syntax"),
        ({"values": {}}, "missing-values"),
    ],
)
@pytest.mark.parametrize("headers", [None, LINES], ids=["whole", "lines"])
def test_a_mistake_is_a_problem_before_the_first_line(served, wrong, code, headers):
    reply = asking(served, {**ASKED, **wrong}, headers)
    assert check_problem(reply)["code"] == code


@pytest.mark.parametrize("value", ["Infinity", "NaN", "abc", None, [1], {}])
def test_the_setting_that_is_no_number_is_named(served, value):
    reply = asking(served, {**ASKED, "settings": {"momentum": 0.9, "lr": value}, "optimizer": "momentum"})
    assert check_problem(reply)["detail"] == "`lr` is not a finite number."


@pytest.mark.parametrize(
    ("fields", "ended"),
    [
        ({"iterations": 10**9, "tolerance": 0, "settings": {"lr": 1e-9}, "keep": 2}, "budget"),
        ({"settings": {"lr": 1e308}}, "diverged"),
        ({"source": "log(w)", "values": {"w": -1}}, "diverged"),
        ({"source": "sum(W**2)", "values": {"W": [0.5] * 5000}, "keep": 300, "tolerance": 0}, "iterations"),
    ],
)
def test_hostile_runs_end_with_a_sentence(served, fields, ended):
    answer = asking(served, {**ASKED, **fields}).json()
    assert answer["ended"] == ended
    assert answer["text"].endswith(".")


def test_a_million_parameters_are_refused_by_the_limit(served):
    source = "".join(f"W{k} = randn(1000, 100)\n" for k in range(25)) + "+".join(f"sum(W{k}**2)" for k in range(25))
    answer = check_problem(asking(served, {"source": source, "iterations": 10**6}))
    assert "total_elements" in answer["detail"]


def test_light_work_does_not_wait_and_hanging_up_stops_the_run(served):
    long = {**ASKED, "iterations": 100_000, "tolerance": 0, "settings": {"lr": 1e-12}, "keep": 50}

    async def work(client: Client, service: Any) -> None:
        body = json.dumps(long).encode()
        running = asyncio.create_task(client.ask("POST", "/api/v1/train", body, LINES))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        light = json.dumps({"source": "x*y", "values": {"x": 1, "y": began}}).encode()
        assert (await client.ask("POST", "/api/v1/trace", light)).status == 200
        assert time.monotonic() - began < 1
        assert not running.done()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await asyncio.sleep(0)
        assert not service.in_flight
        began = time.monotonic()
        assert (await client.ask("POST", "/api/v1/train", json.dumps({**ASKED, "seed": 9}).encode())).status == 200
        assert time.monotonic() - began < 3

    served(work)


MOONS = """X, y = moons(20, noise=0.1, seed=1)
p = sigmoid(tanh(X @ W + b) @ v)
L = -mean(y*log(p) + (1 - y)*log(1 - p))"""
WEIGHTS = {"W": [[1, 2], [0, 1]], "b": [0, 1], "v": [1, -1]}


@pytest.mark.parametrize(
    ("route", "fields", "status"),
    [
        ("surface", {"source": "x**2", "values": {"x": 1}, "origin": [0], "along": [[1]], "steps": [[1, 2]]}, 200),
        ("surface", {"source": "x**2", "values": {"x": 1}, "origin": [0], "along": [1], "steps": [[1]]}, 422),
        ("surface", {"source": "x**2", "values": {"x": 1}}, 422),
        ("field", {"source": MOONS, "values": WEIGHTS}, 200),
        ("field", {"source": MOONS, "values": WEIGHTS, "data": "X"}, 422),
        ("field", {"source": "x**2", "values": {"x": 1}}, 422),
        ("minibatches", {"source": MOONS, "values": WEIGHTS, "batch": 4}, 200),
        ("minibatches", {"source": MOONS, "values": WEIGHTS, "batch": 0}, 422),
        ("minibatches", {"source": "x**2", "values": {"x": 1}, "batch": 2}, 422),
    ],
)
def test_what_pictures_need_is_answered_or_refused(served, route, fields, status):
    reply = served(lambda client, _: client.ask("POST", f"/api/v1/{route}", json.dumps(fields).encode()))
    assert reply.status == status, reply.text
    if status == 200:
        assert {"surface": "loss", "field": "tapes", "minibatches": "fan"}[route] in reply.json()
    else:
        check_problem(reply)


def test_the_optimizers_are_listed_with_their_defaults(served):
    table = served(lambda client, _: client.ask("GET", "/api/v1/optimizers")).json()
    rows = {row["name"]: row for row in table["optimizers"]}
    assert rows["adam"]["settings"]["beta2"] == 0.999
    assert rows["momentum"]["states"] == ["v"]
    assert any(row["name"] == "cosine" for row in table["schedules"])
