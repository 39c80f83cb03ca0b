"""torch.nn.utils and torch.Generator: gradients that are clipped before a step, parameters in one row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..calling import Arguments
from ..values import Value
from .moving import MOVING, clip
from .source_definitions import SourceDefinitions
from .torch_random import seeded

__all__ = ["GENERATOR", "UTILS"]

TEXT = SourceDefinitions(
    """
def _each(parameters):
    return list(parameters) if isinstance(parameters, (list, tuple)) else [parameters]


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    pairs = [(p, gradient(p)) for p in _each(parameters)]
    pairs = [(p, g) for p, g in pairs if g is not None]
    if norm_type == inf:
        total = np.max(np.array([np.max(np.abs(g)) for _, g in pairs]))
    else:
        total = sum([np.sum(np.abs(g)**norm_type) for _, g in pairs])**(1/norm_type)
    factor = np.minimum(max_norm/(total + 1e-6), 1.0)
    for p, g in pairs:
        clip(p, g*factor)
    return total


def clip_grad_value_(parameters, clip_value, foreach=None):
    if moves():
        for p in _each(parameters):
            g = gradient(p)
            if g is not None:
                clip(p, np.clip(g, -clip_value, clip_value))


def parameters_to_vector(parameters):
    return np.concatenate([np.ravel(p) for p in parameters])


class Generator:
    def __init__(self, device=None):
        self.device = device
    def manual_seed(self, seed):
        seeded(self, seed)
        return self
    def seed(self):
        return 0
""",
    modules={"np": "numpy"},
    helpers={"gradient": MOVING["gradient"], "clip": clip, "moves": lambda call: _moves(call), "seeded": seeded},
)


def _moves(call: Arguments) -> Value:
    return call.machine.rounds.moves


UTILS: Mapping[str, Any] = {
    name: TEXT.row(name) for name in ("clip_grad_norm_", "clip_grad_value_", "parameters_to_vector")
}
GENERATOR: Mapping[str, Any] = {"Generator": TEXT.classes()["Generator"]}
