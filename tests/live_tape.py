"""Functions of the page, run under Node: one process that answers case by case."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

FRONTEND = Path(__file__).parent.parent / "frontend"
SCRIPT = """
import {createInterface} from "node:readline";
import {%s as answerOf} from "%s";
const spelled = (_, x) => typeof x === "number" && !Number.isFinite(x) ? String(x) : x;
for await (const line of createInterface({input: process.stdin})) {
  let answer;
  try { answer = answerOf(...JSON.parse(line)); } catch (error) { answer = {error: String(error)}; }
  console.log(JSON.stringify(answer, spelled));
}
"""


class PageFunction:
    """A function that a module of the page exports: JSON in, JSON out.

    module: below `frontend/src`.
    """

    def __init__(self, folder: Path, module: str, name: str) -> None:
        script, bundle = folder / f"{name}.ts", folder / f"{name}.mjs"
        script.write_text(SCRIPT % (name, (FRONTEND / "src" / module).as_posix()))
        esbuild = FRONTEND / "node_modules/.bin/esbuild"
        assert esbuild.exists(), "install the front end's tools first: cd frontend && npm ci"
        words = ["--bundle", "--platform=node", "--format=esm", f"--outfile={bundle}", "--log-level=error"]
        subprocess.run([str(esbuild), str(script), *words], check=True)
        self.process = subprocess.Popen(
            ["node", str(bundle)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def ask(self, *arguments: Any) -> dict[str, Any]:
        """Raises AssertionError with the page's own words where it throws."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(arguments) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline(), parse_int=float)
        assert "error" not in answer, answer["error"]
        return dict(answer)

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class LiveTape(PageFunction):
    """evaluate() of tape.ts: a trace and flat values by name -> the numbers of every node and wire."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "player/model/tape.ts", "evaluate")

    def __call__(self, trace: dict[str, Any], leaves: dict[str, list[float]]) -> dict[str, Any]:
        """Raises AssertionError with the page's own words where it throws."""
        return self.ask(trace, leaves)
