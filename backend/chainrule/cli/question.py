"""The formula and its values, as the words of a command say them."""

from __future__ import annotations

import argparse
import json
import re
import sys
from math import isfinite
from pathlib import Path
from typing import Any

from ..sentences import tr

__all__ = ["Misuse", "Refused", "fields_of"]

_PROGRAMS = (".py", ".ipynb", ".txt", ".tex", ".md", ".json")  # endings of words that name a file, present or not
_LARGEST = 2_000_000  # bytes of a program or of values
_VALUES = '{"x": 1, "W": [[1, 2], [3, 4]]}'  # as a file of them begins


class Misuse(Exception):
    """The command is used wrongly: exit status 2."""


class Refused(Exception):
    """A file cannot be read: exit status 3."""


def fields_of(args: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of a request. Raises: Misuse, Refused."""
    values: dict[str, Any] = {}
    if [args.source, *args.files].count("-") > 1:
        raise Misuse(tr("standard input is one thing: the formula, or values once"))
    for name in args.files:
        values.update(_values(name))
    values.update(_named(args.values, "--set"))
    source = _source(args.source)
    if isinstance(source, dict):  # a saved trace
        source, values = source["source"], {**(source.get("values") or {}), **values}
    fields = {"source": source, "values": values, "output": args.output, "view": args.view}
    if args.upstream is not None:
        fields["upstream"] = _value(args.upstream, "--upstream")
    if args.round != 1:
        fields["round"] = args.round
    if args.flow != "right":
        fields["flow"] = args.flow
    if args.aspect is not None:
        fields["aspect"] = args.aspect
    if args.graph != "forward":
        fields["graph"] = args.graph
    if args.direction:
        fields["mode"], fields["direction"] = "forward", _named(args.direction, "--direction")
    if args.shapes_only or args.shapes:
        fields["shapes_only"] = _shapes(args.shapes)
    if args.lang != "en":
        fields["lang"] = args.lang
    return {**fields, "defaults": True} if args.defaults else fields


def _named(settings: list[str], option: str) -> dict[str, Any]:
    """Parse NAME=VALUE, several times. Raises: Misuse."""
    values_by_name: dict[str, Any] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals or not name.strip():
            raise Misuse(tr("{0} wants NAME=VALUE, not {1}", option, repr(setting)))
        values_by_name[name.strip()] = _value(text, f"{option} {name.strip()}")
    return values_by_name


def _shapes(settings: list[str]) -> dict[str, list[int]]:
    """Parse NAME=SIZES, several times; no size is one number. Raises: Misuse."""
    shapes: dict[str, list[int]] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        sizes = [word for word in re.split(r"[,x×\s]+", text.strip("()[] ")) if word]
        if not equals or not name.strip() or not all(word.isdecimal() for word in sizes):
            raise Misuse(tr("--shape wants NAME=1,3,224,224, not {0}", repr(setting)))
        shapes[name.strip()] = [int(word) for word in sizes]
    return shapes


def _source(word: str) -> str | dict[str, Any]:
    """Return the formula itself, what a file or standard input holds, or a saved trace. Raises Refused."""
    if word == "-":
        return _standard_input()
    path = Path(word)
    if "\n" in word or len(word) > 4_000 or not (word.lower().endswith(_PROGRAMS) or _is_file(path)):
        return word.removeprefix(" ")  # which says that it begins with a minus
    text = _text(_read(path), word)
    if path.suffix.lower() == ".json":
        return _saved(text, word)
    return _cells(text, word) if path.suffix == ".ipynb" else text


def _standard_input() -> str:
    """Read it all. Raises Refused."""
    if sys.stdin is None:  # closed, as `<&-` does
        raise Refused(tr("standard input is closed"))
    return _text(sys.stdin.buffer.read(_LARGEST + 1), "standard input")


def _saved(text: str, name: str) -> dict[str, Any]:
    """Return the document that `trace --json` wrote. Raises Refused."""
    try:
        trace = json.loads(text)
    except (ValueError, RecursionError):
        trace = None
    if not isinstance(trace, dict) or not isinstance(trace.get("source"), str):
        raise Refused(tr("{0} is no trace: it has no `source`; values are given with --values {0}", name))
    return trace


def _cells(text: str, name: str) -> str:
    """Return the code of a notebook, cell after cell. Raises Refused."""
    try:
        cells = json.loads(text)["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refused(tr("{0} is no notebook", name)) from None
    return "\n\n".join(code)


def _values(name: str) -> dict[str, Any]:
    """Read the values in a file, or with `-` those of standard input: JSON, else a table. Raises Refused."""
    if name == "-":
        text, name = _standard_input(), "standard input"
        return _by_name(text, name) if text.lstrip().startswith(("{", "[")) else _columns(text, name)
    path = Path(name)
    if path.suffix == ".npz":
        import io

        import numpy as np

        try:
            with np.load(io.BytesIO(_read(path)), allow_pickle=False) as file:
                return {name: file[name].tolist() for name in file.files}
        except (ValueError, OSError, EOFError):
            raise Refused(tr("{0} is no .npz of plain arrays", path)) from None
    if path.suffix.lower() == ".csv":
        return _columns(_text(_read(path), str(path)), str(path))
    return _by_name(_text(_read(path), name), name)


def _by_name(text: str, name: str) -> dict[str, Any]:
    """Return the values of a JSON text, or of a saved trace. Raises Refused."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(tr("{0} is not JSON: it wants names and values, as {1}", name, _VALUES)) from None
    if isinstance(values, dict) and isinstance(values.get("values"), dict) and "source" in values:
        values = values["values"]  # a saved trace
    if not isinstance(values, dict):
        raise Refused(tr("{0} holds no names: it wants {1}", name, _VALUES))
    return values


def _columns(text: str, name: str) -> dict[str, Any]:
    """Return the columns of a table by the names in its first line, one row as plain numbers; the page reads the same.

    What parts the names parts the numbers. Where that is no comma, a comma may stand for the decimal point, as
    spreadsheets write it in many countries. Raises Refused."""
    lines = [line for line in text.splitlines() if line.strip()]
    between = next((sign for sign in "\t;" if lines and sign in lines[0]), ",")
    head, *rows = [[cell.strip() for cell in line.split(between)] for line in lines] or [[]]
    refusal = tr("{0} is no table of values: names in its first line, and numbers below", name)
    if not rows or len(set(head)) != len(head) or not all(re.fullmatch(r"[^\W\d]\w*", cell) for cell in head):
        raise Refused(refusal)
    columns: dict[str, Any] = {}
    for at, column in enumerate(head):
        try:
            numbers = [float(row[at] if between == "," else row[at].replace(",", ".")) for row in rows]
        except (ValueError, IndexError):
            raise Refused(refusal) from None
        if not all(map(isfinite, numbers)) or any(len(row) != len(head) for row in rows):
            raise Refused(refusal)
        columns[column] = numbers[0] if len(numbers) == 1 else numbers
    return columns


def _value(text: str, name: str) -> Any:
    """Return a number or a nested list of them, as JSON or as Python writes numbers. Raises Misuse."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        try:
            return float(text)
        except ValueError:
            raise Misuse(
                tr("{0} wants a number or a list like [[1, 2], [3, 4]], not {1}", name, repr(text[:80]))
            ) from None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _read(path: Path) -> bytes:
    """Read a file. Raises Refused."""
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)
    except OSError as error:
        raise Refused(f"{path}: {tr(error.strerror) if error.strerror else error}") from None


def _text(content: bytes, name: str) -> str:
    """Decode the text of a file. Raises Refused."""
    if len(content) > _LARGEST:
        raise Refused(tr("{0} is larger than {1} bytes", name, f"{_LARGEST:,}"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(tr("{0} is not UTF-8", name)) from None
