"""Shapes of a Keras model's inputs, as the program declares them: `Dense(8, input_dim=4)`, `Input(shape=(28, 28))`."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from .defaults import Assumption
from .reduction_hints import called_name

__all__ = ["EXAMPLES", "declared_sizes", "inputs_of_models"]

EXAMPLES = 2
SHAPES = ("input_shape", "shape")
INPUTS = ("Input", "InputLayer")
MODELS = ("Model", "Sequential")
OF_DATA = ("training_data", "fit", "predict", "evaluate", "train_on_batch")  # `fit` is written out as the first


def inputs_of_models(statements: Sequence[ast.stmt]) -> Mapping[str, Assumption]:
    """Return the shapes of the names that a model of one declared input is given: `model.fit(X, y)`, `model(X)`."""
    sizes = declared_sizes(statements)
    if sizes is None:
        return {}
    nodes = [node for statement in statements for node in ast.walk(statement)]
    result: dict[str, Assumption] = {}
    models = {
        target.id
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and called_name(node.value.func) in MODELS
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        calls_model = isinstance(node.func, ast.Name) and node.func.id in models
        if calls_model and node.args and (name := _table(node.args[0])):
            result[name] = Assumption((EXAMPLES, *sizes))
        if not isinstance(node.func, ast.Attribute) or node.func.attr not in OF_DATA:
            continue
        shapes = [Assumption((EXAMPLES, *sizes)), _targets(nodes)]
        for arg, assumption in zip(node.args, shapes, strict=False):
            if (name := _table(arg)) and assumption is not None:
                result[name] = assumption
    return result


def _table(node: ast.expr) -> str:
    """Return the name of an argument, or that of the array of which it is some rows: `x_train[:1]`; "" for others."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _targets(nodes: Sequence[ast.AST]) -> Assumption | None:
    """Return what the targets are: the loss says whether classes or numbers, the last layer how many there are."""
    layers = [node for node in nodes if isinstance(node, ast.Call) and called_name(node.func) == "Dense" and node.args]
    units = layers[-1].args[0] if layers else None
    if not isinstance(units, ast.Constant) or type(units.value) is not int:
        return None
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    words |= {called_name(node.func) for node in nodes if isinstance(node, ast.Call)}
    shape = (EXAMPLES, units.value)
    if words & {"sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"}:
        return Assumption((EXAMPLES,), "labels", units.value)
    if words & {"categorical_crossentropy", "CategoricalCrossentropy"}:
        return Assumption(shape, "one-hot")
    if words & {"binary_crossentropy", "BinaryCrossentropy"}:
        return Assumption(shape, "labels", 2)
    return Assumption(shape)


def declared_sizes(statements: Sequence[ast.stmt]) -> tuple[int, ...] | None:
    """Return the sizes of one example, where the program says them once: `input_shape=(3,)`, `Input((8, 8, 1))`."""
    declared: list[tuple[int, ...] | None] = []
    for node in (each for statement in statements for each in ast.walk(statement)):
        if not isinstance(node, ast.Call):
            continue
        name = called_name(node.func)
        for keyword in node.keywords:
            if keyword.arg in SHAPES and (keyword.arg == "input_shape" or name in INPUTS):
                declared.append(_sizes(keyword.value))
            elif keyword.arg == "input_dim":
                declared.append(_sizes(ast.Tuple([keyword.value])))
        if name in INPUTS and node.args:
            declared.append(_sizes(node.args[0]))
    return declared[0] if len(declared) == 1 else None


def _sizes(node: ast.expr) -> tuple[int, ...] | None:
    """Return sizes that are written as whole numbers above 0."""
    if not isinstance(node, ast.Tuple | ast.List):
        return None
    sizes = [entry.value if isinstance(entry, ast.Constant) else None for entry in node.elts]
    return tuple(size for size in sizes if type(size) is int and size > 0) if all(sizes) else None
