"""torch.optim.lr_scheduler: the learning rate after t steps, written in the language itself."""

from __future__ import annotations

from typing import Any

from .source_definitions import SourceDefinitions

__all__ = ["SCHEDULERS"]

SCHEDULER = """
class Scheduler:
    eta_min = 0.0

    def step(self, *args):
        self.last_epoch = self.last_epoch + 1
        if len(self.optimizer.schedulers) > 1:
            self._change()
        else:
            self._set()

    def _set(self):
        for group, base, place in zip(self.optimizer.param_groups, self.base_lrs, range(len(self.base_lrs))):
            group['lr'] = self._rate(base, self.last_epoch, place)

    def _change(self):
        t, low = self.last_epoch, self.eta_min
        for group, base, place in zip(self.optimizer.param_groups, self.base_lrs, range(len(self.base_lrs))):
            now = self._rate(low + 1, t, place) - low
            before = 1 if t == 0 else self._rate(low + 1, t - 1, place) - low
            lr = group['lr']
            group['lr'] = low + (lr - low)*now/before if before != 0 else lr + (base - low)*now

    def _begin(self, optimizer):
        self.optimizer = optimizer
        self.last_epoch = 0
        optimizer.schedulers.append(self)
        for group in optimizer.param_groups:
            if 'initial_lr' not in group:
                group['initial_lr'] = group['lr']
        self.base_lrs = [group['initial_lr'] for group in optimizer.param_groups]
        if len(optimizer.schedulers) > 1:
            self._change()
        else:
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
    "LinearLR": (
        "start_factor=1/3, end_factor=1.0, total_iters=5",
        "return lr*(self.start_factor + (self.end_factor - self.start_factor)*min(t, self.total_iters)/self.total_iters)",
    ),
    "MultiplicativeLR": (
        "lr_lambda",
        "for k in range(1, t + 1):\n    lr = lr*_of_group(self.lr_lambda, place)(k)\nreturn lr",
    ),
    "ConstantLR": ("factor=1/3, total_iters=5", "return lr*self.factor if t < self.total_iters else lr"),
    "PolynomialLR": (
        "total_iters=5, power=1.0",
        "return lr*(1 - min(t, self.total_iters)/self.total_iters)**self.power",
    ),
}
# Those that are more than a rule for lr after t steps.
OWN = """

def _of_group(value, place):
    return value[place] if isinstance(value, (list, tuple)) else value


class LambdaLR(Scheduler):
    def __init__(self, optimizer, lr_lambda, last_epoch=-1, verbose=False):
        self.lr_lambda = lr_lambda
        self._begin(optimizer)

    def _rate(self, lr, t, place):
        return lr*_of_group(self.lr_lambda, place)(t)

    def _change(self):
        self._set()


def _set_momentum(group, momentum):
    if 'betas' in group:
        group['betas'] = (momentum, group['betas'][1])
    else:
        group['momentum'] = momentum


class CyclicLR(Scheduler):
    def __init__(self, optimizer, base_lr, max_lr, step_size_up=2000, step_size_down=None, mode='triangular', gamma=1.0,
                 scale_fn=None, scale_mode='cycle', cycle_momentum=True, base_momentum=0.8, max_momentum=0.9,
                 last_epoch=-1, verbose=False):
        self.low, self.high, self.mode, self.gamma = base_lr, max_lr, mode, gamma
        self.scale_fn, self.by_cycle = scale_fn, scale_mode == 'cycle'
        self.total = step_size_up + (step_size_up if step_size_down is None else step_size_down)
        self.ratio = step_size_up/self.total
        self.cycle, self.momenta = cycle_momentum, (base_momentum, max_momentum)
        self._begin(optimizer)

    def _scale(self, cycle):
        if self.scale_fn is not None:
            return self.scale_fn(cycle if self.by_cycle else self.last_epoch)
        if self.mode == 'exp_range':
            return self.gamma**self.last_epoch
        return 1/2**(cycle - 1) if self.mode == 'triangular2' else 1.0

    def _set(self):
        cycle = 1 + self.last_epoch//self.total
        x = 1 + self.last_epoch/self.total - cycle
        height = (x/self.ratio if x <= self.ratio else (x - 1)/(self.ratio - 1))*self._scale(cycle)
        for group, place in zip(self.optimizer.param_groups, range(len(self.optimizer.param_groups))):
            low, high = _of_group(self.low, place), _of_group(self.high, place)
            group['lr'] = low + (high - low)*height
            if self.cycle:
                least, most = [_of_group(momentum, place) for momentum in self.momenta]
                _set_momentum(group, most - (most - least)*height)

    def _change(self):
        self._set()


