"""SciPy: special functions, distributions, distances, linear algebra, written in the language where they are made of
others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...ops import OPS
from ..calling import Arguments
from ..classes import call as call_value
from ..values import Builtin, Value
from .mathematics import MATH
from .numpy import LINALG, NUMPY
from .prelude_calls import prelude
from .rows import Row, op, pair
from .tables import Object
from .torch import over_dimension
from .written import SourceDefinitions

__all__ = ["SCIPY"]

SPECIAL_TEXT = SourceDefinitions(
    """
@hidden
def logsumexp(a, axis=None, b=None, keepdims=False, return_sign=False):
    if return_sign:
        refuse('`logsumexp` is read without `return_sign`.', 'Leave it out.')
    if b is None:
        return plain_logsumexp(a, axis=axis, keepdims=keepdims)
    m = stopped(np.max(a, axis=axis, keepdims=True))
    total = np.log(np.sum(b*np.exp(a - m), axis=axis, keepdims=True)) + m
    return total if keepdims else np.squeeze(total, axis=axis)

def entr(x):
    return -xlogy(x, x)

def kl_div(x, y):
    return xlogy(x, x) - xlogy(x, y) - x + y

def rel_entr(x, y):
    return xlogy(x, x) - xlogy(x, y)

def xlog1py(x, y):
    return x*np.log1p(y)

@hidden
def log_ndtr(x):
    return np.log(ndtr(x))

def huber(delta, r):
    return np.where(np.abs(r) <= delta, r**2/2, delta*(np.abs(r) - delta/2))

def pseudo_huber(delta, r):
    return delta**2*(np.sqrt(1 + (r/delta)**2) - 1)

def betaln(a, b):
    return lgamma(a) + lgamma(b) - lgamma(a + b)

def beta(a, b):
    return np.exp(betaln(a, b))

def gamma(z):
    if np.any(np.less_equal(z, 0)):
        refuse('`gamma` is read for positive numbers.', 'Give it numbers above 0.')
    return np.exp(lgamma(z))

@hidden
def ndtri(p):
    return np.sqrt(2)*erfinv(2*p - 1)

def exprel(x):
    return np.expm1(x)/x

def inv_boxcox(y, lmbda):
    return np.exp(y) if lmbda == 0 else (lmbda*y + 1)**(1/lmbda)

def boxcox(x, lmbda):
    return np.log(x) if lmbda == 0 else (x**lmbda - 1)/lmbda
""",
    {"np": "numpy"},
    {
        "ndtr": op("ndtr"), "xlogy": pair("xlogy", "float"), "lgamma": op("lgamma"), "erfinv": op("erfinv"),
        "plain_logsumexp": prelude("logsumexp"), "stopped": op("stop"),
    },
)  # fmt: skip

DISTRIBUTIONS_TEXT = SourceDefinitions(
    """
@hidden
def norm_logpdf(x, loc=0, scale=1):
    z = (x - loc)/scale
    return -z**2/2 - np.log(np.sqrt(2*np.pi)*scale)

@hidden
def norm_pdf(x, loc=0, scale=1):
    z = (x - loc)/scale
    return np.exp(-z**2/2)/np.sqrt(2*np.pi)/scale

@hidden
def norm_cdf(x, loc=0, scale=1):
    return ndtr((x - loc)/scale)

@hidden
def norm_logcdf(x, loc=0, scale=1):
    return np.log(ndtr((x - loc)/scale))

@hidden
def norm_sf(x, loc=0, scale=1):
    return ndtr((loc - x)/scale)

@hidden
def norm_ppf(q, loc=0, scale=1):
    return loc + scale*np.sqrt(2)*erfinv(2*q - 1)

@hidden
def norm_entropy(loc=0, scale=1):
    return 0.5*np.log(2*np.pi*np.e*scale**2)

@hidden
def expon_pdf(x, loc=0, scale=1):
    return np.where(x < loc, 0, np.exp(-(x - loc)/scale)/scale)

@hidden
def expon_logpdf(x, loc=0, scale=1):
    return np.where(x < loc, -np.inf, -(x - loc)/scale - np.log(scale))

@hidden
def expon_cdf(x, loc=0, scale=1):
    return np.where(x < loc, 0, 1 - np.exp(-(x - loc)/scale))

@hidden
def uniform_pdf(x, loc=0, scale=1):
    return np.where(np.logical_and(x >= loc, x <= loc + scale), 1/scale, 0)

@hidden
def uniform_cdf(x, loc=0, scale=1):
    return np.clip((x - loc)/scale, 0, 1)

@hidden
def laplace_pdf(x, loc=0, scale=1):
    return np.exp(-np.abs(x - loc)/scale)/(2*scale)

@hidden
def laplace_logpdf(x, loc=0, scale=1):
    return -np.abs(x - loc)/scale - np.log(2*scale)

@hidden
def logistic_cdf(x, loc=0, scale=1):
    return sigmoid((x - loc)/scale)

