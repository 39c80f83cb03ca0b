"""What the oracle says of a program."""

from __future__ import annotations

from dataclasses import dataclass, field

from .arrays import Float

__all__ = ["Answer"]


@dataclass
class Answer:
    """What one run gave. Arrays are float64; an entry of a gradient that has none (a kink) is nan.

    outputs: for each pair of (out, loss) of the row: the value and the gradient of every name asked for.
    named: every name at the end that is a number or an array.
    shared: names that were two names of one array, or whose entries were changed: what their own gradient is depends on
        the moment, and it is not compared.
    truth: hand-written gradient -> (the number at the end of the program, the true one), where it has one.
    """

    outputs: list[tuple[Float, dict[str, Float]]] = field(default_factory=list)
    named: dict[str, Float] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    truth: dict[str, tuple[Float, Float]] = field(default_factory=dict)
