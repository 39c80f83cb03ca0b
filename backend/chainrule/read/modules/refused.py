"""Functions of libraries that are asked for and not read: why, and what to write in their place."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["what_to_do"]

COMPLEX = "Its values are complex, and values here are real. Write the real sums: `re = sum(x*cos(2*pi*k*t/n))`."
COUNTS = "Counting has no gradient. Leave it out, or count: `sum((x >= a) & (x < b))`."
CONVOLVED = "Write it as PyTorch has it: `F.conv2d(x, w, padding=1)`."
INTEGRATED = "Write the rule as a sum over points: `sum(f(t))*dt`."
STEPPED = "Write its steps as a loop: `y = y + h*f(t, y)`."
SEARCHED = "What a search gives is no formula of its start. Write its steps as a loop: `x = x - 0.1*grad(f)(x)`."
FLAX = "Record it in Python: `chainrule.from_jax(lambda params: loss(params, x), params)`."
TORCH = "Record it in Python: `chainrule.from_torch(model, x)`."
FITTED = "Write the least squares: `np.linalg.solve(A.T @ A, A.T @ y)`."

# By what stands behind the last dot; of a submodule, its own name.
HINTS: Mapping[str, str] = {
    **dict.fromkeys(("fft", "ifft", "rfft", "irfft", "fft2", "ifft2", "fftn", "hfft", "stft", "istft", "hilbert"), COMPLEX),
    **dict.fromkeys(("histogram2d", "histogramdd", "hist"), COUNTS),
    **dict.fromkeys(("conv_general_dilated", "conv_with_general_padding", "conv_transpose"), CONVOLVED),
    **dict.fromkeys(("quad", "dblquad", "simpson", "simps", "romberg", "fixed_quad", "quadrature"), INTEGRATED),
    **dict.fromkeys(("odeint", "solve_ivp", "ode", "RK45", "solve_bvp"), STEPPED),
    **dict.fromkeys(("minimize", "fmin", "fsolve", "root_scalar", "brentq", "newton", "least_squares", "fmin_bfgs"), SEARCHED),
    **dict.fromkeys(("polyfit", "curve_fit", "linregress", "Polynomial"), FITTED),
    **dict.fromkeys(("spectral_norm", "orthogonal", "parametrize", "prune"), TORCH),
    **dict.fromkeys(("register_parametrization", "remove_parametrizations", "checkpoint"), TORCH),
    "roots": "Its values are complex, and values here are real. Newton's method in a loop is read.",
    "optimize": SEARCHED,
}  # fmt: skip
PATHS: Mapping[str, str] = {"jax.lax.conv": CONVOLVED}
RECORDED = frozenset({"haiku", "equinox"})  # libraries whose modules are not read at all


def what_to_do(path: str) -> str | None:
    """The hint for what a program asks for by this path (`numpy.fft`); None: there is none for it."""
    if path.partition(".")[0] in RECORDED:
        return FLAX
    return PATHS.get(path) or HINTS.get(path.rpartition(".")[2])
