"""The OpenAPI document: the routes read raw bytes and send finished ones, so their models are named here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from .. import request as trace_request
from .. import tables
from ..assessments.variants_document import ExerciseVariants
from ..codegen import Code
from ..error_codes import CODES
from ..errors import Span, TextEdit
from ..exercises import BlankSelector, ExerciseDocument, ExerciseRequest, Grades
from ..layer_costs import CostTable
from ..learn import FanDocument, FieldDocument, OptimizerTable, RunDocument, SurfaceDocument
from ..lessons import Lesson, LessonTable
from ..lessons.pictures import PictureDocument
from ..request import TraceRequest
from ..schema import OneOf, Schemas
from ..tracing import values_json
from ..tracing.compact import CompactTrace
from ..tracing.costs import Costs
from ..tracing.direction_documents import Hessian, HessianProduct
from ..tracing.document import Trace
from ..tracing.full_array import FullArray
from ..tracing.gate_jacobian import Jacobian
from ..tracing.gradcheck import GradientChecks
from ..tracing.gradcheck_request import FaultRequest
from . import live_documents
from .activations import Activations
from .model_program import ModelProgram
from .render_request import RenderRequest
from .samples import SAMPLES, Sample
from .train_request import FanRequest, FieldRequest, RunCodeRequest, RunFileRequest, SurfaceRequest, TrainRequest

__all__ = [
    "PROBLEM",
    "Problem",
    "body",
    "body_of",
    "bytes_of",
    "document",
    "parameters_of",
    "query",
    "ref",
    "responses_for",
    "status_response",
]

_REF = "#/components/schemas/{}"
_ALIASES = {**values_json.ALIASES, **trace_request.ALIASES}


@dataclass(frozen=True, slots=True)
class MismatchedShapes:
    """Two operands whose shapes do not fit."""

    op: str
    """The gate, as it is written."""
    left: list[int]
    """The shape of the first operand."""
    right: list[int]
    """The shape of the second operand."""
    axes: tuple[int, int] | None
    """The axis of each that disagrees; null where no single pair of axes is at fault."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Every error: RFC 9457 with a stable code, the place in the source and what to do."""

    type: str
    """Address of the explanation: `/docs#` and the code."""
    title: str
    """The kind of mistake."""
    status: int
    """The HTTP status, again."""
    detail: str
    """The mistake, as a sentence. It may get better with any version."""
    code: Annotated[str, OneOf(lambda: CODES)]
    """The mistake, for programs."""
    span: Span | None
    """The place in the source, if it is one."""
    hint: str | None
    """Advice on what to do."""
    fix: TextEdit | None
    """One edit that repairs the source, if there is one."""
    caret: str | None
    """The line of the source that `span` is in, and below it carets under the place."""
    shapes: MismatchedShapes | None
    """The shapes of two operands that do not fit, if that is what is wrong."""
    shapes_only: bool
    """True if the same request with `shapes_only` can help: the limit passed is one of numbers, not of shapes."""


def ref(name: str) -> dict[str, str]:
    """Return the reference to a schema of the document."""
    return {"$ref": _REF.format(name)}


PROBLEM: dict[str, Any] = {
    "description": "The request could not be answered",
    "content": {"application/problem+json": {"schema": ref("Problem")}},
}


def status_response(fields: Mapping[str, str]) -> dict[int | str, dict[str, Any]]:
    """Return the answer of a probe: `status` with its only text, and other texts with their descriptions."""
    properties: dict[str, Any] = {name: {"type": "string", "description": text} for name, text in fields.items()}
    properties["status"] = {"const": fields["status"], "description": "State of the process."}
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    return {200: {"description": "The answer", "content": {"application/json": {"schema": schema}}}}


def _request_schema(*models: type) -> dict[str, Any]:
    """One closed object with the fields of all the models: what a body is."""
    schemas = Schemas(_REF, complete=False, aliases=_ALIASES)
    result = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    for model in models:
        schemas.of(model)
        own = schemas.defs[model.__name__]
        result["properties"] |= own["properties"]
        result["required"] += own["required"]
    return result


def body(*models: type) -> dict[str, Any]:
    """The body that has the fields of a trace, and those of the models."""
    return body_of(TraceRequest, *models) if models else _body(ref("TraceRequest"))


def body_of(*models: type) -> dict[str, Any]:
    """The body that has the fields of the models alone."""
    return _body(_request_schema(*models))


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


_JSON_TEXT = {
    "values": 'JSON text: {"x": -2}',
    "upstream": "JSON text: 2, or [1, 0]",
    "direction": 'JSON text: {"x": 1}',
    "shapes_only": 'JSON text: {"x": [1, 3, 224, 224]}',
}
_PLAIN = ("boolean", "integer", "number")


def _parameter(name: str, about: Mapping[str, Any]) -> dict[str, Any]:
    schema = {key: value for key, value in about.items() if key not in ("description", "title", "examples")}
    words = [about.get("description", "")]
    if name in _JSON_TEXT:
        schema = {"type": "string"}
        words.append(f"{_JSON_TEXT[name]}.")
    elif schema.get("type") == "array":
        schema = {"type": "string"}
        words.append("Separated by commas.")
    elif "enum" not in schema and schema.get("type") not in _PLAIN:
        schema = {"type": "string"}
    required = name == "source"
    return {"name": name, "in": "query", "required": required, "description": " ".join(words), "schema": schema}


