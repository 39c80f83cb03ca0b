"""Chainrule: computational graphs with their gradients, to see, to step through and to put on a slide.

trace = chainrule.trace("1/(1+exp(-(w*x+b)))", values={"w": 2, "x": -1, "b": 3})
trace.value, trace.gradients["w"], trace.to_dict()
"""

from typing import Any

from .errors import ChainruleError
from .trace import Trace
from .trace import build as trace

__version__ = "0.1.0"
__all__ = ["ChainruleError", "Trace", "__version__", "trace"]


def _picture(shown: Trace, **_: Any) -> dict[str, Any]:
    """A trace shows itself in a notebook. The trace knows no picture, so the package joins the two."""
    from .export import mimebundle

    return mimebundle(shown)


Trace._repr_mimebundle_ = _picture  # type: ignore[attr-defined]
