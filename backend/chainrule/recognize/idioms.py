"""Spellings of functions as people write them out by hand, one line each: `name(arguments) = formula`.

Of two that fit, the one with more gates wins, then the first.

A spelling may use any function as a word: `swish(x) = x*sigmoid(x)` is found around every spelling of the sigmoid.
Operand order, `a - b` for `a + (-b)`, `x/2` for `0.5*x`, `x*x` for `x**2`, `1/x` for `x**-1`, `e**x` for `exp(x)`,
`log1p`, `where` turned round and `relu` for `maximum(0, x)` are the same to the search and stand here once.
In an array spelling `axis=-1, keepdims=True` means any axis, provided that the result lines up with the array.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..ops import OPS
from .pattern import (
    WHERES,
    FnPattern,
    NumPattern,
    Pattern,
    ProdPattern,
    SumPattern,
    VarPattern,
    compiled,
    layers,
    words,
)

__all__ = ["SPELLINGS", "CompiledIdiom", "IdiomSpelling", "IdiomIndex", "bits_of", "table"]


@dataclass(frozen=True, slots=True)
class IdiomSpelling:
    """One way of writing a function out in the formula language."""

    text: str
    between: tuple[tuple[str, float, float], ...] = ()  # arguments that are numbers written out: name, above, below
    arrays: bool = False  # the arguments are arrays
    local: tuple[str, ...] = ()  # where it differs from the function's own: at a tie
    over_examples: bool | None = None  # whether it reduces the first axis, of several; None: it may and may not


_NORM = (
    "{name}(x) = (x - mean(x, axis={axis}, keepdims=True))"
    "/sqrt(mean((x - mean(x, axis={axis}, keepdims=True))**2, axis={axis}, keepdims=True) + 1e-5)"
)
_TIE = ("where(x > 0, 1, where(x < 0, 0, 0.5))",)


def _all(*texts: str, arrays: bool = False) -> tuple[IdiomSpelling, ...]:
    return tuple(IdiomSpelling(text, arrays=arrays) for text in texts)


SPELLINGS: tuple[IdiomSpelling, ...] = (
    IdiomSpelling("relu(x) = maximum(0, x)", local=_TIE),
    IdiomSpelling("relu(x) = (x + abs(x))/2", local=_TIE),
    *_all("relu(x) = where(x > 0, x, 0)", "relu(x) = x*where(x > 0, 1, 0)"),
    *_all(
        "sigmoid(x) = 1/(1 + exp(-x))",
        "sigmoid(x) = exp(x)/(1 + exp(x))",
        "sigmoid(x) = 0.5*(1 + tanh(x/2))",
        "sigmoid(x) = 0.5 + 0.5*tanh(x/2)",
        "sigmoid(x) = 1 - 1/(1 + exp(x))",
        "sigmoid(x) = where(x > 0, 1/(1 + exp(-x)), exp(x)/(1 + exp(x)))",
    ),
    *_all(
        "tanh(x) = (exp(x) - exp(-x))/(exp(x) + exp(-x))",
        "tanh(x) = (exp(2*x) - 1)/(exp(2*x) + 1)",
        "tanh(x) = (1 - exp(-2*x))/(1 + exp(-2*x))",
        "tanh(x) = 2/(1 + exp(-2*x)) - 1",
        "tanh(x) = 1 - 2/(exp(2*x) + 1)",
        "tanh(x) = 2*sigmoid(2*x) - 1",
        "tanh(x) = sinh(x)/cosh(x)",
    ),
    *_all(
        "softplus(x) = log(1 + exp(x))",
        "softplus(x) = relu(x) + log(1 + exp(-abs(x)))",
        "softplus(x) = -log(sigmoid(-x))",
        "logsigmoid(x) = log(sigmoid(x))",
        "logsigmoid(x) = -log(1 + exp(-x))",
        "logsigmoid(x) = -softplus(-x)",
    ),
    *_all("relu6(x) = minimum(relu(x), 6)", "relu6(x) = relu(minimum(x, 6))", "relu6(x) = clip(x, 0, 6)"),
    *_all(
        "hardtanh(x) = clip(x, -1, 1)",
        "hardtanh(x) = maximum(-1, minimum(x, 1))",
        "hardtanh(x) = minimum(1, maximum(x, -1))",
    ),
    IdiomSpelling("leaky_relu(x, a) = maximum(a*x, x)", (("a", 0, 1),)),
    IdiomSpelling("leaky_relu(x, a) = where(x > 0, x, a*x)", (("a", -10, 10),)),
    IdiomSpelling("leaky_relu(x, a) = relu(x) + a*minimum(x, 0)", (("a", -10, 10),)),
    IdiomSpelling("leaky_relu(x, a) = relu(x) - a*relu(-x)", (("a", -10, 10),)),
    *_all("prelu(x, a) = where(x > 0, x, a*x)", "prelu(x, a) = relu(x) + a*minimum(x, 0)"),
    IdiomSpelling("elu(x, a) = where(x > 0, x, a*(exp(x) - 1))", (("a", 0, 100),)),
    IdiomSpelling("elu(x, a) = where(x > 0, x, a*expm1(x))", (("a", 0, 100),)),
    *_all("elu(x) = where(x > 0, x, exp(x) - 1)", "elu(x) = where(x > 0, x, expm1(x))"),
    *_all(
        "swish(x) = x*sigmoid(x)",
        "swish(x) = x/(1 + exp(-x))",
        "swish(x) = x*exp(x)/(1 + exp(x))",
    ),
    *(IdiomSpelling(f"swish(x, b) = {body}", between) for body in ("x*sigmoid(b*x)", "x/(1 + exp(-b*x))")
      for between in ((("b", 0, 100),), ())),
    *_all(
        "hardswish(x) = x*relu6(x + 3)/6",
        "mish(x) = x*tanh(softplus(x))",
        "softsign(x) = x/(1 + abs(x))",
        "gelu(x) = 0.5*x*(1 + erf(x/sqrt(2)))",
        "gelu(x) = x*(0.5 + 0.5*erf(x/sqrt(2)))",
        "gelu_tanh(x) = 0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))",
        "gelu_tanh(x) = 0.5*x*(1 + tanh(sqrt(2/pi)*x*(1 + 0.044715*x**2)))",
        "logaddexp(a, b) = log(exp(a) + exp(b))",
    ),
    *_all(
        "softmax(s) = exp(s)/sum(exp(s), axis=-1, keepdims=True)",
        "softmax(s) = exp(s - max(s, axis=-1, keepdims=True))"
        "/sum(exp(s - max(s, axis=-1, keepdims=True)), axis=-1, keepdims=True)",
        "softmax(s) = exp(s - max(s))/sum(exp(s - max(s)), axis=-1, keepdims=True)",
        "softmax(s) = exp(log_softmax(s))",
        "log_softmax(s) = log(softmax(s))",
        "log_softmax(s) = s - log(sum(exp(s), axis=-1, keepdims=True))",
        "log_softmax(s) = s - max(s, axis=-1, keepdims=True)"
        " - log(sum(exp(s - max(s, axis=-1, keepdims=True)), axis=-1, keepdims=True))",
        "logsumexp(s) = log(sum(exp(s)))",
        "logsumexp(s) = max(s) + log(sum(exp(s - max(s))))",
        "cross_entropy(s, y) = -sum(y*log_softmax(s))",
        "cross_entropy(s, y) = -log(sum(y*softmax(s)))",
        "cross_entropy(s, y) = -mean(sum(y*log_softmax(s), axis=-1))",
        "cross_entropy(s, y) = mean(-sum(y*log_softmax(s), axis=-1))",
        "hinge(s, y) = sum(relu(s - sum(s*y) + 1)*(1 - y))",
        "hinge(s, y) = mean(sum(relu(s - sum(s*y, axis=-1, keepdims=True) + 1)*(1 - y), axis=-1))",
        "binary_cross_entropy(p, t) = -mean(t*log(p) + (1 - t)*log(1 - p))",
        "mse(p, t) = mean((p - t)**2)",
        "squared_error(p, t) = sum((p - t)**2)",
        "half_squared_error(p, t) = 0.5*sum((p - t)**2)",
        "norm(x) = sqrt(sum(x**2))",
        "l2(w) = sum(w**2)",
        "var(x) = mean((x - mean(x))**2)",
        "std(x) = sqrt(var(x))",
        arrays=True,
    ),
    IdiomSpelling(_NORM.format(name="layer_norm", axis=-1), arrays=True, over_examples=False),
    IdiomSpelling(_NORM.format(name="batch_norm", axis=0), arrays=True, over_examples=True),
    *_all("binary_cross_entropy(p, t) = -(t*log(p) + (1 - t)*log(1 - p))"),
)  # fmt: skip

NEAR = 10  # a spelling's words stand less than this many gates before its last gate
SLACK = 3  # gates by which a spelling may be longer than its pattern: a minus here, a factor there


@dataclass(frozen=True, slots=True)
class CompiledIdiom:
    """A compiled spelling: its look, its required words (as bits), the functions that it names."""

    spelling: IdiomSpelling
    function: str
    parameters: tuple[str, ...]
    pattern: Pattern
    required_words: int
    max_depth: int  # how many gates before the last one its words may stand
    refers: frozenset[str]


@dataclass(frozen=True, slots=True)
class IdiomIndex:
    """`words`: op -> the bits of the words it can stand for; `names`: function -> its bit; `roots`: op -> the spellings
    that may end in it. A mask holds NEAR fields of `width` bits: the words that stand so many gates before."""

    words: dict[str, int]
    names: dict[str, int]
    roots: dict[str, tuple[CompiledIdiom, ...]]
    width: int

    @property
    def field(self) -> int:
        """Return the mask of the bits that one gate has in the index."""
        return (1 << self.width * NEAR) - 1


STANDS_FOR = {
    "pow": ("exp",), "expm1": ("exp", "expm1"), "log1p": ("log",), "matmul": ("sum",), "sum": ("sum", "mean"),
    **dict.fromkeys(WHERES, ("where",)), **{row.name: (row.alike,) for row in OPS.values() if row.alike},
}  # fmt: skip
ENDS: dict[type[Pattern], tuple[str, ...]] = {
    SumPattern: ("add", "sub", "neg"), ProdPattern: ("mul", "div", "neg", "pow", "sqrt"),
    VarPattern: (), NumPattern: (),
}  # fmt: skip
FUNCTION_ENDS = {
    "exp": ("exp", "pow", "div"), "log": ("log", "log1p"), "mean": ("mean", "div", "mul"), "sum": ("sum", "matmul"),
    "where": tuple(WHERES),
}  # fmt: skip


@lru_cache(maxsize=1)
def table() -> IdiomIndex:
    """Return all spellings, read once."""
    programs = [_read(spelling) for spelling in SPELLINGS]
    names: dict[str, int] = {}
    for function, _, pattern in programs:
        for word in (function, *sorted(words(pattern))):
            names.setdefault(word, 1 << len(names))
    roots: dict[str, list[CompiledIdiom]] = {}
    for spelling, (function, parameters, pattern) in zip(SPELLINGS, programs, strict=True):
        result = words(pattern)
        required_words = sum(names[word] for word in result)
        max_depth = min(layers(pattern) + SLACK, NEAR - 1)
        compiled_idiom = CompiledIdiom(
            spelling, function, parameters, pattern, required_words, max_depth, frozenset(result)
        )
        ends = (
            ENDS[type(pattern)]
            if not isinstance(pattern, FnPattern)
            else FUNCTION_ENDS.get(pattern.name, (pattern.name,))
        )
        for op in ends:
            roots.setdefault(op, []).append(compiled_idiom)
    ops = {*names, *STANDS_FOR}
    bits = {op: sum(names.get(word, 0) for word in STANDS_FOR.get(op, (op,))) for op in ops}
    return IdiomIndex(bits, names, {op: tuple(rows) for op, rows in roots.items()}, len(names))


def _read(spelling: IdiomSpelling) -> tuple[str, tuple[str, ...], Pattern]:
    head, _, formula = spelling.text.partition(" = ")
    function, _, inside = head.rstrip(")").partition("(")
    parameters = tuple(name.strip() for name in inside.split(","))
    shapes = dict.fromkeys(parameters, (2, 3) if spelling.arrays else ())
    return function, parameters, compiled(formula, shapes, [name for name, _, _ in spelling.between])


def bits_of(mask: int) -> list[int]:
    """Return the words that stand at most 0, 1, 2, ... gates before."""
    idiom_index = table()
    result, one = [0], (1 << idiom_index.width) - 1
    for _ in range(NEAR):
        result.append(result[-1] | (mask & one))
        mask >>= idiom_index.width
    return result[1:]
