"""Shapes and kinds of names without a value, inferred from how the program uses them: assume, read, repair.

A name starts as a number. Where its uses say more at once (`X.shape[1]`, `W @ x`, `x[2]`) it starts as that; where
shapes do not fit, the assumed shape nearest to the mismatch is replaced by one that does, and the program is read
again.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..graph import INPUT, Graph, GraphNode, Shape
from ..ops import OPS, Slice
from .builder import ShapeMismatch
from .defaults import Assumption
from .hand_gradients import readings

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["NeedsAssumption", "biases", "hinted", "kinds_by_use", "repaired", "upstream_shapes"]

VECTOR = 3  # entries of a vector that nothing says more about
FREE = (4, 2, 5, 3)  # distinct sizes where nothing decides, so that axes differ


class NeedsAssumption(Exception):
    """Something that only makes sense of a name if more is assumed of it: the program is read again."""

    def __init__(self, name: str, assumption: Assumption) -> None:
        super().__init__(name)
        self.name = name
        self.assumption = assumption


# facts from uses ------------------------------------------------------------------------------------------------------

LIBRARIES = {"np", "numpy", "torch", "jnp", "tf", "F", "nn"}
SQUARE = {"inv", "det"}  # of a square matrix
PRODUCTS = {"dot", "matmul", "mm", "mv"}


def hinted(
    statements: Sequence[ast.stmt], valued: Collection[str], assumed: Mapping[str, Assumption]
) -> dict[str, Assumption]:
    """Return the ranks that the syntax shows: operands of `@`, `X.shape[1]`, `x[0].shape`, `x[i, j]`, `.T`."""
    ranks: dict[str, int] = {}
    squares: set[str] = set()

    def at_least(node: ast.expr, rank: int) -> None:
        if isinstance(node, ast.Attribute) and node.attr == "T":
            node = node.value
        if isinstance(node, ast.Name) and node.id not in valued and node.id not in assumed and node.id not in LIBRARIES:
            ranks[node.id] = max(ranks.get(node.id, 0), rank)

    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
                for side in (node.left, node.right):
                    at_least(side, _rank_by_name(side))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PRODUCTS:
                sides = node.args if len(node.args) > 1 else [node.func.value, *node.args]
                for side in sides:
                    at_least(side, _rank_by_name(side))
            elif (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SQUARE and node.args
            ):
                at_least(node.args[0], 2)
                squares.update([node.args[0].id] if isinstance(node.args[0], ast.Name) else [])
            elif isinstance(node, ast.Attribute) and node.attr == "T":
                at_least(node.value, 2)
            elif isinstance(node, ast.Attribute) and _is_shape(node) and isinstance(node.value, ast.Subscript):
                if not isinstance(node.value.slice, ast.Tuple | ast.Slice):
                    at_least(node.value.value, 2)  # `x[0].shape`: an entry that has a shape is a row
            elif isinstance(node, ast.Assign) and _is_shape(node.value) and isinstance(node.targets[0], ast.Tuple):
                at_least(node.value.value, len(node.targets[0].elts))  # type: ignore[attr-defined]
            elif isinstance(node, ast.Subscript):
                _subscripts(node, at_least)
                _nested_subscripts(node, at_least)
    return {
        name: Assumption((VECTOR, VECTOR) if name in squares else _shape_of_rank(rank, order))
        for order, (name, rank) in enumerate(ranks.items())
        if rank
    }


def _subscripts(node: ast.Subscript, at_least: Any) -> None:
    if _is_shape(node.value) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
        index = node.slice.value
        at_least(node.value.value, index + 1 if index >= 0 else -index)  # type: ignore[attr-defined]
    elif not _is_shape(node.value) and not isinstance(node.slice, ast.Constant | ast.UnaryOp):
        key = node.slice
        parts = key.elts if isinstance(key, ast.Tuple) else [key]
        if not any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts):
            at_least(node.value, len(parts))


def _nested_subscripts(node: ast.Subscript, at_least: Any) -> None:
    """`x[0][1]` takes an entry of a row."""
    depth, at = 0, node
    while isinstance(at, ast.Subscript) and isinstance(at.slice, ast.Constant | ast.Name):
        if isinstance(at.slice, ast.Constant) and not isinstance(at.slice.value, int):
            return
        depth += 1
        inner = at.value
        if not isinstance(inner, ast.Subscript):
            break
        at = inner
    if depth > 1:
        at_least(at.value, depth)


def _is_shape(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "shape"


def _rank_by_name(node: ast.expr) -> int:
    """Return the rank that a name suggests: 2 for a capital, as lectures write a matrix, else 1."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        node = node.value
    return 2 if isinstance(node, ast.Name) and node.id[:1].isupper() else 1


def _shape_of_rank(rank: int, order: int) -> Shape:
    return ((VECTOR,), (FREE[order % 2], VECTOR), (2, VECTOR, 4), (2, 3, 4, 4))[min(rank, 4) - 1]


# repairs --------------------------------------------------------------------------------------------------------------


