"""torch.nn.utils: gradients made shorter before an optimizer's step, written in the language itself."""

from __future__ import annotations

from typing import Any

from .moving import MOVING
from .written import SourceDefinitions

__all__ = ["CLIPPING"]

TEXT = SourceDefinitions(
    """
def _graded(parameters):
    each = list(parameters) if isinstance(parameters, (list, tuple)) else [parameters]
    pairs = [(p, gradient(p)) for p in each]
    return [(p, g) for p, g in pairs if g is not None]


@hidden
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    pairs = _graded(parameters)
    if norm_type == np.inf:
        norm = np.max(np.stack([np.max(np.abs(g)) for _, g in pairs]))
    else:
        norm = np.sum(np.stack([np.sum(np.abs(g)**norm_type) for _, g in pairs]))**(1/norm_type)
    if later():
        scale = np.minimum(max_norm/(norm + 1e-6), 1.0)
        for p, g in pairs:
            put_gradient(p, g*scale)
    return norm


@hidden
def clip_grad_value_(parameters, clip_value, foreach=None):
    if later():
        for p, g in _graded(parameters):
            put_gradient(p, np.clip(g, -clip_value, clip_value))
    return None
""",
    {"np": "numpy"},
    {**MOVING},
)
CLIPPING: dict[str, Any] = {name: TEXT.row(name) for name in ("clip_grad_norm_", "clip_grad_value_")}
