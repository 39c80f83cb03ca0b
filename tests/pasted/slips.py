"""A right backward pass and the same with one mistake planted at a time, as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .program import P, Program

__all__ = ["Slip", "inherited", "numbers", "with_slips"]


@dataclass(frozen=True)
class Slip:
    """A mistake: `old` becomes `new`; `wrong`: the gradients at fault with the kind, `inherits`: those that follow.

    unnamed: gradients that the row does not judge: they no longer exist, or two objects have one of that name.
    """

    name: str
    old: str
    new: str
    wrong: Mapping[str, str]
    inherits: str = ""
    unnamed: str = ""


def with_slips(
    name: str, source: str, values: Mapping[str, Any], grads: Mapping[str, str], *slips: Slip, **fields: Any
) -> Iterator[Program]:
    """The row of the right program, and one row for each slip. Raises ValueError where a slip changes nothing."""
    right = P(name, source, values, grads=grads, **fields)
    yield right
    for slip in slips:
        if slip.old not in right.source:
            raise ValueError(f"{name}: there is no {slip.old!r}")
        twin = fields.get("twin")
        changed = {**fields, "correct": twin or right.source}
        if twin is not None:
            changed["twin"] = P("", twin).source.replace(slip.old, slip.new)
        mistakes = {**slip.wrong, **dict.fromkeys(slip.inherits.split(), "inherits")}
        kept = {key: of for key, of in grads.items() if key not in slip.unnamed.split()}
        text = right.source.replace(slip.old, slip.new)
        yield P(f"{name}: {slip.name}", text, values, grads=kept, mistakes=mistakes, **changed)


def numbers(seed: int, *shape: int, scale: float = 0.7) -> Any:
    """Random numbers of two decimals, as nested lists."""
    return (np.random.default_rng(seed).standard_normal(shape) * scale).round(2).tolist()


def inherited(kind: str, first: str, rest: str) -> dict[str, str]:
    """The kind of the first gradient at fault; those of `rest` follow from it."""
    return {first: kind, **dict.fromkeys(rest.split(), "inherits")}
