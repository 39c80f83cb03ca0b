"""Walking over trees, without recursion: the parts of a node, and a tree with its nodes replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from .tree import Node, PlacePart, Statement

__all__ = ["bottom_up", "nodes", "parts", "rebuilt", "rewritten"]

T = TypeVar("T", bound=PlacePart)


_NAMES: dict[type, tuple[str, ...]] = {}


def _names(kind: type) -> tuple[str, ...]:
    """Return the fields of a kind of node, its place left out."""
    name = _NAMES.get(kind)
    if name is None:
        name = _NAMES[kind] = tuple(field.name for field in fields(kind) if field.name not in ("start", "end"))
    return name


def parts(node: Node | Statement) -> list[Node]:
    """Return the nodes directly inside `node`."""
    result: list[Node] = []
    for name in _names(type(node)):
        value = getattr(node, name)
        if isinstance(value, PlacePart):
            result.append(value)  # type: ignore[arg-type]
        elif type(value) in (list, tuple):
            for item in value:
                if isinstance(item, PlacePart):
                    result.append(item)  # type: ignore[arg-type]
                elif type(item) is tuple:
                    result += [inner for inner in item if isinstance(inner, PlacePart)]  # type: ignore[misc]
    return result


def nodes(node: Node | Statement) -> Iterator[Node | Statement]:
    """`node` and all nodes inside it, outer ones first."""
    waiting: list[Node | Statement] = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(parts(here)))


def bottom_up(node: Node | Statement) -> list[Node | Statement]:
    """`node` and all nodes inside it, each behind its parts."""
    result: list[Node | Statement] = []
    waiting: list[Node | Statement] = [node]
    while waiting:
        here = waiting.pop()
        result.append(here)
        waiting.extend(parts(here))
    return result[::-1]


def rebuilt(node: T, change: Callable[[Node], Node]) -> T:
    """`node` with `change` made to each node directly inside it."""

    def changed(value: Any) -> Any:
        if isinstance(value, PlacePart):
            return change(value)  # type: ignore[arg-type]
        if type(value) in (list, tuple):
            return type(value)([changed(item) for item in value])
        return value

    return replace(node, **{name: changed(getattr(node, name)) for name in _names(type(node))})


def rewritten(node: T, change: Callable[[Node], Node]) -> T:
    """Return the tree with `change` made to each node inside of `node`, whose parts have been changed before it."""
    nodes_by_index: dict[int, Node] = {}
    for here in bottom_up(node)[:-1]:  # type: ignore[arg-type]
        nodes_by_index[id(here)] = change(rebuilt(here, lambda part: nodes_by_index[id(part)]))  # type: ignore[arg-type]
    return rebuilt(node, lambda part: nodes_by_index[id(part)])
