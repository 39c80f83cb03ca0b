"""Random requests to every route and format, good ones and damaged ones, and what must hold for each answer."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from chainrule.api.cache import ResponseCache
from chainrule.api.packed import pack
from chainrule.codegen import LANGUAGES
from chainrule.export import EXPORTS
from fuzz.checks import Mismatch, check_json, check_xml
from fuzz.sources import random_source
from service import Client, Reply, check_problem

__all__ = ["RequestCase", "check_reply", "check_request", "random_request"]

HEAVY = [name for name, row in EXPORTS.items() if not row.text]
TEXT = [name for name, row in EXPORTS.items() if row.text]
PAGES = (
    "/", "/embed", "/activations", "/embed/activations", "/docs", "/openapi.json", "/healthz", "/readyz", "/docs.css",
    "/api/v1/ops", "/api/v1/examples", "/api/v1/limits", "/static/player.js", "/player.js", "/nothing",
)  # fmt: skip
QUERIES = ("", "source=x", "names=relu,tanh&low=-800&high=9", "z=abc", "url=http://test/embed%3Fsource=x", "source=%ff")
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e308, "", "x", "gates", "last", "all", "dark", "é", "\ud800", [], [1], ["f0"], [[1], [2]],
    [[1], [2, 3]], {}, {"x": 1}, {"x": [1, 2]}, {"x": "1"}, "9" * 400, ["n0"] * 50,
)  # fmt: skip
LOOKS: dict[str, tuple[Any, ...]] = {
    "step": (0, 1, 3, "last", "all", 99), "theme": ("light", "dark", "blue"), "scale": (0.1, 0.5, 1, 11),
    "formula": (True, False), "caption": (True,), "transparent": (True,), "notation": ("bar", "delta", "odd"),
    "font_size": (6, 20, 200), "seconds": (0.05, 1, 50), "animate": (True,), "fonts": (True, False),
}  # fmt: skip
ENTRANCES: tuple[dict[str, str], ...] = (
    {"accept-encoding": "gzip"},
    {"if-none-match": "*"},
    {"accept": "application/x-ndjson"},
)


@dataclass
class RequestCase:
    seed: int
    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"# request {self.seed}\n{self.method} {self.path} {self.headers}\n{self.body[:3000]!r}"


def random_request(seed: int, *, heavy: float = 0.05) -> RequestCase:
    """The same request for the same seed. `heavy`: of the pictures, the share in pixels, of films and of slides."""
    pick = random.Random(seed)
    if pick.random() < 0.08:
        path = pick.choice((*PAGES, "/oembed", "/api/v1/activations"))
        return RequestCase(
            seed, pick.choice(("GET", "GET", "HEAD", "POST", "OPTIONS")), f"{path}?{pick.choice(QUERIES)}"
        )
    program = random_source(pick.randrange(10**9))
    fields: dict[str, Any] = {"source": program.source, "values": program.values, **program.settings}
    fields["view"] = pick.choice(("gates", "gates", "functions", "units"))
    if pick.random() < 0.3:
        fields[pick.choice(("defaults", "partial"))] = True
    if pick.random() < 0.1:
        fields[pick.choice(("open", "closed"))] = pick.choice((["f0"], ["f1", "sigmoid"], ["r3"], ["f999"]))
    route = _route(pick, fields, heavy)
    if pick.random() < 0.15:
        fields[pick.choice((*fields, "values", "upstream", "other"))] = pick.choice(ODD)
    headers = pick.choice(ENTRANCES) if pick.random() < 0.2 else {}
    if pick.random() < 0.6:
        body = json.dumps(fields).encode("utf-8", "surrogatepass")
        if pick.random() < 0.05:
            at = pick.randrange(len(body))
            body = body[:at] + bytes([pick.randrange(256)]) + body[at + pick.randint(0, 3) :]
        return RequestCase(seed, "POST", route, body, headers)
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    texts = {name: text.encode("utf-8", "replace").decode() for name, text in texts.items()}
    query = f"z={quote(pack(texts))}" if pick.random() < 0.3 else urlencode(texts)
    return RequestCase(seed, "GET", f"{route}?{query}", b"", headers)


def _route(pick: random.Random, fields: dict[str, Any], heavy: float) -> str:
    chance = pick.random()
    if chance < 0.4:
        return "/api/v1/trace"
    if chance < 0.55:
        fields["language"] = pick.choice(list(LANGUAGES))
        return "/api/v1/code"
    if chance < 0.7:
        fields["of"] = pick.choice(("n0", "n1", "n3", "n5", "f0", "e0", "e2", "c0", "b3_1", "out", "r2"))
        fields["slot"] = pick.choice((0, 0, 1, 2))
        return "/api/v1/jacobian"
    if chance < 0.8:
        fields["id"] = pick.choice(("n0", "n2", "e0", "e1", "f0", "out"))
        fields["field"] = pick.choice(("value", "gradient", "upstream", "local", "downstream"))
        return "/api/v1/array"
    for name in pick.sample(list(LOOKS), pick.randint(0, 3)):
        fields[name] = pick.choice(LOOKS[name])
    if chance < 0.83:
        return pick.choice(("/", "/embed"))
    return f"/api/v1/render.{pick.choice(HEAVY if pick.random() < heavy else TEXT)}"


def check_request(case: RequestCase, client: Client) -> int:
    """The status. Raises Mismatch for an answer that may not be."""
    reply = client.request(case.method, case.path, case.body, case.headers)
    check_reply(reply, case)
    if case.seed % 7 == 0 and reply.status == 200:
        client.app.state.service.cache = ResponseCache()
        again = client.request(case.method, case.path, case.body, case.headers)
        if (again.status, again.body) != (reply.status, reply.body):
            raise Mismatch(f"asked again, the answer is another: {again.status} {again.body[:200]!r}")
    return reply.status


def check_reply(reply: Reply, case: RequestCase) -> None:
    """Raises Mismatch, or AssertionError for an error that has not the one shape."""
    if reply.status >= 500 and not (reply.status == 503 and "retry-after" in reply.headers):
        raise Mismatch(f"{reply.status}: {reply.text[:300]}")
    kind = reply.headers.get("content-type", "").partition(";")[0]
    if case.method == "HEAD" or reply.status in (204, 304):
        return
    if reply.status >= 400:
        check_problem(reply)
    elif kind == "application/x-ndjson":
        for line in reply.body.splitlines():
            check_json(line)
    elif kind.endswith("json"):
        check_json(reply.text.encode())
    elif kind.endswith("xml"):
        check_xml(reply.text.encode())
