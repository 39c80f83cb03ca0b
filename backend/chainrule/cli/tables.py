"""`ops` and `examples`: what the language has, and what to try."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from typing import Any

from .. import tables
from ..limits import DEFAULT
from ..sentences import tr
from .report import print_refusal, print_words

__all__ = ["examples", "ops"]


def ops(args: argparse.Namespace) -> int:
    """Print the ops with their spellings and patterns, then the functions made of them. Returns the exit status."""
    if args.json:
        return _json("ops")
    table = tables.ops()
    rows = [(tr("op"), tr("written"), tr("computes"), tr("pattern"))]
    for row in table["ops"]:
        spellings = [*([row["operator"]] if row["operator"] else []), *row["spellings"]]
        rows.append((row["name"], ", ".join(spellings), row["equation"], tr(row["heading"])))
    print_words(rows)
    print()
    functions = [(tr("function"), tr("is"))]
    functions += [(f"{row['name']}({', '.join(row['parameters'])})", row["body"]) for row in table["functions"]]
    print_words(functions)
    return 0


def examples(args: argparse.Namespace) -> int:
    """Print the worked examples, or one, as commands. Returns the exit status."""
    if args.json and args.name is None:
        return _json("examples")
    result = tables.examples()["examples"]
    if args.name is not None:
        result = [example for example in result if example["name"] == args.name]
        if not result:
            reason = tr("there is no example {0}; `chainrule examples` lists them", repr(args.name))
            return print_refusal("examples", reason, 2, as_json=args.json)
    if args.json:
        print(json.dumps(result[0], ensure_ascii=False))
        return 0
    for example in result:
        print(f"# {example['name']}: {example['title']}\n{command_of(example)}\n")
    return 0


def command_of(example: dict[str, Any]) -> str:
    """Return the command that traces an example."""
    words = ["chainrule", "trace", example["source"]]
    for name, value in example["values"].items():
        words += ["--set", f"{name}={json.dumps(value, separators=(',', ':'))}"]
    for option in ("output", "upstream", "view"):
        if example.get(option) not in (None, "gates"):
            chosen = example[option]
            words += [f"--{option}", chosen if isinstance(chosen, str) else json.dumps(chosen)]
    return shlex.join(words)


def _json(name: str) -> int:
    sys.stdout.write(tables.table_bytes(name, DEFAULT).decode() + "\n")
    return 0
