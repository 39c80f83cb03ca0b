"""POST /api/v1/import: the program of a model's file, as `chainrule import` writes it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response

from ..errors import InputError
from ..schema import Characters
from ..sentences import Language
from .bodies import read_body
from .errors import RequestError, TooLarge
from .handler_job import Job
from .openapi import PROBLEM, body_of, responses_for
from .page_language import named_language
from .request import json_object
from .responses import PRIVATE, send
from .service import Service

__all__ = ["router"]

SMALLER = "Use `chainrule import` on your own machine, which takes files of any size."


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """A model's file."""

    file: Annotated[str, Characters(1, 3_000_000)]
    """An ONNX file in base64, at most `model_bytes` long before."""


def router(service: Service) -> APIRouter:
    """Return the route that reads a model's file."""
    limits = service.limits
    routes = APIRouter()

    def job_of(content: bytes, language: Language) -> Job:
        fields = json_object(content)
        text = fields.pop("file", None)
        if text is None:
            raise RequestError("missing-field", "`file` is missing.", hint='Send {"file": "CAgSB3B5dG9yY2g..."}.')
        if not isinstance(text, str) or not text:
            raise RequestError("bad-field", "`file` is not a text of at least one character.")
        if fields:
            raise RequestError("unknown-field", f"`{next(iter(fields))[:40]}` is no field of a model's file.")
        try:
            file = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise InputError("bad-file", "`file` is not written in base64.") from None
        if len(file) > limits.model_bytes:
            raise TooLarge("model_bytes", limits.model_bytes, "The file is too large", 413, SMALLER)
        key = hashlib.sha256(f"model-file\0{language}\0".encode() + file).digest()
        return Job("model-file", (file, language), key, heavy=True)

    @routes.post(
        "/api/v1/import",
        operation_id="import_model",
        summary="A model's file as a program",
        responses={**responses_for("ModelProgram"), 501: PROBLEM},
        openapi_extra=body_of(ModelRequest),
    )
    async def post_import(request: Request) -> Response:
        """An ONNX file becomes the source and the values that a trace is asked with. Nothing is kept of it."""
        language = named_language(request)
        job = await service.read(await read_body(request, limits), lambda content: job_of(content, language))
        return send(request, await service.respond(request, job), PRIVATE)

    return routes
