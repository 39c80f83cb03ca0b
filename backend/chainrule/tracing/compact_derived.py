"""Parts of a trace in fewer bytes that follow from other parts: numbers by name, leaves of the tape, findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from math import copysign
from typing import Any

import orjson

from .document import Health, Node

__all__ = [
    "derived",
    "full_by_name",
    "full_health",
    "full_initial",
    "short_by_name",
    "short_health",
    "short_initial",
]

_NUMBER = re.compile(r"(\d[\d.e]*)")
_PLACE = "$"  # of a number, in the form of a sentence


def derived(values: Sequence[Any], usual: Sequence[Any]) -> dict[str, Any]:
    """Return only the values that are not the usual ones, by row."""
    pairs = enumerate(zip(values, usual, strict=True))
    return {"but": {str(row): value for row, (value, expected) in pairs if not _same(value, expected)}}


def _same(a: Any, b: Any) -> bool:
    if type(a) is float and type(b) is float:
        return a == b and (a != 0 or copysign(1, a) == copysign(1, b))
    return a is b or bool(orjson.dumps(a) == orjson.dumps(b))


# ---------------------------------------------------------------- values and gradients by name


def short_by_name(by_name: dict[str, Any], nodes: Sequence[Node], field: str) -> dict[str, Any] | None:
    """Return None where they are those of the leaves that a reader may edit, in their order; else as they are."""
    usual = {node.name: getattr(node, field) for node in nodes if node.editable and node.name is not None}
    return None if by_name and orjson.dumps(by_name) == orjson.dumps(usual) else by_name


def full_by_name(by_name: Any, nodes: Sequence[Mapping[str, Any]], field: str) -> Any:
    """Return what `short_by_name` was made from."""
    if by_name is not None:
        return by_name
    return {node["name"]: node[field] for node in nodes if node["editable"] and node["name"] is not None}


# ---------------------------------------------------------------- leaves of the tape


def short_initial(initial: list[Any], leaves: Mapping[str, list[int]], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs from the values of the leaves, and from 0 elsewhere."""
    return derived(initial, _initial(len(initial), leaves, values))


def full_initial(initial: Any, count: int, leaves: Mapping[str, list[int]], values: Mapping[str, Any]) -> list[Any]:
    """Return what `short_initial` was made from. `count`: entries of the tape."""
    full = _initial(count, leaves, values)
    for row, value in initial["but"].items():
        full[int(row)] = value
    return full


def _initial(count: int, leaves: Mapping[str, list[int]], values: Mapping[str, Any]) -> list[Any]:
    initial: list[Any] = [0.0] * count
    for name, entries in leaves.items():
        numbers = _flat(values.get(name))
        if len(numbers) == len(entries):
            for entry, number in zip(entries, numbers, strict=True):
                initial[entry] = number
    return initial


def _flat(value: Any) -> list[Any]:
    """The numbers of a value as JSON holds it; of a summary of a large array none."""
    if isinstance(value, list):
        return [number for part in value for number in _flat(part)]
    return [value] if isinstance(value, float) else []


# ---------------------------------------------------------------- findings


def short_health(health: Sequence[Health], column: Callable[[list[Any]], Any]) -> dict[str, Any]:
    """Return a column for each field of the findings, none where there are no findings.

    Their sentences are forms with a `$` for each number, and rows: the form and its numbers.
    """
    if not health:
        return {}
    columns = {name: column([getattr(row, name) for row in health]) for name in Health.__slots__ if name != "text"}
    forms: dict[str, int] = {}
    rows: list[list[Any]] = []
    for row in health:
        pieces = [row.text] if _PLACE in row.text else _NUMBER.split(row.text)
        form = row.text if len(pieces) == 1 else _PLACE.join(pieces[::2])
        rows.append([forms.setdefault(form, len(forms)), *pieces[1::2]])
    return {**columns, "text": {"forms": list(forms), "rows": rows}}


def full_health(columns: Mapping[str, Any], values: Callable[[Any, int], list[Any]]) -> list[dict[str, Any]]:
    """Return what `short_health` was made from. values(column, count): the values of a column."""
    if not columns:
        return []
    forms, rows = columns["text"]["forms"], columns["text"]["rows"]
    fields = {name: values(columns[name], len(rows)) for name in Health.__slots__ if name != "text"}
    return [
        {**{name: column[at] for name, column in fields.items()}, "text": _filled(forms[form], numbers)}
        for at, (form, *numbers) in enumerate(rows)
    ]


def _filled(form: str, numbers: Sequence[str]) -> str:
    if not numbers:
        return form
    first, *rest = form.split(_PLACE)
    return first + "".join(number + piece for number, piece in zip(numbers, rest, strict=True))
