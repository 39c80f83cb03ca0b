"""Bessel functions of whole order, by Bessel's integral: the mean over a full turn, exact to rounding for |x| < 80.

The trapezoid rule over a period converges faster than any power of the step (Poisson 1827), so 128 points serve, and
the derivatives of the mean are those of the functions.
"""

from __future__ import annotations

from collections.abc import Mapping

from .rows import Row
from .source_definitions import SourceDefinitions

__all__ = ["BESSEL", "MODIFIED", "OF_TORCH"]

TEXT = SourceDefinitions(
    """
def _order(n):
    if int(n) != n:
        refuse('Bessel functions are read for whole orders.', 'Write `jv(1, x)`.')
    return int(n)

def jv(v, z):
    n = _order(v)
    turn = np.arange(128)*(np.pi/64)
    return np.mean(np.cos(n*turn - np.expand_dims(z, -1)*np.sin(turn)), axis=-1)

def jn(v, z):
    return jv(v, z)

def j0(x):
    return jv(0, x)

def j1(x):
    return jv(1, x)

def jvp(v, z, n=1):
    if n == 0:
        return jv(v, z)
    return (jvp(v - 1, z, n - 1) - jvp(v + 1, z, n - 1))/2

def _scaled(n, x, less):
    turn = np.arange(128)*(np.pi/64)
    return np.mean(np.exp(np.expand_dims(x, -1)*np.cos(turn) - np.expand_dims(less, -1))*np.cos(n*turn), axis=-1)

def iv(v, z):
    return _scaled(_order(v), z, 0*z)

def ive(v, z):
    return _scaled(_order(v), z, np.abs(z))

def i0(x):
    return iv(0, x)

def i1(x):
    return iv(1, x)

def i0e(x):
    return ive(0, x)

def i1e(x):
    return ive(1, x)
""",
    modules={"np": "numpy"},
)
ROWS: Mapping[str, Row] = TEXT.rows()
MODIFIED: Mapping[str, Row] = {name: ROWS[name] for name in ("i0", "i1", "i0e", "i1e")}
BESSEL: Mapping[str, Row] = ROWS
OF_TORCH: Mapping[str, Row] = {**MODIFIED, "bessel_j0": ROWS["j0"], "bessel_j1": ROWS["j1"],
                               "modified_bessel_i0": ROWS["i0"], "modified_bessel_i1": ROWS["i1"]}  # fmt: skip
