"""A source that is text, a function or a lambda, and values of any library, as one request."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypedDict, Unpack

import numpy.typing as npt

from ..errors import InputError
from ..function_source import program_of
from ..request import Flow, GraphKind, Mode, TraceRequest, Values, View
from ..sentences import Language

__all__ = ["request_of"]


class _Fields(TypedDict, total=False):
    """The fields of a request beside its source and its values."""

    output: str | None
    upstream: npt.ArrayLike | None
    view: View
    open: Collection[str]
    closed: Collection[str]
    defaults: bool
    partial: bool
    round: int
    flow: Flow
    aspect: float | None
    mode: Mode
    direction: Values | None
    graph: GraphKind
    shapes_only: Mapping[str, list[int]] | None
    lang: Language


def request_of(source: str | Callable[..., object], values: Values | None, **fields: Unpack[_Fields]) -> TraceRequest:
    """Return the request for a text or a Python function.

    Raises:
        SourceError: the function has no source that can be read.
        InputError: `bad-field`.
    """
    values_by_name = dict(values or {})
    if not isinstance(source, str):
        if not callable(source):
            raise InputError(
                "bad-field", "`source` is neither a text nor a function.", hint='Write "x*y", or pass a function.'
            )
        program = program_of(source, values_by_name)
        source, values_by_name = program.source, {**program.values, **values_by_name}
    return TraceRequest(source, values_by_name, **fields)
