"""Every code that an error can have stands in the registry, and its link leads to its sentence."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import chainrule
from chainrule.error_codes import CODES
from service import Client

PACKAGE = Path(chainrule.__file__).parent
RAISED = {"ChainruleError", "SourceError", "ShapeError", "InputError", "RequestError"}
MAKERS = {*RAISED, "problem_response", "_unavailable"}
CODE = re.compile(r"[a-z]+(-[a-z]+)*")


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def makes_errors(path: Path) -> bool:
    return any(f"{name}(" in text_of(path) for name in MAKERS)


@cache
def codes_of(path: Path) -> set[str]:
    """The codes that a file's errors are made with, as literals."""
    found: set[str] = set()
    if not makes_errors(path):
        return found
    for node in ast.walk(ast.parse(text_of(path))):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        first = node.args[1] if name == "problem_response" and len(node.args) > 1 else node.args[0]
        if name in MAKERS:
            found |= {each.value for each in ast.walk(first) if isinstance(each, ast.Constant) and _is_code(each.value)}
    return found


def _is_code(value: object) -> bool:
    return isinstance(value, str) and CODE.fullmatch(value) is not None


FILES = sorted(path for path in PACKAGE.rglob("*.py") if "static" not in path.parts)


@pytest.mark.parametrize("path", [path for path in FILES if makes_errors(path)], ids=lambda path: path.name)
def test_every_code_is_registered(path: Path) -> None:
    assert codes_of(path) <= set(CODES)


def test_the_scan_finds_the_codes() -> None:
    assert len(set().union(*map(codes_of, FILES))) > 40


def test_every_registered_code_is_used() -> None:
    text = "\n".join(text_of(path) for path in FILES if path.name != "error_codes.py")
    assert [code for code in CODES if f'"{code}"' not in text] == []


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_one_sentence(code: str) -> None:
    assert CODE.fullmatch(code)
    assert CODES[code].endswith(".")
    assert CODES[code][0].isupper() or CODES[code].startswith("oEmbed")


def test_the_link_of_an_error_leads_to_its_sentence(client: Client) -> None:
    reply = client.trace("x*y")
    path, _, anchor = reply.json()["type"].partition("#")
    page = client.get(path).text
    assert anchor == "missing-values"
    for code, sentence in CODES.items():
        row = re.search(rf'<tr id="{code}">(.*?)</tr>', page, re.DOTALL)
        assert row, code
        assert sentence.partition("`")[0].replace("'", "&#39;") in row[1], code
