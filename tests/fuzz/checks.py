"""What must hold for every program: equal numbers in all views, valid JSON and XML, code that runs and agrees."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
from defusedxml import ElementTree

from chainrule.codegen import LANGUAGES, Code
from chainrule.errors import ChainruleError
from chainrule.evaluate import Pass
from chainrule.explain.notices import kinks_held
from chainrule.ops import OPS

__all__ = ["Mismatch", "agree", "check_error", "check_json", "check_xml", "is_tame", "run_code", "same"]

RUN = [language for language in LANGUAGES if language != "latex"]
WILD = 1e8  # numbers beyond it (or under its inverse's square) lose digits on the way, in PyTorch as well as here


class Mismatch(AssertionError):
    """Two numbers or documents that should be equal are not."""


def same(found: Any, wanted: Any, what: str, *, rtol: float = 1e-7) -> None:
    """Raises Mismatch unless both have the shape and numbers of the other; NaN is equal to NaN."""
    a, b = np.asarray(found, dtype=float), np.asarray(wanted, dtype=float)
    if a.shape != b.shape:
        raise Mismatch(f"{what}: shape {a.shape} for {b.shape}")
    scale = np.abs(b[np.isfinite(b)]).max(initial=1.0)
    if not np.allclose(a, b, rtol=rtol, atol=1e-9 * scale, equal_nan=True):
        raise Mismatch(f"{what}: {a.tolist()} for {b.tolist()}")


def agree(found: Mapping[str, Any], wanted: Mapping[str, Any], what: str) -> None:
    """The same for each name; what is not found is 0."""
    for name, value in wanted.items():
        got = found.get(name)
        same(np.zeros(np.shape(value)) if got is None else got, value, f"{what}, d/d{name}")


def is_tame(run: Pass) -> bool:
    """Whether all numbers are finite and of everyday size, and no gate stands on a kink: then nothing is a matter of
    taste, and everybody's numbers must be equal."""
    for numbers in (run.values, run.gradients):
        for value in numbers:
            size = np.abs(np.asarray(value))
            if not np.all(np.isfinite(size)) or np.max(size, initial=0.0) > WILD:
                return False
    for node in run.graph.nodes:
        if node.args and kinks_held(
            OPS[node.op], [run.values[arg] for arg in node.args], run.values[node.id], node.params
        ):
            return False
    return True


def check_json(content: bytes) -> Any:
    """The document. Raises Mismatch for what strict JSON does not have."""

    def refuse(word: str) -> None:
        raise Mismatch(f"{word} stands in the JSON")

    return json.loads(content, parse_constant=refuse)


def check_xml(content: bytes) -> None:
    try:
        ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise Mismatch(f"this is no XML: {error}") from None


def check_error(error: ChainruleError, source: str) -> None:
    """An error has a sentence, a place in the source and a status of the client's."""
    if not (400 <= error.status < 500 and error.code and error.detail):
        raise Mismatch(f"{error.status} {error.code!r} {error.detail!r}")
    if error.span is not None:
        lines = source.split("\n")
        line, column, end_line, end_column = error.span
        if not (1 <= line <= end_line <= len(lines) + 1 and (line, column) <= (end_line, end_column)):
            raise Mismatch(f"{error.code}: the place {error.span} is not in the source")
    error.format_with_caret(source)


def run_code(code: Code) -> dict[str, Any]:
    """What the program says the gradients are: what it prints by name, else its variables d<name>."""
    printed: dict[str, Any] = {}

    def note(*words: Any) -> None:
        if len(words) == 2:
            printed[words[0]] = words[1]

    scope: dict[str, Any] = {"print": note, "__name__": "generated"}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        exec(compile(code.text, code.file, "exec"), scope)
    if code.language == "numpy":
        printed = {name[1:]: value for name, value in scope.items() if name[0] == "d" and name[1:] in scope}
    return {name: None if grad is None else np.asarray(grad) for name, grad in printed.items()}
