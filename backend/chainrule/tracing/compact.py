"""A trace in fewer bytes: the same document, with what its boxes, wires and steps have in common written once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import orjson

from .compact_derived import (
    derived,
    full_by_name,
    full_health,
    full_initial,
    short_by_name,
    short_health,
    short_initial,
)
from .document import Edge, Node, TapeEdge, Trace, json_fields
from .step_forms import MARKS, StepForm, forms_of, steps_of

__all__ = ["CompactTrace", "compact", "expanded"]

POINTS = ("path", "label", "label_size")
GEOMETRY = ("x", "y", "width", "height")
NUMBERS = ("value", "gradient", "local", "tangent")
LARGEST_CACHED = 16_000  # bytes of a column, or letters of all forms
_ColumnOf: TypeAlias = tuple[str, bool, Callable[[Any], Any] | None]
_SIGN = re.compile(r"\$(.)")
SPAN = ("line", "column", "end_line", "end_column")


@dataclass(frozen=True, slots=True)
class CompactTrace:
    """A trace with what its boxes, wires and steps have in common written once; its other fields are those of a trace.

    docs/contract.md says how it is made whole.
    """

    words: Literal["templates"]
    """Tells it from a trace."""
    nodes: dict[str, Any]
    """A column for each field of a node: a list of its values; `{"all": value}`; or `{"of": [...], "at": [...]}`, the
    values there are and which of them each node has. A `span` is `[line, column, end_line, end_column]`."""
    edges: dict[str, Any]
    """The same for edges; a `path` is `[x, y, x, y, ...]`. For `value`, `upstream`, `downstream` and `caption` there is
    only `{"but": {row: value}}`: the others are the value of the source, the gradient of the target, upstream times
    local, and the letter."""
    values: dict[str, Any] | None
    """Values by name; null where they are those of the editable nodes, in the order of the nodes."""
    gradients: dict[str, Any] | None
    """The same for gradients."""
    health: dict[str, Any]
    """A column for each field of the findings; empty where there are none. `text` has `forms` with a `$` for each
    number, and in `rows` the form and the numbers of each."""
    tape: dict[str, Any] | None
    """The tape of a trace: its nodes are a column in the order of `nodes`, its edges columns in the order of `edges`,
    namely `down`, and `but` what differs from the entries of the source (`value`), those of the target (`up`), and
    those of `down` (`local`). `initial` has `but` what differs from the values of the leaves, and from 0 elsewhere."""
    marks: dict[str, str]
    """Pieces of MathML by the sign that stands for each, after `$`."""
    symbols: dict[str, str]
    """The MathML of names that are no letter, or letter with a number."""
    forms: list[StepForm]
    """The forms of steps, with codes."""
    steps: list[list[Any]]
    """Form, nodes, edges and parts of each step; where a number or note is another one, an object with `text`,
    `note` or `math`."""


def compact(trace: Trace) -> bytes:
    """The trace as the API answers it for `words: "templates"`. `expanded` gives the whole document back."""
    document = json_fields(trace)
    forms, rows, symbols = forms_of(trace.steps, trace.nodes, trace.edges)
    codes = "".join([part for form in forms for part in (form.math, form.words)])
    used = _cached_if_small(_signs_in, codes)(codes)
    document |= {
        "words": "templates",
        "nodes": _nodes(trace.nodes),
        "edges": _edges(trace),
        "tape": None if trace.tape is None else _tape(trace, document["values"]),
        "values": short_by_name(document["values"], trace.nodes, "value"),
        "gradients": short_by_name(document["gradients"], trace.nodes, "gradient"),
        "health": short_health(trace.health, _moving_column),
        "marks": {sign: MARKS[sign] for sign in MARKS if sign in used},
        "symbols": symbols,
        "forms": forms,
        "steps": rows,
    }
    return orjson.dumps(document)


def _column(values: list[Any], form: Callable[[Any], Any] | None = None) -> Any:
    """The values; `{"all": value}` where they are all one; `{"of": [...], "at": [...]}` where they are few.

    `form`: how one of them stands in the document, from what its JSON reads as.
    """
    text = orjson.dumps(values)
    return orjson.Fragment(_cached_if_small(_column_text, text)(text, form))


def _cached_if_small(make: Any, text: str | bytes) -> Any:
    """Return the function with its cache, or without it for what would fill the memory."""
    return make if len(text) < LARGEST_CACHED else make.__wrapped__


@lru_cache(maxsize=256)
def _signs_in(codes: str) -> frozenset[str]:
    """Signs of the codes of all forms."""
    return frozenset(_SIGN.findall(codes))


@lru_cache(maxsize=512)
def _column_text(text: bytes, form: Callable[[Any], Any] | None) -> bytes:
    """Most columns of a picture are the same at new values."""
    values = orjson.loads(text)
    if form is not None:
        values = [form(value) for value in values]
        text = orjson.dumps(values)
    items = [orjson.dumps(value) for value in values]
    places = {text: place for place, text in enumerate(dict.fromkeys(items))}
    if len(places) == 1:
        return orjson.dumps({"all": values[0]})
    if 2 * len(places) > len(values):
        return text
    return orjson.dumps({"of": [orjson.Fragment(text) for text in places], "at": [places[text] for text in items]})


def _numbers(values: list[Any]) -> Any:
    """A column that is another one at new values."""
    return {"all": None} if all(value is None for value in values) else [_short(value) for value in values]


def _short(value: Any) -> Any:
    """A whole number without its ".0"; -0.0 stays."""
    if type(value) is not float or not value.is_integer() or abs(value) > 1e15 or (value == 0 and str(value)[0] == "-"):
        return value
    return int(value)


def _moving_column(values: list[Any]) -> Any:
    """A column of findings, which numbers move too: nothing of it is worth keeping."""
    return orjson.Fragment(_column_text.__wrapped__(orjson.dumps(values), None))


def _columns_of(kind: type[Any], forms: Mapping[str, Callable[[Any], Any]]) -> list[_ColumnOf]:
    return [(each.name, each.name in NUMBERS, forms.get(each.name)) for each in fields(kind)]


def _short_points(values: Sequence[float]) -> list[Any]:
    return [_short(value) for value in values]


def _short_path(path: Sequence[Sequence[float]]) -> list[Any]:
    return [_short(coordinate) for point in path for coordinate in point]


def _span_row(span: Mapping[str, int | None] | None) -> list[int | None] | None:
    return None if span is None else [span[part] for part in SPAN]


# Name, whether its values are other ones at new numbers, and how one of them is written.
_NODE_COLUMNS = _columns_of(Node, {"span": _span_row, **dict.fromkeys(GEOMETRY, _short)})
_EDGE_COLUMNS = _columns_of(Edge, {**dict.fromkeys(POINTS, _short_points), "path": _short_path})


def _nodes(nodes: Sequence[Node]) -> dict[str, Any]:
    columns = {}
    for name, is_number, form in _NODE_COLUMNS:
        values = [getattr(node, name) for node in nodes]
        columns[name] = _numbers(values) if is_number else _column(values, form)
    return columns


def _edges(trace: Trace) -> dict[str, Any]:
    nodes = {node.id: node for node in trace.nodes}
    usual_of: dict[str, Callable[[Edge], Any]] = {
        "value": lambda edge: nodes[edge.source].value,
        "upstream": lambda edge: nodes[edge.target].gradient,
        "downstream": lambda edge: _product(edge.upstream, edge.local),
        "caption": lambda edge: edge.letter,
    }
    columns: dict[str, Any] = {}
    for name, is_number, form in _EDGE_COLUMNS:
        values = [getattr(edge, name) for edge in trace.edges]
        if usual := usual_of.get(name):
            columns[name] = derived(values, [usual(edge) for edge in trace.edges])
        else:
            columns[name] = _numbers(values) if is_number else _column(values, form)
    return columns


def _product(upstream: Any, local: Any) -> Any:
    return upstream * local if isinstance(upstream, float) and isinstance(local, float) else None


def _tape(trace: Trace, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values`: as JSON holds them."""
    assert trace.tape is not None
    tape = {each: getattr(trace.tape, each) for each in trace.tape.__slots__}
    tape["initial"] = short_initial(trace.tape.initial, trace.tape.leaves, values)
    ends = [(edge.id, edge.source, edge.target) for edge in trace.edges]
    text = orjson.dumps((trace.tape.nodes, trace.tape.edges, [node.id for node in trace.nodes], ends))
    columns = _cached_if_small(_tape_columns, text)(text)
    if columns is not None:
        tape["nodes"], tape["edges"] = map(orjson.Fragment, columns)
    return tape


