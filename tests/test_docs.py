"""The documents are true: commands and examples run, tables are current, and every route and field is named."""

from __future__ import annotations

import json
import os
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import chainrule
from chainrule import __version__
from chainrule.cli import main
from service import Client

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"


def blocks(language: str, *names: str) -> list[str]:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in names or ("README.md",)]
    return [block for text in texts for block in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)]


GENERATED = runpy.run_path(str(ROOT / "docs" / "generate.py"))["generated"]()


@pytest.mark.parametrize(("path", "text"), GENERATED.items(), ids=[path.name for path in GENERATED])
def test_what_the_documents_take_from_the_code_is_current(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, "run `python3 dev.py types`"


def test_the_schema_of_the_documentation_fits_a_trace() -> None:
    import jsonschema  # takes seconds: for who runs this test, not for who collects it

    schema = json.loads((ROOT / "docs" / "trace.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    trace = chainrule.trace("sum(sigmoid(W @ x))/0", {"W": [[1, 2]], "x": [3, 4]}, view="functions")
    jsonschema.Draft202012Validator(schema).validate(trace.to_dict())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({**trace.to_dict(), "value": "much"})


def test_the_site_builds_and_documents_every_exported_name(tmp_path: Path) -> None:
    """Strict, and not `--quiet`, which lets warnings pass: a dead link, a name or an argument that is not there."""
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    for name in ("index", "language"):
        text = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        (frame,) = re.findall(r'<iframe src="(live/\w+\.html)"', text)
        assert "<chain-rule" in (tmp_path / frame).read_text(encoding="utf-8")
    page = (tmp_path / "python.html").read_text(encoding="utf-8")
    for name in set(chainrule.__all__) - {"Span", "TextEdit", "__version__"}:
        assert f'id="chainrule.{name}"' in page, name


def test_the_readme_fits_two_screens() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.parametrize("code", blocks("python", "README.md", "docs/python.md", "docs/models.md"))
def test_python_in_the_documents_runs(code: str, tmp_path: Path) -> None:
    file = tmp_path / "readme.py"
    file.write_text(code, encoding="utf-8")
    runpy.run_path(str(file))


@pytest.mark.parametrize(
    "line",
    [
        line[2:]
        for block in blocks("console", "README.md", "docs/index.md")
        for line in block.splitlines()
        if line.startswith("$ ")
    ],
)
def test_commands_in_the_readme_run(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    program, *words = shlex.split(line)
    assert program == "chainrule"
    assert main(words) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("block", blocks("http"))
def test_requests_in_the_readme_are_answered(client: Client, block: str) -> None:
    first, _, body = block.partition("\n")
    method, path = first.split()
    reply = client.request(method, path, body.encode())
    assert reply.status == 200
    assert reply.json()["value"] == pytest.approx(0.731, abs=1e-3)


def test_the_readme_names_every_route_and_field(client: Client) -> None:
    text = README.read_text(encoding="utf-8")
    schema = client.get("/openapi.json").json()
    for path in schema["paths"]:
        if path.startswith("/api/"):
            assert path in text
    for field in schema["components"]["schemas"]["TraceRequest"]["properties"]:
        assert field in text or field in ("open", "closed")


def test_the_commands_it_promises_are_there() -> None:
    text = README.read_text(encoding="utf-8")
    for command in ("python3 dev.py run", "python3 dev.py test"):
        assert command in text
    helping = (ROOT / "dev.py").read_text(encoding="utf-8")
    assert "python3 dev.py run" in helping


def test_links_inside_the_documents_lead_somewhere() -> None:
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert target.startswith("https://") or (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_changelog_knows_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_versions_agree() -> None:
    for name in ("package.json", "npm/package.json", "client/package.json"):
        assert json.loads((ROOT / "frontend" / name).read_text(encoding="utf-8"))["version"] == __version__, name
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    for name in ("_extension.yml", "chainrule.lua"):
        text = (ROOT / "frontend/integrations/quarto/_extensions/chainrule" / name).read_text(encoding="utf-8")
        assert re.search(rf'version\W+"?{re.escape(__version__)}\b', text), name


def test_the_table_of_targets_is_of_the_tools_that_are_pinned() -> None:
    """A newer pin needs a new run: `python3 dev.py test --targets` writes the table."""
    text = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
    table = text.partition("<!-- targets:")[2].partition("<!-- end of targets -->")[0]
    folder = ROOT / "tests" / "browser" / "targets"
    pins = dict(
        re.findall(r"^([\w.-]+)==(\S+)", (folder / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    )
    pins |= json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, version in pins.items():
        if name not in ("anywidget", "@slidev/theme-default", "@types/react", "playwright-chromium"):
            assert version in table, name
    for tool in ("Slidev", "Marp", "reveal.js 5", "reveal.js 6", "nbconvert", "LibreOffice", "Beamer", "Quarto"):
        assert tool in table, tool
