"""Functions of NumPy that are made of others, written in the language."""

from __future__ import annotations

from .decompositions import DECOMPOSITIONS
from .named import pair
from .prelude_calls import prelude
from .rows import op
from .source_definitions import SourceDefinitions

__all__ = ["LINALG_TEXT", "NUMPY_TEXT"]

NUMPY_TEXT = SourceDefinitions(
    """
def matrix_transpose(x):
    return np.swapaxes(x, -1, -2)

@hidden
def matvec(x1, x2):
    return np.sum(x1 * np.expand_dims(x2, -2), axis=-1) if np.ndim(x1) > 2 or np.ndim(x2) > 1 else x1 @ x2

@hidden
def vecmat(x1, x2):
    return np.sum(np.expand_dims(x1, -1) * x2, axis=-2) if np.ndim(x1) > 1 or np.ndim(x2) > 2 else x1 @ x2

def ptp(a, axis=None, keepdims=False):
    return np.max(a, axis=axis, keepdims=keepdims) - np.min(a, axis=axis, keepdims=keepdims)

def rad2deg(x):
    return x * (180/np.pi)

@hidden
def degrees(x):
    return rad2deg(x)

def deg2rad(x):
    return x * (np.pi/180)

@hidden
def radians(x):
    return deg2rad(x)

@hidden
def positive(x):
    return x

def arccosh(x):
    return np.log(x + np.sqrt(x**2 - 1))

@hidden
def acosh(x):
    return arccosh(x)

def logaddexp2(a, b):
    return np.logaddexp(a*np.log(2), b*np.log(2)) / np.log(2)

def heaviside(x, h):
    return np.where(x == 0, h, np.where(x > 0, 1, 0))

def copysign(a, b):
    return np.abs(a) * np.where(b < 0, -1, 1)

def signbit(x):
    return x < 0

def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    large = 1.7976931348623157e308
    x = np.where(np.isnan(x), nan, x)
    x = np.where(x > large, large if posinf is None else posinf, x)
    return np.where(x < -large, -large if neginf is None else neginf, x)

def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    return np.logical_or(np.abs(a - b) <= atol + rtol*np.abs(b), a == b)

def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    return np.all(np.abs(a - b) <= atol + rtol*np.abs(b))

def array_equal(a, b, equal_nan=False):
    if np.shape(a) != np.shape(b):
        return False
    return np.all(np.equal(a, b))

def median(a, axis=None, keepdims=False, overwrite_input=False):
    return quantile(a, 0.5, axis=axis, keepdims=keepdims)

def percentile(a, q, axis=None, method='linear', keepdims=False):
    if isinstance(q, (list, tuple)) or np.ndim(q) > 0:
        return np.stack([percentile(a, each, axis, method, keepdims) for each in q])
    return quantile(a, q/100, axis=axis, method=method, keepdims=keepdims)

def quantile(a, q, axis=None, method='linear', keepdims=False):
    if isinstance(q, (list, tuple)) or np.ndim(q) > 0:
        return np.stack([quantile(a, each, axis, method, keepdims) for each in q])
    if method not in ('linear', 'lower', 'higher', 'nearest', 'midpoint'):
        refuse('`quantile` is not read with this method.', "Use 'linear', the usual one.")
    shape = np.shape(a)
    if axis is None:
        line = np.reshape(a, -1)
        kept = (1,)*len(shape)
    else:
        line = np.moveaxis(a, axis, -1)
        kept = shape[:axis % len(shape)] + (1,) + shape[axis % len(shape) + 1:]
    line = np.sort(line, axis=-1)
    place = q * (np.shape(line)[-1] - 1)
    low = int(np.floor(place))
    high = min(low + 1, np.shape(line)[-1] - 1)
    if method == 'lower':
        result = line[..., low]
    elif method == 'higher':
        result = line[..., int(np.ceil(place))]
    elif method == 'nearest':
        result = line[..., int(np.round(place))]
    else:
        part = place - low
        if method == 'midpoint' and part > 0:
            part = 0.5
        if part == 0:
            result = line[..., low]
        elif part == 0.5:
            result = (line[..., low] + line[..., high]) / 2
        else:
            result = (1 - part)*line[..., low] + part*line[..., high]
    return np.reshape(result, kept) if keepdims else result

def nansum(a, axis=None, keepdims=False):
    return np.sum(np.where(np.isnan(a), 0, a), axis=axis, keepdims=keepdims)

def nanprod(a, axis=None, keepdims=False):
    return np.prod(np.where(np.isnan(a), 1, a), axis=axis, keepdims=keepdims)

def nancumsum(a, axis=None):
    return np.cumsum(np.where(np.isnan(a), 0, a), axis=axis)

def _mean_where(a, axis, keepdims, where):
    there = np.logical_and(np.ones_like(a), where)
    total = np.sum(np.where(there, a, 0), axis=axis, keepdims=keepdims)
    return total / np.sum(there, axis=axis, keepdims=keepdims)

def diagflat(v, k=0):
    return np.diag(np.reshape(v, -1), k)

def vecdot(x1, x2, axis=-1):
    return np.sum(x1 * x2, axis=axis)

def choose(a, choices):
    result = 0
    for place, choice in enumerate(choices):
        result = np.where(np.equal(a, place), choice, result)
    return result

def isin(element, test_elements, invert=False):
    found = np.zeros_like(element)
    for value in np.reshape(np.array(test_elements), -1):
        found = np.logical_or(found, np.equal(element, value))
    return np.logical_not(found) if invert else found

@hidden
def angle(z, deg=False):
    turned = np.where(z < 0, 180 if deg else np.pi, 0)
    return turned

@hidden
def isposinf(x):
    return np.equal(x, np.inf)

@hidden
def isneginf(x):
    return np.equal(x, -np.inf)

@hidden
def isreal(x):
    return np.equal(0*x, 0*x)

@hidden
def array_equiv(a1, a2):
    return np.all(np.equal(a1, a2))

@hidden
def unstack(x, axis=0):
    return tuple([np.take(x, i, axis=axis) for i in range(np.shape(x)[axis])])

@hidden
def resize(a, new_shape):
    shape = (new_shape,) if isinstance(new_shape, int) else tuple(new_shape)
    count = 1
    for n in shape:
        count = count*n
    line = np.reshape(a, -1)
    return np.reshape(np.tile(line, -(-count//np.size(a)))[:count], shape)

@hidden
def apply_over_axes(func, a, axes):
    for axis in ([axes] if isinstance(axes, int) else axes):
        found = func(a, axis)
        a = np.expand_dims(found, axis) if np.ndim(found) < np.ndim(a) else found
    return a

def nancumprod(a, axis=None):
    return np.cumprod(np.where(np.isnan(a), 1, a), axis=axis)

@hidden
def nanargmax(a, axis=None, keepdims=False):
    return np.argmax(np.where(np.isnan(a), -np.inf, a), axis=axis, keepdims=keepdims)

@hidden
def nanargmin(a, axis=None, keepdims=False):
    return np.argmin(np.where(np.isnan(a), np.inf, a), axis=axis, keepdims=keepdims)

def _without_nan(a):
    if np.any(np.isnan(a)):
        refuse('The median of an array that holds NaN is not read.', 'Take the NaN out first.')

@hidden
def nanmedian(a, axis=None, keepdims=False, overwrite_input=False):
    _without_nan(a)
    return median(a, axis=axis, keepdims=keepdims)

@hidden
def nanquantile(a, q, axis=None, method='linear', keepdims=False):
    _without_nan(a)
    return quantile(a, q, axis=axis, method=method, keepdims=keepdims)

@hidden
def nanpercentile(a, q, axis=None, method='linear', keepdims=False):
    _without_nan(a)
    return percentile(a, q, axis=axis, method=method, keepdims=keepdims)

@hidden
def cumulative_sum(x, axis=None, include_initial=False):
    if include_initial:
        refuse('`cumulative_sum` is read without `include_initial`.', 'Put the 0 in front with `np.concatenate`.')
    return np.cumsum(x, axis=axis)

@hidden
def cumulative_prod(x, axis=None, include_initial=False):
    if include_initial:
        refuse('`cumulative_prod` is read without `include_initial`.', 'Put the 1 in front with `np.concatenate`.')
    return np.cumprod(x, axis=axis)

def _same_length(a, n):
    return np.pad(a, (n - len(a), 0)) if len(a) < n else a

def polyadd(a1, a2):
    n = max(len(a1), len(a2))
    return _same_length(a1, n) + _same_length(a2, n)

def polysub(a1, a2):
    n = max(len(a1), len(a2))
    return _same_length(a1, n) - _same_length(a2, n)

@hidden
def polymul(a1, a2):
    return convolve(a1, a2)

def polyder(p, m=1):
    for i in range(m):
        n = len(p) - 1
        p = p[:-1]*np.arange(n, 0, -1)
    return p

def polyint(p, m=1, k=None):
    for i in range(m):
        constant = 0.0 if k is None else k[i] if np.ndim(k) > 0 else k
        p = np.append(p/np.arange(len(p), 0, -1), constant)
    return p

def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    if axis is not None:
        axisa, axisb, axisc = axis, axis, axis
    if axisa == axisb and axisb == axisc:
        return _cross(a, b, axis=axisa)
    return np.moveaxis(_cross(np.moveaxis(a, axisa, -1), np.moveaxis(b, axisb, -1)), -1, axisc)

@hidden
def nextafter(x1, x2):
    return x1

def ldexp(x1, x2):
    return x1 * 2.0**x2

class poly1d:
    def __init__(self, c_or_r, r=False):
        if r:
            refuse('`np.poly1d` is read with coefficients.', 'Leave `r=True` out.')
        self.c = c_or_r
        self.order = len(c_or_r) - 1

    @hidden
    def __call__(self, x):
        return polyval(self.c, x)

    @hidden
    def deriv(self, m=1):
        c = [k*(self.order - i) for i, k in enumerate(self.c[:-1])]
        return poly1d(c) if m == 1 else poly1d(c).deriv(m - 1)

def nanmean(a, axis=None, keepdims=False):
    there = np.logical_not(np.isnan(a))
    total = np.sum(np.where(there, a, 0), axis=axis, keepdims=keepdims)
    return total / np.sum(there, axis=axis, keepdims=keepdims)

def nanmax(a, axis=None, keepdims=False):
    return np.max(np.where(np.isnan(a), -np.inf, a), axis=axis, keepdims=keepdims)

def nanmin(a, axis=None, keepdims=False):
    return np.min(np.where(np.isnan(a), np.inf, a), axis=axis, keepdims=keepdims)

def nanvar(a, axis=None, ddof=0, keepdims=False):
    there = np.logical_not(np.isnan(a))
    mean = nanmean(a, axis=axis, keepdims=True)
    squares = np.where(there, (np.where(there, a, 0) - mean)**2, 0)
    count = np.sum(there, axis=axis, keepdims=keepdims)
    return np.sum(squares, axis=axis, keepdims=keepdims) / (count - ddof)

def nanstd(a, axis=None, ddof=0, keepdims=False):
    return np.sqrt(nanvar(a, axis=axis, ddof=ddof, keepdims=keepdims))

def average(a, axis=None, weights=None, returned=False, keepdims=False):
    if weights is None:
        found, total = np.mean(a, axis=axis, keepdims=keepdims), np.size(a) if axis is None else np.shape(a)[axis]
    else:
        if np.shape(weights) != np.shape(a):
            if axis is None or len(np.shape(weights)) != 1:
                refuse('The weights must have the shape of the array, or be a vector along `axis`.', 'Name the axis.')
            wide = [1]*len(np.shape(a))
            wide[axis] = np.shape(a)[axis]
            weights = np.reshape(weights, wide)
            total = np.sum(np.broadcast_to(weights, np.shape(a)), axis=axis, keepdims=keepdims)
        else:
            total = np.sum(weights, axis=axis, keepdims=keepdims)
        found = np.sum(a * weights, axis=axis, keepdims=keepdims) / total
    return (found, total) if returned else found

def ediff1d(a, to_end=None, to_begin=None):
    if to_end is not None or to_begin is not None:
        refuse('`ediff1d` is read without `to_end` and `to_begin`.', 'Use `np.concatenate`.')
    return np.diff(np.reshape(a, -1))

def diff(a, n=1, axis=-1, prepend=None, append=None):
    if prepend is not None:
        a = np.concatenate([_beside(prepend, a, axis), a], axis=axis)
    if append is not None:
        a = np.concatenate([a, _beside(append, a, axis)], axis=axis)
    return _diff(a, n=n, axis=axis)

def _beside(value, a, axis):
    if np.ndim(value) > 0:
        return value
    shape = list(np.shape(a))
    shape[axis] = 1
    return np.broadcast_to(value, tuple(shape))

def trapezoid(y, x=None, dx=1.0, axis=-1):
    y = np.moveaxis(y, axis, -1)
    widths = dx
    if x is not None:
        widths = np.diff(x)
    return np.sum(widths * (y[..., 1:] + y[..., :-1]) / 2, axis=-1)

@hidden
def trapz(y, x=None, dx=1.0, axis=-1):
    return trapezoid(y, x, dx, axis)

def gradient(f, *varargs, axis=None, edge_order=1):
    if edge_order not in (1, 2):
        refuse('`edge_order` is 1 or 2.', 'Leave it out.')
    rank = np.ndim(f)
    axes = list(range(rank)) if axis is None else list(axis) if isinstance(axis, (list, tuple)) else [axis]
    if len(varargs) > 1 and len(varargs) != len(axes):
        refuse('`np.gradient` takes one spacing, or one for each axis.', 'Give it one number.')
    found = []
    for place, along in enumerate(axes):
        spacing = 1 if not varargs else varargs[place] if len(varargs) > 1 else varargs[0]
        found.append(_slope(f, spacing, along, edge_order))
    return found[0] if len(found) == 1 else found

def _slope(f, spacing, axis, edge_order):
    f = np.moveaxis(f, axis, -1)
    if edge_order == 2:
        if np.ndim(spacing) > 0 or np.shape(f)[-1] < 3:
            refuse('`edge_order=2` is read for three equally spaced values or more.', 'Leave it out.')
        inner = (f[..., 2:] - f[..., :-2]) / (2*spacing)
        first = (-3*f[..., :1] + 4*f[..., 1:2] - f[..., 2:3]) / (2*spacing)
        last = (3*f[..., -1:] - 4*f[..., -2:-1] + f[..., -3:-2]) / (2*spacing)
        return np.moveaxis(np.concatenate([first, inner, last], axis=-1), -1, axis)
    if np.shape(f)[-1] == 2:
        step = spacing[1] - spacing[0] if np.ndim(spacing) > 0 else spacing
        slope = (f[..., 1:2] - f[..., :1]) / step
        return np.moveaxis(np.concatenate([slope, slope], axis=-1), -1, axis)
    if np.ndim(spacing) > 0:
        steps = np.diff(spacing)
        left, right = steps[:-1], steps[1:]
        inner = (left**2*f[..., 2:] + (right**2 - left**2)*f[..., 1:-1] - right**2*f[..., :-2]) / (left*right*(left + right))
        first, last = steps[0], steps[-1]
    else:
        inner = (f[..., 2:] - f[..., :-2]) / (2*spacing)
        first, last = spacing, spacing
    ends = (f[..., 1:2] - f[..., :1]) / first, (f[..., -1:] - f[..., -2:-1]) / last
    return np.moveaxis(np.concatenate([ends[0], inner, ends[1]], axis=-1), -1, axis)

def interp(x, xp, fp, left=None, right=None, period=None):
    if period is not None:
        refuse('`np.interp` is read without `period`.', 'Leave it out.')
    result = fp[0]
    for i in range(len(xp) - 1):
        result = result + (fp[i + 1] - fp[i])/(xp[i + 1] - xp[i]) * np.clip(x - xp[i], 0, xp[i + 1] - xp[i])
    if left is not None:
        result = np.where(x < xp[0], left, result)
    if right is not None:
        result = np.where(x > xp[-1], right, result)
    return result

def convolve(a, v, mode='full'):
    if np.size(v) > np.size(a):
        a, v = v, a
    n, k = np.size(a), np.size(v)
    whole = np.pad(a * v[0], (0, k - 1))
    for i in range(1, k):
        whole = whole + np.pad(a * v[i], (i, k - 1 - i))
    return _middle(whole, n, k, mode)

def _middle(whole, n, k, mode):
    if mode == 'full':
        return whole
    if mode == 'same':
        return whole[(k - 1)//2:(k - 1)//2 + n]
    if mode == 'valid':
        return whole[k - 1:n]
    refuse("`mode` is 'full', 'same' or 'valid'.", "Write `mode='valid'`.")

def correlate(a, v, mode='valid'):
    if np.size(v) > np.size(a):
        refuse('`np.correlate` is read with the longer array first.', 'Swap the two arrays.')
    n, k = np.size(a), np.size(v)
    v = v[::-1]
    whole = np.pad(a * v[0], (0, k - 1))
    for i in range(1, k):
        whole = whole + np.pad(a * v[i], (i, k - 1 - i))
    if mode == 'same':
        return whole[k//2:k//2 + n] if k % 2 else whole[(k - 1)//2:(k - 1)//2 + n]
    return _middle(whole, n, k, mode)

def vander(x, N=None, increasing=False):
    n = len(x) if N is None else N
    powers = range(n) if increasing else range(n - 1, -1, -1)
    return np.stack([np.ones_like(x) if p == 0 else x if p == 1 else x**p for p in powers], axis=1)

def polyval(p, x):
    result = p[0]
    for i in range(1, len(p)):
        result = result*x + p[i]
    return result

def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None):
    if fweights is not None or aweights is not None:
        refuse('`np.cov` is read without weights.', 'Leave them out.')
    m = np.atleast_2d(m)
    if not rowvar and np.shape(m)[0] != 1:
        m = np.transpose(m)
    if y is not None:
        m = np.concatenate([m, np.atleast_2d(y)], axis=0)
    if ddof is None:
        ddof = 0 if bias else 1
    centred = m - np.mean(m, axis=1, keepdims=True)
    found = centred @ np.transpose(centred) / (np.shape(m)[1] - ddof)
    return np.reshape(found, ()) if np.shape(found) == (1, 1) else found

def corrcoef(x, y=None, rowvar=True):
    c = cov(x, y, rowvar)
    if np.ndim(c) == 0:
        return c / c
    d = np.sqrt(np.diag(c))
    return c / np.outer(d, d)

def append(arr, values, axis=None):
    if axis is None:
        return np.concatenate([np.reshape(arr, -1), np.reshape(values, -1)])
    return np.concatenate([arr, values], axis=axis)

def insert(arr, obj, values, axis=None):
    if axis is None:
        arr = np.reshape(arr, -1)
        axis = 0
    if np.ndim(obj) > 0:
        refuse('`np.insert` is read with one position.', 'Insert one after the other.')
    size = np.shape(arr)[axis]
    place = obj + size if obj < 0 else obj
    if place < 0 or place > size:
        refuse('There is no such position in the array.', 'Count the positions from 0.')
    shape = list(np.shape(arr))
    shape[axis] = 1
    if np.ndim(arr) == 1 and np.ndim(values) == 1:
        middle = values
    else:
        middle = np.broadcast_to(np.expand_dims(values, axis) if np.ndim(values) == np.ndim(arr) - 1 > 0 else values, tuple(shape))
    first, last = np.split(arr, [place], axis=axis) if 0 < place < size else (arr, arr)
    parts = [first, middle, last] if 0 < place < size else [middle, arr] if place == 0 else [arr, middle]
    return np.concatenate(parts, axis=axis)

def rot90(m, k=1, axes=(0, 1)):
    k = k % 4
    if k == 0:
        return m
    if k == 2:
        return np.flip(np.flip(m, axes[0]), axes[1])
    if k == 1:
        return np.flip(np.swapaxes(m, axes[0], axes[1]), axes[0])
    return np.swapaxes(np.flip(m, axes[0]), axes[0], axes[1])

def select(condlist, choicelist, default=0):
    result = default
    for condition, choice in zip(condlist[::-1], choicelist[::-1]):
        result = np.where(condition, choice, result)
    return result

def piecewise(x, condlist, funclist):
    result = 0
    if len(funclist) == len(condlist) + 1:
        result = _value(funclist[-1], x)
    for condition, function in zip(condlist, funclist):
        result = np.where(condition, _value(function, x), result)
    return result

def _value(function, x):
    return function(x) if callable(function) else function

def compress(condition, a, axis=None):
    if axis is None:
        return np.reshape(a, -1)[np.flatnonzero(condition)]
    return np.take(a, np.flatnonzero(condition), axis=axis)

def extract(condition, arr):
    return np.reshape(arr, -1)[np.flatnonzero(condition)]

def meshgrid(*xi, indexing='xy', sparse=False, copy=True):
    shape = [len(x) for x in xi]
    found = []
    for place, x in enumerate(xi):
        wide = [1]*len(xi)
        wide[place] = len(x)
        full = np.reshape(x, wide)
        if not sparse:
            full = np.broadcast_to(full, shape)
        found.append(np.swapaxes(full, 0, 1) if indexing == 'xy' and len(xi) > 1 else full)
    return found

def ix_(*args):
    found = []
    for place, x in enumerate(args):
        wide = [1]*len(args)
        wide[place] = len(x)
        found.append(np.reshape(np.array(x, dtype=int), wide))
    return tuple(found)

@hidden
def apply_along_axis(func1d, axis, arr, *args):
    arr = np.moveaxis(arr, axis, -1)
    shape = np.shape(arr)
    rows = np.reshape(arr, (-1, shape[-1]))
    found = np.stack([func1d(row, *args) for row in rows])
    found = np.reshape(found, shape[:-1] + np.shape(found)[1:])
    return np.moveaxis(found, -1, axis) if np.ndim(found) == len(shape) else found

@hidden
def vectorize(pyfunc, otypes=None):
    def vectorized(*args):
        shape = np.shape(sum([np.zeros_like(a) for a in args]))
        if shape == ():
            return pyfunc(*args)
        lines = [np.reshape(np.broadcast_to(a, shape), -1) for a in args]
        return np.reshape(np.array([pyfunc(*entries) for entries in zip(*lines)]), shape)
    return vectorized

@hidden
def broadcast_arrays(*args):
    shape = np.shape(sum([np.zeros_like(a) for a in args]))
    return [a if np.shape(a) == shape else np.broadcast_to(a, shape) for a in args]

@hidden
def fromfunction(function, shape):
    axes = [np.arange(n) for n in shape]
    return function(*meshgrid(*axes, indexing='ij'))

@hidden
def divmod(a, b):
    return a // b, a % b

@hidden
def block(arrays):
    if not isinstance(arrays, list):
        return arrays
    rows = [np.hstack(row) if isinstance(row, list) else row for row in arrays]
    return np.vstack(rows) if isinstance(arrays[0], list) else np.hstack(rows)

def geomspace(start, stop, num=50):
    return np.exp(np.linspace(np.log(start), np.log(stop), num))
""",
    {"np": "numpy"},
    {"_diff": op("diff"), "_cross": op("cross")},
)

