"""The values that a gradient may be the gradient of, by its name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ...graph import FunctionCall, GraphNode, Shape
from .candidates import Candidate, ProgramNames, Version
from .gradient_names import PARAMETERS, UPSTREAM, NameReading, is_loss, readings, tail
from .rounds import entries
from .uses import beside_present

__all__ = ["resolve"]

NET = re.compile(r"_?(?:raw|pre|net|in|input|preact|act)$")  # `dhraw` is the gradient at what h is an activation of
BEFORE = re.compile(r"^(?:a|z|s|net|pre|raw)_?(?=\w)")  # `dai`: at what the gate i is an activation of
NUMBERED = re.compile(r"([A-Za-z]+)_?(\d+)")  # the parameter of a layer: `W2`, `theta_2`
PART = re.compile(
    r"_?(?:\d|[a-c]|next|nxt|from_next|_(?:t|i|k|temp|tmp|part|step|contrib|local|prev))$|^(?:next|from_next)_?"
)


def resolve(
    nodes: Sequence[GraphNode],
    names: ProgramNames,
    candidates: Sequence[Candidate],
    calls: Sequence[FunctionCall] = (),
) -> None:
    """Set the values that each candidate may be the gradient of, by its name."""
    beside = beside_present(nodes, calls)
    for each in candidates:
        _resolve_one(nodes, names, each, calls, beside)
        if not each.options and any(not reading.x and not reading.signal for reading in each.readings):
            is_only_line = all(other.span == each.span for other in candidates if other.name == each.name)
            each.options = (
                _only_parameter(nodes, names, each) if is_only_line else []
            )  # else it goes from layer to layer
            each.only = bool(each.options)


def _resolve_one(
    nodes: Sequence[GraphNode],
    names: ProgramNames,
    each: Candidate,
    calls: Sequence[FunctionCall],
    beside: Collection[int],
) -> None:
    """Set the values of one candidate by the first reading of its name that fits: exactly, then loosely."""
    for reading, loosely in [(reading, loosely) for loosely in (False, True) for reading in each.readings]:
        result = names.called(reading.x, each) if reading.x else []
        if reading.of is not None and not (result and _set_output(nodes, names, each, reading.of, beside)):
            continue
        if not result and loosely:
            result = _by_looser_rules(nodes, names, calls, each, reading)
        if result:
            shape = _squeezed(nodes[each.node].shape)
            fits = any(_squeezed(nodes[v.node].shape) == shape for v in result)
            each.options = [] if fits else entries(nodes, each, result)
            # `dout` in a layer is the gradient from above, whatever another layer calls `out`.
            is_handed = not fits and UPSTREAM.fullmatch(tail(each.name)) is not None
            each.options = each.options or ([] if is_handed else _fitting(nodes, each, result))
            return
        each.output = None


def _set_output(
    nodes: Sequence[GraphNode], names: ProgramNames, each: Candidate, of: str, beside: Collection[int]
) -> bool:
    """Set the y of dy/dx. Return whether the reading makes sense: there is such a value, or it is the loss.

    The J of a numerical check is no such value: its weights are moved by a little.
    """
    ends = [v for v in names.called(of, each) if nodes[v.node].args and v.node not in beside]
    if not ends and not is_loss(of):
        return False
    each.output = ends[0].node if ends else None
    return True


def _by_looser_rules(
    nodes: Sequence[GraphNode],
    names: ProgramNames,
    calls: Sequence[FunctionCall],
    each: Candidate,
    reading: NameReading,
) -> list[Version]:
    """Values that a reading speaks of though none is called so: the rules one after another, and which one it was."""
    shape = nodes[each.node].shape
    result: list[Version] = []
    if NET.search(reading.x):
        result = names.called(NET.sub("", reading.x), each)
        each.net = bool(result)
    if not result and reading.signal and reading.x.isdigit():
        same_shape = (v for v in names.numbered(reading.x, each) if nodes[v.node].shape == shape)
        result = [v for v in same_shape if not readings(v.name)]
        each.numbered = bool(result)
    if not result:
        result = [v for v in names.starting(reading.x, each) if nodes[v.node].shape == shape]
    if not result and reading.x:
        result = [v for v in names.called(PART.sub("", reading.x), each) if not readings(v.name)]
        each.part = bool(result)
    if not result and reading.x:
        result = _loosely(nodes, names, calls, each, reading.x)
        each.loose = bool(result)
    return result


def _loosely(
    nodes: Sequence[GraphNode], names: ProgramNames, calls: Sequence[FunctionCall], each: Candidate, x: str
) -> list[Version]:
    """Values that a name may speak of though none is called so: `dc` of next_c, `dai` of i, `dtanh` of tanh(...)."""
    shape = nodes[each.node].shape
    result = [v for v in names.current(x, each) if nodes[v.node].shape == shape and not readings(v.name)]
    result = result or _synonyms(nodes, names, each, x) or _products(nodes, names, each, x)
    if not result and PARAMETERS.fullmatch(x):
        result = _only_parameter(nodes, names, each)
    if not result and BEFORE.match(x):
        result = [v for v in names.called(BEFORE.sub("", x), each) if nodes[v.node].shape == shape]
        each.net = bool(result)
    if not result and len(x) > 2:
        gates = [(call.args, call.output) for call in calls if call.function == x]
        gates += [(node.args, node.id) for node in nodes if node.op == x]
        result = [
            Version(nodes[node].name or "", node, each.scope, -1)
            for args, output in gates
            for node in (*args[:1], output)
            if nodes[node].shape == shape and nodes[node].args and node < each.node
        ]
    if not result and len(_words(x)) > 1:
        fitting = {
            v.node: v
            for v in names.versions
            if v.position < each.position and nodes[v.node].shape == shape and shape and _abbreviates(x, tail(v.name))
        }
        result = list(fitting.values()) if len(fitting) == 1 else []
    return result


def _synonyms(nodes: Sequence[GraphNode], names: ProgramNames, each: Candidate, x: str) -> list[Version]:
    """The one parameter of a layer that has another word in its name: `dW2` of Theta2."""
    layer = NUMBERED.fullmatch(x)
    if layer is None or not PARAMETERS.fullmatch(layer[1]):
        return []
    shape = _squeezed(nodes[each.node].shape)
    result = {
        version.node: version
        for version in names.numbered(layer[2], each)
        if (other := NUMBERED.fullmatch(tail(version.name))) is not None
        and PARAMETERS.fullmatch(other[1])
        and not nodes[version.node].args
        and _squeezed(nodes[version.node].shape) == shape
    }
    return list(result.values()) if len(result) == 1 else []


def _products(nodes: Sequence[GraphNode], names: ProgramNames, each: Candidate, x: str) -> list[Version]:
    """Values named after their factors: `drh` of r*h."""
    for cut in range(1, len(x)):
        pairs = [{v.node for v in names.called(part.strip("_"), each)} for part in (x[:cut], x[cut:])]
        result = [
            Version(f"{x[:cut]}*{x[cut:]}", node.id, each.scope, -1)
            for node in nodes[: each.node]
            if node.op in ("mul", "matmul")
            and node.shape == nodes[each.node].shape
            and node.args[0] in pairs[0]
            and node.args[1] in pairs[1]
        ]
        if all(pairs) and result:
            return result
    return []


def _abbreviates(short: str, name: str) -> bool:
    """Return whether every word of a name begins a word of a longer one, in order: CenterVec of centerWordVectors."""
    words = [word.rstrip("s") for word in _words(name)]
    for part in _words(short):
        while words and not words[0].startswith(part.rstrip("s")):
            words.pop(0)
        if not words:
            return False
        words.pop(0)
    return not readings(name)


def _words(name: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", name)]


def _only_parameter(nodes: Sequence[GraphNode], names: ProgramNames, each: Candidate) -> list[Version]:
    """The one free or written-out parameter of a gradient's shape, where its name says no more: `grad`, `del_w`."""
    shape = _squeezed(nodes[each.node].shape)
    latest = {version.name: version for version in names.versions if version.position < each.position}
    leaves = {
        version.node: version
        for version in latest.values()
        if PARAMETERS.fullmatch(tail(version.name).rpartition("_")[2])
        and not nodes[version.node].args
        and _squeezed(nodes[version.node].shape) == shape
    }
    return list(leaves.values()) if len(leaves) == 1 else []


def _fitting(nodes: Sequence[GraphNode], each: Candidate, versions: Sequence[Version]) -> list[Version]:
    """Return values of the gradient's own shape first; axes of one entry do not count."""
    shape = _squeezed(nodes[each.node].shape)
    return sorted(versions, key=lambda version: _squeezed(nodes[version.node].shape) != shape)


def _squeezed(shape: Shape) -> Shape:
    return tuple(n for n in shape if n != 1)
