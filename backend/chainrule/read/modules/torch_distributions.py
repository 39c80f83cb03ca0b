"""torch.distributions: what a loss asks of a distribution - densities, entropies, divergences, reparametrised samples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .rows import op
from .source_definitions import SourceDefinitions

__all__ = ["DISTRIBUTIONS"]

TEXT = SourceDefinitions(
    """
class Distribution:
    @property
    def variance(self):
        return self.stddev**2
    @property
    def stddev(self):
        return torch.sqrt(self.variance)
    def prob(self, value):
        return torch.exp(self.log_prob(value))
    def perplexity(self):
        return torch.exp(self.entropy())


class Normal(Distribution):
    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = loc, scale
        self.mean, self.stddev = loc, scale
    def log_prob(self, value):
        return -(value - self.loc)**2/(2*self.scale**2) - torch.log(self.scale) - log_root_two_pi
    def entropy(self):
        return 0.5 + log_root_two_pi + torch.log(self.scale)
    def cdf(self, value):
        return 0.5*(1 + torch.erf((value - self.loc)/(self.scale*root_two)))
    def rsample(self, sample_shape=()):
        return self.loc + torch.randn(*sample_shape, *np.shape(self.loc + self.scale))*self.scale
    def sample(self, sample_shape=()):
        return stopped(self.rsample(sample_shape))


class LogNormal(Distribution):
    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = loc, scale
        self.base = Normal(loc, scale)
    @property
    def mean(self):
        return torch.exp(self.loc + self.scale**2/2)
    @property
    def variance(self):
        return (torch.exp(self.scale**2) - 1)*torch.exp(2*self.loc + self.scale**2)
    def log_prob(self, value):
        return self.base.log_prob(torch.log(value)) - torch.log(value)
    def entropy(self):
        return self.base.entropy() + self.loc
    def rsample(self, sample_shape=()):
        return torch.exp(self.base.rsample(sample_shape))


class Laplace(Distribution):
    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale, self.mean = loc, scale, loc
    @property
    def variance(self):
        return 2*self.scale**2
    def log_prob(self, value):
        return -torch.log(2*self.scale) - torch.abs(value - self.loc)/self.scale
    def entropy(self):
        return 1 + torch.log(2*self.scale)


class Exponential(Distribution):
    def __init__(self, rate, validate_args=None):
        self.rate = rate
    @property
    def mean(self):
        return 1/self.rate
    @property
    def variance(self):
        return 1/self.rate**2
    def log_prob(self, value):
        return torch.log(self.rate) - self.rate*value
    def entropy(self):
        return 1 - torch.log(self.rate)


class Gamma(Distribution):
    def __init__(self, concentration, rate, validate_args=None):
        self.concentration, self.rate = concentration, rate
    @property
    def mean(self):
        return self.concentration/self.rate
    @property
    def variance(self):
        return self.concentration/self.rate**2
    def log_prob(self, value):
        a, b = self.concentration, self.rate
        return a*torch.log(b) + (a - 1)*torch.log(value) - b*value - torch.lgamma(a)
    def entropy(self):
        a = self.concentration
        return a - torch.log(self.rate) + torch.lgamma(a) + (1 - a)*torch.digamma(a)


class Beta(Distribution):
    def __init__(self, concentration1, concentration0, validate_args=None):
        self.concentration1, self.concentration0 = concentration1, concentration0
    @property
    def mean(self):
        return self.concentration1/(self.concentration1 + self.concentration0)
    def log_prob(self, value):
        a, b = self.concentration1, self.concentration0
        plain = (a - 1)*torch.log(value) + (b - 1)*torch.log(1 - value)
        return plain + torch.lgamma(a + b) - torch.lgamma(a) - torch.lgamma(b)


class Poisson(Distribution):
    def __init__(self, rate, validate_args=None):
        self.rate, self.mean, self.variance = rate, rate, rate
    def log_prob(self, value):
        return value*torch.log(self.rate) - self.rate - torch.lgamma(value + 1)


class Uniform(Distribution):
    def __init__(self, low, high, validate_args=None):
        self.low, self.high = low, high
    @property
    def mean(self):
        return (self.low + self.high)/2
    @property
    def variance(self):
        return (self.high - self.low)**2/12
    def log_prob(self, value):
        return torch.log(where((value >= self.low)*(value < self.high), 1.0, 0.0)) - torch.log(self.high - self.low)
    def entropy(self):
        return torch.log(self.high - self.low)
    def rsample(self, sample_shape=()):
        return self.low + (self.high - self.low)*torch.rand(*sample_shape, *np.shape(self.low + self.high))


