"""Every function of NumPy that automatic differentiation covers, with its usual arguments."""

from .calls import calls, with_values

x = [0.5, -1.2, 2.0, 0.3]
p = [0.5, 1.2, 2.0, 0.3]
u = [0.2, -0.7, 0.9]
v = [1.5, 0.4, -0.6]
A = [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]
B = [[1.2, 0.4, -0.6], [0.9, -1.1, 0.8]]
C = [[0.6, -0.2], [1.1, 0.3], [-0.5, 0.9]]
M = [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]]
S = [[2.0, 0.3, 0.1], [0.3, 1.5, -0.2], [0.1, -0.2, 1.8]]
T = [[[0.1, 0.9], [-0.4, 0.7]], [[1.3, -0.2], [0.6, 0.5]], [[-0.8, 0.35], [0.25, 1.1]]]
ALONE = {"alone": True}
RARE = {"either": True}

PROGRAMS = calls(
    "numpy",
    [
        # Elementwise.
        ("np.abs(x)", {"x": x}),
        ("np.absolute(x)", {"x": x}),
        ("np.fabs(x)", {"x": x}),
        ("np.sign(x)", {"x": x}),
        ("np.negative(x)", {"x": x}),
        ("np.positive(x)", {"x": x}),
        ("np.reciprocal(x)", {"x": x}),
        ("np.square(x)", {"x": x}),
        ("np.sqrt(p)", {"p": p}),
        ("np.cbrt(p)", {"p": p}),
        ("np.exp(x)", {"x": x}),
        ("np.exp2(x)", {"x": x}),
        ("np.expm1(x)", {"x": x}),
        ("np.log(p)", {"p": p}),
        ("np.log2(p)", {"p": p}),
        ("np.log10(p)", {"p": p}),
        ("np.log1p(p)", {"p": p}),
        ("np.sin(x)", {"x": x}),
        ("np.cos(x)", {"x": x}),
        ("np.tan(x)", {"x": x}),
        ("np.arcsin(u)", {"u": u}),
        ("np.arccos(u)", {"u": u}),
        ("np.arctan(x)", {"x": x}),
        ("np.sinh(x)", {"x": x}),
        ("np.cosh(x)", {"x": x}),
        ("np.tanh(x)", {"x": x}),
        ("np.arcsinh(x)", {"x": x}),
        ("np.arccosh(1 + p)", {"p": p}),
        ("np.arctanh(u)", {"u": u}),
        ("np.sinc(x)", {"x": x}),
        ("np.rad2deg(x)", {"x": x}),
        ("np.degrees(x)", {"x": x}),
        ("np.deg2rad(x)", {"x": x}),
        ("np.radians(x)", {"x": x}),
        ("np.floor(x)", {"x": x}),
        ("np.ceil(x)", {"x": x}),
        ("np.round(x)", {"x": x}),
        ("np.round(x, 1)", {"x": [0.52, -1.27, 2.04]}),
        ("np.trunc(x)", {"x": x}),
        ("np.rint(x)", {"x": x}),
        ("np.nan_to_num(x)", {"x": x}),
        ("np.add(A, B)", {"A": A, "B": B}),
        ("np.subtract(A, B)", {"A": A, "B": B}),
        ("np.multiply(A, B)", {"A": A, "B": B}),
        ("np.divide(A, B)", {"A": A, "B": B}),
        ("np.true_divide(A, B)", {"A": A, "B": B}),
        ("np.power(p, x)", {"p": p, "x": x}),
        ("np.float_power(p, 2)", {"p": p}),
        ("np.mod(x, 0.7)", {"x": x}),
        ("np.remainder(x, p)", {"x": x, "p": [0.7, 0.9, 0.8, 0.7]}),
        ("np.fmod(x, 0.7)", {"x": x}),
        ("x % 0.7", {"x": x}),
        ("np.floor_divide(x, 0.7)", {"x": x}),
        ("np.maximum(A, B)", {"A": A, "B": B}),
        ("np.minimum(A, B)", {"A": A, "B": B}),
        ("np.fmax(A, B)", {"A": A, "B": B}),
        ("np.fmin(A, B)", {"A": A, "B": B}),
        ("np.maximum(x, 0)", {"x": x}),
        ("np.logaddexp(A, B)", {"A": A, "B": B}),
        ("np.logaddexp2(A, B)", {"A": A, "B": B}),
        ("np.hypot(A, B)", {"A": A, "B": B}),
        ("np.arctan2(A, B)", {"A": A, "B": B}),
        ("np.copysign(p, x)", {"p": p, "x": x}, RARE),
        ("np.heaviside(x, 0.5)", {"x": x}),
        ("np.clip(x, -1, 1)", {"x": x}),
        ("np.clip(x, a_min=-1.0, a_max=None)", {"x": x}),
        ("x.clip(0, 1)", {"x": x}),
        ("x.clip(min=0)", {"x": x}),
        ("np.where(x > 0, x, 0.1*x)", {"x": x}),
        ("np.where(A > B, A, B)", {"A": A, "B": B}),
        ("np.select([x < 0, x > 1], [x**2, 3*x], default=x)", {"x": x}, RARE),
        ("np.piecewise(x, [x < 0, x >= 0], [lambda t: -t, lambda t: t**2])", {"x": x}, RARE),
        ("np.interp(0.35, [0.0, 1.0], f)", {"f": [1.0, 3.0]}, RARE),
        ("np.logical_and(x > 0, x < 1)*x", {"x": x}),
        ("np.logical_or(x < 0, x > 1)*x", {"x": x}),
        ("np.logical_not(x > 0)*x", {"x": x}),
        ("(~(x > 0))*x", {"x": x}),
        ("((x > 0) | (x < -1))*x", {"x": x}),
        ("np.greater(x, 0)*x", {"x": x}),
        ("np.less_equal(x, 0.3)*x", {"x": x}),
        ("np.isclose(x, 2.0)*x", {"x": x}, RARE),
        # Reductions.
        ("np.sum(A)", {"A": A}),
        ("np.sum(A, axis=0)", {"A": A}),
        ("np.sum(A, axis=-1, keepdims=True)", {"A": A}),
        ("np.sum(T, axis=(0, 2))", {"T": T}),
        ("A.sum(1)", {"A": A}),
        ("np.mean(A)", {"A": A}),
        ("np.mean(A, axis=1, keepdims=True)", {"A": A}),
        ("np.mean(T, axis=(1, 2))", {"T": T}),
        ("A.mean(axis=0)", {"A": A}),
        ("np.average(A, axis=0)", {"A": A}),
        ("np.average(A, axis=1, weights=[1, 2, 3])", {"A": A}),
        ("np.average(x, weights=p)", {"x": x, "p": p}),
        ("np.prod(A)", {"A": A}),
        ("np.prod(A, axis=0)", {"A": A}),
        ("A.prod(axis=1, keepdims=True)", {"A": A}),
        ("np.var(A)", {"A": A}),
        ("np.var(A, axis=0)", {"A": A}),
        ("np.var(A, axis=1, ddof=1)", {"A": A}),
        ("A.var(axis=0, keepdims=True)", {"A": A}),
        ("np.std(A)", {"A": A}),
        ("np.std(A, axis=1, keepdims=True)", {"A": A}),
        ("np.std(A, 1, ddof=1)", {"A": A}),
        ("A.std(ddof=1)", {"A": A}),
        ("np.max(A)", {"A": A}),
        ("np.max(A, axis=1)", {"A": A}),
        ("np.amax(A, axis=0, keepdims=True)", {"A": A}),
        ("A.max(axis=1, keepdims=True)", {"A": A}),
        ("np.max(T, axis=(1, 2))", {"T": T}),
        ("np.min(A, axis=0)", {"A": A}),
        ("np.amin(A)", {"A": A}),
        ("A.min(1)", {"A": A}),
        ("np.ptp(x)", {"x": x}),
        ("np.ptp(A, axis=1)", {"A": A}),
        ("np.median(v)", {"v": v}),
        ("np.median(A, axis=0)", {"A": A}),
        ("np.median(x)", {"x": x}),
        ("np.percentile(x, 40)", {"x": x}, RARE),
        ("np.quantile(x, 0.25)", {"x": x}, RARE),
        ("np.cumsum(x)", {"x": x}),
        ("np.cumsum(A, axis=1)", {"A": A}),
        ("A.cumsum(axis=0)", {"A": A}),
        ("np.cumprod(x)", {"x": x}),
        ("np.cumprod(A, axis=1)", {"A": A}),
        ("np.nansum(A, axis=0)", {"A": A}, RARE),
        ("np.nanmean(A)", {"A": A}, RARE),
        ("np.count_nonzero(x > 0)", {"x": x}, {"alone": True}),
        ("np.any(x > 1)", {"x": x}, {"alone": True, "either": True}),
        ("np.all(x > -2)", {"x": x}, {"alone": True, "either": True}),
        ("np.argmax(x)", {"x": x}, ALONE),
        ("np.argmin(A, axis=1)", {"A": A}, ALONE),
        ("x.argmax()", {"x": x}, ALONE),
        ("x[np.argmax(x)]", {"x": x}),
        ("x[np.argsort(x)]", {"x": x}),
        ("np.sort(x)", {"x": x}),
        ("np.sort(A, axis=0)", {"A": A}),
        ("np.sort(x)[::-1]", {"x": x}),
        ("np.partition(x, 2)[:2].sum()", {"x": x}, RARE),
        ("np.diff(x)", {"x": x}),
        ("np.diff(A, axis=0)", {"A": A}),
        ("np.diff(x, n=2)", {"x": x}),
        ("np.ediff1d(x)", {"x": x}, RARE),
        ("np.gradient(x)", {"x": x}, RARE),
        ("np.trapezoid(x, dx=0.1)", {"x": x}, RARE),
        # Products.
        ("np.dot(u, v)", {"u": u, "v": v}),
        ("np.dot(A, C)", {"A": A, "C": C}),
        ("np.dot(A, v)", {"A": A, "v": v}),
        ("np.dot(u, C)", {"u": u, "C": C}),
        ("np.dot(2.0, A)", {"A": A}),
        ("A.dot(C)", {"A": A, "C": C}),
        ("np.matmul(A, C)", {"A": A, "C": C}),
        ("np.matmul(T, C[:2])", {"T": T, "C": C}),
        ("A @ C", {"A": A, "C": C}),
        ("np.inner(u, v)", {"u": u, "v": v}),
        ("np.inner(A, B)", {"A": A, "B": B}),
        ("np.vdot(A, B)", {"A": A, "B": B}),
        ("np.outer(u, v)", {"u": u, "v": v}),
        ("np.tensordot(A, C, axes=1)", {"A": A, "C": C}),
        ("np.tensordot(A, B, axes=2)", {"A": A, "B": B}),
        ("np.tensordot(A, B, axes=([0], [0]))", {"A": A, "B": B}),
        ("np.tensordot(T, C, axes=([2, 0], [1, 0]))", {"T": T, "C": C}),
        ("np.einsum('ij,jk->ik', A, C)", {"A": A, "C": C}),
        ("np.einsum('ij,ij->i', A, B)", {"A": A, "B": B}),
        ("np.einsum('ij->ji', A)", {"A": A}),
        ("np.einsum('ii->', M)", {"M": M}),
        ("np.einsum('i,j->ij', u, v)", {"u": u, "v": v}),
        ("np.einsum('bij,jk->bik', T, C[:2])", {"T": T, "C": C}),
        ("np.einsum('ij,jk', A, C)", {"A": A, "C": C}),
        ("np.einsum('...ij->...ji', T)", {"T": T}),
        ("np.kron(u, v)", {"u": u, "v": v}),
        ("np.kron(A, C)", {"A": A, "C": C}, RARE),
        ("np.cross(u, v)", {"u": u, "v": v}),
        ("np.trace(M)", {"M": M}),
        ("np.trace(M, offset=1)", {"M": M}),
        ("M.trace()", {"M": M}),
        ("np.convolve(x, v)", {"x": x, "v": v}),
        ("np.convolve(x, v, mode='same')", {"x": x, "v": v}),
        ("np.convolve(x, v, 'valid')", {"x": x, "v": v}),
        ("np.correlate(x, v, 'valid')", {"x": x, "v": v}, RARE),
        ("np.linalg.matrix_power(M, 3)", {"M": M}),
        ("np.linalg.multi_dot([A, C, B])", {"A": A, "C": C, "B": B}, RARE),
        # Linear algebra.
        ("np.linalg.inv(M)", {"M": M}),
        ("np.linalg.det(M)", {"M": M}),
        ("np.linalg.slogdet(M)[1]", {"M": M}),
        ("sign, logdet = np.linalg.slogdet(M)\nlogdet", {"M": M}),
        ("np.linalg.solve(M, v)", {"M": M, "v": v}),
        ("np.linalg.solve(M, C)", {"M": M, "C": C}),
        ("np.linalg.norm(v)", {"v": v}),
        ("np.linalg.norm(A)", {"A": A}),
        ("np.linalg.norm(v, 1)", {"v": v}),
        ("np.linalg.norm(v, ord=3)", {"v": v}),
        ("np.linalg.norm(v, np.inf)", {"v": v}),
        ("np.linalg.norm(A, axis=1)", {"A": A}),
        ("np.linalg.norm(A, axis=0, keepdims=True)", {"A": A}),
        ("np.linalg.norm(A, ord=1, axis=1)", {"A": A}),
        ("np.linalg.norm(A, 'fro')", {"A": A}),
        ("np.linalg.cholesky(S)", {"S": S}, {"either": True, "skip": ("S",)}),
        ("np.linalg.eigvalsh(S)", {"S": S}),
        ("np.linalg.eigh(S)[0]", {"S": S}),
        ("np.linalg.svd(A, compute_uv=False)", {"A": A}),
        ("np.linalg.pinv(A)", {"A": A}, RARE),
        # Shapes.
        ("np.reshape(A, (3, 2))", {"A": A}),
        ("A.reshape(-1)", {"A": A}),
        ("A.reshape(3, -1)", {"A": A}),
        ("np.ravel(A)", {"A": A}),
        ("A.ravel()", {"A": A}),
        ("A.flatten()", {"A": A}),
        ("np.transpose(A)", {"A": A}),
        ("A.T", {"A": A}),
        ("np.transpose(T, (1, 0, 2))", {"T": T}),
        ("np.transpose(T, axes=(2, 0, 1))", {"T": T}),
        ("T.transpose(0, 2, 1)", {"T": T}),
        ("np.swapaxes(T, 0, 1)", {"T": T}),
        ("np.moveaxis(T, 0, -1)", {"T": T}),
        ("np.rollaxis(T, 2)", {"T": T}, RARE),
        ("np.expand_dims(A, 1)", {"A": A}),
        ("np.expand_dims(A, axis=-1)", {"A": A}),
        ("A[:, None, :]", {"A": A}),
        ("A[:, np.newaxis] * B", {"A": A, "B": B}),
        ("np.squeeze(A[:, :1])", {"A": A}),
        ("np.squeeze(A[:, :1], axis=1)", {"A": A}),
        ("np.atleast_2d(v)", {"v": v}),
        ("np.atleast_1d(v)", {"v": v}, RARE),
        ("np.broadcast_to(v, (2, 3))", {"v": v}),
        ("np.flip(x)", {"x": x}),
        ("np.flip(A, axis=1)", {"A": A}),
        ("np.fliplr(A)", {"A": A}),
        ("np.flipud(A)", {"A": A}),
        ("np.rot90(A)", {"A": A}),
        ("np.roll(x, 1)", {"x": x}),
        ("np.roll(A, 1, axis=1)", {"A": A}),
        ("np.roll(A, -1)", {"A": A}),
        ("np.tile(v, 2)", {"v": v}),
        ("np.tile(A, (2, 1))", {"A": A}),
        ("np.tile(v, (2, 1))", {"v": v}),
        ("np.repeat(v, 2)", {"v": v}),
        ("np.repeat(A, 2, axis=0)", {"A": A}),
        ("np.repeat(A, 2)", {"A": A}),
        ("v.repeat(2)", {"v": v}),
        ("np.repeat(v, [1, 2, 1])", {"v": v}, RARE),
        ("np.pad(v, 1)", {"v": v}),
        ("np.pad(A, ((1, 0), (0, 2)))", {"A": A}),
        ("np.pad(A, 1, mode='constant')", {"A": A}),
        ("np.pad(v, (1, 2), 'constant', constant_values=5)", {"v": v}),
        ("np.pad(v, 1, mode='edge')", {"v": v}, RARE),
        ("np.pad(v, 1, mode='reflect')", {"v": v}, RARE),
        ("np.concatenate([A, B])", {"A": A, "B": B}),
        ("np.concatenate((A, B), axis=1)", {"A": A, "B": B}),
        ("np.concatenate([A, B], axis=None)", {"A": A, "B": B}, RARE),
        ("np.stack([u, v])", {"u": u, "v": v}),
        ("np.stack([u, v], axis=1)", {"u": u, "v": v}),
        ("np.vstack([A, v])", {"A": A, "v": v}),
        ("np.hstack([A, B])", {"A": A, "B": B}),
        ("np.hstack((u, v))", {"u": u, "v": v}),
        ("np.dstack([A, B])", {"A": A, "B": B}),
        ("np.column_stack([u, v])", {"u": u, "v": v}),
        ("np.column_stack((A, [1, 2]))", {"A": A}),
        ("np.append(x, 4.0)", {"x": x}),
        ("np.append(A, B, axis=0)", {"A": A, "B": B}),
        ("np.insert(v, 1, 5.0)", {"v": v}, RARE),
        ("np.delete(v, 1)", {"v": v}, RARE),
        ("np.split(x, 2)[1]", {"x": x}),
        ("a, b = np.split(x, [1])\na * b", {"x": x}),
        ("a, b, c = np.split(A, 3, axis=1)\na * b - c", {"A": A}),
        ("np.array_split(x, 3)[0]", {"x": x}),
        ("np.hsplit(A, 3)[2]", {"A": A}),
        ("np.vsplit(A, 2)[0]", {"A": A}),
        ("np.diag(v)", {"v": v}),
        ("np.diag(M)", {"M": M}),
        ("np.diag(v, k=1)", {"v": v}),
        ("np.diag(M, 1)", {"M": M}),
        ("np.diagonal(M)", {"M": M}),
        ("np.tril(M)", {"M": M}),
        ("np.tril(M, k=-1)", {"M": M}),
        ("np.triu(M, 1)", {"M": M}),
        ("np.take(x, [0, 2])", {"x": x}),
        ("np.take(A, [0, 2], axis=1)", {"A": A}),
        ("np.take_along_axis(A, np.array([[0], [2]]), axis=1)", {"A": A}),
        ("np.compress(x > 0, x)", {"x": x}, RARE),
        ("np.array([u[0], u[1]*v[2]])", {"u": u, "v": v}),
        ("np.array([[u[0], u[1]], [v[0], v[1]]])", {"u": u, "v": v}),
        ("np.asarray(x)*2", {"x": x}),
        ("np.copy(x)*2", {"x": x}),
        ("x.copy()*2", {"x": x}),
        ("x.item(1)", {"x": x}, RARE),
        ("A.size*A + A.ndim + A.shape[0]", {"A": A}),
        ("len(A)*A", {"A": A}),
        ("np.shape(A)[1]*A", {"A": A}),
        ("np.size(A)*A", {"A": A}),
        ("np.zeros_like(A) + A", {"A": A}),
        ("np.ones(3) * A", {"A": A}),
        ("np.full((2, 3), 0.5) * A", {"A": A}),
        ("np.full_like(A, 2.0) * A", {"A": A}),
        ("np.eye(3) @ A.T", {"A": A}),
        ("np.identity(3) @ A.T", {"A": A}),
        ("np.arange(4) * x", {"x": x}),
        ("np.arange(1, 5, dtype=float) * x", {"x": x}),
        ("np.linspace(0, 1, 4) * x", {"x": x}),
        ("np.logspace(0, 1, 4) * x", {"x": x}, RARE),
        ("np.vander(x, 3)", {"x": x}, RARE),
        ("np.polyval([1.0, -2.0, 3.0], x)", {"x": x}, RARE),
        ("np.meshgrid(u, v)[0]", {"u": u, "v": v}, RARE),
        ("np.ix_([0, 1], [0, 2])\nA[np.ix_([0, 1], [0, 2])]", {"A": A}, RARE),
        ("A[0]", {"A": A}),
        ("A[:, 1]", {"A": A}),
        ("A[::-1, ::2]", {"A": A}),
        ("A[[0, 1], [2, 0]]", {"A": A}),
        ("A[np.arange(2), [2, 0]]", {"A": A}),
        ("A[A > 0]", {"A": A}),
        ("x[x > 0].sum()", {"x": x}),
        ("T[..., 0]", {"T": T}),
        ("A[-1, -2]", {"A": A}),
        ("np.add.reduce(A)", {"A": A}, RARE),
        ("np.maximum.reduce([u, v])", {"u": u, "v": v}),
        ("np.multiply.outer(u, v)", {"u": u, "v": v}, RARE),
        ("np.apply_along_axis(np.sum, 0, A)", {"A": A}, RARE),
        ("np.vectorize(lambda t: t**2)(x)", {"x": x}, RARE),
        ("np.cov(A)", {"A": A}, RARE),
        ("np.corrcoef(u, v)[0, 1]", {"u": u, "v": v}, RARE),
        ("np.real(x)*2", {"x": x}, RARE),
        ("np.fft.fft(x).real", {"x": x}, RARE),
    ],
)

