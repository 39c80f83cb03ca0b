"""The sentences of the source, read off its syntax trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

BACKEND = Path(__file__).parent.parent / "backend" / "chainrule"
MARKS = ("tr", "sentence")


def trees(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """The syntax tree of each module below these folders, or of all."""
    for root in [BACKEND / folder for folder in folders] if folders else [BACKEND]:
        for file in sorted(root.rglob("*.py")) if root.is_dir() else [root]:
            if "static" not in file.parts:
                yield file.relative_to(BACKEND).as_posix(), ast.parse(file.read_text())


def key_of(node: ast.expr) -> str | None:
    """A text as a key, the places of an f-string numbered; None of what is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        parts, places = [], 0
        for value in node.values:
            if isinstance(value, ast.Constant):
                parts.append(str(value.value).replace("{", "{{").replace("}", "}}"))
            else:
                parts.append(f"{{{places}}}")
                places += 1
        return "".join(parts)
    return None


SEVERAL_WORDS = re.compile(r"[\w`',)}] [A-Za-z({`]")
NAMES = ("hint", "text", "detail", "reason")


def keys_of_errors(tree: ast.AST, codes: Collection[str]) -> Iterator[str]:
    """Sentences and hints of errors and notices: beside an error's code, or named so."""
    for node in ast.walk(tree):
        found: list[ast.expr] = []
        if isinstance(node, ast.Call):
            named = [keyword.value for keyword in node.keywords if keyword.arg in NAMES]
            first = [argument.value for argument in node.args[:2] if isinstance(argument, ast.Constant)]
            has_code = any(value in codes for value in first if isinstance(value, str))
            found = [*node.args, *named] if has_code or any(key.arg == "hint" for key in node.keywords) else []
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in NAMES:
            found = [node.value]
        for each in found:
            for said in (each.body, each.orelse) if isinstance(each, ast.IfExp) else (each,):
                key = key_of(said)
                if key is not None and SEVERAL_WORDS.search(key):
                    yield key


OF_LESSONS = ("PhraseError", "LessonError", "error", "misspelling")


def keys_of_lesson_errors(tree: ast.AST) -> Iterator[str]:
    """Sentences and hints of mistakes in a lesson's file, whose code stands in their class."""
    for node in ast.walk(tree):
        said: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in OF_LESSONS:
                said = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg in NAMES)]
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            said = node.value.elts if isinstance(node.targets[0], ast.Tuple) else []
        for each in said:
            branches = each.values if isinstance(each, ast.BoolOp) else [each]
            for branch in branches:
                for one in (branch.body, branch.orelse) if isinstance(branch, ast.IfExp) else (branch,):
                    key = key_of(one)
                    if key is not None and SEVERAL_WORDS.search(key):
                        yield key


def keys_of_calls(tree: ast.AST) -> Iterator[str]:
    """What `tr` and `sentence` are called with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
            key = key_of(node.args[0])
            if key is not None:
                yield key


def texts_outside(tree: ast.AST) -> Iterator[str]:
    """Texts that are neither documentation nor an argument of `tr` or `sentence`."""
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            passed.add(node.body[0].value)  # type: ignore[attr-defined]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
            passed.add(node.args[0])
        if isinstance(node, ast.Assert) and node.msg is not None:
            passed.update(ast.walk(node.msg))
        if isinstance(node, ast.JoinedStr):
            passed.update(value for value in node.values if isinstance(value, ast.Constant))
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and node not in passed:
            key = key_of(node)
            if key is not None:
                yield key
