"""Learning: a program's parameters moved along their gradients by an optimizer written in the formula language."""

from __future__ import annotations

from .fan import fan
from .field import field
from .optimizers import OPTIMIZERS, Optimizer
from .rule_tape import optimizer_table
from .run import Run, Settings, start, train
from .run_document import FanDocument, FieldDocument, OptimizerTable, RunDocument, SurfaceDocument
from .run_lines import Head, lines
from .schedules import SCHEDULES, Schedule
from .surface import surface
from .training import End, Progress, RunEntry

__all__ = [
    "OPTIMIZERS",
    "SCHEDULES",
    "End",
    "RunEntry",
    "FanDocument",
    "FieldDocument",
    "Head",
    "Optimizer",
    "OptimizerTable",
    "Progress",
    "Run",
    "RunDocument",
    "Schedule",
    "Settings",
    "SurfaceDocument",
    "fan",
    "field",
    "lines",
    "optimizer_table",
    "start",
    "surface",
    "train",
]
