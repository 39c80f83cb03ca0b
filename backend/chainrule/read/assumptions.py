"""Shapes of names without a value, inferred from how the program uses them: assume, read, repair.

A name starts as a number. Where its uses say more at once (`X.shape[1]`, `W @ x`, `x[2]`) it starts as that (see
`assumption_hints`); where shapes do not fit, the assumed shape nearest to the mismatch is replaced by one that does,
and the program is read again. What fits and is not meant is put right at the end (`assumption_rules`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..graph import INPUT, GraphNode, Shape
from ..ops import OPS, Slice
from .assumption_hints import FREE, VECTOR, shape_of_rank
from .axis_sizes import axis_repairs
from .builder import ShapeMismatch
from .defaults import Assumption

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["NeedsAssumption", "repaired"]


class NeedsAssumption(Exception):
    """Something that only makes sense of a name if more is assumed of it: the program is read again."""

    def __init__(self, name: str, assumption: Assumption) -> None:
        super().__init__(name)
        self.name = name
        self.assumption = assumption


MOST_TRIES = 3  # of one shape for one name: two that take turns leave the place to another name


def repaired(
    m: Machine, mismatch: ShapeMismatch, assumed: Mapping[str, Assumption], tries: Counter[tuple[str, Shape]]
) -> dict[str, Assumption] | None:
    """Return another shape for one of the names without a value that the shape error comes from, or None.

    `tries` counts the shapes returned for this program; the one returned is counted, too.
    """
    repair = REPAIRS.get(mismatch.op, _elementwise)
    whole_shape = repair(m, mismatch)
    for name, new in [*([] if whole_shape is None else [whole_shape]), *axis_repairs(m, mismatch)]:
        if tries[name, new] < MOST_TRIES and math.prod(new) <= 10_000:
            tries[name, new] += 1
            return {name: assumed.get(name, Assumption())._replace(shape=new)}
    return None


Repair = tuple[str, Shape] | None


def _leaf(m: Machine, node: int) -> tuple[str, bool] | None:
    """Return the name without a value that a node is an entry-by-entry function of, and whether transposed."""
    nodes, turned = m.builder.nodes, False
    for _ in range(1000):
        at = nodes[node]
        if at.op == INPUT:
            return (at.name, turned) if at.name in m.builder.missing else None
        if at.op in ("transpose", "swapaxes") and len(at.shape) <= 2:
            turned = not turned
            node = at.args[0]
        elif OPS[at.op].elementwise and at.args:
            passing = [arg for slot, arg in enumerate(at.args) if slot not in OPS[at.op].stops]  # before conditions
            sources = [arg for arg in (*passing, *at.args) if nodes[arg].shape == at.shape]
            result = next((arg for arg in sources if _leaf_near(m, arg)), None)
            if result is None:
                return None
            node = result
        else:
            return None
    return None


def _leaf_near(m: Machine, node: int) -> bool:
    at = m.builder.nodes[node]
    return (at.op == INPUT and at.name in m.builder.missing) or bool(at.args)


def _turned(shape: Shape, turned: bool) -> Shape:
    return shape[::-1] if turned else shape


def _product(m: Machine, mismatch: ShapeMismatch) -> Repair:
    a, b = mismatch.args_of_op
    left, right = m.builder.shape(a), m.builder.shape(b)
    for node, own, other, first in ((b, right, left, False), (a, left, right, True)):
        leaf = _leaf(m, node)
        if leaf is None and first and other and (table := _slice_source(m, node)) is not None:
            return table.name or "", (table.shape[0], other[0] if len(other) == 1 else other[-2])
        if leaf is None:
            continue
        name, turned = leaf
        capital = name[:1].isupper()
        if first:  # W in W @ x: its last axis is as long as the first of x
            inner = other[0] if len(other) == 1 else other[-2] if other else VECTOR
            rows = own[0] if len(own) == 2 else FREE[len(name) % 2]
            new: Shape = (rows, inner) if capital or len(own) == 2 else (inner,)
        else:
            inner = other[-1] if other else VECTOR
            columns = own[1] if len(own) == 2 else FREE[1]
            new = (inner, columns) if capital or len(own) == 2 else (inner,)
        new = _turned(new, turned)
        if new != m.builder.shapes.get(name, m.builder.assumed.get(name, ())):
            return name, new
    joined = _beside_column(m, a, right[-2] if len(right) > 1 else 0)
    if joined is not None:
        return joined
    numbers = [node for node, shape in ((a, left), (b, right)) if not shape]
    return _one_axis_more(m, numbers[0]) if numbers else None


def _beside_column(m: Machine, node: int, columns: int) -> Repair:
    """Give the X of [ones(m, 1) X] as many columns as the product behind it leaves to it."""
    nodes = m.builder.nodes
    at = nodes[node]
    if at.op != "concatenate" or at.params.get("axis") not in (1, -1) or len(at.shape) != 2 or not columns:
        return None
    for arg in at.args:
        shape, rest = nodes[arg].shape, at.shape[1] - nodes[arg].shape[1]
        while nodes[arg].op == "reshape" and shape[1] == 1:  # a number or a vector that stands for a column
            arg = nodes[arg].args[0]
        leaf = _leaf(m, arg)
        if leaf is not None and columns > rest:
            rows = shape[0] if shape[0] > 1 else VECTOR
            return leaf[0], _turned((rows, columns - rest), leaf[1])
    return None


def _slice_source(m: Machine, node: int) -> GraphNode | None:
    """Return the vector without a value that a node is a slice of: `x_train[:1]` of a table is some of its rows."""
    at = m.builder.nodes[node]
    while at.op == "index" and all(isinstance(part, Slice) for part in at.params["key"]):
        at = m.builder.nodes[at.args[0]]
    is_free = at.op == INPUT and at.name in m.builder.missing and len(at.shape) == 1
    return at if is_free and at.id != node else None


def _elementwise(m: Machine, mismatch: ShapeMismatch) -> Repair:
    args = mismatch.args_of_op
    shapes = [m.builder.shape(arg) for arg in args]
    for place, arg in enumerate(args):
        leaf = _leaf(m, arg)
        if leaf is None:
            continue
        name, turned = leaf
        others = [shape for at, shape in enumerate(shapes) if at != place and shape]
        if others:
            other = max(others, key=len)
            own = shapes[place]
            new = other[-1:] if len(own) == 1 and len(other) == 2 else other
            if _turned(new, turned) != _turned(own, turned):
                return name, _turned(new, turned)
    return _vector_of_weights(m, args) if len(args) == 2 else None


def _vector_of_weights(m: Machine, args: Sequence[int]) -> Repair:
    """Make W a vector where `X @ W` stands beside one target for each row: `sigmoid(X @ W + b) - y`."""
    nodes = m.builder.nodes
    for computed, targets in (args, args[::-1]):
        shape = m.builder.shape(computed)
        if len(shape) != 2 or m.builder.shape(targets) != shape[:1]:
            continue
        for _ in range(1000):
            at = nodes[computed]
            if at.op == "matmul":
                weights = nodes[at.args[1]]
                is_free = weights.op == INPUT and weights.name in m.builder.missing and len(weights.shape) == 2
                return (str(weights.name), weights.shape[:1]) if is_free else None
            whole = [arg for arg in at.args if nodes[arg].shape == shape]
            if not OPS[at.op].elementwise or not whole:
                return None
            computed = whole[0]
    return None


def _rank(m: Machine, mismatch: ShapeMismatch) -> Repair:
    """Repair a reduction along an axis, a loop over entries or an unpacking: the name must have that axis."""
    leaf = _leaf(m, mismatch.args_of_op[0])
    if leaf is None:
        return _one_axis_more(m, mismatch.args_of_op[0])
    own = m.builder.shape(mismatch.args_of_op[0])
    rank = max(len(own) + 1, mismatch.rank)
    return leaf[0], shape_of_rank(min(rank, 4), 0)


def _one_axis_more(m: Machine, node: int) -> Repair:
    """Give the name whose entries or sums a value is another axis: `x[t]` and `E.mean(axis=0)` are vectors then."""
    nodes = m.builder.nodes
    for _ in range(1000):
        at = nodes[node]
        if at.op == INPUT:
            rank = len(at.shape) + 1
            return (at.name or "", shape_of_rank(rank, 0)) if at.name in m.builder.missing and rank <= 4 else None
        if len(at.args) != 1 or not (at.op == "index" or "axis" in at.params or OPS[at.op].elementwise):
            return None
        node = at.args[0]
    return None


def _joined(m: Machine, mismatch: ShapeMismatch) -> Repair:
    """Repair arrays that are joined: a number among them becomes a vector, another array gets the others' axes."""
    args = mismatch.args_of_op
    shapes = [m.builder.shape(arg) for arg in args]
    longest = max(shapes, key=len)
    axis = mismatch.params.get("axis")
    if isinstance(axis, int) and axis >= len(longest) and mismatch.op == "concatenate":  # `axis=1` joins matrices
        longest = shape_of_rank(min(axis + 1, 4), 0)
    for arg, shape in sorted(zip(args, shapes, strict=True), key=lambda pair: len(pair[1])):
        leaf = _leaf(m, arg)
        new = longest or (VECTOR,)
        if leaf is not None and shape != new:
            return leaf[0], new
    return None


