"""Every direction beside the backward pass: tangents, second derivatives, and the numerical check."""

from .gradcheck import GradientCheck, GradientChecks, Kind, gradcheck
from .second import Hessian, hessian, hessian_vector_product, leaf_of
from .tangents import TangentPlan, plan_tangents, tangents, tangents_of_many

__all__ = [
    "GradientCheck",
    "GradientChecks",
    "Hessian",
    "Kind",
    "TangentPlan",
    "gradcheck",
    "hessian",
    "hessian_vector_product",
    "leaf_of",
    "plan_tangents",
    "tangents",
    "tangents_of_many",
]
