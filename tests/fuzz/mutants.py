"""Mutation testing by hand. In `tests/`: python -m fuzz.mutants [--count 100] [--seed 0] [--minutes M] [PART ...]

Changes one sign of the engine at a time (`<` to `<=`, `+` to `-`, 0 to 1, `and` to `or`, ...), in a copy, and runs the
tests of that part. A mutant that passes them all survives: it is printed with its place and its change. At the end the
share that was killed. The same seed gives the same mutants as long as the files are the same.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "backend" / "chainrule"
# What is changed, and the tests that should notice, the quick ones first.
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "evaluate": ("evaluate.py", ("test_edge_cases", "test_functions", "test_trace", "test_forward_mode", "test_ops")),
    "ops": ("ops/*.py", ("test_edge_cases", "test_codegen", "test_ops")),
    "read": ("read/*.py", ("test_read", "test_text_python", "test_read_hints", "test_rounds", "test_hand_gradients")),
    "match": ("recognize/*.py", ("test_recognise", "test_functions", "test_prelude")),
}
SECONDS = 600  # a mutant that takes longer is noticed, too

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
}  # fmt: skip


def changes(node: ast.expr) -> Iterator[ast.expr]:
    """The expression with one sign changed, for each sign of its own."""
    match node:
        case ast.Compare(left, [op], others) if type(op) in COMPARED:
            yield ast.Compare(left, [COMPARED[type(op)]()], others)
        case ast.BinOp(left, op, right) if type(op) in COMPUTED:
            yield ast.BinOp(left, COMPUTED[type(op)](), right)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield ast.Constant(1 if value == 0 else 0 if value == 1 else value + 1)


def mutants(path: Path) -> Iterator[tuple[int, str, str, str]]:
    """(line, before, after, the whole text) of every change inside the functions of a file."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    content = text.encode()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    seen = set()
    for node in (inner for function in functions for part in function.body for inner in ast.walk(part)):
        if not isinstance(node, ast.expr) or node.end_lineno is None or node.end_col_offset is None:
            continue
        start, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
        for changed in changes(node):
            after = f"({ast.unparse(changed)})"
            if (start, end, after) not in seen:
                seen.add((start, end, after))
                mutated = (content[:start] + after.encode() + content[end:]).decode()
                yield node.lineno, content[start:end].decode(), after, mutated


def is_killed(copy: Path, tests: tuple[str, ...]) -> bool:
    names = [str(ROOT / "tests" / f"{name}.py") for name in tests]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *names]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True
    return ended.returncode != 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all)")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after that time")
    asked = parser.parse_args()
    pick, end = random.Random(asked.seed), time.monotonic() + 60 * asked.minutes
    found = {
        name: [(path, *each) for path in sorted(PACKAGE.glob(PARTS[name][0])) for each in mutants(path)]
        for name in asked.parts or PARTS
    }
    killed = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(PACKAGE, copy / "chainrule", ignore=shutil.ignore_patterns("__pycache__"))
        while tried < asked.count and time.monotonic() < end:
            part = pick.choice(list(found))
            path, line, before, after, text = pick.choice(found[part])
            target = copy / "chainrule" / path.relative_to(PACKAGE)
            target.write_text(text, encoding="utf-8")
            is_dead = is_killed(copy, PARTS[part][1])
            shutil.copyfile(path, target)
            killed, tried = killed + is_dead, tried + 1
            if not is_dead:
                print(f"{path.relative_to(ROOT)}:{line}: {before} -> {after}", flush=True)
    print(f"{killed} of {tried} mutants killed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