@lru_cache(maxsize=256)
def _tape_columns(text: bytes) -> tuple[bytes, bytes] | None:
    """The columns of a tape's nodes and edges, which no new value changes; None where they are not those drawn.

    text: as JSON its nodes, its edges, the ids of the nodes that are drawn, and id, source and target of the edges.
    """
    entries, places, ids, ends = orjson.loads(text)
    if list(entries) != ids or list(places) != [id for id, _, _ in ends]:
        return None
    rows = list(places.values())
    edges = {
        "value": derived([row["value"] for row in rows], [entries.get(source) for _, source, _ in ends]),
        "down": _column([row["down"] for row in rows]),
        "up": derived([row["up"] for row in rows], [entries.get(target) for _, _, target in ends]),
        "local": derived([row["local"] for row in rows], [_flat(row["down"]) for row in rows]),
    }
    return orjson.dumps(_column(list(entries.values()))), orjson.dumps(edges)


def _flat(rows: Sequence[Sequence[int]]) -> list[int]:
    return [entry for row in rows for entry in row]


# ---------------------------------------------------------------- the way back


def expanded(document: Mapping[str, Any]) -> dict[str, Any]:
    """The whole document that a compact one stands for, as `Trace.to_dict` has it.

    Raises:
        KeyError, TypeError, ValueError, IndexError, AttributeError: it is no compact document.
    """
    nodes = _rows(document["nodes"])
    for node in nodes:
        node["span"] = None if node["span"] is None else dict(zip(SPAN, node["span"], strict=True))
    by_id = {node["id"]: node for node in nodes}
    columns = document["edges"]
    edges = _rows({name: column for name, column in columns.items() if "but" not in column})
    for row, edge in enumerate(edges):
        edge["path"] = [list(edge["path"][at : at + 2]) for at in range(0, len(edge["path"]), 2)]
        edge["value"] = columns["value"]["but"].get(str(row), by_id[edge["source"]]["value"])
        edge["upstream"] = columns["upstream"]["but"].get(str(row), by_id[edge["target"]]["gradient"])
        usual = _product(edge["upstream"], edge["local"])
        edge["downstream"] = columns["downstream"]["but"].get(str(row), usual)
        edge["caption"] = columns["caption"]["but"].get(str(row), edge["letter"])
    full_document = {**document, "nodes": nodes, "edges": [{name: edge[name] for name in columns} for edge in edges]}
    full_document["steps"] = steps_of(full_document)
    full_document["values"] = full_by_name(document["values"], nodes, "value")
    full_document["gradients"] = full_by_name(document["gradients"], nodes, "gradient")
    full_document["health"] = full_health(document["health"], _values)
    if (tape := document["tape"]) is not None:
        initial = full_initial(tape["initial"], len(tape["ops"]), tape["leaves"], full_document["values"])
        full_document["tape"] = {**_tape_of(tape, nodes, edges), "initial": initial}
    return {each.name: full_document[each.name] for each in fields(Trace)}


