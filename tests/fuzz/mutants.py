"""Mutation testing by hand. In `tests/`: python -m fuzz.mutants [--count 100] [--seed 0] [--minutes M] [PART ...]

Changes one sign of the engine at a time (`<` to `<=`, `+` to `-`, 0 to 1, `and` to `or`, ...), in a copy, and runs the
tests of that part: first those that call the changed function, at most FEW, then all of them. A mutant that passes them
all survives: it is printed with its place and its change. At the end the share that was killed. The same seed gives the
same mutants as long as the files are the same. EQUIVALENT names those that nobody can tell from the original.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "backend" / "chainrule"
# What is changed, and the tests that should notice, the quick ones first.
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "evaluate": (
        "evaluate.py",
        ("test_one_sign", "test_edge_cases", "test_functions", "test_trace", "test_forward_mode", "test_ops"),
    ),
    "ops": (
        "ops/*.py",
        (
            "test_one_sign",
            "test_edge_cases",
            "test_convolution",
            "test_recorded_gates",
            "test_pooling",
            "test_codegen",
            "test_ops",
        ),
    ),
    "read": (
        "read/*.py",
        (
            "test_one_sign",
            "test_read",
            "test_text_python",
            "test_read_hints",
            "test_rounds",
            "test_framework_rounds",
            "test_hand_gradients",
        ),
    ),
    "match": ("recognize/*.py", ("test_one_sign", "test_recognise", "test_functions", "test_prelude")),
}
SECONDS = 600  # a mutant that takes longer is noticed, too
FEW = 40  # tests that are tried first
# Changes that change nothing that anybody could see: (file, the line, what stands there after), and why.
EQUIVALENT: dict[tuple[str, str, str], str] = {
    ("evaluate.py", "if not scalar[index] or not index & 255:", "(256)"): "the deadline is looked at more often",
    ("evaluate.py", "return value if shape_of(value) == shape else np.array(np.broadcast_to(value, shape))",
     "(np.array(np.broadcast_to(value, shape)) if shape_of(value) == shape else value)"): "no row gives another shape",
    ("evaluate.py", "return float(value) if np.ndim(value) == 0 else value", "(np.ndim(value) != 0)"):
        "only numbers come here, and NumPy's are made Python's where they leave the pass",
    ("evaluate.py", "if extra > 0:", "(extra >= 0)"): "a sum over no axes",
    ("evaluate.py",
     "if (term is not None and type(term) is not float) or "
     "(other is not None and type(other) is not float):",
     "(other is None)"): "the slower way has the same numbers",
    ("evaluate.py",
     "if (term is not None and type(term) is not float) or "
     "(other is not None and type(other) is not float):",
     "(term is not None or type(term) is not float)"): "the slower way has the same numbers",
    ("evaluate.py", "terms[slot] = visible_terms[slot] = term if type(term) is float else float(term)",
     "(type(term) is not float)"): "NumPy's numbers are made Python's where they leave the pass",
    ("ops/unary.py",
     "if np.shape(a) != np.shape(g) or np.size(a) < LARGE or np.count_nonzero(out > 0) < np.size(a):",
     "(np.count_nonzero(out > 0) <= np.size(a))"): "the slower way has the same numbers",
    ("evaluate.py", "if b >= 0:", "(b > 0)"): "the slower way after the error has the same number",
    ("recognize/pattern.py", "return self.name in OPS and OPS[self.name].commutes",
     "(self.name in OPS or OPS[self.name].commutes)"):
        "of two arguments the spellings have maximum and minimum alone",
    ("ops/order.py", "Trial(((4,),)),", "(5)"): "a trial of any size will do",
    ("recognize/algebra.py", "while stack and len(ways) < TRIES:", "(len(ways) <= TRIES)"): "one way more is tried",
    ("recognize/search.py", "return 0", "(1)"): "one more idiom is tried and does not match",
    ("recognize/idioms.py", "shapes = dict.fromkeys(parameters, (2, 3) if spelling.arrays else ())", "(3)"):
        "any shape of two axes will do",
    ("recognize/pattern.py",
     "return SumPattern(a.constant + sign * b.constant, tuple(sorted(terms, key=lambda term: _vagueness(term[1]))))",
     "(a.constant - sign * b.constant)"):
        "no spelling has a number in both terms",
}  # fmt: skip

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


@dataclass(frozen=True)
class Mutant:
    path: Path
    line: int
    before: str
    after: str
    text: str  # of the whole file
    at: str  # the line as it was
    functions: tuple[str, ...]  # the places of the functions round it

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.before} -> {self.after}"


def mutants(path: Path) -> Iterator[Mutant]:
    """Every change inside the functions of a file."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    content = text.encode()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    spans = {
        f"{path.relative_to(PACKAGE)}:{min([each.lineno, *(one.lineno for one in each.decorator_list)])}": each
        for each in functions
    }
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
                inside = [
                    place for place, each in spans.items() if each.lineno <= node.lineno <= (each.end_lineno or 0)
                ]
                at = lines[node.lineno - 1].strip()
                yield Mutant(path, node.lineno, content[start:end].decode(), after, mutated, at, tuple(inside))


