"""The optimizers, one row each, written in the formula language: how one parameter `w` moves along its gradient `g`.

A rule has a name space of its own: `w`, `g`, the learning rate `lr`, `t` (the number of the update, from 1), `T` (how
many there will be), its settings, and states. A name that is read before it is set is a state; states start at 0. The
settings have PyTorch's names and defaults, and the rows without a dash in their name give PyTorch's numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["OPTIMIZERS", "RANGES", "Optimizer", "SettingRange"]

_COUPLED = "g = g + weight_decay*w; "  # the penalty's gradient goes through the whole rule
_DECOUPLED = "w = w - lr*weight_decay*w; "  # AdamW: the parameter shrinks, whatever the rule does


@dataclass(frozen=True, slots=True)
class SettingRange:
    """Range of a setting of the table; `torch.optim` refuses nearly the same."""

    low: float
    high: float | None = None
    with_high: bool = True


_SHARE = SettingRange(0.0, 1.0)  # of what is left of a mean
RANGES: Mapping[str, SettingRange] = {
    "momentum": SettingRange(0.0),
    "alpha": _SHARE,
    "decay_rate": _SHARE,
    "beta1": SettingRange(0.0, 1.0, with_high=False),  # at 1 the bias correction divides by 0
    "beta2": SettingRange(0.0, 1.0, with_high=False),
    "eps": SettingRange(0.0),
    "weight_decay": SettingRange(0.0),
}


@dataclass(frozen=True, slots=True)
class Optimizer:
    """One row. `text` is the rule; the statements of `decay` stand before it where `weight_decay` is not 0."""

    name: str
    title: str
    text: str
    settings: Mapping[str, float]
    decay: str = _COUPLED
    variants: Mapping[str, str] = field(default_factory=dict)  # setting -> the row that has it, where it is not 0
    switches: Mapping[str, str] = field(default_factory=dict)  # setting that is on by default -> the row without it
    differs: str = ""  # from PyTorch's form: which numbers are others at the first update, and why
    torch: str = ""  # the class of torch.optim that gives the same numbers, with settings by name
    label: str = ""  # in the page's list of optimizers; "": a switch of another row leads here
    page_lr: float = 0.05  # learning rate that the page begins with: good for losses of a few parameters
    lectures: bool = False  # it is as slides of a course have it

    def rule(self, weight_decay: float) -> str:
        """Return the rule in the formula language, with the statements of the decay unless it is 0."""
        return self.decay + self.text if weight_decay else self.text


_ADAM = (
    "m = beta1*m + (1 - beta1)*g; v = beta2*v + (1 - beta2)*g**2; "
    "mhat = m/(1 - beta1**t); vhat = v/(1 - beta2**t); w = w - lr*mhat/(sqrt(vhat) + eps)"
)
_BETAS = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.0}

ROWS = (
    Optimizer(
        "sgd",
        "Gradient descent",
        "w = w - lr*g",
        {"lr": 1e-3, "weight_decay": 0.0},
        variants={"momentum": "momentum", "nesterov": "nesterov"},
        torch="SGD(params, lr={lr}, weight_decay={weight_decay})",
        label="SGD",
    ),
    Optimizer(
        "momentum",
        "Momentum",
        "v = momentum*v + g; w = w - lr*v",
        {"lr": 1e-3, "momentum": 0.9, "weight_decay": 0.0},
        variants={"nesterov": "nesterov"},
        torch="SGD(params, lr={lr}, momentum={momentum}, weight_decay={weight_decay})",
        label="Momentum",
    ),
    Optimizer(
        "nesterov",
        "Nesterov momentum",
        "v = momentum*v + g; w = w - lr*(g + momentum*v)",
        {"lr": 1e-3, "momentum": 0.9, "weight_decay": 0.0},
        torch="SGD(params, lr={lr}, momentum={momentum}, nesterov=True, weight_decay={weight_decay})",
        label="Nesterov",
    ),
    Optimizer(
        "adagrad",
        "Adagrad",
        "s = s + g**2; w = w - lr*g/(sqrt(s) + eps)",
        {"lr": 1e-2, "eps": 1e-10, "weight_decay": 0.0},
        torch="Adagrad(params, lr={lr}, eps={eps}, weight_decay={weight_decay})",
        label="Adagrad",
        page_lr=0.5,
    ),
    Optimizer(
        "rmsprop",
        "RMSProp",
        "s = alpha*s + (1 - alpha)*g**2; w = w - lr*g/(sqrt(s) + eps)",
        {"lr": 1e-2, "alpha": 0.99, "eps": 1e-8, "weight_decay": 0.0},
        torch="RMSprop(params, lr={lr}, alpha={alpha}, eps={eps}, weight_decay={weight_decay})",
        label="RMSProp",
    ),
    Optimizer(
        "adam",
        "Adam",
        _ADAM,
        _BETAS,
        switches={"bias_correction": "adam-uncorrected"},
        torch="Adam(params, lr={lr}, betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay})",
        label="Adam",
        page_lr=0.1,
    ),
    Optimizer(
        "adamw",
        "AdamW",
        _ADAM,
        {**_BETAS, "weight_decay": 0.01},
        _DECOUPLED,
        torch="AdamW(params, lr={lr}, betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay})",
        label="AdamW",
        page_lr=0.1,
    ),
    Optimizer(
        "adam-uncorrected",
        "Adam without bias correction",
        "m = beta1*m + (1 - beta1)*g; v = beta2*v + (1 - beta2)*g**2; w = w - lr*m/(sqrt(v) + eps)",
        _BETAS,
        differs="At the first update m is 0.1·g and v is 0.001·g²: the step is 0.1/√0.001 = 3.16 times the corrected "
        "one with the usual betas.",
    ),
    Optimizer(
        "momentum-cs231n",
        "Momentum whose velocity carries the learning rate",
        "v = momentum*v - lr*g; w = w + v",
        {"lr": 1e-3, "momentum": 0.9, "weight_decay": 0.0},
        differs="At the first update v is −lr·g and not g. The parameters are the same as long as lr is.",
        label="Momentum, v carries η",
        lectures=True,
    ),
    Optimizer(
        "nesterov-cs231n",
        "Nesterov momentum whose velocity carries the learning rate",
        "before = v; v = momentum*v - lr*g; w = w - momentum*before + (1 + momentum)*v",
        {"lr": 1e-3, "momentum": 0.9, "weight_decay": 0.0},
        differs="At the first update v is −lr·g and not g. The parameters are the same as long as lr is.",
        label="Nesterov, v carries η",
        lectures=True,
    ),
    Optimizer(
        "adagrad-cs231n",
        "Adagrad as on the slides",
        "cache = cache + g**2; w = w - lr*g/(sqrt(cache) + eps)",
        {"lr": 1e-2, "eps": 1e-7, "weight_decay": 0.0},
        differs="Only eps is another: 1e-7 in place of 1e-10.",
        label="Adagrad, ε 10⁻⁷",
        page_lr=0.5,
        lectures=True,
    ),
    Optimizer(
        "rmsprop-cs231n",
        "RMSProp as on the slides",
        "cache = decay_rate*cache + (1 - decay_rate)*g**2; w = w - lr*g/(sqrt(cache) + eps)",
        {"lr": 1e-2, "decay_rate": 0.99, "eps": 1e-7, "weight_decay": 0.0},
        differs="Only eps is another (1e-7 in place of 1e-8), and alpha is called decay_rate.",
        label="RMSProp, ε 10⁻⁷",
        lectures=True,
    ),
    Optimizer(
        "adam-cs231n",
        "Adam as first shown on the slides",
        "m = beta1*m + (1 - beta1)*g; v = beta2*v + (1 - beta2)*g**2; w = w - lr*m/(sqrt(v) + eps)",
        {**_BETAS, "eps": 1e-7},
        differs="No bias correction: at the first update m is 0.1·g and v is 0.001·g², so the step is 3.16 times the "
        "corrected one with the usual betas.",
        label="Adam, first form",
        page_lr=0.1,
        lectures=True,
    ),
)

OPTIMIZERS: Mapping[str, Optimizer] = {row.name: row for row in ROWS}
