"""Names that people give a gradient: `dW1`, `grad_w`, `w_grad`, `df_dx`, `delta2`, `self.dW`, `grads['W1']`, ..."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

__all__ = [
    "ACTIVATIONS",
    "CONTAINERS",
    "LOSSES",
    "MEASURES",
    "PARAMETERS",
    "UPSTREAM",
    "NameReading",
    "fold",
    "is_gradient_of_loss",
    "is_loss",
    "plain",
    "readings",
    "tail",
]

GREEK = {"δ": "delta", "Δ": "Delta", "∂": "d", "∇": "nabla_", "ŷ": "yhat", "θ": "theta", "σ": "sigma", "ε": "eps"}
MACRON = "\N{COMBINING MACRON}"


class NameReading(NamedTuple):
    """One way to understand a name: the gradient of `of` (None: of the loss) with respect to `x`."""

    x: str  # "": whatever its value fits
    of: str | None = None
    signal: bool = False  # an error term: it may stand for -dL/dx, and for the net value behind x
    weak: bool = False  # a word that means other things too: it can be confirmed, never accused


class Form(NamedTuple):
    """A way in which people write the name of a gradient."""

    pattern: re.Pattern[str]
    signal: bool = False
    weak: bool = False


def _form(pattern: str, *, signal: bool = False, weak: bool = False) -> Form:
    return Form(re.compile(pattern), signal, weak)


X = r"(?P<x>\w+?)"
OF = r"(?P<of>[A-Za-z]\w*?)"
# In the order in which they are tried. A name is split in every way that fits; what exists in the program decides.
FORMS = (
    _form(rf"d_?{OF}_?d_?{X}"),  # dL_dw, dLdw, dq_dx, d_loss_d_w
    _form(rf"d_{X}"),
    _form(rf"d{X}"),
    _form(rf"D_{X}", weak=True),
    _form(rf"(?:gradients?|grad|nabla|deriv)_?{X}"),
    _form(rf"{X}_?(?:grads?|gradients?|deriv)"),
    _form(rf"d(?:L|J|l|loss|Loss|cost)_{X}"),
    _form(rf"bar_{X}"),
    _form(rf"{X}_?bar"),
    _form(rf"{X}{MACRON}"),
    _form(rf"[dD]elta_?{X}", signal=True),
    _form(rf"del_{X}", signal=True),
    _form(rf"{X}_?deltas?", signal=True),
    _form(rf"(?:error|err)_?{X}", signal=True, weak=True),
    _form(rf"{X}_?(?:scaled_)?(?:error|errors|err)(?:_?terms?)?", signal=True, weak=True),
    _form(rf"g_?{X}", weak=True),
)
# Every form has one of them, or begins with d, D or g.
WORDS = ("grad", "nabla", "deriv", "bar", MACRON, "delta", "Delta", "err")
BARE = {
    "delta": NameReading("", signal=True, weak=True),
    "deltas": NameReading("", signal=True, weak=True),
    "error": NameReading("", signal=True, weak=True),
    "err": NameReading("", signal=True, weak=True),
    "errors": NameReading("", signal=True, weak=True),
    "grad": NameReading("", weak=True),
    "gradient": NameReading("", weak=True),
    "gradients": NameReading("", weak=True),
    "g": NameReading("", weak=True),
    "d_loss": NameReading("", weak=True),
    "dloss": NameReading("", weak=True),
    "loss_grad": NameReading("", weak=True),
    "grad_loss": NameReading("", weak=True),
}
STEP = re.compile(r"deltas?_(?:[tijknl]|step|prev|next)")  # the error term of a step, of what, its name does not say
# How people tell their own gradient from the library's: `grad_w_manual`, `my_dW`.
_BY_HAND = re.compile(
    r"^(?:my|manual|analytic(?:al)?|te?mp)_(?=\w)|_(?:manual(?:ly)?|by_?hand|hand|analytic(?:al)?|mine|own)$"
)
# Difference quotients, which are compared with gradients and are none.
_NUMERICAL = re.compile(
    r"num(?:eric(?:al)?)?_?(?:grad|deriv)\w*|(?:grad|deriv)\w*_?(?:approx|num(?:eric(?:al)?)?)", re.IGNORECASE
)
# Second derivatives, by which Newton's method divides: `d2L`, `d2f_dx2`, `d2y_dx2`.
_SECOND = re.compile(r"d2_?(?:[LJEf]|loss|cost|[a-zA-Z]_?d\w)\w*", re.IGNORECASE)
DIFFERENCE = "diff"  # `diffY` of a U-Net, how much larger one image is: no gradient of an `iffY`
CONTAINERS = frozenset({"grad", "grads", "gradient", "gradients", "dparams", "d", "g", "self.grads", "self.gradients"})
# Names of a loss that say so; of several the last that is computed.
LOSSES = re.compile(
    r"(?:.*_)?(?:loss|losses|cost|nll|mse|rmse|sse|bce|objective|cross_?entropy|error_total|total_error|error_sum|sum_error)(?:_.*)?"
    r"|[LJCE]\d?|loss\d|loss_?value|total_?loss|E_?total",
    re.IGNORECASE,
)
# Names of what a program adds up over the examples of a round, or counts: how it goes, where it has no loss.
MEASURES = re.compile(
    r"(?:n_?|num_?|total_?|epoch_?)?(?:errors|mistakes?|misclassified|misclassifications|wrong)_?"
    r"|(?:n_?|num_?)err(?:or)?|err(?:or)?_?(?:count|total|sum|rate)|total|(?:total_?|episode_?|mean_?|avg_?)?rewards?",
    re.IGNORECASE,
)
# What people call the numbers that a model learns; the letter alone, or with what follows an underscore.
PARAMETERS = re.compile(r"theta|w|weights?|beta|params?|coefs?|coefficients?|omega", re.IGNORECASE)
# Activations, whose slope is called `d_sigmoid`, `drelu`: a local derivative where no value has the name.
ACTIVATIONS = re.compile(
    r"(?:leaky_?)?relu|sigmoid|tanh|softplus|gelu|silu|swish|elu|selu|activation|act", re.IGNORECASE
)
# What the gradient that arrives from above is called when no value of that name is computed.
UPSTREAM = re.compile(
    r"d_?(?:out|output|next\w*|upstream|top|prev\w*)|upstream\w*|grad_?out(?:put)?s?|top_diff|dvalues"
)


def is_gradient_of_loss(word: str, words: Collection[str]) -> bool:
    """Return whether `d_loss` is the gradient that a backward pass starts with, beside `d_out` and `d_h`.

    Beside `g_loss` it is the loss of a discriminator.
    """
    others = [other for other in words if other.startswith("d_") and other != word]
    return word.startswith(("d_", "grad_")) and bool(others) and "g_loss" not in words


def is_loss(word: str) -> bool:
    """Return whether a name is one that a loss has."""
    return LOSSES.fullmatch(word) is not None or word in ("E", "l", "f")


def plain(name: str) -> str:
    """Write Greek letters as words, so that δ and delta are one name."""
    return "".join(GREEK.get(letter, letter) for letter in name)


def fold(name: str) -> str:
    """Return a name as it compares with others: no case, no underscores, no braces."""
    return re.sub(r"[_{}^]", "", plain(name)).casefold()


def tail(name: str) -> str:
    """Return the last part of a name: `W` of `self.W`, `W1` of `params['W1']`; an index in numbers stays: `W[1]`."""
    match = re.search(r"\[(['\"])(?P<key>.*?)\1\]$", name)
    if match:
        return match["key"]
    return name.rpartition(".")[2]


def readings(name: str) -> list[NameReading]:
    """Return all ways to understand `name` as that of a gradient, the likeliest first; none for any other name."""
    match = re.fullmatch(r"(?P<owner>[\w.]+)\[(['\"])(?P<key>[^'\"]+)\2\]", name)
    if match and match["owner"].rpartition(".")[2] in CONTAINERS:
        return [NameReading(match["key"]), *readings(match["key"])]
    for attribute in (".grad", ".g"):
        if name.endswith(attribute) and name != f"self{attribute}":
            return [NameReading(name.removesuffix(attribute))]
    last, index = tail(name), ""
    indexed = re.fullmatch(r"(?P<base>[^\[]+)(?P<index>(?:\[-?\d+\])+)", last)
    if indexed:
        last, index = indexed["base"], indexed["index"]
    last = plain(last)
    last = _BY_HAND.sub("", last) or last
    if last[:1] not in ("d", "D", "g") and not any(word in last for word in WORDS):
        return []  # the usual name
    if _NUMERICAL.fullmatch(last) or _SECOND.fullmatch(last) or last.startswith(DIFFERENCE):
        return []
    if last in BARE and not index:
        return [BARE[last]]
    if STEP.fullmatch(last) and not index:
        return [BARE["delta"]]
    name_readings: list[NameReading] = []
    for form in FORMS:
        for x, of in _splits(form, last):
            reading = NameReading(x + index, of, form.signal, form.weak)
            if reading not in name_readings:
                name_readings.append(reading)
    return name_readings


def _splits(form: Form, name: str) -> list[tuple[str, str | None]]:
    """Return every way in which `name` has this form: `dhidden` is d + hidden, and dhi + d + en."""
    if "of" not in form.pattern.groupindex:
        match = form.pattern.fullmatch(name)
        if not match:
            return []
        return [(match["x"], None)]
    pairs: list[tuple[str, str | None]] = []
    for middle in re.finditer(r"_?d_?", name[1:]):
        of, x = name[1 : 1 + middle.start()].lstrip("_"), name[1 + middle.end() :]
        if name[0] == "d" and of and x:
            pairs.append((x, of))
    return pairs
