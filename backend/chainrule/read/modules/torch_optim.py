"""torch.optim: PyTorch's optimizers with its settings, written in the language itself."""

from __future__ import annotations

import re
from typing import Any

from .moving import MOVING
from .source_definitions import SourceDefinitions

__all__ = ["OPTIM"]

OPTIMIZER = """
class Optimizer:
    def zero_grad(self, set_to_none=True):
        return zero_gradients()

    def step(self, closure=None):
        loss = None if closure is None else closure()
        if stepped():
            for group in self.param_groups:
                for p in group['params']:
                    g = gradient(p)
                    if g is not None:
                        state = state_of(self, p)
                        state['t'] = (state['t'] if 't' in state else zero()) + 1
                        put(p, self._moved(p, -g if group.get('maximize', False) else g, group, state))
        return loss

    def state_dict(self):
        return {'param_groups': self.param_groups}

    def load_state_dict(self, state_dict):
        return None

    def add_param_group(self, param_group):
        self.param_groups.append({**self.defaults, **param_group})


def _groups(params, settings):
    params = list(params)
    if params and isinstance(params[0], dict):
        return [{**settings, **group} for group in params]
    return [{**settings, 'params': params}]


def _decayed(p, g, group):
    return g + group['weight_decay']*p if group['weight_decay'] != 0 else g


def _moments(g, group, state):
    b1, b2 = group['betas']
    m = (1 - b1)*g if 'm' not in state else b1*state['m'] + (1 - b1)*g
    v = (1 - b2)*g**2 if 'v' not in state else b2*state['v'] + (1 - b2)*g**2
    state['m'], state['v'] = m, v
    return m, v


def _adam(p, g, group, state):
    b1, b2 = group['betas']
    m, v = _moments(g, group, state)
    t = state['t']
    if group['amsgrad']:
        v = v if 'largest' not in state else np.maximum(state['largest'], v)
        state['largest'] = v
    return p - group['lr']/(1 - b1**t)*m/(np.sqrt(v)/np.sqrt(1 - b2**t) + group['eps'])
"""
# class -> its settings with PyTorch's defaults, and the body of _moved(self, p, g, group, state)
RULES: dict[str, tuple[str, str]] = {
    "SGD": (
        "lr=0.001, momentum=0, dampening=0, weight_decay=0, nesterov=False, maximize=False",
        """
g = _decayed(p, g, group)
momentum = group['momentum']
if momentum != 0:
    v = g if 'v' not in state else momentum*state['v'] + (1 - group['dampening'])*g
    state['v'] = v
    g = g + momentum*v if group['nesterov'] else v
return p - group['lr']*g
""",
    ),
    "Adam": (
        "lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, amsgrad=False, maximize=False",
        "return _adam(p, _decayed(p, g, group), group, state)",
    ),
    "AdamW": (
        "lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01, amsgrad=False, maximize=False",
        "return _adam(p*(1 - group['lr']*group['weight_decay']), g, group, state)",
    ),
    "Adagrad": (
        "lr=0.01, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10, maximize=False",
        """
g = _decayed(p, g, group)
s = state.get('s', group['initial_accumulator_value']) + g**2
state['s'] = s
lr = group['lr']/(1 + (state['t'] - 1)*group['lr_decay'])
return p - lr*g/(np.sqrt(s) + group['eps'])
""",
    ),
    "RMSprop": (
        "lr=0.01, alpha=0.99, eps=1e-08, weight_decay=0, momentum=0, centered=False, maximize=False",
        """
g = _decayed(p, g, group)
alpha, momentum = group['alpha'], group['momentum']
s = alpha*state.get('s', 0) + (1 - alpha)*g**2
state['s'] = s
if group['centered']:
    mean = alpha*state.get('mean', 0) + (1 - alpha)*g
    state['mean'] = mean
    s = s - mean**2
step = g/(np.sqrt(s) + group['eps'])
if momentum != 0:
    step = momentum*state.get('v', 0) + step
    state['v'] = step
return p - group['lr']*step
""",
    ),
    "Adadelta": (
        "lr=1.0, rho=0.9, eps=1e-06, weight_decay=0, maximize=False",
        """
g = _decayed(p, g, group)
rho, eps = group['rho'], group['eps']
s = rho*state.get('s', 0) + (1 - rho)*g**2
step = np.sqrt(state.get('d', 0) + eps)/np.sqrt(s + eps)*g
state['s'], state['d'] = s, rho*state.get('d', 0) + (1 - rho)*step**2
return p - group['lr']*step
""",
    ),
    "Adamax": (
        "lr=0.002, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, maximize=False",
        """
g = _decayed(p, g, group)
b1, b2 = group['betas']
m = b1*state.get('m', 0) + (1 - b1)*g
u = np.maximum(b2*state.get('u', 0), np.abs(g) + group['eps'])
state['m'], state['u'] = m, u
return p - group['lr']/(1 - b1**state['t'])*m/u
""",
    ),
    "NAdam": (
        "lr=0.002, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, momentum_decay=0.004, maximize=False",
        """
g = _decayed(p, g, group)
b1, b2 = group['betas']
t, decay = state['t'], group['momentum_decay']
mu, later = b1*(1 - 0.5*0.96**(t*decay)), b1*(1 - 0.5*0.96**((t + 1)*decay))
product = state.get('product', 1)*mu
state['product'] = product
m, v = _moments(g, group, state)
d = np.sqrt(v/(1 - b2**t)) + group['eps']
return p - group['lr']*(1 - mu)/(1 - product)*g/d - group['lr']*later/(1 - product*later)*m/d
""",
    ),
    "RAdam": (
        "lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, maximize=False",
        """
g = _decayed(p, g, group)
b1, b2 = group['betas']
t = state['t']
m, v = _moments(g, group, state)
m = m/(1 - b1**t)
longest = 2/(1 - b2) - 1
length = longest - 2*t*b2**t/(1 - b2**t)
if length <= 5:
    return p - group['lr']*m
r = np.sqrt((length - 4)*(length - 2)*longest/((longest - 4)*(longest - 2)*length))
return p - group['lr']*m*r*np.sqrt(1 - b2**t)/(np.sqrt(v) + group['eps'])
""",
    ),
    "ASGD": (
        "lr=0.01, lambd=0.0001, alpha=0.75, t0=1000000.0, weight_decay=0, maximize=False",
        """
g = _decayed(p, g, group)
eta = group['lr']/(1 + group['lambd']*group['lr']*(state['t'] - 1))**group['alpha']
return p*(1 - group['lambd']*eta) - eta*g
""",
    ),
    "Rprop": (
        "lr=0.01, etas=(0.5, 1.2), step_sizes=(1e-06, 50), maximize=False",
        """
(less, more), (shortest, longest) = group['etas'], group['step_sizes']
agrees = g*state.get('before', 0)
size = state.get('size', group['lr'])*np.where(agrees > 0, more, np.where(agrees < 0, less, 1.0))
size = np.clip(size, shortest, longest)
g = np.where(agrees < 0, 0.0, g)
state['before'], state['size'] = g, size
return p - np.sign(g)*size
""",
    ),
    "LBFGS": (
        "lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-07, tolerance_change=1e-09, history_size=100, "
        "line_search_fn=None",
        "refuse('The steps of LBFGS are not followed.', 'Ask for the first round, or use SGD or Adam.')",
    ),
}


def _class_of(name: str, settings: str, body: str) -> str:
    words = re.findall(r"(\w+)=", settings)
    listed = ", ".join(f"'{word}': {word}" for word in words)
    update_lines = "\n".join(f"        {line}" for line in body.strip().splitlines())
    return (
        f"\n\nclass {name}(Optimizer):\n    def __init__(self, params, {settings}, foreach=None, capturable=False, "
        f"differentiable=False, fused=None):\n        self.defaults = {{{listed}}}\n"
        "        self.schedulers = []\n        self.param_groups = _groups(params, self.defaults)\n\n"
        f"    def _moved(self, p, g, group, state):\n{update_lines}\n"
    )


TEXT = SourceDefinitions(
    OPTIMIZER + "".join(_class_of(name, *rule) for name, rule in RULES.items()), {"np": "numpy"}, {**MOVING}
)
OPTIM: dict[str, Any] = {name: TEXT.classes()[name] for name in (*RULES, "Optimizer")}
