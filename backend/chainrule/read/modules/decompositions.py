"""Matrices taken apart: eigenvalues and vectors, singular values, QR. Few gates, whose numbers and signs are LAPACK's.

Eigenvectors are computed at the present values and held: λᵢ = vᵢᵀ·A·vᵢ then has the right value and the right gradient
(dλᵢ = vᵢᵀ·dA·vᵢ), and the term in the squares of what is beside the diagonal of VᵀAV, which is 0, the second derivative.
Vectors are those of perturbation theory up to its second order, so that their Hessians are right too: in g·(2 - g·apart), of
value g, gaps move with the eigenvalues, and the squares keep the length 1.
A guard reads the program anew where the matrix changes. Singular values are those of the smaller of AᵀA and AAᵀ; Q and R
come from the Cholesky factor of AᵀA.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..calling import Arguments
from ..values import Value
from .creation import literal
from .named import named_tuple
from .present import now
from .rows import Row
from .source_definitions import SourceDefinitions

__all__ = ["DECOMPOSITIONS", "EXPM"]

EQUAL = 1e-10  # two eigenvalues that differ by less, as a part of the largest, are one


def _reads_lower(call: Arguments) -> Value:
    """Return whether NumPy's own rule shows: `eigh` reads one triangle of a leaf only, the other has no gradient.

    PyTorch and JAX share the gradient out to both; a matrix that the program computes is symmetric anyway.
    """
    (a,) = call.bind("a")
    m = call.machine
    return m.dialect == "numpy" and not m.builder.nodes[m.node(a, call.node)].args


def _eigenvectors(call: Arguments) -> Value:
    """Return the eigenvectors of a symmetric matrix as they are now."""
    (a,) = call.bind("a")
    shape = call.shape(a)
    if len(shape) != 2 or shape[0] != shape[1]:
        raise call.refuse("This takes one square matrix.", "Give it a matrix of as many rows as columns.")
    if call.machine.shapes_only:
        return literal(call, np.eye(shape[0]))
    numbers = now(call, a)
    if not np.allclose(numbers, numbers.T, rtol=1e-8, atol=1e-10):
        raise call.refuse(
            "The eigenvalues of a matrix that is not symmetric are not read here.", "Make it symmetric: `(A + A.T)/2`."
        )
    return literal(call, _apart(call, np.linalg.eigh, numbers)[1])


def _general_eigenvectors(call: Arguments) -> Value:
    """Return the eigenvectors of any matrix, as they are now."""
    (a,) = call.bind("a")
    if call.machine.shapes_only:
        return literal(call, np.eye(call.shape(a)[0]))
    values, vectors = _apart(call, np.linalg.eig, now(call, a))
    if np.iscomplexobj(values):
        raise call.refuse("This matrix has complex eigenvalues, which are not read here.", "Use a symmetric matrix.")
    return literal(call, vectors)


def _rank(call: Arguments) -> Value:
    """`matrix_rank(a)`: how many singular values are not 0, as they are now."""
    a, tolerance = call.bind("A, tol=None")
    size = None if tolerance is None else float(call.static(tolerance))
    return call.constant(1 if call.machine.shapes_only else int(np.linalg.matrix_rank(now(call, a), size)))


def _right_singular_vectors(call: Arguments) -> Value:
    """Return the right singular vectors of a matrix of at least as many rows as columns, as they are now."""
    (a,) = call.bind("a")
    if call.machine.shapes_only:
        return literal(call, np.eye(call.shape(a)[1]))
    return literal(call, _apart(call, lambda m: np.linalg.svd(m, full_matrices=False), now(call, a))[2].T)


def _singular_complement(call: Arguments) -> Value:
    """Return the singular vectors beyond the smaller side of a matrix, as they are now: a basis of its null space."""
    (a,) = call.bind("a")
    rows, columns = call.shape(a)
    if call.machine.shapes_only:
        return literal(call, np.eye(max(rows, columns))[:, columns:] if rows > columns else np.eye(columns)[rows:])
    u, _, vh = _apart(call, np.linalg.svd, now(call, a))
    return literal(call, u[:, columns:] if rows > columns else vh[rows:])


def _svd_signs(call: Arguments) -> Value:
    """Return by which signs NumPy's own singular vectors differ from `vh`; None where they do not."""
    a, vh, full = call.bind("a, vh, full_matrices")
    if call.machine.shapes_only:
        return None
    own = now(call, vh)
    vectors = _apart(call, lambda m: np.linalg.svd(m, full_matrices=call.flag(full)), now(call, a))[2][: len(own)]
    signs = np.where(np.sum(vectors * own, axis=1) < 0, -1.0, 1.0)
    return literal(call, signs) if np.any(signs < 0) else None


def _signs(call: Arguments) -> Value:
    """Return the signs of the diagonal of R, as they are now."""
    (a,) = call.bind("a")
    if call.machine.shapes_only:
        return literal(call, np.ones(call.shape(a)[1]))
    r = _apart(call, np.linalg.qr, now(call, a))[1]
    return literal(call, np.where(np.diag(r) < 0, -1.0, 1.0))


def _apart(call: Arguments, function: Any, numbers: np.ndarray[Any, Any]) -> Any:
    try:
        return function(numbers)
    except np.linalg.LinAlgError:
        raise call.refuse(
            "This matrix cannot be taken apart: it holds what is no number.", "Check its entries."
        ) from None


