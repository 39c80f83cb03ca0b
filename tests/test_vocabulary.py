"""The words of docs/glossary.md: what went stays out of names, and no two classes share one."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "backend" / "chainrule"
FILES = sorted(PACKAGE.rglob("*.py"))
TESTS_FOLDER = Path(__file__).resolve().parent
TESTS = sorted(TESTS_FOLDER.rglob("*.py"))
ROW = re.compile(r"^\| ([a-z, ]+) \| .+ \|$", re.M)


@cache
def retired() -> frozenset[str]:
    """The left column of the glossary's second table."""
    table = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("## Words that went")[1]
    return frozenset(word for row in ROW.findall(table) if row != "not" for word in row.split(", "))


def names_in(tree: ast.AST) -> Iterator[str]:
    """Every name that a file gives: to functions, classes, parameters, variables, fields and attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def offending(name: str, words: frozenset[str]) -> bool:
    whole = name.strip("_").lower()
    return whole in words or has_metaphor(name, words)


def has_metaphor(name: str, words: frozenset[str]) -> bool:
    """Return whether a retired word, or the plural of one, is a part of a name; a vague one may be."""
    parts = {part.lower() for part in re.findall(r"[A-Z]?[a-z]+", name)}
    return not (words - VAGUE).isdisjoint(parts | {part.removesuffix("s") for part in parts})


INDIRECT = re.compile(r"(What|Whether|Where|Which|How|Of|Who|Whose|That|When|Why)\b")


def docstrings_in(tree: ast.AST) -> Iterator[ast.Constant]:
    """The strings that document a module, class, function or attribute: statements of their own in a body."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for statement in node.body:
                value = statement.value if isinstance(statement, ast.Expr) else None
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value


def indirect(tree: ast.AST) -> list[tuple[int, str]]:
    """Line and first line of each docstring that begins with a question word or an inversion."""
    docstrings = [(each.lineno, str(each.value).strip()) for each in docstrings_in(tree)]
    return [(line, text.split("\n")[0]) for line, text in docstrings if INDIRECT.match(text)]


VAGUE = {
    "asked", "drawn", "found", "given", "gone", "held", "judged", "kept", "known", "made", "moved", "placed", "said",
    "seen", "shown", "spoken", "taken", "told", "tried", "wanted", "written",
}  # fmt: skip  # refused as a name of their own only: `kept_updates` says


def test_the_glossary_lists_the_words_that_went() -> None:
    assert {"motorway", "shelf", "misfit", "found"} <= retired()
    assert retired() >= VAGUE


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_name_has_a_retired_word_in_it(path: Path) -> None:
    words = retired()
    assert not offending(path.stem, words)
    names = set(names_in(ast.parse(path.read_text(encoding="utf-8"))))
    assert sorted(name for name in names if offending(name, words)) == []


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(TESTS_FOLDER)))
def test_no_name_of_a_test_has_a_metaphor_in_it(path: Path) -> None:
    words = retired()
    names = {path.stem, *names_in(ast.parse(path.read_text(encoding="utf-8")))}
    assert sorted(name for name in names if has_metaphor(name, words)) == []


def test_a_retired_word_is_noticed() -> None:
    tree = ast.parse("def _pills(x): found = x\nclass ShelfRow: pass\nself.stretches = a_found = 1")
    assert sorted(name for name in names_in(tree) if offending(name, retired())) == [
        "ShelfRow", "_pills", "found", "stretches",
    ]  # fmt: skip


def test_no_two_classes_have_one_name() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in FILES]
    names = Counter(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    assert [name for name, count in names.items() if count > 1] == []


def test_no_file_name_stands_three_times() -> None:
    names = Counter(path.name for path in FILES if not path.stem.startswith("__"))
    assert [name for name, count in names.items() if count > 2] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_public_class_says_what_it_is(path: Path) -> None:
    classes = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ClassDef)]
    assert [node.name for node in classes if node.name[0] != "_" and not ast.get_docstring(node)] == []


def documented_arguments(docstring: str) -> list[str]:
    """The names that the `Args:` of a docstring explain."""
    section = re.split(r"\n(?=[A-Z]\w+:)", docstring.partition("Args:\n")[2])[0]
    return [name for row in re.findall(r"^    (\w+(?:, \w+)*):", section, re.M) for name in row.split(", ")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_docstring_explains_arguments_that_there_are(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            rows = node.args
            names = {
                row.arg for row in (*rows.posonlyargs, *rows.args, *rows.kwonlyargs, rows.vararg, rows.kwarg) if row
            }
            assert set(documented_arguments(ast.get_docstring(node) or "")) <= names, node.name


def test_a_docstring_begins_with_the_verb_or_the_noun() -> None:
    rows = {str(path.relative_to(PACKAGE)): indirect(ast.parse(path.read_text(encoding="utf-8"))) for path in FILES}
    assert {name: row for name, row in rows.items() if row} == {}


def test_an_indirect_docstring_is_noticed() -> None:
    source = (
        '"""What a module has."""\n'
        'class Row:\n    """Of one gate."""\n    size: int\n    """How many there are."""\n    cost: int\n'
        '    """Bytes."""\n'
        'async def is_odd():\n    """Whether it is odd."""\n    print("What for")\n'
        'def whole():\n    """Whatever is whole."""\n'
    )
    assert [line for line, _ in indirect(ast.parse(source))] == [1, 3, 5, 9]
