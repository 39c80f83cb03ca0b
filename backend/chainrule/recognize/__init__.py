"""Functions written out by hand: found in a graph as the idioms they are, so that they can be closed.

recognise(graph)      the same graph with a frame round every function written out by hand
frame_rounds(graph)   the same graph with a frame round every round of a long loop
"""

from .search import recognise
from .unrolled_rounds import frame_rounds

__all__ = ["frame_rounds", "recognise"]