class OneCycleLR(Scheduler):
    def __init__(self, optimizer, max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3,
                 anneal_strategy='cos', cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, div_factor=25.0,
                 final_div_factor=10000.0, three_phase=False, last_epoch=-1, verbose=False):
        self.total_steps = epochs*steps_per_epoch if total_steps is None else total_steps
        self.max_lr, self.div, self.final = max_lr, div_factor, final_div_factor
        self.linear, self.cycle = anneal_strategy == 'linear', cycle_momentum
        self.momenta = (base_momentum, max_momentum)
        up = pct_start*self.total_steps - 1
        self.ends = [up, 2*up, self.total_steps - 1] if three_phase else [up, self.total_steps - 1]
        self._begin(optimizer)

    def _along(self, values):
        begin = 0
        for place, end in enumerate(self.ends):
            if self.last_epoch <= end or place == len(self.ends) - 1:
                part, a, b = (self.last_epoch - begin)/(end - begin), values[place], values[place + 1]
                return a + (b - a)*part if self.linear else b + (a - b)/2*(1 + math.cos(math.pi*part))
            begin = end

    def _set(self):
        if self.last_epoch > self.total_steps:
            refuse('`OneCycleLR` has no step behind its last.', 'Give it more `total_steps`.')
        low, high = self.momenta
        for group, place in zip(self.optimizer.param_groups, range(len(self.optimizer.param_groups))):
            top = _of_group(self.max_lr, place)
            first = top/self.div
            back = [first] if len(self.ends) == 3 else []
            group['lr'] = self._along([first, top, *back, first/self.final])
            if self.cycle:
                _set_momentum(group, self._along([high, low, high, high]))

    def _change(self):
        self._set()


class ReduceLROnPlateau(Scheduler):
    def __init__(self, optimizer, mode='min', factor=0.1, patience=10, threshold=0.0001, threshold_mode='rel',
                 cooldown=0, min_lr=0, eps=1e-08, verbose=False):
        self.optimizer, self.factor, self.patience, self.cooldown = optimizer, factor, patience, cooldown
        self.min_lr, self.eps, self.mode, self.relative = min_lr, eps, mode, threshold_mode == 'rel'
        self.threshold, self.best, self.bad, self.cooling = threshold, None, 0, 0
        optimizer.schedulers.append(self)

    def _is_better(self, now):
        sign = 1 if self.mode == 'min' else -1
        bound = self.best*(1 - sign*self.threshold) if self.relative else self.best - sign*self.threshold
        return now < bound if self.mode == 'min' else now > bound

    def step(self, metrics, epoch=None):
        if later():
            now = metrics
            if self.best is None or self._is_better(now):
                self.best, self.bad = now, 0
            else:
                self.bad = self.bad + 1
            if self.cooling > 0:
                self.cooling, self.bad = self.cooling - 1, 0
            if self.bad > self.patience:
                self.cooling, self.bad = self.cooldown, 0
                for group, place in zip(self.optimizer.param_groups, range(len(self.optimizer.param_groups))):
                    lr = max(group['lr']*self.factor, _of_group(self.min_lr, place))
                    if group['lr'] - lr > self.eps:
                        group['lr'] = lr


class SequentialLR(Scheduler):
    def __init__(self, optimizer, schedulers, milestones, last_epoch=-1, verbose=False):
        self.schedulers, self.milestones = list(schedulers), list(milestones)
        if len(optimizer.schedulers) != len(self.schedulers):
            refuse('`SequentialLR` is not followed beside another schedule.', 'Leave the other one out.')
        optimizer.schedulers = []
        self._begin(optimizer)

    def _set(self):
        passed = [place for place in self.milestones if place <= self.last_epoch]
        schedule = self.schedulers[len(passed)]
        schedule.last_epoch = self.last_epoch - (passed[-1] if passed else 0)
        schedule._set()

    def _change(self):
        refuse('`SequentialLR` is not followed beside another schedule.', 'Leave the other one out.')


class ChainedScheduler:
    def __init__(self, schedulers, optimizer=None):
        self.schedulers = list(schedulers)
        self.optimizer = self.schedulers[0].optimizer if optimizer is None else optimizer

    def step(self):
        for schedule in self.schedulers:
            schedule.step()

    def get_last_lr(self):
        return [group['lr'] for group in self.optimizer.param_groups]

    def state_dict(self):
        return {}
"""


def _class_of(name: str, settings: str, body: str) -> str:
    names = [part.partition("=")[0].strip() for part in settings.split(",")]
    assignments = "".join(f"        self.{word} = {word}\n" for word in names)
    rate = "\n".join(f"        {line}" for line in body.strip().splitlines())
    return (
        f"\n\nclass {name}(Scheduler):\n    def __init__(self, optimizer, {settings}, last_epoch=-1, verbose=False):\n"
        f"{assignments}        self._begin(optimizer)\n\n    def _rate(self, lr, t, place):\n{rate}\n"
    )


TEXT = SourceDefinitions(
    SCHEDULER + OWN + "".join(_class_of(name, *rule) for name, rule in RULES.items()),
    {"math": "math"},
    {"later": lambda call: call.machine.rounds.moves},
)
SCHEDULERS: dict[str, Any] = {name: TEXT.classes()[name] for name in TEXT.classes() if name != "Scheduler"}
