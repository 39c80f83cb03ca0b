"""A derivative of the reader's own, held to the true one of the gates it stands for."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..errors import Span
from ..evaluate import Pass
from ..graph import Call, ancestors
from ..number import exact

__all__ = ["Verdict", "verdicts"]

TOLERANCE = 1e-9
MOST = 20  # a loop may call one function many times


class Verdict(NamedTuple):
    """Whether a derivative that was given is the true one at these values, in a sentence."""

    function: str
    parameter: str
    equal: bool
    text: str
    span: Span | None


def verdicts(run: Pass) -> list[Verdict]:
    """One per parameter of each call whose backward pass uses a derivative of the reader's own; the same words once."""
    needed = ancestors(run.graph, run.graph.output) if any(call.given for call in run.graph.calls) else []
    told: dict[str, Verdict] = {}
    for call in run.graph.calls:
        if call.given and needed[call.output] and len(told) < MOST:
            for arg in dict.fromkeys(given.arg for given in call.given):
                verdict = _verdict(run, call, arg)
                told.setdefault(verdict.text, verdict)
    return list(told.values())


def _verdict(run: Pass, call: Call, arg: int) -> Verdict:
    mine = [given for given in call.given if given.arg == arg]
    raw = mine[0].raw
    name = mine[0].parameter
    inside = _gates(run, call, raw)
    ports = [(node, slot) for node in inside for slot, at in enumerate(run.graph.nodes[node].args) if at == arg]
    slope = run.through(raw, min(inside), ports) if inside else 1.0 if raw == arg else 0.0
    shape = run.graph.nodes[raw].shape
    with np.errstate(all="ignore"):
        true = np.broadcast_to(np.asarray(slope), shape)
        written = np.broadcast_to(np.asarray(sum(run.values[given.slope] for given in mine)), shape)
        at = np.broadcast_to(np.asarray(run.values[arg]), shape)
        close = np.isclose(written, true, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)
    title = " + ".join(f"d{call.function}/d{given.parameter}" for given in mine)
    if close.all():
        text = f"Your {title} agrees with the true one to 1e−9; it is used."
        return Verdict(call.function, name, True, text, call.span)
    index = tuple(int(i) for i in np.argwhere(~close)[0])
    place = f"{name}[{', '.join(map(str, index))}]" if index else name
    text = (
        f"Your {title} differs from the true one: at {place} = {_text(at[index])} yours is {_text(written[index])}, "
        f"the true one {_text(true[index])}. Yours is used."
    )
    return Verdict(call.function, name, False, text, call.span)


def _text(value: Any) -> str:
    return exact(float(value))


def _gates(run: Pass, call: Call, raw: int) -> list[int]:
    """The gates of the function itself, in order: what `raw` was made of by the call."""
    nodes, calls = run.graph.nodes, run.graph.calls
    needed = ancestors(run.graph, raw)
    found = []
    for node in nodes[: raw + 1]:
        at = node.call
        while at is not None and at != call.id:
            at = calls[at].parent
        if at == call.id and node.args and needed[node.id]:
            found.append(node.id)
    return found
