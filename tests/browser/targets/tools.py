"""The tools that a shared graph is pasted into, each run as its users run it, and what was seen there."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
NPM = HERE / "node_modules"
BIN = HERE / ".venv" / "bin"
SEEN = HERE / ".seen"

sys.path.insert(0, str(ROOT / "frontend"))
import bundle  # noqa: E402 - from the front end

# A program as lectures have them: a comment first, a blank line, a loop with its body indented, quotes, < and &.
PROGRAM = """# two "layers" & a loop: h < 1
h = x*w

for i in range(2):
  h = tanh(h)  # it's again

f = h + 1"""
VALUES = '{"x":0.5,"w":2}'
STEP = "document.querySelector('chain-rule').step"


def saw(target: str, version: str, text: str) -> None:
    """Keeps what a test saw, for the table in docs/embedding.md."""
    SEEN.mkdir(exist_ok=True)
    row = {"target": target, "version": version, "seen": text}
    name = re.sub(r"[^a-z0-9]+", "-", target.lower()).strip("-")
    (SEEN / f"{name}.json").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")


def node(*words: str, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs a script of node_modules."""
    found = bundle.find_node()
    assert found is not None
    environment = {**(found.environment or os.environ), **options.pop("env", {})}
    command = [*found.node, *words]
    return run(*command, cwd=cwd, env=environment, **options)


def npm(*words: str, cwd: Path) -> None:
    found = bundle.find_node()
    assert found is not None
    environment = {name: text for name, text in (found.environment or os.environ).items() if name != "NODE_ENV"}
    subprocess.run([*found.npm, *words], cwd=cwd, env=environment, check=True, timeout=240)


def run(*words: str | Path, cwd: Path, seconds: int = 240, **options: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds,
        check=False,
        **options,
    )
    assert done.returncode == 0, f"{words[0]}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done


def program(name: str, package: str) -> str:
    """A program of the machine's own."""
    return shutil.which(name) or pytest.fail(f"No {name}: apt-get install --no-install-recommends {package}")


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, names)), "")


def version(*words: str | Path, pattern: str = r"\d+(\.\d+)+") -> str:
    """The first number with a dot, or whatever fits the pattern, that a program says of itself."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=120, check=False)
    found = re.search(pattern, done.stdout + done.stderr)
    return found[0] if found else "?"


def npm_version(package: str, folder: Path = NPM) -> str:
    return str(json.loads((folder / package / "package.json").read_text(encoding="utf-8"))["version"])


def pip_version(package: str) -> str:
    return version(BIN / "python", "-c", f"import importlib.metadata as m; print(m.version({package!r}))")


def with_chainrule(**more: str) -> dict[str, str]:
    """The environment of a program that imports Chainrule from this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "backend"), **more}


class _Files(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if not os.path.exists(self.translate_path(self.path)):  # an application of one page
            self.path = "/index.html"
        super().do_GET()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """The address of a folder of files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(*words: str | Path, port: int, path: str = "/", cwd: Path, env: dict[str, str]) -> Iterator[str]:
    """The address of a program that serves, once it answers; it is stopped at the end."""
    process = subprocess.Popen(
        [str(word) for word in words], cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 90
        while True:
            if process.poll() is not None:
                pytest.fail(f"{words[0]} ended by itself: {process.communicate()[0].decode()[-2000:]}")
            assert time.monotonic() < deadline, f"{words[0]} did not answer in time"
            try:
                urlopen(address + path, timeout=2).close()
                break
            except (URLError, OSError):
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        try:
            process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def steps_of(source: str, values: str) -> int:
    import chainrule

    return len(chainrule.trace(source, json.loads(values)).steps)
