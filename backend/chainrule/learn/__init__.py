"""Learning: a program's parameters moved along their gradients by an optimizer written in the formula language."""

from __future__ import annotations

from .document import FanDocument, FieldDocument, OptimizerTable, RunDocument, SurfaceDocument
from .fan import fan
from .field import field
from .lines import Head, lines
from .optimizers import OPTIMIZERS, Optimizer
from .rule_tape import optimizer_table
from .run import Run, Settings, start, train
from .schedules import SCHEDULES, Schedule
from .surface import surface
from .training import End, RunEntry

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
