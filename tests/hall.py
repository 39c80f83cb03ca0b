"""Two services with one Redis behind nginx, as deploy/ has them, without containers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "load"))
from client import free_port, service

sys.path.pop(0)

__all__ = ["Hall", "MISSING", "hall", "nginx", "redis_server"]

DEPLOY = Path(__file__).parent.parent / "deploy"
MISSING = [name for name in ("nginx", "redis-server") if shutil.which(name) is None]


@dataclass
class Hall:
    address: str
    processes: list[subprocess.Popen[bytes]]

    def kill(self, number: int) -> None:
        """End one of the services, as a machine that loses its power does."""
        os.killpg(self.processes[number].pid, signal.SIGKILL)


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """The address of a Redis without files."""
    port = free_port()
    words = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        _until(lambda: subprocess.run(["redis-cli", "-p", str(port), "ping"], capture_output=True).returncode == 0)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


def configuration(folder: Path, port: int, upstreams: dict[str, str], tls: int | None = None) -> Path:
    """deploy/nginx as it stands, with the ports and folders of this machine."""
    parts = [(DEPLOY / "nginx" / "chainrule.conf").read_text()]
    if tls is not None:
        parts.append((DEPLOY / "nginx" / "tls.conf").read_text())
    text = "\n".join(parts)
    places = {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "listen 443": f"listen 127.0.0.1:{tls}",
        "/var/cache/nginx": str(folder),
        "/etc/nginx/certs": str(folder),
        "chainrule-locations.inc": str(DEPLOY / "nginx" / "chainrule-locations.inc"),
        **upstreams,
    }
    for here, there in places.items():
        text = text.replace(here, there)
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    made = folder / "nginx.conf"
    made.write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;"
        f"events {{ worker_connections 4096; }} http {{ access_log off; {temporary}\n{text}\n}}"
    )
    return made


@contextmanager
def nginx(folder: Path, ports: list[int]) -> Iterator[str]:
    """The address of an nginx before services at two ports."""
    port = free_port()
    upstreams = {f"chainrule-{number}:8000": f"127.0.0.1:{each}" for number, each in enumerate(ports, 1)}
    made = configuration(folder, port, upstreams)
    process = subprocess.Popen(["nginx", "-c", str(made), "-e", str(folder / "error.log")], cwd=folder)
    try:
        import urllib.request

        def answers() -> bool:
            assert process.poll() is None, (folder / "error.log").read_text()
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as reply:
                return bool(reply.status == 200)
            return False

        _until(answers)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def hall(folder: Path) -> Iterator[Hall]:
    with ExitStack() as stack:
        store = stack.enter_context(redis_server(folder))
        services = [stack.enter_context(service("--hub", store)) for _ in range(2)]
        address = stack.enter_context(nginx(folder, [port for port, _ in services]))
        yield Hall(address, [process for _, process in services])


def _until(true: object) -> None:
    assert callable(true)
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
