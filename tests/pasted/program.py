"""One row of the tables: a text as a person would paste it, and what the oracle needs to know to run the same text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent
from typing import Any, Literal

__all__ = ["LATER", "NOT_WRONG", "Library", "Program", "P"]

Library = Literal["numpy", "torch", "jax", "micrograd", "sympy"]

NOT_WRONG = "?"
"""In `Program.grads`: nobody can decide this one, so it must not be called wrong."""

LATER = "~"
"""In `Program.out`: the value drawn is the reader's choice; gradients are not compared."""


@dataclass(frozen=True)
class Program:
    """A program and what is expected of it.

    source: the text that is pasted.
    values: what is given for its free names.
    written_for: what runs it. "sympy" evaluates the twin and differentiates it symbolically.
    twin: the same program in Python, where the source is none that can be run (LaTeX, MATLAB, Keras, a function
        without a call, a loop that trains: its one round). None: the source itself.
    out: the value that the writer means, an expression over the names at the end. None: the last expression, else the
        last assignment, of a tuple the first.
    loss: what the gradients are of, an expression over the names at the end. None: the sum of `out`.
    also: other pairs of (out, loss) that are as good.
    labels: names among the values that are whole numbers used as indices; they have no gradient.
    pin: names assigned from random numbers without a seed: the oracle takes their values from the trace.
    skip: leaves whose gradient is not compared.
    defaults: the request leaves values out; the oracle takes from the trace what is missing.
    grads: hand-written gradient -> the name that it is the gradient of, or NOT_WRONG.
    negative: hand-written gradients that are error signals with the other sign (the lectures' δ).
    mistakes: hand-written gradient -> the kind of its planted mistake (`judge.MISTAKES`).
    correct: the same program without its mistake. Gradients in functions and in rounds of a loop, which stand under no
        name at the end, are judged by what their names hold while it runs.
    refused: the family of the error where no graph can exist: "source", "shape", "value", "limit" or "any".
    either: an error that a person can act on is as good as the right graph.
    large: arrays too large for the answer: only the shape of the output is compared.
    loose: a row or column in place of a vector, or a 1x1 matrix in place of a number, is as good.
    within: name -> bounds of what a random leaf may be.
    upstream: dL/d(output), as a request gives it.
    """

    name: str
    source: str
    values: Mapping[str, Any] = field(default_factory=dict)
    written_for: Library = "numpy"
    twin: str | None = None
    out: str | None = None
    loss: str | None = None
    also: tuple[tuple[str | None, str | None], ...] = ()
    labels: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    defaults: bool = False
    grads: Mapping[str, str] = field(default_factory=dict)
    negative: tuple[str, ...] = ()
    mistakes: Mapping[str, str] = field(default_factory=dict)
    correct: str | None = None
    refused: str | None = None
    either: bool = False
    large: bool = False
    loose: bool = False
    within: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    upstream: Any = None

    def __str__(self) -> str:
        return self.name


def P(name: str, source: str, values: Mapping[str, Any] | None = None, **fields: Any) -> Program:
    """A row; a text that begins with a line end is written with the indentation of the table."""
    if fields.get("twin") is not None:
        fields["twin"] = _flush(fields["twin"])
    if fields.get("correct") is not None:
        fields["correct"] = _flush(fields["correct"])
    return Program(name, _flush(source), values or {}, **fields)


def _flush(text: str) -> str:
    return dedent(text[1:]).rstrip(" ") if text.startswith("\n") else text