def _gaps(call: Arguments) -> Value:
    """1/(λⱼ - λᵢ) at (i, j), 0 where they are equal; `of_vectors`: then a notice says that they have no gradient."""
    w, of_vectors = call.bind("w, of_vectors")
    m = call.machine
    values = np.ones(call.shape(w)) if m.shapes_only else np.asarray(m.value_of(m.node(w, call.node)))
    apart = values[np.newaxis, :] - values[:, np.newaxis]
    far = np.abs(apart) > EQUAL * np.max(np.abs(values), initial=1e-300)
    if of_vectors and m.dialect == "torch":
        sentence = (
            "Eigenvectors and singular vectors are right up to their sign: these are NumPy's, PyTorch may give others."
        )
        m.builder.note("signs", sentence, m.span(call.node))
    if of_vectors and np.count_nonzero(far) < far.size - len(values):
        m.note(
            "equal-eigenvalues", "Two eigenvalues are equal: their vectors have no gradient between them.", call.node
        )
    return literal(call, np.where(far, 1.0 / np.where(far, apart, 1.0), 0.0))


TEXT = SourceDefinitions(
    """
def _values(b):
    w = np.diag(b)
    return w - np.sum(gaps(w, False)*b*b.T, axis=1)


def _vectors(v, b):
    unit = np.eye(len(b))
    w = np.diag(b)
    g = gaps(w, True)
    apart = w - np.expand_dims(w, 1)
    first = g*(2 - g*apart)*b
    second = g*((b*(1 - unit)) @ first)
    return v @ (unit*(1 - np.sum(first**2, axis=0)/2) + first + second)


def _lower(a, part):
    if not reads_lower(a):
        return a
    if part == 'U':
        a = a.T
    return np.tril(a) + np.tril(a, -1).T


def _eigh(a):
    v = held(a)
    b = v.T @ a @ v
    return _values(b), _vectors(v, b)


def eigh(a, UPLO='L'):
    return named(_eigh(_lower(a, UPLO)), 'eigenvalues', 'eigenvectors')


def eigvalsh(a, UPLO='L'):
    a = _lower(a, UPLO)
    v = held(a)
    return _values(v.T @ a @ v)


def _turned(a):
    v = held_of_any(a)
    return v, np.linalg.inv(v) @ a @ v


def _eig(a):
    v, b = _turned(a)
    v = _vectors(v, b)
    return _values(b), v/np.sqrt(np.sum(v**2, axis=0))


def eig(a):
    return named(_eig(a), 'eigenvalues', 'eigenvectors')


def eigvals(a):
    return _values(_turned(a)[1])


def expm(a):
    unit = np.eye(len(a))
    small = a/64
    result = unit + small/14
    for k in range(13, 0, -1):
        result = unit + small @ result/k
    for _ in range(6):
        result = result @ result
    return result


def _svd(a):
    m, n = np.shape(a)
    if m < n:
        u, s, vh = _svd(a.T)
        return vh.T, s, u.T
    v = held_right(a)
    b = v.T @ (a.T @ a) @ v
    w = _values(b)
    v = _vectors(v, b)
    return a @ v/np.sqrt(w), np.sqrt(w), v.T


def _complement(a, held):
    return held - a.T @ np.linalg.inv(a @ a.T) @ (a @ held)


def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    m, n = np.shape(a)
    if not compute_uv:
        return svdvals(a)
    u, s, vh = _svd(a)
    flip = svd_signs(a, vh, full_matrices)
    if flip is not None:
        u, vh = u*flip, vh*np.expand_dims(flip, 1)
    if full_matrices and m > n:
        u = np.concatenate([u, _complement(a.T, beside(a))], axis=1)
    if full_matrices and m < n:
        vh = np.concatenate([vh, _complement(a, beside(a).T).T], axis=0)
    return named((u, s, vh), 'U', 'S', 'Vh')


def svdvals(a):
    m, n = np.shape(a)
    if m < n:
        a = a.T
    v = held_right(a)
    return np.sqrt(_values(v.T @ (a.T @ a) @ v))


def _qr(a):
    m, n = np.shape(a)
    left = a if m >= n else a[:, :m]
    signs = signs_of(left)
    r = np.linalg.cholesky(left.T @ left).T*np.expand_dims(signs, 1)
    q = left @ np.linalg.inv(r)
    return q, (r if m >= n else q.T @ a)


def qr(a, mode='reduced'):
    if mode == 'r':
        return _qr(a)[1]
    if mode != 'reduced':
        refuse('This mode of `qr` is not read here.', 'Leave `mode` out.')
    return named(_qr(a), 'Q', 'R')
""",
    modules={"np": "numpy"},
    helpers={
        "reads_lower": _reads_lower,
        "held_of_any": _general_eigenvectors,
        "held": _eigenvectors,
        "held_right": _right_singular_vectors,
        "svd_signs": _svd_signs,
        "beside": _singular_complement,
        "signs_of": _signs,
        "gaps": _gaps,
        "named": lambda call: named_tuple(call.args[1:], call.args[0]),
    },
)
DECOMPOSITIONS: dict[str, Row] = {
    name: TEXT.row(name) for name in ("eig", "eigh", "eigvals", "eigvalsh", "svd", "svdvals", "qr")
}
DECOMPOSITIONS["matrix_rank"] = _rank
EXPM: Row = TEXT.row("expm")