def _index(m: Machine, mismatch: ShapeMismatch) -> Repair:
    leaf = _leaf(m, mismatch.args_of_op[0])
    if leaf is None:
        return None
    own = list(m.builder.shape(mismatch.args_of_op[0]))
    key = [part for part in mismatch.params.get("key", ()) if part is not None and part is not Ellipsis]
    for axis, part in enumerate(key):
        while len(own) <= axis:
            own.append(VECTOR)
        own[axis] = max(own[axis], _least_size(part))
    return leaf[0], tuple(own)


def _least_size(part: Any) -> int:
    if isinstance(part, Slice):
        ends = [abs(end) for end in (part.start, part.stop) if end is not None]
        return max(ends, default=1) + (1 if part.stop is None and part.start is not None else 0)
    if isinstance(part, tuple):
        return max((_least_size(entry) for entry in part), default=1)
    return int(part) + 1 if part >= 0 else -int(part)


def _reshaped(m: Machine, mismatch: ShapeMismatch) -> Repair:
    leaf = _leaf(m, mismatch.args_of_op[0])
    sizes = mismatch.params.get("shape", ())
    if not isinstance(sizes, tuple):
        return None
    whole = tuple(size if size > 0 else 2 for size in sizes)
    return (
        (leaf[0], whole) if leaf is not None else _longer(m, m.builder.nodes[mismatch.args_of_op[0]], math.prod(whole))
    )


