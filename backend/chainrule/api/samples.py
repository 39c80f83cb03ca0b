"""A request that can be sent as it stands, for each operation, in the OpenAPI document and to try at `/docs`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["SAMPLES", "Sample"]


@dataclass(frozen=True, slots=True)
class Sample:
    """The body of a POST, and the parameters of path and query by name."""

    body: Mapping[str, Any] | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


_FORMULA = {"source": "f = (x + y)*z", "values": {"x": -2, "y": 5, "z": -4}}
_QUERY = {"source": "f = (x + y)*z", "values": '{"x":-2,"y":5,"z":-4}'}
_LOGISTIC = {"source": "L = mean(softplus(-y*(w*x + b)))", "values": {"x": [1, 2, -1], "y": [1, 1, -1], "w": 0, "b": 0}}
_NET = {
    "source": "X, y = moons(20, seed=1)\np = sigmoid(tanh(X @ W + b) @ v)\nL = -mean(y*log(p) + (1 - y)*log(1 - p))",
    "values": {"W": [[1, 2], [0, 1]], "b": [0, 1], "v": [1, -1]},
}
_LESSON = """---
title: The product swaps
---
## One product
```
f = x * y
```
values: {x: 3, y: -4}
do: step last
> Play on: each input gets the value of the other.
"""
_MODEL = (  # relu(w @ x)
    "CAk6WwoRCgF3CgF4EgFoIgZNYXRNdWwKDAoBaBIBeSIEUmVsdRIBZyoTCAEIAhABQgF3"
    "SggAAABAAACAv1oPCgF4EgoKCAgBEgQKAggCYg8KAXkSCgoICAESBAoCCAFCBAoAEBE="
)
_SESSION = {"code": "K7QF"}  # another one for each session
_ASK = {"ask": ["downstream"], "seed": 1}

_VALLEY = {"source": "(1 - x)**2 + 100*(y - x**2)**2", "values": {"x": 1, "y": 1}}
SAMPLES: Mapping[str, Sample] = {
    "trace": Sample(_FORMULA),
    "trace_get": Sample(parameters=_QUERY),
    "render": Sample({**_FORMULA, "step": "last"}, {"format": "svg"}),
    "render_get": Sample(parameters={"format": "svg", **_QUERY, "step": "last"}),
    "array": Sample({"source": "sum(W @ x)", "values": {"W": [[1, 2], [3, 4]], "x": [1, -1]}, "id": "n0"}),
    "code": Sample({**_FORMULA, "language": "torch"}),
    "code_get": Sample(parameters={**_QUERY, "language": "numpy"}),
    "jacobian": Sample({"source": "p = softmax(s)\nL = -log(p[0])", "values": {"s": [2, 1, 0.1]}, "of": "n1"}),
    "gradcheck": Sample(_FORMULA),
    "gradcheck_file": Sample(_FORMULA, {"format": "csv"}),
    "hessian": Sample(_VALLEY),
    "hessian_file": Sample(_VALLEY, {"format": "csv"}),
    "hvp": Sample({**_VALLEY, "direction": {"x": 1}}),
    "costs": Sample(_FORMULA),
    "layer_costs": Sample({"source": "relu(W @ x + b)", "shapes_only": {"W": [4096, 9216], "x": [9216], "b": [4096]}}),
    "exercise": Sample({**_FORMULA, **_ASK}),
    "exercise_file": Sample({"source": "x*y + x", **_ASK, "variants": 2}, {"format": "moodle.xml"}),
    "exercise_file_get": Sample(parameters={"format": "moodle.xml", **_QUERY}),
    "grade": Sample({**_FORMULA, **_ASK, "count": 2, "answers": {"b1": "3"}}),
    "train": Sample({**_LOGISTIC, "parameters": ["w", "b"], "optimizer": "adam", "iterations": 20, "keep": 5}),
    "train_code": Sample({**_LOGISTIC, "parameters": ["w", "b"], "iterations": 20, "language": "torch"}),
    "train_render": Sample(
        {**_LOGISTIC, "parameters": ["w", "b"], "iterations": 20, "with_graph": False}, {"format": "svg"}
    ),
    "surface": Sample(
        {
            "source": "x**2 + 50*y**2",
            "values": {"x": 1, "y": 1},
            "origin": [0, 0],
            "along": [[1, 0]],
            "steps": [[-1, 0, 1]],
        }
    ),
    "field": Sample(_NET),
    "minibatches": Sample({**_LOGISTIC, "parameters": ["w", "b"], "batch": 2}),
    "lesson": Sample(parameters={"id": "first-graph"}),
    "deck": Sample(parameters={"id": "first-graph", "format": "md"}),
    "own_lesson": Sample({"text": _LESSON}),
    "own_deck": Sample({"text": _LESSON}, {"format": "md"}),
    "lesson_picture": Sample({"source": "f = x*x", "values": {"x": 2}, "picture": "curve f over x"}),
    "import_model": Sample({"file": _MODEL}),
    "live_state": Sample(parameters=_SESSION),
    "live_move": Sample({"version": 1, "state": {"step": 3}}, _SESSION),
    "live_handover": Sample(parameters=_SESSION),
    "live_driver": Sample({"word": "H4ND2K7M"}, _SESSION),
    "live_events": Sample(parameters=_SESSION),
    "live_answer": Sample({"token": "7f3a", "blank": "b1", "answer": "-4"}, _SESSION),
    "live_answers": Sample(parameters={**_SESSION, "blank": "b1"}),
    "live_end": Sample(parameters=_SESSION),
    "short_link": Sample({"query": "source=x*y&step=3"}),
    "activations": Sample(parameters={"names": "tanh,relu"}),
}
