"""The generated op module under Node: the browser's numbers are the engine's."""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chainrule.codegen.javascript import columns, main, module
from chainrule.ops import OPS
from ops_support import ELEMENTWISE, back, points
from test_ops import LARGE, SPECIAL, grid

FRONTEND = Path(__file__).parent.parent / "frontend" / "src"
SCRIPT = """
import {readFileSync} from "node:fs";
import {OPS} from "./ops.mjs";
const text = (x) => Number.isFinite(x) ? x : String(x);
const answers = JSON.parse(readFileSync(0, "utf8")).map(([name, args, out]) => {
  const x = args.map(Number);
  return [text(OPS[name].forward(x)), ...x.map((_, slot) => text(OPS[name].local(x, Number(out), slot)))];
});
console.log(JSON.stringify(answers));
"""
COLUMN_SCRIPT = """
import {readFileSync} from "node:fs";
import {COLUMNS} from "./columns.mjs";
const text = (x) => Number.isFinite(x) ? x : String(x);
const answers = JSON.parse(readFileSync(0, "utf8")).map(([name, points]) => {
  const from = points[0].map((_, slot) => Float64Array.from(points, (point) => Number(point[slot])));
  const out = new Float64Array(points.length + 1).fill(7);
  COLUMNS[name](out, from, points.length);
  return Array.from(out, text);
});
console.log(JSON.stringify(answers));
"""


def untyped(source: str) -> str:
    """TypeScript as plain as special.ts without its types."""
    return re.sub(r": ArrayLike<number>|: (number|boolean)\b| as number\b", "", source)


def sent(number: float) -> Any:
    word = {math.inf: "Infinity", -math.inf: "-Infinity"}.get(number)
    return word or ("NaN" if math.isnan(number) else float(number))


def same(found: float, wanted: float) -> bool:
    if math.isnan(wanted) or math.isinf(wanted):
        return found == wanted or (math.isnan(found) and math.isnan(wanted))
    return math.isclose(found, wanted, rel_tol=1e-12, abs_tol=1e-300)


def asked() -> list[tuple[str, list[float], float, list[float]]]:
    """Every scalar row at its kinks, at large numbers and at random ones: inputs, value, local gradients."""
    cases = []
    with np.errstate(all="ignore"):
        for op in ELEMENTWISE:
            drawn = [args for trial, args, _ in points(op) if not any(trial.shapes)]
            rng = np.random.default_rng(len(op.name))
            spread = [10.0 ** rng.uniform(-6, 2, len(args)) * rng.choice([-1, 1], len(args)) for args in drawn * 40]
            for point in [*grid(op, SPECIAL), *grid(op, LARGE), *drawn, *spread]:
                args = [np.float64(number) for number in point]
                out = float(op.forward(*args))
                slopes = [float(back(op, slot, np.float64(1), np.float64(out), args, {})) for slot in range(len(args))]
                cases.append((op.name, [float(number) for number in args], out, slopes))
    return cases


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Runs the modules in Node: numbers of single ops, or with `script` those of columns."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("Node is not installed")
    folder = tmp_path_factory.mktemp("module")
    (folder / "ops.mjs").write_text(module(types=False, special="./special.mjs"), encoding="utf-8")
    special = untyped((FRONTEND / "shared" / "special.ts").read_text(encoding="utf-8"))
    (folder / "special.mjs").write_text(special, encoding="utf-8")
    (folder / "columns.mjs").write_text(columns(types=False, special="./special.mjs"), encoding="utf-8")
    for name, text in (("ops", SCRIPT), ("columns", COLUMN_SCRIPT)):
        (folder / f"run-{name}.mjs").write_text(text, encoding="utf-8")

    def run(cases: list[Any], script: str = "ops") -> Any:
        done = subprocess.run(
            [program, f"run-{script}.mjs"],
            cwd=folder,
            input=json.dumps(cases),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def test_values_and_local_gradients_are_those_of_the_engine(node: Any) -> None:
    cases = asked()
    answers = node([(name, [sent(number) for number in args], sent(out)) for name, args, out, _ in cases])
    wrong = [
        (name, args, "local" if slot else "forward", found, wanted)
        for (name, args, out, slopes), answer in zip(cases, answers, strict=True)
        for slot, (found, wanted) in enumerate(zip(map(float, answer), (out, *slopes), strict=True))
        if not same(found, wanted)
    ]
    assert not wrong, wrong[:10]
    assert {name for name, *_ in cases} == {op.name for op in OPS.values() if op.js}


def test_columns_hold_the_values_of_single_points(node: Any) -> None:
    points_of: dict[tuple[str, int], list[tuple[list[float], float]]] = {}
    for name, args, out, _ in asked():
        points_of.setdefault((name, len(args)), []).append((args, out))
    cases = [(name, [[sent(x) for x in args] for args, _ in found]) for (name, _), found in points_of.items()]
    answers = node(cases, "columns")
    for ((name, _), found), (*values, beyond) in zip(points_of.items(), answers, strict=True):
        wrong = [
            (args, value, out) for (args, out), value in zip(found, values, strict=True) if not same(float(value), out)
        ]
        assert not wrong, (name, wrong[:10])
        assert beyond == 7, "nothing is written beyond the count"
    assert {name for name, _ in points_of} == {op.name for op in OPS.values() if op.js}


def test_erf_is_exact_to_fifteen_digits(node: Any) -> None:
    xs = [*np.linspace(-7, 7, 2001), 1e-320, 1e-8, 2.5, math.nextafter(2.5, 3), 6.0, 40.0]
    answers = node([("erf", [float(x)], 0.0) for x in xs])
    for x, (found, _) in zip(xs, answers, strict=True):
        assert math.isclose(float(found), math.erf(x), rel_tol=2e-15, abs_tol=5e-324), x


def test_the_committed_module_is_the_table(tmp_path: Path) -> None:
    assert main([str(tmp_path / "new" / "ops.ts")]) == 0
    for name in ("ops.ts", "columns.ts"):
        written = (tmp_path / "new" / name).read_text(encoding="utf-8")
        committed = (FRONTEND / "generated" / name).read_text(encoding="utf-8")
        assert committed == written, "run: python -m chainrule.codegen.javascript frontend/src/generated/ops.ts"


def test_a_wrong_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