LINALG_TEXT = SourceDefinitions(
    """
def norm(x, ord=None, axis=None, keepdims=False):
    if axis is None and (ord is None or (ord == 2 and np.ndim(x) < 2)):
        return euclidean_norm(x, keepdims=keepdims)
    if axis is None:
        axis = tuple(range(np.ndim(x)))
    if not isinstance(axis, tuple):
        axis = (axis,)
    if len(axis) == 1:
        return _vector_norm(x, 2 if ord is None else ord, axis[0], keepdims)
    if len(axis) != 2:
        refuse('A norm with `ord` is of a vector or a matrix.', 'Name the axes: `axis=1`.')
    return _matrix_norm(x, 'fro' if ord is None else ord, axis, keepdims)

def _vector_norm(x, ord, axis, keepdims):
    if isinstance(ord, str):
        refuse('This norm is of matrices; the array is a vector.', 'Use a number, such as `ord=1`.')
    if ord == 2:
        return euclidean_norm(x, axis=axis, keepdims=keepdims)
    if ord == np.inf:
        return np.max(np.abs(x), axis=axis, keepdims=keepdims)
    if ord == -np.inf:
        return np.min(np.abs(x), axis=axis, keepdims=keepdims)
    if ord == 0:
        return np.sum(x != 0, axis=axis, keepdims=keepdims)
    if ord == 1:
        return np.sum(np.abs(x), axis=axis, keepdims=keepdims)
    return np.sum(np.abs(x)**ord, axis=axis, keepdims=keepdims)**(1/ord)

def _matrix_norm(x, ord, axis, keepdims):
    if ord == 'fro' or ord == 'f' or (ord == 2 and 1 in [np.shape(x)[axis[0]], np.shape(x)[axis[1]]]):
        return euclidean_norm(x, axis=axis, keepdims=keepdims)
    if ord in (1, -1, np.inf, -np.inf):
        rank = np.ndim(x)
        along = (axis[0] if ord in (1, -1) else axis[1]) % rank
        other = (axis[1] if ord in (1, -1) else axis[0]) % rank
        sums = np.sum(np.abs(x), axis=along, keepdims=True)
        best = np.max if ord > 0 else np.min
        found = best(sums, axis=other, keepdims=True)
        return found if keepdims else np.squeeze(found, axis=(along, other))
    if np.ndim(x) != 2:
        refuse('This norm needs singular values, which are read for one matrix.', "Use 'fro', 1 or np.inf.")
    s = singular_values(x)
    if ord != 2 and ord != -2 and ord != 'nuc':
        refuse('This is no norm of a matrix.', "Write 'fro', 'nuc', 1, 2 or np.inf.")
    result = s[0] if ord == 2 else s[-1] if ord == -2 else np.sum(s)
    return np.reshape(result, (1, 1)) if keepdims else result

def vector_norm(x, ord=2, axis=None, keepdims=False):
    if axis is None:
        found = _vector_norm(np.reshape(x, -1), ord, 0, False)
        return np.reshape(found, (1,)*np.ndim(x)) if keepdims else found
    if isinstance(axis, tuple):
        if ord == 2:
            return euclidean_norm(x, axis=axis, keepdims=keepdims)
        return np.sum(np.abs(x)**ord, axis=axis, keepdims=keepdims)**(1/ord)
    return _vector_norm(x, ord, axis, keepdims)

def matrix_norm(x, ord='fro', axis=(-2, -1), keepdims=False):
    return _matrix_norm(x, ord, axis, keepdims)

@hidden
def slogdet(a):
    return pair(np.sign(det(a)), logabsdet(a), 'sign', 'logabsdet')

@hidden
@hidden
def vecdot(x1, x2, axis=-1):
    return np.sum(x1*x2, axis=axis)

@hidden
def tensorsolve(a, b):
    count = np.size(b)
    shape = np.shape(a)[np.ndim(b):]
    return np.reshape(solve(np.reshape(a, (count, count)), np.reshape(b, -1)), shape)

def matrix_power(a, n):
    if n < 0:
        a, n = inv(a), -n
    if n == 0:
        return np.eye(np.shape(a)[0])
    result = a
    for i in range(n - 1):
        result = result @ a
    return result

def multi_dot(arrays):
    result = arrays[0]
    for a in arrays[1:]:
        result = np.dot(result, a)
    return result

def pinv(a, rcond=None):
    if np.shape(a)[0] >= np.shape(a)[1]:
        return inv(np.transpose(a) @ a) @ np.transpose(a)
    return np.transpose(a) @ inv(a @ np.transpose(a))

def lstsq(a, b, rcond=None):
    if np.shape(a)[0] < np.shape(a)[1]:
        refuse('`lstsq` is read for at least as many rows as columns.', 'Add rows.')
    x = solve(np.transpose(a) @ a, np.transpose(a) @ b)
    return x, np.sum((b - a @ x)**2, axis=0), np.shape(a)[1], None

def matrix_transpose(x):
    return np.swapaxes(x, -1, -2)

def tensorinv(a, ind=2):
    shape = np.shape(a)
    flat = np.reshape(a, (int(np.prod(shape[:ind])), -1))
    return np.reshape(inv(flat), shape[ind:] + shape[:ind])

def cond(x, p=None):
    if p is None or p == 2 or p == -2:
        s = singular_values(x)
        return s[-1]/s[0] if p == -2 else s[0]/s[-1]
    return _matrix_norm(x, p, (0, 1), False) * _matrix_norm(inv(x), p, (0, 1), False)
""",
    {"np": "numpy"},
    {
        "euclidean_norm": prelude("norm"),
        "singular_values": DECOMPOSITIONS["svdvals"],
        "pair": pair,
        "det": op("det"),
        "logabsdet": op("logabsdet"),
        "inv": op("inv"),
        "solve": op("solve"),
    },
)
