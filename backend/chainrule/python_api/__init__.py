"""The Python API: `trace` and its relatives, and how a trace shows itself in a notebook and in a terminal."""

from . import display  # gives the trace its two looks
from .derivatives import costs, gradcheck, hessian, hvp, jvp
from .exercise_files import exercise, export_exercise
from .models import from_jax, from_onnx, from_torch
from .traces import layer_costs, trace

__all__ = [
    "costs",
    "display",
    "exercise",
    "export_exercise",
    "from_jax",
    "from_onnx",
    "from_torch",
    "gradcheck",
    "hessian",
    "hvp",
    "jvp",
    "layer_costs",
    "trace",
]
