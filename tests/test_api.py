"""The HTTP service: routes, headers, caching, and the one shape of its errors."""

from __future__ import annotations

import asyncio
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chainrule import __version__
from chainrule.api import handlers
from chainrule.api.app import WEB
from chainrule.api.errors import error_response
from chainrule.api.pages import json_in_html
from chainrule.api.responses import CachedResponse, takes_gzip
from chainrule.errors import SourceError, Span, TextEdit
from chainrule.limits import DEFAULT
from service import Client, check_problem

NEURON = "1/(1+exp(-(w0*x0+w1*x1+w2)))"
VALUES = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}


def test_post_answers_with_values_and_gradients(client: Client) -> None:
    reply = client.trace(NEURON, values=VALUES)
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json"
    trace = reply.json()
    assert trace["value"] == pytest.approx(0.7310585786300049)
    expected = {"w0": -0.19661193, "x0": 0.39322387, "w1": -0.39322387, "x1": -0.5898358, "w2": 0.19661193}
    assert trace["gradients"] == pytest.approx(expected, rel=1e-6)
    fields = {
        "source",
        "output",
        "value",
        "gradients",
        "named",
        "nodes",
        "edges",
        "functions",
        "steps",
        "width",
        "height",
    }
    assert fields <= set(trace)


def test_get_and_post_give_the_same_bytes(client: Client) -> None:
    posted = client.trace("x*y + z", values={"x": 1, "y": 2, "z": [1, 2]}, upstream=[1, 2], output=None)
    got = client.get("/api/v1/trace", source="x*y + z", values='{"x": 1, "y": 2, "z": [1, 2]}', upstream="[1,2]")
    assert posted.status == got.status == 200
    assert posted.body == got.body


def test_the_order_of_values_does_not_matter(client: Client) -> None:
    one = client.trace("x*y", values={"x": 1, "y": 2})
    other = client.trace("x*y", values={"y": 2.0, "x": 1.0})
    assert one.headers["etag"] == other.headers["etag"]


def test_a_refusal_shows_the_line_and_the_edit_that_repairs_it(client: Client) -> None:
    problem = check_problem(client.trace("a = 1\ny = a @ relu(a"))
    assert problem["caret"] == "y = a @ relu(a\n            ^"
    repaired = SourceError("syntax", "No.", span=Span(1, 0, 1, 1), fix=TextEdit(Span(1, 0, 1, 1), "y"))
    body = json.loads(bytes(error_response(repaired).body))
    assert body["fix"] == {"span": {"line": 1, "column": 0, "end_line": 1, "end_column": 1}, "text": "y"}
    assert body["caret"] is None


def test_a_long_line_is_cut_around_the_place(client: Client) -> None:
    caret = check_problem(client.trace(f"{'x+' * 500}$+{'x+' * 500}x"))["caret"]
    line, carets = caret.split("\n")
    assert len(line) <= 130
    assert line[carets.index("^")] == "$"


def test_defaults_fill_in_for_the_playground(client: Client) -> None:
    assert check_problem(client.trace("x*y"))["code"] == "missing-values"
    assert client.trace("x*y", defaults=True).status == 200
    assert client.get("/api/v1/trace", source="x*y", defaults="true").status == 200


