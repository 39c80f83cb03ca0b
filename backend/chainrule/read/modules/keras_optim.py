"""Keras's optimizers with its settings, written in the language itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .moving import MOVING
from .source_definitions import SourceDefinitions

__all__ = ["OPTIMIZERS"]

OPTIMIZER = """
class Optimizer:
    def apply_gradients(self, grads_and_vars):
        if stepped():
            if self.clipnorm is not None or self.clipvalue is not None or self.decay is not None:
                refuse('Clipped gradients are not followed from round to round.', 'Ask for the first round.')
            for grad, variable in grads_and_vars:
                g = gradient(grad) if grad is not None else None
                if g is not None:
                    state = state_of(self, variable)
                    state['t'] = (state['t'] if 't' in state else zero()) + 1
                    put(variable, self._moved(variable, g, self.learning_rate, state))

    def apply(self, grads, trainable_variables=None):
        if trainable_variables is None:
            if stepped():
                refuse('`apply` without its variables is not followed.', 'Write `apply_gradients(zip(grads, variables))`.')
        else:
            self.apply_gradients(zip(grads, trainable_variables))

    def minimize(self, loss, var_list=None):
        if stepped():
            refuse('`minimize` is not followed from round to round.', 'Write `apply_gradients(zip(grads, variables))`.')

    def build(self, var_list):
        return None


def _moments(g, b1, b2, state):
    m = b1*state.get('m', 0) + (1 - b1)*g
    v = b2*state.get('v', 0) + (1 - b2)*g**2
    state['m'], state['v'] = m, v
    return m, v


def _adam(self, w, g, lr, state):
    if self.amsgrad:
        refuse('`amsgrad` is not followed from round to round.', 'Leave it out.')
    m, v = _moments(g, self.beta_1, self.beta_2, state)
    alpha = lr*np.sqrt(1 - self.beta_2**state['t'])/(1 - self.beta_1**state['t'])
    return w - alpha*m/(np.sqrt(v) + self.epsilon)
"""
# class -> its settings with Keras's defaults, and the body of _moved(self, w, g, lr, state)
RULES: Mapping[str, tuple[str, str]] = {
    "SGD": (
        "learning_rate=0.01, momentum=0.0, nesterov=False",
        """
if self.momentum == 0:
    return w - lr*g
v = self.momentum*state.get('v', 0) - lr*g
state['v'] = v
return w + self.momentum*v - lr*g if self.nesterov else w + v
""",
    ),
    "Adam": (
        "learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07, amsgrad=False",
        "return _adam(self, w, g, lr, state)",
    ),
    "AdamW": (
        "learning_rate=0.001, weight_decay=0.004, beta_1=0.9, beta_2=0.999, epsilon=1e-07, amsgrad=False",
        "return _adam(self, w*(1 - lr*self.weight_decay), g, lr, state)",
    ),
    "RMSprop": (
        "learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-07, centered=False",
        """
s = self.rho*state.get('s', 0) + (1 - self.rho)*g**2
state['s'] = s
if self.centered:
    mean = self.rho*state.get('mean', 0) + (1 - self.rho)*g
    state['mean'] = mean
    s = s - mean**2
step = lr*g/np.sqrt(s + self.epsilon)
if self.momentum != 0:
    step = self.momentum*state.get('v', 0) + step
    state['v'] = step
return w - step
""",
    ),
    "Adagrad": (
        "learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-07",
        """
s = state.get('s', self.initial_accumulator_value) + g**2
state['s'] = s
return w - lr*g/np.sqrt(s + self.epsilon)
""",
    ),
    "Adadelta": (
        "learning_rate=0.001, rho=0.95, epsilon=1e-07",
        """
s = self.rho*state.get('s', 0) + (1 - self.rho)*g**2
step = np.sqrt(state.get('d', 0) + self.epsilon)/np.sqrt(s + self.epsilon)*g
state['s'], state['d'] = s, self.rho*state.get('d', 0) + (1 - self.rho)*step**2
return w - lr*step
""",
    ),
    "Adamax": (
        "learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07",
        """
m = self.beta_1*state.get('m', 0) + (1 - self.beta_1)*g
u = np.maximum(self.beta_2*state.get('u', 0), np.abs(g))
state['m'], state['u'] = m, u
return w - lr/(1 - self.beta_1**state['t'])*m/(u + self.epsilon)
""",
    ),
    "Nadam": (
        "learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07",
        "refuse('The steps of Nadam are not followed.', 'Ask for the first round, or use SGD or Adam.')",
    ),
}


def _class_of(name: str, settings: str, body: str) -> str:
    names = [part.partition("=")[0].strip() for part in settings.split(",")]
    assignments = "".join(f"        self.{word} = {word}\n" for word in (*names, "clipnorm", "clipvalue", "decay"))
    update_lines = "\n".join(f"        {line}" for line in body.strip().splitlines())
    return (
        f"\n\nclass {name}(Optimizer):\n    def __init__(self, {settings}, clipnorm=None, clipvalue=None, decay=None, "
        f"name=None):\n{assignments}\n    def _moved(self, w, g, lr, state):\n{update_lines}\n"
    )


TEXT = SourceDefinitions(
    OPTIMIZER + "".join(_class_of(name, *rule) for name, rule in RULES.items()), {"np": "numpy"}, {**MOVING}
)
OPTIMIZERS: Mapping[str, Any] = TEXT.classes()
