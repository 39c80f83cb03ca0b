"""Functions that the gradient formulas of the op table speak of and that no library has under these names."""

from __future__ import annotations

from ..calling import Arguments
from ..values import Builtin, Value
from .rows import op
from .signals import POLYGAMMA
from .source_definitions import SourceDefinitions

__all__ = ["GRADIENT_NAMES"]

TEXT = SourceDefinitions(
    """
@hidden
def sym(m):
    return (m + np.swapaxes(m, -1, -2))/2

@hidden
def half(m):
    n = np.shape(m)[-1]
    return np.tril(m) - np.eye(n)*m/2

@hidden
def diagonal_back(g, shape, offset, axis1, axis2):
    count = np.shape(g)[-1]
    order = [axis for axis in range(len(shape)) if axis not in (axis1 % len(shape), axis2 % len(shape))]
    turned = [shape[axis] for axis in order] + [shape[axis1], shape[axis2]]
    zeros = np.zeros(turned)
    rows = [place + max(-offset, 0) for place in range(count)]
    columns = [place + max(offset, 0) for place in range(count)]
    zeros[..., rows, columns] = g
    return np.moveaxis(zeros, (-2, -1), (axis1, axis2))

@hidden
def max_pool_back(g, a, size, stride=None, padding=0, dilation=1, ceil=False):
    shape, front = np.shape(a), np.shape(a)[:2]
    places = max_places_gate(a, size, stride, padding, dilation, ceil)
    zeros = np.reshape(np.zeros(shape), front + (-1,))
    flat = scatter_add_gate(zeros, np.reshape(g, front + (-1,)), np.reshape(places, front + (-1,)), 2)
    return np.reshape(flat, shape)

""",
    {"np": "numpy"},
    {"max_places_gate": op("max_places"), "scatter_add_gate": op("scatter_add_along", "a, b, c, axis=0")},
)
ROWS = {
    **TEXT.rows(),
    "trigamma": lambda call: POLYGAMMA.row("polygamma")(
        Arguments(call.machine, call.name, [call.constant(1), call.args[0]], {}, call.node)
    ),
    "scatter_along": op("scatter_along", "a, b, c, axis=0"),
    "scatter_add_along": op("scatter_add_along", "a, b, c, axis=0"),
}
GRADIENT_NAMES: dict[str, Value] = {name: Builtin(name, row) for name, row in ROWS.items()}
