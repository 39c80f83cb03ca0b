"""All tables, by name."""

from __future__ import annotations

import importlib
from pathlib import Path

from .program import Program

__all__ = ["load", "names"]


def names() -> list[str]:
    """The tables there are: the files `*_programs.py` beside this one."""
    return sorted(path.name.removesuffix("_programs.py") for path in Path(__file__).parent.glob("*_programs.py"))


def load(name: str) -> list[Program]:
    """The rows of a table. Raises ValueError if two rows have one name."""
    rows: list[Program] = importlib.import_module(f".{name}_programs", __package__).PROGRAMS
    twice = {row.name for row in rows if sum(other.name == row.name for other in rows) > 1}
    if twice:
        raise ValueError(f"{name}: two rows are called {sorted(twice)}")
    return rows
