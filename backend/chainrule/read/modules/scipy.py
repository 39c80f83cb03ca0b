"""SciPy: special functions, the normal distribution, linear algebra."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...ops import OPS
from ..calling import Arguments
from ..values import Value
from .numpy import LINALG
from .prelude_calls import prelude
from .rows import Row, op, pair
from .tables import Object
from .torch import over_dimension
from .written import Text

__all__ = ["SCIPY"]

TEXT = Text(
    """
@hidden
def pdf(x, loc=0, scale=1):
    z = (x - loc)/scale
    return np.exp(-z**2/2)/np.sqrt(2*np.pi)/scale


@hidden
def logpdf(x, loc=0, scale=1):
    z = (x - loc)/scale
    return -z**2/2 - np.log(np.sqrt(2*np.pi)*scale)


@hidden
def cdf(x, loc=0, scale=1):
    return ndtr((x - loc)/scale)


@hidden
def logcdf(x, loc=0, scale=1):
    return np.log(ndtr((x - loc)/scale))


@hidden
def sf(x, loc=0, scale=1):
    return ndtr((loc - x)/scale)


@hidden
def entr(x):
    return -xlogy(x, x)


@hidden
def kl_div(x, y):
    return xlogy(x, x) - xlogy(x, y) - x + y


@hidden
def rel_entr(x, y):
    return xlogy(x, x) - xlogy(x, y)


@hidden
def xlog1py(x, y):
    return x*np.log1p(y)
""",
    {"np": "numpy"},
    {"ndtr": op("ndtr"), "xlogy": pair("xlogy", "float")},
)
ROWS = TEXT.rows()
NORMAL: Mapping[str, Row] = {name: ROWS[name] for name in ("pdf", "logpdf", "cdf", "logcdf", "sf")}


def _method(row: Row) -> Row:
    """A function of the distribution, called as its method."""

    def run(call: Arguments) -> Value:
        return row(Arguments(call.machine, call.name, call.args[1:], call.keywords, call.node))

    return run


ELEMENTWISE = ("erf", "erfc", "erfinv", "ndtr", "expm1", "log1p", "exp2", "cbrt", "digamma")
SPECIAL: Mapping[str, Any] = {
    **{name: op(name) for name in ELEMENTWISE if name in OPS},
    "gammaln": op("lgamma"), "loggamma": op("lgamma"), "psi": op("digamma"), "expit": prelude("sigmoid"),
    "logit": prelude("logit"), "softmax": over_dimension("softmax"), "log_softmax": over_dimension("log_softmax"),
    "logsumexp": prelude("logsumexp"), "log_expit": prelude("logsigmoid"), "xlogy": pair("xlogy", "float"),
    "entr": ROWS["entr"], "kl_div": ROWS["kl_div"], "rel_entr": ROWS["rel_entr"], "xlog1py": ROWS["xlog1py"],
}  # fmt: skip
SCIPY: Mapping[str, Mapping[str, Any]] = {
    "scipy": {},
    "scipy.special": SPECIAL,
    "scipy.stats": {"norm": Object("norm", {name: _method(row) for name, row in NORMAL.items()})},
    "scipy.linalg": LINALG,
}
