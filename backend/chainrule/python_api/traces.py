"""A trace, and what a model costs by its shapes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import cast

import numpy.typing as npt

from ..evaluate import evaluate
from ..frameworks import LARGE, Imported
from ..layer_costs import CostTable, costs_of, costs_of_graph, with_distributions
from ..limits import DEFAULT, Limits
from ..request import Flow, GraphKind, Mode, Shapes, Values, View
from ..sentences import Language
from ..tracing import Trace, build
from .source import request_of

__all__ = ["layer_costs", "trace"]


def trace(
    source: str | Callable[..., object],
    values: Values | None = None,
    *,
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    view: View = "gates",
    open: Collection[str] = (),
    closed: Collection[str] = (),
    defaults: bool = False,
    partial: bool = False,
    round: int = 1,
    flow: Flow = "right",
    aspect: float | None = None,
    mode: Mode = "reverse",
    direction: Values | None = None,
    graph: GraphKind = "forward",
    shapes_only: Shapes | None = None,
    lang: Language = "en",
    limits: Limits | None = None,
) -> Trace:
    """Compute values, gradients and the graph of a formula, a program or a Python function.

    >>> t = trace("f = (x + y)*z", values={"x": -2, "y": 5, "z": -4})
    >>> t.value, t.gradients["z"]
    (-12.0, 3.0)
    >>> trace("sum(W @ x)", values={"W": np.eye(2), "x": [1, 2]}).gradients["x"]
    array([1., 1.])

    Args:
        source: the formula or program; or a function or lambda, whose source is read. It is never called.
        values: for each free name a number, nested lists, or an array of NumPy, PyTorch (on the CPU), pandas or JAX.
        output: the name whose gradients are wanted; None: the last expression or assignment.
        upstream: dL/d(output) in the output's shape; None: ones.
        view: "gates", "functions" (each call one box) or "units" (everything taken apart into scalars).
        open: functions ("sigmoid", or an id such as "f1") drawn as their gates, whatever `view` says.
        closed: functions drawn as one box.
        defaults: give a name without a value a default, marked as one, instead of an error.
        partial: where shapes do not fit, draw what was read up to that place instead of an error.
        round: of a loop that is drawn for one round, because it trains or would not fit, the one that is drawn.
        flow: wires lead "right" or "down".
        aspect: width / height of a window: a longer graph is broken into rows. None: one row.
        mode: "reverse" hands gradients back, "forward" carries tangents on.
        direction: of forward mode: d(leaf)/d(direction) by name, each in the shape of its leaf. None: the first
            variable moves by 1, each of its entries.
        graph: "backward" draws the backward pass as the graph it is, behind the forward pass.
        shapes_only: the shape of each free name, () being one number: nothing is computed and no weight is drawn, so
            that models of real size can be seen. Values and gradients are then `AbstractArray`s, which have a shape.
        lang: "en" or "de": the language of the sentences. Numbers keep their point.
        limits: other limits than `Limits()`.

    Returns:
        The trace: `.value` and `.gradients` as float64 numbers and arrays in full, `.nodes`, `.edges`, `.steps`;
        `.to_dict()` and `.to_json()` are the document that the API answers.

    Raises:
        ChainruleError: what is wrong with the source, a value, a shape or a limit, with its place and a hint.
    """
    request = request_of(
        source,
        values,
        output=output,
        upstream=upstream,
        view=view,
        open=open,
        closed=closed,
        defaults=defaults,
        partial=partial,
        round=round,
        flow=flow,
        aspect=aspect,
        mode=mode,
        direction=direction,
        graph=graph,
        shapes_only=cast("Mapping[str, list[int]] | None", shapes_only),  # a request makes lists of them
        lang=lang,
    )
    return build(request, limits or DEFAULT)


def layer_costs(
    source: str | Imported,
    shapes: Shapes | None = None,
    *,
    parameters: Sequence[str] | None = None,
    output: str | None = None,
    distributions: bool = False,
    limits: Limits | None = None,
) -> CostTable:
    """Count the costs of a model, layer by layer, from shapes alone: no value is computed, no weight is drawn.

    >>> table = layer_costs("net = nn.Sequential(nn.Linear(9216, 4096), nn.ReLU()); net(x)", {"x": (1, 9216)})
    >>> table.total.parameters, table.total.multiply_adds
    (37752832, 37748736)
    >>> print(table.sorted("multiply_adds").rows[0].function)
    linear

    Args:
        source: a program, or what `from_torch` gives.
        shapes: of each free name; () is one number.
        parameters: names of what an update moves; None: guessed, as `train` does.
        output: as `trace`.
        distributions: True: compute what `from_torch` gives, and add a histogram of each layer's values and gradients.
        limits: None: those for models on one's own machine, `chainrule.frameworks.LARGE`.

    Returns:
        `.rows` and `.total`, with parameters, multiply-adds, bytes of activations and of the Jacobians that nobody
        forms; as a text it is a table. Parameters of a model that its output does not need are rows `unused`, and
        those that stand in data rows `frozen`, so that the total is the library's own.

    Raises:
        ChainruleError: what is wrong with the source or a shape.
    """
    if isinstance(source, Imported):
        others = {"unused": source.unused, "frozen": source.frozen}
        table = costs_of_graph(source.graph, parameters or list(source.paths), source.paths, others)
        if not distributions:
            return table
        return with_distributions(table, evaluate(source.graph, source.values, limits=limits or LARGE))
    return costs_of(source, shapes or {}, parameters, output, limits or LARGE)
