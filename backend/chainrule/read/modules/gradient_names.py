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
def other_factors(a, order, lines, turned, back):
    count = lines[-1]
    rows = np.reshape(np.transpose(a, order), lines[:-1] + (1, count))
    others = np.prod(np.where(np.eye(count) == 1, 1, rows), axis=-1)
    return np.transpose(np.reshape(others, turned), back)

@hidden
def cumprod_back(g, a, before, count, after):
    square = (count, count) + (1,)*len(after)
    rows = np.reshape(a, before + (1, count) + after)
    products = np.cumprod(np.where(np.reshape(np.eye(count), square) == 1, 1, rows), axis=len(before) + 1)
    later = np.where(np.reshape(np.triu(np.ones((count, count))), square) == 1, products, 0)
    return np.sum(np.reshape(g, before + (1, count) + after)*later, axis=len(before) + 1)

@hidden
def long_cumprod_back(g, a, axis):
    total, slope = np.moveaxis(g, axis, 0), np.moveaxis(a, axis, 0)
    count, end = np.shape(slope)[0], np.shape(slope)[1:]
    before = np.concatenate((np.ones((1,) + end), np.cumprod(slope, axis=0)[:-1]))
    slope, shift = np.concatenate((slope[1:], np.zeros((1,) + end))), 1
    while shift < count:
        zeros = np.zeros((shift,) + end)
        total = total + slope*np.concatenate((total[shift:], zeros))
        slope = slope*np.concatenate((slope[shift:], zeros))
        shift = 2*shift
    return np.moveaxis(before*total, 0, axis)

@hidden
def long_other_factors(a, order, lines, turned, back):
    rows, ones = np.reshape(np.transpose(a, order), lines), np.ones(lines[:-1] + (1,))
    before = np.concatenate((ones, np.cumprod(rows, axis=-1)[..., :-1]), axis=-1)
    behind = np.concatenate((ones, np.cumprod(np.flip(rows, -1), axis=-1)[..., :-1]), axis=-1)
    return np.transpose(np.reshape(before*np.flip(behind, -1), turned), back)

@hidden
def cofactors(a):
    n = np.shape(a)[-1]
    row, column = np.reshape(np.eye(n), (n, 1, n, 1)), np.reshape(np.eye(n), (1, n, 1, n))
    return np.linalg.det(np.where(row == 1, column, np.reshape(a, np.shape(a)[:-2] + (1, 1, n, n))))

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
