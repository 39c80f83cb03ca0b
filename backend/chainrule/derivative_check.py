"""A derivative of the user's own, held to the true one of the gates it stands for."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .errors import Span
from .evaluate import Pass
from .graph import FunctionCall, ancestors
from .number import exact

__all__ = ["DerivativeCheck", "derivative_checks"]

TOLERANCE = 1e-9
MOST = 20  # a loop may call one function many times


class DerivativeCheck(NamedTuple):
    """Verdict, with a sentence, on a derivative that the program gives: true at these values or not."""

    function: str
    parameter: str
    equal: bool
    text: str
    span: Span | None


def derivative_checks(run: Pass) -> list[DerivativeCheck]:
    """Return one check per parameter of each call that uses a derivative of the user's own; the same words once."""
    needed = ancestors(run.graph, run.graph.output) if any(call.custom_derivatives for call in run.graph.calls) else []
    derivative_checks_by_name: dict[str, DerivativeCheck] = {}
    for call in run.graph.calls:
        if call.custom_derivatives and needed[call.output] and len(derivative_checks_by_name) < MOST:
            for arg in dict.fromkeys(custom_derivatives.arg for custom_derivatives in call.custom_derivatives):
                verdict = _verdict(run, call, arg)
                derivative_checks_by_name.setdefault(verdict.text, verdict)
    return list(derivative_checks_by_name.values())


def _verdict(run: Pass, call: FunctionCall, arg: int) -> DerivativeCheck:
    mine = [custom_derivatives for custom_derivatives in call.custom_derivatives if custom_derivatives.arg == arg]
    raw = mine[0].raw
    name = mine[0].parameter
    inside = _gates(run, call, raw)
    ports = [(node, slot) for node in inside for slot, at in enumerate(run.graph.nodes[node].args) if at == arg]
    slope = run.vjp_through(raw, min(inside), ports) if inside else 1.0 if raw == arg else 0.0
    shape = run.graph.nodes[raw].shape
    with np.errstate(all="ignore"):
        true = np.broadcast_to(np.asarray(slope), shape)
        own_slope = np.broadcast_to(
            np.asarray(sum(run.values[custom_derivatives.slope] for custom_derivatives in mine)), shape
        )
        at = np.broadcast_to(np.asarray(run.values[arg]), shape)
        close = np.isclose(own_slope, true, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)
    title = " + ".join(f"d{call.function}/d{custom_derivatives.parameter}" for custom_derivatives in mine)
    if close.all():
        text = f"Your {title} agrees with the true one to 1e−9; it is used."
        return DerivativeCheck(call.function, name, True, text, call.span)
    index = tuple(int(i) for i in np.argwhere(~close)[0])
    place = f"{name}[{', '.join(map(str, index))}]" if index else name
    text = (
        f"Your {title} differs from the true one: at {place} = {_text(at[index])} yours is {_text(own_slope[index])}, "
        f"the true one {_text(true[index])}. Yours is used."
    )
    return DerivativeCheck(call.function, name, False, text, call.span)


def _text(value: Any) -> str:
    return exact(float(value))


def _gates(run: Pass, call: FunctionCall, raw: int) -> list[int]:
    """Return the gates of the function itself, in order: what `raw` was made of by the call."""
    nodes, calls = run.graph.nodes, run.graph.calls
    needed = ancestors(run.graph, raw)
    result = []
    for node in nodes[: raw + 1]:
        at = node.call
        while at is not None and at != call.id:
            at = calls[at].parent
        if at == call.id and node.args and needed[node.id]:
            result.append(node.id)
    return result