def parameters_of(model: type) -> list[dict[str, Any]]:
    """The fields of a model as query parameters."""
    return [_parameter(name, about) for name, about in _request_schema(model)["properties"].items()]


PACKED: dict[str, Any] = {
    "name": "z",
    "in": "query",
    "required": False,
    "description": "Other parameters, packed: a query string in raw DEFLATE and base64url, as a short link has it.",
    "schema": {"type": "string"},
}


def query(*models: type) -> list[dict[str, Any]]:
    """The fields of a trace and of the models as query parameters."""
    return [each for model in (TraceRequest, *models) for each in parameters_of(model)] + [PACKED]


def bytes_of(media_types: list[str], models: Mapping[str, str] | None = None) -> dict[int | str, dict[str, Any]]:
    """The answers of a route that gives files. `models`: the schema of those that are JSON."""
    content = {
        kind: {
            "schema": ref(models[kind]) if models and kind in models else {"type": "string", "contentMediaType": kind}
        }
        for kind in media_types
    }
    return {**responses_for("Trace"), 200: {"description": "The file", "content": content}, 501: PROBLEM}


def responses_for(*models: str) -> dict[int | str, dict[str, Any]]:
    """The answers of a route that gives one of the models."""
    schema = ref(models[0]) if len(models) == 1 else {"anyOf": [ref(model) for model in models]}
    good = {"description": "The answer", "content": {"application/json": {"schema": schema}}}
    refused: dict[int | str, Any] = dict.fromkeys((400, 408, 413, 414, 422, 503), PROBLEM)
    return {200: good, **refused}


ANSWERS: tuple[type, ...] = (
    Trace, CompactTrace, RunDocument, SurfaceDocument, FieldDocument, FanDocument, OptimizerTable, Problem,
    FullArray, Jacobian, GradientChecks, Hessian, HessianProduct, Costs, CostTable,
    ExerciseDocument, ExerciseVariants, Grades, Lesson,
    LessonTable, PictureDocument, ModelProgram, Code, Activations, tables.OpTable, tables.ExampleTable,
    tables.LimitTable, *live_documents.ANSWERS,
)  # fmt: skip

# The fields of bodies by name. A body is one closed object, with the fields of a trace and those of these.
REQUESTS: tuple[type, ...] = (
    TraceRequest, RenderRequest, BlankSelector, FaultRequest, ExerciseRequest, TrainRequest, RunCodeRequest,
    RunFileRequest, SurfaceRequest, FieldRequest, FanRequest, *live_documents.REQUESTS,
)  # fmt: skip


# The groups of operations, in the order of the document. Each router is included with one of them.
TAGS = {
    "Graphs": "A formula or program as a graph: values, gradients, steps, words, code.",
    "Files": "Pictures, films and slides of a graph; short links.",
    "Derivatives": "Jacobians, difference quotients, second derivatives and their costs.",
    "Training": "Runs of an optimizer, the loss over two parameters, and files of them.",
    "Exercises": "Graphs with numbers left out, their files, and marks.",
    "Lessons": "Lessons, their pictures, slides and handouts.",
    "Live sessions": "A lecture that other screens follow.",
    "Tables": "Lists of ops, examples, limits and activations.",
    "Health": "Liveness of the process, and readiness to take work.",
}


def _contact(text: str) -> dict[str, str] | None:
    """Return whom to ask: who runs this service says so in CHAINRULE_CONTACT, as an address or a mailbox."""
    if not text:
        return None
    return {"url": text} if text.startswith(("https://", "http://")) else {"email": text.removeprefix("mailto:")}


def document(app: FastAPI) -> dict[str, Any]:
    """The whole document, made once."""
    if app.openapi_schema is None:
        result = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            routes=app.routes,
            tags=[{"name": name, "description": text} for name, text in TAGS.items()],
            contact=_contact(os.environ.get("CHAINRULE_CONTACT", "")),
            license_info={"name": "MIT", "identifier": "MIT"},
        )
        answers = Schemas(_REF, aliases=_ALIASES)
        requests = Schemas(_REF, complete=False, aliases=_ALIASES)
        for answer in ANSWERS:
            answers.of(answer)
        for name in ("ExerciseDocument", "CompactTrace"):
            answers.defs[name]["additionalProperties"] = {}  # those of a trace
        for request in REQUESTS:
            requests.of(request)
        _add_samples(result["paths"])
        schemas = {**answers.defs, **requests.defs}
        result["components"] = {"schemas": schemas, "securitySchemes": dict(live_documents.SECURITY_SCHEMES)}
        app.openapi_schema = result
    return app.openapi_schema


def _add_samples(paths: dict[str, Any]) -> None:
    """Put each operation's sample where OpenAPI has it: `example` of the body and of each parameter."""
    for operation in (each for methods in paths.values() for each in methods.values()):
        sample = SAMPLES.get(operation["operationId"], Sample())
        if sample.body is not None:
            operation["requestBody"]["content"]["application/json"]["example"] = dict(sample.body)
        for parameter in operation.get("parameters", ()):
            if parameter["name"] in sample.parameters:
                parameter["example"] = sample.parameters[parameter["name"]]
