"""Functions that generated NumPy code brings along: name -> definition. One calls only those before it."""

from __future__ import annotations

__all__ = ["NUMPY_HELPERS"]

NUMPY_HELPERS = {
    "recorded_back": """
def recorded_back(g, slope, shape):
    return (np.ravel(g) @ np.array(slope)).reshape(shape)
""",
    "recorded_tangent": """
def recorded_tangent(t, slope, shape):
    return (np.array(slope) @ np.ravel(t)).reshape(shape)
""",
    "recorded": """
def recorded(args, value, inputs, slopes, near):
    out = np.array(value, dtype=float)
    for a, at, slope in zip(args, map(np.array, inputs), map(np.array, slopes)):
        if np.any(np.abs(a - at) > near * np.max(np.abs(at), initial=0.0)):
            raise ValueError("These numbers were recorded at other inputs.")
        out = out + (slope @ np.ravel(a - at)).reshape(out.shape)
    return out
""",
    "set_at": """
def set_at(a, where, b):
    out = np.array(a, dtype=float)
    out[where] = b
    return out
""",
    "added_at": """
def added_at(a, where, b):
    out = np.array(a, dtype=float)
    np.add.at(out, where, b)  # an entry named twice gets both
    return out
""",
    "last_at": """
def last_at(g, where):
    g = np.asarray(g)
    order = np.arange(g[where].size).reshape(g[where].shape)
    last = np.full(g.shape, -1)
    last[where] = order
    return np.where(last[where] == order, g[where], 0.0)  # what was overwritten gets nothing
""",
    "set_along": """
def set_along(a, where, b, axis):
    out = np.array(a, dtype=float)
    np.put_along_axis(out, where, b, axis)
    return out
""",
    "added_along": """
def added_along(a, where, b, axis):
    out = np.array(a, dtype=float)
    places = list(np.indices(where.shape))
    places[axis] = where
    np.add.at(out, tuple(places), b)  # an entry named twice gets both
    return out
""",
    "last_along": """
def last_along(g, where, axis):
    order = np.arange(where.size).reshape(where.shape)
    last = np.full(g.shape, -1)
    np.put_along_axis(last, where, order, axis)
    kept = np.take_along_axis(last, where, axis) == order
    return np.where(kept, np.take_along_axis(g, where, axis), 0.0)  # what was overwritten gets nothing
""",
    "chosen": """
def chosen(index, *entries):
    index, *entries = np.broadcast_arrays(index, *entries)
    fits = (index == np.floor(index)) & (index >= -len(entries)) & (index < len(entries))
    places = np.where(fits, index, 0.0).astype(int) % len(entries)
    taken = np.take_along_axis(np.stack(entries), places[np.newaxis], axis=0)[0]
    return np.where(fits, taken, np.nan)[()]
""",
    "argnth": """
def argnth(place, *entries):
    place, *entries = np.broadcast_arrays(place, *entries)
    return chosen(place, *np.argsort(np.stack(entries), axis=0, kind="stable")) * 1.0
""",
    "nth": """
def nth(place, *entries):
    return chosen(argnth(place, *entries), *entries)
""",
    "nth_share": """
def nth_share(g, slot, place, *entries):
    return np.where(argnth(place, *entries) == slot, g, 0.0)[()]
""",
    "cumprod_back": """
def cumprod_back(g, a, axis):
    lines = np.reshape(a, -1) if axis is None else np.moveaxis(a, axis, -1)
    behind = np.array(g if axis is None else np.moveaxis(g, axis, -1))
    before = np.ones(lines.shape)
    before[..., 1:] = np.cumprod(lines[..., :-1], axis=-1)
    for k in range(lines.shape[-1] - 2, -1, -1):  # no division: a 0 does no harm
        behind[..., k] += lines[..., k + 1] * behind[..., k + 1]
    return (before * behind).reshape(np.shape(a)) if axis is None else np.moveaxis(before * behind, -1, axis)
""",
    "cumprod_tangent": """
def cumprod_tangent(t, a, axis):
    t, a = (np.reshape(each, -1) if axis is None else np.moveaxis(each, axis, 0) for each in (t, a))
    out, product = np.array(t, dtype=float), np.cumprod(a, axis=0)
    for k in range(1, len(a)):  # the product so far and the next entry both move
        out[k] = out[k - 1] * a[k] + product[k - 1] * t[k]
    return out if axis is None else np.moveaxis(out, 0, axis)
""",
    "prod_tangent": """
def prod_tangent(t, a, axes, shape):
    t, a = (np.moveaxis(each, axes, range(len(axes))) for each in (t, a))
    t, a = (each.reshape(-1, *each.shape[len(axes):]) for each in (t, a))
    before, behind = np.ones(a.shape), np.ones(a.shape)
    before[1:] = np.cumprod(a[:-1], axis=0)
    behind[:-1] = np.cumprod(a[:0:-1], axis=0)[::-1]  # no division: a 0 does no harm
    return (t * before * behind).sum(axis=0).reshape(shape)
""",
    "diagonal_back": """
def diagonal_back(g, shape, offset, axis1, axis2):
    out = np.zeros(shape)
    place = np.arange(g.shape[-1])
    np.moveaxis(out, (axis1, axis2), (-2, -1))[..., place + max(-offset, 0), place + max(offset, 0)] = g
    return out
""",
    "cofactors": """
def cofactors(a):
    u, s, v = np.linalg.svd(a)
    others = np.stack([np.prod(np.delete(s, k, axis=-1), axis=-1) for k in range(s.shape[-1])], axis=-1)
    sign = np.linalg.det(u) * np.linalg.det(v)  # from singular values, so that the matrix may be singular
    return sign[..., None, None] * (u * others[..., None, :]) @ v
""",
    "window_key": """
def window_key(place, counts, stride, dilation):
    return (..., *(slice(k * d, k * d + (n - 1) * s + 1, s) for k, n, s, d in zip(place, counts, stride, dilation)))
""",
    "padded": """
def padded(a, padding, value=0.0):
    return np.pad(a, ((0, 0), (0, 0), *((p, p) for p in padding)), constant_values=value)
""",
    "conv": """
def conv(a, w, stride, padding, dilation, groups):
    n, o, sizes = len(a), len(w), zip(a.shape[2:], w.shape[2:], stride, padding, dilation)
    counts = [(size + 2 * p - d * (k - 1) - 1) // s + 1 for size, k, s, p, d in sizes]
    a, w = padded(a, padding), w.reshape(groups, o // groups, *w.shape[1:])
    out = np.zeros((n, groups, o // groups, *counts))
    for place in np.ndindex(*w.shape[3:]):  # for each place of the window, all windows at once
        seen = a[window_key(place, counts, stride, dilation)].reshape(n, groups, w.shape[2], *counts)
        out += np.einsum("ngc...,goc->ngo...", seen, w[(..., *place)])
    return out.reshape(n, o, *counts)
""",
    "conv_transpose": """
def conv_transpose(a, w, stride, padding, output_padding, dilation, groups):
    n, c, counts = len(a), w.shape[1], a.shape[2:]
    sizes = [(m - 1) * s + d * (k - 1) + 1 + e
             for m, s, d, k, e in zip(counts, stride, dilation, w.shape[2:], output_padding)]
    a, w = a.reshape(n, groups, -1, *counts), w.reshape(groups, -1, *w.shape[1:])
    out = np.zeros((n, groups, c, *sizes))
    for place in np.ndindex(*w.shape[3:]):  # every entry lays down a kernel; where they overlap they add up
        out[window_key(place, counts, stride, dilation)] += np.einsum("ngo...,goc->ngc...", a, w[(..., *place)])
    inner = (..., *(slice(p, size - p) for p, size in zip(padding, sizes)))
    return out.reshape(n, groups * c, *sizes)[inner]
""",
    "conv_kernel": """
def conv_kernel(a, g, size, stride, padding, dilation, groups):
    n, o, counts = len(a), g.shape[1], g.shape[2:]
    a, g, c = padded(a, padding), g.reshape(n, groups, o // groups, -1), a.shape[1] // groups
    out = np.zeros((groups, o // groups, c, *size))
    for place in np.ndindex(*size):
        seen = a[window_key(place, counts, stride, dilation)].reshape(n, groups, c, -1)
        out[(..., *place)] = np.einsum("ngcp,ngop->goc", seen, g)
    return out.reshape(o, c, *size)
""",
    "pool_seen": """
def pool_seen(sizes, size, stride, padding, dilation, ceil):
    counts = []
    for n, k, s, p, d in zip(sizes, size, stride, padding, dilation):
        count = (n + 2 * p - d * (k - 1) - 1 + (s - 1) * ceil) // s + 1
        counts.append(count - ((count - 1) * s >= n + p))  # no window begins in the padding
    windows = list(zip(counts, stride, padding, dilation))
    seen = []
    for place in np.ndindex(*size):  # for each place of the window, all windows at once
        at = np.meshgrid(*(np.arange(n) * s - p + k * d for k, (n, s, p, d) in zip(place, windows)), indexing="ij")
        there = np.all([(i >= 0) & (i < n) for i, n in zip(at, sizes)], axis=0)
        seen.append((np.ravel_multi_index(at, sizes, mode="clip"), there))
    return counts, seen
""",
    "max_places": """
def max_places(a, size, stride, padding, dilation, ceil):
    counts, seen = pool_seen(a.shape[2:], size, stride, padding, dilation, ceil)
    flat = a.reshape(*a.shape[:2], -1)
    best = np.full((*a.shape[:2], *counts), -np.inf)
    found = np.full(best.shape, -1)
    for spots, there in seen:
        entry = flat[..., spots]
        better = there & ((found < 0) | (entry > best) | np.isnan(entry))  # of equal entries the first one
        best, found = np.where(better, entry, best), np.where(better, spots, found)
    return found
""",
    "max_pool": """
def max_pool(a, size, stride, padding, dilation, ceil):
    where = max_places(a, size, stride, padding, dilation, ceil)
    rows = (*a.shape[:2], -1)
    return np.take_along_axis(a.reshape(rows), where.reshape(rows), -1).reshape(where.shape)
""",
    "max_pool_back": """
def max_pool_back(g, a, size, stride=None, padding=0, dilation=1, ceil=False):
    each = lambda value: value if isinstance(value, tuple) else (value,) * (a.ndim - 2)
    where = max_places(a, each(size), each(stride or size), each(padding), each(dilation), ceil)
    rows = (*a.shape[:2], -1)
    return added_along(np.zeros(a.shape).reshape(rows), where.reshape(rows), g.reshape(rows), 2).reshape(a.shape)
""",
    "pool_divisor": """
def pool_divisor(sizes, counts, size, stride, padding, count_padding, divisor):
    if divisor is not None:
        return divisor
    numbers = np.ones(())
    for n, count, k, s, p in zip(sizes, counts, size, stride, padding):
        start = np.arange(count) * s - p
        end = np.minimum(start + k, n + p)
        along = end - start if count_padding else np.minimum(end, n) - np.maximum(start, 0)
        numbers = numbers[..., None] * along
    return numbers
""",
    "avg_pool": """
def avg_pool(a, size, stride, padding, ceil, count_padding, divisor):
    counts, seen = pool_seen(a.shape[2:], size, stride, padding, (1,) * len(size), ceil)
    flat = a.reshape(*a.shape[:2], -1)
    total = sum(np.where(there, flat[..., spots], 0.0) for spots, there in seen)
    return total / pool_divisor(a.shape[2:], counts, size, stride, padding, count_padding, divisor)
""",
    "avg_spread": """
def avg_spread(g, shape, size, stride, padding, ceil, count_padding, divisor):
    counts, seen = pool_seen(shape, size, stride, padding, (1,) * len(size), ceil)
    share = g / pool_divisor(shape, counts, size, stride, padding, count_padding, divisor)
    out = np.zeros((*g.shape[:2], int(np.prod(shape))))
    for spots, there in seen:
        out[..., spots[there]] += share[..., there]
    return out.reshape(*g.shape[:2], *shape)
""",
    "sym": """
def sym(m):
    return (m + np.swapaxes(m, -1, -2)) / 2
""",
    "half": """
def half(m):
    return np.tril(m) - m * np.eye(m.shape[-1]) / 2  # the lower triangle, with half of the diagonal
""",
    "xlogy": """
def xlogy(a, b):
    return np.where(np.equal(a, 0) & ~np.isnan(b), 0.0, a * np.log(b))[()]
""",
    "lgamma": """
@np.vectorize
def lgamma(a):
    return math.inf if a <= 0 and a == math.floor(a) else math.lgamma(a)
""",
    "digamma": """
@np.vectorize
def digamma(a):
    if a <= 0:
        pole = -math.copysign(math.inf, a) if a == 0 else math.nan
        return pole if a == math.floor(a) else digamma(1 - a) - math.pi / math.tan(math.pi * (a - round(a)))
    found = 0.0
    while a < 10:
        found, a = found - 1 / a, a + 1
    powers = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12]
    return found + math.log(a) - 0.5 / a - sum(c / a ** (2 * k) for k, c in enumerate(powers, 1))
""",
    "trigamma": """
@np.vectorize
def trigamma(a):
    if a <= 0:
        pole = a == math.floor(a)
        return math.inf if pole else (math.pi / math.sin(math.pi * (a - round(a)))) ** 2 - trigamma(1 - a)
    found = 0.0
    while a < 10:
        found, a = found + 1 / a**2, a + 1
    powers = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6]
    return found + 1 / a + 0.5 / a**2 + sum(c / a ** (2 * k + 1) for k, c in enumerate(powers, 1))
""",
    "erfinv": """
@np.vectorize
def erfinv(a):
    if not abs(a) < 1:
        return math.copysign(math.inf, a) if abs(a) == 1 else math.nan
    log = math.log1p(-a * a)
    half = 2 / (math.pi * 0.147) + log / 2
    x = math.sqrt(max(math.sqrt(half * half - log / 0.147) - half, 0.0))  # a rough start, then Halley's steps
    for _ in range(3):
        error = (1 - abs(a)) - math.erfc(x) if abs(a) > 0.5 else math.erf(x) - abs(a)
        step = error * math.sqrt(math.pi) / 2 * math.exp(x * x)
        x -= step / (1 + x * step)
    return math.copysign(x, a)
""",
}
