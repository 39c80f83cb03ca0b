"""Functions and classes of libraries that are written in the language itself, and how a program gets them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ...syntax import parse
from ..calling import WITHOUT_EFFECT, Arguments
from ..classes import call as call_value
from ..compile import CompiledCode, compile_block
from ..values import Builtin, Environment, Module, ProgramFunction, Value
from .rows import Row

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["SourceDefinitions", "SourceClass"]

SCOPE = 1 << 30  # behind every scope of a program, so that nothing gets a name from a library's text


class SourceDefinitions:
    """Definitions in the language. They are executed once a program, when it first uses them.

    A definition whose name begins with `_`, or that is marked `@hidden`, draws no frame of its own. `refuse(detail,
    hint)` ends with an error at the place of the call. Names come from `modules` (name -> path) and `helpers`, then from
    the names that need no import.
    """

    def __init__(
        self, source: str, modules: Mapping[str, str] | None = None, helpers: Mapping[str, Row] | None = None
    ) -> None:
        self.source = source
        self.modules = modules or {}
        self.helpers = {"refuse": _refuse, "hidden": _hide, **(helpers or {})}

    @cached_property
    def definitions(self) -> dict[str, ast.stmt]:
        """Return the definitions of the text by name."""
        return {_name(part): part for part in parse(self.source).body}

    @cached_property
    def codes(self) -> dict[str, CompiledCode]:
        """Return each definition, compiled."""
        from ..statements import HANDLERS

        return {
            name: compile_block(CompiledCode(name), [part], HANDLERS, _cannot_compile)
            for name, part in self.definitions.items()
        }

    @cached_property
    def needs(self) -> dict[str, list[str]]:
        """The definitions that each one uses, itself last."""
        direct = {
            name: [word for word in _words(part) if word in self.definitions and word != name]
            for name, part in self.definitions.items()
        }
        result = {}
        for name in direct:
            order, todo = [name], list(direct[name])
            while todo:
                word = todo.pop()
                if word not in order:
                    order.append(word)
                    todo += direct[word]
            result[name] = sorted(order, key=list(self.definitions).index)
        return result

    def load(self, m: Machine, name: str, node: ast.AST) -> Value:
        """Return the value of `name` in the program that `m` executes."""
        environment = m.texts.get(id(self))
        if environment is None:
            environment = m.texts[id(self)] = Environment(None, SCOPE)
            environment.names.update({word: Module(path, word) for word, path in self.modules.items()})
            environment.names.update({word: Builtin(word, row) for word, row in self.helpers.items()})
        if name not in environment.names:
            place, m.place = m.place, m.place or m.span(node)
            try:
                for word in self.needs[name]:
                    if word not in environment.names:
                        m.execute(self.codes[word], environment)
                        value = environment.names[word]
                        if type(value) is ProgramFunction and word.startswith("_"):
                            value.hidden = True
            finally:
                m.place = place
        return environment.names[name]

    def rows(self) -> dict[str, Row]:
        """Return a row for each function of the text that a program can call."""
        return {
            name: self.row(name)
            for name, part in self.definitions.items()
            if not name.startswith("_") and isinstance(part, ast.FunctionDef)
        }

    def parameters(self) -> dict[str, tuple[str, ...]]:
        """Return the names of the parameters of each function, in order."""
        return {
            name: tuple(each.arg for each in part.args.args)
            for name, part in self.definitions.items()
            if isinstance(part, ast.FunctionDef)
        }

    def classes(self) -> dict[str, SourceClass]:
        """Return the classes of the text by name."""
        return {
            name: SourceClass(self, name) for name, part in self.definitions.items() if isinstance(part, ast.ClassDef)
        }

    def row(self, name: str) -> Row:
        """Return the row of a function of the text; a keyword that changes nothing may be left out."""

        def run(call: Arguments) -> Value:
            m = call.machine
            function = self.load(m, name, call.node)
            keyword_names = (*function.parameters.names, *function.parameters.keyword_only)
            free = function.parameters.double_star is not None
            keywords = {w: v for w, v in call.keywords.items() if w in keyword_names or free or w not in WITHOUT_EFFECT}
            return call_value(m, function, call.args, keywords, call.node)

        return run


class SourceClass:
    """A class of a Text in the table of a module."""

    __slots__ = ("name", "text")

    def __init__(self, text: SourceDefinitions, name: str) -> None:
        self.text = text
        self.name = name

    def load(self, m: Machine, node: ast.AST) -> Value:
        """Return the class, defined when it is first used."""
        return self.text.load(m, self.name, node)


def _name(part: ast.stmt) -> str:
    if isinstance(part, ast.FunctionDef | ast.ClassDef):
        return part.name
    assert isinstance(part, ast.Assign)
    assert isinstance(part.targets[0], ast.Name)
    return part.targets[0].id


def _words(part: ast.stmt) -> dict[str, None]:
    return dict.fromkeys(node.id for node in ast.walk(part) if isinstance(node, ast.Name))


def _cannot_compile(node: ast.AST) -> Exception:
    return AssertionError(f"A library's text holds {ast.dump(node)}.")


def _refuse(call: Arguments) -> Value:
    detail, hint = call.bind("detail, hint")
    raise call.refuse(detail, hint)


def _hide(call: Arguments) -> Value:
    (function,) = call.bind("function")
    function.hidden = True
    return function


Helper = Callable[[Arguments], Value]
