"""Chainrule: computational graphs with their gradients, to see, to step through and to put on a slide."""

__version__ = "0.1.0"
