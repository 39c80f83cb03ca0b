"""The contract documents itself: every field is described, every number typed, every document fits its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

import chainrule
from chainrule.api.app import create_app
from chainrule.examples import EXAMPLES
from chainrule.ops import OPS
from chainrule.ops.op import Pattern
from chainrule.request import VIEWS
from service import Client
from test_vocabulary import INDIRECT

if TYPE_CHECKING:
    import jsonschema

NEURON = {"source": "1/(1+exp(-(w*x+b)))", "values": {"w": 2, "x": -1, "b": 3}}


@pytest.fixture(scope="module")
def openapi(client: Client) -> dict[str, Any]:
    return client.get("/openapi.json").json()


def validator(openapi: dict[str, Any], schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    import jsonschema  # takes seconds: for who runs this test, not for who collects it

    return jsonschema.Draft202012Validator({**schema, "components": openapi["components"]})


def check(openapi: dict[str, Any], name: str, document: Any) -> None:
    errors = list(validator(openapi, {"$ref": f"#/components/schemas/{name}"}).iter_errors(document))
    assert not errors, f"{errors[0].json_path}: {errors[0].message[:200]}"


def body_of(openapi: dict[str, Any], path: str) -> dict[str, Any]:
    return openapi["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]


def objects(openapi: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of the contract with its name: those with a name, and the bodies of requests."""
    yield from ((name, each) for name, each in openapi["components"]["schemas"].items() if "properties" in each)
    for path, methods in openapi["paths"].items():
        if "requestBody" in methods.get("post", {}):
            schema = body_of(openapi, path)
            if "properties" in schema:
                yield path, schema


def test_every_field_of_every_document_is_described(openapi: dict[str, Any]) -> None:
    found = dict(objects(openapi))
    assert {"Trace", "Node", "Edge", "TraceRequest", "RenderRequest", "Problem", "OpRow", "/api/v1/array"} <= set(found)
    for name, schema in found.items():
        assert schema.get("description") or name.startswith("/"), name
        for field, about in schema["properties"].items():
            assert about["description"].endswith("."), f"{name}.{field}"


def texts_of(schema: Any) -> Iterator[str]:
    """Every summary and description inside a part of the contract."""
    todo = [schema]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            yield from (part[name] for name in ("description", "summary") if isinstance(part.get(name), str))
        todo += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()


def test_descriptions_begin_with_the_verb_or_the_noun(openapi: dict[str, Any]) -> None:
    assert [text for text in texts_of(openapi) if INDIRECT.match(text)] == []


def test_every_query_parameter_is_described(openapi: dict[str, Any]) -> None:
    for path, methods in openapi["paths"].items():
        for field in (each for method in methods.values() for each in method.get("parameters", ())):
            assert field.get("description"), f"{path} {field['name']}"


def test_every_operation_is_described_and_no_answer_may_be_just_anything(openapi: dict[str, Any]) -> None:
    for path, methods in openapi["paths"].items():
        for operation in methods.values():
            assert operation.get("description"), path
            for answer in operation["responses"].values():
                for media_type, about in answer.get("content", {}).items():
                    assert about["schema"], f"{path} {media_type}"


def test_no_field_may_hold_just_anything(openapi: dict[str, Any]) -> None:
    for name, schema in objects(openapi):
        for field, about in schema["properties"].items():
            assert {"type", "$ref", "anyOf", "enum", "const"} & set(about), f"{name}.{field}"


def test_enumerations_are_those_of_the_tables(openapi: dict[str, Any]) -> None:
    schemas = openapi["components"]["schemas"]
    node = schemas["Node"]["properties"]
    assert node["op"]["anyOf"][0]["enum"] == [*OPS, "output"]
    assert node["pattern"]["anyOf"][0]["enum"] == [str(pattern) for pattern in Pattern]
    assert schemas["TraceRequest"]["properties"]["view"]["enum"] == list(VIEWS)
    assert schemas["Trace"]["properties"]["schema_version"]["const"] == "1"


