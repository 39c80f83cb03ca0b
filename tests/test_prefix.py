"""The service below a path of its host, as proxies hand requests on: with the prefix, without it, without a word."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest

from chainrule.api.app import create_app
from chainrule.api.prefix import is_prefix
from service import Client, Reply

PREFIX = "/~prof/chainrule"
FORWARDED = {"x-forwarded-prefix": PREFIX}


@dataclass
class Rooted:
    """As Uvicorn with `--root-path`: it puts the prefix in front of every path."""

    app: Any

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app({**scope, "root_path": PREFIX, "path": PREFIX + scope["path"]}, receive, send)


@pytest.fixture(scope="module")
def rooted() -> Any:
    made = Client(Rooted(create_app()))
    yield made
    made.runner.close()


def addresses(page: Reply) -> list[str]:
    return re.findall(r'(?:href|src)="([^"#:]*)"', page.text)


def without_address(page: bytes) -> bytes:
    """A page without the link that says where it stands itself, and so has the prefix in it."""
    return re.sub(rb"<link[^>]*oembed[^>]*>", b"", page)


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/trace?source=x*x&values={%22x%22:3}", "/player.js", "/embed"])
def test_requests_are_answered_with_and_without_the_prefix(rooted: Client, client: Client, path: str) -> None:
    plain = client.request("GET", path)
    assert plain.status == 200
    for asked in (path, PREFIX + path):
        for reply in (rooted.request("GET", asked), client.request("GET", asked, headers=FORWARDED)):
            assert without_address(reply.body) == without_address(plain.body)
            assert (PREFIX.encode() in reply.body) == (b"oembed" in plain.body)
    assert client.request("GET", PREFIX + path).status == 404
    body = json.dumps({"source": "x*x", "values": {"x": 3}}).encode()
    assert rooted.request("POST", f"{PREFIX}/api/v1/trace", body).json()["value"] == 9


@pytest.mark.parametrize("path", ["/", "/docs", "/embed", "/activations", "/embed/activations"])
def test_no_page_names_an_address_from_the_root_of_its_host(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status == 200
    found = addresses(page)
    assert [one for one in found if one.startswith("/")] == []
    folder = path.rpartition("/")[0]
    for one in found:
        asked = f"{folder}/{one}" if not one.startswith("../") else f"{folder.rpartition('/')[0]}/{one[3:]}"
        assert client.request("GET", asked.replace("/./", "/").removesuffix("./") or "/").status == 200, one


def test_whole_addresses_have_the_prefix(rooted: Client, client: Client) -> None:
    for page in (rooted.get("/", source="x*y"), client.request("GET", "/?source=x*y", headers=FORWARDED)):
        assert f'<link rel="canonical" href="http://test{PREFIX}/?source=x' in page.text
    url = f"http://test{PREFIX}/?source=x*y"
    answer = rooted.get("/oembed", url=url).json()
    assert f'src="http://test{PREFIX}/embed?source=x*y"' in answer["html"]
    assert rooted.get("/oembed", url="http://test/?source=x*y").status == 404
    assert rooted.get("/openapi.json").json()["servers"] == [{"url": PREFIX}]


def test_the_prefix_alone_leads_to_the_page(rooted: Client) -> None:
    reply = rooted.request("GET", f"{PREFIX}?source=x*y")
    assert (reply.status, reply.headers["location"]) == (307, f"{PREFIX}/?source=x*y")
    assert "content-security-policy" in reply.headers


def test_each_request_has_its_own_host_in_the_page(client: Client) -> None:
    for host in ("one.example", "two.example"):
        page = client.request("GET", "/activations", headers={"host": host})
        assert f'href="http://{host}/activations"' in page.text


@pytest.mark.parametrize(
    "text", ["", "/", "a", "//evil.example", "/a//b", "/..", "/a/../b", "/<b>", "/a b", "/" + "a" * 300]
)
def test_what_is_no_prefix_is_not_believed(client: Client, text: str) -> None:
    assert not is_prefix(text)
    page = client.request("GET", "/", headers={"x-forwarded-prefix": text})
    assert page.status == 200
    assert 'href="http://test/"' in page.text
