"""Texts with numbers put in: `f"w{i}"`, `"w%d" % i`, `"w{}".format(i)`. Numbers of the graph stand as "…"."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import SourceError
from .machine import not_in_language
from .values import Const, Items, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["format_all", "format_one", "format_percent"]

UNKNOWN = "…"  # a text that is known only with the values
SIZES = re.compile(r"\d+")  # a width or a precision
PERCENT = re.compile(r"%[-+ #0]*(\*|\d*)(?:\.(?:\*|\d*))?[diouxXeEfFgGcrs%]")


def plain(value: Value) -> int | float | str | bool | None:
    """Return the value that Python would format; `UNKNOWN` for numbers of the graph and for objects."""
    if type(value) is Const:
        number: float = value.value
        return number
    return value if value is None or type(value) in (str, bool) else UNKNOWN


def check_sizes(m: Machine, spec: str, node: ast.AST) -> None:
    """Check the widths in a format spec.

    Raises:
        LimitError: the text would have more than `string_characters`.
    """
    m.check_characters(max((int(size[:15]) for size in SIZES.findall(spec)), default=0), node)


def format_one(m: Machine, value: Value, spec: str, node: ast.AST) -> str:
    """`f"{value:spec}"`.

    Raises:
        LimitError: `string_characters`.
        SourceError: the format does not fit the value.
    """
    check_sizes(m, spec, node)
    inside = plain(value)
    if inside is UNKNOWN or UNKNOWN in spec:
        return UNKNOWN
    try:
        return m.check_text(format(inside, spec), node)
    except (ValueError, TypeError, OverflowError) as error:
        raise _bad_format(m, node) from error


def format_percent(m: Machine, text: str, value: Value, node: ast.AST) -> str:
    """`text % value`, where value may be a tuple. Raises as `format_one` does."""
    values = tuple(map(plain, value if isinstance(value, tuple) else (value,)))
    specs = [result.group() for result in PERCENT.finditer(text)]
    if UNKNOWN in values or any("*" in spec for spec in specs) or "%(" in text:
        return text  # only ever printed
    for spec in specs:
        check_sizes(m, spec, node)
    try:
        return m.check_text(text % values, node)
    except (ValueError, TypeError, OverflowError) as error:
        raise _bad_format(m, node) from error


def format_all(m: Machine, text: str, args: list[Value], keywords: Mapping[str, Value], node: ast.AST) -> str:
    """`text.format(...)` with plain fields: `{}`, `{0}`, `{name}`, each with a format.

    Raises as `format_one` does.
    """
    parts: list[str] = []
    place = 0
    try:
        fields = list(string.Formatter().parse(text))
    except ValueError as error:
        raise _bad_format(m, node) from error
    for before, field, spec, _ in fields:
        parts.append(before)
        if field is None:
            continue
        if field == "":
            field, place = str(place), place + 1
        value = args[int(field)] if field.isdecimal() and int(field) < len(args) else keywords.get(field, Items())
        parts.append(format_one(m, value, UNKNOWN if "{" in (spec or "") else spec or "", node))
        if sum(map(len, parts)) > m.limits.string_characters:
            break
    return m.check_text("".join(parts), node)


def _bad_format(m: Machine, node: ast.AST) -> SourceError:
    return not_in_language("This format does not fit its value.", m.span(node), "Leave the format out, or the line.")
