"""Series of numbers, written in the language: windows, histograms, angles without jumps; and the polygamma functions."""

from __future__ import annotations

from .rows import op
from .source_definitions import SourceDefinitions

__all__ = ["POLYGAMMA", "SIGNALS"]

SIGNALS = SourceDefinitions(
    """
def unwrap(p, discont=None, axis=-1, period=2*np.pi):
    p = np.moveaxis(p, axis, -1)
    step = np.diff(p, axis=-1)
    turned = (step + period/2) % period - period/2
    turned = np.where(np.logical_and(turned == -period/2, step > 0), period/2, turned)
    least = period/2 if discont is None else discont
    jump = np.where(np.abs(step) < least, 0, turned - step)
    first = p[..., :1]
    return np.moveaxis(np.concatenate([first, p[..., 1:] + np.cumsum(jump, axis=-1)], axis=-1), -1, axis)

def _edges(a, bins, range):
    if not isinstance(bins, int):
        return bins
    low, high = (np.min(a), np.max(a)) if range is None else range
    if low == high:
        low, high = low - 0.5, high + 0.5
    return np.linspace(low, high, bins + 1)

def _counts(a, edges, weights=None):
    a = np.reshape(a, -1)
    last = len(edges) - 2
    found = []
    for i, (low, high) in enumerate(zip(edges[:-1], edges[1:])):
        inside = np.logical_and(a >= low, a <= high if i == last else a < high)
        found.append(np.sum(np.where(inside, 1 if weights is None else weights, 0)))
    return np.array(found)

def histogram(a, bins=10, range=None, density=None, weights=None):
    if isinstance(bins, str):
        refuse('The bins are a number, or their edges.', 'Write `bins=10`.')
    edges = _edges(a, bins, range)
    counts = _counts(a, edges, weights)
    if density:
        counts = counts / np.sum(counts) / np.diff(edges)
    return counts, edges

@hidden
def histogram_bin_edges(a, bins=10, range=None):
    return _edges(a, bins, range)

@hidden
def histc(input, bins=100, min=0, max=0):
    whole = min == 0 and max == 0
    return _counts(input, _edges(input, bins, None if whole else (min, max)))

@hidden
def sliding_window_view(x, window_shape, axis=None):
    sizes = (window_shape,) if isinstance(window_shape, int) else tuple(window_shape)
    if axis is None:
        if len(sizes) != np.ndim(x):
            refuse('The window needs a size for each axis.', 'Name the axis: `axis=0`.')
        axes = range(np.ndim(x))
    else:
        axes = (axis,) if isinstance(axis, int) else axis
    for size, along in zip(sizes, axes):
        along = along % np.ndim(x)
        count = np.shape(x)[along] - size + 1
        if count < 1:
            refuse('The window is larger than the array.', 'Make it smaller.')
        places = np.reshape(np.arange(count), (-1, 1)) + np.arange(size)
        x = np.moveaxis(np.take(x, places, axis=along), along + 1, -1)
    return x
""",
    {"np": "numpy"},
)

# The asymptotic series of Abramowitz and Stegun 6.4.11 from x + 12 on, behind the recurrence 6.4.6.
POLYGAMMA = SourceDefinitions(
    """
def polygamma(n, x):
    if not isinstance(n, int) or n < 0:
        refuse('The order of `polygamma` is a whole number from 0 on.', 'Write `polygamma(1, x)`.')
    if n == 0:
        return psi(x)
    result = 0
    for k in range(12):
        result = result + math.factorial(n) / (x + k)**(n + 1)
    far = x + 12
    result = result + math.factorial(n - 1) / far**n + math.factorial(n)/2 / far**(n + 1)
    for k, number in enumerate([1/6, -1/30, 1/42, -1/30, 5/66, -691/2730, 7/6], 1):
        result = result + number*math.factorial(2*k + n - 1)/math.factorial(2*k) / far**(2*k + n)
    return result if n % 2 else -result
""",
    {"math": "math"},
    {"psi": op("digamma")},
)
