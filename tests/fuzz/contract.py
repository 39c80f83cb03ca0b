"""Requests made from the OpenAPI document alone, and what it promises of each answer.

A case has one field at random, valid or damaged, beside a program that can be read. What must hold:
a status that the route documents, an answer that fits the schema of that status, a body that the schema refuses is
never answered, and a body that it allows is never called malformed.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jsonschema

from chainrule.examples import EXAMPLES
from fuzz.checks import Mismatch
from service import Client

__all__ = ["Contract", "ContractCase"]

MALFORMED = ("bad-json", "missing-field", "unknown-field", "bad-field")
DEPTH = 4  # of generated lists
MORE = 1.5  # fields that may be left out and are not, on average
QUICK = ("svg", "tex", "html", "json", "md", "moodle.xml")  # formats that are made at once
LESSONS = ("first-graph", "two-paths")
LASTS = ("z", "after")  # parameters: another spelling of all; an answer that waits for a newer state
TEXTS = ("", "x", "sigmoid", "f0", "n1", "e0", "é", "0", "[1]", "a" * 300)
NUMBERS = (0, 1, -1, 2.5, 1e300, -0.0, 10**30)


def _word(pick: random.Random, words: Sequence[str]) -> str:
    """One of the words that a place of a path takes, or, now and then, another."""
    return pick.choice([*words]) if words and pick.random() < 0.85 else "nothing"


@dataclass(frozen=True, slots=True)
class ContractCase:
    method: str
    path: str
    body: dict[str, Any] | None
    query: dict[str, str]
    route: str
    key: str | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}?{urlencode(self.query)}\n{json.dumps(self.body)[:2000]}"


class Contract:
    """The OpenAPI document of a client's service."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.document: dict[str, Any] = client.get("/openapi.json").json()
        self.operations = [
            (path, method, operation)
            for path, methods in self.document["paths"].items()
            for method, operation in methods.items()
            if path.startswith("/api/") and not _is_stream(operation)
        ]
        session = client.post("/api/v1/live", {}).json()
        self.code, self.key = session["code"], session["key"]
        self._validators: dict[str, jsonschema.Draft202012Validator] = {}

    def case(self, seed: int) -> ContractCase:
        """The same request for the same seed and document."""
        pick = random.Random(seed)
        route, method, operation = pick.choice(self.operations)
        example = pick.choice([each for each in EXAMPLES if len(each.source) < 200])
        base = {"source": example.source, "values": example.values}
        parts = {
            each["name"]: each["schema"].get("enum", ())
            for each in operation.get("parameters", ())
            if each["in"] == "path"
        }
        scalar_fast_path = {name: [each for each in all if each in QUICK] for name, all in parts.items()}
        words = {**{name: all or LESSONS for name, all in scalar_fast_path.items()}, "code": (self.code,)}
        path = re.sub(r"\{(\w+)\}", lambda part: _word(pick, words[part[1]]), route)
        key = self.key if "security" in operation and method != "delete" and pick.random() < 0.8 else None
        if "requestBody" in operation:
            content = operation["requestBody"]["content"]["application/json"]["schema"]
            body = self._body(pick, self._resolved(content), base)
            return ContractCase(method.upper(), path, body, {}, route, key)
        query: dict[str, str] = {}
        for field in operation.get("parameters", ()):
            if field["in"] != "query" or field["name"] in LASTS:
                continue
            if field["name"] in base:
                made = base[field["name"]]
            elif field["required"] or pick.random() < MORE / len(operation["parameters"]):
                made = self._value(pick, field["schema"], 0)
            else:
                continue
            query[field["name"]] = made if isinstance(made, str) else json.dumps(made)
        if pick.random() < 0.1:
            query[pick.choice(("other", "sourc", "Values"))] = "1"
        return ContractCase(method.upper(), path, None, query, route, key)

    def _body(self, pick: random.Random, schema: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
        body = {name: value for name, value in base.items() if name in schema["properties"]}
        for name, about in schema["properties"].items():
            if name not in body and (name in schema["required"] or pick.random() < MORE / len(schema["properties"])):
                body[name] = self._value(pick, about, 0)
        chance = pick.random()
        if chance < 0.15:
            name = pick.choice(list(schema["properties"]))
            body[name] = pick.choice((None, True, 3, "much", [], [[]], {}, {"x": None}, [1, "a"], {"x": [[1], 2]}))
        elif chance < 0.22:
            body.pop(pick.choice(list(body)))
        elif chance < 0.27:
            body[pick.choice(("other", "sourc", "Values"))] = 1
        return body

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in schema:
            return schema
        found: dict[str, Any] = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found

    def _value(self, pick: random.Random, about: dict[str, Any], depth: int) -> Any:
        """A value that the schema allows."""
        schema = self._resolved(about)
        if "anyOf" in schema:
            return self._value(pick, pick.choice(schema["anyOf"] if depth < DEPTH else schema["anyOf"][:1]), depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return pick.choice(schema["enum"])
        kind = schema.get("type")
        if kind == "array":
            return [self._value(pick, schema["items"], depth + 1) for _ in range(pick.randrange(4))]
        if kind == "object" and "properties" in schema:
            names = [name for name in schema["properties"] if name in schema["required"] or pick.random() < 0.5]
            return {name: self._value(pick, schema["properties"][name], depth + 1) for name in names}
        if kind == "object":
            return {
                name: self._value(pick, schema["additionalProperties"], depth + 1) for name in pick.sample("xyzwb", 2)
            }
        plain = {"boolean": (True, False), "integer": (0, 1, 2, 99), "number": NUMBERS, "null": (None,)}
        low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
        least, most = schema.get("minLength", 0), schema.get("maxLength", math.inf)
        allowed = [
            each
            for each in plain.get(str(kind), TEXTS)
            if (kind not in ("integer", "number") or low <= each <= high)
            and (not isinstance(each, str) or least <= len(each) <= most)
        ]
        return pick.choice(allowed or [low])

    def _errors(self, schema: dict[str, Any], document: Any) -> list[str]:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            whole = {**schema, "components": self.document["components"]}
            self._validators[key] = jsonschema.Draft202012Validator(whole)
        return [f"{each.json_path}: {each.message[:150]}" for each in self._validators[key].iter_errors(document)]

    def check(self, case: ContractCase) -> int:
        """The status. Raises Mismatch where the answer is not what the document promises."""
        operation = self.document["paths"][case.route][case.method.lower()]
        path = f"{case.path}?{urlencode(case.query)}" if case.query else case.path
        headers = {} if case.key is None else {"authorization": f"Bearer {case.key}"}
        content = b"" if case.body is None else json.dumps(case.body).encode()
        reply = self.client.request(case.method, path, content, headers)
        answers = operation["responses"].get(str(reply.status))
        if answers is None:
            raise Mismatch(f"{reply.status} is not documented: {reply.text[:200]}")
        if "content" not in answers:
            if reply.body:
                raise Mismatch(f"{reply.status} is documented to say nothing: {reply.text[:200]}")
            return reply.status
        kind = reply.headers["content-type"].partition(";")[0]
        if kind not in answers["content"]:
            raise Mismatch(f"{kind} is not documented for {reply.status}")
        if kind.endswith("json"):
            errors = self._errors(answers["content"][kind]["schema"], reply.json())
            if errors:
                raise Mismatch(f"the answer does not fit its schema: {errors[0]}")
        if case.body is not None:
            self._check_body(case, operation, reply.status, reply.json() if kind.endswith("json") else {})
        return reply.status

    def _check_body(self, case: ContractCase, operation: dict[str, Any], status: int, answer: dict[str, Any]) -> None:
        errors = self._errors(operation["requestBody"]["content"]["application/json"]["schema"], case.body)
        if errors and status in (200, 201):
            raise Mismatch(f"a body that the schema refuses is answered: {errors[0]}")
        if not errors and status == 422 and answer["code"] in MALFORMED:
            raise Mismatch(f"a body that the schema allows is called malformed: {answer['detail'][:200]}")


def _is_stream(operation: dict[str, Any]) -> bool:
    return "text/event-stream" in operation["responses"].get("200", {}).get("content", {})
