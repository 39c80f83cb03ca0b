"""The table of ops: OPS maps a name to its row, and the look-ups below find a row by how it is written."""

from __future__ import annotations

from . import arithmetic, choice, leaves, linear, reduce, structure, unary
from .choice import COMPARISONS
from .indexing import Slice, key_of, numpy_key
from .lower import lowered
from .op import Culprit, Emit, Kink, Op, Pattern, Trial, Units

__all__ = [
    "ALIASES",
    "COMPARISONS",
    "METHODS",
    "OPERATORS",
    "OPS",
    "PAIRS",
    "SPELLINGS",
    "Culprit",
    "Emit",
    "Kink",
    "Op",
    "Pattern",
    "Slice",
    "Trial",
    "Units",
    "key_of",
    "lowered",
    "numpy_key",
    "spelled",
]


def _index(rows: tuple[Op, ...]) -> dict[str, Op]:
    table: dict[str, Op] = {}
    for row in rows:
        if row.name in table:
            raise TypeError(f"Two rows are called {row.name}.")
        table[row.name] = row
    return table


OPS: dict[str, Op] = _index(
    (
        *leaves.ROWS,
        *arithmetic.ROWS,
        *unary.ROWS,
        *choice.ROWS,
        *reduce.ROWS,
        *linear.ROWS,
        *structure.ROWS,
    )
)

SPELLINGS: dict[str, str] = {word: row.name for row in OPS.values() for word in row.spellings}
METHODS: dict[str, str] = {word: row.name for row in OPS.values() for word in row.methods}
OPERATORS: dict[tuple[str, int], str] = {
    (row.operator, row.slots): row.name for row in OPS.values() if row.operator is not None and row.slots is not None
}
PAIRS: dict[str, str] = {"max": "maximum", "min": "minimum"}  # what these words mean between two values
ALIASES: dict[str, str] = {"dim": "axis", "keepdim": "keepdims", "dims": "axes"}  # PyTorch's names for NumPy's settings


def spelled(name: str, arguments: int) -> str | None:
    """The row a call means: `max(a, b)` is `maximum`, `max(a)` is `amax`. None if the name is not in the table.

    In `np.max(a, 0)` the second argument is an axis: ask with the number of values, here 1.
    """
    return PAIRS.get(name, SPELLINGS.get(name)) if arguments == 2 else SPELLINGS.get(name)
