"""Losses by the names that slides have for them, whose arguments stand in either order: CrossEntropy(y, ŷ), BCE(ŷ, y)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..calling import Arguments
from ..text.vocabulary import LOSSES_OF_PAPER
from ..values import Value
from .rows import Row
from .source_definitions import SourceDefinitions

__all__ = ["PAPER_LOSSES"]

TEXT = SourceDefinitions(
    """
@hidden
def of_two_classes(y, p):
    return -np.mean(y*np.log(p) + (1 - y)*np.log(1 - p))

@hidden
def of_classes(y, p):
    if np.ndim(p) == 0:
        return of_two_classes(y, p)
    if np.ndim(p) == 1:
        return -np.sum(y*np.log(p))
    return -np.mean(np.sum(y*np.log(p), axis=-1))
""",
    {"np": "numpy"},
)
ROWS = TEXT.rows()
PREDICTION = re.compile(r"\w*_?hat|p\w?|q|a\d?|o\d?|outputs?|pred\w*|\w+_pred")


def _in_order(row: str) -> Callable[[Arguments], Value]:
    """Return the row that calls the loss `row` with the target first, whatever the order on paper.

    What is computed is the prediction; of two names the one that is called so, else the second, as in H(y, p).
    """

    def loss(call: Arguments) -> Value:
        target, prediction = call.bind("target, prediction")
        nodes = call.machine.builder.nodes
        first, second = (nodes[call.machine.node(value, call.node)] for value in (target, prediction))
        named = PREDICTION.fullmatch(first.name or "") is not None
        if (first.args and not second.args) or (named and bool(first.args) == bool(second.args)):
            target, prediction = prediction, target
        definition = ROWS[row]
        assert callable(definition)
        return definition(Arguments(call.machine, call.name, [target, prediction], {}, call.node))

    return loss


PAPER_LOSSES: Mapping[str, Row] = {name: _in_order(row) for name, row in LOSSES_OF_PAPER.items()}
