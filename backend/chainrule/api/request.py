"""What may be asked: the fields of a request, from a JSON body or from a query string. Everything else is refused."""

from __future__ import annotations

import json
import math
from typing import Any, Literal
from urllib.parse import unquote_to_bytes

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from ..errors import ValueProblem
from ..limits import DEFAULT, Limits
from .errors import RequestError

__all__ = ["TraceRequest", "from_body", "from_fields", "from_query", "from_query_params", "json_object", "parse_query"]


class TraceRequest(BaseModel):
    """A key to `/api/v1/trace`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    source: str = Field(
        description="The formula or program, in the language of the README.",
        examples=["1/(1+exp(-(w0*x0+w1*x1+w2)))"],
    )
    values: dict[str, Any] = Field(
        default_factory=dict,
        description="A finite number, or nested lists of them, for each free name.",
        examples=[{"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}],
    )
    output: str | None = Field(None, description="The name whose gradients are wanted; null: the last statement.")
    upstream: Any = Field(
        None, description="dL/d(output): a number or nested lists in the output's shape; null: ones.", examples=[None]
    )
    view: Literal["gates", "functions", "units"] = Field(
        "gates",
        description="Functions as their gates, closed into one box each, or everything taken apart into scalars.",
    )
    open: list[str] = Field(default_factory=list, description="Ids of functions shown open whatever the view says.")
    closed: list[str] = Field(default_factory=list, description="Ids of functions shown closed whatever the view says.")
    defaults: bool = Field(
        False, description="Give a name without a value a default, marked as one, instead of an error."
    )
    partial: bool = Field(
        False, description="Where shapes do not fit, draw what was read up to that place instead of an error."
    )

    def drawn(self) -> dict[str, Any]:
        """What is drawn of the source with its values, as the functions behind every route take it."""
        words = self.model_dump(include={"output", "upstream", "view", "defaults"})
        return {**words, "open": tuple(self.open), "closed": tuple(self.closed)}

    def evaluated(self) -> dict[str, Any]:
        """What decides the numbers alone, whatever is drawn."""
        return self.model_dump(include={"output", "upstream", "defaults"})

    def canonical(self) -> bytes:
        """The same bytes for every way of asking the same thing."""
        fields = self.model_dump()
        fields["open"], fields["closed"] = sorted(set(self.open)), sorted(set(self.closed))
        return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_body(body: bytes, limits: Limits = DEFAULT) -> TraceRequest:
    """Raises: RequestError, ValueProblem, LimitError."""
    return from_fields(json_object(body), limits)


def json_object(body: bytes) -> dict[str, Any]:
    """Raises: RequestError."""
    fields = _json(body, "The body")
    if not isinstance(fields, dict):
        raise RequestError("bad-json", "The body is not a JSON object.", hint='Send {"source": "..."}.', status=400)
    return fields


def from_query(query: bytes, limits: Limits = DEFAULT) -> TraceRequest:
    """Raises: RequestError, ValueProblem, LimitError."""
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
    """The fields as they stand in a query string. Raises: RequestError, ValueProblem, LimitError."""
    fields: dict[str, Any] = dict(words)
    for name in ("values", "upstream"):
        if name in fields:
            fields[name] = _json(fields[name].encode(), f"`{name}`") if fields[name] else None
    if fields.get("values", ...) is None:
        del fields["values"]
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
    return from_fields(fields, limits)


def _decoded(part: bytes) -> str:
    try:
        return unquote_to_bytes(part.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise RequestError("bad-encoding", "The query is not UTF-8.", status=400) from None


def _json(text: bytes, what: str) -> Any:
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as error:
        hint = "Numbers are finite JSON numbers; text is UTF-8."
        raise RequestError("bad-json", f"{what} is not JSON: {error}.", hint=hint, status=400) from None


def from_fields(fields: dict[str, Any], limits: Limits = DEFAULT) -> TraceRequest:
    """Raises: RequestError, ValueProblem."""
    try:
        asked = TraceRequest.model_validate(fields)
    except ValidationError as error:
        raise _refusal(error) from None
    if len(asked.values) > limits.names:
        raise RequestError("bad-field", f"`values` holds {len(asked.values):,} names; the limit is {limits.names:,}.")
    if len(asked.open) + len(asked.closed) > limits.names:
        raise RequestError("bad-field", f"`open` and `closed` hold more than {limits.names:,} ids.")
    asked.values = {name: _number(value, f"The value of `{name[:60]}`", limits) for name, value in asked.values.items()}
    if asked.upstream is not None:
        asked.upstream = _number(asked.upstream, "`upstream`", limits)
    return asked


def _refusal(error: ValidationError) -> RequestError:
    """The first thing wrong, in our words: what was sent is never echoed."""
    first = error.errors(include_input=False, include_context=False, include_url=False)[0]
    name = str(first["loc"][0])[:60] if first["loc"] else "The request"
    if first["type"] == "missing":
        return RequestError("missing-field", f"`{name}` is missing.", hint='Send at least {"source": "..."}.')
    if first["type"] == "extra_forbidden":
        known = ", ".join(TraceRequest.model_fields)
        return RequestError(
            "unknown-field", f"`{name}` is not a field of this request.", hint=f"The fields are {known}."
        )
    return RequestError("bad-field", f"`{name}`: {first['msg']}.")


def _number(value: Any, what: str, limits: Limits) -> Any:
    """The number or nested lists with every number a finite float. Iterative: depth is the sender's choice."""
    if not isinstance(value, list):
        return _float(value, what)
    top: list[Any] = []
    stack: list[tuple[list[Any], list[Any], int]] = [(value, top, 1)]
    while stack:
        source, target, depth = stack.pop()
        if depth > limits.dimensions:
            hint = "A matrix is a list of lists of numbers."
            raise ValueProblem("bad-value", f"{what} is nested deeper than {limits.dimensions} lists.", hint=hint)
        for item in source:
            if isinstance(item, list):
                inner: list[Any] = []
                target.append(inner)
                stack.append((item, inner, depth + 1))
            else:
                target.append(_float(item, what))
    return top


def _float(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        hint = "Write a finite number such as 1.5, or lists of numbers: [[1, 2], [3, 4]]."
        raise ValueProblem("bad-value", f"{what} is neither a number nor nested lists of numbers.", hint=hint)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueProblem("bad-value", f"{what} is not finite.", hint="Values are finite float64 numbers.")
    return number
