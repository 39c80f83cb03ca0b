"""Statements and blocks of MATLAB: if, for, while and function up to their `end`, written with Python's indentation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ....errors import SourceError
from ....graph import Note
from ..mapped import Mapped, SourcePlaces
from ..notation import tree
from ..notation.tokens import NAME, Token
from ..notation.tree import Node
from ..notation.write import Writer
from ..words import LAMBDA
from .expressions import Expressions
from .matlab_functions import IGNORED
from .matlab_statements import equals, function_name, has_comma, statements_of
from .scope import Scope

__all__ = ["MatlabProgram"]

_ENDS = frozenset({"end", "endif", "endfor", "endwhile", "endfunction", "end_if", "endswitch"})
_OPENS = frozenset({"if", "for", "while", "function", "elseif", "else", "switch", "try", "parfor", "begin", "classdef"})

# In Julia a list with commas is a column.
_JULIA = re.compile(
    r"\b(?:println|using)\b|\w\.\(|^[ \t]*function[ \t]+\w+\(|^[ \t]*\w+\([A-Za-z][\w, :]*\)[ \t]*=[^=]|\.[<>]|\.[=!]=",
    re.M,
)
_NOT_JULIA = re.compile(r"%|;[ \t]*$|\b(?:disp|fprintf)\b", re.M)


class _Block:
    def __init__(self, kind: str, outputs: Sequence[str] = ()) -> None:
        self.kind = kind
        self.outputs = outputs
        self.empty = True


class MatlabProgram:
    """Reads the statements one by one, and writes each as a line of Python."""

    def __init__(self, tokens: Sequence[Token], text: Mapped, values: frozenset[str], places: SourcePlaces) -> None:
        self.statements = statements_of(tokens)
        self.text = text
        self.places = places
        self.scope = Scope(values, _JULIA.search(text.text) is not None and _NOT_JULIA.search(text.text) is None)
        self.notices: list[Note] = []
        self.writer = Writer()
        self.blocks: list[_Block] = []
        self.started = False
        self.at = 0  # of the statement that is written
        for statement in self.statements:
            words = [token.text for token in statement if token.kind == NAME]
            if statement[0].text == "function":
                self.scope.functions.update(words[1:] and [function_name(statement)])

    def run(self) -> Mapped:
        """Return the program in Python."""
        for statement in self.statements:
            self._statement(statement)
            self.at += 1
        while self.blocks:
            self._close(self.statements[-1][-1])
        return self.writer.text()

    def error(self, detail: str, hint: str, token: Token) -> SourceError:
        """Return the error of a token that cannot be read."""
        return SourceError("syntax", detail, span=self.places.span(token.start, token.end), hint=hint)

    def _line(self, token: Token) -> None:
        """Start a new line, as far in as the open blocks say."""
        if self.started:
            self.writer.put("\n", token.start, token.start)
        self.writer.put("    " * len(self.blocks), token.start, token.start)
        self.started = True
        for block in self.blocks[-1:]:
            block.empty = False

    def _statement(self, tokens: list[Token]) -> None:
        first = tokens[0]
        word = first.text if first.kind == NAME else ""
        if word in _ENDS:
            if self.blocks:
                self._close(first)
            return
        if word in _OPENS and not (len(tokens) > 1 and tokens[1].text == "="):
            self._open(word, tokens)
            return
        if word in IGNORED and (len(tokens) == 1 or tokens[1].kind == NAME or tokens[1].text == "("):
            if word == "syms":
                self.scope.symbols = True
            return
        if word in ("break", "continue", "return") and len(tokens) == 1:
            self._line(first)
            returned = self._outputs() if word == "return" else ""
            self.writer.put(f"{word} {returned}".rstrip(), first.start, first.end)
            return
        if word == "return" and tokens[1].text != "=":  # Julia's
            self._returned(first, tokens[1:])
            return
        self._assignment(tokens)

    def _returned(self, first: Token, tokens: list[Token]) -> None:
        """Write `return a, b`: what a function of Julia hands back."""
        value = self._values(tokens, first)
        self._line(first)
        self.writer.put("return ", first.start, first.start)
        self.writer.node(value, 0)

    def _is_result(self) -> bool:
        """Return whether the statement is the last one of a function of Julia, which hands back its value."""
        block = self.blocks[-1] if self.blocks else None
        if block is None or block.kind != "function" or block.outputs:
            return False
        following = self.statements[self.at + 1 : self.at + 2]
        return not following or (following[0][0].kind == NAME and following[0][0].text in _ENDS)

    def _outputs(self) -> str:
        function = next((block for block in reversed(self.blocks) if block.kind == "function"), None)
        return ", ".join(function.outputs) if function else ""

    def _close(self, token: Token) -> None:
        block = self.blocks[-1]
        if block.kind == "function" and block.outputs:
            self._line(token)
            self.writer.put(f"return {', '.join(block.outputs)}", token.start, token.end)
        elif block.empty:
            self._line(token)
            self.writer.put("pass", token.start, token.end)
        self.blocks.pop()

    def _open(self, word: str, tokens: list[Token]) -> None:
        first, rest = tokens[0], tokens[1:]
        if word == "function":
            if self.blocks and self.blocks[-1].kind == "function":  # files of functions leave their `end` out
                self._close(first)
            self._function(first, rest)
        elif word in ("if", "while"):
            condition, following = self._headed(rest, first)
            self._line(first)
            self.writer.put(f"{word} ", first.start, first.end)
            self.writer.node(condition, 0)
            self._begin(word, first)
            if following:
                self._statement(following)
        elif word in ("elseif", "else") and self.blocks:
            if self.blocks[-1].empty:
                self._line(first)
                self.writer.put("pass", first.start, first.end)
            self.blocks.pop()
            self._line(first)
            self.writer.put("else" if word == "else" else "elif ", first.start, first.end)
            following = rest
            if word == "elseif":
                condition, following = self._headed(rest, first)
                self.writer.node(condition, 0)
            self._begin("if", first)
            if following:
                self._statement(following)
        elif word in ("for", "parfor"):
            self._loop(first, rest)
        else:
            raise self.error(f"`{word}` is not read.", "Write it with `if`, `for` and functions.", first)

    def _begin(self, kind: str, token: Token, outputs: Sequence[str] = ()) -> None:
        self.writer.put(":", token.end, token.end)
        self.blocks.append(_Block(kind, outputs))

    def _value(self, tokens: list[Token], before: Token) -> Node:
        if not tokens:
            raise self.error(f"Nothing stands behind `{before.text}`.", "Write the condition.", before)
        return Expressions(tokens, self.scope, self.places).whole()

    def _values(self, tokens: list[Token], before: Token) -> Node:
        """Return one value, or the tuple of several."""
        expressions = Expressions(tokens, self.scope, self.places)
        items = [self._value(tokens, before)] if not has_comma(tokens) else [expressions.expression()]
        while expressions.accept(","):
            items.append(expressions.expression())
        if len(items) == 1:
            return items[0]
        if expressions.at < len(tokens):
            raise expressions.unexpected()
        return tree.ListingPart(items[0].start, items[-1].end, "()", items)

    def _headed(self, tokens: list[Token], before: Token) -> tuple[Node, list[Token]]:
        """Return the condition of a block, and a statement that follows it on the same line."""
        if not tokens:
            raise self.error(f"Nothing stands behind `{before.text}`.", "Write the condition.", before)
        expressions = Expressions(tokens, self.scope, self.places)
        condition = expressions.expression()
        return condition, tokens[expressions.at :]

    def _loop(self, first: Token, rest: list[Token]) -> None:
        if rest and rest[0].text == "(" and rest[-1].text == ")":
            rest = rest[1:-1]
        if len(rest) < 3 or rest[0].kind != NAME or rest[1].text not in ("=", "in"):
            raise self.error("This loop is not read.", "Write `for i = 1:n`.", first)
        name = rest[0].text
        over, following = self._headed(rest[2:], first)
        self.scope.values.add(name)
        self.scope.scalars.add(name)
        self._line(first)
        self.writer.put("for ", first.start, first.end)
        self.writer.put(name, rest[0].start, rest[0].end)
        self.writer.put(" in ", rest[1].start, rest[1].end)
        if isinstance(over, tree.CallPart) and over.function == "arange":
            over = tree.CallPart(over.start, over.end, "range", over.args)
        self.writer.node(over, 0)
        self._begin("for", rest[-1])
        if following:
            self._statement(following)

    def _function(self, first: Token, rest: list[Token]) -> None:
        """function [J, grad] = cost(theta, X)."""
        at = next((i for i, token in enumerate(rest) if token.text == "="), -1)
        outputs = [_spelled(token.text) for token in rest[: max(at, 0)] if token.kind == NAME]
        head = rest[at + 1 :]
        if not head or head[0].kind != NAME:
            raise self.error("This function has no name.", "Write `function y = f(x)`.", first)
        parameters = [
            _spelled(token.text)
            for before, token in pairwise(head)
            if token.kind == NAME and before.text not in (":", "::", ".", "{")  # Julia's types
        ]
        self._line(first)
        self.writer.put("def ", first.start, first.end)
        self.writer.put(head[0].text, head[0].start, head[0].end)
        self.writer.put(f"({', '.join(parameters)})", head[-1].start, head[-1].end)
        self._begin("function", head[-1], outputs)
        self.scope.values.update(parameters)

    def _assignment(self, tokens: list[Token]) -> None:
        at = equals(tokens)
        if at is None:
            if self._is_result():
                self._returned(tokens[0], tokens)
                return
            value = self._value(tokens, tokens[0])
            self._line(tokens[0])
            self.writer.node(value, 0)
            return
        sign = tokens[at]
        if not tokens[at + 1 :] or at == 0:
            raise self.error("Something is missing beside this sign.", "Write `name = expression`.", sign)
        if sign.text == "=" and self._is_definition(tokens[:at], tokens[at + 1 :]):
            self._defined(tokens[:at], tokens[at + 1 :])
            return
        value = self._values(tokens[at + 1 :], sign)
        self._structure(tokens[:at])
        target = self._target(tokens[:at], value)
        if isinstance(target, tree.ListingPart) and len(target.items) == 2:
            value = _with_place(value)
        self._line(tokens[0])
        if isinstance(value, tree.FunctionPart) and isinstance(target, tree.NamePart):
            parameters = [part.strip() for part in value.parameters.split(",") if part.strip()]
            names = [tree.NamePart(value.start, value.start, part) for part in parameters]
            self.writer.statement(tree.Define(target.start, value.end, target, names, value.body))
            return
        self.writer.node(target, 0)
        self.writer.put(f" {sign.text} ", sign.start, sign.end)
        self.writer.node(value, 0)
        if self._is_result() and isinstance(target, tree.NamePart):
            self._returned(tokens[0], tokens[:1])

    def _structure(self, target: Sequence[Token]) -> None:
        """p.w = 0.5 makes p a structure, if it is none yet."""
        name = target[0]
        if len(target) < 3 or name.kind != NAME or target[1].text != "." or name.text in self.scope.values:
            return
        self._line(name)
        self.writer.put(f"{_spelled(name.text)} = SimpleNamespace()", name.start, name.end)
        self.scope.values.add(name.text)

    def _is_definition(self, target: Sequence[Token], body: Sequence[Token]) -> bool:
        """Julia's `relu(x) = max(0, x)`: the program gives `relu` no value before, and `x` none that is a place.

        In a loop `y(i) = x(i)` sets entries.
        """
        if len(target) < 4 or [target[1].text, target[-1].text] != ["(", ")"]:
            return False
        inside = target[2:-1]
        names = all(token.kind == NAME if i % 2 == 0 else token.text == "," for i, token in enumerate(inside))
        words = {token.text for token in inside[::2]}
        named = target[0].kind == NAME and target[0].text not in self.scope.values
        values = words & (self.scope.values - self.scope.inputs)
        is_free = not values or (values <= {token.text for token in body} and not self.blocks)
        return names and named and "end" not in words and is_free

    def _defined(self, target: Sequence[Token], body: list[Token]) -> None:
        name, parameters = target[0], [tree.NamePart(t.start, t.end, _spelled(t.text)) for t in target[2:-1:2]]
        self.scope.functions.add(name.text)
        with self.scope.inside([part.base for part in parameters]):
            value = Expressions(body, self.scope, self.places).whole()
        self._line(name)
        named = tree.NamePart(name.start, name.end, _spelled(name.text))
        self.writer.statement(tree.Define(name.start, body[-1].end, named, parameters, value))

    def _target(self, tokens: list[Token], value: Node) -> Node:
        first, last = tokens[0], tokens[-1]
        listed = first.text == "[" and last.text == "]"
        if listed or (first.kind == NAME and has_comma(tokens)):
            inside = tokens[1:-1] if listed else tokens
            names = [token for token in inside if token.kind == NAME or token.text == "~"]
            items: list[Node] = [tree.NamePart(token.start, token.end, _spelled(token.text)) for token in names]
            if not items:
                raise self.error("Nothing can be assigned here.", "Write `[a, b] = f(x)`.", first)
            self.scope.values.update(token.text for token in names)
            return tree.ListingPart(first.start, last.end, "()", items) if len(items) > 1 else items[0]
        name = _spelled(first.text)
        if isinstance(value, tree.FunctionPart):
            self.scope.functions.add(name)
        elif first.kind == NAME and len(tokens) == 1:
            self.scope.values.add(name)
            self.scope.functions.discard(name)
            self.scope.orientations.assign(name, value)
            if self.scope.is_large(value):
                self.scope.large.add(name)
            if isinstance(value, tree.ComparePart | tree.LogicPart):
                self.scope.masks.add(name)
        else:
            self.scope.values.add(name)
        target = Expressions(tokens, self.scope, self.places).whole()
        if not isinstance(target, tree.NamePart | tree.IndexPart | tree.AttributePart):
            raise self.error("Nothing can be assigned here.", "Write `name = expression`.", first)
        return target


def _with_place(value: Node) -> Node:
    """[m, i] = max(x): the largest entry and its place, counted from 1."""
    if not isinstance(value, tree.CallPart) or value.function not in ("max", "min"):
        return value
    place = tree.CallPart(value.start, value.end, f"arg{value.function}", value.args, value.keywords)
    one = tree.NumberPart(value.start, value.end, "1")
    counted = tree.SumPart(value.start, value.end, [("+", place), ("+", one)])
    return tree.ListingPart(value.start, value.end, "()", [value, counted])


def _spelled(word: str) -> str:
    return LAMBDA if word == "lambda" else "_" if word == "~" else word
