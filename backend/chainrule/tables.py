"""What there is: the ops and functions of the language, the examples, the limits."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from .examples import EXAMPLES
from .limits import Limits
from .ops import OPS
from .prelude import ROWS

__all__ = ["TABLES", "examples", "limits", "ops", "table_bytes"]


def ops() -> dict[str, Any]:
    """Every row of the op table and every function of the prelude."""
    rows = [
        {
            "name": row.name,
            "title": row.title,
            "symbol": row.symbol,
            "spellings": list(row.spellings),
            "methods": list(row.methods),
            "operator": row.operator,
            "arguments": row.slots,
            "pattern": str(row.pattern),
            "heading": row.pattern.heading,
            "sentence": row.pattern.sentence,
            "equation": row.equation,
            "local": list(row.local),
            "rule": list(row.rule),
            "why": list(row.why),
        }
        for row in OPS.values()
    ]
    functions = [
        {
            "name": row.name,
            "title": row.title,
            "spellings": [row.name, *row.also],
            "parameters": list(row.parameters),
            "body": row.body,
            "local": list(row.local),
            "why": row.why,
            "stable": row.stable,
            "activation": row.activation,
        }
        for row in ROWS
    ]
    return {"ops": rows, "functions": functions}


def examples() -> dict[str, Any]:
    """Worked examples, ready to be sent to `/api/v1/trace`."""
    return {"examples": [asdict(example) for example in EXAMPLES]}


def limits(of: Limits) -> dict[str, Any]:
    """Every limit by name. The error that enforces one says both."""
    return {"limits": dict(of.rows())}


TABLES: dict[str, tuple[str, Callable[[Limits], dict[str, Any]]]] = {
    "ops": ("The op table and the functions", lambda _: ops()),
    "examples": ("Worked examples", lambda _: examples()),
    "limits": ("Every limit with its number", limits),
}


def table_bytes(name: str, of: Limits) -> bytes:
    return json.dumps(TABLES[name][1](of), ensure_ascii=False, separators=(",", ":")).encode()
