"""Generated code with the steps its lines belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..tracing.document import Step
from ..view import View

__all__ = ["Code", "CodeLine", "Script", "array_text", "highlight"]


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of the program, and the steps of the trace that it does."""

    number: int
    """The line, from 1."""
    steps: list[int]
    """Indices into the trace's steps: those that speak of this line."""


@dataclass(frozen=True, slots=True)
class Code:
    """The graph and its backward pass as a program."""

    language: str
    """Language of the script, as it was asked for."""
    title: str
    """The language as a menu calls it."""
    file: str
    """A name to save it under."""
    text: str
    """The program."""
    lines: list[CodeLine]
    """Those lines that some step speaks of."""


LINES = {"compute": "f", "backward": "b", "tangent": "t"}  # kind of a step -> the tags of its lines


class Script:
    """Lines as they are written, each with tags that say what it does."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tags: list[tuple[str, ...]] = []

    def add(self, text: str = "", *tags: str) -> None:
        """Append a line; `tags` name the steps that it belongs to."""
        self.lines.append(text.rstrip())
        self.tags.append(tags)

    def extend(self, other: Script, indent: str = "") -> None:
        """Append the lines of another script, `indent` before each."""
        for text, tags in zip(other.lines, other.tags, strict=True):
            self.add(indent + text, *tags)

    def start(self, *heads: str) -> None:
        """Put lines in front of all others."""
        self.lines[:0] = heads
        self.tags[:0] = [()] * len(heads)

    def code(self, language: str, title: str, file: str, steps: Sequence[frozenset[str]]) -> Code:
        """`steps` holds, for each step of the trace, the tags it lights up."""
        rows_by_name: dict[str, list[int]] = {}
        for index, targets in enumerate(steps):
            for tag in targets:
                rows_by_name.setdefault(tag, []).append(index)
        lines = []
        for place, tags in enumerate(self.tags, 1):
            own = sorted({index for tag in tags for index in rows_by_name.get(tag, ())})
            if own:
                lines.append(CodeLine(place, own))
        return Code(language, title, file, "\n".join(self.lines) + "\n", lines)


def highlight(steps: Sequence[Step], view: View) -> list[frozenset[str]]:
    """Return, for each step of the trace, the tags of the lines it highlights."""
    edges = {wire.id: wire for wire in view.wires}
    into = {wire.target: wire for wire in view.wires}
    boxes = {box.id: box for box in view.boxes}
    apart = {box.id: box.members or (box.id,) for box in view.boxes}
    groups: list[frozenset[str]] = []
    for step in steps:
        if step.kind in ("seed", "direction"):
            groups.append(frozenset([step.kind]))
            continue
        box = boxes[step.nodes[0]]
        if step.kind == "accumulate":
            edge = edges[step.edges[0]]
            tags = [f"w:{target}:{edge.slot}" for target in apart[edge.target]]
        elif box.copies and step.kind != "backward":  # it has no line of its own: that of its value
            sorts = "fv" if step.kind == "compute" else ("t", "tv")
            tags = [f"{sort}:{source}" for source in apart[into[box.id].source] for sort in sorts]
        elif box.port is not None:  # neither has a broadcast: that of its gate
            gate, slot = box.port
            tags = [f"{LINES[step.kind]}:n{gate}"] if step.kind != "backward" else [f"p:{gate}:{slot}"]
        else:
            tags = [f"{LINES[step.kind]}:{one}" for one in apart[box.id]]
        groups.append(frozenset(tags))
    return groups


def array_text(value: Any, module: str) -> str:
    """Return a number, or an array in as few characters as it takes."""
    if not np.ndim(value):
        return repr(float(value))
    array = np.asarray(value)
    if array.size > 1 and np.all(array == array.flat[0]):
        same = float(array.flat[0])
        if same in (0.0, 1.0):
            return f"{module}.{'ones' if same else 'zeros'}({array.shape})"
        return f"{module}.full({array.shape}, {same!r})"
    # Lists of whole numbers alone would make an array of integers, in which no gradient can be added up.
    text = repr(array.tolist())
    if not np.all(array == np.round(array)):
        text = text.replace(".0,", ",").replace(".0]", "]")
    return f"{module}.{'array' if module == 'np' else 'tensor'}({text})"