class Bernoulli(Distribution):
    def __init__(self, probs=None, logits=None, validate_args=None):
        self.logits = torch.log(probs) - torch.log(1 - probs) if logits is None else logits
        self.probs = torch.sigmoid(logits) if probs is None else probs
        self.mean = self.probs
    @property
    def variance(self):
        return self.probs*(1 - self.probs)
    def log_prob(self, value):
        return -F.binary_cross_entropy_with_logits(self.logits, value, reduction='none')
    def entropy(self):
        return F.binary_cross_entropy_with_logits(self.logits, self.probs, reduction='none')
    def sample(self, sample_shape=()):
        return torch.bernoulli(self.probs)


class Categorical(Distribution):
    def __init__(self, probs=None, logits=None, validate_args=None):
        if logits is None:
            self.probs = probs/probs.sum(-1, keepdim=True)
            self.logits = torch.log(self.probs)
        else:
            self.logits = logits - torch.logsumexp(logits, dim=-1, keepdim=True)
            self.probs = torch.softmax(logits, dim=-1)
    def log_prob(self, value):
        if np.ndim(self.logits) == 1:
            return self.logits[value]
        return torch.gather(self.logits, -1, torch.unsqueeze(value, -1))[..., 0]
    def entropy(self):
        return -(self.probs*self.logits).sum(-1)
    def sample(self, sample_shape=()):
        return torch.argmax(self.logits, dim=-1)


class MultivariateNormal(Distribution):
    def __init__(self, loc, covariance_matrix=None, precision_matrix=None, scale_tril=None, validate_args=None):
        if precision_matrix is not None:
            covariance_matrix = torch.inverse(precision_matrix)
        self.loc, self.mean = loc, loc
        self.covariance_matrix = scale_tril @ scale_tril.T if covariance_matrix is None else covariance_matrix
    def log_prob(self, value):
        d = value - self.loc
        k = np.shape(self.loc)[-1]
        far = (d*torch.linalg.solve(self.covariance_matrix, d.T).T).sum(-1)
        return -0.5*far - 0.5*torch.logdet(self.covariance_matrix) - k*log_root_two_pi
    def entropy(self):
        k = np.shape(self.loc)[-1]
        return 0.5*torch.logdet(self.covariance_matrix) + k*(0.5 + log_root_two_pi)


class Independent(Distribution):
    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        self.base_dist = base_distribution
        self.axes = tuple(range(-reinterpreted_batch_ndims, 0))
        self.mean = base_distribution.mean
    def log_prob(self, value):
        return torch.sum(self.base_dist.log_prob(value), dim=self.axes)
    def entropy(self):
        return torch.sum(self.base_dist.entropy(), dim=self.axes)
    def rsample(self, sample_shape=()):
        return self.base_dist.rsample(sample_shape)


def kl_divergence(p, q):
    if isinstance(p, Normal) and isinstance(q, Normal):
        ratio = (p.scale/q.scale)**2
        return 0.5*(ratio + ((p.loc - q.loc)/q.scale)**2 - 1 - torch.log(ratio))
    if isinstance(p, Categorical) and isinstance(q, Categorical):
        return (p.probs*(p.logits - q.logits)).sum(-1)
    if isinstance(p, Bernoulli) and isinstance(q, Bernoulli):
        inside = p.probs*(torch.log(p.probs) - torch.log(q.probs))
        return inside + (1 - p.probs)*(torch.log(1 - p.probs) - torch.log(1 - q.probs))
    if isinstance(p, Exponential) and isinstance(q, Exponential):
        return torch.log(p.rate) - torch.log(q.rate) + q.rate/p.rate - 1
    if isinstance(p, Independent) and isinstance(q, Independent):
        return torch.sum(kl_divergence(p.base_dist, q.base_dist), dim=p.axes)
    refuse("This divergence is not read here.", "Write it as a formula; of two Normal, Categorical or Bernoulli it is.")


log_root_two_pi = 0.9189385332046727
root_two = 1.4142135623730951
""",
    modules={"torch": "torch", "F": "torch.nn.functional", "np": "numpy"},
    helpers={"stopped": op("stop")},
)
ALL: Mapping[str, Any] = {**TEXT.classes(), "kl_divergence": TEXT.row("kl_divergence")}
DISTRIBUTIONS: Mapping[str, Mapping[str, Any]] = {  # `torch.distributions.normal.Normal` is an older way to write it
    "torch.distributions": ALL,
    **dict.fromkeys((f"torch.distributions.{name}" for name in (
        "normal", "categorical", "bernoulli", "uniform", "multivariate_normal", "independent", "kl", "distribution",
    )), ALL),
}  # fmt: skip