SPREAD = [[1.0, 2.0, -0.5], [0.5, -1.0, 0.8]]
TALL = [[1.0, 2.0], [0.5, -1.0], [0.3, 0.7]]
SQUARE = [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]]

PROGRAMS += calls(
    "numpy",
    [
        ("np.linalg.eigvalsh(A @ A.T)", {"A": SPREAD}),
        ("np.linalg.eigh(A @ A.T)[0]", {"A": SPREAD}),
        ("np.linalg.eigh(M + M.T)[1]", {"M": SQUARE}),
        ("np.linalg.eigh(M + M.T).eigenvalues", {"M": SQUARE}),
        ("w, V = np.linalg.eigh(M + M.T)\nV @ np.diag(np.exp(w)) @ V.T", {"M": SQUARE}),
        ("np.linalg.svd(A, full_matrices=False)[0]", {"A": SPREAD}),
        ("np.linalg.svd(A, full_matrices=False)[1]", {"A": SPREAD}),
        ("np.linalg.svd(A, full_matrices=False)[2]", {"A": SPREAD}),
        ("np.linalg.svd(B, full_matrices=False)[0]", {"B": TALL}),
        ("np.linalg.svd(M)[0]", {"M": SQUARE}),
        ("np.linalg.svd(M, compute_uv=False)", {"M": SQUARE}),
        ("U, s, Vt = np.linalg.svd(B, full_matrices=False)\nU @ np.diag(s[:1].repeat(2)) @ Vt", {"B": TALL}),
        ("np.linalg.qr(B)[1]", {"B": TALL}),
        ("np.linalg.qr(M)[0]", {"M": SQUARE}),
        ("np.linalg.qr(A)[1]", {"A": SPREAD}),
        ("np.linalg.qr(B, mode='r')", {"B": TALL}),
        ("Q, R = np.linalg.qr(B)\nQ", {"B": TALL}),
        ("np.i0(x)", {"x": x}),
    ],
)

