"""The README is true: its commands run, its table is the op table, and it names every route, field and error.

`python3 tests/test_docs.py` writes the table of ops into the README.
"""

from __future__ import annotations

import json
import re
import runpy
import shlex
from pathlib import Path

import pytest

from chainrule import __version__
from chainrule.cli import main
from chainrule.ops import OPS
from chainrule.prelude import ROWS
from service import Client

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
START, END = "<!-- ops: written by `python3 tests/test_docs.py`, checked by the tests -->\n", "<!-- end of ops -->"


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def table() -> str:
    """Every row that a user can write, as Markdown."""
    lines = ["| op | written | computes | gradient |", "|---|---|---|---|"]
    for row in OPS.values():
        words = [*([f"`a {row.operator} b`" if row.slots == 2 else f"`{row.operator}a`"] if row.operator else [])]
        words += [f"`{word}`" for word in row.spellings]
        words += [f"`a.{word}()`" for word in row.methods if word not in row.spellings]
        if words:
            lines.append(f"| {row.title} | {cell(', '.join(words))} | `{cell(row.equation)}` | {row.pattern.heading} |")
    lines += ["", "| function | is |", "|---|---|"]
    for definition in ROWS:
        names = ", ".join(f"`{name}`" for name in (definition.name, *definition.also))
        lines.append(f"| {names} | `{cell(definition.body)}` |")
    return "\n".join(lines) + "\n"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


def test_the_table_of_ops_is_the_op_table() -> None:
    written = README.read_text(encoding="utf-8").partition(START)[2].partition(END)[0]
    assert written == table(), "run `python3 tests/test_docs.py`"


@pytest.mark.parametrize("code", blocks("python"))
def test_python_in_the_readme_runs(code: str, tmp_path: Path) -> None:
    file = tmp_path / "readme.py"
    file.write_text(code, encoding="utf-8")
    runpy.run_path(str(file))


@pytest.mark.parametrize(
    "line", [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]
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
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert target.startswith("https://") or (ROOT / target).exists(), target


def test_the_changelog_knows_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_versions_agree() -> None:
    package = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    assert package["version"] == __version__
    package = json.loads((ROOT / "frontend" / "npm" / "package.json").read_text(encoding="utf-8"))
    assert package["version"] == __version__
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


if __name__ == "__main__":
    before, _, rest = README.read_text(encoding="utf-8").partition(START)
    README.write_text(before + START + table() + END + rest.partition(END)[2], encoding="utf-8")
