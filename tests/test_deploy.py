"""deploy/: its parts run as processes, and what it says is what the service understands."""

from __future__ import annotations

import http.client
import re
import shlex
import shutil
import subprocess
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from chainrule.api.app import create_app
from chainrule.cli.arguments import parser
from hall import DEPLOY, MISSING, Hall, configuration, hall
from test_live import ask, following, read_until, session_on

ROOT = DEPLOY.parent
needs_parts = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


@pytest.fixture(scope="module")
def stood(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall(tmp_path_factory.mktemp("hall")) as made:
        yield made


def get(address: str, path: str, **headers: str) -> tuple[int, Any, bytes]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    connection.request("GET", path, headers=headers)
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply.status, reply.headers, body


TRACE = "/api/v1/trace?source=" + quote("x*y + 1") + "&values=" + quote('{"x": 2, "y": 3}')


@needs_parts
def test_the_proxy_keeps_what_is_public_and_nothing_else(stood: Hall) -> None:
    first, second = (get(stood.address, TRACE) for _ in range(2))
    assert (first[1]["X-Cache"], second[1]["X-Cache"]) == ("MISS", "HIT")
    assert first[2] == second[2]
    packed = get(stood.address, TRACE, **{"Accept-Encoding": "gzip"})
    assert packed[1]["Content-Encoding"] == "gzip"
    for path in ("/", "/healthz", "/api/v1/trace?source=x%2A"):
        get(stood.address, path)
        assert get(stood.address, path)[1]["X-Cache"] in ("MISS", "REVALIDATED", "BYPASS") or path.startswith("/api")
    assert get(stood.address, "/metrics")[0] == 404
    assert get(stood.address, "/api/v1/live/AAAA")[0] == 404


@needs_parts
def test_events_come_through_the_proxy_at_once_and_moves_come_from_the_other_process(stood: Hall) -> None:
    port = int(stood.address.rpartition(":")[2])
    path, key = session_on(port)
    streams = [following(port, path) for _ in range(4)]  # the proxy takes the services in turn
    for stream in streams:
        read_until(stream, b'data: {"version":0')
    for version in range(1, 5):
        assert ask(port, "PUT", path, {"version": version, "state": {"step": version}}, key)[0] == 200
        for stream in streams:
            stream.settimeout(2)
            read_until(stream, b'data: {"version":%d' % version)
    for stream in streams:
        stream.close()


@needs_parts
def test_a_body_that_is_too_large_is_refused_by_the_service_itself(stood: Hall) -> None:
    request = urllib.request.Request(f"{stood.address}/api/v1/trace", data=b"x" * 280_000, method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    assert refused.value.code == 413
    assert b"body_bytes" in refused.value.read()


@needs_parts
def test_a_service_that_dies_is_not_noticed(tmp_path: Path) -> None:
    with hall(tmp_path) as made:
        made.kill(0)
        statuses = [get(made.address, f"/api/v1/trace?source=x%2B{number}&defaults=1")[0] for number in range(20)]
        assert statuses == [200] * 20


@pytest.mark.skipif(shutil.which("openssl") is None or "nginx" in MISSING, reason="nginx and openssl")
def test_nginx_takes_the_configuration_with_tls(tmp_path: Path) -> None:
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=x -keyout privkey.pem -out fullchain.pem"
    subprocess.run(shlex.split(words), cwd=tmp_path, check=True, capture_output=True)
    upstreams = {"chainrule-1:8000": "127.0.0.1:9", "chainrule-2:8000": "127.0.0.1:9"}
    made = configuration(tmp_path, 8081, upstreams, tls=8082)
    done = subprocess.run(["nginx", "-t", "-c", str(made), "-e", str(tmp_path / "e")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def commands() -> dict[str, list[str]]:
    """Each way in which deploy/ and the image start the service."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    unit = re.search(r"^ExecStart=(.*)$", (DEPLOY / "chainrule.service").read_text(), re.M)
    image = re.search(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.M)
    assert unit
    assert image
    return {
        "compose 1": compose["chainrule-1"]["command"],
        "compose 2": compose["chainrule-2"]["command"],
        "kubernetes": pod("chainrule")["containers"][0]["args"],
        "systemd": unit[1].split(),
        "image": yaml.safe_load(image[1]),
    }


def manifests() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))


def pod(name: str) -> dict[str, Any]:
    [found] = [each for each in manifests() if each["kind"] == "Deployment" and each["metadata"]["name"] == name]
    spec: dict[str, Any] = found["spec"]["template"]["spec"]
    return spec


@pytest.mark.parametrize("name", ["compose 1", "compose 2", "kubernetes", "systemd", "image"])
def test_the_service_understands_its_command(name: str) -> None:
    program, *words = commands()[name]
    assert program.rpartition("/")[2] == "chainrule"
    asked = parser().parse_args(words)
    assert asked.port == 8000
    assert not (asked.metrics and asked.workers > 1)


def test_what_is_asked_of_a_pod_is_there_and_its_user_is_the_numeric_one_of_the_image() -> None:
    routes = {getattr(route, "path", "") for route in create_app().routes}
    container = pod("chainrule")["containers"][0]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"]["path"] in routes
    user = re.search(r"^USER (\d+)$", (ROOT / "Dockerfile").read_text(), re.M)
    assert user
    for name in ("chainrule", "chainrule-redis"):
        context = pod(name)["securityContext"]
        assert context["runAsNonRoot"] is True
        assert isinstance(context["runAsUser"], int)
        assert set(pod(name)["containers"][0]["resources"]["limits"]) == {"cpu", "memory"}
    assert pod("chainrule")["securityContext"]["runAsUser"] == int(user[1])
    services = {each["metadata"]["name"] for each in manifests() if each["kind"] == "Service"}
    assert {"chainrule", "chainrule-redis"} <= services
    assert "redis://chainrule-redis:6379/0" in container["args"]


def test_every_library_of_the_image_is_locked_to_a_version_that_is_allowed() -> None:
    lines = (DEPLOY / "requirements.txt").read_text().splitlines()
    locked = {
        canonicalize_name(name): version for name, version in (line.split("==") for line in lines if line[0] != "#")
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for text in [*project["dependencies"], *extras["serve"], *extras["export"], *extras["redis"]]:
        wanted = Requirement(text)
        assert locked[canonicalize_name(wanted.name)] in wanted.specifier
    assert "-c deploy/requirements.txt" in (ROOT / "Dockerfile").read_text()
    assert "!deploy/requirements.txt" in (ROOT / ".dockerignore").read_text().splitlines()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_its_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "chainrule.service").read_text().replace("/opt/chainrule/bin/chainrule", "/bin/true")
    made = tmp_path / "chainrule.service"
    made.write_text(text)
    done = subprocess.run(["systemd-analyze", "verify", str(made)], capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if str(made) in line or "chainrule.service" in line]
    assert said == []
