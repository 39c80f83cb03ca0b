"""Commands of LaTeX that take arguments. The table is filled where LaTeX is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .tree import Node

if TYPE_CHECKING:
    from .parser import Parser

__all__ = ["COMMANDS"]

COMMANDS: dict[str, Callable[[Parser], Node]] = {}
