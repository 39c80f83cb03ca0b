"""How far the reader is.

    PYTHONPATH=backend python -m tests.pasted.report [TABLE ...] [--row TEXT] [--notes] [--all] [--known]

Prints a line for each table, then every row that fails, the worst first: crashed, silently wrong, undecided, refused.
With `--row`, only rows whose name holds TEXT, each with its source. `--known` writes the rows that fail to
known_failures.txt, for the tables that were asked. Exits with 1 if a row fails.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from . import tables
from .judge import judge
from .outcome import Outcome
from .program import Program

KINDS = ("right", "crashed", "wrong", "undecided", "refused", "oracle")


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.pasted.report", description=__doc__)
    parser.add_argument("tables", nargs="*", help="numpy, torch, ...; all by default")
    parser.add_argument("--row", help="only rows whose name holds this text, with their sources")
    parser.add_argument("--notes", action="store_true", help="also what is not as it should be in rows that are right")
    parser.add_argument("--all", action="store_true", help="list the rows that are right, too")
    parser.add_argument("--known", action="store_true", help="write known_failures.txt")
    options = parser.parse_args()
    unknown = set(options.tables) - set(tables.names())
    if unknown:
        parser.error(f"there is no table {', '.join(sorted(unknown))}; there are {', '.join(tables.names())}")
    rows: list[tuple[str, Program, Outcome]] = []
    print(f"{'table':<20}{'rows':>6}" + "".join(f"{kind:>11}" for kind in KINDS) + f"{'seconds':>9}")
    total = dict.fromkeys(KINDS, 0)
    for name in options.tables or tables.names():
        start = time.perf_counter()
        count = dict.fromkeys(KINDS, 0)
        for program in tables.load(name):
            if options.row is None or options.row in program.name:
                outcome = judge(program)
                count[outcome.kind] += 1
                total[outcome.kind] += 1
                rows.append((name, program, outcome))
        print(_line(name, count, time.perf_counter() - start), flush=True)
    print(_line("all", total, sum(outcome.seconds for _, _, outcome in rows)))
    if options.known:
        _write_known(rows, options.tables or tables.names())
    for kind in KINDS[1:] + (("right",) if options.all or options.row else ()):
        found = [(table, program, outcome) for table, program, outcome in rows if outcome.kind == kind]
        if found:
            print(f"\n{kind.upper()} ({len(found)})")
        for table, program, outcome in found:
            print(f"  {table}: {program.name}: {' '.join(outcome.reason.split())}")
            if options.row is not None:
                print("\n".join("      " + line for line in program.source.split("\n")))
    if options.notes:
        print("\nNOTES")
        for table, program, outcome in rows:
            for note in outcome.notes:
                print(f"  {table}: {program.name}: {note}")
    return 1 if len(rows) > total["right"] else 0


def _write_known(rows: list[tuple[str, Program, Outcome]], asked: Sequence[str]) -> None:
    path = Path(__file__).with_name("known_failures.txt")
    others = set(tables.names()) - set(asked)
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if line.split(":")[0] in others]
    failed = [f"{table}: {program.name}" for table, program, outcome in rows if outcome.kind != "right"]
    path.write_text("".join(line + "\n" for line in sorted({*kept, *failed})), "utf-8")


def _line(name: str, count: dict[str, int], seconds: float) -> str:
    return f"{name:<20}{sum(count.values()):>6}" + "".join(f"{count[kind]:>11}" for kind in KINDS) + f"{seconds:>9.1f}"


if __name__ == "__main__":
    sys.exit(main())
