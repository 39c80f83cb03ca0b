"""Words of calculators and of textbooks in other countries: `lg`, `tg`, `arcsec`, `log(x, 2)`."""

from __future__ import annotations

from collections.abc import Mapping

from .mathematics import LOG, MATH
from .numpy import NUMPY
from .prelude_calls import prelude
from .rows import Row, op
from .source_definitions import SourceDefinitions

__all__ = ["CALCULATOR"]

TEXT = SourceDefinitions(
    """
def exp10(x):
    return 10**x

def arcsec(x):
    return np.arccos(1/x)

def arccsc(x):
    return np.arcsin(1/x)

def arccot(x):
    return np.arctan(1/x)

@hidden
def nthroot(x, n):
    if n % 2 == 1:
        return np.sign(x)*np.abs(x)**(1/n)
    return x**(1/n)

@hidden
def Heaviside(x, h=0.5):
    return np.heaviside(x, h)

@hidden
def lerp(a, b, t):
    return a + t*(b - a)

@hidden
def frac(x):
    return x - np.trunc(x)
""",
    {"np": "numpy"},
)
ROWS = TEXT.rows()
CALCULATOR: Mapping[str, Row] = {
    **ROWS, "log": LOG, "ln": LOG, "lg": op("log10"), "lb": op("log2"), "tg": op("tan"), "sgn": op("sign"),
    "sh": op("sinh"), "ch": op("cosh"), "th": op("tanh"), "arctg": op("arctan"), "cotan": prelude("cot"),
    "arsinh": op("arcsinh"), "arcosh": NUMPY["arccosh"], "artanh": NUMPY["arctanh"], "asec": ROWS["arcsec"],
    "acsc": ROWS["arccsc"], "acot": ROWS["arccot"], "factorial": MATH["factorial"], "comb": MATH["comb"],
    "binom": MATH["comb"],
}  # fmt: skip
