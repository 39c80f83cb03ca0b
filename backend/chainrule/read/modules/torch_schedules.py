"""torch.optim.lr_scheduler: the learning rate after t steps, written in the language itself."""

from __future__ import annotations

from typing import Any

from .written import SourceDefinitions

__all__ = ["SCHEDULERS"]

SCHEDULER = """
class Scheduler:
    def step(self, *args):
        self.last_epoch = self.last_epoch + 1
        self._set()

    def _set(self):
        for group, base, place in zip(self.optimizer.param_groups, self.base_lrs, range(len(self.base_lrs))):
            group['lr'] = self._rate(base, self.last_epoch, place)

    def _begin(self, optimizer):
        self.optimizer = optimizer
        self.last_epoch = 0
        self.base_lrs = [group['lr'] for group in optimizer.param_groups]
        self._set()

    def get_last_lr(self):
        return [group['lr'] for group in self.optimizer.param_groups]

    def state_dict(self):
        return {}
"""
# class -> its settings with PyTorch's defaults, and the body of _rate(self, lr, t, place)
RULES: dict[str, tuple[str, str]] = {
    "StepLR": ("step_size, gamma=0.1", "return lr*self.gamma**(t//self.step_size)"),
    "MultiStepLR": (
        "milestones, gamma=0.1",
        "return lr*self.gamma**len([None for milestone in self.milestones if milestone <= t])",
    ),
    "ExponentialLR": ("gamma", "return lr*self.gamma**t"),
    "CosineAnnealingLR": (
        "T_max, eta_min=0.0",
        "return self.eta_min + (lr - self.eta_min)*(1 + math.cos(math.pi*t/self.T_max))/2",
    ),
    "CosineAnnealingWarmRestarts": (
        "T_0, T_mult=1, eta_min=0.0",
        """
length = self.T_0
while t >= length:
    t, length = t - length, length*self.T_mult
return self.eta_min + (lr - self.eta_min)*(1 + math.cos(math.pi*t/length))/2
""",
    ),
    "LambdaLR": (
        "lr_lambda",
        "return lr*(self.lr_lambda[place] if isinstance(self.lr_lambda, (list, tuple)) else self.lr_lambda)(t)",
    ),
    "LinearLR": (
        "start_factor=1/3, end_factor=1.0, total_iters=5",
        "return lr*(self.start_factor + (self.end_factor - self.start_factor)*min(t, self.total_iters)/self.total_iters)",
    ),
    "ConstantLR": ("factor=1/3, total_iters=5", "return lr*self.factor if t < self.total_iters else lr"),
    "PolynomialLR": (
        "total_iters=5, power=1.0",
        "return lr*(1 - min(t, self.total_iters)/self.total_iters)**self.power",
    ),
}
NOT_FOLLOWED = ("OneCycleLR", "ReduceLROnPlateau", "CyclicLR", "MultiplicativeLR", "SequentialLR", "ChainedScheduler")


def _class_of(name: str, settings: str, body: str) -> str:
    names = [part.partition("=")[0].strip() for part in settings.split(",")]
    kept = "".join(f"        self.{word} = {word}\n" for word in names)
    rate = "\n".join(f"        {line}" for line in body.strip().splitlines())
    return (
        f"\n\nclass {name}(Scheduler):\n    def __init__(self, optimizer, {settings}, last_epoch=-1, verbose=False):\n"
        f"{kept}        self._begin(optimizer)\n\n    def _rate(self, lr, t, place):\n{rate}\n"
    )


def _unknown(name: str) -> str:
    return (
        f"\n\nclass {name}(Scheduler):\n    def __init__(self, optimizer, *args, **kwargs):\n"
        "        self.optimizer = optimizer\n\n    def step(self, *args):\n        if later():\n"
        f"            refuse('`{name}` is not followed from round to round.', 'Use `StepLR` or `CosineAnnealingLR`.')\n"
    )


TEXT = SourceDefinitions(
    SCHEDULER + "".join(_class_of(name, *rule) for name, rule in RULES.items()) + "".join(map(_unknown, NOT_FOLLOWED)),
    {"math": "math"},
    {"later": lambda call: call.machine.rounds.moves},
)
SCHEDULERS: dict[str, Any] = {name: TEXT.classes()[name] for name in (*RULES, *NOT_FOLLOWED)}
