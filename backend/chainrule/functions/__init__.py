"""Functions that open and close: hand-written ones found in a graph, derivatives held to the true ones.

recognise(graph)    the same graph with a frame round every function written out by hand
verdicts(pass)      whether the derivatives that the reader gave are the true ones
"""

from .derivative import Verdict, verdicts
from .recognise import recognise

__all__ = ["Verdict", "recognise", "verdicts"]
