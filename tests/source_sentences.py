"""The sentences of the source, read off its syntax trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
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
NAMES = ("hint", "text", "detail", "reason", "why")
# Of a programmer's mistake, and of what speaks to a model or in a terminal, nobody reads the text in another language.
OF_ERRORS = re.compile(
    r"(?<!assertion)(?<!type)(?<!tool)error$|refuse|mismatch$|^not_in_language$|^_not_(yet|read)$|^_?note$|^Note$|Limit$",
    re.IGNORECASE,
)
WHOLE_SENTENCE = re.compile(r"[^a-z ].* .*[\w`)}'\]][.?!]")


def keys_of_errors(tree: ast.AST, codes: Collection[str]) -> Iterator[str]:
    """Sentences and hints of errors and notices: beside an error's code, named so, or handed to what makes an error.

    A library that is written as a program in a text refuses in the same way.
    """
    for program in (tree, *_programs(tree)):
        said_names = _handed_on(program)
        for node in ast.walk(program):
            said: list[ast.expr] = []
            if isinstance(node, ast.Call):
                named = [keyword.value for keyword in node.keywords if keyword.arg in NAMES]
                first = [argument.value for argument in node.args[:2] if isinstance(argument, ast.Constant)]
                has_code = any(value in codes for value in first if isinstance(value, str))
                has_hint = any(keyword.arg == "hint" for keyword in node.keywords)
                said = [*node.args, *named] if has_code or has_hint or OF_ERRORS.search(_name(node)) else []
            elif isinstance(node, ast.Assign):
                said = [value for name, value in _pairs(node) if name in said_names or name in NAMES]
            for each in said:
                for one in (each.body, each.orelse) if isinstance(each, ast.IfExp) else (each,):
                    key = key_of(one)
                    if key is not None and SEVERAL_WORDS.search(key):
                        yield key


def _handed_on(tree: ast.AST) -> set[str]:
    """The variables that are handed to what makes an error, whatever they are called."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and OF_ERRORS.search(_name(node)):
            words = [*node.args, *(each.value for each in node.keywords if each.arg in NAMES)]
            names |= {word.id for word in words if isinstance(word, ast.Name)}
    return names


def _pairs(node: ast.Assign) -> list[tuple[str, ast.expr]]:
    """The names that an assignment sets, each with its own value."""
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        pairs = zip(target.elts, value.elts, strict=True)
    else:
        pairs = zip([target], [value], strict=True)
    return [(name.id, each) for name, each in pairs if isinstance(name, ast.Name)]


def whole_sentences(tree: ast.AST) -> Iterator[str]:
    """Texts that are a sentence with its full stop, wherever they stand: in a table of hints, behind a `return`."""
    passed = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    passed |= {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and _name(node) == "AssertionError"):
            passed |= {each for each in ast.walk(node) if isinstance(each, ast.expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and node not in passed:
            key = key_of(node)
            if key is not None and WHOLE_SENTENCE.fullmatch(key) and re.search("[a-z]{2} |[a-z]{3}", key):
                yield key


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _programs(tree: ast.AST) -> Iterator[ast.Module]:
    """The programs that stand in texts of a module and refuse what they do not take."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\n.*refuse\(", node.value):
            with suppress(SyntaxError):
                yield ast.parse(node.value)


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
