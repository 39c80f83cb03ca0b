"""Every direction beside the backward pass: tangents, second derivatives, and the numerical check."""

from .broken import FAULTS, Fault
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
from .gradcheck import GradcheckResult, GradientCheck, Kind, gradcheck
from .second import HessianResult, hessian, hessian_vector_product, leaf_of
from .tangents import TangentPlan, plan_tangents, tangents, tangents_of_many

__all__ = [
    "FAULTS",
    "Fault",
    "GradientCheck",
    "GradcheckResult",
    "HessianResult",
    "Kind",
    "ModeCost",
    "Recomputed",
    "TangentPlan",
    "evaluation_work",
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
