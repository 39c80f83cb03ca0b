"""Every error of the service in one shape: RFC 9457 problem+json with code, span, hint, fix and caret."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from ..errors import ChainruleError, LimitError, RequestError, ShapeError
from ..limits import OF_NUMBERS
from ..sentences import Language, translated
from .page_language import error_language

__all__ = [
    "PROBLEM_KEYS",
    "QueueFull",
    "RequestError",
    "TooLarge",
    "WorkerError",
    "WorkerFailure",
    "WorkerLost",
    "error_response",
    "on_chainrule_error",
    "on_failure",
    "on_http_exception",
    "on_hub_lost",
    "on_queue_full",
    "on_worker_lost",
    "problem",
    "problem_response",
]

PROBLEM_KEYS = ("type", "title", "status", "detail", "code", "span", "hint", "fix", "caret")
MEDIA_TYPE = "application/problem+json"
_DETAIL = 2_000  # characters: a sentence may quote a name, and a name may be long


class TooLarge(LimitError):
    """A part of a request over its limit, answered with the status that HTTP has for it (413 or 414)."""

    title = "The request is too large"

    def __init__(self, name: str, limit: int, text: str, status: int, hint: str | None = None) -> None:
        super().__init__(name, limit, text, hint=hint)
        self.status = status


class WorkerError(ChainruleError):
    """A user's mistake that a process found. `problem`: the members of its problem details."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(problem["code"], problem["detail"], hint=problem["hint"], status=problem["status"])
        self.problem = problem


class WorkerFailure(Exception):
    """A process made a mistake. `args[0]` is the line for the log."""


class WorkerLost(Exception):
    """A process ended in the middle of its work."""


class QueueFull(Exception):
    """The queue is full; the same request will work after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again after {retry_after} s")
        self.retry_after = retry_after


def problem(error: ChainruleError) -> dict[str, Any]:
    """The members of its problem details."""
    if isinstance(error, WorkerError):
        return dict(error.problem)
    span = None if error.span is None else asdict(error.span)
    fix = None if error.fix is None else asdict(error.fix)
    of_numbers = isinstance(error, LimitError) and error.name in OF_NUMBERS
    shapes = error.shapes._asdict() if isinstance(error, ShapeError) and error.shapes is not None else None
    return _members(
        error.status,
        error.code,
        translated(error.title, error.language or "en"),
        translated(error.detail, error.language or "en"),
        span=span,
        hint=error.hint and translated(error.hint, error.language or "en"),
        fix=fix,
        caret=error.caret,
        shapes=shapes,
        shapes_only=of_numbers,
    )


def _members(
    status: int,
    code: str,
    title: str,
    detail: str,
    *,
    span: Mapping[str, int] | None = None,
    hint: str | None = None,
    fix: Mapping[str, object] | None = None,
    caret: str | None = None,
    shapes: Mapping[str, object] | None = None,
    shapes_only: bool = False,
) -> dict[str, Any]:
    return {
        "type": f"/docs#{code}",
        "title": title,
        "status": status,
        "detail": detail[:_DETAIL],
        "code": code,
        "span": span,
        "hint": hint,
        "fix": fix,
        "caret": caret,
        "shapes": shapes,
        "shapes_only": shapes_only,
    }


def problem_response(
    status: int,
    code: str,
    title: str,
    detail: str,
    *,
    hint: str | None = None,
    headers: Mapping[str, str] | None = None,
    lang: Language = "en",
) -> Response:
    """Return the problem in a language; its sentences are given in English."""
    words = [text and translated(text, lang) for text in (title, detail, hint)]
    return _response(_members(status, code, words[0] or "", words[1] or "", hint=words[2]), headers)


def error_response(error: ChainruleError) -> Response:
    """Return the answer to a user's mistake."""
    return _response(problem(error))


def _response(members: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    # A 4xx answers the same question the same way for a while, unless it depends on who asks (401) or on what is there
    # at the moment. A fault of our own may be gone in a moment.
    status = members["status"]
    caching = "no-store" if status >= 500 or status in (401, 404, 408, 409, 413, 429) else "public, max-age=60"
    content = json.dumps(members, ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, status, {"Cache-Control": caching, **(headers or {})}, MEDIA_TYPE)


_HTTP = {
    404: ("not-found", "There is nothing here", "This address is not part of the service."),
    405: ("method-not-allowed", "The method does not fit", "This address does not answer to that method."),
}


def on_chainrule_error(request: Request, error: Exception) -> Response:
    """Respond to a ChainruleError, in the language of the trace request, else in that of the query."""
    assert isinstance(error, ChainruleError)
    error.language = error.language or error_language(request)
    return error_response(error)


def on_http_exception(request: Request, error: Exception) -> Response:
    """Respond to an address or a method that is not there; `Allow` lists the methods that the contract has there."""
    assert isinstance(error, HTTPException)
    code, title, detail = _HTTP.get(error.status_code, ("http", "The request could not be answered", error.detail))
    headers, hint = dict(error.headers or {}), "The documentation at /docs lists every address."
    if error.status_code == 405:
        methods = _methods_at(request, headers.get("Allow", "GET"))
        headers["Allow"], hint = ", ".join(methods), f"Use {' or '.join(methods)}."
    lang = error_language(request)
    return problem_response(error.status_code, code, title, detail, hint=hint, headers=headers, lang=lang)


def _methods_at(request: Request, stated: str) -> list[str]:
    """Return the methods that the contract has for an address; else those `stated`.

    Of several paths that match, the one with the most letters of its own counts: of `deck.html` that is
    `deck.{format}`, not `{id}`.
    """
    paths: Mapping[str, Mapping[str, Any]] = request.app.openapi()["paths"]
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    matches = [at for at in paths if compile_path(at)[0].match(path)]
    at = max(matches, key=lambda at: len(re.sub(r"\{\w+\}", "", at)), default=None)
    return stated.split(", ") if at is None else sorted(method.upper() for method in paths[at])


def on_queue_full(request: Request, error: Exception) -> Response:
    """Answer 503 with how many seconds to wait."""
    assert isinstance(error, QueueFull)
    seconds = error.retry_after
    detail = "More work is waiting than can be done at once."
    hint = f"Try again in {seconds} second{'s' * (seconds > 1)}."
    return _unavailable(request, "busy", "The service is busy", detail, hint, seconds)


def on_worker_lost(request: Request, error: Exception) -> Response:
    """Answer 503: the same request may work again."""
    detail = "The process that worked on it has ended."
    return _unavailable(request, "worker-lost", "The work was lost", detail, "Try again.", 1)


def on_hub_lost(request: Request, error: Exception) -> Response:
    """Answer 503: the request works again when the store is back."""
    detail = "The store that the processes of this service have in common does not answer."
    return _unavailable(request, "hub-lost", "The live session cannot be reached", detail, "Try again.", 1)


def _unavailable(request: Request, code: str, title: str, detail: str, hint: str, seconds: int) -> Response:
    headers, lang = {"Retry-After": str(seconds)}, error_language(request)
    return problem_response(503, code, title, detail, hint=hint, headers=headers, lang=lang)


def on_failure(request: Request) -> Response:
    """Answer 500, with nothing of what went wrong inside."""
    detail = "The service made a mistake. It was not the request's fault."
    hint = "Please report it with the formula you used."
    return problem_response(500, "internal", "Something broke", detail, hint=hint, lang=error_language(request))
