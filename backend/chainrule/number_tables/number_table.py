"""Tables of numbers: what the Hessian and the gradient check are as rows and columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..number import exact, number
from ..request import TraceRequest
from ..sentences import tr
from ..tracing.direction_documents import Hessian
from ..tracing.gradcheck import CheckedGradient, GradientChecks

__all__ = ["TableCell", "Column", "NumberTable", "check_table", "hessian_table"]

LONGEST = 80  # letters of a program in a title


@dataclass(frozen=True, slots=True)
class Column:
    """`key`: its name in a file that programs read. `title`: its heading for people. `color`: a role of the palette."""

    key: str
    title: str
    color: str = "ink"
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class TableCell:
    """`text`: as a picture shows it. `exact`: as a file holds it, a number to the last digit."""

    text: str
    exact: str
    color: str | None = None  # None: that of its column


@dataclass(frozen=True, slots=True)
class NumberTable:
    """`notes`: sentences below the picture. Every row has as many cells as there are columns."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[TableCell]]
    notes: Sequence[str]


def hessian_table(request: TraceRequest, result: Hessian) -> NumberTable:
    """Return the matrix with its names at the left and on top."""
    columns = [Column("", "", is_number=False), *(Column(name, name) for name in result.names)]
    rows = [
        [_words(name), *(_number(entry, "mute" if entry == 0 else None) for entry in row)]
        for name, row in zip(result.names, result.hessian, strict=True)
    ]
    spectrum = ", ".join(number(each) for each in result.eigenvalues)
    notes = [tr("Eigenvalues: {0}", spectrum)] if spectrum else []
    return NumberTable(tr("Second derivatives of {0}", _program(request)), columns, rows, [*notes, result.text])


def check_table(request: TraceRequest, result: GradientChecks) -> NumberTable:
    """Return a row for each entry of each leaf; the verdict is that of its leaf."""
    columns = [
        Column("name", tr("name"), is_number=False),
        Column("analytic", tr("analytic"), "bwd"),
        Column("numeric", tr("numeric")),
        Column("error", tr("error")),
        Column("verdict", "", is_number=False),
    ]
    rows = [row for check in result.checks for row in _check_rows(check)]
    fault = [] if result.fault is None else [result.fault.text]
    return NumberTable(tr("The gradients of {0}, checked", _program(request)), columns, rows, [*fault, result.text])


def _check_rows(check: CheckedGradient) -> Iterator[list[TableCell]]:
    analytic, numeric = _array(check.analytic), _array(check.numeric)
    color = None if check.agrees else "warn"
    with np.errstate(all="ignore"):
        size = np.maximum(np.abs(analytic), np.abs(numeric))
        errors = np.where(size == 0, 0.0, np.abs(analytic - numeric) / np.where(size == 0, 1.0, size))
    for place in np.ndindex(analytic.shape):
        mine, quotient, error = (float(each[place]) for each in (analytic, numeric, errors))
        name = f"{check.name}[{', '.join(map(str, place))}]" if place else check.name  # as the Hessian has them
        cells = [_number(mine), _number(quotient), TableCell(f"{error:.1e}", exact(error), color)]
        yield [_words(name), *cells, _words(check.verdict, color)]


def _array(value: Any) -> np.ndarray:
    """Read the document's numbers back, "NaN" and "Infinity" among them."""
    return np.asarray(value, dtype=np.float64)


def _number(value: Any, color: str | None = None) -> TableCell:
    return TableCell(number(float(value)), exact(float(value)), color)


def _words(text: str, color: str | None = None) -> TableCell:
    return TableCell(text, text, color)


def _program(request: TraceRequest) -> str:
    text = " ".join(request.source.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
