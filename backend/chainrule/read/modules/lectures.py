"""Names that lecture slides call without defining them. What stands in for them is said in a notice."""

from __future__ import annotations

from collections.abc import Mapping

from ..calling import Arguments
from ..classes import call as call_value
from ..gradients import gradient_of
from ..operators import SIGNS, binary
from ..values import Class, Const, FreeObject, Number, ProgramFunction, Value
from .rows import Row

__all__ = ["LECTURES"]


def _evaluate_gradient(call: Arguments) -> Value:
    """`evaluate_gradient(loss_fun, data, weights)`: dL/d(weights) of L = loss_fun(data, weights).

    Where the text does not define `loss_fun`, half the squared distance of the weights from the data stands in for it.
    """
    loss, data, weights = call.bind("loss_fun, data, weights")
    m, node = call.machine, call.node
    wrt = m.node(weights, node)
    if type(loss) in (ProgramFunction, Class):
        value = call_value(m, loss, [data, weights], {}, node)
    else:
        name = getattr(call.place(0), "id", "loss_fun")
        m.note(
            "stand-in",
            f"{name} is not defined in the text: half the squared distance of the weights from the data stands in for "
            f"it. Write `def {name}(data, weights): ...` above to see your own.",
            node,
        )
        distance = binary(m, SIGNS["-"], weights, data, node)
        squared = call.emit("pow", [distance, Const(2)])
        total = call.emit("sum", [squared], {"axis": None, "keepdims": False}) if m.shape(squared, node) else squared
        value = binary(m, SIGNS["*"], Const(0.5), total, node)
    index = m.node(value, node)
    m.builder.set_name(index, "L")
    return gradient_of(m, index, wrt, node)


def _sample(call: Arguments) -> Value:
    """`sample_training_data(data, 256)`: the data itself stands in for a part of it."""
    data, _ = call.bind("data, count=None")
    call.machine.note("stand-in", "All of the data stands in for a random part of it.", call.node)
    return Number(call.machine.node(data, call.node)) if type(data) is FreeObject else data


LECTURES: Mapping[str, Row] = {"evaluate_gradient": _evaluate_gradient, "sample_training_data": _sample}
