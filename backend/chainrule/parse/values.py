"""What an expression can be while it is read: mostly a node, sometimes something that only leads to one."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..errors import Span
from ..prelude import Definition
from .syntax import Source

__all__ = ["Closure", "Comparison", "Items", "Method", "Module", "Setting", "Value"]


@dataclass(frozen=True, slots=True)
class Setting:
    """None, True, False or a string of underscores: only ever a setting such as `axis=None`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Items:
    """A tuple or list of values: `a, b = ...`, `reshape(x, (2, 3))`, `concatenate([x, y])`."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left < right`, waiting for the `where` it stands in; as a factor it is a mask of ones and zeros."""

    op: str
    left: int
    right: int
    span: Span


@dataclass(frozen=True, slots=True)
class Method:
    """`owner.name`, waiting to be called."""

    name: str
    owner: Value


@dataclass(frozen=True, slots=True)
class Module:
    """`np`, `torch.nn`: what follows the dot is looked up by its last word."""

    name: str


@dataclass(frozen=True, slots=True)
class Closure:
    """A function of the reader's own (`source` is the program) or of the prelude (`definition` is its row)."""

    name: str
    parameters: tuple[str, ...]
    defaults: Mapping[str, ast.expr]
    body: tuple[ast.stmt, ...]
    source: Source | None
    definition: Definition | None = None
    local: tuple[str, ...] = ()


Value: TypeAlias = int | Setting | Items | Comparison | Method | Module | Closure
