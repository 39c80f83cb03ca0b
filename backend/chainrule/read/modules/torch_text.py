"""Functions of PyTorch that are made of others, written in the language."""

from __future__ import annotations

from ..calling import Arguments
from ..values import Value
from .decompositions import DECOMPOSITIONS
from .named import named_tuple, pair
from .prelude_calls import prelude
from .rows import Row, op
from .source_definitions import SourceDefinitions

__all__ = ["TENSOR_TEXT", "TORCH_LINALG_TEXT"]

TENSOR_TEXT = SourceDefinitions(
    """
def frac(input):
    return input - np.trunc(input)

@hidden
def rsub(input, other, alpha=1):
    return other - (input if alpha == 1 else alpha*input)

def addcdiv(input, tensor1, tensor2, value=1):
    return input + value*(tensor1/tensor2)

def addr(input, vec1, vec2, beta=1, alpha=1):
    product = np.outer(vec1, vec2)
    return (input if beta == 1 else beta*input) + (product if alpha == 1 else alpha*product)

@hidden
def dist(input, other, p=2):
    return np.linalg.vector_norm(input - other, p)

def cdist(x1, x2, p=2.0, compute_mode=None):
    return np.linalg.vector_norm(np.expand_dims(x1, -2) - np.expand_dims(x2, -3), p, axis=-1)

@hidden
def addbmm(input, batch1, batch2, beta=1, alpha=1):
    product = np.sum(batch1 @ batch2, axis=0)
    return (input if beta == 1 else beta*input) + (product if alpha == 1 else alpha*product)

@hidden
def ldexp(input, other):
    return input*2.0**other

@hidden
def signbit(input):
    return input < 0

@hidden
def isposinf(input):
    return np.equal(input, np.inf)

@hidden
def isneginf(input):
    return np.equal(input, -np.inf)

@hidden
def isreal(input):
    return np.equal(0*input, 0*input)

@hidden
def isin(elements, test_elements, assume_unique=False, invert=False):
    return np.isin(elements, test_elements, invert=invert)

@hidden
def logit(input, eps=None):
    return plain_logit(input) if eps is None else plain_logit(np.clip(input, eps, 1 - eps))

@hidden
def mvlgamma(input, p):
    total = p*(p - 1)/4*np.log(np.pi)
    for i in range(p):
        total = total + lgamma(input - i/2)
    return total

@hidden
def broadcast_tensors(*tensors):
    return tuple(np.broadcast_arrays(*tensors))

@hidden
def cumulative_trapezoid(y, x=None, dx=1.0, dim=-1):
    y = np.moveaxis(y, dim, -1)
    widths = dx if x is None else np.diff(x)
    return np.moveaxis(np.cumsum(widths*(y[..., 1:] + y[..., :-1])/2, axis=-1), -1, dim)

@hidden
def diagflat(input, offset=0):
    return np.diag(np.reshape(input, -1), offset)

@hidden
def select_scatter(input, src, dim, index):
    rows = np.copy(np.moveaxis(input, dim, 0))
    rows[index] = src
    return np.moveaxis(rows, 0, dim)

@hidden
def slice_scatter(input, src, dim=0, start=None, end=None, step=1):
    rows = np.copy(np.moveaxis(input, dim, 0))
    rows[start:end:step] = np.moveaxis(src, dim, 0)
    return np.moveaxis(rows, 0, dim)

@hidden
def masked_scatter(input, mask, source):
    rows = np.copy(input)
    there = np.nonzero(np.broadcast_to(mask, np.shape(input)) if np.shape(mask) != np.shape(input) else mask)
    rows[there] = np.reshape(source, -1)[:len(there[0])]
    return rows

@hidden
def mode(input, dim=-1, keepdim=False):
    line = np.moveaxis(input, dim, -1)
    alike = np.sum(np.equal(np.expand_dims(line, -1), np.expand_dims(line, -2)), axis=-1)
    most = np.equal(alike, np.max(alike, axis=-1, keepdims=True))
    least = np.min(np.where(most, line, np.inf), axis=-1, keepdims=True)
    place = np.shape(line)[-1] - 1 - np.argmax(np.flip(np.equal(line, least), -1), axis=-1)
    values = np.squeeze(np.take_along_axis(line, np.expand_dims(place, -1), axis=-1), axis=-1)
    if keepdim:
        values, place = np.expand_dims(values, dim), np.expand_dims(place, dim)
    return pair(values, place)

@hidden
def nanmedian(input, dim=None, keepdim=False):
    if np.any(np.isnan(input)):
        refuse('The median of a tensor that holds NaN is not read.', 'Take the NaN out first.')
    return plain_median(input) if dim is None else plain_median(input, dim, keepdim)

@hidden
def nanquantile(input, q, dim=None, keepdim=False, interpolation='linear'):
    return np.nanquantile(input, q, axis=dim, keepdims=keepdim, method=interpolation)

@hidden
def pinverse(input, rcond=1e-15):
    return np.linalg.pinv(input)

@hidden
def cholesky_solve(B, L, upper=False):
    factor = np.swapaxes(L, -1, -2) if upper else L
    return np.linalg.solve(np.swapaxes(factor, -1, -2), np.linalg.solve(factor, B))

@hidden
def cholesky_inverse(L, upper=False):
    factor = np.swapaxes(L, -1, -2) if upper else L
    return np.linalg.inv(factor @ np.swapaxes(factor, -1, -2))

@hidden
def diff(input, n=1, dim=-1, prepend=None, append=None):
    return np.diff(input, n, dim, prepend, append) if n > 0 else input

@hidden
def scatter_reduce(input, dim, index, src, reduce, include_self=True):
    if reduce not in ('sum', 'mean'):
        refuse("`scatter_reduce` is read with reduce='sum' or 'mean'.", "Use `reduce='sum'`.")
    base = input if include_self else plain_scatter(input, dim, index, 0.0)
    total = plain_scatter_add(base, dim, index, src)
    if reduce == 'sum':
        return total
    ones = np.ones_like(input) if include_self else plain_scatter(np.ones_like(input), dim, index, 0.0)
    return total/np.maximum(plain_scatter_add(ones, dim, index, np.ones_like(src)), 1)

@hidden
def count_nonzero(input, dim=None):
    return np.count_nonzero(input, axis=dim)

@hidden
def nanmean(input, dim=None, keepdim=False):
    return np.nanmean(input, axis=dim, keepdims=keepdim)

@hidden
def nansum(input, dim=None, keepdim=False):
    return np.nansum(input, axis=dim, keepdims=keepdim)

@hidden
def quantile(input, q, dim=None, keepdim=False, interpolation='linear'):
    return np.quantile(input, q, axis=dim, keepdims=keepdim, method=interpolation)

@hidden
def msort(input):
    return np.sort(input, axis=0)

@hidden
def aminmax(input, dim=None, keepdim=False):
    return pair(np.min(input, axis=dim, keepdims=keepdim), np.max(input, axis=dim, keepdims=keepdim), 'min', 'max')

@hidden
def kthvalue(input, k, dim=-1, keepdim=False):
    values = np.take(np.sort(input, axis=dim), k - 1, axis=dim)
    indices = np.take(np.argsort(input, axis=dim), k - 1, axis=dim)
    if keepdim:
        values, indices = np.expand_dims(values, dim), np.expand_dims(indices, dim)
    return pair(values, indices)

@hidden
def cummax(input, dim):
    return _running(np.moveaxis(input, dim, 0), dim, np.greater_equal)

@hidden
def cummin(input, dim):
    return _running(np.moveaxis(input, dim, 0), dim, np.less_equal)

def _running(rows, dim, better):
    values, places = [rows[0]], [0*rows[0]]
    for i in range(1, np.shape(rows)[0]):
        wins = better(rows[i], values[-1])
        values.append(np.where(wins, rows[i], values[-1]))
        places.append(np.where(wins, i, places[-1]))
    return pair(np.stack(values, axis=dim), np.stack(places, axis=dim))

def logcumsumexp(input, dim):
    m = stopped(np.max(input, axis=dim, keepdims=True))
    return np.log(np.cumsum(np.exp(input - m), axis=dim)) + m

@hidden
def masked_select(input, mask):
    if np.shape(mask) != np.shape(input):
        mask = np.broadcast_to(mask, np.shape(input))
    return input[np.nonzero(mask)]

@hidden
def take(input, index):
    return np.take(input, index)

@hidden
def take_along_dim(input, indices, dim=None):
    return np.take_along_axis(input, indices, axis=dim)

@hidden
def select(input, dim, index):
    return np.take(input, index, axis=dim)

@hidden
def nonzero(input, as_tuple=False):
    return np.nonzero(input) if as_tuple else np.argwhere(input)

def index_add(input, dim, index, source, alpha=1):
    rows = np.copy(np.moveaxis(input, dim, 0))
    added = np.moveaxis(source, dim, 0)
    np.add.at(rows, index, added if alpha == 1 else alpha*added)
    return np.moveaxis(rows, 0, dim)

def index_fill(input, dim, index, value):
    rows = np.copy(np.moveaxis(input, dim, 0))
    rows[index] = value
    return np.moveaxis(rows, 0, dim)

@hidden
def index_put(input, indices, values, accumulate=False):
    result = np.copy(input)
    if accumulate:
        np.add.at(result, tuple(indices), values)
    else:
        result[tuple(indices)] = values
    return result

@hidden
def fill_diagonal_(input, fill_value, wrap=False):
    places = np.arange(min(np.shape(input)))
    input[places, places] = fill_value
    return input

@hidden
def diagonal_scatter(input, src, offset=0):
    result = np.copy(input)
    places = np.arange(len(src))
    result[places + max(-offset, 0), places + max(offset, 0)] = src
    return result

@hidden
def svd(input, some=True, compute_uv=True):
    u, s, vh = plain_svd(input, full_matrices=not some)
    return named_svd(u, s, vh)

def index_copy(input, dim, index, source):
    rows = np.copy(np.moveaxis(input, dim, 0))
    rows[index] = np.moveaxis(source, dim, 0)
    return np.moveaxis(rows, 0, dim)

@hidden
def unfold(input, dimension, size, step):
    last = np.moveaxis(input, dimension, -1)
    count = (np.shape(last)[-1] - size)//step + 1
    windows = np.stack([last[..., i*step:i*step + size] for i in range(count)], axis=-2)
    return np.moveaxis(windows, -2, dimension)

@hidden
def tensor_split(input, indices_or_sections, dim=0):
    return tuple(np.array_split(input, indices_or_sections, axis=dim))

@hidden
def cartesian_prod(*tensors):
    grid = np.meshgrid(*tensors, indexing='ij')
    return np.stack([np.reshape(axis, -1) for axis in grid], axis=1)

@hidden
def combinations(input, r=2, with_replacement=False):
    if r != 2:
        refuse('`combinations` is read for pairs.', 'Leave `r` out.')
    n = len(input)
    first = [i for i in range(n) for j in range(i if with_replacement else i + 1, n)]
    second = [j for i in range(n) for j in range(i if with_replacement else i + 1, n)]
    return np.stack([np.take(input, first), np.take(input, second)], axis=1)

@hidden
def meshgrid(*tensors, indexing='ij'):
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        tensors = tensors[0]
    return tuple(np.meshgrid(*tensors, indexing=indexing))

def block_diag(*tensors):
    rows = []
    width = sum([np.shape(t)[1] for t in tensors])
    before = 0
    for t in tensors:
        rows.append(np.pad(t, ((0, 0), (before, width - before - np.shape(t)[1]))))
        before = before + np.shape(t)[1]
    return np.concatenate(rows, axis=0)

@hidden
def diag_embed(input, offset=0, dim1=-2, dim2=-1):
    n = np.shape(input)[-1]
    size = n + abs(offset)
    rows = np.pad(input, [(0, 0)]*(np.ndim(input) - 1) + [(max(-offset, 0), max(offset, 0))])
    made = np.expand_dims(rows, -1)*np.eye(size, k=offset)
    rank = np.ndim(made)
    return np.moveaxis(made, (-2, -1), (dim1 % rank, dim2 % rank))

@hidden
def diagonal(input, offset=0, dim1=0, dim2=1):
    return np.diagonal(input, offset, dim1, dim2)

@hidden
def rot90(input, k=1, dims=(0, 1)):
    return np.rot90(input, k, dims)

@hidden
def unflatten(input, dim, sizes):
    shape = np.shape(input)
    dim = dim % len(shape)
    return np.reshape(input, tuple(shape[:dim]) + tuple(sizes) + tuple(shape[dim + 1:]))

@hidden
def adjoint(input):
    return np.swapaxes(input, -1, -2)

@hidden
def trapezoid(y, x=None, dx=1.0, dim=-1):
    return np.trapezoid(y, x, dx, dim)

@hidden
def trapz(y, x=None, dx=1.0, dim=-1):
    return np.trapezoid(y, x, dx, dim)

@hidden
def gradient(input, spacing=1, dim=None, edge_order=1):
    if isinstance(spacing, (list, tuple)):
        found = np.gradient(input, *spacing, axis=dim, edge_order=edge_order)
    else:
        found = np.gradient(input, spacing, axis=dim, edge_order=edge_order)
    return tuple(found) if isinstance(found, list) else (found,)

@hidden
def cov(input, correction=1):
    return np.cov(input, ddof=correction)

@hidden
def corrcoef(input):
    return np.corrcoef(input)

@hidden
def vander(x, N=None, increasing=False):
    return np.vander(x, N, increasing)

@hidden
def nan_to_num(input, nan=0.0, posinf=None, neginf=None):
    return np.nan_to_num(input, nan=nan, posinf=posinf, neginf=neginf)

@hidden
def isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    return np.isclose(input, other, rtol, atol)

@hidden
def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    return np.allclose(input, other, rtol, atol)

@hidden
def equal(input, other):
    return np.array_equal(input, other)

@hidden
def matrix_power(input, n):
    return np.linalg.matrix_power(input, n)

@hidden
def chain_matmul(*matrices):
    return np.linalg.multi_dot(matrices)

@hidden
def baddbmm(input, batch1, batch2, beta=1, alpha=1):
    product = batch1 @ batch2
    return (input if beta == 1 else beta*input) + (product if alpha == 1 else alpha*product)

@hidden
def norm(input, p='fro', dim=None, keepdim=False):
    if p == 'nuc':
        return np.linalg.norm(input, 'nuc', axis=dim, keepdims=keepdim)
    return np.linalg.vector_norm(input, 2 if p is None or p == 'fro' else p, axis=dim, keepdims=keepdim)

@hidden
def renorm(input, p, dim, maxnorm):
    axes = tuple([i for i in range(np.ndim(input)) if i != dim % np.ndim(input)])
    length = np.linalg.vector_norm(input, p, axis=axes, keepdims=True)
    return np.where(length > maxnorm, input*(maxnorm/(length + 1e-7)), input)
""",
    {"np": "numpy"},
    {
        "pair": pair,
        "plain_svd": DECOMPOSITIONS["svd"],
        "named_svd": lambda call: named_tuple(("U", "S", "V"), [*call.args[:2], _transposed(call, call.args[2])]),
        "stopped": op("stop"),
        "lgamma": op("lgamma"),
        "plain_logit": prelude("logit"),
        "plain_median": lambda call: _torch("median")(call),
        "plain_scatter": lambda call: _torch("scatter")(call),
        "plain_scatter_add": lambda call: _torch("scatter_add")(call),
    },
)


