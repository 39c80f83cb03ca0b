"""`trace`, `render` and `code`: a formula to numbers, to a picture, to a program."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from ..codegen import generate
from ..errors import ChainruleError
from ..export import command as picture
from ..layer_costs import costs_of_request
from ..number import number
from ..request import TraceRequest
from ..sentences import tr
from ..tracing import Trace, build, encode
from .lessons import is_lesson, render_lesson
from .question import Misuse, Refused, fields_of
from .report import BLUE, GREEN, RED, Cell, plain, print_error, print_refusal, print_table

__all__ = ["code", "made_of", "render", "value_text", "trace", "write"]

T = TypeVar("T")


def trace(args: argparse.Namespace) -> int:
    """Print values and gradients of a formula, or with `--json` its whole trace. Returns the exit status."""
    result = _traced(args, "trace")
    if isinstance(result, int):
        return result
    if args.json:
        write(encode(result, args.words))
    elif result.shapes_only is not None:
        table = made_of(args, "trace", costs_of_request)
        if isinstance(table, int):
            return table
        print(table)
    else:
        _print_trace(result)
    return 0


def render(args: argparse.Namespace) -> int:
    """Write a formula's graph, or a lesson's deck, into a file. Returns the exit status."""
    if is_lesson(args.source):
        return render_lesson(args)
    try:
        row = picture.format_of(args)
    except ChainruleError as error:
        print_error(error, args.source, as_json=args.json)
        return 2
    result = made_of(args, "render", lambda request: row.trace(request, args.paper, build))
    if isinstance(result, int):
        return result
    try:
        return picture.run(args, result)
    except ChainruleError as error:
        print_error(error, result.source, as_json=args.json)
        return 3 if error.status == 501 else 1


def code(args: argparse.Namespace) -> int:
    """Print a formula as a program of `--language`. Returns the exit status."""
    result = made_of(args, "code", lambda request: generate(request, args.language))
    if isinstance(result, int):
        return result
    if args.json:
        write(encode(result))
    else:
        sys.stdout.write(result.text)
    return 0


def _traced(args: argparse.Namespace, command: str) -> Trace | int:
    return made_of(args, command, build)


def made_of(args: argparse.Namespace, command: str, make: Callable[[TraceRequest], T]) -> T | int:
    """Return the result of `make` for the requested formula, or the exit status once the error has been printed."""
    try:
        fields = fields_of(args)
    except (Misuse, Refused) as error:
        return print_refusal(command, str(error), 2 if isinstance(error, Misuse) else 3, as_json=args.json)
    try:
        return make(TraceRequest.from_fields(fields))
    except ChainruleError as error:
        print_error(error, fields["source"], as_json=args.json)
        return 1


def write(content: bytes) -> None:
    """Write, byte for byte, the API's response; only a person gets the line end that a terminal wants."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content + (b"\n" if sys.stdout.isatty() else b""))
    sys.stdout.buffer.flush()


def _print_trace(value: Any) -> None:
    rows: list[list[Cell]] = [[plain(title) for title in ("", tr("name"), tr("gate"), tr("value"), tr("gradient"))]]
    for node in value.nodes:
        if node.kind != "output":
            kind = tr("leaf") if node.kind == "leaf" else node.label
            cells = [plain(node.id), plain(node.name or ""), plain(kind)]
            rows.append([*cells, (value_text(node.value), GREEN), (value_text(node.gradient), RED)])
    print_table(rows, sys.stdout, right=(3, 4))
    print()
    heads = (tr("from"), "", tr("to"), tr("value"), tr("upstream"), "", tr("local"), "", tr("downstream"))
    rows = [[plain(title) for title in heads]]
    names = {node.id: f"{node.label} ({node.id})" if node.kind != "leaf" else node.label for node in value.nodes}
    for edge in value.edges:
        local = (edge.rule or "") if edge.local is None else value_text(edge.local)
        ends = [plain(names[edge.source]), plain("→"), plain(names[edge.target])]
        sums = [(value_text(edge.upstream), RED), plain("×"), (local, BLUE), plain("=")]
        rows.append([*ends, (value_text(edge.value), GREEN), *sums, (value_text(edge.downstream), RED)])
    print_table(rows, sys.stdout, right=(3, 4, 6, 8))
    default_names = [node.name for node in value.nodes if node.default and node.name]
    if default_names:
        print(tr("defaults: {0}", ", ".join(default_names)))
    for notice in [*value.notices, *(notice for node in value.nodes for notice in node.notices)]:
        print(f"{notice.code}: {notice.text}")


def value_text(value: Any) -> str:
    """Return a number, or a small array in full; a big one by its shape."""
    if value is None:
        return ""
    if hasattr(value, "shape"):
        return tr("array {0}", "×".join(map(str, value.shape)))
    if isinstance(value, list):
        if len(value) > 8:
            return tr("[{0}, … {1} in all]", ", ".join(value_text(item) for item in value[:3]), len(value))
        return f"[{', '.join(value_text(item) for item in value)}]"
    return number(float(value))  # float() reads "NaN", "Infinity" and "-Infinity" too