@hidden
def logistic_pdf(x, loc=0, scale=1):
    s = sigmoid((x - loc)/scale)
    return s*(1 - s)/scale

@hidden
def cauchy_pdf(x, loc=0, scale=1):
    return 1/(np.pi*scale*(1 + ((x - loc)/scale)**2))

@hidden
def t_logpdf(x, df, loc=0, scale=1):
    z = (x - loc)/scale
    constant = lgamma((df + 1)/2) - lgamma(df/2) - 0.5*np.log(df*np.pi)
    return constant - (df + 1)/2*np.log(1 + z**2/df) - np.log(scale)

@hidden
def t_pdf(x, df, loc=0, scale=1):
    return np.exp(t_logpdf(x, df, loc, scale))

@hidden
def gamma_logpdf(x, a, loc=0, scale=1):
    z = (x - loc)/scale
    return (a - 1)*np.log(z) - z - lgamma(a) - np.log(scale)

@hidden
def gamma_pdf(x, a, loc=0, scale=1):
    return np.exp(gamma_logpdf(x, a, loc, scale))

@hidden
def beta_logpdf(x, a, b, loc=0, scale=1):
    z = (x - loc)/scale
    constant = lgamma(a + b) - lgamma(a) - lgamma(b)
    return constant + (a - 1)*np.log(z) + (b - 1)*np.log(1 - z) - np.log(scale)

@hidden
def beta_pdf(x, a, b, loc=0, scale=1):
    return np.exp(beta_logpdf(x, a, b, loc, scale))

@hidden
def bernoulli_logpmf(k, p):
    return xlogy(k, p) + xlogy(1 - k, 1 - p)

@hidden
def bernoulli_pmf(k, p):
    return np.exp(bernoulli_logpmf(k, p))

@hidden
def binom_logpmf(k, n, p):
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + xlogy(k, p) + xlogy(n - k, 1 - p)

@hidden
def binom_pmf(k, n, p):
    return np.exp(binom_logpmf(k, n, p))

@hidden
def poisson_logpmf(k, mu):
    return xlogy(k, mu) - mu - lgamma(k + 1)

@hidden
def poisson_pmf(k, mu):
    return np.exp(poisson_logpmf(k, mu))

@hidden
def multivariate_normal_logpdf(x, mean=None, cov=1):
    n = np.shape(x)[-1] if np.ndim(x) else 1
    if np.ndim(cov) == 0:
        cov = cov*np.eye(n)
    elif np.ndim(cov) == 1:
        cov = np.diag(cov)
    d = x if mean is None else x - mean
    rows = np.reshape(d, (-1, n))
    distance = np.sum(rows*np.transpose(np.linalg.solve(cov, np.transpose(rows))), axis=1)
    found = -0.5*(n*np.log(2*np.pi) + logabsdet(cov) + distance)
    return found[0] if np.ndim(x) < 2 else found

@hidden
def multivariate_normal_pdf(x, mean=None, cov=1):
    return np.exp(multivariate_normal_logpdf(x, mean, cov))

def zscore(a, axis=0, ddof=0):
    return (a - np.mean(a, axis=axis, keepdims=True))/np.std(a, axis=axis, ddof=ddof, keepdims=True)

@hidden
def entropy(pk, qk=None, base=None, axis=0):
    pk = pk/np.sum(pk, axis=axis, keepdims=True)
    if qk is None:
        found = -np.sum(xlogy(pk, pk), axis=axis)
    else:
        qk = qk/np.sum(qk, axis=axis, keepdims=True)
        found = np.sum(xlogy(pk, pk) - xlogy(pk, qk), axis=axis)
    return found if base is None else found/np.log(base)
""",
    {"np": "numpy"},
    {
        "ndtr": op("ndtr"), "xlogy": pair("xlogy", "float"), "lgamma": op("lgamma"), "erfinv": op("erfinv"),
        "sigmoid": prelude("sigmoid"), "logabsdet": op("logabsdet"),
    },
)  # fmt: skip

DISTANCE_TEXT = SourceDefinitions(
    """
@hidden
def euclidean(u, v):
    return np.linalg.norm(u - v)

def sqeuclidean(u, v):
    return np.sum((u - v)**2)

def cityblock(u, v):
    return np.sum(np.abs(u - v))

def chebyshev(u, v):
    return np.max(np.abs(u - v))

@hidden
def minkowski(u, v, p=2):
    return np.linalg.norm(u - v, p)

def cosine(u, v):
    return 1 - np.dot(u, v)/(np.linalg.norm(u)*np.linalg.norm(v))

def correlation(u, v):
    return cosine(u - np.mean(u), v - np.mean(v))

def _between(d, metric):
    if metric == 'euclidean':
        return np.sqrt(np.sum(d**2, axis=-1))
    if metric == 'sqeuclidean':
        return np.sum(d**2, axis=-1)
    if metric == 'cityblock':
        return np.sum(np.abs(d), axis=-1)
    if metric == 'chebyshev':
        return np.max(np.abs(d), axis=-1)
    refuse('This metric is not read here.', "Use 'euclidean', 'sqeuclidean', 'cityblock' or 'chebyshev'.")

