"""A network over the plane of its data: the loss of one example of each class, as tapes that a page runs anywhere.

Where the loss of a point would be smaller with one label than with another, the network has decided for that label:
so the boundary follows for every loss and every output layer alike.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import InputError
from ..graph import Graph
from ..limits import Limits
from ..ops import OPS, Lowering, Pattern
from ..tracing.values_json import FloatArray
from .leaves import Leaf
from .problem import BatchExample, TrainingProblem
from .run_document import FieldDocument, FieldLayer, ScalarTape
from .scalar_tape import scalar_tape

__all__ = ["class_count", "field"]

CLASSES = 6
UNITS = 64
LAYERS = 6
TRIPLES = 8  # pairs of points and their middles, by which a layer is found to be linear


def field(
    source: str,
    values: Mapping[str, Any] | None,
    where: Mapping[str, Any],
    parameters: Sequence[str] | None,
    data: Sequence[str] | None,
    limits: Limits,
) -> FieldDocument:
    """Return the points with their classes, and for each class the tape of the loss of one example.

    Args:
        where: `output`, `upstream` and `defaults`.
        parameters, data: as a run takes them.

    Raises:
        InputError: `no-field`; `bad-batch` where the program holds the number of examples.
        LimitError: `tape_entries`.
        ChainruleError: what is wrong with the program or its values.
    """
    problem = TrainingProblem(source, values, parameters=parameters, data=data, batched=True, limits=limits, **where)
    plane, labels = _plane_and_labels(problem.data)
    points, targets = problem.whole(plane), problem.whole(labels)
    rows, first, classes = np.unique(targets.reshape(len(targets), -1), axis=0, return_index=True, return_inverse=True)
    if not _is_count_of_classes(len(rows)):
        raise _refused(f"`{labels.name}` has {len(rows):,} different labels.", f"A field has 2 to {CLASSES} classes.")
    if _are_measurements(rows, len(points)):
        raise _refused(f"No two examples share a number of `{labels.name}`.", "A field needs labels, not measurements.")
    examples = [problem.example(np.array([place])) for place in first.tolist()]
    hidden = _linear_layer(problem, plane, examples[0].graph)
    moving = {leaf.name: leaf.name for leaf in problem.parameters}
    layers = _layers(examples[0], plane)
    penalties = _penalties(examples[0], [plane, labels], problem.parameters)
    more = {f"layer {k}": node for k, node in enumerate(layers)}
    more.update({f"penalty {k}": node for k, node in enumerate(penalties)})
    if hidden is not None:
        more["hidden"] = hidden
    tapes: list[ScalarTape] = []
    for example in examples:
        nodes = {name: example.nodes[name] for name in (*moving, plane.name)}
        outputs = {"loss": example.graph.output, **({} if tapes else more)}
        tapes.append(_with_one_penalty(_tape(example, nodes, outputs, limits)))
    names = [" ".join(f"{each:g}" for each in row) for row in rows.tolist()]
    return FieldDocument(
        plane.name,
        labels.name,
        points.tolist(),
        np.ravel(classes).tolist(),
        names,
        rows.tolist(),
        tapes,
        hidden is not None,
        [FieldLayer(node.name or "", node.shape[1]) for node in (examples[0].graph.nodes[each] for each in layers)],
    )


def class_count(values: FloatArray) -> int | None:
    """Return how many classes the rows may be the labels of; None where a field refuses them."""
    if values.size > CLASSES * len(values):  # wider than one column for each class: not sorted in vain
        return None
    rows = np.unique(values.reshape(len(values), -1), axis=0)
    return len(rows) if _is_count_of_classes(len(rows)) and not _are_measurements(rows, len(values)) else None


def _is_count_of_classes(count: int) -> bool:
    return 2 <= count <= CLASSES


def _are_measurements(rows: FloatArray, points: int) -> bool:
    """Return whether what may be labels is another number for each point, and none that counts classes: a line is
    fitted to such numbers, and no side of a boundary is a point's own."""
    labels = len(rows)
    is_one_each = rows.shape[1] == 1 and labels == points > 2
    return is_one_each and not np.array_equal(rows[:, 0], np.arange(labels))