def pytest_command(copy: Path, tests: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    paths = os.pathsep.join((str(copy), str(ROOT / "tests")))
    return command, {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}


def calls(copy: Path, names: Iterable[str]) -> dict[str, list[str]]:
    """For each function of the package the tests of these files that call it.

    Raises CalledProcessError: a test fails without any change.
    """
    out = copy / "called.json"
    command, environment = pytest_command(copy, ["-p", "fuzz.called", *names])
    subprocess.run(command, cwd=ROOT, env={**environment, "CALLED": str(out)}, capture_output=True, check=True)
    tests_of: dict[str, list[str]] = {}
    for test, places in json.loads(out.read_text(encoding="utf-8")).items():
        for place in places:
            tests_of.setdefault(place, []).append(test)
    return tests_of


def is_killed(copy: Path, tests: Sequence[str]) -> bool:
    command, environment = pytest_command(copy, tests)
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
    parser.add_argument("--quick", action="store_true", help="only the tests that call the changed function")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after that time")
    asked = parser.parse_args()
    pick, end = random.Random(asked.seed), time.monotonic() + 60 * asked.minutes
    found = {
        name: [each for path in sorted(PACKAGE.glob(PARTS[name][0])) for each in mutants(path)]
        for name in asked.parts or PARTS
    }
    killed = tried = equivalent = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(PACKAGE, copy / "chainrule", ignore=shutil.ignore_patterns("__pycache__"))
        files = {part: [f"tests/{name}.py" for name in PARTS[part][1]] for part in found}
        tests_of = {part: calls(copy, names) for part, names in files.items()}
        while tried < asked.count and time.monotonic() < end:
            part = pick.choice(list(found))
            mutant = pick.choice(found[part])
            target = copy / "chainrule" / mutant.path.relative_to(PACKAGE)
            target.write_text(mutant.text, encoding="utf-8")
            near = list(dict.fromkeys(test for place in mutant.functions for test in tests_of[part].get(place, ())))
            is_dead = bool(near) and is_killed(copy, near[:: max(1, len(near) // FEW)])
            is_dead = is_dead or is_killed(copy, near if near and asked.quick else files[part])
            shutil.copyfile(mutant.path, target)
            killed, tried = killed + is_dead, tried + 1
            if not is_dead:
                is_same = (str(mutant.path.relative_to(PACKAGE)), mutant.at, mutant.after) in EQUIVALENT
                equivalent += is_same
                print(f"{mutant}{'   (equivalent)' if is_same else ''}", flush=True)
            if tried % 10 == 0:
                print(f"{killed} of {tried}", file=sys.stderr, flush=True)
    print(f"{killed} of {tried} mutants killed, {equivalent} of the others are equivalent")
    return 0


if __name__ == "__main__":
    sys.exit(main())