def repaired(m: Machine, mismatch: ShapeMismatch, assumed: Mapping[str, Assumption]) -> dict[str, Assumption] | None:
    """Return another shape for one of the names without a value that the shape error comes from, or None."""
    repair = REPAIRS.get(mismatch.op, _elementwise)
    shape = repair(m, mismatch)
    if shape is None:
        return None
    name, new = shape
    old = assumed.get(name, Assumption())
    attempts = m.tried_shapes
    if (name, new) in attempts or math.prod(new) > 10_000:
        return None
    return {name: old._replace(shape=new)}


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
            result = next((arg for arg in at.args if nodes[arg].shape == at.shape and _leaf_near(m, arg)), None)
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
    return None


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
    return None


def _rank(m: Machine, mismatch: ShapeMismatch) -> Repair:
    """Repair a reduction along an axis, a loop over entries or an unpacking: the name must have that axis."""
    leaf = _leaf(m, mismatch.args_of_op[0])
    if leaf is None:
        return None
    own = m.builder.shape(mismatch.args_of_op[0])
    rank = max(len(own) + 1, mismatch.rank)
    return leaf[0], _shape_of_rank(min(rank, 4), 0)


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
    if leaf is None or not isinstance(sizes, tuple):
        return None
    return leaf[0], tuple(size if size > 0 else 2 for size in sizes)


OF_ROWS = (  # functions that take vectors or the rows of a matrix
    "softmax", "log_softmax", "logsumexp", "cross_entropy", "hinge", "diag", "transpose", "swapaxes", "tril", "triu",
    "layer_norm", "rms_norm",
)  # fmt: skip
REPAIRS: dict[str, Any] = {
    "matmul": _product, "inner": _elementwise, "index": _index, "entries": _rank, "unpack": _rank, "len": _rank,
    "reshape": _reshaped,
    **{name: _rank for name, row in OPS.items() if "axis" in row.params},
    **dict.fromkeys(OF_ROWS, _rank),
}  # fmt: skip


BIAS = re.compile(r"(b|bias|beta|gamma|g|shift|bh|by|bn)(_?\w{0,3}\d*)?")


def biases(graph: Graph, assumed: Mapping[str, Assumption], missing: Collection[str]) -> dict[str, Assumption]:
    """`W @ x + b`: a bias is as long as what it is added to, though a number would fit."""
    assumptions_by_name: dict[str, Assumption] = {}
    for node in graph.nodes:
        if node.op not in ("add", "mul") or not node.shape:
            continue
        for arg in node.args:
            leaf = graph.nodes[arg]
            name = leaf.name or ""
            if leaf.op == INPUT and not leaf.shape and name in missing and name not in assumed and BIAS.fullmatch(name):
                assumptions_by_name.setdefault(name, Assumption(node.shape[-1:]))
    return assumptions_by_name


def upstream_shapes(graph: Graph, assumed: Mapping[str, Assumption], missing: Collection[str]) -> dict[str, Assumption]:
    """`dout` beside `out`: a gradient has the shape of its variable."""
    assumptions_by_name: dict[str, Assumption] = {}
    for name in missing:
        for reading in readings(name):
            node = graph.names.get(reading.x)
            shape = None if node is None else graph.nodes[node].shape
            if shape is not None and reading.of is None and shape != assumed.get(name, Assumption()).shape:
                assumptions_by_name[name] = Assumption(shape)
                break
    return assumptions_by_name


# kinds ----------------------------------------------------------------------------------------------------------------

BY_NAME = {
    "tiny": re.compile(r"eps|epsilon|EPS|EPSILON|eps_?\d?"),
    "small": re.compile(r"lr|eta|learning_rate|step_size|LR|rate|lambda|lam|reg|weight_decay|dt|h"),
    "positive": re.compile(r"sigma\d?|std|stdev|var|variance|sigma_?\w{1,2}"),
}
POSITIVE = {"log", "sqrt", "log2", "log10"}  # a default below 0 would make these nan


def kinds_by_use(graph: Graph, assumed: Mapping[str, Assumption], missing: Collection[str]) -> dict[str, Assumption]:
    """Return names whose default must be a probability or positive: log(p) with log(1 - p), sqrt(var), a std."""
    kinds: dict[str, str] = {name: kind for name in missing for kind, names in BY_NAME.items() if names.fullmatch(name)}
    leaves = {node.id: node for node in graph.nodes if node.op == INPUT and node.name in missing}
    for node in graph.nodes:
        if node.op not in POSITIVE:
            continue
        inside = graph.nodes[node.args[0]]
        leaf, complement = _complement(graph, inside)
        if leaf in leaves:
            name = leaves[leaf].name or ""
            kinds[name] = "probability" if complement else kinds.get(name, "positive")
    return {
        name: assumed.get(name, Assumption())._replace(kind=kind)
        for name, kind in kinds.items()
        if not assumed.get(name, Assumption()).kind
    }


def _complement(graph: Graph, node: GraphNode) -> tuple[int, bool]:
    """Return the leaf behind `p`, `p + eps` or `1 - p`, and whether it stands in `1 - p`."""
    complement = False
    for _ in range(4):
        if node.op == "sub" and not graph.nodes[node.args[0]].args:
            complement, node = True, graph.nodes[node.args[1]]
        elif node.op in ("add", "div", "maximum") and node.args:
            node = graph.nodes[node.args[0]]
        else:
            break
    return node.id, complement
