"""Graph -> View: what is drawn. Constants move inside gates, copy and broadcast gates appear, functions close.

The View is structure only. It says, for each wire, which places of the Graph its numbers come from, so that
opening and closing can never change a number.
"""

from __future__ import annotations

from .choice import MAX_DRAWN_GATES, MAX_OPEN_LOOP, view
from .parts import OUTPUT, Box, Form, FunctionFrame, View, Wire, call_id

__all__ = [
    "OUTPUT",
    "MAX_DRAWN_GATES",
    "MAX_OPEN_LOOP",
    "Box",
    "Form",
    "FunctionFrame",
    "View",
    "Wire",
    "call_id",
    "view",
]
