"""Functions that open and close: hand-written ones found in a graph, derivatives held to the true ones, health.

    recognise(graph)               the same graph with a frame round every function written out by hand
    verdicts(pass)                 whether the derivatives that the reader gave are the true ones
    box_expenses(graph, boxes)     multiply-adds, activations and Jacobians of what is drawn
    health(pass, view, gradients)  gates that saturate or are off, the first inf or NaN, gradients out of scale

`jacobian` forms the matrix that nobody forms.
"""

from .costs import Expense, box_expenses, expense
from .derivative import Verdict, verdicts
from .health import Finding, health
from .recognise import recognise

__all__ = ["Expense", "Finding", "Verdict", "box_expenses", "expense", "health", "recognise", "verdicts"]
