"""The prelude: activations and losses, each written in the formula language itself, one row each.

A row is `name(parameters) = body`, where the body may be several statements split by `;`, the last an expression.
`local` is the closed gate's own local gradient per parameter, in the parameters and `out`; a test holds it to the
gradient of the body. Rows of one name and different parameter counts may stand side by side.
`stable` says why the body differs from the textbook formula. A loss that is a mean has its `entries`: for PyTorch's
`reduction=` call the row that `reduced("sum")` or `reduced("none")` gives.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from .syntax import parse

__all__ = ["PRELUDE", "Definition"]


@dataclass(frozen=True)
class ExploredCall:
    """A function of several inputs as the explorer draws it along one x, and as it is put into a formula."""

    call: str  # in x and the names of `values`
    values: tuple[tuple[str, float], ...]
    insert: str


@dataclass(frozen=True)
class Definition:
    """One row. `text` is the whole definition; the other columns are shown with it."""

    text: str
    title: str
    local: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # other names it is called by
    why: str = ""
    stable: str = ""
    activation: bool = False  # shown in the activation explorer
    textbook: str = ""  # the formula of the slide, where `stable` says why it is not the body
    unstable: str = ""  # behaviour, at large arguments, of the body, kept as the lectures write it
    words: tuple[tuple[str, str], ...] = ()  # PyTorch's or SciPy's name of a parameter, ours
    max_slope: float = 0.0  # the largest slope, of a function that flattens out on both sides
    entries: str = ""  # of a loss that is a mean: what the mean is taken of
    explored: ExploredCall | None = None  # of an activation with more than one input
    labels: str = ""  # the parameter that may be classes by number: 2 for [0, 0, 1]

    @cached_property
    def function(self) -> ast.FunctionDef:
        """The definition as a Python syntax tree, made once."""
        head, _, body = self.text.partition(" = ")
        *statements, result = [part.strip() for part in body.split(";")]
        lines = [f"def {head}:", *(f"    {line}" for line in statements), f"    return {result}"]
        (function,) = parse("\n".join(lines)).body
        assert isinstance(function, ast.FunctionDef)
        return function

    def reduced(self, reduction: str) -> Definition:
        """Return the row of a loss with PyTorch's `reduction`: "mean", "sum" or "none".

        Raises:
            ValueError: there is no such reduction, or the row is no mean.
        """
        bodies = {"mean": self.body, "sum": f"sum({self.entries})", "none": self.entries}
        if reduction not in bodies or not self.entries:
            raise ValueError(f"`{self.name}` has no reduction '{reduction}'; it can be 'mean', 'sum' or 'none'.")
        if reduction == "mean":
            return self
        return replace(self, text=f"{self.text.partition(' = ')[0]} = {bodies[reduction]}", textbook="", stable="")

    @property
    def name(self) -> str:
        """Return the function's name."""
        return self.text.partition("(")[0]

    @property
    def body(self) -> str:
        """Return the text after the equals sign."""
        return self.text.partition(" = ")[2]

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Return the names of all parameters; those of settings come last."""
        arguments = self.function.args
        return tuple(argument.arg for argument in (*arguments.args, *arguments.kwonlyargs))

    @cached_property
    def takes_rows(self) -> bool:
        """The body works along the last axis of its argument, which then is no number."""
        return "axis=-1" in self.text

    @cached_property
    def defaults(self) -> Mapping[str, ast.expr]:
        """The default of each parameter that has one."""
        arguments = self.function.args
        plain = [argument.arg for argument in arguments.args[len(arguments.args) - len(arguments.defaults) :]]
        named = [argument.arg for argument in arguments.kwonlyargs]
        result = {
            **dict(zip(plain, arguments.defaults, strict=True)),
            **dict(zip(named, arguments.kw_defaults, strict=True)),
        }
        return {name: default for name, default in result.items() if default is not None}


_TARGET = (("input", "p"), ("target", "t"), ("y_pred", "p"), ("y_true", "t"))
_SCORES = (("input", "s"), ("logits", "s"), ("x", "s"), ("a", "s"))
_CLASSES = (*_SCORES, ("target", "y"), ("labels", "y"))
_FAR = "Far left, where exp(−x) overflows, its slope stays finite: the gradient there is 0, and not 0·∞, which is NaN."
_CANCEL = "The largest score is taken off first: exp never overflows, and the shift cancels."

ROWS: tuple[Definition, ...] = (
    Definition(
        "sigmoid(x) = 1/(1+exp_finite(-x))",
        "Sigmoid",
        ("(1 - out)*out",),
        ("expit", "logistic"),
        max_slope=0.25,
        activation=True,
        textbook="1/(1+exp(-x))",
        stable=_FAR,
        why="The sigmoid's slope follows from its own output: (1 − s)·s, at most 0.25 and near 0 where it saturates.",
    ),
    Definition(
        "leaky_relu(x, a=0.01) = where(x > 0, x, a*x)",
        "Leaky ReLU",
        ("where(x > 0, 1, a)", "where(x > 0, 0, x)"),
        ("leakyrelu",),
        activation=True,
        words=(("negative_slope", "a"), ("alpha", "a")),
        why="Slope 1 on the right and a on the left, so the gate never dies.",
    ),
    Definition(
        "prelu(x, a) = where(x > 0, x, a*x)",
        "PReLU",
        ("where(x > 0, 1, a)", "where(x > 0, 0, x)"),
        activation=True,
        words=(("weight", "a"),),
        why="Leaky ReLU whose slope a is learned: a gets a gradient too.",
    ),
    Definition(
        "maxout(x, y) = maximum(x, y)",
        "Maxout",
        ("where(x > y, 1, where(x < y, 0, 0.5))", "where(y > x, 1, where(y < x, 0, 0.5))"),
        activation=True,
        explored=ExploredCall("maxout(x, a*x + b)", (("a", -0.5), ("b", 0.5)), "maxout(w*x + b, v*x + c)"),
        why="The larger of two linear pieces takes the whole gradient.",
    ),
    Definition(
        "elu(x, a=1) = where(x > 0, x, a*expm1(where(x > 0, 0, x)))",
        "ELU",
        ("where(x > 0, 1, a*exp(x))", "where(x > 0, 0, expm1(x))"),
        activation=True,
        textbook="x > 0: x, else a*(exp(x) - 1)",
        why="Slope 1 on the right; on the left the slope is the output plus a, which is a·exp(x).",
        stable="exp is only taken of numbers up to 0, so the unused side cannot overflow.",
        words=(("alpha", "a"),),
    ),
    Definition(
        "celu(x, a=1) = where(x > 0, x, a*expm1(where(x > 0, 0, x)/a))",
        "CELU",
        ("where(x > 0, 1, exp(x/a))", "where(x > 0, 0, expm1(x/a) - x/a*exp(x/a))"),
        activation=True,
        words=(("alpha", "a"),),
        why="An ELU whose slope at 0 is 1 for every a.",
    ),
    Definition(
        "selu(x) = 1.0507009873554805*where(x > 0, x, 1.6732632423543772*expm1(where(x > 0, 0, x)))",
        "SELU",
        ("where(x > 0, 1.0507009873554805, 1.7580993408473766*exp(x))",),
        activation=True,
        why="An ELU with constants chosen so that activations keep mean 0 and variance 1.",
    ),
    Definition(
        "swish(x) = x*sigmoid(x)",
        "Swish (SiLU)",
        ("out + sigmoid(x)*(1 - out)",),
        ("silu",),
        activation=True,
        why="The gradient is σ(x) + x·σ'(x): small negative slopes on the left, 1 on the right.",
    ),
    Definition(
        "swish(x, b) = x*sigmoid(b*x)",
        "Swish with slope b",
        ("b*out + sigmoid(b*x)*(1 - b*out)", "x*out*(1 - sigmoid(b*x))"),
        ("silu",),
        words=(("beta", "b"),),
        why="Swish whose steepness b is learned.",
    ),
    Definition(
        "hardswish(x) = where(x <= -3, 0, where(x < 3, x*(x + 3)/6, x))",
        "Hard swish",
        ("where(x <= -3, 0, where(x < 3, (2*x + 3)/6, 1))",),
        ("hard_swish",),
        activation=True,
        why="Swish made of straight and quadratic pieces: no exp to pay for.",
    ),
    Definition(
        "gelu(x) = 0.5*x*(1 + erf(x/sqrt(2)))",
        "GELU",
        ("0.5*(1 + erf(x/sqrt(2))) + x*exp(-x**2/2)/sqrt(2*pi)",),
        activation=True,
        why="x times the chance that a normal variable is below x.",
    ),
    Definition(
        "gelu_tanh(x) = 0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))",
        "GELU (tanh form)",
        (
            "0.5*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))"
            " + 0.5*x*(1 - tanh(sqrt(2/pi)*(x + 0.044715*x**3))**2)*sqrt(2/pi)*(1 + 0.134145*x**2)",
        ),
        ("gelu_new",),
        activation=True,
        why="GELU with erf replaced by a tanh that is within 0.001 of it.",
    ),
    Definition(
        "relu6(x) = where(x <= 0, 0, where(x >= 6, 6, x))",
        "ReLU6",
        ("where(x <= 0, 0, where(x >= 6, 0, 1))",),
        activation=True,
        why="Slope 1 between 0 and 6; outside, the gate is dead.",
        textbook="minimum(maximum(0, x), 6)",
    ),
    Definition(
        "softplus(x) = maximum(x, 0) + log1p(exp(-abs(x)))",
        "Softplus",
        ("1/(1 + exp(-x))",),
        activation=True,
        textbook="log(1 + exp(x))",
        why="Its slope is the sigmoid.",
        stable="log(1 + exp(x)) overflows for large x; this form is the same number and never does.",
    ),
    Definition(
        "softplus(x, b) = softplus(b*x)/b",
        "Softplus with steepness b",
        words=(("beta", "b"),),
        why="The larger b, the closer it lies to the ReLU.",
    ),
    Definition(
        "logsigmoid(x) = -(maximum(-x, 0) + log1p(exp(-abs(x))))",
        "Log-sigmoid",
        ("1/(1 + exp(x))",),
        ("log_sigmoid",),
        textbook="log(1/(1 + exp(-x)))",
        why="Its slope is 1 − σ(x).",
        stable="log of a sigmoid near 0 would be −∞.",
    ),
    Definition(
        "mish(x) = x*tanh(softplus(x))",
        "Mish",
        ("tanh(softplus(x)) + x*(1 - tanh(softplus(x))**2)*sigmoid(x)",),
        activation=True,
        why="x times a soft gate.",
    ),
    Definition(
        "softsign(x) = x/(1 + abs(x))",
        "Softsign",
        ("1/(1 + abs(x))**2",),
        max_slope=1.0,
        activation=True,
        why="It saturates slowly, without exp.",
    ),
    Definition(
        "hardtanh(x) = where(x <= -1, -1, where(x >= 1, 1, x))",
        "Hard tanh",
        ("where(x <= -1, 0, where(x >= 1, 0, 1))",),
        max_slope=1.0,
        activation=True,
        why="Slope 1 between −1 and 1; outside, the gate is dead.",
    ),
    Definition(
        "hardsigmoid(x) = where(x <= -3, 0, where(x >= 3, 1, x/6 + 0.5))",
        "Hard sigmoid",
        ("where(x <= -3, 0, where(x >= 3, 0, 1/6))",),
        ("hard_sigmoid",),
        max_slope=1 / 6,
        activation=True,
        why="A straight line in place of the sigmoid; beyond ±3 the gate is dead.",
    ),
    Definition(
        "threshold(x, t, v) = where(x <= t, v, x)",
        "Threshold",
        ("where(x <= t, 0, 1)", "0", "where(x <= t, 1, 0)"),
        words=(("threshold", "t"), ("value", "v")),
        why="Above the threshold the value passes unchanged; below it v stands in its place.",
    ),
    Definition(
        "hardshrink(x, a=0.5) = where(abs(x) <= a, 0, x)",
        "Hard shrink",
        ("where(abs(x) <= a, 0, 1)", "0"),
        words=(("lambd", "a"),),
        activation=True,
        why="Small values become 0; larger ones pass unchanged.",
    ),
    Definition(
        "softshrink(x, a=0.5) = where(abs(x) <= a, 0, x - a*sign(x))",
        "Soft shrink",
        ("where(abs(x) <= a, 0, 1)", "where(abs(x) <= a, 0, -sign(x))"),
        words=(("lambd", "a"),),
        activation=True,
        why="Every value comes nearer to 0 by a, small ones become 0: the step of the lasso.",
    ),
    Definition(
        "rrelu(x, lower=0.125, upper=0.3333333333333333) = where(x > 0, x, (lower + upper)/2*x)",
        "Randomized leaky ReLU, as it evaluates",
        ("where(x > 0, 1, (lower + upper)/2)", "where(x > 0, 0, x/2)", "where(x > 0, 0, x/2)"),
        why="In training the slope on the left is drawn between two bounds; in evaluation it is their mean.",
    ),
    Definition("tanhshrink(x) = x - tanh(x)", "Tanh shrink", ("tanh(x)**2",), why="What tanh takes away."),
    Definition(
        "logit(p) = log(p/(1 - p))",
        "Logit",
        ("1/(p*(1 - p))",),
        words=(("x", "p"), ("input", "p")),
        why="It undoes the sigmoid.",
    ),
    Definition(
        "softmax(s, axis=-1) = e = exp(s - stop(max(s, axis=axis, keepdims=True))); e/sum(e, axis=axis, keepdims=True)",
        "Softmax",
        textbook="exp(s)/sum(exp(s))",
        stable=_CANCEL,
        words=_SCORES,
        why="Each score's gradient is p·(g − Σ g·p): the outputs compete, so their gradients add up to 0.",
    ),
    Definition(
        "softmin(s, axis=-1) = softmax(-s, axis=axis)",
        "Softmin",
        words=_SCORES,
        why="The softmax of the scores with their signs turned: the smallest gets the largest share.",
    ),
    Definition(
        "log_softmax(s, axis=-1) = z = s - stop(max(s, axis=axis, keepdims=True));"
        " z - log(sum(exp(z), axis=axis, keepdims=True))",
        "Log-softmax",
        textbook="log(exp(s)/sum(exp(s)))",
        stable=_CANCEL,
        words=_SCORES,
        also=("logsoftmax",),
        why="Each score's gradient is g − p·Σ g, with p the softmax.",
    ),
    Definition(
        "logsumexp(s, axis=None, keepdims=False) ="
        " m = stop(finite(max(s, axis=axis, keepdims=True)));"
        " log(sum(exp(s - m), axis=axis, keepdims=keepdims)) + stop(max(s, axis=axis, keepdims=keepdims))",
        "Log-sum-exp",
        textbook="log(sum(exp(s)))",
        stable=f"{_CANCEL} Of scores that are all −∞ it is −∞.",
        words=_SCORES,
        why="Each score's gradient is its softmax share.",
    ),
    Definition(
        "cross_entropy(s, y) = -mean(sum(y*log_softmax(s), axis=-1))",
        "Softmax and cross-entropy",
        also=("cross_entropy_loss", "softmax_loss", "softmax_cross_entropy"),
        words=_CLASSES,
        labels="y",
        textbook="-sum(y*log(softmax(s)))",
        stable="log and softmax are taken together: the log of a share near 0 would be −∞.",
        entries="-sum(y*log_softmax(s), axis=-1)",
        why="The gradient at the scores is p − y: predicted minus true distribution (over N rows, divided by N).",
    ),
    Definition(
        "hinge(s, y) = mean(sum(maximum(0, s - sum(s*y, axis=-1, keepdims=True) + 1)*(1 - y), axis=-1))",
        "Multiclass SVM (hinge) loss",
        also=("svm_loss", "hinge_loss", "svm", "multiclass_hinge"),
        words=_CLASSES,
        labels="y",
        why="Every violated margin pushes its wrong score down by 1 and the right score up by 1.",
    ),
    Definition(
        "mse(p, t) = mean((p - t)**2)",
        "Mean squared error",
        also=("mse_loss", "mean_squared_error"),
        words=_TARGET,
        entries="(p - t)**2",
        why="Twice the error, divided by the number of entries.",
    ),
    Definition(
        "squared_error(p, t) = sum((p - t)**2)",
        "Squared error",
        also=("sse",),
        why="Twice the error.",
    ),
    Definition(
        "half_squared_error(p, t) = 0.5*sum((p - t)**2)",
        "Half squared error",
        why="The ½ cancels the 2: the gradient is the error.",
    ),
    Definition(
        "binary_cross_entropy(p, t) = -mean(t*log(p) + (1 - t)*log(1 - p))",
        "Binary cross-entropy",
        also=("bce", "bce_loss"),
        words=_TARGET,
        unstable="At p = 0 or 1 a log is −∞; binary_cross_entropy_with_logits takes the scores instead.",
        entries="-(t*log(p) + (1 - t)*log(1 - p))",
        why="(p − t)/(p(1 − p)); behind a sigmoid it becomes p − t.",
    ),
    Definition(
        "binary_cross_entropy_with_logits(s, t) = mean(maximum(s, 0) - s*t + log1p(exp(-abs(s))))",
        "Sigmoid and binary cross-entropy",
        also=("bce_with_logits", "sigmoid_cross_entropy"),
        textbook="-mean(t*log(sigmoid(s)) + (1 - t)*log(1 - sigmoid(s)))",
        words=(("input", "s"), ("target", "t")),
        entries="maximum(s, 0) - s*t + log1p(exp(-abs(s)))",
        why="The gradient at the scores is σ(s) − t, divided by the number of entries.",
        stable="The log of a sigmoid near 0 would be −∞; here exp is only taken of numbers up to 0.",
    ),
    Definition(
        "nll_loss(s, y) = -mean(sum(s*y, axis=-1))",
        "Negative log-likelihood",
        words=_CLASSES,
        labels="y",
        entries="-sum(s*y, axis=-1)",
        why="Of log-probabilities: only the true class gets a gradient, −1 (over N rows, divided by N).",
    ),
    Definition(
        "l1_loss(p, t) = mean(abs(p - t))",
        "Mean absolute error",
        also=("mae", "mean_absolute_error"),
        words=_TARGET,
        entries="abs(p - t)",
        why="The sign of the error, divided by the number of entries.",
    ),
    Definition(
        "smooth_l1_loss(p, t, d=1) = mean(where(abs(p - t) < d, 0.5*(p - t)**2/d, abs(p - t) - 0.5*d))",
        "Smooth L1 loss",
        also=("smooth_l1",),
        words=(*_TARGET, ("beta", "d")),
        entries="where(abs(p - t) < d, 0.5*(p - t)**2/d, abs(p - t) - 0.5*d)",
        why="Squared near 0, straight further out: outliers pull with slope 1 only.",
    ),
    Definition(
        "huber(p, t, d=1) = mean(where(abs(p - t) < d, 0.5*(p - t)**2, d*(abs(p - t) - 0.5*d)))",
        "Huber loss",
        also=("huber_loss",),
        words=(*_TARGET, ("delta", "d")),
        entries="where(abs(p - t) < d, 0.5*(p - t)**2, d*(abs(p - t) - 0.5*d))",
        why="Squared near 0, straight further out with slope d.",
    ),
    Definition(
        "weighted_cross_entropy(s, y, w=1, e=0) = q = (1 - e)*y + e*mean(y, axis=-1, keepdims=True);"
        " -sum(q*w*log_softmax(s))/sum(y*w)",
        "Cross-entropy with class weights and label smoothing",
        words=(*_CLASSES, ("weight", "w"), ("label_smoothing", "e")),
        labels="y",
        entries="-sum(((1 - e)*y + e*mean(y, axis=-1, keepdims=True))*w*log_softmax(s), axis=-1)",
        why="Every class counts with its weight; rows whose y is 0 everywhere are left out.",
    ),
    Definition(
        "weighted_nll_loss(s, y, w=1) = -sum(y*w*s)/sum(y*w)",
        "Negative log-likelihood with class weights",
        words=(*_CLASSES, ("weight", "w")),
        labels="y",
        entries="-sum(y*w*s, axis=-1)",
        why="Every class counts with its weight; rows whose y is 0 everywhere are left out.",
    ),
    Definition(
        "weighted_bce_with_logits(s, t, c=1)"
        " = mean((1 - t)*s + (1 + (c - 1)*t)*(log1p(exp(-abs(s))) + maximum(-s, 0)))",
        "Sigmoid and binary cross-entropy with a weight of the positive class",
        words=(("input", "s"), ("target", "t"), ("pos_weight", "c")),
        entries="(1 - t)*s + (1 + (c - 1)*t)*(log1p(exp(-abs(s))) + maximum(-s, 0))",
        why="As binary cross-entropy at the scores; what is missed of the positive class counts c times.",
    ),
    Definition(
        "kl_div(p, t) = mean(xlogy(t, t) - t*p)",
        "Kullback-Leibler divergence",
        words=_TARGET,
        entries="xlogy(t, t) - t*p",
        why="Of log-probabilities p: each entry gets minus its target, divided by the number of entries.",
    ),
    Definition(
        "soft_margin_loss(p, t) = mean(softplus(-t*p))",
        "Soft margin loss",
        words=_TARGET,
        entries="softplus(-t*p)",
        why="The logistic loss of labels −1 and 1: wrong sides pull with slope 1, right ones hardly at all.",
    ),
    Definition(
        "hinge_embedding_loss(p, t, m=1) = mean(where(t == 1, p, where(p > m, 0, m - p)))",
        "Hinge embedding loss",
        words=(*_TARGET, ("margin", "m")),
        entries="where(t == 1, p, where(p > m, 0, m - p))",
        why="Similar pairs (1) are pulled together, others (−1) pushed apart up to the margin.",
    ),
    Definition(
        "margin_ranking_loss(a, b, t, m=0) = d = m - t*(a - b); mean(where(d < 0, 0, d))",
        "Margin ranking loss",
        words=(("input1", "a"), ("input2", "b"), ("target", "t"), ("margin", "m")),
        entries="where(m - t*(a - b) < 0, 0, m - t*(a - b))",
        why="Pairs in the wrong order, or too close, are pushed apart with slope 1.",
    ),
    Definition(
        "poisson_nll_loss(p, t) = mean(exp(p) - t*p)",
        "Poisson negative log-likelihood",
        words=_TARGET,
        entries="exp(p) - t*p",
        why="Of the log of the rate: predicted rate minus count.",
    ),
    Definition(
        "gaussian_nll_loss(p, t, v, eps=1e-6) = u = v + stop(maximum(v, eps) - v); mean(0.5*(log(u) + (p - t)**2/u))",
        "Gaussian negative log-likelihood",
        words=(*_TARGET, ("var", "v")),
        entries="0.5*(log(v + stop(maximum(v, eps) - v)) + (p - t)**2/(v + stop(maximum(v, eps) - v)))",
        why="The squared error counts the less the larger the predicted variance v, which costs its log.",
    ),
    Definition(
        "cosine_similarity(a, b, axis=-1, eps=1e-8) = sum(a*b, axis=axis)"
        "/(maximum(norm(a, axis=axis), eps)*maximum(norm(b, axis=axis), eps))",
        "Cosine similarity",
        words=(("x1", "a"), ("x2", "b")),
        why="The cosine of the angle: only a change of direction moves it, so the gradient stands at right angles.",
    ),
    Definition(
        "normalize(x, axis=-1, eps=1e-12) = x/maximum(norm(x, axis=axis, keepdims=True), eps)",
        "Normalize",
        why="The gradient loses its part along the output and is divided by the length.",
    ),
    Definition(
        "pairwise_distance(a, b, eps=1e-6) = norm(a - b + eps, axis=-1)",
        "Pairwise distance",
        words=(("x1", "a"), ("x2", "b")),
        why="The unit vector from b to a.",
    ),
    Definition(
        "triplet_margin_loss(a, p, n, m=1)"
        " = d = m + norm(a - p + 1e-6, axis=-1) - norm(a - n + 1e-6, axis=-1); mean(where(d < 0, 0, d))",
        "Triplet margin loss",
        words=(("anchor", "a"), ("positive", "p"), ("negative", "n"), ("margin", "m")),
        why="The anchor is pulled to the positive and away from the negative, until the margin is kept.",
    ),
    Definition(
        "l2(w) = sum(w**2)",
        "Squared length (L2)",
        also=("l2_loss",),
        why="Every weight is pulled towards 0 by twice itself.",
    ),
    Definition(
        "norm(x, *, axis=None, keepdims=False) = root(sum(x**2, axis=axis, keepdims=keepdims))",
        "Euclidean norm",
        why="The gradient is the unit vector x/‖x‖; at x = 0, which has no direction, it counts as 0.",
        textbook="sqrt(sum(x**2))",
        stable="At x = 0 the root's slope is infinite; here it counts as 0, as in PyTorch.",
    ),
    Definition(
        "var(x, axis=None, keepdims=False) = d = x - mean(x, axis=axis, keepdims=True);"
        " mean(d**2, axis=axis, keepdims=keepdims)",
        "Variance",
        why="2(x − mean)/n: the mean's own gradient cancels.",
    ),
    Definition(
        "std(x, axis=None, keepdims=False) = root(var(x, axis=axis, keepdims=keepdims))",
        "Standard deviation",
        why="The variance's gradient divided by twice the deviation; of equal entries it counts as 0.",
        textbook="sqrt(var(x))",
        stable="Where all entries are equal the root's slope is infinite; here it counts as 0, as in PyTorch.",
    ),
    Definition(
        "rms_norm(x, eps=1e-5) = x/sqrt(mean(x**2, axis=-1, keepdims=True) + eps)",
        "RMS norm",
        why="The gradient loses its part along the output.",
    ),
    Definition(
        "batch_norm(x, eps=1e-5) = (x - mean(x, axis=0, keepdims=True))/sqrt(var(x, axis=0, keepdims=True) + eps)",
        "Batch norm",
        also=("batchnorm",),
        why="Layer norm down the rows: every column gets mean 0 and variance 1.",
    ),
    Definition(
        "layer_norm(x, eps=1e-5) = (x - mean(x, axis=-1, keepdims=True))/sqrt(var(x, axis=-1, keepdims=True) + eps)",
        "Layer norm",
        also=("layernorm",),
        why="The gradient loses its mean and its part along the output.",
    ),
    Definition("sec(x) = 1/cos(x)", "Secant", ("out*tan(x)",), why="One divided by the cosine: out·tan x."),
    Definition(
        "csc(x) = 1/sin(x)", "Cosecant", ("-out/tan(x)",), ("cosec",), why="One divided by the sine: −out·cot x."
    ),
    Definition("cot(x) = cos(x)/sin(x)", "Cotangent", ("-1 - out**2",), ("ctg",), why="The slope is −(1 + cot² x)."),
    Definition("sech(x) = 1/cosh(x)", "Hyperbolic secant", ("-out*tanh(x)",), why="One divided by cosh."),
    Definition("csch(x) = 1/sinh(x)", "Hyperbolic cosecant", ("-out/tanh(x)",), why="One divided by sinh."),
    Definition("coth(x) = cosh(x)/sinh(x)", "Hyperbolic cotangent", ("1 - out**2",), why="The slope is 1 − coth² x."),
    Definition(
        "normal_pdf(x) = exp(-x**2/2)/sqrt(2*pi)",
        "Normal density",
        ("-x*out",),
        ("norm_pdf",),
        why="The bell falls with slope −x times its own height.",
    ),
    Definition(
        "logaddexp(a, b) = maximum(a, b) + log1p(exp(-abs(a - b)))",
        "Log-add-exp",
        ("1/(1 + exp(b - a))", "1/(1 + exp(a - b))"),
        textbook="log(exp(a) + exp(b))",
        why="The two shares add up to 1.",
        stable="exp is only taken of numbers up to 0.",
    ),
)


def _table() -> Mapping[str, tuple[Definition, ...]]:
    table: dict[str, tuple[Definition, ...]] = {}
    for row in ROWS:
        for name in (row.name, *row.also):
            table[name] = (*table.get(name, ()), row)
    return table


PRELUDE: Mapping[str, tuple[Definition, ...]] = _table()
