"""The table of ops: OPS maps a name to its row, and the look-ups below find a row by how it is written.

How a reader of source text calls the rows that are not one function of one name (`emit(row, arguments, params)`):

    a[key]            index(a; key=key_of(...))         whole numbers, slices, lists of whole numbers, None, `...`
    a[..., y], a[y]   pick(a, y, ...; key=(Ellipsis, IndexInput(0)))
                      Indices that are data: IndexInput(n) stands in the key for the n-th index argument. Everything
                      else in the key as in `index`: p[arange(n), y] has the key ((0, 1, ..., n-1), IndexInput(0)).
                      take(a, y, axis): slices before the IndexInput; take_along_axis, torch.gather: `gather`.
    a[key] = b        scatter(a, b; key)                a new version of the array; b may be broadcast to a[key]
    a[..., y] = b     scatter(a, b, y, ...; key)        with IndexInput in the key, as in `pick`
    a[key] += b       scatter_add(a, b, ...; key)       only for np.add.at and index_add: `a[key] += b` itself reads
                                                        a[key] once, so it is scatter(a, a[key] + b; key)
    gather(a, i; axis)                                  i has a's rank, and a's size except along the axis
    scatter_along(a, b, i; axis), scatter_add_along     put_along_axis, torch.scatter, torch.scatter_add
                      An index that does not fit: `evaluate` raises InputError `index-out-of-range` or `bad-index`.
    a > b             gt ge lt le eq ne (a, b)          a mask of 1 and 0 that is a value; where(a > b, c, d) is the one
                                                        row where_gt(a, b, c, d), and where(mask, c, d) is
                                                        where_ne(mask, 0, c, d)
    p & q, ~p, any    logical_and logical_or logical_xor logical_not, any all (axis, keepdims), isnan isinf isfinite
    argmax argmin     (a; axis=None, keepdims=False)    whole numbers as floats, no gradient
    argsort sort      (a; axis=-1, descending=False)    stable; axis None flattens. topk: sort descending and `index`;
                                                        x.max(1) of PyTorch: argmax, then gather(x, argmax)
    median, quantile  sort, then what `quantile_places(count, q, method)` says
    one_hot(a; classes)                                 adds a last axis
    pad(a; widths, value)                               widths: a pair (before, after) for every axis
    tile(a; reps)  repeat(a; repeats, axis)             np.tile, x.repeat(...) of PyTorch; np.repeat, repeat_interleave
    roll(a; shift, axis)  diff(a; n, axis)  cumprod(a; axis)
    diag(a; k)        a vector as a matrix              diagonal(a; offset, axis1, axis2): and back
    split, chunk      `index` with the keys that `split_keys(shape, sections, axis)` gives
    einsum(a, b, ...; spec="ij,jk->ik")                 tensordot: `tensordot_spec(rank_a, rank_b, axes)` is the spec
    inv det logabsdet cholesky (a)  solve(a, b)         slogdet: (sign(det(a)), logabsdet(a))
    cross(a, b; axis=-1)  kron(a, b)
    std, norm         root(...): sqrt whose slope at 0 counts as 0, as PyTorch has it for lengths; sqrt's is infinite
    normal cdf, logpdf  ndtr(a); the rest in the language itself. gammaln: lgamma(a)
    a % b, a // b     mod(a, b), floor_divide(a, b)     fmod has the sign of a
"""

from __future__ import annotations

from . import (
    arithmetic,
    average_pooling,
    axes,
    choice,
    compare,
    convolution,
    determinant,
    einsum,
    entries,
    identity,
    leaves,
    linalg,
    linear,
    max_pooling,
    order,
    products,
    recorded,
    reduce,
    rounding,
    running,
    special,
    structure,
    tiling,
    unary,
)
from .choice import COMPARISONS
from .einsum import tensordot_spec
from .indexing import IndexInput, Slice, key_of, numpy_key, split_keys
from .lower import lowered
from .op import ARGUMENTS, Emit, Kink, Lowering, NonFiniteCause, Op, Pattern, Trial
from .order import quantile_places

__all__ = [
    "ARGUMENTS",
    "ALIASES",
    "COMPARISONS",
    "METHODS",
    "OPERATORS",
    "OPS",
    "PAIRS",
    "SPELLINGS",
    "NonFiniteCause",
    "Emit",
    "IndexInput",
    "Kink",
    "Op",
    "Pattern",
    "Slice",
    "Trial",
    "Lowering",
    "key_of",
    "lowered",
    "numpy_key",
    "quantile_places",
    "spelled",
    "split_keys",
    "tensordot_spec",
]


def _index(rows: tuple[Op, ...]) -> dict[str, Op]:
    table: dict[str, Op] = {}
    for row in rows:
        if row.name in table:
            raise TypeError(f"Two rows are called {row.name}.")
        table[row.name] = row
    return table


OPS: dict[str, Op] = _index(
    (
        *leaves.ROWS,
        *arithmetic.ROWS,
        *unary.ROWS,
        *special.ROWS,
        *rounding.ROWS,
        *choice.ROWS,
        *compare.ROWS,
        *reduce.ROWS,
        *linear.ROWS,
        *axes.ROWS,
        *structure.ROWS,
        *identity.ROWS,
        *entries.ROWS,
        *order.ROWS,
        *running.ROWS,
        *einsum.ROWS,
        *products.ROWS,
        *determinant.ROWS,
        *linalg.ROWS,
        *tiling.ROWS,
        *convolution.ROWS,
        *max_pooling.ROWS,
        *average_pooling.ROWS,
        *recorded.ROWS,
    )
)

SPELLINGS: dict[str, str] = {word: row.name for row in OPS.values() for word in row.spellings}
METHODS: dict[str, str] = {word: row.name for row in OPS.values() for word in row.methods}
OPERATORS: dict[tuple[str, int], str] = {
    (row.operator, row.slots): row.name for row in OPS.values() if row.operator is not None and row.slots is not None
}
PAIRS: dict[str, str] = {"max": "maximum", "min": "minimum"}  # meaning of these words between two values
ALIASES: dict[str, str] = {"dim": "axis", "keepdim": "keepdims", "dims": "axes"}  # PyTorch's names for NumPy's settings


def spelled(name: str, arguments: int) -> str | None:
    """Return the row a call means: `max(a, b)` is `maximum`, `max(a)` is `amax`. None if the name is not in the table.

    In `np.max(a, 0)` the second argument is an axis: ask with the number of values, here 1.
    """
    return PAIRS.get(name, SPELLINGS.get(name)) if arguments == 2 else SPELLINGS.get(name)
