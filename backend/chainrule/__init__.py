"""Chainrule: computational graphs with their gradients, to see, to step through and to put on a slide.

trace = chainrule.trace("1/(1+exp(-(w*x+b)))", values={"w": 2, "x": -1, "b": 3})
trace.value, trace.gradients["w"], trace.to_dict()
run = chainrule.train("(w*x - y)**2", values={"w": 1, "x": 2, "y": 3}, settings={"lr": 0.1})
run.loss, run.values["w"], run.ended
"""

from reprlib import Repr
from typing import Any

from .errors import ChainruleError
from .learn import Run, train
from .trace import Trace
from .trace import build as trace

__version__ = "0.1.0"
__all__ = ["ChainruleError", "Run", "Trace", "__version__", "trace", "train"]


def _picture(shown: Trace, **_: Any) -> dict[str, Any]:
    """A trace shows itself in a notebook. The trace knows no picture, so the package joins the two."""
    from .export import mimebundle

    return mimebundle(shown)


def _brief(shown: Trace) -> str:
    """A line for a terminal: the whole document is 20,000 characters for a neuron."""
    short = Repr()
    short.maxstring, short.maxother, short.maxdict, short.maxlist, short.maxlevel = 80, 60, 6, 4, 3
    gradients = short.repr(shown.gradients)
    return f"Trace({short.repr(shown.source)}, value={short.repr(shown.value)}, gradients={gradients})"


Trace._repr_mimebundle_ = _picture  # type: ignore[attr-defined]
Trace.__repr__ = _brief  # type: ignore[method-assign, assignment]
