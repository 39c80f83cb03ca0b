"""The moves of the lecture, in order: every gate forward, the seed, every gate backward, every `+=` at a copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..evaluate import shape_of
from ..explain import (
    CompiledTemplate,
    Moving,
    Operand,
    StepText,
    accumulate,
    back_copy,
    back_reason,
    begin,
    compiled_backward,
    compiled_compute,
    computed,
    direction,
    handed_back,
    letters_for,
    loss_name,
    seed,
    tangent,
)
from ..graph import ROUND, FunctionCall, Graph
from ..ops import OPS
from ..ops.op import Op
from ..sentences import sentence, tr
from ..view import OUTPUT, Box, Wire
from .document import Step
from .document_picture import BLANK_STEP, renewed
from .localized import said_of_round
from .numbers import Numbers, WireNumbers
from .structure import PictureStructure

__all__ = ["letters", "loss_of", "steps"]


def steps(
    numbers: Numbers,
    wired: Mapping[str, WireNumbers],
    labels: Mapping[str, str],
    called: Mapping[int, str],
    seeded: bool,
    structure: PictureStructure,
) -> list[Step]:
    """All steps of a trace. `called`: the letters of nameless values; `seeded`: the user gave the upstream."""
    return _StepBuilder(numbers, wired, labels, called, seeded, structure).steps()


def loss_of(graph: Graph, seeded: bool) -> str:
    """The letter that gradients are of."""
    output = graph.nodes[graph.output if graph.halves is None else graph.halves.output]
    return loss_name(graph.output_name, output.shape, is_given=seeded, reserved=list(graph.names))


def letters(numbers: Numbers, seeded: bool) -> dict[int, str]:
    """One letter for each nameless value that is drawn, the same in every step."""
    graph = numbers.graph
    visible_nodes = [*(box.node for box in numbers.view.boxes), *(wire.node for wire in numbers.view.wires)]
    output = graph.output if graph.halves is None else graph.halves.output
    nodes = [node for node in dict.fromkeys(visible_nodes) if node != output and graph.nodes[node].name is None]
    reserved = [loss_of(graph, seeded), graph.output_name, *graph.names, *(call.function for call in graph.calls)]
    return dict(zip(nodes, letters_for(len(nodes), reserved), strict=True))


NOTHING_SAVED = sentence(
    "The tangent of this gate comes next, from the values that are here: no backward pass needs them, nothing is saved."
)


class _StepBuilder:
    def __init__(
        self,
        numbers: Numbers,
        wired: Mapping[str, WireNumbers],
        labels: Mapping[str, str],
        called: Mapping[int, str],
        seeded: bool,
        structure: PictureStructure,
    ) -> None:
        self.structure = structure
        self.operands_of: dict[str, list[Operand]] = {}
        self.numbers, self.wired, self.labels, self.letters, self.seeded = numbers, wired, labels, called, seeded
        self.loss = loss_of(numbers.graph, seeded)
        self.told_steps: list[Step] = []
        self.is_backward = False  # the backward half
        self.arrived: dict[str, list[tuple[str, Any]]] = {}
        self.sums: dict[str, Any] = {}
        self.leaving: dict[str, int] = {}
        for wire in numbers.view.wires:
            self.leaving[wire.source] = self.leaving.get(wire.source, 0) + 1

    def steps(self) -> list[Step]:
        gates = [box for box in self.numbers.view.boxes if box.kind in ("gate", "function")]
        if self.numbers.tangents is not None:
            self.tell_direction()
        for box in gates:
            back = box.back and not box.keeps  # a value is kept in the forward pass
            if back and not self.is_backward:
                self.tell_begin()
            words = self.compute(box)
            edges = [wire.id for wire in self.numbers.incoming[box.id]]
            if box.back:
                words = words._replace(why=self.why_back(box))
            elif self.numbers.tangents is not None and self.numbers.graph.halves is None:
                words = words._replace(why=tr(NOTHING_SAVED))
            self.add_step("backward" if back else "forward", "compute", [box.id], edges, self.merged(box, words))
            if self.numbers.tangents is not None:
                self.tell_tangent(box)
        if self.numbers.tangents is not None or self.numbers.graph.halves is not None:
            return self.told_steps
        self.seed()
        for box in reversed(gates):
            if not box.copies and self.numbers.incoming[box.id]:  # a function of constants hands nothing back
                self.backward(box)
        return self.told_steps

    def compute(self, box: Box) -> StepText:
        operands, value = self.operands(box), self.numbers.value(box)
        name, letter = self.name(box), self.letters.get(box.node, "")

        def make() -> CompiledTemplate:
            return compiled_compute(self.row(box), box.id, operands, name, shape_of(value), self.called(box), letter)

        return computed(self.compiled("compute", box, make), operands, value)

    def compiled(self, kind: str, box: Box, make: Callable[[], CompiledTemplate]) -> CompiledTemplate:
        """Kept for a gate; the formula of a closed function may hold the value of an argument that it does not use."""
        return self.structure.part((kind, box.id, self.seeded), make) if box.kind == "gate" else make()

    def add_step(self, phase: Any, kind: Any, nodes: list[str], edges: list[str], words: StepText) -> None:
        text, math, template, why = words
        step = {
            "index": len(self.told_steps),
            "phase": phase,
            "kind": kind,
            "nodes": nodes,
            "edges": edges,
            "text": text,
            "math": math,
            "words": template,
            "why": why,
        }
        self.told_steps.append(renewed(BLANK_STEP, step))

    def tell_direction(self) -> None:
        """Forward mode begins: the variables get the direction."""
        leaves = [box for box in self.numbers.view.boxes if box.kind == "leaf" and not box.back]
        moving = [
            Moving(box.id, self.labels[box.id], self.numbers.tangent(box))
            for box in leaves
            if np.any(self.numbers.tangent(box))
        ]
        self.add_step("tangent", "direction", [box.id for box in leaves], [], direction(moving))

    def tell_tangent(self, box: Box) -> None:
        edges = [wire.id for wire in self.numbers.incoming[box.id]]
        words = tangent(
            self.row(box),
            box.id,
            self.operands(box),
            self.numbers.value(box),
            self.numbers.tangent(box),
            name=self.name(box),
            shape=shape_of(self.numbers.value(box)),
            label=self.called(box),
            letter=self.letters.get(box.node, ""),
        )
        self.add_step("tangent", "tangent", [box.id], edges, self.merged(box, words))

    def tell_begin(self) -> None:
        """The backward half of a backward graph begins with dL/d(output)."""
        self.is_backward = True
        graph = self.numbers.graph
        seeds = [box for box in self.numbers.view.boxes if box.kind == "leaf" and box.back]
        first = next((box for box in seeds if graph.nodes[box.node].name), None)
        if first is not None and graph.halves is not None:
            name = graph.output_name
            value = self.numbers.value(first)
            words = begin(name, first.id, value, is_given=self.seeded, shape=shape_of(value), loss=self.loss)
            self.add_step("backward", "seed", [box.id for box in seeds], [], words)

    def why_back(self, box: Box) -> str:
        """Return the reason for a gate of the backward half, as a sentence."""
        halves, at = self.numbers.graph.halves, self.numbers.backward_of(box)
        of = None if at is None else self.numbers.boxes[at]
        saved = sum(not self.numbers.boxes[wire.source].back for wire in self.numbers.incoming[box.id])
        if box.copies:
            return back_copy(saved=box.keeps)
        adds = halves is not None and box.node in halves.sums
        return back_reason("" if of is None else self.called(of), saved, adds=adds)

    def seed(self) -> None:
        (wire,) = self.numbers.incoming[OUTPUT]
        name = self.numbers.graph.output_name
        words = seed(name, wire.id, self.numbers.run.upstream, is_given=self.seeded, shape=wire.shape, loss=self.loss)
        self.add_step("backward", "seed", [OUTPUT], [wire.id], words)
        self.accumulate(wire)

    def backward(self, box: Box) -> None:
        wires = self.numbers.incoming[box.id]
        operands, value, row = self.operands(box), self.numbers.value(box), self.row(box)
        name, letter = self.name(box), self.letters.get(box.node, "")

        def make() -> CompiledTemplate:
            return compiled_backward(row, box.id, operands, name, shape_of(value), self.called(box), self.loss, letter)

        words = handed_back(row, self.compiled("backward", box, make), operands, value, self.params(box))
        self.add_step("backward", "backward", [box.id], [wire.id for wire in wires], self.merged(box, words))
        for wire in wires:
            self.accumulate(wire)

    def merged(self, box: Box, words: StepText) -> StepText:
        """Add to the words of boxes drawn as one how those belong together."""
        if not box.members:
            return words
        several = len(self.numbers.member_nodes(box.node)) > 1
        if box.in_a_row and any(self.numbers.graph.calls[call].results for call in box.calls):
            how = sentence("{0} gates alike, each taking the results of the one before, are drawn as one.")
        elif several and not box.in_a_row:
            how = sentence("{0} gates alike, each with its own row of the numbers, are drawn as one.")
        else:
            how = sentence("{0} gates alike, each taking the result of the one before, are drawn as one.")
        return words._replace(why=f"{tr(how, len(box.members))} {tr('Open it to see them one by one.')}")

    def accumulate(self, wire: Wire) -> None:
        """The `+=` of a wire that comes out of a copy gate."""
        copy = self.numbers.boxes[wire.source]
        if not copy.copies:
            return
        (into,) = self.numbers.incoming[copy.id]
        terms = self.arrived.setdefault(copy.id, [])
        term = self.wired[wire.id].downstream
        total = self.sums[copy.id] = self.sums[copy.id] + term if terms else term
        terms.append((wire.id, term))
        places = self.leaving[copy.id]
        name = self.numbers.graph.nodes[copy.node].name
        words = accumulate(
            name,
            into.id,
            terms,
            places,
            total,
            shape=wire.shape,
            loss=self.loss,
            letter=self.letters.get(copy.node, ""),
        )
        edges = [wire.id, into.id] if len(terms) == places else [wire.id]
        self.add_step("backward", "accumulate", [copy.id], edges, words)

    def called(self, box: Box) -> str:
        """The gate in a sentence: as its box says, but of repeated gates by name: "Add × 11"."""
        if not box.members or box.calls:
            return said_of_round(self.labels[box.id]) if box.op == ROUND and box.calls else self.labels[box.id]
        return f"{OPS[box.op].title.removesuffix(' gate')} × {len(box.members)}"

    def row(self, box: Box) -> Op | FunctionCall:
        if box.kind != "function":
            return OPS[box.op]
        count = len(self.operands(box))
        call = self.numbers.graph.calls[box.calls[0]] if box.calls else None
        if call is None or (box.members and len(call.params) != count):
            return FunctionCall(-1, box.op, None, (), box.node, None, (), tuple(f"in{i}" for i in range(count)))
        free = count - len(call.params)  # what it reads besides its arguments: names of the program
        return call._replace(params=(*call.params, *(f"free{i}" for i in range(free))))

    def name(self, box: Box) -> str | None:
        if box.is_broadcast or box.copies:
            return self.numbers.graph.nodes[box.node].name
        own, graph = self.numbers.graph.nodes[box.node].name, self.numbers.graph
        output = graph.output if graph.halves is None else graph.halves.output
        return own or (graph.output_name if box.node == output else None)

    def params(self, box: Box) -> Mapping[str, Any]:
        return self.numbers.graph.nodes[box.node].params if box.is_single else {}

    def operands(self, box: Box) -> list[Operand]:
        """All arguments in slot order: wires, and constants drawn inside the gate. Boxes drawn as one may have
        several wires for one slot."""
        operands = self.operands_of.get(box.id)
        if operands is None:
            operands = self.operands_of[box.id] = self._operands(box)
        return operands

    def _operands(self, box: Box) -> list[Operand]:
        places: list[Wire | int] = self.structure.part(("operands", box.id), lambda: self._places(box))
        values = self.numbers.run.values
        return [self._fed(at) if isinstance(at, Wire) else Operand(None, None, values[at]) for at in places]

    def _fed(self, wire: Wire) -> Operand:
        """The operand that a wire brings."""
        n, graph = self.wired[wire.id], self.numbers.graph
        return Operand(
            wire.id,
            graph.nodes[wire.node].name,
            n.value,
            wire.shape,
            n.upstream,
            n.local,
            n.downstream,
            n.rule,
            self.numbers.boxes[wire.source].copies,
            self.letters.get(wire.node, ""),
            0.0 if self.numbers.tangents is None else self.numbers.wire_tangent(wire),
            n.summed_axes,
        )

    def _places(self, box: Box) -> list[Wire | int]:
        """Return the content of each slot: a wire, or the node of a constant."""
        by_place: dict[tuple[int, str], Wire | int] = {
            (wire.slot, wire.id): wire for wire in self.numbers.incoming[box.id]
        }
        fixed = list(box.constants)
        if box.kind == "function":  # constants, and arguments the body does not use
            fixed = [
                (slot, arg)
                for call in box.calls[:1]
                for slot, arg in enumerate(self.numbers.graph.calls[call].args)
                if not box.members and all(slot != used for used, _ in by_place)
            ]
        for slot, node in fixed:
            by_place[slot, ""] = node
        return [by_place[place] for place in sorted(by_place, key=lambda place: place[0])]
