"""The OpenAPI document: the routes read raw bytes and send finished ones, so their models are named here."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, TypeAdapter

from ..codegen import Code
from ..errors import Span
from ..learn import RunDocument
from ..trace.document import Trace
from ..trace.jacobian import Jacobian
from ..trace.whole import Whole
from .activations import Activations
from .render_request import RenderRequest
from .request import TraceRequest
from .train_request import TrainRequest

__all__ = ["BODY", "PROBLEM", "QUERY", "responses_for", "body", "bytes_of", "document", "parameters_of"]

_REF = "#/components/schemas/{model}"


class SpanModel(BaseModel):
    """A place in the source: lines from 1, columns from 0 in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


assert tuple(SpanModel.model_fields) == Span._fields


class FixModel(BaseModel):
    """One edit that repairs the source: `text` stands where `span` stood."""

    span: SpanModel
    text: str


class Problem(BaseModel):
    """Every error: RFC 9457 with a stable code, the place in the source and what to do.

    `fix` is there where one edit repairs the source; `caret` is the line of the source with carets under the place.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    span: SpanModel | None
    hint: str | None
    fix: FixModel | None
    caret: str | None


def ref(name: str) -> dict[str, str]:
    return {"$ref": _REF.format(model=name)}


PROBLEM: dict[str, Any] = {
    "description": "The request could not be answered",
    "content": {"application/problem+json": {"schema": ref("Problem")}},
}
BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": ref("TraceRequest")}}},
}


def body(fields: dict[str, Any], *required: str) -> dict[str, Any]:
    """The body of a trace with more fields."""
    more = {"type": "object", "properties": fields, **({"required": list(required)} if required else {})}
    schema = {"allOf": [ref("TraceRequest"), more]}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


_JSON_TEXT = {"values": 'JSON text: {"x": -2}', "upstream": "JSON text: 2, or [1, 0]"}
_COMMAS = ("open", "closed")


def _parameter(name: str, about: dict[str, Any]) -> dict[str, Any]:
    schema = {key: value for key, value in about.items() if key not in ("description", "examples", "title", "anyOf")}
    if name in _JSON_TEXT or name in _COMMAS or "anyOf" in about:
        schema = {"type": "string"}
    words = [about.get("description", ""), f"{_JSON_TEXT[name]}." if name in _JSON_TEXT else ""]
    words.append("Separated by commas." if name in _COMMAS else "")
    description = " ".join(word for word in words if word)
    return {"name": name, "in": "query", "required": name == "source", "description": description, "schema": schema}


def parameters_of(model: type[BaseModel]) -> list[dict[str, Any]]:
    """The fields of a model as query parameters."""
    rows = model.model_json_schema(ref_template=_REF)["properties"].items()
    return [_parameter(name, about) for name, about in rows]


PACKED: dict[str, Any] = {
    "name": "z",
    "in": "query",
    "required": False,
    "description": "Other parameters, packed: a query string in raw DEFLATE and base64url, as a short link has it.",
    "schema": {"type": "string"},
}
QUERY = [*parameters_of(TraceRequest), PACKED]


def bytes_of(media_types: list[str]) -> dict[int | str, dict[str, Any]]:
    """The answers of a route that gives files."""
    content = {kind: {"schema": {"type": "string", "contentMediaType": kind}} for kind in media_types}
    return {**responses_for("Trace"), 200: {"description": "The file", "content": content}, 501: PROBLEM}


def responses_for(model: str) -> dict[int | str, dict[str, Any]]:
    """The answers of a route that gives `model`."""
    good = {"description": "The answer", "content": {"application/json": {"schema": ref(model)}}}
    refused: dict[int | str, Any] = dict.fromkeys((400, 408, 413, 414, 422, 503), PROBLEM)
    return {200: good, **refused}


def document(app: FastAPI) -> dict[str, Any]:
    """The whole document, made once."""
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        models = (
            TraceRequest,
            RenderRequest,
            TrainRequest,
            Problem,
            Trace,
            RunDocument,
            Whole,
            Jacobian,
            Code,
            Activations,
        )
        for name, model in ((model.__name__, model) for model in models):
            schema = TypeAdapter(model).json_schema(ref_template=_REF, mode="serialization")
            schemas.update(schema.pop("$defs", {}))
            schemas[name] = schema
        for name in ("HTTPValidationError", "ValidationError"):  # FastAPI's own, which this service never sends
            schemas.pop(name, None)
        app.openapi_schema = made
    return app.openapi_schema
