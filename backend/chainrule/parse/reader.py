"""Statements, names and functions: the program around the expressions."""

from __future__ import annotations

import ast
import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from types import GeneratorType
from typing import Any

from ..errors import LimitError, ShapeError, SourceError, Span
from ..graph import INPUT, Call, Note, Shape
from ..limits import Limits
from .builder import Builder, shown
from .calls import bind
from .derivative import corrected
from .expressions import SIMPLE, VISITORS, refuse
from .statements import STATEMENTS
from .syntax import Source
from .values import Closure, Items, Value

__all__ = ["Reader"]

Scope = dict[str, Value]
MAX_CALL_DEPTH = 50


class Reader:
    """Reads one program into a Builder. `place`, when set, is the span of all it reads (in the prelude: the call)."""

    def __init__(self, source: Source, shapes: Mapping[str, Shape], limits: Limits) -> None:
        self.source = source
        self.builder = Builder(limits, shapes)
        self.scopes: list[Scope] = [{}]
        self.place: Span | None = None
        self.modules: set[str] = set()
        self.active: list[str] = []
        self.assigned: list[str] = []  # names of the outermost scope, in order of their last assignment
        self.last: int | None = None  # the last bare expression
        self.returned: Value | None = None
        self.updates: dict[str, int] = {}  # inside a training loop: names an update line would have changed
        self.in_loop = False
        self.derivatives: dict[str, Closure] = {}  # `f.derivative = ...`: of the reader's own functions
        self.first_version: dict[str, int] = {}  # of names that an update line gave a new version

    # names -------------------------------------------------------------------------------------------------------

    def lookup(self, name: str) -> Value | None:
        found = self.scopes[-1].get(name)
        return self.scopes[0].get(name) if found is None and len(self.scopes) > 1 and self.place is None else found

    def assign(self, name: str, value: Value) -> None:
        """Bind `name`; a gate keeps the first name it gets, for its label, a lambda too."""
        if isinstance(value, Closure) and value.name == "lambda":
            value = replace(value, name=name)
        self.scopes[-1][name] = value
        if len(self.scopes) > 1 or isinstance(value, Closure):
            return
        if isinstance(value, int):
            node = self.builder.nodes[value]
            if node.name is None and node.op != INPUT:
                self.builder.nodes[value] = node._replace(name=name)
            if name in self.assigned:
                self.assigned.remove(name)
            self.assigned.append(name)

    def functions(self) -> list[str]:
        return [name for name, value in self.scopes[0].items() if isinstance(value, Closure)]

    def span(self, node: ast.AST) -> Span:
        return self.place or self.source.span(node)

    def operator(self, node: ast.BinOp) -> Span:
        return self.place or self.source.operator(node)

    def note(self, code: str, text: str, node: ast.AST) -> None:
        if self.place is None and len(self.builder.notes) < 50:
            self.builder.notes.append(Note(code, text, self.source.span(node)))

    # running -----------------------------------------------------------------------------------------------------

    def run(self, first: Any) -> Value | None:
        """Drive one expression or generator to its value, keeping the stack on the heap: depth costs no recursion."""
        stack: list[Generator[Any, Any, Any]] = []
        request, value = first, None
        while True:
            simple = SIMPLE.get(type(request))
            if simple is not None:
                value = simple(self, request)
            elif isinstance(request, GeneratorType):
                stack.append(request)
                value = None
            else:
                visitor = VISITORS.get(type(request))
                if visitor is None:
                    raise self._not_in_language(request)
                stack.append(visitor(self, request))
                value = None
            while stack:
                try:
                    request = stack[-1].send(value)
                    break
                except StopIteration as stop:
                    stack.pop()
                    value = stop.value
            else:
                return value

    def _not_in_language(self, node: ast.AST) -> SourceError:
        kind = type(node).__name__
        words = {
            "BoolOp": ("`and` and `or` are not in the language.", "Multiply two `where`s instead."),
            "Dict": ("Dictionaries are not in the language.", "Give each value a name of its own."),
            "Set": ("Sets are not in the language.", "Write a list with `[...]`."),
            "ListComp": ("Comprehensions are not in the language.", "Write the list out."),
            "JoinedStr": ("Texts are not in the language.", "Only `print(...)` may hold text."),
            "NamedExpr": ("`:=` is not in the language.", "Write the assignment on a line of its own."),
        }
        detail, hint = words.get(
            kind, (f"`{kind}` is not in the language.", "Formulas, assignments and functions are.")
        )
        return refuse(self, node, detail, hint)

    def statements(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            self.statement(statement)

    def statement(self, statement: ast.stmt) -> None:
        handler = STATEMENTS.get(type(statement))
        if handler is None:
            raise refuse(
                self,
                statement,
                f"`{type(statement).__name__.lower()}` statements are not in the language.",
                "Assignments, expressions, `def` and `for ... in range(n)` are.",
            )
        handler(self, statement)

    # functions ---------------------------------------------------------------------------------------------------

    def closure(self, name: str, arguments: ast.arguments, body: Sequence[ast.stmt], node: ast.AST) -> Closure:
        """A function of the reader's own.

        Raises:
            SourceError: parameters other than plain ones.
        """
        if arguments.vararg or arguments.kwarg or arguments.posonlyargs or arguments.kwonlyargs:
            raise refuse(self, node, "Only plain parameters are read here.", "Write `def f(a, b=1):`.")
        names = tuple(argument.arg for argument in arguments.args)
        defaults = dict(zip(names[len(names) - len(arguments.defaults) :], arguments.defaults, strict=True))
        return Closure(name, names, defaults, tuple(body), self.source if self.place is None else None)

    def expand(
        self,
        closure: Closure,
        args: Sequence[Value],
        spans: Sequence[Span],
        keywords: Mapping[str, tuple[Value, Span]],
        node: ast.AST,
    ) -> Generator[Any, Any, Value]:
        """Read a function's body in place: its gates are marked with the call they were made by.

        Raises:
            SourceError: the function calls itself, or its arguments do not fit its parameters.
            LimitError: functions nested too deep.
        """
        span = self.span(node)
        if closure.name in self.active and closure.name != "lambda" and closure.definition is None:
            raise SourceError(
                "recursion",
                f"`{closure.name}` calls itself.",
                span=span,
                hint="A graph has no loops; write it without recursion.",
            )
        if len(self.active) >= MAX_CALL_DEPTH:
            raise LimitError("call_depth", MAX_CALL_DEPTH, "Functions call one another deeper than that", span=span)
        bound, defaults = bind(self, closure, args, spans, keywords, span)
        saved = self.source, self.place, self.builder.call, self.returned, self.in_loop
        index = len(self.builder.calls)
        self.builder.calls.append(
            Call(index, closure.name, self.builder.call, (), -1, span, closure.local, closure.parameters)
        )
        self.builder.call = index
        self.active.append(closure.name)
        if closure.source is None and self.place is None:
            self.place = span
        elif closure.source is not None:
            self.source = closure.source
        self.scopes.append(dict(bound))
        self.in_loop = False
        for name, expression in defaults.items():
            self.scopes[-1][name] = yield expression
        own = dict(self.scopes[-1])
        before = len(self.builder.nodes)
        result: Value | None = None
        for statement in closure.body:
            if isinstance(statement, ast.Return):
                if statement.value is None:
                    raise refuse(self, statement, "`return` must give a value.", "Write `return expression`.")
                result = yield statement.value
                break
            self.statement(statement)
        if result is None:
            raise SourceError(
                "no-return", f"`{closure.name}` returns nothing.", span=span, hint="End it with `return ...`."
            )
        inputs = self._inputs(closure, own, before)
        if closure.name in self.derivatives and closure.definition is None and isinstance(result, int):
            result, inputs["given"] = yield corrected(self, closure, own, result, node)
        self.scopes.pop()
        self.active.pop()
        self.source, self.place, self.builder.call, self.returned, self.in_loop = saved
        if isinstance(result, Items) and not all(isinstance(value, int) for value in result.values):
            result = self.builder.node(result, span)
        if isinstance(result, int):
            self.builder.calls[index] = self.builder.calls[index]._replace(output=result, **inputs)
        return result

    def _inputs(self, closure: Closure, bound: Mapping[str, Value], before: int) -> dict[str, Any]:
        """The arguments a closed call has: of the constants those with a name, or that its local formula speaks of."""
        spoken, nodes = " ".join(closure.local), self.builder.nodes
        found = [
            (name, value)
            for name in closure.parameters
            if isinstance(value := bound.get(name), int)
            and value < before
            and (value not in self.builder.known or nodes[value].name or re.search(rf"\b{re.escape(name)}\b", spoken))
        ]
        return {"args": tuple(value for _, value in found), "params": tuple(name for name, _ in found)}

    def explain_scalar_matmul(self, node: ast.BinOp, left: int, right: int) -> None:
        """`@` between numbers: say which side is one, and how to give it a matrix."""
        which = node.left if not self.builder.shape(left) else node.right
        other = self.builder.shape(right) if which is node.left else self.builder.shape(left)
        text = ast.get_source_segment(self.source.text.text, which) if isinstance(which, ast.Name) else None
        name = f"`{text}`" if text else "One side"
        beside = f", the other side is {shown(other)}" if other else ""
        raise ShapeError(
            "shape",
            f"`@` multiplies vectors and matrices; {name} is a number{beside}.",
            span=self.operator(node),
            hint="Give it a value such as [[1, 2], [3, 4]], or write `*`.",
        )
