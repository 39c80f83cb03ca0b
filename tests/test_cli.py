"""The command line, called as a function; one test starts the real server."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

import pytest

from chainrule import __version__
from chainrule.cli import main
from service import Client, check_problem

SIMPLE = ["trace", "q = x + y\nf = q * z", "--set", "x=-2", "--set", "y=5", "--set", "z=-4"]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"chainrule {__version__}\n"


def test_trace_prints_values_and_gradients_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(SIMPLE) == 0
    out = capsys.readouterr().out
    rows = {cells[1]: cells for cells in (line.split() for line in out.splitlines()) if len(cells) > 3}
    assert rows["x"][-2:] == ["−2.00", "−4.00"]
    assert rows["q"][-2:] == ["3.00", "−4.00"]
    assert rows["z"][-2:] == ["−4.00", "3.00"]
    assert "−4.00" in out.partition("upstream")[2]
    assert "\x1b" not in out, "colour is for terminals"


def test_json_is_byte_for_byte_the_answer_of_the_api(
    client: Client, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = [
        *SIMPLE,
        "--set",
        "w=[[1, 2], [3, 4]]",
        "--output",
        "q",
        "--upstream",
        "2",
        "--view",
        "functions",
        "--json",
    ]
    words[1] += " * sum(w)"
    assert main(words) == 0
    values: dict[str, Any] = {"x": -2, "y": 5, "z": -4, "w": [[1, 2], [3, 4]]}
    reply = client.trace(words[1], values=values, output="q", upstream=2, view="functions")
    assert capsysbinary.readouterr().out == reply.body


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x * x"), "utf-8"))
    assert main(["trace", "-", "--set", "x=3"]) == 0
    assert "9.00" in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff"), "utf-8"))
    assert main(["trace", "-"]) == 1


def test_a_wrong_formula_exits_1_with_the_caret_under_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "w * sigmod(x)", "--set", "w=1", "--set", "x=1"]) == 1
    done = capsys.readouterr()
    assert done.out == ""
    first, second = done.err.splitlines()[:2]
    assert first == "w * sigmod(x)"
    assert second.startswith("    ^^^^^^ unknown-function: ")
    assert "sigmoid" in second


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["trace"],
        ["nothing"],
        ["trace", "x", "--set", "x"],
        ["trace", "x", "--set", "=1"],
        ["trace", "x", "--set", "x=one"],
        ["trace", "x", "--set", "x=" + "[" * 100_000],
        ["trace", "x", "--upstream", "much"],
        ["trace", "x", "--view", "sideways"],
        ["serve", "--port", "high"],
    ],
)
def test_wrong_use_exits_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("value", ["nan", "inf", "NaN", "-Infinity", "1e999", "true", '"1"', "{}", "1" + "0" * 400])
def test_a_value_that_is_no_finite_number_exits_1_or_2(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "x", f"--set=x={value}"]) in (1, 2)
    assert capsys.readouterr().err


def test_ops_prints_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    from chainrule.ops import OPS

    assert main(["ops"]) == 0
    first = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line]
    assert set(OPS) <= set(first)
    assert "sigmoid(x)" in first


def test_examples_can_be_pasted_back(capsys: pytest.CaptureFixture[str]) -> None:
    import shlex

    assert main(["examples"]) == 0
    calls = capsys.readouterr().out.split("\n\n# ")
    assert len(calls) >= 8
    for call in calls:
        command, *words = shlex.split(call.partition("\n")[2])
        assert command == "chainrule"
        assert main(words) == 0, call
        capsys.readouterr()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_on_a_terminal_unless_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert main(SIMPLE) == 0
    assert "\x1b[32m" in sys.stdout.getvalue()  # type: ignore[attr-defined]
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert main(SIMPLE) == 0
    assert "\x1b" not in sys.stdout.getvalue()  # type: ignore[attr-defined]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_serve_answers_and_stops_when_told() -> None:
    port = free_port()
    command = [sys.executable, "-m", "chainrule", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"{base}/healthz", timeout=2) as reply:
                    assert reply.status == 200
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        body = json.dumps({"source": "x*y", "values": {"x": 3, "y": -2}}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{base}/api/v1/trace", body), timeout=10) as reply:
            assert json.load(reply)["gradients"] == {"x": -2, "y": 3}
            assert "server" not in reply.headers
        with urllib.request.urlopen(f"{base}/", timeout=10) as reply:
            assert "<title>" in reply.read().decode()
    finally:
        server.send_signal(signal.SIGINT if os.name == "nt" else signal.SIGTERM)
        out, err = server.communicate(timeout=20)
    assert out.startswith(f"Chainrule is at {base}")
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert {"/api/v1/trace", "/"} <= {line["route"] for line in lines}
    assert "x*y" not in err


def test_the_cli_and_the_api_refuse_with_the_same_code(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    for source in ("x +", "import os; os.x", "f(1)", ""):
        assert main(["trace", source]) == 1
        code = check_problem(client.trace(source))["code"]
        assert f"{code}:" in capsys.readouterr().err
