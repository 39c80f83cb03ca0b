"""Functions that are not read: each is refused by its name, with what to write in its place."""

from .program import P

X = {"x": [1.0, 2.0, 0.5, -1.0]}
IMAGE = {"x": [[[[0.1, 0.2], [0.3, 0.4]]]], "w": [[[[1.0]]]]}

PROGRAMS = [
    P(text, text, values, written_for=library, refused="source")
    for text, values, library in (
        ("np.sum(np.abs(np.fft.fft(x))**2)", X, "numpy"),
        ("np.fft.irfft(np.fft.rfft(x))", X, "numpy"),
        ("from numpy.fft import rfft\nrfft(x)", X, "numpy"),
        ("torch.fft.rfft(x)", X, "torch"),
        ("np.roots(x)", X, "numpy"),
        ("np.polyfit(x, x, 1)", X, "numpy"),
        ("from scipy.integrate import quad\nquad(lambda t: a*t, 0, 1)[0]", {"a": 2.0}, "numpy"),
        ("from scipy.integrate import odeint\nodeint(lambda y, t: -a*y, 1.0, [0, 1])", {"a": 2.0}, "numpy"),
        ("from jax import lax\nlax.conv(x, w, (1, 1), 'SAME')", IMAGE, "jax"),
        ("jax.lax.conv_general_dilated(x, w, (1, 1), 'VALID')", IMAGE, "jax"),
    )
]
