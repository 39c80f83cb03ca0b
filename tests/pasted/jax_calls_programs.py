"""What people call of jax.numpy, jax.nn, jax.scipy and the transformations."""

from .calls import calls, with_values

x = [0.5, -1.2, 2.0, 0.3]
p = [0.5, 1.2, 2.0, 0.3]
u = [0.2, -0.7, 0.9]
v = [1.5, 0.4, -0.6]
A = [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]
B = [[1.2, 0.4, -0.6], [0.9, -1.1, 0.8]]
C = [[0.6, -0.2], [1.1, 0.3], [-0.5, 0.9]]
M = [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]]
Y = {"labels": ("t",)}
RARE = {"either": True}

PROGRAMS = calls(
    "jax",
    [
        ("jnp.exp(x) / jnp.sum(jnp.exp(x))", {"x": x}),
        ("jnp.tanh(A @ C)", {"A": A, "C": C}),
        ("jnp.maximum(0, x)", {"x": x}),
        ("jnp.where(x > 0, x, 0.01*x)", {"x": x}),
        ("jnp.clip(x, -1, 1)", {"x": x}),
        ("jnp.abs(x)", {"x": x}),
        ("jnp.log1p(jnp.exp(x))", {"x": x}),
        ("jnp.logaddexp(x, 0.)", {"x": x}),
        ("jnp.mean(A, axis=1, keepdims=True)", {"A": A}),
        ("jnp.var(A, axis=0)", {"A": A}),
        ("jnp.std(A, axis=1)", {"A": A}),
        ("jnp.std(x, ddof=1)", {"x": x}),
        ("jnp.max(A, axis=-1)", {"A": A}),
        ("jnp.prod(x)", {"x": x}),
        ("jnp.cumsum(x)", {"x": x}),
        ("jnp.dot(A, v)", {"A": A, "v": v}),
        ("jnp.matmul(A, C)", {"A": A, "C": C}),
        ("jnp.outer(u, v)", {"u": u, "v": v}),
        ("jnp.einsum('ij,jk->ik', A, C)", {"A": A, "C": C}),
        ("jnp.linalg.norm(v)", {"v": v}),
        ("jnp.linalg.inv(M)", {"M": M}),
        ("jnp.linalg.solve(M, v)", {"M": M, "v": v}),
        ("jnp.linalg.det(M)", {"M": M}),
        ("jnp.concatenate([u, v])", {"u": u, "v": v}),
        ("jnp.stack([u, v], axis=1)", {"u": u, "v": v}),
        ("jnp.vstack((u, v))", {"u": u, "v": v}),
        ("jnp.reshape(A, (3, 2))", {"A": A}),
        ("A.reshape(-1).at[0].set(0.0)", {"A": A}),
        ("x.at[1].set(5.0)", {"x": x}),
        ("x.at[1:3].add(2.0)", {"x": x}),
        ("x.at[0].multiply(3.0)", {"x": x}),
        ("jnp.expand_dims(v, 0) * A", {"v": v, "A": A}),
        ("jnp.transpose(A)", {"A": A}),
        ("jnp.tile(v, (2, 1))", {"v": v}),
        ("jnp.roll(x, 1)", {"x": x}),
        ("jnp.pad(v, 1)", {"v": v}),
        ("jnp.sort(x)", {"x": x}),
        ("jnp.arange(4.) * x", {"x": x}),
        ("jnp.array([1., 2., 3.]) * v", {"v": v}),
        ("jnp.eye(3) @ v", {"v": v}),
        ("jnp.square(x)", {"x": x}),
        ("jnp.power(p, 1.5)", {"p": p}),
        ("jnp.sqrt(p)", {"p": p}),
        ("jnp.arctan2(u, v)", {"u": u, "v": v}),
        ("jnp.take(x, jnp.array([0, 2]))", {"x": x}),
        ("A[jnp.arange(2), t]", {"A": A, "t": [0, 2]}, Y),
        ("jax.nn.relu(x)", {"x": x}),
        ("jax.nn.sigmoid(x)", {"x": x}),
        ("jax.nn.softmax(A)", {"A": A}),
        ("jax.nn.softmax(A, axis=0)", {"A": A}),
        ("jax.nn.log_softmax(A, axis=-1)", {"A": A}),
        ("jax.nn.logsumexp(A, axis=1)", {"A": A}),
        ("jax.nn.one_hot(t, 3) * A", {"A": A, "t": [0, 2]}, Y),
        ("jax.nn.gelu(x)", {"x": x}),
        ("jax.nn.gelu(x, approximate=False)", {"x": x}),
        ("jax.nn.silu(x)", {"x": x}),
        ("jax.nn.swish(x)", {"x": x}),
        ("jax.nn.elu(x)", {"x": x}),
        ("jax.nn.leaky_relu(x)", {"x": x}),
        ("jax.nn.softplus(x)", {"x": x}),
        ("jax.nn.log_sigmoid(x)", {"x": x}),
        ("jax.nn.selu(x)", {"x": x}),
        ("jax.nn.standardize(A)", {"A": A}, RARE),
        ("jax.scipy.special.logsumexp(x)", {"x": x}),
        ("jax.scipy.special.expit(x)", {"x": x}),
        ("jax.scipy.stats.norm.logpdf(x)", {"x": x}),
        ("jax.scipy.stats.norm.pdf(x, 0.2, 1.5)", {"x": x}),
        ("jax.lax.stop_gradient(x) * x", {"x": x}),
        ("jax.lax.exp(x)", {"x": x}, RARE),
        ("jax.lax.dot(A, C)", {"A": A, "C": C}, RARE),
        ("jax.lax.max(x, p)", {"x": x, "p": p}, RARE),
        ("jax.lax.cond(u[0] > 0, lambda t: t**2, lambda t: -t, u)", {"u": u}, RARE),
        ("jax.lax.fori_loop(0, 3, lambda i, s: s*x, jnp.ones(4))", {"x": x}, RARE),
        ("jax.vmap(lambda r: jnp.dot(r, v))(A)", {"A": A, "v": v}),
        ("jax.jit(lambda t: t**2)(x)", {"x": x}),
        ("import jax.numpy as np\nnp.exp(x)", {"x": x}),
        ("from jax import nn\nnn.relu(x)", {"x": x}),
        ("from jax.nn import sigmoid, relu\nrelu(x) * sigmoid(x)", {"x": x}),
    ],
)

