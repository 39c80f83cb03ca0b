"""SciPy: special functions, distributions, distances, linear algebra, written in the language where they are made of
others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...ops import OPS
from ..calling import Arguments
from ..classes import call as call_value
from ..values import Builtin, Value
from .bessel import BESSEL
from .decompositions import EXPM
from .foreign_objects import Object
from .mathematics import MATH
from .named import pair as pair_of
from .numpy import LINALG, NUMPY
from .prelude_calls import prelude
from .rows import Row, op, pair
from .signals import POLYGAMMA
from .source_definitions import SourceDefinitions
from .torch import over_dimension
from .torch_functional import FUNCTIONAL

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

@hidden
def softmax(x, axis=None):
    if axis is None and np.ndim(x) > 1:
        return np.reshape(plain_softmax(np.reshape(x, -1)), np.shape(x))
    return plain_softmax(x) if axis is None else plain_softmax(x, axis)

@hidden
def log_softmax(x, axis=None):
    if axis is None and np.ndim(x) > 1:
        return np.reshape(plain_log_softmax(np.reshape(x, -1)), np.shape(x))
    return plain_log_softmax(x) if axis is None else plain_log_softmax(x, axis)

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

@hidden
def erfcinv(y):
    return erfinv(1 - y)

@hidden
def multigammaln(a, d):
    total = d*(d - 1)/4*np.log(np.pi)
    for i in range(d):
        total = total + lgamma(a - i/2)
    return total

def rgamma(z):
    if np.any(np.less_equal(z, 0)):
        refuse('`rgamma` is read for positive numbers.', 'Give it numbers above 0.')
    return np.exp(-lgamma(z))

def exp10(x):
    return 10.0**x

@hidden
def eval_legendre(n, x):
    before, now = 0*x + 1, x
    if n == 0:
        return before
    for k in range(1, n):
        before, now = now, ((2*k + 1)*x*now - k*before)/(k + 1)
    return now

@hidden
def logmeanexp(a, axis=None, keepdims=False):
    count = np.size(a) if axis is None else np.shape(a)[axis]
    return plain_logsumexp(a, axis=axis, keepdims=keepdims) - np.log(count)

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
        "plain_logsumexp": prelude("logsumexp"), "stopped": op("stop"), "plain_softmax": over_dimension("softmax"),
        "plain_log_softmax": over_dimension("log_softmax"),
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
    n = np.size(mean) if mean is not None else np.shape(cov)[-1] if np.ndim(cov) else 1
    if n == 1 and np.ndim(cov) == 0:
        d = x if mean is None else x - np.reshape(mean, ())
        return -0.5*(np.log(2*np.pi) + np.log(cov) + d**2/cov)
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

@hidden
def norm_isf(q, loc=0, scale=1):
    return loc - scale*np.sqrt(2)*erfinv(2*q - 1)

@hidden
def norm_logsf(x, loc=0, scale=1):
    return np.log(ndtr((loc - x)/scale))

@hidden
def expon_sf(x, loc=0, scale=1):
    return np.where(x < loc, 1, np.exp(-(x - loc)/scale))

@hidden
def uniform_logpdf(x, loc=0, scale=1):
    return np.where(np.logical_and(x >= loc, x <= loc + scale), -np.log(scale), -np.inf)

@hidden
def laplace_cdf(x, loc=0, scale=1):
    z = (x - loc)/scale
    return np.where(z < 0, 0.5*np.exp(np.minimum(z, 0)), 1 - 0.5*np.exp(-np.maximum(z, 0)))

@hidden
def logistic_logpdf(x, loc=0, scale=1):
    z = (x - loc)/scale
    return -z - 2*softplus(-z) - np.log(scale)

@hidden
def logistic_logcdf(x, loc=0, scale=1):
    return -softplus(-(x - loc)/scale)

@hidden
def cauchy_logpdf(x, loc=0, scale=1):
    return -np.log(np.pi*scale*(1 + ((x - loc)/scale)**2))

@hidden
def cauchy_cdf(x, loc=0, scale=1):
    return 0.5 + np.arctan((x - loc)/scale)/np.pi

@hidden
def chi2_logpdf(x, df, loc=0, scale=1):
    z = (x - loc)/scale
    return (df/2 - 1)*np.log(z) - z/2 - lgamma(df/2) - df/2*np.log(2) - np.log(scale)

@hidden
def chi2_pdf(x, df, loc=0, scale=1):
    return np.exp(chi2_logpdf(x, df, loc, scale))

@hidden
def lognorm_logpdf(x, s, loc=0, scale=1):
    z = (x - loc)/scale
    return -np.log(z)**2/(2*s**2) - np.log(s*z*np.sqrt(2*np.pi)) - np.log(scale)

@hidden
def lognorm_pdf(x, s, loc=0, scale=1):
    return np.exp(lognorm_logpdf(x, s, loc, scale))

@hidden
def lognorm_cdf(x, s, loc=0, scale=1):
    return ndtr(np.log((x - loc)/scale)/s)

@hidden
def dirichlet_logpdf(x, alpha):
    return lgamma(np.sum(alpha)) - np.sum(lgamma(alpha)) + np.sum(xlogy(alpha - 1, x), axis=-1)

@hidden
def dirichlet_pdf(x, alpha):
    return np.exp(dirichlet_logpdf(x, alpha))

def sem(a, axis=0, ddof=1):
    return np.std(a, axis=axis, ddof=ddof)/np.sqrt(np.shape(a)[axis])

def gmean(a, axis=0):
    return np.exp(np.mean(np.log(a), axis=axis))

def hmean(a, axis=0):
    return 1/np.mean(1/a, axis=axis)

def skew(a, axis=0, bias=True):
    if not bias:
        refuse('`skew` is read with `bias=True`.', 'Leave it out.')
    d = a - np.mean(a, axis=axis, keepdims=True)
    return np.mean(d**3, axis=axis)/np.mean(d**2, axis=axis)**1.5

def kurtosis(a, axis=0, fisher=True, bias=True):
    if not bias:
        refuse('`kurtosis` is read with `bias=True`.', 'Leave it out.')
    d = a - np.mean(a, axis=axis, keepdims=True)
    found = np.mean(d**4, axis=axis)/np.mean(d**2, axis=axis)**2
    return found - 3 if fisher else found

def pearsonr(x, y):
    a, b = x - np.mean(x), y - np.mean(y)
    return pair(np.sum(a*b)/np.sqrt(np.sum(a**2)*np.sum(b**2)), np.nan, 'statistic', 'pvalue')

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
        "sigmoid": prelude("sigmoid"), "logabsdet": op("logabsdet"), "softplus": prelude("softplus"), "pair": pair_of,
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

@hidden
def solve_triangular(a, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, check_finite=True):
    a = np.tril(a) if lower else np.triu(a)
    if unit_diagonal:
        a = a*(1 - np.eye(np.shape(a)[0])) + np.eye(np.shape(a)[0])
    return solve(np.transpose(a) if trans in (1, 'T') else a, b)

@hidden
def cho_factor(a, lower=False, overwrite_a=False, check_finite=True):
    return (cholesky(a, lower), lower)

@hidden
def cho_solve(c_and_lower, b, overwrite_b=False, check_finite=True):
    c, lower = c_and_lower
    l = np.tril(c) if lower else np.transpose(np.triu(c))
    return solve(np.transpose(l), solve(l, b))

@hidden
def block_diag(*arrs):
    rows = []
    parts = [np.atleast_2d(a) for a in arrs]
    width = sum([np.shape(a)[1] for a in parts])
    before = 0
    for a in parts:
        rows.append(np.pad(a, ((0, 0), (before, width - before - np.shape(a)[1]))))
        before = before + np.shape(a)[1]
    return np.concatenate(rows, axis=0)

@hidden
def toeplitz(c, r=None):
    r = c if r is None else r
    line = np.concatenate([c[::-1], r[1:]])
    n, k = len(c), len(r)
    return np.stack([line[n - 1 - i:n - 1 - i + k] for i in range(n)])
""",
    {"np": "numpy"},
    {"lower_factor": op("cholesky"), "solve": op("solve")},
)
SIGNAL_TEXT = SourceDefinitions(
    """
@hidden
def convolve2d(in1, in2, mode='full', boundary='fill', fillvalue=0):
    if boundary != 'fill' or fillvalue != 0:
        refuse('`convolve2d` is read with zeros around the array.', 'Leave `boundary` and `fillvalue` out.')
    return correlate2d(in1, in2[::-1, ::-1], mode)

def correlate2d(in1, in2, mode='full', boundary='fill', fillvalue=0):
    if boundary != 'fill' or fillvalue != 0:
        refuse('`correlate2d` is read with zeros around the array.', 'Leave `boundary` and `fillvalue` out.')
    n, m = np.shape(in1)
    h, w = np.shape(in2)
    if mode == 'valid':
        a = in1
    elif mode == 'full':
        a = np.pad(in1, ((h - 1, h - 1), (w - 1, w - 1)))
    elif mode == 'same':
        a = np.pad(in1, ((h//2, (h - 1)//2), (w//2, (w - 1)//2)))
    else:
        refuse("`mode` is 'full', 'same' or 'valid'.", "Write `mode='valid'`.")
    return conv(np.reshape(a, (1, 1) + np.shape(a)), np.reshape(in2, (1, 1, h, w)))[0, 0]
""",
    {"np": "numpy"},
    {"conv": FUNCTIONAL["conv2d"]},
)
DENSITIES = DISTRIBUTIONS_TEXT.rows()
SETTINGS: Mapping[str, tuple[str, ...]] = {  # distribution -> its settings, in order, before `loc` and `scale`
    "norm": (), "expon": (), "uniform": (), "laplace": (), "logistic": (), "cauchy": (), "t": ("df",), "gamma": ("a",),
    "beta": ("a", "b"), "bernoulli": ("p",), "binom": ("n", "p"), "poisson": ("mu",), "chi2": ("df",), "lognorm": ("s",), "dirichlet": ("alpha",),
    "multivariate_normal": ("mean", "cov"),
}  # fmt: skip