PROGRAMS += calls(
    "numpy",
    with_values(
        """
        np.einsum('...ij,...jk', T3, T3)
        np.einsum('ii', M)
        np.einsum('ij->j', A)
        np.einsum('i,i->', x, v)
        np.einsum('i,j', x, v)
        np.einsum(A, [0,1], C, [1,2])
        np.tensordot(A, B, axes=([0,1],[0,1]))
        np.outer(A, v)
        np.cross(x, v)
        np.dot(T3, [1.0, 2.0])
        np.matmul(T3, T3)
        np.repeat(A, 2, axis=1)
        np.repeat(A, [1, 2], axis=0)
        np.tile(x, 3)
        np.roll(A, 1)
        np.roll(A, (1, 2), axis=(0, 1))
        np.flip(T3, (0, 2))
        np.partition(x, 1)
        np.sort(A, axis=None)
        np.diff(A, n=1, axis=0)
        np.diff(x, prepend=0.0)
        np.gradient(A, axis=1)
        np.gradient(x, 0.5)
        np.trapezoid(A, dx=0.5, axis=1)
        np.cumsum(A)
        np.prod(A, axis=(0, 1))
        np.var(A, axis=0, ddof=1)
        np.std(A, axis=(0, 1), keepdims=True)
        np.mean(A, axis=-1, keepdims=True)
        np.max(A, axis=(0, 1))
        np.nanmean(A, axis=0)
        np.nansum(A)
        np.average(A, axis=1, weights=v)
        np.median(A, axis=1)
        np.percentile(A, 30, axis=0)
        np.quantile(x, [0.2, 0.7])
        np.clip(A, -0.5, None)
        np.where(A > 0, A, B)
        np.select([x > 0, x < -1], [x**2, x], default=3.0)
        np.choose([0, 1, 0], [x, v])
        np.diag(M, k=1)
        np.diagonal(T3, axis1=1, axis2=2)
        np.diagflat(x)
        np.tril(M, -1)
        np.triu(A, 1)
        np.concatenate((A, B), axis=None)
        np.concatenate([A, B], 1)
        np.stack([A, B], axis=-1)
        np.vstack((x, v))
        np.column_stack([x, v])
        np.block([[A], [B]])
        np.append(x, 3.0)
        np.insert(x, 1, 5.0)
        np.delete(x, 1)
        np.array_split(x, 2)[0]
        np.split(A, 3, axis=1)[1]
        np.hsplit(A, [1])[1]
        np.expand_dims(A, (0, 3))
        np.squeeze(A[None], axis=0)
        np.swapaxes(T3, 0, 2)
        np.moveaxis(T3, 0, -1)
        np.rollaxis(T3, 2)
        np.transpose(T3, (2, 0, 1))
        np.reshape(A, (3, -1), order='F')
        np.ravel(A, order='F')
        A.flatten('F')
        np.atleast_3d(A)
        np.broadcast_to(x, (2, 3))
        np.pad(A, 1, mode='edge')
        np.pad(x, (1, 2), mode='reflect')
        np.pad(A, ((1, 0), (0, 2)), constant_values=3.0)
        np.logaddexp(x, v)
        np.maximum.reduce(A, axis=1)
        np.add.reduce(A, axis=0)
        np.multiply.outer(x, v)
        np.maximum.accumulate(x)
        np.arctan2(x, v)
        np.hypot(x, v)
        np.power(p, v)
        np.real(x)
        np.angle(x)
        np.fix(x)
        np.correlate(x, v, 'full')
        np.interp([0.3, 0.7], [0.0, 0.5, 1.0], x)
        np.polyval(x, 1.5)
        np.vander(x)
        np.corrcoef(A)
        np.linalg.norm(A, ord=2)
        np.linalg.norm(A, 'nuc')
        np.linalg.norm(x, 1)
        np.linalg.norm(x, np.inf)
        np.linalg.norm(A, ord=1, axis=0, keepdims=True)
        np.linalg.tensorinv(M, ind=1)
        np.linalg.cond(M)
        np.linalg.matrix_rank(M)*x
        np.linalg.inv(T3[:, :2, :2])
        np.linalg.solve(M, x)
        np.linalg.cholesky(M @ M.T)
        np.linalg.eig(M @ M.T)[0]
        np.apply_along_axis(np.sum, 1, A)
        np.searchsorted(p, 1.0)*x
        np.take_along_axis(A, np.argsort(A, axis=1), axis=1)
        np.compress([True, False, True], x)
        np.extract(x > 0, x)
        np.unique(x)
        np.meshgrid(x, v)[0]
        np.meshgrid(x, v, indexing='ij')[1]
        np.ones_like(x)*x
        np.full((2, 3), x)
        np.linspace(x[0], x[1], 4)
        np.geomspace(p[0], p[1], 4)
        np.count_nonzero(x > 0)*x
        np.argwhere(x > 0).sum()*x
        np.flatnonzero(x > 0).sum()*x
        np.triu_indices(3)[0].sum()*x
        M[np.triu_indices(3, 1)]
        M[np.diag_indices(3)]
        x[np.array([True, False, True])]
        A[:, [2, 0]]
        A[np.newaxis, ..., 1]
        A[[0, 1], [1, 2]]
        T3[..., ::-1]
        np.cumulative_sum(x)
        np.vecdot(A, B)
        np.permute_dims(T3, (1, 0, 2))
        np.concat([A, B])
        np.matrix_transpose(A)
        np.astype(x, np.float64)
        np.pow(p, 2)
        np.acos(x/3)
        np.unstack(A)[0]
        np.matvec(A, x)
        np.vecmat(x, M)
        """
    ),
)
