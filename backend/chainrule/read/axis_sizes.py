"""Sizes of single axes of names without a value: `s = W @ x` beside `y = [0, 1, 0]` says that W has three rows.

A shape error is about one axis of two arrays. That axis is followed back through products, sums and entry-by-entry
functions to the axis of the name that it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..graph import INPUT, Graph, GraphNode, Shape
from ..ops import OPS
from .builder import ShapeMismatch
from .defaults import Assumption

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["PARTS", "axis_repairs", "column_inputs", "column_targets"]

PARTS = "parts"  # an unpacking into more or fewer names than there are entries: `for x, y in data`
MOST_NODES = 1000  # looked at for one axis
ROW_FUNCTIONS = {"softmax", "log_softmax", "layer_norm", "rms_norm", "sort", "cumsum", "cumprod"}  # keep all axes


class _AxisOrigin(NamedTuple):
    """The axis of a leaf that an axis of a node is; `beside`: entries of other arrays joined to it along that axis."""

    leaf: GraphNode
    axis: int
    beside: int


def axis_repairs(m: Machine, mismatch: ShapeMismatch) -> Iterator[tuple[str, Shape]]:
    """Yield names with shapes in which one axis is as long as what it meets asks for."""
    args = mismatch.args_of_op
    if mismatch.op == PARTS:
        entry = _entry_origin(m, args[0])
        if entry is not None:
            leaf, leaf_axis = entry
            yield leaf.name or "", (*leaf.shape[:leaf_axis], mismatch.rank, *leaf.shape[leaf_axis + 1 :])
        return
    shapes = [m.builder.shape(arg) for arg in args]
    for place, axis, size in _needed_sizes(mismatch.op, shapes):
        origin = _axis_origin(m.builder.nodes, m.builder.missing, args[place], axis)
        if origin is None:
            continue
        shape = list(origin.leaf.shape)
        shape[origin.axis] = size - origin.beside
        if size > origin.beside:
            yield origin.leaf.name or "", tuple(shape)


def _entry_origin(m: Machine, node: int) -> tuple[GraphNode, int] | None:
    """Return the name without a value whose rows are unpacked, and the axis along them: `x, y = data[i]`."""
    at, axis = m.builder.nodes[node], 0
    while at.op == "index" and all(isinstance(part, int) for part in at.params["key"]):
        axis += len(at.params["key"])
        at = m.builder.nodes[at.args[0]]
    return (at, axis) if at.op == INPUT and at.name in m.builder.missing else None


def _needed_sizes(op: str, shapes: Sequence[Shape]) -> Iterator[tuple[int, int, int]]:
    """Yield (argument, axis of it, size that the other argument's axis has)."""
    if op == "matmul" and len(shapes) == 2 and all(shapes):
        left, right = shapes
        inner = max(len(right) - 2, 0)
        if left[-1] != right[inner]:
            yield 0, len(left) - 1, right[inner]
            yield 1, inner, left[-1]
    elif op in OPS and OPS[op].elementwise:
        for place, own in enumerate(shapes):
            for other in [*shapes[:place], *shapes[place + 1 :]]:
                for back in range(1, min(len(own), len(other)) + 1):
                    if own[-back] != other[-back] and 1 not in (own[-back], other[-back]):
                        yield place, len(own) - back, other[-back]


def column_targets(graph: Graph, assumed: Mapping[str, Assumption], missing: Collection[str]) -> dict[str, Assumption]:
    """`out - y` where y is a column of numbers: the program computes a column, too, though a wider array would fit."""
    assumptions_by_name: dict[str, Assumption] = {}
    for node in graph.nodes:
        if node.op != "sub" or len(node.shape) < 2:
            continue
        for target, computed in (node.args, node.args[::-1]):
            shape = graph.nodes[target].shape
            is_column = len(shape) == len(node.shape) and shape[-1] == 1 < node.shape[-1]
            if not is_column or graph.nodes[target].args or graph.nodes[target].name in missing:
                continue
            origin = _axis_origin(graph.nodes, missing, computed, len(node.shape) - 1)
            if origin is not None and not origin.beside and graph.nodes[computed].args:
                leaf = origin.leaf
                sizes = [1 if place == origin.axis else size for place, size in enumerate(leaf.shape)]
                old = assumed.get(leaf.name or "", Assumption())
                assumptions_by_name[leaf.name or ""] = old._replace(shape=tuple(sizes))
    return assumptions_by_name


def column_inputs(graph: Graph, assumed: Mapping[str, Assumption], missing: Collection[str]) -> dict[str, Assumption]:
    """`np.dot(w, x) + b` where b is a column: x is one, too, though a number or a list would broadcast."""
    assumptions_by_name: dict[str, Assumption] = {}
    nodes = graph.nodes
    for node in nodes:
        if node.op != "add" or len(node.shape) != 2:
            continue
        for product, bias in (node.args, node.args[::-1]):
            factors = nodes[product].args
            is_column = nodes[bias].shape == (node.shape[0], 1) and nodes[bias].name not in missing
            if not is_column or nodes[product].op not in ("matmul", "mul") or len(factors) != 2:
                continue
            weights, leaf = (nodes[factor] for factor in factors)
            is_layer = len(weights.shape) == 2 and weights.shape[0] == node.shape[0] and weights.name not in missing
            name = leaf.name or ""
            if is_layer and leaf.op == INPUT and name in missing and leaf.shape in ((), weights.shape[1:]):
                old = assumed.get(name, Assumption())
                assumptions_by_name[name] = old._replace(shape=(weights.shape[1], 1))
    return assumptions_by_name


def _axis_origin(nodes: Sequence[GraphNode], missing: Collection[str], node: int, axis: int) -> _AxisOrigin | None:
    """Return the name without a value that an axis comes from; None if from none."""
    waiting = [(node, axis, 0)]
    for _ in range(MOST_NODES):
        if not waiting:
            return None
        number, axis, beside = waiting.pop()
        at = nodes[number]
        if at.op == INPUT:
            if at.name in missing:
                return _AxisOrigin(at, axis, beside)
            continue
        args = [nodes[arg] for arg in at.args]
        if at.op == "concatenate":
            sources = [
                (arg.id, axis, beside + (at.shape[axis] - arg.shape[axis] if axis == at.params["axis"] else 0))
                for arg in sorted(args, key=_is_data)
            ]
        else:
            sources = [(source, place, beside) for source, place in _axis_sources(at, args, axis)]
        # A bias takes the length of what it is added to, not the other way round: what is computed is looked at first.
        waiting.extend(sorted(sources, key=lambda source: bool(nodes[source[0]].args)))
    return None


def _is_data(leaf: GraphNode) -> bool:
    """Return whether a name is that of data, x: a state beside it, `[h, x]`, is as long as other states."""
    return (leaf.name or "").lower().startswith(("x", "in"))


def _axis_sources(at: GraphNode, args: Sequence[GraphNode], axis: int) -> list[tuple[int, int]]:
    """Return the arguments' axes that an axis of a node's result is."""
    if OPS[at.op].elementwise:
        aligned = [(arg, axis - len(at.shape) + len(arg.shape)) for arg in args]
        return [(arg.id, place) for arg, place in aligned if place >= 0 and arg.shape[place] == at.shape[axis]]
    if at.op == "matmul":
        left, right = args
        if len(right.shape) > 1 and axis == len(at.shape) - 1:
            return [(right.id, len(right.shape) - 1)]
        row = axis - len(at.shape) + len(left.shape) - (1 if len(right.shape) == 1 else 0)
        return [(left.id, row)] if len(left.shape) > 1 and 0 <= row < len(left.shape) - 1 else []
    if at.op == "transpose" and len(at.shape) == 2:
        return [(args[0].id, 1 - axis)]
    if at.op in ROW_FUNCTIONS and args[0].shape == at.shape:
        return [(args[0].id, axis)]
    if "axis" in at.params and len(args) == 1:
        return [(args[0].id, _reduced_place(args[0].shape, at, axis))]
    return []


def _reduced_place(shape: Shape, at: GraphNode, axis: int) -> int:
    """Return the axis of a reduction's argument that an axis of its result is."""
    if len(shape) == len(at.shape):
        return axis
    axes = at.params["axis"]
    reduced_axes = {each % len(shape) for each in (axes if isinstance(axes, tuple) else (axes,)) if each is not None}
    return [place for place in range(len(shape)) if place not in reduced_axes][axis]