def _transposed(call: Arguments, value: Value) -> Value:
    return call.emit("transpose", [value])


def _torch(name: str) -> Row:
    from .torch import FUNCTIONS  # which is made of these definitions

    return FUNCTIONS[name]


TORCH_LINALG_TEXT = SourceDefinitions(
    """
@hidden
def norm(A, ord=None, dim=None, keepdim=False):
    if ord is None:
        return np.linalg.vector_norm(A, 2, axis=dim, keepdims=keepdim)
    return np.linalg.norm(A, ord, axis=dim, keepdims=keepdim)

@hidden
def vector_norm(x, ord=2, dim=None, keepdim=False):
    return np.linalg.vector_norm(x, ord, axis=dim, keepdims=keepdim)

@hidden
def matrix_norm(A, ord='fro', dim=(-2, -1), keepdim=False):
    return np.linalg.matrix_norm(A, ord, axis=dim, keepdims=keepdim)

@hidden
def vecdot(x, y, dim=-1):
    return np.vecdot(x, y, dim)

@hidden
def matrix_power(A, n):
    return np.linalg.matrix_power(A, n)

@hidden
def multi_dot(tensors):
    return np.linalg.multi_dot(tensors)

@hidden
def pinv(A):
    return np.linalg.pinv(A)

@hidden
def lstsq(A, B, rcond=None, driver=None):
    solution, residuals, rank, values = np.linalg.lstsq(A, B)
    return pair(solution, residuals, 'solution', 'residuals')

@hidden
def diagonal(A, offset=0, dim1=-2, dim2=-1):
    return np.diagonal(A, offset, dim1, dim2)

@hidden
def vander(x, N=None):
    n = np.shape(x)[-1] if N is None else N
    return np.stack([x**i if i > 1 else x if i == 1 else np.ones_like(x) for i in range(n)], axis=-1)

@hidden
def cond(A, p=None):
    return np.linalg.cond(A, p)

@hidden
def solve_triangular(A, B, upper, left=True, unitriangular=False):
    A = np.triu(A) if upper else np.tril(A)
    if unitriangular:
        A = A*(1 - np.eye(np.shape(A)[-1])) + np.eye(np.shape(A)[-1])
    if left:
        return np.linalg.solve(A, B)
    return np.swapaxes(np.linalg.solve(np.swapaxes(A, -1, -2), np.swapaxes(B, -1, -2)), -1, -2)

@hidden
def inv_ex(A):
    return pair(np.linalg.inv(A), 0, 'inverse', 'info')
""",
    {"np": "numpy"},
    {"pair": pair},
)
