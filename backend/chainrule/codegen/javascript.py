"""The op table as two JavaScript modules.

`ops.ts` has each scalar row's forward and local gradient, for sliders that need no server. `columns.ts` has its forward
as a loop over many points at once: calling another function at each of thousands of points is what is slow.

python -m chainrule.codegen.javascript PATH      write `ops.ts` there, and `columns.ts` beside it
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from ..ops import OPS, Op, Pattern

__all__ = ["columns", "main", "module"]

SPECIAL = "../shared/special"
HELPERS = (  # sorted, as in the import
    "argmax",
    "argmin",
    "argnth",
    "chosen",
    "chosenShare",
    "digamma",
    "erf",
    "erfc",
    "erfinv",
    "floorDivide",
    "largest",
    "lgamma",
    "modulo",
    "nth",
    "nthShare",
    "over",
    "power",
    "roundEven",
    "share",
    "sinc",
    "sincSlope",
    "smallest",
    "total",
    "trigamma",
)
HEAD = "// Written from the table of ops by `python -m chainrule.codegen.javascript`: edit the table, not this file.\n"
TYPES = """
export type Numbers = readonly number[] | Float64Array;

/** One scalar op: its value, and d(value)/d(input `slot`). */
export interface ScalarOp {
  readonly symbol?: string; // on a gate that hands a gradient on, where that is not the name
  readonly forward: (x: Numbers) => number;
  readonly local: (x: Numbers, out: number, slot: number) => number;
  readonly stops?: (slot: number) => boolean; // whether nothing passes back to this input, not even 0
  readonly blocksInfinite?: boolean; // a local gradient of 0 stops the upstream gradient even where that is infinite
}
"""

COLUMN_TYPES = """
/** Sets out[i] for each i < count, from the i-th number of each argument's column. */
export type Column = (out: Float64Array, from: readonly Float64Array[], count: number) => void;
"""


def _needs_symbol(op: Op) -> bool:
    """Return whether a chain of local gradients names the gate by a sign: no gradient passes through the others."""
    return op.pattern is not Pattern.STOP and op.symbol not in ("", op.name)


def module(*, types: bool = True, special: str = SPECIAL) -> str:
    """Return the module's text: `OPS`, a record of name -> {symbol?, forward, local, blocksInfinite?}.

    Args:
        types: TypeScript; else plain JavaScript that Node runs as it is.
        special: where the helper functions are imported from.
    """
    rows = {op.name: _row(op, types) for op in OPS.values() if op.js}
    body = "".join(rows.values())
    helpers = ", ".join(word for word in HELPERS if re.search(rf"\b{word}\(", body))
    kind = ": Readonly<Record<string, ScalarOp>>" if types else ""
    return (
        f'{HEAD}import {{{helpers}}} from "{special}";\n'
        f"{TYPES if types else ''}\n"
        f"export const OPS{kind} = {{\n{body}}};\n"
    )


def columns(*, types: bool = True, special: str = SPECIAL) -> str:
    """Return the text of a module with `COLUMNS`: name -> (out, from, count), which sets `out[i]` for each i < count.

    `from` holds one column for each argument of the op. Arguments as of `module`.
    """
    body = "".join(_column(op, types) for op in OPS.values() if op.js)
    helpers = ", ".join(word for word in HELPERS if re.search(rf"\b{word}\(", body))
    kind = ": Readonly<Record<string, Column>>" if types else ""
    return (
        f'{HEAD}import {{{helpers}}} from "{special}";\n'
        f"{COLUMN_TYPES if types else ''}\n"
        f"export const COLUMNS{kind} = {{\n{body}}};\n"
    )


def _column(op: Op, types: bool) -> str:
    """Return the loop of one row; where the row takes any number of inputs, its own `x` is filled for each point."""
    number = " as number" if types else ""
    array = " as Float64Array" if types else ""
    inputs = [name for name in "abcd" if _mentions(op.js, name)]
    heads = [f"    const {name.upper()} = from[{'abcd'.index(name)}]{array};\n" for name in inputs]
    reads = [f"      const {name} = {name.upper()}[i]{number};\n" for name in inputs]
    if _mentions(op.js, "x"):
        heads.append("    const x = new Float64Array(from.length);\n")
        reads.append(f"      for (let k = 0; k < x.length; k++) x[k] = (from[k]{array})[i]{number};\n")
    return (
        f"  {op.name}: ({'out, from, count' if heads else 'out, _from, count'}) => {{\n{''.join(heads)}"
        f"    for (let i = 0; i < count; i++) {{\n{''.join(reads)}      out[i] = {op.js};\n    }}\n  }},\n"
    )


def _row(op: Op, types: bool) -> str:
    lines = [
        f"  {op.name}: {{",
        *([f"    symbol: {json.dumps(op.symbol, ensure_ascii=False)},"] if _needs_symbol(op) else []),
        f"    forward: {_function(('x',), [op.js], types)},",
        f"    local: {_function(('x', 'out', 'slot'), op.js_local, types)},",
        *([f"    stops: {_stops(op)},"] if op.stops else []),
        *(["    blocksInfinite: true,"] if op.blocks_infinite else []),
        "  },",
    ]
    return "\n".join(lines) + "\n"


def _stops(op: Op) -> str:
    """Return a JavaScript test of whether an input's slot lies in the range that the row stops."""
    if op.slots is None:
        first, last = op.stops.start, None if op.stops.stop > MANY else op.stops.stop
    else:
        first, last = op.stops.start, None if op.stops.stop >= op.slots else op.stops.stop
    tests = [*([f"slot >= {first}"] if first else []), *([f"slot < {last}"] if last is not None else [])]
    return f"({'slot' if tests else ''}) => {' && '.join(tests) or 'true'}"


MANY = 1000  # more inputs than a gate has


def _function(parameters: tuple[str, ...], results: Sequence[str], types: bool) -> str:
    """Return an arrow function for `results[slot]`, or the only result. It names only the parameters it needs."""
    if len(set(results)) == 1:
        results = results[:1]
    text = " ".join(results)
    inputs = [name for name in "abcd" if _mentions(text, name)]
    used = {name for name in parameters if _mentions(text, name)}
    used |= ({"x"} if inputs else set()) | ({"slot"} if len(results) > 1 else set())
    last = max((parameters.index(name) for name in used), default=-1)
    head = ", ".join(name if name in used else f"_{name}" for name in parameters[: last + 1])
    branches = "".join(
        f"      const {name} = x[{'abcd'.index(name)}]{' as number' if types else ''};\n" for name in inputs
    )
    if len(results) == 1 and not branches:
        return f"({head}) => {results[0]}"
    *cases, default = results
    switch = "".join(f"      if (slot === {slot}) return {result};\n" for slot, result in enumerate(cases))
    return f"({head}) => {{\n{branches}{switch}      return {default};\n    }}"


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None


def main(argv: Sequence[str] | None = None) -> int:
    """Write both modules, `ops.ts` to the one path given. Returns the exit code: 2 for a wrong use."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if len(arguments) != 1:
        print("usage: python -m chainrule.codegen.javascript PATH", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(module(), encoding="utf-8")
    path.with_name("columns.ts").write_text(columns(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
