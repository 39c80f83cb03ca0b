"""Write what the documentation takes from the code: `python3 dev.py types` does it, and the tests compare.

docs/trace.schema.json      the JSON Schema of a trace
docs/contract.md            the tables of fields, error codes and limits
docs/exercises.md           the tables of files and of mistakes
docs/lessons.md             the tables of conditions and of pictures
docs/language.md            the tables of ops and functions
frontend/.../optimizers.ts  the optimizers that the page offers
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chainrule import request as trace_request
from chainrule.assessments import FORMATS
from chainrule.error_codes import CODES
from chainrule.exercises import MISTAKES, OTHER
from chainrule.learn import OPTIMIZERS
from chainrule.lessons.conditions import rows as condition_rows
from chainrule.lessons.pictures import PICTURES
from chainrule.limits import DEFAULT
from chainrule.ops import OPS
from chainrule.prelude import ROWS
from chainrule.request import TraceRequest
from chainrule.schema import Schemas
from chainrule.tracing import Trace, values_json

ROOT = Path(__file__).resolve().parent.parent
ALIASES = {**values_json.ALIASES, **trace_request.ALIASES}


def trace_schema() -> dict[str, Any]:
    schemas = Schemas("#/$defs/{}", aliases=ALIASES)
    schemas.of(Trace)
    top = schemas.defs.pop("Trace")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **top, "$defs": schemas.defs}


def fields() -> str:
    """A table for each object of a trace, and one for the request."""
    requests = Schemas("{}", complete=False, aliases=ALIASES)
    requests.of(TraceRequest)
    answers = Schemas("{}", aliases=ALIASES)
    answers.of(Trace)
    parts = []
    for name, schema in {**requests.defs, **answers.defs}.items():
        parts.append(f"### {name}\n\n{schema['description']}\n")
        if "properties" in schema:
            rows = [
                f"| `{field}` | {_type(about)} | {cell(about['description'])} |"
                for field, about in schema["properties"].items()
            ]
            parts.append("\n".join(["| field | type | means |", "|---|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def _type(schema: Mapping[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return f"[{schema['$ref']}](#{schema['$ref'].lower()})"
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        names = [f"`{name}`" for name in schema["enum"]]
        return ", ".join(names) if len(names) < 12 else f"one of {len(names)} names"
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if schema["type"] == "array":
        return f"list of {_type(schema['items'])}" if "items" in schema else "list"
    if schema["type"] == "object":
        return f"object of {_type(schema['additionalProperties'])}"
    return str(schema["type"])


def codes() -> str:
    return (
        "\n".join(["| code | means |", "|---|---|", *(f"| `{code}` | {text} |" for code, text in CODES.items())]) + "\n"
    )


def mistakes() -> str:
    rows = [f"| `{each.code}` | {cell(each.sentence)} |" for each in MISTAKES]
    rows += [f"| `{code}` | {cell(sentence)} |" for code, sentence in OTHER.items()]
    return "\n".join(["| code | what the student is told |", "|---|---|", *rows]) + "\n"


def exercise_files() -> str:
    rows = []
    for row in FORMATS.values():
        without = ", ".join(f"`{kind}`" for kind in row.without) or "-"
        rows.append(f"| `{row.name}` | {row.where} | {'yes' if row.follows else 'no'} | {without} |")
    return (
        "\n".join(["| file | for | what follows from a slip is right | cannot ask for |", "|---|---|---|---|", *rows])
        + "\n"
    )


def conditions() -> str:
    rows = [f"| `{cell(row.form)}` | {cell(row.sentence)} |" for row in condition_rows()]
    return "\n".join(["| `do:` | what the user is told |", "|---|---|", *rows]) + "\n"


def pictures() -> str:
    rows = [f"| `{cell(row.form)}` | {cell(row.sentence)} |" for row in PICTURES.values()]
    return "\n".join(["| `picture:` | shows |", "|---|---|", *rows]) + "\n"


def limits() -> str:
    rows = [f"| `{name}` | {number:,} |" for name, number in DEFAULT.rows()]
    return "\n".join(["| limit | number |", "|---|---|", *rows]) + "\n"


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def ops() -> str:
    """Every row that a user can write."""
    lines = ["| op | written | computes | gradient |", "|---|---|---|---|"]
    for row in OPS.values():
        words = [*([f"`a {row.operator} b`" if row.slots == 2 else f"`{row.operator}a`"] if row.operator else [])]
        words += [f"`{word}`" for word in row.spellings]
        words += [f"`a.{word}()`" for word in row.methods if word not in row.spellings]
        if words:
            lines.append(f"| {row.title} | {cell(', '.join(words))} | `{cell(row.equation)}` | {row.pattern.heading} |")
    return "\n".join(lines) + "\n"


def functions() -> str:
    lines = ["| function | is |", "|---|---|"]
    for definition in ROWS:
        names = ", ".join(f"`{name}`" for name in (definition.name, *definition.also))
        lines.append(f"| {names} | `{cell(definition.body)}` |")
    return "\n".join(lines) + "\n"


def optimizers() -> str:
    """The rows that the page offers; a label with words in it is translated, one of names and numbers is not."""
    lines = [
        "// Written from the table of optimizers by `python3 dev.py types`: edit the table, not this file.",
        'import {tr} from "../shared/i18n/tr";',
        "",
        "/** `lr`: what the page begins with. `lectures`: as slides have it. */",
        "export type OptimizerChoice = Readonly<{id: string; name: string; lr: number; lectures?: true}>;",
        "",
        "export const OPTIMIZERS: readonly OptimizerChoice[] = [",
    ]
    for row in OPTIMIZERS.values():
        if row.label:
            label = json.dumps(row.label, ensure_ascii=False)
            name = f"tr({label})" if re.search(r"\b[a-z]{2}", row.label) else label
            lectures = ", lectures: true" if row.lectures else ""
            lines.append(f"  {{id: {json.dumps(row.name)}, name: {name}, lr: {row.page_lr}{lectures}}},")
    return "\n".join([*lines, "];", ""])


PARTS: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "docs/contract.md": {"fields": fields, "codes": codes, "limits": limits},
    "docs/exercises.md": {"exercise-files": exercise_files, "mistakes": mistakes},
    "docs/lessons.md": {"conditions": conditions, "pictures": pictures},
    "docs/language.md": {"ops": ops, "functions": functions},
}


def generated() -> dict[Path, str]:
    """Each file, as it must be."""
    schema = json.dumps(trace_schema(), indent=1, ensure_ascii=False) + "\n"
    files = {
        ROOT / "docs" / "trace.schema.json": schema,
        ROOT / "frontend" / "src" / "generated" / "optimizers.ts": optimizers(),
    }
    for name, parts in PARTS.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        for part, make in parts.items():
            start, end = f"<!-- {part}: written by `python3 dev.py types` -->\n", f"<!-- end of {part} -->"
            before, after = text.split(start)[0], text.split(end)[1]
            text = f"{before}{start}\n{re.sub(chr(10) + '+$', chr(10), make())}\n{end}{after}"
        files[ROOT / name] = text
    return files


if __name__ == "__main__":
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
