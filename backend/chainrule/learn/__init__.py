"""Learning: a program's parameters moved along their gradients by an optimizer written in the formula language."""

from __future__ import annotations

from .document import FieldDocument, OptimizerTable, RunDocument, SurfaceDocument
from .field import field
from .lines import Head, lines
from .optimizers import OPTIMIZERS, Optimizer
from .rule_tape import optimizer_table
from .run import Run, Settings, start, train
from .schedules import SCHEDULES, Schedule
from .surface import surface
from .training import End, Entry

__all__ = [
    "OPTIMIZERS",
    "SCHEDULES",
    "End",
    "Entry",
    "FieldDocument",
    "Head",
    "Optimizer",
    "OptimizerTable",
    "Run",
    "RunDocument",
    "Schedule",
    "Settings",
    "SurfaceDocument",
    "field",
    "lines",
    "optimizer_table",
    "start",
    "surface",
    "train",
]
