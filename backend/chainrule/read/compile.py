"""Syntax tree -> instructions of a stack machine, without recursion: nesting costs no stack, here or when it runs.

An instruction is `(function, argument, syntax node)`; `machine.Machine.execute` calls
`function(machine, stack, argument, node)`. Jumps return the position to go on at.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

__all__ = ["CompiledCode", "Instruction", "JumpLabel", "Part", "compile_block", "names_in", "step"]

Instruction: TypeAlias = "tuple[Callable[..., Any], Any, ast.AST]"


class JumpLabel:
    """A position in the code that a jump leads to."""

    __slots__ = ("position",)

    def __init__(self) -> None:
        self.position = -1


def step(function: Callable[..., Any], argument: Any, node: ast.AST) -> Instruction:
    """Return an instruction among the parts of a statement or expression."""
    return (function, argument, node)


def names_in(target: ast.expr) -> list[str]:
    """Return the names of a target of an assignment or a loop."""
    return [part.id for part in ast.walk(target) if isinstance(part, ast.Name)]


@dataclass(slots=True)
class CompiledCode:
    """The instructions of a program, a function or a comprehension, and what is known of its names."""

    name: str
    instructions: list[Instruction] = field(default_factory=list)
    set_in_loops: frozenset[str] = frozenset()  # names that the loops of a function's body set
    shows_picture: bool = False  # the body calls a library of pictures
    outermost: bool = False  # the program itself: its names are those of the graph
    loops: list[tuple[JumpLabel, JumpLabel]] = field(
        default_factory=list
    )  # while compiling: where continue and break lead


Part: TypeAlias = "ast.AST | Instruction | JumpLabel | Callable[[CompiledCode], None]"
Handler: TypeAlias = Callable[[CompiledCode, Any], Iterable[Part]]


def compile_block(
    code: CompiledCode, parts: Sequence[Part], handlers: dict[type[ast.AST], Handler], refuse: Any
) -> CompiledCode:
    """Append the instructions for `parts` to `code`. `refuse(node)` makes the error for what has no handler."""
    todo: list[Any] = list(parts)[::-1]
    instructions = code.instructions
    while todo:
        part = todo.pop()
        kind = type(part)
        if kind is tuple:
            instructions.append(part)
        elif (handler := handlers.get(kind)) is not None:
            todo.extend(list(handler(code, part))[::-1])
        elif kind is JumpLabel:
            part.position = len(instructions)
        elif isinstance(part, ast.AST):
            raise refuse(part)
        else:
            part(code)
    return code
