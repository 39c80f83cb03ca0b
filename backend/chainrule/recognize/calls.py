"""Idioms -> calls: frames that nest, parents before children, with the closed gate's local gradient."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace

from ..graph import FunctionCall, Graph
from ..ops import OPS
from ..prelude import PRELUDE
from .idioms import CompiledIdiom
from .match import Bindings

__all__ = ["Idiom", "framed"]


@dataclass(frozen=True, slots=True)
class Idiom:
    """A place where a spelling fits: its gates and constants, and what enters."""

    compiled: CompiledIdiom
    bound: Bindings
    output: int
    members: frozenset[int]
    args: tuple[int, ...]


def framed(graph: Graph, idioms: list[Idiom]) -> Graph:
    """Put a call round each idiom; an own function that is nothing but one idiom only takes over its formula."""
    calls = list(graph.calls)
    chains = _chains(calls)
    sizes: dict[int, int] = {}
    for node in graph.nodes:
        for call in chains[node.call] if node.call is not None else ():
            sizes[call] = sizes.get(call, 0) + 1
    added: list[Idiom] = []
    for idiom in sorted(idioms, key=lambda idiom: -len(idiom.members)):
        own = _whole(graph, idiom, chains, sizes)
        if own is None:
            added.append(idiom)
        elif not calls[own].local:
            parameters, local = _local(idiom)
            calls[own] = calls[own]._replace(local=local, params=parameters)
    return _nested(graph, calls, added)


def _chains(calls: list[FunctionCall]) -> list[tuple[int, ...]]:
    chains: list[tuple[int, ...]] = []
    for call in calls:
        chains.append((call.id, *(chains[call.parent] if call.parent is not None else ())))
    return chains


def _whole(graph: Graph, idiom: Idiom, chains: list[tuple[int, ...]], sizes: dict[int, int]) -> int | None:
    """Return the call whose body is exactly this idiom."""
    inner = graph.nodes[idiom.output].call
    for call in chains[inner] if inner is not None else ():
        same = graph.calls[call].output == idiom.output and graph.calls[call].args == idiom.args
        if same and sizes[call] == len(idiom.members):
            return call
    return None


def _nested(graph: Graph, calls: list[FunctionCall], idioms: list[Idiom]) -> Graph:
    count = len(calls)
    innermost: list[int | None] = [node.call for node in graph.nodes]  # frames: calls, then idioms from large to small
    parents: list[int | None] = [call.parent for call in calls]
    for place, idiom in enumerate(idioms, count):
        over = _around(idiom, innermost, parents)
        parents.append(over)
        for at in idiom.members:
            if innermost[at] == over:
                innermost[at] = place
            else:  # made by a function inside: its outermost frame below `over` is a child now
                frame = innermost[at]
                while frame is not None and parents[frame] != over and frame != place:
                    frame = parents[frame]
                if frame is not None and frame != place:
                    parents[frame] = place
    for idiom in idioms:
        parameters, local = _local(idiom)
        span = graph.nodes[idiom.output].span
        function = idiom.compiled.function
        call = FunctionCall(
            len(calls), function, None, idiom.args, idiom.output, span, local, parameters, recognised=True
        )
        calls.append(call)
    order = _preorder(calls, parents)
    renamed = {old: new for new, old in enumerate(order)}
    result = tuple(
        calls[old]._replace(id=new, parent=None if parents[old] is None else renamed[parents[old]])  # type: ignore[index]
        for new, old in enumerate(order)
    )
    nodes = tuple(
        node if call is None or renamed[call] == node.call else node._replace(call=renamed[call])
        for node, call in zip(graph.nodes, innermost, strict=True)
    )
    return replace(graph, nodes=nodes, calls=result)


def _around(idiom: Idiom, innermost: list[int | None], parents: list[int | None]) -> int | None:
    """Return the innermost frame that all members lie in."""
    common: list[int] | None = None
    for at in idiom.members:
        chain: list[int] = []
        frame = innermost[at]
        while frame is not None:
            chain.append(frame)
            frame = parents[frame]
        common = chain if common is None else [frame for frame in common if frame in chain]
    return common[0] if common else None


def _preorder(calls: list[FunctionCall], parents: list[int | None]) -> list[int]:
    """Return frames from outer to inner; neighbours that were calls before keep their order, others go by their end."""
    children: dict[int | None, list[int]] = {}
    for frame, parent in enumerate(parents):
        children.setdefault(parent, []).append(frame)
    for frames in children.values():
        frames.sort(key=lambda frame: calls[frame].output)
    order: list[int] = []
    stack = children.get(None, [])[::-1]
    while stack:
        frame = stack.pop()
        order.append(frame)
        stack.extend(children.get(frame, [])[::-1])
    return order


def _local(idiom: Idiom) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parameters that have a wire, and the local gradient for each, numbers written out put in."""
    compiled = idiom.compiled
    names, local, defaults = _definition(compiled.function, compiled.parameters)
    local = compiled.spelling.local or local
    wired = tuple(name for name in compiled.parameters if isinstance(idiom.bound.get(name), int))
    if len(local) not in (len(names), len(wired)):
        return wired, ()
    formulas = []
    for name in wired:
        formula = local[names.index(name) if len(local) == len(names) else wired.index(name)]
        for other in names:
            value = idiom.bound.get(other, defaults.get(other))
            if other not in wired and isinstance(value, float):
                formula = re.sub(rf"\b{other}\b", f"{value!r}", formula)
        if "#tie" in idiom.bound:
            formula = formula.replace(" > ", " >= ")
        formulas.append(formula)
    return wired, tuple(formulas)


def _definition(
    function: str, parameters: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, float]]:
    """Return the parameter names, local gradients and defaults of a function of the prelude, or of an op."""
    for row in PRELUDE.get(function, ()):
        if set(parameters) <= set(row.parameters):
            defaults = row.function.args.defaults
            last = zip(row.parameters[len(row.parameters) - len(defaults) :], defaults, strict=True)
            numbers = {
                name: float(default.value)
                for name, default in last
                if isinstance(default, ast.Constant) and isinstance(default.value, int | float)
            }
            return row.parameters, row.local, numbers
    row_of = OPS.get(function)
    if row_of is None:
        return parameters, (), {}
    return parameters, tuple(re.sub(r"\ba\b", parameters[0], formula) for formula in row_of.local), {}
