"""Chainrule: computational graphs with their gradients, to see, to step through and to put on a slide.

trace = chainrule.trace("1/(1+exp(-(w*x+b)))", values={"w": 2, "x": -1, "b": 3})
trace.value, trace.gradients["w"], trace.to_dict()
"""

from .errors import ChainruleError
from .library import trace
from .tracing import Trace

__version__ = "0.1.0"
__all__ = ["ChainruleError", "Trace", "__version__", "trace"]
