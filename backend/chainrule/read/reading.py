"""read(source) -> Graph: the stages of reading, one after the other."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..errors import ShapeError, ValueProblem
from ..graph import Graph, Note, Shape
from ..limits import DEFAULT, Limits
from .builder import Builder
from .compile import Code
from .evaluator import Evaluator
from .machine import Machine
from .modules import BUILTINS
from .output import choose_output, graph_so_far
from .suggest import closest
from .text import Source, read_text

__all__ = ["Request", "read"]


@dataclass(frozen=True, slots=True)
class Request:
    """What is read, besides the text.

    `values` has a float or float64 array for each free name that has one: its shape decides what is read, and its
    numbers do where the program chooses a way by them. `defaults` lets names without a value be numbers.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    output: str | None = None
    defaults: bool = False
    partial: bool = False
    limits: Limits = DEFAULT


def read(source: str, request: Request | None = None) -> Graph:
    """Read a program.

    Raises:
        SourceError, ShapeError, LimitError: what is wrong, with its place and a hint.
        ValueProblem: `missing-values` (names without a value), `unknown-output`.
    """
    request = request or Request()
    text = read_text(source, request.values, request.limits)
    with np.errstate(all="ignore"):
        return _read(text, request)


def _read(text: Source, request: Request) -> Graph:
    shapes: dict[str, Shape] = {name: np.shape(value) for name, value in request.values.items()}
    m = machine_for(text, shapes, request)
    try:
        code = m.compile(Code("program", outermost=True), text.statements)
        m.execute(code, m.globals)
    except ShapeError:
        if m.builder.missing and not request.defaults:
            raise missing_values(m) from None
        if request.partial and m.builder.nodes:
            return graph_so_far(m, text)
        raise
    graph = choose_output(m, text, request.output)
    if m.builder.missing and not request.defaults:
        raise missing_values(m)
    unused = [name for name in request.values if name not in m.builder.inputs]
    if unused:
        listed = ", ".join(f"`{name[:60]}`" for name in unused[:10])
        verb = "has a value that is" if len(unused) == 1 else "have values that are"
        graph.notes_to_add.append(Note("unused-value", f"{listed} {verb} not used by this program.", None))
    return graph.finished()


def machine_for(text: Source, shapes: Mapping[str, Shape], request: Request) -> Machine:
    builder = Builder(request.limits, shapes)
    evaluator = Evaluator(request.values, request.limits)
    m = Machine(text, builder, evaluator, BUILTINS, request.limits)
    m.dialect = dialect_of(text)
    for note in text.notices:
        builder.notes.append(note)
    return m


TORCH_WORDS = {"torch", "nn", "F"}
JAX_WORDS = {"jax", "jnp"}


def dialect_of(text: Source) -> str:
    """Whose conventions methods of arrays follow: the library that the program names."""
    if "torch" not in text.text and "F." not in text.text and "nn." not in text.text and "dim" not in text.text:
        return "jax" if "jnp" in text.text or "jax" in text.text else "numpy"
    for statement in text.statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id in TORCH_WORDS:
                return "torch"
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
                if any(name.partition(".")[0] == "torch" for name in names):
                    return "torch"
            if isinstance(node, ast.keyword) and node.arg in ("dim", "keepdim"):
                return "torch"
    return "numpy"


def missing_values(m: Machine) -> ValueProblem:
    names = m.builder.missing
    listed = ", ".join(f"`{name}`" for name in names[:20]) + (" …" if len(names) > 20 else "")
    span = m.builder.nodes[m.builder.inputs[names[0]]].span
    known = [name for name in m.builder.shapes if name not in names]
    guess = closest(names[0], known)
    example = ", ".join(f'"{name}": 1' for name in names[:3])
    hint = f"Did you mean `{guess}`?" if guess else f"Give a value for each, for example {{{example}}}."
    return ValueProblem("missing-values", f"No value is given for {listed}.", span=span, hint=hint)
