"""The program of a model's file, read in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from ..errors import LimitError
from ..export.extras import MissingExtra
from ..limits import Limits
from ..request import Value
from ..sentences import Language
from .errors import WorkerError

__all__ = ["ModelProgram", "read_model"]

BESIDE = 20_000  # bytes that a request has beside its values


@dataclass(frozen=True, slots=True)
class ModelProgram:
    """A model as a program of the language: what a trace is asked with."""

    source: str
    """The program; its modules are functions, which open."""
    values: dict[str, Value] | None
    """Its parameters and inputs; inputs, which no file has, are random numbers. null where they would not fit into a
    request: ask for `shapes_only` then."""
    shapes: dict[str, list[int]]
    """The shape of each of them."""


def read_model(content: bytes, limits: Limits, language: Language = "en") -> dict[str, Any]:
    """The members of a ModelProgram.

    Raises:
        MissingExtra (501): `onnx` is not installed. LimitError: `model_seconds`.
        ChainruleError: the file is none, or holds what is not read.
    """
    if find_spec("onnx") is None:
        raise MissingExtra("Reading an ONNX file", "onnx")
    most = max(0, limits.body_bytes - BESIDE)
    command = [sys.executable, "-m", "chainrule.api.model_worker", str(int(limits.model_seconds)), str(most)]
    command.append(language)
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=content, capture_output=True, timeout=6 * limits.model_seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise _too_long(limits) from None
    try:
        result: dict[str, Any] = json.loads(done.stdout)
    except ValueError:  # the system ended it: out of its seconds, or of its memory
        raise _too_long(limits) from None
    if "problem" in result:
        raise WorkerError(result["problem"])
    return result


def _too_long(limits: Limits) -> LimitError:
    return LimitError(
        "model_seconds",
        limits.model_seconds,
        "Reading this file takes too long, or too much memory",
        hint="Use `chainrule import` on your own machine.",
    )
