"""Functions that open and close: hand-written ones found in a graph, their Jacobians, their health.

    recognise(graph)    the same graph with a frame round every function written out by hand
"""

from .recognise import recognise

__all__ = ["recognise"]
