"""Reading: pasted text -> Graph, by running the program in a bounded interpreter of our own.

The text becomes Python's syntax tree (`text`), the tree becomes instructions (`compile`, `expressions`, `statements`),
a machine executes them over numbers of the graph (`machine`), and what the writer means by it is found at the end
(`output`). Python itself never evaluates any of the text.
"""

from __future__ import annotations

from .backward import BackwardGraph, backward_graph
from .carried_loop import CarriedLoop, carried_loop, follow_carried
from .defaults import Assumption, default_value
from .following import follow
from .halves import two_halves
from .hand_gradients.gradient_names import is_loss
from .reading import Request, read

__all__ = [
    "Assumption",
    "BackwardGraph",
    "CarriedLoop",
    "Request",
    "backward_graph",
    "carried_loop",
    "default_value",
    "follow",
    "follow_carried",
    "is_loss",
    "read",
    "two_halves",
]
