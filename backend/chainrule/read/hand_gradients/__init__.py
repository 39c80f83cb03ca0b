"""Gradients written by hand: what they are gradients of is found by trying what they could be, in numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from ...diagnostics.hand_gradients import verdicts
from ...diagnostics.points import Points, Seed
from ...graph import LITERAL, Assignment, FunctionCall, GraphNode, HandGradientNode, ImpliedLoss
from ...replay import line_of
from .candidates import Candidate, ProgramNames, collect, updates
from .choose import ChosenExplanation, choose
from .explanation import Hypothesis
from .gradient_names import is_loss, readings, tail
from .hypotheses import hypotheses
from .layers import layers
from .partners import partners
from .search import Search
from .target_versions import resolve
from .totals import emit, scalar, total
from .uses import scope_depths

__all__ = [
    "GradientTargets",
    "find_hand_gradients",
    "is_list_of_gradients",
    "looks_like_gradient",
    "readings",
    "sum_of",
]

MOST = 300  # gradients looked at in one program
MOST_ROUNDS = 30  # of one line in a loop


def looks_like_gradient(name: str) -> bool:
    """Return whether a name has a form in which people write gradients."""
    return bool(readings(name))


@lru_cache(maxsize=1024)  # each round of a loop asks for the same names
def is_list_of_gradients(name: str) -> bool:
    """Return whether an entry of a list with this name is surely a gradient: of `deltas`, not of `gs` or `errors`."""
    return any(not reading.weak for reading in readings(f"{name}[0]"))


class GradientTargets(NamedTuple):
    """The gradients of a program, and the output that they are gradients of."""

    output: int | None  # the output that they decide; None: they decide none
    seed: int | None  # the node that is dL/d(output); None: ones
    gradients: tuple[HandGradientNode, ...]  # in the order of the program; those without a target have a reason
    loss: str  # "compared with loss", "compared with L = sum(out*dout)"; "" where there are none
    implied: ImpliedLoss | None = None  # the loss that `seed` starts from
    extra: tuple[
        GraphNode, ...
    ] = ()  # nodes to append to the graph's, where L or its upstream gradient is not among them


NOTHING = GradientTargets(None, None, (), "")


def find_hand_gradients(
    nodes: Sequence[GraphNode],
    assignments: Sequence[Assignment],
    inputs: Mapping[str, int],
    value_of: Callable[[int], Any],
    output: int | None = None,
    output_node: int | None = None,
    calls: Sequence[FunctionCall] = (),
) -> GradientTargets:
    """Find the gradients that a program computes by hand, and what they are gradients of.

    A program that merely has a `dx` or a `delta` in a computation has none: some candidate must agree with a true
    gradient, or the program must say by name what the candidates are gradients of.

    Args:
        nodes: all nodes that were read, in evaluation order.
        assignments: all assignments in order, in all scopes, parameters of calls among them as aliases.
        inputs: the leaf of each free name.
        value_of: the present value of a node, a float or a float64 array of the node's shape.
        output: the node that the program names as its output, by `backward()` or the request.
        output_node: the node of the last expression, if the program ends in one.
        calls: the calls of functions, by the numbers that the nodes have.
    """
    with np.errstate(all="ignore"):
        return _find(nodes, assignments, inputs, value_of, output, output_node, calls)


def _find(
    nodes: Sequence[GraphNode],
    assignments: Sequence[Assignment],
    inputs: Mapping[str, int],
    value_of: Callable[[int], Any],
    output: int | None,
    output_node: int | None,
    calls: Sequence[FunctionCall],
) -> GradientTargets:
    everything = collect(nodes, assignments)
    candidates = _last_rounds(everything)[:MOST]
    if not candidates:
        return NOTHING
    names = ProgramNames(assignments, inputs)
    resolve(nodes, names, candidates, calls)
    candidates = _without_slopes(nodes, assignments, candidates)
    candidates = _whole_or_entries(nodes, candidates)
    owned = {each.node for each in candidates if not (each.weak or each.alias)}
    # `d.append(error)`: the list's name says what it is of, and the other name is a guess
    candidates = [each for each in candidates if not (each.weak and each.options and each.node in owned)]
    named, candidates = candidates, _without_words(nodes, assignments, candidates)
    remaining = {id(each) for each in candidates}
    dropped = {each.node for each in named if id(each) not in remaining}
    finals = {each.node for each in everything}
    parameter_updates = updates(nodes, assignments, finals)
    step_values = {update.new for update in parameter_updates} | _after_steps(nodes, assignments)
    candidates = _without_earlier_rounds(nodes, candidates, step_values)
    typed = {each.node for each in candidates if not each.alias}
    zeros = {node.id for node in nodes if node.op == LITERAL and not np.any(node.params["value"])}
    typed |= {each.node for each in assignments if each.node in zeros and readings(each.name)}  # where sums start
    depths = scope_depths(nodes, assignments, calls)
    forward = partners(nodes, assignments)
    points = Points(nodes, value_of, typed)
    search = Search(nodes, candidates, parameter_updates, points, finals - dropped, calls, depths, forward, step_values)
    search.resolve_by_updates()
    tries: Iterable[Hypothesis] = hypotheses(search, names, inputs, output, output_node)
    for chosen in choose(search, tries):
        finding = _supported(nodes, _finding(nodes, search, chosen, output), value_of, chosen.whole)
        if finding.gradients:
            return finding
    for gates, hypothesis in layers(nodes, names.versions, inputs, named):
        every = [*nodes, *gates]
        points = Points(every, value_of, typed, again=len(nodes))
        search = Search(every, named, parameter_updates, points, calls=calls, scope_depths=depths)
        only = next(choose(search, [hypothesis]), None)
        seeds = {seed for _, seed, _ in hypothesis.seeds}
        if only is not None and all(i in only.main.matches for i, c in enumerate(named) if c.node not in seeds):
            finding = _finding(every, search, only, output)
            if finding.gradients:
                return finding._replace(extra=(*gates, *finding.extra))
    return NOTHING


def _last_rounds(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Keep only the last rounds of each line that a loop runs again and again."""
    left = Counter((each.name, each.span) for each in candidates)
    last = []
    for each in candidates:
        key = (each.name, each.span)
        if left[key] <= MOST_ROUNDS:
            last.append(each)
        left[key] -= 1
    return last


