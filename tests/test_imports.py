"""Imports go one way, and importing does no work."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import chainrule

PACKAGE = Path(chainrule.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "static" not in path.parts)


def test_imports_go_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=PACKAGE.parent.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_name_in_all_is_there() -> None:
    for name in chainrule.__all__:
        assert hasattr(chainrule, name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_evaluates_text_and_no_file_is_endless(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec", "compile", "__import__"), f"line {node.lineno}"
        if isinstance(node, ast.Attribute):
            assert node.attr != "setrecursionlimit", f"line {node.lineno}"


def test_importing_the_package_does_not_start_the_web_framework() -> None:
    code = (
        "import sys, chainrule; print([m for m in ('fastapi', 'starlette', 'pydantic', 'uvicorn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", [["trace", "x*y", "--defaults"], ["code", "x*y", "--defaults"], ["ops"]])
def test_the_command_line_does_its_work_without_the_web_framework(command: list[str]) -> None:
    code = (
        "import sys, chainrule.cli; status = chainrule.cli.main(sys.argv[1:]);"
        "print([m for m in ('fastapi', 'starlette', 'pydantic', 'uvicorn') if m in sys.modules], status)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[] 0"


LIGHT = ("fastapi", "starlette", "pydantic", "uvicorn", "jinja2", "httptools", "PIL", "reportlab", "torch", "mcp")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["trace", "x*y", "--defaults", "--json"], 0),
        (["render", "x*y", "--defaults", "-o", "-", "--format", "svg"], 0),
        (["serve"], 3),
    ],
)
def test_the_light_library_needs_numpy_and_orjson_alone(words: list[str], status: int) -> None:
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({LIGHT!r}));"
        "import chainrule.cli; sys.exit(chainrule.cli.main(sys.argv[1:]))"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    assert (not done.stderr) if status == 0 else "chainrule[serve]" in done.stderr
