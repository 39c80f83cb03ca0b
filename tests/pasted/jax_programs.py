from .program import P

PROGRAMS = [
    P(
        "jax x03",
        """
        grad_tanh = grad(jnp.tanh)
        print(grad_tanh(2.0))
        """,
        library="jax",
        twin="jnp.tanh(2.0)",
    ),
    P(
        "jax x05",
        """
        import autograd.numpy as np
        def tanh(x):
            y = np.exp(-2.0 * x)
            return (1.0 - y) / (1.0 + y)
        tanh(1.0)
        """,
        library="numpy",
    ),
    P(
        "jax x02",
        """
        @jax.jit
        def sum_logistic(x):
            return jnp.sum(1.0 / (1.0 + jnp.exp(-x)))
        x_small = jnp.arange(6.)
        derivative_fn = jax.grad(sum_logistic)
        print(derivative_fn(x_small))
        """,
        library="jax",
        out="sum_logistic(x_small)",
    ),
    P(
        "jax x04",
        "y = jax.nn.relu(jnp.dot(x, W) + b)",
        {"x": [1, 2], "W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "b": [0.1, -0.2, 0.3]},
        library="jax",
    ),
]
