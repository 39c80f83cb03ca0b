"""`check`, `hessian` and `costs`: gradients beside difference quotients, second derivatives, and what they cost."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from ..export.command import deliver
from ..number_tables import NumberTable, TableExport, check_table, hessian_table, table_export_of, table_file
from ..request import TraceRequest
from ..sentences import tr
from ..tracing import encode
from ..tracing.costs import costs as count_costs
from ..tracing.direction_documents import hessian_product, second_derivatives
from ..tracing.gradcheck import GradientChecks, check_gradients
from ..tracing.gradcheck_request import GradcheckRequest
from .commands import made_of, value_text, write
from .report import BLUE, GREEN, RED, Cell, plain, print_refusal, print_table

__all__ = ["check", "costs", "hessian"]

MOST_COLUMNS = 12  # of a Jacobian that is printed


def check(args: argparse.Namespace) -> int:
    """Check the gradients of a formula, and return the exit status.

    It is 1 where a gradient differs from its difference quotient, other than at a kink, or from one written by hand,
    and where a function's own derivative is not the true one.
    """
    result = made_of(
        args,
        "check",
        lambda request: check_gradients(request, GradcheckRequest(args.h, args.kind, args.fault, args.timed)),
    )
    if isinstance(result, int):
        return result
    if args.file is not None:
        return _into_file(args, "check", lambda request: check_table(request, result)) or _check_status(result)
    if args.json:
        write(encode(result))
        return 0
    rows: list[list[Cell]] = [[plain(title) for title in (tr("name"), tr("analytic"), tr("numeric"), tr("error"), "")]]
    for row in result.checks:
        numbers: list[Cell] = [
            (value_text(row.analytic), RED),
            (value_text(row.numeric), BLUE),
            plain(f"{float(row.error):.1e}"),
        ]
        rows.append([plain(row.name), *numbers, plain(row.text)])
    print_table(rows, sys.stdout, right=(1, 2, 3))
    print(f"\n{result.text}")
    if result.seconds is not None:
        print(result.seconds.text)
    if result.fault is not None:
        at = "" if result.fault.first_wrong is None else " " + tr("It is {0}.", result.fault.first_wrong)
        print(f"{result.fault.text}{at}")
    for notice in result.derivatives:
        print(notice.text)
    for gradient in result.hand_gradients:
        print(gradient.text)
    return _check_status(result)


def _check_status(result: GradientChecks) -> int:
    wrong = any(notice.code == "derivative-differs" for notice in result.derivatives)
    wrong = wrong or any(gradient.verdict == "wrong" for gradient in result.hand_gradients)
    return 1 if wrong or not all(row.agrees for row in result.checks) else 0


def _into_file(args: argparse.Namespace, command: str, table_of: Callable[[TraceRequest], NumberTable]) -> int:
    """Write the table into the file asked for. Return the exit status."""

    def content(request: TraceRequest) -> tuple[TableExport, bytes]:
        row = table_export_of(args.format or Path(args.file).suffix[1:].lower())
        return row, table_file(table_of(request), row.name)

    result = made_of(args, command, content)
    if isinstance(result, int):
        return result
    row, body = result
    return deliver(args, body, row.name, row.media_type, command)


def _product(args: argparse.Namespace) -> int:
    """Print the Hessian times the direction asked for."""
    if args.file is not None or args.wrt is not None:
        reason = tr("a product with --direction takes neither --file nor --wrt")
        return print_refusal("hessian", reason, 2, as_json=args.json)
    result = made_of(args, "hessian", hessian_product)
    if isinstance(result, int):
        return result
    if args.json:
        write(encode(result))
        return 0
    rows: list[list[Cell]] = [[plain("name"), plain("Hessian times the direction")]]
    rows += [[plain(name), (value_text(product), GREEN)] for name, product in result.product.items()]
    print_table(rows, sys.stdout, right=(1,))
    return 0


def hessian(args: argparse.Namespace) -> int:
    """Print the Hessian with its eigenvalues, or its product with `--direction`. Returns the exit status."""
    if args.direction:
        return _product(args)
    wrt = None if args.wrt is None else [name.strip() for name in args.wrt.split(",") if name.strip()]
    result = made_of(
        args,
        "hessian",
        lambda request: second_derivatives(request, wrt),
    )
    if isinstance(result, int):
        return result
    if args.file is not None:
        return _into_file(args, "hessian", lambda request: hessian_table(request, result))
    if args.json:
        write(encode(result))
        return 0
    rows: list[list[Cell]] = [[plain(""), *map(plain, result.names)]]
    rows += [
        [plain(name), *((value_text(entry), GREEN) for entry in row)]
        for name, row in zip(result.names, result.hessian, strict=True)
    ]
    print_table(rows, sys.stdout, right=tuple(range(1, len(result.names) + 1)))
    eigenvalues = ", ".join(value_text(each) for each in result.eigenvalues) or tr("none")
    print(f"\n{tr('eigenvalues: {0}', eigenvalues)}\n{result.text}")
    return 0


def costs(args: argparse.Namespace) -> int:
    """Print the passes and multiply-adds of both modes and the Jacobian, if it is small. Returns the exit status."""
    recompute = [id.strip() for id in (args.recompute or "").split(",") if id.strip()]
    result = made_of(args, "costs", lambda request: count_costs(request, recompute))
    if isinstance(result, int):
        return result
    if args.json:
        write(encode(result))
        return 0
    print(f"{result.text}\n")
    titles = ("", tr("passes"), tr("multiply-adds"), tr("numbers kept"))
    rows: list[list[Cell]] = [[(title, "") for title in titles]]
    for name, mode in ((tr("reverse"), result.reverse), (tr("forward"), result.forward)):
        counts = (mode.passes, mode.multiply_adds, mode.numbers_kept)
        rows.append([plain(name), *(plain(f"{count:,}") for count in counts)])
    print_table(rows, sys.stdout, right=(1, 2, 3))
    if result.jacobian and len(result.columns) <= MOST_COLUMNS:
        rows = [[plain(""), *map(plain, result.columns)]]
        for name, entries in zip(result.rows, result.jacobian, strict=True):
            rows.append([plain(name), *((value_text(entry), GREEN) for entry in entries)])
        print()
        print_table(rows, sys.stdout, right=tuple(range(1, len(result.columns) + 1)))
    print()
    heads = (tr("saved"), tr("name"), tr("bytes"), tr("gates to run again"), tr("multiply-adds"), "")
    rows = [[plain(title) for title in heads]]
    for row in result.checkpoint.rows:
        again = ("", "") if row.leaf else (f"{row.gates:,}", f"{row.multiply_adds:,}")
        state = tr("there anyway") if row.leaf else tr("computed again") if row.recomputed else tr("kept")
        rows.append([plain(row.node), plain(row.name), plain(f"{row.bytes:,}"), *map(plain, again), plain(state)])
    print_table(rows, sys.stdout, right=(2, 3, 4))
    print(f"\n{result.checkpoint.text}")
    return 0
