"""A TraceRequest from a JSON body or from a query string."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote_to_bytes

from pydantic_core import from_json

from ..errors import RequestError
from ..limits import DEFAULT, Limits
from ..request import TraceRequest

__all__ = ["from_body", "from_query", "from_query_params", "json_object", "parse_query"]


def from_body(body: bytes, limits: Limits = DEFAULT) -> TraceRequest:
    """Raises: RequestError, InputError, LimitError."""
    return TraceRequest.from_fields(json_object(body), limits)


def json_object(body: bytes) -> dict[str, Any]:
    """Raises: RequestError."""
    fields = _json(body, "The body")
    if not isinstance(fields, dict):
        raise RequestError("bad-json", "The body is not a JSON object.", hint='Send {"source": "..."}.', status=400)
    return fields


def from_query(query: bytes, limits: Limits = DEFAULT) -> TraceRequest:
    """Raises: RequestError, InputError, LimitError."""
    return from_query_params(parse_query(query), limits)


def parse_query(query: bytes) -> dict[str, str]:
    """Raises: RequestError."""
    fields: dict[str, str] = {}
    for pair in query.split(b"&"):
        if not pair:
            continue
        name, _, value = (_decoded(part) for part in pair.partition(b"="))
        if name in fields:
            raise RequestError("bad-field", f"`{name[:60]}` is given twice.")
        fields[name] = value
    return fields


def from_query_params(words: dict[str, str], limits: Limits = DEFAULT) -> TraceRequest:
    """The fields as they stand in a query string. Raises: RequestError, InputError, LimitError."""
    fields: dict[str, Any] = dict(words)
    for name in ("values", "upstream", "aspect", "direction", "round", "shapes_only"):
        if name in fields:
            fields[name] = _json(fields[name].encode(), f"`{name}`") if fields[name] else None
    for name in ("values", "round"):
        if fields.get(name, ...) is None:
            del fields[name]
    for name in ("open", "closed"):
        if name in fields:
            fields[name] = [part for part in fields[name].split(",") if part]
    if fields.get("output") == "":
        fields["output"] = None
    for name in ("defaults", "partial"):
        if name in fields:
            word = fields[name]
            if word not in ("true", "false", "1", "0"):
                raise RequestError("bad-field", f"`{name}` is neither true nor false.")
            fields[name] = word in ("true", "1")
    return TraceRequest.from_fields(fields, limits)


def _decoded(part: bytes) -> str:
    try:
        return unquote_to_bytes(part.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise RequestError("bad-encoding", "The query is not UTF-8.", status=400) from None


def _json(text: bytes, name: str) -> Any:
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as error:
        hint = "Numbers are finite JSON numbers; text is UTF-8."
        place = re.search(r" at line (\d+) column (\d+)$", str(error))
        detail = f"{name} is not JSON."
        if place:
            detail = f"{name} is not JSON from line {place[1]}, column {place[2]} on."
        raise RequestError("bad-json", detail, hint=hint, status=400) from None
