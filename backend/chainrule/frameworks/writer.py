"""A record -> source text in our language, with one function per kind of module, and the values of its leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .record import Frame, RecordedCall, RecordedLeaf, Result, Slot, identifier

__all__ = ["RecordedProgram", "write"]

DEEPEST = 6  # calls that stand in one another on one line
LONGEST = 110  # characters of a line that a call may still be put into
RESERVED = (  # syntax of the calls
    "torch", "F", "nn", "np", "jnp", "math", "_", "abs", "float", "stop", "sigmoid", "conv", "max_pool", "avg_pool",
    "erf", "erfc", "erfinv", "gammaln", "digamma", "log_softmax", "recorded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordedProgram:
    """The text; the values by name; and the name of each leaf in it."""

    source: str
    values: dict[str, Any]
    names: dict[RecordedLeaf, str]


@dataclass(slots=True)
class _CallText:
    """An expression that is not a line of its own: its text and how deep it is."""

    text: str
    depth: int


def write(root: Frame, output: Slot, name: str = "out") -> RecordedProgram:
    """Return the program that computes `output`.

    Args:
        root: the whole run; what the output does not need is left out.
        name: what the output is called.
    """
    return _Writer(root, output).program(name)


class _Writer:
    def __init__(self, root: Frame, output: Slot) -> None:
        self.root, self.output = root, output
        self.needed = self._needed()
        self.owner: dict[RecordedCall, Frame] = {}
        self.parents: dict[Frame, Frame] = {}
        self.uses: Counter[Slot] = Counter([output])
        todo = [root]
        while todo:
            frame = todo.pop()
            for item in frame.items:
                if isinstance(item, Frame):
                    self.parents[item] = frame
                    todo.append(item)
                elif item in self.needed:
                    self.owner[item] = frame
                    self.uses.update(item.used())
        self.inline = not any(call.effect for call in self.needed)
        self.names: dict[RecordedLeaf, str] = {}
        self.reserved: set[str] = set(RESERVED)
        self.bodies: dict[tuple[str, str], str] = {}  # (name wished, text without its name) -> the function's name
        self.functions: list[str] = []

    def _needed(self) -> set[RecordedCall]:
        """The calls that the output follows from, and what the run decided by.

        A change in place counts as a use of what it changes.
        """
        calls = list(self.root.calls())
        slots: set[Slot] = {self.output}
        recorded_calls: set[RecordedCall] = set()
        for call in reversed(calls):
            changes = call.effect and next(call.used()) in slots
            if call.guard or changes or any(result in slots for result in call.results if result is not None):
                recorded_calls.add(call)
                slots.update(call.used())
        return recorded_calls

    def program(self, name: str) -> RecordedProgram:
        leaves = [slot for call in self.root.calls() if call in self.needed for slot in call.used()]
        for slot in dict.fromkeys([*leaves, self.output]):
            if isinstance(slot, RecordedLeaf):
                self.names[slot] = self._fresh(slot.path)
        frames = self._frames()
        scope = _Scope(self, frames, self.root, dict(self.names))
        lines = scope.lines()
        last = scope.text(self.output)
        if lines and lines[-1].startswith(f"{last} = "):
            lines[-1] = lines[-1].replace(f"{last} = ", f"{identifier(name, self.reserved)} = ", 1)
        else:
            lines.append(f"{identifier(name, self.reserved)} = {last}")
        source = "\n\n".join([*self.functions, "\n".join(lines)]) + "\n"
        return RecordedProgram(source, {self.names[leaf]: leaf.value for leaf in self.names}, self.names)

    def _fresh(self, preferred: str) -> str:
        name = identifier(preferred, self.reserved)
        self.reserved.add(name)
        return name

    def _frames(self) -> set[Frame]:
        """Return the frames that become functions: those that hold more than one call or frame."""
        frames: set[Frame] = set()
        sizes: Counter[Frame] = Counter()
        order: list[Frame] = []
        todo = [self.root]
        while todo:
            frame = todo.pop()
            order.append(frame)
            todo.extend(item for item in frame.items if isinstance(item, Frame))
        for frame in reversed(order):
            for item in frame.items:
                if not isinstance(item, Frame) and item in self.needed:
                    sizes[frame] += 1 + item.many
                if isinstance(item, Frame):
                    sizes[frame] += 1 if item in frames else sizes[item]
            if sizes[frame] > 1 and frame is not self.root:
                frames.add(frame)
        return frames

    def inside(self, call: RecordedCall, frame: Frame) -> bool:
        at: Frame | None = self.owner[call]
        while at is not None and at is not frame:
            at = self.parents.get(at)
        return at is frame

    def function(self, frame: Frame, frames: set[Frame]) -> tuple[str, list[Slot], list[Result]]:
        """Write the function of a frame, unless one with the same body is there; its name, arguments and results."""
        calls = [call for call in frame.calls() if call in self.needed]
        own = set(calls)
        arguments = [
            slot
            for slot in dict.fromkeys(slot for call in calls for slot in call.used())
            if isinstance(slot, RecordedLeaf) or slot.call not in own
        ]
        own_names = dict(reversed(frame.arguments))
        places = {slot: place for place, (slot, _) in reversed([*enumerate(frame.arguments)])}
        arguments.sort(
            key=lambda slot: places.get(slot, len(places) + (isinstance(slot, RecordedLeaf) and slot.kind != "input"))
        )
        call_results = [result for call in calls for result in call.results if result is not None]
        elsewhere: set[Slot] = {self.output}
        for call, _ in self.owner.items():
            if call not in own:
                elsewhere.update(call.used())
        results = [result for result in call_results if result in elsewhere]
        names: dict[Slot, str] = {}
        for slot in arguments:
            names[slot] = identifier(own_names.get(slot) or self._local(slot, frame), [*names.values(), *RESERVED])
        scope = _Scope(self, frames, frame, names)
        lines = scope.lines()
        partition = ", ".join(scope.text(result) for result in results)
        if len(results) == 1 and lines and lines[-1].startswith(f"{partition} = "):
            partition = lines.pop().partition(" = ")[2]
        body = "".join(f"\n    {line}" for line in [*lines, f"return {partition}"])
        head = f"({', '.join(names[slot] for slot in arguments)}):"
        names_by_slot = self.bodies.get((frame.name, head + body))
        if names_by_slot is None:
            names_by_slot = self.bodies[frame.name, head + body] = self._fresh(frame.name)
            self.functions.append(f"def {names_by_slot}{head}{body}")
        return names_by_slot, arguments, results

    def _local(self, slot: Slot, frame: Frame) -> str:
        if isinstance(slot, Result):
            return "x"
        if slot.kind == "parameter" and slot.path.startswith(f"{frame.path}."):
            return slot.path[len(frame.path) + 1 :]
        return {"input": "x", "constant": "c"}.get(slot.kind, slot.path)  # of parameters from elsewhere the whole path


class _Scope:
    """One function's text, or the outermost lines."""

    def __init__(self, writer: _Writer, frames: set[Frame], frame: Frame, names: Mapping[Any, str]) -> None:
        self.writer, self.frames, self.frame = writer, frames, frame
        self.names_by_slot: dict[Slot, str] = dict(names)
        self.pending: dict[Slot, _CallText] = {}
        self.reserved = {*names.values(), *RESERVED}
        self.count = 0

    def lines(self) -> list[str]:
        texts: list[str] = []
        for item in self._items(self.frame):
            if isinstance(item, Frame):
                self._called(item, texts)
            elif item.effect or item.guard:
                texts.append(self._expression(item.parts).text)
            else:
                self._assigned(self._expression(item.parts), item.results, texts)
        return texts

    def _items(self, frame: Frame) -> Iterable[RecordedCall | Frame]:
        """Yield calls and frames that are functions; other frames are replaced by their contents."""
        todo: list[RecordedCall | Frame] = list(reversed(frame.items))
        while todo:
            item = todo.pop()
            if isinstance(item, Frame) and item not in self.frames:
                todo.extend(reversed(item.items))
            elif isinstance(item, Frame) or item in self.writer.needed:
                yield item

    def _called(self, frame: Frame, texts: list[str]) -> None:
        name, arguments, results = self.writer.function(frame, self.frames)
        if results:
            parts: list[Any] = [f"{name}("]
            for place, slot in enumerate(arguments):
                parts += [", " if place else "", slot]
            self._assigned(self._expression([*parts, ")"]), list(results), texts)

    def _assigned(self, call_text: _CallText, results: list[Any], texts: list[str]) -> None:
        if len(results) == 1:
            slot = results[0]
            single = self.writer.uses[slot] == 1 and slot is not self.writer.output
            if single and self.writer.inline and call_text.depth < DEEPEST and len(call_text.text) < LONGEST:
                self.pending[slot] = call_text
                return
        targets = []
        for slot in results:
            if slot is None or not self.writer.uses[slot]:
                targets.append("_")
            else:
                self.names_by_slot[slot] = self._fresh()
                targets.append(self.names_by_slot[slot])
        texts.append(f"{', '.join(targets)} = {call_text.text}")

    def _fresh(self) -> str:
        self.count += 1
        name = identifier(f"h{self.count}", self.reserved)
        self.reserved.add(name)
        if self.frame is self.writer.root:
            self.writer.reserved.add(name)
        return name

    def text(self, slot: Slot) -> str:
        return self.names_by_slot[slot] if slot in self.names_by_slot else self.pending[slot].text

    def _expression(self, parts: Iterable[Any]) -> _CallText:
        texts, depth = [], 0
        for part in parts:
            if isinstance(part, str):
                texts.append(part)
            elif part in self.names_by_slot:
                texts.append(self.names_by_slot[part])
            else:
                inner = self.pending.pop(part)
                depth = max(depth, inner.depth)
                texts.append(inner.text)
        return _CallText("".join(texts), depth + 1)
