"""Functions written out by hand: found in a graph as the idioms they are, so that they can be closed.

recognise(graph)   the same graph with a frame round every function written out by hand
"""

from .search import recognise

__all__ = ["recognise"]
