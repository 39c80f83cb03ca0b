"""`check` and `hessian`: gradients beside difference quotients, and second derivatives."""

from __future__ import annotations

import argparse
import sys

from ..tracing import encode
from ..tracing.directions import check_gradients, second_derivatives
from .commands import made_of, shown, write
from .report import BLUE, GREEN, RED, Cell, plain, print_table

__all__ = ["check", "hessian"]


def check(asked: argparse.Namespace) -> int:
    """Exit status 1 where a gradient and its difference quotient differ, other than at a kink."""
    result = made_of(
        asked,
        "check",
        lambda request: check_gradients(request, asked.h, asked.kind),
    )
    if isinstance(result, int):
        return result
    if asked.json:
        write(encode(result))
        return 0
    rows: list[list[Cell]] = [[(title, "") for title in ("name", "analytic", "numeric", "error", "")]]
    for row in result.checks:
        numbers: list[Cell] = [(shown(row.analytic), RED), (shown(row.numeric), BLUE), plain(f"{float(row.error):.1e}")]
        rows.append([plain(row.name), *numbers, plain(row.text)])
    print_table(rows, sys.stdout, right=(1, 2, 3))
    print(f"\n{result.text}")
    return 0 if all(row.agrees for row in result.checks) else 1


def hessian(asked: argparse.Namespace) -> int:
    wrt = None if asked.wrt is None else [name.strip() for name in asked.wrt.split(",") if name.strip()]
    result = made_of(
        asked,
        "hessian",
        lambda request: second_derivatives(request, wrt),
    )
    if isinstance(result, int):
        return result
    if asked.json:
        write(encode(result))
        return 0
    rows: list[list[Cell]] = [[plain(""), *map(plain, result.names)]]
    rows += [
        [plain(name), *((shown(entry), GREEN) for entry in row)]
        for name, row in zip(result.names, result.hessian, strict=True)
    ]
    print_table(rows, sys.stdout, right=tuple(range(1, len(result.names) + 1)))
    print(f"\neigenvalues: {', '.join(shown(each) for each in result.eigenvalues) or 'none'}\n{result.text}")
    return 0
