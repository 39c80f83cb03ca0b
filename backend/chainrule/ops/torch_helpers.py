"""Functions that generated PyTorch code brings along: name -> definition. One calls only those before it."""

from __future__ import annotations

__all__ = ["TORCH_HELPERS"]

TORCH_HELPERS = {
    "recorded_back": """
def recorded_back(g, slope, shape):
    return (g.reshape(-1) @ torch.tensor(slope, dtype=torch.float64)).reshape(shape)
""",
    "recorded_tangent": """
def recorded_tangent(t, slope, shape):
    return (torch.tensor(slope, dtype=torch.float64) @ t.reshape(-1)).reshape(shape)
""",
    "recorded": """
def recorded(args, value, inputs, slopes, near):
    out = torch.tensor(value, dtype=torch.float64)
    for a, at, slope in zip(args, inputs, slopes):
        at, slope = torch.tensor(at, dtype=torch.float64), torch.tensor(slope, dtype=torch.float64)
        if torch.any((a - at).abs() > near * at.abs().max()):
            raise ValueError("These numbers were recorded at other inputs.")
        out = out + (slope @ (a - at).reshape(-1)).reshape(out.shape)
    return out
""",
    "set_at": """
def set_at(a, where, b):
    out = a.clone()
    order = torch.arange(out[where].numel()).reshape(out[where].shape)
    last = torch.full(out.shape, -1)
    last[where] = order
    b = torch.as_tensor(b, dtype=out.dtype)
    out[where] = torch.where(last[where] == order, b, b.detach())  # what is overwritten gets no gradient
    return out
""",
    "added_at": """
def added_at(a, where, b):
    places = torch.arange(a.numel()).reshape(a.shape)[where]
    b = torch.as_tensor(b, dtype=a.dtype).expand(places.shape)
    return a.flatten().index_add(0, places.flatten(), b.flatten()).reshape(a.shape)
""",
    "last_at": """
def last_at(g, where):
    order = torch.arange(g[where].numel()).reshape(g[where].shape)
    last = torch.full(g.shape, -1)
    last[where] = order
    return torch.where(last[where] == order, g[where], 0.0)  # what was overwritten gets nothing
""",
    "set_along": """
def set_along(a, where, b, axis):
    order = torch.arange(where.numel()).reshape(where.shape)
    kept = torch.full(a.shape, -1).scatter(axis, where, order).gather(axis, where) == order
    b = torch.as_tensor(b, dtype=a.dtype).expand(where.shape)
    return a.scatter(axis, where, torch.where(kept, b, b.detach()))  # what is overwritten gets no gradient
""",
    "added_along": """
def added_along(a, where, b, axis):
    return a.scatter_add(axis, where, torch.as_tensor(b, dtype=a.dtype).expand(where.shape))
""",
    "last_along": """
def last_along(g, where, axis):
    order = torch.arange(where.numel()).reshape(where.shape)
    kept = torch.full(g.shape, -1).scatter(axis, where, order).gather(axis, where) == order
    return torch.where(kept, g.gather(axis, where), 0.0)  # what was overwritten gets nothing
""",
    "chosen": """
def chosen(index, *entries):
    index, *entries = torch.broadcast_tensors(*map(torch.as_tensor, (index, *entries)))
    fits = (index == index.floor()) & (index >= -len(entries)) & (index < len(entries))
    places = torch.where(fits, index, 0.0).long() % len(entries)
    taken = torch.stack(entries).gather(0, places.unsqueeze(0))[0]
    return torch.where(fits, taken, torch.nan)
""",
    "argnth": """
def argnth(place, *entries):
    place, *entries = torch.broadcast_tensors(*map(torch.as_tensor, (place, *entries)))
    return chosen(place, *(torch.stack(entries).argsort(dim=0, stable=True) * 1.0))
""",
    "nth": """
def nth(place, *entries):
    return chosen(argnth(place, *entries), *entries)
""",
    "nth_share": """
def nth_share(g, slot, place, *entries):
    return torch.where(argnth(place, *entries) == slot, g, 0.0)
""",
    "cumprod_back": """
def cumprod_back(g, a, axis):
    lines = a.flatten() if axis is None else a.movedim(axis, -1)
    behind = g.clone() if axis is None else g.movedim(axis, -1).clone()
    before = torch.ones(lines.shape)
    before[..., 1:] = torch.cumprod(lines[..., :-1], dim=-1)
    for k in range(lines.shape[-1] - 2, -1, -1):  # no division: a 0 does no harm
        behind[..., k] += lines[..., k + 1] * behind[..., k + 1]
    return (before * behind).reshape(a.shape) if axis is None else (before * behind).movedim(-1, axis)
""",
    "cumprod_tangent": """
def cumprod_tangent(t, a, axis):
    t, a = (each.reshape(-1) if axis is None else each.movedim(axis, 0) for each in (t, a))
    out, product = t.clone(), torch.cumprod(a, dim=0)
    for k in range(1, len(a)):  # the product so far and the next entry both move
        out[k] = out[k - 1] * a[k] + product[k - 1] * t[k]
    return out if axis is None else out.movedim(0, axis)
""",
    "prod_tangent": """
def prod_tangent(t, a, axes, shape):
    t, a = (each.movedim(axes, tuple(range(len(axes)))) for each in (t, a))
    t, a = (each.reshape(-1, *each.shape[len(axes):]) for each in (t, a))
    before, behind = torch.ones(a.shape), torch.ones(a.shape)
    before[1:] = torch.cumprod(a[:-1], dim=0)
    behind[:-1] = torch.cumprod(a[1:].flip(0), dim=0).flip(0)  # no division: a 0 does no harm
    return (t * before * behind).sum(dim=0).reshape(shape)
""",
    "diagonal_back": """
def diagonal_back(g, shape, offset, axis1, axis2):
    out = torch.zeros(shape)
    place = torch.arange(g.shape[-1])
    out.movedim((axis1, axis2), (-2, -1))[..., place + max(-offset, 0), place + max(offset, 0)] = g
    return out
""",
    "cofactors": """
def cofactors(a):
    u, s, v = torch.linalg.svd(a)
    kept = ~torch.eye(s.shape[-1], dtype=torch.bool)
    others = torch.where(kept, s[..., None, :], 1.0).prod(-1)
    sign = torch.linalg.det(u) * torch.linalg.det(v)  # from singular values, so that the matrix may be singular
    return sign[..., None, None] * (u * others[..., None, :]) @ v
""",
    "sym": """
def sym(m):
    return (m + m.mT) / 2
""",
    "half": """
def half(m):
    return torch.tril(m) - m * torch.eye(m.shape[-1]) / 2  # the lower triangle, with half of the diagonal
""",
    "exp_finite": """
def exp_finite(a):
    out = torch.exp(a).detach()  # where it overflows, the slope stays finite: a gradient of 0 stays 0
    return out + out.clamp(max=torch.finfo(torch.float64).max) * (a - a.detach())
""",
    "trigamma": """
def trigamma(a):
    return torch.special.polygamma(1, a)
""",
    "root": """
def root(a):
    zero = a == 0
    return torch.where(zero, torch.zeros_like(a), torch.sqrt(torch.where(zero, 1.0, a)))  # at 0 the slope is 0
""",
}