def _whole_or_entries(nodes: Sequence[GraphNode], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Keep a list of gradients, `dw = [...]`, where w is one array and no list of numbers, else its entries."""
    dropped: set[int] = set()
    for whole in (each for each in candidates if nodes[each.node].op == "stack"):
        entries = [e for e in candidates if e.span == whole.span and e.name.startswith(f"{whole.name}[")]
        words = {reading.x for reading in whole.readings}
        is_whole = any(v.name in words and nodes[v.node].op != "stack" for v in whole.options)
        if entries:
            dropped.update(map(id, entries if is_whole else [whole]))
    return [each for each in candidates if id(each) not in dropped]


def _after_steps(nodes: Sequence[GraphNode], assignments: Sequence[Assignment]) -> set[int]:
    """Return the values that a line made by adding a product to what its name had before, or subtracting it."""
    steps = {line.node for line in assignments if line.before is not None and line.before in nodes[line.node].args}
    products = {node for node in steps if any(nodes[arg].op in ("mul", "div") for arg in nodes[node].args)}
    named = {line.node for line in assignments if looks_like_gradient(line.name)}
    return {node for node in products - named if nodes[node].op in ("add", "sub")}


def _without_earlier_rounds(
    nodes: Sequence[GraphNode], candidates: Sequence[Candidate], steps: Set[int]
) -> list[Candidate]:
    """Drop the gradients of a line that its last round is made of by way of moved parameters alone.

    A pass over one example after the other moves the parameters in between: each round is a pass of its own, and the
    last one is judged. The deltas of layers, each made of the one above it, are one pass.
    """
    last = {(each.name, each.span): each for each in candidates}
    earlier: set[int] = set()
    for key, final in last.items():
        family = [each for each in candidates if (each.name, each.span) == key and each is not final]
        if family:
            inside, whole = set(line_of(nodes, final.node, steps)[0]), set(line_of(nodes, final.node, ())[0])
            earlier.update(id(each) for each in family if each.node in whole - inside)
    return [each for each in candidates if id(each) not in earlier]


def _without_words(
    nodes: Sequence[GraphNode], assignments: Sequence[Assignment], candidates: Sequence[Candidate]
) -> list[Candidate]:
    """Drop names that only begin with a d (`dif`, `dist`).

    No value has the rest as its name, and the program computes other values from it, or it stands alone.
    """
    candidate_nodes = {each.node for each in candidates if each.options}
    forward = [line for line in assignments if line.before is None and not line.alias and not readings(line.name)]
    gradients = []
    for each in candidates:
        if not each.options and not each.weak and re.fullmatch(r"d[a-z]\w*", each.name):
            after = [line for line in forward if line.node > each.node]
            goes_on = any(
                each.node in line_of(nodes, line.node, candidate_nodes | {each.node}, each.node)[1] for line in after
            )
            # `delta_o` says nothing that fits, and the deltas below are made of it.
            users = {other.node for other in candidates} if each.signal else candidate_nodes
            used = any(
                each.node in line_of(nodes, node, (users | {each.node}) - {node}, each.node)[1]
                for node in users - {each.node}
            )
            below_loss = not goes_on and any(is_loss(tail(line.name)) and line.node < each.node for line in forward)
            alone = not (used or below_loss or line_of(nodes, each.node, candidate_nodes - {each.node})[1])
            if goes_on or alone:
                continue
        gradients.append(each)
    return gradients


def _without_slopes(
    nodes: Sequence[GraphNode], assignments: Sequence[Assignment], candidates: Sequence[Candidate]
) -> list[Candidate]:
    """Without the slopes of differential equations: in `y = y + h*dydx` the name says what y is to follow."""
    moves = updates(nodes, assignments, {each.node for each in candidates if each.output is not None})
    slopes = set()
    for move in moves:
        order, _ = line_of(nodes, move.new, (move.old,), move.old)
        behind = {arg for node in order for arg in nodes[node].args}
        for each in candidates:
            of = {reading.of for reading in each.readings}
            if each.output is not None and each.node in behind and tail(move.name).partition("[")[0] in of:
                slopes.add(each.name)
    return [each for each in candidates if each.name not in slopes]


def _finding(
    nodes: Sequence[GraphNode], search: Search, chosen: ChosenExplanation, output: int | None
) -> GradientTargets:
    extra: list[GraphNode] = []
    end, seed = _end(nodes, extra, chosen.main.hypothesis)
    ends: dict[tuple[Seed, ...], int] = {}
    own = output is not None and end != output  # what is asked for is drawn; the gradients keep what they are of
    if own:
        ends[chosen.main.hypothesis.seeds] = total(nodes, extra, chosen.main.hypothesis)
    result: list[HandGradientNode] = []
    for index in sorted(chosen.rows, key=lambda i: search.candidates[i].position):
        each, row = search.candidates[index], chosen.rows[index]
        seeds = row.seeds
        of_other: int | None = each.output if row.target is not None else None
        if of_other is None and row.target is not None and (own or seeds != chosen.main.hypothesis.seeds):
            if seeds not in ends:
                ends[seeds] = scalar(nodes, extra, seeds)
            of_other = ends[seeds]
        if of_other == end and seed is None and not own:
            of_other = None
        result.append(
            HandGradientNode(
                each.label or each.name,
                each.node,
                row.of,
                row.target,
                each.span,
                row.sign,
                row.reason,
                row.scale,
                row.step,
                of_other,
                row.through,
                row.sure,
            )
        )
    if not any(gradient.target is not None for gradient in result):
        return NOTHING
    if own:
        return GradientTargets(output, None, tuple(result), chosen.main.hypothesis.words, extra=tuple(extra))
    hypothesis = chosen.main.hypothesis
    return GradientTargets(end, seed, tuple(result), hypothesis.words, hypothesis.loss, tuple(extra))


def _supported(
    nodes: Sequence[GraphNode], finding: GradientTargets, value_of: Callable[[int], Any], is_only_guess: bool
) -> GradientTargets:
    """Drop gradients that nothing shows to be meant so: neither their numbers nor a known mistake.

    `is_only_guess`: none of them, unless all are meant so.
    """
    if finding.output is None or all(each.sure or each.target is None for each in finding.gradients):
        return finding
    every = [*nodes, *finding.extra]
    run = Points(every, value_of, again=len(nodes)).run((finding.output, finding.seed, 1.0))
    is_guess = not any(each.sure and each.target is not None for each in finding.gradients)
    result = verdicts(run, finding.gradients, finding.seed, is_guess)
    supported = [
        each
        for each, verdict in zip(finding.gradients, result, strict=True)
        if each.sure or each.target is None or verdict.verdict != "undecided" or verdict.changed
    ]
    if not any(each.target is not None for each in supported) or (
        is_only_guess and len(supported) < len(finding.gradients)
    ):
        return NOTHING
    return finding._replace(gradients=tuple(supported))


def _end(nodes: Sequence[GraphNode], extra: list[GraphNode], hypothesis: Hypothesis) -> tuple[int, int | None]:
    """Return the output and its upstream gradient: one value with its own, else their sum behind both."""
    if len(hypothesis.seeds) > 1:
        return total(nodes, extra, hypothesis), None
    ((output, seed, factor),) = hypothesis.seeds
    if seed is None or factor == 1.0:
        return output, seed
    number = emit(nodes, extra, LITERAL, value=float(factor))
    return output, emit(nodes, extra, "mul", number, seed)


def sum_of(nodes: Sequence[GraphNode], outputs: Sequence[tuple[int, int]]) -> tuple[tuple[GraphNode, ...], int]:
    """Return nodes to append, and the one that is the sum of all outputs, each times the node of its upstream."""
    extra: list[GraphNode] = []
    total = scalar(nodes, extra, tuple((output, seed, 1.0) for output, seed in outputs))
    return tuple(extra), total
