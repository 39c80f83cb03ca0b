"""Every direction beside the backward pass: tangents, second derivatives, and the numerical check."""

from .broken import FAULTS, BrokenGradients, Fault, broken_gradients, first_wrong
from .costs import (
    ModeCost,
    Recomputed,
    evaluation_work,
    forward_cost,
    full_jacobian,
    recomputed,
    reverse_cost,
    saved_nodes,
)
from .gradcheck import NEAR, GradcheckResult, GradientCheck, Kind, Verdict, gradcheck
from .second import HessianResult, hessian, hessian_vector_product, leaf_of
from .tangents import TangentPlan, plan_tangents, tangents, tangents_of_many

__all__ = [
    "FAULTS",
    "NEAR",
    "BrokenGradients",
    "Fault",
    "GradientCheck",
    "GradcheckResult",
    "HessianResult",
    "Kind",
    "ModeCost",
    "Recomputed",
    "TangentPlan",
    "Verdict",
    "broken_gradients",
    "evaluation_work",
    "first_wrong",
    "forward_cost",
    "full_jacobian",
    "gradcheck",
    "hessian",
    "hessian_vector_product",
    "leaf_of",
    "plan_tangents",
    "recomputed",
    "reverse_cost",
    "saved_nodes",
    "tangents",
    "tangents_of_many",
]
