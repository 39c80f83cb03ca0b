"""A run as lines of JSON: what is known before its first update, each entry, the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..number import jsonable
from ..sentences import translated
from ..tracing.encode import encode
from .run_document import LeafRow, RuleTape, RunNotice
from .training import End, RunEntry

__all__ = ["Head", "lines", "translated_notices"]


@dataclass(frozen=True, slots=True)
class Head:
    """Facts on a run that are there before its first update."""

    parameters: list[str]
    leaves: list[LeafRow]
    optimizer: str
    rule: str
    settings: Mapping[str, float]
    states: Sequence[str]
    iterations: int
    notices: list[RunNotice]
    tape: RuleTape | None

    def fields(self) -> dict[str, Any]:
        """Return its fields of the document."""
        return {
            "parameters": self.parameters,
            "leaves": self.leaves,
            "optimizer": self.optimizer,
            "rule": self.rule,
            "settings": dict(self.settings),
            "rule_tape": self.tape,
            "of": self.iterations,
        }


def lines(head: Head, steps: Iterator[RunEntry | End]) -> Iterator[bytes]:
    """Yield a run as lines of JSON: the facts before its first update, each entry, the end."""
    yield encode({**head.fields(), "notices": translated_notices(head.notices)}) + b"\n"
    for step in steps:
        if isinstance(step, End):
            yield encode({"ended": step.ended, "iteration": step.iteration, "text": translated(step.text)}) + b"\n"
        else:
            yield encode(_entry_fields(step)) + b"\n"


def translated_notices(notices: Sequence[RunNotice]) -> list[RunNotice]:
    """Return the notices in the language of the moment."""
    return [replace(notice, text=translated(notice.text)) for notice in notices]


def _entry_fields(entry: RunEntry) -> dict[str, Any]:
    return {
        "iteration": entry.iteration,
        "loss": jsonable(entry.loss),
        "learning_rate": jsonable(entry.learning_rate),
        "values": {name: jsonable(value) for name, value in entry.values.items()},
        "gradients": {name: jsonable(value) for name, value in entry.gradients.items()},
        "state": {
            state: {name: jsonable(value) for name, value in by_name.items()} for state, by_name in entry.state.items()
        },
    }