def test_get_is_cacheable_and_answers_304(client: Client) -> None:
    first = client.get("/api/v1/trace", source="x*x", values='{"x": 3}')
    assert first.headers["cache-control"].startswith("public, max-age=")
    assert first.headers["etag"].startswith(f'W/"{__version__}-')
    again = client.get("/api/v1/trace", {"if-none-match": first.headers["etag"]}, source="x*x", values='{"x": 3}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    stale = client.get("/api/v1/trace", {"if-none-match": 'W/"other"'}, source="x*x", values='{"x": 3}')
    assert stale.status == 200


def test_gzip_is_sent_to_those_who_take_it(client: Client) -> None:
    plain = client.trace(NEURON, values=VALUES)
    packed = client.post("/api/v1/trace", {"source": NEURON, "values": VALUES}, {"accept-encoding": "gzip, br"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert len(packed.body) < len(plain.body) / 2
    assert packed.text == plain.text


@pytest.mark.parametrize(
    ("accept", "takes"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0.0", False), ("br", False)],
)
def test_accept_encoding(accept: str, takes: bool) -> None:
    assert takes_gzip(accept) is takes


@pytest.mark.parametrize("name", ["ops", "examples", "limits"])
def test_tables(client: Client, name: str) -> None:
    reply = client.get(f"/api/v1/{name}")
    assert reply.status == 200
    assert reply.json()[name]
    assert client.get(f"/api/v1/{name}", {"if-none-match": reply.headers["etag"]}).status == 304


def test_limits_are_public(client: Client) -> None:
    assert client.get("/api/v1/limits").json()["limits"] == dict(WEB.rows())


def test_health(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "version": __version__}
    assert client.get("/readyz").json() == {"status": "ready"}
    assert client.get("/healthz").headers["cache-control"] == "no-store"


def test_readyz_fails_when_the_arithmetic_does(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "ready", lambda: False)
    assert check_problem(client.get("/readyz"))["code"] == "not-ready"


# --- errors


def test_a_users_mistake_has_code_place_and_hint(client: Client) -> None:
    reply = client.trace("w * sigmod(x)", values={"w": 1, "x": 1})
    body = check_problem(reply)
    assert reply.status == 422
    assert body["code"] == "unknown-function"
    assert "sigmoid" in body["hint"]
    assert body["span"] == {"line": 1, "column": 4, "end_line": 1, "end_column": 10}
    assert body["type"] == "/docs#unknown-function"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not-found"),
        ("GET", "/api/v1/trace/", 404, "not-found"),
        ("GET", "/static/none.js", 404, "not-found"),
        ("GET", "/static/../app.py", 404, "not-found"),
        ("DELETE", "/api/v1/trace", 405, "method-not-allowed"),
        ("POST", "/healthz", 405, "method-not-allowed"),
        ("GET", "/api/v1/trace", 422, "missing-field"),
        ("GET", "/api/v1/trace?source=x&source=y", 422, "bad-field"),
        ("GET", "/api/v1/trace?source=x&colour=red", 422, "unknown-field"),
        ("GET", "/api/v1/trace?source=x&view=sideways", 422, "unknown-view"),
        ("GET", "/api/v1/trace?source=x&defaults=maybe", 422, "bad-field"),
        ("GET", "/api/v1/trace?source=x&values=%7B", 400, "bad-json"),
        ("GET", "/api/v1/trace?source=%ff", 400, "bad-encoding"),
        ("GET", "/api/v1/trace?source=" + "x" * 16_000, 414, "limit"),
    ],
)
def test_every_error_has_the_one_shape(client: Client, method: str, path: str, status: int, code: str) -> None:
    reply = client.request(method, path)
    assert (reply.status, check_problem(reply)["code"]) == (status, code)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/v1/trace", "GET, POST"),
        ("/api/v1/render.svg", "GET, POST"),
        ("/api/v1/lessons/picture", "POST"),
        ("/api/v1/lessons/any", "GET"),
        ("/api/v1/lessons/deck.html", "POST"),
        ("/healthz", "GET"),
    ],
)
def test_405_says_every_method_of_the_address(client: Client, path: str, methods: str) -> None:
    reply = client.request("OPTIONS" if path != "/api/v1/trace" else "DELETE", path)
    assert (reply.status, reply.headers["allow"]) == (405, methods)
    assert check_problem(reply)["hint"] == f"Use {methods.replace(', ', ' or ')}."


def test_a_body_over_the_limit_is_refused_by_its_declared_length_and_while_it_streams(client: Client) -> None:
    big = b'{"source": "' + b"x" * DEFAULT.body_bytes + b'"}'
    declared = client.request("POST", "/api/v1/trace", big)
    streamed = client.request("POST", "/api/v1/trace", pieces=[big[i : i + 50_000] for i in range(0, len(big), 50_000)])
    for reply in (declared, streamed):
        assert reply.status == 413
        body = check_problem(reply)
        assert body["code"] == "limit"
        assert "body_bytes" in body["detail"]


