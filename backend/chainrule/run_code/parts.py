"""Parts of the programs of a run, and the lines that they have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..codegen.assemble import program
from ..codegen.program import Program
from ..codegen.script import Script, array_text
from ..errors import InputError
from ..evaluate import Pass
from ..graph import INPUT, LITERAL, GraphNode
from ..learn import Settings, start
from ..learn.problem import TrainingProblem
from ..learn.rule import UpdateRule, rule_for
from ..learn.run import ITERATIONS
from ..limits import Limits
from ..ops import OPS
from ..request import TraceRequest
from ..tracing.build import draw
from ..view import view

__all__ = [
    "LossProgram",
    "RunParts",
    "data_lines",
    "end_lines",
    "loss_text",
    "parts_of",
    "refused",
    "start_text",
    "upstream_text",
    "value_text",
]

OWN_NAMES = (
    "loss_of", "learning_rate", "update", "train", "losses", "ends", "t_done", "loss_then", "batches", "loss_by_size"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LossProgram:
    """The loss of so many examples. `numbers`: by node. `leaves`: the parameters. `data`: also varies."""

    program: Program
    numbers: Sequence[Any] | Mapping[int, Any]
    leaves: tuple[GraphNode, ...]
    data: tuple[GraphNode, ...]

    @property
    def arguments(self) -> str:
        """The names of the parameters and the data, as a function of them lists them."""
        return ", ".join(self.program.names[leaf.id] for leaf in (*self.leaves, *self.data))

    @property
    def still(self) -> list[GraphNode]:
        """The leaves that are the same at every update."""
        return [leaf for leaf in self.program.leaves if leaf not in self.leaves and leaf not in self.data]


@dataclass(frozen=True, slots=True)
class Batches:
    """Cut of the data into minibatches. `parts`: the loss of a minibatch, by how many examples it has."""

    size: int
    examples: int
    data: tuple[GraphNode, ...]
    parts: Mapping[int, LossProgram]


@dataclass(frozen=True, slots=True)
class RunParts:
    """
    leaves: the parameters.
    own: what the program calls its own functions and results, by what they are.
    batches: how minibatches are cut; None where every update takes all examples.
    """

    program: Program
    run: Pass
    rule: UpdateRule
    leaves: tuple[GraphNode, ...]
    settings: Settings
    iterations: int
    own: Mapping[str, str]
    batches: Batches | None = None

    @property
    def whole(self) -> LossProgram:
        """The loss of all examples."""
        data = () if self.batches is None else self.batches.data
        return LossProgram(self.program, self.run.values, self.leaves, data)

    @property
    def data(self) -> tuple[GraphNode, ...]:
        """The leaves that minibatches are cut from."""
        return self.whole.data

    @property
    def rate_call(self) -> str:
        """The learning rate of update t + 1."""
        if self.settings.schedule is None:
            return repr(self.rule.lr)
        return f"{self.own['learning_rate']}({self.rule.lr!r}, t, T)"


def parts_of(request: TraceRequest, settings: Settings, limits: Limits) -> RunParts:
    """Collect the parts of the program of a run.

    Raises:
        ChainruleError: the run cannot be written as a program, or its source has a fault.
    """
    if settings.optimizer is None:
        raise refused("The program's own lines are the optimizer: they are the program of this run.")
    where = {"output": request.output, "upstream": request.upstream, "defaults": request.defaults}
    head, _ = start(request.source, request.values, settings, where, limits)
    _, picture = draw(replace(request, mode="reverse", graph="forward", direction=None), limits)
    run = picture.bare
    if run.graph.guards:
        raise refused("Which way this program goes depends on a number, and a run may change it.")
    graph_program = program(run.graph, view(run.graph, "open", repeats=False))
    by_name = {leaf.name: leaf for leaf in graph_program.leaves}
    for name in head.parameters:
        if name not in by_name:
            raise refused(f"`{name}` is computed in the text.", f"Take its line out, and give `{name}` a value.")
    own = {name: graph_program.allocator.take(name) for name in OWN_NAMES}
    rule = rule_for(settings.optimizer, settings.settings, limits)
    iterations = ITERATIONS if settings.iterations is None else settings.iterations
    leaves = tuple(by_name[name] for name in head.parameters)
    batches = _batches(request, settings, head.parameters, by_name, where, limits)
    return RunParts(graph_program, run, rule, leaves, settings, iterations, own, batches)


def _batches(
    request: TraceRequest,
    settings: Settings,
    parameters: Sequence[str],
    by_name: Mapping[str | None, GraphNode],
    where: Mapping[str, Any],
    limits: Limits,
) -> Batches | None:
    """Raises: ChainruleError."""
    if settings.batch is None:
        return None
    problem = TrainingProblem(
        request.source,
        request.values,
        parameters=parameters,
        data=settings.data,
        batched=True,
        limits=limits,
        **where,
    )
    examples, size = problem.examples, settings.batch
    if size >= examples:
        return None
    names = [leaf.name for leaf in problem.data if leaf.name in by_name]
    parts: dict[int, LossProgram] = {}
    for count in (size, examples % size):
        if count == 0:
            continue
        example = problem.example(np.arange(count))
        if example.graph.guards:
            raise refused("Which way this program goes depends on a number, and a run may change it.")
        part = program(example.graph, view(example.graph, "open", repeats=False))
        own = {leaf.name: leaf for leaf in part.leaves}
        numbers = {leaf.id: example.number(leaf.id) for leaf in part.leaves}
        moving = tuple(own[name] for name in parameters)
        parts[count] = LossProgram(part, numbers, moving, tuple(own[name] for name in names))
    return Batches(size, examples, tuple(by_name[name] for name in names), parts)


def refused(text: str, hint: str = "The code of the graph is written all the same.") -> InputError:
    """Return the error of a run that has no program in this language."""
    return InputError("no-run-code", text, hint=hint)


def data_lines(script: Script, parts: RunParts, module: str) -> None:
    """Write a line for each leaf that does not move."""
    full_loss = parts.whole
    fixed = [*full_loss.data, *full_loss.still]
    for leaf in sorted(fixed, key=lambda leaf: leaf.id):
        script.add(f"{full_loss.program.names[leaf.id]} = {value_text(leaf, full_loss.numbers, module)}")
    if fixed:
        script.add()
    script.add()


def start_text(leaf: GraphNode, run: Pass, module: str) -> str:
    """Return the text of a parameter's first value."""
    text = value_text(leaf, run.values, module)
    return f"{text}.requires_grad_()" if module == "torch" else text


