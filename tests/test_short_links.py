"""Short links, kept in a real Redis: the same from every process, for ever, and off unless they are wanted."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pytest

from chainrule.api.packed import pack, unpacked
from chainrule.api.short_links import packed_query
from chainrule.cli import main
from chainrule.errors import ChainruleError, LimitError
from chainrule.limits import DEFAULT
from chainrule.live import HubLost
from chainrule.short_links import NoLink, RedisLinks, link_names
from test_live_redis import Store, service

PROGRAM = "h0 = x\n" + "".join(f"h{n} = tanh(h{n - 1}*w{n} + {n})\n" for n in range(1, 60))

needs_redis = pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed")


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    kept = Store()
    yield kept
    kept.kill()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def answer(url: str, body: object = None) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, None if body is None else json.dumps(body).encode())
    try:
        with urllib.request.build_opener(Stay).open(request) as response:
            return response.status, dict(response.headers), response.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


@needs_redis
def test_a_link_made_by_one_process_is_the_same_in_another_and_leads_to_the_program(store: Store) -> None:
    words = ("--hub", store.url, "--short-links")
    query = urlencode({"source": PROGRAM, "values": '{"x":0.5}', "step": 3})
    with service(*words) as (one, _), service(*words, "--root-path", "/calc") as (other, _):
        status, _, body = answer(f"http://127.0.0.1:{one}/api/v1/links", {"query": query})
        link = json.loads(body)
        assert status == 201
        assert len(link["path"]) < 16
        again = answer(f"http://127.0.0.1:{other}/calc/api/v1/links", {"query": query})
        assert json.loads(again[2]) == link
        status, headers, _ = answer(f"http://127.0.0.1:{other}/calc/{link['path']}")
        assert status == 301
        assert "immutable" in headers["cache-control"]
        target = urllib.request.urlopen(f"http://127.0.0.1:{other}/calc/{link['path']}")
        assert target.url.startswith(f"http://127.0.0.1:{other}/calc/?z=")
        config = json.loads(target.read().decode().split('id="config">')[1].split("</script>")[0])
        assert dict(parse_qsl(config["query"])) == dict(parse_qsl(query))
        assert config["short_links"] is True
        assert answer(f"http://127.0.0.1:{one}/l/1/nothing9")[0] == 404


@needs_redis
def test_without_the_word_nothing_is_kept_and_the_page_offers_nothing(store: Store) -> None:
    with service("--hub", store.url) as (port, _):
        assert answer(f"http://127.0.0.1:{port}/api/v1/links", {"query": "source=x"})[0] in (404, 405)
        assert b'"short_links":true' not in answer(f"http://127.0.0.1:{port}/")[2]


@needs_redis
def test_a_link_never_changes_and_two_texts_never_share_one(store: Store) -> None:
    async def test() -> None:
        links = RedisLinks(store.url, replace(DEFAULT, short_links=3))
        await links.redis.flushall()
        name = await links.keep("1.abc")
        assert await links.keep("1.abc") == name
        first = next(link_names("1.other"))
        await links.redis.set(f"chainrule:link:1:{first}", "1.somebody else's")
        longer = await links.keep("1.other")
        assert longer.startswith(first)
        assert len(longer) == len(first) + 1
        assert await links.packed(first) == "1.somebody else's"
        assert await links.packed(longer) == "1.other"
        await links.keep("1.third")
        with pytest.raises(LimitError, match="short_links"):
            await links.keep("1.fourth")
        assert await links.keep("1.abc") == name
        with pytest.raises(NoLink):
            await links.packed("22222222")
        await links.close()

    asyncio.run(test())


def test_a_store_that_is_away_is_said_to_be() -> None:
    async def test() -> None:
        links = RedisLinks("redis://127.0.0.1:1/0")
        with pytest.raises(HubLost):
            await links.keep("1.abc")
        with pytest.raises(HubLost):
            await links.packed("22222222")
        await links.close()

    asyncio.run(test())


NO_ADDRESS: list[dict[str, object]] = [
    {},
    {"query": 3},
    {"query": "step=3"},
    {"query": "source="},
    {"query": "source=x&source=y"},
    {"query": "source=x&z=1.abc"},
    {"query": "source=x", "more": 1},
    {"query": "source=x&" + "&".join(f"a{n}=1" for n in range(300))},
]


@pytest.mark.parametrize("body", NO_ADDRESS)
def test_what_is_no_address_of_the_page_gets_no_link(body: dict[str, object]) -> None:
    with pytest.raises(ChainruleError):
        packed_query(body, DEFAULT)


def test_what_no_address_can_hold_gets_no_link() -> None:
    noise = b"".join(hashlib.sha256(str(n).encode()).digest() for n in range(500))
    query = urlencode({"source": base64.b64encode(noise).decode()})
    with pytest.raises(LimitError, match="url_bytes"):
        packed_query({"query": query}, DEFAULT)


def test_a_link_holds_what_the_long_address_holds() -> None:
    fields = {"source": PROGRAM, "values": '{"x": 1e-3}', "step": "4", "open": "f1,f2"}
    packed = packed_query({"query": "?" + urlencode(fields)}, DEFAULT)
    assert packed == pack(fields)
    assert dict(parse_qsl(unpacked(f"z={packed}".encode(), DEFAULT).decode())) == fields


def test_links_without_a_hub_are_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--short-links", "--port", "0"]) == 2
    assert "--hub" in capsys.readouterr().err