def _plane_and_labels(data: Sequence[Leaf]) -> tuple[Leaf, Leaf]:
    """The leaf with two numbers for each example, and the one with their labels."""
    planes = [leaf for leaf in data if len(leaf.shape) == 2 and leaf.shape[1] == 2]
    if len(data) != 2 or not planes:
        raise _refused(
            f"The data is {', '.join(f'`{leaf.name}`' for leaf in data)}.",
            "A field needs an array of N rows with two numbers each, and another of N labels.",
        )
    labels = [leaf for leaf in data if leaf is not planes[0]]
    return planes[0], labels[0]


def _refused(text: str, hint: str) -> InputError:
    return InputError("no-field", text, hint=hint)


def _tape(example: BatchExample, moving: Mapping[str, int], outputs: Mapping[str, int], limits: Limits) -> ScalarTape:
    tape = scalar_tape(example.graph, example.leaves, moving, outputs, limits)
    if tape is None:
        raise _refused(
            "The program works on whole arrays in a way that has no form in single numbers.", "Use other ops."
        )
    return tape


def _reached(graph: Graph, starts: Collection[int]) -> list[bool]:
    """Return for each node whether it is one of these or depends on one."""
    reached: list[bool] = []
    for node in graph.nodes:
        reached.append(node.id in starts or any(reached[arg] for arg in node.args))
    return reached


def _layers(example: BatchExample, plane: Leaf) -> list[int]:
    """Return the nodes that the network makes of the plane on the way: several numbers for an example that have a name,
    or are weighted again."""
    graph = example.graph
    depends = _reached(graph, {example.nodes[plane.name]})
    products = [node for node in graph.nodes if len(node.args) == 2 and OPS[node.op].units is Lowering.CUSTOM]
    weighted = {arg for node in products if not all(depends[arg] for arg in node.args) for arg in node.args}
    rows = [
        node
        for node in graph.nodes
        if depends[node.id] and node.args and len(node.shape) == 2 and node.shape[0] == 1
        if 2 <= node.shape[1] <= UNITS and (node.name is not None or node.id in weighted)
    ]
    return [node.id for node in rows[:LAYERS]]


def _penalties(example: BatchExample, data: Sequence[Leaf], parameters: Sequence[Leaf]) -> list[int]:
    """The addends of the loss that depend on parameters, and not on the data."""
    graph = example.graph
    depends = _reached(graph, {example.nodes[leaf.name] for leaf in data if leaf.name in example.nodes})
    moves = _reached(graph, {example.nodes[leaf.name] for leaf in parameters})
    addends: list[int] = []
    todo = [graph.output]
    while todo:
        node = graph.nodes[todo.pop()]
        if not depends[node.id]:
            if moves[node.id]:
                addends.append(node.id)
        elif OPS[node.op].pattern is Pattern.DISTRIBUTOR and not node.shape:
            todo.extend(node.args)
    return sorted(addends)


def _with_one_penalty(tape: ScalarTape) -> ScalarTape:
    """The addends of the penalty as one list."""
    parts = [name for name in tape.outputs if name.startswith("penalty ")]
    if not parts:
        return tape
    others = {name: entries for name, entries in tape.outputs.items() if name not in parts}
    return replace(tape, outputs={**others, "penalty": [entry for name in parts for entry in tape.outputs[name]]})


def _linear_layer(problem: TrainingProblem, plane: Leaf, one: Graph) -> int | None:
    """The last node that is linear in the plane's two numbers and has several units: where one of them is 0, it folds.

    It is told by its numbers: in the middle of two points it has the middle of their values.
    """
    count = 3 * TRIPLES
    example = problem.example(np.arange(count) % problem.examples)
    if [(node.op, node.args) for node in example.graph.nodes] != [(node.op, node.args) for node in one.nodes]:
        return None
    ends = np.random.default_rng(0).normal(scale=3, size=(2, TRIPLES, 2))
    places = np.concatenate([ends[0], ends[1], ends.mean(axis=0)])
    example.put(plane.name, places)
    example.run()
    linear_layer = None
    depends = [False] * len(one.nodes)
    for node in example.graph.nodes:
        depends[node.id] = node.id == example.nodes[plane.name] or any(depends[arg] for arg in node.args)
        if not depends[node.id] or not node.args or len(node.shape) != 2:
            continue
        if node.shape[0] != count or not 2 <= node.shape[1] <= UNITS:
            continue
        left, right, middle = np.split(np.asarray(example.number(node.id)), 3)
        if np.allclose(middle, (left + right) / 2, rtol=1e-9, atol=1e-9):
            linear_layer = node.id
    return linear_layer