def _method(row: Row) -> Row:
    """Return a function of a distribution, called as its method."""
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


def _qr(call: Arguments) -> Value:
    """SciPy's `qr`: square unless `mode='economic'` says otherwise; then it is NumPy's."""
    a, mode = call.bind("a, mode='full'")
    rows, columns = (*call.shape(a), 1)[:2]
    if mode != "economic" and rows > columns:
        raise call.refuse("A square Q is not read here.", "Write `mode='economic'`.")
    return LINALG["qr"](Arguments(call.machine, call.name, [a], {}, call.node))


ELEMENTWISE = ("erf", "erfc", "erfinv", "ndtr", "expm1", "log1p", "exp2", "cbrt", "digamma")
SPECIAL: Mapping[str, Any] = {
    **SPECIAL_TEXT.rows(), **POLYGAMMA.rows(), **BESSEL, **{name: op(name) for name in ELEMENTWISE if name in OPS},
    "gammaln": op("lgamma"), "loggamma": op("lgamma"), "psi": op("digamma"), "expit": prelude("sigmoid"),
    "logit": prelude("logit"), "sinc": NUMPY["sinc"], "round": NUMPY["round"], "binom": MATH["comb"],
    "log_expit": prelude("logsigmoid"), "xlogy": pair("xlogy", "float"), "comb": MATH["comb"],
    "factorial": MATH["factorial"], "perm": MATH["perm"],
}  # fmt: skip
SCIPY: Mapping[str, Mapping[str, Any]] = {
    "scipy": {},
    "scipy.special": SPECIAL,
    "scipy.stats": {**{name: _distribution(name) for name in SETTINGS},
                    **{name: DENSITIES[name] for name in ("zscore", "entropy", "sem", "gmean", "hmean", "skew", "kurtosis", "pearsonr")}},
    "scipy.linalg": {**LINALG, **LINALG_TEXT.rows(), "expm": EXPM, "qr": _qr},
    "scipy.spatial": {},
    "scipy.spatial.distance": DISTANCE_TEXT.rows(),
    "scipy.signal": {**SIGNAL_TEXT.rows(), "convolve": NUMPY["convolve"], "correlate": NUMPY["correlate"]},
    "scipy.integrate": {**INTEGRATE_TEXT.rows(), "trapezoid": NUMPY["trapezoid"], "trapz": NUMPY["trapezoid"]},
}  # fmt: skip
