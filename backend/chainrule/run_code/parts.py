"""Parts of the programs of a run, and the lines that they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..codegen.assemble import program
from ..codegen.program import Program
from ..codegen.script import Script, array_text
from ..codegen.values import leaf_value
from ..errors import ValueProblem
from ..evaluate import Pass
from ..graph import GraphNode
from ..learn import Settings, start
from ..learn.rule import UpdateRule, rule_for
from ..learn.run import ITERATIONS
from ..learn.training import GROWTH
from ..limits import Limits
from ..ops import OPS
from ..request import TraceRequest
from ..tracing.build import draw
from ..view import view

__all__ = [
    "RunParts",
    "data_lines",
    "end_lines",
    "loss_text",
    "parts_of",
    "refused",
    "start_text",
    "stop_lines",
    "upstream_text",
]

OWN_NAMES = ("loss_of", "learning_rate", "update", "train", "losses", "ends", "t_done", "loss_then")


@dataclass(frozen=True, slots=True)
class RunParts:
    """`leaves`: the parameters. `own`: what the program calls its own functions and results, by what they are."""

    program: Program
    run: Pass
    rule: UpdateRule
    leaves: tuple[GraphNode, ...]
    settings: Settings
    iterations: int
    own: Mapping[str, str]

    @property
    def arguments(self) -> str:
        """The names of the parameters, as a function of them lists them."""
        return ", ".join(self.program.names[leaf.id] for leaf in self.leaves)

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
    if settings.batch is not None:
        raise refused("A run of minibatches is not written as a program.", "Take all examples in every update.")
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
    own = {name: graph_program.taken.take(name) for name in OWN_NAMES}
    rule = rule_for(settings.optimizer, settings.settings, limits)
    iterations = ITERATIONS if settings.iterations is None else settings.iterations
    return RunParts(
        graph_program, run, rule, tuple(by_name[name] for name in head.parameters), settings, iterations, own
    )


def refused(text: str, hint: str = "The code of the graph is written all the same.") -> ValueProblem:
    return ValueProblem("no-run-code", text, hint=hint)


def data_lines(script: Script, parts: RunParts, module: str) -> None:
    """Write a line for each leaf that does not move."""
    still = [leaf for leaf in parts.program.leaves if leaf not in parts.leaves]
    for leaf in still:
        script.add(f"{parts.program.names[leaf.id]} = {_value_text(leaf, parts.run, module)}")
    if still:
        script.add()
    script.add()


def start_text(leaf: GraphNode, run: Pass, module: str) -> str:
    """Return the text of a parameter's first value."""
    text = _value_text(leaf, run, module)
    return f"{text}.requires_grad_()" if module == "torch" else text


def _value_text(leaf: GraphNode, run: Pass, module: str) -> str:
    value = leaf_value(leaf, run)
    if value is None:
        drawn = OPS[leaf.op].code("numpy", **leaf.params)
        return drawn if module == "np" else f"torch.tensor({drawn})"
    text = array_text(value, module)
    if np.ndim(value):
        return text
    return f"np.float64({text})" if module == "np" else f"torch.tensor({text})"


def upstream_text(parts: RunParts, module: str) -> str | None:
    """Return the upstream gradient; None where it is ones."""
    upstream = parts.run.upstream
    return None if np.all(upstream == 1.0) else array_text(upstream, module)


def loss_text(parts: RunParts, module: str) -> str:
    """L = sum(output * upstream) as an expression."""
    out, upstream = parts.program.names[parts.program.output], upstream_text(parts, module)
    weighed = out if upstream is None else f"{out} * {upstream}"
    return f"{module}.sum({weighed})" if parts.program.graph.nodes[parts.program.output].shape else weighed


def stop_lines(script: Script, parts: RunParts, squares: str) -> None:
    """End the loop where the run ends: its updates are done, it diverges, or it has converged.

    `squares`: the sum of the squares of one gradient `g`.
    """
    bound = f"{GROWTH:.0e} * max(abs(losses[0]), {1 / GROWTH:.0e})".replace("e+", "e")
    script.add(f"        if t == T or not abs(losses[-1]) <= {bound}:")
    script.add("            break  # done, or diverged")
    if parts.settings.tolerance:
        script.add(f"        if sum({squares} for g in gradients) ** 0.5 < {float(parts.settings.tolerance)!r}:")
        script.add("            break  # converged")


def end_lines(script: Script, parts: RunParts) -> None:
    """Write the lines that run the program and print."""
    own = parts.own
    script.add()
    script.add()
    script.add(f"{own['losses']}, {own['ends']} = {own['train']}()")
    script.add(f"for {own['t_done']}, {own['loss_then']} in enumerate({own['losses']}):")
    script.add(f"    print({own['t_done']}, {own['loss_then']})")
    for place, leaf in enumerate(parts.leaves):
        script.add(f'print("{parts.program.names[leaf.id]}", {own["ends"]}[{place}])')
