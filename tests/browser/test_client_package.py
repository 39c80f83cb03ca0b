"""The client package, as npm gets it from the service: its types hold, and it talks to that service."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import tarfile
from pathlib import Path
from urllib.request import urlopen

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
USE = """import {ChainruleError, createClient, type Schemas} from "chainrule-client";

const chainrule = createClient(process.env["SERVICE"] + "/");
const body = {source: "f = x*y + x", values: {x: 2, y: 3}};
const trace: Schemas["Trace"] = await chainrule.trace({body});
const again = await chainrule.trace_get({query: {source: "x*y", values: JSON.stringify({x: 2, y: 3})}});
const svg: Blob = await chainrule.render({path: {format: "svg"}, body: {...body, step: "last"}});
const exercise = await chainrule.exercise({body: {...body, ask: ["downstream"]}});
const answers = Object.fromEntries(exercise.blanks.map(({id}) => [id, "3"]));
const grades = await chainrule.grade({body: {...body, ask: ["downstream"], answers}});
const moodle: Blob = await chainrule.exercise_file({path: {format: "moodle.xml"}, body});
const limits = await chainrule.limits();
let code = "";
try {
  await chainrule.trace({body: {source: "x*"}});
} catch (error) {
  if (error instanceof ChainruleError) code = error.problem?.code ?? "";
}
// @ts-expect-error a trace needs a source
const wrong = (): unknown => chainrule.trace({body: {}});
// @ts-expect-error a view is one of three
const other = (): unknown => chainrule.trace({body: {source: "x", view: "boxes"}});
console.log(
  JSON.stringify({
    value: trace.value,
    gradients: trace.gradients,
    again: again.value,
    svg: (await svg.text()).slice(0, 4),
    score: [grades.score, grades.of],
    moodle: (await moodle.text()).includes("cloze"),
    limits: Object.keys(limits).length > 0,
    code,
    unused: typeof wrong + typeof other,
  }),
);
"""
SETTINGS = {
    "compilerOptions": {
        "strict": True,
        "exactOptionalPropertyTypes": True,
        "noUncheckedIndexedAccess": True,
        "target": "es2022",
        "module": "esnext",
        "moduleResolution": "bundler",
        "lib": ["es2023", "dom"],
        "types": ["node"],
        "typeRoots": [str(FRONTEND / "node_modules" / "@types")],
        "outDir": "out",
    },
    "files": ["use.ts"],
}


def installed(service: str, folder: Path) -> Path:
    """Unpack the package as npm does. Returns where it is."""
    package = folder / "node_modules" / "chainrule-client"
    package.mkdir(parents=True)
    with urlopen(f"{service}/chainrule-client.tgz") as reply, tarfile.open(fileobj=io.BytesIO(reply.read())) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            assert content is not None
            (package / member.name.removeprefix("package/")).write_bytes(content.read())
    return package


def test_the_client_package_is_typed_and_answers(service: str, tmp_path: Path) -> None:
    package = installed(service, tmp_path)
    exports = json.loads((package / "package.json").read_text())["exports"]["."]
    assert all((package / name).is_file() for name in exports.values())
    (tmp_path / "use.ts").write_text(USE)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "tsconfig.json").write_text(json.dumps(SETTINGS))
    compiler = FRONTEND / "node_modules" / ".bin" / "tsc"
    checked = subprocess.run([compiler, "-p", tmp_path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    ran = subprocess.run(
        ["node", tmp_path / "out" / "use.js"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "SERVICE": service},
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "value": 8,
        "gradients": {"x": 4, "y": 2},
        "again": 6,
        "svg": "<svg",
        "score": [1, 5],
        "moodle": True,
        "limits": True,
        "code": "syntax",
        "unused": "functionfunction",
    }


def test_a_newcomer_needs_nothing_but_the_packages_own_readme(service: str, tmp_path: Path) -> None:
    readme = (installed(service, tmp_path) / "README.md").read_text(encoding="utf-8")
    assert "npm install https://HOST/chainrule-client.tgz" in readme
    (program,) = re.findall(r"```ts\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "use.ts").write_text(program.replace("https://HOST", service), encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "tsconfig.json").write_text(json.dumps(SETTINGS))
    checked = subprocess.run(
        [FRONTEND / "node_modules" / ".bin" / "tsc", "-p", tmp_path], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    ran = subprocess.run(
        ["node", tmp_path / "out" / "use.js"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert ran.returncode == 0, ran.stderr
    first, *_, last = ran.stdout.splitlines()
    assert first == "6 { x: 3, y: 2 }"
    assert last == "`sigmod` is not known here. Did you mean `sigmoid`?"