PROGRAMS += calls(
    "jax",
    with_values(
        """
        jnp.linalg.norm(A, axis=1)
        jnp.linalg.norm(A)
        jnp.linalg.cholesky(M @ M.T)
        jnp.linalg.eigh(M @ M.T)[0]
        jnp.linalg.svd(A, full_matrices=False)[1]
        jnp.linalg.qr(C)[1]
        jax.nn.log_softmax(A)
        jax.nn.logsumexp(A, axis=1, keepdims=True)
        jax.nn.relu6(x)
        jax.nn.elu(x, 0.5)
        jax.nn.celu(x)
        jax.nn.soft_sign(x)
        jax.nn.hard_tanh(x)
        jax.nn.hard_sigmoid(x)
        jax.nn.hard_swish(x)
        jax.nn.leaky_relu(x, 0.2)
        jax.nn.glu(jnp.concatenate([A, B], 1))
        jax.nn.squareplus(x)
        jax.nn.mish(x)
        jax.nn.one_hot(jnp.array([0, 2]), 3) @ C
        jax.scipy.special.logsumexp(A, axis=0)
        jax.scipy.special.erf(x)
        jax.scipy.special.gammaln(p)
        jax.scipy.special.digamma(p)
        jax.scipy.special.xlogy(p, p)
        jax.scipy.special.entr(p)
        jax.scipy.special.i0(x)
        jax.scipy.special.i1e(x)
        jax.scipy.special.betaln(p, p)
        jax.scipy.special.ndtr(x)
        jax.scipy.special.logit(p/3)
        jax.scipy.stats.norm.logpdf(x, 0.1, 1.2)
        jax.scipy.stats.norm.cdf(x)
        jax.scipy.stats.expon.logpdf(p)
        jax.scipy.stats.beta.logpdf(p/3, 2.0, 3.0)
        jax.scipy.stats.gamma.logpdf(p, 2.0)
        jax.scipy.linalg.solve(M, x)
        jax.scipy.linalg.cho_solve(jax.scipy.linalg.cho_factor(M @ M.T), x)
        jax.scipy.linalg.solve_triangular(jnp.tril(M), x, lower=True)
        jax.scipy.linalg.expm(M)
        jax.lax.rsqrt(p)
        jax.lax.stop_gradient(x)*x
        jax.lax.clamp(-0.5, x, 0.9)
        jax.lax.select(x > 0, x, 2*x)
        jax.lax.expand_dims(x, (0,))
        jax.lax.dynamic_update_slice(x, jnp.array([1.0]), (1,))
        jax.lax.map(lambda t: t**2, x)
        jax.lax.associative_scan(jnp.add, x)
        jax.lax.cumsum(x)
        jax.lax.erf(x)
        jax.lax.fori_loop(0, 3, lambda i, c: c*x, jnp.ones(3))
        jax.lax.switch(1, [lambda t: t, lambda t: t**2], x)
        jax.lax.reduce_max(x, (0,))
        jax.vmap(jnp.dot, in_axes=(0, None))(A, v)
        jax.vmap(lambda r: jnp.sum(r**2))(A)
        jax.vmap(jax.grad(lambda t: t**3))(x)
        jax.jacfwd(lambda t: t**2)(x)
        jax.hessian(lambda t: jnp.sum(t**3))(x)
        jax.jvp(jnp.sin, (x,), (v,))[1]
        jax.tree_util.tree_map(lambda t: 2*t, {'a': x})['a']
        jax.tree.map(lambda t, u: t*u, (x,), (v,))[0]
        jax.checkpoint(jnp.sin)(x)
        jnp.where(x > 0, x, 0)
        x.at[0].set(5.0)
        x.at[jnp.array([0, 1])].add(v[:2])
        x.at[1].multiply(2.0)
        A.at[:, 0].set(0.0)
        x.at[0].max(3.0)
        jnp.einsum('ij,kj->ik', A, B)
        jnp.interp(jnp.array([0.5]), jnp.array([0.0, 1.0, 2.0]), x)
        jnp.convolve(x, v)
        jnp.polyval(x, 2.0)
        jnp.linalg.slogdet(M)[1]
        jnp.linalg.pinv(A)
        jnp.linalg.matrix_power(M, 2)
        jnp.logaddexp(x, v)
        jnp.take(A, jnp.array([0, 2]), axis=1)
        jnp.take_along_axis(A, jnp.argsort(A, axis=1), axis=1)
        jnp.select([x > 0], [x], 0.0)
        jnp.percentile(A, 40)
        jnp.cov(A)
        jnp.trapezoid(x)
        jnp.vectorize(lambda t: t**2)(x)
        jnp.apply_along_axis(jnp.sum, 0, A)
        jnp.diagflat(x)
        jnp.outer(x, v)
        jnp.tri(3)*M
        jnp.array_split(x, 3)[1]
        """
    ),
)
