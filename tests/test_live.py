"""Live sessions in one process: one page drives, others follow."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chainrule.api import event_stream, protocol
from chainrule.api import live as routes
from chainrule.api.app import WEB, create_app
from chainrule.cli import main
from chainrule.live import MemoryHub
from service import Client, check_problem
from test_connections import running


def opened(client: Client) -> tuple[str, dict[str, str]]:
    """The path of a new session and the headers of its presenter."""
    made = client.post("/api/v1/live", {}).json()
    return f"/api/v1/live/{made['code']}", {"authorization": f"Bearer {made['key']}"}


def put(client: Client, path: str, key: dict[str, str], version: Any, state: Any) -> Any:
    return client.request("PUT", path, json.dumps({"version": version, "state": state}).encode(), key)


def test_a_session_starts_at_version_0_and_moves(client: Client) -> None:
    path, key = opened(client)
    assert client.get(path).json() == {"version": 0, "state": None}
    assert put(client, path, key, 3, {"step": 7}).json() == {"version": 3}
    assert client.get(path).json() == {"version": 3, "state": {"step": 7}}
    assert client.get(path, after=2).json() == {"version": 3, "state": {"step": 7}}


def test_an_older_version_moves_nobody_back(client: Client) -> None:
    path, key = opened(client)
    put(client, path, key, 5, {"step": 5})
    for late in (4, 5):
        assert put(client, path, key, late, {"step": 1}).json() == {"version": 5}
    assert client.get(path).json()["state"] == {"step": 5}


def test_only_the_presenter_moves_ends_and_sees_the_answers(client: Client) -> None:
    path, _ = opened(client)
    _, other = opened(client)
    for headers in ({}, other, {"authorization": "Basic x"}):
        refused = [
            put(client, path, headers, 1, {}),
            client.request("DELETE", path, headers=headers),
            client.get(f"{path}/answers", headers, blank="b1"),
        ]
        for reply in refused:
            assert (reply.status, check_problem(reply)["code"]) == (401, "wrong-key")
            assert reply.headers["cache-control"] == "no-store"


def test_what_followers_load_holds_no_key(client: Client) -> None:
    path, key = opened(client)
    put(client, path, key, 1, {"step": 1})
    secret = key["authorization"].split()[1]
    assert secret not in client.get(path).text
    [session] = [kept for code, kept in hub_of(client).sessions.items() if path.endswith(code)]
    assert secret.encode() not in session.key


def hub_of(client: Client) -> MemoryHub:
    found = client.app.state.hub
    assert isinstance(found, MemoryHub)
    return found


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"version": 0, "state": {}}, "bad-field"),
        ({"version": True, "state": {}}, "bad-field"),
        ({"version": 1.5, "state": {}}, "bad-field"),
        ({"version": 2**53, "state": {}}, "bad-field"),
        ({"version": 1, "state": []}, "bad-field"),
        ({"version": 1}, "missing-field"),
        ({"version": 1, "state": {}, "step": 2}, "unknown-field"),
    ],
)
def test_a_bad_state_is_refused(client: Client, body: Any, code: str) -> None:
    path, key = opened(client)
    reply = client.request("PUT", path, json.dumps(body).encode(), key)
    assert (reply.status, check_problem(reply)["code"]) == (422, code)
    assert client.get(path).json()["version"] == 0


def test_whole_numbers_of_any_size_and_any_text_come_back(client: Client) -> None:
    path, key = opened(client)
    state = {"n": 10**30, "text": "δ\u2028\n", "deep": [[[{}]]]}
    put(client, path, key, 1, state)
    assert client.get(path).json()["state"] == state


def answer(client: Client, path: str, token: str, text: str, blank: str = "b1") -> Any:
    return client.post(f"{path}/answers", {"token": token, "blank": blank, "answer": text})


def test_nobody_votes_twice_and_each_blank_has_its_own_answers(client: Client) -> None:
    path, key = opened(client)
    for token, text in (("a", "1"), ("b", "-0.2"), ("c", "-0.2")):
        assert answer(client, path, token, text).json() == {"counted": True}
    assert answer(client, path, "a", "-0.2").json() == {"counted": False}
    answer(client, path, "a", "4", blank="b2")
    found = client.get(f"{path}/answers", key, blank="b1").json()
    assert found == {"answered": 3, "values": [["-0.2", 2], ["1", 1]], "mistakes": {}}
    assert client.get(f"{path}/answers", key, blank="b2").json()["answered"] == 1
    assert client.get(f"{path}/answers", key, blank="b3").json() == {"answered": 0, "values": [], "mistakes": {}}
    assert client.get(f"{path}/answers", key).json()["code"] == "missing-field"


def test_answers_are_marked_by_the_exercise_that_the_state_opens(client: Client) -> None:
    """f = x*y + x at x=3, y=-2: the gradient of x is y + 1 = -1, and who takes one path alone writes -2 or 1."""
    path, key = opened(client)
    exercise = {"source": "f = x*y + x", "values": {"x": 3, "y": -2}, "ask": [{"kind": "downstream", "name": "x"}]}
    state = {"prediction": {"blank": "q1", "exercise": exercise, "id": "b1"}}
    put(client, path, key, 1, state)
    for token, text in enumerate(("-1", "-2", "\N{MINUS SIGN}1,0", "-2.0", "-2", "7", "what")):
        answer(client, path, str(token), text, blank="q1")
    found = client.get(f"{path}/answers", key, blank="q1").json()
    assert (found["answered"], found["right"]) == (7, 2)
    assert found["values"] == [["-2", 3], ["-1", 2], ["7", 1], ["what", 1]]
    assert found["mistakes"] == {"overwrote-at-copy": 3, "unknown": 1, "unreadable": 1}
    assert "The value is used in several places" in found["marks"][0]["sentence"]
    other = client.get(f"{path}/answers", key, blank="q2").json()
    assert other == {"answered": 0, "values": [], "mistakes": {}}


def test_a_state_whose_exercise_is_none_is_a_mistake_of_the_presenter(client: Client) -> None:
    path, key = opened(client)
    for exercise, code in (({"source": "x*", "values": {"x": 1}}, "syntax"), ({"sauce": "x"}, "unknown-field")):
        last = client.get(path).json()["version"]
        put(client, path, key, last + 1, {"prediction": {"blank": "q1", "exercise": exercise, "id": "b1"}})
        reply = client.get(f"{path}/answers", key, blank="q1")
        assert (reply.status, check_problem(reply)["code"]) == (422, code)
    put(client, path, key, last + 2, {"prediction": {"blank": "q1", "exercise": "x", "id": 1}})
    assert client.get(f"{path}/answers", key, blank="q1").json()["answered"] == 0


def test_the_session_is_handed_over_with_a_word_that_is_good_once(client: Client) -> None:
    path, key = opened(client)
    assert client.post(f"{path}/handover", {}).status == 401
    word = client.post(f"{path}/handover", {}, key).json()["word"]
    assert check_problem(client.post(f"{path}/driver", {"word": "guess"}))["code"] == "wrong-word"
    new = client.post(f"{path}/driver", {"word": f" {word.lower()} "}).json()["key"]
    assert put(client, path, key, 1, {}).status == 401
    assert put(client, path, {"authorization": f"Bearer {new}"}, 1, {}).status == 200
    assert client.post(f"{path}/driver", {"word": word}).status == 401


def test_a_word_is_void_after_five_wrong_ones(client: Client) -> None:
    path, key = opened(client)
    word = client.post(f"{path}/handover", {}, key).json()["word"]
    for _ in range(5):
        client.post(f"{path}/driver", {"word": "guess"})
    assert client.post(f"{path}/driver", {"word": word}).status == 401
    assert put(client, path, key, 1, {}).status == 200


@pytest.mark.parametrize("fields", [{"answer": ""}, {"answer": 3}, {"token": "x" * 101}, {"blank": None}])
def test_an_answer_is_three_short_texts(client: Client, fields: dict[str, Any]) -> None:
    path, _ = opened(client)
    reply = client.post(f"{path}/answers", {"token": "a", "blank": "b1", "answer": "1", **fields})
    assert check_problem(reply)["code"] == "bad-field"


def test_an_ended_session_is_gone(client: Client) -> None:
    path, key = opened(client)
    assert client.request("DELETE", path, headers=key).status == 204
    for reply in (client.get(path), client.get(f"{path}/events"), put(client, path, key, 1, {})):
        assert (reply.status, check_problem(reply)["code"]) == (404, "no-session")
        assert reply.headers["cache-control"] == "no-store"


def test_a_code_is_read_in_small_letters_too(client: Client) -> None:
    path, _ = opened(client)
    assert client.get(path.lower()).status == 200


def test_the_preflight_allows_a_deck_elsewhere_to_drive(client: Client) -> None:
    asks = {"origin": "https://deck.example", "access-control-request-method": "PUT"}
    reply = client.request("OPTIONS", "/api/v1/live/K7QF", headers=asks)
    assert reply.status == 204
    assert "PUT" in reply.headers["access-control-allow-methods"]
    assert "authorization" in reply.headers["access-control-allow-headers"]


def test_several_workers_without_a_hub_refuse_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAINRULE_WORKERS", "2")
    alone = Client(create_app())
    try:
        for reply in (alone.post("/api/v1/live", {}), alone.get("/api/v1/live/K7QF")):
            assert (reply.status, check_problem(reply)["code"]) == (409, "no-hub")
            assert "several processes" in reply.json()["detail"]
    finally:
        alone.close()


def test_a_hub_that_is_no_address_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--hub", "localhost:6379"]) == 2
    assert "redis://127.0.0.1:6379/0" in capsys.readouterr().err


# The hub itself


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[int, Any]]:
    patch = pytest.MonkeyPatch()
    patch.setattr(event_stream, "KEEP_ALIVE_SECONDS", 0.2)
    patch.setattr(routes, "POLL_SECONDS", 0.4)
    patch.setattr(protocol, "WRITE_SECONDS", 0.4)
    app = create_app(replace(WEB, live_followers=1100))
    with running(app) as port:
        yield port, app
    patch.undo()


def ask(port: int, method: str, path: str, content: Any = None, key: str = "") -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    connection.request(method, path, None if content is None else json.dumps(content), headers)
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply.status, json.loads(body) if body else None


def session_on(port: int) -> tuple[str, str]:
    _, made = ask(port, "POST", "/api/v1/live")
    return f"/api/v1/live/{made['code']}", made["key"]


def following(port: int, path: str) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), 10)
    made.sendall(f"GET {path}/events HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return made


def read_until(stream: socket.socket, text: bytes, got: bytes = b"") -> bytes:
    while text not in got:
        part = stream.recv(65_536)
        assert part, f"closed after {got[-300:]!r}"
        got += part
    return got


def followers_left(app: Any, path: str) -> int:
    return len(app.state.hub.sessions[path.rpartition("/")[2]].channel.followers)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_late_comer_gets_the_last_state_first_and_then_each_move(served: tuple[int, Any]) -> None:
    port, _ = served
    path, key = session_on(port)
    ask(port, "PUT", path, {"version": 4, "state": {"step": 9}}, key)
    with following(port, path) as stream:
        got = read_until(stream, b'id: 4\ndata: {"version":4,"state":{"step":9}}\n\n')
        assert b"content-type: text/event-stream" in got
        assert b"x-accel-buffering: no" in got
        ask(port, "PUT", path, {"version": 5, "state": {"step": 10}}, key)
        read_until(stream, b'data: {"version":5,"state":{"step":10}}\n\n')
        read_until(stream, b": still here\n\n")
        assert ask(port, "DELETE", path, key=key)[0] == 204
        read_until(stream, b"event: end\n")


def test_one_who_hangs_up_is_forgotten(served: tuple[int, Any]) -> None:
    port, app = served
    path, _ = session_on(port)
    with following(port, path) as stream:
        read_until(stream, b"data:")
        assert followers_left(app, path) == 1
    wait_until(lambda: followers_left(app, path) == 0)


def test_a_poll_waits_for_a_move_and_answers_204_without_one(served: tuple[int, Any]) -> None:
    port, app = served
    path, key = session_on(port)
    assert ask(port, "GET", f"{path}?after=0") == (204, None)
    waiting = socket.create_connection(("127.0.0.1", port), 10)
    waiting.sendall(f"GET {path}?after=0 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    wait_until(lambda: followers_left(app, path) == 1)
    ask(port, "PUT", path, {"version": 1, "state": {"step": 1}}, key)
    assert b" 200 OK" in read_until(waiting, b'{"version":1,"state":{"step":1}}')
    waiting.close()
    assert ask(port, "GET", f"{path}?after=x")[1]["code"] == "bad-field"
    wait_until(lambda: followers_left(app, path) == 0)


def test_one_who_reads_nothing_holds_up_nobody_and_is_let_go(served: tuple[int, Any]) -> None:
    port, app = served
    path, key = session_on(port)
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect(("127.0.0.1", port))
    deaf.sendall(f"GET {path}/events HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    with deaf, following(port, path) as stream:
        got = b""
        for version in range(1, 60):
            ask(port, "PUT", path, {"version": version, "state": {"text": "x" * 200_000}}, key)
            got = read_until(stream, b'{"version":%d,' % version, got)[-100:]
        wait_until(lambda: followers_left(app, path) == 1)


def test_a_process_that_stops_does_not_wait_for_followers() -> None:
    with running(create_app()) as port:
        path, _ = session_on(port)
        stream = following(port, path)
        read_until(stream, b"data:")
        started = time.monotonic()
    assert time.monotonic() - started < 3
    stream.close()


def test_two_hundred_screens_have_a_move_within_a_quarter_of_a_second() -> None:
    """The short form of `python tests/load/followers.py`; the median, since other work shares the machine."""
    sys.path.insert(0, str(Path(__file__).parent / "load"))
    try:
        import followers
    finally:
        sys.path.pop(0)
    with followers.service() as (port, process):
        found = asyncio.run(followers.measure([port], [process.pid], 200, 5))
    assert found.slowest.quantile(0.5) < 0.25
    assert found.kilobytes < 60
