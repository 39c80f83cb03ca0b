"""Walking over trees: the parts of a node, and a node with its parts replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from .tree import Node, Place, Statement

__all__ = ["nodes", "parts", "rebuilt"]

T = TypeVar("T", bound=Place)


def parts(node: Node | Statement) -> Iterator[Node]:
    """The nodes directly inside `node`."""
    for field in fields(node):
        yield from _inside(getattr(node, field.name))


def _inside(value: Any) -> Iterator[Node]:
    if isinstance(value, Place):
        yield value  # type: ignore[misc]
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _inside(item)


def nodes(node: Node | Statement) -> Iterator[Node | Statement]:
    """`node` and all nodes inside it, outer ones first."""
    waiting: list[Node | Statement] = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(list(parts(here))))


def rebuilt(node: T, change: Callable[[Node], Node]) -> T:
    """`node` with `change` made to each node directly inside it."""

    def changed(value: Any) -> Any:
        if isinstance(value, Place):
            return change(value)  # type: ignore[arg-type]
        if isinstance(value, list | tuple):
            return type(value)(changed(item) for item in value)
        return value

    new = {field.name: changed(getattr(node, field.name)) for field in fields(node)}
    return replace(node, **new)