def _rows(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    count = len(columns["id"])
    table = {name: _floats(name, _values(column, count)) for name, column in columns.items()}
    return [{name: values[row] for name, values in table.items()} for row in range(count)]


def _values(column: Any, count: int) -> list[Any]:
    if not isinstance(column, Mapping):
        return list(column)
    if "all" in column:
        return [column["all"]] * count
    return [column["of"][at] for at in column["at"]]


def _floats(name: str, values: list[Any]) -> list[Any]:
    if name in POINTS and values and isinstance(values[0], list):  # a box's label is a text
        return [[float(coordinate) for coordinate in value] for value in values]
    if name in GEOMETRY or name in NUMBERS:
        return [float(value) if type(value) is int else value for value in values]
    return values


def _tape_of(
    tape: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    columns = tape["edges"]
    if "down" not in columns or "but" not in columns.get("value", ()):
        return dict(tape)
    entries = dict(zip((node["id"] for node in nodes), _values(tape["nodes"], len(nodes)), strict=True))
    places = {}
    for row, (edge, down) in enumerate(zip(edges, _values(columns["down"], len(edges)), strict=True)):
        usual = {"value": entries.get(edge["source"]), "up": entries.get(edge["target"])}
        usual["local"] = _flat(down)
        own = {name: columns[name]["but"].get(str(row), value) for name, value in usual.items()}
        places[edge["id"]] = {each.name: down if each.name == "down" else own[each.name] for each in fields(TapeEdge)}
    return {**tape, "nodes": entries, "edges": places}