def test_numbers_are_typed(openapi: dict[str, Any]) -> None:
    number = openapi["components"]["schemas"]["Number"]
    assert number["anyOf"] == [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]
    for wrong in ("nan", True, None, {"large": True}, ["a"], [[1], "b"]):
        with pytest.raises(AssertionError):
            check(openapi, "Array", wrong)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_trace_of_every_example_fits_its_schema(openapi: dict[str, Any], example: Any, view: str) -> None:
    try:
        trace = chainrule.trace(
            example.source,
            example.values,
            upstream=example.upstream,
            view=view,
            defaults=True,  # type: ignore[arg-type]
        )
    except chainrule.LimitError:
        assert view == "units"
        return
    document = trace.to_dict()
    check(openapi, "Trace", document)
    gates = [node["op"] for node in document["nodes"] if node["kind"] in ("leaf", "gate")]
    assert set(gates) <= set(OPS)


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/api/v1/trace", {}),
        ("/api/v1/array", {"id": "e0", "field": "local"}),
        ("/api/v1/jacobian", {"of": "e0", "slot": 0}),
        ("/api/v1/code", {"language": "latex"}),
        ("/api/v1/render.{format}", {"step": "last", "theme": "dark", "scale": 2}),
    ],
)
def test_a_body_that_is_answered_fits_its_schema_and_so_does_the_answer(
    client: Client, openapi: dict[str, Any], path: str, more: dict[str, Any]
) -> None:
    import jsonschema

    body = {**NEURON, **more, "view": "functions", "open": ["sigmoid"]}
    schema = body_of(openapi, path)
    validator(openapi, schema).validate(body)
    reply = client.post(path.replace("{format}", "svg"), body)
    assert reply.status == 200
    if reply.headers["content-type"] == "application/json":
        answer = openapi["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
        validator(openapi, answer).validate(reply.json())
    with pytest.raises(jsonschema.ValidationError):
        validator(openapi, schema).validate({**body, "colour": "red"})
    assert client.post(path.replace("{format}", "svg"), {**body, "colour": "red"}).json()["code"] == "unknown-field"


@pytest.mark.parametrize("path", ["/api/v1/ops", "/api/v1/examples", "/api/v1/limits", "/api/v1/activations"])
def test_the_tables_fit_their_schemas(client: Client, openapi: dict[str, Any], path: str) -> None:
    answer = openapi["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator(openapi, answer).validate(client.get(path).json())


WRONG: list[dict[str, Any]] = [
    {},
    {"source": 3},
    {"source": "x"},
    {"source": "sigmod(x)"},
    {"source": "x @ y", "values": {"x": [1, 2], "y": [1]}},
]


@pytest.mark.parametrize("body", WRONG, ids=str)
def test_errors_fit_their_schema(client: Client, openapi: dict[str, Any], body: dict[str, Any]) -> None:
    reply = client.post("/api/v1/trace", body)
    assert reply.status == 422
    check(openapi, "Problem", reply.json())


def test_every_operation_is_in_one_group_that_the_document_describes(openapi: dict[str, Any]) -> None:
    groups = [tag["name"] for tag in openapi["tags"]]
    operations = [each for methods in openapi["paths"].values() for each in methods.values()]
    assert [each["operationId"] for each in operations if len(each.get("tags", ())) != 1] == []
    assert {each["tags"][0] for each in operations} == set(groups)
    assert openapi["info"]["license"]["identifier"] == "MIT"


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("", None),
        ("https://a.example/help", {"url": "https://a.example/help"}),
        ("me@a.example", {"email": "me@a.example"}),
    ],
)
def test_who_runs_the_service_says_whom_to_ask(
    text: str, contact: dict[str, str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINRULE_CONTACT", text)
    assert create_app().openapi()["info"].get("contact") == contact
