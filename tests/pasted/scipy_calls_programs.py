"""The functions of SciPy, `math` and the statistics modules that lecturers use."""

from .calls import calls

x = [0.5, -1.2, 2.0, 0.3]
p = [0.5, 1.2, 2.0, 0.3]
q = [0.2, 0.7, 0.9, 0.4]
A = [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]
B = [[1.2, 0.4, -0.6], [0.9, -1.1, 0.8]]
M = [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]]
v = [1.5, 0.4, -0.6]
RARE = {"either": True}
NUMBER = {"t": 0.7}

PROGRAMS = calls(
    "numpy",
    [
        ("scipy.special.expit(x)", {"x": x}),
        ("scipy.special.logit(q)", {"q": q}),
        ("scipy.special.log_expit(x)", {"x": x}, RARE),
        ("scipy.special.softmax(A, axis=1)", {"A": A}),
        ("scipy.special.log_softmax(A, axis=1)", {"A": A}),
        ("scipy.special.logsumexp(A)", {"A": A}),
        ("scipy.special.logsumexp(A, axis=1, keepdims=True)", {"A": A}),
        ("scipy.special.logsumexp(x, b=[1, 2, 3, 4])", {"x": x}, RARE),
        ("scipy.special.erf(x)", {"x": x}),
        ("scipy.special.erfc(x)", {"x": x}),
        ("scipy.special.ndtr(x)", {"x": x}, RARE),
        ("scipy.special.xlogy(p, p)", {"p": p}, RARE),
        ("scipy.special.entr(q)", {"q": q}, RARE),
        ("scipy.special.rel_entr(q, p)", {"q": q, "p": p}, RARE),
        ("scipy.special.huber(1.0, x)", {"x": x}, RARE),
        ("scipy.special.gammaln(p)", {"p": p}, RARE),
        ("scipy.special.cbrt(p)", {"p": p}, RARE),
        ("from scipy.special import expit\nexpit(x)", {"x": x}),
        ("from scipy.special import expit as sigmoid, logsumexp\nlogsumexp(sigmoid(A), axis=0)", {"A": A}),
        ("from scipy import special\nspecial.expit(x)", {"x": x}),
        ("import scipy.special as sp\nsp.softmax(A, axis=0)", {"A": A}),
        ("scipy.stats.norm.cdf(x)", {"x": x}),
        ("scipy.stats.norm.pdf(x)", {"x": x}),
        ("scipy.stats.norm.pdf(x, 0.5, 2.0)", {"x": x}),
        ("scipy.stats.norm.cdf(x, loc=0.2, scale=1.5)", {"x": x}),
        ("scipy.stats.norm.logpdf(x)", {"x": x}),
        ("scipy.stats.norm.logpdf(x, loc=mu, scale=s)", {"x": x, "mu": 0.2, "s": 1.5}),
        ("from scipy.stats import norm\nnorm.cdf(x)", {"x": x}),
        ("from scipy.stats import norm\nnorm.pdf((x - mu)/s)/s", {"x": x, "mu": 0.2, "s": 1.5}),
        ("from scipy import stats\nstats.norm.pdf(x)", {"x": x}),
        ("scipy.linalg.inv(M)", {"M": M}),
        ("scipy.linalg.det(M)", {"M": M}),
        ("scipy.linalg.solve(M, v)", {"M": M, "v": v}),
        ("scipy.linalg.norm(A)", {"A": A}),
        ("from scipy.linalg import expm\nexpm(M)", {"M": M}, RARE),
        ("from scipy.spatial.distance import euclidean\neuclidean(v, [0.0, 1.0, 2.0])", {"v": v}, RARE),
        ("from scipy.spatial.distance import cosine\ncosine(v, [0.5, 1.0, 2.0])", {"v": v}, RARE),
        ("scipy.signal.convolve(x, v)", {"x": x, "v": v}, RARE),
        # The standard library.
        ("math.exp(t)", NUMBER),
        ("math.log(t)", NUMBER),
        ("math.log(t, 2)", NUMBER),
        ("math.log2(t)", NUMBER),
        ("math.log10(t)", NUMBER),
        ("math.log1p(t)", NUMBER),
        ("math.expm1(t)", NUMBER),
        ("math.sqrt(t)", NUMBER),
        ("math.cbrt(t)", NUMBER, RARE),
        ("math.pow(t, 3)", NUMBER),
        ("math.sin(t) + math.cos(t)", NUMBER),
        ("math.tan(t)", NUMBER),
        ("math.asin(t)", NUMBER),
        ("math.acos(t)", NUMBER),
        ("math.atan(t)", NUMBER),
        ("math.atan2(t, 2.0)", NUMBER),
        ("math.sinh(t) * math.cosh(t)", NUMBER),
        ("math.tanh(t)", NUMBER),
        ("math.asinh(t)", NUMBER),
        ("math.atanh(t)", NUMBER),
        ("math.hypot(t, 2.0)", NUMBER),
        ("math.erf(t)", NUMBER),
        ("math.erfc(t)", NUMBER),
        ("math.fabs(-t)", NUMBER),
        ("math.floor(t * 3)", NUMBER),
        ("math.ceil(t * 3)", NUMBER),
        ("math.radians(t)", NUMBER),
        ("math.degrees(t)", NUMBER),
        ("math.e**t + math.pi*t + math.tau", NUMBER),
        ("math.gamma(t)", NUMBER, RARE),
        ("math.factorial(4) * t", NUMBER),
        ("math.comb(5, 2) * t", NUMBER),
        ("math.dist([t, 1.0], [2.0, 3.0])", NUMBER, RARE),
        ("math.prod([t, 2.0, t])", NUMBER),
        ("math.fsum([t, 2.0, t*t])", NUMBER),
        ("math.copysign(t, -1)", NUMBER, RARE),
        ("math.fmod(t, 0.3)", NUMBER),
        ("abs(t - 1)", NUMBER),
        ("pow(t, 2)", NUMBER),
        ("round(t, 1) * t", NUMBER),
        ("max(t, 0.2) + min(t, 0.1)", NUMBER),
        ("sum([t, t*t, 2])", NUMBER),
        ("float(t) * 2", NUMBER),
        ("int(t * 5) * t", NUMBER),
        ("divmod(t, 0.3)[1]", NUMBER, RARE),
        ("from math import exp, sqrt, pi\nexp(-t**2/2)/sqrt(2*pi)", NUMBER),
        ("import math as m\nm.exp(t)", NUMBER),
    ],
)

PROGRAMS += calls(
    "numpy",
    [
        *((f"scipy.special.{name}(x)", {"x": x}) for name in ("j0", "j1", "i0", "i1", "i0e", "i1e")),
        *((f"scipy.special.{name}(2, x)", {"x": x}) for name in ("jn", "jv", "iv", "ive", "jvp")),
        ("scipy.special.j0(40*x)", {"x": x}),
    ],
)
