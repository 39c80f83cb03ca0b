"""JSON Schema of the dataclasses of the contract: types from the annotations, descriptions from the docstrings.

A field's description is the docstring below it. What an annotation of Python cannot say is said by a marker in
`Annotated`: `Named` (a schema of its own, which may contain itself), `OneOf` (names of a table), `Written` (the JSON
form of something that is not JSON in Python).
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import lru_cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, ForwardRef, Literal, Union, get_args, get_origin, get_type_hints

from .syntax import PARSER, parse

__all__ = ["NamedSchema", "OneOf", "Schemas", "Bounds", "JsonForm", "field_docs"]

_PLAIN: Mapping[Any, str] = {str: "string", float: "number", int: "integer", bool: "boolean", NoneType: "null"}


@dataclass(frozen=True, slots=True)
class NamedSchema:
    """The annotated type has a schema of its own, to which others refer."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """The annotated text is one of these names; with `other`, or any other text, which is then `other`."""

    names: Callable[[], Collection[str]]
    other: str | None = None


@dataclass(frozen=True, slots=True)
class JsonForm:
    """The annotated type is written in JSON as the type `as_type`."""

    as_type: Any


@dataclass(frozen=True, slots=True)
class Bounds:
    """The annotated number lies between two others, both of which it may be."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Characters:
    """The annotated text has so many characters, at least and at most."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class ListLength:
    """The annotated list has so many items, at least and at most."""

    least: int
    most: int


class Schemas:
    """Schemas that refer to one another.

    Args:
        ref: where a schema is found, with its name for `{}`: "#/$defs/{}".
        complete: every field of an object is required, as in an answer; else only those without a default.
        aliases: types by name, for annotations that name a type which contains itself.
    """

    def __init__(self, ref: str, *, complete: bool = True, aliases: Mapping[str, Any] | None = None) -> None:
        self.defs: dict[str, dict[str, Any]] = {}
        self._ref = ref
        self._complete = complete
        self._aliases = dict(aliases or {})

    def of(self, hint: Any) -> dict[str, Any]:
        """Return the schema of a type, or a reference to it. Raises TypeError for a type that has no JSON."""
        origin, args = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self._marked(args[0], args[1:])
        if isinstance(hint, ForwardRef):
            return self.of(self._resolved(hint))
        if hint in _PLAIN:
            return {"type": _PLAIN[hint]}
        if hint is Any or hint is object:
            return {}
        if is_dataclass(hint) and isinstance(hint, type):
            return self._named(hint.__name__, lambda: self._object(hint))
        if origin is Literal:
            return {"const": args[0]} if len(args) == 1 else {"enum": list(args)}
        if origin in (Union, UnionType):
            return {"anyOf": [self.of(arg) for arg in args]}
        if origin in (list, Collection, frozenset) or (origin is tuple and args[1:] == (Ellipsis,)):
            return {"type": "array", "items": self.of(args[0])}
        if origin is tuple:
            return {"type": "array", "prefixItems": [self.of(arg) for arg in args], **_exactly(len(args))}
        if inspect.isclass(origin) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(args[1])}
        raise TypeError(f"{hint!r} has no JSON.")

    def _resolved(self, hint: ForwardRef) -> Any:
        holder = type("Holder", (), {"__annotations__": {"hint": hint}})
        return get_type_hints(holder, localns=self._aliases, include_extras=True)["hint"]

    def _marked(self, hint: Any, markers: tuple[Any, ...]) -> dict[str, Any]:
        for marker in markers:
            if isinstance(marker, NamedSchema):
                return self._named(marker.name, partial(self._described, marker.about, hint))
            if isinstance(marker, JsonForm):
                return self.of(marker.as_type)
            if isinstance(marker, Bounds):
                return {**self.of(hint), "minimum": marker.low, "maximum": marker.high}
            if isinstance(marker, Characters):
                return {**self.of(hint), "minLength": marker.least, "maxLength": marker.most}
            if isinstance(marker, ListLength):
                return {**self.of(hint), "minItems": marker.least, "maxItems": marker.most}
            if isinstance(marker, OneOf):
                names: dict[str, Any] = {"type": "string", "enum": list(marker.names())}
                return (
                    names
                    if marker.other is None
                    else {"anyOf": [names, {"type": "string", "description": marker.other}]}
                )
        return self.of(hint)

    def _described(self, about: str, hint: Any) -> dict[str, Any]:
        return {"description": about, **self.of(hint)}

    def _named(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        if name not in self.defs:
            self.defs[name] = {}  # a type may contain itself
            self.defs[name] = {"title": name, **make()}
        return {"$ref": self._ref.format(name)}

    def _object(self, cls: type) -> dict[str, Any]:
        hints, docs = get_type_hints(cls, localns=self._aliases, include_extras=True), field_docs(cls)
        properties, required = {}, []
        for each in fields(cls):
            properties[each.name] = {**self.of(hints[each.name]), "description": docs[each.name], **_default(each)}
            if self._complete or (_default(each) == {} and each.default_factory is MISSING):
                required.append(each.name)
        about = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].replace("\n", " ")
        return {
            "description": about,
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }


def _exactly(count: int) -> dict[str, int]:
    return {"minItems": count, "maxItems": count}


def _default(each: Field[Any]) -> dict[str, Any]:
    if each.default is MISSING:
        return {}
    return {"default": list(each.default) if isinstance(each.default, tuple) else each.default}


@lru_cache(maxsize=64)
def field_docs(cls: type) -> dict[str, str]:
    """Return the docstring below each field of a dataclass, in one line."""
    with PARSER:
        (result,) = parse(textwrap.dedent(inspect.getsource(cls))).body
    assert isinstance(result, ast.ClassDef)
    docs: dict[str, str] = {}
    for line, after in zip(result.body, result.body[1:], strict=False):
        match line, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                docs[name] = " ".join(text.split())
    return docs
