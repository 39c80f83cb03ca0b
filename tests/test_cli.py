"""The command line, called as a function; one test starts the real server."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chainrule import __version__
from chainrule.cli import main
from chainrule.cli.arguments import commands_of, options_of, parser
from service import Client, check_problem

SIMPLE = ["trace", "q = x + y\nf = q * z", "--set", "x=-2", "--set", "y=5", "--set", "z=-4"]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("--version", "-V"):
        assert main([word]) == 0
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
    assert main(["trace", "-"]) == 3


def test_a_file_is_read_as_the_program_it_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "net.py").write_text("# net\nh = x*w\n\nf = h + 1\n", encoding="utf-8")
    cells = [{"cell_type": "code", "source": ["h = x*w\n"]}, {"cell_type": "markdown", "source": ["# f"]}]
    notebook = {"cells": [*cells, {"cell_type": "code", "source": "f = h + 1"}]}
    (tmp_path / "net.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (tmp_path / "values.json").write_text('{"x": 2, "w": 9}', encoding="utf-8")
    np.savez(tmp_path / "values.npz", x=2.0, w=3.0)
    for name, values in (("net.py", ["values.json", "--set", "w=3"]), ("net.ipynb", ["values.npz"])):
        words = [str(tmp_path / name), "--values", str(tmp_path / values[0]), *values[1:]]
        assert main(["trace", *words, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["value"] == 7


def test_the_columns_of_a_table_are_values_by_their_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = [
        ("x, y\n1,2\n3,4\n", 14),
        ("x;y\r\n3;4\r\n\r\n", 12),
        ("\ufeffx\ty\n-1e1\t2\n", -20),
        ("x;y\n3,5;4,5\n", 15.75),
    ]
    for text, value in tables:
        (tmp_path / "values.csv").write_text(text, encoding="utf-8", newline="")
        assert main(["trace", "sum(x*y)", "--values", str(tmp_path / "values.csv"), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["value"] == value
    for text in (
        "",
        "x,y\n",
        "x,y\n1\n",
        "1,2\n3,4\n",
        "x,x\n1,2\n",
        "x,y\n1,two\n",
        "x\nnan\n",
        "x\n3,5\n",
        "x,y\n1,2,3\n",
    ):
        (tmp_path / "values.csv").write_text(text, encoding="utf-8")
        assert main(["trace", "sum(x*y)", "--values", str(tmp_path / "values.csv")]) == 3
        assert "names in its first line, and numbers below" in capsys.readouterr().err


def test_a_saved_trace_is_read_with_its_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "f = x*y", "--set", "x=2", "--set", "y=3", "--json"]) == 0
    (tmp_path / "trace.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["trace", str(tmp_path / "trace.json"), "--set", "y=5", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["source"], again["value"]) == ("f = x*y", 10)
    (tmp_path / "values.json").write_text('{"x": 1}', encoding="utf-8")
    assert main(["trace", str(tmp_path / "values.json")]) == 3
    assert "--values" in capsys.readouterr().err


def test_what_needs_numbers_refuses_shapes_in_the_terms_of_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("train", "code", "exercise"):
        assert main([command, "x*y", "--shape", "x=2", "--shape", "y=2"]) == 1
        assert "Leave out --shapes-only" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nothere.py", "nothere.json", "broken.ipynb", "latin.txt"])
def test_a_file_that_cannot_be_read_exits_3_with_one_sentence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes(b"\xff")
    assert main(["trace", str(tmp_path / name)]) == 3
    told = capsys.readouterr().err
    assert told.startswith(f"chainrule trace: {tmp_path / name}")
    assert told.count("\n") == 1
    for values in ("none.json", "latin.txt", "broken.ipynb"):
        assert main(["trace", "x", "--values", str(tmp_path / values)]) == 3
        assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["-x*y", "--set", "x=2", "--set", "y=3"],
        ["--set", "x=2", "--set=y=3", "-x*y"],
        ["--", "-x*y", "--set", "x=2", "--set", "y=3"],
        ["--set", "x=2", "--set", "y=3", "--", "-x*y"],
        ["--set", "x=-2", "--up", "-1", "--set", "y=3", "--", "--x*y * -1"],
    ],
)
def test_a_formula_may_begin_with_a_minus(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", *words, "--json"]) == 0
    assert abs(json.loads(capsys.readouterr().out)["value"]) == 6


def test_hints_are_in_the_terms_of_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "x*y + β0"]) == 1
    told = capsys.readouterr().err
    assert "Say --set x=1 --set y=1 --set" in told
    assert "--defaults" in told
    assert "{" not in told
    assert main(["trace", "x*y", "--defaults"]) == 0
    assert "defaults: x, y" in capsys.readouterr().out
    assert main(["trace", "x*y", "--set", "x=true", "--set", "y=1"]) == 1
    assert "--set x=1.5" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["trace", "code", "render"])
def test_errors_are_json_where_json_is_asked_for(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    more = ["-o", "x.svg"] if command == "render" else []
    assert main([command, "sigmod(x)", "--set", "x=1", "--json", *more]) == 1
    found = json.loads(capsys.readouterr().err)
    assert found["code"] == "unknown-function"
    assert found["span"]["column"] == 0


def test_every_command_that_says_something_says_it_in_json(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ops", "examples"):
        assert main([name, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == client.get(f"/api/v1/{name}").json()
    assert main(["code", "x*y", "--defaults", "--json"]) == 0
    asked = client.get("/api/v1/code", source="x*y", defaults="true").json()
    assert json.loads(capsys.readouterr().out) == asked
    file = str(tmp_path / "graph.svg")
    assert main(["render", "x*y", "--defaults", "-o", file, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["format"], told["bytes"]) == (file, "svg", Path(file).stat().st_size)


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["trace", "none.py"], 3, "not-here"),
        (["trace", "x", "--values", "none.json"], 3, "not-here"),
        (["trace", "x", "--set", "x"], 2, "wrong-use"),
        (["train", "x", "--set", "x"], 2, "wrong-use"),
        (["render", "x*x", "--defaults", "-o", "no-folder/a.svg"], 3, "not-here"),
        (["render", "x*x", "--defaults", "-o", "-"], 2, "wrong-use"),
        (["hessian", "x*x", "--defaults", "--wrt", "x", "--direction", "x=1"], 2, "wrong-use"),
        (["examples", "none"], 2, "wrong-use"),
        (["lessons", "none"], 2, "wrong-use"),
        (["trace"], 2, "wrong-use"),
        (["trace", "x", "--view", "sideways"], 2, "wrong-use"),
        (["trace", "x", "--nothing"], 2, "wrong-use"),
        (["render", "x*x", "--defaults"], 2, "wrong-use"),
        (["nothing"], 2, "wrong-use"),
        ([], 2, "wrong-use"),
    ],
)
def test_a_refusal_is_json_where_json_is_asked_for(
    words: list[str], status: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == status
    told = json.loads(capsys.readouterr().err)
    assert told["code"] == code
    assert set(told) == {"code", "detail", "span", "hint", "fix", "caret"}


def test_an_option_that_is_none_is_told_by_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "x", "--nothing"]) == 2
    assert capsys.readouterr().err.startswith("chainrule trace: ")


def test_render_exits_2_for_a_format_and_3_for_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "x*x", "--defaults", "-o", str(tmp_path / "a.jpg")]) == 2
    assert main(["render", "x*x", "--defaults", "-o", str(tmp_path / "no" / "a.svg")]) == 3
    assert main(["render", "x*x", "--defaults", "--step", "9", "-o", str(tmp_path / "a.svg")]) == 1
    assert not list(tmp_path.iterdir())


def test_one_example_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["examples", "sigmoid-neuron"]) == 0
    assert capsys.readouterr().out.startswith("# sigmoid-neuron: ")
    assert main(["examples", "none"]) == 2


COMPLETE = """{script}
COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _chainrule; printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("chainrule tr", {"trace", "train"}),
        ("chainrule render x --no", {"--no-fonts", "--notation"}),
        ("chainrule trace x --view u", {"units"}),
        ("chainrule completion f", {"fish"}),
        ("chainrule completion ''", {"bash", "zsh", "fish"}),
        ("chainrule examples sig", {"sigmoid-neuron"}),
        ("chainrule lessons first", {"first-graph"}),
        ("chainrule trace x --view = u", {"units"}),
        ("chainrule trace x --view =", {"gates", "functions", "units"}),
        ("chainrule trace ''", {"net.py"}),
    ],
)
def test_bash_completes_commands_options_and_their_values(
    words: str, wanted: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "net.py").touch()
    assert main(["completion", "bash"]) == 0
    script = COMPLETE.format(script=capsys.readouterr().out, words=words)
    done = subprocess.run(["bash"], input=script, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert set(done.stdout.split()) == wanted
    assert done.stderr == ""


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("chainrule tr", {"trace", "train"}),
        ("chainrule render x --no", {"--no-fonts", "--notation"}),
        ("chainrule trace x --view u", {"units"}),
        ("chainrule completion ", {"bash", "zsh", "fish"}),
        ("chainrule lessons first", {"first-graph"}),
    ],
)
def test_fish_completes_commands_options_and_their_values(
    words: str, wanted: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", "fish"]) == 0
    script = f"{capsys.readouterr().out}\ncomplete -C '{words}'\n"
    done = subprocess.run(["fish"], input=script, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert {line.partition("\t")[0] for line in done.stdout.splitlines()} == wanted
    assert done.stderr == ""


IN_ZSH = """
zmodload zsh/zpty
zpty shell zsh -f -i
say() {{ zpty -w shell $1; }}
say "PS1=; fpath=({folder} \\$fpath); autoload -Uz compinit; compinit -u -d {folder}/dump; echo rea''dy"
zpty -r shell text '*ready*'
zpty -w -n shell $'{words}\t'
zpty -r shell text '*{wanted}*' && print found
zpty -d shell
"""


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("chainrule tra", "train"),
        ("chainrule render x --not", "--notation"),
        ("chainrule trace x --view u", "units"),
        ("chainrule trace x --view=un", "units"),
        ("chainrule completion z", "zsh"),
    ],
)
def test_zsh_completes_commands_options_and_their_values(
    words: str, wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", "zsh"]) == 0
    (tmp_path / "_chainrule").write_text(capsys.readouterr().out, encoding="utf-8")
    script = IN_ZSH.format(folder=tmp_path, words=words, wanted=wanted)
    done = subprocess.run(["zsh", "-f"], input=script, capture_output=True, text=True, check=False, timeout=60)
    assert "found" in done.stdout


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_know_every_option(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    for name, command in commands_of(parser()).items():
        assert name in script
        for option in options_of(command):
            assert option.lstrip("-") in script
    if program := shutil.which(shell):
        (tmp_path / "script").write_text(script, encoding="utf-8")
        done = subprocess.run([program, "-n", str(tmp_path / "script")], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


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
        ["serve", "--port", "99999"],
        ["serve", "--root-path", "chainrule"],
        ["serve", "--workers", "0"],
        ["completion", "tcsh"],
        ["render", "x*x", "--defaults", "-o", "-"],
        ["render", "x*x", "--defaults", "-o", "picture"],
        ["exercise", "x*x", "--defaults", "-o", "-"],
        ["check", "x*x", "--defaults", "-o", "-"],
        ["train", "x*x", "--defaults", "-o", "-"],
    ],
)
def test_wrong_use_exits_2_with_one_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    told = capsys.readouterr().err
    assert told.startswith("chainrule")
    assert told.count("\n") == 1


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
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert main(["trace", "sigmod(x)"]) == 1
    assert "\x1b[31m^^^^^^\x1b[0m" in sys.stderr.getvalue()  # type: ignore[attr-defined]
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


def start(*words: str) -> tuple[subprocess.Popen[str], str]:
    """A server and the line that it says when it answers."""
    command = [sys.executable, "-m", "chainrule", "serve", *words]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stdout is not None
    return server, server.stdout.readline()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_says_the_real_address_once_it_answers(workers: str) -> None:
    server, line = start("--port", "0", "--workers", workers, "--root-path", "/calc")
    try:
        address = line.split()[3]
        assert address.startswith("http://127.0.0.1:")
        assert not address.startswith("http://127.0.0.1:0")
        for path in (address, address.removesuffix("/calc/")):
            with urllib.request.urlopen(f"{path.rstrip('/')}/healthz", timeout=2) as reply:  # the first try
                assert reply.status == 200
        port = address.split(":")[2].partition("/")[0]
        taken = subprocess.run(
            [sys.executable, "-m", "chainrule", "serve", "--port", port], capture_output=True, text=True, check=False
        )
        assert (taken.returncode, taken.stdout) == (3, "")
        assert taken.stderr == (
            f"chainrule serve: port {port} is taken; another one is --port {int(port) + 1}, a free one --port 0\n"
        )
    finally:
        server.send_signal(signal.SIGINT if os.name == "nt" else signal.SIGTERM)
        server.communicate(timeout=20)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.9"])
def test_serve_on_an_address_that_is_not_here_exits_3(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", host, "--port", "0"]) == 3
    done = capsys.readouterr()
    assert done.out == ""
    assert (
        done.err == f"chainrule serve: {host} is no address of this machine; 127.0.0.1 is, and 0.0.0.0 is all of them\n"
    )


def test_serve_opens_the_browser_at_the_address(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {seen}\n', encoding="utf-8")
    browser.chmod(0o755)
    command = [sys.executable, "-m", "chainrule", "serve", "--port", "0", "--open"]
    environment = {**os.environ, "BROWSER": f"{browser} %s"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = server.stdout.readline().split()[3]
        for _ in range(600):
            if seen.is_file() and seen.read_text():
                break
            time.sleep(0.05)
        assert seen.read_text() == address
    finally:
        server.send_signal(signal.SIGINT if os.name == "nt" else signal.SIGTERM)
        server.communicate(timeout=20)


def test_the_cli_and_the_api_refuse_with_the_same_code(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    for source in ("x +", "import os; os.x", "f(1)", ""):
        assert main(["trace", source]) == 1
        code = check_problem(client.trace(source))["code"]
        assert f"{code}:" in capsys.readouterr().err


@pytest.mark.parametrize("text", ['{"x": 2, "y": 3}', "x;y\n2,0;3\n"], ids=["json", "table"])
def test_values_come_from_standard_input(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["trace", "x*y", "--values", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["value"] == 6
    assert main(["trace", "-", "--values", "-"]) == 2
    assert "one thing" in capsys.readouterr().err


IN_GERMAN = [
    ["trace", "x*y + exp(x)", "--defaults"],
    ["trace", "f = W @ x", "--shapes-only", "--shape", "W=3,4", "--shape", "x=4"],
    ["check", "x*y", "--defaults"],
    ["check", "x*y", "--defaults", "--break", "n2=sign"],
    ["hessian", "x*x*y", "--defaults"],
    ["costs", "x*x*y", "--defaults"],
    ["train", "(x-3)**2", "--set", "x=0", "--iterations", "5"],
    ["exercise", "x*y", "--defaults"],
    ["lessons"],
    ["examples"],
    ["ops"],
    ["trace", "x*y", "--set", "x=1"],
    ["trace", "nosuch(x)", "--defaults"],
    ["trace", "x*y", "--defaults", "--upstream", "[1, 2]"],
    ["render", "x*y", "--defaults", "-o", "a.xyz"],
]


@pytest.mark.parametrize("words", IN_GERMAN, ids=lambda words: " ".join(words[:2]))
def test_a_command_speaks_german(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Formulas, names and codes are the same words; what stands between backticks and behind # is code."""
    status = main(words)
    english = "".join(capsys.readouterr())
    assert main([*words, "--lang", "de"]) == status
    german = "".join(capsys.readouterr())
    assert german != english
    plain = re.sub(r"`[^`]*`|'[^']*'|\S+\([^()]*\)|^# \S+:|\S+-\S+", "", german, flags=re.MULTILINE)
    assert re.findall(r"\b(the|of|and|is|are|with|value|gradient|gate|leaf|this|from|or|pattern)\b", plain) == []
