"""JSON -> Trace: the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import orjson

from ..errors import InputError
from ..schema import JsonForm
from ..schema import NamedSchema as NamedSchema
from .compact import expanded
from .document import Listed, Numbers, Trace
from .values_json import ALIASES, Large, numbers

__all__ = ["decode"]


def decode(document: bytes | str) -> Trace:
    """Raises: InputError `bad-document`."""
    try:
        content = orjson.loads(document)
    except ValueError as error:
        raise InputError("bad-document", f"This is not JSON: {error}.") from None
    try:
        if isinstance(content, dict) and content.get("words") == "templates":
            content = expanded(content)
        trace: Trace = _read(Trace, content)
    except KeyError as error:
        raise InputError("bad-document", f"This is no trace: it has no {str(error.args[0])[:60]!r}.") from None
    except (TypeError, ValueError, AttributeError, IndexError) as error:
        raise InputError(
            "bad-document",
            f"This is no trace that can be read back: {str(error)[:200]}.",
            hint="Read a document that `to_json` wrote, or trace its source again.",
        ) from None
    return trace


@lru_cache(maxsize=64)
def _hints(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls, localns=dict(ALIASES), include_extras=True)


def _read(hint: Any, data: Any) -> Any:
    """The data as the type says. It goes as deep as the types do, not the data."""
    origin, args = get_origin(hint), get_args(hint)
    if hint == Numbers:
        return numbers(data)
    if hint == Listed:
        return _listed(data)
    if origin is Annotated:
        if any(isinstance(marker, NamedSchema | JsonForm) for marker in args[1:]):
            if isinstance(data, dict) and data.get("abstract") is True:
                return numbers(data)
            return _read(Large, data) if isinstance(data, dict) else data
        return _read(args[0], data)
    if is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        names = [each.name for each in fields(hint) if each.name in data or not _optional(each)]
        return hint(**{name: _read(hints[name], data[name]) for name in names})
    if origin in (Union, UnionType):
        rest = [arg for arg in args if arg is not NoneType]
        return None if data is None else _read(rest[0], data) if len(rest) == 1 else data
    if origin is list:
        return [_read(args[0], item) for item in data]
    if origin is dict:
        return {name: _read(args[1], item) for name, item in data.items()}
    if origin is tuple:
        return tuple(_read(arg, item) for arg, item in zip(args, data, strict=True))
    return data


def _optional(field: Field[Any]) -> bool:
    """Return whether a document of an earlier version may lack the field."""
    return field.default is not MISSING or field.default_factory is not MISSING


def _listed(data: Any) -> Any:
    """The value of a name: a list of arrays may hold arrays of several shapes."""
    try:
        return numbers(data)
    except (TypeError, ValueError):
        if not isinstance(data, list):
            raise
        return [numbers(item) for item in data]
