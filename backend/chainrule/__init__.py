"""Chainrule: computational graphs with their gradients, to see, to step through and to put on a slide.

trace = chainrule.trace("1/(1+exp(-(w*x+b)))", values={"w": 2, "x": -1, "b": 3})
trace.value, trace.gradients["w"]          # float64 numbers and arrays
trace.to_json()                            # the document that the API answers
chainrule.render(trace, "svg", step=4)     # a picture
"""

from .abstract import AbstractArray
from .errors import (
    ChainruleError,
    InputError,
    LimitError,
    RequestError,
    ShapeError,
    SourceError,
    Span,
    TextEdit,
)
from .export import Options, render
from .frameworks import Agreement, Imported
from .layer_costs import CostRow, CostTable
from .learn import Run, train
from .limits import Limits
from .python_api import (
    costs,
    exercise,
    export_exercise,
    from_jax,
    from_onnx,
    from_torch,
    gradcheck,
    hessian,
    hvp,
    jvp,
    layer_costs,
    trace,
)
from .request import TraceRequest
from .run_pictures import render_run
from .tracing import Trace
from .tracing.document import Edge, Function, Large, Named, Node, Step

__version__ = "0.1.0"
__all__ = [
    "trace",
    "train",
    "costs",
    "exercise",
    "export_exercise",
    "from_torch",
    "from_jax",
    "from_onnx",
    "layer_costs",
    "gradcheck",
    "hessian",
    "hvp",
    "jvp",
    "render",
    "render_run",
    "Trace",
    "Run",
    "Imported",
    "Agreement",
    "CostTable",
    "CostRow",
    "Node",
    "Edge",
    "Function",
    "Named",
    "Step",
    "Large",
    "AbstractArray",
    "Limits",
    "Options",
    "TraceRequest",
    "ChainruleError",
    "SourceError",
    "ShapeError",
    "InputError",
    "RequestError",
    "LimitError",
    "Span",
    "TextEdit",
    "__version__",
]
