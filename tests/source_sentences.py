"""The sentences of the source, read off its syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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


def keys_of_calls(tree: ast.AST) -> Iterator[str]:
    """What `tr` and `sentence` are called with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
            key = key_of(node.args[0])
            if key is not None:
                yield key