def value_text(leaf: GraphNode, numbers: Sequence[Any] | Mapping[int, Any], module: str) -> str:
    """The value of a leaf as an expression."""
    if leaf.op not in (INPUT, LITERAL):
        code = OPS[leaf.op].code("numpy", **leaf.params)
        return code if module == "np" else f"torch.tensor({code})"
    value = numbers[leaf.id]
    text = array_text(value, module)
    if np.ndim(value):
        return text
    return f"np.float64({text})" if module == "np" else f"torch.tensor({text})"


def upstream_text(parts: RunParts, module: str) -> str | None:
    """Return the upstream gradient; None where it is ones."""
    upstream = parts.run.upstream
    return None if np.all(upstream == 1.0) else array_text(upstream, module)


def loss_text(parts: RunParts, loss: LossProgram, module: str) -> str:
    """L = sum(output * upstream) as an expression."""
    out, upstream = loss.program.names[loss.program.output], upstream_text(parts, module)
    weighed = out if upstream is None else f"{out} * {upstream}"
    return f"{module}.sum({weighed})" if loss.program.graph.nodes[loss.program.output].shape else weighed


def end_lines(script: Script, parts: RunParts) -> None:
    """Write the lines that run the program and print."""
    own = parts.own
    script.add()
    script.add()
    script.add(f"{own['losses']}, {own['ends']} = {own['train']}()")
    losses = f"enumerate({own['losses']})" if parts.batches is None else f"{own['losses']}.items()"
    script.add(f"for {own['t_done']}, {own['loss_then']} in {losses}:")
    script.add(f"    print({own['t_done']}, {own['loss_then']})")
    for place, leaf in enumerate(parts.leaves):
        script.add(f'print("{parts.program.names[leaf.id]}", {own["ends"]}[{place}])')