def cdist(XA, XB, metric='euclidean'):
    return _between(np.expand_dims(XA, 1) - np.expand_dims(XB, 0), metric)

def pdist(X, metric='euclidean'):
    n = np.shape(X)[0]
    first = [i for i in range(n) for j in range(i + 1, n)]
    second = [j for i in range(n) for j in range(i + 1, n)]
    return _between(np.take(X, first, axis=0) - np.take(X, second, axis=0), metric)
""",
    {"np": "numpy"},
)
INTEGRATE_TEXT = SourceDefinitions(
    """
def simpson(y, x=None, dx=1.0, axis=-1):
    y = np.moveaxis(y, axis, -1)
    n = np.shape(y)[-1]
    if n % 2 == 0 or x is not None:
        refuse('`simpson` is read for an odd number of equally spaced values.', 'Add a value, or use `trapezoid`.')
    inner = 4*np.sum(y[..., 1:-1:2], axis=-1)
    if n > 3:
        inner = inner + 2*np.sum(y[..., 2:-1:2], axis=-1)
    return dx/3*(y[..., 0] + y[..., -1] + inner)
""",
    {"np": "numpy"},
)
LINALG_TEXT = SourceDefinitions(
    """
@hidden
def cholesky(a, lower=False, overwrite_a=False, check_finite=True):
    return lower_factor(a) if lower else np.transpose(lower_factor(a))
""",
    {"np": "numpy"},
    {"lower_factor": op("cholesky")},
)
DENSITIES = DISTRIBUTIONS_TEXT.rows()
SETTINGS: Mapping[str, tuple[str, ...]] = {  # distribution -> its settings, in order, before `loc` and `scale`
    "norm": (), "expon": (), "uniform": (), "laplace": (), "logistic": (), "cauchy": (), "t": ("df",), "gamma": ("a",),
    "beta": ("a", "b"), "bernoulli": ("p",), "binom": ("n", "p"), "poisson": ("mu",),
    "multivariate_normal": ("mean", "cov"),
}  # fmt: skip


def _method(row: Row) -> Row:
    """A function of a distribution, called as its method."""
    return lambda call: row(Arguments(call.machine, call.name, call.args[1:], call.keywords, call.node))


def _frozen(name: str, rows: Mapping[str, Row]) -> Row:
    """`norm(0.2, 1.5)`: the distribution with these settings."""

    def run(call: Arguments) -> Value:
        settings = dict(zip((*SETTINGS[name], "loc", "scale"), call.args[1:], strict=False)) | call.keywords

        def with_settings(row: Row) -> Row:
            def method(later: Arguments) -> Value:
                words = {**settings, **later.keywords}
                return call_value(later.machine, Builtin(later.name, row), later.args[1:], words, later.node)

            return method

        return Object(name, {word: with_settings(row) for word, row in rows.items()}).make()

    return run


def _distribution(name: str) -> Object:
    rows = {word.removeprefix(f"{name}_"): row for word, row in DENSITIES.items() if word.startswith(f"{name}_")}
    return Object(name, {**{word: _method(row) for word, row in rows.items()}, "__call__": _frozen(name, rows)})


ELEMENTWISE = ("erf", "erfc", "erfinv", "ndtr", "expm1", "log1p", "exp2", "cbrt", "digamma")
SPECIAL: Mapping[str, Any] = {
    **SPECIAL_TEXT.rows(), **{name: op(name) for name in ELEMENTWISE if name in OPS},
    "gammaln": op("lgamma"), "loggamma": op("lgamma"), "psi": op("digamma"), "expit": prelude("sigmoid"),
    "logit": prelude("logit"), "softmax": over_dimension("softmax"), "log_softmax": over_dimension("log_softmax"),
    "log_expit": prelude("logsigmoid"), "xlogy": pair("xlogy", "float"), "comb": MATH["comb"],
    "factorial": MATH["factorial"], "perm": MATH["perm"],
}  # fmt: skip
SCIPY: Mapping[str, Mapping[str, Any]] = {
    "scipy": {},
    "scipy.special": SPECIAL,
    "scipy.stats": {**{name: _distribution(name) for name in SETTINGS},
                    **{name: DENSITIES[name] for name in ("zscore", "entropy")}},
    "scipy.linalg": {**LINALG, **LINALG_TEXT.rows()},
    "scipy.spatial": {},
    "scipy.spatial.distance": DISTANCE_TEXT.rows(),
    "scipy.signal": {"convolve": NUMPY["convolve"], "correlate": NUMPY["correlate"]},
    "scipy.integrate": {**INTEGRATE_TEXT.rows(), "trapezoid": NUMPY["trapezoid"], "trapz": NUMPY["trapezoid"]},
}  # fmt: skip