def _longer(m: Machine, part: GraphNode, count: int) -> Repair:
    """Make a vector long enough for the part that is reshaped: `reshape(params[k:], (3, 4))`."""
    key: Any = part.params.get("key", ()) if part.op == "index" else ()
    leaf = _leaf(m, part.args[0]) if len(key) == 1 and isinstance(key[0], Slice) else None
    if leaf is None or len(m.builder.shape(part.args[0])) != 1 or (key[0].start or 0) < 0:
        return None
    length = (key[0].start or 0) + count
    return (leaf[0], (length,)) if length > m.builder.shape(part.args[0])[0] else None


OF_ROWS = (  # functions that take vectors or the rows of a matrix
    "softmax", "log_softmax", "logsumexp", "cross_entropy", "hinge", "diag", "transpose", "swapaxes", "tril", "triu",
    "layer_norm", "rms_norm",
)  # fmt: skip
REPAIRS: dict[str, Any] = {
    "matmul": _product, "inner": _elementwise, "index": _index, "entries": _rank, "unpack": _rank, "len": _rank,
    "reshape": _reshaped, "norm": _rank,
    **{name: _rank for name, row in OPS.items() if "axis" in row.params},
    **dict.fromkeys(OF_ROWS, _rank), "concatenate": _joined, "stack": _joined,
}  # fmt: skip
