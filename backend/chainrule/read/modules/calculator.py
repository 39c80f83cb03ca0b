"""Words of calculators and of textbooks in other countries: `lg`, `tg`, `arcsec`, `log(x, 2)`."""

from __future__ import annotations

from collections.abc import Mapping

from .mathematics import LOG, MATH
from .numpy import NUMPY
from .prelude_calls import prelude
from .rows import Row, op
from .scipy import SPECIAL
from .source_definitions import SourceDefinitions

__all__ = ["CALCULATOR"]

TEXT = SourceDefinitions(
    """
def exp10(x):
    return 10**x

def arcsec(x):
    return np.arccos(1/x)

def arccsc(x):
    return np.arcsin(1/x)

def arccot(x):
    return np.arctan(1/x)

@hidden
def nthroot(x, n):
    if n % 2 == 1:
        return np.sign(x)*np.abs(x)**(1/n)
    return x**(1/n)

@hidden
def Concat(*parts):
    return np.hstack(parts)

@hidden
def Heaviside(x, h=0.5):
    return np.heaviside(x, h)

@hidden
def lerp(a, b, t):
    return a + t*(b - a)

@hidden
def frac(x):
    return x - np.trunc(x)

@hidden
def tr(A):
    return np.trace(A)

@hidden
def r_matrix(data, nrow=None, ncol=None, byrow=False):
    values = np.reshape(np.array(data), -1)
    count = np.size(values)
    if nrow is None:
        nrow = 1 if ncol is None and count == 1 else count if ncol is None else count // ncol
    if ncol is None:
        ncol = count // nrow if count > 1 else 1
    if count == 1:
        return np.ones((nrow, ncol)) * values[0]
    if byrow:
        return np.reshape(values, (nrow, ncol))
    return np.reshape(values, (ncol, nrow)).T

@hidden
def r_times_transposed(a, b):
    if np.ndim(b) == 1 and np.ndim(a) < 2:
        return np.outer(a, b)
    return a @ np.transpose(b)

@hidden
def r_rep(x, times=1):
    return np.tile(x, times)

@hidden
def r_columns(A):
    return np.shape(A)[1]

@hidden
def r_column_sums(A):
    return np.sum(A, axis=0)

@hidden
def r_row_sums(A):
    return np.sum(A, axis=1)

@hidden
def r_column_means(A):
    return np.mean(A, axis=0)

@hidden
def r_row_means(A):
    return np.mean(A, axis=1)

@hidden
def Phi(x):
    return normal_cdf(x)

@hidden
def absolute_or_norm(x):
    return np.linalg.norm(x) if np.ndim(x) == 1 else np.abs(x)

@hidden
def absolute_or_det(x):
    if np.ndim(x) == 2 and np.shape(x)[0] == np.shape(x)[1]:
        return determinant(x)
    return np.abs(x)

@hidden
def tensor_product(a, b):
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return a * b
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return np.outer(a, b)
    return np.kron(a, b)

@hidden
def identity_beside(a):
    return np.eye(np.shape(a)[-1]) if np.ndim(a) == 2 else 1

@hidden
def norm_of_each(x, count):
    if np.ndim(x) <= count:
        return np.abs(x)
    return np.linalg.norm(np.reshape(x, np.shape(x)[:count] + (-1,)) if np.ndim(x) > count + 1 else x, axis=-1)

@hidden
def sum_of_each(x, count):
    return x if np.ndim(x) <= count else np.sum(x, axis=tuple(range(count, np.ndim(x))))

@hidden
def inner_of_each(a, b):
    return a * b if np.ndim(a) < 2 else np.sum(a * b, axis=-1)

@hidden
def inner_of_pairs(a, b):
    return np.outer(a, b) if np.ndim(a) < 2 else a @ b.T

@hidden
def windows_of(x, sizes, axes):
    return np.lib.stride_tricks.sliding_window_view(x, sizes, axes)

@hidden
def delays_of(x, sizes, axes):
    for size, axis in zip(sizes, axes):
        x = np.pad(x, [(size - 1, size - 1) if i == axis else (0, 0) for i in range(np.ndim(x))])
    windows = np.lib.stride_tricks.sliding_window_view(x, sizes, axes)
    return np.flip(windows, tuple(range(-len(axes), 0)))

@hidden
def outer_of_each(a, b):
    if np.ndim(a) < 2 or np.ndim(b) < 2:
        return a * b
    return np.expand_dims(a, -1) * np.expand_dims(b, -2)

@hidden
def Gamma(x):
    return gamma_function(x)

@hidden
def inverse_or_reciprocal(x):
    if np.ndim(x) == 2 and np.shape(x)[0] == np.shape(x)[1]:
        return np.linalg.inv(x)
    return 1/x

@hidden
def composed(f, g):
    return lambda x: f(g(x))

@hidden
def sum_of_each_entry(x):
    return np.sum(x, axis=0)

@hidden
def weighted_sum(a, x):
    if np.ndim(x) == 2 and np.ndim(a) == 1:
        return a @ x
    if np.ndim(x) == 2:
        return a * np.sum(x, axis=0)
    return np.sum(a * x)

@hidden
def times_each(a, b):
    if np.ndim(a) == 1 and np.ndim(b) == 2 and np.shape(b)[1] == np.shape(a)[0]:
        return b @ a
    if np.ndim(a) == 2 and np.ndim(b) == 1 and np.shape(a)[1] == np.shape(b)[0]:
        return a @ b
    return a * b
""",
    {"np": "numpy"},
    {"determinant": op("det"), "normal_cdf": op("ndtr"), "gamma_function": lambda call: SPECIAL["gamma"](call)},
)
ROWS = TEXT.rows()
CALCULATOR: Mapping[str, Row] = {
    **ROWS, "log": LOG, "ln": LOG, "lg": op("log10"), "lb": op("log2"), "tg": op("tan"), "sgn": op("sign"),
    "sh": op("sinh"), "ch": op("cosh"), "th": op("tanh"), "arctg": op("arctan"), "cotan": prelude("cot"),
    "arsinh": op("arcsinh"), "arcosh": NUMPY["arccosh"], "artanh": NUMPY["arctanh"], "asec": ROWS["arcsec"],
    "acsc": ROWS["arccsc"], "acot": ROWS["arccot"], "factorial": MATH["factorial"], "comb": MATH["comb"],
    "binom": MATH["comb"],
}  # fmt: skip
