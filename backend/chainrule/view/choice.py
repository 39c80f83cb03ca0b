"""Choice of the functions to close: by the mode, by the user, or because the picture would be too large."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from ..errors import InputError
from ..graph import FunctionCall, Graph
from .collapse import draw
from .parts import View

__all__ = ["MAX_DRAWN_GATES", "MAX_OPEN_LOOP", "view"]

MAX_DRAWN_GATES = 300  # gates above which a picture closes functions by itself
MAX_OPEN_LOOP = 100  # gates of all rounds of a loop that are shown one by one
MAX_OPEN_MODEL = 50  # gates that a model opened by itself may show: more are no overview


def view(
    graph: Graph,
    mode: str = "gates",
    opened: Collection[str] = (),
    closed: Collection[str] = (),
    *,
    max_gates: int = MAX_DRAWN_GATES,
    repeats: bool = True,
) -> View:
    """Choose the part of `graph` that is drawn.

    Args:
        mode: "gates" shows functions open, "functions" every function closed, but for that of a model made of modules,
            where that shows no more than 50 gates: there its modules are closed. A function with a derivative of the
            user's own is closed in both: the gates inside do not make its gradient. So are the rounds of a loop
            with more than 100 gates, and the functions that such rounds are made of. "open" is every function
            open, whatever it is and however large the picture: for consumers that draw nothing.
        opened, closed: exceptions, as call ids ("f1") or function names ("sigmoid"); an id goes before a name, and
            `opened` before `closed`. `opened` also takes repeated boxes ("r9"), which are then drawn one by one.
        max_gates: a "gates" picture of more gates than this closes functions by itself, the innermost first, as long as
            it is larger and functions are left; those in `opened` stay open. `View.folded` says how many.
        repeats: in a picture of more than a few gates, closed functions used many times in one way are drawn as one.

    Raises:
        InputError: `unknown-function` for an exception that is neither.
    """
    collapsed = _collapsed_calls(graph, mode, opened, closed, _models(graph) if mode == "functions" else set())
    expanded = {name for name in opened if _repeated(graph, name)} if repeats else None
    first_view = draw(graph, collapsed, expanded)
    if mode == "functions" and _gates(first_view) > MAX_OPEN_MODEL:
        first_view = draw(graph, _collapsed_calls(graph, mode, opened, closed, set()), expanded)
    if mode != "gates" or not graph.calls:
        return first_view
    free = [not _names(call).intersection(opened) and not collapsed[call.id] for call in graph.calls]
    if rounds := [call for call in _long_loops(graph) if free[call]]:
        for index in rounds:
            collapsed[index] = True
        first_view = draw(graph, collapsed, expanded)
    if _gates(first_view) <= max_gates:
        return replace(first_view, rounds=len(rounds)) if rounds else first_view
    depths: list[int] = []
    for call in graph.calls:
        depths.append(0 if call.parent is None else depths[call.parent] + 1)
    for depth in range(max(depths), -1, -1):
        for call in graph.calls:
            if depths[call.id] == depth and free[call.id]:
                collapsed[call.id] = call.closes
        first_view = draw(graph, collapsed, expanded)
        if _gates(first_view) <= max_gates:
            break
    return replace(first_view, folded=sum(now and may for now, may in zip(collapsed, free, strict=True)))


def _gates(view: View) -> int:
    return sum(box.kind in ("gate", "function") for box in view.boxes)


def _long_loops(graph: Graph) -> list[int]:
    """Return the rounds of loops that are too long to be shown open."""
    rounds = [call for call in graph.calls if call.of_loop is not None and call.closes]
    gates: Counter[int | None] = Counter()
    within = [call.of_loop for call in graph.calls]
    for call in graph.calls:  # a parent stands before its children
        if call.parent is not None and within[call.parent] is not None:
            within[call.id] = within[call.parent]
    gates.update(within[node.call] for node in graph.nodes if node.call is not None and node.args)
    return [call.id for call in rounds if gates[call.of_loop] > MAX_OPEN_LOOP]


def _names(call: FunctionCall) -> set[str]:
    return {call.function, f"f{call.id}"}


def _repeated(graph: Graph, name: str) -> bool:
    """Return whether a name is spelled as the id of repeated boxes."""
    return re.fullmatch("r[0-9]{1,7}", name) is not None and int(name[1:]) < len(graph.nodes)


def _collapsed_calls(
    graph: Graph, mode: str, opened: Collection[str], closed: Collection[str], models: Collection[int]
) -> list[bool]:
    """Return, for each call, whether it is drawn collapsed. `models`: ids of calls that stay open in "functions"."""
    names = {name for call in graph.calls for name in _names(call)}
    for function in (*opened, *closed):
        if function not in names and not _repeated(graph, function):
            function_names = sorted({call.function for call in graph.calls})
            raise InputError(
                "unknown-function",
                f"There is no function `{function[:60]}` in this graph.",
                hint=f"Its functions are: {', '.join(function_names[:20])}."
                if function_names
                else "It has no functions.",
            )
    collapsed = []
    for call in graph.calls:
        chosen = (mode == "functions" and call.id not in models) or (mode == "gates" and bool(call.custom_derivatives))
        for name in (call.function, f"f{call.id}"):  # the id is more exact than the name and has the last word
            chosen = False if name in opened else True if name in closed else chosen
        collapsed.append(chosen and call.closes)
    return collapsed


def _models(graph: Graph) -> set[int]:
    """Return the outermost calls that call several modules with weights of their own (`conv1.weight`, `fc.weight`)."""
    outermost: list[int] = []
    for call in graph.calls:
        outermost.append(call.id if call.parent is None else outermost[call.parent])
    owners: dict[int, set[str]] = {}
    for node in graph.nodes:
        if node.call is not None:
            names = [graph.nodes[arg].name or "" for arg in node.args if not graph.nodes[arg].args]
            owners.setdefault(outermost[node.call], set()).update(
                name.rpartition(".")[0] for name in names if "." in name
            )
    inner = Counter(call.parent for call in graph.calls if call.closes)
    return {call for call, modules in owners.items() if len(modules) > 1 and inner[call] > 1}
