"""Shapes and kinds of names without a value, from a program that was read: shapes that fit, and are not meant."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping

import numpy as np

from ..graph import INPUT, LITERAL, Graph, GraphNode, Shape
from ..ops import OPS
from .defaults import Assumption
from .hand_gradients import readings

__all__ = ["biases", "distributions", "kinds_by_use", "states_before", "upstream_shapes"]

BIAS = re.compile(r"(b|bias|bh|by|bn)(_?\w{0,3}\d*)?")  # what is added to a product of matrices
SCALE = re.compile(r"(beta|gamma|g|scale|shift)(_?\w{0,3}\d*)?")  # of a normalized array
WEIGHTS = re.compile(r"[WwUV](_?\w{0,3}\d*)?")
BEFORE = "_t_minus_1"  # ends the name of a state one step earlier
PRODUCT = {"matmul", "inner", "conv"}
MOST_NODES = 50  # looked at for the product in a sum


def biases(graph: Graph, assumed: Mapping[str, Assumption], missing: Collection[str]) -> dict[str, Assumption]:
    """`W @ x + b`: a bias is as long as what it is added to, though a number would fit; so are targets, `W @ x - t`."""
    assumptions_by_name: dict[str, Assumption] = {}
    summed = _summed_gradients(graph)
    for node in graph.nodes:
        if node.op not in ("add", "sub", "mul") or not node.shape:
            continue
        for arg, other in (node.args, node.args[::-1]):
            leaf = graph.nodes[arg]
            name = leaf.name or ""
            if leaf.op != INPUT or name not in missing:
                continue
            is_row = node.op == "sub" and _is_row_of_targets(leaf.shape, graph.nodes[other].shape)
            if is_row and _holds_product(graph, other):  # A - Y of `w.T @ X`
                shape = graph.nodes[other].shape
                assumptions_by_name.setdefault(name, assumed.get(name, Assumption())._replace(shape=shape))
                continue
            if leaf.shape or name in assumed:
                continue
            if node.op == "sub" and _holds_product(graph, other):
                assumptions_by_name.setdefault(name, Assumption(node.shape))
            elif SCALE.fullmatch(name) and node.op != "sub":
                assumptions_by_name.setdefault(name, Assumption(node.shape[-1:]))
            elif BIAS.fullmatch(name) and node.op == "add" and _holds_product(graph, other):
                is_column = len(node.shape) == 2 and (
                    node.shape[1] == 1 or summed.get(name) == (node.shape[0], 1) or _is_column_each(graph, other)
                )
                column = (node.shape[0], 1) if is_column else node.shape[-1:]
                shape = () if _is_row_each(graph, other, missing) else column
                assumptions_by_name.setdefault(name, Assumption(shape))
            elif name in summed and _broadcasts(summed[name], node.shape):
                assumptions_by_name.setdefault(name, Assumption(summed[name]))
    return assumptions_by_name


def _is_row_of_targets(own: Shape, computed: Shape) -> bool:
    """Return whether targets of several rows stand beside one computed row: one row fits, too, and is meant."""
    return len(own) == len(computed) == 2 and own[0] > computed[0] == 1 and own[1] == computed[1]


def _is_column_each(graph: Graph, node: int) -> bool:
    """Return whether it is `W @ X`, a column for each example: its bias is a column."""
    at = graph.nodes[node]
    if at.op != "matmul":
        return False
    left, right = (graph.nodes[arg] for arg in at.args)
    return not left.args and WEIGHTS.fullmatch(left.name or "") is not None and not (right.name or "").startswith("W")


def _broadcasts(shape: Shape, to: Shape) -> bool:
    return len(shape) <= len(to) and all(own in (1, other) for own, other in zip(shape[::-1], to[::-1], strict=False))


def _summed_gradients(graph: Graph) -> dict[str, Shape]:
    """Return, for each name, the shape of its gradient that is added up over examples: `db = np.sum(dZ, axis=1, ...)`.

    A gradient that was forgotten to be added up says nothing of its variable's shape.
    """
    summed = {name: graph.nodes[node] for name, node in graph.names.items() if graph.nodes[node].shape}
    sums = {"sum", "mean"}
    return {
        reading.x: node.shape
        for name, node in summed.items()
        if node.op in sums or any(graph.nodes[arg].op in sums for arg in node.args)
        for reading in readings(name)
    }


def _holds_product(graph: Graph, node: int) -> bool:
    """Return whether a value is a product of matrices, a sum of such, or an entry-by-entry function of one."""
    waiting = [node]
    for _ in range(MOST_NODES):
        if not waiting:
            return False
        at = graph.nodes[waiting.pop()]
        if at.op in PRODUCT and at.shape:
            return True
        if OPS[at.op].elementwise:
            waiting.extend(arg for arg in at.args if graph.nodes[arg].shape == at.shape)
    return False


def _is_row_each(graph: Graph, node: int, missing: Collection[str]) -> bool:
    """Return whether it is `X @ w` or `w.T @ X`, one number for each example: its bias is one number."""
    at = graph.nodes[node]
    if at.op != "matmul":
        return False
    left, right = (graph.nodes[arg] for arg in at.args)
    for data, weights in ((left, right), (right, left)):
        is_data = _rows_are_examples(graph, data.id, missing)
        is_row = len(weights.shape) == 2 and weights.shape[0] == 1 and weights.op == "transpose"
        if is_data and len(data.shape) == 2 and (is_row or (len(weights.shape) == 1 and not weights.args)):
            return True
    return False


def _rows_are_examples(graph: Graph, node: int, missing: Collection[str]) -> bool:
    """Return whether a matrix is data with an example in each row, or a hidden layer of it: `tanh(X @ W + b)`."""
    for _ in range(MOST_NODES):
        at = graph.nodes[node]
        if not at.args:
            return at.name not in missing or (at.name or "").startswith("X")
        if at.op != "matmul" and not OPS[at.op].elementwise:
            return False
        whole = [arg for arg in at.args if len(graph.nodes[arg].shape) == 2]
        if not whole:
            return False
        node = whole[0]
    return False


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


def states_before(graph: Graph, assumed: Mapping[str, Assumption], missing: Collection[str]) -> dict[str, Assumption]:
    """`h_{t-1}` beside `h_t`: a state has one shape at all times, though a number would broadcast."""
    assumptions_by_name: dict[str, Assumption] = {}
    for name in missing:
        node = graph.names.get(name.removesuffix(BEFORE) + "_t") if name.endswith(BEFORE) else None
        if node is not None and graph.nodes[node].shape not in ((), assumed.get(name, Assumption()).shape):
            assumptions_by_name[name] = assumed.get(name, Assumption())._replace(shape=graph.nodes[node].shape)
    return assumptions_by_name


LOGARITHMS = {"log", "log_softmax", "log2"}


def distributions(graph: Graph, assumed: Mapping[str, Assumption], missing: Collection[str]) -> dict[str, Assumption]:
    """`-sum(y*log(p))`: y says which class is right, and has the shape of p; of two classes it is 0 or 1.

    A y that a logarithm is taken of as well, as in `p*log(p/q)`, is none.
    """
    nodes = graph.nodes
    within: set[int] = set()  # what a logarithm is taken of
    for node in reversed(nodes):
        if node.op in LOGARITHMS or node.id in within:
            within.update(node.args)
    binary = _binary_labels(graph)
    assumptions_by_name: dict[str, Assumption] = {}
    for node in nodes:
        for arg, other in (node.args, node.args[::-1]) if node.op in ("mul", "inner", "matmul") else ():
            leaf, logarithm = (nodes[nodes[at].args[0]] if nodes[at].op == "neg" else nodes[at] for at in (arg, other))
            name = leaf.name or ""
            old = assumed.get(name, Assumption())
            if leaf.op != INPUT or leaf.id in within or name not in missing or old.kind:
                continue
            if logarithm.op in LOGARITHMS and logarithm.shape:
                kind, below = ("labels", 2) if leaf.id in binary else ("one-hot", 0)
                shape = logarithm.shape if len(old.shape) in (0, len(logarithm.shape)) else old.shape
                assumptions_by_name[name] = Assumption(shape, kind, below)
    return assumptions_by_name


# kinds ----------------------------------------------------------------------------------------------------------------

BY_NAME = {
    "probability": re.compile(r"beta_?[12]|momentum"),  # how much of an average is kept
    "tiny": re.compile(r"eps|epsilon|EPS|EPSILON|eps_?\d?"),
    "small": re.compile(r"lr|eta|learning_rate|step_size|LR|rate|lambda|lam|reg|weight_decay|dt|h"),
    "positive": re.compile(r"sigma\d?|std|stdev|var|variance|sigma_?\w{1,2}"),
}
POSITIVE = (0.0, math.inf)  # domain of rows that a default below 0 would make nan
WITHIN_ONE = (-1.0, 1.0)  # of those that a default beyond 1 would, and at 1 their gradients


def kinds_by_use(graph: Graph, assumed: Mapping[str, Assumption], missing: Collection[str]) -> dict[str, Assumption]:
    """Return names whose default must be a probability or positive: log(p) with log(1 - p), sqrt(var), a std."""
    kinds: dict[str, str] = {name: kind for name in missing for kind, names in BY_NAME.items() if names.fullmatch(name)}
    leaves = {node.id: node for node in graph.nodes if node.op == INPUT and node.name in missing}
    for node in graph.nodes:
        domain = OPS[node.op].domain if node.args else None
        if node.op == "pow" and node.args[0] in leaves and graph.nodes[node.args[1]].op != LITERAL:
            kinds.setdefault(leaves[node.args[0]].name or "", "positive")  # b^x, whose slope to x has log b
        if domain == WITHIN_ONE and node.args[0] in leaves:
            kinds.setdefault(leaves[node.args[0]].name or "", "probability")
        if domain != POSITIVE and not _is_root(graph, node):
            continue
        inside = graph.nodes[node.args[0]]
        for factor in _factors(graph, inside) & leaves.keys():
            kinds.setdefault(leaves[factor].name or "", "positive")
        leaf, complement = _complement(graph, inside)
        if leaf in leaves:
            name = leaves[leaf].name or ""
            kinds[name] = "probability" if complement else kinds.get(name, "positive")
    for leaf in _with_complements(graph) & leaves.keys():
        name = leaves[leaf].name or ""
        if kinds.get(name) == "positive":
            kinds[name] = "probability"
    for leaf in _noise(graph) & leaves.keys():
        name = leaves[leaf].name or ""
        if kinds.get(name) == "tiny":
            del kinds[name]
    kinds.update({leaves[leaf].name or "": "count" for leaf in _example_counts(graph) & leaves.keys()})
    result = {
        name: assumed.get(name, Assumption())._replace(kind=kind)
        for name, kind in kinds.items()
        if not assumed.get(name, Assumption()).kind
    }
    examples = _examples(graph)
    counts = [name for name, kind in kinds.items() if kind == "count" and name in result]
    result |= {name: result[name]._replace(below=examples) for name in counts}
    for leaf in _binary_labels(graph) & leaves.keys():
        name = leaves[leaf].name or ""
        old = assumed.get(name, Assumption())
        if not old.kind:
            result[name] = old._replace(kind="labels", below=2)
    return result


def _examples(graph: Graph) -> int:
    """Return the number of rows that the program sums over, if all its sums have one; else 0."""
    sizes = {graph.nodes[node.args[0]].shape[:1] for node in graph.nodes if node.op == "sum"} - {()}
    return sizes.pop()[0] if len(sizes) == 1 else 0


COUNT = re.compile(r"[mnNM]|batch_size|num_\w+|n_\w+")


def _is_root(graph: Graph, node: GraphNode) -> bool:
    """Return whether a node is a power with a broken exponent: (b/c)**0.5."""
    if node.op != "pow" or graph.nodes[node.args[1]].op != LITERAL:
        return False
    return not np.all(np.asarray(graph.nodes[node.args[1]].params["value"]) % 1 == 0)


def _with_complements(graph: Graph) -> set[int]:
    """Return the leaves p that `1 - p` stands for as well: of a focal loss, (1 - p)^γ log p."""
    ones = (node for node in graph.nodes if node.op == "sub" and graph.nodes[node.args[0]].op == LITERAL)
    return {node.args[1] for node in ones if np.all(np.asarray(graph.nodes[node.args[0]].params["value"]) == 1)}


def _noise(graph: Graph) -> set[int]:
    """Return what is multiplied with a value: the ε of μ + σ ε, which is no small number."""
    products = [node for node in graph.nodes if node.op == "mul"]
    return {arg for node in products for arg in node.args if all(graph.nodes[at].op != LITERAL for at in node.args)}


def _factors(graph: Graph, node: GraphNode) -> set[int]:
    """Return a sum, product or quotient and what it is made of: p and q of p/q, v and g of b*v + g."""
    visited: set[int] = set()
    todo = [node.id]
    while todo:
        at = todo.pop()
        if at not in visited:
            visited.add(at)
            if graph.nodes[at].op in ("add", "mul", "div", "reciprocal"):
                todo += graph.nodes[at].args
    return visited


def _example_counts(graph: Graph) -> set[int]:
    """Return the leaves that are called like a number of examples and divided by: `1/m * np.sum(...)`."""
    divisors = {node.args[1] for node in graph.nodes if node.op == "div"}
    return {each for each in divisors if not graph.nodes[each].shape and COUNT.fullmatch(graph.nodes[each].name or "")}


def _binary_labels(graph: Graph) -> set[int]:
    """Return the leaves y of `y*log(a) + (1 - y)*log(1 - a)`."""
    nodes = graph.nodes
    complements = {
        node.id: node.args[1]
        for node in nodes
        if node.op == "sub" and nodes[node.args[0]].op == LITERAL and not nodes[node.args[1]].args
    }
    factors = {
        arg
        for node in nodes
        if node.op in ("mul", "inner", "matmul")
        for arg, other in (node.args, node.args[::-1])
        if nodes[other].op == "log" or (nodes[other].op == "neg" and nodes[nodes[other].args[0]].op == "log")
    }
    plain = {nodes[arg].args[0] if nodes[arg].op == "neg" else arg for arg in factors}
    return {leaf for complement, leaf in complements.items() if complement in factors and leaf in plain}


def _complement(graph: Graph, node: GraphNode) -> tuple[int, bool]:
    """Return the leaf behind `p`, `p[i]`, `p + eps` or `1 - p`, and whether it stands in `1 - p`."""
    complement = False
    for _ in range(4):
        if node.op == "sub" and not graph.nodes[node.args[0]].args:
            complement, node = True, graph.nodes[node.args[1]]
        elif node.op in ("add", "div", "index", "maximum") and node.args:
            node = graph.nodes[node.args[0]]
        else:
            break
    return node.id, complement
