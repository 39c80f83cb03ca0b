"""Connections over real sockets: what is slow, silent or too much is let go, and the rest is served."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from chainrule.api import protocol
from chainrule.api.app import WEB, create_app
from chainrule.api.log import RateLimit
from chainrule.api.protocol import TimedProtocol, most_connections


@contextlib.contextmanager
def running(app: Any, sockets: list[socket.socket] | None = None) -> Iterator[int]:
    """A server in a thread; gives its port."""
    config = uvicorn.Config(app, port=0, http=TimedProtocol, ws="none", log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=(sockets,))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The service, with short timers."""
    patch = pytest.MonkeyPatch()
    for name, seconds in (("HEADER_SECONDS", 0.4), ("BODY_SECONDS", 0.8), ("WRITE_SECONDS", 0.4)):
        patch.setattr(protocol, name, seconds)
    with running(create_app()) as found:
        yield found
    patch.undo()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 10)


def everything(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    parts = []
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def is_let_go(connection: socket.socket, piece: bytes) -> bool:
    """Whether the other side closes while `piece` is sent again and again."""
    try:
        for _ in range(100):
            connection.sendall(piece)
            time.sleep(0.05)
    except ConnectionError:
        return True
    return False


GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"


def test_headers_that_do_not_end_are_answered_408(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(GET)
        start = time.monotonic()
        answer = everything(connection)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert time.monotonic() - start < 5


def test_a_header_now_and_then_does_not_hold_a_connection(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(GET)
        assert is_let_go(connection, b"X-A: b\r\n")


def test_a_line_end_now_and_then_does_not_hold_a_kept_connection(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(GET + b"\r\n")
        assert connection.recv(10).startswith(b"HTTP/1.1")
        assert is_let_go(connection, b"\r\n")


def test_a_kept_connection_serves_several_requests(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(5):
        connection.request("POST", "/api/v1/trace", json.dumps({"source": "1 + 1"}))
        assert connection.getresponse().read()
        time.sleep(0.2)
    connection.close()


def test_a_body_that_does_not_end_does_not_hold_a_connection(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(b"POST /api/v1/trace HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        start = time.monotonic()
        everything(connection)
        assert time.monotonic() - start < 5


def test_a_body_after_its_answer_does_not_hold_a_connection(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(b"POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
        assert is_let_go(connection, b"x")


async def long_answer(scope: Any, receive: Any, send: Any) -> None:
    """64 MB."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(1000):
        await send({"type": "http.response.body", "body": b"x" * 64_000, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def test_a_client_that_takes_nothing_is_let_go(port: int) -> None:
    ended = threading.Event()

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        await long_answer(scope, receive, send)
        ended.set()

    with running(watched) as other, connected(other) as connection:
        connection.sendall(GET + b"\r\n")
        assert ended.wait(30)  # nothing takes what it sends: only a connection that is let go lets it end
        assert len(everything(connection)) < 32_000_000


def test_the_connection_that_was_idle_longest_makes_room(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "most_connections", lambda: 5)
    monkeypatch.setattr(protocol, "HEADER_SECONDS", 20)
    with contextlib.ExitStack() as stack:
        idle = [stack.enter_context(connected(port)) for _ in range(20)]
        time.sleep(0.3)
        for _ in range(3):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                assert answer.status == 200
        for connection in idle[:-5]:
            assert everything(connection) == b""


def test_a_body_over_the_limit_is_answered_and_not_cut_off(port: int) -> None:
    """Ordinary clients send all of it before they read: closing earlier is a broken pipe for them."""
    body = b'{"source": "' + b"x" * 3_000_000 + b'"}'
    for _ in range(20):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/trace", body)
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(request, timeout=10)
        with error.value as answer:
            assert answer.code == 413
            assert json.loads(answer.read())["code"] == "limit"


def test_a_body_over_the_limit_in_chunks_is_answered_too(port: int) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(60):
            yield b"x" * 50_000

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/api/v1/trace", chunks(), encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
    assert connection.getresponse().status == 413
    connection.close()


def test_who_asks_before_sending_is_refused_at_once(port: int) -> None:
    with connected(port) as connection:
        head = b"POST /api/v1/trace HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9000000\r\n\r\n"
        connection.sendall(head)
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_answers_are_sent_at_once() -> None:
    """Headers and body are two writes; a kernel that waits for more would hold the second back for 40 ms."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)  # as one that somebody else has bound
    listening.bind(("127.0.0.1", 0))
    with running(create_app(), [listening]) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        seconds = []
        for number in range(40):
            start = time.monotonic()
            connection.request("POST", "/api/v1/trace", json.dumps({"source": f"{number} + 1"}))
            connection.getresponse().read()
            seconds.append(time.monotonic() - start)
        connection.close()
    assert sorted(seconds[20:])[10] < 0.035, seconds


NO_TEXT = (b"/\xff", b"/?z=K84vLUpOta1Q-29rCAA", b"/embed?\xff", b"/?\xc3\x28", b"/oembed?url=\xff")


@pytest.mark.parametrize("path", NO_TEXT)
def test_bytes_that_are_no_text_are_a_mistake_of_the_client(port: int, path: bytes) -> None:
    with connected(port) as connection:
        connection.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert everything(connection).startswith(b"HTTP/1.1 400 ")


def test_the_same_line_does_not_fill_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    import logging

    now = 100.0
    monkeypatch.setattr("chainrule.api.log.time.monotonic", lambda: now)
    limit = RateLimit(most=3, seconds=0.05)
    records = [logging.LogRecord("a", logging.ERROR, "", 0, "no more sockets", None, None) for _ in range(1000)]
    assert sum(map(limit.filter, records)) == 3
    now += 0.06
    last = logging.LogRecord("a", logging.ERROR, "", 0, "no more sockets", None, None)
    assert limit.filter(last)
    assert last.getMessage() == "no more sockets (and 997 more like this before)"


def served(*words: str, **settings: Any) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "chainrule", "serve", "--port", str(port), *words]
    process = subprocess.Popen(command, start_new_session=True, **settings)
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
            return process, port
        if process.poll() is not None:
            break
        time.sleep(0.1)
    end(process)
    raise AssertionError(f"it did not start: {process.returncode}")


def end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def eventually(what: Callable[[], bool], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.1)
    return what()


def members(group: int) -> list[int]:
    """The processes of a group that live."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def test_workers_and_their_processes_end_when_their_parent_is_killed() -> None:
    process, port = served("--workers", "2", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/api/v1/render.png?source=x&defaults=1&scale=0.5"
        urllib.request.urlopen(url, timeout=30).close()
        # Parent, two workers, a process of each for heavy work.
        assert eventually(lambda: len(members(process.pid)) >= 5), members(process.pid)
        process.kill()
        process.wait()
        assert eventually(lambda: not members(process.pid)), members(process.pid)
    finally:
        end(process)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk at hand")
def test_a_full_disk_for_the_log_does_not_stop_the_start() -> None:
    with open("/dev/full", "wb") as full:
        process, _ = served(stdout=full, stderr=full)
        end(process)


def test_few_descriptors_do_not_stop_it_and_fill_no_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    few = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))  # noqa: E731
    with log.open("wb") as written:
        process, port = served(stdout=written, stderr=written, preexec_fn=few)
    with contextlib.ExitStack() as stack:
        stack.callback(end, process)
        for _ in range(150):
            stack.enter_context(connected(port))
        picture = "api/v1/render.png?source=x&defaults=1&scale=0.5"
        for path in (*["healthz"] * 30, picture):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=30) as answer:
                assert answer.status == 200
        assert log.stat().st_size < 50_000


def test_connections_leave_descriptors_for_everything_else() -> None:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert 8 <= most_connections() <= soft - protocol.RESERVED
    assert WEB.body_bytes < 3_000_000