def test_a_failure_of_ours_tells_nothing_and_logs_no_source(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> CachedResponse:
        raise KeyError("SECRET SOURCE")

    monkeypatch.setitem(handlers.HANDLERS, "trace", broken)
    with caplog.at_level(logging.INFO, "chainrule"):
        reply = client.trace("x + 31337")
    assert reply.status == 500
    assert check_problem(reply)["code"] == "internal"
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "KeyError" in caplog.text
    assert "SECRET" not in caplog.text + reply.text
    assert "31337" not in caplog.text


def test_the_log_holds_the_route_and_never_the_address(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "chainrule.access"):
        client.get("/api/v1/trace", source="secret_name + 1", values='{"secret_name": 1}')
        client.get("/private-path")
    lines = [json.loads(record.message) for record in caplog.records]
    assert [(line["route"], line["status"]) for line in lines] == [("/api/v1/trace", 200), ("unmatched", 404)]
    assert "secret" not in caplog.text
    assert "private" not in caplog.text


# --- headers and pages


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", "/api/v1/ops", "/nothing", "/openapi.json"])
def test_every_answer_carries_the_safe_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers


def test_another_page_may_ask(client: Client) -> None:
    asked = {"origin": "https://slides.example", "access-control-request-method": "POST"}
    reply = client.request("OPTIONS", "/api/v1/trace", headers=asked)
    assert reply.status == 204
    assert "POST" in reply.headers["access-control-allow-methods"]
    allowed = reply.headers["access-control-allow-headers"].split(", ")
    assert allowed == ["authorization", "*"], "a library's own headers (x-requested-with) pass; `*` does not mean all"
    answer = client.get("/api/v1/trace?source=x*x&defaults=true")
    assert {"ETag", "Content-Disposition", "Retry-After"} <= set(
        answer.headers["access-control-expose-headers"].split(", ")
    )


def test_head_is_get_without_the_body(client: Client) -> None:
    get, head = client.get("/"), client.request("HEAD", "/")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_load_nothing_inline_and_nothing_from_elsewhere(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    text = page.text
    assert "style=" not in text
    assert "<style" not in text
    assert " onclick" not in text
    for script in text.split("<script")[1:]:
        assert "src=" in script.partition(">")[0] or 'type="application/json"' in script.partition(">")[0]
    for marker in ('src="http', 'rel="stylesheet" href="http'):
        assert marker not in text
    assert "<title>" in text
    assert '<meta name="description"' in text


def test_what_the_page_loads_is_there_and_kept_for_good(client: Client) -> None:
    text = client.get("/").text
    names = [part.partition('"')[0] for part in text.split('="static/')[1:]]
    assert any(name.endswith("page.js") for name in names)
    assert any(name.endswith("page.css") for name in names)
    for name in names:
        reply = client.get(f"/static/{name}")
        assert reply.status == 200
        assert "immutable" in reply.headers["cache-control"]
    unversioned = client.get("/static/player.js")
    assert unversioned.status == 200
    assert unversioned.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" not in unversioned.headers["cache-control"]


def test_a_shared_link_is_titled_with_its_formula_and_nothing_else_of_it(client: Client) -> None:
    text = client.get("/", source='x*y</title><script>alert(1)</script>"').text
    assert "<title>x*y&lt;/title&gt;" in text
    assert "<script>alert" not in text
    assert "…" in client.get("/", source="x+" * 200 + "x").text.partition("</title>")[0]


def test_json_in_html_cannot_end_its_element() -> None:
    text = json_in_html({"a": "</script><!--&\u2028"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--&\u2028"}


def test_openapi_names_every_route_and_model(client: Client) -> None:
    schema = client.get("/openapi.json").json()
    routes = {"/api/v1/trace", "/api/v1/ops", "/api/v1/examples", "/api/v1/limits", "/healthz", "/readyz"}
    assert routes <= set(schema["paths"])
    assert {"TraceRequest", "Problem", "Trace", "Node", "Edge", "Step"} <= set(schema["components"]["schemas"])
    fields = {parameter["name"] for parameter in schema["paths"]["/api/v1/trace"]["get"]["parameters"]}
    assert fields == {*schema["components"]["schemas"]["TraceRequest"]["properties"], "z"}
    text = json.dumps(schema)
    for reference in set(text.split('"#/components/schemas/')[1:]):
        assert reference.partition('"')[0] in schema["components"]["schemas"]
    page = client.get("/docs").text
    for route in routes:
        assert route in page


def test_many_at_once(client: Client) -> None:
    app = client.app

    def one(number: int) -> int:
        return asyncio.run(Client(app).ask("POST", "/api/v1/trace", b'{"source": "2 + %d"}' % number)).status

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(one, range(40))) == {200}


@pytest.mark.parametrize(
    ("source", "shapes"),
    [
        ("A = [[1, 2], [3, 4]]\nA @ [1, 2, 3]", {"op": "@", "left": [2, 2], "right": [3], "axes": [1, 0]}),
        ("np.array([1, 2]) + np.array([1, 2, 3])", {"op": "+", "left": [2], "right": [3], "axes": [0, 0]}),
        ("[[1, 2, 3]] * [[1, 2], [3, 4]]", {"op": "×", "left": [1, 3], "right": [2, 2], "axes": [1, 1]}),
        ("ones((2, 3, 4)) @ ones((5, 4, 6))", {"op": "@", "left": [2, 3, 4], "right": [5, 4, 6], "axes": [0, 0]}),
    ],
)
def test_a_shape_error_has_the_shapes_and_the_axes_that_disagree(
    client: Client, source: str, shapes: dict[str, Any]
) -> None:
    assert check_problem(client.trace(source))["shapes"] == shapes


def test_other_errors_have_no_shapes(client: Client) -> None:
    assert check_problem(client.trace("x +"))["shapes"] is None
