"""The command line: one more reader of the trace. Exit 0: fine; 1: the formula is wrong; 2: wrong use."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from . import __version__
from .codegen import LANGUAGES
from .errors import ChainruleError
from .export import command as picture
from .limits import DEFAULT
from .number import number
from .trace import Trace

if TYPE_CHECKING:
    from .api.request import TraceRequest

__all__ = ["main"]

T = TypeVar("T")

GREEN, RED, PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[0m"
Cell = tuple[str, str]  # text, colour


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; never raises SystemExit, so that a test or a program can call it."""
    try:
        asked = _parser().parse_args(argv)
    except SystemExit as done:
        return int(done.code or 0)
    command: Callable[[argparse.Namespace], int] = asked.command
    try:
        return command(asked)
    except BrokenPipeError:  # `chainrule ops | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="chainrule", description="See how gradients flow.")
    parser.add_argument("--version", action="version", version=f"chainrule {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="the playground and the API on this machine")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=1, help="processes (default: 1)")
    serve.set_defaults(command=_serve)

    trace = commands.add_parser("trace", help="values and gradients of a formula")
    add_formula(trace)
    trace.add_argument("--json", action="store_true", help="the whole trace, as the API answers it")
    trace.set_defaults(command=_trace)

    render = commands.add_parser("render", help="a formula's graph as a picture, a film, slides or one HTML file")
    add_formula(render)
    picture.add_options(render)
    render.set_defaults(command=_render)

    code = commands.add_parser("code", help="a formula as NumPy, PyTorch or LaTeX, with its backward pass")
    add_formula(code)
    code.add_argument("--language", choices=tuple(LANGUAGES), default="numpy")
    code.set_defaults(command=_code)

    ops = commands.add_parser("ops", help="every op and function of the language")
    ops.set_defaults(command=_ops)
    examples = commands.add_parser("examples", help="the worked examples")
    examples.set_defaults(command=_examples)
    return parser


def add_formula(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", metavar="SOURCE", help="the formula; - reads it from standard input")
    command.add_argument(
        "--set", dest="values", metavar="NAME=VALUE", action="append", default=[], help="x=-2, or W='[[1,2],[3,4]]'"
    )
    command.add_argument("--output", metavar="NAME", help="the name whose gradients are wanted (default: the last)")
    command.add_argument("--upstream", metavar="VALUE", help="dL/d(output) (default: ones)")
    command.add_argument("--view", choices=("gates", "functions", "units"), default="gates")


def _serve(asked: argparse.Namespace) -> int:
    from .api.assets import Assets, FrontendMissing
    from .api.server import serve

    try:
        Assets()
    except FrontendMissing as problem:
        print(problem, file=sys.stderr)
        return 1
    serve(asked.host, asked.port, asked.workers)
    return 0


def _trace(asked: argparse.Namespace) -> int:
    from .trace import encode

    trace = _traced(asked, "trace")
    if isinstance(trace, int):
        return trace
    if asked.json:
        sys.stdout.flush()
        # Byte for byte what the API answers; only a person gets the line end that a terminal wants.
        sys.stdout.buffer.write(encode(trace) + (b"\n" if sys.stdout.isatty() else b""))
        sys.stdout.buffer.flush()
    else:
        _print_trace(trace)
    return 0


def _render(asked: argparse.Namespace) -> int:
    trace = _traced(asked, "render")
    return trace if isinstance(trace, int) else picture.run(asked, trace)


def _code(asked: argparse.Namespace) -> int:
    from .api.handlers import written

    code = _made(asked, "code", lambda request: written(request, asked.language, DEFAULT))
    if isinstance(code, int):
        return code
    sys.stdout.write(code.text)
    return 0


def _traced(asked: argparse.Namespace, command: str) -> Trace | int:
    from .api.handlers import traced

    return _made(asked, command, lambda request: traced(request, DEFAULT))


def _made(asked: argparse.Namespace, command: str, make: Callable[[TraceRequest], T]) -> T | int:
    """What `make` makes of the formula asked for, or the exit status once the problem has been told."""
    from .api.request import from_fields

    try:
        source = sys.stdin.buffer.read().decode() if asked.source == "-" else asked.source
    except UnicodeDecodeError:
        print(f"chainrule {command}: standard input is not UTF-8", file=sys.stderr)
        return 1
    fields: dict[str, Any] = {"source": source, "output": asked.output, "view": asked.view, "values": {}}
    try:
        for setting in asked.values:
            name, equals, text = setting.partition("=")
            if not equals or not name.strip():
                raise ValueError(f"--set wants NAME=VALUE, not {setting!r}")
            fields["values"][name.strip()] = _value(text, f"--set {name.strip()}")
        if asked.upstream is not None:
            fields["upstream"] = _value(asked.upstream, "--upstream")
    except ValueError as problem:
        print(f"chainrule {command}: {problem}", file=sys.stderr)
        return 2
    try:
        return make(from_fields(fields))
    except ChainruleError as problem:
        print(problem.pointed(source), file=sys.stderr)
        return 1


def _value(text: str, what: str) -> Any:
    """A number or a nested list of them, as JSON or as Python writes numbers. Raises ValueError with a sentence."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        try:
            return float(text)
        except ValueError:
            raise ValueError(f"{what} wants a number or a list like [[1, 2], [3, 4]], not {text[:80]!r}") from None


def _print_trace(trace: Any) -> None:
    rows: list[list[Cell]] = [[(title, "") for title in ("", "name", "gate", "value", "gradient")]]
    for node in trace.nodes:
        if node.kind != "output":
            kind = "leaf" if node.kind == "leaf" else node.label
            cells = [_plain(node.id), _plain(node.name or ""), _plain(kind)]
            rows.append([*cells, (_shown(node.value), GREEN), (_shown(node.gradient), RED)])
    _print_table(rows, sys.stdout, right=(3, 4))
    print()
    rows = [[(title, "") for title in ("from", "", "to", "value", "upstream", "", "local", "", "downstream")]]
    names = {node.id: f"{node.label} ({node.id})" if node.kind != "leaf" else node.label for node in trace.nodes}
    for edge in trace.edges:
        local = (edge.rule or "") if edge.local is None else _shown(edge.local)
        ends = [_plain(names[edge.source]), _plain("→"), _plain(names[edge.target])]
        sums = [_plain(_shown(edge.upstream)), _plain("×"), _plain(local), _plain("=")]
        rows.append([*ends, (_shown(edge.value), GREEN), *sums, (_shown(edge.downstream), RED)])
    _print_table(rows, sys.stdout, right=(3, 4, 6, 8))
    for notice in [*trace.notices, *(notice for node in trace.nodes for notice in node.notices)]:
        print(f"{notice.code}: {notice.text}")


def _plain(text: str) -> Cell:
    return text, ""


def _shown(value: Any) -> str:
    """A number, or a small array in full; a big one by its shape."""
    if hasattr(value, "shape"):
        return f"array {'×'.join(map(str, value.shape))}"
    if isinstance(value, list):
        if len(value) > 8:
            return f"[{', '.join(_shown(item) for item in value[:3])}, … {len(value)} in all]"
        return f"[{', '.join(_shown(item) for item in value)}]"
    return number(float(value))  # float() reads "NaN", "Infinity" and "-Infinity" too


def _print_table(rows: list[list[Cell]], out: TextIO, right: tuple[int, ...] = ()) -> None:
    colour = out.isatty() and "NO_COLOR" not in os.environ
    widths = [max(len(row[column][0]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = []
        for column, ((text, tint), width) in enumerate(zip(row, widths, strict=True)):
            padded = f"{text:>{width}}" if column in right else f"{text:<{width}}"
            cells.append(f"{tint}{padded}{PLAIN}" if colour and tint else padded)
        print("  ".join(cells).rstrip(), file=out)


def _words(rows: Iterable[Sequence[str]]) -> None:
    _print_table([[_plain(text) for text in row] for row in rows], sys.stdout)


def _ops(_: argparse.Namespace) -> int:
    from .api.tables import ops

    table = ops()
    rows = [("op", "written", "computes", "pattern")]
    for row in table["ops"]:
        written = [*([row["operator"]] if row["operator"] else []), *row["spellings"]]
        rows.append((row["name"], ", ".join(written), row["equation"], row["heading"]))
    _words(rows)
    print()
    functions = [("function", "is")]
    functions += [(f"{row['name']}({', '.join(row['parameters'])})", row["body"]) for row in table["functions"]]
    _words(functions)
    return 0


def _examples(_: argparse.Namespace) -> int:
    from .api.tables import examples

    for example in examples()["examples"]:
        values = "".join(f" --set {name}='{json.dumps(value)}'" for name, value in example["values"].items())
        source = example["source"].replace("'", "'\\''")
        print(f"# {example['title']}\nchainrule trace '{source}'{values}\n")
    return 0
